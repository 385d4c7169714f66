//! What must hold for any header and any bytes.

use crate::ethernet::{self, MIN_FRAME_LEN};
use crate::icmp::{Message, UnreachableCode};
use crate::ipv4::protocol;
use crate::tcp::{Flags, Options, SackBlock};
use crate::{MacAddr, ParseError, build, icmp, ipv4, summary, tcp, udp};
use proptest::prelude::*;
use std::net::Ipv4Addr;

/// Where the IP payload begins in the frames this crate builds.
const IP_PAYLOAD: usize = ethernet::HEADER_LEN + ipv4::HEADER_LEN;

prop_compose! {
    pub(crate) fn any_path()(
        src_mac: [u8; 6],
        dst_mac: [u8; 6],
        src: u32,
        dst: u32,
        ttl: u8,
        identification: u16,
        dont_fragment: bool,
    ) -> build::Path {
        build::Path {
            src_mac: MacAddr(src_mac),
            dst_mac: MacAddr(dst_mac),
            src: Ipv4Addr::from(src),
            dst: Ipv4Addr::from(dst),
            ttl,
            identification,
            dont_fragment,
        }
    }
}

prop_compose! {
    /// Any options that fit in a header together.
    fn any_options()(
        mss: Option<u16>,
        window_scale: Option<u8>,
        sack_permitted: bool,
        timestamps: Option<(u32, u32)>,
        blocks in prop::collection::vec(any::<(u32, u32)>(), 0..=4),
    ) -> Options {
        let mut options = Options { mss, window_scale, sack_permitted, timestamps, ..Options::default() };
        let room = (tcp::MAX_OPTIONS_LEN - options.encoded_len()).saturating_sub(4) / 8;
        let blocks = blocks.into_iter().take(room);
        options.sack = blocks.map(|(left, right)| SackBlock { left, right }).collect();
        options
    }
}

prop_compose! {
    pub(crate) fn any_tcp_header()(
        src_port: u16,
        dst_port: u16,
        seq: u32,
        ack: u32,
        flags: u8,
        window: u16,
        urgent: u16,
        options in any_options(),
    ) -> tcp::Header {
        tcp::Header { src_port, dst_port, seq, ack, flags: Flags(flags), window, urgent, options }
    }
}

pub(crate) fn any_payload() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        3 => prop::collection::vec(any::<u8>(), 0..80),
        1 => prop::collection::vec(any::<u8>(), 0..1461),
    ]
}

fn any_unreachable_code() -> impl Strategy<Value = UnreachableCode> {
    prop_oneof![
        Just(UnreachableCode::Net),
        Just(UnreachableCode::Host),
        Just(UnreachableCode::Protocol),
        Just(UnreachableCode::Port),
        any::<u16>().prop_map(|next_hop_mtu| UnreachableCode::FragmentationNeeded { next_hop_mtu }),
        (5u8..).prop_map(UnreachableCode::Other),
    ]
}

/// A message without its body, to be given one by [`with_body`].
pub(crate) fn any_message() -> impl Strategy<Value = Message<'static>> {
    let data = &[][..];
    prop_oneof![
        any::<(u16, u16)>().prop_map(move |(id, seq)| Message::EchoRequest { id, seq, data }),
        any::<(u16, u16)>().prop_map(move |(id, seq)| Message::EchoReply { id, seq, data }),
        any_unreachable_code()
            .prop_map(move |code| Message::DestinationUnreachable { code, quoted: data }),
        any::<u8>().prop_map(move |code| Message::TimeExceeded { code, quoted: data }),
        (12u8.., any::<(u8, [u8; 4])>()).prop_map(move |(kind, (code, rest))| {
            Message::Other {
                kind,
                code,
                rest,
                data,
            }
        }),
    ]
}

pub(crate) fn with_body<'a>(message: Message<'static>, body: &'a [u8]) -> Message<'a> {
    match message {
        Message::EchoRequest { id, seq, .. } => Message::EchoRequest {
            id,
            seq,
            data: body,
        },
        Message::EchoReply { id, seq, .. } => Message::EchoReply {
            id,
            seq,
            data: body,
        },
        Message::DestinationUnreachable { code, .. } => {
            Message::DestinationUnreachable { code, quoted: body }
        }
        Message::TimeExceeded { code, .. } => Message::TimeExceeded { code, quoted: body },
        Message::Other {
            kind, code, rest, ..
        } => Message::Other {
            kind,
            code,
            rest,
            data: body,
        },
    }
}

