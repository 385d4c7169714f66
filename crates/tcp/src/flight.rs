//! The retransmission queue: everything sent and not yet acknowledged.
//!
//! It is a stretch of the sequence space, cut into entries wherever what is known of it changes: a resend may take
//! several entries into one segment, or cut one in two (see `repacketize.rs`). Each entry carries the tag its first
//! sending was recorded under, so that a resend can name what it repeats. What is believed lost stays in its place, marked
//! with why, until it is sent again; what the peer says it holds is marked too (see `scoreboard.rs`).

mod repacketize;
mod scoreboard;

use core::ops::Range;
use std::collections::VecDeque;

use hoplab_units::Time;

use crate::event::RetransmitWhy;
use crate::seq::Seq;

/// One segment under way.
#[derive(Clone, Debug)]
pub(crate) struct SentSegment {
    pub(crate) seq: Seq,
    /// Payload bytes, without SYN and FIN.
    pub(crate) len: u32,
    pub(crate) syn: bool,
    pub(crate) fin: bool,
    /// The tag of the first sending.
    pub(crate) tag: u64,
    /// When it was last sent.
    pub(crate) sent_at: Time,
    /// How often it has been sent.
    pub(crate) transmissions: u32,
    /// Set when it is to be sent again.
    pub(crate) lost: Option<RetransmitWhy>,
    /// Whether the peer says it holds it. Never together with `lost`.
    pub(crate) sacked: bool,
    /// The recovery it was last sent again in; 0 for none.
    pub(crate) resent_in: u32,
    /// Sent again although the first sending is not known to be lost: both may be under way (RFC 6675 §4, SetPipe()).
    /// Never together with `lost` or `sacked`.
    pub(crate) doubled: bool,
    /// Whether it last went out in one segment with the entry before it.
    pub(crate) joined: bool,
}

impl SentSegment {
    /// How much of the sequence space it takes.
    pub(crate) fn space(&self) -> u32 {
        self.len + u32::from(self.syn) + u32::from(self.fin)
    }
    pub(crate) fn end(&self) -> Seq {
        self.seq + self.space()
    }
}

/// What an acknowledgment covered.
#[derive(Clone, Debug, Default)]
pub(crate) struct Acknowledged {
    /// Payload bytes.
    pub(crate) bytes: u32,
    /// The tag of the newest segment it covers whole.
    pub(crate) tag: Option<u64>,
    pub(crate) syn: bool,
    pub(crate) fin: bool,
    /// When the oldest of them was sent.
    pub(crate) oldest_sent_at: Option<Time>,
    /// Karn: whether one of them was sent more than once, so that no round trip can be read off it.
    pub(crate) any_resent: bool,
}

/// Bounded by the send buffer: a segment takes at least one octet of it, SYN and FIN aside.
#[derive(Clone, Debug, Default)]
pub(crate) struct Flight {
    segments: VecDeque<SentSegment>,
    /// Sequence space of all segments.
    total: u32,
    /// Sequence space of those marked lost and not sent again yet.
    lost: u32,
    /// Sequence space of those the peer says it holds.
    sacked: u32,
    /// Sequence space of those that may be under way twice.
    doubled: u32,
    /// Counts recoveries.
    recovery: u32,
    /// No segment before this index is marked lost: saves scanning on each resend.
    lost_from: usize,
}

