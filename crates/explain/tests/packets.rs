//! What the index of packets tells is what the engine has: over the whole library, whatever is done to packets, and
//! whatever future was known before.

use std::collections::{BTreeMap, BTreeSet};

use hoplab_explain::facts::{Cargo, Facts, Spot};
use hoplab_explain::packets::{Packets, subject};
use hoplab_explain::way::{self, Crossing};
use hoplab_explain::{At, Events, Moment, Reading, look};
use hoplab_scenario::library;
use hoplab_sim::{
    Direction, EventId, EventKind, InFlight, LinkId, LinkSnapshot, NodeId, PacketAction, PacketId,
    Place, TraceEvent, Transport, World,
};
use hoplab_units::{Span, Time};
use hoplab_wire::tcp::Flags;

mod common;
use common::{Dice, opened, runs};

/// Where a packet is that has not ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whereabouts {
    OnALine,
    Waiting,
    /// Somebody delayed it while it waited: it is held back, and will wait again.
    HeldBack,
    InANode,
}

/// Where a packet is by the events about it; `None`: it has ended.
fn whereabouts<'a>(about: impl Iterator<Item = &'a TraceEvent>) -> Option<Whereabouts> {
    let mut is = Whereabouts::InANode;
    for event in about {
        is = match event.kind {
            EventKind::Queued { .. } | EventKind::Duplicated { flight: None, .. } => {
                Whereabouts::Waiting
            }
            EventKind::Transmitted { .. } | EventKind::Duplicated { .. } => Whereabouts::OnALine,
            EventKind::PacketTampered {
                action: PacketAction::Delay(_),
                arrives: None,
                ..
            } => Whereabouts::HeldBack,
            EventKind::Received { .. } | EventKind::Forwarded { .. } => Whereabouts::InANode,
            EventKind::Dropped { .. } | EventKind::Accepted { .. } | EventKind::Consumed { .. } => {
                return None;
            }
            _ => is,
        };
    }
    Some(is)
}

/// From which node to which a direction of a link goes.
fn ends(links: &[LinkSnapshot], link: LinkId, direction: Direction) -> (NodeId, NodeId) {
    let [a, b] = links[link.index()].ends;
    match direction {
        Direction::AToB => (a, b),
        Direction::BToA => (b, a),
    }
}

/// What a packet looks like on its line is what is told of it.
fn compare(name: &str, facts: &Facts, flight: &InFlight) {
    let hop = facts.hops.last().expect("it was sent");
    let told = (hop.link, hop.direction, hop.sent, hop.arrives);
    let has = (flight.link, flight.direction, flight.sent, flight.arrives);
    assert_eq!(told, has, "{name}: {}", flight.packet);
    assert_eq!(facts.end, None, "{name}: {}", flight.packet);
    if facts.corrupted {
        return;
    }
    let summary = flight.frame.summary().expect("its bytes are whole");
    assert_eq!(facts.ttl, summary.ttl, "{name}: {}", flight.packet);
    assert_eq!(facts.macs, flight.frame.macs(), "{name}: {}", flight.packet);
    assert_eq!((facts.from, facts.to), look::ends(&summary), "{name}");
    assert_eq!(facts.frame_len, flight.frame.len(), "{name}");
}

