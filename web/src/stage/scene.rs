//! Where every packet is at one moment, lane by lane, and which of them a finger or mouse meant.
//! Pure.

use hoplab_sim::{Direction, LinkId, PacketId, World};
use hoplab_units::{Rate, Span, Time};

use super::detail::{Detail, stretch};
use super::drawn::{Drawn, Spot};
use super::geometry::{Geometry, Point};
use crate::number;

/// A packet on a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moving {
    /// Which packet.
    pub packet: PacketId,
    /// Where its last bit is, as a share of the lane's length.
    pub tail: f64,
    /// Where its first bit is.
    pub head: f64,
    /// The share it covers when it is wholly on the line; may be more than 1.
    pub full: f64,
}

impl Moving {
    /// The stretch of a lane of `length` pixels on which it is drawn, at least `least` long. A frame
    /// that is long enough by itself is not stretched while it comes out of its node or goes into
    /// the next: it would cover its neighbours.
    pub fn stretch(&self, length: f64, least: f64) -> (f64, f64) {
        let least = if self.full * length >= least {
            0.0
        } else {
            least
        };
        stretch(self.tail, self.head, length, least)
    }
}

/// The packets of every lane. Kept from frame to frame so that nothing is allocated anew.
#[derive(Debug, Default)]
pub struct Scene {
    lanes: Vec<Vec<Moving>>,
    total: usize,
}

impl Scene {
    /// Puts every packet under way in its place. `rates` are the links' by direction; `stepped`
    /// moves packets in three steps a line and not smoothly.
    pub fn fill(&mut self, world: &World, rates: &[[Rate; 2]], stepped: bool) {
        let now = world.now();
        self.clear(rates.len());
        for flight in world.in_flight() {
            let lane = flight.link.index() * 2 + flight.direction.index();
            let Some(rate) = rates.get(flight.link.index()) else {
                continue;
            };
            let on_line = rate[flight.direction.index()].time_for(flight.frame.wire_len());
            let Extent { tail, head, full } = extent(flight.sent, flight.arrives, on_line, now);
            let (tail, head, full) = if stepped {
                in_steps(tail, head)
            } else {
                (tail, head, full)
            };
            self.put(
                lane,
                Moving {
                    packet: flight.packet,
                    tail,
                    head,
                    full,
                },
            );
        }
    }

    fn clear(&mut self, links: usize) {
        self.lanes.resize_with(links * 2, Vec::new);
        self.lanes.iter_mut().for_each(Vec::clear);
        self.total = 0;
    }

    fn put(&mut self, lane: usize, moving: Moving) {
        if let Some(lane) = self.lanes.get_mut(lane) {
            lane.push(moving);
            self.total += 1;
        }
    }

    /// Packets on all lines together.
    pub fn total(&self) -> usize {
        self.total
    }
    /// The packets of one lane.
    pub fn lane(&self, link: LinkId, direction: Direction) -> &[Moving] {
        self.lanes
            .get(link.index() * 2 + direction.index())
            .map_or(&[], Vec::as_slice)
    }
    /// Every lane that has packets.
    pub fn lanes(&self) -> impl Iterator<Item = (LinkId, Direction, &[Moving])> {
        let full = self
            .lanes
            .iter()
            .enumerate()
            .filter(|(_, packets)| !packets.is_empty());
        full.map(|(lane, packets)| {
            let direction = if lane % 2 == 0 {
                Direction::AToB
            } else {
                Direction::BToA
            };
            (LinkId((lane / 2) as u16), direction, packets.as_slice())
        })
    }
    /// Every packet on a line.
    pub fn packets(&self) -> impl Iterator<Item = PacketId> {
        let moving = self.lanes.iter().flatten();
        moving.map(|moving| moving.packet)
    }
    /// Where a packet is, if it is on a line.
    pub fn find(&self, packet: PacketId) -> Option<(LinkId, Direction, Moving)> {
        self.lanes().find_map(|(link, direction, packets)| {
            let moving = packets.iter().find(|moving| moving.packet == packet)?;
            Some((link, direction, *moving))
        })
    }

