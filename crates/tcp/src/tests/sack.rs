//! Selective acknowledgment, end to end: what the receiver tells, and how the sender recovers by it.

use hoplab_units::Span;
use hoplab_wire::tcp::Flags;

use super::link::{bare, text};
use super::{Fate, Pair, Side};
use crate::{
    Config, CwndWhy, RecoveryPhase, RetransmitWhy, SegmentStatus, TcpEvent, TransmitReason,
};

fn sacking() -> Config {
    Config {
        sack: true,
        ..bare()
    }
}

fn connected() -> Pair {
    Pair::connected_with(sacking(), sacking())
}

fn resends(pair: &Pair) -> Vec<(u32, RetransmitWhy)> {
    pair.sent_by(Side::Client)
        .filter_map(|sent| Some((sent.transmit.header.seq - 1001, sent.resent_because()?)))
        .collect()
}

#[test]
fn it_is_used_only_if_both_offer_it() {
    for (client, server, both) in [
        (sacking(), sacking(), true),
        (sacking(), bare(), false),
        (bare(), sacking(), false),
    ] {
        let mut pair = Pair::with(client, server);
        pair.run_for(Span::from_secs(1));
        let syns: Vec<bool> = (pair.sent.iter())
            .filter(|sent| sent.has(Flags::SYN))
            .map(|sent| sent.transmit.header.options.sack_permitted)
            .collect();
        assert_eq!(syns, [client.sack, both]);
        assert_eq!(pair.client.tcp().snapshot().sack, both);
        assert_eq!(pair.server.tcp().snapshot().sack, both);
    }
}

#[test]
fn a_gap_is_told_by_blocks_with_the_newest_first() {
    let mut pair = connected();
    pair.lose_data(Side::Client, &[0, 2]);
    pair.client.to_send = text(5 * 1460);
    pair.run_for(Span::from_millis(15));
    let blocks: Vec<Vec<(u32, u32)>> = (pair.sent_by(Side::Server))
        .map(|sent| {
            let blocks = sent.transmit.header.options.sack;
            let of = |seq: u32| (seq - 1001) / 1460;
            let pair = |block: &hoplab_wire::tcp::SackBlock| (of(block.left), of(block.right));
            blocks.as_slice().iter().map(pair).collect()
        })
        .collect();
    assert_eq!(
        blocks,
        [vec![(1, 2)], vec![(3, 4), (1, 2)], vec![(3, 5), (1, 2)]]
    );
}

#[test]
fn three_losses_in_one_window_are_mended_within_one_round_trip_and_nothing_else_is_sent_again() {
    let mut pair = connected();
    pair.lose_data(Side::Client, &[1, 3, 5]);
    pair.client.to_send = text(10 * 1460);
    let began = pair.now;
    pair.run_for(Span::from_millis(62));
    assert_eq!(pair.server.received, text(10 * 1460));
    let resent: Vec<u32> = resends(&pair).iter().map(|(seq, _)| seq / 1460).collect();
    assert_eq!(resent, [1, 3, 5]);
    let timers = |event: &TcpEvent| matches!(event, TcpEvent::RtoExpired { .. });
    assert_eq!(pair.client.saw(timers), 0);
    assert!(pair.now - began < Span::from_millis(63));
}

#[test]
fn the_first_resend_follows_three_duplicates_and_the_others_follow_from_the_scoreboard() {
    let mut pair = connected();
    pair.lose_data(Side::Client, &[1, 3]);
    pair.client.to_send = text(10 * 1460);
    pair.run_for(Span::from_secs(1));
    let [first, second] = resends(&pair)[..] else {
        panic!("two resends: {:?}", resends(&pair));
    };
    assert_eq!(first, (1460, RetransmitWhy::FastRetransmit { dup_acks: 3 }));
    assert!(
        matches!(second, (4380, RetransmitWhy::Sack { sacked_above }) if sacked_above > 2 * 1460),
        "{second:?}"
    );
}

#[test]
fn the_window_falls_once_to_half_and_is_not_inflated() {
    let mut pair = connected();
    pair.lose_data(Side::Client, &[0]);
    pair.client.to_send = text(20 * 1460);
    pair.run_for(Span::from_secs(1));
    let moves: Vec<_> = (pair.client.events.iter())
        .filter_map(|(_, event)| match event {
            TcpEvent::CwndChanged { from, to, why, .. }
                if !matches!(why, CwndWhy::Started | CwndWhy::SlowStart) =>
            {
                Some((*why, *from, *to))
            }
            _ => None,
        })
        .collect();
    let (why, from, to) = moves[0];
    assert_eq!((why, from, to), (CwndWhy::FastRetransmit, 14_600, 7300));
    let inflated = moves
        .iter()
        .any(|(why, ..)| matches!(why, CwndWhy::DuplicateAck | CwndWhy::PartialAck));
    assert!(!inflated, "{moves:?}");
}

