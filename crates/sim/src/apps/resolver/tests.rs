//! What can only be seen from within: forged answers, and what a resolver keeps of connections.

use core::net::Ipv4Addr;

use hoplab_dns::{DnsEventKind, Message, Record, RecordData};
use hoplab_units::{Span, Time};
use hoplab_wire::{MacAddr, build};

use super::*;
use crate::apps::AnyProgram;
use crate::channel::Packet;
use crate::common::{CLIENT, SERVER, SERVER_ADDRESS, diamond, host, link, run, send};
use crate::frame::Frame;
use crate::{
    Command, DropReason, EventId, EventKind as Kind, NodeId, Payload, ProgramSpec, Role,
    SocketProtocol, Transport, World, WorldSpec,
};

const RESOLVER: NodeId = NodeId(6);
const ADDRESS: Ipv4Addr = Ipv4Addr::new(192, 0, 3, 53);

fn program(json: &str) -> ProgramSpec {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

/// The server knows all names below "wild", and is a quarter of a second away from the resolver that the client asks.
fn world(seed: u64) -> World {
    let mut spec: WorldSpec = diamond(seed);
    let resolver =
        r#"{ "resolver": { "roots": [ { "name": "a.root", "address": "198.51.100.80" } ] } }"#;
    let root = r#"{ "dns-server": { "zones": [ { "origin": ".", "records": [
        { "name": "@", "ns": "a.root." }, { "name": "a.root.", "a": "198.51.100.80" },
        { "name": "one.", "a": "198.51.100.80" }, { "name": "*.wild", "a": "198.51.100.80", "ttl": 0 } ] } ] } }"#;
    spec.nodes
        .push(host("resolver", ADDRESS, vec![program(resolver)]));
    spec.links.push(link(1, RESOLVER.0));
    spec.links[5].delay = Span::from_millis(250);
    if let Role::Host(host) = &mut spec.nodes[CLIENT.index()].role {
        host.resolvers = vec![ADDRESS];
    }
    if let Role::Host(host) = &mut spec.nodes[SERVER.index()].role {
        host.programs = vec![program(root)];
    }
    World::new(&spec)
}

fn ping(name: &str) -> Command {
    Command::Start {
        node: CLIENT,
        program: Box::new(program(&format!(
            r#"{{ "ping": {{ "to": "{name}", "count": 1 }} }}"#
        ))),
    }
}

/// The queries that a host sent over UDP: from which port, and the message.
fn queries(world: &World, from: NodeId) -> Vec<(u16, Vec<u8>)> {
    let of = |event: &crate::TraceEvent| match &event.kind {
        Kind::Originated { frame, .. } if event.place.node() == Some(from) => {
            let summary = frame.summary()?;
            let payload = frame.ip_payload();
            let message = payload[payload.len() - usize::from(summary.payload_len)..].to_vec();
            (summary.dst_port == Some(DNS_PORT)).then_some((summary.src_port?, message))
        }
        _ => None,
    };
    world.trace().iter().filter_map(of).collect()
}

/// Hands the resolver a datagram that looks as if the root server had sent it.
fn forge(world: &mut World, port: u16, message: &[u8]) -> Vec<Kind> {
    let before = EventId(world.trace().len());
    let path = build::Path {
        src_mac: MacAddr([0; 6]),
        dst_mac: MacAddr([0; 6]),
        src: SERVER_ADDRESS,
        dst: ADDRESS,
        ttl: 60,
        identification: 1,
        dont_fragment: true,
    };
    let frame = build::udp(&path, DNS_PORT, port, message).expect("it fits");
    let packet = Packet {
        id: world.new_packet_id(),
        frame: Frame::new(frame),
        last: EventId(0),
        chunk: None,
    };
    world.receive(RESOLVER, packet);
    world.settle();
    let events = world.trace().since(before);
    events.map(|event| event.kind.clone()).collect()
}

fn is_taken(events: &[Kind]) -> bool {
    events.iter().any(|kind| match kind {
        Kind::App(app) => match &**app {
            AppEvent::Dns(event) => matches!(event.kind, DnsEventKind::AnswerReceived { .. }),
            _ => false,
        },
        _ => false,
    })
}

#[test]
fn an_answer_to_another_port_is_not_taken_however_right_it_is() {
    let mut world = world(1);
    world.apply(ping("one")).expect("it starts");
    run(&mut world, 100);
    let (port, query) = queries(&world, RESOLVER).remove(0);
    let mut answer = Message::parse(&query).expect("a query").reply();
    answer.aa = true;
    let evil = RecordData::A(Ipv4Addr::new(203, 0, 113, 66));
    let name = "one".parse().expect("a name");
    answer.answers.push(Record::new(name, 300, evil));
    let answer = answer.to_bytes(None);
    for other in [port - 1, port + 1, 49_152, 49_153] {
        let events = forge(&mut world, other, &answer);
        let refused = |kind: &Kind| {
            let why = DropReason::NoSocket { ports: true };
            matches!(kind, Kind::Dropped { why: found, .. } if *found == why)
        };
        assert!(
            events.iter().any(refused) && !is_taken(&events),
            "{other}: {events:?}"
        );
    }
    assert!(
        is_taken(&forge(&mut world, port, &answer)),
        "who guesses it wins"
    );
}

