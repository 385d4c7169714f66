//! How much of each packet is drawn, by how crowded its lane is. Pure.

use crate::number;

/// The shortest box a label fits in, in pixels.
pub const LABEL_WIDTH: f64 = 22.0;
/// The shortest box there is, in pixels: still to be seen.
pub const LEAST_WIDTH: f64 = 2.0;
/// With more packets than this on the whole stage none is labelled: nobody could read them.
pub const MOST_LABELS: usize = 400;

/// How much is drawn of the packets of one lane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Detail {
    /// The shortest a box is drawn. Short frames on fast lines would be specks otherwise.
    pub least_width: f64,
    /// Whether ticks, rings and bolts are drawn, and labels where they fit, and not only boxes.
    pub marks: bool,
}

/// With less of a lane than this for each of its packets, only boxes are drawn.
const CROWDED: f64 = 9.0;

impl Detail {
    /// What there is room for in a lane of `length` pixels with `here` packets on it and `all` on
    /// the whole stage.
    pub fn of(length: f64, here: usize, all: usize) -> Detail {
        let each = length / here.max(1) as f64;
        Detail {
            least_width: (each * 0.7).clamp(LEAST_WIDTH, LABEL_WIDTH),
            marks: all <= MOST_LABELS && each >= CROWDED,
        }
    }
}

/// The stretch of a lane, in pixels, on which a packet is drawn that truly covers the shares
/// `tail` to `head` of `length`: grown about its middle to `least`, within the lane.
pub fn stretch(tail: f64, head: f64, length: f64, least: f64) -> (f64, f64) {
    let (from, to) = (tail * length, head * length);
    let missing = least - (to - from);
    if missing <= 0.0 {
        return (from, to);
    }
    let least = least.min(length);
    let from = ((from + to - least) / 2.0).clamp(0.0, length - least);
    (from, from + least)
}

/// How long each box of a lane may be drawn so that neighbours do not cover each other. `boxes`: the
/// true stretch of each, in any order, and how long it would like to be.
pub fn share_room(boxes: &[(f64, f64, f64)]) -> Vec<f64> {
    let middle = |i: usize| (boxes[i].0 + boxes[i].1) / 2.0;
    let long = |i: usize| boxes[i].1 - boxes[i].0;
    let mut order: Vec<usize> = (0..boxes.len()).collect();
    hoplab_units::insertion_sort(&mut order, |a, b| middle(*a).total_cmp(&middle(*b)).is_lt());
    let mut widths: Vec<f64> = boxes.iter().map(|(_, _, wish)| *wish).collect();
    for pair in order.windows(2) {
        let (one, other) = (pair[0], pair[1]);
        let apart = middle(other) - middle(one) - 1.0;
        for (this, that) in [(one, other), (other, one)] {
            // A neighbour that is long by itself keeps its length; with another that wants to be
            // longer than it is, the distance is shared.
            let free = if long(that) >= widths[that] {
                2.0 * apart - long(that)
            } else {
                apart
            };
            widths[this] = widths[this].min(free.max(long(this)));
        }
    }
    widths
}

/// How thick a link of this many bits per second is drawn: a tenfold rate, a step more.
pub fn line_width(bits_per_sec: u64) -> f64 {
    let decades = number::log10(bits_per_sec.max(1) as f64 / 1e5);
    (1.5 + decades * 0.75).clamp(1.5, 5.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_go_when_a_lane_is_crowded() {
        assert!(
            Detail::of(240.0, 4, 4).marks && Detail::of(240.0, 4, 4).least_width == LABEL_WIDTH
        );
        assert!(!Detail::of(240.0, 40, 40).marks);
        assert!(Detail::of(240.0, 40, 40).least_width >= LEAST_WIDTH);
        assert!(!Detail::of(240.0, 1, MOST_LABELS + 1).marks);
        assert!(Detail::of(0.0, 0, 0).least_width > 0.0);
    }

    #[test]
    fn a_short_frame_is_drawn_long_enough_to_see_and_stays_on_its_lane() {
        assert_eq!(stretch(0.2, 0.6, 100.0, 22.0), (20.0, 60.0));
        assert_eq!(stretch(0.5, 0.5, 100.0, 22.0), (39.0, 61.0));
        assert_eq!(stretch(0.0, 0.01, 100.0, 22.0), (0.0, 22.0));
        assert_eq!(stretch(1.0, 1.0, 100.0, 22.0), (78.0, 100.0));
        assert_eq!(stretch(0.0, 0.0, 10.0, 22.0), (0.0, 10.0));
    }

    #[test]
    fn short_boxes_grow_only_into_free_room() {
        // Alone: as long as it likes.
        assert_eq!(share_room(&[(10.0, 12.0, 22.0)]), [22.0]);
        // Two specks 11 apart share the distance.
        assert_eq!(
            share_room(&[(10.0, 10.0, 22.0), (21.0, 21.0, 22.0)]),
            [10.0, 10.0]
        );
        // A speck beside a long box grows up to it; the long one stays.
        assert_eq!(
            share_room(&[(0.0, 40.0, 22.0), (50.0, 50.0, 60.0)]),
            [22.0, 18.0]
        );
        // Far apart: both as they like, in any order.
        assert_eq!(
            share_room(&[(90.0, 90.0, 22.0), (0.0, 0.0, 22.0)]),
            [22.0, 22.0]
        );
    }

    #[test]
    fn a_faster_link_is_thicker() {
        let widths = [0, 100_000, 2_000_000, 100_000_000, u64::MAX].map(line_width);
        assert!(widths.windows(2).all(|pair| pair[0] <= pair[1]));
        assert!(widths[0] >= 1.5 && widths[4] <= 5.0);
    }
}
