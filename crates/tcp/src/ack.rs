//! The acknowledgment in a segment: RFC 9293 §3.10.7.4, fifth check, and what follows from it for the timers, the
//! windows and what is believed lost.

use hoplab_units::Time;
use hoplab_wire::tcp::Flags;

use crate::arrival::{Segment, Step};
use crate::endpoint::Endpoint;
use crate::event::{ChallengeWhy, CwndWhy, RetransmitWhy, TcpEvent};
use crate::flight::Acknowledged;
use crate::listener::reset_for;
use crate::recovery::{Duplicate, Progress, RecoveryPhase};
use crate::seq::Seq;
use crate::state::{State, StateEvent};
use crate::timers::TimerKind;

impl Endpoint {
    pub(crate) fn check_ack(&mut self, now: Time, segment: Segment<'_>) -> Step {
        if !segment.has(Flags::ACK) {
            return Step::Done;
        }
        if self.state == State::SynReceived {
            if !segment.ack.after(self.snd_una) || segment.ack.after(self.snd_nxt) {
                self.reset_due = reset_for(segment.header, segment.payload.len());
                return Step::Done;
            }
            self.syn_acknowledged(now, segment.ack, StateEvent::SynAcked);
            // The window of a SYN is not scaled, and was taken with it.
            if !segment.has(Flags::SYN) {
                self.send_window
                    .update(segment.seq, segment.ack, segment.header.window);
            }
            return Step::Continue;
        }
        // RFC 5961 §5.2: nothing we never sent, and nothing older than one window.
        let oldest = self.snd_una.minus(self.send_window.largest);
        if segment.ack.after(self.snd_nxt) || segment.ack.before(oldest) {
            self.challenge(now, ChallengeWhy::AckOutOfRange);
            return Step::Done;
        }
        self.soft_error = false;
        if segment.ack.after(self.snd_una) {
            self.progress(now, segment.ack);
        } else if self.is_duplicate(segment) {
            self.duplicate(now);
        }
        if self.state == State::Closed {
            return Step::Done;
        }
        if !segment.ack.before(self.snd_una) {
            self.update_window(now, segment);
        }
        Step::Continue
    }

    /// Our SYN is acknowledged up to `ack`.
    pub(crate) fn syn_acknowledged(&mut self, now: Time, ack: Seq, event: StateEvent) {
        let acked = self.flight.acknowledge(ack);
        self.snd_una = ack;
        self.measure(now, &acked);
        self.retransmissions = 0;
        self.soft_error = false;
        self.restart_retransmit_timer(now);
        self.open(now, event, acked.any_resent);
    }

    /// New data, or our FIN, is acknowledged.
    fn progress(&mut self, now: Time, ack: Seq) {
        let in_flight = self.flight.total();
        let acked = self.flight.acknowledge(ack);
        self.send_buffer.release(acked.bytes);
        self.snd_una = ack;
        self.retransmissions = 0;
        self.resend_now = false;
        self.events.push(TcpEvent::Acked {
            bytes: acked.bytes,
            up_to: ack,
            tag: acked.tag,
        });
        self.measure(now, &acked);
        self.judge_progress(now, acked.bytes, in_flight);
        if acked.fin {
            self.fin_acknowledged(now);
        }
    }

    /// RFC 6298 §3, Karn: a segment sent twice tells nothing, since nobody knows which sending was acknowledged.
    fn measure(&mut self, now: Time, acked: &Acknowledged) {
        let Some(sent_at) = acked.oldest_sent_at.filter(|_| !acked.any_resent) else {
            return;
        };
        let sample = now - sent_at;
        self.rtt.measure(sample);
        self.events.push(TcpEvent::RttMeasured {
            sample,
            srtt: self.rtt.srtt().unwrap_or(sample),
            rttvar: self.rtt.rttvar(),
            rto: self.rtt.rto(),
        });
    }

