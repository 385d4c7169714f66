//! IPv4 packets (RFC 791).

use crate::checksum::{self, Sum};
use crate::{Defect, Layer, ParseError};
use etherparse::{
    Ipv4HeaderSlice,
    err::ipv4::{HeaderError, HeaderSliceError},
};
use std::net::Ipv4Addr;

/// Length in bytes of a header without options, the only kind Hoplab builds.
pub const HEADER_LEN: usize = 20;
/// Length in bytes of the longest packet: its length field has 16 bits.
pub const MAX_LEN: usize = 65_535;

/// The numbers of the protocols an IPv4 packet carries here.
pub mod protocol {
    /// ICMP, RFC 792.
    pub const ICMP: u8 = 1;
    /// TCP, RFC 9293.
    pub const TCP: u8 = 6;
    /// UDP, RFC 768.
    pub const UDP: u8 = 17;
    /// For experiments, RFC 3692: Hoplab's raw IP.
    pub const EXPERIMENT: u8 = 253;
}

/// The header, without the bytes of its options and without its checksum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Header {
    /// Differentiated services (upper six bits) and congestion notification (lower two).
    pub dscp_ecn: u8,
    /// Length of header and payload in bytes.
    pub total_len: u16,
    /// Tells the fragments of one packet from those of another.
    pub identification: u16,
    /// Routers must not split the packet.
    pub dont_fragment: bool,
    /// This is not the packet's last fragment.
    pub more_fragments: bool,
    /// Where the fragment belongs, in units of 8 bytes.
    pub fragment_offset: u16,
    /// How many more hops the packet may make.
    pub ttl: u8,
    /// What the payload is, one of [`protocol`].
    pub protocol: u8,
    /// The host that sent the packet.
    pub src: Ipv4Addr,
    /// The host it is for.
    pub dst: Ipv4Addr,
    /// Length of this header in bytes, options included: 20 to 60.
    pub header_len: u8,
}

impl Header {
    /// Whether the packet is one piece of a larger one.
    pub fn is_fragment(&self) -> bool {
        self.more_fragments || self.fragment_offset != 0
    }

    /// The bytes of the header without options, its checksum filled in. `header_len` does not
    /// matter: what is written is always [`HEADER_LEN`] long. Of `fragment_offset` the lower 13
    /// bits are written, all the field has.
    pub fn to_bytes(&self) -> [u8; HEADER_LEN] {
        let [len_high, len_low] = self.total_len.to_be_bytes();
        let [id_high, id_low] = self.identification.to_be_bytes();
        let flags = u16::from(self.dont_fragment) << 14 | u16::from(self.more_fragments) << 13;
        let [fragment_high, fragment_low] = (flags | self.fragment_offset & 0x1fff).to_be_bytes();
        let [a, b, c, d] = self.src.octets();
        let [e, f, g, h] = self.dst.octets();
        // RFC 791 section 3.1; version 4, five words of header, and the checksum left 0 for now.
        let mut bytes = [
            [0x45, self.dscp_ecn, len_high, len_low],
            [id_high, id_low, fragment_high, fragment_low],
            [self.ttl, self.protocol, 0, 0],
            [a, b, c, d],
            [e, f, g, h],
        ]
        .as_flattened()
        .first_chunk()
        .copied()
        .unwrap_or_default();
        let sum = checksum::internet(&bytes).to_be_bytes();
        [bytes[10], bytes[11]] = sum;
        bytes
    }

    fn read(slice: &Ipv4HeaderSlice<'_>) -> Header {
        Header {
            dscp_ecn: slice.dcp().value() << 2 | slice.ecn().value(),
            total_len: slice.total_len(),
            identification: slice.identification(),
            dont_fragment: slice.dont_fragment(),
            more_fragments: slice.more_fragments(),
            fragment_offset: slice.fragments_offset().value(),
            ttl: slice.ttl(),
            protocol: slice.protocol().0,
            src: slice.source_addr(),
            dst: slice.destination_addr(),
            header_len: slice.ihl() << 2,
        }
    }
}

/// Reads and checks a packet: version, lengths and the header's checksum.
///
/// The payload ends where the total length says, since a short frame's padding comes after it.
/// A header without damage whose bytes end too soon is [`ParseError::Truncated`].
pub fn parse(packet: &[u8]) -> Result<(Header, &[u8]), ParseError> {
    let header = parse_header(packet, packet.len())?;
    let range = usize::from(header.header_len)..usize::from(header.total_len);
    Ok((header, packet.get(range).unwrap_or_default()))
}

