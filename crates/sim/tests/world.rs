//! What a world does, seen from outside.

mod common;

use common::*;
use hoplab_sim::*;
use hoplab_units::{Rate, Share, Span, Time};

/// How a packet ended: the event that dropped, accepted or consumed it.
fn fate(world: &World, packet: PacketId) -> Option<&TraceEvent> {
    world.trace().iter().rev().find(|event| match event.kind {
        EventKind::Dropped { packet: ended, .. }
        | EventKind::Accepted { packet: ended, .. }
        | EventKind::Consumed { packet: ended, .. } => ended == packet,
        _ => false,
    })
}

#[test]
fn a_picture_arrives_whole_over_every_transport_on_a_good_line() {
    for transport in Transport::ALL {
        let mut world = World::new(&diamond(1));
        world.apply(send(transport, Payload::Picture)).unwrap();
        run(&mut world, 5_000);
        let transfer = &world.transfers()[0];
        assert!(
            matches!(transfer.state, TransferState::Sent(_)),
            "{transport:?}: {transfer:?}"
        );
        let delivery = &transfer.deliveries[0];
        assert!(
            delivery.intact && delivery.in_order,
            "{transport:?}: {delivery:?}"
        );
        assert_eq!(
            world.viewers()[0].inbox[0].content.to_vec(),
            picture::message()
        );
        assert_eq!(transfer.resends, 0, "{transport:?}");
    }
}

#[test]
fn the_same_commands_give_the_same_trace_and_another_seed_another() {
    let hash = |seed| {
        let mut spec = diamond(seed);
        spec.links[1].loss = Share::from_percent(10);
        let mut world = World::new(&spec);
        world.apply(send(Transport::Tcp, Payload::Picture)).unwrap();
        run(&mut world, 100);
        world
            .apply(set_link(1, LinkChange::Jitter(Span::from_millis(3))))
            .unwrap();
        run(&mut world, 20_000);
        world.trace().hash()
    };
    assert_eq!(hash(7), hash(7));
    assert_ne!(hash(7), hash(8));
}

#[test]
fn running_in_small_budgets_or_steps_or_from_a_clone_changes_nothing() {
    let mut spec = diamond(3);
    spec.links[1].loss = Share::from_percent(5);
    let start = || {
        let mut world = World::new(&spec);
        world.apply(send(Transport::Tcp, Payload::Picture)).unwrap();
        world
    };
    let mut whole = start();
    run(&mut whole, 3_000);
    let mut pieces = start();
    while pieces.run_until(Time::from_millis(3_000), 7) == Progress::BudgetSpent {
        pieces = pieces.clone();
    }
    let mut steps = start();
    while steps
        .next_event_at()
        .is_some_and(|at| at <= Time::from_millis(300))
    {
        steps.step();
    }
    run(&mut steps, 3_000);
    assert_eq!(whole.trace().hash(), pieces.trace().hash());
    assert_eq!(whole.trace().hash(), steps.trace().hash());
}

#[test]
fn what_is_on_a_cut_link_is_lost_and_tcp_sends_it_again_by_the_other_way() {
    let mut world = World::new(&diamond(1));
    world.apply(send(Transport::Tcp, Payload::Picture)).unwrap();
    run(&mut world, 70);
    let cut = world.apply(set_link(1, LinkChange::Cut)).unwrap();
    run(&mut world, 20_000);
    assert!(drops(&world, DropReason::LinkCut) > 0);
    let transfer = &world.transfers()[0];
    assert!(
        transfer.deliveries[0].intact && transfer.resends > 0,
        "{transfer:?}"
    );
    // Every packet lost there says that the user's command was the reason.
    for event in world.trace().iter() {
        if let EventKind::Dropped {
            why: DropReason::LinkCut,
            ..
        } = event.kind
        {
            assert!(world.trace().causes(event.id).any(|cause| cause.id == cut));
        }
    }
    assert_eq!(
        count(&world, |kind| matches!(
            kind,
            EventKind::RoutesChanged { .. }
        )),
        1
    );
}

