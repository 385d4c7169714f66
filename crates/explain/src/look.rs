//! What a packet is at a glance, read from its bytes: its protocol and its kind, which the map shows by colour and
//! shape, and a label.

use core::net::{Ipv4Addr, SocketAddrV4};

use hoplab_wire::{AppSummary, DNS_PORT, Summary, ipv4::protocol, tcp::Flags};

use crate::bytes::is_referral;

/// Whose colour a packet wears.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// A TCP segment: blue.
    Tcp,
    /// A UDP datagram: vermilion.
    Udp,
    /// A UDP datagram from or to a name server: green.
    Dns,
    /// Raw IP: grey.
    Ip,
    /// An ICMP message: amber.
    Icmp,
}

impl Family {
    /// All, in the order the legend lists them.
    pub const ALL: [Family; 5] = [
        Family::Ip,
        Family::Udp,
        Family::Tcp,
        Family::Icmp,
        Family::Dns,
    ];

    /// Its place in [`Family::ALL`].
    pub fn index(self) -> usize {
        match self {
            Family::Ip => 0,
            Family::Udp => 1,
            Family::Tcp => 2,
            Family::Icmp => 3,
            Family::Dns => 4,
        }
    }
}

/// What kind of packet it is: its shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// It carries a program's bytes: a parcel.
    Data,
    /// Only an acknowledgment: a tick.
    Ack,
    /// Asks for a connection: an open ring.
    Syn,
    /// Grants a connection: a ring half filled.
    SynAck,
    /// Nothing more will follow: a filled ring.
    Fin,
    /// The connection is refused or void: a bolt.
    Rst,
    /// A router's or a host's report: a diamond.
    Report,
}

/// A packet's looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Its colour.
    pub family: Family,
    /// Its shape.
    pub shape: Shape,
}

impl Look {
    /// How a packet of which only this much is known looks. Protocols Hoplab knows nothing of
    /// look like raw IP, which is all that can be said of them.
    pub fn of(summary: &Summary) -> Look {
        match summary.protocol {
            protocol::TCP => {
                let flags = summary.tcp.map(|tcp| tcp.flags).unwrap_or_default();
                Look {
                    family: Family::Tcp,
                    shape: segment_shape(flags, summary.payload_len),
                }
            }
            protocol::UDP => Look {
                family: if is_dns(summary) {
                    Family::Dns
                } else {
                    Family::Udp
                },
                shape: Shape::Data,
            },
            protocol::ICMP => Look {
                family: Family::Icmp,
                shape: Shape::Report,
            },
            _ => Look {
                family: Family::Ip,
                shape: Shape::Data,
            },
        }
    }
}

fn is_dns(summary: &Summary) -> bool {
    [summary.src_port, summary.dst_port].contains(&Some(DNS_PORT))
}

/// RST and SYN matter more than what else a segment says; data more than the FIN that ends it.
fn segment_shape(flags: Flags, payload_len: u16) -> Shape {
    let has = |flag: Flags| flags.0 & flag.0 != 0;
    match () {
        () if has(Flags::RST) => Shape::Rst,
        () if has(Flags::SYN) && has(Flags::ACK) => Shape::SynAck,
        () if has(Flags::SYN) => Shape::Syn,
        () if payload_len > 0 => Shape::Data,
        () if has(Flags::FIN) => Shape::Fin,
        () => Shape::Ack,
    }
}

/// Where a packet comes from and goes to; port 0 where the protocol has none.
pub fn ends(summary: &Summary) -> (SocketAddrV4, SocketAddrV4) {
    let end = |address: Ipv4Addr, port: Option<u16>| SocketAddrV4::new(address, port.unwrap_or(0));
    (
        end(summary.src, summary.src_port),
        end(summary.dst, summary.dst_port),
    )
}

/// The most characters of a text that a parcel is labelled with.
const LABEL_CHARS: usize = 8;

/// The beginning of a text, to label a parcel with. `None` for bytes that are no text. A picture's
/// palette has 64 colours, so its bytes may read as digits and signs but never as letters.
pub fn text_label(content: &[u8]) -> Option<String> {
    if content.iter().all(|byte| *byte < 64) {
        return None;
    }
    // A packet's edge may cut a character in two.
    let text = match core::str::from_utf8(content) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            core::str::from_utf8(content.get(..error.valid_up_to())?).ok()?
        }
        Err(_) => return None,
    };
    let text = text.trim();
    if text.is_empty() || text.chars().any(|c| c.is_control() && c != '\n') {
        return None;
    }
    let mut label: String = text.chars().take(LABEL_CHARS).collect();
    if text.chars().count() > LABEL_CHARS {
        label.truncate(label.trim_end().len());
        label.push('…');
    }
    Some(label)
}

