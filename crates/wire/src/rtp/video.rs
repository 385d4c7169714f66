//! How Hoplab's video puts a frame into RTP payloads.
//!
//! A frame is cut into parts, one a packet. Each payload begins with eight bytes, all numbers
//! with the highest byte first:
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                         frame number                          |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |      part, counted from 0     |       parts of the frame      |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                 this part's bytes of the frame ...
//! ```
//!
//! All parts of a frame bear the same RTP timestamp, and the last one the marker bit (RFC 3550
//! section 5.1). What a frame's bytes mean is for the programs to agree upon.

/// Length of what stands before a part's bytes.
pub const PART_HEADER_LEN: usize = 8;

/// One part of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part<'a> {
    /// Which frame; counts from 0.
    pub frame: u32,
    /// Which part of it; counts from 0.
    pub part: u16,
    /// How many parts the frame has.
    pub parts: u16,
    /// The part's bytes.
    pub bytes: &'a [u8],
}

impl<'a> Part<'a> {
    /// Reads an RTP payload; `None` if it is cut off, or says it is part of none.
    pub fn parse(payload: &'a [u8]) -> Option<Part<'a>> {
        let ([a, b, c, d, e, f, g, h], bytes) = payload.split_first_chunk::<PART_HEADER_LEN>()?;
        let part = Part {
            frame: u32::from_be_bytes([*a, *b, *c, *d]),
            part: u16::from_be_bytes([*e, *f]),
            parts: u16::from_be_bytes([*g, *h]),
            bytes,
        };
        (part.part < part.parts).then_some(part)
    }

    /// The RTP payload.
    pub fn to_payload(&self) -> Vec<u8> {
        let mut payload = Vec::with_capacity(PART_HEADER_LEN + self.bytes.len());
        payload.extend(self.frame.to_be_bytes());
        payload.extend(self.part.to_be_bytes());
        payload.extend(self.parts.to_be_bytes());
        payload.extend_from_slice(self.bytes);
        payload
    }

    /// Whether it is the frame's last: its packet bears the marker.
    pub fn is_last(&self) -> bool {
        self.part + 1 == self.parts
    }
}

/// Cuts a frame into parts of at most `most` bytes (at least one each). A frame without bytes is
/// one part; of one that is too long for 65,535 parts only so much goes in.
pub fn parts(frame: u32, bytes: &[u8], most: usize) -> impl Iterator<Item = Part<'_>> {
    let most = most.max(1);
    let count = bytes.len().div_ceil(most).clamp(1, usize::from(u16::MAX)) as u16;
    (0..count).map(move |part| {
        let start = usize::from(part) * most;
        let end = bytes.len().min(start + most);
        Part {
            frame,
            part,
            parts: count,
            bytes: bytes.get(start..end).unwrap_or_default(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_part_of_nothing_is_no_part() {
        let payload = |part, parts| {
            let bytes = &b"x"[..];
            Part {
                frame: 1,
                part,
                parts,
                bytes,
            }
            .to_payload()
        };
        assert_eq!(Part::parse(&payload(0, 0)), None);
        assert_eq!(Part::parse(&payload(3, 3)), None);
        assert!(Part::parse(&payload(2, 3)).unwrap().is_last());
        assert_eq!(Part::parse(&[0; 7]), None);
    }

    proptest! {
        #[test]
        fn the_parts_of_a_frame_make_the_frame(
            frame: u32, bytes in prop::collection::vec(any::<u8>(), 0..300), most in 0usize..70,
        ) {
            let payloads: Vec<_> = parts(frame, &bytes, most).map(|part| part.to_payload()).collect();
            let read: Vec<Part<'_>> = payloads.iter().map(|payload| Part::parse(payload).unwrap()).collect();
            prop_assert!(read.iter().all(|part| part.frame == frame && part.bytes.len() <= most.max(1)));
            prop_assert!(read.iter().enumerate().all(|(at, part)| usize::from(part.part) == at));
            prop_assert_eq!(read.iter().filter(|part| part.is_last()).count(), 1);
            prop_assert_eq!(read.iter().map(|part| part.bytes).collect::<Vec<_>>().concat(), bytes);
        }
    }
}