#[test]
fn a_resend_by_the_timer_points_at_the_timer_and_the_timer_at_the_first_sending() {
    let mut world = World::new(&diamond(1));
    world
        .apply(set_link(5, LinkChange::Loss(Share::ALWAYS)))
        .unwrap();
    world
        .apply(send(Transport::Tcp, Payload::Text("hello".into())))
        .unwrap();
    run(&mut world, 1_500);
    let resend = world.trace().iter().find(|event| {
        matches!(
            event.kind,
            EventKind::Originated {
                why: Origin::Segment(hoplab_tcp::TransmitReason::Retransmit { .. }),
                ..
            }
        )
    });
    let chain: Vec<&TraceEvent> = world.trace().causes(resend.expect("a resend").id).collect();
    assert!(matches!(
        chain[0].kind,
        EventKind::Tcp(hoplab_tcp::TcpEvent::RtoExpired { .. })
    ));
    let EventKind::Originated { packet, .. } = chain[1].kind else {
        panic!("{:?}", chain[1])
    };
    let fate = fate(&world, packet).expect("it ended");
    assert!(matches!(
        fate.kind,
        EventKind::Dropped {
            why: DropReason::RandomLoss,
            ..
        }
    ));
    assert!(
        chain
            .iter()
            .any(|event| matches!(event.kind, EventKind::Command { .. }))
    );
}

#[test]
fn tcp_gives_up_with_an_error_when_nobody_ever_answers() {
    let mut spec = diamond(1);
    spec.nodes[SERVER.index()].up = false;
    let mut world = World::new(&spec);
    for transport in Transport::ALL {
        world
            .apply(send(transport, Payload::Text("anybody there?".into())))
            .unwrap();
    }
    run(&mut world, 400_000);
    let [ip, udp, tcp] = &world.transfers()[..] else {
        panic!("three transfers")
    };
    assert!(
        matches!(ip.state, TransferState::Sent(_)),
        "nobody tells: {:?}",
        ip.state
    );
    assert!(
        matches!(udp.state, TransferState::Sent(_)),
        "nobody tells: {:?}",
        udp.state
    );
    assert!(matches!(
        tcp.state,
        TransferState::Failed(_, SocketError::Tcp(hoplab_tcp::Failure::TimedOut { .. }))
    ));
}

#[test]
fn a_port_nobody_listens_on_answers_with_rst_and_icmp() {
    let mut world = World::new(&diamond(1));
    for transport in [Transport::Udp, Transport::Tcp] {
        let Command::Send(mut closed) = send(transport, Payload::Text("hello".into())) else {
            return;
        };
        closed.port = 9;
        world.apply(Command::Send(closed)).unwrap();
    }
    run(&mut world, 2_000);
    let [udp, tcp] = &world.transfers()[..] else {
        panic!("two transfers")
    };
    assert!(matches!(
        udp.state,
        TransferState::Sent(_) | TransferState::Failed(_, SocketError::PortUnreachable)
    ));
    assert_eq!(
        count(&world, |kind| matches!(
            kind,
            EventKind::SocketError {
                error: SocketError::PortUnreachable
            }
        )),
        1
    );
    assert!(matches!(
        tcp.state,
        TransferState::Failed(_, SocketError::Tcp(hoplab_tcp::Failure::Refused))
    ));
}

#[test]
fn a_silent_node_sends_no_icmp() {
    let mut spec = diamond(1);
    spec.nodes[SERVER.index()].icmp = false;
    let mut world = World::new(&spec);
    let Command::Send(mut closed) = send(Transport::Udp, Payload::Picture) else {
        return;
    };
    closed.port = 9;
    world.apply(Command::Send(closed)).unwrap();
    run(&mut world, 2_000);
    assert!(matches!(world.transfers()[0].state, TransferState::Sent(_)));
    assert_eq!(drops(&world, DropReason::NoSocket { ports: true }), 64);
}

#[test]
fn bits_flipped_on_the_line_are_caught_by_the_frame_check() {
    let mut spec = diamond(2);
    spec.links[1].corruption = Share::from_percent(20);
    for transport in Transport::ALL {
        let mut world = World::new(&spec);
        world.apply(send(transport, Payload::Picture)).unwrap();
        run(&mut world, 30_000);
        assert!(drops(&world, DropReason::BadFrameCheck) > 0);
        assert!(
            world.transfers()[0]
                .deliveries
                .iter()
                .all(|delivery| delivery.unchanged)
        );
    }
}

