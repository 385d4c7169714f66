//! DNS messages (RFC 1035 section 4), over UDP and TCP.

use super::{Field, FieldKey, Kind, Reader, Value, field};
use crate::dns_name::{self, BadName};
use crate::{Defect, Layer, ParseError};
use std::ops::Range;

/// Length of the header in bytes.
const HEADER_LEN: usize = 12;

/// Numbers of record types that are taken apart (RFC 1035 section 3.2.2, RFC 6891).
mod kind {
    pub const A: u64 = 1;
    pub const NS: u64 = 2;
    pub const CNAME: u64 = 5;
    pub const SOA: u64 = 6;
    pub const OPT: u64 = 41;
}

/// The sections behind the questions, in their order.
const SECTIONS: [FieldKey; 3] = [
    FieldKey::DnsAnswer,
    FieldKey::DnsAuthority,
    FieldKey::DnsAdditional,
];

/// The message in a UDP datagram.
pub(super) fn datagram(frame: &[u8], range: Range<usize>) -> Field {
    message(frame, range, Framing::Datagram)
}

/// The message at the beginning of some bytes of a stream, behind its length (RFC 1035 section
/// 4.2.2); `None` if it does not look like one.
pub(super) fn framed(frame: &[u8], range: Range<usize>) -> Option<Field> {
    let bytes = frame.get(range.clone())?;
    let (len, bytes) = bytes.split_first_chunk::<2>()?;
    let len = usize::from(u16::from_be_bytes(*len));
    if len < HEADER_LEN || !looks_like_header(bytes) {
        return None;
    }
    let end = range.start + 2 + len;
    Some(if end <= range.end {
        message(frame, range.start..end, Framing::Whole)
    } else {
        message(frame, range, Framing::Unfinished)
    })
}

/// Whether no bit of a header is one that nobody sets: in the middle of a stream, some would be.
fn looks_like_header(bytes: &[u8]) -> bool {
    let Some([_, _, high, low, counts @ ..]) = bytes.first_chunk::<HEADER_LEN>() else {
        return false;
    };
    let small = counts.as_chunks::<2>().0.iter().all(|count| count[0] == 0);
    let opcode = high >> 3 & 0x0f;
    opcode <= 6 && low & 0x40 == 0 && low & 0x0f <= 11 && small
}

/// How a message lies in its bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Framing {
    /// They are the message.
    Datagram,
    /// Its length stands before it.
    Whole,
    /// So it does, and the message goes on in the next segment.
    Unfinished,
}

/// Reads the parts of a message.
struct Walk<'a> {
    frame: &'a [u8],
    /// Where the message begins in the frame: pointers count from there.
    start: usize,
    reader: Reader<'a>,
}

fn message(frame: &[u8], range: Range<usize>, framing: Framing) -> Field {
    let mut reader = Reader::new(frame, range.clone(), Layer::Dns);
    if framing != Framing::Datagram {
        reader.leaf(FieldKey::DnsTcpLength, 2, Kind::Number);
    }
    let start = reader.rest().start;
    // Pointers and names see no more of the frame than the message.
    let frame = frame.get(..range.end).unwrap_or(frame);
    let mut walk = Walk {
        frame,
        start,
        reader,
    };
    let told = walk.run();
    let mut reader = walk.reader;
    let rest = reader.rest();
    let last = match told {
        Ok(()) => field::bytes(FieldKey::DnsRest, rest.clone()),
        Err(_) if framing == Framing::Unfinished => {
            field::bytes(FieldKey::StreamUnfinished, rest.clone())
        }
        Err(error) => Some(Field::malformed(rest.clone(), error)),
    };
    reader.skip(rest.len());
    last.into_iter().for_each(|field| reader.push(field));
    reader.close(FieldKey::Dns)
}

