//! Keep-alive (RFC 9293 §3.8.4): a connection on which nothing comes is probed, and given up if nobody answers.

use hoplab_units::Time;
use hoplab_wire::tcp::Flags;

use crate::endpoint::Endpoint;
use crate::event::{Failure, TcpEvent, Transmit, TransmitReason};
use crate::state::{State, StateEvent};
use crate::timers::TimerKind;

/// Probes since the peer was last heard.
#[derive(Clone, Debug, Default)]
pub(crate) struct KeepAlive {
    pub(crate) probes: u32,
    pub(crate) due: bool,
}

impl Endpoint {
    /// The peer was heard, or the connection has just opened: the silence begins anew.
    pub(crate) fn restart_keep_alive(&mut self, now: Time) {
        self.keep_alive = KeepAlive::default();
        let applies = self.state.is_synchronized() && self.state != State::TimeWait;
        if self.config.keep_alive && applies {
            self.timers
                .set(TimerKind::KeepAlive, now + self.config.keep_alive_idle);
        }
    }

    pub(crate) fn keep_alive_expired(&mut self, now: Time) {
        let interval = self.config.keep_alive_interval;
        // With data under way the retransmission timer finds out by itself (MUST-26: only when nothing is).
        if !self.flight.is_empty() || self.send_buffer.len() > 0 {
            self.timers.set(TimerKind::KeepAlive, now + interval);
            return;
        }
        let probes = self.keep_alive.probes;
        if probes >= self.config.keep_alive_probes {
            self.events.push(TcpEvent::KeepAliveGaveUp { probes });
            self.end(StateEvent::GiveUp, Some(Failure::KeepAlive { probes }));
            return;
        }
        self.keep_alive.probes += 1;
        self.keep_alive.due = true;
        self.events.push(TcpEvent::KeepAliveExpired {
            attempt: self.keep_alive.probes,
        });
        self.timers.set(TimerKind::KeepAlive, now + interval);
    }

    /// A probe lies one octet before what the peer expects, which it must answer, and holds no data (SHLD-12).
    pub(crate) fn transmit_keep_alive(&mut self, now: Time) -> Option<Transmit> {
        if !core::mem::take(&mut self.keep_alive.due) {
            return None;
        }
        let attempt = self.keep_alive.probes;
        let header = self.with_ack(now, self.snd_nxt.minus(1), Flags::ACK, 0);
        Some(Transmit {
            header,
            payload: Vec::new(),
            reason: TransmitReason::KeepAlive { attempt },
        })
    }
}
