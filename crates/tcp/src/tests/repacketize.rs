//! What is sent again is cut anew, and still says what it repeats.

use hoplab_units::Span;

use super::{Fate, Pair, Side};
use crate::{IcmpError, RetransmitWhy, Seq, TcpEvent, TransmitReason};

/// Ten writes of ten bytes, each a segment of its own, all lost.
fn ten_small_ones_lost() -> Pair {
    let mut pair = Pair::connected();
    pair.fate = Box::new(|_| Fate::Lose);
    for part in 0..10 {
        pair.client.to_send = vec![part; 10];
        pair.drain();
    }
    assert_eq!(pair.sent.len(), 10);
    pair
}

fn resends(pair: &Pair) -> Vec<(usize, u64)> {
    let of_client = pair.sent_by(Side::Client);
    let resend = |sent: &super::link::Sent| match sent.transmit.reason {
        TransmitReason::Retransmit { original_tag, .. } => {
            Some((sent.transmit.payload.len(), original_tag))
        }
        _ => None,
    };
    of_client.filter_map(resend).collect()
}

#[test]
fn small_segments_go_again_together_and_name_the_first_sending_of_the_first() {
    let mut pair = ten_small_ones_lost();
    pair.fate = Box::new(|_| Fate::Pass);
    pair.run_for(Span::from_secs(1));
    assert_eq!(resends(&pair), [(100, 0)]);
    let expected: Vec<u8> = (0..10).flat_map(|part| [part; 10]).collect();
    assert_eq!(pair.server.received, expected);
    let mut acked = pair
        .client
        .events
        .iter()
        .rev()
        .filter_map(|(_, event)| match event {
            TcpEvent::Acked { bytes, tag, .. } => Some((*bytes, *tag)),
            _ => None,
        });
    let newest = acked.next();
    assert_eq!(newest, Some((100, Some(9))), "the newest of them");
}

#[test]
fn what_is_left_of_a_segment_put_together_is_named_by_its_own_first_sending() {
    let mut pair = ten_small_ones_lost();
    pair.run_for(Span::from_millis(300));
    assert_eq!(resends(&pair), [(100, 0)], "and lost again");
    // Seven had arrived: only their acknowledgment was late.
    let una = pair.client.tcp().snapshot().snd_una;
    let header = hoplab_wire::tcp::Header {
        src_port: 80,
        dst_port: 49_152,
        seq: pair.client.tcp().snapshot().rcv_nxt.0,
        ack: (una + 70).0,
        flags: hoplab_wire::tcp::Flags::ACK,
        window: u16::MAX,
        ..Default::default()
    };
    pair.inject(Side::Client, header, &[]);
    pair.run_for(Span::from_secs(1));
    assert_eq!(resends(&pair)[1], (30, 7));
    let expired = pair
        .client
        .events
        .iter()
        .rev()
        .find_map(|(_, event)| match event {
            TcpEvent::RtoExpired { original_tag, .. } => Some(*original_tag),
            _ => None,
        });
    assert_eq!(expired, Some(7));
}

#[test]
fn a_flight_shows_segments_as_they_were_last_sent() {
    let mut pair = ten_small_ones_lost();
    assert_eq!(pair.client.tcp().snapshot().segments.len(), 10);
    pair.run_for(Span::from_millis(300));
    let snapshot = pair.client.tcp().snapshot();
    let seen: Vec<_> = (snapshot.segments.iter())
        .map(|segment| (segment.len, segment.transmissions, segment.tag))
        .collect();
    assert_eq!(seen, [(100, 2, 0)]);
    assert_eq!((snapshot.pipe, snapshot.lost), (100, 0));
}

#[test]
fn too_long_segments_are_cut_across_their_boundaries_and_each_names_where_it_begins() {
    let mut pair = Pair::connected();
    pair.fate = Box::new(|_| Fate::Lose);
    pair.client.to_send = super::link::text(4 * 1460);
    pair.drain();
    pair.fate = Box::new(|_| Fate::Pass);
    let (now, una) = (pair.now, pair.client.tcp().snapshot().snd_una);
    let error = IcmpError::FragmentationNeeded { next_hop_mtu: 1040 };
    pair.client.tcp().handle_icmp(now, error, una);
    pair.run_for(Span::from_millis(150));
    let expected = [
        (1000, 0),
        (1000, 0),
        (1000, 1),
        (1000, 2),
        (1000, 2),
        (840, 3),
    ];
    assert_eq!(resends(&pair), expected);
    assert!(pair.server.received == super::link::text(4 * 1460));
}

#[test]
fn behind_a_refused_probe_all_that_waits_goes_along_and_has_a_tag_of_its_own() {
    let mut config = super::link::bare();
    config.receive_buffer = 2 * 1460;
    let mut pair = Pair::connected_with(super::link::bare(), config);
    pair.server.reads = false;
    pair.client.to_send = super::link::text(2 * 1460 + 300);
    pair.run_for(Span::from_secs(1));
    let probes = |pair: &Pair| {
        let of_client = pair.sent_by(Side::Client);
        let probe = |reason| matches!(reason, TransmitReason::ZeroWindowProbe { .. });
        of_client.filter(|sent| probe(sent.transmit.reason)).count()
    };
    assert!(probes(&pair) > 0);
    let first = (pair.sent.iter())
        .position(|sent| matches!(sent.transmit.reason, TransmitReason::ZeroWindowProbe { .. }));
    pair.server.reads = true;
    pair.drain();
    pair.run_for(Span::from_millis(200));
    assert_eq!(resends(&pair), [(300, first.unwrap() as u64)]);
    let why = pair.sent.iter().find_map(super::link::Sent::resent_because);
    assert_eq!(why, Some(RetransmitWhy::WindowOpened));
    assert!(pair.server.received == super::link::text(2 * 1460 + 300));
    let whole = pair
        .sent
        .iter()
        .position(|sent| sent.resent_because().is_some());
    let mut acked = pair
        .client
        .events
        .iter()
        .rev()
        .filter_map(|(_, event)| match event {
            TcpEvent::Acked { tag, .. } => *tag,
            _ => None,
        });
    assert_eq!(acked.next(), whole.map(|at| at as u64));
    assert_eq!(
        pair.client.tcp().snapshot().snd_una,
        Seq(1001 + 2 * 1460 + 300)
    );
}