#[test]
fn bits_flipped_in_a_routers_memory_reach_raw_ip_but_not_udp_or_tcp() {
    let mut unnoticed = 0;
    for seed in 0..20 {
        let mut spec = diamond(seed);
        spec.nodes[2].memory_corruption = Share::from_percent(20);
        for transport in Transport::ALL {
            let mut world = World::new(&spec);
            world.apply(send(transport, Payload::Picture)).unwrap();
            run(&mut world, 60_000);
            assert_eq!(drops(&world, DropReason::BadFrameCheck), 0);
            for delivery in &world.transfers()[0].deliveries {
                match transport {
                    Transport::Ip => unnoticed += usize::from(!delivery.unchanged),
                    _ => assert!(delivery.unchanged, "{transport:?} seed {seed}"),
                }
            }
        }
    }
    assert!(
        unnoticed > 15,
        "raw IP delivers damaged content: {unnoticed} of 20"
    );
}

#[test]
fn a_link_that_doubles_frames_delivers_datagrams_twice_and_a_stream_once() {
    let mut spec = diamond(1);
    spec.links[1].duplication = Share::ALWAYS;
    let received = |transport| {
        let mut world = World::new(&spec);
        world.apply(send(transport, Payload::Picture)).unwrap();
        run(&mut world, 10_000);
        let delivery = world.transfers()[0].deliveries[0].clone();
        (
            world.viewers()[0].inbox[0].content.len() / picture::TILE_BYTES,
            delivery.intact,
        )
    };
    assert_eq!(received(Transport::Udp), (128, false));
    assert_eq!(received(Transport::Tcp), (64, true));
}

#[test]
fn a_full_queue_drops_at_the_tail() {
    let mut spec = diamond(1);
    spec.links[3].rate = Rate::from_kbit(200);
    spec.links[3].queue = 8_000;
    let mut world = World::new(&spec);
    world.apply(send(Transport::Udp, Payload::Picture)).unwrap();
    run(&mut world, 100);
    assert!(world.queued_bytes(LinkId(3), Direction::AToB) > 6_000);
    assert!(world.queued_bytes(LinkId(3), Direction::AToB) <= 8_000);
    run(&mut world, 10_000);
    assert!(drops(&world, DropReason::QueueFull) > 30);
    assert!(world.queues().is_empty() && world.is_quiet());
}

#[test]
fn spraying_over_unequal_ways_reorders() {
    let mut spec = diamond(1);
    spec.nodes[1].role = Role::Router(RouterSpec { spray: true });
    spec.links[2].delay = Span::from_millis(40);
    let mut world = World::new(&spec);
    world.apply(send(Transport::Udp, Payload::Picture)).unwrap();
    world.apply(send(Transport::Tcp, Payload::Picture)).unwrap();
    run(&mut world, 20_000);
    let [udp, tcp] = &world.transfers()[..] else {
        panic!("two transfers")
    };
    assert!(!udp.deliveries[0].in_order && udp.deliveries[0].bytes == udp.total_bytes);
    assert!(tcp.deliveries[0].intact);
}

#[test]
fn a_packet_longer_than_the_next_link_takes_is_reported_and_tcp_adapts() {
    let mut spec = diamond(1);
    spec.links[1].mtu = 600;
    let mut world = World::new(&spec);
    world.apply(send(Transport::Tcp, Payload::Picture)).unwrap();
    run(&mut world, 20_000);
    assert!(drops(&world, DropReason::TooBig { mtu: 600 }) > 0);
    assert!(world.transfers()[0].deliveries[0].intact);
    world.apply(send(Transport::Udp, Payload::Picture)).unwrap();
    run(&mut world, 40_000);
    let state = world.transfers()[1].state;
    assert!(
        matches!(
            state,
            TransferState::Failed(_, SocketError::TooBig { mtu: 600 })
        ),
        "{state:?}"
    );
}

#[test]
fn ttl_runs_out_on_a_long_way() {
    // 70 routers in a row: more than the TTL of 64.
    let mut spec = diamond(1);
    let server = spec.nodes.pop().unwrap();
    spec.nodes.truncate(1);
    spec.nodes.extend((0..70).map(router));
    spec.nodes.push(server);
    spec.links = (0..71).map(|from| link(from, from + 1)).collect();
    let mut world = World::new(&spec);
    world
        .apply(send(Transport::Udp, Payload::Text("far".into())))
        .unwrap();
    run(&mut world, 5_000);
    assert_eq!(drops(&world, DropReason::TtlExpired), 1);
    assert_eq!(
        count(&world, |kind| matches!(
            kind,
            EventKind::SocketError {
                error: SocketError::TtlExceeded
            }
        )),
        1
    );
}

