//! What TCP decides and why it sends, in sentences.

use crate as words;
use crate::en::LANG;
use crate::story::changes::span;
use crate::story::tcp::{StateMove, again, count, retransmission, state_event};
use hoplab_tcp::{
    AckWhy, ChallengeWhy, CwndWhy, Nagle, RetransmitWhy, StateEvent, TcpEvent, TransmitReason,
};
use hoplab_units::Span;

#[rustfmt::skip] // a table: one event, one or two lines
pub fn sentence(who: &str, event: &TcpEvent) -> String {
    match *event {
        TcpEvent::StateChanged { from, to, why } =>
            format!("{who}: connection goes from {from} to {to}, {}", state_event(LANG, from, why)),
        TcpEvent::RttMeasured { sample, srtt, rto, .. } =>
            format!("{who} measured a round trip of {} (smoothed {}): the RTO is {}", span(sample), span(srtt), span(rto)),
        TcpEvent::RtoExpired { rto, next_rto, attempt, .. } => {
            let again = again(LANG, attempt);
            format!("no acknowledgment came to {who} within {}: the retransmission timer ran out{again}. Next RTO: {}", span(rto), span(next_rto))
        }
        TcpEvent::FastRetransmit { dup_acks, seq, .. } =>
            format!("{dup_acks} duplicate acknowledgments reached {who}: it considers the segment at {} lost and retransmits it at once (fast retransmit)", seq.0),
        TcpEvent::PartialAck { up_to, .. } =>
            format!("{who} got an acknowledgment only of what is before {}: one more segment is considered lost", up_to.0),
        TcpEvent::RecoveryEnded { up_to } =>
            format!("{who} has recovered: everything before {} is acknowledged", up_to.0),
        TcpEvent::DuplicateAck { seq, count } =>
            format!("{who} got duplicate acknowledgment {count}: the other side still waits for {}", seq.0),
        TcpEvent::Sacked { news, total, .. } =>
            format!("{who} learns that {} more arrived behind a gap, {total} in all (SACK)", count(LANG, news)),
        TcpEvent::DuplicateReported { from, to } =>
            format!("{who} learns that {} at {} arrived twice: a retransmission was not needed, or the network made a copy (D-SACK)", count(LANG, to.since(from)), from.0),
        TcpEvent::DuplicateToReport { from, to } =>
            format!("{who} got {} at {} once more and tells the other side so (D-SACK)", count(LANG, to.since(from)), from.0),
        TcpEvent::Acked { bytes: 0, .. } => format!("{who}'s FIN was acknowledged"),
        TcpEvent::Acked { bytes, up_to, .. } =>
            format!("{} of {who} {} acknowledged, all before {}", count(LANG, bytes), were(bytes), up_to.0),
        TcpEvent::CwndChanged { from, to, why, .. } =>
            format!("{who}'s congestion window goes from {from} to {to} bytes: {}", cwnd_why(why)),
        TcpEvent::OutOfOrder { len, gap_from, .. } =>
            format!("{who} keeps {} that came ahead of a gap at {}", count(LANG, len), gap_from.0),
        TcpEvent::Delivered { bytes, closed_gap: true } =>
            format!("the gap is closed: {who}'s program can read {}", count(LANG, bytes)),
        TcpEvent::Delivered { bytes, closed_gap: false } =>
            format!("{who}'s program can read {}", count(LANG, bytes)),
        TcpEvent::DuplicateSegment { len, seq } =>
            format!("{who} has the segment at {} ({}) already and discards it", seq.0, count(LANG, len)),
        TcpEvent::OutOfWindow { len, .. } =>
            format!("{who} dropped a segment of {} outside its receive window", count(LANG, len)),
        TcpEvent::TimestampRejected { value: Some(value), recent } =>
            format!("{who} dropped an old duplicate: its timestamp is {value}, and {recent} has come already (PAWS)"),
        TcpEvent::TimestampRejected { value: None, .. } =>
            format!("{who} dropped a segment without the timestamp both sides agreed on"),
        TcpEvent::Urgent { up_to } =>
            format!("{who} learns that everything up to {} is urgent", up_to.0),
        TcpEvent::NagleHeld { bytes, up_to } =>
            format!("{who} holds {} back until all before {} is acknowledged or more data fills a segment (Nagle)", count(LANG, bytes), up_to.0),
        TcpEvent::NagleSet { nagle: Nagle::Off } =>
            format!("{who}'s program has small segments of this connection sent at once (TCP_NODELAY)"),
        TcpEvent::NagleSet { .. } =>
            format!("{who}'s program switches Nagle's algorithm on for this connection"),
        TcpEvent::KeepAliveExpired { attempt } =>
            format!("{who} has heard nothing for long and asks whether the other side is still there (keep-alive probe {attempt})"),
        TcpEvent::KeepAliveGaveUp { probes } =>
            format!("{who} gave up: {} went unanswered", hoplab_units::count(probes, "keep-alive probe")),
        TcpEvent::UserTimeoutExpired { limit } =>
            format!("{who} gave up: data stayed unacknowledged for longer than its program's limit of {}", span(limit)),
        TcpEvent::NoRoom { len, .. } =>
            format!("{who} has no room for {} and discards the segment", count(LANG, len)),
        TcpEvent::PeerClosed { .. } => format!("{who} learns that the other side has no more to send"),
        TcpEvent::WindowClosed => format!("{who} must stop: the other side's receive window is closed"),
        TcpEvent::WindowOpened { window } =>
            format!("{who} may go on: the other side's receive window is {} again", count(LANG, window)),
        TcpEvent::PersistExpired { attempt, next } =>
            format!("{who} probes the closed window (probe {attempt}, the next in {})", span(next)),
        TcpEvent::TimeWaitStarted { until } =>
            format!("{who} waits in TIME-WAIT until {} so that old segments die out, and to repeat its last ACK if that was lost", crate::story::clock(until)),
        TcpEvent::TimeWaitEnded => format!("{who}'s TIME-WAIT is over"),
        TcpEvent::ChallengeAck { why } =>
            format!("{who} challenges a suspicious segment: {}", challenge(why)),
        TcpEvent::RstIgnored { .. } => format!("{who} ignored an RST that does not fit its window"),
        TcpEvent::PathMtu { mtu, mss_from, mss_to } =>
            format!("{who} learns that the path takes {mtu} bytes a packet: its segments shrink from {mss_from} to {mss_to} bytes"),
        TcpEvent::IcmpNoted { hard: true } =>
            format!("{who} got an ICMP error that counts as final (port or protocol unreachable), but its connection goes on"),
        TcpEvent::IcmpNoted { hard: false } =>
            format!("{who} was told by ICMP that the destination cannot be reached for now, and goes on trying"),
        TcpEvent::IcmpIgnored { .. } =>
            format!("{who} ignored an ICMP error about a segment that is not under way"),
        TcpEvent::GaveUp { retransmissions, .. } =>
            format!("{who} gave up after {} without an answer", hoplab_units::count(retransmissions, "retransmission")),
        TcpEvent::Failed(failure) =>
            format!("{who}'s connection failed: {}", words::socket_error(LANG, hoplab_sim::SocketError::Tcp(failure))),
    }
}

