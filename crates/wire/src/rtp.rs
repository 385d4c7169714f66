//! RTP, the real-time transport protocol (RFC 3550), and its framing over TCP (RFC 4571).
//!
//! What a payload of type 96 holds is the sending program's affair; [`video`] says how Hoplab's
//! video puts a frame into packets.

mod framing;
mod sequence;
pub mod video;

pub use framing::{FrameReader, framed};
pub use sequence::{Unwrapper, distance};

use std::fmt;

/// Length of the fixed header in bytes.
pub const HEADER_LEN: usize = 12;

/// The most contributing sources a header can list: their number has four bits.
pub const MAX_CSRCS: usize = 15;

/// The payload type of Hoplab's video: the first of the dynamic ones (RFC 3551 section 3).
pub const PAYLOAD_TYPE_VIDEO: u8 = 96;

/// The port Hoplab's video calls use.
pub const PORT: u16 = 32_202;

/// Ticks of the timestamp in a second, as all video has (RFC 3551 section 5).
pub const VIDEO_CLOCK_HZ: u32 = 90_000;

/// The header of one packet (RFC 3550 section 5.1), but for its contributing sources.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// Marks something, as the payload type says: in video the last packet of a frame.
    pub marker: bool,
    /// What the payload is; seven bits.
    pub payload_type: u8,
    /// Counts packets.
    pub sequence: u16,
    /// When the payload was made, on the media's clock.
    pub timestamp: u32,
    /// The source whose packets these are.
    pub ssrc: u32,
}

/// A packet taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packet<'a> {
    /// The fixed header.
    pub header: Header,
    /// The contributing sources, 15 at most.
    pub csrcs: Vec<u32>,
    /// A header extension: its 16 bits of profile, and its 32-bit words as bytes.
    pub extension: Option<(u16, &'a [u8])>,
    /// What it carries, without padding.
    pub payload: &'a [u8],
    /// How many bytes of padding followed.
    pub padding: u8,
}

/// Why bytes are no RTP packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadPacket {
    /// They end before the header, or what it announces, does.
    Truncated,
    /// The version is not 2.
    Version,
    /// The padding is longer than what there is, or of no bytes.
    Padding,
}

impl fmt::Display for BadPacket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BadPacket::Truncated => "the RTP packet is cut off",
            BadPacket::Version => "the RTP version is not 2",
            BadPacket::Padding => "the RTP padding is wrong",
        })
    }
}

impl std::error::Error for BadPacket {}

/// Reads a packet.
pub fn parse(bytes: &[u8]) -> Result<Packet<'_>, BadPacket> {
    let (fixed, mut rest) = bytes
        .split_first_chunk::<HEADER_LEN>()
        .ok_or(BadPacket::Truncated)?;
    let [first, second, s0, s1, t0, t1, t2, t3, i0, i1, i2, i3] = *fixed;
    if first >> 6 != 2 {
        return Err(BadPacket::Version);
    }
    let mut csrcs = Vec::new();
    for _ in 0..first & 0x0f {
        csrcs.push(u32::from_be_bytes(take(&mut rest)?));
    }
    let extension = if first & 0x10 != 0 {
        let profile = u16::from_be_bytes(take(&mut rest)?);
        let len = 4 * usize::from(u16::from_be_bytes(take(&mut rest)?));
        let (words, behind) = rest.split_at_checked(len).ok_or(BadPacket::Truncated)?;
        rest = behind;
        Some((profile, words))
    } else {
        None
    };
    let mut padding = 0;
    if first & 0x20 != 0 {
        // The last byte says how many there are, itself included.
        padding = rest.last().copied().unwrap_or(0);
        let len = rest.len().checked_sub(usize::from(padding));
        let len = len.filter(|_| padding > 0).ok_or(BadPacket::Padding)?;
        rest = &rest[..len];
    }
    Ok(Packet {
        header: Header {
            marker: second & 0x80 != 0,
            payload_type: second & 0x7f,
            sequence: u16::from_be_bytes([s0, s1]),
            timestamp: u32::from_be_bytes([t0, t1, t2, t3]),
            ssrc: u32::from_be_bytes([i0, i1, i2, i3]),
        },
        csrcs,
        extension,
        payload: rest,
        padding,
    })
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], BadPacket> {
    let (bytes, behind) = rest.split_first_chunk::<N>().ok_or(BadPacket::Truncated)?;
    *rest = behind;
    Ok(*bytes)
}