impl Walk<'_> {
    fn run(&mut self) -> Result<(), ParseError> {
        let start = self.start;
        let counts = header(&mut self.reader, start)?;
        let [questions, sections @ ..] = counts;
        for _ in 0..questions {
            self.part(FieldKey::DnsQuestion, question)?;
        }
        for (count, key) in sections.into_iter().zip(SECTIONS) {
            for _ in 0..count {
                self.part(key, record)?;
            }
        }
        Ok(())
    }

    /// Adds a part made of fields, as far as it could be read.
    fn part(
        &mut self,
        key: FieldKey,
        read: fn(&mut Reader<'_>, Message<'_>) -> Result<Value, ParseError>,
    ) -> Result<(), ParseError> {
        let mut inner = Reader::new(self.frame, self.reader.rest(), Layer::Dns);
        let message = Message {
            bytes: self.frame.get(self.start..).unwrap_or_default(),
            start: self.start,
        };
        let told = read(&mut inner, message);
        let mut field = inner.close(key);
        self.reader.skip(field.range.len());
        let told = told.map(|value| field.value = value);
        if !field.range.is_empty() {
            self.reader.push(field);
        }
        told
    }
}

/// The message's bytes, and where in the frame they begin.
#[derive(Clone, Copy)]
struct Message<'a> {
    bytes: &'a [u8],
    start: usize,
}

/// Adds a field, or says how many bytes of the message are missing.
fn leaf(
    reader: &mut Reader<'_>,
    start: usize,
    key: FieldKey,
    len: usize,
    kind: Kind,
) -> Result<u64, ParseError> {
    let rest = reader.rest();
    reader.leaf(key, len, kind).ok_or(ParseError::Truncated {
        layer: Layer::Dns,
        need: rest.start + len - start,
        have: rest.end - start,
    })
}

/// Adds the header's fields; returns how many questions and records there are.
fn header(reader: &mut Reader<'_>, start: usize) -> Result<[u64; 4], ParseError> {
    leaf(reader, start, FieldKey::DnsId, 2, Kind::Hex)?;
    let rest = reader.rest();
    let Some(both) = reader.skip(2) else {
        return Err(ParseError::Truncated {
            layer: Layer::Dns,
            need: HEADER_LEN,
            have: rest.end - start,
        });
    };
    let high = both.start..both.start + 1;
    let low = high.end..both.end;
    reader.bits(FieldKey::DnsQr, high.clone(), 0..1, Kind::Bool);
    reader.bits(FieldKey::DnsOpcode, high.clone(), 1..5, Kind::Number);
    reader.bits(FieldKey::DnsAa, high.clone(), 5..6, Kind::Bool);
    reader.bits(FieldKey::DnsTc, high.clone(), 6..7, Kind::Bool);
    reader.bits(FieldKey::DnsRd, high, 7..8, Kind::Bool);
    reader.bits(FieldKey::DnsRa, low.clone(), 0..1, Kind::Bool);
    reader.bits(FieldKey::DnsZ, low.clone(), 1..2, Kind::Bool);
    reader.bits(FieldKey::DnsAd, low.clone(), 2..3, Kind::Bool);
    reader.bits(FieldKey::DnsCd, low.clone(), 3..4, Kind::Bool);
    reader.bits(FieldKey::DnsRcode, low, 4..8, Kind::Number);
    let mut count = |key| leaf(reader, start, key, 2, Kind::Number);
    Ok([
        count(FieldKey::DnsQuestions)?,
        count(FieldKey::DnsAnswers)?,
        count(FieldKey::DnsAuthorities)?,
        count(FieldKey::DnsAdditionals)?,
    ])
}

fn question(reader: &mut Reader<'_>, message: Message<'_>) -> Result<Value, ParseError> {
    let asked = name(reader, message, FieldKey::DnsName)?;
    leaf(reader, message.start, FieldKey::DnsType, 2, Kind::Number)?;
    leaf(reader, message.start, FieldKey::DnsClass, 2, Kind::Number)?;
    Ok(Value::Text(asked))
}

