//! Packets that no node of a world would send, and calls that no program here makes: RFC 9293 says what a host does
//! with them all the same.

use core::net::Ipv4Addr;

use hoplab_units::{Span, Time};
use hoplab_wire::tcp::{Flags, Header};
use hoplab_wire::{MacAddr, build, checksum, icmp, ipv4};

use super::SocketKind;
use crate::channel::Packet;
use crate::common::{CLIENT, PORT, SERVER_ADDRESS, host, link, router, viewer};
use crate::frame::Frame;
use crate::spec::WorldSpec;
use crate::{
    Command, EventId, EventKind, NodeId, Payload, ProgramId, Send, SocketError, Transport, World,
};

const SERVER: NodeId = NodeId(2);
const CLIENT_ADDRESS: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 10);

/// client - router - server, whose viewer listens; the client's SYN is on its way.
fn connecting() -> World {
    sending(Payload::Text("hello".into()))
}

fn sending(payload: Payload) -> World {
    let viewer = vec![viewer("viewer", PORT)];
    let mut world = World::new(&WorldSpec {
        nodes: vec![
            host("client", CLIENT_ADDRESS, Vec::new()),
            router(1),
            host("server", SERVER_ADDRESS, viewer),
        ],
        links: vec![link(0, 1), link(1, 2)],
        detection_delay: Span::from_millis(50),
        transport: Transport::Tcp,
        script: Vec::new(),
        seed: 1,
        trace_limit: WorldSpec::DEFAULT_TRACE_LIMIT,
    });
    world.run_until(Time::from_millis(1), u32::MAX);
    let message = Send {
        from: CLIENT,
        to: SERVER_ADDRESS,
        port: PORT,
        payload,
        transport: Some(Transport::Tcp),
        interval: None,
        close: crate::Closing::AtOnce,
    };
    assert!(world.apply(Command::Send(message)).is_ok());
    world
}

fn path(src: Ipv4Addr, dst: Ipv4Addr) -> build::Path {
    build::Path {
        src_mac: MacAddr([0; 6]),
        dst_mac: MacAddr([0; 6]),
        src,
        dst,
        ttl: 64,
        identification: 1,
        dont_fragment: true,
    }
}

fn syn(src: Ipv4Addr, dst: Ipv4Addr) -> Vec<u8> {
    let header = Header {
        src_port: 1234,
        dst_port: PORT,
        flags: Flags::SYN,
        window: 1000,
        ..Header::default()
    };
    build::tcp(&path(src, dst), &header, b"").expect("it fits")
}

/// Hands a node a frame, and returns what came of it.
fn receive(world: &mut World, to: NodeId, frame: Vec<u8>) -> Vec<EventKind> {
    let before = EventId(world.trace().len());
    let packet = Packet {
        id: world.new_packet_id(),
        frame: Frame::new(frame),
        last: EventId(0),
        chunk: None,
    };
    world.receive(to, packet);
    world.settle();
    world
        .trace()
        .since(before)
        .map(|event| event.kind.clone())
        .collect()
}

fn only_dropped(events: &[EventKind]) -> bool {
    matches!(events, [EventKind::Dropped { .. }])
}

#[test]
fn a_syn_for_everyone_or_from_nobody_is_dropped_without_a_word() {
    let good = Ipv4Addr::new(203, 0, 113, 1);
    let mut world = connecting();
    for address in ["255.255.255.255", "224.0.0.1", "198.51.100.255", "0.0.0.0"] {
        let frame = syn(good, address.parse().expect("an address"));
        let events = receive(&mut world, SERVER, frame);
        assert!(only_dropped(&events), "to {address}: {events:?}");
    }
    for address in ["255.255.255.255", "224.0.0.1", "0.0.0.0", "127.0.0.1"] {
        let frame = syn(address.parse().expect("an address"), SERVER_ADDRESS);
        let events = receive(&mut world, SERVER, frame);
        assert!(only_dropped(&events), "from {address}: {events:?}");
    }
    let events = receive(&mut world, SERVER, syn(good, SERVER_ADDRESS));
    assert!(!only_dropped(&events), "this one is meant for it");
}