/// As [`parse`], for a packet whose header, without options, is apart from what is behind it.
///
/// A header that claims options is [`ParseError::Truncated`].
pub fn parse_in_two(header: &[u8], behind: &[u8]) -> Result<Header, ParseError> {
    parse_header(header, header.len() + behind.len())
}

/// Reads and checks the header at the beginning of a packet of `have` bytes.
fn parse_header(packet: &[u8], have: usize) -> Result<Header, ParseError> {
    let slice = header_slice(packet)?;
    let sum = Sum::new().add_bytes(slice.slice());
    if sum.fold() != 0xffff {
        let found = slice.header_checksum();
        return Err(ParseError::BadChecksum {
            layer: Layer::Ipv4,
            found,
            expected: checksum::expected(sum, found),
        });
    }
    let header = Header::read(&slice);
    let need = usize::from(header.total_len);
    if need < usize::from(header.header_len) {
        return Err(ParseError::Malformed {
            layer: Layer::Ipv4,
            defect: Defect::TotalLength,
        });
    }
    if need > have {
        return Err(ParseError::Truncated {
            layer: Layer::Ipv4,
            need,
            have,
        });
    }
    Ok(header)
}

/// Reads the header of a packet quoted in an ICMP error.
///
/// Quotes are cut short, and the router that cut it may already have changed the TTL without
/// mending the checksum, so neither is an error. `None` if not even the header is there.
pub fn parse_quoted(quoted: &[u8]) -> Option<(Header, &[u8])> {
    let slice = header_slice(quoted).ok()?;
    let header = Header::read(&slice);
    let start = usize::from(header.header_len);
    let end = usize::from(header.total_len).clamp(start, quoted.len().max(start));
    Some((header, quoted.get(start..end)?))
}

fn header_slice(packet: &[u8]) -> Result<Ipv4HeaderSlice<'_>, ParseError> {
    Ipv4HeaderSlice::from_slice(packet).map_err(|error| {
        let defect = match error {
            HeaderSliceError::Len(len) => {
                return ParseError::Truncated {
                    layer: Layer::Ipv4,
                    need: len.required_len,
                    have: packet.len(),
                };
            }
            HeaderSliceError::Content(HeaderError::UnexpectedVersion { .. }) => Defect::Version,
            HeaderSliceError::Content(HeaderError::HeaderLengthSmallerThanHeader { .. }) => {
                Defect::HeaderLength
            }
        };
        ParseError::Malformed {
            layer: Layer::Ipv4,
            defect,
        }
    })
}

/// Takes one hop off the packet's TTL and mends the checksum by the difference (RFC 1624), so
/// that damage the packet already had stays visible.
///
/// Returns the new TTL, or `None` with the packet unchanged if it would reach 0 or these bytes
/// are no IPv4 header.
pub fn decrement_ttl(packet: &mut [u8]) -> Option<u8> {
    let header = packet.first_chunk_mut::<HEADER_LEN>()?;
    if header[0] >> 4 != 4 || header[8] < 2 {
        return None;
    }
    let old = u16::from_be_bytes([header[8], header[9]]);
    header[8] -= 1;
    let new = u16::from_be_bytes([header[8], header[9]]);
    let sum = u16::from_be_bytes([header[10], header[11]]);
    [header[10], header[11]] = checksum::update(sum, old, new).to_be_bytes();
    Some(header[8])
}