#[test]
fn an_address_without_a_host_is_told_unreachable_by_the_last_router() {
    let mut world = World::new(&diamond(1));
    for address in ["198.51.100.99", "203.0.113.1"] {
        let Command::Send(mut lost) = send(Transport::Udp, Payload::Text("?".into())) else {
            return;
        };
        lost.to = address.parse().unwrap();
        world.apply(Command::Send(lost)).unwrap();
    }
    run(&mut world, 5_000);
    let told = |error| count(&world, |kind| *kind == EventKind::SocketError { error });
    assert_eq!(
        (
            told(SocketError::HostUnreachable),
            told(SocketError::NetUnreachable)
        ),
        (1, 1)
    );
}

#[test]
fn a_connection_survives_the_crash_of_a_node_in_the_middle() {
    let mut world = World::new(&diamond(1));
    world.apply(send(Transport::Tcp, Payload::Picture)).unwrap();
    run(&mut world, 60);
    world.apply(set_node(NodeId(2), NodeChange::Crash)).unwrap();
    run(&mut world, 20_000);
    assert!(drops(&world, DropReason::NodeDown) > 0);
    assert!(world.transfers()[0].deliveries[0].intact);
}

#[test]
fn a_server_that_was_switched_off_and_on_knows_nothing_of_the_connection_and_resets_it() {
    let mut world = World::new(&diamond(1));
    world.apply(send(Transport::Tcp, Payload::Picture)).unwrap();
    run(&mut world, 60);
    world.apply(set_node(SERVER, NodeChange::Crash)).unwrap();
    run(&mut world, 100);
    world.apply(set_node(SERVER, NodeChange::Restore)).unwrap();
    run(&mut world, 20_000);
    let state = world.transfers()[0].state;
    assert!(
        matches!(
            state,
            TransferState::Failed(_, SocketError::Tcp(hoplab_tcp::Failure::Reset))
        ),
        "{state:?}"
    );
    world.apply(send(Transport::Tcp, Payload::Picture)).unwrap();
    run(&mut world, 40_000);
    assert!(
        world.transfers()[1].deliveries[0].intact,
        "its programs run again"
    );
}

#[test]
fn a_client_that_is_switched_off_has_failed_and_sends_no_more() {
    let mut world = World::new(&diamond(1));
    world.apply(send(Transport::Udp, Payload::Picture)).unwrap();
    run(&mut world, 60);
    world.apply(set_node(CLIENT, NodeChange::Crash)).unwrap();
    let sent = world.transfers()[0].sent_bytes;
    world.apply(set_node(CLIENT, NodeChange::Restore)).unwrap();
    run(&mut world, 5_000);
    let transfer = &world.transfers()[0];
    assert!(matches!(
        transfer.state,
        TransferState::Failed(_, SocketError::PoweredOff)
    ));
    assert_eq!(transfer.sent_bytes, sent);
}

#[test]
fn two_programs_over_raw_ip_each_get_what_was_meant_for_the_other() {
    let mut spec = diamond(1);
    let Role::Host(host) = &mut spec.nodes[SERVER.index()].role else {
        return;
    };
    host.programs.push(viewer("other", 9001));
    for (transport, expected) in [(Transport::Ip, 2), (Transport::Udp, 1)] {
        let mut world = World::new(&spec);
        world.apply(send(transport, Payload::Picture)).unwrap();
        run(&mut world, 5_000);
        assert_eq!(
            world.transfers()[0].deliveries.len(),
            expected,
            "{transport:?}"
        );
    }
}

