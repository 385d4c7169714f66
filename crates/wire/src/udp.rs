//! UDP datagrams (RFC 768).

use crate::checksum::{self, Sum};
use crate::{Defect, Layer, ParseError, ipv4::protocol};
use etherparse::{UdpHeader, UdpHeaderSlice};
use std::net::Ipv4Addr;

/// Length of the header in bytes.
pub const HEADER_LEN: usize = 8;

/// The header, without its checksum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Header {
    /// The program that sent the datagram.
    pub src_port: u16,
    /// The program it is for.
    pub dst_port: u16,
    /// Length of header and data in bytes.
    pub len: u16,
}

impl Header {
    /// The header's bytes with the checksum field left 0.
    pub(crate) fn to_bytes(self) -> [u8; HEADER_LEN] {
        UdpHeader {
            source_port: self.src_port,
            destination_port: self.dst_port,
            length: self.len,
            checksum: 0,
        }
        .to_bytes()
    }
}

/// Reads and checks a datagram; `payload` is the IP packet's payload, `src` and `dst` are its
/// addresses, which the checksum covers too.
///
/// A checksum of 0 means the sender made none, and is accepted. The length must be that of the
/// payload exactly. Most stacks let bytes lie unused behind a datagram, but nobody here sends
/// any; so a length that a fault made smaller is caught for certain, which the checksum alone
/// would not do once the bytes behind it are cut off.
pub fn parse(src: Ipv4Addr, dst: Ipv4Addr, payload: &[u8]) -> Result<(Header, &[u8]), ParseError> {
    let truncated = |need| ParseError::Truncated {
        layer: Layer::Udp,
        need,
        have: payload.len(),
    };
    let slice = UdpHeaderSlice::from_slice(payload).map_err(|_| truncated(HEADER_LEN))?;
    let header = Header {
        src_port: slice.source_port(),
        dst_port: slice.destination_port(),
        len: slice.length(),
    };
    let len = usize::from(header.len);
    if len > payload.len() {
        return Err(truncated(len));
    }
    if len != payload.len() {
        return Err(ParseError::Malformed {
            layer: Layer::Udp,
            defect: Defect::Length,
        });
    }
    let found = slice.checksum();
    if found != 0 {
        let sum = Sum::pseudo_header(src, dst, protocol::UDP, header.len).add_bytes(payload);
        if sum.fold() != 0xffff {
            return Err(ParseError::BadChecksum {
                layer: Layer::Udp,
                found,
                expected: as_sent(checksum::expected(sum, found)),
            });
        }
    }
    Ok((header, payload.get(HEADER_LEN..).unwrap_or_default()))
}

/// The checksum as UDP sends it: a computed 0 goes out as all ones, since 0 says "none".
pub(crate) fn as_sent(checksum: u16) -> u16 {
    if checksum == 0 { 0xffff } else { checksum }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 1);
    const B: Ipv4Addr = Ipv4Addr::new(10, 0, 1, 1);

    fn datagram(data: &[u8]) -> Vec<u8> {
        let len = (HEADER_LEN + data.len()) as u16;
        let header = Header {
            src_port: 5000,
            dst_port: 53,
            len,
        };
        let mut bytes = header.to_bytes().to_vec();
        bytes.extend_from_slice(data);
        let sum = Sum::pseudo_header(A, B, protocol::UDP, len).add_bytes(&bytes);
        bytes[6..8].copy_from_slice(&as_sent(sum.checksum()).to_be_bytes());
        bytes
    }

    #[test]
    fn a_datagram_reads_back_as_it_was_written() {
        let bytes = datagram(b"odd");
        let (header, data) = parse(A, B, &bytes).unwrap();
        assert_eq!(
            (header.src_port, header.dst_port, header.len),
            (5000, 53, 11)
        );
        assert_eq!(data, b"odd");
    }

    #[test]
    fn a_datagram_for_another_host_fails_the_checksum() {
        let bytes = datagram(b"hello");
        let other = Ipv4Addr::new(10, 0, 1, 2);
        assert!(matches!(
            parse(A, other, &bytes),
            Err(ParseError::BadChecksum {
                layer: Layer::Udp,
                ..
            })
        ));
    }

    #[test]
    fn a_checksum_of_zero_means_there_is_none() {
        let mut bytes = datagram(b"hello");
        bytes[6..8].fill(0);
        bytes[9] ^= 0xff;
        assert!(parse(A, B, &bytes).is_ok());
    }

    #[test]
    fn a_computed_checksum_of_zero_is_sent_as_all_ones() {
        let right = u16::from_be_bytes([datagram(&[0, 0])[6], datagram(&[0, 0])[7]]);
        // Data that makes the sum all ones makes its complement zero.
        let bytes = datagram(&right.to_be_bytes());
        assert_eq!(bytes[6..8], [0xff, 0xff]);
        assert!(parse(A, B, &bytes).is_ok());
        let mut damaged = bytes.clone();
        damaged[6] = 0x0f;
        let error = ParseError::BadChecksum {
            layer: Layer::Udp,
            found: 0x0fff,
            expected: 0xffff,
        };
        assert_eq!(parse(A, B, &damaged), Err(error));
    }

    #[test]
    fn a_length_that_does_not_fit_is_refused() {
        let mut bytes = datagram(b"hello");
        bytes[5] += 1;
        let cut = ParseError::Truncated {
            layer: Layer::Udp,
            need: 14,
            have: 13,
        };
        assert_eq!(parse(A, B, &bytes), Err(cut));
        bytes[5] = 7;
        let short = ParseError::Malformed {
            layer: Layer::Udp,
            defect: Defect::Length,
        };
        assert_eq!(parse(A, B, &bytes), Err(short));
    }
}
