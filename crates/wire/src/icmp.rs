//! ICMP messages (RFC 792): ping, and the errors that routers and hosts send back.

use crate::checksum::{self, Sum};
use crate::{Layer, ParseError, ipv4};

/// Length in bytes of the part every message has: type, code, checksum and four bytes more.
pub const HEADER_LEN: usize = 8;
/// The most bytes an error message takes as an IP packet (RFC 1812 section 4.3.2.3).
pub const MAX_ERROR_LEN: usize = 576;
/// How many bytes of a packet's data an error message about it quotes at least (RFC 792): for TCP and UDP they hold
/// the ports, for TCP the sequence number too.
pub const LEAST_QUOTED: usize = 8;

pub(crate) mod kind {
    pub const ECHO_REPLY: u8 = 0;
    pub const DESTINATION_UNREACHABLE: u8 = 3;
    pub const ECHO_REQUEST: u8 = 8;
    pub const TIME_EXCEEDED: u8 = 11;
}

/// A message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Message<'a> {
    /// "Send this back to me": what ping sends.
    EchoRequest {
        /// Tells one ping program from another.
        id: u16,
        /// Counts one program's requests.
        seq: u16,
        /// What is to come back.
        data: &'a [u8],
    },
    /// The answer to a request, with the request's numbers and data.
    EchoReply {
        /// The request's.
        id: u16,
        /// The request's.
        seq: u16,
        /// The request's.
        data: &'a [u8],
    },
    /// A packet could not be delivered.
    DestinationUnreachable {
        /// Why not.
        code: UnreachableCode,
        /// How the packet began, see [`quote`].
        quoted: &'a [u8],
    },
    /// A packet was too long on its way.
    TimeExceeded {
        /// 0: its TTL reached zero. 1: not all of its fragments came in time.
        code: u8,
        /// How the packet began, see [`quote`].
        quoted: &'a [u8],
    },
    /// Any other message.
    Other {
        /// The type.
        kind: u8,
        /// The code.
        code: u8,
        /// The second four bytes, whose meaning depends on the type.
        rest: [u8; 4],
        /// What follows.
        data: &'a [u8],
    },
}

/// Why a packet could not be delivered (RFC 792, RFC 1191).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnreachableCode {
    /// Code 0: no route leads there.
    Net,
    /// Code 1: the last router cannot reach the host.
    Host,
    /// Code 2: nothing on the host takes this protocol.
    Protocol,
    /// Code 3: no program has this port.
    Port,
    /// Code 4: the packet is too long for a link and must not be split.
    FragmentationNeeded {
        /// The longest packet the link takes, in bytes; 0 from routers older than RFC 1191.
        next_hop_mtu: u16,
    },
    /// Any other code.
    Other(u8),
}

impl UnreachableCode {
    /// The number in the message's code field.
    pub fn number(self) -> u8 {
        match self {
            UnreachableCode::Net => 0,
            UnreachableCode::Host => 1,
            UnreachableCode::Protocol => 2,
            UnreachableCode::Port => 3,
            UnreachableCode::FragmentationNeeded { .. } => 4,
            UnreachableCode::Other(code) => code,
        }
    }

    fn read(code: u8, rest: [u8; 4]) -> Self {
        match code {
            0 => UnreachableCode::Net,
            1 => UnreachableCode::Host,
            2 => UnreachableCode::Protocol,
            3 => UnreachableCode::Port,
            4 => UnreachableCode::FragmentationNeeded {
                next_hop_mtu: u16::from_be_bytes([rest[2], rest[3]]),
            },
            other => UnreachableCode::Other(other),
        }
    }
}

impl<'a> Message<'a> {
    /// The numbers in the type and code fields.
    pub fn type_and_code(&self) -> (u8, u8) {
        match *self {
            Message::EchoRequest { .. } => (kind::ECHO_REQUEST, 0),
            Message::EchoReply { .. } => (kind::ECHO_REPLY, 0),
            Message::DestinationUnreachable { code, .. } => {
                (kind::DESTINATION_UNREACHABLE, code.number())
            }
            Message::TimeExceeded { code, .. } => (kind::TIME_EXCEEDED, code),
            Message::Other { kind, code, .. } => (kind, code),
        }
    }

