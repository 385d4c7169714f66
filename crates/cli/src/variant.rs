//! An enum's value as one flat object: its name, and its fields beside it.

use serde::Serialize;
use serde_json::{Map, Value};

/// `{"event": "rto-expired", "seq": 5, "rto": "1s", ...}`: the variant's name under `tag`, as serde writes it, and its
/// fields beside it. What a variant holds without a name is under `value`.
pub fn flat(tag: &str, value: &impl Serialize) -> Value {
    let mut object = Map::new();
    match serde_json::to_value(value).unwrap_or_default() {
        Value::Object(variant) => {
            for (name, fields) in variant {
                match fields {
                    Value::Object(fields) => object.extend(fields),
                    other => {
                        object.insert("value".to_owned(), other);
                    }
                }
                object.insert(tag.to_owned(), Value::String(name));
            }
        }
        name => {
            object.insert(tag.to_owned(), name);
        }
    }
    Value::Object(object)
}

#[cfg(test)]
mod tests {
    use hoplab_sim::DropReason;
    use hoplab_tcp::{Failure, RetransmitWhy, Seq, TcpEvent, TransmitReason};
    use hoplab_units::Span;
    use serde_json::json;

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
            "event": "rto-expired", "seq": 5, "attempt": 1, "rto": "1s", "next_rto": "2s",
            "original_tag": 3,
        });
        assert_eq!(flat("event", &event), expected);
        assert_eq!(
            flat("event", &TcpEvent::WindowClosed),
            json!({ "event": "window-closed" })
        );
        let failed = TcpEvent::Failed(Failure::TimedOut { retransmissions: 5 });
        let expected = json!({ "event": "failed", "timed-out": { "retransmissions": 5 } });
        assert_eq!(flat("event", &failed), expected);
        assert_eq!(
            flat("event", &TcpEvent::Failed(Failure::Refused)),
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
            "reason": "retransmit", "why": { "fast-retransmit": { "dup_acks": 3 } },
            "original_tag": 7, "attempt": 1,
        });
        assert_eq!(flat("reason", &reason), expected);
        assert_eq!(
            flat("why", &DropReason::TooBig { mtu: 576 }),
            json!({ "why": "too-big", "mtu": 576 })
        );
    }
}
