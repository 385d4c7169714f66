//! How often we answer segments that do not belong (RFC 5961 §7).
//!
//! Without a limit, two endpoints that disagree about sequence numbers would acknowledge each other's
//! acknowledgments for ever, and an attacker could make us send at will.

use hoplab_units::{Span, Time};

/// At most this many challenge ACKs in any one [`PERIOD`], the figures of RFC 5961 §7.
const MOST: u32 = 10;
const PERIOD: Span = Span::from_secs(5);
/// Between two acknowledgments of empty segments outside the window, as in Linux.
const GAP: Span = Span::from_millis(500);

#[derive(Clone, Debug, Default)]
pub(crate) struct RateLimit {
    period_began: Time,
    challenges: u32,
    out_of_window: Option<Time>,
}

impl RateLimit {
    /// Whether a challenge ACK may be sent now; counts it if so.
    pub(crate) fn allows_challenge(&mut self, now: Time) -> bool {
        if now - self.period_began >= PERIOD {
            self.period_began = now;
            self.challenges = 0;
        }
        let allowed = self.challenges < MOST;
        self.challenges += u32::from(allowed);
        allowed
    }

    /// Whether an empty segment outside the window may be acknowledged now; notes it if so.
    pub(crate) fn allows_out_of_window(&mut self, now: Time) -> bool {
        let allowed = self.out_of_window.is_none_or(|last| now - last >= GAP);
        if allowed {
            self.out_of_window = Some(now);
        }
        allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_challenges_in_five_seconds_and_no_more() {
        let mut limit = RateLimit::default();
        let allowed = |limit: &mut RateLimit, at: u64| {
            (0..20)
                .filter(|_| limit.allows_challenge(Time::from_secs(at)))
                .count()
        };
        assert_eq!(allowed(&mut limit, 1), 10);
        assert_eq!(allowed(&mut limit, 4), 0);
        assert_eq!(allowed(&mut limit, 6), 10);
    }
}
