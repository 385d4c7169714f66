//! Whether the congestion window was used: only then do acknowledgments say that the path takes so much (RFC 7661).
//!
//! Judged by what was under way as segments were sent, since at the moment of an acknowledgment the flight may be
//! down to its end: the last acknowledgments of a full window tell as much as the first. What was seen counts until all
//! that was sent by then is acknowledged (Linux's `tcp_cwnd_validate`).

use crate::seq::Seq;

#[derive(Clone, Debug, Default)]
pub(crate) struct CwndUse {
    /// The window held something back, or had no room for one more segment.
    limited: bool,
    /// The most that was under way, in bytes, where it was not limited.
    most: u32,
    /// SND.NXT when this was noted; `None` before the first sending.
    until: Option<Seq>,
}

impl CwndUse {
    /// Something was sent, or held back by the window (`limited`), with `pipe` bytes under way now.
    pub(crate) fn note(&mut self, una: Seq, nxt: Seq, pipe: u32, limited: bool) {
        let over = self.until.is_none_or(|until| !una.before(until));
        if over || limited || (!self.limited && pipe > self.most) {
            *self = CwndUse {
                limited,
                most: pipe,
                until: Some(nxt),
            };
        }
    }

    /// Whether an acknowledgment may open the window. Slow start may always go to twice what was under way: it doubles,
    /// so that half of the window is all a sender can have used (RFC 7661 §4.3 draws the line there too).
    pub(crate) fn allows_growth(&self, window: u32, in_slow_start: bool) -> bool {
        self.limited || (in_slow_start && window / 2 <= self.most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_window_counts_until_all_of_it_is_acknowledged() {
        let mut used = CwndUse::default();
        used.note(Seq(0), Seq(5), 5, false);
        used.note(Seq(0), Seq(10), 10, true);
        assert!(used.allows_growth(10, false));
        used.note(Seq(9), Seq(11), 2, false);
        assert!(used.allows_growth(10, false), "9 is still under way");
        used.note(Seq(10), Seq(12), 2, false);
        assert!(!used.allows_growth(10, false));
    }

    #[test]
    fn in_slow_start_half_the_window_is_enough() {
        let mut used = CwndUse::default();
        used.note(Seq(0), Seq(5), 5, false);
        assert!(used.allows_growth(10, true) && !used.allows_growth(10, false));
        assert!(!used.allows_growth(12, true));
    }
}
