//! The index of packets: what is read by it is what the engine did.

use super::*;
use crate::Reading;
use crate::check::as_of_is_what_was_known;
use crate::facts::{Cargo, End};
use hoplab_replay::{Player, Recording};
use hoplab_scenario::library;
use hoplab_scenario::link::LinkState;
use hoplab_sim::{
    ChunkRef, Command, Direction, LinkChange, NodeId, Origin, PacketAction, Place, Transport, World,
};
use hoplab_tcp::{RetransmitWhy, TransmitReason};
use hoplab_units::{Share, Span};
use hoplab_wire::tcp::Flags;
use hoplab_wire::{MacAddr, build, tcp};

const LINK: LinkId = LinkId(3);
const LINE: Place = Place::Channel(LINK, Direction::AToB);

fn path() -> build::Path {
    build::Path {
        src_mac: MacAddr([2, 0, 0, 0, 0, 1]),
        dst_mac: MacAddr([2, 0, 0, 0, 0, 2]),
        src: core::net::Ipv4Addr::new(10, 0, 0, 1),
        dst: core::net::Ipv4Addr::new(10, 0, 1, 1),
        ttl: 9,
        identification: 7,
        dont_fragment: true,
    }
}
fn datagram() -> Frame {
    Frame::new(build::udp(&path(), 5, 6, &[1, 2, 3]).unwrap())
}
fn segment(seq: u32, flags: Flags, data: &[u8]) -> Frame {
    let header = tcp::Header {
        src_port: 1,
        dst_port: 80,
        seq,
        flags,
        ..Default::default()
    };
    Frame::new(build::tcp(&path(), &header, data).unwrap())
}

/// What is read of these events in this order, a millisecond apart.
struct Told {
    packets: Packets,
    trace: Trace,
}

impl Told {
    fn at(&self) -> At<&Packets> {
        At::new(&self.packets, EventId(u64::MAX))
    }
    fn facts(&self, packet: PacketId) -> Option<Facts> {
        let all = EventId(self.trace.len());
        self.at().facts(Events::before(&self.trace, all), packet)
    }
    fn end(&self, packet: u64) -> Ended {
        let facts = self.facts(PacketId(packet)).expect("it is known");
        facts.end.expect("it has ended")
    }
}

fn told(events: Vec<(Place, EventKind)>) -> Told {
    let events = events.into_iter().enumerate();
    let events = events.map(|(i, (place, kind))| (Time::from_millis(i as u64), place, kind));
    let trace = Trace::made_of(events);
    Told {
        packets: read(&trace),
        trace,
    }
}

fn read(trace: &Trace) -> Packets {
    Reading::whole(Packets::default(), trace)
}
fn originated(packet: u64, frame: Frame, why: Origin) -> (Place, EventKind) {
    let kind = EventKind::Originated {
        packet: PacketId(packet),
        frame,
        why,
        socket: None,
        transfer: None,
    };
    (Place::Node(NodeId(0)), kind)
}
fn transmitted(packet: u64, arrives: u64) -> (Place, EventKind) {
    let arrives = Time::from_millis(arrives);
    (
        LINE,
        EventKind::Transmitted {
            packet: PacketId(packet),
            frame: datagram(),
            arrives,
        },
    )
}
fn dropped(place: Place, packet: u64, why: DropReason) -> (Place, EventKind) {
    (
        place,
        EventKind::Dropped {
            packet: PacketId(packet),
            frame: datagram(),
            why,
        },
    )
}

#[test]
fn a_cross_stands_where_the_packet_was_when_it_died() {
    let nothing = (Place::World, EventKind::SocketClosed);
    let told = told(vec![
        originated(1, datagram(), Origin::Datagram),
        transmitted(1, 5),
        nothing,
        dropped(LINE, 1, DropReason::LinkCut),
    ]);
    let cross = told.at().losses()[0];
    // Sent at 1 ms, due at 5 ms, died at 3 ms: half way.
    let half = Spot::Channel {
        link: LINK,
        direction: Direction::AToB,
        share: 0.5,
    };
    assert_eq!((cross.spot, cross.why), (half, DropReason::LinkCut));
    assert_eq!(told.at().lost_on(LINK), 1);
    let end = told.end(1).how;
    assert_eq!(end, End::Dropped(DropReason::LinkCut));
}

