//! Where nodes and links stand on the stage, in CSS pixels. Pure: no browser in here.
//!
//! A scenario places its nodes on a plane of 1000 × 600. The stage spreads what is really used of
//! that plane over the room it has, and on a narrow, tall stage turns it by a quarter: what stood
//! left stands on top. Since one unit is one CSS pixel whatever the stage's size, letters and
//! lines keep theirs on a phone.

use hoplab_sim::{Direction, LinkId, NodeId};

use super::sides::{self, Side};
use crate::number;

/// A place on the stage; y grows downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// From the left edge.
    pub x: f64,
    /// From the top edge.
    pub y: f64,
}

impl Point {
    /// The point that lies `share` of the way from here to `other`.
    pub fn towards(self, other: Point, share: f64) -> Point {
        Point {
            x: self.x + (other.x - self.x) * share,
            y: self.y + (other.y - self.y) * share,
        }
    }
    /// How far away `other` is.
    pub fn distance(self, other: Point) -> f64 {
        let (x, y) = (other.x - self.x, other.y - self.y);
        (x * x + y * y).sqrt()
    }
    /// This point moved.
    pub fn moved(self, dx: f64, dy: f64) -> Point {
        Point {
            x: self.x + dx,
            y: self.y + dy,
        }
    }
}

/// A width and a height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Pixels across.
    pub width: f64,
    /// Pixels down.
    pub height: f64,
}

/// A rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Its left edge.
    pub x: f64,
    /// Its top edge.
    pub y: f64,
    /// Pixels across.
    pub width: f64,
    /// Pixels down.
    pub height: f64,
}

impl Rect {
    /// The smallest rectangle with both points in it, widened by `margin` on every side.
    pub fn around(a: Point, b: Point, margin: f64) -> Rect {
        Rect {
            x: a.x.min(b.x) - margin,
            y: a.y.min(b.y) - margin,
            width: (a.x - b.x).abs() + 2.0 * margin,
            height: (a.y - b.y).abs() + 2.0 * margin,
        }
    }
    /// How many square pixels both cover.
    pub fn overlap(&self, other: &Rect) -> f64 {
        let across = (self.x + self.width).min(other.x + other.width) - self.x.max(other.x);
        let down = (self.y + self.height).min(other.y + other.height) - self.y.max(other.y);
        across.max(0.0) * down.max(0.0)
    }
}

/// One direction of a link: the way its packets take, from rim to rim of the two nodes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lane {
    /// Where packets come onto the line.
    pub from: Point,
    /// Where they leave it.
    pub to: Point,
}

impl Lane {
    /// Its length in pixels.
    pub fn length(&self) -> f64 {
        self.from.distance(self.to)
    }
    /// The point `share` of the way along.
    pub fn at(&self, share: f64) -> Point {
        self.from.towards(self.to, share)
    }
    /// How far `point` is from the stretch of this lane between two shares of its length.
    pub fn distance(&self, point: Point, tail: f64, head: f64) -> f64 {
        let (a, b) = (self.at(tail), self.at(head));
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let square = dx * dx + dy * dy;
        if square == 0.0 {
            return a.distance(point);
        }
        let share = ((point.x - a.x) * dx + (point.y - a.y) * dy) / square;
        a.towards(b, share.clamp(0.0, 1.0)).distance(point)
    }
}

/// A node as the scenario places it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Site {
    /// 0 to 1000.
    pub x: f64,
    /// 0 to 600.
    pub y: f64,
    /// Whether it is a host; hosts are drawn larger.
    pub host: bool,
    /// How wide its label is, in pixels.
    pub label: f64,
}

/// Where everything stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Geometry {
    size: Size,
    portrait: bool,
    compact: bool,
    /// How much smaller nodes are drawn than usual, where they stand close together.
    shrink: f64,
    nodes: Vec<(Point, bool)>,
    /// By node: how wide its label is.
    labels: Vec<f64>,
    lines: Vec<Line>,
    /// By node: where its label stands, and the direction in which its crosses gather.
    sides: Vec<(Side, f64)>,
}

/// The middle line of a link and its two lanes.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Line {
    middle: Lane,
    lanes: [Lane; 2],
}

