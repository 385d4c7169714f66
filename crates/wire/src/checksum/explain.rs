//! A checksum worked out step by step, for people to follow.

use super::Sum;
use crate::dissect::FieldKey;
use crate::ipv4::{self, protocol};
use crate::{ethernet, icmp, tcp, udp};
use std::net::Ipv4Addr;

/// The most words of one part that are listed; its sum covers all.
pub const MAX_WORDS: usize = 40;

/// What is added up, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// Pseudo-header: the source address.
    SourceAddress,
    /// Pseudo-header: the destination address.
    DestinationAddress,
    /// Pseudo-header: the protocol's number behind a zero.
    Protocol,
    /// Pseudo-header: length of header and data in bytes.
    Length,
    /// The header, its checksum taken for 0.
    Header,
    /// What is behind it; an odd last byte counts as if a zero followed.
    Data,
}

/// A stretch of 16-bit words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// Its first words, [`MAX_WORDS`] at most.
    pub words: Vec<u16>,
    /// How many words it has.
    pub count: usize,
    /// All of them added up, carries and all.
    pub sum: u64,
}

/// How the checksum of a header comes about (RFC 1071).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The words that are added.
    pub parts: Vec<Part>,
    /// The sum of all parts, carries and all.
    pub total: u64,
    /// The sum each time what exceeds 16 bits was cut off and added again at the bottom; the last
    /// one fits 16 bits. Empty if the total does so already.
    pub folded: Vec<u64>,
    /// The complement of the last of these; UDP sends all ones for 0.
    pub expected: u16,
    /// What the header carries.
    pub found: u16,
}

impl Explanation {
    /// The sum in 16 bits.
    pub fn sum(&self) -> u16 {
        *self.folded.last().unwrap_or(&self.total) as u16
    }

    /// Whether the checksum fits: zero may be written in two ways.
    pub fn fits(&self) -> bool {
        Sum::new().add_u16(self.found).add_u16(self.sum()).fold() == 0xffff
    }
}

/// Works out a checksum of the frame's own headers, not of those in a packet quoted in it: `key` is
/// one of the four checksum fields. `None` if the frame has no such header, not all the bytes
/// covered are there, or UDP's sender made none.
pub fn explain(frame: &[u8], key: FieldKey) -> Option<Explanation> {
    let (link, packet) = ethernet::parse(frame).ok()?;
    if link.ethertype != ethernet::ETHERTYPE_IPV4 {
        return None;
    }
    let (header, payload) = ipv4::parse_quoted(packet)?;
    if key == FieldKey::Ipv4Checksum {
        let bytes = packet.get(..usize::from(header.header_len))?;
        return work_out(Vec::new(), bytes, bytes.len(), 10);
    }
    let len = usize::from(header.total_len).checked_sub(usize::from(header.header_len))?;
    if header.is_fragment() || payload.len() != len {
        return None;
    }
    let pseudo = || pseudo_header(header.src, header.dst, header.protocol, len as u16);
    match (key, header.protocol) {
        (FieldKey::IcmpChecksum, protocol::ICMP) => {
            work_out(Vec::new(), payload, icmp::HEADER_LEN, 2)
        }
        (FieldKey::UdpChecksum, protocol::UDP) => {
            let stated = u16::from_be_bytes([*payload.get(4)?, *payload.get(5)?]);
            let mut told = work_out(pseudo(), payload, udp::HEADER_LEN, 6)?;
            told.expected = udp::as_sent(told.expected);
            (told.found != 0 && usize::from(stated) == len).then_some(told)
        }
        (FieldKey::TcpChecksum, protocol::TCP) => {
            let words = usize::from(payload.get(12)? >> 4);
            let header_len =
                (4 * words).clamp(tcp::MIN_HEADER_LEN, payload.len().max(tcp::MIN_HEADER_LEN));
            work_out(pseudo(), payload, header_len, 16)
        }
        _ => None,
    }
}

fn pseudo_header(src: Ipv4Addr, dst: Ipv4Addr, protocol: u8, len: u16) -> Vec<Part> {
    vec![
        part(PartKind::SourceAddress, &src.octets()),
        part(PartKind::DestinationAddress, &dst.octets()),
        part(PartKind::Protocol, &[0, protocol]),
        part(PartKind::Length, &len.to_be_bytes()),
    ]
}

/// Adds up what stands before, the header with its checksum, which is at `at`, taken for 0, and
/// what is behind the header.
fn work_out(
    mut parts: Vec<Part>,
    bytes: &[u8],
    header_len: usize,
    at: usize,
) -> Option<Explanation> {
    let (header, data) = bytes.split_at_checked(header_len)?;
    let mut header = header.to_vec();
    let field = header.get_mut(at..at + 2)?;
    let found = u16::from_be_bytes([*field.first()?, *field.get(1)?]);
    field.fill(0);
    parts.push(part(PartKind::Header, &header));
    if !data.is_empty() {
        parts.push(part(PartKind::Data, data));
    }
    let total = parts.iter().map(|part| part.sum).sum();
    let mut folded = Vec::new();
    let mut sum: u64 = total;
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
        folded.push(sum);
    }
    Some(Explanation {
        parts,
        total,
        folded,
        expected: !(sum as u16),
        found,
    })
}

