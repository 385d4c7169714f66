//! What header fields say.

use crate as words;
use crate::en::LANG;
use crate::inspect::bytes_count;
use crate::inspect::notes::{flag, note, text_note};
use crate::inspect::values::quoted;
use hoplab_wire::ParseError;
use hoplab_wire::dissect::{ChecksumStatus, FieldKey, Value};

pub fn value(key: FieldKey, value: &Value) -> String {
    match value {
        Value::Number(number) => match note(LANG, key, *number) {
            Some(note) => format!("{number} ({note})"),
            None => number.to_string(),
        },
        Value::Hex { value, width } => {
            let width = usize::from(*width);
            format!("0x{value:0width$x}")
        }
        Value::Bool(set) if flag(LANG, key, *set).is_some() => {
            flag(LANG, key, *set).unwrap_or_default().to_owned()
        }
        Value::Bool(true) => "1 (set)".to_owned(),
        Value::Bool(false) => "0".to_owned(),
        Value::Flags(flags) => flags.to_string().replace(',', " + "),
        Value::Mac(mac) => mac.to_string(),
        Value::Ip(address) => address.to_string(),
        Value::Text(text) => match text_note(LANG, key, text) {
            Some(note) => format!("{} ({note})", words::quoted(text)),
            None => quoted(LANG, text),
        },
        Value::Bytes(bytes) => bytes_count(LANG, *bytes),
        Value::Checksum {
            found,
            expected,
            status,
        } => checksum(*found, *expected, *status),
        Value::Error(error) => parse_error(error),
    }
}

pub fn checksum(found: u16, expected: Option<u16>, status: ChecksumStatus) -> String {
    match status {
        ChecksumStatus::Good => format!("{found:#06x}, good: the bytes add up to it"),
        ChecksumStatus::Bad => match expected {
            Some(expected) => format!(
                "{found:#06x}, bad: the bytes add up to {expected:#06x}, so something changed them"
            ),
            None => format!("{found:#06x}, bad"),
        },
        ChecksumStatus::Absent => "0x0000: the sender made none".to_owned(),
        ChecksumStatus::Unverifiable => {
            format!("{found:#06x}; not all the bytes it covers are here")
        }
    }
}

pub fn parse_error(error: &ParseError) -> String {
    error.to_string()
}
