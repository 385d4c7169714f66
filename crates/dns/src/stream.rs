//! Messages over TCP: each has its length in two bytes before it (RFC 1035 §4.2.2).

use crate::message::Message;

/// A message as a connection carries it. What is longer than any message is cut off there.
pub fn frame(message: &[u8]) -> Vec<u8> {
    let message = &message[..message.len().min(Message::MAX_BYTES)];
    let mut framed = Vec::with_capacity(message.len() + 2);
    framed.extend_from_slice(&(message.len() as u16).to_be_bytes());
    framed.extend_from_slice(message);
    framed
}

/// Takes what a connection brings, in pieces of any size, and gives whole messages.
///
/// It keeps what has come and was not taken yet: take [`StreamReader::next_message`] until there is
/// none after each piece, and it never keeps more than one message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StreamReader {
    kept: Vec<u8>,
}

impl StreamReader {
    /// A reader that has seen nothing.
    pub fn new() -> StreamReader {
        StreamReader::default()
    }

    /// Takes the next bytes of the connection.
    pub fn push(&mut self, bytes: &[u8]) {
        self.kept.extend_from_slice(bytes);
    }

    /// The next message, once all of it has come.
    pub fn next_message(&mut self) -> Option<Vec<u8>> {
        let (length, rest) = self.kept.split_first_chunk()?;
        let length = usize::from(u16::from_be_bytes(*length));
        let message = rest.get(..length)?.to_vec();
        self.kept.drain(..length + 2);
        Some(message)
    }

    /// Whether a message has begun and is not whole: the connection must not end here.
    pub fn is_within_message(&self) -> bool {
        !self.kept.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_come_whole_however_they_are_cut() {
        let messages = [vec![1, 2, 3], vec![], vec![9; 600]];
        let stream: Vec<u8> = messages.iter().flat_map(|message| frame(message)).collect();
        for size in 1..=stream.len() {
            let mut reader = StreamReader::new();
            let mut read = Vec::new();
            for piece in stream.chunks(size) {
                reader.push(piece);
                read.extend(core::iter::from_fn(|| reader.next_message()));
            }
            assert_eq!(read, messages);
            assert!(!reader.is_within_message());
        }
        let mut reader = StreamReader::new();
        reader.push(&stream[..4]);
        assert_eq!(reader.next_message(), None);
        assert!(reader.is_within_message());
    }
}
