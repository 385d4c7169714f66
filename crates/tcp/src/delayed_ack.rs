//! When received data is acknowledged (RFC 1122 §4.2.3.2, RFC 5681 §4.2).

use crate::event::AckWhy;

/// What is owed to the peer.
#[derive(Clone, Debug, Default)]
pub(crate) struct AckSchedule {
    due: Option<AckWhy>,
    /// Whether it must go alone whatever called for it.
    alone: bool,
    /// Bytes received in order and not acknowledged yet.
    bytes: u32,
}

/// Whether the delayed-ACK timer has to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wait {
    /// Start it unless it runs already.
    Start,
    /// An acknowledgment is due now.
    No,
}

impl AckSchedule {
    /// An acknowledgment is due at once.
    pub(crate) fn now(&mut self, why: AckWhy) {
        self.due = Some(why);
    }

    /// The acknowledgment that is due has to go alone.
    pub(crate) fn alone(&mut self) {
        self.alone = true;
    }

    /// `bytes` arrived in order. RFC 5681 §4.2: at least every second full-sized segment.
    pub(crate) fn data(&mut self, bytes: u32, full: u32, may_wait: bool) -> Wait {
        self.bytes = self.bytes.saturating_add(bytes);
        if !may_wait {
            self.now(AckWhy::Immediate);
        } else if self.bytes >= full.saturating_mul(2) {
            self.now(AckWhy::SecondSegment);
        } else {
            return Wait::Start;
        }
        Wait::No
    }

    /// The delay is over.
    pub(crate) fn expired(&mut self) {
        if self.bytes > 0 {
            self.due = self.due.or(Some(AckWhy::Delayed));
        }
    }

    /// An acknowledgment went out.
    pub(crate) fn sent(&mut self) {
        *self = AckSchedule::default();
    }

    pub(crate) fn due(&self) -> Option<AckWhy> {
        self.due
    }

    /// One that must not ride on data: the peer counts duplicates, and only pure ones (RFC 5681 §2), or a report would
    /// find no room beside the data (RFC 2883).
    pub(crate) fn due_alone(&self) -> Option<AckWhy> {
        self.due
            .filter(|why| self.alone || matches!(why, AckWhy::Gap | AckWhy::NoRoom))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_second_full_segment_is_acknowledged_at_once() {
        let mut schedule = AckSchedule::default();
        assert_eq!(schedule.data(1460, 1460, true), Wait::Start);
        assert_eq!(schedule.due(), None);
        assert_eq!(schedule.data(1460, 1460, true), Wait::No);
        assert_eq!(schedule.due(), Some(AckWhy::SecondSegment));
        schedule.sent();
        assert_eq!(schedule.data(1460, 1460, true), Wait::Start);
    }

    #[test]
    fn a_lone_segment_is_acknowledged_when_the_delay_is_over() {
        let mut schedule = AckSchedule::default();
        schedule.data(10, 1460, true);
        schedule.expired();
        assert_eq!(schedule.due(), Some(AckWhy::Delayed));
    }

    #[test]
    fn with_delaying_off_every_segment_is_acknowledged_at_once() {
        let mut schedule = AckSchedule::default();
        assert_eq!(schedule.data(10, 1460, false), Wait::No);
        assert_eq!(schedule.due(), Some(AckWhy::Immediate));
    }
}