/// How far a lane is from the middle of its link.
pub const LANE_OFFSET: f64 = 9.0;
/// Between the middles of two links that join the same two nodes.
const SIBLING_DISTANCE: f64 = 38.0;
/// Below this width the stage stands upright and its nodes are smaller.
pub const NARROW: f64 = 560.0;
/// What a node's label takes up at least, across beside it and down under or over it.
const LABEL_ROOM: (f64, f64) = (92.0, 36.0);
/// How far a label keeps from the stage's edge.
const EDGE: f64 = 4.0;
/// How much more one axis of the plane may be stretched than the other.
const MOST_STRETCH: f64 = 1.7;

impl Geometry {
    /// Spreads nodes and the links between them over a stage of this size. A link whose end does
    /// not exist is left without a line.
    pub fn new(sites: &[Site], links: &[[NodeId; 2]], size: Size) -> Geometry {
        let compact = size.width < NARROW;
        let portrait = compact && size.height > size.width;
        let upright: Vec<Site> = sites
            .iter()
            .map(|site| match portrait {
                // The plane's height becomes the stage's width, mirrored so that the plane is
                // turned and not flipped.
                true => Site {
                    x: 600.0 - site.y,
                    y: site.x,
                    ..*site
                },
                false => *site,
            })
            .collect();
        let nodes = spread(&upright, size, Margins::of(compact, portrait));
        let (lines, sides) = (Vec::new(), Vec::new());
        let mut geometry = Geometry {
            size,
            portrait,
            compact,
            shrink: shrink(&nodes),
            nodes,
            labels: sites.iter().map(|site| site.label).collect(),
            lines,
            sides,
        };
        geometry.lines = (0..links.len())
            .map(|i| geometry.draw_line(links, i))
            .collect();
        for node in (0..sites.len()).map(|i| NodeId(i as u16)) {
            let sides = geometry.sides_of(links, node);
            geometry.sides.push(sides);
        }
        geometry
    }

    /// The stage's size.
    pub fn size(&self) -> Size {
        self.size
    }
    /// Whether the plane is turned, the client on top.
    pub fn is_portrait(&self) -> bool {
        self.portrait
    }
    /// Whether nodes are drawn small for want of room.
    pub fn is_compact(&self) -> bool {
        self.compact
    }
    /// The middle of what the nodes span.
    pub fn centre(&self) -> Point {
        let count = self.nodes.len().max(1) as f64;
        let sum = self
            .nodes
            .iter()
            .fold(Point::default(), |sum, (at, _)| sum.moved(at.x, at.y));
        Point {
            x: sum.x / count,
            y: sum.y / count,
        }
    }
    /// The middle of a node.
    pub fn node(&self, node: NodeId) -> Option<Point> {
        self.nodes.get(node.index()).map(|(point, _)| *point)
    }
    /// How far a node reaches from its middle.
    pub fn radius(&self, node: NodeId) -> f64 {
        let host = self.nodes.get(node.index()).is_some_and(|(_, host)| *host);
        radius(host, self.compact) * self.shrink
    }
    /// The middle line of a link, rim to rim, from its first end to its second.
    pub fn line(&self, link: LinkId) -> Option<Lane> {
        self.lines.get(link.index()).map(|line| line.middle)
    }
    /// The way of a link's packets in one direction.
    pub fn lane(&self, link: LinkId, direction: Direction) -> Option<Lane> {
        self.lines
            .get(link.index())
            .map(|line| line.lanes[direction.index()])
    }
    /// The rectangle a node fills, its label apart.
    pub fn node_box(&self, node: NodeId) -> Option<Rect> {
        let middle = self.node(node)?;
        Some(Rect::around(middle, middle, self.radius(node)))
    }