#[test]
fn one_packet_can_be_killed_held_back_damaged_or_doubled() {
    let tamper = |action| {
        let mut world = World::new(&diamond(1));
        world.apply(send(Transport::Udp, Payload::Picture)).unwrap();
        run(&mut world, 33);
        let packet = world.in_flight().map(|flight| flight.packet).min().unwrap();
        world.apply(Command::SetPacket { packet, action }).unwrap();
        run(&mut world, 5_000);
        let gone = world.apply(Command::SetPacket { packet, action });
        assert_eq!(gone, Err(Refusal::PacketGone));
        world.transfers()[0].deliveries[0].clone()
    };
    assert_eq!(tamper(PacketAction::Kill).order.len(), 63);
    assert_eq!(tamper(PacketAction::Corrupt).order.len(), 63);
    assert_eq!(tamper(PacketAction::Duplicate).order.len(), 65);
    let late = tamper(PacketAction::Delay(Span::from_millis(50)));
    assert!(late.order.len() == 64 && !late.in_order);
}

#[test]
fn the_nth_frame_over_a_link_meets_the_same_luck_whichever_protocol_sent_it() {
    let mut spec = diamond(11);
    spec.links[1].loss = Share::from_percent(25);
    let lost = |transport| {
        let mut world = World::new(&spec);
        world.apply(send(transport, Payload::Picture)).unwrap();
        run(&mut world, 5_000);
        let place = Place::Channel(LinkId(1), Direction::AToB);
        let sent: Vec<PacketId> = world
            .trace()
            .iter()
            .filter(|event| event.place == place)
            .filter_map(|event| match event.kind {
                EventKind::Transmitted { packet, .. } => Some(packet),
                _ => None,
            })
            .collect();
        let fate = |packet: &PacketId| {
            matches!(
                fate(&world, *packet).map(|event| &event.kind),
                Some(EventKind::Dropped {
                    why: DropReason::RandomLoss,
                    ..
                })
            )
        };
        sent.iter().take(64).map(fate).collect::<Vec<bool>>()
    };
    let (ip, tcp) = (lost(Transport::Ip), lost(Transport::Tcp));
    assert_eq!(ip, lost(Transport::Udp));
    let shared = ip.len().min(tcp.len());
    assert!(shared > 20);
    assert_eq!(ip[..shared], tcp[..shared]);
}

#[test]
fn a_setting_of_tcp_holds_for_connections_that_are_opened_later() {
    let mut world = World::new(&diamond(1));
    let cubic = TcpSwitch::Congestion(CongestionControl::Cubic);
    world.apply(send(Transport::Tcp, Payload::Picture)).unwrap();
    for switch in [TcpSwitch::Timestamps(false), cubic] {
        world
            .apply(set_node(CLIENT, NodeChange::Tcp(switch)))
            .unwrap();
    }
    let now = world.node(CLIENT).unwrap().tcp.unwrap();
    assert_eq!(TcpSwitch::all(&now)[1], TcpSwitch::Timestamps(false));
    assert_eq!(TcpSwitch::all(&now)[8], cubic);
    world.apply(send(Transport::Tcp, Payload::Picture)).unwrap();
    run(&mut world, 100);
    let has_timestamps: Vec<bool> = (world.connections().iter())
        .filter(|connection| connection.node == CLIENT)
        .map(|connection| connection.tcp.timestamps.is_some())
        .collect();
    assert_eq!(has_timestamps, [true, false], "the first keeps its own");

    world.apply(set_node(CLIENT, NodeChange::Crash)).unwrap();
    world.apply(set_node(CLIENT, NodeChange::Restore)).unwrap();
    let after = world.node(CLIENT).unwrap().tcp;
    assert_eq!(after, Some(now), "it is kept on disk, as spraying and ICMP");
}

#[test]
fn every_switch_of_tcp_changes_its_own_setting() {
    let usual = hoplab_sim::TcpSwitch::all(&Default::default());
    for (i, switch) in usual.into_iter().enumerate() {
        let other = match switch {
            TcpSwitch::Sack(on) => TcpSwitch::Sack(!on),
            TcpSwitch::Timestamps(on) => TcpSwitch::Timestamps(!on),
            TcpSwitch::Nagle(_) => TcpSwitch::Nagle(Nagle::Rfc896),
            TcpSwitch::DelayedAck(on) => TcpSwitch::DelayedAck(!on),
            TcpSwitch::FastRetransmit(on) => TcpSwitch::FastRetransmit(!on),
            TcpSwitch::LimitedTransmit(on) => TcpSwitch::LimitedTransmit(!on),
            TcpSwitch::WindowScaling(on) => TcpSwitch::WindowScaling(!on),
            TcpSwitch::KeepAlive(on) => TcpSwitch::KeepAlive(!on),
            TcpSwitch::Congestion(_) => TcpSwitch::Congestion(CongestionControl::None),
            TcpSwitch::ByteCounting(on) => TcpSwitch::ByteCounting(!on),
        };
        let mut config = Default::default();
        other.set(&mut config);
        let mut expected = usual;
        expected[i] = other;
        assert_eq!(TcpSwitch::all(&config), expected);
    }
}