    /// The packet drawn nearest to `point`, no further off than `reach`.
    pub fn packet_at(&self, geometry: &Geometry, point: Point, reach: f64) -> Option<PacketId> {
        let mut best: Option<(f64, PacketId)> = None;
        for (link, direction, packets) in self.lanes() {
            let Some(lane) = geometry.lane(link, direction) else {
                continue;
            };
            let length = lane.length();
            if lane.distance(point, 0.0, 1.0) > reach || length <= 0.0 {
                continue;
            }
            let least = Detail::of(length, packets.len(), self.total).least_width;
            for moving in packets {
                let (from, to) = moving.stretch(length, least);
                let away = lane.distance(point, from / length, to / length);
                if away <= reach && best.is_none_or(|(least, _)| away < least) {
                    best = Some((away, moving.packet));
                }
            }
        }
        best.map(|(_, packet)| packet)
    }
}

/// Which part of a line a frame covers, in shares of its length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    /// Where its last bit is.
    pub tail: f64,
    /// Where its first bit is.
    pub head: f64,
    /// How much it covers when all of it is on the line.
    pub full: f64,
}

/// Which part of a line a frame covers at `now`. `on_line` is how long its bits take to be put on
/// the line; the rest of the time is the way of one bit.
pub fn extent(sent: Time, arrives: Time, on_line: Span, now: Time) -> Extent {
    let whole = arrives.since(sent).as_nanos() as f64;
    // The rate may have been changed since: never more than the whole.
    let on_line = (on_line.as_nanos() as f64).min(whole);
    let way = (whole - on_line).max(whole * 1e-3).max(1.0);
    let gone = now.since(sent).as_nanos() as f64;
    Extent {
        tail: ((gone - on_line) / way).clamp(0.0, 1.0),
        head: (gone / way).clamp(0.0, 1.0),
        full: on_line / way,
    }
}

/// The same in three steps, as a point: at the start, in the middle, at the end.
fn in_steps(tail: f64, head: f64) -> (f64, f64, f64) {
    let middle = match (tail + head) / 2.0 {
        share if share < 1.0 / 3.0 => 0.15,
        share if share < 2.0 / 3.0 => 0.5,
        _ => 0.85,
    };
    (middle, middle, 0.0)
}

/// Where on the stage a spot is. `rank` tells apart what shares one node.
pub fn point_of(geometry: &Geometry, spot: Spot, rank: usize) -> Option<Point> {
    match spot {
        Spot::Channel {
            link,
            direction,
            share,
        } => Some(geometry.lane(link, direction)?.at(share)),
        Spot::Node(node) => {
            let middle = geometry.node(node)?;
            // Side by side on an arc where neither label nor link is; a second row behind it.
            let place = [0.0, 1.0, -1.0, 2.0, -2.0][rank % 5];
            let reach = geometry.radius(node) + 11.0 + 14.0 * ((rank / 5) % 2) as f64;
            let turn = geometry.cross_angle(node) + place * 17.0 / reach;
            Some(middle.moved(number::cos(turn) * reach, number::sin(turn) * reach))
        }
    }
}

/// The packet whose cross is nearest to `point`, no further off than `reach`.
pub fn cross_at(drawn: &Drawn, geometry: &Geometry, point: Point, reach: f64) -> Option<PacketId> {
    let mut best: Option<(f64, PacketId)> = None;
    for (rank, cross) in ranked(drawn) {
        let away = point_of(geometry, cross.spot, rank)?.distance(point);
        if away <= reach && best.is_none_or(|(least, _)| away < least) {
            best = Some((away, cross.packet));
        }
    }
    best.map(|(_, packet)| packet)
}