fn record(reader: &mut Reader<'_>, message: Message<'_>) -> Result<Value, ParseError> {
    let start = message.start;
    let owner = name(reader, message, FieldKey::DnsName)?;
    let kind = leaf(reader, start, FieldKey::DnsType, 2, Kind::Number)?;
    if kind == kind::OPT {
        leaf(reader, start, FieldKey::DnsUdpSize, 2, Kind::Number)?;
        leaf(reader, start, FieldKey::DnsExtended, 4, Kind::Hex)?;
    } else {
        leaf(reader, start, FieldKey::DnsClass, 2, Kind::Number)?;
        leaf(reader, start, FieldKey::DnsTtl, 4, Kind::Number)?;
    }
    let len = leaf(reader, start, FieldKey::DnsRdLength, 2, Kind::Number)? as usize;
    let rest = reader.rest();
    let Some(range) = reader.skip(len) else {
        return Err(ParseError::Truncated {
            layer: Layer::Dns,
            need: rest.start + len - start,
            have: rest.end - start,
        });
    };
    rdata(reader, message, range, kind);
    Ok(Value::Text(owner))
}

/// Adds a record's data. Its length is known: what is wrong within it does not hide what follows.
fn rdata(reader: &mut Reader<'_>, message: Message<'_>, range: Range<usize>, kind: u64) {
    // A reader of its own, so that names cannot reach beyond the data.
    let Some(upto) = range.end.checked_sub(message.start) else {
        return;
    };
    let within = Message {
        bytes: message.bytes.get(..upto).unwrap_or(message.bytes),
        start: message.start,
    };
    let mut inner = reader.within(range.clone());
    let told = match (kind, range.len()) {
        (_, 0) => Ok(()),
        (kind::A, 4) => leaf(&mut inner, message.start, FieldKey::DnsA, 4, Kind::Ip).map(drop),
        (kind::NS, _) => name(&mut inner, within, FieldKey::DnsNs).map(drop),
        (kind::CNAME, _) => name(&mut inner, within, FieldKey::DnsCname).map(drop),
        (kind::SOA, _) => soa(&mut inner, within),
        _ => Ok(()),
    };
    let rest = inner.rest();
    let last = match told {
        Ok(()) => field::bytes(FieldKey::DnsRdata, rest),
        Err(error) => Some(Field::malformed(rest, error)),
    };
    inner
        .take()
        .into_iter()
        .for_each(|field| reader.push(field));
    last.into_iter().for_each(|field| reader.push(field));
}

/// The start of authority (RFC 1035 section 3.3.13).
fn soa(reader: &mut Reader<'_>, message: Message<'_>) -> Result<(), ParseError> {
    name(reader, message, FieldKey::DnsSoaServer)?;
    name(reader, message, FieldKey::DnsSoaMailbox)?;
    for key in [
        FieldKey::DnsSoaSerial,
        FieldKey::DnsSoaRefresh,
        FieldKey::DnsSoaRetry,
        FieldKey::DnsSoaExpire,
        FieldKey::DnsSoaMinimum,
    ] {
        leaf(reader, message.start, key, 4, Kind::Number)?;
    }
    Ok(())
}

/// Adds a name: its text is the whole name, its range only its own bytes. A compressed one shows
/// its labels and its pointer.
fn name(
    reader: &mut Reader<'_>,
    message: Message<'_>,
    key: FieldKey,
) -> Result<String, ParseError> {
    let rest = reader.rest();
    let cut = ParseError::Truncated {
        layer: Layer::Dns,
        need: rest.end - message.start + 1,
        have: rest.end - message.start,
    };
    let at = rest.start - message.start;
    let name = dns_name::read(message.bytes, at).map_err(|bad| {
        let defect = match bad {
            BadName::Cut => return cut,
            BadName::Label => Defect::Label,
            BadName::Pointer => Defect::Pointer,
            BadName::TooLong => Defect::NameLength,
        };
        let layer = Layer::Dns;
        ParseError::Malformed { layer, defect }
    })?;
    let range = reader.skip(name.end - at).ok_or(cut)?;
    let mut field = Field::leaf(key, range.clone(), Value::Text(name.text.clone()));
    if let Some((pointer, target)) = name.pointer {
        let pointer = message.start + pointer;
        if pointer > range.start {
            let own = name.text.get(..name.own_text).unwrap_or_default();
            let text = Value::Text(own.to_owned());
            let labels = Field::leaf(FieldKey::DnsLabels, range.start..pointer, text);
            field.children.push(labels);
        }
        let target = Value::Number(target as u64);
        let pointer = Field::leaf(FieldKey::DnsPointer, pointer..range.end, target);
        field.children.push(pointer);
    }
    reader.push(field);
    Ok(name.text)
}
