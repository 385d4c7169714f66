//! What TCP decides, as JSON.

use hoplab_tcp::{Failure, TcpEvent, TransmitReason};
use serde::Serialize;
use serde_json::{Map, Value, json};

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
