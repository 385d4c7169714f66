//! What is told of sockets is what the engine did, on scenarios of the library.

use super::matching::Verdict;
use super::*;
use crate::Reading;
use crate::check::as_of_is_what_was_known;
use hoplab_replay::{Player, Recording};
use hoplab_scenario::library;
use hoplab_scenario::link::LinkState;
use hoplab_sim::{Command, Payload, SocketProtocol, Transport};

fn opened(name: &str, transport: Transport) -> Player {
    let mut state = LinkState::new(library::find(name).expect("it is in the library"));
    state.transport = transport;
    Player::new(Recording::from(state)).expect("the library is valid")
}

fn played(name: &str, transport: Transport) -> Player {
    let mut player = opened(name, transport);
    while player.step() {}
    player
}

fn read(player: &Player) -> Sockets {
    Reading::whole(Sockets::default(), player.world().trace())
}

/// As of whatever was read.
fn now(sockets: &Sockets) -> At<&Sockets> {
    At::new(sockets, EventId(u64::MAX))
}

fn every_story() -> impl Iterator<Item = (String, Player)> {
    library::all().iter().flat_map(|entry| {
        Transport::ALL.into_iter().map(|transport| {
            let what = format!("{} over {}", entry.name, transport.as_str());
            let mut player = opened(entry.name, transport);
            // And something for a port that nobody has.
            for over in [Transport::Udp, Transport::Tcp] {
                let send = Command::Send(closed_port(player.recording(), over));
                player.issue(send).expect("it is sent");
            }
            while player.step() {}
            (what, player)
        })
    })
}

fn closed_port(recording: &Recording, transport: Transport) -> hoplab_sim::Send {
    let hosts = &recording.scenario.nodes;
    let last = hosts
        .iter()
        .rev()
        .find(|node| node.role == hoplab_scenario::Role::Host);
    hoplab_sim::Send {
        from: NodeId(0),
        to: last.expect("there is a host").address,
        port: 9,
        payload: Payload::Text("Is anybody there?".into()),
        transport: Some(transport),
        interval: None,
        close: hoplab_sim::Closing::AtOnce,
    }
}

#[test]
fn every_packet_goes_where_the_explanation_says() {
    let mut taken = 0;
    let mut refused = 0;
    for (what, player) in every_story() {
        let sockets = read(&player);
        let sockets = now(&sockets);
        for arrival in sockets.arrivals() {
            let explanation = sockets.explain(arrival);
            let takers: Vec<SocketId> = explanation.takers().collect();
            match arrival.outcome {
                // A full mailbox of several that take a copy leaves no word.
                ArrivalOutcome::Taken
                    if arrival.fields.socket_protocol() == Some(SocketProtocol::Raw) =>
                {
                    assert!(arrival.takers().count() > 0);
                    assert!(arrival.takers().all(|taker| takers.contains(&taker)));
                    taken += 1;
                }
                ArrivalOutcome::Taken => {
                    assert_eq!(
                        takers,
                        arrival.takers().collect::<Vec<_>>(),
                        "{what}: {arrival:?}"
                    );
                    taken += 1;
                }
                ArrivalOutcome::Dropped(DropReason::NoSocket { .. })
                | ArrivalOutcome::Consumed(
                    ConsumeReason::AnsweredWithReset | ConsumeReason::OpensNothing,
                ) => {
                    assert_eq!(takers, [], "{what}: {arrival:?}");
                    refused += 1;
                }
                _ => {}
            }
        }
    }
    assert!(taken > 500, "{taken} packets were taken");
    assert!(refused > 30, "{refused} packets were wanted by nobody");
}

#[test]
fn what_the_trace_tells_of_sockets_is_what_the_world_has_at_every_step() {
    for (name, transport) in [
        ("which-program", Transport::Ip),
        ("which-program", Transport::Udp),
        ("first-message", Transport::Tcp),
        ("half-close", Transport::Tcp),
        ("server-off", Transport::Udp),
    ] {
        let mut player = opened(name, transport);
        let mut reading = Reading::<Sockets>::default();
        while player.step() {
            let world = player.world();
            while reading.read(world.trace()) {}
            let sockets = now(reading.table());
            for index in 0..world.spec().nodes.len() {
                let node = NodeId(index as u16);
                let told: Vec<_> = sockets
                    .of(node)
                    .filter(|life| life.closed.is_none())
                    .map(|life| {
                        let program = sockets.program(&life).map(|started| started.program);
                        (
                            life.socket,
                            life.key.local,
                            life.key.remote,
                            life.state,
                            program,
                        )
                    })
                    .collect();
                let has: Vec<_> = world
                    .sockets(node)
                    .iter()
                    .map(|row| (row.id, row.local, row.remote, row.state, Some(row.program)))
                    .collect();
                assert_eq!(told, has, "{name} over {}", transport.as_str());
            }
        }
    }
}