#[test]
fn a_packet_that_found_the_queue_full_dies_at_the_entrance_of_the_line() {
    let told = told(vec![
        originated(1, datagram(), Origin::Datagram),
        dropped(LINE, 1, DropReason::QueueFull),
        dropped(Place::Node(NodeId(4)), 2, DropReason::NoRoute),
    ]);
    let spots: Vec<Spot> = told.at().losses().iter().map(|loss| loss.spot).collect();
    let entrance = Spot::Channel {
        link: LINK,
        direction: Direction::AToB,
        share: 0.0,
    };
    assert_eq!(spots, [entrance, Spot::Node(NodeId(4))]);
}

#[test]
fn segments_are_numbered_and_a_resend_has_the_number_of_what_it_sends_again() {
    let again = TransmitReason::Retransmit {
        why: RetransmitWhy::PartialAck,
        original_tag: 0,
        attempt: 1,
    };
    let data = || Origin::Segment(TransmitReason::Data);
    let told = told(vec![
        originated(
            1,
            segment(999, Flags::SYN, b""),
            Origin::Segment(TransmitReason::Syn),
        ),
        originated(2, segment(1000, Flags::ACK, &[1; 8]), data()),
        originated(3, segment(1008, Flags::ACK, &[1; 8]), data()),
        originated(
            4,
            segment(1000, Flags::ACK, &[1; 8]),
            Origin::Segment(again),
        ),
    ]);
    let facts = [1, 2, 3, 4].map(|packet| told.facts(PacketId(packet)).unwrap());
    assert_eq!(facts[0].cargo, Cargo::Nothing);
    assert_eq!(
        [1, 2, 3].map(|i: usize| facts[i].cargo.clone()),
        [1, 2, 1].map(Cargo::Segment)
    );
    assert_eq!(
        [1, 2, 3].map(|i: usize| facts[i].resend),
        [false, false, true]
    );
}

#[test]
fn a_packet_has_the_number_of_the_piece_that_the_log_tells() {
    let chunk = ChunkRef {
        transfer: hoplab_sim::TransferId(0),
        index: 47,
    };
    let data = Origin::Segment(TransmitReason::Data);
    let (place, kind) = originated(1, segment(9_000, Flags::ACK, &[1; 8]), data);
    let EventKind::Originated {
        packet, frame, why, ..
    } = kind
    else {
        panic!("it is made")
    };
    let kind = EventKind::Originated {
        packet,
        frame,
        why,
        socket: None,
        transfer: Some(chunk),
    };
    let told = told(vec![(place, kind)]);
    let facts = told.facts(packet).unwrap();
    assert_eq!(facts.cargo, Cargo::Piece(chunk));
    assert_eq!(facts.label.as_deref(), Some("48"));
}

#[test]
fn a_copy_made_by_the_line_is_known_as_one() {
    let (packet, copy) = (PacketId(1), PacketId(2));
    let told = told(vec![
        originated(1, datagram(), Origin::Datagram),
        transmitted(1, 5),
        (
            LINE,
            EventKind::Duplicated {
                packet,
                copy,
                flight: Some((Time::from_millis(3), Time::from_millis(7))),
            },
        ),
        (
            LINE,
            EventKind::Corrupted {
                packet: copy,
                bit: 300,
                frame: datagram(),
            },
        ),
    ]);
    let facts = told.facts(copy).unwrap();
    assert!(facts.copy && facts.corrupted && facts.hops.len() == 1);
    // Behind the one before, and as long on its way.
    let hop = facts.hops[0];
    let times = (hop.sent, hop.arrives);
    assert_eq!(times, (Time::from_millis(3), Time::from_millis(7)));
    assert!(!told.facts(packet).unwrap().corrupted);
}

#[test]
fn a_packet_met_in_the_middle_of_its_way_is_known_by_its_bytes() {
    let told = told(vec![transmitted(7, 5)]);
    let facts = told.facts(PacketId(7)).unwrap();
    assert_eq!(
        (facts.look.family, facts.to.port(), facts.ttl),
        (Family::Udp, 6, 9)
    );
}

#[test]
fn a_packet_that_was_delayed_dies_where_it_had_come_to() {
    let delayed = EventKind::PacketTampered {
        packet: PacketId(1),
        action: PacketAction::Delay(Span::from_millis(30)),
        arrives: Some(Time::from_millis(40)),
    };
    let nothing = || (Place::World, EventKind::SocketClosed);
    let mut events = vec![transmitted(1, 10), (LINE, delayed)];
    events.extend(core::iter::repeat_with(nothing).take(18));
    events.push(dropped(LINE, 1, DropReason::LinkCut));
    // Sent at 0 ms, due at 40 ms by now, dead at 20 ms.
    let told = told(events);
    let Spot::Channel { share, .. } = told.end(1).spot else {
        panic!("it died on a line")
    };
    assert!((share - 0.5).abs() < 0.01, "{share} of the way");
}

