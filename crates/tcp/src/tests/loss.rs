//! Loss: how it is noticed and what is sent again.

use hoplab_units::{Span, Time};

use super::link::{bare, text};
use super::{Fate, Pair, Side};
use crate::{
    Config, CwndWhy, Failure, IcmpError, NO_LIMIT, RecoveryPhase, RetransmitWhy, Seq, State,
    TcpEvent, TransmitReason,
};

#[test]
fn a_lost_segment_is_sent_again_after_the_rto() {
    let mut pair = Pair::connected();
    let rto = pair.client.tcp().snapshot().rto;
    pair.lose_data(Side::Client, &[0]);
    pair.client.to_send = b"once".to_vec();
    let began = pair.now;
    pair.run_for(Span::from_secs(2));
    assert_eq!(pair.server.received, b"once");
    let resent: Vec<_> = pair.sent_by(Side::Client).skip(1).collect();
    assert_eq!(resent.len(), 1);
    assert_eq!(resent[0].at, began + rto);
    let expected = TransmitReason::Retransmit {
        why: RetransmitWhy::RtoExpired { expiry: 1 },
        original_tag: 0,
        attempt: 1,
    };
    assert_eq!(resent[0].transmit.reason, expected);
}

#[test]
fn the_rto_doubles_until_the_connection_is_given_up() {
    let mut pair = Pair::connected();
    pair.fate = Box::new(|_| Fate::Lose);
    pair.client.to_send = b"anyone?".to_vec();
    pair.run();
    let mut waits: Vec<Span> = pair
        .sent
        .windows(2)
        .map(|two| two[1].at - two[0].at)
        .collect();
    assert_eq!(waits.len(), 8, "as often as max_retransmissions says");
    assert_eq!(
        pair.client.tcp().error(),
        Some(Failure::TimedOut { retransmissions: 8 })
    );
    let first = waits.remove(0);
    for (doublings, wait) in (1..).zip(waits) {
        assert_eq!(wait, (first * (1 << doublings)).min(Span::from_secs(60)));
    }
    let send = pair.client.tcp().send(pair.now, b"x");
    assert!(send.is_err());
}

#[test]
fn a_segment_sent_twice_gives_no_measurement_and_keeps_the_backoff() {
    let mut pair = Pair::connected();
    let before = pair.client.tcp().snapshot();
    pair.lose_data(Side::Client, &[0]);
    pair.client.to_send = b"lost once".to_vec();
    pair.run_for(Span::from_secs(2));
    let after = pair.client.tcp().snapshot();
    assert_eq!((after.srtt, after.rto_backoff), (before.srtt, 1));
    assert_eq!(after.rto, before.rto * 2);
    pair.client.to_send = b"clean".to_vec();
    pair.run_for(Span::from_secs(2));
    assert_eq!(
        pair.client.tcp().snapshot().rto_backoff,
        0,
        "a clean measurement ends it"
    );
}

#[test]
fn three_duplicates_cause_a_resend_long_before_the_rto() {
    let mut pair = Pair::connected();
    pair.lose_data(Side::Client, &[2]);
    pair.client.to_send = text(10 * 1460);
    let began = pair.now;
    pair.run_for(Span::from_secs(2));
    assert!(pair.server.received == text(10 * 1460));
    let resent: Vec<_> = pair
        .sent_by(Side::Client)
        .filter(|sent| sent.resent_because().is_some())
        .collect();
    assert_eq!(resent.len(), 1);
    assert_eq!(
        resent[0].resent_because(),
        Some(RetransmitWhy::FastRetransmit { dup_acks: 3 })
    );
    assert!(resent[0].at - began < Span::from_millis(30));
    let fast = TcpEvent::FastRetransmit {
        seq: Seq(1001 + 2 * 1460),
        dup_acks: 3,
        recover: Seq(1001 + 14_600),
        original_tag: 2,
    };
    assert_eq!(pair.client.saw(|event| *event == fast), 1);
    assert_eq!(
        pair.client
            .saw(|event| matches!(event, TcpEvent::RtoExpired { .. })),
        0
    );
    let closed = TcpEvent::Delivered {
        bytes: 8 * 1460,
        closed_gap: true,
    };
    assert_eq!(pair.server.saw(|event| *event == closed), 1);
}

#[test]
fn newreno_mends_several_losses_in_one_window_without_a_timeout() {
    let mut pair = Pair::connected();
    pair.lose_data(Side::Client, &[1, 4]);
    pair.client.to_send = text(10 * 1460);
    pair.run_for(Span::from_secs(2));
    assert!(pair.server.received == text(10 * 1460));
    let why: Vec<_> = pair
        .sent
        .iter()
        .filter_map(|sent| sent.resent_because())
        .collect();
    assert_eq!(
        why,
        [
            RetransmitWhy::FastRetransmit { dup_acks: 3 },
            RetransmitWhy::PartialAck
        ]
    );
    let ended = |event: &TcpEvent| matches!(event, TcpEvent::RecoveryEnded { .. });
    assert_eq!(pair.client.saw(ended), 1);
    let snapshot = pair.client.tcp().snapshot();
    assert_eq!(
        (snapshot.recovery, snapshot.retransmissions),
        (RecoveryPhase::Open, 0)
    );
    assert!(snapshot.ssthresh < NO_LIMIT && snapshot.cwnd <= snapshot.ssthresh + 1460);
}

