//! What RFC 9293 asks of a host around its TCP; `tests/rfc9293.md` says which requirement is where.

mod common;

use core::net::{Ipv4Addr, SocketAddrV4};

use common::*;
use hoplab_sim::*;
use hoplab_wire::tcp::{Flags, Header};
use hoplab_wire::{ipv4, tcp};

/// Every segment that a host made, with the addresses on it.
fn segments(world: &World) -> Vec<(NodeId, Ipv4Addr, Ipv4Addr, Header)> {
    let made = world.trace().iter().filter_map(|event| {
        let (Place::Node(node), EventKind::Originated { frame, .. }) = (event.place, &event.kind)
        else {
            return None;
        };
        let packet = frame.packet();
        let (ip, payload) = ipv4::parse(&packet).ok()?;
        let (header, _) = tcp::parse(ip.src, ip.dst, payload).ok()?;
        (ip.protocol == ipv4::protocol::TCP).then_some((node, ip.src, ip.dst, header))
    });
    made.collect()
}

#[test]
fn every_segment_of_a_connection_bears_its_two_addresses_and_a_right_checksum() {
    let mut world = World::new(&diamond(1));
    world.apply(send(Transport::Tcp, Payload::Picture)).unwrap();
    run(&mut world, 5_000);
    let client = Ipv4Addr::new(192, 0, 2, 10);
    let segments = segments(&world);
    // What has a wrong checksum is not in this list, and would be missing here.
    let tcp = count(&world, |kind| {
        matches!(
            kind,
            EventKind::Originated {
                why: Origin::Segment(_),
                ..
            }
        )
    });
    assert!(tcp > 100);
    assert_eq!(segments.len(), tcp);
    for (node, src, dst, _) in segments {
        let expected = if node == CLIENT {
            (client, SERVER_ADDRESS)
        } else {
            (SERVER_ADDRESS, client)
        };
        assert_eq!((src, dst), expected);
    }
}

#[test]
fn a_host_announces_the_segment_size_that_all_its_own_links_take() {
    let mut spec = diamond(1);
    spec.links[0].mtu = 700;
    // The server has a second link, which takes less than its first.
    spec.links.push(link(3, SERVER.0));
    spec.links[6].mtu = 900;
    spec.links[6].cost = 9;
    let mut world = World::new(&spec);
    let text = Payload::Text("hello".into());
    world.apply(send(Transport::Tcp, text)).unwrap();
    run(&mut world, 1_000);
    let announced: Vec<_> = segments(&world)
        .iter()
        .filter_map(|(node, _, _, header)| Some((*node, header.options.mss?)))
        .collect();
    assert_eq!(announced, [(CLIENT, 660), (SERVER, 860)]);
}

#[test]
fn a_listener_takes_the_next_connection_while_the_last_is_still_opening() {
    let mut world = World::new(&diamond(1));
    for text in ["first", "second"] {
        let text = Payload::Text(text.into());
        world.apply(send(Transport::Tcp, text)).unwrap();
    }
    let opening = |world: &World| {
        world
            .connections()
            .iter()
            .filter(|c| c.node == SERVER && c.tcp.state == hoplab_tcp::State::SynReceived)
            .count()
    };
    while opening(&world) < 2 {
        assert!(world.step(), "both are opening at one moment");
    }
    run(&mut world, 5_000);
    assert_eq!(world.viewers()[0].inbox.len(), 2);
}

#[test]
fn a_program_hears_whether_a_connection_ended_in_order_or_was_cut_short() {
    let mut world = World::new(&diamond(1));
    world.apply(send(Transport::Tcp, Payload::Picture)).unwrap();
    let Command::Send(mut refused) = send(Transport::Tcp, Payload::Picture) else {
        return;
    };
    refused.port = 9;
    world.apply(Command::Send(refused)).unwrap();
    run(&mut world, 5_000);
    let [whole, refused] = &world.transfers()[..] else {
        panic!("two transfers")
    };
    assert!(matches!(whole.state, TransferState::Sent(_)));
    let from = whole.source.expect("it was opened");
    let transfer = Some(whole.id);
    let ended = |kind: &EventKind| *kind == EventKind::StreamEnded { from, transfer };
    assert_eq!(count(&world, ended), 1);
    let error = SocketError::Tcp(hoplab_tcp::Failure::Refused);
    assert!(matches!(refused.state, TransferState::Failed(_, found) if found == error));
    let from = SocketAddrV4::new(*from.ip(), from.port() + 1);
    assert_eq!(refused.source, Some(from));
}

#[test]
fn a_program_cannot_connect_to_an_address_that_is_no_hosts() {
    let mut world = World::new(&diamond(1));
    for address in ["0.0.0.0", "127.0.0.1", "224.0.0.1", "255.255.255.255"] {
        let Command::Send(mut odd) = send(Transport::Tcp, Payload::Picture) else {
            return;
        };
        odd.to = address.parse().unwrap();
        let refused = world.apply(Command::Send(odd));
        assert_eq!(refused, Err(Refusal::OutOfBounds), "{address}");
    }
    run(&mut world, 1_000);
    assert_eq!(segments(&world).len(), 0);
}

#[test]
fn no_program_here_calls_anything_urgent() {
    let mut world = World::new(&diamond(1));
    world.apply(send(Transport::Tcp, Payload::Picture)).unwrap();
    run(&mut world, 5_000);
    let all = segments(&world);
    assert!(all.len() > 100);
    assert!(
        all.iter()
            .all(|(_, _, _, header)| { !header.flags.contains(Flags::URG) && header.urgent == 0 })
    );
}

/// The TTL and the differentiated services code point on what the client and the server make.
fn marks(world: &World) -> [Vec<(u8, u8)>; 2] {
    [CLIENT, SERVER].map(|of| {
        let made = world
            .trace()
            .iter()
            .filter(|event| event.place == Place::Node(of));
        let marks = made.filter_map(|event| match &event.kind {
            EventKind::Originated { frame, .. } => {
                let (ip, _) = ipv4::parse(&frame.packet()).ok()?;
                Some((ip.ttl, ip.dscp_ecn >> 2))
            }
            _ => None,
        });
        let mut marks: Vec<_> = marks.collect();
        marks.dedup();
        marks
    })
}

#[test]
fn a_host_gives_its_segments_the_ttl_and_the_class_of_service_it_was_told() {
    let mut spec = diamond(1);
    let Role::Host(client) = &mut spec.nodes[CLIENT.index()].role else {
        return;
    };
    (client.tcp.ttl, client.tcp.dscp) = (9, 46);
    let mut world = World::new(&spec);
    world.apply(send(Transport::Tcp, Payload::Picture)).unwrap();
    run(&mut world, 5_000);
    assert!(world.transfers()[0].deliveries[0].intact);
    assert_eq!(marks(&world), [vec![(9, 46)], vec![(64, 0)]]);
}