#[test]
fn each_query_leaves_from_a_port_that_the_one_before_does_not_tell() {
    for node in [CLIENT, RESOLVER] {
        let mut world = world(3);
        for number in 0..40 {
            world
                .apply(ping(&format!("n{number}.wild")))
                .expect("it starts");
        }
        run(&mut world, 10_000);
        let ports: Vec<u16> = queries(&world, node)
            .iter()
            .map(|(port, _)| *port)
            .collect();
        assert!(ports.len() >= 40, "{ports:?}");
        assert!(ports.iter().all(|port| *port >= 49_152));
        let mut once = ports.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), ports.len(), "forty are under way at once");
        let steps = ports.windows(2).filter(|pair| pair[0] + 1 == pair[1]);
        assert_eq!(steps.count(), 0, "{ports:?}");
        let span = once[once.len() - 1] - once[0];
        assert!(span > 12_000, "they lie all over the range: {once:?}");
    }
}

#[test]
fn the_ports_of_queries_take_nothing_from_the_luck_of_others_and_repeat_with_the_seed() {
    let told = |seed| {
        let mut world = world(seed);
        world.apply(ping("one")).expect("it starts");
        run(&mut world, 5_000);
        queries(&world, RESOLVER)
    };
    assert_eq!(told(7), told(7));
    assert_ne!(told(7)[0].0, told(8)[0].0);
    // Other programs still get the next port in turn.
    let mut world = world(7);
    world.apply(ping("one")).expect("it starts");
    run(&mut world, 5_000);
    world
        .apply(send(Transport::Tcp, Payload::Text("hello".into())))
        .expect("it is sent");
    run(&mut world, 5_001);
    let rows = world.sockets(CLIENT);
    let tcp = rows.iter().find(|row| row.protocol == SocketProtocol::Tcp);
    assert_eq!(tcp.map(|row| row.local.port()), Some(49_152));
}

fn resolver(world: &World) -> &RecursiveResolver {
    let host = world.host(RESOLVER).expect("a host");
    match host.programs[0].program.as_ref() {
        Some(AnyProgram::Resolver(resolver)) => resolver,
        other => panic!("{other:?}"),
    }
}

/// For the address of "one", with recursion: length, header, question.
const QUERY: &str = "\0\x15id\x01\0\0\x01\0\0\0\0\0\0\x03one\0\0\x01\0\x01";

/// A client that sends this over a connection and closes its side at once.
fn asks_and_closes(text: &str) -> Command {
    let mut command = send(Transport::Tcp, Payload::Text(text.to_owned()));
    if let Command::Send(send) = &mut command {
        send.to = ADDRESS;
        send.port = DNS_PORT;
    }
    command
}

/// How many bytes the client got, and the states its and the resolver's sockets are in.
fn heard(world: &World) -> u64 {
    let of_client = |event: &&crate::TraceEvent| event.place.node() == Some(CLIENT);
    let bytes = world
        .trace()
        .iter()
        .filter(of_client)
        .map(|event| match &event.kind {
            Kind::Accepted { packet, .. } => bytes_of(world, *packet),
            _ => 0,
        });
    bytes.sum()
}

fn bytes_of(world: &World, packet: crate::PacketId) -> u64 {
    let made = world.trace().iter().find_map(|event| match &event.kind {
        Kind::Originated {
            packet: of, frame, ..
        } if *of == packet => frame.summary(),
        _ => None,
    });
    made.map_or(0, |summary| u64::from(summary.payload_len))
}

#[test]
fn who_half_closes_before_the_answer_is_there_still_gets_it_and_leaves_nothing_behind() {
    // Once, twice over one connection, and with the beginning of another question that never comes.
    for (text, answers) in [
        (QUERY.to_owned(), 1),
        (QUERY.repeat(2), 2),
        (format!("{QUERY}\0"), 1),
        ("\0".to_owned(), 0),
        (String::from("\0\x02no"), 0),
    ] {
        let mut world = world(1);
        world.apply(asks_and_closes(&text)).expect("it is sent");
        run(&mut world, 200);
        run(&mut world, 20_000);
        // Length, the question again, and one record whose name points to it.
        let expected = answers * (2 + 0x15 + 16);
        assert_eq!(heard(&world), expected, "{text:?}");
        let resolver = resolver(&world);
        assert_eq!((resolver.streams.len(), resolver.clients.len()), (0, 0));
        // Only the listener and the port for datagrams are left, once TIME-WAIT is over.
        let now = world.now();
        run(
            &mut world,
            now.since(Time::ZERO).as_nanos() / 1_000_000 + 200_000,
        );
        assert_eq!(world.sockets(RESOLVER).len(), 2, "{text:?}");
    }
}

#[test]
fn who_is_gone_before_the_answer_is_there_leaves_nothing_behind() {
    let mut world = world(1);
    world.apply(asks_and_closes(QUERY)).expect("it is sent");
    run(&mut world, 200);
    assert_eq!(
        resolver(&world).clients.len(),
        1,
        "the answer is on its way"
    );
    let change = crate::NodeChange::Crash;
    world
        .apply(Command::SetNode {
            node: CLIENT,
            change,
        })
        .expect("it is switched off");
    // The answer is sent again and again until TCP gives up.
    run(&mut world, 2_000_000);
    let resolver = resolver(&world);
    assert_eq!((resolver.streams.len(), resolver.clients.len()), (0, 0));
    assert_eq!(world.sockets(RESOLVER).len(), 2);
}