#[test]
fn the_flight_shows_what_is_held_and_what_is_lost() {
    let mut pair = connected();
    pair.lose_data(Side::Client, &[0, 1]);
    pair.client.to_send = text(4 * 1460);
    // The third and fourth are held after 20 ms; two duplicates are not enough to act upon.
    pair.run_for(Span::from_millis(21));
    let snapshot = pair.client.tcp().snapshot();
    let statuses: Vec<_> = (snapshot.segments.iter())
        .map(|segment| segment.status)
        .collect();
    use SegmentStatus::{InFlight, Sacked};
    assert_eq!(statuses, [InFlight, InFlight, Sacked, Sacked]);
    assert_eq!((snapshot.sacked, snapshot.pipe), (2 * 1460, 2 * 1460));
    assert_eq!(snapshot.recovery, RecoveryPhase::Open);
}

#[test]
fn after_a_timeout_what_the_peer_held_is_forgotten_and_learnt_again() {
    let mut pair = connected();
    // The first is lost three times: only the timer helps, and its answer tells of the rest again.
    pair.lose_data(Side::Client, &[0, 10]);
    pair.client.to_send = text(10 * 1460);
    pair.run();
    let timers = |event: &TcpEvent| matches!(event, TcpEvent::RtoExpired { .. });
    assert_eq!(pair.client.saw(timers), 1);
    assert_eq!(pair.server.received, text(10 * 1460));
    let again = resends(&pair).len();
    assert!(
        (2..=4).contains(&again),
        "the nine that arrived are not all sent again: {again}"
    );
}

#[test]
fn a_needless_resend_is_reported_as_a_duplicate() {
    let mut pair = connected();
    // The acknowledgment is late by longer than the RTO.
    let mut late = true;
    pair.fate = Box::new(move |sent| {
        if sent.from == Side::Server && core::mem::take(&mut late) {
            Fate::Late(Span::from_millis(400))
        } else {
            Fate::Pass
        }
    });
    pair.client.to_send = text(1460);
    pair.run();
    let reports: Vec<_> = (pair.client.events.iter())
        .filter_map(|(_, event)| match event {
            TcpEvent::DuplicateReported { from, to } => Some((from.0 - 1001, to.0 - 1001)),
            _ => None,
        })
        .collect();
    assert_eq!(reports, [(0, 1460)]);
}

#[test]
fn the_last_segments_of_a_window_are_rescued_without_the_timer() {
    let mut pair = connected();
    // The first and the last are lost: nothing above the last can tell of it.
    pair.lose_data(Side::Client, &[0, 9]);
    pair.client.to_send = text(10 * 1460);
    pair.run_for(Span::from_millis(150));
    assert_eq!(pair.server.received, text(10 * 1460));
    let last = *resends(&pair).last().unwrap();
    assert_eq!(last, (9 * 1460, RetransmitWhy::SackRescue));
}

#[test]
fn blocks_about_what_was_never_sent_are_ignored() {
    let mut pair = connected();
    pair.client.reads = false;
    pair.lose_data(Side::Client, &[0, 1, 2, 3]);
    pair.client.to_send = text(4 * 1460);
    pair.drain();
    for (left, right) in [
        (0u32, 500u32),
        (1001 + 9000, 1001 + 9999),
        (1001 + 1460, 1001),
        (1001 + 1460, 1001 + 9999),
    ] {
        let mut header = hoplab_wire::tcp::Header {
            src_port: 80,
            dst_port: 49_152,
            seq: 700_001,
            ack: 1001,
            flags: Flags::ACK,
            window: 65_535,
            ..Default::default()
        };
        let block = hoplab_wire::tcp::SackBlock { left, right };
        header.options.sack = [block].into_iter().collect();
        pair.inject(Side::Client, header, b"");
    }
    assert_eq!(pair.client.tcp().snapshot().sacked, 0);
    assert_eq!(pair.client.tcp().snapshot().dup_acks, 0);
}

#[test]
fn with_fast_retransmit_off_every_loss_waits_for_the_timer() {
    let config = Config {
        fast_retransmit: false,
        ..sacking()
    };
    let mut pair = Pair::connected_with(config, config);
    pair.lose_data(Side::Client, &[0]);
    pair.client.to_send = text(10 * 1460);
    pair.run();
    let reasons: Vec<_> = resends(&pair).into_iter().map(|(_, why)| why).collect();
    assert_eq!(reasons[0], RetransmitWhy::RtoExpired { expiry: 1 });
    let fast = |event: &TcpEvent| matches!(event, TcpEvent::FastRetransmit { .. });
    assert_eq!(pair.client.saw(fast), 0);
    assert_eq!(pair.server.received, text(10 * 1460));
}

#[test]
fn limited_transmit_lets_new_segments_out_on_the_first_two_duplicates() {
    for sack in [false, true] {
        for limited_transmit in [false, true] {
            let config = Config {
                sack,
                limited_transmit,
                ..bare()
            };
            let mut pair = Pair::connected_with(config, config);
            pair.lose_data(Side::Client, &[0]);
            // Twelve segments: two more than the initial window.
            pair.client.to_send = text(12 * 1460);
            pair.run_for(Span::from_millis(21));
            let early: Vec<_> = (pair.sent_by(Side::Client))
                .filter_map(|sent| match sent.transmit.reason {
                    TransmitReason::LimitedTransmit { dup_acks } => Some(dup_acks),
                    _ => None,
                })
                .collect();
            let expected: &[u32] = if limited_transmit { &[1, 2] } else { &[] };
            assert_eq!(early, expected, "sack {sack}");
        }
    }
}
