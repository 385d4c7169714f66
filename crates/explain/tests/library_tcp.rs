//! The library's scenarios about TCP show what their texts say, event by event.

use hoplab_explain::{RunOutcome, run};
use hoplab_replay::Recording;
use hoplab_scenario::library;
use hoplab_sim::{
    Command, ConsumeReason, DropReason, EventKind, NodeChange, NodeId, Origin, SocketError, Timed,
    TraceEvent, Transport, World,
};
use hoplab_tcp::{AckWhy, CwndWhy, State, TcpEvent, TransmitReason};
use hoplab_units::{Span, Time};

fn recording(name: &str, transport: Transport) -> Recording {
    let scenario = library::find(name).unwrap();
    Recording {
        transport,
        ..Recording::new(scenario)
    }
}

fn play(name: &str, transport: Transport) -> (World, RunOutcome) {
    let recording = recording(name, transport);
    run(&recording, recording.scenario.until, u64::MAX).unwrap()
}

fn node(world: &World, name: &str) -> NodeId {
    let named = |node: &hoplab_sim::NodeSpec| node.name == name;
    NodeId(world.spec().nodes.iter().position(named).unwrap() as u16)
}

/// What the connections of one node decided, and when.
fn tcp(world: &World, name: &str) -> Vec<(Time, TcpEvent)> {
    let node = node(world, name);
    let of = |event: &TraceEvent| match event.kind {
        EventKind::Tcp(tcp) if event.place.node() == Some(node) => Some((event.at, tcp)),
        _ => None,
    };
    world.trace().iter().filter_map(of).collect()
}

/// The segments that one node made, and why.
fn segments(world: &World, name: &str) -> Vec<(Time, TransmitReason)> {
    let node = node(world, name);
    let of = |event: &TraceEvent| match &event.kind {
        EventKind::Originated {
            why: Origin::Segment(why),
            ..
        } if event.place.node() == Some(node) => Some((event.at, *why)),
        _ => None,
    };
    world.trace().iter().filter_map(of).collect()
}

fn times<T>(events: &[(Time, T)], fits: impl Fn(&T) -> bool) -> Vec<Time> {
    let fitting = events.iter().filter(|(_, event)| fits(event));
    fitting.map(|(at, _)| *at).collect()
}

fn is_resend(why: &TransmitReason) -> bool {
    matches!(why, TransmitReason::Retransmit { .. })
}

fn told(world: &World) -> Vec<SocketError> {
    let error = |event: &TraceEvent| match event.kind {
        EventKind::SocketError { error } => Some(error),
        _ => None,
    };
    world.trace().iter().filter_map(error).collect()
}

#[test]
fn nobody_home_the_syn_is_repeated_at_doubling_intervals_and_then_the_program_is_told() {
    let (world, outcome) = play("nobody-home", Transport::Tcp);
    let sent: Vec<Time> = segments(&world, "client")
        .iter()
        .map(|(at, _)| *at)
        .collect();
    assert_eq!(sent, [0, 1, 3, 7, 15].map(Time::from_secs));
    assert_eq!(outcome.packets_lost, 5);
    let gave_up = times(&tcp(&world, "client"), |event| {
        matches!(event, TcpEvent::GaveUp { .. })
    });
    assert_eq!(gave_up, [Time::from_secs(31)]);
    assert_eq!(outcome.transfers[0].failure.as_deref(), Some("timed-out"));

    for transport in [Transport::Ip, Transport::Udp] {
        let (world, outcome) = play("nobody-home", transport);
        let message = &outcome.transfers[0];
        assert_eq!(
            (message.delivered_bytes, message.failure.as_deref()),
            (0, None)
        );
        assert_eq!(told(&world), [], "{transport:?}");
    }
}

