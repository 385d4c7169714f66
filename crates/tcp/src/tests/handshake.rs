//! Opening a connection.

use hoplab_units::{Span, Time};
use hoplab_wire::tcp::Flags;

use super::link::bare;
use super::{Fate, Pair, Side};
use crate::{
    AckWhy, Config, Failure, IcmpError, RetransmitWhy, Seq, State, StateEvent, TcpEvent,
    TransmitReason,
};

#[test]
fn three_segments_open_a_connection() {
    let mut pair = Pair::new();
    pair.run_for(Span::from_secs(1));
    let reasons: Vec<_> = pair.sent.iter().map(|sent| sent.transmit.reason).collect();
    let ack = TransmitReason::Ack {
        why: AckWhy::Handshake,
    };
    assert_eq!(reasons, [TransmitReason::Syn, TransmitReason::SynAck, ack]);
    let [syn, syn_ack, ack] = &pair.sent[..] else {
        panic!("three segments")
    };
    assert_eq!(syn.transmit.header.flags, Flags::SYN);
    assert_eq!(syn_ack.transmit.header.flags, Flags::SYN | Flags::ACK);
    assert_eq!(
        (syn_ack.transmit.header.seq, syn_ack.transmit.header.ack),
        (700_000, 1001)
    );
    assert_eq!(
        (ack.transmit.header.seq, ack.transmit.header.ack),
        (1001, 700_001)
    );
    assert_eq!(syn.transmit.header.options.mss, Some(1460));
    assert_eq!(
        (pair.client.state(), pair.server.state()),
        (State::Established, State::Established)
    );
    let opened = TcpEvent::StateChanged {
        from: State::SynSent,
        to: State::Established,
        why: StateEvent::SynAckArrived,
    };
    assert!(
        pair.client
            .events
            .contains(&(Time::from_millis(20), opened))
    );
    let rtt = |event: &TcpEvent| matches!(event, TcpEvent::RttMeasured { sample, .. } if *sample == Span::from_millis(20));
    assert_eq!((pair.client.saw(rtt), pair.server.saw(rtt)), (1, 1));
}

#[test]
fn data_may_ride_on_the_last_segment() {
    let mut pair = Pair::new();
    pair.client.to_send = b"hello".to_vec();
    pair.run_for(Span::from_millis(35));
    assert_eq!(
        pair.sent
            .iter()
            .filter(|sent| sent.from == Side::Client)
            .count(),
        2
    );
    assert_eq!(pair.server.received, b"hello");
}

#[test]
fn the_smaller_mss_is_used_both_ways() {
    let small = Config { mss: 500, ..bare() };
    let mut pair = Pair::with(bare(), small);
    pair.client.to_send = vec![1; 3000];
    pair.server.to_send = vec![2; 3000];
    pair.run_for(Span::from_secs(1));
    assert_eq!(
        (pair.server.received.len(), pair.client.received.len()),
        (3000, 3000)
    );
    assert!(
        pair.sent
            .iter()
            .all(|sent| sent.transmit.payload.len() <= 500)
    );
}

#[test]
fn windows_are_scaled_only_if_both_offer_it() {
    let large = Config {
        receive_buffer: 1 << 20,
        ..bare()
    };
    let plain = Config {
        window_scaling: false,
        ..large
    };
    let mut pair = Pair::connected_with(large, large);
    assert_eq!(pair.client.tcp().snapshot().rcv_wind_shift, 5);
    pair.client.to_send = vec![0; 100];
    pair.run_for(Span::from_secs(1));
    assert_eq!(pair.client.tcp().snapshot().snd_wnd, (1 << 20) / 32 * 32);
    let mut pair = Pair::connected_with(large, plain);
    let snapshot = pair.client.tcp().snapshot();
    assert_eq!(
        (
            snapshot.rcv_wind_shift,
            snapshot.snd_wind_shift,
            snapshot.snd_wnd
        ),
        (0, 0, 65_535)
    );
    assert_eq!(pair.server.tcp().snapshot().snd_wind_shift, 0);
}