#[test]
fn bad_commands_are_refused_and_change_nothing_but_the_trace() {
    let mut world = World::new(&diamond(1));
    let cases = [
        (set_link(99, LinkChange::Cut), Refusal::NoSuchLink),
        (set_node(NodeId(99), NodeChange::Crash), Refusal::NoSuchNode),
        (
            set_node(CLIENT, NodeChange::Spray(true)),
            Refusal::NotARouter,
        ),
        (
            set_node(NodeId(1), NodeChange::Tcp(TcpSwitch::Sack(false))),
            Refusal::NotAHost,
        ),
        (
            set_link(0, LinkChange::Delay(Span::from_secs(601))),
            Refusal::OutOfBounds,
        ),
        (
            set_link(0, LinkChange::Rate(Rate::from_bits_per_sec(0))),
            Refusal::OutOfBounds,
        ),
        (set_link(0, LinkChange::Queue(10)), Refusal::OutOfBounds),
        (
            send(Transport::Tcp, Payload::Text(String::new())),
            Refusal::BadText,
        ),
        (
            send(Transport::Tcp, Payload::Text("x".repeat(5000))),
            Refusal::BadText,
        ),
    ];
    for (command, why) in cases {
        assert_eq!(world.apply(command), Err(why));
    }
    assert_eq!(
        world.link(LinkId(0)).unwrap().channels[0].delay,
        Span::from_millis(5)
    );
}

#[test]
fn what_comes_after_a_clients_crash_is_not_mixed_with_what_came_before() {
    let mut world = World::new(&diamond(1));
    world.apply(send(Transport::Tcp, Payload::Picture)).unwrap();
    run(&mut world, 60);
    world.apply(set_node(CLIENT, NodeChange::Crash)).unwrap();
    run(&mut world, 100);
    world.apply(set_node(CLIENT, NodeChange::Restore)).unwrap();
    world.apply(send(Transport::Tcp, Payload::Picture)).unwrap();
    run(&mut world, 20_000);
    let second = &world.transfers()[1];
    assert!(second.deliveries[0].intact, "{second:?}");
}

#[test]
fn a_line_that_was_cut_and_joined_takes_frames_at_its_new_pace_at_once() {
    let mut world = World::new(&diamond(1));
    let kbit = |rate| set_link(0, LinkChange::Rate(Rate::from_kbit(rate)));
    world.apply(kbit(1)).unwrap();
    world.apply(send(Transport::Udp, Payload::Picture)).unwrap();
    run(&mut world, 20);
    for command in [
        set_link(0, LinkChange::Cut),
        set_link(0, LinkChange::Restore),
        kbit(1000),
    ] {
        world.apply(command).unwrap();
    }
    run(&mut world, 1_000);
    assert!(
        world.transfers()[0].deliveries[0].order.len() > 50,
        "and not one frame in 8 s"
    );
}

#[test]
fn every_resend_leads_to_the_event_that_found_the_loss() {
    for seed in 0..30 {
        let mut spec = diamond(seed);
        spec.links[1].loss = Share::from_percent(15);
        let mut world = World::new(&spec);
        world.apply(send(Transport::Tcp, Payload::Picture)).unwrap();
        run(&mut world, 60_000);
        for event in world.trace().iter() {
            use hoplab_tcp::{RetransmitWhy, TcpEvent, TransmitReason};
            let EventKind::Originated {
                why: Origin::Segment(TransmitReason::Retransmit { why, .. }),
                ..
            } = &event.kind
            else {
                continue;
            };
            let cause = world
                .trace()
                .causes(event.id)
                .next()
                .map(|cause| &cause.kind);
            let fits = match why {
                RetransmitWhy::RtoExpired { .. } => {
                    matches!(cause, Some(EventKind::Tcp(TcpEvent::RtoExpired { .. })))
                }
                // The client's SYN came again.
                RetransmitWhy::SynRepeated => matches!(cause, Some(EventKind::Accepted { .. })),
                _ => matches!(cause, Some(EventKind::Tcp(_))),
            };
            assert!(fits, "seed {seed}: {event:?} <- {cause:?}");
        }
    }
}

