//! Every scenario of the library shows what its text says.

use std::collections::{BTreeMap, BTreeSet};

use hoplab_explain::{RunOutcome, run};
use hoplab_replay::Recording;
use hoplab_scenario::library;
use hoplab_sim::{
    Closing, Command, EventId, EventKind, Origin, Place, TransferId, Transport, World,
};
use hoplab_tcp::{State, TcpEvent, TransmitReason};

fn play(name: &str, transport: Transport) -> (World, RunOutcome) {
    play_seeded(name, transport, None)
}

fn play_seeded(name: &str, transport: Transport, seed: Option<u64>) -> (World, RunOutcome) {
    let scenario = library::find(name).unwrap();
    let until = scenario.until;
    let recording = Recording::new(scenario);
    let seed = seed.unwrap_or(recording.seed);
    run(
        &Recording {
            transport,
            seed,
            ..recording
        },
        until,
        u64::MAX,
    )
    .unwrap()
}

/// Which messages the pieces that each viewer got belong to, in the order of the viewers.
fn messages_got(world: &World) -> Vec<Vec<TransferId>> {
    let of_viewer = |viewer: &hoplab_sim::ViewerSnapshot| {
        let pieces = viewer.inbox.iter().flat_map(|item| &item.pieces);
        let mut messages: Vec<TransferId> = pieces
            .filter_map(|piece| piece.chunk.map(|chunk| chunk.transfer))
            .collect();
        messages.sort();
        messages.dedup();
        messages
    };
    world.viewers().iter().map(of_viewer).collect()
}

#[test]
fn every_scenario_gives_one_trace_over_each_transport() {
    for entry in library::all() {
        let mut hashes = Vec::new();
        for transport in Transport::ALL {
            let (world, outcome) = play(entry.name, transport);
            let (_, again) = play(entry.name, transport);
            assert_eq!(outcome, again, "{} over {transport:?}", entry.name);
            assert!(outcome.packets_sent > 0);
            assert!(
                world.is_quiet(),
                "{} over {transport:?} is over when it says",
                entry.name
            );
            hashes.push(outcome.hash);
        }
        hashes.dedup();
        // Where every program chooses its transport itself, the switch has nothing to switch.
        let follows = (entry.scenario().script.iter())
            .any(|line| matches!(&line.command, Command::Send(send) if send.transport.is_none()));
        if follows {
            assert_eq!(hashes.len(), 3, "{}: three different runs", entry.name);
        }
    }
}

#[test]
fn the_first_message_arrives_whole_over_all_three() {
    for transport in Transport::ALL {
        let (_, outcome) = play("first-message", transport);
        let message = &outcome.transfers[0];
        assert!(
            message.intact && message.in_order,
            "{transport:?}: {message:?}"
        );
        assert_eq!(
            (outcome.packets_lost, outcome.resends),
            (0, 0),
            "{transport:?}"
        );
    }
    let (world, _) = play("first-message", Transport::Udp);
    assert!(
        world.transfers()[0].total_chunks >= 4,
        "a few words a packet"
    );
}

/// When the first message's connection changed to a state, and when its data went out first.
fn closing_of(world: &World) -> (Option<EventId>, Option<EventId>, Option<EventId>) {
    let client = world.transfers()[0].from;
    let mut own = (world.trace().iter()).filter(|event| event.place.node() == Some(client));
    let (mut closed, mut data, mut acknowledged) = (None, None, None);
    own.by_ref().for_each(|event| match &event.kind {
        EventKind::Tcp(TcpEvent::StateChanged { to, .. }) if *to == State::FinWait1 => {
            closed = closed.or(Some(event.id));
        }
        EventKind::Originated {
            why: Origin::Segment(TransmitReason::Data),
            ..
        } => data = data.or(Some(event.id)),
        EventKind::TransferSent { .. } => acknowledged = acknowledged.or(Some(event.id)),
        _ => {}
    });
    (closed, data, acknowledged)
}