#[test]
fn both_may_open_at_once() {
    let mut pair = Pair::new();
    pair.open_server_actively();
    pair.client.to_send = b"ping".to_vec();
    pair.server.to_send = b"pong".to_vec();
    pair.run_for(Span::from_millis(500));
    assert_eq!(
        (pair.client.state(), pair.server.state()),
        (State::Established, State::Established)
    );
    assert_eq!(
        (&pair.server.received[..], &pair.client.received[..]),
        (&b"ping"[..], &b"pong"[..])
    );
    let crossed = |event: &TcpEvent| {
        matches!(
            event,
            TcpEvent::StateChanged {
                why: StateEvent::SynArrived,
                from: State::SynSent,
                ..
            }
        )
    };
    assert_eq!((pair.client.saw(crossed), pair.server.saw(crossed)), (1, 1));
    assert!(
        pair.sent.len() < 15,
        "and it ends: {} segments",
        pair.sent.len()
    );
}

#[test]
fn a_port_where_nobody_listens_refuses() {
    let mut pair = Pair::new();
    pair.listening = false;
    pair.run();
    assert_eq!(pair.client.tcp().error(), Some(Failure::Refused));
    assert!(pair.client.tcp().is_closed());
    assert_eq!(pair.sent.len(), 2);
}

#[test]
fn a_syn_without_answer_is_sent_again_ever_more_rarely_and_then_given_up() {
    let mut pair = Pair::new();
    pair.fate = Box::new(|_| Fate::Lose);
    pair.run();
    let at: Vec<u64> = pair
        .sent
        .iter()
        .map(|sent| sent.at.as_nanos() / 1_000_000_000)
        .collect();
    assert_eq!(at, [0, 1, 3, 7, 15, 31, 63, 123]);
    assert_eq!(
        pair.client.tcp().error(),
        Some(Failure::TimedOut { retransmissions: 7 })
    );
    let gave_up = |event: &TcpEvent| {
        matches!(
            event,
            TcpEvent::GaveUp {
                original_tag: Some(0),
                ..
            }
        )
    };
    assert_eq!(pair.client.saw(gave_up), 1);
}

#[test]
fn after_a_lost_syn_the_window_starts_at_one_segment_and_the_rto_at_three_seconds() {
    let mut pair = Pair::new();
    let mut first = true;
    pair.fate = Box::new(move |_| {
        if core::mem::take(&mut first) {
            Fate::Lose
        } else {
            Fate::Pass
        }
    });
    pair.run_for(Span::from_millis(1500));
    let snapshot = pair.client.tcp().snapshot();
    assert_eq!(
        (snapshot.cwnd, snapshot.rto, snapshot.srtt),
        (1460, Span::from_secs(3), None)
    );
}

#[test]
fn a_lost_syn_ack_is_sent_again_when_the_syn_comes_again() {
    let mut pair = Pair::new();
    let mut first = true;
    pair.fate = Box::new(move |sent| {
        let lost = sent.from == Side::Server && core::mem::take(&mut first);
        if lost { Fate::Lose } else { Fate::Pass }
    });
    pair.run_for(Span::from_secs(2));
    assert_eq!(
        (pair.client.state(), pair.server.state()),
        (State::Established, State::Established)
    );
    let why: Vec<_> = pair
        .sent_by(Side::Server)
        .filter_map(|sent| sent.resent_because())
        .collect();
    assert!(!why.is_empty());
    assert!(why.iter().all(|why| matches!(
        why,
        RetransmitWhy::SynRepeated | RetransmitWhy::RtoExpired { expiry: 1 }
    )));
}

#[test]
fn a_hard_icmp_error_ends_an_attempt_and_a_soft_one_only_if_nothing_better_comes() {
    let mut pair = Pair::new();
    pair.fate = Box::new(|_| Fate::Lose);
    pair.drain();
    let now = pair.now;
    let tcp = pair.client.tcp();
    tcp.handle_icmp(now, IcmpError::Unreachable { hard: true }, Seq(999));
    assert_eq!(
        tcp.state(),
        State::SynSent,
        "it quotes a segment we never sent"
    );
    let mut soft = tcp.clone();
    tcp.handle_icmp(now, IcmpError::Unreachable { hard: true }, Seq(1000));
    assert_eq!(tcp.error(), Some(Failure::Unreachable));
    soft.handle_icmp(now, IcmpError::Unreachable { hard: false }, Seq(1000));
    assert_eq!(soft.state(), State::SynSent);
    pair.client.endpoint = Some(soft);
    pair.run();
    assert_eq!(pair.client.tcp().error(), Some(Failure::Unreachable));
}

#[test]
fn closing_before_the_answer_comes_gives_up_quietly() {
    let mut pair = Pair::new();
    pair.client.closes = true;
    pair.run();
    assert_eq!(pair.client.state(), State::Closed);
    assert_eq!(pair.client.tcp().error(), None);
}