/// Checks everything below the transport and returns the IP payload.
fn ip_payload<'a>(
    frame: &'a [u8],
    path: &build::Path,
    protocol: u8,
) -> Result<&'a [u8], TestCaseError> {
    let (link, packet) = ethernet::parse(frame).unwrap();
    prop_assert_eq!((link.dst, link.src), (path.dst_mac, path.src_mac));
    prop_assert_eq!(link.ethertype, ethernet::ETHERTYPE_IPV4);
    let (header, payload) = ipv4::parse(packet).unwrap();
    prop_assert_eq!((header.src, header.dst), (path.src, path.dst));
    prop_assert_eq!((header.ttl, header.protocol), (path.ttl, protocol));
    prop_assert_eq!(header.identification, path.identification);
    prop_assert_eq!(header.dont_fragment, path.dont_fragment);
    prop_assert!(!header.is_fragment());
    let used = IP_PAYLOAD + payload.len();
    prop_assert_eq!(frame.len(), used.max(MIN_FRAME_LEN));
    prop_assert!(frame[used..].iter().all(|byte| *byte == 0));
    Ok(payload)
}

/// Every copy of `frame` with one bit of its IP payload flipped.
fn flipped(frame: &[u8], ip_payload_len: usize) -> impl Iterator<Item = Vec<u8>> + '_ {
    (0..ip_payload_len * 8).map(|bit| {
        let mut copy = frame.to_vec();
        copy[IP_PAYLOAD + bit / 8] ^= 0x80 >> (bit % 8);
        copy
    })
}

fn payload_of(frame: &[u8]) -> &[u8] {
    ipv4::parse(&frame[ethernet::HEADER_LEN..]).unwrap().1
}

proptest! {
    #[test]
    fn a_tcp_frame_reads_back_as_it_was_built(
        path in any_path(), header in any_tcp_header(), data in any_payload(),
    ) {
        let frame = build::tcp(&path, &header, &data).unwrap();
        let payload = ip_payload(&frame, &path, protocol::TCP)?;
        prop_assert_eq!(tcp::header_len(&header), payload.len() - data.len());
        prop_assert_eq!(tcp::parse(path.src, path.dst, payload), Ok((header, &data[..])));
        let summary = summary(&frame).unwrap();
        let tcp = summary.tcp.unwrap();
        prop_assert_eq!((summary.src, summary.dst), (path.src, path.dst));
        prop_assert_eq!(summary.src_port, Some(header.src_port));
        prop_assert_eq!(summary.dst_port, Some(header.dst_port));
        prop_assert_eq!((tcp.seq, tcp.ack, tcp.flags), (header.seq, header.ack, header.flags));
        prop_assert_eq!((tcp.window, usize::from(tcp.payload_len)), (header.window, data.len()));
    }

    #[test]
    fn a_udp_frame_reads_back_as_it_was_built(
        path in any_path(), ports: (u16, u16), data in any_payload(),
    ) {
        let frame = build::udp(&path, ports.0, ports.1, &data).unwrap();
        let payload = ip_payload(&frame, &path, protocol::UDP)?;
        let (header, read) = udp::parse(path.src, path.dst, payload).unwrap();
        prop_assert_eq!((header.src_port, header.dst_port), ports);
        prop_assert_eq!(read, &data);
        prop_assert_ne!(&payload[6..8], &[0, 0], "a sender that sums never says it did not");
        prop_assert_eq!(usize::from(summary(&frame).unwrap().payload_len), data.len());
    }

    #[test]
    fn an_icmp_frame_reads_back_as_it_was_built(
        path in any_path(), message in any_message(), body in any_payload(),
    ) {
        let message = with_body(message, &body);
        let frame = build::icmp(&path, &message).unwrap();
        let payload = ip_payload(&frame, &path, protocol::ICMP)?;
        prop_assert_eq!(icmp::parse(payload), Ok(message));
        let brief = summary(&frame).unwrap().icmp.unwrap();
        prop_assert_eq!((brief.kind, brief.code), message.type_and_code());
    }

    #[test]
    fn a_raw_frame_reads_back_as_it_was_built(
        path in any_path(), protocol: u8, data in any_payload(),
    ) {
        let frame = build::raw_ip(&path, protocol, &data).unwrap();
        prop_assert_eq!(ip_payload(&frame, &path, protocol)?, &data);
    }

    #[test]
    fn any_ipv4_header_reads_back_as_it_was_written(
        bytes: [u8; 8], flags: (bool, bool), fragment_offset in 0u16..0x2000, src: u32, dst: u32,
    ) {
        let header = ipv4::Header {
            dscp_ecn: bytes[0],
            total_len: 20 + u16::from(bytes[1]),
            identification: u16::from_be_bytes([bytes[2], bytes[3]]),
            dont_fragment: flags.0,
            more_fragments: flags.1,
            fragment_offset,
            ttl: bytes[4],
            protocol: bytes[5],
            src: Ipv4Addr::from(src),
            dst: Ipv4Addr::from(dst),
            header_len: 20,
        };
        let mut packet = header.to_bytes().to_vec();
        packet.resize(usize::from(header.total_len), 1);
        prop_assert_eq!(ipv4::parse(&packet).map(|(header, _)| header), Ok(header));
    }

    #[test]
    fn a_hop_keeps_the_header_checksum_right(path in any_path(), data in any_payload()) {
        let mut frame = build::raw_ip(&path, protocol::EXPERIMENT, &data).unwrap();
        let before = frame.clone();
        let ttl = ipv4::decrement_ttl(&mut frame[ethernet::HEADER_LEN..]);
        if path.ttl < 2 {
            prop_assert_eq!(ttl, None);
            prop_assert_eq!(frame, before);
        } else {
            prop_assert_eq!(ttl, Some(path.ttl - 1));
            // Exactly as if the packet had been built with that TTL.
            let path = build::Path { ttl: path.ttl - 1, ..path };
            prop_assert_eq!(frame, build::raw_ip(&path, protocol::EXPERIMENT, &data).unwrap());
        }
    }

    #[test]
    fn any_flipped_bit_in_an_ipv4_header_is_caught(path in any_path(), bit in 0usize..160) {
        let frame = build::raw_ip(&path, protocol::EXPERIMENT, b"data").unwrap();
        let mut packet = frame[ethernet::HEADER_LEN..].to_vec();
        packet[bit / 8] ^= 0x80 >> (bit % 8);
        prop_assert!(ipv4::parse(&packet).is_err());
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read_everything(&bytes);
    }

    #[test]
    fn any_damaged_frame_is_read_without_a_panic(
        path in any_path(),
        header in any_tcp_header(),
        data in any_payload(),
        changes in prop::collection::vec(any::<(prop::sample::Index, u8)>(), 0..6),
        keep in any::<prop::sample::Index>(),
    ) {
        let mut frame = build::tcp(&path, &header, &data).unwrap();
        for (at, value) in changes {
            let at = at.index(frame.len());
            frame[at] = value;
        }
        frame.truncate(keep.index(frame.len() + 1));
        read_everything(&frame);
    }
}

