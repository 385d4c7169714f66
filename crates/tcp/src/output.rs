//! What an endpoint sends, most urgent first.

use hoplab_units::{Span, Time};
use hoplab_wire::tcp::{Flags, Header, Options};

use crate::endpoint::Endpoint;
use crate::event::{CwndWhy, RetransmitWhy, Transmit, TransmitReason};
use crate::flight::SentSegment;
use crate::recovery::RecoveryPhase;
use crate::seq::Seq;
use crate::state::{State, StateEvent};
use crate::timers::TimerKind;
use crate::timestamps::clock;

/// How long to wait for a small window to grow (RFC 9293 §3.8.6.2.1 asks for 0.1 to 1 s).
pub const OVERRIDE: Span = Span::from_secs(1);

impl Endpoint {
    /// The next segment to send, if there is one. `tag` is the caller's name for this sending: it is kept with the
    /// segment and comes back when the segment is acknowledged or has to be sent again.
    pub fn poll_transmit(&mut self, now: Time, tag: u64) -> Option<Transmit> {
        if let Some(header) = self.reset_due.take() {
            return Some(Transmit {
                header,
                payload: Vec::new(),
                reason: TransmitReason::Reset,
            });
        }
        if self.state == State::Closed {
            return None;
        }
        let transmit = self
            .transmit_challenge(now)
            .or_else(|| self.transmit_lone_ack(now))
            .or_else(|| self.transmit_lost(now, tag))
            .or_else(|| self.transmit_syn(now, tag))
            .or_else(|| self.transmit_probe(now, tag))
            .or_else(|| self.transmit_new(now, tag))
            .or_else(|| self.transmit_rescue(now, tag))
            .or_else(|| self.transmit_keep_alive(now))
            .or_else(|| self.transmit_ack(now));
        self.check();
        transmit
    }

    fn transmit_challenge(&mut self, now: Time) -> Option<Transmit> {
        let why = self.challenge_due.take()?;
        Some(self.empty_ack(now, TransmitReason::ChallengeAck { why }))
    }

    fn transmit_lone_ack(&mut self, now: Time) -> Option<Transmit> {
        let why = self.acks.due_alone()?;
        Some(self.empty_ack(now, TransmitReason::Ack { why }))
    }

    fn transmit_ack(&mut self, now: Time) -> Option<Transmit> {
        let why = self.acks.due()?;
        Some(self.empty_ack(now, TransmitReason::Ack { why }))
    }

    /// What is believed lost, oldest first, as far as the congestion window lets it go: a segment as full as the
    /// peer's window allows, whatever it was sent in before (RFC 9293 §3.8.1).
    fn transmit_lost(&mut self, now: Time, tag: u64) -> Option<Transmit> {
        let index = self.flight.next_lost()?;
        let first = self.flight.get(index)?;
        let (seq, least) = (first.seq, first.len.min(self.mss));
        let edge = self.snd_una + self.send_window.size;
        let room = if edge.after(seq) { edge.since(seq) } else { 0 };
        let most = room.clamp(least, self.mss);
        let pipe = self.flight.pipe();
        let window = self.congestion.window();
        let allowed = |len| pipe == 0 || pipe + len <= window;
        // What is left of the window is asked first: mostly the first entry fills the segment.
        let fits = allowed(least) && allowed(self.flight.resend_len(index, most));
        if !fits && !self.resend_now {
            self.note_cwnd_use(true);
            return None;
        }
        self.resend_now = false;
        let (mut segment, why) = self.flight.resend(index, most, now)?;
        let reason = TransmitReason::Retransmit {
            why,
            original_tag: segment.tag,
            attempt: segment.transmissions - 1,
        };
        if why == RetransmitWhy::WindowOpened {
            self.append_unsent(now, tag, &mut segment);
        }
        self.note_cwnd_use(false);
        self.start_retransmit_timer(now);
        Some(self.build(now, &segment, reason))
    }

