//! [`Frame`]: the bytes of an Ethernet frame, shared by everything that looks at them.

use core::hash::{Hash, Hasher};
use core::sync::atomic::{AtomicU64, Ordering};
use std::sync::Arc;

use hoplab_wire as wire;

use crate::hash::digest_of;

/// Bytes that each hop has for itself: Ethernet's header, and IPv4's without options. A router writes
/// new MAC addresses, TTL and checksum into them and leaves all that is behind them as it was.
const HEAD_LEN: usize = wire::ethernet::HEADER_LEN + wire::ipv4::HEADER_LEN;

/// An Ethernet frame without its frame check sequence, at one hop. Cloning shares the bytes, and so do
/// the frames of one packet at different hops, but for the headers that change on the way.
#[derive(Clone)]
pub struct Frame(Arc<Parts>);

struct Parts {
    head: [u8; HEAD_LEN],
    /// How many bytes of `head` there are: all of them, unless someone made a frame shorter than any is.
    head_len: u8,
    made: Arc<Made>,
}

/// The bytes as the frame was made, of which only those behind the head still count: who made it hands them over, and
/// nobody copies them.
struct Made {
    bytes: Vec<u8>,
    /// The digest of what is behind the head, once somebody wanted it; 0 until then. A packet is in seven events of its
    /// way over two routers, and all of them are hashed.
    digest: AtomicU64,
}

impl Parts {
    fn head(&self) -> &[u8] {
        self.head.get(..usize::from(self.head_len)).unwrap_or(&[])
    }
    fn tail(&self) -> &[u8] {
        let bytes = &self.made.bytes;
        bytes.get(usize::from(self.head_len)..).unwrap_or(&[])
    }
    fn tail_digest(&self) -> u64 {
        let known = self.made.digest.load(Ordering::Relaxed);
        if known != 0 {
            return known;
        }
        let digest = digest_of(self.tail());
        self.made.digest.store(digest, Ordering::Relaxed);
        digest
    }
}

impl PartialEq for Frame {
    fn eq(&self, other: &Frame) -> bool {
        let (ours, others) = (&*self.0, &*other.0);
        ours.head() == others.head() && ours.tail() == others.tail()
    }
}

impl Eq for Frame {}

impl Frame {
    /// A frame of these bytes.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Frame {
        let bytes = bytes.into();
        let mut head = [0; HEAD_LEN];
        for (to, from) in head.iter_mut().zip(&bytes) {
            *to = *from;
        }
        Frame(Arc::new(Parts {
            head,
            head_len: bytes.len().min(HEAD_LEN) as u8,
            made: Arc::new(Made {
                bytes,
                digest: AtomicU64::new(0),
            }),
        }))
    }
    /// All bytes from the destination MAC to the padding.
    pub fn to_vec(&self) -> Vec<u8> {
        [self.0.head(), self.0.tail()].concat()
    }
    /// What the IP packet carries, unchecked: as much as its length field says, padding left out.
    pub fn ip_payload(&self) -> &[u8] {
        let length = self.0.head().get(wire::ethernet::HEADER_LEN + 2..);
        let total = match length {
            Some([high, low, ..]) => usize::from(u16::from_be_bytes([*high, *low])),
            _ => 0,
        };
        let tail = self.0.tail();
        let len = total.saturating_sub(wire::ipv4::HEADER_LEN);
        tail.get(..len).unwrap_or(tail)
    }
    /// What lists and labels say of it.
    pub fn summary(&self) -> Option<wire::Summary> {
        wire::summary_of_parts(self.0.head(), self.0.tail())
    }
    /// What the program in it says, if its ports tell the language.
    pub fn app_summary(&self) -> Option<wire::AppSummary> {
        wire::app_summary_of_parts(self.0.head(), self.0.tail())
    }
    /// The MAC addresses in its header: whom it is from, and whom it is for. `None` if it is shorter than that.
    pub fn macs(&self) -> Option<[wire::MacAddr; 2]> {
        let (to, rest) = self.0.head().split_first_chunk::<6>()?;
        let (from, _) = rest.split_first_chunk::<6>()?;
        Some([wire::MacAddr(*from), wire::MacAddr(*to)])
    }
    /// The tree of its fields.
    pub fn dissect(&self) -> wire::dissect::Dissection {
        wire::dissect::dissect(&self.to_vec())
    }
    /// Bytes it takes up on the line: with preamble, frame check and the gap after it
    /// (IEEE 802.3 clause 4).
    pub fn wire_len(&self) -> u64 {
        u64::from(self.len()) + wire::ethernet::OVERHEAD_ON_LINE as u64
    }
    /// Its length in bytes, as a queue counts it.
    pub fn len(&self) -> u32 {
        self.0.made.bytes.len() as u32
    }
    /// Whether it has no bytes.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The IP packet in it: reads and checks the header (see [`wire::ipv4::parse`]).
    pub(crate) fn parse_ipv4(&self) -> Result<wire::ipv4::Header, wire::ParseError> {
        match self.0.head.get(wire::ethernet::HEADER_LEN..) {
            // Without options, as all are built here, the whole header is in the head.
            Some(ip) if ip.first() == Some(&0x45) => wire::ipv4::parse_in_two(ip, self.0.tail()),
            _ => wire::ipv4::parse(&self.packet()).map(|(header, _)| header),
        }
    }
    /// The payload of the IP packet in it, whose header is the one that was parsed.
    pub(crate) fn payload(&self, header: &wire::ipv4::Header) -> &[u8] {
        let behind = |len: usize| len.saturating_sub(wire::ipv4::HEADER_LEN);
        let range = behind(header.header_len.into())..behind(header.total_len.into());
        self.0.tail().get(range).unwrap_or(&[])
    }
    /// The IP packet in it, padding included.
    pub fn packet(&self) -> Vec<u8> {
        let head = self.0.head().get(wire::ethernet::HEADER_LEN..);
        [head.unwrap_or(&[]), self.0.tail()].concat()
    }
    /// The frame with its two headers changed by `edit`.
    pub(crate) fn with_headers(&self, edit: impl FnOnce(&mut [u8])) -> Frame {
        let Parts {
            mut head,
            head_len,
            ref made,
        } = *self.0;
        edit(head.get_mut(..usize::from(head_len)).unwrap_or(&mut []));
        let made = Arc::clone(made);
        Frame(Arc::new(Parts {
            head,
            head_len,
            made,
        }))
    }
    /// The frame with one bit flipped, counted from the most significant of its first byte.
    pub(crate) fn with_bit_flipped(&self, bit: u32) -> Frame {
        let mut bytes = self.to_vec();
        if let Some(byte) = bytes.get_mut(bit as usize / 8) {
            *byte ^= 0x80 >> (bit % 8);
        }
        Frame::new(bytes)
    }
}

