//! The acknowledgment in a segment: RFC 9293 §3.10.7.4, fifth check, and what follows from it for the timers, the
//! windows and what is believed lost.

use hoplab_units::{Span, Time};
use hoplab_wire::tcp::{Flags, Header};

use crate::arrival::{Segment, Verdict};
use crate::congestion::AckSample;
use crate::endpoint::Endpoint;
use crate::event::{ChallengeWhy, CwndWhy, RetransmitWhy, TcpEvent};
use crate::flight::Acknowledged;
use crate::listener::reset_for;
use crate::recovery::{Duplicate, Evidence, Progress, RecoveryPhase};
use crate::seq::Seq;
use crate::state::{State, StateEvent};
use crate::timers::TimerKind;

impl Endpoint {
    pub(crate) fn check_ack(&mut self, now: Time, segment: Segment<'_>) -> Verdict {
        if !segment.has(Flags::ACK) {
            return Verdict::Done;
        }
        if self.state == State::SynReceived {
            if !self.is_acceptable_ack(segment.ack) {
                self.reset_due = reset_for(segment.header, segment.payload.len());
                return Verdict::Done;
            }
            self.syn_acknowledged(now, segment, StateEvent::SynAcked);
            // The window of a SYN is not scaled, and was taken with it.
            if !segment.has(Flags::SYN) {
                self.send_window
                    .update(segment.seq, segment.ack, segment.header.window);
            }
            return Verdict::Continue;
        }
        if !self.is_acceptable_ack(segment.ack) {
            self.challenge(now, ChallengeWhy::AckOutOfRange);
            return Verdict::Done;
        }
        self.soft_error = false;
        let is_duplicate = !self.sack_on && self.is_duplicate(segment);
        if segment.ack.after(self.snd_una) {
            self.progress(now, segment);
        }
        if self.state == State::Closed {
            return Verdict::Done;
        }
        // RFC 6675 §2: with SACK, whatever reports new blocks is a duplicate acknowledgment.
        if self.take_sack(segment.header) > 0 || is_duplicate {
            self.duplicate(now);
        }
        if !segment.ack.before(self.snd_una) {
            self.update_window(now, segment);
        }
        Verdict::Continue
    }

    /// RFC 5961 §5.2: nothing we never sent, and nothing older than one window. While our SYN is unacknowledged, only what
    /// acknowledges it (RFC 9293 §3.10.7.4, fifth check).
    pub(crate) fn is_acceptable_ack(&self, ack: Seq) -> bool {
        let new_enough = if self.state == State::SynReceived {
            ack.after(self.snd_una)
        } else {
            !ack.before(self.snd_una.minus(self.send_window.largest))
        };
        new_enough && !ack.after(self.snd_nxt)
    }

    /// Our SYN is acknowledged.
    pub(crate) fn syn_acknowledged(&mut self, now: Time, segment: Segment<'_>, event: StateEvent) {
        let acked = self.flight.acknowledge(segment.ack);
        self.snd_una = segment.ack;
        self.measure(now, &acked, segment.header);
        self.retransmissions = 0;
        self.soft_error = false;
        self.restart_retransmit_timer(now);
        self.restart_user_timeout(now);
        self.open(now, event, acked.any_resent);
    }

    /// New data, or our FIN, is acknowledged.
    fn progress(&mut self, now: Time, segment: Segment<'_>) {
        let ack = segment.ack;
        let acked = self.flight.acknowledge(ack);
        self.send_buffer.release(acked.bytes);
        self.snd_una = ack;
        self.forget_urgent();
        self.forget_small();
        self.retransmissions = 0;
        self.resend_now = false;
        self.events.push(TcpEvent::Acked {
            bytes: acked.bytes,
            up_to: ack,
            tag: acked.tag,
        });
        self.measure(now, &acked, segment.header);
        self.judge_progress(now, acked.bytes);
        self.restart_user_timeout(now);
        if acked.fin {
            self.fin_acknowledged(now);
        }
    }

    /// RFC 6298 §3, Karn: a segment sent twice tells nothing, since nobody knows which sending was acknowledged,
    /// unless a timestamp comes back with it (RFC 7323 §4). Where both would do, the sending's own time is exact
    /// and a timestamp counts whole milliseconds.
    ///
    /// A timestamp from before the last sending is no better than none: perhaps the first sending was slow, perhaps its
    /// acknowledgment was lost and this answers the second, with the wait for our own timer counted in.
    fn measure(&mut self, now: Time, acked: &Acknowledged, header: &Header) {
        let sample = match acked.oldest_sent_at {
            Some(sent_at) if !acked.any_resent => now - sent_at,
            Some(sent_at) => match self.timestamps.round_trip(now, header) {
                Some(sample) if sample <= now - sent_at + Span::from_millis(1) => sample,
                _ => return,
            },
            None => return,
        };
        self.rtt.measure(sample);
        self.events.push(TcpEvent::RttMeasured {
            sample,
            srtt: self.rtt.srtt().unwrap_or(sample),
            rttvar: self.rtt.rttvar(),
            rto: self.rtt.rto(),
        });
    }

