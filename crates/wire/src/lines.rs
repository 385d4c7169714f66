//! Lines of text out of a stream of bytes, as FTP, chat and much of the early internet speak.

/// Collects the pieces of a stream until they make a line.
///
/// A line ends at LF; a CR before it is not part of the line (RFC 959 section 3.1.1 asks for
/// both, and most servers take either). At most `max` bytes wait here.
#[derive(Clone, Debug)]
pub struct LineReader {
    max: usize,
    line: Vec<u8>,
    /// The line was too long, and has been reported: what is left of it is passed over.
    skipping: bool,
}

/// A line was longer than its reader allows; the rest of it is passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineTooLong;

impl LineReader {
    /// A reader of lines of at most `max` bytes, their CR counted, their LF not.
    pub fn new(max: usize) -> Self {
        LineReader {
            max,
            line: Vec::new(),
            skipping: false,
        }
    }

    /// The next line, without its end. Takes from `input` what it used; `None` once all of
    /// `input` is taken and no line is whole.
    pub fn next(&mut self, input: &mut &[u8]) -> Option<Result<Vec<u8>, LineTooLong>> {
        while !input.is_empty() {
            let end = input.iter().position(|byte| *byte == b'\n');
            let (piece, rest) = match end {
                Some(end) => (&input[..end], &input[end + 1..]),
                None => (*input, &[][..]),
            };
            if self.skipping {
                *input = rest;
                self.skipping = end.is_none();
                continue;
            }
            if self.line.len() + piece.len() > self.max {
                self.line.clear();
                *input = rest;
                self.skipping = end.is_none();
                return Some(Err(LineTooLong));
            }
            self.line.extend_from_slice(piece);
            *input = rest;
            if end.is_some() {
                let mut line = std::mem::take(&mut self.line);
                if line.last() == Some(&b'\r') {
                    line.pop();
                }
                return Some(Ok(line));
            }
        }
        None
    }

    /// Whether a line has begun and not ended.
    pub fn is_within_line(&self) -> bool {
        self.skipping || !self.line.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::properties::in_pieces;
    use proptest::prelude::*;

    fn lines(max: usize, pieces: &[&[u8]]) -> Vec<Result<Vec<u8>, LineTooLong>> {
        let mut reader = LineReader::new(max);
        let mut lines = Vec::new();
        for piece in pieces {
            let mut input = *piece;
            while let Some(line) = reader.next(&mut input) {
                lines.push(line);
            }
            assert!(input.is_empty() && reader.line.len() <= max);
        }
        lines
    }

    #[test]
    fn both_line_ends_are_taken_and_neither_is_part_of_the_line() {
        let read = lines(10, &[b"one\r\ntw", b"o\n\r\nrest"]);
        assert_eq!(read, [Ok(b"one".to_vec()), Ok(b"two".to_vec()), Ok(vec![])]);
    }

    #[test]
    fn a_line_that_is_too_long_is_told_once_and_passed_over() {
        let read = lines(3, &[b"ab", b"cd", b"efg", b"h\nij\n"]);
        assert_eq!(read, [Err(LineTooLong), Ok(b"ij".to_vec())]);
    }

    proptest! {
        #[test]
        fn lines_do_not_depend_on_how_the_stream_was_cut(
            bytes in prop::collection::vec(prop_oneof![Just(b'\n'), Just(b'\r'), any::<u8>()], 0..120),
            cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..8),
        ) {
            prop_assert_eq!(lines(9, &in_pieces(&bytes, &cuts)), lines(9, &[&bytes]));
        }
    }
}
