//! Cutting anew what is sent again (RFC 9293 §3.8.1: a resend "may be repacketized"; RFC 1122 §4.2.2.15).
//!
//! A resend takes as much as fits into one segment, across the boundaries of what was sent before: small segments
//! together, long ones in parts. It never takes what the peer holds, nor what may still be under way.

use hoplab_units::Time;

use crate::event::RetransmitWhy;

use super::{Flight, SentSegment};

/// What goes out together.
struct Run {
    /// How many entries.
    entries: usize,
    /// How many bytes of payload.
    len: u32,
    /// How much of the last entry; the rest of it stays where it is. `None`: all of it.
    cut: Option<u32>,
}

impl Flight {
    /// What a segment of at most `most` bytes takes from the lost entry at `index` on. Its steps are the entries taken:
    /// one, where that fills the segment.
    fn run(&self, index: usize, most: u32) -> Run {
        let mut run = Run {
            entries: 0,
            len: 0,
            cut: None,
        };
        for entry in self.segments.range(index..) {
            // A SYN goes alone.
            if entry.lost.is_none() || (entry.syn && run.entries > 0) {
                break;
            }
            let room = most - run.len;
            if entry.len > room {
                if room > 0 {
                    run.entries += 1;
                    run.len += room;
                    run.cut = Some(room);
                }
                break;
            }
            run.entries += 1;
            run.len += entry.len;
            if entry.syn {
                break;
            }
        }
        run
    }

    /// How many bytes [`resend`](Self::resend) would send.
    pub(crate) fn resend_len(&self, index: usize, most: u32) -> u32 {
        self.run(index, most).len
    }

    /// Records that what is lost from the entry at `index` on is sent again at `now`, in one segment of at most `most`
    /// bytes, at least one. Returns the segment, which has the tag and count of its first entry, and why that was
    /// marked.
    pub(crate) fn resend(
        &mut self,
        index: usize,
        most: u32,
        now: Time,
    ) -> Option<(SentSegment, RetransmitWhy)> {
        let why = self.segments.get(index)?.lost?;
        let run = self.run(index, most);
        let end = index + run.entries;
        if let Some(len) = run.cut {
            self.cut(end - 1, len);
        }
        for at in index..end {
            let entry = self.segments.get_mut(at)?;
            let space = entry.space();
            entry.sent_again(now, at > index);
            entry.resent_in = self.recovery;
            self.lost -= space;
            if entry.lost.take() == Some(RetransmitWhy::SackHole) {
                entry.doubled = true;
                self.doubled += space;
            }
        }
        self.part(end);
        let fin = self.segments.get(end - 1)?.fin;
        let first = self.segments.get(index)?;
        let segment = SentSegment {
            len: run.len,
            fin,
            ..first.clone()
        };
        Some((segment, why))
    }

    /// Records that the oldest entry is sent again, at most `mss` bytes of it, to probe a closed window.
    pub(crate) fn probe(&mut self, mss: u32, now: Time) -> Option<SentSegment> {
        let first = self.segments.front()?;
        if first.lost.is_some() {
            let len = first.len.min(mss);
            return self.resend(0, len, now).map(|(segment, _)| segment);
        }
        self.cut(0, mss);
        self.part(1);
        let entry = self.segments.front_mut()?;
        entry.sent_again(now, false);
        Some(entry.clone())
    }

    /// Cuts the entry at `index` in two if it holds more than `len` bytes.
    fn cut(&mut self, index: usize, len: u32) {
        let Some(entry) = self.segments.get_mut(index).filter(|entry| entry.len > len) else {
            return;
        };
        let mut rest = entry.clone();
        rest.seq += len;
        rest.len -= len;
        rest.joined = true;
        entry.len = len;
        entry.fin = false;
        self.segments.insert(index + 1, rest);
    }

    /// What was sent in one segment with the entries before `index` is so no longer: those were sent again.
    fn part(&mut self, index: usize) {
        if let Some(entry) = self.segments.get_mut(index) {
            entry.joined = false;
        }
    }
}

