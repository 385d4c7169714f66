//! Building whole frames with true checksums.
//!
//! Each function makes one frame in one allocation: Ethernet header, IPv4 header without
//! options, payload, and zeros up to the shortest length Ethernet allows.

use crate::checksum::{self, Sum};
use crate::ethernet::{self, ETHERTYPE_IPV4, MIN_FRAME_LEN};
use crate::ipv4::protocol;
use crate::{MacAddr, TooLong, icmp, ipv4, tcp, udp};
use std::net::Ipv4Addr;

/// What the headers below the transport say: from where to where, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Path {
    /// The station that puts the frame on the line.
    pub src_mac: MacAddr,
    /// The station that is to take it: the next hop.
    pub dst_mac: MacAddr,
    /// The host that sends the packet.
    pub src: Ipv4Addr,
    /// The host it is for.
    pub dst: Ipv4Addr,
    /// How many hops the packet may make.
    pub ttl: u8,
    /// Tells this packet's fragments from those of another.
    pub identification: u16,
    /// Routers must not split the packet.
    pub dont_fragment: bool,
}

/// A frame whose IP payload is `payload` as it is, under any protocol number.
pub fn raw_ip(path: &Path, protocol: u8, payload: &[u8]) -> Result<Vec<u8>, TooLong> {
    let frame = Frame::start(path, protocol, 0, payload.len())?;
    Ok(frame.finish(payload))
}

/// A frame that carries a UDP datagram.
pub fn udp(path: &Path, src_port: u16, dst_port: u16, payload: &[u8]) -> Result<Vec<u8>, TooLong> {
    let mut frame = Frame::start(path, protocol::UDP, udp::HEADER_LEN, payload.len())?;
    let mut header = udp::Header {
        src_port,
        dst_port,
        len: frame.transport_len,
    }
    .to_bytes();
    let sum = frame.pseudo_header(path, protocol::UDP).add_bytes(&header);
    let sum = udp::as_sent(sum.add_bytes(payload).checksum());
    [header[6], header[7]] = sum.to_be_bytes();
    frame.bytes.extend_from_slice(&header);
    Ok(frame.finish(payload))
}

/// A frame that carries a TCP segment. SACK blocks that do not fit beside the other options
/// are left out, the last first.
pub fn tcp(path: &Path, header: &tcp::Header, payload: &[u8]) -> Result<Vec<u8>, TooLong> {
    let mut frame = Frame::start(path, protocol::TCP, tcp::header_len(header), payload.len())?;
    let mut fixed = header.fixed_bytes();
    let options = header.options.encode();
    let sum = frame
        .pseudo_header(path, protocol::TCP)
        .add_bytes(&fixed)
        .add_bytes(options.as_slice())
        .add_bytes(payload);
    [fixed[16], fixed[17]] = sum.checksum().to_be_bytes();
    frame.bytes.extend_from_slice(&fixed);
    frame.bytes.extend_from_slice(options.as_slice());
    Ok(frame.finish(payload))
}

/// A frame that carries an ICMP message.
pub fn icmp(path: &Path, message: &icmp::Message<'_>) -> Result<Vec<u8>, TooLong> {
    let body = message.body();
    let mut frame = Frame::start(path, protocol::ICMP, icmp::HEADER_LEN, body.len())?;
    let mut header = message.header_bytes();
    let sum = Sum::new().add_bytes(&header).add_bytes(body).checksum();
    [header[2], header[3]] = sum.to_be_bytes();
    frame.bytes.extend_from_slice(&header);
    Ok(frame.finish(body))
}

/// A frame under construction: the headers up to IPv4 are in it.
struct Frame {
    bytes: Vec<u8>,
    /// Length in bytes of transport header and data.
    transport_len: u16,
}