#[test]
fn two_connections_to_one_port_are_told_apart_by_the_source_port_alone() {
    let mut player = opened("first-message", Transport::Tcp);
    player
        .issue(Command::Send(hoplab_sim::Send {
            from: NodeId(0),
            to: core::net::Ipv4Addr::new(198, 51, 100, 80),
            port: 32202,
            transport: None,
            payload: Payload::Text("The same door, another visitor.".into()),
            interval: None,
            close: hoplab_sim::Closing::AtOnce,
        }))
        .expect("it is sent");
    while player.step() {}
    let sockets = read(&player);
    let sockets = now(&sockets);
    let data =
        |arrival: &Arrival<'_>| arrival.fields.bytes > 0 && arrival.fields.to().port() == 32202;
    let mut told = 0;
    for arrival in sockets.arrivals().filter(data) {
        let explanation = sockets.explain(arrival);
        assert!(explanation.decided.source_port);
        let other: Vec<Key> = explanation
            .told_apart_by_source_port()
            .map(|looked| looked.row.key)
            .collect();
        for key in other {
            let taker = sockets
                .life(arrival.node, arrival.takers().next().expect("one took it"))
                .expect("it is known");
            let (one, two) = (taker.key.remote.unwrap(), key.remote.unwrap());
            assert_eq!(one.ip(), two.ip());
            assert_ne!(one.port(), two.port());
            told += 1;
        }
        // The listener is there too, and would take a SYN; but there is a row that is more exact.
        let listener = |looked: &matching::Looked| looked.verdict == Verdict::LessExact;
        assert!(explanation.looked.iter().any(listener));
    }
    assert!(told > 0);
}

#[test]
fn a_socket_has_the_packets_of_both_directions_and_no_others() {
    for (name, transport) in [
        ("which-program", Transport::Udp),
        ("which-program", Transport::Tcp),
    ] {
        let player = played(name, transport);
        let sockets = read(&player);
        let sockets = now(&sockets);
        let client: Vec<Life> = sockets.of(NodeId(0)).collect();
        assert_eq!(client.len(), 2);
        let mut seen = [0, 0];
        for event in player.world().trace().iter() {
            let EventKind::Originated { frame, .. } = &event.kind else {
                continue;
            };
            let fields = Fields::of(frame).expect("it is whole");
            let of: Vec<bool> = client.iter().map(|life| life.key.has(&fields)).collect();
            assert_eq!(of.iter().filter(|has| **has).count(), 1, "{fields:?}");
            seen[usize::from(of[1])] += 1;
        }
        assert!(seen.into_iter().all(|count| count > 3), "{seen:?}");
    }
}

#[test]
fn a_moment_that_was_rewound_to_is_told_as_it_was_though_more_has_been_read() {
    let mut player = opened("which-program", Transport::Udp);
    while player.step() {}
    let sockets = read(&player);
    let there = now(&sockets).arrivals().count();
    assert!(there > 0);
    player.seek(Time::from_millis(1));
    let here = At::new(&sockets, EventId(player.world().trace().len()));
    assert_eq!(here.arrivals().count(), 0);
    assert_eq!(now(&sockets).arrivals().count(), there);
}

/// All that can be asked of a host.
fn asked(at: At<&Sockets>, node: NodeId) -> (Vec<Life>, Vec<Started>, String) {
    let programs = at.programs(node).cloned().collect();
    let last = at.last_arrival(node);
    (at.of(node).collect(), programs, format!("{last:?}"))
}

#[test]
fn as_of_a_moment_is_what_was_known_then_and_what_is_cut_was_never_read() {
    for (what, player) in every_story() {
        let world = player.world();
        as_of_is_what_was_known(&what, world.trace(), 25, |at, _| {
            let nodes = (0..world.spec().nodes.len()).map(|index| NodeId(index as u16));
            nodes.map(|node| asked(at, node)).collect::<Vec<_>>()
        });
    }
}

#[test]
fn the_answer_to_a_ping_goes_by_its_identifier_and_a_ping_to_nobody() {
    use core::net::{Ipv4Addr, SocketAddrV4};
    let (own, other) = (
        Ipv4Addr::new(192, 0, 2, 10),
        Ipv4Addr::new(198, 51, 100, 80),
    );
    let row = |socket, protocol, port| Row {
        socket: SocketId(socket),
        key: Key {
            protocol,
            local: SocketAddrV4::new(own, port),
            remote: None,
        },
        time_wait: false,
    };
    let rows = [
        row(0, SocketProtocol::Icmp, 1),
        row(1, SocketProtocol::Icmp, 2),
        row(2, SocketProtocol::Udp, 2),
    ];
    let echo = |reply| Fields {
        protocol: hoplab_wire::ipv4::protocol::ICMP,
        src: if reply { other } else { own },
        dst: if reply { own } else { other },
        ports: None,
        flags: None,
        echo: Some(matching::Echo { id: 2, reply }),
        bytes: 56,
    };
    let answer = matching::explain(&echo(true), &rows, None);
    assert_eq!(answer.takers().collect::<Vec<_>>(), [SocketId(1)]);
    assert!(answer.decided.echo_id && !answer.decided.own_port);
    let asked = Fields {
        src: other,
        dst: own,
        ..echo(false)
    };
    assert_eq!(matching::explain(&asked, &rows, None).takers().count(), 0);
    // Both directions are the packets of the socket that has the identifier, and of no other.
    for fields in [echo(true), echo(false)] {
        let has: Vec<bool> = rows.iter().map(|row| row.key.has(&fields)).collect();
        assert_eq!(has, [false, true, false]);
    }
}
