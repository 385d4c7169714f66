//! What TCP decides, in plain words and as JSON.

use hoplab_capture::words;
use hoplab_sim::TraceEvent;
use hoplab_tcp::{
    AckWhy, ChallengeWhy, CwndWhy, Failure, NO_LIMIT, Nagle, State, StateEvent, TcpEvent,
    TransmitReason,
};
use hoplab_units::{Plain, count};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// A decision or discovery, as one sentence without its full stop.
#[rustfmt::skip] // a table: one event, one or two lines
pub fn text(event: &TcpEvent) -> String {
    match event {
        TcpEvent::StateChanged { from, to, why } =>
            format!("TCP goes from {} to {}: {}", state(*from), state(*to), state_event(*from, *why)),
        TcpEvent::RttMeasured { sample, srtt, rto, .. } =>
            format!("a round trip took {}; smoothed {}, so the RTO is {}", Plain(*sample), Plain(*srtt), Plain(*rto)),
        TcpEvent::RtoExpired { seq, attempt, rto, next_rto, .. } =>
            format!("no acknowledgment of seq {} within the RTO of {} (expiry {attempt}); the next RTO is {}", seq.0, Plain(*rto), Plain(*next_rto)),
        TcpEvent::FastRetransmit { seq, dup_acks, .. } =>
            format!("{dup_acks} duplicate acknowledgments: seq {} is considered lost", seq.0),
        TcpEvent::PartialAck { up_to, recover, .. } =>
            format!("acknowledged only what is before {}, not all before {}: another segment is considered lost", up_to.0, recover.0),
        TcpEvent::RecoveryEnded { up_to } => format!("recovered: all before {} is acknowledged", up_to.0),
        TcpEvent::DuplicateAck { seq, count } => format!("duplicate acknowledgment {count} of {}", seq.0),
        TcpEvent::Sacked { news, total, up_to } =>
            format!("the other side holds {} more ahead of a gap, {total} in all, the last before {} (SACK)", count(*news, "byte"), up_to.0),
        TcpEvent::DuplicateReported { from, to } =>
            format!("the other side got {} to {} twice: a retransmission was not needed, or the network made a copy (D-SACK)", from.0, to.0),
        TcpEvent::DuplicateToReport { from, to } =>
            format!("{} to {} came once more; the other side is told (D-SACK)", from.0, to.0),
        TcpEvent::Acked { bytes: 0, .. } => "our FIN was acknowledged".to_owned(),
        TcpEvent::Acked { bytes, up_to, .. } => format!("{} acknowledged, all before {}", count(*bytes, "byte"), up_to.0),
        TcpEvent::CwndChanged { from, to, ssthresh, why } =>
            format!("congestion window from {} to {} (threshold: {}): {}", limit(*from), limit(*to), limit(*ssthresh), cwnd_why(*why)),
        TcpEvent::OutOfOrder { seq, len, gap_from } =>
            format!("{} at {} kept until the gap at {} is filled", count(*len, "byte"), seq.0, gap_from.0),
        TcpEvent::Delivered { bytes, closed_gap: true } => format!("a gap is filled: {} can be read", count(*bytes, "byte")),
        TcpEvent::Delivered { bytes, closed_gap: false } => format!("{} can be read", count(*bytes, "byte")),
        TcpEvent::DuplicateSegment { seq, len } => format!("{} at {} had come before", count(*len, "byte"), seq.0),
        TcpEvent::OutOfWindow { seq, len } => format!("a segment of {} at {} is outside the window", count(*len, "byte"), seq.0),
        TcpEvent::TimestampRejected { value: Some(value), recent } =>
            format!("a segment with timestamp {value} is dropped: {recent} was seen before (PAWS)"),
        TcpEvent::TimestampRejected { value: None, .. } =>
            "a segment without the timestamp both sides agreed on is dropped".to_owned(),
        TcpEvent::Urgent { up_to } => format!("the other side marks all up to {} as urgent", up_to.0),
        TcpEvent::NagleHeld { bytes, up_to } =>
            format!("{} held until all before {} is acknowledged, or for more data (Nagle)", count(*bytes, "byte"), up_to.0),
        TcpEvent::NagleSet { nagle: Nagle::Off } =>
            "the program has small segments go at once (TCP_NODELAY)".to_owned(),
        TcpEvent::NagleSet { .. } => "the program switches Nagle's algorithm on".to_owned(),
        TcpEvent::KeepAliveExpired { attempt } =>
            format!("nothing was heard for long: keep-alive probe {attempt}"),
        TcpEvent::KeepAliveGaveUp { probes } => format!("gave up after {}", count(*probes, "keep-alive probe")),
        TcpEvent::UserTimeoutExpired { limit } =>
            format!("data stayed unacknowledged for longer than the program's {}", Plain(*limit)),
        TcpEvent::NoRoom { seq, len } => format!("no room for {} at {}", count(*len, "byte"), seq.0),
        TcpEvent::PeerClosed { .. } => "the other side has no more to send".to_owned(),
        TcpEvent::WindowClosed => "the other side can take no more for now".to_owned(),
        TcpEvent::WindowOpened { window } => format!("the other side takes {} again", count(*window, "byte")),
        TcpEvent::PersistExpired { attempt, next } =>
            format!("the other side's window is still shut (probe {attempt}; the next in {})", Plain(*next)),
        TcpEvent::TimeWaitStarted { until } => format!("waits until {} so that old segments die out, and to repeat its last ACK if that was lost", words::clock(*until)),
        TcpEvent::TimeWaitEnded => "TIME-WAIT is over".to_owned(),
        TcpEvent::ChallengeAck { why } => format!("a suspicious segment is challenged: {}", challenge(*why)),
        TcpEvent::RstIgnored { seq } => format!("an RST at {} is ignored: it does not fit", seq.0),
        TcpEvent::PathMtu { mtu, mss_from, mss_to } =>
            format!("the path takes {mtu} bytes a packet: segments shrink from {mss_from} to {mss_to}"),
        TcpEvent::IcmpNoted { hard } =>
            format!("an ICMP error is noted{}; the connection goes on", if *hard { ", though a final one" } else { "" }),
        TcpEvent::IcmpIgnored { seq } => format!("an ICMP error about seq {}, which is not under way, is ignored", seq.0),
        TcpEvent::GaveUp { retransmissions, .. } => format!("gave up after {}", count(*retransmissions, "retransmission")),
        TcpEvent::Failed(failure) => format!("the connection failed: {failure}"),
    }
}