/// Writes the differentiated services code point, of which 6 bits count (RFC 2474), and mends the checksum by the
/// difference (RFC 1624). The two bits for congestion notification stay. Bytes that are no IPv4 header stay too.
pub fn set_dscp(packet: &mut [u8], dscp: u8) {
    let Some(header) = packet.first_chunk_mut::<HEADER_LEN>() else {
        return;
    };
    if header[0] >> 4 != 4 {
        return;
    }
    let old = u16::from_be_bytes([header[0], header[1]]);
    header[1] = dscp << 2 | header[1] & 0b11;
    let new = u16::from_be_bytes([header[0], header[1]]);
    let sum = u16::from_be_bytes([header[10], header[11]]);
    [header[10], header[11]] = checksum::update(sum, old, new).to_be_bytes();
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The header Wikipedia's article on the IPv4 checksum works through: 0xb861.
    const KNOWN: [u8; 20] = [
        0x45, 0x00, 0x00, 0x73, 0x00, 0x00, 0x40, 0x00, 0x40, 0x11, 0xb8, 0x61, 0xc0, 0xa8, 0x00,
        0x01, 0xc0, 0xa8, 0x00, 0xc7,
    ];

    fn known_packet() -> Vec<u8> {
        let mut packet = KNOWN.to_vec();
        packet.resize(0x73, 0xaa);
        packet
    }

    fn malformed(defect: Defect) -> ParseError {
        ParseError::Malformed {
            layer: Layer::Ipv4,
            defect,
        }
    }

    /// Puts the right checksum into a header that was changed on purpose.
    fn mend(packet: &mut [u8]) {
        packet[10..12].fill(0);
        let len = usize::from(packet[0] & 0xf) * 4;
        let sum = checksum::internet(&packet[..len]);
        packet[10..12].copy_from_slice(&sum.to_be_bytes());
    }

    #[test]
    fn a_known_header_reads_and_writes_as_it_should() {
        let packet = known_packet();
        let (header, payload) = parse(&packet).unwrap();
        assert_eq!(header.src, Ipv4Addr::new(192, 168, 0, 1));
        assert_eq!(header.dst, Ipv4Addr::new(192, 168, 0, 199));
        assert_eq!((header.ttl, header.protocol), (64, protocol::UDP));
        assert!(header.dont_fragment && !header.is_fragment());
        assert_eq!(payload.len(), 0x73 - 20);
        assert_eq!(header.to_bytes(), KNOWN);
    }

    #[test]
    fn padding_is_not_payload() {
        let mut packet = known_packet();
        packet.extend_from_slice(&[0; 30]);
        assert_eq!(parse(&packet).unwrap().1.len(), 0x73 - 20);
    }

    #[test]
    fn options_belong_to_the_header() {
        let mut packet = known_packet();
        packet[0] = 0x46;
        packet[20..24].copy_from_slice(&[1, 1, 1, 0]);
        mend(&mut packet);
        let (header, payload) = parse(&packet).unwrap();
        assert_eq!((header.header_len, payload.len()), (24, 0x73 - 24));
    }

    #[test]
    fn a_wrong_checksum_is_told_with_the_right_one() {
        let mut packet = known_packet();
        packet[10] = 0;
        let error = ParseError::BadChecksum {
            layer: Layer::Ipv4,
            found: 0x0061,
            expected: 0xb861,
        };
        assert_eq!(parse(&packet), Err(error));
    }

    #[test]
    fn impossible_lengths_and_versions_are_refused() {
        let mut packet = known_packet();
        packet[0] = 0x65;
        assert_eq!(parse(&packet), Err(malformed(Defect::Version)));
        packet[0] = 0x44;
        assert_eq!(parse(&packet), Err(malformed(Defect::HeaderLength)));
        packet[0] = 0x45;
        packet[2..4].copy_from_slice(&[0, 19]);
        mend(&mut packet);
        assert_eq!(parse(&packet), Err(malformed(Defect::TotalLength)));
    }

    #[test]
    fn a_packet_cut_short_says_how_much_is_missing() {
        let packet = known_packet();
        let error = |need, have| ParseError::Truncated {
            layer: Layer::Ipv4,
            need,
            have,
        };
        assert_eq!(parse(&packet[..100]), Err(error(0x73, 100)));
        assert_eq!(parse(&packet[..19]), Err(error(20, 19)));
    }

    #[test]
    fn a_quoted_packet_may_be_cut_short_and_its_checksum_stale() {
        let mut packet = known_packet();
        packet[8] = 1;
        let (header, payload) = parse_quoted(&packet[..28]).unwrap();
        assert_eq!((header.ttl, payload), (1, &[0xaa; 8][..]));
        assert_eq!(parse_quoted(&packet[..19]), None);
    }

    #[test]
    fn a_hop_takes_one_from_the_ttl_and_keeps_the_checksum_right() {
        let mut packet = known_packet();
        for ttl in (1..64).rev() {
            assert_eq!(decrement_ttl(&mut packet), Some(ttl));
            assert_eq!(parse(&packet).unwrap().0.ttl, ttl);
        }
        let last = packet.clone();
        assert_eq!(decrement_ttl(&mut packet), None);
        assert_eq!(packet, last);
    }

    #[test]
    fn a_class_of_service_is_written_with_the_checksum_kept_right() {
        let mut packet = known_packet();
        packet[1] = 0b01;
        mend(&mut packet);
        for dscp in [46, 0, 63] {
            set_dscp(&mut packet, dscp);
            let header = parse(&packet).unwrap().0;
            assert_eq!(header.dscp_ecn, dscp << 2 | 0b01);
        }
        set_dscp(&mut packet[..19], 1);
        assert_eq!(parse(&packet).unwrap().0.dscp_ecn, 63 << 2 | 0b01);
    }

    #[test]
    fn a_hop_does_not_hide_damage_from_the_checksum() {
        let mut packet = known_packet();
        packet[13] ^= 0x10;
        decrement_ttl(&mut packet).unwrap();
        assert!(matches!(
            parse(&packet),
            Err(ParseError::BadChecksum { .. })
        ));
    }
}
