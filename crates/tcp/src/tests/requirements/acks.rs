//! When segments are acknowledged.

use hoplab_wire::tcp::Header;

use super::{Pair, Side, alone, from_server};
use crate::Config;

/// Hands over pieces, from where to where, of "0123456789" in this order before anything may be sent, and returns what is sent then.
fn taken_in_one_go(pieces: &[(usize, usize)]) -> (Pair, Vec<u32>) {
    let mut pair = alone(Config::default());
    let now = pair.now;
    for &(start, end) in pieces {
        let header = Header {
            seq: 700_001 + start as u32,
            ..from_server(0, 65_535)
        };
        let data = &b"0123456789"[start..end];
        pair.client.tcp().handle_segment(now, &header, data);
    }
    pair.drain();
    let acks = pair
        .sent_by(Side::Client)
        .map(|sent| sent.transmit.header.ack)
        .collect();
    (pair, acks)
}

#[test]
fn segments_that_came_together_are_answered_by_one_acknowledgment() {
    let (pair, acks) = taken_in_one_go(&[(0, 2), (4, 10), (2, 4)]);
    assert_eq!(pair.client.received, b"0123456789");
    assert_eq!(acks, [700_011]);
}

#[test]
fn what_comes_ahead_of_a_gap_is_kept_and_answered_with_what_is_missing() {
    let (mut pair, acks) = taken_in_one_go(&[(4, 10)]);
    assert_eq!((pair.client.received.len(), &acks[..]), (0, &[700_001][..]));
    pair.inject(Side::Client, from_server(0, 65_535), b"0123");
    assert_eq!(pair.client.received, b"0123456789");
}