/// Why a segment was made. `event` is its making, `cause` that event's cause.
pub fn reason_text(reason: &TransmitReason, cause: Option<&TraceEvent>) -> String {
    match reason {
        TransmitReason::Syn => "to open a connection".to_owned(),
        TransmitReason::SynAck => "to answer a SYN".to_owned(),
        TransmitReason::Data => "with data".to_owned(),
        TransmitReason::LimitedTransmit { dup_acks } => {
            format!("with data, let out by duplicate acknowledgment {dup_acks}")
        }
        TransmitReason::KeepAlive { attempt } => {
            format!("to ask whether the other side is still there (probe {attempt})")
        }
        TransmitReason::Fin => "to say that no more comes".to_owned(),
        TransmitReason::Ack { why } => format!("to acknowledge: {}", ack_why(*why)),
        TransmitReason::ChallengeAck { why } => format!("as a challenge: {}", challenge(*why)),
        TransmitReason::ZeroWindowProbe { attempt } => {
            format!("to ask whether the window has opened (probe {attempt})")
        }
        TransmitReason::Retransmit { .. } => {
            format!(
                "retransmitted: {}",
                words::resend_reason(reason, cause).unwrap_or_default()
            )
        }
        TransmitReason::Reset => "to end the connection at once".to_owned(),
    }
}

fn ack_why(why: AckWhy) -> &'static str {
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
        AckWhy::WindowUpdate => "the window has opened",
    }
}

fn challenge(why: ChallengeWhy) -> &'static str {
    match why {
        ChallengeWhy::ResetNotExact => "an RST that is not exactly where it should be",
        ChallengeWhy::SynOnOpenConnection => "a SYN on an open connection",
        ChallengeWhy::AckOutOfRange => "an acknowledgment of what was never sent, or far too old",
    }
}

fn cwnd_why(why: CwndWhy) -> &'static str {
    match why {
        CwndWhy::Started => "the handshake is over",
        CwndWhy::SlowStart => "slow start",
        CwndWhy::CongestionAvoidance => "congestion avoidance",
        CwndWhy::FastRetransmit => "fast retransmit",
        CwndWhy::DuplicateAck => "a duplicate acknowledgment: a segment has left the network",
        CwndWhy::PartialAck => "a partial acknowledgment",
        CwndWhy::Recovered => "recovery is over",
        CwndWhy::RtoExpired => "the retransmission timer ran out",
        CwndWhy::Idle => "idle for longer than the RTO",
        CwndWhy::PathMtu => "the segment size changed",
    }
}

/// A state by its name in RFC 9293 section 3.3.2.
fn state(state: State) -> &'static str {
    match state {
        State::Closed => "CLOSED",
        State::Listen => "LISTEN",
        State::SynSent => "SYN-SENT",
        State::SynReceived => "SYN-RECEIVED",
        State::Established => "ESTABLISHED",
        State::FinWait1 => "FIN-WAIT-1",
        State::FinWait2 => "FIN-WAIT-2",
        State::CloseWait => "CLOSE-WAIT",
        State::Closing => "CLOSING",
        State::LastAck => "LAST-ACK",
        State::TimeWait => "TIME-WAIT",
    }
}

/// How much, if there is a limit.
fn limit(bytes: u32) -> String {
    match bytes {
        NO_LIMIT.. => "no limit".to_owned(),
        _ => count(bytes, "byte").to_string(),
    }
}

