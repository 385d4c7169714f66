//! The mechanisms with a switch of their own: timestamps, Nagle's algorithm, keep-alive, the user timeout, urgent data,
//! CUBIC, and a new connection in place of one in TIME-WAIT.

use hoplab_units::{Span, Time};
use hoplab_wire::tcp::{Flags, Header};

use super::link::{bare, text};
use super::{Fate, Pair, Side};
use crate::{
    AckWhy, Config, CongestionControl, Failure, Nagle, Seq, State, TcpEvent, TimerKind,
    TransmitReason,
};

fn with(change: impl Fn(&mut Config)) -> Pair {
    let mut config = bare();
    change(&mut config);
    Pair::connected_with(config, config)
}

fn stamped() -> Pair {
    with(|config| config.timestamps = true)
}

fn from_server(seq: u32, timestamps: Option<(u32, u32)>) -> Header {
    let mut header = Header {
        src_port: 80,
        dst_port: 49_152,
        seq,
        ack: 1001,
        flags: Flags::ACK,
        window: 65_535,
        ..Header::default()
    };
    header.options.timestamps = timestamps;
    header
}

#[test]
fn timestamps_ride_on_every_segment_and_take_their_room() {
    let mut pair = stamped();
    pair.client.to_send = text(5 * 1460);
    pair.client.closes = true;
    pair.run();
    assert!(pair.sent.iter().all(|sent| {
        let (value, _) = sent.transmit.header.options.timestamps.unwrap();
        u64::from(value) == sent.at.as_nanos() / 1_000_000
    }));
    let longest = pair
        .sent
        .iter()
        .map(|sent| sent.transmit.payload.len())
        .max();
    assert_eq!(longest, Some(1448));
    assert_eq!(pair.server.received, text(5 * 1460));
}

#[test]
fn with_timestamps_a_segment_sent_twice_is_measured() {
    for timestamps in [false, true] {
        let mut pair = with(|config| config.timestamps = timestamps);
        pair.lose_data(Side::Client, &[0]);
        pair.client.to_send = b"again".to_vec();
        pair.client.events.clear();
        pair.run_for(Span::from_secs(1));
        let samples: Vec<_> = (pair.client.events.iter())
            .filter_map(|(_, event)| match event {
                TcpEvent::RttMeasured { sample, .. } => Some(sample.as_millis()),
                _ => None,
            })
            .collect();
        // The delayed acknowledgment adds 40 ms to the 20 of the link.
        let expected: &[u64] = if timestamps { &[60] } else { &[] };
        assert_eq!(samples, expected);
    }
}

#[test]
fn an_old_duplicate_is_told_by_its_timestamp_though_its_number_fits() {
    let mut pair = stamped();
    let recent = pair.client.tcp().snapshot().timestamps.unwrap();
    pair.inject(
        Side::Client,
        from_server(700_001, Some((recent.wrapping_sub(1), 0))),
        b"old",
    );
    assert_eq!(pair.client.received, b"");
    let answer = pair.sent_by(Side::Client).last().unwrap();
    let why = AckWhy::OldTimestamp;
    assert_eq!(answer.transmit.reason, TransmitReason::Ack { why });
    pair.inject(
        Side::Client,
        from_server(700_001, Some((recent, 0))),
        b"new",
    );
    assert_eq!(pair.client.received, b"new");
}

#[test]
fn a_segment_without_the_agreed_timestamp_is_dropped_and_a_reset_is_not() {
    let mut pair = stamped();
    pair.inject(Side::Client, from_server(700_001, None), b"bare");
    assert_eq!(pair.client.received, b"");
    let reset = Header {
        flags: Flags::RST,
        ..from_server(700_001, None)
    };
    pair.inject(Side::Client, reset, b"");
    assert_eq!(pair.client.tcp().error(), Some(Failure::Reset));
}

#[test]
fn the_clock_echoed_is_that_of_the_segment_before_a_gap() {
    let mut pair = stamped();
    let recent = pair.client.tcp().snapshot().timestamps.unwrap();
    pair.inject(
        Side::Client,
        from_server(700_011, Some((recent + 50, 0))),
        b"ahead",
    );
    assert_eq!(pair.client.tcp().snapshot().timestamps, Some(recent));
    pair.inject(
        Side::Client,
        from_server(700_001, Some((recent + 70, 0))),
        b"0123456789",
    );
    assert_eq!(pair.client.tcp().snapshot().timestamps, Some(recent + 70));
}

