//! The few facts a list row or a dot on the map shows.

use crate::ipv4::{self, protocol};
use crate::tcp::{self, Flags};
use crate::{ethernet, udp};
use std::net::Ipv4Addr;

/// A frame in brief.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Summary {
    /// The host that sent the packet.
    pub src: Ipv4Addr,
    /// The host it is for.
    pub dst: Ipv4Addr,
    /// How many more hops it may make.
    pub ttl: u8,
    /// What it carries, one of [`ipv4::protocol`].
    pub protocol: u8,
    /// The sending program's port, if the packet has ports.
    pub src_port: Option<u16>,
    /// The receiving program's port, if the packet has ports.
    pub dst_port: Option<u16>,
    /// What a TCP segment says.
    pub tcp: Option<TcpSummary>,
    /// What an ICMP message is.
    pub icmp: Option<IcmpSummary>,
    /// Length in bytes of what is behind the last header this reads: the data of UDP and TCP,
    /// what follows the first eight bytes of ICMP, the whole payload of raw IP.
    pub payload_len: u16,
}

/// A TCP segment in brief.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TcpSummary {
    /// Sequence number.
    pub seq: u32,
    /// Acknowledgment number.
    pub ack: u32,
    /// Control bits.
    pub flags: Flags,
    /// Window, before scaling.
    pub window: u16,
    /// Length of the data in bytes.
    pub payload_len: u16,
}

/// An ICMP message in brief.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct IcmpSummary {
    /// The type field.
    pub kind: u8,
    /// The code field.
    pub code: u8,
}

/// Reads a frame without checking any checksum, allocating nothing.
///
/// `None` if it holds no whole IPv4 header. What the transport header says stays `None` where
/// that header is cut off, makes no sense, or is not in this fragment.
pub fn summary(frame: &[u8]) -> Option<Summary> {
    let (link, packet) = ethernet::parse(frame).ok()?;
    if link.ethertype != ethernet::ETHERTYPE_IPV4 {
        return None;
    }
    let (header, payload) = ipv4::parse_quoted(packet)?;
    Some(Summary::new(&header, payload))
}

/// As [`summary`], for a frame whose Ethernet and IPv4 headers, the latter without options, are apart
/// from what is behind them. One with options is put together first.
pub fn summary_of_parts(headers: &[u8], behind: &[u8]) -> Option<Summary> {
    let (link, ip) = ethernet::parse(headers).ok()?;
    if ip.first() != Some(&0x45) {
        return summary(&[headers, behind].concat());
    }
    if link.ethertype != ethernet::ETHERTYPE_IPV4 {
        return None;
    }
    let (header, _) = ipv4::parse_quoted(ip)?;
    let len = usize::from(header.total_len).saturating_sub(ipv4::HEADER_LEN);
    let payload = behind.get(..len).unwrap_or(behind);
    Some(Summary::new(&header, payload))
}

impl Summary {
    fn new(header: &ipv4::Header, payload: &[u8]) -> Summary {
        let mut summary = Summary {
            src: header.src,
            dst: header.dst,
            ttl: header.ttl,
            protocol: header.protocol,
            src_port: None,
            dst_port: None,
            tcp: None,
            icmp: None,
            payload_len: payload.len() as u16,
        };
        if header.fragment_offset == 0 {
            summary.read_transport(payload);
        }
        summary
    }

    fn read_transport(&mut self, payload: &[u8]) {
        match self.protocol {
            protocol::UDP if payload.len() >= udp::HEADER_LEN => {
                self.read_ports(payload);
                self.payload_len -= udp::HEADER_LEN as u16;
            }
            protocol::TCP => self.read_tcp(payload),
            protocol::ICMP => {
                if let [kind, code, _, _, _, _, _, _, body @ ..] = payload {
                    self.icmp = Some(IcmpSummary {
                        kind: *kind,
                        code: *code,
                    });
                    self.payload_len = body.len() as u16;
                }
            }
            _ => {}
        }
    }

    fn read_ports(&mut self, payload: &[u8]) {
        if let [a, b, c, d, ..] = *payload {
            self.src_port = Some(u16::from_be_bytes([a, b]));
            self.dst_port = Some(u16::from_be_bytes([c, d]));
        }
    }

    fn read_tcp(&mut self, payload: &[u8]) {
        let Ok(slice) = tcp::header_slice(payload) else {
            return;
        };
        self.read_ports(payload);
        self.payload_len = (payload.len() - slice.slice().len()) as u16;
        self.tcp = Some(TcpSummary {
            seq: slice.sequence_number(),
            ack: slice.acknowledgment_number(),
            flags: tcp::flags_of(&slice),
            window: slice.window_size(),
            payload_len: self.payload_len,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{MacAddr, build, icmp};

    fn path() -> build::Path {
        build::Path {
            src_mac: MacAddr([2, 0, 0, 0, 0, 1]),
            dst_mac: MacAddr([2, 0, 0, 0, 0, 2]),
            src: Ipv4Addr::new(10, 0, 0, 1),
            dst: Ipv4Addr::new(10, 0, 1, 1),
            ttl: 9,
            identification: 7,
            dont_fragment: true,
        }
    }

    #[test]
    fn a_segment_is_summed_up() {
        let header = tcp::Header {
            src_port: 1000,
            dst_port: 80,
            seq: 5,
            ack: 6,
            flags: Flags::ACK,
            window: 7,
            ..tcp::Header::default()
        };
        let summary = summary(&build::tcp(&path(), &header, b"abc").unwrap()).unwrap();
        assert_eq!((summary.src_port, summary.dst_port), (Some(1000), Some(80)));
        assert_eq!((summary.ttl, summary.protocol), (9, 6));
        let tcp = TcpSummary {
            seq: 5,
            ack: 6,
            flags: Flags::ACK,
            window: 7,
            payload_len: 3,
        };
        assert_eq!((summary.tcp, summary.payload_len), (Some(tcp), 3));
    }

    #[test]
    fn a_datagram_has_ports_and_raw_ip_has_none() {
        let udp = summary(&build::udp(&path(), 5, 6, b"abc").unwrap()).unwrap();
        assert_eq!(
            (udp.src_port, udp.dst_port, udp.payload_len),
            (Some(5), Some(6), 3)
        );
        let raw = summary(&build::raw_ip(&path(), 253, b"abcd").unwrap()).unwrap();
        assert_eq!(
            (raw.src_port, raw.dst_port, raw.payload_len),
            (None, None, 4)
        );
    }

    #[test]
    fn an_icmp_message_shows_type_and_code() {
        let message = icmp::Message::TimeExceeded {
            code: 0,
            quoted: b"abc",
        };
        let summary = summary(&build::icmp(&path(), &message).unwrap()).unwrap();
        assert_eq!(summary.icmp, Some(IcmpSummary { kind: 11, code: 0 }));
        assert_eq!(summary.payload_len, 3);
    }

    #[test]
    fn damage_and_missing_ends_do_not_hide_what_can_be_read() {
        let mut frame = build::udp(&path(), 5, 6, b"abc").unwrap();
        frame[30] ^= 1;
        frame.truncate(38);
        let cut = summary(&frame).unwrap();
        assert_eq!((cut.ttl, cut.src_port, cut.payload_len), (9, None, 4));
        assert_eq!(summary(&frame[..33]), None);
    }

    #[test]
    fn a_later_fragment_shows_no_ports() {
        let mut frame = build::udp(&path(), 5, 6, b"abc").unwrap();
        frame[21] = 1;
        assert_eq!(summary(&frame).unwrap().src_port, None);
    }
}