#[test]
fn every_packet_is_on_a_line_or_waits_or_has_ended_as_the_world_has_it() {
    let (mut on_lines, mut waiting, mut ways) = (0, 0, 0);
    for (name, mut player) in runs() {
        let mut dice = Dice(player.world().trace().len() + name.len() as u64);
        let mut reading = Reading::<Packets>::default();
        let links = links(player.world());
        let mut open = BTreeSet::new();
        let mut read = 0;
        for step in 0..600 {
            let world = player.world();
            while reading.read(world.trace()) {}
            let new = world.trace().since(EventId(read));
            open.extend(new.filter_map(|event| subject(&event.kind)));
            read = world.trace().len();
            let at = At::new(reading.table(), player.here());
            let is = |packet: PacketId| {
                let about = at.about(packet).into_iter();
                whereabouts(about.map(|id| world.trace().get(id).expect("it is kept")))
            };
            open.retain(|packet| is(*packet).is_some());
            let who = |whereabouts| {
                let those = open.iter().copied();
                those.filter(move |packet| is(*packet) == Some(whereabouts))
            };
            let flights: BTreeMap<PacketId, InFlight> =
                world.in_flight().map(|it| (it.packet, it)).collect();
            let told: Vec<PacketId> = who(Whereabouts::OnALine).collect();
            assert_eq!(told, flights.keys().copied().collect::<Vec<_>>(), "{name}");
            let queues = world.queues();
            let queued = queues.iter().flat_map(|queue| &queue.waiting);
            let queued: BTreeSet<PacketId> = queued.map(|(packet, _)| *packet).collect();
            let told: BTreeSet<PacketId> = who(Whereabouts::Waiting).collect();
            assert_eq!(told, queued, "{name}");
            let in_nodes: Vec<PacketId> = who(Whereabouts::InANode).collect();
            assert_eq!(in_nodes, [], "{name}: no time passes in a node");
            for flight in flights.values() {
                let facts = at.facts(Events::of(world), flight.packet);
                compare(name, &facts.expect("it was made"), flight);
                let way = Moment::of(world, reading.table()).way(&links, flight.packet);
                // A copy's way is told from where it comes out of the line.
                if let Some(stop) = way.stops.last().filter(|stop| stop.leg.is_some()) {
                    let leg = stop.leg.expect("it leaves");
                    let told = (stop.node, leg.to, leg.crossing);
                    let (from, to) = ends(&links, flight.link, flight.direction);
                    assert_eq!(
                        told,
                        (from, to, Crossing::UnderWay),
                        "{name}: {}",
                        flight.packet
                    );
                    ways += 1;
                } else {
                    assert!(way.copy_of.is_some(), "{name}: {}", flight.packet);
                }
            }
            (on_lines, waiting) = (on_lines + flights.len(), waiting + queued.len());
            if step % 13 == 5 {
                let command = dice.command(player.world());
                // What was done to a packet before may forbid it.
                let _ = player.issue(command);
            } else if !player.step() {
                break;
            }
        }
    }
    assert!(on_lines > 10_000, "{on_lines} packets on lines");
    assert!(ways > 10_000, "{ways} ways of them");
    assert!(waiting > 10_000, "{waiting} packets in queues");
}

#[test]
fn a_packet_ends_once_or_in_the_hands_of_all_who_take_it_and_nothing_happens_to_it_afterwards() {
    let (mut ended, mut shared) = (0, 0);
    for (name, mut player) in runs() {
        let mut dice = Dice(7);
        for _ in 0..25 {
            let command = dice.command(player.world());
            let _ = player.issue(command);
            for _ in 0..20 {
                player.step();
            }
        }
        let world = player.world();
        let packets = whole(Reading::default(), world);
        let at = At::new(packets.table(), player.here());
        let made = world.trace().iter();
        let made: BTreeSet<PacketId> = made.filter_map(|event| subject(&event.kind)).collect();
        for packet in made {
            let facts = at.facts(Events::of(world), packet);
            let end = facts.expect("it was made").end.map(|end| end.event);
            let fate = at.fate(Events::of(world), packet).map(|event| event.id);
            assert_eq!(end, fate, "{name}: {packet}");
            let moment = Moment::of(world, packets.table());
            let last = moment.life(packet).steps.last().map(|step| step.event);
            assert!(end.is_none() || last == end, "{name}: {packet}");
            let about = at.about(packet).into_iter();
            let about = about.map(|id| world.trace().get(id).expect("it is kept"));
            let lives = |event: &&TraceEvent| whereabouts(core::iter::once(*event)).is_some();
            let ends: Vec<&TraceEvent> = about.skip_while(lives).collect();
            assert_eq!(ends.last().map(|event| event.id), end, "{name}: {packet}");
            ended += u32::from(!ends.is_empty());
            if ends.len() > 1 {
                // Raw IP has no ports: whoever takes raw packets gets each of them.
                let got = |event: &&TraceEvent| matches!(event.kind, EventKind::Accepted { .. });
                assert!(ends.iter().all(got), "{name}: {packet} ended twice");
                assert!(ends.iter().all(|event| event.at == ends[0].at));
                shared += 1;
            }
        }
    }
    assert!(ended > 4_000, "{ended} packets ended");
    assert!(shared > 30, "{shared} packets went to several programs");
}

