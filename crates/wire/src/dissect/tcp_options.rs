//! TCP's option list.

use super::{Field, FieldKey, Kind, Reader, Value, field};
use crate::Layer;
use crate::tcp::{Item, Items, kind};
use std::ops::Range;

/// The whole list, taken apart.
pub(super) fn list(frame: &[u8], range: Range<usize>) -> Field {
    let start = range.start;
    let mut list = Field::leaf(
        FieldKey::TcpOptions,
        range.clone(),
        Value::Bytes(range.len()),
    );
    let bytes = frame.get(range.clone()).unwrap_or_default();
    for item in Items::new(bytes) {
        let field = match item {
            Item::Nop { at } => field::bytes(FieldKey::TcpOptionNop, start + at..start + at + 1),
            Item::End { at } => field::bytes(FieldKey::TcpOptionEnd, start + at..range.end),
            Item::Bad { at } => field::bytes(FieldKey::TcpOptionIllegal, start + at..range.end),
            Item::Option { at, kind, body } => {
                let range = start + at..start + at + 2 + body.len();
                Some(option(frame, range, kind, body.len()))
            }
        };
        list.children.extend(field);
    }
    list
}

fn option(frame: &[u8], range: Range<usize>, kind: u8, body_len: usize) -> Field {
    let mut reader = Reader::new(frame, range, Layer::Tcp);
    reader.leaf(FieldKey::TcpOptionKind, 1, Kind::Number);
    reader.leaf(FieldKey::TcpOptionLength, 1, Kind::Number);
    let mut number = |key| reader.leaf(key, body_len, Kind::Number).map(Value::Number);
    let (key, value) = match (kind, body_len) {
        (kind::MSS, 2) => (FieldKey::TcpMss, number(FieldKey::TcpMssValue)),
        (kind::WINDOW_SCALE, 1) => {
            let shift = number(FieldKey::TcpWindowScaleShift);
            (FieldKey::TcpWindowScale, shift)
        }
        (kind::SACK_PERMITTED, 0) => (FieldKey::TcpSackPermitted, Some(Value::Bool(true))),
        (kind::SACK, 8 | 16 | 24 | 32) => {
            for _ in 0..body_len / 8 {
                let block = sack_block(frame, reader.rest());
                reader.skip(8);
                reader.push(block);
            }
            (FieldKey::TcpSack, None)
        }
        (kind::TIMESTAMPS, 8) => {
            reader.leaf(FieldKey::TcpTimestampValue, 4, Kind::Number);
            reader.leaf(FieldKey::TcpTimestampEcho, 4, Kind::Number);
            (FieldKey::TcpTimestamps, None)
        }
        _ => {
            if body_len > 0 {
                reader.leaf(FieldKey::TcpOptionBody, body_len, Kind::Bytes);
            }
            (FieldKey::TcpOptionUnknown, None)
        }
    };
    let mut field = reader.close(key);
    if let Some(value) = value {
        field.value = value;
    }
    field
}

fn sack_block(frame: &[u8], rest: Range<usize>) -> Field {
    let mut reader = Reader::new(frame, rest, Layer::Tcp);
    reader.leaf(FieldKey::TcpSackLeft, 4, Kind::Number);
    reader.leaf(FieldKey::TcpSackRight, 4, Kind::Number);
    reader.close(FieldKey::TcpSackBlock)
}
