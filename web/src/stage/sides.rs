//! Which side of a node its label stands on, and where crosses gather: where no link runs. Pure.

use core::f64::consts::{FRAC_PI_2, PI};

/// A side of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Under it.
    Below,
    /// Over it.
    Above,
    /// To its right.
    Right,
    /// To its left.
    Left,
}

impl Side {
    /// The angle of its middle, clockwise from the right as screens count.
    pub fn angle(self) -> f64 {
        match self {
            Side::Right => 0.0,
            Side::Below => FRAC_PI_2,
            Side::Left => PI,
            Side::Above => -FRAC_PI_2,
        }
    }
}

/// How far apart two directions are, 0 to π.
fn apart(a: f64, b: f64) -> f64 {
    let turn = (a - b).rem_euclid(2.0 * PI);
    turn.min(2.0 * PI - turn)
}

/// How far the nearest link is from this direction.
fn clear_of(links: &[f64], angle: f64) -> f64 {
    links
        .iter()
        .map(|link| apart(*link, angle))
        .fold(PI, f64::min)
}

/// Far enough from every link that a label is not crossed.
const CLEAR: f64 = 0.9;

/// The side for a label of a node whose links leave at these angles: the first of `wishes` that is
/// clear of links, else the clearest. `room` says whether a label fits on a side at all.
pub fn label_side(links: &[f64], wishes: &[Side; 4], room: impl Fn(Side) -> bool) -> Side {
    let mut best = wishes[0];
    let mut least = -1.0;
    for side in wishes.iter().copied().filter(|side| room(*side)) {
        let clear = clear_of(links, side.angle()).min(CLEAR);
        if clear > least + 1e-9 {
            (best, least) = (side, clear);
        }
    }
    best
}

/// The direction in which a node's crosses gather: the clearest but for the label's.
pub fn cross_angle(links: &[f64], label: Side) -> f64 {
    let mut best = (-1.0, -FRAC_PI_2);
    for eighth in [-2, -3, -1, 4, 0, 3, 1, 2] {
        let angle = f64::from(eighth) * PI / 4.0;
        let clear = clear_of(links, angle).min(apart(angle, label.angle()));
        if clear > best.0 + 1e-9 {
            best = (clear, angle);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    const WISHES: [Side; 4] = [Side::Below, Side::Above, Side::Right, Side::Left];

    #[test]
    fn a_label_stands_below_unless_a_link_runs_there() {
        assert_eq!(label_side(&[0.0, PI], &WISHES, |_| true), Side::Below);
        assert_eq!(label_side(&[FRAC_PI_2], &WISHES, |_| true), Side::Above);
        assert_eq!(
            label_side(&[FRAC_PI_2, -FRAC_PI_2], &WISHES, |_| true),
            Side::Right
        );
        assert_eq!(label_side(&[], &WISHES, |_| true), Side::Below);
    }

    #[test]
    fn a_label_keeps_off_a_side_without_room() {
        let room = |side| side != Side::Above;
        assert_eq!(label_side(&[FRAC_PI_2], &WISHES, room), Side::Right);
    }

    #[test]
    fn crosses_gather_away_from_links_and_label() {
        for links in [vec![0.0], vec![0.0, PI], vec![FRAC_PI_2, -FRAC_PI_2, 0.0]] {
            let label = label_side(&links, &WISHES, |_| true);
            let angle = cross_angle(&links, label);
            assert!(clear_of(&links, angle) > 0.7 && apart(angle, label.angle()) > 0.7);
        }
    }
}