/// A SYN with an option in its IP header that nobody here knows, and the end of the list.
fn syn_with_ip_options() -> Vec<u8> {
    let mut frame = syn(CLIENT_ADDRESS, SERVER_ADDRESS);
    let tcp = frame[34..].to_vec();
    frame.truncate(34);
    frame.extend([0x9e, 3, 0, 0]);
    frame.extend(&tcp[..20]);
    frame[14] = 0x46;
    frame[16..18].copy_from_slice(&44u16.to_be_bytes());
    frame[24..26].fill(0);
    let sum = checksum::internet(&frame[14..38]);
    frame[24..26].copy_from_slice(&sum.to_be_bytes());
    frame
}

#[test]
fn options_in_an_ip_header_are_passed_over() {
    let mut world = connecting();
    let events = receive(&mut world, SERVER, syn_with_ip_options());
    let opened = events
        .iter()
        .filter(|kind| matches!(kind, EventKind::SocketOpened { .. }));
    assert_eq!(opened.count(), 1, "{events:?}");
}

/// What the client does about an ICMP message that quotes its SYN, and whether it still waits for an answer.
fn told_by_icmp(kind: u8, code: u8) -> (Vec<EventKind>, bool) {
    let mut world = connecting();
    let sent = world.trace().iter().find_map(|event| match &event.kind {
        EventKind::Originated { frame, .. } => Some(frame.clone()),
        _ => None,
    });
    let sent = sent.expect("a SYN").packet();
    let message = icmp::Message::Other {
        kind,
        code,
        rest: [0; 4],
        data: icmp::quote(&sent, 1500),
    };
    let router = Ipv4Addr::new(10, 0, 0, 1);
    let frame = build::icmp(&path(router, CLIENT_ADDRESS), &message).expect("it fits");
    let events = receive(&mut world, CLIENT, frame);
    let waits = world
        .connections()
        .iter()
        .any(|connection| connection.tcp.state == hoplab_tcp::State::SynSent);
    (events, waits)
}

fn noted(events: &[EventKind], hard: bool) -> bool {
    let noted = EventKind::Tcp(hoplab_tcp::TcpEvent::IcmpNoted { hard });
    events.contains(&noted)
}

#[test]
fn a_source_quench_is_ignored() {
    let (events, waits) = told_by_icmp(4, 0);
    assert!(
        matches!(events[..], [EventKind::Consumed { .. }]) && waits,
        "{events:?}"
    );
}

#[test]
fn no_error_that_may_pass_ends_an_attempt() {
    for (kind, code) in [(3, 0), (3, 1), (3, 5), (11, 0), (11, 1)] {
        let (events, waits) = told_by_icmp(kind, code);
        assert!(noted(&events, false) && waits, "{kind} {code}: {events:?}");
    }
    for code in 0..3 {
        let (events, waits) = told_by_icmp(12, code);
        assert!(waits, "12 {code}: {events:?}");
    }
}

#[test]
fn an_error_that_is_final_ends_an_attempt() {
    for code in [2, 3] {
        let (events, waits) = told_by_icmp(3, code);
        assert!(!waits, "3 {code}: {events:?}");
    }
}

#[test]
fn a_port_that_connections_have_can_be_listened_on_once() {
    let mut world = connecting();
    let before = world.connections()[0].tcp.clone();
    let port = before.tuple.local.port();
    let mut listen = |node, port| {
        let kind = SocketKind::Listener { port };
        world.open(node, ProgramId(0), kind, None).map(|_| ())
    };
    assert_eq!(listen(CLIENT, port), Ok(()));
    assert_eq!(listen(CLIENT, port), Err(SocketError::AddressInUse));
    assert_eq!(listen(SERVER, PORT), Err(SocketError::AddressInUse));
    assert_eq!(
        world.connections()[0].tcp,
        before,
        "and nothing else is touched"
    );
    world.run_until(Time::from_secs(1), u32::MAX);
    assert!(world.transfers()[0].deliveries[0].intact);
}

