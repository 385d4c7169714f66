//! The sender's side of selective acknowledgment: which segments the peer says it holds, and what follows for the
//! others (RFC 2018 §5, RFC 6675 §4).

use hoplab_units::Time;

use crate::event::RetransmitWhy;
use crate::recovery::DUP_ACK_THRESHOLD;
use crate::seq::Seq;

use super::Flight;

impl Flight {
    /// The peer holds `[from, to)`: takes note of every segment wholly inside. Returns how much of the sequence
    /// space is news.
    pub(crate) fn sack(&mut self, from: Seq, to: Seq) -> u32 {
        let Some(base) = self.segments.front().map(|first| first.seq) else {
            return 0;
        };
        let (start, end) = (from.since(base), to.since(base));
        let first = self
            .segments
            .partition_point(|segment| segment.seq.since(base) < start);
        let mut news = 0;
        for segment in self.segments.range_mut(first..) {
            let space = segment.space();
            if segment.seq.since(base) + space > end {
                break;
            }
            if !segment.sacked {
                segment.sacked = true;
                self.lost -= if segment.lost.take().is_some() {
                    space
                } else {
                    0
                };
                if core::mem::take(&mut segment.doubled) {
                    self.doubled -= space;
                }
                news += space;
            }
        }
        self.sacked += news;
        news
    }

    /// Sequence space that the peer says it holds beyond what it acknowledges.
    pub(crate) fn sacked(&self) -> u32 {
        self.sacked
    }

    /// After a timeout the peer's word no longer counts: it may have thrown away what it held (RFC 2018 §8).
    pub(crate) fn forget_sacked(&mut self) {
        for segment in &mut self.segments {
            segment.sacked = false;
        }
        self.sacked = 0;
    }

    /// A recovery begins: each segment may be sent again once in it (RFC 6675's HighRxt).
    pub(crate) fn begin_recovery(&mut self) {
        self.recovery += 1;
    }

    /// IsLost() of RFC 6675 §4 for the oldest segment.
    pub(crate) fn first_is_lost(&self, mss: u32) -> bool {
        let mut evidence = Evidence::default();
        for segment in self.segments.iter().skip(1).rev() {
            evidence.take(segment.sacked, segment.space());
        }
        evidence.suffices(mss)
    }

    /// Marks every segment that IsLost() and was not sent again in this recovery: rule (1) of NextSeg().
    pub(crate) fn mark_lost_by_sack(&mut self, mss: u32) {
        if self.sacked == 0 {
            return;
        }
        let mut evidence = Evidence::default();
        for index in (0..self.segments.len()).rev() {
            let segment = &self.segments[index];
            evidence.take(segment.sacked, segment.space());
            if segment.doubled && evidence.suffices(mss) {
                // Its first sending is lost after all.
                self.doubled -= segment.space();
                self.segments[index].doubled = false;
            }
            let segment = &self.segments[index];
            let open = !segment.sacked && segment.lost.is_none();
            if open && segment.resent_in != self.recovery && evidence.suffices(mss) {
                let sacked_above = evidence.octets;
                self.mark(index, RetransmitWhy::Sack { sacked_above });
            }
        }
    }

    /// Rule (3): the oldest hole below what the peer holds, though the evidence is thin.
    pub(crate) fn mark_hole(&mut self) -> bool {
        let last_sacked = self.segments.iter().rposition(|segment| segment.sacked);
        let hole = (0..last_sacked.unwrap_or(0)).find(|&index| self.may_resend(index));
        if let Some(index) = hole {
            self.mark_sending(index, RetransmitWhy::SackHole);
        }
        hole.is_some()
    }

    /// Rule (4): the newest segment the peer does not hold, so that its answer tells of all before it. The RFC would
    /// send it as soon as the window allows; we wait until its own acknowledgment is overdue (it was last sent at
    /// `overdue` or before), or most rescues would be of segments that are well on their way.
    pub(crate) fn mark_rescue(&mut self, overdue: Time) -> bool {
        let last = self.segments.iter().rposition(|segment| !segment.sacked);
        let rescue = last.filter(|&index| {
            self.may_resend(index)
                && self
                    .segments
                    .get(index)
                    .is_some_and(|segment| segment.sent_at <= overdue)
        });
        if let Some(index) = rescue {
            self.mark_sending(index, RetransmitWhy::SackRescue);
        }
        rescue.is_some()
    }

    /// Marks the entry at `index` and what last went out in one segment with it.
    fn mark_sending(&mut self, index: usize, why: RetransmitWhy) {
        for each in self.sending_of(index) {
            if self.may_resend(each) {
                self.mark(each, why);
            }
        }
    }

    fn may_resend(&self, index: usize) -> bool {
        self.segments.get(index).is_some_and(|segment| {
            !segment.sacked && segment.lost.is_none() && segment.resent_in != self.recovery
        })
    }
}

