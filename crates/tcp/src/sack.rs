//! Selective acknowledgment: what the receiver tells (RFC 2018 §4, RFC 2883), and what the sender makes of it
//! (RFC 2018 §5, RFC 6675). Which segments that concerns is the scoreboard's business (`flight/scoreboard.rs`).

use hoplab_wire::tcp::{Header, SackBlock, SackBlocks, duplicate_block};

use crate::endpoint::Endpoint;
use crate::event::TcpEvent;
use crate::seq::Seq;

/// What arrived last, newest first, to choose and order the blocks by. Four are all that fit in a header.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arrivals {
    recent: [Option<Seq>; SackBlocks::MAX],
    /// What of the last segment had come before, until the acknowledgment that tells of it is sent (RFC 2883 §4).
    duplicate: Option<(Seq, Seq)>,
}

impl Arrivals {
    /// A segment that begins at `seq` is kept ahead of a gap, or was kept there before; `ranges` is what is kept now.
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

    /// A segment with data has come, of which `duplicate` had come before. RFC 2883 §4 (1): only the last one is told of.
    fn report(&mut self, duplicate: Option<(Seq, Seq)>) {
        self.duplicate = duplicate;
    }

    /// The blocks of the next acknowledgment: what came twice, which is told once (RFC 2883 §4 (2)), then the block that
    /// holds it, since a sender compares these two alone (§4 (4)), then the newest arrival's block, then those reported
    /// before, newest first, then what room is left for (RFC 2018 §4).
    pub(crate) fn blocks(&mut self, ranges: &[(Seq, Seq)], room: usize) -> SackBlocks {
        let mut chosen: [Option<(Seq, Seq)>; SackBlocks::MAX] = [None; SackBlocks::MAX];
        let duplicate = self.duplicate.take();
        let recent = self.recent.into_iter().flatten();
        let newest = duplicate.map(|twice| twice.0).into_iter().chain(recent);
        let newest = newest.filter_map(|seq| containing(ranges, seq));
        let mut used = 0;
        for range in newest.chain(ranges.iter().copied()) {
            if used < chosen.len() && !chosen.contains(&Some(range)) {
                chosen[used] = Some(range);
                used += 1;
            }
        }
        duplicate
            .into_iter()
            .chain(chosen.into_iter().flatten())
            .take(room)
            .map(|(left, right)| SackBlock {
                left: left.0,
                right: right.0,
            })
            .collect()
    }

    fn has_news(&self) -> bool {
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
    /// A segment with data `[from, to)` has come. The first stretch of it that had come before is told in the
    /// acknowledgment of this very segment (RFC 2883 §4 and §4.2), and so without delay and alone: data would leave no room
    /// for it. Returns whether there is one.
    pub(crate) fn report_duplicate(&mut self, from: Seq, to: Seq) -> bool {
        let twice = self.receive_buffer.first_duplicate(from, to);
        let twice = twice.filter(|_| self.sack_on);
        self.arrivals.report(twice);
        if let Some((from, to)) = twice {
            self.events.push(TcpEvent::DuplicateToReport { from, to });
            self.acks.alone();
        }
        twice.is_some()
    }

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
        // RFC 2883 §4: by this very acknowledgment, which may be older than SND.UNA. What was never sent is a lie.
        if let Some(twice) = duplicate_block(header.ack, blocks)
            && !Seq(twice.right).after(self.snd_nxt)
        {
            let (from, to) = (Seq(twice.left), Seq(twice.right));
            self.events.push(TcpEvent::DuplicateReported { from, to });
        }
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
        arrivals.report(Some((Seq(12), Seq(14))));
        assert_eq!(list(arrivals.blocks(&ranges, 4)), [(12, 14), (10, 20)]);
        assert_eq!(list(arrivals.blocks(&ranges, 4)), [(10, 20)]);
    }

    #[test]
    fn the_block_that_holds_a_duplicate_comes_right_after_it() {
        let mut arrivals = Arrivals::default();
        let ranges = [(Seq(10), Seq(20)), (Seq(30), Seq(40)), (Seq(50), Seq(60))];
        for range in ranges {
            arrivals.ahead(range.0, &ranges);
        }
        arrivals.report(Some((Seq(30), Seq(35))));
        let expected = [(30, 35), (30, 40), (50, 60), (10, 20)];
        assert_eq!(list(arrivals.blocks(&ranges, 4)), expected);
        arrivals.report(Some((Seq(1), Seq(5))));
        let expected = [(1, 5), (50, 60), (30, 40)];
        assert_eq!(list(arrivals.blocks(&ranges, 3)), expected, "held by none");
    }

    #[test]
    fn a_later_segment_takes_the_place_of_what_was_not_told_yet() {
        let mut arrivals = Arrivals::default();
        arrivals.report(Some((Seq(1), Seq(5))));
        arrivals.report(None);
        assert_eq!(list(arrivals.blocks(&[], 4)), []);
    }
}