#[rustfmt::skip] // a table
pub fn sent(who: &str, packet: &str, reason: &TransmitReason) -> String {
    let sent = format!("{who} sent {packet}");
    let plain = |en: &str| format!("{sent} {en}");
    match *reason {
        TransmitReason::Data => sent,
        TransmitReason::Syn => plain("to ask for a connection"),
        TransmitReason::SynAck => plain("to accept the connection"),
        TransmitReason::Fin => plain("to say that no more comes"),
        TransmitReason::Reset => plain("to end the connection at once"),
        TransmitReason::Ack { why } => format!("{sent}: {}", ack(why)),
        TransmitReason::ChallengeAck { why } => format!("{sent}: {}", challenge(why)),
        TransmitReason::LimitedTransmit { .. } => plain("early, since a duplicate acknowledgment says that a segment left the network (limited transmit)"),
        TransmitReason::KeepAlive { attempt } => format!("{sent} to ask whether the other side is still there (keep-alive probe {attempt})"),
        TransmitReason::ZeroWindowProbe { attempt } => format!("{sent} to ask whether the closed window has opened (window probe {attempt})"),
        TransmitReason::Retransmit { why, attempt, .. } => retransmission(LANG, (who, packet), why, attempt),
    }
}

pub fn resend_after(rto: Span) -> String {
    let rto = span(rto);
    format!("the retransmission timer ran out (RTO {rto})")
}

#[rustfmt::skip] // a table
pub fn resend(why: RetransmitWhy) -> String {
    let text = match why {
RetransmitWhy::RtoExpired { .. } => "the retransmission timer ran out",
RetransmitWhy::FastRetransmit { dup_acks } => return format!("{dup_acks} duplicate acknowledgments came"),
RetransmitWhy::PartialAck => "an acknowledgment stopped short of it",
RetransmitWhy::Sack { sacked_above } => return format!("{} from behind it arrived (SACK)", count(LANG, sacked_above)),
RetransmitWhy::SackHole => "it is a gap below what has arrived (SACK)",
RetransmitWhy::SackRescue => "it is the last segment that may be missing (SACK)",
RetransmitWhy::PathMtu => "it was too long for the path",
RetransmitWhy::SynRepeated => "the other side retransmitted its SYN",
RetransmitWhy::WindowOpened => "the closed window has opened, and what waited may go with it",
};
    text.to_owned()
}

#[rustfmt::skip] // a table
fn ack(why: AckWhy) -> &'static str {
    match why {
        AckWhy::Handshake => "the third step of the handshake",
        AckWhy::Immediate => "data came",
        AckWhy::SecondSegment => "a second full segment came",
        AckWhy::Delayed => "nothing more came within the delay",
        AckWhy::Gap => "data came ahead of a gap",
        AckWhy::GapFilled => "a gap was filled",
        AckWhy::Duplicate => "the segment, or part of it, had come before",
        AckWhy::OutOfWindow => "the segment was outside the window",
        AckWhy::OldTimestamp => "the segment's timestamp was old",
        AckWhy::NoRoom => "there was no room for the segment",
        AckWhy::PeerClosed => "the other side's FIN came",
        AckWhy::WindowUpdate => "the receive window has opened",
    }
}

