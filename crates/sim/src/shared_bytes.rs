//! [`SharedBytes`]: bytes that a program has got, held once however many worlds remember them.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// Bytes that only grow at their end. A clone shares all of them but for one block, so that the worlds one can go back
/// to cost no more than the last. Bytes that came as they were sent need not be held a second time.
#[derive(Clone, Default)]
pub struct SharedBytes {
    stretches: Vec<Stretch>,
}

/// Some of the bytes.
#[derive(Clone)]
struct Stretch {
    /// Where it ends in the content.
    end: usize,
    /// What holds its bytes, and maybe more.
    held: Arc<Vec<u8>>,
    /// Where in what holds them its bytes begin.
    from: usize,
    /// It is of a message as that was sent, and not a block of its own.
    as_sent: bool,
}

/// A part of a message that others hold as well.
#[derive(Clone, Debug)]
pub(crate) struct AsSent {
    /// All bytes of the message, or of a longer one that begins with the same.
    pub(crate) message: Arc<Vec<u8>>,
    /// Where in it the part begins.
    pub(crate) from: usize,
}

impl SharedBytes {
    /// From so many bytes on a block is no longer added to: a clone that is written to copies at most about this many.
    const BLOCK: usize = 16 << 10;
    /// Room for that and for the piece with which it gets there.
    const ROOM: usize = SharedBytes::BLOCK + (2 << 10);

    /// How many bytes there are.
    pub fn len(&self) -> usize {
        self.stretches.last().map_or(0, |last| last.end)
    }
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Appends bytes of which nobody else holds any.
    pub fn push(&mut self, bytes: &[u8]) {
        let end = self.len() + bytes.len();
        match self.stretches.last_mut() {
            Some(last) if !last.as_sent && last.held.len() < SharedBytes::BLOCK => {
                Arc::make_mut(&mut last.held).extend_from_slice(bytes);
                last.end = end;
            }
            _ => {
                // Behind a full block as much is likely to come again, and to grow for it bit by bit would copy it all
                // again and again.
                let full = self.stretches.last().is_some_and(|last| !last.as_sent);
                let room = if full { SharedBytes::ROOM } else { 0 };
                let mut held = Vec::with_capacity(room.max(bytes.len()));
                held.extend_from_slice(bytes);
                self.stretches.push(Stretch {
                    end,
                    held: Arc::new(held),
                    from: 0,
                    as_sent: false,
                });
            }
        }
    }

    /// Appends `len` bytes that are known to be those of a message, and holds on to the message instead of a copy.
    pub(crate) fn push_as_sent(&mut self, part: AsSent, len: usize) {
        let AsSent { message, from } = part;
        let begin = self.stretches.len().checked_sub(2);
        let begin = begin.map_or(0, |before| self.stretches[before].end);
        let end = self.len() + len;
        match self.stretches.last_mut() {
            Some(last)
                if last.as_sent
                    && Arc::ptr_eq(&last.held, &message)
                    && last.from + (last.end - begin) == from =>
            {
                last.end = end;
            }
            _ => self.stretches.push(Stretch {
                end,
                held: message,
                from,
                as_sent: true,
            }),
        }
    }

    /// The bytes in a range; where it reaches beyond the last, those up to there.
    pub fn get(&self, range: Range<usize>) -> Cow<'_, [u8]> {
        let mut parts = self.parts(range);
        let first = parts.next().unwrap_or(&[]);
        match parts.next() {
            None => Cow::Borrowed(first),
            Some(second) => {
                let mut all = [first, second].concat();
                parts.for_each(|part| all.extend_from_slice(part));
                Cow::Owned(all)
            }
        }
    }

    /// The same, in as many parts as they are held in.
    fn parts(&self, range: Range<usize>) -> impl Iterator<Item = &[u8]> {
        let first = self.stretches.partition_point(|it| it.end <= range.start);
        let before = first
            .checked_sub(1)
            .map(|before| self.stretches[before].end);
        let stretches = self.stretches[first..].iter();
        let begun = stretches.scan(before.unwrap_or(0), |begin, stretch| {
            let part = (*begin, stretch);
            *begin = stretch.end;
            Some(part)
        });
        let wanted = begun.take_while(move |(begin, _)| *begin < range.end);
        wanted.map(move |(begin, stretch)| {
            let [from, to] = [range.start.max(begin), range.end.min(stretch.end)];
            let held = |at: usize| stretch.from + (at - begin);
            stretch.held.get(held(from)..held(to)).unwrap_or(&[])
        })
    }

    /// A copy of all bytes.
    pub fn to_vec(&self) -> Vec<u8> {
        self.get(0..self.len()).into_owned()
    }
}