#[test]
fn the_first_scenarios_show_the_data_before_anything_of_closing() {
    let first = library::all().iter().take_while(|it| it.name != "lost-ack");
    let mut shown = 0;
    for entry in first {
        let commands = (entry.scenario().script.into_iter()).map(|line| line.command);
        let sends = commands.filter_map(|command| match command {
            Command::Send(send) => Some(send),
            _ => None,
        });
        for send in sends.chain(entry.scenario().offers) {
            assert_eq!(send.close, Closing::WhenAcknowledged, "{}", entry.name);
        }
        let (world, _) = play(entry.name, Transport::Tcp);
        if let (Some(closed), Some(data), Some(acknowledged)) = closing_of(&world) {
            assert!(
                data < acknowledged && acknowledged < closed,
                "{}",
                entry.name
            );
            shown += 1;
        }
    }
    assert!(shown >= 4, "{shown}");
}

#[test]
fn without_a_word_on_closing_a_program_closes_behind_its_last_byte_as_ever() {
    let mut scenario = library::find("first-message").unwrap();
    for line in &mut scenario.script {
        if let Command::Send(send) = &mut line.command {
            send.close = Closing::AtOnce;
        }
    }
    let recording = Recording {
        transport: Transport::Tcp,
        ..Recording::new(scenario)
    };
    let (world, outcome) = run(&recording, hoplab_units::Time::from_secs(2), u64::MAX).unwrap();
    let (closed, data, acknowledged) = closing_of(&world);
    assert!(closed.unwrap() < data.unwrap() && data < acknowledged);
    assert!(outcome.transfers[0].intact);
}

#[test]
fn a_broken_line_leaves_holes_over_ip_and_udp_and_none_over_tcp() {
    for transport in [Transport::Ip, Transport::Udp] {
        let (_, outcome) = play("broken-line", transport);
        let picture = &outcome.transfers[0];
        assert!(
            !picture.intact && picture.failure.is_none(),
            "{transport:?}: {picture:?}"
        );
        let lost = (picture.sent_bytes - picture.delivered_bytes) / 1024;
        assert!(
            (6..=30).contains(&lost),
            "{transport:?}: {lost} of 64 tiles lost"
        );
    }
    let (_, outcome) = play("broken-line", Transport::Tcp);
    assert!(outcome.transfers[0].intact, "{outcome:?}");
    assert!(
        outcome.resends > 0 && outcome.packets_lost > 0,
        "{outcome:?}"
    );
}

#[test]
fn uneven_routes_scramble_the_picture_over_ip_and_udp_and_not_over_tcp() {
    for transport in [Transport::Ip, Transport::Udp] {
        for seed in 1..=10 {
            let (_, outcome) = play_seeded("uneven-routes", transport, Some(seed));
            let picture = &outcome.transfers[0];
            assert!(!picture.in_order, "{transport:?}, seed {seed}: {picture:?}");
        }
        let (_, outcome) = play("uneven-routes", transport);
        let picture = &outcome.transfers[0];
        assert!(
            picture.delivered_bytes < picture.sent_bytes,
            "{transport:?}: tiles are missing"
        );
        assert!(
            picture.delivered_bytes > picture.sent_bytes * 3 / 4,
            "{transport:?}: but not most"
        );
    }
    for seed in 1..=10 {
        let (_, outcome) = play_seeded("uneven-routes", Transport::Tcp, Some(seed));
        let picture = &outcome.transfers[0];
        assert!(
            picture.intact && picture.in_order,
            "seed {seed}: {picture:?}"
        );
    }
}

#[test]
fn nobody_tells_a_sender_over_ip_or_udp_that_the_server_is_off() {
    for transport in [Transport::Ip, Transport::Udp] {
        let (world, outcome) = play("server-off", transport);
        let message = &outcome.transfers[0];
        assert_eq!(
            (message.delivered_bytes, message.failure.as_deref()),
            (0, None),
            "{transport:?}"
        );
        assert_eq!(outcome.packets_lost, outcome.packets_sent, "{transport:?}");
        let told = |kind: &EventKind| matches!(kind, EventKind::SocketError { .. });
        assert!(
            !world.trace().iter().any(|event| told(&event.kind)),
            "{transport:?}"
        );
    }
}

#[test]
fn tcp_gives_up_on_a_server_that_is_off_and_says_so() {
    let (_, outcome) = play("server-off", Transport::Tcp);
    assert_eq!(
        outcome.transfers[0].failure.as_deref(),
        Some("timed-out"),
        "{outcome:?}"
    );
    assert_eq!(outcome.packets_sent, 3, "the SYN and two more tries");
}

