//! Data both ways, whole and in order, whatever the link does.

use hoplab_units::Span;

use super::link::{Lcg, bare, text};
use super::{Fate, Pair, Side};
use crate::{AckWhy, Config, CongestionControl, Seq, State, TcpEvent, TransmitReason};

/// 100 KB one way, 30 KB the other, then both close. Returns the pair when all is quiet.
fn exchange(mut pair: Pair) -> Pair {
    pair.client.to_send = text(100_000);
    pair.server.to_send = text(30_000);
    pair.client.closes = true;
    pair.run();
    pair
}

fn assert_whole(pair: &mut Pair, what: &str) {
    assert_eq!(pair.server.received.len(), 100_000, "{what}");
    assert!(pair.server.received == text(100_000), "{what}: in order");
    assert!(pair.client.received == text(30_000), "{what}: in order");
    assert_eq!(
        (pair.client.state(), pair.server.state()),
        (State::Closed, State::Closed)
    );
    assert_eq!(
        (pair.client.tcp().error(), pair.server.tcp().error()),
        (None, None),
        "{what}"
    );
}

#[test]
fn a_clean_line_needs_no_resend() {
    let mut pair = exchange(Pair::new());
    assert_whole(&mut pair, "clean");
    assert_eq!(
        pair.sent
            .iter()
            .filter(|sent| sent.resent_because().is_some())
            .count(),
        0
    );
    let none = |event: &TcpEvent| {
        matches!(
            event,
            TcpEvent::RtoExpired { .. } | TcpEvent::DuplicateSegment { .. }
        )
    };
    assert_eq!(pair.client.saw(none) + pair.server.saw(none), 0);
}

#[test]
fn sequence_numbers_wrap_around() {
    for back in [0, 1, 2, 1000, 50_000] {
        let iss = Seq(0).minus(back);
        let config = bare();
        let mut pair = exchange(Pair::at(config, config, iss, iss.minus(7)));
        assert_whole(&mut pair, "wrapping");
    }
}

/// Drops, repeats and delays at random: `loss` in percent, a fifth of that each for the others.
fn bad_line(pair: &mut Pair, loss: u32, seed: u64) {
    let mut random = Lcg(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    pair.fate = Box::new(move |_| {
        if random.percent(loss) {
            Fate::Lose
        } else if random.percent(loss / 5) {
            Fate::Twice
        } else if random.percent(loss / 5) {
            Fate::Late(Span::from_millis(u64::from(random.next() % 40)))
        } else {
            Fate::Pass
        }
    });
}

#[test]
fn a_bad_line_delivers_everything_in_order() {
    for loss in [0, 1, 5, 10, 20, 30] {
        for seed in 0..20 {
            for (congestion, base) in [
                (CongestionControl::Reno, bare()),
                (CongestionControl::None, bare()),
                (CongestionControl::Reno, Config::default()),
                (CongestionControl::Cubic, Config::default()),
            ] {
                let config = Config {
                    congestion,
                    delayed_ack: seed % 2 == 0,
                    max_retransmissions: 30,
                    syn_retries: 30,
                    ..base
                };
                let mut pair = Pair::with(config, config);
                bad_line(&mut pair, loss, seed);
                let mut pair = exchange(pair);
                // At 30% even an ending may fail: the last ACK of a peer that is gone already.
                assert_whole(&mut pair, &format!("{loss}% loss, seed {seed}"));
            }
        }
    }
}

#[test]
fn reordering_alone_loses_nothing() {
    let mut pair = Pair::new();
    let mut random = Lcg(3);
    pair.fate = Box::new(move |_| Fate::Late(Span::from_micros(u64::from(random.next() % 9000))));
    let mut pair = exchange(pair);
    assert_whole(&mut pair, "reordered");
    assert!(
        pair.server
            .saw(|event| matches!(event, TcpEvent::OutOfOrder { .. }))
            > 10
    );
}

#[test]
fn every_second_full_segment_is_acknowledged_and_a_lone_one_after_the_delay() {
    let mut pair = Pair::connected();
    pair.client.to_send = text(5 * 1460);
    let began = pair.now;
    pair.run_for(Span::from_millis(200));
    let acks: Vec<_> = pair
        .sent_by(Side::Server)
        .map(|sent| (sent.transmit.reason, (sent.at - began).as_millis()))
        .collect();
    let second = TransmitReason::Ack {
        why: AckWhy::SecondSegment,
    };
    let delayed = TransmitReason::Ack {
        why: AckWhy::Delayed,
    };
    assert_eq!(acks, [(second, 10), (second, 10), (delayed, 50)]);
}

#[test]
fn with_delaying_off_every_segment_is_acknowledged_at_once() {
    let config = Config {
        delayed_ack: false,
        ..bare()
    };
    let mut pair = Pair::connected_with(config, config);
    pair.client.to_send = text(5 * 1460);
    pair.run_for(Span::from_millis(11));
    assert_eq!(pair.sent_by(Side::Server).count(), 5);
}

#[test]
fn an_acknowledgment_rides_on_data_going_back() {
    let mut pair = Pair::connected();
    pair.client.to_send = b"question".to_vec();
    pair.run_for(Span::from_millis(20));
    pair.server.to_send = b"answer".to_vec();
    pair.run_for(Span::from_millis(15));
    let [answer] = &pair.sent_by(Side::Server).collect::<Vec<_>>()[..] else {
        panic!("one segment carries both")
    };
    assert_eq!(
        (&answer.transmit.payload[..], answer.transmit.header.ack),
        (&b"answer"[..], 1009)
    );
}

#[test]
fn the_first_flight_is_ten_segments_and_slow_start_doubles_it() {
    let big = Config {
        receive_buffer: 1 << 20,
        send_buffer: 1 << 20,
        delayed_ack: false,
        ..bare()
    };
    let mut pair = Pair::connected_with(big, big);
    pair.client.to_send = text(200_000);
    let began = pair.now;
    pair.run_for(Span::from_secs(1));
    let in_round = |round: u64| {
        let begin = round * 20;
        let window = begin..begin + 20;
        pair.sent_by(Side::Client)
            .filter(|sent| window.contains(&(sent.at - began).as_millis()))
            .filter(|sent| !sent.transmit.payload.is_empty())
            .count()
    };
    assert_eq!([in_round(0), in_round(1), in_round(2)], [10, 20, 40]);
}

#[test]
fn the_acknowledged_segment_is_named_by_its_tag() {
    let mut pair = Pair::connected();
    pair.client.to_send = text(3 * 1460);
    pair.run_for(Span::from_secs(1));
    let tags: Vec<_> = pair
        .client
        .events
        .iter()
        .filter_map(|(_, event)| match event {
            TcpEvent::Acked { tag, bytes, .. } => Some((*tag, *bytes)),
            _ => None,
        })
        .collect();
    assert_eq!(tags, [(Some(1), 2920), (Some(2), 1460)]);
}
