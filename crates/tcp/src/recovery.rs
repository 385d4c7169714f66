//! When segments are believed lost and when that is over (RFC 5681 §3.2, RFC 6582, RFC 6675 §5).
//!
//! Decides; what it costs the window is `congestion.rs`'s business, which segments are sent again is
//! `flight.rs`'s.

use serde::Serialize;

use crate::seq::Seq;

/// Duplicate acknowledgments that mean loss rather than reordering (RFC 5681 §3.2).
pub const DUP_ACK_THRESHOLD: u32 = 3;

/// What a sender believes about its path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RecoveryPhase {
    /// Nothing is believed lost.
    #[default]
    Open,
    /// Duplicate acknowledgments told of a loss: fast recovery, by NewReno or by SACK.
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

/// What a duplicate acknowledgment has to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Evidence {
    /// Only that something arrived out of order.
    Count,
    /// What arrived: whether that shows that the oldest segment is lost (RFC 6675's IsLost).
    Sack { first_is_lost: bool },
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

    /// A duplicate acknowledgment of `una`; `fast` says whether it may start recovery at all.
    pub(crate) fn on_duplicate(
        &mut self,
        una: Seq,
        nxt: Seq,
        evidence: Evidence,
        fast: bool,
    ) -> Duplicate {
        self.dup_acks = self.dup_acks.saturating_add(1);
        if self.phase == RecoveryPhase::Fast {
            return Duplicate::Inflate;
        }
        let (enough, fresh) = match evidence {
            // RFC 6582 §3.2 step 1: duplicates of something not past `recover` may be the answer to what we
            // sent twice ourselves.
            Evidence::Count => (
                self.dup_acks == DUP_ACK_THRESHOLD,
                self.recover.is_none_or(|recover| una.after(recover)),
            ),
            // RFC 6675 §5 and §5.1. What was sent twice is never sacked twice, so reaching `recover` will do.
            Evidence::Sack { first_is_lost } => (
                self.dup_acks >= DUP_ACK_THRESHOLD || first_is_lost,
                self.recover.is_none_or(|recover| !una.before(recover)),
            ),
        };
        if !enough || !fresh || !fast {
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
            // Far enough past it, "before" and "after" would change sides on the circle.
            self.recover = self.recover.filter(|recover| !una.after(*recover));
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
            .map(|_| recovery.on_duplicate(Seq(100), Seq(900), Evidence::Count, true))
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
                assert_eq!(
                    recovery.on_duplicate(Seq(una), Seq(950), Evidence::Count, true),
                    Duplicate::Wait
                );
            }
            recovery.on_progress(Seq(una));
        }
        recovery.on_progress(Seq(901));
        let answers: Vec<_> = (0..3)
            .map(|_| recovery.on_duplicate(Seq(901), Seq(950), Evidence::Count, true))
            .collect();
        assert_eq!(answers.last(), Some(&Duplicate::FastRetransmit));
    }

    #[test]
    fn what_the_peer_holds_can_tell_of_a_loss_before_the_third_duplicate() {
        let mut recovery = Recovery::default();
        let mut ask = |first_is_lost, fast| {
            recovery.on_duplicate(Seq(100), Seq(900), Evidence::Sack { first_is_lost }, fast)
        };
        assert_eq!(ask(false, true), Duplicate::Wait);
        assert_eq!(ask(true, false), Duplicate::Wait, "switched off");
        assert_eq!(ask(true, true), Duplicate::FastRetransmit);
    }
}
