//! What the program has sent and the peer has not acknowledged yet.

use std::collections::VecDeque;

use crate::seq::Seq;

/// Bytes from the first unacknowledged one on. Bounded by its capacity.
#[derive(Clone, Debug)]
pub(crate) struct SendBuffer {
    bytes: VecDeque<u8>,
    capacity: usize,
    /// The sequence number of the first byte held (or, when empty, of the next to come).
    base: Seq,
}

impl SendBuffer {
    pub(crate) fn new(capacity: u32, base: Seq) -> SendBuffer {
        SendBuffer {
            bytes: VecDeque::new(),
            capacity: capacity as usize,
            base,
        }
    }

    /// Takes as much of `data` as there is room for, and says how much that was.
    pub(crate) fn enqueue(&mut self, data: &[u8]) -> usize {
        let taken = data.len().min(self.room());
        self.bytes.extend(&data[..taken]);
        taken
    }

    /// The peer has acknowledged the first `count` bytes.
    pub(crate) fn release(&mut self, count: u32) {
        let count = (count as usize).min(self.bytes.len());
        self.bytes.drain(..count);
        self.base += count as u32;
    }

    /// A copy of `len` bytes from `seq` on; shorter where the buffer ends.
    pub(crate) fn copy(&self, seq: Seq, len: u32) -> Vec<u8> {
        let start = (seq.since(self.base) as usize).min(self.bytes.len());
        let end = (start + len as usize).min(self.bytes.len());
        let (front, back) = self.bytes.as_slices();
        let mut copy = Vec::with_capacity(end - start);
        let split = front.len();
        copy.extend_from_slice(&front[start.min(split)..end.min(split)]);
        copy.extend_from_slice(&back[start.max(split) - split..end.max(split) - split]);
        copy
    }

    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
    }
    pub(crate) fn len(&self) -> u32 {
        self.bytes.len() as u32
    }
    pub(crate) fn room(&self) -> usize {
        self.capacity - self.bytes.len()
    }
    /// The sequence number just past the last byte: where a FIN goes.
    pub(crate) fn end(&self) -> Seq {
        self.base + self.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_takes_no_more_than_it_has_room_for() {
        let mut buffer = SendBuffer::new(4, Seq(100));
        assert_eq!(buffer.enqueue(b"abcdef"), 4);
        assert_eq!(buffer.enqueue(b"g"), 0);
        buffer.release(3);
        assert_eq!(
            (buffer.room(), buffer.base, buffer.end()),
            (3, Seq(103), Seq(104))
        );
    }

    #[test]
    fn a_copy_is_right_wherever_the_ring_has_wrapped() {
        let mut buffer = SendBuffer::new(8, Seq(u32::MAX - 3));
        let mut next = 0u8;
        let mut first = 0u8;
        for _ in 0..50 {
            while buffer.room() > 0 {
                buffer.enqueue(&[next]);
                next = next.wrapping_add(1);
            }
            let expected: Vec<u8> = (2..7).map(|i| first.wrapping_add(i)).collect();
            assert_eq!(buffer.copy(buffer.base + 2, 5), expected);
            assert_eq!(buffer.copy(buffer.base + 6, 99).len(), 2, "cut at the end");
            buffer.release(3);
            first = first.wrapping_add(3);
        }
    }
}
