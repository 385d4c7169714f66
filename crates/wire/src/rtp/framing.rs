//! RTP over a stream: each packet behind its length, two bytes (RFC 4571).

/// A packet as it goes into a stream; `None` if it is longer than 65,535 bytes.
pub fn framed(packet: &[u8]) -> Option<Vec<u8>> {
    let len = u16::try_from(packet.len()).ok()?;
    let mut bytes = Vec::with_capacity(2 + packet.len());
    bytes.extend(len.to_be_bytes());
    bytes.extend_from_slice(packet);
    Some(bytes)
}

/// Takes packets out of a stream that comes in pieces. Holds one packet at most, 65,537 bytes
/// with its length.
#[derive(Clone, Debug, Default)]
pub struct FrameReader {
    begun: Vec<u8>,
}

impl FrameReader {
    /// A reader at the beginning of a stream.
    pub fn new() -> Self {
        Self::default()
    }

    /// The next packet, without its length. Takes from `input` what it used; `None` once all of
    /// it is taken and no packet is whole. A length of 0 is a packet without bytes.
    pub fn next(&mut self, input: &mut &[u8]) -> Option<Vec<u8>> {
        loop {
            let need = match self.begun.first_chunk::<2>() {
                None => 2,
                Some(len) => 2 + usize::from(u16::from_be_bytes(*len)),
            };
            let missing = need - self.begun.len();
            let (piece, rest) = input.split_at(missing.min(input.len()));
            self.begun.extend_from_slice(piece);
            *input = rest;
            if piece.len() < missing {
                return None;
            }
            if need > 2 || self.begun == [0, 0] {
                let mut packet = std::mem::take(&mut self.begun);
                packet.drain(..2);
                return Some(packet);
            }
        }
    }

    /// Bytes of a packet that is not whole yet, its length counted.
    pub fn waiting(&self) -> usize {
        self.begun.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::properties::in_pieces;
    use proptest::prelude::*;

    #[test]
    fn what_is_too_long_for_its_length_is_refused() {
        assert_eq!(framed(&vec![0; 65_536]), None);
        assert_eq!(framed(b"abc"), Some(vec![0, 3, b'a', b'b', b'c']));
    }

    proptest! {
        #[test]
        fn packets_come_out_as_they_went_in_however_the_stream_is_cut(
            packets in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..30), 0..6),
            cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..8),
        ) {
            let stream: Vec<u8> = packets.iter().flat_map(|packet| framed(packet).unwrap()).collect();
            let mut reader = FrameReader::new();
            let mut read = Vec::new();
            for mut piece in in_pieces(&stream, &cuts) {
                while let Some(packet) = reader.next(&mut piece) {
                    read.push(packet);
                }
            }
            prop_assert_eq!(read, packets);
            prop_assert_eq!(reader.waiting(), 0);
        }
    }
}
