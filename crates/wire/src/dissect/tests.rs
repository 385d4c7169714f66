//! Dissecting whole frames: the tree covers every byte and says what is true of them.

use super::*;
use crate::properties::{any_message, any_path, any_payload, any_tcp_header, with_body};
use crate::tcp::{Flags, Options, SackBlock};
use crate::{Defect, MacAddr, ParseError, build, icmp::Message, tcp as wire_tcp};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::net::Ipv4Addr;

pub(super) fn path() -> build::Path {
    build::Path {
        src_mac: MacAddr([2, 0, 0, 0, 0, 1]),
        dst_mac: MacAddr([2, 0, 0, 0, 0, 2]),
        src: Ipv4Addr::new(10, 0, 0, 1),
        dst: Ipv4Addr::new(10, 0, 1, 1),
        ttl: 61,
        identification: 7,
        dont_fragment: true,
    }
}

fn syn_ack() -> wire_tcp::Header {
    wire_tcp::Header {
        src_port: 8000,
        dst_port: 49_152,
        seq: 1000,
        ack: 2001,
        flags: Flags::SYN | Flags::ACK,
        window: 65_535,
        urgent: 0,
        options: Options {
            mss: Some(1460),
            window_scale: Some(7),
            sack_permitted: true,
            timestamps: Some((5, 6)),
            ..Options::default()
        },
    }
}

pub(super) fn value(dissection: &Dissection, key: FieldKey) -> &Value {
    &dissection.find(key).unwrap().value
}

pub(super) fn top(dissection: &Dissection) -> Vec<FieldKey> {
    dissection.fields.iter().map(|field| field.key).collect()
}

fn status(dissection: &Dissection, key: FieldKey) -> ChecksumStatus {
    match value(dissection, key) {
        Value::Checksum { status, .. } => *status,
        other => panic!("{other:?} is no checksum"),
    }
}

fn last_error(dissection: &Dissection) -> ParseError {
    match dissection.fields.last() {
        Some(Field {
            key: FieldKey::Malformed,
            value: Value::Error(error),
            ..
        }) => *error,
        other => panic!("{other:?} is not malformed"),
    }
}

#[test]
fn every_key_has_a_name_of_its_own() {
    let names: BTreeSet<_> = FieldKey::ALL.iter().map(|key| key.as_str()).collect();
    assert_eq!(names.len(), FieldKey::ALL.len());
    assert_eq!(FieldKey::Ipv4Ttl.as_str(), "ipv4.ttl");
}

#[test]
fn a_segment_is_taken_apart_down_to_its_bits() {
    let frame = build::tcp(&path(), &syn_ack(), b"hello").unwrap();
    let tree = dissect(&frame);
    assert_eq!(
        top(&tree),
        [
            FieldKey::Ethernet,
            FieldKey::Ipv4,
            FieldKey::Tcp,
            FieldKey::Payload
        ]
    );
    let mac = Value::Mac(MacAddr([2, 0, 0, 0, 0, 2]));
    assert_eq!(value(&tree, FieldKey::EthernetDst), &mac);
    let ethertype = Value::Hex {
        value: 0x800,
        width: 4,
    };
    assert_eq!(value(&tree, FieldKey::EthernetType), &ethertype);
    let numbers = [
        (FieldKey::Ipv4Version, 4),
        (FieldKey::Ipv4HeaderLen, 20),
        (FieldKey::Ipv4TotalLen, 65),
        (FieldKey::Ipv4Ttl, 61),
        (FieldKey::Ipv4Protocol, 6),
        (FieldKey::TcpSrcPort, 8000),
        (FieldKey::TcpSeq, 1000),
        (FieldKey::TcpAck, 2001),
        (FieldKey::TcpDataOffset, 40),
        (FieldKey::TcpWindow, 65_535),
        (FieldKey::TcpMss, 1460),
        (FieldKey::TcpWindowScale, 7),
        (FieldKey::TcpTimestampValue, 5),
        (FieldKey::TcpTimestampEcho, 6),
    ];
    for (key, number) in numbers {
        assert_eq!(
            value(&tree, key),
            &Value::Number(number),
            "{}",
            key.as_str()
        );
    }
    let src = Value::Ip(Ipv4Addr::new(10, 0, 0, 1));
    assert_eq!(value(&tree, FieldKey::Ipv4Src), &src);
    assert_eq!(value(&tree, FieldKey::Ipv4DontFragment), &Value::Bool(true));
    assert_eq!(
        value(&tree, FieldKey::Ipv4MoreFragments),
        &Value::Bool(false)
    );
    assert_eq!(
        value(&tree, FieldKey::TcpFlags),
        &Value::Flags(Flags::SYN | Flags::ACK)
    );
    assert_eq!(value(&tree, FieldKey::TcpFlagSyn), &Value::Bool(true));
    assert_eq!(value(&tree, FieldKey::TcpFlagFin), &Value::Bool(false));
    assert_eq!(
        value(&tree, FieldKey::Payload),
        &Value::Text("hello".into())
    );
    let syn = tree.find(FieldKey::TcpFlagSyn).unwrap();
    assert_eq!((syn.range.clone(), syn.bits.clone()), (47..48, Some(6..7)));
    for key in [FieldKey::Ipv4Checksum, FieldKey::TcpChecksum] {
        assert_eq!(status(&tree, key), ChecksumStatus::Good);
    }
}

