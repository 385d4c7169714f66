//! A segment arrives: RFC 9293 §3.10.7, with the checks of RFC 5961, in the RFC's order.

use hoplab_units::Time;
use hoplab_wire::tcp::{Flags, Header};

use crate::delayed_ack::Wait;
use crate::endpoint::Endpoint;
use crate::event::{AckWhy, ChallengeWhy, Failure, RetransmitWhy, TcpEvent};
use crate::listener::{reset_for, sequence_space};
use crate::receive_buffer::Placed;
use crate::seq::Seq;
use crate::state::{State, StateEvent};
use crate::timers::TimerKind;

/// What a full segment is until a larger one has been seen (RFC 9293 §3.7.1's default).
const SMALLEST_FULL_SEGMENT: u32 = 536;

/// A segment as the checks want it.
#[derive(Clone, Copy)]
pub(crate) struct Segment<'a> {
    pub(crate) header: &'a Header,
    pub(crate) seq: Seq,
    pub(crate) ack: Seq,
    pub(crate) flags: Flags,
    pub(crate) payload: &'a [u8],
    /// Its octets of sequence space, SYN and FIN included (SEG.LEN).
    pub(crate) len: u32,
}

impl<'a> Segment<'a> {
    fn new(header: &'a Header, payload: &'a [u8]) -> Segment<'a> {
        Segment {
            header,
            seq: Seq(header.seq),
            ack: Seq(header.ack),
            flags: header.flags,
            payload,
            len: sequence_space(header.flags, payload.len()),
        }
    }
    pub(crate) fn has(&self, flags: Flags) -> bool {
        self.flags.contains(flags)
    }
    /// Past the last octet of its data.
    pub(crate) fn text_end(&self) -> Seq {
        self.seq + self.payload.len() as u32
    }
}

/// Whether the steps after this one still apply.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Continue,
    Done,
}

impl Endpoint {
    /// Takes a segment of this connection, whose checksum is known to be good. Any header and any payload will do:
    /// what does not belong is dropped or answered as the RFC says.
    pub fn handle_segment(&mut self, now: Time, header: &Header, payload: &[u8]) {
        // No IP packet holds more; what a caller might pass beyond that can't have been a segment.
        let payload = payload.get(..usize::from(u16::MAX)).unwrap_or(payload);
        let segment = Segment::new(header, payload);
        match self.state {
            State::Closed | State::Listen => {
                self.reset_due = self.reset_due.or_else(|| reset_for(header, payload.len()));
            }
            State::SynSent => self.arrive_in_syn_sent(now, segment),
            _ => self.arrive_in_order_of_checks(now, segment),
        }
        self.check();
    }

    /// RFC 9293 §3.10.7.3.
    fn arrive_in_syn_sent(&mut self, now: Time, segment: Segment<'_>) {
        let acked = segment.has(Flags::ACK);
        let acceptable = segment.ack.after(self.iss) && !segment.ack.after(self.snd_nxt);
        if acked && !acceptable {
            // An answer to some older connection: its sender must learn that it is gone.
            self.reset_due = reset_for(segment.header, segment.payload.len());
            self.note_ignored_reset(segment);
            return;
        }
        if segment.has(Flags::RST) {
            if acked {
                self.end(StateEvent::Reset, Some(Failure::Refused));
            } else {
                self.note_ignored_reset(segment);
            }
            return;
        }
        if !segment.has(Flags::SYN) {
            return;
        }
        self.take_syn(now, segment.header);
        if !acked {
            // Simultaneous open: our SYN, perhaps under way, is sent again as SYN+ACK.
            self.enter(StateEvent::SynArrived);
            self.flight.mark_first_lost(RetransmitWhy::SynRepeated);
            return;
        }
        self.syn_acknowledged(now, segment, StateEvent::SynAckArrived);
        self.acks.now(AckWhy::Handshake);
        let rest = Segment {
            seq: segment.seq + 1,
            ..segment
        };
        self.take_content(now, rest);
    }