/// What moved a connection from a state: which of the things that an arrow of the diagram can mean, `from` says.
fn state_event(from: State, event: StateEvent) -> &'static str {
    match event {
        StateEvent::Close if from == State::SynSent => {
            "the program gave up before the connection was open"
        }
        StateEvent::Close if from == State::Listen => "the program no longer waits for connections",
        StateEvent::Reset if from == State::SynSent => "the attempt was refused (RST or ICMP)",
        StateEvent::Reset if from == State::SynReceived => {
            "the attempt was broken off (RST, a new SYN or ICMP)"
        }
        StateEvent::PassiveOpen => "the program waits for connections",
        StateEvent::ActiveOpen => "the program wants a connection",
        StateEvent::SynArrived => "a SYN came",
        StateEvent::SynAckArrived => "a SYN with an ACK of ours came",
        StateEvent::SynAcked => "our SYN was acknowledged",
        StateEvent::Close => {
            "the program closed its side: the FIN goes once all it wrote before has gone"
        }
        StateEvent::FinArrived => "the other side's FIN came",
        StateEvent::FinAcked => "our FIN was acknowledged",
        StateEvent::TimeWaitOver => "the wait of 2 MSL is over",
        StateEvent::Reset => "an RST came",
        StateEvent::Abort => "the program aborted the connection",
        StateEvent::GiveUp => "the other side did not answer for too long",
    }
}

/// `{"event": "rto_expired", "seq": 5, "rto": "1s", ...}`: the event's fields beside its name.
pub fn json(event: &TcpEvent) -> Value {
    flat("event", event)
}

/// `{"reason": "retransmit", "why": {"rto_expired": {"expiry": 1}}, ...}`.
pub fn reason_json(reason: &TransmitReason) -> Value {
    flat("reason", reason)
}

/// `"refused"`, `{"timed_out": {"retransmissions": 5}}`.
pub fn failure_json(failure: Failure) -> Value {
    lower(serde_json::to_value(failure).unwrap_or_default())
}

/// The variant's name under `tag`, its fields beside it.
fn flat(tag: &str, value: &impl Serialize) -> Value {
    let mut object = Map::new();
    match lower(serde_json::to_value(value).unwrap_or_default()) {
        Value::Object(variant) => {
            for (name, fields) in variant {
                match fields {
                    Value::Object(fields) => object.extend(fields),
                    other => {
                        object.insert("value".to_owned(), other);
                    }
                }
                object.insert(tag.to_owned(), json!(name));
            }
        }
        name => {
            object.insert(tag.to_owned(), name);
        }
    }
    Value::Object(object)
}

/// Names of variants as JSON writes names. Every text in a TCP event is one or is a quantity,
/// which has no capital at its beginning.
fn lower(value: Value) -> Value {
    match value {
        Value::String(name) => Value::String(snake_case(&name)),
        Value::Object(fields) => Value::Object(
            fields
                .into_iter()
                .map(|(name, field)| (snake_case(&name), lower(field)))
                .collect(),
        ),
        other => other,
    }
}

/// `RtoExpired` as `rto_expired`; anything that does not begin with a capital as it is.
fn snake_case(name: &str) -> String {
    if !name.starts_with(|c: char| c.is_ascii_uppercase()) {
        return name.to_owned();
    }
    let mut text = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_ascii_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.push(c.to_ascii_lowercase());
    }
    text
}

#[cfg(test)]
mod tests {
    use hoplab_tcp::{RetransmitWhy, Seq};
    use hoplab_units::Span;

    use super::*;

    #[test]
    fn an_event_is_its_name_beside_its_fields() {
        let event = TcpEvent::RtoExpired {
            seq: Seq(5),
            attempt: 1,
            rto: Span::from_secs(1),
            next_rto: Span::from_secs(2),
            original_tag: 3,
        };
        let expected = json!({
            "event": "rto_expired", "seq": 5, "attempt": 1, "rto": "1s", "next_rto": "2s",
            "original_tag": 3,
        });
        assert_eq!(json(&event), expected);
        assert_eq!(
            json(&TcpEvent::WindowClosed),
            json!({ "event": "window_closed" })
        );
        let failed = TcpEvent::Failed(Failure::TimedOut { retransmissions: 5 });
        let expected = json!({ "event": "failed", "timed_out": { "retransmissions": 5 } });
        assert_eq!(json(&failed), expected);
        assert_eq!(
            json(&TcpEvent::Failed(Failure::Refused)),
            json!({ "event": "failed", "value": "refused" })
        );
    }

    #[test]
    fn a_reason_within_a_reason_keeps_its_fields() {
        let reason = TransmitReason::Retransmit {
            why: RetransmitWhy::FastRetransmit { dup_acks: 3 },
            original_tag: 7,
            attempt: 1,
        };
        let expected = json!({
            "reason": "retransmit", "why": { "fast_retransmit": { "dup_acks": 3 } },
            "original_tag": 7, "attempt": 1,
        });
        assert_eq!(reason_json(&reason), expected);
    }
}
