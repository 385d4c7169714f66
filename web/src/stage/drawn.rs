//! Who is on the stage: what each packet under way is, and where packets died of late. What is known of them comes
//! from the story; here is kept only what is drawn from one frame to the next. Pure.

use hoplab_explain::Moment;
pub use hoplab_explain::facts::{Cargo, End, Ended, Facts, Spot};
use hoplab_explain::look::Family;
use hoplab_explain::packets::Loss;
use hoplab_explain::sockets::Life;
use hoplab_sim::{DropReason, EventId, LinkId, NodeId, PacketId, SocketId};
use hoplab_units::VecMap;

/// Packets known at most beside those that are asked for.
const MOST_KNOWN: usize = 8_192;
/// Crosses kept; past it the oldest go.
pub const MOST_CROSSES: usize = 48;
/// How long a new cross stays whole, in milliseconds of playing.
pub const CROSS_WHOLE_MS: f64 = 2000.0;
/// How long it then takes to fade to a small mark.
pub const CROSS_FADE_MS: f64 = 600.0;

/// Where a packet died.
#[derive(Clone, Debug, PartialEq)]
pub struct Cross {
    /// The event that tells of it.
    pub event: EventId,
    /// Which packet.
    pub packet: PacketId,
    /// Where.
    pub spot: Spot,
    /// Why.
    pub why: DropReason,
    /// Its protocol.
    pub family: Family,
    /// How long it has been shown, in milliseconds of playing.
    pub age_ms: f64,
}

impl Cross {
    /// How much of the full cross is there: 1 whole, 0 only its small mark.
    pub fn strength(&self, fading: bool) -> f64 {
        let over = self.age_ms - CROSS_WHOLE_MS;
        match fading {
            _ if over <= 0.0 => 1.0,
            true => (1.0 - over / CROSS_FADE_MS).max(0.0),
            false => 0.0,
        }
    }
}

/// A packet as it was at the newest event about it.
#[derive(Debug)]
struct Known {
    newest: EventId,
    facts: Facts,
    /// It is of the socket that is looked at.
    marked: bool,
}

/// Everything that is drawn of packets.
#[derive(Debug, Default)]
pub struct Drawn {
    /// Up to which event it knows how things stand; nothing: it has not looked yet.
    looked: Option<EventId>,
    known: VecMap<PacketId, Box<Known>>,
    /// Whose packets are marked.
    marks: Option<(NodeId, SocketId)>,
    /// Those of them that have not ended.
    open: Vec<PacketId>,
    crosses: Vec<Cross>,
    /// Packets dropped on each link so far.
    lost: VecMap<LinkId, u32>,
}

impl Drawn {
    /// Looks at how things stand: at the packets in `wanted`, those that it knows and that had not ended, and those that
    /// died of late. In a moment before the last one it begins anew. Packets of the socket `marked` are marked.
    pub fn look(
        &mut self,
        moment: Moment<'_>,
        wanted: impl Iterator<Item = PacketId>,
        marked: Option<&Life>,
    ) {
        let here = moment.packets().here();
        if self.looked.is_some_and(|looked| here < looked) {
            self.forget();
        }
        let marks = marked.map(|life| (life.node, life.socket));
        if self.marks != marks {
            self.marks = marks;
            self.known = VecMap::new();
        }
        self.look_at_losses(moment);
        let mut asked = core::mem::take(&mut self.open);
        asked.extend(wanted);
        asked.extend(self.crosses.iter().map(|cross| cross.packet));
        asked.sort_unstable();
        asked.dedup();
        if self.known.len() >= MOST_KNOWN + asked.len() {
            self.known = VecMap::new();
        }
        for packet in asked {
            self.know(moment, packet, marked);
        }
        self.looked = Some(here);
    }

    fn know(&mut self, moment: Moment<'_>, packet: PacketId, marked: Option<&Life>) {
        let Some(newest) = moment.packets().newest_about(packet) else {
            return;
        };
        let known = self.known.get(&packet);
        if known.is_none_or(|known| known.newest != newest)
            && let Some(facts) = moment.facts(packet)
        {
            let known = Known {
                newest,
                facts,
                marked: marked.is_some_and(|socket| moment.is_of(packet, socket)),
            };
            self.known.insert(packet, Box::new(known));
        }
        let open = |known: &Known| known.facts.end.is_none();
        if self.known.get(&packet).is_some_and(|known| open(known)) {
            self.open.push(packet);
        }
    }

    fn look_at_losses(&mut self, moment: Moment<'_>) {
        let packets = moment.packets();
        let losses = packets.losses();
        let last = losses.last().map(|loss| loss.event);
        if last == self.crosses.last().map(|cross| cross.event) {
            return;
        }
        // What died before this run was looked at has been dead for long.
        let age_ms = self.looked.map_or(f64::MAX, |_| 0.0);
        let from = losses.len().saturating_sub(MOST_CROSSES);
        let old = core::mem::take(&mut self.crosses);
        let cross = |loss: &Loss| {
            let before = old.iter().find(|cross| cross.event == loss.event);
            before.cloned().unwrap_or(Cross {
                event: loss.event,
                packet: loss.packet,
                spot: loss.spot,
                why: loss.why,
                family: loss.family,
                age_ms,
            })
        };
        self.crosses = losses.iter().skip(from).map(cross).collect();
        self.lost = VecMap::new();
        for (link, lost) in packets.lost() {
            self.lost.insert(link, lost);
        }
    }

