//! Bytes that have arrived: in order for the program to read, and ahead of a gap.

use std::collections::VecDeque;

use crate::assembler::Assembler;
use crate::seq::Seq;

/// What became of a segment's bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Placed {
    /// `bytes` more can be read; `closed_gap` if some of them had been waiting.
    InOrder { bytes: u32, closed_gap: bool },
    /// Kept ahead of a gap.
    Ahead,
    /// All of it had arrived before.
    Duplicate,
    /// Too many gaps already: dropped.
    NoRoom,
}

/// One ring: first the bytes to be read, then, from RCV.NXT on, the window with its gaps. Bounded by its
/// capacity since nothing outside the window gets here.
#[derive(Clone, Debug)]
pub(crate) struct ReceiveBuffer {
    bytes: VecDeque<u8>,
    capacity: u32,
    /// How many bytes are in order and unread.
    readable: u32,
    /// RCV.NXT, without the peer's FIN: the stream's next byte.
    next: Seq,
    assembler: Assembler,
}

impl ReceiveBuffer {
    pub(crate) fn new(capacity: u32, next: Seq) -> ReceiveBuffer {
        let bytes = VecDeque::new();
        ReceiveBuffer {
            bytes,
            capacity,
            readable: 0,
            next,
            assembler: Assembler::default(),
        }
    }

    pub(crate) fn next(&self) -> Seq {
        self.next
    }
    pub(crate) fn readable(&self) -> u32 {
        self.readable
    }
    pub(crate) fn capacity(&self) -> u32 {
        self.capacity
    }
    /// How many bytes from RCV.NXT on it could hold: what the window may offer.
    pub(crate) fn room(&self) -> u32 {
        self.capacity - self.readable
    }
    pub(crate) fn has_gap(&self) -> bool {
        !self.assembler.is_empty()
    }
    pub(crate) fn ahead(&self) -> &[(Seq, Seq)] {
        self.assembler.ranges()
    }

    /// The first contiguous stretch of `[from, to)` that has arrived already, in order or ahead of a gap.
    pub(crate) fn first_duplicate(&self, from: Seq, to: Seq) -> Option<(Seq, Seq)> {
        if from.before(self.next) {
            return Some((from, to.earlier(self.next)));
        }
        let mut held = self.ahead().iter();
        let first = held.find(|range| range.1.after(from))?;
        let (start, end) = (first.0.later(from), first.1.earlier(to));
        end.after(start).then_some((start, end))
    }

    /// Puts `data`, which begins at `seq` in the stream, in its place. What lies before RCV.NXT or past
    /// the buffer is left out.
    pub(crate) fn place(&mut self, seq: Seq, data: &[u8]) -> Placed {
        let old = if seq.before(self.next) {
            self.next.since(seq) as usize
        } else {
            0
        };
        let Some(data) = data.get(old..).filter(|data| !data.is_empty()) else {
            return Placed::Duplicate;
        };
        let offset = (seq + old as u32).since(self.next);
        let room = self.room().saturating_sub(offset) as usize;
        let data = &data[..data.len().min(room)];
        if data.is_empty() {
            return Placed::NoRoom;
        }
        let start = self.next + offset;
        let end = start + data.len() as u32;
        if offset > 0 {
            if self.assembler.contains(start, end) {
                return Placed::Duplicate;
            }
            if !self.assembler.insert(self.next, start, end) {
                return Placed::NoRoom;
            }
            self.write((self.readable + offset) as usize, data);
            return Placed::Ahead;
        }
        self.write(self.readable as usize, data);
        let whole = if self.assembler.is_empty() {
            None
        } else {
            self.assembler.advance(end)
        };
        let reached = whole.unwrap_or(end);
        let bytes = reached.since(self.next);
        self.next = reached;
        self.readable += bytes;
        debug_assert!(self.readable <= self.capacity);
        Placed::InOrder {
            bytes,
            closed_gap: whole.is_some(),
        }
    }

