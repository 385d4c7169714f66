//! ICMP messages, with the packets they quote.

use super::{Depth, Field, FieldKey, Kind, Reader, Transport, Value, field, ipv4};
use crate::Layer;
use crate::checksum::Sum;
use crate::icmp::{HEADER_LEN, kind};

/// The part every message has.
struct Header {
    kind: u8,
    found: u16,
}

/// Adds a message to `out`, its body within it.
pub(super) fn message(transport: &Transport<'_>, out: &mut Vec<Field>) {
    let mut reader = transport.reader(Layer::Icmp);
    let Some(header) = header(&mut reader) else {
        out.push(reader.close(FieldKey::Icmp));
        out.extend(transport.cut_header(&reader, HEADER_LEN));
        return;
    };
    let whole = transport.whole.is_some();
    let sum = whole.then(|| Sum::new().add_bytes(transport.bytes()));
    reader.set_value(FieldKey::IcmpChecksum, Value::checksum(header.found, sum));
    let body = reader.rest();
    reader.skip(body.len());
    let is_error = matches!(
        header.kind,
        kind::DESTINATION_UNREACHABLE | kind::TIME_EXCEEDED
    );
    let key = if is_error {
        FieldKey::IcmpQuoted
    } else {
        FieldKey::IcmpData
    };
    if let Some(mut field) = field::bytes(key, body.clone()) {
        if is_error && transport.depth == Depth::Outer {
            let end = ipv4::packet(
                transport.frame,
                body.clone(),
                Depth::Quoted,
                &mut field.children,
            );
            // Some routers pad what they quote.
            field
                .children
                .extend(field::bytes(FieldKey::QuoteRest, end..body.end));
        }
        reader.push(field);
    }
    out.push(reader.close(FieldKey::Icmp));
}

/// Reads the first eight bytes; `None` if they are cut off.
fn header(reader: &mut Reader<'_>) -> Option<Header> {
    let kind = reader.leaf(FieldKey::IcmpType, 1, Kind::Number)? as u8;
    let code = reader.leaf(FieldKey::IcmpCode, 1, Kind::Number)?;
    let found = reader.leaf(FieldKey::IcmpChecksum, 2, Kind::Hex)? as u16;
    reader.set_value(FieldKey::IcmpChecksum, Value::checksum(found, None));
    match (kind, code) {
        (kind::ECHO_REQUEST | kind::ECHO_REPLY, 0) => {
            reader.leaf(FieldKey::IcmpIdentifier, 2, Kind::Number)?;
            reader.leaf(FieldKey::IcmpSequence, 2, Kind::Number)?;
        }
        (kind::DESTINATION_UNREACHABLE, 4) => {
            reader.leaf(FieldKey::IcmpUnused, 2, Kind::Hex)?;
            reader.leaf(FieldKey::IcmpNextHopMtu, 2, Kind::Number)?;
        }
        (kind::DESTINATION_UNREACHABLE | kind::TIME_EXCEEDED, _) => {
            reader.leaf(FieldKey::IcmpUnused, 4, Kind::Hex)?;
        }
        _ => {
            reader.leaf(FieldKey::IcmpRest, 4, Kind::Hex)?;
        }
    }
    Some(Header { kind, found })
}