    /// Whether a point is on a node, whatever runs over it there.
    pub fn is_on_node(&self, point: Point) -> bool {
        let on = |(middle, host): &(Point, bool)| {
            middle.distance(point) <= radius(*host, self.compact) * self.shrink
        };
        self.nodes.iter().any(on)
    }
    /// Where a node's label stands.
    pub fn label_side(&self, node: NodeId) -> Side {
        self.sides
            .get(node.index())
            .map_or(Side::Below, |(side, _)| *side)
    }
    /// Where the first line of a node's label begins, as far from the node's middle, and which part of it stands there
    /// (`text-anchor`).
    pub fn label_at(&self, node: NodeId) -> (f64, f64, &'static str) {
        let radius = self.radius(node);
        let (x, y, anchor) = match self.label_side(node) {
            Side::Below => (0.0, radius + 19.0, "middle"),
            Side::Above => (0.0, -radius - 25.0, "middle"),
            Side::Right => (radius + 16.0, -2.0, "start"),
            Side::Left => (-radius - 16.0, -2.0, "end"),
        };
        if anchor != "middle" {
            return (x, y, anchor);
        }
        // Over or under a node near the edge, a long name is moved to where all of it is seen.
        let here = self.node(node).unwrap_or_default().x;
        let half = self.label_width(node) / 2.0 + EDGE;
        let seen = here.min(self.size.width - half).max(half);
        (seen - here, y, anchor)
    }

    fn label_width(&self, node: NodeId) -> f64 {
        self.labels.get(node.index()).copied().unwrap_or_default()
    }

    /// The direction from a node in which its crosses gather.
    pub fn cross_angle(&self, node: NodeId) -> f64 {
        self.sides
            .get(node.index())
            .map_or(0.0, |(_, angle)| *angle)
    }

    fn sides_of(&self, links: &[[NodeId; 2]], node: NodeId) -> (Side, f64) {
        let here = self.node(node).unwrap_or_default();
        let others = links.iter().filter_map(|[a, b]| match node {
            _ if *a == node => self.node(*b),
            _ if *b == node => self.node(*a),
            _ => None,
        });
        let angles: Vec<f64> = others
            .map(|other| number::atan2(other.y - here.y, other.x - here.x))
            .collect();
        let wishes = match self.portrait {
            true => [Side::Right, Side::Left, Side::Below, Side::Above],
            false => [Side::Below, Side::Above, Side::Right, Side::Left],
        };
        let on_stage = |side| {
            let label = self.label_box_on(node, side);
            label.x >= 0.0
                && label.y >= 0.0
                && label.x + label.width <= self.size.width
                && label.y + label.height <= self.size.height
        };
        let room = |side| on_stage(side) && self.is_free(node, self.label_box_on(node, side));
        // Where a label has no room that is free, it has to share some.
        let anywhere = wishes.iter().any(|side| room(*side));
        let label = match anywhere {
            true => sides::label_side(&angles, &wishes, room),
            false => sides::label_side(&angles, &wishes, on_stage),
        };
        (label, sides::cross_angle(&angles, label))
    }

    /// What a node's label fills.
    pub fn label_box(&self, node: NodeId) -> Rect {
        self.label_box_on(node, self.label_side(node))
    }

    /// What a label would fill on a side of its node.
    fn label_box_on(&self, node: NodeId, side: Side) -> Rect {
        let (here, reach) = (self.node(node).unwrap_or_default(), self.radius(node));
        let (least, height) = LABEL_ROOM;
        let width = least.max(self.label_width(node) + 12.0);
        // Over and under its node it may be moved (`label_at`).
        let middle = here.x.min(self.size.width - width / 2.0).max(width / 2.0);
        let (x, y) = match side {
            Side::Right => (here.x + reach, here.y - height / 2.0),
            Side::Left => (here.x - reach - width, here.y - height / 2.0),
            Side::Below => (middle - width / 2.0, here.y + reach),
            Side::Above => (middle - width / 2.0, here.y - reach - height),
        };
        Rect {
            x,
            y,
            width,
            height,
        }
    }

    /// Whether nothing of the other nodes is there, as far as their labels have a side already.
    fn is_free(&self, node: NodeId, place: Rect) -> bool {
        let mut others = (0..self.nodes.len()).map(|i| NodeId(i as u16));
        others.all(|other| {
            let boxed = self.node_box(other);
            let label = self.sides.get(other.index());
            let label = label.map(|(side, _)| self.label_box_on(other, *side));
            let taken = [boxed, label].into_iter().flatten();
            other == node || taken.map(|it| it.overlap(&place)).sum::<f64>() == 0.0
        })
    }