#[test]
fn a_host_whose_network_is_only_itself_is_reached() {
    let mut spec = diamond(1);
    let Role::Host(host) = &mut spec.nodes[SERVER.index()].role else {
        return;
    };
    host.prefix_len = 32;
    let mut world = World::new(&spec);
    world.apply(send(Transport::Udp, Payload::Picture)).unwrap();
    run(&mut world, 5_000);
    assert!(world.transfers()[0].deliveries[0].intact);
}

#[test]
fn tcp_learns_the_mtu_of_its_own_link() {
    let mut spec = diamond(1);
    spec.links[0].mtu = 576;
    let mut world = World::new(&spec);
    world.apply(send(Transport::Tcp, Payload::Picture)).unwrap();
    run(&mut world, 20_000);
    assert!(
        world.transfers()[0].deliveries[0].intact,
        "{:?}",
        world.transfers()[0]
    );
}

#[test]
fn a_host_that_is_off_sends_nothing_it_had_held_back() {
    let mut world = World::new(&diamond(1));
    world
        .apply(set_link(0, LinkChange::Rate(Rate::from_kbit(100))))
        .unwrap();
    world.apply(send(Transport::Udp, Payload::Picture)).unwrap();
    run(&mut world, 30);
    let (packet, _) = world.queues()[0].waiting[0].clone();
    let level = world.queue_levels().next().unwrap();
    assert_eq!(
        (level.first, level.count),
        (packet, world.queues()[0].waiting.len())
    );
    let action = PacketAction::Delay(Span::from_millis(50));
    world.apply(Command::SetPacket { packet, action }).unwrap();
    world.apply(set_node(CLIENT, NodeChange::Crash)).unwrap();
    run(&mut world, 5_000);
    let fate = fate(&world, packet).map(|event| &event.kind);
    assert!(
        matches!(
            fate,
            Some(EventKind::Dropped {
                why: DropReason::NodeDown,
                ..
            })
        ),
        "{fate:?}"
    );
}

#[test]
fn a_copy_of_a_damaged_frame_is_caught_like_the_frame_itself() {
    let mut world = World::new(&diamond(1));
    world.apply(send(Transport::Ip, Payload::Picture)).unwrap();
    run(&mut world, 33);
    let packet = world.in_flight().map(|flight| flight.packet).min().unwrap();
    for action in [PacketAction::Corrupt, PacketAction::Duplicate] {
        world.apply(Command::SetPacket { packet, action }).unwrap();
    }
    run(&mut world, 5_000);
    assert_eq!(drops(&world, DropReason::BadFrameCheck), 2);
    assert!(world.transfers()[0].deliveries[0].unchanged);
}

#[test]
fn a_host_that_comes_up_can_send_at_once_though_routers_have_yet_to_notice() {
    let mut world = World::new(&diamond(1));
    for change in [NodeChange::Crash, NodeChange::Restore] {
        world.apply(set_node(CLIENT, change)).unwrap();
        run(&mut world, 200);
    }
    world.apply(set_node(CLIENT, NodeChange::Crash)).unwrap();
    world.apply(set_node(CLIENT, NodeChange::Restore)).unwrap();
    world
        .apply(send(Transport::Udp, Payload::Text("back".into())))
        .unwrap();
    run(&mut world, 1_000);
    assert!(world.transfers()[0].deliveries[0].intact);
}

#[test]
fn a_packet_without_a_route_leads_to_the_cut_that_took_the_route() {
    let mut world = World::new(&diamond(1));
    let cut = world.apply(set_link(5, LinkChange::Cut)).unwrap();
    run(&mut world, 500);
    world
        .apply(send(Transport::Udp, Payload::Text("late".into())))
        .unwrap();
    run(&mut world, 2_000);
    let lost = |event: &&TraceEvent| {
        matches!(
            event.kind,
            EventKind::Dropped {
                why: DropReason::NoRoute,
                ..
            }
        )
    };
    let lost = world
        .trace()
        .iter()
        .find(lost)
        .expect("no route leads there");
    assert!(world.trace().causes(lost.id).any(|cause| cause.id == cut));
}

