//! When segments are believed lost and when that is over (RFC 5681 §3.2, RFC 6582).
//!
//! Decides; what it costs the window is `congestion.rs`'s business, which segments are sent again is
//! `flight.rs`'s.

use serde::Serialize;

use crate::seq::Seq;

/// Duplicate acknowledgments that mean loss rather than reordering (RFC 5681 §3.2).
pub const DUP_ACK_THRESHOLD: u32 = 3;

/// What a sender believes about its path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub enum RecoveryPhase {
    /// Nothing is believed lost.
    #[default]
    Open,
    /// Duplicate acknowledgments told of a loss: NewReno recovery.
    Fast,
    /// The timer expired: everything under way is sent again, in slow start.
    Loss,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Recovery {
    phase: RecoveryPhase,
    /// SND.NXT when the loss was noticed; `None` before the first one.
    recover: Option<Seq>,
    dup_acks: u32,
    /// Whether this fast recovery has seen a partial acknowledgment.
    partial: bool,
}

/// What a duplicate acknowledgment means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Duplicate {
    /// Not enough of them, or an echo of our own resends.
    Wait,
    /// Send the first unacknowledged segment again.
    FastRetransmit,
    /// In recovery already: another segment has left the network.
    Inflate,
}

/// What an acknowledgment of new data means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// All is well.
    Normal,
    /// In fast recovery, another loss; `first` of this recovery.
    Partial { recover: Seq, first: bool },
    /// Fast recovery is over.
    Recovered,
    /// What was under way at the timeout is acknowledged; this ACK grows the window as usual.
    LossOver,
}

impl Recovery {
    pub(crate) fn phase(&self) -> RecoveryPhase {
        self.phase
    }
    pub(crate) fn dup_acks(&self) -> u32 {
        self.dup_acks
    }
    pub(crate) fn recover(&self) -> Option<Seq> {
        self.recover.filter(|_| self.phase != RecoveryPhase::Open)
    }

    pub(crate) fn on_duplicate(&mut self, una: Seq, nxt: Seq) -> Duplicate {
        self.dup_acks = self.dup_acks.saturating_add(1);
        if self.phase == RecoveryPhase::Fast {
            return Duplicate::Inflate;
        }
        // RFC 6582 §3.2 step 1: duplicates of something not past `recover` may be the answer to what we
        // sent twice ourselves.
        let fresh = self.recover.is_none_or(|recover| una.after(recover));
        if self.dup_acks != DUP_ACK_THRESHOLD || !fresh {
            return Duplicate::Wait;
        }
        self.phase = RecoveryPhase::Fast;
        self.recover = Some(nxt);
        self.partial = false;
        Duplicate::FastRetransmit
    }

    pub(crate) fn on_progress(&mut self, una: Seq) -> Progress {
        self.dup_acks = 0;
        let Some(recover) = self.recover() else {
            return Progress::Normal;
        };
        let over = !una.before(recover);
        match self.phase {
            RecoveryPhase::Fast if over => {
                self.phase = RecoveryPhase::Open;
                Progress::Recovered
            }
            RecoveryPhase::Fast => {
                let first = !self.partial;
                self.partial = true;
                Progress::Partial { recover, first }
            }
            RecoveryPhase::Loss if over => {
                self.phase = RecoveryPhase::Open;
                Progress::LossOver
            }
            _ => Progress::Normal,
        }
    }

    /// RFC 6582 §4: after a timeout, note the highest number sent and leave fast recovery.
    pub(crate) fn on_timeout(&mut self, nxt: Seq) {
        *self = Recovery {
            phase: RecoveryPhase::Loss,
            recover: Some(nxt),
            ..Recovery::default()
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_third_duplicate_starts_recovery_and_the_full_acknowledgment_ends_it() {
        let mut recovery = Recovery::default();
        let answers: Vec<_> = (0..4)
            .map(|_| recovery.on_duplicate(Seq(100), Seq(900)))
            .collect();
        use Duplicate::*;
        assert_eq!(answers, [Wait, Wait, FastRetransmit, Inflate]);
        let partial = |first| Progress::Partial {
            recover: Seq(900),
            first,
        };
        assert_eq!(recovery.on_progress(Seq(400)), partial(true));
        assert_eq!(recovery.on_progress(Seq(500)), partial(false));
        assert_eq!(recovery.on_progress(Seq(900)), Progress::Recovered);
        assert_eq!(recovery.on_progress(Seq(1000)), Progress::Normal);
    }

    #[test]
    fn echoes_of_what_a_timeout_resent_start_no_recovery() {
        let mut recovery = Recovery::default();
        recovery.on_timeout(Seq(900));
        for una in [400, 900] {
            for _ in 0..5 {
                assert_eq!(recovery.on_duplicate(Seq(una), Seq(950)), Duplicate::Wait);
            }
            recovery.on_progress(Seq(una));
        }
        recovery.on_progress(Seq(901));
        let answers: Vec<_> = (0..3)
            .map(|_| recovery.on_duplicate(Seq(901), Seq(950)))
            .collect();
        assert_eq!(answers.last(), Some(&Duplicate::FastRetransmit));
    }
}