fn is_received(world: &World, id: EventId) -> bool {
    let event = world.trace().get(id).expect("it is kept");
    matches!(event.kind, EventKind::Received { .. })
}

fn whole(mut reading: Reading<Packets>, world: &World) -> Reading<Packets> {
    while reading.read(world.trace()) {}
    reading
}

#[test]
fn a_cross_stands_as_far_along_its_line_as_the_world_had_brought_the_packet() {
    let mut crosses = 0;
    for (name, mut player) in runs() {
        let mut dice = Dice(11);
        let mut reading = Reading::<Packets>::default();
        for step in 0..600 {
            let world = player.world();
            let before: BTreeMap<PacketId, InFlight> =
                world.in_flight().map(|it| (it.packet, it)).collect();
            let known = player.here();
            if step % 7 == 3 {
                let command = dice.command(world);
                let _ = player.issue(command);
            } else if !player.step() {
                break;
            }
            while reading.read(player.world().trace()) {}
            let at = At::new(reading.table(), player.here());
            let new = at.losses().iter().rev();
            for loss in new.take_while(|loss| loss.event >= known) {
                let Some(flight) = before.get(&loss.packet) else {
                    continue;
                };
                let Spot::Channel {
                    link,
                    direction,
                    share,
                } = loss.spot
                else {
                    // It came out of the line, and the node did not want it.
                    continue;
                };
                let about = at.about(loss.packet).into_iter();
                let mut new = about.filter(|event| *event >= known);
                if new.any(|id| is_received(player.world(), id)) {
                    continue;
                }
                assert_eq!((link, direction), (flight.link, flight.direction), "{name}");
                let gone = loss.at.since(flight.sent).as_nanos() as f64;
                let all = flight.arrives.since(flight.sent).as_nanos() as f64;
                assert!((share - gone / all).abs() < 1e-9, "{name}: {}", loss.packet);
                crosses += 1;
            }
        }
    }
    assert!(crosses > 300, "{crosses} crosses on lines");
}

fn links(world: &World) -> Vec<LinkSnapshot> {
    let all = (0..).map_while(|link| world.link(LinkId(link)));
    all.collect()
}

/// All that can be asked of the packets made of late, of what happened to them and why, and of what was lost.
fn asked(at: At<&Packets>, world: &World, links: &[LinkSnapshot]) -> String {
    let events = Events::before(world.trace(), at.here());
    let moment = Moment::new(events, at.table());
    let of_late = || events.since(EventId(at.here().0.saturating_sub(120)));
    let packets: BTreeSet<PacketId> = of_late().filter_map(|it| subject(&it.kind)).collect();
    let last = packets.last().map_or(0, |packet| packet.0);
    // What is made later is not known yet.
    let later = (last + 1..last + 9).map(PacketId);
    let mut told = format!("{:?} {:?}\n", at.losses(), way::newest(events));
    for packet in packets.iter().copied().chain(later) {
        let fate = at.fate(events, packet).map(|event| event.id);
        let facts = at.facts(events, packet);
        let about = at.about(packet);
        assert_eq!(at.newest_about(packet), about.last().copied());
        told += &format!("{packet} {facts:?} {about:?} {fate:?}\n");
        let (life, way) = (moment.life(packet), moment.way(links, packet));
        told += &format!("{life:?} {way:?}\n");
    }
    for event in of_late() {
        told += &format!("{:?}\n", moment.why(event.id));
    }
    for link in links {
        told += &format!("{} ", at.lost_on(link.id));
    }
    told
}

#[test]
fn a_moment_is_told_in_the_same_way_whether_or_not_what_comes_after_is_known() {
    for (name, mut player) in runs() {
        let until = player.now() + Span::from_secs(2);
        player.seek(until);
        let world = player.world();
        let all = whole(Reading::default(), world);
        let links = links(world);
        let mut fresh = Reading::<Packets>::default();
        let mut table = Packets::default();
        let every = world.trace().len() / 6 + 1;
        for event in world.trace().iter() {
            if event.id.0 % every == 3 {
                let then = asked(At::new(all.table(), event.id), world, &links);
                assert_eq!(
                    then,
                    asked(At::new(&table, event.id), world, &links),
                    "{name}"
                );
                fresh = whole(fresh, world);
                fresh.cut(event.id);
                assert_eq!(*fresh.table(), table, "{name} cut before {}", event.id);
            }
            hoplab_explain::Table::note(&mut table, event, world.trace());
        }
        assert_eq!(*whole(fresh, world).table(), table, "{name} grown again");
    }
}