    fn draw_line(&self, links: &[[NodeId; 2]], index: usize) -> Line {
        let [a, b] = links[index];
        let nowhere = Point { x: -1e4, y: -1e4 };
        let (Some(from), Some(to)) = (self.node(a), self.node(b)) else {
            let lane = Lane {
                from: nowhere,
                to: nowhere,
            };
            return Line {
                middle: lane,
                lanes: [lane, lane],
            };
        };
        let same = |ends: &&[NodeId; 2]| **ends == [a, b] || **ends == [b, a];
        let (before, all) = (
            links[..index].iter().filter(same).count(),
            links.iter().filter(same).count(),
        );
        // The middles of parallel links are spread about the straight line. Which way must not
        // depend on how the scenario lists the two ends.
        let side = if a <= b { 1.0 } else { -1.0 };
        let aside = side * SIBLING_DISTANCE * (before as f64 - (all as f64 - 1.0) / 2.0);
        let rims = [self.radius(a), self.radius(b)];
        let middle = trimmed(from, to, aside, rims);
        let right = trimmed(from, to, aside + LANE_OFFSET, rims);
        let left = trimmed(from, to, aside - LANE_OFFSET, rims);
        Line {
            middle,
            lanes: [
                right,
                Lane {
                    from: left.to,
                    to: left.from,
                },
            ],
        }
    }
}

/// The straight line between two nodes, moved aside (to the right as one goes), its ends on the
/// nodes' rims.
fn trimmed(from: Point, to: Point, aside: f64, rims: [f64; 2]) -> Lane {
    let length = from.distance(to).max(1.0);
    let (ux, uy) = ((to.x - from.x) / length, (to.y - from.y) / length);
    let (from, to) = (
        from.moved(-uy * aside, ux * aside),
        to.moved(-uy * aside, ux * aside),
    );
    let reach = |rim: f64| (rim * rim - aside * aside).max(0.0).sqrt() + 2.0;
    let (mut first, mut last) = (reach(rims[0]), reach(rims[1]));
    // Two nodes that all but touch: keep something of the line.
    let most = length * 0.8;
    if first + last > most {
        let shrink = most / (first + last);
        (first, last) = (first * shrink, last * shrink);
    }
    Lane {
        from: from.moved(ux * first, uy * first),
        to: to.moved(-ux * last, -uy * last),
    }
}

/// How far a host or a router reaches from its middle.
fn radius(host: bool, compact: bool) -> f64 {
    match (host, compact) {
        (true, false) => 30.0,
        (true, true) => 25.0,
        (false, false) => 22.0,
        (false, true) => 19.0,
    }
}

/// How much smaller nodes must be so that the two nearest ones do not cover each other, at most by
/// half: what stands on one place cannot be told apart anyway.
fn shrink(nodes: &[(Point, bool)]) -> f64 {
    const ROOM: f64 = 84.0;
    let mut least = ROOM;
    for (i, (one, _)) in nodes.iter().enumerate() {
        for (other, _) in &nodes[i + 1..] {
            least = least.min(one.distance(*other));
        }
    }
    (least / ROOM).max(0.5)
}

/// What is left free at the edges, for nodes and their labels.
struct Margins {
    side: f64,
    top: f64,
    bottom: f64,
}

impl Margins {
    fn of(compact: bool, portrait: bool) -> Margins {
        match (compact, portrait) {
            (_, true) => Margins {
                side: 58.0,
                top: 44.0,
                bottom: 64.0,
            },
            (true, false) => Margins {
                side: 58.0,
                top: 56.0,
                bottom: 62.0,
            },
            (false, false) => Margins {
                side: 76.0,
                top: 68.0,
                bottom: 72.0,
            },
        }
    }
}