/// By the digest of what is behind the head, which all hops share.
impl Hash for Frame {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_usize(self.len() as usize);
        state.write(self.0.head());
        state.write_u64(self.0.tail_digest());
    }
}

/// A frame that hashes as the slice of all its bytes does.
pub(crate) struct AllBytes<'f>(pub(crate) &'f Frame);

impl Hash for AllBytes<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Frame(parts) = self.0;
        state.write_usize(self.0.len() as usize);
        state.write(parts.head());
        state.write(parts.tail());
    }
}

impl core::fmt::Debug for Frame {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Frame({} bytes)", self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::PortableHasher;

    #[test]
    fn a_frame_has_the_bytes_and_the_hash_of_one_slice_however_short_it_is() {
        for len in [0, 5, 33, 34, 35, 60, 1514] {
            let bytes: Vec<u8> = (0..len).map(|n| n as u8).collect();
            let frame = Frame::new(&*bytes);
            assert_eq!((frame.to_vec(), frame.len()), (bytes.clone(), len));
            let (mut ours, mut whole) = (PortableHasher::new(), PortableHasher::new());
            ours.feed(&AllBytes(&frame));
            whole.feed(&&*bytes);
            assert_eq!(ours.digest(), whole.digest());
        }
    }

    #[test]
    fn a_frame_s_hash_covers_every_byte_of_it_and_is_the_same_when_it_is_known() {
        let hash = |frame: &Frame| {
            let mut hasher = PortableHasher::new();
            hasher.feed(frame);
            hasher.digest()
        };
        for len in [20, 34, 60, 300, 1514] {
            let frame = Frame::new(vec![7; len]);
            let first = hash(&frame);
            assert_eq!(hash(&frame), first);
            assert_eq!(hash(&Frame::new(vec![7; len])), first);
            assert_ne!(hash(&Frame::new(vec![7; len + 1])), first);
            for byte in 0..len as u32 {
                assert_ne!(hash(&frame.with_bit_flipped(byte * 8 + byte % 8)), first);
            }
            let next_hop = frame.with_headers(|bytes| bytes[3] = 9);
            assert_ne!(hash(&next_hop), first);
            assert_eq!(hash(&next_hop.with_headers(|bytes| bytes[3] = 7)), first);
        }
    }

    #[test]
    fn a_flipped_bit_is_the_one_asked_for_in_either_part() {
        let frame = Frame::new([0; 60]);
        for (bit, byte, value) in [(0, 0, 0x80), (271, 33, 1), (272, 34, 0x80), (479, 59, 1)] {
            let bytes = frame.with_bit_flipped(bit).to_vec();
            assert_eq!(bytes[byte], value);
            assert_eq!(bytes.iter().filter(|byte| **byte != 0).count(), 1);
        }
        assert_eq!(frame.with_bit_flipped(480), frame);
    }

    #[test]
    fn an_ip_header_with_options_is_read_across_the_parts() {
        let path = wire::build::Path {
            src_mac: wire::MacAddr([2; 6]),
            dst_mac: wire::MacAddr([4; 6]),
            src: [10, 0, 0, 1].into(),
            dst: [10, 0, 1, 1].into(),
            ttl: 9,
            identification: 7,
            dont_fragment: true,
        };
        let plain = wire::build::udp(&path, 1, 2, b"some content").unwrap();
        let frame = Frame::new(&*plain);
        let header = frame.parse_ipv4().unwrap();
        assert_eq!(frame.payload(&header).len(), 20);

        // Four bytes of options: END and padding.
        let mut long = plain.clone();
        long.truncate(54);
        long.splice(34..34, [0; 4]);
        (long[14], long[17]) = (0x46, long[17] + 4);
        long[24..26].fill(0);
        let sum = wire::checksum::internet(&long[14..38]).to_be_bytes();
        [long[24], long[25]] = sum;
        let with_options = Frame::new(&*long);
        let longer = with_options.parse_ipv4().unwrap();
        assert_eq!(longer.header_len, 24);
        assert_eq!(with_options.payload(&longer), frame.payload(&header));
        long[36] = 1;
        assert!(
            Frame::new(&*long).parse_ipv4().is_err(),
            "the checksum covers the options"
        );
    }
}
