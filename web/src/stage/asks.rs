//! Who asks whom, over the map: an arrow from one host to the other, past all that lies between them.

use yew::prelude::*;

use super::geometry::{Geometry, Point};
use crate::page::Page;
use hoplab_units::fixed;
use hoplab_words::dns as words;

/// How far the arrow bends away from the straight line, as a share of its length.
const BEND: f64 = 0.16;

/// The arrow of the question or answer that is looked at.
pub fn arrow(page: &Page, geometry: &Geometry) -> Html {
    let ends = page.asking.and_then(|asking| {
        Some((
            asking,
            geometry.node(asking.from)?,
            geometry.node(asking.to)?,
        ))
    });
    let Some((asking, from, to)) = ends else {
        return html! {};
    };
    let length = from.distance(to);
    if length < 1.0 {
        return html! {};
    }
    let (dx, dy) = ((to.x - from.x) / length, (to.y - from.y) / length);
    // It begins and ends beside the hosts, not in them.
    let off = |radius: f64| (radius + 10.0).min(length / 3.0);
    let (start, end) = (
        off(geometry.radius(asking.from)),
        off(geometry.radius(asking.to)),
    );
    let (from, to) = (
        from.moved(dx * start, dy * start),
        to.moved(-dx * end, -dy * end),
    );
    // Question and answer bend to different sides: what goes back does not cover what came.
    let bend = length * BEND;
    let middle = Point {
        x: (from.x + to.x) / 2.0 + dy * bend,
        y: (from.y + to.y) / 2.0 - dx * bend,
    };
    let label = match asking.answers {
        true => words::map_answers(page.lang),
        false => words::map_asks(page.lang),
    };
    let at = |point: Point| format!("{} {}", fixed(point.x, 1), fixed(point.y, 1));
    let (wing_a, wing_b) = wings(middle, to);
    let top = Point {
        x: (from.x + 2.0 * middle.x + to.x) / 4.0,
        y: (from.y + 2.0 * middle.y + to.y) / 4.0,
    };
    html! {
        <g class="asks" data-asks={format!("{}-{}", asking.from.0, asking.to.0)}>
            <path d={format!("M{}Q{} {}", at(from), at(middle), at(to))} />
            <path d={format!("M{}L{}L{}", at(wing_a), at(to), at(wing_b))} />
            <text x={fixed(top.x, 1)} y={fixed(top.y + 4.0, 1)} text-anchor="middle">{ label }</text>
        </g>
    }
}

/// The two ends of the arrow's head, which points from `middle` to `to`.
fn wings(middle: Point, to: Point) -> (Point, Point) {
    let length = middle.distance(to).max(1.0);
    let (dx, dy) = (
        (middle.x - to.x) / length * 11.0,
        (middle.y - to.y) / length * 11.0,
    );
    (
        to.moved(dx * 0.87 - dy * 0.5, dy * 0.87 + dx * 0.5),
        to.moved(dx * 0.87 + dy * 0.5, dy * 0.87 - dx * 0.5),
    )
}