#[test]
fn sack_blocks_are_listed_one_by_one() {
    let mut header = syn_ack();
    let blocks = [(10, 20), (30, 40)].map(|(left, right)| SackBlock { left, right });
    header.options = Options {
        sack: blocks.into_iter().collect(),
        ..Options::default()
    };
    let tree = dissect(&build::tcp(&path(), &header, b"").unwrap());
    let sack = tree.find(FieldKey::TcpSack).unwrap();
    let edges: Vec<_> = sack.children[2..]
        .iter()
        .map(|block| (&block.children[0].value, &block.children[1].value))
        .collect();
    let number = Value::Number;
    assert_eq!(
        edges,
        [(&number(10), &number(20)), (&number(30), &number(40))]
    );
}

#[test]
fn a_first_block_that_tells_of_a_duplicate_is_named_so() {
    let keys = |ack, blocks: &[(u32, u32)]| -> Vec<FieldKey> {
        let mut header = syn_ack();
        header.ack = ack;
        let block = |&(left, right)| SackBlock { left, right };
        header.options = Options {
            sack: blocks.iter().map(block).collect(),
            timestamps: Some((1, 2)),
            ..Options::default()
        };
        let tree = dissect(&build::tcp(&path(), &header, b"").unwrap());
        let sack = tree.find(FieldKey::TcpSack).unwrap();
        sack.children[2..].iter().map(|block| block.key).collect()
    };
    use FieldKey::{TcpSackBlock, TcpSackDuplicate};
    let below = keys(30, &[(10, 20), (40, 50)]);
    assert_eq!(below, [TcpSackDuplicate, TcpSackBlock]);
    let inside = keys(30, &[(45, 50), (40, 50), (60, 70)]);
    assert_eq!(inside, [TcpSackDuplicate, TcpSackBlock, TcpSackBlock]);
    let plain = keys(30, &[(40, 50), (60, 70)]);
    assert_eq!(plain, [TcpSackBlock, TcpSackBlock]);
}

#[test]
fn a_raw_packet_is_payload_and_padding() {
    let frame = build::raw_ip(&path(), 253, &[0, 1, 2]).unwrap();
    let tree = dissect(&frame);
    assert_eq!(
        top(&tree),
        [
            FieldKey::Ethernet,
            FieldKey::Ipv4,
            FieldKey::Payload,
            FieldKey::EthernetPadding
        ]
    );
    assert_eq!(value(&tree, FieldKey::Payload), &Value::Bytes(3));
    assert_eq!(tree.fields[3].range, 37..60);
}

