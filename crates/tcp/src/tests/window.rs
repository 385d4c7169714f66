//! Flow control: closed windows, probes, silly windows.

use hoplab_units::Span;

use super::link::{bare, text};
use super::{Fate, Pair, Side};
use crate::{AckWhy, Config, Failure, State, TcpEvent, TransmitReason};

/// A client with 100 KB to say to a server that does not read.
fn against_a_full_receiver() -> Pair {
    let server = Config {
        receive_buffer: 8192,
        ..bare()
    };
    let mut pair = Pair::connected_with(bare(), server);
    pair.server.reads = false;
    pair.client.to_send = text(100_000);
    pair
}

fn is_probe(reason: TransmitReason) -> bool {
    matches!(reason, TransmitReason::ZeroWindowProbe { .. })
}

#[test]
fn a_closed_window_is_probed_ever_more_rarely_and_for_ever() {
    let mut pair = against_a_full_receiver();
    pair.run_for(Span::from_secs(3600));
    let probes: Vec<_> = pair
        .sent_by(Side::Client)
        .filter(|sent| is_probe(sent.transmit.reason))
        .collect();
    assert!(
        (55..80).contains(&probes.len()),
        "{} probes in an hour",
        probes.len()
    );
    assert!(probes[1].at - probes[0].at > Span::from_millis(300));
    assert!(
        probes.iter().all(|sent| sent.transmit.payload.len() == 1),
        "one octet each"
    );
    assert_eq!(
        pair.client.state(),
        State::Established,
        "the peer answers, so it lives"
    );
    assert_eq!(pair.server.tcp().readable_len(), 8192);
}

#[test]
fn a_window_that_opens_lets_everything_through() {
    let mut pair = against_a_full_receiver();
    pair.run_for(Span::from_secs(20));
    pair.server.reads = true;
    pair.run_for(Span::from_millis(500));
    assert!(
        pair.server.received.len() > 50_000,
        "at once, not at the next probe"
    );
    pair.run_for(Span::from_secs(10));
    assert!(pair.server.received == text(100_000));
    assert_eq!(pair.client.saw(|event| *event == TcpEvent::WindowClosed), 1);
    assert_eq!(
        pair.client
            .saw(|event| matches!(event, TcpEvent::WindowOpened { .. })),
        1
    );
    let updates = pair.sent_by(Side::Server).filter(|sent| {
        sent.transmit.reason
            == TransmitReason::Ack {
                why: AckWhy::WindowUpdate,
            }
    });
    assert!(updates.count() >= 1);
}

#[test]
fn a_lost_window_update_is_made_good_by_a_probe() {
    let mut pair = against_a_full_receiver();
    pair.run_for(Span::from_secs(5));
    pair.fate = Box::new(|sent| {
        let update = TransmitReason::Ack {
            why: AckWhy::WindowUpdate,
        };
        if sent.transmit.reason == update {
            Fate::Lose
        } else {
            Fate::Pass
        }
    });
    pair.server.reads = true;
    pair.run_for(Span::from_secs(120));
    assert!(pair.server.received == text(100_000));
}

#[test]
fn probes_that_nobody_answers_end_the_connection() {
    let mut pair = against_a_full_receiver();
    pair.run_for(Span::from_secs(5));
    pair.fate = Box::new(|sent| {
        if sent.from == Side::Client {
            Fate::Lose
        } else {
            Fate::Pass
        }
    });
    pair.run_for(Span::from_secs(3600));
    assert!(matches!(
        pair.client.tcp().error(),
        Some(Failure::TimedOut { .. })
    ));
}

#[test]
fn two_full_receivers_still_take_each_others_acknowledgments() {
    let small = Config {
        receive_buffer: 4096,
        ..bare()
    };
    let mut pair = Pair::connected_with(small, small);
    for side in [Side::Client, Side::Server] {
        pair.host(side).reads = false;
        pair.host(side).to_send = text(20_000);
    }
    pair.run_for(Span::from_secs(100));
    pair.client.reads = true;
    pair.server.reads = true;
    pair.run_for(Span::from_secs(200));
    assert!(pair.client.received == text(20_000) && pair.server.received == text(20_000));
}

