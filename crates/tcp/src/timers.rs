//! The timers a connection runs, and which of them is due first.

use hoplab_units::Time;
use serde::Serialize;

/// What a timer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimerKind {
    /// Resend the first unacknowledged segment (RFC 6298).
    Retransmit,
    /// Probe a window too small to send into (RFC 9293 §3.8.6.1).
    Persist,
    /// Send the acknowledgment that was held back (RFC 1122 §4.2.3.2).
    DelayedAck,
    /// Leave TIME-WAIT (RFC 9293 §3.6.1).
    TimeWait,
    /// Ask whether a silent peer is still there (RFC 9293 §3.8.4).
    KeepAlive,
    /// Give up what stays unacknowledged (RFC 9293 §3.9.1).
    UserTimeout,
}

impl TimerKind {
    /// Every kind, in the order in which timers due at the same moment fire.
    pub const ALL: [TimerKind; 6] = [
        TimerKind::Retransmit,
        TimerKind::Persist,
        TimerKind::DelayedAck,
        TimerKind::TimeWait,
        TimerKind::KeepAlive,
        TimerKind::UserTimeout,
    ];
}

/// The deadline of each running timer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Timers {
    deadlines: [Option<Time>; TimerKind::ALL.len()],
}

impl Timers {
    pub(crate) fn set(&mut self, kind: TimerKind, deadline: Time) {
        self.deadlines[kind as usize] = Some(deadline);
    }
    pub(crate) fn stop(&mut self, kind: TimerKind) {
        self.deadlines[kind as usize] = None;
    }
    pub(crate) fn stop_all(&mut self) {
        *self = Timers::default();
    }
    pub(crate) fn deadline(&self, kind: TimerKind) -> Option<Time> {
        self.deadlines[kind as usize]
    }
    pub(crate) fn is_running(&self, kind: TimerKind) -> bool {
        self.deadline(kind).is_some()
    }

    /// When the first of them is due.
    pub(crate) fn next(&self) -> Option<Time> {
        self.deadlines.iter().flatten().min().copied()
    }

    /// Stops and returns a timer that is due.
    pub(crate) fn take_due(&mut self, now: Time) -> Option<TimerKind> {
        let due = |kind: &TimerKind| self.deadline(*kind).is_some_and(|deadline| deadline <= now);
        let kind = TimerKind::ALL.into_iter().find(due)?;
        self.stop(kind);
        Some(kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timers_fire_when_due_and_once() {
        let mut timers = Timers::default();
        timers.set(TimerKind::TimeWait, Time::from_secs(1));
        timers.set(TimerKind::Retransmit, Time::from_secs(2));
        assert_eq!(timers.next(), Some(Time::from_secs(1)));
        assert_eq!(timers.take_due(Time::from_millis(999)), None);
        assert_eq!(
            timers.take_due(Time::from_secs(3)),
            Some(TimerKind::Retransmit)
        );
        assert_eq!(
            timers.take_due(Time::from_secs(3)),
            Some(TimerKind::TimeWait)
        );
        assert_eq!(
            (timers.take_due(Time::from_secs(3)), timers.next()),
            (None, None)
        );
    }
}