/// Spreads the used part of the plane over the stage, leaving its margins free.
fn spread(sites: &[Site], size: Size, margins: Margins) -> Vec<(Point, bool)> {
    let Margins { side, top, bottom } = margins;
    let least = |of: fn(&Site) -> f64| sites.iter().map(of).fold(f64::INFINITY, f64::min);
    let most = |of: fn(&Site) -> f64| sites.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
    let (x0, x1) = (least(|s| s.x), most(|s| s.x));
    let (y0, y1) = (least(|s| s.y), most(|s| s.y));
    let room_x = (size.width - 2.0 * side).max(40.0);
    let room_y = (size.height - top - bottom).max(40.0);
    let scale_of = |room: f64, used: f64| {
        if used < 1.0 {
            f64::INFINITY
        } else {
            room / used
        }
    };
    let (fit_x, fit_y) = (scale_of(room_x, x1 - x0), scale_of(room_y, y1 - y0));
    // Some stretch fills the room; more would falsify the scenario's drawing.
    let (scale_x, scale_y) = (
        fit_x.min(fit_y * MOST_STRETCH),
        fit_y.min(fit_x * MOST_STRETCH),
    );
    let finite = |scale: f64| if scale.is_finite() { scale } else { 1.0 };
    let (scale_x, scale_y) = (finite(scale_x), finite(scale_y));
    let middle = Point {
        x: side + room_x / 2.0,
        y: top + room_y / 2.0,
    };
    let place = |site: &Site| Point {
        x: middle.x + (site.x - (x0 + x1) / 2.0) * scale_x,
        y: middle.y + (site.y - (y0 + y1) / 2.0) * scale_y,
    };
    sites.iter().map(|site| (place(site), site.host)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDE: Size = Size {
        width: 1200.0,
        height: 460.0,
    };
    const PHONE: Size = Size {
        width: 358.0,
        height: 560.0,
    };

    fn sites() -> Vec<Site> {
        vec![
            Site {
                x: 100.0,
                y: 300.0,
                host: true,
                label: 60.0,
            },
            Site {
                x: 400.0,
                y: 100.0,
                host: false,
                label: 60.0,
            },
            Site {
                x: 400.0,
                y: 500.0,
                host: false,
                label: 60.0,
            },
            Site {
                x: 900.0,
                y: 300.0,
                host: true,
                label: 60.0,
            },
        ]
    }
    fn links() -> Vec<[NodeId; 2]> {
        [[0, 1], [1, 3], [0, 2], [3, 2], [2, 3]]
            .map(|ends| ends.map(NodeId))
            .to_vec()
    }
    fn inside(point: Point, size: Size) -> bool {
        (0.0..=size.width).contains(&point.x) && (0.0..=size.height).contains(&point.y)
    }

    #[test]
    fn every_node_stands_on_the_stage_with_room_for_its_label() {
        for size in [
            WIDE,
            PHONE,
            Size {
                width: 640.0,
                height: 300.0,
            },
        ] {
            let geometry = Geometry::new(&sites(), &links(), size);
            for node in 0..4 {
                let point = geometry.node(NodeId(node)).unwrap();
                assert!(
                    inside(point.moved(-30.0, -30.0), size),
                    "{size:?} {point:?}"
                );
                assert!(inside(point.moved(30.0, 60.0), size), "{size:?} {point:?}");
            }
        }
    }

    #[test]
    fn a_long_name_near_the_edge_stands_where_all_of_it_is_seen() {
        for size in [WIDE, PHONE] {
            for label in [60.0, 200.0, 330.0] {
                let sites: Vec<Site> = sites().iter().map(|&site| Site { label, ..site }).collect();
                let geometry = Geometry::new(&sites, &links(), size);
                for node in (0..4).map(NodeId) {
                    let (x, _, anchor) = geometry.label_at(node);
                    let at = geometry.node(node).unwrap().x + x;
                    let left = match anchor {
                        "start" => at,
                        "end" => at - label,
                        _ => at - label / 2.0,
                    };
                    let told = format!("{size:?} {label} {node:?} {anchor} {left}");
                    assert!(left >= 0.0 && left + label <= size.width, "{told}");
                }
            }
        }
    }

    #[test]
    fn a_phone_held_upright_has_the_client_on_top_and_the_server_below() {
        let geometry = Geometry::new(&sites(), &links(), PHONE);
        assert!(geometry.is_portrait());
        let [client, upper, lower, server] =
            [0, 1, 2, 3].map(|n| geometry.node(NodeId(n)).unwrap());
        assert!(client.y < upper.y && upper.y < server.y);
        // Turned clockwise: what stood above now stands to the right.
        assert!(upper.x > lower.x);
        assert!(!Geometry::new(&sites(), &links(), WIDE).is_portrait());
    }

    #[test]
    fn the_plane_is_not_distorted_beyond_the_bound() {
        let geometry = Geometry::new(
            &sites(),
            &links(),
            Size {
                width: 3000.0,
                height: 460.0,
            },
        );
        let [client, upper, lower, server] =
            [0, 1, 2, 3].map(|n| geometry.node(NodeId(n)).unwrap());
        let (x, y) = ((server.x - client.x) / 800.0, (lower.y - upper.y) / 400.0);
        assert!(x / y <= MOST_STRETCH + 1e-9, "{x} {y}");
    }

    #[test]
    fn the_two_directions_of_a_link_run_beside_each_other() {
        let geometry = Geometry::new(&sites(), &links(), WIDE);
        let there = geometry.lane(LinkId(0), Direction::AToB).unwrap();
        let back = geometry.lane(LinkId(0), Direction::BToA).unwrap();
        let apart = there.distance(back.from, 0.0, 1.0);
        assert!((apart - 2.0 * LANE_OFFSET).abs() < 3.0, "{apart}");
        assert!(there.from.distance(back.to) < there.from.distance(back.from));
    }

    #[test]
    fn two_links_between_the_same_nodes_do_not_cover_each_other() {
        let geometry = Geometry::new(&sites(), &links(), WIDE);
        let (one, other) = (
            geometry.line(LinkId(3)).unwrap(),
            geometry.line(LinkId(4)).unwrap(),
        );
        assert!(one.distance(other.at(0.5), 0.0, 1.0) > 24.0);
    }

    #[test]
    fn a_lane_begins_and_ends_at_the_rims_of_its_nodes() {
        let geometry = Geometry::new(&sites(), &links(), WIDE);
        for (link, [a, b]) in links().into_iter().enumerate() {
            let line = geometry.line(LinkId(link as u16)).unwrap();
            for (end, node) in [(line.from, a), (line.to, b)] {
                let gap = end.distance(geometry.node(node).unwrap()) - geometry.radius(node);
                assert!((0.0..6.0).contains(&gap), "{gap}");
            }
        }
    }

    #[test]
    fn nodes_that_stand_close_together_are_drawn_smaller() {
        let row = |count: u16| -> Vec<Site> {
            let y = |i| f64::from(i) * 600.0 / f64::from(count - 1);
            (0..count)
                .map(|i| Site {
                    x: 500.0,
                    y: y(i),
                    host: true,
                    label: 60.0,
                })
                .collect()
        };
        let radius = |count| Geometry::new(&row(count), &[], WIDE).radius(NodeId(0));
        assert_eq!(radius(3), 30.0);
        assert!(radius(6) < 30.0 && radius(40) >= 15.0);
    }

    #[test]
    fn odd_scenarios_have_a_geometry_too() {
        let alone = Geometry::new(
            &[Site {
                x: 5.0,
                y: 5.0,
                host: true,
                label: 60.0,
            }],
            &[[NodeId(0), NodeId(7)]],
            WIDE,
        );
        assert!(inside(alone.node(NodeId(0)).unwrap(), WIDE));
        assert!(alone.line(LinkId(0)).unwrap().length() == 0.0);
        let same = Site {
            x: 5.0,
            y: 5.0,
            host: true,
            label: 60.0,
        };
        let heap = Geometry::new(&[same, same], &[[NodeId(0), NodeId(1)]], WIDE);
        assert!(heap.line(LinkId(0)).unwrap().at(0.5).x.is_finite());
        assert!(Geometry::new(&[], &[], WIDE).node(NodeId(0)).is_none());
    }

    #[test]
    fn overlap_is_measured_in_square_pixels() {
        let one = Rect {
            x: 0.0,
            y: 0.0,
            width: 10.0,
            height: 10.0,
        };
        let other = Rect {
            x: 5.0,
            y: 8.0,
            width: 10.0,
            height: 10.0,
        };
        assert_eq!(one.overlap(&other), 10.0);
        assert_eq!(one.overlap(&Rect { x: 20.0, ..other }), 0.0);
    }
}