#[test]
fn a_wrong_checksum_stands_beside_the_right_one() {
    let mut frame = build::udp(&path(), 1, 2, b"data").unwrap();
    let right = u16::from_be_bytes([frame[40], frame[41]]);
    frame[42] ^= 1;
    frame[40..42].copy_from_slice(&[0x12, 0x34]);
    let tree = dissect(&frame);
    assert_eq!(
        value(&tree, FieldKey::UdpChecksum),
        &Value::Checksum {
            found: 0x1234,
            expected: Some(right - 0x0100),
            status: ChecksumStatus::Bad,
        }
    );
    frame[40..42].fill(0);
    let tree = dissect(&frame);
    assert_eq!(status(&tree, FieldKey::UdpChecksum), ChecksumStatus::Absent);
    assert_eq!(
        top(&tree).last(),
        Some(&FieldKey::EthernetPadding),
        "damage is not malformed"
    );
}

#[test]
fn the_packet_an_error_quotes_is_taken_apart_within_it() {
    let original = build::udp(&path(), 5000, 53, b"who?").unwrap();
    let (_, packet) = crate::ethernet::parse(&original).unwrap();
    let quoted = crate::icmp::quote(packet, 1500);
    let code = crate::icmp::UnreachableCode::Port;
    let message = Message::DestinationUnreachable { code, quoted };
    let tree = dissect(&build::icmp(&path(), &message).unwrap());
    assert_eq!(
        top(&tree),
        [FieldKey::Ethernet, FieldKey::Ipv4, FieldKey::Icmp]
    );
    let quote = tree.find(FieldKey::IcmpQuoted).unwrap();
    let within: Vec<_> = quote.children.iter().map(|field| field.key).collect();
    assert_eq!(within, [FieldKey::Ipv4, FieldKey::Udp, FieldKey::Payload]);
    assert_eq!(value(&tree, FieldKey::UdpDstPort), &Value::Number(53));
    assert_eq!(status(&tree, FieldKey::UdpChecksum), ChecksumStatus::Good);
    assert_eq!(status(&tree, FieldKey::IcmpChecksum), ChecksumStatus::Good);
}

#[test]
fn a_quote_cut_short_is_not_malformed() {
    let original = build::tcp(&path(), &syn_ack(), b"hello").unwrap();
    for (len, rest) in [(28, None), (30, Some(2)), (50, Some(10))] {
        let quoted = &original[14..14 + len];
        let tree =
            dissect(&build::icmp(&path(), &Message::TimeExceeded { code: 0, quoted }).unwrap());
        assert_eq!(value(&tree, FieldKey::TcpSeq), &Value::Number(1000));
        assert_eq!(tree.find(FieldKey::Malformed), None);
        let cut = tree
            .find(FieldKey::QuoteRest)
            .map(|field| field.range.len());
        assert_eq!(cut, rest);
        if len == 50 {
            let status = status(&tree, FieldKey::TcpChecksum);
            assert_eq!(status, ChecksumStatus::Unverifiable);
        }
    }
}

#[test]
fn quotes_within_quotes_are_not_followed() {
    let mut packet = build::raw_ip(&path(), 253, b"first").unwrap()[14..39].to_vec();
    for _ in 0..1000 {
        let message = Message::TimeExceeded {
            code: 0,
            quoted: &packet,
        };
        packet = build::icmp(&path(), &message).unwrap()[14..].to_vec();
    }
    let mut frame = build::raw_ip(&path(), 1, &packet[20..]).unwrap();
    frame.truncate(14 + 20 + packet.len() - 20);
    let tree = dissect(&frame);
    let quotes = tree
        .iter()
        .filter(|field| field.key == FieldKey::IcmpQuoted);
    assert_eq!(quotes.count(), 2);
}

