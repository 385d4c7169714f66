//! Segments that do not belong: RFC 5961, and the acceptability rules of RFC 9293.

use hoplab_units::Span;
use hoplab_wire::tcp::{Flags, Header};

use super::{Pair, Side};
use crate::{AckWhy, ChallengeWhy, Failure, State, TcpEvent, TransmitReason};

/// A segment from the server to the client, whose RCV.NXT is 700,001 and SND.NXT 1,001.
fn from_server(offset: i32, flags: Flags) -> Header {
    Header {
        src_port: 80,
        dst_port: 49_152,
        seq: 700_001u32.wrapping_add_signed(offset),
        ack: 1001,
        flags,
        window: 1000,
        ..Header::default()
    }
}

fn answer_to(offset: i32, flags: Flags) -> (Pair, Vec<TransmitReason>) {
    let mut pair = Pair::connected();
    pair.inject(Side::Client, from_server(offset, flags), b"");
    let reasons = pair
        .sent_by(Side::Client)
        .map(|sent| sent.transmit.reason)
        .collect();
    (pair, reasons)
}

fn challenge(why: ChallengeWhy) -> TransmitReason {
    TransmitReason::ChallengeAck { why }
}

#[test]
fn a_reset_counts_only_exactly_at_the_next_octet() {
    let (mut pair, reasons) = answer_to(0, Flags::RST);
    assert_eq!(
        (pair.client.tcp().error(), reasons.len()),
        (Some(Failure::Reset), 0)
    );

    let (pair, reasons) = answer_to(5, Flags::RST);
    assert_eq!(pair.client.state(), State::Established);
    assert_eq!(reasons, [challenge(ChallengeWhy::ResetNotExact)]);

    for offset in [-1, 70_000] {
        let (pair, reasons) = answer_to(offset, Flags::RST);
        assert_eq!(
            (pair.client.state(), reasons.len()),
            (State::Established, 0)
        );
        assert_eq!(
            pair.client
                .saw(|event| matches!(event, TcpEvent::RstIgnored { .. })),
            1
        );
    }
}

#[test]
fn a_syn_on_an_open_connection_is_challenged_wherever_it_stands() {
    for offset in [-1, 0, 5, 1_000_000] {
        let (pair, reasons) = answer_to(offset, Flags::SYN);
        assert_eq!(pair.client.state(), State::Established);
        assert_eq!(reasons, [challenge(ChallengeWhy::SynOnOpenConnection)]);
    }
}

#[test]
fn an_acknowledgment_of_the_future_or_the_far_past_is_challenged() {
    for ack in [1002, 1001 - 100_000] {
        let mut pair = Pair::connected();
        let header = Header {
            ack: u32::wrapping_add(0, ack as u32),
            ..from_server(0, Flags::ACK)
        };
        pair.inject(Side::Client, header, b"not taken");
        let sent: Vec<_> = pair.sent.iter().map(|sent| sent.transmit.reason).collect();
        assert_eq!(sent, [challenge(ChallengeWhy::AckOutOfRange)]);
        assert!(pair.client.received.is_empty());
    }
}

#[test]
fn challenges_are_limited() {
    let mut pair = Pair::connected();
    for _ in 0..100 {
        pair.inject(Side::Client, from_server(9, Flags::SYN), b"");
    }
    assert_eq!(pair.sent_by(Side::Client).count(), 10);
    pair.run_for(Span::from_secs(6));
    pair.inject(Side::Client, from_server(9, Flags::SYN), b"");
    assert_eq!(pair.sent_by(Side::Client).count(), 11);
}

#[test]
fn data_outside_the_window_is_dropped_and_answered() {
    let mut pair = Pair::connected();
    pair.inject(Side::Client, from_server(70_000, Flags::ACK), b"beyond");
    pair.inject(Side::Client, from_server(-6, Flags::ACK), b"before");
    let why: Vec<_> = pair
        .sent_by(Side::Client)
        .map(|sent| sent.transmit.reason)
        .collect();
    let ack = |why| TransmitReason::Ack { why };
    assert_eq!(why, [ack(AckWhy::OutOfWindow), ack(AckWhy::Duplicate)]);
    assert!(pair.client.received.is_empty());
}

#[test]
fn data_that_overlaps_the_windows_start_is_trimmed() {
    let mut pair = Pair::connected();
    pair.inject(Side::Client, from_server(-3, Flags::ACK), b"oldnew");
    assert_eq!(pair.client.received, b"new");
}

#[test]
fn two_ends_out_of_step_do_not_talk_for_ever() {
    let mut pair = Pair::connected();
    pair.inject(Side::Client, from_server(70_000, Flags::ACK), b"");
    pair.inject(Side::Client, from_server(70_000, Flags::ACK), b"");
    assert_eq!(pair.sent_by(Side::Client).count(), 1);
}

#[test]
fn a_segment_without_ack_is_dropped() {
    let mut pair = Pair::connected();
    pair.inject(Side::Client, from_server(0, Flags::NONE), b"no ack");
    assert!(pair.client.received.is_empty() && pair.sent.is_empty());
}

#[test]
fn urgent_data_is_read_in_its_place() {
    let mut pair = Pair::connected();
    let header = Header {
        urgent: 3,
        ..from_server(0, Flags::ACK | Flags::URG)
    };
    pair.inject(Side::Client, header, b"urgent");
    assert_eq!(pair.client.received, b"urgent");
}

#[test]
fn a_wrong_acknowledgment_while_connecting_is_reset_and_a_wrong_reset_ignored() {
    let mut pair = Pair::new();
    pair.drain();
    let wrong = Header {
        ack: 5000,
        ..from_server(0, Flags::SYN | Flags::ACK)
    };
    pair.inject(Side::Client, wrong, b"");
    let reset = pair
        .sent
        .last()
        .map(|sent| (sent.transmit.header.seq, sent.transmit.header.flags));
    assert_eq!(reset, Some((5000, Flags::RST)));
    pair.inject(
        Side::Client,
        Header {
            ack: 5000,
            ..from_server(0, Flags::RST | Flags::ACK)
        },
        b"",
    );
    pair.inject(Side::Client, from_server(0, Flags::RST), b"");
    assert_eq!(pair.client.state(), State::SynSent);
}

#[test]
fn a_fin_before_data_already_held_is_ignored() {
    let mut pair = Pair::connected();
    pair.inject(Side::Client, from_server(10, Flags::ACK), b"ahead");
    pair.inject(Side::Client, from_server(5, Flags::ACK | Flags::FIN), b"");
    pair.inject(Side::Client, from_server(0, Flags::ACK), b"0123456789");
    assert_eq!(pair.client.received, b"0123456789ahead");
    assert_eq!(pair.client.state(), State::Established);
}