#[test]
fn what_no_trace_keeps_any_more_is_let_go() {
    let mut packets = Packets::default();
    let trace = Trace::made_of([(Time::ZERO, Place::World, EventKind::SocketClosed)]);
    let many = MOST as u64 + 10;
    for id in 0..many {
        packets.note(
            &TraceEvent {
                id: EventId(id),
                at: Time::ZERO,
                place: LINE,
                cause: None,
                kind: EventKind::Queued {
                    packet: PacketId(id),
                    queued_bytes: 0,
                },
            },
            &trace,
        );
    }
    assert!(packets.before.len() <= MOST && packets.packets.len() <= MOST);
    let at = At::new(&packets, EventId(u64::MAX));
    assert_eq!(at.newest_about(PacketId(0)), None);
    let last = many - 1;
    assert_eq!(at.newest_about(PacketId(last)), Some(EventId(last)));
}

#[test]
fn losses_that_are_let_go_are_still_counted() {
    let many = MOST_LOSSES as u64 + 100;
    let told = told(
        (0..many)
            .map(|packet| dropped(LINE, packet, DropReason::RandomLoss))
            .collect(),
    );
    assert_eq!(u64::from(told.at().lost_on(LINK)), many);
    let kept = told.at().losses().to_vec();
    assert!(kept.len() <= MOST_LOSSES && kept.len() >= MOST_LOSSES / 2);
    let earlier = At::new(&told.packets, EventId(many - 10));
    assert_eq!(u64::from(earlier.lost_on(LINK)), many - 10);
    let mut cut = told.packets.clone();
    cut.cut(EventId(many - 10));
    let at = At::new(&cut, EventId(u64::MAX));
    assert_eq!(u64::from(at.lost_on(LINK)), many - 10);
}

#[test]
fn of_too_many_connections_the_oldest_are_no_longer_numbered() {
    let from_port = |port: u16| {
        let header = tcp::Header {
            src_port: port,
            dst_port: 80,
            seq: 1000,
            flags: Flags::ACK,
            ..Default::default()
        };
        let frame = Frame::new(build::tcp(&path(), &header, &[1; 8]).unwrap());
        let data = Origin::Segment(TransmitReason::Data);
        originated(u64::from(port), frame, data)
    };
    let many = MOST_DIRECTIONS as u16 + 10;
    let told = told((1..=many).map(from_port).collect());
    let oldest_and_newest = [1, many].map(|port| {
        let ends = SocketAddrV4::new(path().src, port);
        let mut known = told.packets.streams.iter();
        known.any(|((from, _), _)| *from == ends)
    });
    assert_eq!(told.packets.streams.len(), MOST_DIRECTIONS);
    assert_eq!(oldest_and_newest, [false, true]);
}

fn opened(name: &str, transport: Transport) -> Player {
    let mut state = LinkState::new(library::find(name).expect("it is in the library"));
    state.transport = transport;
    Player::new(Recording::from(state)).expect("the library is valid")
}

const STORIES: [(&str, Transport); 8] = [
    ("broken-line", Transport::Ip),
    ("broken-line", Transport::Udp),
    ("broken-line", Transport::Tcp),
    ("first-message", Transport::Tcp),
    ("uneven-routes", Transport::Udp),
    ("server-off", Transport::Tcp),
    ("lost-ack", Transport::Tcp),
    ("which-program", Transport::Ip),
];

/// A run in which packets are tampered with, as far as `until`.
fn tampered(name: &str, transport: Transport) -> Player {
    let mut player = opened(name, transport);
    let bad = Command::SetLink {
        link: LinkId(0),
        direction: None,
        change: LinkChange::Duplication(Share::from_percent(10)),
    };
    player.issue(bad).expect("there is a link");
    let actions = [
        PacketAction::Delay(Span::from_millis(7)),
        PacketAction::Duplicate,
        PacketAction::Corrupt,
        PacketAction::Kill,
    ];
    for action in actions.into_iter().cycle().take(12) {
        for _ in 0..9 {
            player.step();
        }
        let packet = player.world().in_flight().last().map(|it| it.packet);
        if let Some(packet) = packet {
            // It may have been a packet that cannot be tampered with twice.
            let _ = player.issue(Command::SetPacket { packet, action });
        }
    }
    player
}

fn all_packets(world: &World) -> impl Iterator<Item = PacketId> {
    let made = world
        .trace()
        .iter()
        .filter_map(|event| subject(&event.kind));
    (0..=made.map(|packet| packet.0).max().unwrap_or(0)).map(PacketId)
}