#[test]
fn a_slow_reader_never_causes_silly_little_segments() {
    let mut pair = against_a_full_receiver();
    for _ in 0..400 {
        pair.run_for(Span::from_millis(50));
        let now = pair.now;
        let some = pair.server.tcp().recv(now, 100);
        pair.server.received.extend(some);
    }
    let data: Vec<_> = pair
        .sent_by(Side::Client)
        .map(|sent| sent.transmit.payload.len())
        .filter(|len| *len > 1)
        .collect();
    let small = data.iter().filter(|len| **len < 1000).count();
    assert!(
        data.len() > 10 && small <= 2,
        "{small} of {} segments are small",
        data.len()
    );
}

#[test]
fn a_fin_behind_a_closed_window_arrives_in_the_end() {
    let mut pair = against_a_full_receiver();
    pair.client.to_send = text(8192);
    pair.client.closes = true;
    pair.run_for(Span::from_secs(30));
    assert_eq!(pair.client.state(), State::FinWait1);
    pair.server.reads = true;
    pair.run();
    assert!(pair.server.received == text(8192));
    assert_eq!(
        (pair.client.state(), pair.client.tcp().error()),
        (State::Closed, None)
    );
}

#[test]
fn the_send_buffer_takes_no_more_than_it_holds() {
    let mut pair = against_a_full_receiver();
    pair.run_for(Span::from_secs(1));
    let now = pair.now;
    assert_eq!(pair.client.tcp().send_room(), 0);
    assert_eq!(pair.client.tcp().send(now, b"more"), Ok(0));
    assert_eq!(pair.client.tcp().snapshot().send_queue, 65_536);
}

#[test]
fn two_ends_whose_windows_are_both_closed_hear_each_other() {
    // Scaled windows are rounded, so that the octet of a probe may be taken after all.
    for window_scaling in [false, true] {
        let config = Config {
            window_scaling,
            ..Config::default()
        };
        let mut pair = Pair::connected_with(config, config);
        for side in [Side::Client, Side::Server] {
            let host = pair.host(side);
            host.to_send = text(200_000);
            host.reads = false;
            host.closes = true;
        }
        // Each probes the other's closed window with an octet that lies outside it, and so would all its
        // acknowledgments if no care were taken.
        pair.run_for(Span::from_secs(1000));
        let states = (pair.client.state(), pair.server.state());
        assert_eq!(states, (State::Established, State::Established));
        pair.client.reads = true;
        pair.server.reads = true;
        pair.run();
        assert!(pair.client.received == text(200_000));
        assert!(pair.server.received == text(200_000));
    }
}

#[test]
fn a_closed_window_one_way_does_not_hold_up_data_the_other_way() {
    for window_scaling in [false, true] {
        let config = Config {
            window_scaling,
            ..Config::default()
        };
        let mut pair = Pair::connected_with(config, config);
        pair.server.to_send = text(200_000);
        pair.client.reads = false;
        pair.run_for(Span::from_secs(20));
        // The server stands an octet past the client's window now, and acknowledges from before it.
        pair.client.to_send = text(200_000);
        pair.run_for(Span::from_secs(1));
        assert!(pair.server.received == text(200_000));
        assert_eq!(pair.client.tcp().snapshot().flight_size, 0);
    }
}

#[test]
fn a_listener_with_a_closed_window_is_kept_alive_by_the_probes_of_it() {
    let watchful = Config {
        keep_alive: true,
        keep_alive_idle: Span::from_secs(1),
        keep_alive_interval: Span::from_secs(1),
        keep_alive_probes: 2,
        ..Config::default()
    };
    let mut pair = Pair::connected_with(watchful, Config::default());
    pair.server.to_send = text(200_000);
    pair.server.closes = true;
    pair.client.reads = false;
    pair.run_for(Span::from_secs(1000));
    assert_eq!(pair.client.state(), State::Established);
    pair.client.reads = true;
    pair.run();
    assert!(pair.client.received == text(200_000));
}