    /// RFC 9293 §3.10.7.4. RST and SYN come before the window check, since RFC 5961 judges them by rules of their own.
    fn arrive_in_order_of_checks(&mut self, now: Time, segment: Segment<'_>) {
        if self.check_reset(now, segment) == Verdict::Done
            || self.check_syn(now, segment) == Verdict::Done
            || !self.check_timestamp(now, segment)
            || self.check_sequence(now, segment) == Verdict::Done
            || self.check_ack(now, segment) == Verdict::Done
        {
            return;
        }
        // Only now: nothing of a segment that is discarded may stay, neither its clock nor that it came (RFC 5961 §5.2).
        self.restart_keep_alive(now);
        self.note_timestamp(now, segment.header, segment.seq);
        if segment.has(Flags::URG) {
            self.take_urgent(segment.seq, segment.header.urgent);
        }
        self.take_content(now, segment);
    }

    /// RFC 5961 §3.2: only a RST exactly where we wait for the next octet counts.
    fn check_reset(&mut self, now: Time, segment: Segment<'_>) -> Verdict {
        if !segment.has(Flags::RST) {
            return Verdict::Continue;
        }
        let next = self.rcv_nxt();
        if segment.seq == next {
            let failure = match self.state {
                State::SynReceived if self.active => Some(Failure::Refused),
                // At most a FIN is unacknowledged: no news to the program. Data that is not it must hear of,
                // which RFC 9293 §3.10.7.4 leaves out and Linux tells too.
                State::Closing | State::LastAck | State::TimeWait
                    if self.send_buffer.len() == 0 =>
                {
                    None
                }
                _ => Some(Failure::Reset),
            };
            self.end(StateEvent::Reset, failure);
        } else if segment.seq.since(next) < self.receive_window.size(next) {
            self.challenge(now, ChallengeWhy::ResetNotExact);
        } else {
            self.note_ignored_reset(segment);
        }
        Verdict::Done
    }

    /// RFC 5961 §4.2: a SYN never moves an open connection, wherever it stands.
    fn check_syn(&mut self, now: Time, segment: Segment<'_>) -> Verdict {
        if !segment.has(Flags::SYN) {
            return Verdict::Continue;
        }
        let opening = self.state == State::SynReceived;
        let repeated = self.irs == Some(segment.seq);
        let next = self.rcv_nxt();
        let in_window = self.receive_window.accepts(next, segment.seq, segment.len);
        if opening && !self.active && in_window && !repeated {
            // RFC 9293 §3.10.7.4, fourth check: whoever we answered has begun anew. The listener stays; its next
            // SYN finds nothing in its way.
            self.end(StateEvent::Reset, None);
            return Verdict::Done;
        }
        if !opening || !repeated {
            self.challenge(now, ChallengeWhy::SynOnOpenConnection);
            return Verdict::Done;
        }
        // The SYN we already have. Either both ends opened at once and this is the peer's SYN+ACK, which
        // opens the connection although the SYN itself lies before the window (RFC 9293 Figure 7), ...
        if segment.has(Flags::ACK) {
            let rest = Segment {
                seq: segment.seq + 1,
                len: segment.len - 1,
                ..segment
            };
            if self.check_ack(now, rest) == Verdict::Continue {
                self.acks.now(AckWhy::Duplicate);
                self.take_content(now, rest);
            }
        } else {
            // ... or our SYN+ACK was lost and the peer asks again.
            self.flight.mark_first_lost(RetransmitWhy::SynRepeated);
        }
        Verdict::Done
    }

    /// First check: whether any of it lies in the window. If not, it is answered and dropped, but of what lies before the
    /// window, and of what a closed one can't take, the acknowledgment still counts.
    fn check_sequence(&mut self, now: Time, segment: Segment<'_>) -> Verdict {
        let next = self.rcv_nxt();
        if self.receive_window.accepts(next, segment.seq, segment.len) {
            return Verdict::Continue;
        }
        let end = segment.seq + segment.len;
        // A peer that has probed our closed window may stand an octet past it.
        let beside = segment.len == 0 && segment.seq.minus(1) == next;
        let reaches = !segment.seq.after(next) && end.after(next);
        if segment.seq.before(next) && !end.after(next) {
            self.arrive_again(now, segment);
        } else if self.receive_window.size(next) == 0 && (reaches || beside) {
            self.arrive_at_closed_window(now, segment);
        } else {
            let (seq, len) = (segment.seq, segment.len);
            self.events.push(TcpEvent::OutOfWindow { seq, len });
            self.answer_unacceptable(now, segment, AckWhy::OutOfWindow);
        }
        Verdict::Done
    }