#[test]
fn nagle_sends_the_first_small_segment_at_once_and_gathers_the_next() {
    for nagle in [Nagle::Off, Nagle::Minshall, Nagle::Rfc896] {
        let mut pair = with(|config| config.nagle = nagle);
        for _ in 0..10 {
            let now = pair.now;
            pair.client.tcp().send(now, b"x").unwrap();
            pair.run_for(Span::from_millis(1));
        }
        pair.run_for(Span::from_secs(1));
        let sizes: Vec<usize> = (pair.sent_by(Side::Client))
            .map(|sent| sent.transmit.payload.len())
            .collect();
        assert_eq!(pair.server.received, b"xxxxxxxxxx");
        if nagle != Nagle::Off {
            assert_eq!(sizes, [1, 9], "one, and the rest when it is acknowledged");
            let held = |event: &TcpEvent| matches!(event, TcpEvent::NagleHeld { .. });
            assert_eq!(pair.client.saw(held), 1, "told once");
        } else {
            assert_eq!(sizes, [1; 10]);
        }
    }
}

#[test]
fn nagle_does_not_hold_the_last_of_a_stream_back() {
    for nagle in [Nagle::Minshall, Nagle::Rfc896] {
        let mut pair = with(|config| config.nagle = nagle);
        pair.client.to_send = text(1460 + 10);
        pair.client.closes = true;
        pair.drain();
        assert_eq!(pair.sent_by(Side::Client).count(), 2);
    }
}

#[test]
fn the_end_of_one_large_write_waits_by_rfc_896_and_not_by_minshalls_variant() {
    for (nagle, at_once) in [(Nagle::Off, 2), (Nagle::Minshall, 2), (Nagle::Rfc896, 1)] {
        let mut pair = with(|config| config.nagle = nagle);
        pair.client.to_send = text(1500);
        pair.drain();
        assert_eq!(pair.sent_by(Side::Client).count(), at_once, "{nagle:?}");
        pair.run_for(Span::from_secs(1));
        assert!(pair.server.received == text(1500));
        assert_eq!(pair.sent_by(Side::Client).count(), 2);
    }
}

#[test]
fn a_silent_peer_is_asked_and_a_living_one_answers() {
    let mut pair = with(|config| {
        config.keep_alive = true;
        config.keep_alive_idle = Span::from_secs(10);
    });
    pair.run_for(Span::from_secs(95));
    let probes = |pair: &Pair, side| {
        (pair.sent_by(side))
            .filter(|sent| matches!(sent.transmit.reason, TransmitReason::KeepAlive { .. }))
            .count()
    };
    // Who is asked has heard the other, and need not ask itself (RFC 9293 MUST-26).
    assert_eq!(probes(&pair, Side::Client) + probes(&pair, Side::Server), 9);
    assert_eq!(pair.client.state(), State::Established);
    assert_eq!(pair.client.tcp().snapshot().keep_alive_probes, 0);
}

#[test]
fn a_peer_that_is_gone_is_given_up_after_the_last_probe() {
    let mut pair = with(|config| {
        config.keep_alive = true;
        config.keep_alive_idle = Span::from_secs(10);
        config.keep_alive_interval = Span::from_secs(2);
        config.keep_alive_probes = 3;
    });
    let began = pair.now;
    pair.fate = Box::new(|_| Fate::Lose);
    pair.server.endpoint = None;
    pair.run();
    assert_eq!(
        pair.client.tcp().error(),
        Some(Failure::KeepAlive { probes: 3 })
    );
    let at: Vec<u64> = (pair.sent_by(Side::Client))
        .map(|sent| (sent.at - began).as_nanos() / 1_000_000_000)
        .collect();
    assert_eq!(
        at,
        [9, 11, 13],
        "10 s after the handshake 80 ms ago, then every 2 s"
    );
    assert!(
        pair.sent_by(Side::Client)
            .all(|sent| { sent.transmit.header.seq == 1000 && sent.transmit.payload.is_empty() })
    );
}

#[test]
fn without_being_asked_for_keep_alive_is_off() {
    let mut pair = Pair::connected();
    assert!(!Config::default().keep_alive);
    pair.run_for(Span::from_secs(86_000));
    assert_eq!(pair.sent.len(), 0);
}

#[test]
fn what_stays_unacknowledged_longer_than_the_program_allows_ends_the_connection() {
    let mut pair = with(|config| config.user_timeout = Span::from_secs(5));
    let began = pair.now;
    pair.fate = Box::new(|_| Fate::Lose);
    pair.client.to_send = b"anyone?".to_vec();
    pair.run_for(Span::from_millis(4999));
    assert_eq!(pair.client.tcp().error(), None);
    pair.run();
    assert_eq!(pair.client.tcp().error(), Some(Failure::UserTimeout));
    let failed = pair.client.events.last().unwrap().0;
    assert_eq!(failed - began, Span::from_secs(5));
}

#[test]
fn progress_gives_the_rest_its_time_anew() {
    let mut pair = with(|config| config.user_timeout = Span::from_secs(5));
    for _ in 0..10 {
        pair.client.to_send = b"and on".to_vec();
        pair.run_for(Span::from_secs(1));
    }
    assert_eq!(pair.client.tcp().error(), None);
    let snapshot = pair.client.tcp().snapshot();
    let runs = |(kind, _): &(TimerKind, Time)| *kind == TimerKind::UserTimeout;
    assert!(!snapshot.timers.iter().any(runs), "nothing is outstanding");
}