#[test]
fn a_later_fragment_is_plain_payload() {
    let mut frame = build::udp(&path(), 1, 2, &[0; 40]).unwrap();
    frame[20..22].copy_from_slice(&[0x20, 0x02]);
    let tree = dissect(&frame);
    assert_eq!(
        top(&tree),
        [FieldKey::Ethernet, FieldKey::Ipv4, FieldKey::Payload]
    );
    assert_eq!(
        value(&tree, FieldKey::Ipv4FragmentOffset),
        &Value::Number(16)
    );
    frame[21] = 0;
    let first = dissect(&frame);
    assert_eq!(
        status(&first, FieldKey::UdpChecksum),
        ChecksumStatus::Unverifiable
    );
}

#[test]
fn bytes_that_end_too_soon_are_listed_as_far_as_they_go() {
    let frame = build::tcp(&path(), &syn_ack(), b"hello").unwrap();
    let cut = |len: usize| dissect(&frame[..len]);
    let truncated = |layer, need, have| ParseError::Truncated { layer, need, have };
    assert_eq!(last_error(&cut(0)), truncated(Layer::Ethernet, 14, 0));
    assert_eq!(last_error(&cut(13)), truncated(Layer::Ethernet, 14, 13));
    let ip = cut(25);
    assert_eq!(value(&ip, FieldKey::Ipv4Ttl), &Value::Number(61));
    assert_eq!(last_error(&ip), truncated(Layer::Ipv4, 20, 11));
    assert_eq!(last_error(&cut(40)), truncated(Layer::Tcp, 20, 6));
    assert_eq!(last_error(&cut(60)), truncated(Layer::Tcp, 40, 26));
    let data = cut(76);
    assert_eq!(value(&data, FieldKey::Payload), &Value::Text("he".into()));
    assert_eq!(last_error(&data), truncated(Layer::Ipv4, 65, 62));
}

#[test]
fn fields_that_contradict_the_rest_are_named() {
    let frame = build::udp(&path(), 1, 2, b"some more data").unwrap();
    let with = |at: usize, byte: u8| {
        let mut copy = frame.clone();
        copy[at] = byte;
        last_error(&dissect(&copy))
    };
    let malformed = |layer, defect| ParseError::Malformed { layer, defect };
    assert_eq!(with(14, 0x65), malformed(Layer::Ipv4, Defect::Version));
    assert_eq!(with(14, 0x43), malformed(Layer::Ipv4, Defect::HeaderLength));
    assert_eq!(with(17, 10), malformed(Layer::Ipv4, Defect::TotalLength));

    // Without padding behind it the complaint comes last.
    let frame = build::udp(&path(), 1, 2, &[1; 18]).unwrap();
    let mut copy = frame.clone();
    copy[39] = 20;
    assert_eq!(
        last_error(&dissect(&copy)),
        malformed(Layer::Udp, Defect::Length)
    );
    let mut frame = build::tcp(&path(), &syn_ack(), b"").unwrap();
    frame[46] = 0x40;
    assert_eq!(
        last_error(&dissect(&frame)),
        malformed(Layer::Tcp, Defect::DataOffset)
    );
}

#[test]
fn a_byte_leads_to_the_fields_that_hold_it() {
    let tree = dissect(&build::tcp(&path(), &syn_ack(), b"hello").unwrap());
    let keys = |byte| -> Vec<_> { tree.path_at(byte).iter().map(|field| field.key).collect() };
    assert_eq!(keys(22), [FieldKey::Ipv4, FieldKey::Ipv4Ttl]);
    let mss = [
        FieldKey::Tcp,
        FieldKey::TcpOptions,
        FieldKey::TcpMss,
        FieldKey::TcpMssValue,
    ];
    assert_eq!(keys(56), mss);
    assert_eq!(keys(5000), []);
}

/// The bits a field stands for, counted from the frame's first.
pub(super) fn bits(field: &Field) -> Range<usize> {
    let start = 8 * field.range.start;
    match &field.bits {
        Some(bits) => start + usize::from(bits.start)..start + usize::from(bits.end),
        None => start..8 * field.range.end,
    }
}

