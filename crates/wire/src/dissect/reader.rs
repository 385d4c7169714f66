//! Reads one header's fields, one after the other.

use super::{Field, FieldKey, Value};
use crate::{Layer, MacAddr, ParseError};
use std::net::Ipv4Addr;
use std::ops::Range;

/// How a field's bytes are read.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Number,
    Hex,
    Bool,
    Mac,
    Ip,
    /// Shown by their number alone.
    Bytes,
}

impl Kind {
    fn value(self, number: u64, bytes: usize, bits: u8) -> Value {
        match self {
            Kind::Number => Value::Number(number),
            Kind::Hex => Value::Hex {
                value: number,
                width: bits.div_ceil(4),
            },
            Kind::Bool => Value::Bool(number != 0),
            Kind::Mac => {
                let [_, _, a, b, c, d, e, f] = number.to_be_bytes();
                Value::Mac(MacAddr([a, b, c, d, e, f]))
            }
            Kind::Ip => Value::Ip(Ipv4Addr::from(number as u32)),
            Kind::Bytes => Value::Bytes(bytes),
        }
    }
}

/// Collects a header's fields from a stretch of the frame. Reading past its end gives `None` and
/// leaves everything as it was.
pub(super) struct Reader<'a> {
    frame: &'a [u8],
    layer: Layer,
    start: usize,
    at: usize,
    end: usize,
    fields: Vec<Field>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(frame: &'a [u8], range: Range<usize>, layer: Layer) -> Self {
        let end = range.end.min(frame.len());
        let start = range.start.min(end);
        Reader {
            frame,
            layer,
            start,
            at: start,
            end,
            fields: Vec::new(),
        }
    }

    /// Where the header begins.
    pub(super) fn start(&self) -> usize {
        self.start
    }

    /// A reader of bytes of the same header that were skipped.
    pub(super) fn within(&self, range: Range<usize>) -> Reader<'a> {
        Reader::new(self.frame, range, self.layer)
    }

    /// The fields so far; they are no longer this reader's.
    pub(super) fn take(&mut self) -> Vec<Field> {
        std::mem::take(&mut self.fields)
    }

    /// What has not been read.
    pub(super) fn rest(&self) -> Range<usize> {
        self.at..self.end
    }

    /// Adds a field of `len` bytes and returns its number, that of its last eight bytes.
    pub(super) fn leaf(&mut self, key: FieldKey, len: usize, kind: Kind) -> Option<u64> {
        let range = self.skip(len)?;
        let number = self.number(&range);
        let bits = 8u8.saturating_mul(len.min(8) as u8);
        self.push(Field::leaf(key, range, kind.value(number, len, bits)));
        Some(number)
    }

    /// Adds a field of some bits of `range`, which is read already.
    pub(super) fn bits(
        &mut self,
        key: FieldKey,
        range: Range<usize>,
        bits: Range<u8>,
        kind: Kind,
    ) -> u64 {
        let after = (8 * range.len()).saturating_sub(usize::from(bits.end)) as u32;
        let width = bits.end.saturating_sub(bits.start);
        let mask = (1u64 << width.min(63)) - 1;
        let number = self.number(&range).unbounded_shr(after) & mask;
        let mut field = Field::leaf(key, range.clone(), kind.value(number, range.len(), width));
        field.bits = Some(bits);
        self.push(field);
        number
    }

    /// Takes `len` bytes without adding a field.
    pub(super) fn skip(&mut self, len: usize) -> Option<Range<usize>> {
        if len > self.end - self.at {
            return None;
        }
        let start = self.at;
        self.at += len;
        Some(start..self.at)
    }

    /// The bytes of `range` as a big-endian number; the last eight count.
    pub(super) fn number(&self, range: &Range<usize>) -> u64 {
        let bytes = self.frame.get(range.clone()).unwrap_or_default();
        bytes
            .iter()
            .fold(0, |number, byte| number << 8 | u64::from(*byte))
    }

    /// Changes the value of the field that was added last.
    pub(super) fn set_last(&mut self, value: Value) {
        if let Some(field) = self.fields.last_mut() {
            field.value = value;
        }
    }

    /// Counts further bytes to the field that was added last and to its last child, with more of its text.
    pub(super) fn extend_last(&mut self, range: Range<usize>, more: &[u8]) {
        let Some(field) = self.fields.last_mut() else {
            return;
        };
        extend(field, &range, more);
        if let Some(child) = field.children.last_mut() {
            extend(child, &range, more);
        }
    }

    pub(super) fn push(&mut self, field: Field) {
        self.fields.push(field);
    }

    /// Changes the value of a field that was added before.
    pub(super) fn set_value(&mut self, key: FieldKey, value: Value) {
        if let Some(field) = self.fields.iter_mut().find(|field| field.key == key) {
            field.value = value;
        }
    }

    /// The header: what was read, with its fields as children.
    pub(super) fn close(&mut self, key: FieldKey) -> Field {
        let range = self.start..self.at;
        let mut field = Field::leaf(key, range.clone(), Value::Bytes(range.len()));
        field.children = std::mem::take(&mut self.fields);
        field
    }

    /// The unread bytes of a header that should have `need` bytes.
    pub(super) fn rest_is_cut(&self, need: usize) -> Field {
        let error = ParseError::Truncated {
            layer: self.layer,
            need,
            have: self.end - self.start,
        };
        Field::malformed(self.rest(), error)
    }
}

fn extend(field: &mut Field, range: &Range<usize>, more: &[u8]) {
    field.range.end = range.end;
    if let Value::Text(text) = &mut field.value {
        let more = String::from_utf8_lossy(more);
        if !text.is_empty() && !more.is_empty() {
            text.push(' ');
        }
        text.push_str(&more);
    }
}