    /// What waited behind a probe that a closed window refused goes with it once the window is open, as far as there is
    /// room: had there been a window, both would have gone in one segment.
    fn append_unsent(&mut self, now: Time, tag: u64, segment: &mut SentSegment) {
        if segment.end() != self.snd_nxt || segment.len == 0 || !self.state.sends_data() {
            return;
        }
        let (unsent, usable) = (self.unsent(), self.usable_window());
        let allowed = self.congestion.window().saturating_sub(self.flight.pipe());
        let room = (self.mss - segment.len).min(allowed);
        let len = unsent.min(room).min(usable);
        let fin = self.close_requested && !self.fin_sent && len == unsent && len < usable;
        // Together they have to be worth a segment (RFC 9293 §3.8.6.2.1, MUST-38): a trifle of a window is not filled.
        let (whole, queued) = (segment.len + len, segment.len + unsent);
        let is_worth = self.send_window.is_worth_sending(whole, queued, self.mss);
        if (len == 0 && !fin) || !is_worth {
            return;
        }
        self.note_small(segment.len + len, self.snd_nxt + len);
        let part = Part {
            len,
            syn: false,
            fin,
        };
        let added = SentSegment {
            joined: true,
            ..self.take_part(now, tag, part)
        };
        segment.len += len;
        segment.fin = fin;
        self.flight.push(added);
    }

    /// RFC 6675 §4, NextSeg() rules (3) and (4): in recovery, with nothing lost for certain and nothing new to send,
    /// the window is used to send again what may be missing.
    fn transmit_rescue(&mut self, now: Time, tag: u64) -> Option<Transmit> {
        let recovering = self.sack_on && self.recovery.phase() == RecoveryPhase::Fast;
        let room = self.flight.pipe() + self.mss <= self.congestion.window();
        if !recovering || !room || self.flight.lost() > 0 {
            return None;
        }
        if !self.flight.mark_hole() {
            // A quarter more than the round trip, as RACK allows for reordering (RFC 8985 §6.2).
            let round_trip = self.rtt.srtt().unwrap_or_default();
            let wait = round_trip + round_trip.div(4);
            let overdue = Time::from_nanos(now.as_nanos().saturating_sub(wait.as_nanos()));
            if self.rescued || !self.flight.mark_rescue(overdue) {
                return None;
            }
            self.rescued = true;
        }
        self.transmit_lost(now, tag)
    }

    fn transmit_syn(&mut self, now: Time, tag: u64) -> Option<Transmit> {
        if self.snd_nxt != self.iss {
            return None;
        }
        let reason = match self.state {
            State::SynSent => TransmitReason::Syn,
            State::SynReceived => TransmitReason::SynAck,
            _ => return None,
        };
        Some(self.launch(
            now,
            tag,
            Part {
                len: 0,
                syn: true,
                fin: false,
            },
            reason,
        ))
    }

    /// New data as both windows allow, and the FIN behind the last of it.
    fn transmit_new(&mut self, now: Time, tag: u64) -> Option<Transmit> {
        let unsent = self.unsent();
        let fin_waits = self.close_requested && !self.fin_sent;
        if !self.state.sends_data() || (unsent == 0 && !fin_waits) || self.flight.lost() > 0 {
            return None;
        }
        self.restart_after_idle(now);
        let usable = self.usable_window();
        let len = unsent.min(self.mss).min(usable);
        let fits = if unsent == 0 {
            usable > 0
        } else {
            self.send_window.is_worth_sending(len, unsent, self.mss)
        };
        if !fits {
            self.start_persist_timer(now);
            return None;
        }
        let pipe = self.pipe_for_new_data();
        let most = self.congestion.window() + self.limited_transmit_allowance();
        if pipe > 0 && pipe + len > most {
            self.note_cwnd_use(true);
            return None;
        }
        if self.nagle_holds(len, fin_waits && len == unsent) {
            return None;
        }
        let fin = fin_waits && len == unsent && len < usable;
        let reason = match len {
            0 => TransmitReason::Fin,
            _ if self.is_limited_transmit(len) => TransmitReason::LimitedTransmit {
                dup_acks: self.recovery.dup_acks(),
            },
            _ => TransmitReason::Data,
        };
        self.note_small(len, self.snd_nxt + len);
        Some(self.launch(
            now,
            tag,
            Part {
                len,
                syn: false,
                fin,
            },
            reason,
        ))
    }