/// What the peer holds above a segment, gathered from the newest segment downwards.
#[derive(Default)]
struct Evidence {
    octets: u32,
    /// Separate stretches.
    runs: u32,
    in_run: bool,
}

impl Evidence {
    fn take(&mut self, sacked: bool, space: u32) {
        self.runs += u32::from(sacked && !self.in_run);
        self.octets += if sacked { space } else { 0 };
        self.in_run = sacked;
    }

    /// RFC 6675 §4, IsLost(): three separate stretches, or more than two full segments.
    fn suffices(&self, mss: u32) -> bool {
        self.runs >= DUP_ACK_THRESHOLD || self.octets > (DUP_ACK_THRESHOLD - 1) * mss
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::flight;
    use super::*;

    const BASE: Seq = Seq(u32::MAX - 5);
    const MSS: u32 = 10;

    fn marked(flight: &Flight) -> Vec<usize> {
        (0..flight.segments.len())
            .filter(|&index| flight.segments[index].lost.is_some())
            .collect()
    }

    #[test]
    fn only_whole_segments_are_sacked_and_only_once() {
        let mut flight = flight(&[10; 5]);
        assert_eq!(flight.sack(BASE + 12, BASE + 35), 10, "the third alone");
        assert_eq!(flight.sack(BASE + 10, BASE + 40), 20);
        assert_eq!(flight.sack(BASE + 10, BASE + 40), 0, "no news");
        assert_eq!((flight.sacked(), flight.pipe()), (30, 20));
        assert_eq!(flight.acknowledge(BASE + 40).bytes, 40);
        assert_eq!((flight.sacked(), flight.pipe()), (0, 10));
    }

    #[test]
    fn more_than_two_segments_sacked_above_mean_lost() {
        let mut flight = flight(&[10; 5]);
        flight.begin_recovery();
        flight.sack(BASE + 10, BASE + 30);
        assert!(!flight.first_is_lost(MSS));
        flight.sack(BASE + 30, BASE + 40);
        assert!(flight.first_is_lost(MSS));
        flight.mark_lost_by_sack(MSS);
        assert_eq!(marked(&flight), [0], "the fifth has nothing above it");
    }

    #[test]
    fn three_separate_stretches_mean_lost_however_short() {
        let mut flight = flight(&[1; 7]);
        for at in [1, 3, 5] {
            assert!(!flight.first_is_lost(MSS));
            flight.sack(BASE + at, BASE + at + 1);
        }
        assert!(flight.first_is_lost(MSS));
        flight.begin_recovery();
        flight.mark_lost_by_sack(MSS);
        assert_eq!(marked(&flight), [0]);
    }

    #[test]
    fn a_segment_is_marked_once_in_a_recovery() {
        let mut flight = flight(&[10; 5]);
        flight.begin_recovery();
        flight.sack(BASE + 10, BASE + 50);
        flight.mark_lost_by_sack(MSS);
        let index = flight.next_lost().unwrap();
        flight.resend(index, MSS, Time::ZERO);
        flight.mark_lost_by_sack(MSS);
        assert_eq!(marked(&flight), [] as [usize; 0]);
        flight.begin_recovery();
        flight.mark_lost_by_sack(MSS);
        assert_eq!(marked(&flight), [0]);
    }

    #[test]
    fn what_is_sacked_is_not_sent_again_until_a_timeout_forgets_it() {
        let mut flight = flight(&[10; 3]);
        flight.sack(BASE + 10, BASE + 20);
        flight.mark_all_lost(RetransmitWhy::WindowOpened);
        assert_eq!(marked(&flight), [0, 2]);
        flight.forget_sacked();
        flight.mark_all_lost(RetransmitWhy::WindowOpened);
        assert_eq!((marked(&flight), flight.pipe()), (vec![0, 1, 2], 0));
        flight.sack(BASE + 10, BASE + 20);
        assert_eq!(marked(&flight), [0, 2], "a new word spares it");
    }

    #[test]
    fn holes_come_oldest_first_and_the_rescue_is_the_newest() {
        let mut flight = flight(&[10; 5]);
        flight.begin_recovery();
        flight.sack(BASE + 20, BASE + 30);
        assert!(flight.mark_hole());
        assert_eq!(marked(&flight), [0]);
        assert!(flight.mark_hole());
        assert!(!flight.mark_hole(), "nothing is held above the fourth");
        assert!(!flight.mark_rescue(Time::from_millis(3)), "not overdue");
        assert!(flight.mark_rescue(Time::from_millis(4)));
        assert_eq!(marked(&flight), [0, 1, 4]);
        assert!(!flight.mark_rescue(Time::from_millis(4)));
    }
}
