//! Segments as bytes: what a scene hands over has been a packet, and what comes out becomes one.

use std::net::Ipv4Addr;

use hoplab_wire::build::{self, Path};
use hoplab_wire::checksum::Sum;
use hoplab_wire::tcp::{self, Flags, Header, Options};
use hoplab_wire::{MacAddr, ethernet, ipv4};

use super::numbers::Numbering;
use super::step::{Item, Segment};

/// Our port.
pub(super) const PORT: u16 = 80;
/// The peer's.
pub(super) const PEER_PORT: u16 = 49_152;
/// Where the endpoint under test lives.
pub(super) const HERE: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 1);
/// Where its peer does.
pub(super) const THERE: Ipv4Addr = Ipv4Addr::new(10, 0, 1, 1);

/// The bytes of a segment from the peer, with its options as the scene lists them, be they legal or not.
pub(super) fn write(header: &Header, options: &[u8], payload: &[u8]) -> Vec<u8> {
    let mut options = options.to_vec();
    // MUST-69: what is left of the last word is padded with zeros.
    options.resize(options.len().next_multiple_of(4), 0);
    let words = 5 + options.len() / 4;
    let mut bytes = Vec::new();
    bytes.extend(header.src_port.to_be_bytes());
    bytes.extend(header.dst_port.to_be_bytes());
    bytes.extend(header.seq.to_be_bytes());
    bytes.extend(header.ack.to_be_bytes());
    bytes.extend([(words as u8) << 4, header.flags.0]);
    bytes.extend(header.window.to_be_bytes());
    bytes.extend([0, 0]);
    bytes.extend(header.urgent.to_be_bytes());
    bytes.extend(options);
    bytes.extend(payload);
    let sum = Sum::pseudo_header(THERE, HERE, ipv4::protocol::TCP, bytes.len() as u16);
    let sum = sum.add_bytes(&bytes).checksum().to_be_bytes();
    bytes[16..18].copy_from_slice(&sum);
    bytes
}

/// Reads a segment from the peer as a host does.
///
/// # Errors
/// Says what is wrong with the bytes.
pub(super) fn read(bytes: &[u8]) -> Result<(Header, &[u8]), String> {
    tcp::parse(THERE, HERE, bytes).map_err(|error| format!("not a segment: {error:?}"))
}

/// Builds the packet of a segment to the peer and reads it back: what the peer would see.
///
/// # Errors
/// Says at what the packet fails.
pub(super) fn there_and_back(header: &Header, payload: &[u8]) -> Result<Header, String> {
    let path = Path {
        src_mac: MacAddr([2, 0, 0, 0, 0, 1]),
        dst_mac: MacAddr([2, 0, 0, 0, 0, 2]),
        src: HERE,
        dst: THERE,
        ttl: 64,
        identification: 0,
        dont_fragment: true,
    };
    let frame = build::tcp(&path, header, payload).map_err(|error| format!("{error:?}"))?;
    let failed = |error| format!("the segment sent can't be read: {error:?}");
    let (_, packet) = ethernet::parse(&frame).map_err(failed)?;
    let (_, segment) = ipv4::parse(packet).map_err(failed)?;
    let (header, data) = tcp::parse(HERE, THERE, segment).map_err(failed)?;
    if data != payload {
        return Err("the segment sent holds other data than it was built of".into());
    }
    Ok(header)
}

/// The bytes of options in the order given; `initial` is what SACK blocks count from.
pub(super) fn options(items: &[Item], initial: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    for item in items {
        match item {
            Item::Mss(mss) => {
                bytes.extend([2, 4]);
                bytes.extend(mss.to_be_bytes());
            }
            Item::WindowScale(shift) => bytes.extend([3, 3, *shift]),
            Item::SackPermitted => bytes.extend([4, 2]),
            Item::Timestamps(value, echo) => {
                bytes.extend([8, 10]);
                bytes.extend(value.unwrap_or(0).to_be_bytes());
                bytes.extend(echo.unwrap_or(0).to_be_bytes());
            }
            Item::Sack(blocks) => {
                bytes.extend([5, 2 + 8 * blocks.len() as u8]);
                for (left, right) in blocks {
                    for edge in [left, right] {
                        bytes.extend(initial.wrapping_add(*edge as u32).to_be_bytes());
                    }
                }
            }
            Item::Nop => bytes.push(1),
            Item::End => bytes.push(0),
            Item::Raw(raw) => bytes.extend(raw),
        }
    }
    bytes
}

/// The options that a host reads from these.
pub(super) fn read_options(items: &[Item], initial: u32) -> Options {
    let bytes = write(&Header::default(), &options(items, initial), &[]);
    read(&bytes).map_or(Options::default(), |(header, _)| header.options)
}

/// How much of the sequence space before the data a SYN takes.
pub(super) fn syn_len(flags: Flags) -> u32 {
    u32::from(flags.contains(Flags::SYN))
}

/// The header of a segment from the peer, its options left out.
pub(super) fn header_of(segment: &Segment, numbering: Numbering) -> Header {
    Header {
        src_port: PEER_PORT,
        dst_port: PORT,
        seq: segment.seq.on_wire(numbering.theirs),
        ack: segment.ack.map_or(0, |ack| ack.on_wire(numbering.ours)),
        flags: segment.flags,
        window: segment.window,
        urgent: segment.urgent,
        options: Options::default(),
    }
}