    /// The persist timer expired: what the window allows although it is little, or one octet although it is
    /// closed; if something is under way already, that again.
    fn transmit_probe(&mut self, now: Time, tag: u64) -> Option<Transmit> {
        if !core::mem::take(&mut self.probe_due) {
            return None;
        }
        let reason = TransmitReason::ZeroWindowProbe {
            attempt: self.retransmissions.max(1),
        };
        if !self.flight.is_empty() {
            let segment = self.flight.probe(self.mss, now)?;
            return Some(self.build(now, &segment, reason));
        }
        let unsent = self.unsent();
        let len = unsent.min(self.mss).min(self.usable_window().max(1));
        let fin = len == 0 && self.close_requested && !self.fin_sent;
        if !self.state.sends_data() || (len == 0 && !fin) {
            return None;
        }
        // Into a small window goes what fits (RFC 9293 §3.8.6.2.1, the override timeout).
        let reason = if self.send_window.size > 0 {
            self.note_small(len, self.snd_nxt + len);
            TransmitReason::Data
        } else {
            reason
        };
        Some(self.launch(
            now,
            tag,
            Part {
                len,
                syn: false,
                fin,
            },
            reason,
        ))
    }

    /// What the peer still takes beyond SND.NXT.
    fn usable_window(&self) -> u32 {
        let used = self.snd_nxt.since(self.snd_una);
        self.send_window.size.saturating_sub(used)
    }

    /// RFC 5681 §4.1.
    fn restart_after_idle(&mut self, now: Time) {
        if self.flight.is_empty() && now - self.last_sent > self.rtt.rto() {
            let from = self.congestion.window();
            self.congestion.on_idle(now);
            self.cwnd_changed(from, CwndWhy::Idle);
        }
    }

    fn start_retransmit_timer(&mut self, now: Time) {
        if !self.timers.is_running(TimerKind::Retransmit) {
            self.timers.set(TimerKind::Retransmit, now + self.rtt.rto());
        }
    }

    /// Something waits and nothing is under way whose acknowledgment could tell of a larger window.
    fn start_persist_timer(&mut self, now: Time) {
        if self.flight.is_empty() && !self.timers.is_running(TimerKind::Persist) {
            let rto = self.rtt.rto();
            let closed = self.send_window.size == 0;
            self.timers.set(
                TimerKind::Persist,
                now + if closed { rto } else { rto.max(OVERRIDE) },
            );
        }
    }

    /// Sends the next part of the sequence space for the first time.
    fn launch(&mut self, now: Time, tag: u64, part: Part, reason: TransmitReason) -> Transmit {
        let segment = self.take_part(now, tag, part);
        self.start_retransmit_timer(now);
        let transmit = self.build(now, &segment, reason);
        self.flight.push(segment);
        self.note_cwnd_use(false);
        transmit
    }

    /// The next part of the sequence space goes under way.
    fn take_part(&mut self, now: Time, tag: u64, part: Part) -> SentSegment {
        let segment = SentSegment {
            seq: self.snd_nxt,
            len: part.len,
            syn: part.syn,
            fin: part.fin,
            tag,
            sent_at: now,
            transmissions: 1,
            lost: None,
            sacked: false,
            resent_in: 0,
            doubled: false,
            joined: false,
        };
        self.snd_nxt = segment.end();
        self.fin_sent |= part.fin;
        if part.fin && self.state == State::CloseWait {
            // RFC 9293 §3.10.4: in CLOSE-WAIT the state changes with the FIN, not with the wish to send it.
            self.enter(StateEvent::Close);
        }
        self.last_sent = now;
        self.timers.stop(TimerKind::Persist);
        self.start_user_timeout(now);
        segment
    }

