//! Selective acknowledgment: what the receiver tells (RFC 2018 §4, RFC 2883), and what the sender makes of it
//! (RFC 2018 §5, RFC 6675). Which segments that concerns is the scoreboard's business (`flight/scoreboard.rs`).

use hoplab_wire::tcp::{Header, SackBlock, SackBlocks};

use crate::endpoint::Endpoint;
use crate::event::TcpEvent;
use crate::seq::Seq;

/// What arrived last, newest first, to choose and order the blocks by. Four are all that fit in a header.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arrivals {
    recent: [Option<Seq>; SackBlocks::MAX],
    /// A stretch that came again and has not been reported yet (RFC 2883 §4).
    duplicate: Option<(Seq, Seq)>,
}

impl Arrivals {
    /// A segment that begins at `seq` is kept ahead of a gap; `ranges` is what is kept now.
    pub(crate) fn ahead(&mut self, seq: Seq, ranges: &[(Seq, Seq)]) {
        let own = containing(ranges, seq);
        let mut recent = [Some(seq), None, None, None];
        let others = self.recent.into_iter().flatten();
        // One entry a block: older arrivals in the same block say nothing more.
        let others = others.filter(|other| containing(ranges, *other) != own);
        for (slot, other) in recent.iter_mut().skip(1).zip(others) {
            *slot = Some(other);
        }
        self.recent = recent;
    }

    /// `[from, to)` came though it was there.
    pub(crate) fn again(&mut self, from: Seq, to: Seq) {
        self.duplicate = Some((from, to));
    }

    /// The blocks of the next acknowledgment: what came twice, then the newest arrival's block, then those reported
    /// before, newest first, then what room is left for (RFC 2018 §4).
    pub(crate) fn blocks(&mut self, ranges: &[(Seq, Seq)], room: usize) -> SackBlocks {
        let mut chosen: [Option<(Seq, Seq)>; SackBlocks::MAX] = [None; SackBlocks::MAX];
        let recent = self.recent.into_iter().flatten();
        let newest = recent.filter_map(|seq| containing(ranges, seq));
        let mut used = 0;
        for range in newest.chain(ranges.iter().copied()) {
            if used < chosen.len() && !chosen.contains(&Some(range)) {
                chosen[used] = Some(range);
                used += 1;
            }
        }
        self.duplicate
            .take()
            .into_iter()
            .chain(chosen.into_iter().flatten())
            .take(room)
            .map(|(left, right)| SackBlock {
                left: left.0,
                right: right.0,
            })
            .collect()
    }

    pub(crate) fn has_news(&self) -> bool {
        self.duplicate.is_some()
    }
}

fn containing(ranges: &[(Seq, Seq)], seq: Seq) -> Option<(Seq, Seq)> {
    ranges
        .iter()
        .copied()
        .find(|range| seq.is_within(range.0, range.1))
}

impl Endpoint {
    /// The blocks to send, at most as many as fit into `room` bytes of options.
    pub(crate) fn sack_blocks(&mut self, room: u32) -> SackBlocks {
        let quiet = !self.receive_buffer.has_gap() && !self.arrivals.has_news();
        if !self.sack_on || quiet || room < 12 {
            return SackBlocks::default();
        }
        let most = (room as usize - 4) / 8;
        self.arrivals.blocks(self.receive_buffer.ahead(), most)
    }

    /// Takes the blocks of an acknowledgment. Returns how much of the sequence space they newly report: RFC 6675's
    /// definition of a duplicate acknowledgment.
    pub(crate) fn take_sack(&mut self, header: &Header) -> u32 {
        if !self.sack_on || header.options.sack.as_slice().is_empty() {
            return 0;
        }
        let blocks = header.options.sack.as_slice();
        self.note_duplicate_report(blocks);
        let mut news = 0;
        let mut highest = self.snd_una;
        for block in blocks {
            let (from, to) = (Seq(block.left), Seq(block.right));
            // Only what is under way: anything else is an old block, a D-SACK or a lie.
            let sound = from.before(to) && !from.before(self.snd_una) && !to.after(self.snd_nxt);
            if sound {
                news += self.flight.sack(from, to);
                highest = highest.later(to);
            }
        }
        if news > 0 {
            let total = self.flight.sacked();
            let up_to = highest;
            self.events.push(TcpEvent::Sacked { news, total, up_to });
        }
        news
    }

    /// RFC 2883 §4: a first block below the acknowledgment, or inside the second block, reports a duplicate.
    fn note_duplicate_report(&mut self, blocks: &[SackBlock]) {
        let Some(first) = blocks.first() else {
            return;
        };
        let (from, to) = (Seq(first.left), Seq(first.right));
        let old = from.before(to) && !to.after(self.snd_una);
        let inside = blocks.get(1).is_some_and(|second| {
            !from.before(Seq(second.left)) && !to.after(Seq(second.right)) && from.before(to)
        });
        if old || inside {
            self.events.push(TcpEvent::DuplicateReported { from, to });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(blocks: SackBlocks) -> Vec<(u32, u32)> {
        let pair = |block: &SackBlock| (block.left, block.right);
        blocks.as_slice().iter().map(pair).collect()
    }

    #[test]
    fn the_newest_arrival_comes_first_and_older_ones_are_repeated() {
        let mut arrivals = Arrivals::default();
        let ranges = [(Seq(10), Seq(20)), (Seq(30), Seq(40)), (Seq(50), Seq(60))];
        arrivals.ahead(Seq(30), &ranges[1..2]);
        arrivals.ahead(Seq(50), &ranges[1..]);
        arrivals.ahead(Seq(10), &ranges);
        let expected = [(10, 20), (50, 60), (30, 40)];
        assert_eq!(list(arrivals.blocks(&ranges, 4)), expected);
        assert_eq!(list(arrivals.blocks(&ranges, 2)), expected[..2]);
    }

    #[test]
    fn a_duplicate_is_reported_once_and_first() {
        let mut arrivals = Arrivals::default();
        let ranges = [(Seq(10), Seq(20))];
        arrivals.ahead(Seq(15), &ranges);
        arrivals.again(Seq(12), Seq(14));
        assert_eq!(list(arrivals.blocks(&ranges, 4)), [(12, 14), (10, 20)]);
        assert_eq!(list(arrivals.blocks(&ranges, 4)), [(10, 20)]);
    }
}
