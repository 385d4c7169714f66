//! Which parts of the stream have arrived ahead of a gap.

use crate::seq::Seq;

/// The most separate ranges we keep track of; a segment that would need one more is dropped, and
/// the peer sends it again. A full window of 64 KB in 1,460-byte segments has at most 22.
pub const MAX_RANGES: usize = 64;

/// Sorted, disjoint, non-touching ranges `[start, end)`, all after RCV.NXT.
#[derive(Clone, Debug, Default)]
pub(crate) struct Assembler {
    ranges: Vec<(Seq, Seq)>,
}

impl Assembler {
    /// Adds `[start, end)`, merging what it touches. `next` is RCV.NXT, which orders the circle.
    /// `false` if it would need one range too many.
    pub(crate) fn insert(&mut self, next: Seq, start: Seq, end: Seq) -> bool {
        let place = |seq: Seq| seq.since(next);
        let from = self
            .ranges
            .partition_point(|range| place(range.1) < place(start));
        let to = self
            .ranges
            .partition_point(|range| place(range.0) <= place(end));
        if from == to {
            if self.ranges.len() >= MAX_RANGES {
                return false;
            }
            self.ranges.insert(from, (start, end));
            return true;
        }
        let merged = (
            self.ranges[from].0.earlier(start),
            self.ranges[to - 1].1.later(end),
        );
        self.ranges[from] = merged;
        self.ranges.drain(from + 1..to);
        true
    }

    /// RCV.NXT has come to `next`: drops what it has passed. Returns where the stream is whole up to, when
    /// a waiting range now joins on.
    pub(crate) fn advance(&mut self, next: Seq) -> Option<Seq> {
        let passed = self
            .ranges
            .iter()
            .take_while(|range| !range.0.after(next))
            .count();
        let joined = self.ranges.drain(..passed).next_back().map(|range| range.1);
        joined.filter(|end| end.after(next))
    }

    /// Whether all of `[start, end)` is there already.
    pub(crate) fn contains(&self, start: Seq, end: Seq) -> bool {
        self.ranges
            .iter()
            .any(|range| !start.before(range.0) && !end.after(range.1))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }
    pub(crate) fn ranges(&self) -> &[(Seq, Seq)] {
        &self.ranges
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NEXT: Seq = Seq(u32::MAX - 50);

    #[test]
    fn ranges_that_touch_or_overlap_become_one() {
        let mut assembler = Assembler::default();
        for (start, end) in [(10, 20), (30, 40), (60, 70), (20, 25), (28, 61)] {
            assert!(assembler.insert(NEXT, NEXT + start, NEXT + end));
        }
        assert_eq!(
            assembler.ranges(),
            [(NEXT + 10, NEXT + 25), (NEXT + 28, NEXT + 70)]
        );
        assert!(assembler.contains(NEXT + 30, NEXT + 70));
        assert!(!assembler.contains(NEXT + 24, NEXT + 30));
    }

    #[test]
    fn closing_the_gap_joins_the_waiting_range() {
        let mut assembler = Assembler::default();
        assembler.insert(NEXT, NEXT + 10, NEXT + 20);
        assembler.insert(NEXT, NEXT + 30, NEXT + 40);
        assert_eq!(assembler.advance(NEXT + 5), None);
        assert_eq!(assembler.advance(NEXT + 10), Some(NEXT + 20));
        assert_eq!(assembler.advance(NEXT + 45), None, "passed over whole");
        assert!(assembler.is_empty());
    }

    #[test]
    fn one_range_too_many_is_refused() {
        let mut assembler = Assembler::default();
        for i in 0..MAX_RANGES as u32 {
            assert!(assembler.insert(NEXT, NEXT + (i * 4 + 2), NEXT + (i * 4 + 3)));
        }
        assert!(!assembler.insert(NEXT, NEXT + 4000, NEXT + 4001));
        assert!(
            assembler.insert(NEXT, NEXT + 2, NEXT + 4000),
            "merging needs no room"
        );
        assert_eq!(assembler.ranges().len(), 1);
    }

    proptest! {
        #[test]
        fn it_holds_exactly_what_was_put_in(pieces in prop::collection::vec((1u32..200, 1u32..20), 0..40)) {
            let mut assembler = Assembler::default();
            let mut model = vec![false; 256];
            for (start, len) in pieces {
                prop_assert!(assembler.insert(NEXT, NEXT + start, NEXT + (start + len)));
                model[start as usize..(start + len) as usize].fill(true);
            }
            let mut held = vec![false; 256];
            for (start, end) in assembler.ranges() {
                let (start, end) = (start.since(NEXT) as usize, end.since(NEXT) as usize);
                prop_assert!(start < end && !held[start - 1], "disjoint and apart");
                held[start..end].fill(true);
            }
            prop_assert_eq!(held, model);
        }
    }
}
