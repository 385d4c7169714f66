//! What header fields say.

use super::bytes_count;
use super::notes::{flag, note, text_note};
use crate::{self as words, Lang};
use hoplab_wire::dissect::{ChecksumStatus, FieldKey, Value};
use hoplab_wire::{Layer, ParseError};

/// The longest text that is shown whole, in characters.
const MAX_TEXT: usize = 240;

said! { inspect::values =>
    /// A checksum, and whether it fits.
    checksum(found: u16, expected: Option<u16>, status: ChecksumStatus) -> String;
    /// Why bytes could not be read.
    parse_error(error: &ParseError) -> String;
    /// A bit that is set.
    bit_set;
}

/// What a field says.
pub fn value(lang: Lang, key: FieldKey, value: &Value) -> String {
    match value {
        Value::Number(number) => match note(lang, key, *number) {
            Some(note) => format!("{number} ({note})"),
            None => number.to_string(),
        },
        Value::Hex { value, width } => {
            let width = usize::from(*width);
            format!("0x{value:0width$x}")
        }
        Value::Bool(set) => match (flag(lang, key, *set), set) {
            (Some(told), _) => told.to_owned(),
            (None, true) => bit_set(lang).to_owned(),
            (None, false) => "0".to_owned(),
        },
        Value::Flags(flags) => flags.to_string().replace(',', " + "),
        Value::Mac(mac) => mac.to_string(),
        Value::Ip(address) => address.to_string(),
        Value::Text(text) => match text_note(lang, key, text) {
            Some(note) => format!("{} ({note})", words::quoted(text)),
            None => quoted(lang, text),
        },
        Value::Bytes(bytes) => bytes_count(lang, *bytes),
        Value::Checksum {
            found,
            expected,
            status,
        } => checksum(lang, *found, *expected, *status),
        Value::Error(error) => parse_error(lang, error),
    }
}

/// A text, of a long one its beginning: all of it is among the bytes.
pub(crate) fn quoted(lang: Lang, text: &str) -> String {
    match text.char_indices().nth(MAX_TEXT) {
        Some((at, _)) => {
            let beginning = text.get(..at).unwrap_or_default();
            format!(
                "{} ({})",
                words::quoted(&format!("{beginning}…")),
                bytes_count(lang, text.len())
            )
        }
        None => words::quoted(text),
    }
}

/// A field's value where there is little room: a checksum without a verdict.
pub fn value_short(lang: Lang, key: FieldKey, it: &Value) -> String {
    match it {
        Value::Checksum { found, .. } => format!("{found:#06x}"),
        _ => value(lang, key, it),
    }
}

pub(crate) const fn name(layer: Layer) -> &'static str {
    match layer {
        Layer::Ethernet => "이더넷",
        Layer::Ipv4 => "IPv4",
        Layer::Icmp => "ICMP",
        Layer::Udp => "UDP",
        Layer::Tcp => "TCP",
        Layer::Dns => "DNS",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_checksum_is_told_with_both_sums() {
        let bad = |lang| checksum(lang, 0x12, Some(0xabcd), ChecksumStatus::Bad);
        for text in [bad(Lang::En), bad(Lang::Ko)] {
            assert!(text.contains("0x0012") && text.contains("0xabcd"), "{text}");
        }
        assert!(bad(Lang::En).contains("bad") && bad(Lang::Ko).contains("틀림"));
    }

    #[test]
    fn of_a_long_text_the_beginning_is_shown_and_its_length() {
        let text = Value::Text("가".repeat(300));
        let told = value(Lang::En, FieldKey::HttpBody, &text);
        assert!(told.ends_with("가…” (900 bytes)"), "{told}");
        assert_eq!(told.chars().filter(|c| *c == '가').count(), MAX_TEXT);
    }

    #[test]
    fn numbers_are_written_as_the_field_is_usually_read() {
        let hex = Value::Hex {
            value: 0x800,
            width: 4,
        };
        assert_eq!(value(Lang::En, FieldKey::EthernetType, &hex), "0x0800");
        let tcp = Value::Number(6);
        assert_eq!(value(Lang::Ko, FieldKey::Ipv4Protocol, &tcp), "6 (TCP)");
        assert_eq!(value(Lang::En, FieldKey::Ipv4Ttl, &tcp), "6");
    }
}