impl Frame {
    fn start(
        path: &Path,
        protocol: u8,
        transport_header_len: usize,
        payload_len: usize,
    ) -> Result<Frame, TooLong> {
        let headers = ipv4::HEADER_LEN + transport_header_len;
        let max = ipv4::MAX_LEN - headers;
        // The sum cannot overflow: no slice is longer than half the address space.
        let Ok(total_len) = u16::try_from(headers + payload_len) else {
            return Err(TooLong {
                len: payload_len,
                max,
            });
        };
        let len = ethernet::HEADER_LEN + usize::from(total_len);
        let mut bytes = Vec::with_capacity(len.max(MIN_FRAME_LEN));
        let ethernet = ethernet::Header {
            dst: path.dst_mac,
            src: path.src_mac,
            ethertype: ETHERTYPE_IPV4,
        };
        bytes.extend_from_slice(&ethernet.to_bytes());
        let ipv4 = ipv4::Header {
            dscp_ecn: 0,
            total_len,
            identification: path.identification,
            dont_fragment: path.dont_fragment,
            more_fragments: false,
            fragment_offset: 0,
            ttl: path.ttl,
            protocol,
            src: path.src,
            dst: path.dst,
            header_len: ipv4::HEADER_LEN as u8,
        };
        bytes.extend_from_slice(&ipv4.to_bytes());
        Ok(Frame {
            bytes,
            transport_len: total_len - ipv4::HEADER_LEN as u16,
        })
    }

    fn pseudo_header(&self, path: &Path, protocol: u8) -> Sum {
        checksum::Sum::pseudo_header(path.src, path.dst, protocol, self.transport_len)
    }

    fn finish(mut self, payload: &[u8]) -> Vec<u8> {
        self.bytes.extend_from_slice(payload);
        if self.bytes.len() < MIN_FRAME_LEN {
            self.bytes.resize(MIN_FRAME_LEN, 0);
        }
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path() -> Path {
        Path {
            src_mac: MacAddr([2, 0, 0, 0, 0, 1]),
            dst_mac: MacAddr([2, 0, 0, 0, 0, 2]),
            src: Ipv4Addr::new(10, 0, 0, 1),
            dst: Ipv4Addr::new(10, 0, 1, 1),
            ttl: 64,
            identification: 7,
            dont_fragment: true,
        }
    }

    #[test]
    fn a_short_frame_is_padded_with_zeros_to_sixty_bytes() {
        let frame = udp(&path(), 1, 2, b"hi").unwrap();
        assert_eq!(frame.len(), MIN_FRAME_LEN);
        assert_eq!(frame[44..], [0; 16]);
    }

    #[test]
    fn a_frame_is_made_in_one_allocation() {
        for len in [0, 18, 19, 1000] {
            let frame = tcp(&path(), &tcp::Header::default(), &vec![1; len]).unwrap();
            assert_eq!(frame.capacity(), frame.len());
        }
    }

    #[test]
    fn the_longest_payload_fits_and_one_byte_more_does_not() {
        let longest = vec![5; 65_507];
        let frame = udp(&path(), 1, 2, &longest).unwrap();
        assert_eq!(frame.len(), 14 + 65_535);
        let (_, packet) = ethernet::parse(&frame).unwrap();
        let (header, payload) = ipv4::parse(packet).unwrap();
        assert_eq!(
            udp::parse(header.src, header.dst, payload).unwrap().1,
            longest
        );

        let error = |len, max| Err(TooLong { len, max });
        assert_eq!(udp(&path(), 1, 2, &vec![5; 65_508]), error(65_508, 65_507));
        assert_eq!(
            raw_ip(&path(), 253, &vec![5; 65_516]),
            error(65_516, 65_515)
        );
        let header = tcp::Header::default();
        assert_eq!(
            tcp(&path(), &header, &vec![5; 65_496]),
            error(65_496, 65_495)
        );
        let data = vec![5; 70_000];
        let ping = icmp::Message::EchoRequest {
            id: 1,
            seq: 1,
            data: &data,
        };
        assert_eq!(icmp(&path(), &ping), error(70_000, 65_507));
    }
}
