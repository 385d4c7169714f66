//! TCP segments (RFC 9293 section 3.1).

mod flags;
mod options;

pub use flags::Flags;
pub(crate) use options::{Item, Items, kind};
pub use options::{MAX_LEN as MAX_OPTIONS_LEN, Options, SackBlock, SackBlocks, duplicate_block};

use crate::checksum::{self, Sum};
use crate::{Defect, Layer, ParseError, ipv4::protocol};
use etherparse::{
    TcpHeaderSlice,
    err::tcp::{HeaderError, HeaderSliceError},
};
use std::net::Ipv4Addr;

/// Length in bytes of a header without options.
pub const MIN_HEADER_LEN: usize = 20;

/// The header, without its checksum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Header {
    /// The port the segment comes from.
    pub src_port: u16,
    /// The port it goes to.
    pub dst_port: u16,
    /// The sequence number of the first data byte, or of the SYN.
    pub seq: u32,
    /// The next sequence number the sender expects, if [`Flags::ACK`] is set.
    pub ack: u32,
    /// The control bits.
    pub flags: Flags,
    /// How many bytes beyond `ack` the sender takes, before scaling.
    pub window: u16,
    /// Where urgent data ends, counted from `seq`, if [`Flags::URG`] is set.
    pub urgent: u16,
    /// The options.
    pub options: Options,
}

impl Header {
    /// The fixed part of the header's bytes, the checksum field left 0.
    pub(crate) fn fixed_bytes(&self) -> [u8; MIN_HEADER_LEN] {
        let mut bytes = [0; MIN_HEADER_LEN];
        let words = bytes.as_chunks_mut::<4>().0;
        let [ports, seq, ack, control, last] = words else {
            return bytes;
        };
        let [src_high, src_low] = self.src_port.to_be_bytes();
        let [dst_high, dst_low] = self.dst_port.to_be_bytes();
        *ports = [src_high, src_low, dst_high, dst_low];
        *seq = self.seq.to_be_bytes();
        *ack = self.ack.to_be_bytes();
        let [window_high, window_low] = self.window.to_be_bytes();
        // The data offset counts 32-bit words: 5 to 15.
        let data_offset = (header_len(self) / 4) as u8;
        *control = [data_offset << 4, self.flags.0, window_high, window_low];
        let [urgent_high, urgent_low] = self.urgent.to_be_bytes();
        *last = [0, 0, urgent_high, urgent_low];
        bytes
    }
}

/// Length in bytes of the header with its options, 20 to 60.
pub fn header_len(header: &Header) -> usize {
    MIN_HEADER_LEN + header.options.encoded_len()
}

/// Reads and checks a segment; `payload` is the IP packet's payload, `src` and `dst` are its
/// addresses, which the checksum covers too. Returns the header and the data.
///
/// The reserved bits are ignored (RFC 9293 section 3.1).
pub fn parse(src: Ipv4Addr, dst: Ipv4Addr, payload: &[u8]) -> Result<(Header, &[u8]), ParseError> {
    let slice = header_slice(payload)?;
    // No IPv4 payload is longer than this holds; over other bytes the sum means nothing anyway.
    let len = payload.len() as u16;
    let sum = Sum::pseudo_header(src, dst, protocol::TCP, len).add_bytes(payload);
    if sum.fold() != 0xffff {
        let found = slice.checksum();
        return Err(ParseError::BadChecksum {
            layer: Layer::Tcp,
            found,
            expected: checksum::expected(sum, found),
        });
    }
    let header = Header {
        src_port: slice.source_port(),
        dst_port: slice.destination_port(),
        seq: slice.sequence_number(),
        ack: slice.acknowledgment_number(),
        flags: flags_of(&slice),
        window: slice.window_size(),
        urgent: slice.urgent_pointer(),
        options: Options::parse(slice.options()),
    };
    let data = payload.get(slice.slice().len()..).unwrap_or_default();
    Ok((header, data))
}

/// The flag byte whole; etherparse gives it bit by bit.
pub(crate) fn flags_of(slice: &TcpHeaderSlice<'_>) -> Flags {
    Flags(slice.slice().get(13).copied().unwrap_or_default())
}

pub(crate) fn header_slice(payload: &[u8]) -> Result<TcpHeaderSlice<'_>, ParseError> {
    TcpHeaderSlice::from_slice(payload).map_err(|error| match error {
        HeaderSliceError::Len(len) => ParseError::Truncated {
            layer: Layer::Tcp,
            need: len.required_len,
            have: payload.len(),
        },
        HeaderSliceError::Content(HeaderError::DataOffsetTooSmall { .. }) => {
            ParseError::Malformed {
                layer: Layer::Tcp,
                defect: Defect::DataOffset,
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 1);
    const B: Ipv4Addr = Ipv4Addr::new(10, 0, 1, 1);

    fn segment(header: &Header, data: &[u8]) -> Vec<u8> {
        let mut bytes = header.fixed_bytes().to_vec();
        bytes.extend_from_slice(header.options.encode().as_slice());
        bytes.extend_from_slice(data);
        mend(&mut bytes);
        bytes
    }

    fn mend(bytes: &mut [u8]) {
        bytes[16..18].fill(0);
        let sum = Sum::pseudo_header(A, B, protocol::TCP, bytes.len() as u16).add_bytes(bytes);
        bytes[16..18].copy_from_slice(&sum.checksum().to_be_bytes());
    }

    fn syn() -> Header {
        Header {
            src_port: 49_152,
            dst_port: 80,
            seq: 0xdead_beef,
            ack: 0,
            flags: Flags::SYN,
            window: 65_535,
            urgent: 0,
            options: Options {
                mss: Some(1460),
                ..Options::default()
            },
        }
    }

    #[test]
    fn a_segment_reads_back_as_it_was_written() {
        let bytes = segment(&syn(), b"data");
        assert_eq!(bytes.len(), header_len(&syn()) + 4);
        assert_eq!(parse(A, B, &bytes), Ok((syn(), &b"data"[..])));
    }

    #[test]
    fn a_segment_for_another_host_fails_the_checksum() {
        let bytes = segment(&syn(), b"data");
        let found = u16::from_be_bytes([bytes[16], bytes[17]]);
        let error = ParseError::BadChecksum {
            layer: Layer::Tcp,
            found,
            expected: found - 1,
        };
        assert_eq!(parse(A, Ipv4Addr::new(10, 0, 1, 2), &bytes), Err(error));
    }

    #[test]
    fn a_data_offset_that_cannot_be_is_refused() {
        let mut bytes = segment(&syn(), b"");
        bytes[12] = 0x40;
        let error = ParseError::Malformed {
            layer: Layer::Tcp,
            defect: Defect::DataOffset,
        };
        assert_eq!(parse(A, B, &bytes), Err(error));
        bytes[12] = 0xf0;
        let error = ParseError::Truncated {
            layer: Layer::Tcp,
            need: 60,
            have: 24,
        };
        assert_eq!(parse(A, B, &bytes), Err(error));
    }

    #[test]
    fn reserved_bits_are_ignored() {
        let mut bytes = segment(&syn(), b"");
        bytes[12] |= 0x0f;
        mend(&mut bytes);
        assert_eq!(parse(A, B, &bytes).unwrap().0, syn());
    }
}