fn part(kind: PartKind, bytes: &[u8]) -> Part {
    let words = || {
        bytes.chunks(2).map(|pair| match pair {
            [high, low] => u16::from_be_bytes([*high, *low]),
            _ => u16::from(pair.first().copied().unwrap_or(0)) << 8,
        })
    };
    Part {
        kind,
        words: words().take(MAX_WORDS).collect(),
        count: bytes.len().div_ceil(2),
        sum: words().map(u64::from).sum(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dissect::{ChecksumStatus, Value, dissect};
    use crate::properties::{any_message, any_path, any_payload, any_tcp_header, with_body};
    use crate::{MacAddr, build};
    use proptest::prelude::*;

    const KEYS: [FieldKey; 4] = [
        FieldKey::Ipv4Checksum,
        FieldKey::IcmpChecksum,
        FieldKey::UdpChecksum,
        FieldKey::TcpChecksum,
    ];

    fn plain_path() -> build::Path {
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
    fn the_sum_of_a_small_datagram_can_be_followed_by_hand() {
        let frame = build::udp(&plain_path(), 0xf000, 0x0035, b"abc").unwrap();
        let told = explain(&frame, FieldKey::UdpChecksum).unwrap();
        let parts: Vec<_> = told
            .parts
            .iter()
            .map(|part| (part.kind, part.words.clone(), part.sum))
            .collect();
        let right = [
            (PartKind::SourceAddress, vec![0x0a00, 0x0001], 0x0a01),
            (PartKind::DestinationAddress, vec![0x0a00, 0x0101], 0x0b01),
            (PartKind::Protocol, vec![17], 17),
            (PartKind::Length, vec![11], 11),
            (PartKind::Header, vec![0xf000, 0x0035, 11, 0], 0xf040),
            (PartKind::Data, vec![0x6162, 0x6300], 0xc462),
        ];
        assert_eq!(parts, right);
        assert_eq!((told.total, &told.folded[..]), (0x1c9c0, &[0xc9c1][..]));
        assert_eq!((told.expected, told.found), (0x363e, 0x363e));
        assert!(told.fits());
    }

    #[test]
    fn long_data_is_listed_in_part_and_added_up_whole() {
        let frame = build::udp(&plain_path(), 1, 2, &[1; 1001]).unwrap();
        let told = explain(&frame, FieldKey::UdpChecksum).unwrap();
        let data = told.parts.last().unwrap();
        assert_eq!((data.words.len(), data.count), (MAX_WORDS, 501));
        assert_eq!(data.sum, 500 * 0x0101 + 0x0100);
    }

    /// That the steps say what the verifier says of every checksum outside of quotes.
    fn agrees(frame: &[u8]) -> Result<(), TestCaseError> {
        let tree = dissect(frame);
        for key in KEYS {
            let mut own = tree.fields.iter().flat_map(|layer| &layer.children);
            let verdict = own.find(|field| field.key == key).map(|field| &field.value);
            let told = explain(frame, key);
            let Some(Value::Checksum {
                found,
                expected,
                status,
            }) = verdict
            else {
                prop_assert_eq!(told, None);
                continue;
            };
            let Some(told) = told else {
                let judged = matches!(status, ChecksumStatus::Good | ChecksumStatus::Bad);
                // A header that contradicts itself has a sum all the same; nobody explains it.
                let sound = tree.find(FieldKey::Malformed).is_none();
                prop_assert!(!judged || !sound, "{:?}", key);
                continue;
            };
            prop_assert_eq!(told.found, *found);
            match status {
                ChecksumStatus::Good => prop_assert!(told.fits()),
                ChecksumStatus::Bad => {
                    prop_assert!(!told.fits());
                    prop_assert_eq!(Some(told.expected), *expected);
                }
                _ => prop_assert!(false, "nothing to explain"),
            }
            let total: u64 = told.parts.iter().map(|part| part.sum).sum();
            prop_assert_eq!(total, told.total);
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn the_steps_lead_where_the_verifier_is(
            path in any_path(),
            header in any_tcp_header(),
            message in any_message(),
            ports in (54u16.., 54u16..),
            data in any_payload(),
            changes in prop::collection::vec(any::<(prop::sample::Index, u8)>(), 0..3),
        ) {
            let frames = [
                build::tcp(&path, &header, &data).unwrap(),
                build::udp(&path, ports.0, ports.1, &data).unwrap(),
                build::icmp(&path, &with_body(message, &data)).unwrap(),
            ];
            for mut frame in frames {
                agrees(&frame)?;
                for (at, value) in &changes {
                    let at = at.index(frame.len());
                    frame[at] = *value;
                }
                agrees(&frame)?;
            }
        }

        #[test]
        fn any_bytes_are_explained_or_not_without_a_panic(
            mut bytes in prop::collection::vec(any::<u8>(), 0..120), protocol in 0u8..20,
        ) {
            if let Some(head) = bytes.get_mut(12..24) {
                head[..3].copy_from_slice(&[8, 0, 0x45]);
                head[11] = protocol;
            }
            for key in KEYS {
                let _ = explain(&bytes, key);
            }
        }
    }
}