/// Every cross with its rank among those in the same node, newest first, so that the newest is
/// always where the eye expects it.
pub fn ranked(drawn: &Drawn) -> impl Iterator<Item = (usize, &super::drawn::Cross)> {
    let mut ranks = hoplab_units::VecMap::new();
    drawn.crosses().rev().map(move |cross| match cross.spot {
        Spot::Node(node) => {
            let rank = ranks.get_or_insert_with(node, || 0usize);
            *rank += 1;
            (*rank - 1, cross)
        }
        Spot::Channel { .. } => (0, cross),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stage::geometry::{Site, Size};
    use hoplab_sim::NodeId;

    fn ms(millis: u64) -> Time {
        Time::from_millis(millis)
    }

    #[test]
    fn a_frame_comes_out_of_its_node_crosses_the_line_and_goes_into_the_next_node() {
        // 4 ms to put its bits on a line that each takes 10 ms to cross.
        let at = |now| {
            let extent = extent(ms(0), ms(14), Span::from_millis(4), ms(now));
            assert_eq!(extent.full, 0.4);
            (extent.tail, extent.head)
        };
        assert_eq!(at(0), (0.0, 0.0));
        assert_eq!(at(2), (0.0, 0.2));
        assert_eq!(at(7), (0.3, 0.7));
        assert_eq!(at(12), (0.8, 1.0));
        assert_eq!(at(14), (1.0, 1.0));
    }

    #[test]
    fn a_long_frame_on_a_short_line_fills_it() {
        let Extent { tail, head, full } = extent(ms(0), ms(11), Span::from_millis(10), ms(5));
        assert_eq!((tail, head, full), (0.0, 1.0, 10.0));
        // A line without delay, and a rate that was lowered since: still in order.
        let Extent { tail, head, .. } = extent(ms(0), ms(4), Span::from_millis(40), ms(2));
        assert!((0.0..=1.0).contains(&tail) && tail <= head);
        assert_eq!(extent(ms(3), ms(3), Span::ZERO, ms(3)).head, 0.0);
    }

    #[test]
    fn only_a_frame_too_short_to_see_is_drawn_longer_than_it_is() {
        let moving = |full| Moving {
            packet: PacketId(1),
            tail: 0.0,
            head: 0.02,
            full,
        };
        assert_eq!(moving(0.02).stretch(100.0, 22.0), (0.0, 22.0));
        assert_eq!(
            moving(0.4).stretch(100.0, 22.0),
            (0.0, 2.0),
            "it is only coming out"
        );
    }

    #[test]
    fn with_less_motion_a_packet_is_at_the_start_in_the_middle_or_at_the_end() {
        let places =
            [(0.0, 0.1), (0.2, 0.5), (0.5, 0.6), (0.9, 1.0)].map(|(a, b)| in_steps(a, b).0);
        assert_eq!(places, [0.15, 0.5, 0.5, 0.85]);
    }

    fn geometry() -> Geometry {
        let sites = [0.0, 1000.0].map(|x| Site {
            x,
            y: 300.0,
            host: true,
            label: 60.0,
        });
        Geometry::new(
            &sites,
            &[[NodeId(0), NodeId(1)]],
            Size {
                width: 1000.0,
                height: 400.0,
            },
        )
    }
    fn scene(moving: &[(u64, usize, f64)]) -> Scene {
        let mut scene = Scene::default();
        scene.clear(1);
        for (packet, lane, share) in moving {
            scene.put(
                *lane,
                Moving {
                    packet: PacketId(*packet),
                    tail: *share,
                    head: *share,
                    full: 0.0,
                },
            );
        }
        scene
    }

    #[test]
    fn a_press_finds_the_nearest_packet_within_reach() {
        let (geometry, scene) = (geometry(), scene(&[(1, 0, 0.4), (2, 0, 0.5), (3, 1, 0.5)]));
        let lane = geometry.lane(LinkId(0), Direction::AToB).unwrap();
        assert_eq!(
            scene.packet_at(&geometry, lane.at(0.4), 8.0),
            Some(PacketId(1))
        );
        assert_eq!(
            scene.packet_at(&geometry, lane.at(0.49), 8.0),
            Some(PacketId(2))
        );
        assert_eq!(scene.packet_at(&geometry, lane.at(0.8), 8.0), None);
        let back = geometry.lane(LinkId(0), Direction::BToA).unwrap();
        assert_eq!(
            scene.packet_at(&geometry, back.at(0.5), 8.0),
            Some(PacketId(3))
        );
        let middle = geometry.line(LinkId(0)).unwrap();
        assert_eq!(
            scene.packet_at(&geometry, middle.at(0.5), 8.5),
            None,
            "that is the link itself"
        );
    }

    #[test]
    fn a_packet_is_found_on_its_lane() {
        let scene = scene(&[(1, 0, 0.4), (3, 1, 0.5)]);
        let (link, direction, moving) = scene.find(PacketId(3)).unwrap();
        assert_eq!(
            (link, direction, moving.head),
            (LinkId(0), Direction::BToA, 0.5)
        );
        assert_eq!((scene.total(), scene.find(PacketId(9))), (2, None));
        assert_eq!(scene.lane(LinkId(7), Direction::AToB), &[]);
    }

    #[test]
    fn crosses_in_one_node_do_not_cover_each_other() {
        let geometry = geometry();
        let points: Vec<Point> = (0..10)
            .filter_map(|rank| point_of(&geometry, Spot::Node(NodeId(0)), rank))
            .collect();
        for (i, one) in points.iter().enumerate() {
            for other in &points[i + 1..] {
                assert!(one.distance(*other) > 8.0, "{one:?} {other:?}");
            }
        }
    }
}