impl SentSegment {
    fn sent_again(&mut self, now: Time, joined: bool) {
        self.sent_at = now;
        self.transmissions = self.transmissions.saturating_add(1);
        self.joined = joined;
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::flight;
    use super::*;
    use crate::seq::Seq;

    const BASE: Seq = Seq(u32::MAX - 5);
    const WHY: RetransmitWhy = RetransmitWhy::RtoExpired { expiry: 1 };

    /// Sends everything that is lost again: where each segment begins, how long it is, and its tag.
    fn resent(flight: &mut Flight, most: u32) -> Vec<(u32, u32, u64)> {
        let mut sent = Vec::new();
        while let Some(index) = flight.next_lost() {
            let len = flight.resend_len(index, most);
            let (segment, _) = flight.resend(index, most, Time::from_secs(1)).unwrap();
            assert_eq!(segment.len, len);
            sent.push((segment.seq.since(BASE), segment.len, segment.tag));
        }
        sent
    }

    #[test]
    fn segments_too_long_for_the_path_are_cut_across_their_boundaries() {
        let mut flight = flight(&[25, 25, 5]);
        flight.mark_longer_lost(10, RetransmitWhy::PathMtu);
        let expected = [
            (0, 10, 0),
            (10, 10, 0),
            (20, 10, 0),
            (30, 10, 1),
            (40, 10, 1),
        ];
        assert_eq!(resent(&mut flight, 10), expected, "the last has passed");
        assert_eq!((flight.total(), flight.pipe()), (55, 55));
    }

    #[test]
    fn small_segments_go_together_and_each_keeps_its_own_tag() {
        let mut flight = flight(&[3; 5]);
        flight.mark_all_lost(WHY);
        assert_eq!(resent(&mut flight, 10), [(0, 10, 0), (10, 5, 3)]);
        // Acknowledged in part, what is left is named by its own first sending.
        assert_eq!(flight.acknowledge(BASE + 7).tag, Some(1));
        assert_eq!(flight.first().map(|first| first.tag), Some(2));
    }

    #[test]
    fn what_the_peer_holds_is_never_taken_along() {
        let mut flight = flight(&[3; 5]);
        flight.sack(BASE + 6, BASE + 9);
        flight.mark_all_lost(WHY);
        assert_eq!(resent(&mut flight, 10), [(0, 6, 0), (9, 6, 3)]);
    }

    #[test]
    fn a_segment_sent_together_is_lost_together() {
        let mut flight = flight(&[3; 5]);
        flight.mark_all_lost(WHY);
        resent(&mut flight, 10);
        flight.mark_first_lost(RetransmitWhy::PartialAck);
        assert_eq!(resent(&mut flight, 10), [(0, 10, 0)]);
        flight.mark_longer_lost(6, RetransmitWhy::PathMtu);
        assert_eq!(resent(&mut flight, 6), [(0, 6, 0), (6, 4, 2)]);
        flight.mark_longer_lost(5, RetransmitWhy::PathMtu);
        assert_eq!(resent(&mut flight, 5), [(0, 5, 0), (5, 1, 1)]);
        assert_eq!((flight.total(), flight.pipe()), (15, 15));
    }

    #[test]
    fn a_fin_goes_with_the_last_of_the_data() {
        let mut flight = flight(&[3, 4]);
        let last = SentSegment {
            seq: BASE + 7,
            len: 0,
            fin: true,
            ..flight.first().cloned().unwrap()
        };
        flight.push(last);
        flight.mark_all_lost(WHY);
        let (segment, _) = flight.resend(0, 7, Time::ZERO).unwrap();
        assert_eq!((segment.len, segment.fin, segment.space()), (7, true, 8));
        assert_eq!((flight.lost(), flight.pipe()), (0, 8));
        flight.mark_all_lost(WHY);
        let (segment, _) = flight.resend(0, 6, Time::ZERO).unwrap();
        assert_eq!((segment.len, segment.fin), (6, false));
        let (segment, _) = flight.resend(2, 6, Time::ZERO).unwrap();
        assert_eq!((segment.len, segment.fin), (1, true));
    }

    #[test]
    fn a_probe_is_of_one_entry_alone() {
        let mut flight = flight(&[3; 3]);
        flight.mark_all_lost(WHY);
        assert_eq!(flight.probe(10, Time::ZERO).map(|probe| probe.len), Some(3));
        assert_eq!(flight.probe(2, Time::ZERO).map(|probe| probe.len), Some(2));
        assert_eq!((flight.total(), flight.lost()), (9, 6));
    }
}
