//! ICMP where links take less than the 576 bytes that the rules count on: errors fit their way back, and arrive.

mod common;

use common::*;
use hoplab_sim::apps::{PingSpec, Target, TracerouteSpec};
use hoplab_sim::*;
use hoplab_wire::{icmp, ipv4};

/// A client, routers in a row, and a server with a viewer; one link for each MTU, the client's first.
fn chain(mtus: &[u16]) -> WorldSpec {
    let mut spec = diamond(1);
    let server = spec.nodes.pop().expect("a server");
    spec.nodes.truncate(1);
    spec.nodes.extend((1..mtus.len()).map(|n| router(n as u8)));
    spec.nodes.push(server);
    let link_of = |(at, mtu): (usize, &u16)| LinkSpec {
        mtu: *mtu,
        ..link(at as u16, at as u16 + 1)
    };
    spec.links = mtus.iter().enumerate().map(link_of).collect();
    spec
}

fn started(spec: &WorldSpec, program: ProgramSpec, millis: u64) -> World {
    let mut world = World::new(spec);
    let program = Box::new(program);
    world
        .apply(Command::Start {
            node: CLIENT,
            program,
        })
        .unwrap();
    run(&mut world, millis);
    world
}

fn sent(spec: &WorldSpec, transport: Transport, bytes: u32, millis: u64) -> World {
    let mut world = World::new(spec);
    world.apply(send(transport, Payload::Bulk(bytes))).unwrap();
    run(&mut world, millis);
    world
}

/// The bytes of every ICMP error as its maker sent it, IP header and all.
fn errors(world: &World) -> Vec<Vec<u8>> {
    let error = |event: &TraceEvent| match &event.kind {
        EventKind::Originated {
            frame,
            why: Origin::IcmpError { .. },
            ..
        } => Some(frame.packet()),
        _ => None,
    };
    world.trace().iter().filter_map(error).collect()
}

/// The length of each ICMP error's IP packet.
fn lengths(world: &World) -> Vec<u16> {
    let len = |packet: &Vec<u8>| ipv4::parse(packet).expect("a packet").0.total_len;
    errors(world).iter().map(len).collect()
}

fn told(world: &World) -> usize {
    count(world, |kind| {
        let EventKind::Consumed { why, .. } = kind else {
            return false;
        };
        matches!(why, ConsumeReason::IcmpTold { .. })
    })
}

fn intact(world: &World) -> bool {
    let deliveries = &world.transfers()[0].deliveries;
    deliveries.first().is_some_and(|delivery| delivery.intact)
}

#[test]
fn an_error_is_as_long_as_its_way_out_takes_and_no_longer() {
    for (first, second, bytes) in [
        (500, 300, 500),
        (328, 300, 328),
        (300, 68, 300),
        (1500, 300, 576),
        (576, 300, 576),
    ] {
        let world = sent(
            &chain(&[first, second, 1500]),
            Transport::Tcp,
            3_000,
            60_000,
        );
        assert_eq!(lengths(&world)[0], bytes, "{first}, then {second}");
        assert!(intact(&world) && told(&world) > 0, "{first}, then {second}");
    }
}

#[test]
fn an_error_fits_the_narrower_link_that_comes_later_on_its_way_back() {
    let world = sent(
        &chain(&[300, 500, 250, 1500]),
        Transport::Tcp,
        3_000,
        10_000,
    );
    assert_eq!(lengths(&world)[0], 300);
    assert!(intact(&world) && told(&world) > 0);
}

#[test]
fn over_any_row_of_links_tcp_delivers_and_no_error_is_lost() {
    let mtus = [
        68, 69, 96, 128, 255, 296, 400, 508, 575, 576, 577, 603, 604, 1006, 1500,
    ];
    // A walk through the table that meets narrow links before, between and behind wide ones.
    for start in 0..mtus.len() {
        for step in [1, 4, 7, 11] {
            let row: Vec<u16> = (0..5)
                .map(|at| mtus[(start + at * step) % mtus.len()])
                .collect();
            let spec = chain(&row);
            let tcp = sent(&spec, Transport::Tcp, 4_000, 100_000);
            assert!(intact(&tcp), "{row:?}");
            let nobody = started(&spec, closed_port((row[0] - 28).min(512)), 5_000);
            let probes = started(
                &spec,
                ProgramSpec::Traceroute(TracerouteSpec::new(Target::Address(SERVER_ADDRESS))),
                20_000,
            );
            for world in [&tcp, &nobody, &probes] {
                assert_eq!(told(world), errors(world).len(), "{row:?}");
            }
            assert_eq!(errors(&nobody).len(), 1, "{row:?}");
        }
    }
}