    /// Forgets everything: the next [`Drawn::look`] begins anew.
    pub fn forget(&mut self) {
        *self = Drawn::default();
    }

    /// What is known of a packet.
    pub fn facts(&self, packet: PacketId) -> Option<&Facts> {
        self.known.get(&packet).map(|known| &known.facts)
    }
    /// Whether a packet is of the socket that is looked at: known from what happened where it has, and not from addresses
    /// and ports, which another socket may have had before.
    pub fn is_marked(&self, packet: PacketId) -> bool {
        self.known.get(&packet).is_some_and(|known| known.marked)
    }
    /// Where packets died of late, oldest first.
    pub fn crosses(&self) -> impl DoubleEndedIterator<Item = &Cross> {
        self.crosses.iter()
    }
    /// How many packets were dropped on a link.
    pub fn lost_on(&self, link: LinkId) -> u32 {
        self.lost.get(&link).copied().unwrap_or(0)
    }
    /// Lets crosses age by so much playing time. Whether any still changes its looks.
    pub fn age(&mut self, ms: f64) -> bool {
        let mut changing = false;
        for cross in &mut self.crosses {
            changing |= cross.age_ms < CROSS_WHOLE_MS + CROSS_FADE_MS;
            cross.age_ms += ms;
        }
        changing
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hoplab_explain::packets::Packets;
    use hoplab_explain::sockets::Sockets;
    use hoplab_explain::{At, Reading};
    use hoplab_sim::{EventKind, Frame, Place, Trace, World};
    use hoplab_units::Time;

    fn dropped(packet: u64) -> (Time, Place, EventKind) {
        let kind = EventKind::Dropped {
            packet: PacketId(packet),
            frame: Frame::new(vec![]),
            why: DropReason::RandomLoss,
        };
        (
            Time::from_millis(packet),
            Place::Node(hoplab_sim::NodeId(0)),
            kind,
        )
    }

    fn read(trace: &Trace) -> Packets {
        Reading::whole(Packets::default(), trace)
    }

    /// A drawn that saw so many packets die while it looked.
    fn told(losses: u64) -> Drawn {
        let mut drawn = Drawn::default();
        let empty = Trace::made_of([]);
        let before = Packets::default();
        let moment = |trace, packets| {
            let all = hoplab_explain::Events::before(trace, EventId(u64::MAX));
            Moment::new(all, packets)
        };
        drawn.look(moment(&empty, &before), core::iter::empty(), None);
        let trace = Trace::made_of((0..losses).map(dropped));
        let packets = read(&trace);
        drawn.look(moment(&trace, &packets), core::iter::empty(), None);
        drawn
    }

    #[test]
    fn a_cross_is_whole_for_two_seconds_and_then_fades_to_a_mark() {
        let mut drawn = told(1);
        assert!(drawn.age(CROSS_WHOLE_MS));
        assert_eq!(drawn.crosses().next().unwrap().strength(true), 1.0);
        drawn.age(CROSS_FADE_MS / 2.0);
        let cross = drawn.crosses().next().unwrap().clone();
        assert_eq!((cross.strength(true), cross.strength(false)), (0.5, 0.0));
        drawn.age(CROSS_FADE_MS);
        assert!(!drawn.age(1.0), "nothing changes any more");
        assert_eq!(drawn.crosses().next().unwrap().strength(true), 0.0);
    }

    #[test]
    fn only_so_many_crosses_are_kept() {
        let drawn = told(MOST_CROSSES as u64 + 5);
        assert_eq!(drawn.crosses().count(), MOST_CROSSES);
        assert_eq!(drawn.crosses().next().unwrap().packet, PacketId(5));
    }

    /// Two hosts on one lossy line; the picture is sent across it over UDP.
    fn world() -> World {
        let scenario = hoplab_scenario::Scenario::from_json(
            r#"{"nodes": [
                {"id": "a", "role": "host", "address": "10.0.0.1"},
                {"id": "b", "role": "host", "address": "10.0.0.2",
                 "programs": [{"viewer": {"name": "viewer", "port": 80}}]}
            ], "links": [{"a": "a", "b": "b", "loss": "20%"}], "script": [
                {"at": "0s", "command": {"send": {"from": "a", "to": "10.0.0.2", "port": 80,
                 "payload": "picture", "transport": "udp"}}}
            ]}"#,
        );
        World::new(&scenario.unwrap().to_spec().unwrap())
    }

    fn look(drawn: &mut Drawn, world: &World) {
        let packets = read(world.trace());
        let moment = Moment::of(world, &packets);
        let wanted = world.in_flight().map(|flight| flight.packet);
        drawn.look(moment, wanted, None);
    }

    #[test]
    fn looking_at_every_frame_is_the_same_as_looking_once() {
        let (mut world, mut bit_by_bit, mut at_once) =
            (world(), Drawn::default(), Drawn::default());
        for millis in 0..200 {
            world.run_until(Time::from_millis(millis), 10_000);
            look(&mut bit_by_bit, &world);
            for flight in world.in_flight() {
                let facts = bit_by_bit.facts(flight.packet).expect("it is under way");
                let hop = facts.hops.last().expect("it was sent");
                assert_eq!((hop.sent, hop.arrives), (flight.sent, flight.arrives));
                assert_eq!(facts.end, None);
            }
        }
        look(&mut at_once, &world);
        assert!(bit_by_bit.crosses().count() > 1, "a fifth of 64 is lost");
        let dead = |drawn: &Drawn| {
            drawn
                .crosses()
                .map(|cross| cross.packet)
                .collect::<Vec<_>>()
        };
        assert_eq!(dead(&bit_by_bit), dead(&at_once));
        for packet in dead(&at_once) {
            assert_eq!(bit_by_bit.facts(packet), at_once.facts(packet));
        }
        assert_eq!(bit_by_bit.lost_on(LinkId(0)), at_once.lost_on(LinkId(0)));
        // What died while it was looked at fades; what had died before has faded.
        let ages = |drawn: &Drawn| drawn.crosses().map(|cross| cross.age_ms).next();
        assert_eq!(
            (ages(&bit_by_bit), ages(&at_once)),
            (Some(0.0), Some(f64::MAX))
        );
    }

    #[test]
    fn of_a_packet_that_has_ended_its_end_is_known_though_nobody_asks_for_it() {
        let (mut world, mut drawn) = (world(), Drawn::default());
        world.run_until(Time::from_millis(1), 10_000);
        look(&mut drawn, &world);
        let first = world.in_flight().next().expect("it is under way").packet;
        assert_eq!(
            drawn.facts(first).map(|facts| facts.end.is_some()),
            Some(false)
        );
        world.run_until(Time::from_millis(400), 10_000);
        look(&mut drawn, &world);
        assert_eq!(
            drawn.facts(first).map(|facts| facts.end.is_some()),
            Some(true)
        );
    }

    #[test]
    fn packets_of_the_socket_that_is_looked_at_are_marked_and_no_longer_when_another_is() {
        let (mut world, mut drawn) = (world(), Drawn::default());
        world.run_until(Time::from_millis(1), 10_000);
        let packets = read(world.trace());
        let sockets = Reading::whole(Sockets::default(), world.trace());
        let moment = Moment::of(&world, &packets);
        let under_way: Vec<PacketId> = world.in_flight().map(|flight| flight.packet).collect();
        assert!(!under_way.is_empty());
        let sockets = At::new(&sockets, moment.packets().here());
        let lives: Vec<Life> = (0..2)
            .flat_map(|node| sockets.of(NodeId(node)).collect::<Vec<_>>())
            .collect();
        let mut marked_at = Vec::new();
        for life in lives.iter().map(Some).chain([None]) {
            drawn.look(moment, under_way.iter().copied(), life);
            let marked = under_way.iter().filter(|it| drawn.is_marked(**it)).count();
            let of = |it: &&PacketId| life.is_some_and(|life| moment.is_of(**it, life));
            assert_eq!(marked, under_way.iter().filter(of).count(), "{life:?}");
            marked_at.push(marked);
        }
        assert!(marked_at.contains(&0) && marked_at.contains(&under_way.len()));
    }

    #[test]
    fn memory_is_bounded() {
        let mut drawn = Drawn::default();
        let many = MOST_KNOWN as u64 * 3;
        let trace = Trace::made_of((0..many).map(dropped));
        let packets = read(&trace);
        for here in 1..many / 1_000 {
            let events = hoplab_explain::Events::before(&trace, EventId(here * 1_000));
            let wanted = (here * 1_000 - 1_000..here * 1_000).map(PacketId);
            drawn.look(Moment::new(events, &packets), wanted, None);
            assert!(drawn.known.len() <= MOST_KNOWN + 2_000 && drawn.open.len() <= 1_000);
        }
    }

    #[test]
    fn a_run_that_begins_again_is_looked_at_anew() {
        let (mut world, mut drawn) = (world(), Drawn::default());
        let begun = world.clone();
        world.run_until(Time::from_millis(200), 10_000);
        look(&mut drawn, &world);
        assert!(drawn.lost_on(LinkId(0)) > 0);
        look(&mut drawn, &begun);
        assert!(drawn.facts(PacketId(0)).is_none() && drawn.crosses().count() == 0);
        assert_eq!(drawn.lost_on(LinkId(0)), 0);
    }
}