/// The code points on the segments that the client made from an event on.
fn classes(world: &World, since: u64) -> Vec<u8> {
    let made = world.trace().since(EventId(since)).filter_map(|event| {
        let EventKind::Originated { frame, .. } = &event.kind else {
            return None;
        };
        let (ip, _) = ipv4::parse(&frame.packet()).ok()?;
        (ip.src == CLIENT_ADDRESS).then_some(ip.dscp_ecn >> 2)
    });
    let mut classes: Vec<_> = made.collect();
    classes.dedup();
    classes
}

#[test]
fn the_class_of_service_can_be_changed_while_the_connection_is_open() {
    let mut world = connecting();
    world.run_until(Time::from_millis(5), u32::MAX);
    assert_eq!(classes(&world, 0), [0]);
    let (socket, since) = (world.connections()[0].socket, world.trace().len());
    let connection = world.connection(CLIENT, socket).expect("it is opening");
    connection.endpoint.set_dscp(46);
    world.run_until(Time::from_secs(1), u32::MAX);
    assert_eq!(classes(&world, since), [46]);
    assert!(world.transfers()[0].deliveries[0].intact);
}

#[test]
fn a_connection_in_time_wait_makes_room_for_a_newer_syn_and_its_successor_begins_above_it() {
    let mut world = sending(Payload::Picture);
    let client = |world: &World| world.connections()[0].tcp.clone();
    while client(&world).state != hoplab_tcp::State::TimeWait {
        assert!(world.step());
    }
    let old = client(&world);
    let ticks = (world.now().as_nanos() / 4000) as u32;
    assert!(
        old.snd_nxt.since(old.iss) > ticks,
        "it was faster than the clock"
    );
    let port = old.tuple.local.port();
    let listener = SocketKind::Listener { port };
    let listening = world.open(CLIENT, ProgramId(0), listener, None);
    assert!(listening.is_ok());
    let mut ask = |seq: hoplab_tcp::Seq| {
        let header = Header {
            src_port: PORT,
            dst_port: port,
            seq: seq.0,
            flags: Flags::SYN,
            window: 1000,
            ..Header::default()
        };
        let path = path(SERVER_ADDRESS, CLIENT_ADDRESS);
        let frame = build::tcp(&path, &header, b"").expect("it fits");
        receive(&mut world, CLIENT, frame);
        client(&world)
    };
    assert_eq!(ask(old.rcv_nxt.minus(1)).state, hoplab_tcp::State::TimeWait);
    let new = ask(old.rcv_nxt + 1);
    assert_eq!(new.state, hoplab_tcp::State::SynReceived);
    assert!(new.iss.after(old.snd_nxt));
}

#[test]
fn a_router_reports_a_packet_that_ran_out_of_hops_but_never_an_icmp_error() {
    let quoted = &[0x45; 28][..];
    let about = |message: &icmp::Message<'_>| {
        let mut world = connecting();
        let last_hop = build::Path {
            ttl: 1,
            ..path(CLIENT_ADDRESS, SERVER_ADDRESS)
        };
        let frame = build::icmp(&last_hop, message).expect("it fits");
        let events = receive(&mut world, NodeId(1), frame);
        let made = |kind: &&EventKind| matches!(kind, EventKind::Originated { .. });
        events.iter().filter(made).count()
    };
    let data = quoted;
    let (id, seq) = (1, 1);
    assert_eq!(about(&icmp::Message::EchoRequest { id, seq, data }), 1);
    assert_eq!(about(&icmp::Message::EchoReply { id, seq, data }), 1);
    assert_eq!(about(&icmp::Message::TimeExceeded { code: 0, quoted }), 0);
    let code = icmp::UnreachableCode::Port;
    let unreachable = icmp::Message::DestinationUnreachable { code, quoted };
    assert_eq!(about(&unreachable), 0);
}