/// Siblings in order and apart, children within their parents.
pub(super) fn check_nesting(fields: &[Field], parent: Range<usize>) -> Result<(), TestCaseError> {
    let mut at = parent.start;
    for field in fields {
        let bits = bits(field);
        prop_assert!(at <= bits.start && bits.start <= bits.end && bits.end <= parent.end);
        at = bits.end;
        check_nesting(&field.children, bits)?;
    }
    Ok(())
}

/// Every bit is in just one leaf.
pub(super) fn check_cover(tree: &Dissection, len: usize) -> Result<(), TestCaseError> {
    let mut at = 0;
    for leaf in tree.iter().filter(|field| field.children.is_empty()) {
        let bits = bits(leaf);
        prop_assert_eq!(bits.start, at, "a gap before {}", leaf.key.as_str());
        at = bits.end;
    }
    prop_assert_eq!(at, 8 * len);
    Ok(())
}

fn check_sound(frame: &[u8]) -> Result<(), TestCaseError> {
    let tree = dissect(frame);
    check_nesting(&tree.fields, 0..8 * frame.len())?;
    check_cover(&tree, frame.len())?;
    for field in tree.iter().filter(|field| field.key == FieldKey::Malformed) {
        // Random ports may be those of DNS, where random bytes are no message.
        let is_dns = matches!(field.value, Value::Error(error) if error.layer() == Layer::Dns);
        prop_assert!(is_dns, "{:?}", field);
    }
    for field in tree.iter() {
        if let Value::Checksum { status, .. } = field.value {
            prop_assert_eq!(status, ChecksumStatus::Good);
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn every_bit_of_a_tcp_frame_is_in_one_leaf(
        path in any_path(), header in any_tcp_header(), data in any_payload(),
    ) {
        check_sound(&build::tcp(&path, &header, &data).unwrap())?;
    }

    #[test]
    fn every_bit_of_a_udp_frame_is_in_one_leaf(
        path in any_path(), ports: (u16, u16), data in any_payload(),
    ) {
        check_sound(&build::udp(&path, ports.0, ports.1, &data).unwrap())?;
    }

    #[test]
    fn every_bit_of_an_icmp_frame_is_in_one_leaf(
        path in any_path(), message in any_message(), ports: (u16, u16), data in any_payload(),
    ) {
        let original = build::udp(&path, ports.0, ports.1, &data[..data.len().min(500)]).unwrap();
        let body = crate::icmp::quote(&original[14..], 1500);
        check_sound(&build::icmp(&path, &with_body(message, body)).unwrap())?;
    }

    #[test]
    fn every_bit_of_a_raw_frame_is_in_one_leaf(path in any_path(), data in any_payload()) {
        check_sound(&build::raw_ip(&path, 253, &data).unwrap())?;
    }

    #[test]
    fn a_damaged_frame_still_gives_an_orderly_tree(
        path in any_path(),
        header in any_tcp_header(),
        message in any_message(),
        data in any_payload(),
        changes in prop::collection::vec(any::<(prop::sample::Index, u8)>(), 0..8),
        keep in any::<prop::sample::Index>(),
    ) {
        let segment = build::tcp(&path, &header, &data).unwrap();
        let quoting = build::icmp(&path, &with_body(message, &segment[14..])).unwrap();
        for mut frame in [segment, quoting] {
            for (at, value) in &changes {
                // Most of what matters is in the headers.
                let at = at.index(frame.len().min(110));
                frame[at] = *value;
            }
            frame.truncate(keep.index(frame.len() + 1));
            check_nesting(&dissect(&frame).fields, 0..8 * frame.len())?;
        }
    }

    #[test]
    fn any_bytes_give_an_orderly_tree(mut bytes in prop::collection::vec(any::<u8>(), 0..200), ip: bool) {
        if ip && bytes.len() > 15 {
            bytes[12..15].copy_from_slice(&[8, 0, 0x45]);
        }
        check_nesting(&dissect(&bytes).fields, 0..8 * bytes.len())?;
    }
}