proptest! {
    // Each case tries every bit of its frame.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_flipped_bit_in_a_tcp_segment_is_caught(
        path in any_path(), header in any_tcp_header(), data in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let frame = build::tcp(&path, &header, &data).unwrap();
        for copy in flipped(&frame, payload_of(&frame).len()) {
            prop_assert!(tcp::parse(path.src, path.dst, payload_of(&copy)).is_err());
        }
    }

    #[test]
    fn any_flipped_bit_in_a_udp_datagram_is_caught(
        path in any_path(), ports: (u16, u16), data in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let frame = build::udp(&path, ports.0, ports.1, &data).unwrap();
        let sum = u16::from_be_bytes([frame[IP_PAYLOAD + 6], frame[IP_PAYLOAD + 7]]);
        for copy in flipped(&frame, payload_of(&frame).len()) {
            let changed = u16::from_be_bytes([copy[IP_PAYLOAD + 6], copy[IP_PAYLOAD + 7]]);
            let read = udp::parse(path.src, path.dst, payload_of(&copy));
            if sum.is_power_of_two() && changed == 0 {
                // The one gap UDP has: the flip turned the checksum itself into "none". What it
                // guarded is still right.
                prop_assert_eq!(read.map(|(_, data)| data), Ok(&data[..]));
            } else {
                prop_assert!(read.is_err());
            }
        }
    }
}

/// Calls every parser on the bytes, from every place a header might begin.
fn read_everything(bytes: &[u8]) {
    let host = Ipv4Addr::new(10, 0, 0, 1);
    let _ = summary(bytes);
    let _ = ethernet::parse(bytes);
    let _ = ethernet::fcs(bytes);
    for start in [0, ethernet::HEADER_LEN, IP_PAYLOAD] {
        let bytes = bytes.get(start..).unwrap_or_default();
        let _ = ipv4::parse(bytes);
        let _ = ipv4::parse_quoted(bytes);
        let _ = udp::parse(host, host, bytes);
        let _ = icmp::parse(bytes);
        for mtu in [0, 68, u16::MAX] {
            let _ = icmp::quote(bytes, mtu);
        }
        if let Err(ParseError::BadChecksum { expected, .. }) = tcp::parse(host, host, bytes) {
            // With the right checksum in its place the rest of the parser runs as well.
            let mut mended = bytes.to_vec();
            mended[16..18].copy_from_slice(&expected.to_be_bytes());
            assert!(tcp::parse(host, host, &mended).is_ok());
        }
        let mut copy = bytes.to_vec();
        let _ = ipv4::decrement_ttl(&mut copy);
        ethernet::rewrite_macs(&mut copy, MacAddr::BROADCAST, MacAddr::BROADCAST);
    }
}

/// The bytes cut at these places.
pub(crate) fn in_pieces<'a>(bytes: &'a [u8], cuts: &[prop::sample::Index]) -> Vec<&'a [u8]> {
    let mut cuts: Vec<usize> = cuts.iter().map(|at| at.index(bytes.len() + 1)).collect();
    cuts.sort_unstable();
    let mut pieces = Vec::new();
    let mut start = 0;
    for end in cuts.into_iter().chain([bytes.len()]) {
        pieces.push(&bytes[start..end]);
        start = end;
    }
    pieces
}