/// Sends so many bytes by UDP to a port where nobody listens.
fn closed_port(bytes: u16) -> ProgramSpec {
    let text = "x".repeat(usize::from(bytes));
    let program = format!(
        r#"{{"echo-client": {{"to": "{SERVER_ADDRESS}", "transport": "udp", "text": "{text}"}}}}"#
    );
    serde_json::from_str(&program).expect("a program")
}

#[test]
fn the_host_s_own_error_about_a_full_packet_fits_its_way_too() {
    for (row, bytes) in [
        ([400, 400], 400),
        ([400, 1500], 400),
        ([1500, 420], 420),
        ([1500, 1500], 426),
    ] {
        let world = started(&chain(&row), closed_port(370), 1_000);
        assert_eq!(lengths(&world), [bytes], "{row:?}");
        let refused = EventKind::SocketError {
            error: SocketError::PortUnreachable,
        };
        assert_eq!(count(&world, |kind| *kind == refused), 1, "{row:?}");
    }
}

#[test]
fn a_quote_names_its_socket_however_short_it_is() {
    // Bare IP, UDP and TCP at a way of 68 bytes: 40 of the packet come back.
    for transport in Transport::ALL {
        let spec = chain(&[100, 68]);
        let world = sent(&spec, transport, 60, 30_000);
        assert!(
            transport == Transport::Tcp || told(&world) == 1,
            "{transport:?}"
        );
    }
    let spec = chain(&[68, 100]);
    let world = started(&spec, closed_port(40), 1_000);
    let errors = errors(&world);
    let (_, message) = ipv4::parse(&errors[0]).unwrap();
    let Ok(icmp::Message::DestinationUnreachable { quoted, .. }) = icmp::parse(message) else {
        panic!("{message:?}");
    };
    let (header, payload) = ipv4::parse_quoted(quoted).unwrap();
    assert_eq!(
        (quoted.len(), header.total_len, payload.len()),
        (40, 68, 20)
    );
    assert_eq!(told(&world), 1);
}

#[test]
fn a_ping_that_is_too_long_or_runs_out_of_hops_hears_of_it_over_narrow_links() {
    let ping = |bytes, ttl| {
        let mut spec = PingSpec::new(Target::Address(SERVER_ADDRESS));
        (spec.bytes, spec.ttl, spec.count) = (bytes, ttl, 1);
        ProgramSpec::Ping(spec)
    };
    for (bytes, ttl) in [(272, 64), (222, 3)] {
        let world = started(&chain(&[300, 500, 250, 1500]), ping(bytes, ttl), 3_000);
        assert_eq!(
            (errors(&world).len(), told(&world)),
            (1, 1),
            "{bytes} bytes, {ttl} hops"
        );
    }
}

/// Requests go by r2, answers by r3 on a narrower way: both are equally cheap, and each end takes its first link.
fn two_ways(back: u16) -> WorldSpec {
    let mut spec = diamond(1);
    let narrow = |mut link: LinkSpec| {
        link.mtu = back;
        link
    };
    spec.links = vec![
        link(0, 1),
        link(1, 2),
        narrow(link(3, 4)),
        narrow(link(1, 3)),
        link(2, 4),
        link(4, 5),
    ];
    spec
}

#[test]
fn an_answer_to_a_ping_is_cut_to_what_its_way_takes() {
    let mut ping = PingSpec::new(Target::Address(SERVER_ADDRESS));
    (ping.bytes, ping.count) = (1_000, 1);
    let world = started(&two_ways(400), ProgramSpec::Ping(ping), 3_000);
    let reply = world.trace().iter().find_map(|event| match &event.kind {
        EventKind::Originated {
            frame,
            why: Origin::EchoReply { .. },
            ..
        } => ipv4::parse(&frame.packet()).ok().map(|(header, _)| header),
        _ => None,
    });
    assert_eq!(reply.map(|header| header.total_len), Some(400));
    let pong = count(&world, |kind| matches!(kind, EventKind::Accepted { .. }));
    assert_eq!(pong, 1);
}

#[test]
fn an_error_that_goes_back_by_another_way_fits_that_one() {
    let world = started(&two_ways(400), closed_port(500), 1_000);
    assert_eq!((lengths(&world), told(&world)), (vec![400], 1));
    // The far router spreads what it sends: whichever way is the narrower counts.
    let mut spec = two_ways(300);
    spec.nodes[4].role = Role::Router(RouterSpec { spray: true });
    let world = started(&spec, closed_port(500), 1_000);
    assert_eq!((lengths(&world), told(&world)), (vec![300], 1));
}