    /// Data outside the window is always answered: the peer sends it because our acknowledgment was lost. Empty segments
    /// are not, more than now and then, or two confused ends would talk for ever.
    fn answer_unacceptable(&mut self, now: Time, segment: Segment<'_>, why: AckWhy) {
        if segment.len > 0 || self.limit.allows_out_of_window(now) {
            self.acks.now(why);
        }
    }

    /// All of it lies before the window: a resend of what we have, a probe of the peer's, or an acknowledgment that was
    /// overtaken. Its acknowledgment is taken, as BSD does and Linux for the newest segment alone: where both ends close at
    /// once, the peer's FIN sent again may be all that acknowledges ours (RFC 9293 Appendix A.2).
    fn arrive_again(&mut self, now: Time, segment: Segment<'_>) {
        if self.refuse_ack(now, segment) == Verdict::Done {
            return;
        }
        let (seq, len) = (segment.seq, segment.len);
        if len > 0 {
            let end = segment.text_end().earlier(self.receive_buffer.next());
            if !segment.payload.is_empty() {
                self.report_duplicate(seq, end);
            }
            self.events.push(TcpEvent::DuplicateSegment { seq, len });
            self.answer_unacceptable(now, segment, AckWhy::Duplicate);
        } else {
            self.events.push(TcpEvent::OutOfWindow { seq, len });
            self.answer_unacceptable(now, segment, AckWhy::OutOfWindow);
        }
        let waited = self.state == State::TimeWait;
        let is_newest = len > 0 && seq + len == self.rcv_nxt();
        if self.take_ack_alone(now, segment) == Verdict::Done {
            return;
        }
        // The newest segment again: our acknowledgment of it was lost. RFC 7323 §5.3 drops it before its clock is
        // taken, and the peer would count the wait for its own timer as a round trip. Linux takes it.
        if is_newest {
            self.note_timestamp(now, segment.header, seq);
        }
        if waited && segment.has(Flags::FIN) {
            self.start_time_wait(now);
        }
    }

    /// A closed window still takes acknowledgments and urgent pointers (RFC 9293 §3.10.7.4, MUST-66).
    fn arrive_at_closed_window(&mut self, now: Time, segment: Segment<'_>) {
        if self.refuse_ack(now, segment) == Verdict::Done {
            return;
        }
        // What is new of it finds no room; what is old of it came twice.
        if segment.seq.before(self.receive_buffer.next()) && !segment.payload.is_empty() {
            self.report_duplicate(segment.seq, self.receive_buffer.next());
        }
        self.answer_unacceptable(now, segment, AckWhy::OutOfWindow);
        if self.take_ack_alone(now, segment) == Verdict::Continue && segment.has(Flags::URG) {
            self.take_urgent(segment.seq, segment.header.urgent);
        }
    }

    /// Whether an acknowledgment that could not be ours has the segment discarded, whatever else it holds.
    fn refuse_ack(&mut self, now: Time, segment: Segment<'_>) -> Verdict {
        if !segment.has(Flags::ACK) || self.is_acceptable_ack(segment.ack) {
            return Verdict::Continue;
        }
        self.challenge(now, ChallengeWhy::AckOutOfRange);
        Verdict::Done
    }

    /// Of a segment whose data is of no use, the acknowledgment. SEG.LEN stays what it is: with data in it, it is no
    /// duplicate acknowledgment (RFC 5681 §2).
    fn take_ack_alone(&mut self, now: Time, segment: Segment<'_>) -> Verdict {
        let step = self.check_ack(now, segment);
        if step == Verdict::Continue {
            self.restart_keep_alive(now);
        }
        step
    }

    /// Seventh and eighth step.
    fn take_content(&mut self, now: Time, segment: Segment<'_>) {
        let whole = self.take_text(now, segment);
        self.take_fin(now, segment, whole && segment.has(Flags::FIN));
    }