impl Header {
    /// A packet of this header and payload, without extension, sources or padding.
    pub fn to_packet(&self, payload: &[u8]) -> Vec<u8> {
        Packet {
            header: *self,
            csrcs: Vec::new(),
            extension: None,
            payload,
            padding: 0,
        }
        .to_bytes()
    }
}

impl Packet<'_> {
    /// The packet's bytes. Of more than 15 sources the first 15 go in; an extension is cut to
    /// whole words, 65,535 at most.
    pub fn to_bytes(&self) -> Vec<u8> {
        let csrcs = self.csrcs.get(..MAX_CSRCS).unwrap_or(&self.csrcs);
        let header = &self.header;
        let flags = u8::from(self.padding > 0) << 5 | u8::from(self.extension.is_some()) << 4;
        let mut bytes = Vec::with_capacity(HEADER_LEN + 4 * csrcs.len() + self.payload.len());
        bytes.push(2 << 6 | flags | csrcs.len() as u8);
        bytes.push(u8::from(header.marker) << 7 | header.payload_type & 0x7f);
        bytes.extend(header.sequence.to_be_bytes());
        bytes.extend(header.timestamp.to_be_bytes());
        bytes.extend(header.ssrc.to_be_bytes());
        bytes.extend(csrcs.iter().flat_map(|csrc| csrc.to_be_bytes()));
        if let Some((profile, words)) = self.extension {
            let count = (words.len() / 4).min(usize::from(u16::MAX));
            bytes.extend(profile.to_be_bytes());
            bytes.extend((count as u16).to_be_bytes());
            bytes.extend_from_slice(&words[..4 * count]);
        }
        bytes.extend_from_slice(self.payload);
        if self.padding > 0 {
            bytes.resize(bytes.len() + usize::from(self.padding) - 1, 0);
            bytes.push(self.padding);
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_fixed_header_lies_as_rfc_3550_draws_it() {
        let header = Header {
            marker: true,
            payload_type: 96,
            sequence: 0x0102,
            timestamp: 0x0304_0506,
            ssrc: 0x0708_090a,
        };
        let bytes = [0x80, 0xe0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, b'h', b'i'];
        assert_eq!(header.to_packet(b"hi"), bytes);
        assert_eq!(parse(&bytes).unwrap().payload, b"hi");
    }

    #[test]
    fn padding_that_cannot_be_is_refused() {
        let mut bytes = Header::default().to_packet(&[0, 0, 9]);
        bytes[0] |= 0x20;
        assert_eq!(parse(&bytes), Err(BadPacket::Padding));
        bytes[14] = 0;
        assert_eq!(parse(&bytes), Err(BadPacket::Padding));
        bytes[14] = 2;
        assert_eq!(parse(&bytes).map(|packet| packet.payload), Ok(&[0][..]));
        assert_eq!(parse(&bytes[..11]), Err(BadPacket::Truncated));
        bytes[0] = 0x40;
        assert_eq!(parse(&bytes), Err(BadPacket::Version));
    }

    proptest! {
        #[test]
        fn any_packet_reads_back_as_it_was_built(
            fixed: (bool, u16, u32, u32),
            payload_type in 0u8..128,
            csrcs in prop::collection::vec(any::<u32>(), 0..=MAX_CSRCS),
            extension in prop::option::of((any::<u16>(), prop::collection::vec(any::<[u8; 4]>(), 0..5))),
            payload in prop::collection::vec(any::<u8>(), 0..50),
            padding: u8,
        ) {
            let (marker, sequence, timestamp, ssrc) = fixed;
            let header = Header { marker, payload_type, sequence, timestamp, ssrc };
            let extension = extension.map(|(profile, words)| (profile, words.concat()));
            let extension = extension.as_ref().map(|(profile, words)| (*profile, &words[..]));
            let packet = Packet { header, csrcs, extension, payload: &payload, padding };
            let bytes = packet.to_bytes();
            prop_assert_eq!(parse(&bytes), Ok(packet));
        }

        #[test]
        fn any_bytes_are_a_packet_or_told_not_to_be(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            if let Ok(packet) = parse(&bytes) {
                // Everything but the padding's own filling is kept.
                prop_assert_eq!(packet.to_bytes().len(), bytes.len());
            }
        }
    }
}