#[test]
fn nobody_home_a_router_that_sends_icmp_errors_makes_it_known() {
    for transport in Transport::ALL {
        let mut recording = recording("nobody-home", transport);
        let spec = recording.scenario.to_spec().unwrap();
        let r2 = spec
            .nodes
            .iter()
            .position(|node| node.name == "r2")
            .unwrap();
        // Before the script's own message goes out: the first packet is on its way for 20 ms.
        recording.commands.push(Timed {
            at: Time::from_millis(1),
            command: Command::SetNode {
                node: NodeId(r2 as u16),
                change: NodeChange::Icmp(true),
            },
        });
        let until = recording.scenario.until;
        let (world, _) = run(&recording, until, u64::MAX).unwrap();
        let told = told(&world);
        assert!(!told.is_empty(), "{transport:?}");
        if transport != Transport::Tcp {
            assert_eq!(told[0], SocketError::HostUnreachable, "{transport:?}");
        }
    }
}

#[test]
fn lost_ack_a_later_one_makes_up_for_it_and_only_the_last_is_missed() {
    let (world, outcome) = play("lost-ack", Transport::Tcp);
    assert!(outcome.transfers[0].intact);
    let is_lost = |event: &&TraceEvent| matches!(event.kind, EventKind::Dropped { .. });
    let lost: Vec<&TraceEvent> = world.trace().iter().filter(is_lost).collect();
    assert_eq!(lost.len(), 3, "one ACK, and then two");
    for event in &lost {
        let EventKind::Dropped { frame, why, .. } = &event.kind else {
            continue;
        };
        assert_eq!(*why, DropReason::RandomLoss);
        assert_eq!(frame.packet().len(), 46, "an ACK without data, padded");
    }

    // The first loss: the next acknowledgment covers four segments instead of two.
    let client = tcp(&world, "client");
    let covers_four = times(&client, |event| {
        matches!(event, TcpEvent::Acked { bytes: 4096, .. })
    });
    let next = covers_four.iter().find(|at| **at > lost[0].at).unwrap();
    assert!(next.since(lost[0].at) < Span::from_millis(40), "{next}");

    // The last: the timer, one copy, and the server's note that it had it.
    let expired = times(&client, |event| {
        matches!(event, TcpEvent::RtoExpired { .. })
    });
    assert_eq!(expired.len(), 1);
    assert!(expired[0] > lost[2].at);
    let resent = times(&segments(&world, "client"), is_resend);
    assert_eq!(resent, expired, "nothing else is sent again");
    let answered = times(&segments(&world, "server"), |why| {
        matches!(
            why,
            TransmitReason::Ack {
                why: AckWhy::Duplicate
            }
        )
    });
    let noted = times(&client, |event| {
        matches!(event, TcpEvent::DuplicateReported { .. })
    });
    assert_eq!((answered.len(), noted.len()), (1, 1));
    assert!(resent[0] < answered[0] && answered[0] < noted[0]);

    for transport in [Transport::Ip, Transport::Udp] {
        let (_, outcome) = play("lost-ack", transport);
        assert_eq!(outcome.packets_lost, 0, "{transport:?} has no ACKs to lose");
        assert!(outcome.transfers[0].intact);
    }
}

#[test]
fn slow_receiver_the_window_closes_is_probed_and_opens_for_a_full_segment() {
    let (world, outcome) = play("slow-receiver", Transport::Tcp);
    assert!(outcome.transfers[0].intact);
    assert_eq!(outcome.packets_lost, 0);
    let client = tcp(&world, "client");
    let first = |fits: fn(&TcpEvent) -> bool| times(&client, fits)[0];
    let closed = first(|event| matches!(event, TcpEvent::WindowClosed));
    let probed = first(|event| matches!(event, TcpEvent::PersistExpired { .. }));
    let opened = first(|event| matches!(event, TcpEvent::WindowOpened { .. }));
    assert!(
        closed < probed && probed < opened,
        "{closed} {probed} {opened}"
    );
    let window = client.iter().find_map(|(_, event)| match event {
        TcpEvent::WindowOpened { window } => Some(*window),
        _ => None,
    });
    assert!(window.unwrap() >= 1024, "never a silly window: {window:?}");
    let updates = times(&segments(&world, "server"), |why| {
        matches!(
            why,
            TransmitReason::Ack {
                why: AckWhy::WindowUpdate
            }
        )
    });
    assert!(
        updates.len() > 40,
        "one for about every segment: {}",
        updates.len()
    );
    // The program read 2,560 bytes a second, and that is how fast it went.
    assert!(outcome.transfers[0].sent_bytes == 65_536);
    let done = times(&tcp(&world, "server"), |event| {
        matches!(
            event,
            TcpEvent::StateChanged {
                to: State::Closed,
                ..
            }
        )
    });
    assert!(done[0] > Time::from_secs(24), "{}", done[0]);
}