#[test]
fn a_connection_that_lands_on_the_other_server_of_the_same_address_is_reset() {
    let (_, outcome) = play("same-address", Transport::Tcp);
    let picture = &outcome.transfers[0];
    assert_eq!(picture.failure.as_deref(), Some("reset"), "{outcome:?}");
    assert!(
        picture.delivered_bytes > 0 && !picture.intact,
        "it was under way: {picture:?}"
    );
}

#[test]
fn datagrams_to_the_same_address_are_split_over_both_servers() {
    for transport in [Transport::Ip, Transport::Udp] {
        let (world, outcome) = play("same-address", transport);
        assert_eq!(outcome.transfers[0].receivers, 2, "{transport:?}");
        assert_eq!(outcome.transfers[0].failure, None, "{transport:?}");
        for delivery in &world.transfers()[0].deliveries {
            assert!(
                delivery.bytes > 8 * 1024,
                "{transport:?}: each gets a good part: {delivery:?}"
            );
        }
    }
}

#[test]
fn two_programs_are_mixed_up_over_ip_and_told_apart_by_ports() {
    let (text, picture) = (TransferId(0), TransferId(1));
    let (world, _) = play("which-program", Transport::Ip);
    let mixed = messages_got(&world)
        .into_iter()
        .any(|got| got == [text, picture]);
    assert!(mixed, "one program at least gets pieces of both");

    let (world, outcome) = play("which-program", Transport::Udp);
    assert_eq!(messages_got(&world), [vec![text], vec![picture]]);
    assert!(
        outcome.transfers.iter().all(|message| message.intact),
        "{outcome:?}"
    );

    let (_, outcome) = play("which-program", Transport::Tcp);
    assert!(
        outcome.transfers.iter().all(|message| message.intact),
        "{outcome:?}"
    );
}

/// The socket that an event names is the one whose addresses stand in the bytes; the program one that runs there.
#[test]
fn every_packet_names_the_socket_it_was_sent_from_and_every_socket_the_program_whose_it_is() {
    for entry in library::all() {
        for transport in Transport::ALL {
            let (world, _) = play(entry.name, transport);
            let told = format!("{} over {transport:?}", entry.name);
            assert!(names_hold(world.trace(), &told) > 0, "{told}");
        }
    }
}

/// How many packets were found to be of the socket they name.
fn names_hold(trace: &hoplab_sim::Trace, told: &str) -> usize {
    let mut sockets = BTreeMap::new();
    let mut running = BTreeSet::new();
    let mut found = 0;
    for event in trace.iter() {
        match (&event.kind, event.place) {
            (EventKind::ProgramStarted { .. }, Place::Program(node, program)) => {
                running.insert((node, program));
            }
            (EventKind::ProgramEnded, Place::Program(node, program)) => {
                running.remove(&(node, program));
            }
            (
                EventKind::SocketOpened {
                    local,
                    remote,
                    program,
                    ..
                },
                Place::Socket(node, socket),
            ) => {
                assert!(running.contains(&(node, *program)), "{told}: {event:?}");
                sockets.insert((node, socket), (*local, *remote));
            }
            (
                EventKind::Originated {
                    frame, why, socket, ..
                },
                Place::Node(node),
            ) => {
                let by_socket = matches!(
                    why,
                    Origin::Datagram | Origin::Segment(_) | Origin::EchoRequest
                );
                assert_eq!(by_socket, socket.is_some(), "{told}: {event:?}");
                let Some(socket) = socket else { continue };
                let (local, remote) = sockets[&(node, *socket)];
                let bytes = frame.summary().expect("it was just made");
                assert_eq!(&bytes.src, local.ip(), "{told}: {event:?}");
                if let Some(port) = bytes.src_port {
                    assert_eq!(port, local.port(), "{told}: {event:?}");
                }
                if let Some(remote) = remote {
                    assert_eq!(&bytes.dst, remote.ip(), "{told}: {event:?}");
                    let port = bytes.dst_port.unwrap_or(remote.port());
                    assert_eq!(port, remote.port(), "{told}: {event:?}");
                }
                found += 1;
            }
            _ => {}
        }
    }
    found
}