/// By the bytes, whoever holds them.
impl PartialEq for SharedBytes {
    fn eq(&self, other: &SharedBytes) -> bool {
        let mut begin = 0;
        self.len() == other.len()
            && self.stretches.iter().all(|stretch| {
                let range = begin..stretch.end;
                begin = stretch.end;
                self.get(range.clone()) == other.get(range)
            })
    }
}

impl Eq for SharedBytes {}

impl core::fmt::Debug for SharedBytes {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "SharedBytes({} bytes)", self.len())
    }
}

impl From<&[u8]> for SharedBytes {
    fn from(bytes: &[u8]) -> SharedBytes {
        let mut content = SharedBytes::default();
        content.push(bytes);
        content
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A message of other bytes at each place.
    fn message() -> Arc<Vec<u8>> {
        Arc::new((0..60_000_u32).map(|n| (n * 7 / 3) as u8).collect())
    }

    /// Pieces of the message, some with a copy of their own: changed on the way, or of something else.
    fn pieces() -> Vec<(usize, usize, bool)> {
        let ranges = [
            (0, 1448),
            (1448, 2896),
            (2896, 2900),
            (9000, 12_000),
            (0, 1),
            (1, 30_000),
        ];
        let twice = ranges.iter().chain(&ranges).enumerate();
        twice
            .map(|(i, (from, to))| (*from, *to, i % 5 != 3))
            .collect()
    }

    fn content_and_bytes() -> (SharedBytes, Vec<u8>) {
        let message = message();
        let (mut content, mut bytes) = (SharedBytes::default(), Vec::new());
        for (from, to, as_sent) in pieces() {
            let part = &message[from..to];
            bytes.extend_from_slice(part);
            if as_sent {
                let message = Arc::clone(&message);
                content.push_as_sent(AsSent { message, from }, part.len());
            } else {
                content.push(part);
            }
        }
        (content, bytes)
    }

    #[test]
    fn it_is_what_was_appended_whoever_holds_the_bytes() {
        let (content, bytes) = content_and_bytes();
        assert_eq!(content.len(), bytes.len());
        assert_eq!(content.to_vec(), bytes);
    }

    #[test]
    fn equal_bytes_are_equal_whoever_holds_them() {
        let (content, bytes) = content_and_bytes();
        let copied = SharedBytes::from(&*bytes);
        assert_eq!((&content, &copied), (&copied, &content));
        for spoilt in [0, 20_000, bytes.len() - 1] {
            let mut bytes = bytes.clone();
            bytes[spoilt] ^= 1;
            assert_ne!(content, SharedBytes::from(&*bytes));
        }
        assert_ne!(content, SharedBytes::from(&bytes[1..]));
    }

    #[test]
    fn every_range_is_that_of_the_bytes_in_one_piece() {
        let (content, bytes) = content_and_bytes();
        let places = (0..bytes.len() + 3000).step_by(997);
        for from in places.clone() {
            for to in places.clone().filter(|to| *to >= from) {
                let expected = &bytes[from.min(bytes.len())..to.min(bytes.len())];
                assert_eq!(&*content.get(from..to), expected, "{from}..{to}");
            }
        }
    }

    #[test]
    fn a_clone_keeps_what_it_has_when_the_other_goes_on() {
        let mut content = SharedBytes::default();
        content.push(&[1; 100]);
        let before = content.clone();
        content.push(&[2; 100]);
        assert_eq!(before.to_vec(), [1; 100]);
        assert_eq!(content.to_vec(), [[1; 100], [2; 100]].concat());
    }

    #[test]
    fn what_came_in_order_as_it_was_sent_is_one_stretch_of_the_message_and_no_copy() {
        let message = message();
        let mut content = SharedBytes::default();
        for from in (0..60_000).step_by(1500) {
            let message = Arc::clone(&message);
            content.push_as_sent(AsSent { message, from }, 1500);
        }
        assert_eq!(content.stretches.len(), 1);
        assert_eq!(content.to_vec(), *message);
    }

    #[test]
    fn a_clone_that_grows_copies_no_more_than_a_block() {
        let mut content = SharedBytes::default();
        for _ in 0..1000 {
            content.push(&[7; 1000]);
        }
        let mut longer = content.clone();
        longer.push(&[8; 1000]);
        let own = longer
            .stretches
            .iter()
            .filter(|stretch| Arc::strong_count(&stretch.held) == 1);
        assert!(own.map(|stretch| stretch.held.len()).sum::<usize>() <= SharedBytes::BLOCK + 2000);
    }
}