#[test]
fn slow_receiver_datagrams_are_dropped_at_the_full_buffer() {
    for transport in [Transport::Ip, Transport::Udp] {
        let (world, outcome) = play("slow-receiver", transport);
        let full = |event: &&TraceEvent| {
            let why = DropReason::ReceiveBufferFull;
            matches!(event.kind, EventKind::Dropped { why: found, .. } if found == why)
        };
        let dropped = world.trace().iter().filter(full).count();
        assert!(dropped > 50, "{transport:?}: {dropped} of 64");
        assert_eq!(outcome.packets_lost, dropped as u64);
        assert!(outcome.transfers[0].delivered_bytes >= 8192);
    }
}

#[test]
fn slow_receiver_segments_that_are_taken_are_full_but_for_the_last() {
    let (world, _) = play("slow-receiver", Transport::Tcp);
    let arrived: Vec<u32> = (tcp(&world, "server").iter())
        .filter_map(|(_, event)| match event {
            TcpEvent::Delivered { bytes, .. } => Some(*bytes),
            _ => None,
        })
        .collect();
    let (last, before) = arrived.split_last().unwrap();
    let small: Vec<u32> = before
        .iter()
        .copied()
        .filter(|bytes| *bytes < 1024)
        .collect();
    assert!(
        small.is_empty(),
        "a refused probe goes along with what waited: {small:?}"
    );
    let whole: u32 = arrived.iter().sum();
    assert_eq!(whole, 65_536, "and {last} at the end");
}

#[test]
fn half_close_the_answer_goes_over_the_direction_that_is_still_open() {
    let (world, outcome) = play("half-close", Transport::Tcp);
    let [asked, answered] = &outcome.transfers[..] else {
        panic!("{outcome:?}")
    };
    assert!(asked.intact && answered.intact);
    assert_eq!(answered.delivered_bytes, 65_536);
    let states = |name| -> Vec<State> {
        let to = |(_, event): &(Time, TcpEvent)| match event {
            TcpEvent::StateChanged { to, .. } => Some(*to),
            _ => None,
        };
        tcp(&world, name).iter().filter_map(to).collect()
    };
    use State::*;
    assert_eq!(
        states("client"),
        [SynSent, Established, FinWait1, FinWait2, TimeWait]
    );
    assert_eq!(
        states("server"),
        [SynReceived, Established, CloseWait, LastAck, Closed]
    );
    let server = node(&world, "server");
    let of_server = |event: &&TraceEvent| event.place.node() == Some(server);
    let mut after_fin = (world.trace().iter().filter(of_server))
        .skip_while(|event| !matches!(event.kind, EventKind::StreamEnded { .. }));
    assert!(
        after_fin.any(|event| matches!(event.kind, EventKind::TransferStarted { .. })),
        "it answers only once it knows that the request is whole"
    );

    for transport in [Transport::Ip, Transport::Udp] {
        let (_, outcome) = play("half-close", transport);
        assert_eq!(outcome.transfers.len(), 1, "{transport:?}: no answer");
        assert!(outcome.transfers[0].intact);
    }
}