    /// What follows the first eight bytes.
    pub fn body(&self) -> &'a [u8] {
        match *self {
            Message::EchoRequest { data, .. }
            | Message::EchoReply { data, .. }
            | Message::Other { data, .. } => data,
            Message::DestinationUnreachable { quoted, .. }
            | Message::TimeExceeded { quoted, .. } => quoted,
        }
    }

    /// The first eight bytes, the checksum field left 0.
    pub(crate) fn header_bytes(&self) -> [u8; HEADER_LEN] {
        let (kind, code) = self.type_and_code();
        let [a, b, c, d] = self.rest();
        [kind, code, 0, 0, a, b, c, d]
    }

    fn rest(&self) -> [u8; 4] {
        match *self {
            Message::EchoRequest { id, seq, .. } | Message::EchoReply { id, seq, .. } => {
                let ([a, b], [c, d]) = (id.to_be_bytes(), seq.to_be_bytes());
                [a, b, c, d]
            }
            Message::DestinationUnreachable {
                code: UnreachableCode::FragmentationNeeded { next_hop_mtu },
                ..
            } => {
                let [c, d] = next_hop_mtu.to_be_bytes();
                [0, 0, c, d]
            }
            Message::DestinationUnreachable { .. } | Message::TimeExceeded { .. } => [0; 4],
            Message::Other { rest, .. } => rest,
        }
    }
}

/// Reads and checks a message; `payload` is the IP packet's payload.
pub fn parse(payload: &[u8]) -> Result<Message<'_>, ParseError> {
    let Some((header, body)) = payload.split_first_chunk::<HEADER_LEN>() else {
        return Err(ParseError::Truncated {
            layer: Layer::Icmp,
            need: HEADER_LEN,
            have: payload.len(),
        });
    };
    let [kind, code, high, low, a, b, c, d] = *header;
    let sum = Sum::new().add_bytes(payload);
    if sum.fold() != 0xffff {
        let found = u16::from_be_bytes([high, low]);
        return Err(ParseError::BadChecksum {
            layer: Layer::Icmp,
            found,
            expected: checksum::expected(sum, found),
        });
    }
    let (id, seq) = (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]));
    let rest = [a, b, c, d];
    Ok(match (kind, code) {
        (kind::ECHO_REQUEST, 0) => Message::EchoRequest {
            id,
            seq,
            data: body,
        },
        (kind::ECHO_REPLY, 0) => Message::EchoReply {
            id,
            seq,
            data: body,
        },
        (kind::DESTINATION_UNREACHABLE, _) => Message::DestinationUnreachable {
            code: UnreachableCode::read(code, rest),
            quoted: body,
        },
        (kind::TIME_EXCEEDED, _) => Message::TimeExceeded { code, quoted: body },
        _ => Message::Other {
            kind,
            code,
            rest,
            data: body,
        },
    })
}

