//! Keep-alive (RFC 9293 §3.8.4), Nagle (§3.7.4), the user timeout (§3.9.1), and TIME-WAIT cut short (§3.6.1).

use hoplab_units::{Span, Time};
use hoplab_wire::tcp::{Flags, Header, Options};

use super::link::text;
use super::{Fate, Pair, Side, alone, connected};
use crate::{Config, Failure, Nagle, State, TransmitReason};

const HOUR: Span = Span::from_secs(3600);

fn kept_alive() -> Config {
    Config {
        keep_alive: true,
        ..Config::default()
    }
}

fn probes(pair: &Pair) -> Vec<(Time, u32, usize)> {
    let sent = pair.sent_by(Side::Client);
    sent.filter(|sent| matches!(sent.transmit.reason, TransmitReason::KeepAlive { .. }))
        .map(|sent| {
            let transmit = &sent.transmit;
            (sent.at, transmit.header.seq, transmit.payload.len())
        })
        .collect()
}

#[test]
fn nothing_is_kept_alive_unless_asked_and_then_only_after_two_hours() {
    let mut pair = connected();
    pair.run_for(HOUR * 100);
    assert_eq!(pair.sent.len(), 0, "off unless asked for");
    let mut pair = Pair::connected_with(kept_alive(), Config::default());
    // The client was last heard of when the handshake ended, 80 ms ago.
    pair.run_for(HOUR * 2 - Span::from_millis(100));
    assert_eq!(pair.sent.len(), 0, "two hours unless told otherwise");
    pair.run_for(HOUR * 3);
    assert_eq!(
        probes(&pair).len(),
        2,
        "each is answered, and the silence begins anew"
    );
    assert_eq!(pair.client.state(), State::Established);
}

#[test]
fn a_probe_lies_before_the_window_and_holds_no_data() {
    let mut pair = Pair::connected_with(kept_alive(), Config::default());
    pair.client.to_send = b"x".to_vec();
    pair.run_for(HOUR * 3);
    let found = probes(&pair);
    assert_eq!(found.len(), 1);
    let (_, seq, len) = found[0];
    assert_eq!((seq, len), (1001, 0), "SND.NXT is 1002");
    let answers = pair
        .sent_by(Side::Server)
        .filter(|sent| sent.at >= found[0].0);
    assert_eq!(answers.count(), 1);
}

#[test]
fn the_interval_is_the_programs_to_choose_and_anything_heard_begins_it_anew() {
    let minute = Span::from_secs(60);
    let config = Config {
        keep_alive_idle: minute,
        ..kept_alive()
    };
    let mut pair = Pair::connected_with(config, Config::default());
    for _ in 0..10 {
        pair.run_for(Span::from_secs(50));
        pair.server.to_send = b"still here".to_vec();
        pair.drain();
    }
    assert_eq!(probes(&pair).len(), 0);
    let heard = pair.now + pair.delay;
    pair.run_for(Span::from_secs(61));
    assert_eq!(probes(&pair)[0].0, heard + minute);
}

#[test]
fn while_data_is_unacknowledged_no_probe_is_sent() {
    let config = Config {
        keep_alive_idle: Span::from_secs(1),
        keep_alive_interval: Span::from_secs(1),
        ..kept_alive()
    };
    let mut pair = alone(config);
    pair.client.to_send = b"x".to_vec();
    pair.run_for(Span::from_secs(60));
    assert!(pair.sent.len() > 3, "the retransmission timer asks");
    assert_eq!(probes(&pair).len(), 0);
}

#[test]
fn a_probe_that_is_lost_kills_nothing_and_silence_to_all_of_them_does() {
    let mut pair = Pair::connected_with(kept_alive(), Config::default());
    let mut count = 0;
    pair.fate = Box::new(move |_| {
        count += 1;
        // The first eight probes, or the answers to them, are lost.
        if count <= 8 { Fate::Lose } else { Fate::Pass }
    });
    pair.run_for(HOUR * 3);
    assert_eq!(probes(&pair).len(), 9);
    assert_eq!(pair.client.state(), State::Established);
    pair.fate = Box::new(|_| Fate::Lose);
    pair.run_for(HOUR * 3);
    let failed = pair.client.tcp().error();
    assert_eq!(failed, Some(Failure::KeepAlive { probes: 9 }));
}