#[test]
fn two_changes_are_noticed_each_after_its_own_delay() {
    let mut world = World::new(&diamond(1));
    world.apply(set_link(1, LinkChange::Cut)).unwrap();
    run(&mut world, 49);
    let second = world.apply(set_link(2, LinkChange::Cut)).unwrap();
    run(&mut world, 1_000);
    let noticed: Vec<(Time, Option<EventId>)> = world
        .trace()
        .iter()
        .filter(|event| matches!(event.kind, EventKind::RoutesChanged { .. }))
        .map(|event| (event.at, event.cause))
        .collect();
    assert_eq!(noticed.len(), 2);
    assert_eq!(
        [noticed[0].0, noticed[1].0],
        [Time::from_millis(50), Time::from_millis(99)]
    );
    assert_eq!(
        noticed[1].1,
        Some(EventId(second.0 + 1)),
        "the change that the command made"
    );
}

#[test]
fn a_line_that_doubles_frames_carries_no_more_bits_than_it_can() {
    let mut spec = diamond(1);
    spec.links[1].duplication = Share::ALWAYS;
    spec.links[1].rate = Rate::from_kbit(1000);
    let mut world = World::new(&spec);
    world.apply(send(Transport::Udp, Payload::Picture)).unwrap();
    run(&mut world, 10_000);
    let place = Place::Node(NodeId(2));
    let arrivals: Vec<Time> = world
        .trace()
        .iter()
        .filter(|event| event.place == place && matches!(event.kind, EventKind::Received { .. }))
        .map(|event| event.at)
        .collect();
    let least = Rate::from_kbit(1000).time_for(1024 + 20 + 8 + 14 + 24);
    assert!(
        arrivals.len() > 60
            && arrivals
                .windows(2)
                .all(|pair| pair[1].since(pair[0]) >= least)
    );
}

#[test]
fn copies_do_not_overfill_a_queue() {
    let mut spec = diamond(1);
    spec.links[0].rate = Rate::from_kbit(100);
    spec.links[0].queue = 3_000;
    let mut world = World::new(&spec);
    world.apply(send(Transport::Udp, Payload::Picture)).unwrap();
    run(&mut world, 12);
    let (packet, _) = world.queues()[0].waiting[0].clone();
    for _ in 0..20 {
        world
            .apply(Command::SetPacket {
                packet,
                action: PacketAction::Duplicate,
            })
            .unwrap();
    }
    assert!(world.queued_bytes(LinkId(0), Direction::AToB) <= 3_000);
    assert!(drops(&world, DropReason::QueueFull) > 15);
}

#[test]
fn a_single_datagram_to_a_closed_port_is_known_to_have_failed() {
    let mut world = World::new(&diamond(1));
    let Command::Send(mut closed) = send(Transport::Udp, Payload::Text("hi".into())) else {
        return;
    };
    closed.port = 9;
    world.apply(Command::Send(closed)).unwrap();
    run(&mut world, 2_000);
    let state = world.transfers()[0].state;
    assert!(
        matches!(
            state,
            TransferState::Failed(_, SocketError::PortUnreachable)
        ),
        "{state:?}"
    );
}

#[test]
fn a_router_refuses_a_connection_with_rst() {
    let mut world = World::new(&diamond(1));
    let Command::Send(mut to_router) = send(Transport::Tcp, Payload::Picture) else {
        return;
    };
    to_router.to = core::net::Ipv4Addr::new(10, 0, 0, 4);
    world.apply(Command::Send(to_router)).unwrap();
    run(&mut world, 2_000);
    let state = world.transfers()[0].state;
    let refused = SocketError::Tcp(hoplab_tcp::Failure::Refused);
    assert!(
        matches!(state, TransferState::Failed(_, error) if error == refused),
        "{state:?}"
    );
}

#[test]
fn nothing_is_sent_to_an_address_that_is_no_hosts() {
    let mut world = World::new(&diamond(1));
    for address in ["0.0.0.0", "127.0.0.1", "224.0.0.1", "255.255.255.255"] {
        let Command::Send(mut odd) = send(Transport::Udp, Payload::Picture) else {
            return;
        };
        odd.to = address.parse().unwrap();
        assert_eq!(
            world.apply(Command::Send(odd)),
            Err(Refusal::OutOfBounds),
            "{address}"
        );
    }
}
