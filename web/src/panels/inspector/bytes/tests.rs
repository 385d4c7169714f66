//! Bytes lead to fields and fields to bytes.

use core::net::Ipv4Addr;

use super::*;
use hoplab_wire::{MacAddr, build, dissect, tcp};

fn frame(ttl: u8, mac: u8) -> Vec<u8> {
    let path = build::Path {
        src_mac: MacAddr([2, 0, 0, 0, 0, mac]),
        dst_mac: MacAddr([2, 0, 0, 0, 0, mac + 1]),
        src: Ipv4Addr::new(10, 0, 0, 1),
        dst: Ipv4Addr::new(10, 0, 1, 1),
        ttl,
        identification: 7,
        dont_fragment: true,
    };
    let header = tcp::Header {
        src_port: 49_152,
        dst_port: 80,
        flags: tcp::Flags::ACK,
        ..tcp::Header::default()
    };
    build::tcp(&path, &header, b"hello, world").expect("it is short")
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