#[test]
fn a_full_receiver_that_is_probed_does_not_probe_back() {
    let client = Config {
        receive_buffer: 4096,
        keep_alive_idle: Span::from_secs(90),
        ..kept_alive()
    };
    let mut pair = Pair::connected_with(client, Config::default());
    pair.client.reads = false;
    pair.server.to_send = text(10_000);
    pair.run_for(HOUR);
    assert_eq!(pair.client.tcp().readable_len(), 4096);
    assert_eq!(probes(&pair).len(), 0, "something is heard each minute");
}

#[test]
fn of_two_ends_that_keep_each_other_alive_only_one_needs_to_ask() {
    let later = Config {
        keep_alive_idle: HOUR * 2 + Span::from_secs(1),
        ..kept_alive()
    };
    let mut pair = Pair::connected_with(kept_alive(), later);
    pair.run_for(HOUR * 20);
    assert_eq!(probes(&pair).len(), 9);
    let by_server = pair
        .sent_by(Side::Server)
        .filter(|sent| matches!(sent.transmit.reason, TransmitReason::KeepAlive { .. }));
    assert_eq!(by_server.count(), 0);
}

/// The sizes of what leaves for ten bytes written one by one, 1 ms apart.
fn ten_small_writes(config: Config) -> Vec<usize> {
    let mut pair = Pair::connected_with(config, Config::default());
    for byte in 0..10 {
        pair.client.to_send = vec![byte];
        pair.run_for(Span::from_millis(1));
    }
    pair.run_for(Span::from_secs(1));
    assert_eq!(pair.server.received.len(), 10);
    let sent = pair.sent_by(Side::Client);
    sent.map(|sent| sent.transmit.payload.len()).collect()
}

#[test]
fn small_writes_are_gathered_while_one_is_unacknowledged_unless_the_program_says_no() {
    assert_eq!(ten_small_writes(Config::default()), [1, 9]);
    let as_rfc_896_has_it = Config {
        nagle: Nagle::Rfc896,
        ..Config::default()
    };
    assert_eq!(ten_small_writes(as_rfc_896_has_it), [1, 9]);
    let at_once = Config {
        nagle: Nagle::Off,
        ..Config::default()
    };
    assert_eq!(ten_small_writes(at_once), [1; 10]);
}

#[test]
fn a_program_may_set_a_time_after_which_a_silent_peer_is_given_up() {
    let mut pair = alone(Config {
        user_timeout: Span::from_secs(7),
        ..Config::default()
    });
    pair.client.to_send = b"x".to_vec();
    let began = pair.now;
    pair.run();
    assert_eq!(pair.client.tcp().error(), Some(Failure::UserTimeout));
    let ended = pair.client.events.last().expect("events").0;
    assert_eq!(ended - began, Span::from_secs(7));
}

#[test]
fn time_wait_yields_to_a_syn_that_is_newer_by_its_timestamp_or_its_number() {
    for stamped in [false, true] {
        let config = Config {
            timestamps: stamped,
            ..Config::default()
        };
        let mut pair = Pair::connected_with(config, config);
        pair.client.closes = true;
        pair.run_for(Span::from_secs(1));
        assert_eq!(pair.client.state(), State::TimeWait);
        let end = pair.client.tcp().snapshot().snd_nxt;
        let next = pair.client.tcp().snapshot().rcv_nxt;
        let yields = |number: u32, clock: u32| {
            let syn = Header {
                seq: number,
                flags: Flags::SYN,
                options: Options {
                    timestamps: stamped.then_some((clock, 0)),
                    ..Options::default()
                },
                ..Header::default()
            };
            pair.client
                .endpoint
                .as_ref()
                .and_then(|tcp| tcp.yields_to(&syn))
        };
        // The peer's clock stood below 1,000 when it last spoke.
        assert_eq!(yields(next.0 + 1, 1000), Some(end));
        assert_eq!(yields(next.0 - 1, 0), None);
        assert_eq!(yields(next.0 - 1, 1000).is_some(), stamped);
    }
}
