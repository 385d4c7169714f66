//! Ethernet II frames (IEEE 802.3).

use crate::crc32::crc32;
use crate::{Layer, MacAddr, ParseError};
use etherparse::{EtherType, Ethernet2Header, Ethernet2HeaderSlice};

/// Length of the header in bytes.
pub const HEADER_LEN: usize = 14;
/// Length of the shortest frame in bytes, without the frame check sequence; shorter payloads
/// are padded with zeros.
pub const MIN_FRAME_LEN: usize = 60;
/// Length of the frame check sequence in bytes.
pub const FCS_LEN: usize = 4;
/// Bytes of line time a frame costs beyond its own: preamble and start delimiter 8, frame check
/// sequence 4, gap between frames 12.
pub const OVERHEAD_ON_LINE: usize = 24;
/// The type field of a frame that carries IPv4.
pub const ETHERTYPE_IPV4: u16 = 0x0800;

/// The header: who is to take the frame from the line, who put it there, what it carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Header {
    /// The station the frame is for.
    pub dst: MacAddr,
    /// The station that sent it.
    pub src: MacAddr,
    /// What the payload is; [`ETHERTYPE_IPV4`] in all of Hoplab's frames.
    pub ethertype: u16,
}

impl Header {
    /// The header's bytes.
    pub fn to_bytes(&self) -> [u8; HEADER_LEN] {
        Ethernet2Header {
            source: self.src.0,
            destination: self.dst.0,
            ether_type: EtherType(self.ethertype),
        }
        .to_bytes()
    }
}

/// Reads the header; the rest of the frame, padding included, is the payload.
pub fn parse(frame: &[u8]) -> Result<(Header, &[u8]), ParseError> {
    let truncated = ParseError::Truncated {
        layer: Layer::Ethernet,
        need: HEADER_LEN,
        have: frame.len(),
    };
    let slice = Ethernet2HeaderSlice::from_slice(frame).map_err(|_| truncated)?;
    let header = Header {
        dst: MacAddr(slice.destination()),
        src: MacAddr(slice.source()),
        ethertype: slice.ether_type().0,
    };
    Ok((header, frame.get(HEADER_LEN..).unwrap_or_default()))
}

/// The frame check sequence of a frame: the CRC-32 of IEEE 802.3 over header, payload and
/// padding. It goes on the line least significant byte first.
pub fn fcs(frame: &[u8]) -> u32 {
    crc32(frame)
}

/// Gives a frame new addresses, as a router does at each hop. A frame too short to hold them
/// stays as it is.
pub fn rewrite_macs(frame: &mut [u8], dst: MacAddr, src: MacAddr) {
    if let Some((addresses, _)) = frame.split_first_chunk_mut::<12>() {
        let (to, from) = addresses.split_at_mut(6);
        to.copy_from_slice(&dst.0);
        from.copy_from_slice(&src.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: MacAddr = MacAddr([2, 0, 0, 0, 0, 1]);
    const B: MacAddr = MacAddr([2, 0, 0, 0, 0, 2]);

    #[test]
    fn a_header_reads_back_as_it_was_written() {
        let header = Header {
            dst: A,
            src: B,
            ethertype: ETHERTYPE_IPV4,
        };
        let mut frame = header.to_bytes().to_vec();
        frame.extend_from_slice(b"payload");
        assert_eq!(parse(&frame), Ok((header, &b"payload"[..])));
    }

    #[test]
    fn a_frame_shorter_than_its_header_is_truncated() {
        let error = ParseError::Truncated {
            layer: Layer::Ethernet,
            need: 14,
            have: 13,
        };
        assert_eq!(parse(&[0; 13]), Err(error));
    }

    #[test]
    fn the_frame_check_sequence_is_the_crc_32_of_ieee_802_3() {
        // The check value every catalogue of CRCs gives for CRC-32/ISO-HDLC.
        assert_eq!(fcs(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn a_hop_changes_the_addresses_and_nothing_else() {
        let mut frame = vec![7; 64];
        rewrite_macs(&mut frame, A, B);
        let (header, payload) = parse(&frame).unwrap();
        assert_eq!((header.dst, header.src, header.ethertype), (A, B, 0x0707));
        assert_eq!(payload, [7; 50]);
        let mut short = [9; 11];
        rewrite_macs(&mut short, A, B);
        assert_eq!(short, [9; 11]);
    }
}
