//! TCP segments.

use super::{Field, FieldKey, Kind, Reader, Transport, Value, app, tcp_options};
use crate::checksum::Sum;
use crate::ipv4::protocol;
use crate::tcp::{Flags, MIN_HEADER_LEN};
use crate::{Defect, Layer, ParseError};

/// The control bits from the byte's highest to its lowest.
const FLAGS: [FieldKey; 8] = [
    FieldKey::TcpFlagCwr,
    FieldKey::TcpFlagEce,
    FieldKey::TcpFlagUrg,
    FieldKey::TcpFlagAck,
    FieldKey::TcpFlagPsh,
    FieldKey::TcpFlagRst,
    FieldKey::TcpFlagSyn,
    FieldKey::TcpFlagFin,
];

/// Adds a segment's header and data to `out`.
pub(super) fn segment(transport: &Transport<'_>, out: &mut Vec<Field>) {
    let mut reader = transport.reader(Layer::Tcp);
    let Some((header_len, found, ports)) = header(&mut reader) else {
        out.push(reader.close(FieldKey::Tcp));
        out.extend(transport.cut_header(&reader, MIN_HEADER_LEN));
        return;
    };
    let sum = transport.whole.map(|(src, dst)| {
        let len = transport.range.len() as u16;
        Sum::pseudo_header(src, dst, protocol::TCP, len).add_bytes(transport.bytes())
    });
    reader.set_value(FieldKey::TcpChecksum, Value::checksum(found, sum));
    if header_len < MIN_HEADER_LEN {
        out.push(reader.close(FieldKey::Tcp));
        let error = ParseError::Malformed {
            layer: Layer::Tcp,
            defect: Defect::DataOffset,
        };
        out.push(Field::malformed(reader.rest(), error));
        return;
    }
    let options = reader.skip(header_len - MIN_HEADER_LEN);
    match &options {
        Some(range) if !range.is_empty() => {
            reader.push(tcp_options::list(transport.frame, range.clone()));
        }
        _ => {}
    }
    out.push(reader.close(FieldKey::Tcp));
    match options {
        Some(_) => app::data(transport, protocol::TCP, ports, reader.rest(), out),
        None => out.extend(transport.cut_header(&reader, header_len)),
    }
}

/// Returns the header's length in bytes, the checksum and the ports, if all but the options is there.
fn header(reader: &mut Reader<'_>) -> Option<(usize, u16, (u16, u16))> {
    let src = reader.leaf(FieldKey::TcpSrcPort, 2, Kind::Number)? as u16;
    let dst = reader.leaf(FieldKey::TcpDstPort, 2, Kind::Number)? as u16;
    reader.leaf(FieldKey::TcpSeq, 4, Kind::Number)?;
    reader.leaf(FieldKey::TcpAck, 4, Kind::Number)?;
    let byte = reader.skip(1)?;
    let words = reader.bits(FieldKey::TcpDataOffset, byte.clone(), 0..4, Kind::Number);
    reader.set_value(FieldKey::TcpDataOffset, Value::Number(4 * words));
    reader.bits(FieldKey::TcpReserved, byte, 4..8, Kind::Number);
    flags(reader)?;
    reader.leaf(FieldKey::TcpWindow, 2, Kind::Number)?;
    let found = reader.leaf(FieldKey::TcpChecksum, 2, Kind::Hex)? as u16;
    reader.set_value(FieldKey::TcpChecksum, Value::checksum(found, None));
    reader.leaf(FieldKey::TcpUrgent, 2, Kind::Number)?;
    Some((4 * words as usize, found, (src, dst)))
}

fn flags(reader: &mut Reader<'_>) -> Option<()> {
    let range = reader.skip(1)?;
    let byte = reader.number(&range) as u8;
    let mut field = Field::leaf(FieldKey::TcpFlags, range.clone(), Value::Flags(Flags(byte)));
    for (bit, key) in (0u8..).zip(FLAGS) {
        let set = byte & (0x80 >> bit) != 0;
        let mut flag = Field::leaf(key, range.clone(), Value::Bool(set));
        flag.bits = Some(bit..bit + 1);
        field.children.push(flag);
    }
    reader.push(field);
    Some(())
}
