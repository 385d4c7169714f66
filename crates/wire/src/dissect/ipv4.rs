//! IPv4 packets, in a frame or quoted.

use super::{Depth, Field, FieldKey, Kind, Reader, Transport, Value, field, icmp, tcp, udp};
use crate::checksum::Sum;
use crate::ipv4::{HEADER_LEN, protocol};
use crate::{Defect, Layer, ParseError};
use std::net::Ipv4Addr;
use std::ops::Range;

/// What of the header matters to what follows it.
struct Facts {
    version: u64,
    header_len: usize,
    total_len: usize,
    fragment_offset: u64,
    more_fragments: bool,
    protocol: u8,
    src: Ipv4Addr,
    dst: Ipv4Addr,
}

/// Adds a packet's header and all that is in it to `out`; returns where in the frame it ends.
pub(super) fn packet(
    frame: &[u8],
    range: Range<usize>,
    depth: Depth,
    out: &mut Vec<Field>,
) -> usize {
    let mut reader = Reader::new(frame, range.clone(), Layer::Ipv4);
    let facts = header(&mut reader);
    let options = facts
        .as_ref()
        .map(|facts| facts.header_len.saturating_sub(HEADER_LEN));
    let whole = match options {
        None => false,
        Some(0) => true,
        Some(len) => reader
            .leaf(FieldKey::Ipv4Options, len, Kind::Bytes)
            .is_some(),
    };
    judge_checksum(&mut reader, frame, &range, facts.as_ref());
    out.push(reader.close(FieldKey::Ipv4));
    let Some(facts) = facts.filter(|_| whole) else {
        let need = HEADER_LEN + options.unwrap_or(0);
        out.push(reader.rest_is_cut(need));
        return range.end;
    };
    if let Some(defect) = defect(&facts) {
        let layer = Layer::Ipv4;
        let error = ParseError::Malformed { layer, defect };
        out.push(Field::malformed(reader.rest(), error));
        return range.end;
    }
    body(frame, &facts, range, reader.rest(), depth, out)
}

/// Adds what the packet carries.
fn body(
    frame: &[u8],
    facts: &Facts,
    range: Range<usize>,
    rest: Range<usize>,
    depth: Depth,
    out: &mut Vec<Field>,
) -> usize {
    let end = range.end.min(range.start + facts.total_len);
    let cut = facts.total_len > range.len();
    let is_fragment = facts.more_fragments || facts.fragment_offset != 0;
    let transport = Transport {
        frame,
        range: rest.start..end,
        depth,
        whole: (!cut && !is_fragment).then_some((facts.src, facts.dst)),
    };
    match facts.protocol {
        // A later fragment begins in the middle of things.
        _ if facts.fragment_offset != 0 => out.extend(field::payload(frame, transport.range)),
        protocol::ICMP => icmp::message(&transport, out),
        protocol::UDP => udp::datagram(&transport, out),
        protocol::TCP => tcp::segment(&transport, out),
        _ => out.extend(field::payload(frame, transport.range)),
    }
    let told = out
        .last()
        .is_some_and(|field| field.key == FieldKey::Malformed);
    if cut && depth == Depth::Outer && !told {
        let error = ParseError::Truncated {
            layer: Layer::Ipv4,
            need: facts.total_len,
            have: range.len(),
        };
        out.push(Field::malformed(end..end, error));
    }
    end
}

fn defect(facts: &Facts) -> Option<Defect> {
    if facts.version != 4 {
        Some(Defect::Version)
    } else if facts.header_len < HEADER_LEN {
        Some(Defect::HeaderLength)
    } else if facts.total_len < facts.header_len {
        Some(Defect::TotalLength)
    } else {
        None
    }
}

/// Reads the header without its options; `None` if it is cut off.
fn header(reader: &mut Reader<'_>) -> Option<Facts> {
    let first = reader.skip(1)?;
    let version = reader.bits(FieldKey::Ipv4Version, first.clone(), 0..4, Kind::Number);
    let words = reader.bits(FieldKey::Ipv4HeaderLen, first, 4..8, Kind::Number);
    let header_len = 4 * words as usize;
    reader.set_value(FieldKey::Ipv4HeaderLen, Value::Number(4 * words));
    let second = reader.skip(1)?;
    reader.bits(FieldKey::Ipv4Dscp, second.clone(), 0..6, Kind::Number);
    reader.bits(FieldKey::Ipv4Ecn, second, 6..8, Kind::Number);
    let total_len = reader.leaf(FieldKey::Ipv4TotalLen, 2, Kind::Number)? as usize;
    reader.leaf(FieldKey::Ipv4Identification, 2, Kind::Hex)?;
    let both = reader.skip(2)?;
    let flags = both.start..both.start + 1;
    reader.bits(FieldKey::Ipv4ReservedFlag, flags.clone(), 0..1, Kind::Bool);
    reader.bits(FieldKey::Ipv4DontFragment, flags.clone(), 1..2, Kind::Bool);
    let more = reader.bits(FieldKey::Ipv4MoreFragments, flags, 2..3, Kind::Bool);
    let offset = reader.bits(FieldKey::Ipv4FragmentOffset, both, 3..16, Kind::Number);
    reader.set_value(FieldKey::Ipv4FragmentOffset, Value::Number(8 * offset));
    reader.leaf(FieldKey::Ipv4Ttl, 1, Kind::Number)?;
    let protocol = reader.leaf(FieldKey::Ipv4Protocol, 1, Kind::Number)? as u8;
    let found = reader.leaf(FieldKey::Ipv4Checksum, 2, Kind::Hex)? as u16;
    reader.set_value(FieldKey::Ipv4Checksum, Value::checksum(found, None));
    let src = reader.leaf(FieldKey::Ipv4Src, 4, Kind::Ip)? as u32;
    let dst = reader.leaf(FieldKey::Ipv4Dst, 4, Kind::Ip)? as u32;
    Some(Facts {
        version,
        header_len,
        total_len,
        fragment_offset: offset,
        more_fragments: more != 0,
        protocol,
        src: Ipv4Addr::from(src),
        dst: Ipv4Addr::from(dst),
    })
}

fn judge_checksum(
    reader: &mut Reader<'_>,
    frame: &[u8],
    range: &Range<usize>,
    facts: Option<&Facts>,
) {
    let Some(facts) = facts.filter(|facts| facts.header_len >= HEADER_LEN) else {
        return;
    };
    let Some(packet) = frame.get(range.clone()) else {
        return;
    };
    if let Some(header) = packet.get(..facts.header_len) {
        let sum = Sum::new().add_bytes(header);
        let found = reader.number(&(range.start + 10..range.start + 12)) as u16;
        reader.set_value(FieldKey::Ipv4Checksum, Value::checksum(found, Some(sum)));
    }
}
