//! Where a card goes so that it does not cover what it speaks of. Pure.

use super::geometry::{Point, Rect, Size};

/// Between a card and its thing, and between a card and the stage's edge.
const GAP: f64 = 14.0;

/// The upper left corner of a card of this size on a stage of that size: where it covers nothing of
/// its thing, as little as may be of the `others`, and is near.
pub fn place_card(thing: Rect, others: &[Rect], card: Size, stage: Size) -> Point {
    let middle = Point {
        x: thing.x + thing.width / 2.0,
        y: thing.y + thing.height / 2.0,
    };
    let (level, centred) = (middle.y - card.height / 2.0, middle.x - card.width / 2.0);
    let (left, right) = (thing.x - GAP - card.width, thing.x + thing.width + GAP);
    let (over, under) = (thing.y - GAP - card.height, thing.y + thing.height + GAP);
    let (east, south) = (stage.width, stage.height);
    let candidates = [
        (right, level),
        (left, level),
        (centred, under),
        (centred, over),
        (right, 0.0),
        (right, south),
        (left, 0.0),
        (left, south),
        (0.0, 0.0),
        (east, 0.0),
        (0.0, south),
        (east, south),
    ];
    let cost = |corner: Point| {
        let rect = Rect {
            x: corner.x,
            y: corner.y,
            width: card.width,
            height: card.height,
        };
        let nodes: f64 = others.iter().map(|other| rect.overlap(other)).sum();
        let away = corner
            .moved(card.width / 2.0, card.height / 2.0)
            .distance(middle);
        // A pixel of the thing weighs more than all nodes, a node more than any way.
        rect.overlap(&thing) * 1000.0 + nodes * 4.0 + away
    };
    // Where none of these is clear, somewhere else on the stage may be.
    let grid = (0..=12)
        .flat_map(|x| [0.0, 0.25, 0.5, 0.75, 1.0].map(|y| (east * f64::from(x) / 12.0, south * y)));
    candidates
        .into_iter()
        .chain(grid)
        .map(|(x, y)| kept_on(Point { x, y }, card, stage))
        .min_by(|a, b| cost(*a).total_cmp(&cost(*b)))
        .unwrap_or_default()
}

/// Moved as little as needed to lie wholly on the stage; at its upper left if it is too large.
fn kept_on(corner: Point, card: Size, stage: Size) -> Point {
    let most = |room: f64, size: f64| (room - size - GAP).max(GAP);
    Point {
        x: corner.x.clamp(GAP, most(stage.width, card.width)),
        y: corner.y.clamp(GAP, most(stage.height, card.height)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STAGE: Size = Size {
        width: 1000.0,
        height: 460.0,
    };
    const CARD: Size = Size {
        width: 300.0,
        height: 400.0,
    };

    fn covered(thing: Rect) -> f64 {
        let corner = place_card(thing, &[], CARD, STAGE);
        Rect {
            x: corner.x,
            y: corner.y,
            width: CARD.width,
            height: CARD.height,
        }
        .overlap(&thing)
    }

    #[test]
    fn a_card_lies_on_the_stage_beside_its_thing() {
        for x in [0.0, 150.0, 480.0, 700.0, 960.0] {
            for y in [0.0, 200.0, 430.0] {
                let thing = Rect {
                    x,
                    y,
                    width: 40.0,
                    height: 30.0,
                };
                assert_eq!(covered(thing), 0.0, "{thing:?}");
                let corner = place_card(thing, &[], CARD, STAGE);
                assert!(corner.x >= 0.0 && corner.x + CARD.width <= STAGE.width);
                assert!(corner.y >= 0.0 && corner.y + CARD.height <= STAGE.height);
            }
        }
    }

    #[test]
    fn a_long_link_leaves_room_at_one_of_its_ends() {
        assert_eq!(
            covered(Rect {
                x: 100.0,
                y: 220.0,
                width: 560.0,
                height: 20.0
            }),
            0.0
        );
        assert_eq!(
            covered(Rect {
                x: 350.0,
                y: 220.0,
                width: 560.0,
                height: 20.0
            }),
            0.0
        );
    }

    #[test]
    fn a_card_rather_covers_no_node() {
        let thing = Rect {
            x: 480.0,
            y: 200.0,
            width: 40.0,
            height: 40.0,
        };
        let node = Rect {
            x: 600.0,
            y: 200.0,
            width: 60.0,
            height: 60.0,
        };
        let corner = place_card(thing, &[node], CARD, STAGE);
        assert!(corner.x + CARD.width <= thing.x, "{corner:?}");
    }

    #[test]
    fn a_card_larger_than_the_stage_begins_at_its_corner() {
        let corner = place_card(
            Rect {
                x: 50.0,
                y: 50.0,
                width: 10.0,
                height: 10.0,
            },
            &[],
            Size {
                width: 900.0,
                height: 900.0,
            },
            Size {
                width: 300.0,
                height: 300.0,
            },
        );
        assert_eq!(corner, Point { x: GAP, y: GAP });
    }
}