    /// Seventh step: the data.
    /// Returns whether all of it is there: a FIN behind what was cut off or dropped goes with it.
    fn take_text(&mut self, now: Time, segment: Segment<'_>) -> bool {
        let (seq, mut payload) = (segment.seq, segment.payload);
        if payload.is_empty() || !self.state.takes_data() {
            return true;
        }
        if let Some(fin) = self.peer_fin {
            // Nothing comes after a FIN.
            let most = if seq.before(fin) {
                fin.since(seq) as usize
            } else {
                0
            };
            payload = payload.get(..most).unwrap_or(payload);
        }
        let len = payload.len() as u32;
        self.largest_received = self.largest_received.max(len);
        let had_gap = self.receive_buffer.has_gap();
        let gap_from = self.receive_buffer.next();
        let fits = !(seq + len).after(gap_from + self.receive_buffer.room());
        let twice = self.report_duplicate(seq, seq + len);
        let placed = self.receive_buffer.place(seq, payload);
        match placed {
            Placed::InOrder { bytes, closed_gap } => {
                self.events.push(TcpEvent::Delivered { bytes, closed_gap });
                if had_gap {
                    self.acks.now(AckWhy::GapFilled);
                } else if twice {
                    self.acks.now(AckWhy::Duplicate);
                } else {
                    self.schedule_ack(now, bytes);
                }
            }
            Placed::Ahead => {
                self.arrivals.ahead(seq, self.receive_buffer.ahead());
                self.events
                    .push(TcpEvent::OutOfOrder { seq, len, gap_from });
                self.acks.now(AckWhy::Gap);
            }
            Placed::Duplicate => {
                self.arrivals.ahead(seq, self.receive_buffer.ahead());
                self.events.push(TcpEvent::DuplicateSegment { seq, len });
                self.acks.now(AckWhy::Duplicate);
            }
            Placed::NoRoom => {
                self.events.push(TcpEvent::NoRoom { seq, len });
                self.acks.now(AckWhy::NoRoom);
            }
        }
        fits && placed != Placed::NoRoom
    }

    fn schedule_ack(&mut self, now: Time, bytes: u32) {
        let least = SMALLEST_FULL_SEGMENT.min(u32::from(self.config.mss));
        let least = least - self.timestamps.option_len();
        let full = self.largest_received.max(least);
        let wait = self.acks.data(bytes, full, self.config.delayed_ack);
        if wait == Wait::Start && !self.timers.is_running(TimerKind::DelayedAck) {
            self.timers
                .set(TimerKind::DelayedAck, now + self.config.delayed_ack_timeout);
        }
    }

    /// Eighth step: the FIN, which counts once everything before it has arrived.
    fn take_fin(&mut self, now: Time, segment: Segment<'_>, has_fin: bool) {
        if self.fin_received {
            // Nothing comes after a FIN, another one neither; but who sends it waits for an answer.
            if has_fin {
                self.acks.now(AckWhy::Duplicate);
                if self.state == State::TimeWait {
                    self.start_time_wait(now);
                }
            }
            return;
        }
        if !self.state.takes_data() {
            return;
        }
        if has_fin && self.peer_fin.is_none() {
            let fin = segment.text_end();
            let last = self.receive_buffer.ahead().last().map(|range| range.1);
            let reached = last.unwrap_or(self.receive_buffer.next());
            // A FIN before data that we hold already is a contradiction: the peer can't mean it.
            if !fin.before(reached) {
                self.peer_fin = Some(fin);
            }
        }
        if self.peer_fin == Some(self.receive_buffer.next()) {
            self.fin_received = true;
            let seq = self.receive_buffer.next();
            self.events.push(TcpEvent::PeerClosed { seq });
            self.acks.now(AckWhy::PeerClosed);
            self.enter(StateEvent::FinArrived);
            if self.state == State::TimeWait {
                self.start_time_wait(now);
            }
        } else if has_fin && segment.payload.is_empty() {
            self.acks.now(AckWhy::Gap);
        }
    }

    pub(crate) fn challenge(&mut self, now: Time, why: ChallengeWhy) {
        if self.limit.allows_challenge(now) {
            self.events.push(TcpEvent::ChallengeAck { why });
            self.challenge_due = Some(why);
        }
    }

    fn note_ignored_reset(&mut self, segment: Segment<'_>) {
        if segment.has(Flags::RST) {
            self.events.push(TcpEvent::RstIgnored { seq: segment.seq });
        }
    }
}
