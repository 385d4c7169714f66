//! Bytes lead to fields and fields to bytes.

use core::net::Ipv4Addr;

use super::*;
use hoplab_wire::{MacAddr, build, dissect, rtp, tcp};

fn path(ttl: u8, mac: u8) -> build::Path {
    build::Path {
        src_mac: MacAddr([2, 0, 0, 0, 0, mac]),
        dst_mac: MacAddr([2, 0, 0, 0, 0, mac + 1]),
        src: Ipv4Addr::new(10, 0, 0, 1),
        dst: Ipv4Addr::new(10, 0, 1, 1),
        ttl,
        identification: 7,
        dont_fragment: true,
    }
}

fn segment(path: &build::Path, dst_port: u16, data: &[u8]) -> Vec<u8> {
    let header = tcp::Header {
        src_port: 49_152,
        dst_port,
        flags: tcp::Flags::ACK,
        ..tcp::Header::default()
    };
    build::tcp(path, &header, data).expect("it is short")
}

fn frame(ttl: u8, mac: u8) -> Vec<u8> {
    segment(&path(ttl, mac), 8000, b"hello, world")
}

fn keys(frame: &[u8], at: usize) -> Option<FieldKey> {
    let rows = rows(&dissect(frame));
    row_at(&rows, at)
        .and_then(|place| rows.get(place))
        .map(|row| row.key)
}

#[test]
fn rows_hold_every_byte_once_and_show_what_can_be_read() {
    let frame = frame(64, 1);
    let rows = hex_rows(&frame);
    let joined: Vec<u8> = rows.iter().flat_map(|row| row.bytes.clone()).collect();
    assert_eq!(joined, frame);
    assert!(
        rows.iter()
            .enumerate()
            .all(|(place, row)| row.at == place * ACROSS)
    );
    let row = HexRow {
        at: 0,
        bytes: vec![0, b'A', 0x7f, b'~'],
    };
    assert_eq!(row.text(), ".A.~");
    assert_eq!(hex_rows(&[]), []);
}

#[test]
fn a_byte_leads_to_the_innermost_field_that_has_it_for_itself() {
    let frame = frame(64, 1);
    assert_eq!(keys(&frame, 0), Some(FieldKey::EthernetDst));
    assert_eq!(keys(&frame, 22), Some(FieldKey::Ipv4Ttl));
    assert_eq!(
        keys(&frame, 47),
        Some(FieldKey::TcpFlags),
        "not one of its bits"
    );
    assert_eq!(
        keys(&frame, 14),
        Some(FieldKey::Ipv4Version),
        "the first of two that share it"
    );
    assert_eq!(keys(&frame, 60), Some(FieldKey::Payload));
    assert_eq!(keys(&frame, 66), None, "behind the end");
}

#[test]
fn a_router_changes_macs_ttl_and_header_checksum_and_nothing_else() {
    let (before, after) = (frame(64, 1), frame(63, 3));
    let (old, new) = (rows(&dissect(&before)), rows(&dissect(&after)));
    let changes = changes(&before, &old, &after, &new);
    let changed: Vec<FieldKey> = changes
        .iter()
        .filter_map(|change| Some(new.get(change.row)?.key))
        .collect();
    let routed = [
        FieldKey::EthernetDst,
        FieldKey::EthernetSrc,
        FieldKey::Ipv4Ttl,
        FieldKey::Ipv4Checksum,
    ];
    assert_eq!(changed, routed);
    let ttl = changes.get(2).and_then(|change| change.before.clone());
    assert_eq!(ttl, Some(Value::Number(64)));
}

#[test]
fn frames_of_unequal_length_are_compared_all_the_same() {
    assert_eq!(changed_bytes(&[1, 2, 3], &[1, 9]), [1, 2]);
    assert_eq!(changed_bytes(&[], &[]), Vec::<usize>::new());
    let long = frame(64, 1);
    let short = long.get(..20).unwrap_or_default();
    let (whole, cut) = (rows(&dissect(&long)), rows(&dissect(short)));
    let grown = changes(short, &cut, &long, &whole);
    assert!(grown.iter().all(|change| change.before.is_none()) && !grown.is_empty());
}

/// Whether each byte leads to a field that has it, and every field to bytes that lead to it, to a
/// field within it, or to one that shares its byte.
fn bytes_and_fields_agree(frame: &[u8]) {
    let rows = rows(&dissect(frame));
    for byte in 0..frame.len() {
        let row = row_at(&rows, byte).and_then(|place| rows.get(place));
        assert!(
            row.is_some_and(|row| row.range.contains(&byte)),
            "byte {byte}"
        );
    }
    for row in rows.iter().filter(|row| !row.has_children) {
        let led = row
            .range
            .clone()
            .filter_map(|byte| rows.get(row_at(&rows, byte)?))
            .any(|found| found == row || found.range == row.range || row.bits.is_some());
        assert!(led, "{}", row.key.as_str());
    }
}

#[test]
fn bytes_of_dns_http_ftp_and_rtp_lead_to_their_fields_and_back() {
    let path = path(64, 1);
    let request = segment(&path, 80, b"GET /a HTTP/1.1\r\nHost: b\r\n\r\n");
    assert_eq!(keys(&request, 54), Some(FieldKey::HttpMethod));
    assert_eq!(keys(&request, 58), Some(FieldKey::HttpTarget));
    assert_eq!(keys(&request, 77), Some(FieldKey::HttpFieldValue));
    bytes_and_fields_agree(&request);
    let login = segment(&path, 21, b"USER una\r\n");
    assert_eq!(keys(&login, 59), Some(FieldKey::FtpArgument));
    bytes_and_fields_agree(&login);
    let query = b"\0\x07\x01\0\0\x01\0\0\0\0\0\x01\x01a\0\0\x01\0\x01\x01b\xc0\x0c\0\x01\0\x01\0\0\0\x09\0\x04\x0a\0\0\x01";
    let query = build::udp(&path, 49_152, 53, query).expect("it is short");
    assert_eq!(
        keys(&query, 44),
        Some(FieldKey::DnsQr),
        "of those that share it"
    );
    assert_eq!(keys(&query, 54), Some(FieldKey::DnsName));
    assert_eq!(keys(&query, 63), Some(FieldKey::DnsPointer));
    bytes_and_fields_agree(&query);
    let header = rtp::Header {
        payload_type: rtp::PAYLOAD_TYPE_VIDEO,
        ..rtp::Header::default()
    };
    let part = rtp::video::Part {
        frame: 1,
        part: 0,
        parts: 1,
        bytes: b"x",
    };
    let packet = header.to_packet(&part.to_payload());
    let packet = build::udp(&path, 49_152, rtp::PORT, &packet).expect("it is short");
    assert_eq!(keys(&packet, 44), Some(FieldKey::RtpSequence));
    assert_eq!(keys(&packet, 54), Some(FieldKey::RtpVideoFrame));
    bytes_and_fields_agree(&packet);
}