impl Flight {
    pub(crate) fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }
    /// Sequence space sent and unacknowledged (RFC 5681's FlightSize).
    pub(crate) fn total(&self) -> u32 {
        self.total
    }
    /// Sequence space believed to be in the network now (RFC 6675's pipe).
    pub(crate) fn pipe(&self) -> u32 {
        self.total - self.lost - self.sacked + self.doubled
    }
    pub(crate) fn first(&self) -> Option<&SentSegment> {
        self.segments.front()
    }
    pub(crate) fn lost(&self) -> u32 {
        self.lost
    }

    pub(crate) fn push(&mut self, segment: SentSegment) {
        debug_assert!(
            self.segments
                .back()
                .is_none_or(|last| last.end() == segment.seq)
        );
        debug_assert!(segment.space() > 0 && segment.lost.is_none());
        self.total += segment.space();
        self.segments.push_back(segment);
    }

    pub(crate) fn clear(&mut self) {
        *self = Flight::default();
    }

    /// Every segment, oldest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &SentSegment> {
        self.segments.iter()
    }

    /// Drops everything before `up_to`, cutting a segment that is acknowledged in part.
    pub(crate) fn acknowledge(&mut self, up_to: Seq) -> Acknowledged {
        let mut acked = Acknowledged::default();
        while let Some(first) = self.segments.front_mut() {
            if !first.seq.before(up_to) {
                break;
            }
            acked.oldest_sent_at = acked.oldest_sent_at.or(Some(first.sent_at));
            acked.any_resent |= first.transmissions > 1;
            if first.end().after(up_to) {
                // Only data can be cut: SYN goes alone, and FIN is the last octet.
                let cut = up_to.since(first.seq).min(first.len);
                first.seq += cut;
                first.len -= cut;
                self.total -= cut;
                self.lost -= if first.lost.is_some() { cut } else { 0 };
                self.sacked -= if first.sacked { cut } else { 0 };
                self.doubled -= if first.doubled { cut } else { 0 };
                acked.bytes += cut;
                break;
            }
            let space = first.space();
            acked.bytes += first.len;
            acked.syn |= first.syn;
            acked.fin |= first.fin;
            acked.tag = Some(first.tag);
            self.total -= space;
            self.lost -= if first.lost.is_some() { space } else { 0 };
            self.sacked -= if first.sacked { space } else { 0 };
            self.doubled -= if first.doubled { space } else { 0 };
            self.segments.pop_front();
            self.lost_from = self.lost_from.saturating_sub(1);
        }
        acked
    }

    /// Marks the oldest segment as lost, as it was last sent.
    pub(crate) fn mark_first_lost(&mut self, why: RetransmitWhy) {
        for index in self.sending_of(0) {
            self.mark(index, why);
        }
    }

    /// Marks every segment as lost that the peer does not say it holds.
    pub(crate) fn mark_all_lost(&mut self, why: RetransmitWhy) {
        for index in 0..self.segments.len() {
            self.mark(index, why);
        }
    }

    /// Marks every segment that last went out with more than `len` bytes of payload as lost: it can't have passed.
    pub(crate) fn mark_longer_lost(&mut self, len: u32, why: RetransmitWhy) {
        let mut next = 0;
        while next < self.segments.len() {
            let sending = self.sending_of(next);
            next = sending.end;
            let entries = self.segments.range(sending.clone());
            if entries.map(|entry| entry.len).sum::<u32>() > len {
                for index in sending {
                    self.mark(index, why);
                }
            }
        }
    }

    fn mark(&mut self, index: usize, why: RetransmitWhy) {
        let segment = self.segments.get_mut(index);
        if let Some(segment) = segment.filter(|segment| !segment.sacked) {
            if segment.lost.is_none() {
                self.lost += segment.space();
            }
            if core::mem::take(&mut segment.doubled) {
                self.doubled -= segment.space();
            }
            segment.lost = Some(why);
            self.lost_from = self.lost_from.min(index);
        }
    }

    /// The oldest segment that is to be sent again.
    pub(crate) fn next_lost(&mut self) -> Option<usize> {
        if self.lost == 0 {
            return None;
        }
        while self.segments.get(self.lost_from)?.lost.is_none() {
            self.lost_from += 1;
        }
        Some(self.lost_from)
    }

    pub(crate) fn get(&self, index: usize) -> Option<&SentSegment> {
        self.segments.get(index)
    }

    /// Where the segment that the entry at `index` last went out in begins and ends among the entries.
    fn sending_of(&self, index: usize) -> Range<usize> {
        let joined = |at: usize| self.segments.get(at).is_some_and(|entry| entry.joined);
        let mut range = index..index + 1;
        while range.start > 0 && joined(range.start) {
            range.start -= 1;
        }
        while joined(range.end) {
            range.end += 1;
        }
        range
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn flight(lens: &[u32]) -> Flight {
        let mut flight = Flight::default();
        let mut seq = Seq(u32::MAX - 5);
        for (tag, &len) in lens.iter().enumerate() {
            flight.push(SentSegment {
                seq,
                len,
                syn: false,
                fin: false,
                tag: tag as u64,
                sent_at: Time::from_millis(tag as u64),
                transmissions: 1,
                lost: None,
                sacked: false,
                resent_in: 0,
                doubled: false,
                joined: false,
            });
            seq += len;
        }
        flight
    }

    #[test]
    fn an_acknowledgment_names_the_newest_segment_it_covers() {
        let mut flight = flight(&[10, 10, 10]);
        let acked = flight.acknowledge(Seq(u32::MAX - 5) + 25);
        assert_eq!((acked.bytes, acked.tag), (25, Some(1)));
        assert_eq!(acked.oldest_sent_at, Some(Time::ZERO));
        assert_eq!(
            (flight.total(), flight.first().map(|s| s.len)),
            (5, Some(5))
        );
    }

    #[test]
    fn lost_segments_leave_the_pipe_until_they_are_sent_again() {
        let mut flight = flight(&[10, 10, 10]);
        flight.mark_all_lost(RetransmitWhy::PathMtu);
        assert_eq!((flight.total(), flight.pipe()), (30, 0));
        let index = flight.next_lost().unwrap();
        flight.resend(index, 10, Time::from_secs(1));
        assert_eq!((flight.pipe(), flight.next_lost()), (10, Some(1)));
        assert!(flight.acknowledge(Seq(u32::MAX - 5) + 15).any_resent);
        assert_eq!(
            (flight.total(), flight.pipe(), flight.next_lost()),
            (15, 0, Some(0))
        );
    }
}