#[test]
fn reset_a_server_that_came_back_knows_nothing_of_the_connection() {
    let (world, outcome) = play("reset", Transport::Tcp);
    assert_eq!(outcome.transfers[0].failure.as_deref(), Some("reset"));
    let at = |fits: fn(&EventKind) -> bool| {
        let fitting = world.trace().iter().filter(|event| fits(&event.kind));
        fitting.map(|event| event.at).collect::<Vec<Time>>()
    };
    let restored = at(|kind| {
        matches!(
            kind,
            EventKind::NodeChanged {
                change: NodeChange::Restore
            }
        )
    });
    let reset = at(|kind| {
        matches!(
            kind,
            EventKind::Consumed {
                why: ConsumeReason::AnsweredWithReset,
                ..
            }
        )
    });
    assert_eq!((restored.len(), reset.len()), (1, 1));
    let resent = times(&segments(&world, "client"), is_resend);
    assert_eq!(
        resent.len(),
        1,
        "the timer's one resend brought it to light"
    );
    assert!(restored[0] < resent[0] && resent[0] < reset[0]);
    assert!(reset[0].since(restored[0]) < Span::from_secs(1));

    for transport in [Transport::Ip, Transport::Udp] {
        let (world, outcome) = play("reset", transport);
        let picture = &outcome.transfers[0];
        assert!(picture.failure.is_none() && !picture.intact);
        let on_screen: usize = (world.viewers()[0].inbox.iter())
            .map(|item| item.content.len())
            .sum();
        assert!(
            on_screen > 0 && on_screen < picture.delivered_bytes as usize,
            "{transport:?}: what came before the crash is gone, what came after is there"
        );
    }
}

/// By how much the congestion window shrank at each loss, in thousandths of what it was.
fn shrinkings(world: &World, name: &str) -> Vec<u32> {
    let of = |(_, event): &(Time, TcpEvent)| match event {
        TcpEvent::CwndChanged {
            from,
            ssthresh,
            why: CwndWhy::FastRetransmit,
            ..
        } => Some(ssthresh * 1000 / from),
        _ => None,
    };
    tcp(world, name).iter().filter_map(of).collect()
}

#[test]
fn reno_halves_its_window_and_cubic_keeps_seven_tenths() {
    let (world, outcome) = play("reno-vs-cubic", Transport::Tcp);
    assert!(outcome.transfers.iter().all(|transfer| transfer.intact));
    assert_eq!(
        outcome.packets_lost, outcome.resends,
        "SACK resends what was lost, no more"
    );
    assert!(outcome.packets_sent < 10_000 && outcome.events < 200_000);
    let (reno, cubic) = (shrinkings(&world, "reno"), shrinkings(&world, "cubic"));
    assert!(reno.len() >= 3 && cubic.len() >= 3);
    assert!(
        reno.iter().all(|left| (495..=505).contains(left)),
        "{reno:?}"
    );
    assert!(
        cubic.iter().all(|left| (695..=705).contains(left)),
        "{cubic:?}"
    );
}

#[test]
fn cubic_gets_more_of_a_long_path_than_reno() {
    let recording = recording("reno-vs-cubic", Transport::Tcp);
    let (world, _) = run(&recording, Time::from_secs(25), u64::MAX).unwrap();
    let got: Vec<u32> = (world.transfers().iter())
        .map(|transfer| transfer.deliveries[0].bytes)
        .collect();
    let share = u64::from(got[1]) * 100 / u64::from(got[0] + got[1]);
    assert!((60..80).contains(&share), "CUBIC has {share}% of {got:?}");
    // The link was busy: 2 Mbit/s carry 6.25 MB in this time, and slow start took some.
    assert!(got[0] + got[1] > 4_500_000, "{got:?}");
}

#[test]
fn reno_grows_by_about_a_segment_a_round_trip() {
    let (world, _) = play("reno-vs-cubic", Transport::Tcp);
    // After the last loss it has a straight tooth to climb.
    let reno = tcp(&world, "reno");
    let last_loss = times(&reno, |event| {
        matches!(event, TcpEvent::FastRetransmit { .. })
    });
    let from = *last_loss.last().unwrap() + Span::from_secs(2);
    let grows: Vec<(Time, u32)> = (reno.iter())
        .filter_map(|(at, event)| match event {
            TcpEvent::CwndChanged {
                to,
                why: CwndWhy::CongestionAvoidance,
                ..
            } if *at > from => Some((*at, *to)),
            _ => None,
        })
        .collect();
    let (first, last) = (grows[0], grows[grows.len() - 1]);
    let round_trips = last.0.since(first.0).as_nanos() / 700_000_000;
    let segments = u64::from(last.1 - first.1) / 1448;
    assert!(
        (80..=125).contains(&(segments * 100 / round_trips)),
        "{segments} segments in {round_trips} round trips"
    );
}