#[rustfmt::skip] // a table
fn challenge(why: ChallengeWhy) -> &'static str {
    match why {
        ChallengeWhy::ResetNotExact => "an RST that is not exactly where it should be",
        ChallengeWhy::SynOnOpenConnection => "a SYN on an open connection",
        ChallengeWhy::AckOutOfRange => "an acknowledgment of what was never sent, or far too old",
    }
}

#[rustfmt::skip] // a table
pub fn cwnd_why(why: CwndWhy) -> &'static str {
    match why {
        CwndWhy::Started => "the handshake is over",
        CwndWhy::SlowStart => "slow start",
        CwndWhy::CongestionAvoidance => "congestion avoidance",
        CwndWhy::FastRetransmit => "fast retransmit",
        CwndWhy::DuplicateAck => "a duplicate acknowledgment says that a segment left the network",
        CwndWhy::PartialAck => "a partial acknowledgment",
        CwndWhy::Recovered => "recovery is over",
        CwndWhy::RtoExpired => "the retransmission timer ran out",
        CwndWhy::Idle => "nothing was sent for longer than the RTO",
        CwndWhy::PathMtu => "the segment size changed",
    }
}

#[rustfmt::skip] // a table
pub fn moved(by: StateMove) -> &'static str {
    match by {
        StateMove::GivesUpConnecting => "its program gave up before the connection was open",
        StateMove::StopsListening => "its program no longer waits for connections",
        StateMove::Refused => "the attempt was refused (RST or ICMP)",
        StateMove::BrokenOff => "the attempt was broken off (RST, a new SYN or ICMP)",
        StateMove::By(StateEvent::PassiveOpen) => "its program waits for connections",
        StateMove::By(StateEvent::ActiveOpen) => "its program wants a connection",
        StateMove::By(StateEvent::SynArrived) => "a SYN came",
        StateMove::By(StateEvent::SynAckArrived) => "a SYN+ACK came",
        StateMove::By(StateEvent::SynAcked) => "its SYN was acknowledged",
        StateMove::By(StateEvent::Close) => "its program closed its side: the FIN goes once all it wrote before has gone",
        StateMove::By(StateEvent::FinArrived) => "the other side's FIN came",
        StateMove::By(StateEvent::FinAcked) => "its FIN was acknowledged",
        StateMove::By(StateEvent::TimeWaitOver) => "the wait of 2 MSL is over",
        StateMove::By(StateEvent::Reset) => "an RST came",
        StateMove::By(StateEvent::Abort) => "its program aborted the connection",
        StateMove::By(StateEvent::GiveUp) => "the other side did not answer for too long",
    }
}

pub fn short(who: &str, event: &TcpEvent) -> Option<String> {
    let text = match event {
        TcpEvent::RtoExpired { .. } => "the retransmission timer ran out",
        TcpEvent::FastRetransmit { .. } => "duplicate acknowledgments came (fast retransmit)",
        TcpEvent::PartialAck { .. } => "an acknowledgment stopped short",
        TcpEvent::PersistExpired { .. } => "the other side's window stayed closed",
        TcpEvent::KeepAliveExpired { .. } => "nothing was heard for long",
        TcpEvent::KeepAliveGaveUp { .. } => "keep-alive probes went unanswered",
        TcpEvent::UserTimeoutExpired { .. } => "the user timeout ran out",
        TcpEvent::TimestampRejected { .. } => "an old duplicate came (PAWS)",
        TcpEvent::PathMtu { .. } => "the path takes only smaller packets",
        TcpEvent::GaveUp { .. } => "TCP gave up",
        TcpEvent::Failed(_) => "the connection failed",
        TcpEvent::TimeWaitStarted { .. } => "TIME-WAIT began",
        TcpEvent::StateChanged { to, .. } => {
            return Some(format!("{who}'s connection is {to} now"));
        }
        TcpEvent::Acked { .. } => {
            return Some(format!("{who} got an acknowledgment"));
        }
        _ => return None,
    };
    Some(text.to_owned())
}

pub fn sent_last(who: &str, packet: &str) -> String {
    format!("{who} sent {packet} with the last data, and says that no more comes (FIN)")
}

pub fn times_in_a_row(attempt: u32) -> String {
    format!(", {attempt} times in a row")
}

texts! {
    a_segment: "a segment";
    a_lost_segment: "what it considers lost";
}

pub fn attempt_number(attempt: u32) -> String {
    format!(" (attempt {attempt})")
}

pub fn retransmitted(who: &str, what: &str, packet: &str, again: &str, why: &str) -> String {
    format!("{who} retransmitted {what} as {packet}{again}: {why}")
}

fn were(bytes: u32) -> &'static str {
    if bytes == 1 { "was" } else { "were" }
}
