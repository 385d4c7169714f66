//! The tree a dissection is made of.

use super::FieldKey;
use crate::checksum::Sum;
use crate::tcp::Flags;
use crate::{MacAddr, ParseError};
use std::net::Ipv4Addr;
use std::ops::Range;

/// A frame taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dissection {
    /// The layers, in the order of the frame's bytes.
    pub fields: Vec<Field>,
}

/// A field, or a header made of fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What it is.
    pub key: FieldKey,
    /// Its bytes in the frame. Empty only where bytes are missing.
    pub range: Range<usize>,
    /// Its bits in `range`, if it does not fill the bytes; bit 0 is the first byte's highest.
    pub bits: Option<Range<u8>>,
    /// What the bytes say.
    pub value: Value,
    /// The fields within it, in the order of their bits.
    pub children: Vec<Field>,
}

/// What a field says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A quantity or a number people write in decimal.
    Number(u64),
    /// A number people write in hexadecimal.
    Hex {
        /// The number.
        value: u64,
        /// How many digits it is written with.
        width: u8,
    },
    /// A single flag.
    Bool(bool),
    /// TCP's control bits together.
    Flags(Flags),
    /// An Ethernet address.
    Mac(MacAddr),
    /// An IPv4 address.
    Ip(Ipv4Addr),
    /// Readable text.
    Text(String),
    /// This many bytes without a shorter description; a layer's own length.
    Bytes(usize),
    /// A checksum and what it ought to be.
    Checksum {
        /// What the header carries.
        found: u16,
        /// What it should carry; `None` where not all the bytes it covers are there.
        expected: Option<u16>,
        /// What to make of the two.
        status: ChecksumStatus,
    },
    /// Why the bytes could not be read.
    Error(ParseError),
}

/// Whether a checksum fits the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChecksumStatus {
    /// It does.
    Good,
    /// It does not: some byte changed on the way.
    Bad,
    /// The sender made none (UDP's 0).
    Absent,
    /// Not all the bytes it covers are here, as in fragments and quotes.
    Unverifiable,
}

impl Dissection {
    /// Every field, each before its children.
    pub fn iter(&self) -> impl Iterator<Item = &Field> {
        let mut waiting: Vec<&Field> = self.fields.iter().rev().collect();
        std::iter::from_fn(move || {
            let field = waiting.pop()?;
            waiting.extend(field.children.iter().rev());
            Some(field)
        })
    }

    /// The first field of this key, outer headers before quoted ones.
    pub fn find(&self, key: FieldKey) -> Option<&Field> {
        self.iter().find(|field| field.key == key)
    }

    /// The fields that hold a byte of the frame, from its layer down to the innermost. Of fields
    /// that share the byte it takes the first.
    pub fn path_at(&self, byte: usize) -> Vec<&Field> {
        let mut path = Vec::new();
        let mut level = &self.fields;
        while let Some(field) = level.iter().find(|field| field.range.contains(&byte)) {
            path.push(field);
            level = &field.children;
        }
        path
    }
}

impl Field {
    pub(super) fn leaf(key: FieldKey, range: Range<usize>, value: Value) -> Field {
        Field {
            key,
            range,
            bits: None,
            value,
            children: Vec::new(),
        }
    }

    pub(super) fn malformed(range: Range<usize>, error: ParseError) -> Field {
        Field::leaf(FieldKey::Malformed, range, Value::Error(error))
    }
}

impl Value {
    /// A checksum whose `sum` runs over the bytes it covers, itself included.
    pub(super) fn checksum(found: u16, sum: Option<Sum>) -> Value {
        let status = match sum {
            None => ChecksumStatus::Unverifiable,
            Some(sum) if sum.fold() == 0xffff => ChecksumStatus::Good,
            Some(_) => ChecksumStatus::Bad,
        };
        let expected = match (sum, status) {
            // Not computed, since two forms of zero are good and only one would come out.
            (_, ChecksumStatus::Good) => Some(found),
            (sum, _) => sum.map(|sum| crate::checksum::expected(sum, found)),
        };
        Value::Checksum {
            found,
            expected,
            status,
        }
    }
}

/// Bytes that are shown by their number; nothing if there are none.
pub(super) fn bytes(key: FieldKey, range: Range<usize>) -> Option<Field> {
    let len = range.len();
    (len > 0).then(|| Field::leaf(key, range, Value::Bytes(len)))
}

/// A payload, as text if it is readable; nothing if there is none.
pub(super) fn payload(frame: &[u8], range: Range<usize>) -> Option<Field> {
    content(FieldKey::Payload, frame, range)
}

/// Bytes that are shown as text if they are readable; nothing if there are none.
pub(super) fn content(key: FieldKey, frame: &[u8], range: Range<usize>) -> Option<Field> {
    let mut field = bytes(key, range.clone())?;
    if let Some(text) = readable(frame.get(range)?) {
        field.value = Value::Text(text.to_owned());
    }
    Some(field)
}

fn readable(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?;
    let plain = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    text.chars().all(plain).then_some(text)
}