#[test]
fn urgent_data_is_announced_and_still_read_in_its_place() {
    let mut pair = Pair::connected();
    pair.server.reads = false;
    let now = pair.now;
    pair.client.tcp().send(now, b"calm ").unwrap();
    pair.client.tcp().send_urgent(now, b"hurry").unwrap();
    pair.run_for(Span::from_millis(11));
    let sent = pair.sent_by(Side::Client).next().unwrap();
    assert!(sent.has(Flags::URG));
    assert_eq!(sent.transmit.header.urgent, 10, "just past the urgent data");
    let told = |event: &TcpEvent| *event == TcpEvent::Urgent { up_to: Seq(1011) };
    assert_eq!(pair.server.saw(told), 1);
    assert_eq!(pair.server.tcp().urgent_len(), 10);
    let now = pair.now;
    assert_eq!(pair.server.tcp().recv(now, 6), b"calm h");
    assert_eq!(pair.server.tcp().urgent_len(), 4);
    pair.client.to_send = b"calm again".to_vec();
    pair.run_for(Span::from_secs(1));
    let last = pair.sent_by(Side::Client).last().unwrap();
    assert!(!last.has(Flags::URG));
}

#[test]
fn cubic_gives_up_less_than_reno_on_the_same_loss() {
    let after_loss = |congestion| {
        let mut pair = with(|config| config.congestion = congestion);
        pair.lose_data(Side::Client, &[0]);
        pair.client.to_send = text(30 * 1460);
        pair.run_for(Span::from_millis(25));
        pair.client.tcp().snapshot()
    };
    let reno = after_loss(CongestionControl::Reno);
    assert_eq!((reno.ssthresh, reno.w_max), (7300, None));
    let cubic = after_loss(CongestionControl::Cubic);
    assert_eq!((cubic.ssthresh, cubic.w_max), (10_220, Some(14_600)));
}

#[test]
fn a_new_syn_takes_the_place_of_a_connection_in_time_wait_if_it_is_newer() {
    let mut pair = stamped();
    pair.client.closes = true;
    pair.run_for(Span::from_secs(1));
    assert_eq!(pair.client.state(), State::TimeWait);
    let client = pair.client.tcp();
    let (next, sent) = (client.snapshot().rcv_nxt, client.snapshot().snd_nxt);
    let recent = client.snapshot().timestamps.unwrap();
    let syn = |seq: Seq, timestamps| Header {
        flags: Flags::SYN,
        ..from_server(seq.0, timestamps)
    };
    assert_eq!(client.yields_to(&syn(next + 1, None)), Some(sent));
    assert_eq!(client.yields_to(&syn(next.minus(9), None)), None);
    let newer = syn(next.minus(9), Some((recent + 1, 0)));
    assert_eq!(
        client.yields_to(&newer),
        Some(sent),
        "by its clock (RFC 6191)"
    );
    let older = syn(next + 1, Some((recent.wrapping_sub(1), 0)));
    assert_eq!(client.yields_to(&older), None);
    let ack = from_server(next.0 + 1, Some((recent + 1, 0)));
    assert_eq!(client.yields_to(&ack), None, "no SYN");
    assert_eq!(
        pair.server.tcp().yields_to(&newer),
        None,
        "not in TIME-WAIT"
    );
}

#[test]
fn a_lost_acknowledgment_does_not_make_the_round_trip_look_long() {
    let mut pair = stamped();
    pair.client.to_send = text(500);
    // The first acknowledgment of it is lost, so that the timer sends it again.
    let mut lost = false;
    pair.fate = Box::new(move |sent| {
        let loses = sent.from == Side::Server && !lost;
        lost |= loses;
        if loses { Fate::Lose } else { Fate::Pass }
    });
    pair.run_for(Span::from_secs(5));
    assert_eq!(
        pair.client
            .saw(|e| matches!(e, TcpEvent::RtoExpired { .. })),
        1
    );
    let srtt = pair.client.tcp().snapshot().srtt.expect("measured");
    assert!(srtt < Span::from_millis(40), "{srtt}");
}

#[test]
fn a_flight_whose_acknowledgments_are_all_lost_does_not_make_the_round_trip_look_long_either() {
    let mut pair = stamped();
    pair.client.to_send = text(5000);
    // The timer sends the first segment again, and the answer acknowledges all with the clock of the last.
    let mut lost = 0;
    pair.fate = Box::new(move |sent| {
        let loses = sent.from == Side::Server && lost < 3;
        lost += u32::from(loses);
        if loses { Fate::Lose } else { Fate::Pass }
    });
    pair.run_for(Span::from_secs(5));
    assert_eq!(pair.client.tcp().snapshot().flight_size, 0);
    let srtt = pair.client.tcp().snapshot().srtt.expect("measured");
    assert!(srtt < Span::from_millis(40), "{srtt}");
}