#[test]
fn where_the_future_became_another_one_the_index_is_one_built_afresh() {
    let mut cuts = 0;
    for (name, mut player) in runs() {
        let mut dice = Dice(name.len() as u64);
        let mut reading = Reading::<Packets>::default();
        for round in 0..6 {
            // Ahead, and back to some moment of it.
            player.seek(player.now() + Span::from_millis(300));
            while reading.read(player.trace()) {}
            let end = player.now().since(Time::ZERO).as_nanos();
            player.seek(Time::ZERO + Span::from_nanos(dice.below(end)));
            let command = dice.command(player.world());
            let Ok(from) = player.issue(command) else {
                continue;
            };
            if from.0 < reading.next().0 {
                cuts += 1;
            }
            reading.cut(from);
            for _ in 0..dice.below(60) {
                player.step();
            }
            while reading.read(player.trace()) {}
            let fresh = whole(Reading::default(), player.furthest());
            assert_eq!(reading.table(), fresh.table(), "{name}, round {round}");
        }
    }
    assert!(cuts > 150, "the future was cut {cuts} times");
}

#[test]
fn a_segment_has_the_place_of_its_bytes_among_those_sent_before_it() {
    type Ends = (core::net::SocketAddrV4, core::net::SocketAddrV4);
    let (mut numbered, mut again) = (0, 0);
    for entry in library::all() {
        let mut player = opened(entry.name, Transport::Tcp);
        player.seek(player.now() + Span::from_secs(20));
        let world = player.world();
        let all = whole(Reading::default(), world);
        let at = At::new(all.table(), player.here());
        let mut streams: BTreeMap<Ends, (u32, BTreeSet<u32>)> = BTreeMap::new();
        for event in world.trace().iter() {
            let EventKind::Originated { packet, frame, .. } = &event.kind else {
                continue;
            };
            let summary = frame.summary().expect("it is whole");
            let Some(tcp) = &summary.tcp else { continue };
            let ends = look::ends(&summary);
            if tcp.flags.contains(Flags::SYN) {
                let is_new = streams.get(&ends).is_none_or(|(base, _)| *base != tcp.seq);
                if is_new {
                    streams.insert(ends, (tcp.seq, BTreeSet::new()));
                }
                continue;
            }
            if tcp.payload_len == 0 || tcp.flags.contains(Flags::RST) {
                continue;
            }
            let (base, starts) = streams.get_mut(&ends).expect("it was opened");
            let offset = tcp.seq.wrapping_sub(*base);
            let is_new = starts.insert(offset);
            let place = starts.range(..offset).count() as u32 + 1;
            let facts = at.facts(Events::of(world), *packet).expect("it was made");
            if let Cargo::Segment(number) = facts.cargo {
                assert_eq!(number, place, "{}: {packet}", entry.name);
                assert_eq!(facts.label.as_deref(), Some(&*place.to_string()));
                numbered += 1;
                again += u32::from(!is_new);
            }
        }
    }
    assert!(
        numbered > 100 && again > 0,
        "{numbered} numbered, {again} again"
    );
}

#[test]
fn losses_are_counted_on_the_link_on_which_they_happen() {
    for (name, mut player) in runs() {
        player.seek(player.now() + Span::from_secs(2));
        let world = player.world();
        let all = whole(Reading::default(), world);
        let mut lost: BTreeMap<LinkId, u32> = BTreeMap::new();
        let mut dead = 0;
        for event in world.trace().iter() {
            let EventKind::Dropped { .. } = event.kind else {
                continue;
            };
            let before = At::new(all.table(), event.id);
            let after = At::new(all.table(), EventId(event.id.0 + 1));
            assert_eq!(before.losses().len(), dead, "{name}");
            dead += 1;
            assert_eq!(after.losses().last().map(|loss| loss.event), Some(event.id));
            if let Place::Channel(link, Direction::AToB | Direction::BToA) = event.place {
                let count = lost.entry(link).or_default();
                assert_eq!(before.lost_on(link), *count, "{name}");
                *count += 1;
                assert_eq!(after.lost_on(link), *count, "{name}");
            }
        }
    }
}