    fn judge_progress(&mut self, now: Time, bytes: u32) {
        let from = self.congestion.window();
        match self.recovery.on_progress(self.snd_una) {
            // RFC 6675 §5, step A to C: the scoreboard says what else is lost.
            Progress::Partial { .. } if self.sack_on => {}
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
                // With SACK the window fell at once and was never inflated.
                if !self.sack_on {
                    self.congestion.on_recovered(self.flight.total());
                    self.cwnd_changed(from, CwndWhy::Recovered);
                }
                self.events.push(TcpEvent::RecoveryEnded {
                    up_to: self.snd_una,
                });
            }
            progress => {
                let in_slow_start = self.congestion.in_slow_start();
                let why = if in_slow_start {
                    CwndWhy::SlowStart
                } else {
                    CwndWhy::CongestionAvoidance
                };
                self.congestion.on_ack(AckSample {
                    now,
                    bytes,
                    used: self.cwnd_use.allows_growth(from, in_slow_start),
                    srtt: self.rtt.srtt().unwrap_or_default(),
                });
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

    /// RFC 5681 §2. A closed window's answers to our probes look the same and mean nothing; nor does a keep-alive probe,
    /// which stands before RCV.NXT, tell of anything that came.
    fn is_duplicate(&self, segment: Segment<'_>) -> bool {
        segment.ack == self.snd_una
            && !segment.seq.before(self.rcv_nxt())
            && segment.len == 0
            && !self.flight.is_empty()
            && self.send_window.size > 0
            && self.send_window.scaled(segment.header.window) == self.send_window.size
    }

    fn duplicate(&mut self, now: Time) {
        let evidence = if self.sack_on {
            let first_is_lost = self.flight.first_is_lost(self.mss);
            Evidence::Sack { first_is_lost }
        } else {
            Evidence::Count
        };
        let fast = self.config.fast_retransmit;
        let (una, nxt) = (self.snd_una, self.snd_nxt);
        let answer = self.recovery.on_duplicate(una, nxt, evidence, fast);
        let dup_acks = self.recovery.dup_acks();
        self.events.push(TcpEvent::DuplicateAck {
            seq: self.snd_una,
            count: dup_acks,
        });
        match answer {
            Duplicate::Wait => {}
            Duplicate::Inflate if self.sack_on => self.flight.mark_lost_by_sack(self.mss),
            Duplicate::Inflate => {
                let from = self.congestion.window();
                self.congestion.on_duplicate_in_recovery();
                self.cwnd_changed(from, CwndWhy::DuplicateAck);
            }
            Duplicate::FastRetransmit => self.fast_retransmit(now, dup_acks),
        }
    }

    /// RFC 5681 §3.2, steps 2 and 3; with SACK, RFC 6675 §5, step 4.
    fn fast_retransmit(&mut self, now: Time, dup_acks: u32) {
        let original_tag = self.flight.first().map_or(0, |segment| segment.tag);
        self.events.push(TcpEvent::FastRetransmit {
            seq: self.snd_una,
            dup_acks,
            recover: self.snd_nxt,
            original_tag,
        });
        let from = self.congestion.window();
        // RFC 5681 §3.2 step 2: what limited transmit let out beyond the window does not count.
        let in_flight = self.flight.total().min(from);
        self.flight.begin_recovery();
        self.rescued = false;
        if self.sack_on {
            self.congestion.on_sack_recovery(in_flight);
            self.flight.mark_lost_by_sack(self.mss);
        } else {
            self.congestion.on_fast_retransmit(in_flight);
        }
        self.cwnd_changed(from, CwndWhy::FastRetransmit);
        self.flight
            .mark_first_lost(RetransmitWhy::FastRetransmit { dup_acks });
        self.resend_now = true;
        self.restart_retransmit_timer(now);
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
            // The silence was the closed window's, not the path's; the probes of it count no longer.
            self.rtt.forget_backoff();
            self.retransmissions = 0;
            if self.recovery.phase() == RecoveryPhase::Open {
                self.flight.mark_all_lost(RetransmitWhy::WindowOpened);
            }
            self.restart_retransmit_timer(now);
        }
    }
}