    fn judge_progress(&mut self, now: Time, bytes: u32, in_flight: u32) {
        let from = self.congestion.window();
        match self.recovery.on_progress(self.snd_una) {
            Progress::Partial { recover, first } => {
                self.congestion.on_partial_ack(bytes);
                self.cwnd_changed(from, CwndWhy::PartialAck);
                self.flight.mark_first_lost(RetransmitWhy::PartialAck);
                self.resend_now = true;
                let original_tag = self.flight.first().map_or(0, |segment| segment.tag);
                let up_to = self.snd_una;
                self.events.push(TcpEvent::PartialAck {
                    up_to,
                    recover,
                    original_tag,
                });
                // RFC 6582 §4, the impatient variant: only the first partial acknowledgment puts off the timer,
                // so that many losses end in slow start and not in one resend a round trip.
                if first {
                    self.restart_retransmit_timer(now);
                }
                return;
            }
            Progress::Recovered => {
                self.congestion.on_recovered(self.flight.total());
                self.cwnd_changed(from, CwndWhy::Recovered);
                self.events.push(TcpEvent::RecoveryEnded {
                    up_to: self.snd_una,
                });
            }
            progress => {
                let why = if self.congestion.in_slow_start() {
                    CwndWhy::SlowStart
                } else {
                    CwndWhy::CongestionAvoidance
                };
                self.congestion.on_ack(bytes, in_flight);
                self.cwnd_changed(from, why);
                if progress == Progress::LossOver {
                    self.events.push(TcpEvent::RecoveryEnded {
                        up_to: self.snd_una,
                    });
                }
            }
        }
        self.restart_retransmit_timer(now);
    }

    /// RFC 6298 (5.2) and (5.3).
    fn restart_retransmit_timer(&mut self, now: Time) {
        if self.flight.is_empty() {
            self.timers.stop(TimerKind::Retransmit);
        } else {
            self.timers.set(TimerKind::Retransmit, now + self.rtt.rto());
        }
    }

    fn fin_acknowledged(&mut self, now: Time) {
        if self.state == State::LastAck {
            self.end(StateEvent::FinAcked, None);
            return;
        }
        self.enter(StateEvent::FinAcked);
        if self.state == State::TimeWait {
            self.start_time_wait(now);
        }
    }

    /// RFC 5681 §2. A closed window's answers to our probes look the same and mean nothing.
    fn is_duplicate(&self, segment: Segment<'_>) -> bool {
        segment.ack == self.snd_una
            && segment.len == 0
            && !self.flight.is_empty()
            && self.send_window.size > 0
            && self.send_window.scaled(segment.header.window) == self.send_window.size
    }

    fn duplicate(&mut self, now: Time) {
        let from = self.congestion.window();
        let answer = self.recovery.on_duplicate(self.snd_una, self.snd_nxt);
        let dup_acks = self.recovery.dup_acks();
        self.events.push(TcpEvent::DuplicateAck {
            seq: self.snd_una,
            count: dup_acks,
        });
        match answer {
            Duplicate::Wait => {}
            Duplicate::Inflate => {
                self.congestion.on_duplicate_in_recovery();
                self.cwnd_changed(from, CwndWhy::DuplicateAck);
            }
            Duplicate::FastRetransmit => {
                let original_tag = self.flight.first().map_or(0, |segment| segment.tag);
                let (seq, recover) = (self.snd_una, self.snd_nxt);
                let event = TcpEvent::FastRetransmit {
                    seq,
                    dup_acks,
                    recover,
                    original_tag,
                };
                self.events.push(event);
                self.congestion.on_fast_retransmit(self.flight.total());
                self.cwnd_changed(from, CwndWhy::FastRetransmit);
                self.flight
                    .mark_first_lost(RetransmitWhy::FastRetransmit { dup_acks });
                self.resend_now = true;
                self.restart_retransmit_timer(now);
            }
        }
    }

    fn update_window(&mut self, now: Time, segment: Segment<'_>) {
        let before = self.send_window.size;
        self.send_window
            .update(segment.seq, segment.ack, segment.header.window);
        let window = self.send_window.size;
        if window == 0 {
            // The peer lives: a window may stay closed for ever (RFC 9293 §3.8.6.1).
            self.retransmissions = 0;
            if before > 0 {
                self.events.push(TcpEvent::WindowClosed);
            }
            return;
        }
        if window > before {
            self.timers.stop(TimerKind::Persist);
            self.probe_due = false;
        }
        if before == 0 {
            self.events.push(TcpEvent::WindowOpened { window });
            // The silence was the closed window's, not the path's.
            self.rtt.forget_backoff();
            if self.recovery.phase() == RecoveryPhase::Open {
                self.flight.mark_all_lost(RetransmitWhy::WindowOpened);
            }
            self.restart_retransmit_timer(now);
        }
    }
}