    /// Something was sent, or the congestion window held it back.
    fn note_cwnd_use(&mut self, held: bool) {
        let pipe = self.flight.pipe();
        let full = pipe.saturating_add(self.mss) > self.congestion.window();
        self.cwnd_use
            .note(self.snd_una, self.snd_nxt, pipe, held || full);
    }

    /// The bytes of a segment under way.
    fn build(&mut self, now: Time, segment: &SentSegment, reason: TransmitReason) -> Transmit {
        let payload = self.send_buffer.copy(segment.seq, segment.len);
        debug_assert_eq!(payload.len(), segment.len as usize);
        let mut flags = Flags::NONE;
        if segment.syn {
            flags = flags | Flags::SYN;
        }
        if segment.fin {
            flags = flags | Flags::FIN;
        }
        // PSH where the queue ends: nothing more is coming that could be waited for (RFC 9293 §3.9.1.2).
        if segment.len > 0 && segment.seq + segment.len == self.send_buffer.end() {
            flags = flags | Flags::PSH;
        }
        if self.irs.is_some() {
            flags = flags | Flags::ACK;
        }
        let mut header = self.with_ack(now, segment.seq, flags, segment.len);
        if segment.syn {
            header.options = self.syn_options(now);
        } else if let Some(offset) = self.urgent_offset(segment.seq) {
            header.flags = header.flags | Flags::URG;
            header.urgent = offset;
        }
        Transmit {
            header,
            payload,
            reason,
        }
    }

    fn empty_ack(&mut self, now: Time, reason: TransmitReason) -> Transmit {
        let header = self.with_ack(now, self.acceptable_seq(), Flags::ACK, 0);
        Transmit {
            header,
            payload: Vec::new(),
            reason,
        }
    }

    /// A header with acknowledgment and window, after which none is owed, for a segment of `len` bytes of data.
    pub(crate) fn with_ack(&mut self, now: Time, seq: Seq, flags: Flags, len: u32) -> Header {
        let mut header = self.header(seq, flags);
        let next = self.rcv_nxt();
        if flags.contains(Flags::ACK) {
            let (room, capacity) = (self.receive_buffer.room(), self.receive_buffer.capacity());
            if !flags.contains(Flags::SYN) {
                let mss = u32::from(self.config.mss);
                self.receive_window.advance(next, room, capacity, mss);
            }
            header.ack = next.0;
            header.options.timestamps = self.timestamps.option(now);
            self.timestamps.last_ack_sent = next;
            // What data leaves of the segment; alone, what the header has, if the path carries that much.
            let room = if len > 0 {
                self.mss.saturating_sub(len)
            } else {
                self.mss.min(40)
            };
            header.options.sack = self.sack_blocks(room);
            self.acks.sent();
            self.timers.stop(TimerKind::DelayedAck);
        }
        header.window = self.receive_window.field(next, flags.contains(Flags::SYN));
        header
    }

    /// RFC 9293 §3.7.1, RFC 7323 §2.2 and §3.2, RFC 2018 §2: a SYN offers, a SYN+ACK answers only what was offered.
    fn syn_options(&self, now: Time) -> Options {
        let first = self.irs.is_none();
        let scale = self.config.window_scaling && (first || self.peer_scales);
        let stamp = self.config.timestamps && (first || self.timestamps.on);
        Options {
            mss: Some(self.config.mss),
            window_scale: scale.then(|| self.config.window_shift()),
            sack_permitted: self.config.sack && (first || self.sack_on),
            timestamps: stamp.then(|| (clock(now), self.timestamps.recent)),
            ..Options::default()
        }
    }
}

/// A part of the sequence space to send.
struct Part {
    len: u32,
    syn: bool,
    fin: bool,
}
