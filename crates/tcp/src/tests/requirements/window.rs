//! Windows that are large, shrink, or close.

use hoplab_units::Span;
use hoplab_wire::tcp::{Flags, Header};

use super::link::{Lcg, text};
use super::{Pair, Side, alone, from_server};
use crate::{Config, CongestionControl, Failure, Seq, State, TransmitReason};

#[test]
fn a_window_beyond_32767_is_no_negative_number() {
    let mut pair = alone(Config {
        congestion: CongestionControl::None,
        ..Config::default()
    });
    pair.client.to_send = text(100_000);
    pair.drain();
    assert!(pair.client.tcp().snapshot().flight_size > 60_000);
}

/// A client with ten segments under way, of which the first is acknowledged with a window that holds less than
/// the rest.
fn shrunk(window: u16) -> Pair {
    let mut pair = alone(Config::default());
    pair.client.to_send = text(40_000);
    pair.run_for(Span::from_millis(20));
    let mss = u32::from(pair.client.tcp().snapshot().mss);
    assert_eq!(pair.client.tcp().snapshot().flight_size, 10 * mss);
    pair.sent.clear();
    pair.inject(Side::Client, from_server(mss, window), b"");
    assert_eq!(pair.client.tcp().snapshot().snd_wnd, u32::from(window));
    pair
}

#[test]
fn a_window_taken_back_stops_new_data_and_not_resends() {
    let mut pair = shrunk(2000);
    let end = pair.client.tcp().snapshot().snd_nxt;
    let una = pair.client.tcp().snapshot().snd_una;
    let mss = end.since(una) / 9;
    assert_eq!(pair.sent.len(), 0, "no new data");
    pair.run_for(Span::from_secs(1));
    let resent = &pair.sent[0];
    assert!(resent.resent_because().is_some());
    assert_eq!(Seq(resent.transmit.header.seq), una);
    // Of what is acknowledged next, part lay beyond the window; it goes out again all the same.
    pair.inject(Side::Client, from_server(2 * mss, 2000 - mss as u16), b"");
    let last = pair.sent.last().expect("resends");
    let beyond = Seq(last.transmit.header.seq) + last.transmit.payload.len() as u32;
    assert!(beyond.after(una + 2000), "MAY-7");
    assert_eq!(pair.client.tcp().snapshot().snd_nxt, end);
    // Everything arrived after all, and the window is back.
    pair.inject(Side::Client, from_server(10 * mss, 60_000), b"");
    assert!(pair.client.tcp().snapshot().snd_nxt.after(end));
}

#[test]
fn a_window_taken_back_to_nothing_is_probed_for_as_long_as_the_peer_answers() {
    let mut pair = shrunk(0);
    let mss = u32::from(pair.client.tcp().snapshot().mss);
    for _ in 0..240 {
        pair.run_for(Span::from_secs(30));
        pair.inject(Side::Client, from_server(mss, 0), b"");
    }
    assert_eq!(pair.client.state(), State::Established);
    let probes = pair.sent.iter().filter(|sent| {
        let probe = matches!(sent.transmit.reason, TransmitReason::ZeroWindowProbe { .. });
        probe && sent.transmit.header.seq == 1001 + mss
    });
    assert!(probes.count() > 100);
}

#[test]
fn the_first_probe_comes_after_the_rto_and_each_next_after_twice_as_long() {
    let mut pair = alone(Config {
        max_retransmissions: 30,
        ..Config::default()
    });
    pair.client.to_send = text(1000);
    pair.run_for(Span::from_millis(20));
    pair.sent.clear();
    pair.inject(Side::Client, from_server(1000, 0), b"");
    pair.client.to_send = text(500);
    pair.drain();
    let (closed, rto) = (pair.now, pair.client.tcp().snapshot().rto);
    pair.run_for(Span::from_secs(600));
    let mut before = closed;
    for (doublings, sent) in pair.sent.iter().enumerate() {
        let wait = (rto * (1 << doublings.min(10))).min(Span::from_secs(60));
        assert_eq!(sent.at - before, wait);
        assert_eq!(sent.transmit.payload.len(), 1);
        before = sent.at;
    }
    assert!(pair.sent.len() > 10);
}

#[test]
fn a_full_receiver_still_obeys_a_reset() {
    let mut pair = alone(Config {
        receive_buffer: 4096,
        ..Config::default()
    });
    pair.client.reads = false;
    for at in (0..4096u32).step_by(1024) {
        let header = Header {
            seq: 700_001 + at,
            ..from_server(0, 65_535)
        };
        pair.inject(Side::Client, header, &text(1024));
    }
    let last = pair.sent.last().expect("acknowledged");
    assert_eq!(last.transmit.header.window, 0);
    let reset = Header {
        seq: 700_001 + 4096,
        flags: Flags::RST,
        ..from_server(0, 0)
    };
    pair.inject(Side::Client, reset, b"");
    assert_eq!(pair.client.tcp().error(), Some(Failure::Reset));
}

/// How far left the end of the window that the server offers ever moves, while its program reads as it likes.
fn furthest_left(receive_buffer: u32) -> (u32, u32) {
    let server = Config {
        receive_buffer,
        ..Config::default()
    };
    let mut pair = Pair::connected_with(Config::default(), server);
    pair.server.reads = false;
    pair.client.to_send = text(1_000_000);
    let mut random = Lcg(5);
    for _ in 0..2000 {
        pair.run_for(Span::from_millis(5));
        let now = pair.now;
        let most = (random.next() % 3000) as usize;
        pair.server.tcp().recv(now, most);
    }
    let shift = pair.server.tcp().snapshot().rcv_wind_shift;
    let (mut furthest, mut retreat) = (Seq(700_000), 0);
    let mut told = Seq(1001);
    for sent in pair.sent_by(Side::Server) {
        let edge =
            Seq(sent.transmit.header.ack) + (u32::from(sent.transmit.header.window) << shift);
        if told == Seq(1001) || edge.after(furthest) {
            furthest = edge;
        } else {
            retreat = retreat.max(furthest.since(edge));
        }
        told = edge;
    }
    assert!(pair.sent_by(Side::Server).count() > 300);
    (retreat, 1 << shift)
}

#[test]
fn the_window_is_never_taken_back() {
    assert_eq!(furthest_left(20_000), (0, 1), "unscaled");
    // RFC 7323 §2.4: a scaled window can be told only in steps.
    let (retreat, step) = furthest_left(300_000);
    assert!(retreat < step && step == 8);
}