/// How much of a packet an error message about it quotes: as much as fits, together with the message's own headers,
/// in [`MAX_ERROR_LEN`] bytes (RFC 1812 section 4.3.2.3) and in the `mtu` of the message's way, but never less than
/// the header and eight bytes, which say whose packet it was (RFC 792); with those the message has 56 bytes where
/// there are no options, and every link takes 68 (RFC 791). A short frame's padding behind the packet is not part
/// of it.
pub fn quote(original_ip_packet: &[u8], mtu: u16) -> &[u8] {
    let (header_len, len) = match ipv4::parse_quoted(original_ip_packet) {
        Some((header, payload)) => {
            let header_len = usize::from(header.header_len);
            (header_len, header_len + payload.len())
        }
        None => (ipv4::HEADER_LEN, original_ip_packet.len()),
    };
    let room = usize::from(mtu)
        .min(MAX_ERROR_LEN)
        .saturating_sub(ipv4::HEADER_LEN + HEADER_LEN);
    let room = room.max(header_len + LEAST_QUOTED);
    original_ip_packet
        .get(..len.min(room))
        .unwrap_or(original_ip_packet)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(message: &Message) -> Vec<u8> {
        let mut bytes = message.header_bytes().to_vec();
        bytes.extend_from_slice(message.body());
        let sum = checksum::internet(&bytes);
        bytes[2..4].copy_from_slice(&sum.to_be_bytes());
        bytes
    }

    #[test]
    fn every_kind_of_message_reads_back_as_it_was_written() {
        let quoted = &b"the packet"[..];
        let unreachable = [
            UnreachableCode::Net,
            UnreachableCode::Host,
            UnreachableCode::Protocol,
            UnreachableCode::Port,
            UnreachableCode::FragmentationNeeded { next_hop_mtu: 1280 },
            UnreachableCode::Other(13),
        ];
        let mut messages: Vec<_> = unreachable
            .into_iter()
            .map(|code| Message::DestinationUnreachable { code, quoted })
            .collect();
        messages.extend([
            Message::EchoRequest {
                id: 1,
                seq: 2,
                data: b"odd",
            },
            Message::EchoReply {
                id: 0xffff,
                seq: 0,
                data: b"",
            },
            Message::TimeExceeded { code: 0, quoted },
            Message::Other {
                kind: 13,
                code: 0,
                rest: [1, 2, 3, 4],
                data: b"x",
            },
            // An echo's code is always 0: with another it is something unknown.
            Message::Other {
                kind: 8,
                code: 1,
                rest: [1, 2, 3, 4],
                data: b"x",
            },
        ]);
        for message in messages {
            assert_eq!(parse(&bytes(&message)), Ok(message));
        }
    }

    #[test]
    fn a_changed_byte_fails_the_checksum() {
        let right = bytes(&Message::EchoRequest {
            id: 1,
            seq: 2,
            data: b"ping",
        });
        let mut wrong = right.clone();
        wrong[9] ^= 1;
        assert!(matches!(
            parse(&wrong),
            Err(ParseError::BadChecksum {
                layer: Layer::Icmp,
                ..
            })
        ));
    }

    #[test]
    fn a_message_without_its_eight_bytes_is_truncated() {
        let error = ParseError::Truncated {
            layer: Layer::Icmp,
            need: 8,
            have: 7,
        };
        assert_eq!(parse(&[0; 7]), Err(error));
    }

    #[test]
    fn a_long_packet_is_quoted_up_to_576_bytes_in_all() {
        let mut packet = vec![0; 1500];
        packet[..4].copy_from_slice(&[0x45, 0, 5, 220]);
        assert_eq!(quote(&packet, 1500).len(), 548);
        assert_eq!(quote(&packet, 576).len(), 548);
    }

    #[test]
    fn on_a_narrow_way_a_packet_is_quoted_up_to_the_way_s_mtu_but_never_below_its_header_and_eight_bytes()
     {
        let mut packet = vec![0; 1500];
        packet[..4].copy_from_slice(&[0x45, 0, 5, 220]);
        for (mtu, quoted) in [
            (575, 547),
            (500, 472),
            (68, 40),
            (57, 29),
            (56, 28),
            (0, 28),
        ] {
            assert_eq!(quote(&packet, mtu).len(), quoted, "mtu {mtu}");
        }
        packet[..4].copy_from_slice(&[0x4f, 0, 5, 220]);
        assert_eq!(quote(&packet, 68).len(), 68, "options belong to the header");
    }

    #[test]
    fn a_short_packet_is_quoted_whole_and_without_the_frame_s_padding() {
        let mut packet = vec![0; 46];
        packet[..4].copy_from_slice(&[0x45, 0, 0, 30]);
        assert_eq!(quote(&packet, 1500).len(), 30);
        assert_eq!(quote(&packet, 56).len(), 28);
        assert_eq!(quote(&packet[..10], 1500).len(), 10);
    }
}
