//! The user timeout (RFC 9293 §3.9.1 and §3.10.8, RFC 5482): the program says how long sent data may stay
//! unacknowledged.

use hoplab_units::{Span, Time};

use crate::endpoint::Endpoint;
use crate::event::{Failure, TcpEvent};
use crate::state::StateEvent;
use crate::timers::TimerKind;

impl Endpoint {
    /// Something was sent: the time runs from the oldest of it.
    pub(crate) fn start_user_timeout(&mut self, now: Time) {
        let limit = self.config.user_timeout;
        if limit > Span::ZERO && !self.timers.is_running(TimerKind::UserTimeout) {
            self.timers.set(TimerKind::UserTimeout, now + limit);
        }
    }

    /// Something was acknowledged: what is left gets its time from now on.
    pub(crate) fn restart_user_timeout(&mut self, now: Time) {
        self.timers.stop(TimerKind::UserTimeout);
        if !self.flight.is_empty() || self.send_buffer.len() > 0 {
            self.start_user_timeout(now);
        }
    }

    pub(crate) fn user_timeout_expired(&mut self) {
        let limit = self.config.user_timeout;
        self.events.push(TcpEvent::UserTimeoutExpired { limit });
        self.end(StateEvent::GiveUp, Some(Failure::UserTimeout));
    }
}
