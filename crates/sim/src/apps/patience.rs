//! [`Patience`]: how long a program waits for the next sign of life.

use hoplab_units::{Span, Time};

use crate::ids::EventId;
use crate::program::{Sys, Timer};

/// TCP itself would wait for minutes, and where the other side fell silent behind its last acknowledgment for ever.
/// One timer is under way at a time, however often something comes on.
#[derive(Clone, Debug)]
pub(crate) struct Patience {
    /// The program's timer for it.
    timer: Timer,
    /// When something last came on.
    active: Time,
    /// The event that made it come on.
    active_by: Option<EventId>,
    /// Whether the timer runs.
    is_watched: bool,
}

impl Patience {
    const LENGTH: Span = Span::from_secs(30);

    pub(crate) fn new(timer: Timer) -> Patience {
        Patience {
            timer,
            active: Time::ZERO,
            active_by: None,
            is_watched: false,
        }
    }

    /// Something came on: it begins anew.
    pub(crate) fn renew(&mut self, sys: &mut Sys<'_>) {
        self.active = sys.now();
        self.active_by = sys.cause();
        if !self.is_watched {
            self.watch(sys);
        }
    }

    fn watch(&mut self, sys: &mut Sys<'_>) {
        let at = self.active + Patience::LENGTH;
        sys.set_timer_for(at.since(sys.now()), self.timer);
        self.is_watched = true;
    }

    /// The timer ran out. `waits`: whether the program waits for anything. If it is over, what the program does now
    /// comes of what came on last: the timer was set long before, and it is the silence since then that ends it.
    pub(crate) fn is_over(&mut self, sys: &mut Sys<'_>, waits: bool) -> bool {
        self.is_watched = false;
        if !waits {
            return false;
        }
        if self.active + Patience::LENGTH > sys.now() {
            self.watch(sys);
            return false;
        }
        sys.because(self.active_by);
        true
    }
}
