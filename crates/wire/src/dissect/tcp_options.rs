//! TCP's option list.

use super::{Field, FieldKey, Kind, Reader, Value, field};
use crate::Layer;
use crate::tcp::{Item, Items, SackBlock, SackBlocks, duplicate_block, kind};
use std::ops::Range;

/// From the options back to the acknowledgment number.
const BACK_TO_ACK: usize = 12;

/// The whole list, taken apart.
pub(super) fn list(frame: &[u8], range: Range<usize>) -> Field {
    let start = range.start;
    let mut list = Field::leaf(
        FieldKey::TcpOptions,
        range.clone(),
        Value::Bytes(range.len()),
    );
    let bytes = frame.get(range.clone()).unwrap_or_default();
    let ack = start
        .checked_sub(BACK_TO_ACK)
        .and_then(|at| number(frame, at));
    for item in Items::new(bytes) {
        let field = match item {
            Item::Nop { at } => field::bytes(FieldKey::TcpOptionNop, start + at..start + at + 1),
            Item::End { at } => field::bytes(FieldKey::TcpOptionEnd, start + at..range.end),
            Item::Bad { at } => field::bytes(FieldKey::TcpOptionIllegal, start + at..range.end),
            Item::Option { at, kind, body } => {
                let range = start + at..start + at + 2 + body.len();
                Some(option(frame, range, kind, body.len(), ack))
            }
        };
        list.children.extend(field);
    }
    list
}

/// `ack` is what the segment acknowledges.
fn option(frame: &[u8], range: Range<usize>, kind: u8, body_len: usize, ack: Option<u32>) -> Field {
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
            let blocks = reader.rest().step_by(8).map_while(|at| block(frame, at));
            let blocks: SackBlocks = blocks.collect();
            let twice = ack.and_then(|ack| duplicate_block(ack, blocks.as_slice()));
            for index in 0..body_len / 8 {
                let key = match twice {
                    Some(_) if index == 0 => FieldKey::TcpSackDuplicate,
                    _ => FieldKey::TcpSackBlock,
                };
                let block = sack_block(frame, reader.rest(), key);
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

/// The four bytes at `at`.
fn number(frame: &[u8], at: usize) -> Option<u32> {
    let bytes = frame.get(at..)?.first_chunk()?;
    Some(u32::from_be_bytes(*bytes))
}

fn block(frame: &[u8], at: usize) -> Option<SackBlock> {
    let (left, right) = (number(frame, at)?, number(frame, at + 4)?);
    Some(SackBlock { left, right })
}

fn sack_block(frame: &[u8], rest: Range<usize>, key: FieldKey) -> Field {
    let mut reader = Reader::new(frame, rest, Layer::Tcp);
    reader.leaf(FieldKey::TcpSackLeft, 4, Kind::Number);
    reader.leaf(FieldKey::TcpSackRight, 4, Kind::Number);
    reader.close(key)
}
