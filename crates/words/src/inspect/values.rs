//! What header fields say.

use hoplab_wire::dissect::{ChecksumStatus, FieldKey, Value};
use hoplab_wire::{Defect, Layer, ParseError};

use super::bytes_count;
use super::notes::{flag, note, text_note};
use crate::{self as words, Lang, josa};

/// The longest text that is shown whole, in characters.
const MAX_TEXT: usize = 240;

/// A field's value.
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
        Value::Bool(set) if flag(lang, key, *set).is_some() => {
            flag(lang, key, *set).unwrap_or_default().to_owned()
        }
        Value::Bool(true) => lang.pick("1 (set)", "1 (켜짐)").to_owned(),
        Value::Bool(false) => "0".to_owned(),
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
fn quoted(lang: Lang, text: &str) -> String {
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

/// A checksum, and whether it fits.
pub fn checksum(lang: Lang, found: u16, expected: Option<u16>, status: ChecksumStatus) -> String {
    match (lang, status) {
        (Lang::En, ChecksumStatus::Good) => format!("{found:#06x}, good: the bytes add up to it"),
        (Lang::Ko, ChecksumStatus::Good) => format!("{found:#06x}, 맞음: 계산한 값과 같아요"),
        (Lang::En, ChecksumStatus::Bad) => match expected {
            Some(expected) => format!(
                "{found:#06x}, bad: the bytes add up to {expected:#06x}, so something changed them"
            ),
            None => format!("{found:#06x}, bad"),
        },
        (Lang::Ko, ChecksumStatus::Bad) => match expected {
            Some(expected) => {
                let expected = josa::iraseo(&format!("{expected:#06x}"));
                format!("{found:#06x}, 틀림: 계산하면 {expected} 도중에 무언가 바뀌었어요")
            }
            None => format!("{found:#06x}, 틀림"),
        },
        (Lang::En, ChecksumStatus::Absent) => "0x0000: the sender made none".to_owned(),
        (Lang::Ko, ChecksumStatus::Absent) => "0x0000: 보낸 쪽이 계산하지 않았어요".to_owned(),
        (Lang::En, ChecksumStatus::Unverifiable) => {
            format!("{found:#06x}; not all the bytes it covers are here")
        }
        (Lang::Ko, ChecksumStatus::Unverifiable) => {
            format!("{found:#06x}; 검사할 바이트가 다 있지 않아요")
        }
    }
}

/// Why bytes could not be read.
pub fn parse_error(lang: Lang, error: &ParseError) -> String {
    if lang == Lang::En {
        return error.to_string();
    }
    match error {
        ParseError::Truncated { layer, need, have } => {
            let layer = name(*layer);
            format!(
                "{} 잘렸어요: {need}바이트가 필요한데 {have}바이트만 있어요",
                josa::i(layer)
            )
        }
        ParseError::BadChecksum {
            layer,
            found,
            expected,
        } => {
            let layer = name(*layer);
            let expected = josa::ieyo(&format!("{expected:#06x}"));
            format!("{layer} 체크섬이 틀려요: 헤더에는 {found:#06x}, 계산하면 {expected}")
        }
        ParseError::Malformed { layer, defect } => {
            let part = match layer {
                Layer::Dns => "메시지",
                _ => "헤더",
            };
            let (layer, part, why) = (name(*layer), josa::i(part), defect_ko(*defect));
            format!("{layer} {part} 잘못됐어요: {why}")
        }
    }
}

const fn name(layer: Layer) -> &'static str {
    match layer {
        Layer::Ethernet => "이더넷",
        Layer::Ipv4 => "IPv4",
        Layer::Icmp => "ICMP",
        Layer::Udp => "UDP",
        Layer::Tcp => "TCP",
        Layer::Dns => "DNS",
    }
}

const fn defect_ko(defect: Defect) -> &'static str {
    match defect {
        Defect::Version => "버전이 4가 아니에요",
        Defect::HeaderLength => "헤더 길이가 20바이트보다 짧아요",
        Defect::TotalLength => "전체 길이가 헤더보다 짧아요",
        Defect::Length => "길이가 도착한 바이트 수와 달라요",
        Defect::DataOffset => "데이터 오프셋이 20바이트보다 작아요",
        Defect::Label => "이름의 레이블이 뜻이 없는 비트로 시작해요",
        Defect::Pointer => "압축 포인터가 앞쪽을 가리키지 않아요",
        Defect::NameLength => "이름이 255바이트보다 길어요",
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