#[test]
fn a_timeout_begins_again_with_one_segment() {
    let mut pair = Pair::connected();
    pair.fate = Box::new(|_| Fate::Lose);
    pair.client.to_send = text(10 * 1460);
    pair.run_for(Span::from_millis(50));
    pair.fate = Box::new(|_| Fate::Pass);
    pair.run_for(Span::from_millis(180));
    let fell = TcpEvent::CwndChanged {
        from: 14_600,
        to: 1460,
        ssthresh: 7300,
        why: CwndWhy::RtoExpired,
    };
    assert_eq!(pair.client.saw(|event| *event == fell), 1);
    assert_eq!(
        pair.sent
            .iter()
            .filter(|sent| sent.resent_because().is_some())
            .count(),
        1
    );
    pair.run_for(Span::from_secs(5));
    assert!(pair.server.received == text(10 * 1460));
}

#[test]
fn a_lost_acknowledgment_is_made_good_by_the_next() {
    let config = Config {
        delayed_ack: false,
        ..bare()
    };
    let mut pair = Pair::connected_with(config, config);
    let mut acks = 0;
    pair.fate = Box::new(move |sent| {
        acks += usize::from(sent.from == Side::Server);
        if sent.from == Side::Server && acks == 1 {
            Fate::Lose
        } else {
            Fate::Pass
        }
    });
    pair.client.to_send = text(3 * 1460);
    pair.run_for(Span::from_secs(1));
    assert_eq!(
        pair.sent
            .iter()
            .filter(|sent| sent.resent_because().is_some())
            .count(),
        0
    );
    assert_eq!(pair.client.tcp().snapshot().flight_size, 0);
}

#[test]
fn segments_too_long_for_the_path_are_cut_and_sent_again_without_slowing_down() {
    let mut pair = Pair::connected();
    pair.fate = Box::new(|sent| {
        if sent.transmit.payload.len() > 1000 {
            Fate::Lose
        } else {
            Fate::Pass
        }
    });
    pair.client.to_send = text(20_000);
    pair.drain();
    let now = pair.now;
    let cwnd = pair.client.tcp().snapshot().cwnd;
    let error = IcmpError::FragmentationNeeded { next_hop_mtu: 1040 };
    pair.client.tcp().handle_icmp(now, error, Seq(77));
    assert_eq!(
        pair.client.tcp().snapshot().mss,
        1460,
        "it quotes nothing of ours"
    );
    pair.client.tcp().handle_icmp(now, error, Seq(1001));
    assert_eq!(
        (
            pair.client.tcp().snapshot().mss,
            pair.client.tcp().snapshot().cwnd
        ),
        (1000, cwnd)
    );
    pair.run_for(Span::from_secs(1));
    assert!(pair.server.received == text(20_000));
    let why: Vec<_> = pair
        .sent
        .iter()
        .filter_map(|sent| sent.resent_because())
        .collect();
    assert!(!why.is_empty() && why.iter().all(|why| *why == RetransmitWhy::PathMtu));
}

#[test]
fn a_router_that_does_not_say_its_mtu_makes_us_try_the_next_plateau() {
    let mut pair = Pair::connected();
    let now = pair.now;
    let mut seen = Vec::new();
    for _ in 0..6 {
        pair.client.tcp().handle_mtu(now, 0);
        seen.push(pair.client.tcp().snapshot().mss);
    }
    assert_eq!(seen, [1452, 966, 468, 256, 28, 28]);
}

#[test]
fn an_icmp_error_does_not_end_an_open_connection() {
    let mut pair = Pair::connected();
    pair.client.to_send = b"x".to_vec();
    pair.drain();
    let now = pair.now;
    pair.client
        .tcp()
        .handle_icmp(now, IcmpError::Unreachable { hard: true }, Seq(1001));
    pair.run_for(Span::from_secs(1));
    assert_eq!(pair.server.received, b"x");
    assert_eq!(pair.client.state(), State::Established);
}

#[test]
fn after_an_idle_while_the_window_is_at_most_the_initial_one() {
    let mut pair = Pair::connected();
    pair.client.to_send = text(100_000);
    pair.run_for(Span::from_secs(2));
    assert!(pair.client.tcp().snapshot().cwnd > 14_600);
    pair.client.to_send = text(10);
    pair.drain();
    assert_eq!(pair.client.tcp().snapshot().cwnd, 14_600);
    assert!(pair.now > Time::from_secs(2));
}

#[test]
fn what_limited_transmit_sent_does_not_count_when_the_window_is_halved() {
    for sack in [false, true] {
        let config = Config {
            sack,
            delayed_ack: false,
            timestamps: false,
            ..Config::default()
        };
        let mut pair = Pair::connected_with(config, config);
        pair.lose_data(Side::Client, &[0]);
        pair.client.to_send = text(100_000);
        pair.client.events.clear();
        pair.run();
        let halved = (pair.client.events.iter()).find_map(|(_, event)| match event {
            TcpEvent::CwndChanged {
                from,
                ssthresh,
                why: CwndWhy::FastRetransmit,
                ..
            } => Some((*from, *ssthresh)),
            _ => None,
        });
        assert_eq!(halved, Some((14_600, 7_300)), "SACK: {sack}");
    }
}