/// All that can be asked.
fn asked(at: At<&Packets>, world: &World) -> String {
    let events = Events::before(world.trace(), at.here());
    let mut told = format!("{:?}\n", at.losses());
    for packet in all_packets(world) {
        let facts = at.facts(events, packet);
        told += &format!("{packet} {facts:?} {:?}\n", at.about(packet));
        told += &format!("{:?}\n", at.fate(events, packet).map(|event| event.id));
    }
    for link in (0..8).map(LinkId) {
        told += &format!("{} ", at.lost_on(link));
    }
    told
}

#[test]
fn as_of_a_moment_is_what_was_known_then_and_what_is_cut_was_never_read() {
    for (name, transport) in STORIES {
        let mut player = tampered(name, transport);
        player.seek(player.now() + Span::from_millis(400));
        let world = player.world();
        as_of_is_what_was_known(name, world.trace(), 20, |at, event| {
            asked(At::new(at.table, event.id), world)
        });
    }
}

#[test]
fn a_packet_is_on_the_line_on_which_the_world_has_it() {
    let mut compared = 0;
    for (name, transport) in STORIES {
        let mut player = tampered(name, transport);
        let mut reading = Reading::<Packets>::default();
        for _ in 0..400 {
            let world = player.world();
            while reading.read(world.trace()) {}
            let at = At::new(reading.table(), player.here());
            for flight in world.in_flight() {
                let facts = at.facts(Events::of(world), flight.packet);
                let facts = facts.expect("it was made");
                assert_eq!(facts.end, None, "{name}: {} is under way", flight.packet);
                let hop = facts.hops.last().expect("it was sent");
                let told = (hop.link, hop.direction, hop.sent, hop.arrives);
                let has = (flight.link, flight.direction, flight.sent, flight.arrives);
                assert_eq!(told, has, "{name}: {}", flight.packet);
                compared += 1;
            }
            if !player.step() {
                break;
            }
        }
    }
    assert!(compared > 1_000, "{compared} packets were compared");
}

#[test]
fn a_packet_ends_once_and_as_the_engine_says() {
    let mut ends = 0;
    for (name, transport) in STORIES {
        let mut player = tampered(name, transport);
        player.seek(player.now() + Span::from_secs(5));
        let world = player.world();
        let packets = read(world.trace());
        let at = At::new(&packets, player.here());
        for event in world.trace().iter() {
            let (packet, how) = match event.kind {
                EventKind::Dropped { packet, why, .. } => (packet, End::Dropped(why)),
                EventKind::Accepted { packet, socket } => (packet, End::Accepted(socket)),
                EventKind::Consumed { packet, why } => (packet, End::Consumed(why)),
                _ => continue,
            };
            let then = At::new(&packets, EventId(event.id.0 + 1));
            let facts = then.facts(Events::of(world), packet).expect("it was made");
            let end = facts.end.expect("it has ended");
            assert_eq!(
                (end.event, end.at, end.how),
                (event.id, event.at, how),
                "{name}"
            );
            ends += 1;
        }
        let dropped = |event: &&TraceEvent| matches!(event.kind, EventKind::Dropped { .. });
        assert_eq!(
            at.losses().len(),
            world.trace().iter().filter(dropped).count()
        );
    }
    assert!(ends > 300, "{ends} packets ended");
}

#[test]
fn the_socket_that_made_a_packet_has_the_addresses_that_are_on_it() {
    let mut made = 0;
    for (name, transport) in STORIES {
        let mut player = opened(name, transport);
        let mut read = 0;
        while player.step() && player.here().0 < 3_000 {
            let world = player.world();
            for event in world.trace().since(EventId(read)) {
                let EventKind::Originated {
                    frame,
                    socket: Some(socket),
                    ..
                } = &event.kind
                else {
                    continue;
                };
                let node: NodeId = event.place.node().expect("a node makes it");
                let rows = world.sockets(node);
                // It may have been closed with what it sent last.
                let Some(row) = rows.iter().find(|row| row.id == *socket) else {
                    continue;
                };
                let (from, to) = look::ends(&frame.summary().expect("it is whole"));
                assert_eq!(*from.ip(), *row.local.ip(), "{name}");
                assert!(
                    row.remote.is_none_or(|remote| remote.ip() == to.ip()),
                    "{name}"
                );
                if from.port() > 0 {
                    assert_eq!(from.port(), row.local.port(), "{name}");
                }
                made += 1;
            }
            read = world.trace().len();
        }
    }
    assert!(made > 300, "{made} packets");
}
