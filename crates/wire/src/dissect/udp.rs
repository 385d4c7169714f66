//! UDP datagrams.

use super::{ChecksumStatus, Field, FieldKey, Kind, Reader, Transport, Value, app};
use crate::checksum::Sum;
use crate::ipv4::protocol;
use crate::udp::{HEADER_LEN, as_sent};
use crate::{Defect, Layer, ParseError};

/// Adds a datagram's header and data to `out`.
pub(super) fn datagram(transport: &Transport<'_>, out: &mut Vec<Field>) {
    let mut reader = transport.reader(Layer::Udp);
    let Some((len, found, ports)) = header(&mut reader) else {
        out.push(reader.close(FieldKey::Udp));
        out.extend(transport.cut_header(&reader, HEADER_LEN));
        return;
    };
    let have = transport.range.len();
    let sum = match transport.whole {
        Some((src, dst)) if len == have => {
            let pseudo_header = Sum::pseudo_header(src, dst, protocol::UDP, len as u16);
            Some(pseudo_header.add_bytes(transport.bytes()))
        }
        _ => None,
    };
    reader.set_value(FieldKey::UdpChecksum, checksum(found, sum));
    out.push(reader.close(FieldKey::Udp));
    app::data(transport, protocol::UDP, ports, reader.rest(), out);
    if transport.whole.is_some() && len != have {
        let layer = Layer::Udp;
        let error = if len > have {
            let need = len;
            ParseError::Truncated { layer, need, have }
        } else {
            let defect = Defect::Length;
            ParseError::Malformed { layer, defect }
        };
        let end = transport.range.end;
        out.push(Field::malformed(end..end, error));
    }
}

/// Returns length, checksum and ports, if the header is whole.
fn header(reader: &mut Reader<'_>) -> Option<(usize, u16, (u16, u16))> {
    let src = reader.leaf(FieldKey::UdpSrcPort, 2, Kind::Number)? as u16;
    let dst = reader.leaf(FieldKey::UdpDstPort, 2, Kind::Number)? as u16;
    let len = reader.leaf(FieldKey::UdpLength, 2, Kind::Number)?;
    let found = reader.leaf(FieldKey::UdpChecksum, 2, Kind::Hex)?;
    Some((len as usize, found as u16, (src, dst)))
}

fn checksum(found: u16, sum: Option<Sum>) -> Value {
    let Value::Checksum {
        expected, status, ..
    } = Value::checksum(found, sum)
    else {
        return Value::Number(u64::from(found));
    };
    Value::Checksum {
        found,
        expected: expected.map(as_sent),
        status: if found == 0 {
            ChecksumStatus::Absent
        } else {
            status
        },
    }
}
