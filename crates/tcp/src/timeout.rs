//! A timer expires: RFC 9293 §3.10.8, RFC 6298 §5.

use hoplab_units::Time;

use crate::endpoint::Endpoint;
use crate::event::{CwndWhy, Failure, RetransmitWhy, TcpEvent};
use crate::state::{State, StateEvent};
use crate::timers::TimerKind;

impl Endpoint {
    /// Acts on every timer due at `now`; does nothing if none is.
    pub fn handle_timeout(&mut self, now: Time) {
        while let Some(timer) = self.timers.take_due(now) {
            match timer {
                TimerKind::Retransmit => self.retransmit_expired(now),
                TimerKind::Persist => self.persist_expired(now),
                TimerKind::DelayedAck => self.acks.expired(),
                TimerKind::KeepAlive => self.keep_alive_expired(now),
                TimerKind::UserTimeout => self.user_timeout_expired(),
                TimerKind::TimeWait => {
                    self.events.push(TcpEvent::TimeWaitEnded);
                    self.end(StateEvent::TimeWaitOver, None);
                }
            }
        }
        self.check();
    }

    fn retransmit_expired(&mut self, now: Time) {
        let Some(first) = self.flight.first() else {
            return;
        };
        let (seq, original_tag, is_syn) = (first.seq, first.tag, first.syn);
        if self.send_window.size == 0 && !is_syn {
            // What is under way found the window closed. That is no congestion, and no reason to give up
            // while the peer answers: it is sent again as a probe.
            self.persist_expired(now);
            return;
        }
        let most = if is_syn {
            self.config.syn_retries
        } else {
            self.config.max_retransmissions
        };
        if self.retransmissions >= most {
            self.give_up();
            return;
        }
        self.retransmissions += 1;
        let attempt = self.retransmissions;
        let rto = self.rtt.rto();
        self.rtt.back_off();
        let next_rto = self.rtt.rto();
        self.events.push(TcpEvent::RtoExpired {
            seq,
            attempt,
            rto,
            next_rto,
            original_tag,
        });
        if !is_syn {
            // A lost SYN is accounted for when the connection opens (RFC 5681 §3.1).
            let from = self.congestion.window();
            self.congestion
                .on_timeout(self.flight.total(), attempt == 1);
            self.cwnd_changed(from, CwndWhy::RtoExpired);
            self.recovery.on_timeout(self.snd_nxt);
            self.flight.begin_recovery();
            self.flight.forget_sacked();
        }
        self.flight
            .mark_all_lost(RetransmitWhy::RtoExpired { expiry: attempt });
        self.timers.set(TimerKind::Retransmit, now + next_rto);
    }

    /// The window has stayed too small to send into: ask again, ever more rarely.
    fn persist_expired(&mut self, now: Time) {
        if self.send_window.size > 0 {
            // The override timeout of RFC 9293 §3.8.6.2.1: what fits goes out. Nothing has failed to be answered.
            self.events.push(TcpEvent::PersistExpired {
                attempt: 1,
                next: self.rtt.rto(),
            });
            self.probe_due = true;
            return;
        }
        if self.retransmissions >= self.config.max_retransmissions {
            self.give_up();
            return;
        }
        self.retransmissions += 1;
        self.rtt.back_off();
        let next = self.rtt.rto();
        self.events.push(TcpEvent::PersistExpired {
            attempt: self.retransmissions,
            next,
        });
        self.probe_due = true;
        if !self.flight.is_empty() {
            self.timers.set(TimerKind::Retransmit, now + next);
        }
    }

    /// R2 is reached (RFC 9293 §3.8.3): the program gets an error. If the network had said why, that is it.
    fn give_up(&mut self) {
        let retransmissions = self.retransmissions;
        let seq = self.snd_una;
        let original_tag = self.flight.first().map(|segment| segment.tag);
        self.events.push(TcpEvent::GaveUp {
            seq,
            retransmissions,
            original_tag,
        });
        debug_assert!(
            self.state != State::TimeWait,
            "nothing is under way in TIME-WAIT"
        );
        let failure = if self.soft_error {
            Failure::Unreachable
        } else {
            Failure::TimedOut { retransmissions }
        };
        self.end(StateEvent::GiveUp, Some(failure));
    }
}