/// What a program's message says, to label a parcel with, in the protocol's own signs as `tcpdump` writes them.
pub fn app_label(message: &AppSummary) -> String {
    /// More would stand beside its packet for too long.
    const CHARS: usize = 14;
    let whole = match message {
        AppSummary::Dns {
            response: true,
            rcode: 3,
            ..
        } => "NXDOMAIN".to_owned(),
        AppSummary::Dns {
            response: true,
            rcode: 2,
            ..
        } => "SERVFAIL".to_owned(),
        AppSummary::Dns {
            response: true,
            rcode: 0,
            answers: 0,
            name,
            truncated: false,
            ..
        } => match is_referral(message) {
            true => "→ NS".to_owned(),
            false => format!("∅ {name}"),
        },
        AppSummary::Dns {
            response: true,
            rcode: 0,
            answers: 0,
            name,
            ..
        } => format!("TC {name}"),
        AppSummary::Dns {
            response: true,
            rcode: 0,
            name,
            ..
        } => format!("= {name}"),
        AppSummary::Dns {
            response: true,
            rcode: 5,
            ..
        } => "REFUSED".to_owned(),
        AppSummary::Dns {
            response: true,
            rcode,
            ..
        } => format!("RCODE {rcode}"),
        AppSummary::Dns { name, .. } => format!("{name}?"),
        AppSummary::HttpRequest { method, target } => format!("{method} {target}"),
        AppSummary::HttpResponse { status, reason } => format!("{status} {reason}"),
        AppSummary::FtpCommand { verb, argument } => format!("{verb} {argument}"),
        AppSummary::FtpReply { code, text } => format!("{code} {text}"),
        AppSummary::Rtp { sequence, .. } => format!("RTP {sequence}"),
    };
    let mut label: String = whole.chars().take(CHARS).collect();
    if whole.chars().count() > CHARS {
        label.truncate(label.trim_end().len());
        label.push('…');
    }
    label
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::content;
    use hoplab_sim::Frame;
    use hoplab_wire::{MacAddr, build, summary, tcp};

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
    fn segment(flags: u8, data: &[u8]) -> Shape {
        let header = tcp::Header {
            src_port: 1,
            dst_port: 2,
            flags: Flags(flags),
            ..Default::default()
        };
        Look::of(&summary(&build::tcp(&path(), &header, data).unwrap()).unwrap()).shape
    }

    #[test]
    fn a_referral_and_a_name_without_such_a_record_have_signs_of_their_own() {
        let label = |rcode, answers, authority| {
            app_label(&AppSummary::Dns {
                response: true,
                rcode,
                kind: 1,
                name: "example.com".to_owned(),
                answers,
                truncated: false,
                authoritative: false,
                authority,
            })
        };
        assert_eq!(label(0, 0, Some(2)), "→ NS");
        assert_eq!(label(0, 0, Some(6)), "∅ example.com");
        assert_eq!(label(0, 1, None), "= example.com");
        assert_eq!(label(5, 0, None), "REFUSED");
    }

    #[test]
    fn a_segment_is_shaped_by_what_matters_most_in_it() {
        let (fin, syn, rst, ack) = (Flags::FIN.0, Flags::SYN.0, Flags::RST.0, Flags::ACK.0);
        assert_eq!(segment(syn, b""), Shape::Syn);
        assert_eq!(segment(syn | ack, b""), Shape::SynAck);
        assert_eq!(segment(ack, b""), Shape::Ack);
        assert_eq!(segment(ack, b"x"), Shape::Data);
        assert_eq!(segment(fin | ack, b"x"), Shape::Data);
        assert_eq!(segment(fin | ack, b""), Shape::Fin);
        assert_eq!(segment(rst | ack, b""), Shape::Rst);
    }

    #[test]
    fn content_is_what_is_behind_the_last_header_without_padding() {
        for (bytes, family) in [
            (build::udp(&path(), 5, 6, b"abc").unwrap(), Family::Udp),
            (build::raw_ip(&path(), 253, b"abc").unwrap(), Family::Ip),
        ] {
            let frame = Frame::new(bytes);
            let summary = frame.summary().unwrap();
            assert_eq!(content(&frame, &summary), b"abc");
            assert_eq!(
                Look::of(&summary),
                Look {
                    family,
                    shape: Shape::Data
                }
            );
        }
    }

    #[test]
    fn a_parcel_of_text_is_labelled_with_its_first_words() {
        assert_eq!(text_label(b"Hello").as_deref(), Some("Hello"));
        assert_eq!(
            text_label("안녕하세요, 모두들 반가워요".as_bytes()).as_deref(),
            Some("안녕하세요, 모…")
        );
        assert_eq!(text_label(&"안녕".as_bytes()[..5]).as_deref(), Some("안"));
        assert_eq!(text_label(&[1, 2, 3]), None);
        assert_eq!(text_label(&[0xff, 0xfe]), None);
        assert_eq!(text_label(b"  "), None);
        assert_eq!(text_label(b"::9999"), None, "that is a tile");
    }
}