    /// Takes up to `max` bytes in order.
    pub(crate) fn read(&mut self, max: usize) -> Vec<u8> {
        let count = max.min(self.readable as usize);
        self.readable -= count as u32;
        // By slices: byte by byte it took a third of all of TCP's time.
        let (front, back) = self.bytes.as_slices();
        let split = count.min(front.len());
        let taken = [&front[..split], &back[..count - split]].concat();
        self.bytes.drain(..count);
        taken
    }

    fn write(&mut self, at: usize, data: &[u8]) {
        let end = at + data.len();
        debug_assert!(end <= self.capacity as usize);
        if at == self.bytes.len() {
            self.bytes.extend(data);
            return;
        }
        if end > self.bytes.len() {
            self.bytes.resize(end, 0);
        }
        let (front, back) = self.bytes.as_mut_slices();
        let split = front.len();
        let cut = split.clamp(at, end) - at;
        front[at.min(split)..end.min(split)].copy_from_slice(&data[..cut]);
        back[at.max(split) - split..end.max(split) - split].copy_from_slice(&data[cut..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn bytes_ahead_of_a_gap_wait_for_it_to_close() {
        let mut buffer = ReceiveBuffer::new(100, Seq(0));
        assert_eq!(buffer.place(Seq(3), b"def"), Placed::Ahead);
        assert_eq!(buffer.read(10), b"");
        assert_eq!(buffer.place(Seq(3), b"de"), Placed::Duplicate);
        let whole = Placed::InOrder {
            bytes: 6,
            closed_gap: true,
        };
        assert_eq!(buffer.place(Seq(0), b"abc"), whole);
        assert_eq!(buffer.place(Seq(1), b"bc"), Placed::Duplicate);
        assert_eq!(buffer.read(2), b"ab");
        assert_eq!(buffer.read(10), b"cdef");
    }

    #[test]
    fn the_first_stretch_that_came_twice_is_found() {
        let mut buffer = ReceiveBuffer::new(100, Seq(0));
        buffer.place(Seq(0), b"0123456789");
        buffer.place(Seq(20), b"0123456789");
        buffer.place(Seq(40), b"0123456789");
        let twice = |from, to| {
            let found = buffer.first_duplicate(Seq(from), Seq(to));
            found.map(|(from, to)| (from.0, to.0))
        };
        assert_eq!(twice(2, 5), Some((2, 5)));
        assert_eq!(twice(5, 45), Some((5, 10)), "the first of three");
        assert_eq!(
            (twice(10, 20), twice(30, 40), twice(60, 70)),
            (None, None, None)
        );
        assert_eq!(twice(15, 25), Some((20, 25)));
        assert_eq!(twice(15, 45), Some((20, 30)));
        assert_eq!(twice(25, 28), Some((25, 28)));
        assert_eq!(twice(30, 60), Some((40, 50)));
    }

    #[test]
    fn what_does_not_fit_is_left_out() {
        let mut buffer = ReceiveBuffer::new(4, Seq(0));
        buffer.place(Seq(0), b"abcdef");
        assert_eq!(
            (buffer.readable(), buffer.room(), buffer.next()),
            (4, 0, Seq(4))
        );
        assert_eq!(buffer.place(Seq(4), b"e"), Placed::NoRoom);
    }

    proptest! {
        /// However the stream is cut, repeated and reordered, it comes out whole and in order.
        #[test]
        fn the_stream_comes_out_as_it_was(
            start in any::<u32>(),
            pieces in prop::collection::vec((0usize..300, 1usize..60, 0usize..40), 0..200),
        ) {
            let stream: Vec<u8> = (0..300u32).map(|i| (i % 251) as u8).collect();
            let mut buffer = ReceiveBuffer::new(128, Seq(start));
            let mut out = Vec::new();
            let everything = (0..300).map(|from| (from, 1, 40));
            for (from, len, read) in pieces.into_iter().chain(everything) {
                let piece = &stream[from..(from + len).min(300)];
                buffer.place(Seq(start) + from as u32, piece);
                prop_assert!(buffer.bytes.len() <= 128);
                out.extend(buffer.read(read));
                prop_assert_eq!(&out[..], &stream[..out.len()]);
            }
            prop_assert_eq!(out.len(), 300);
        }
    }
}
