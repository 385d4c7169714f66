//! Timestamps (RFC 7323): the round trip of a segment sent twice, and protection against old duplicates (PAWS).

use hoplab_units::{Span, Time};
use hoplab_wire::tcp::{Flags, Header};

use crate::arrival::Segment;
use crate::endpoint::Endpoint;
use crate::event::{AckWhy, TcpEvent};
use crate::listener::{Listen, listen};
use crate::seq::Seq;
use crate::state::State;

/// What the option takes in each segment, padding included.
pub(crate) const OPTION_LEN: u32 = 12;

/// After this long TS.Recent says nothing any more: the peer's clock may have gone around (RFC 7323 §5.5).
const OUTDATED: Span = Span::from_secs(24 * 24 * 3600);

/// Both ends' clocks, once both SYNs have offered the option.
#[derive(Clone, Debug, Default)]
pub(crate) struct Timestamps {
    pub(crate) on: bool,
    /// TS.Recent: the peer's clock, which we echo.
    pub(crate) recent: u32,
    recent_at: Time,
    /// Last.ACK.sent.
    pub(crate) last_ack_sent: Seq,
}

/// Our clock: one tick a millisecond (RFC 7323 §5.4 asks for 1 ms to 1 s).
pub(crate) fn clock(now: Time) -> u32 {
    (now.as_nanos() / 1_000_000) as u32
}

impl Timestamps {
    /// The peer's SYN brought its clock.
    pub(crate) fn start(&mut self, now: Time, value: u32) {
        (self.on, self.recent, self.recent_at) = (true, value, now);
    }

    /// How many bytes of each segment go to the option.
    pub(crate) fn option_len(&self) -> u32 {
        if self.on { OPTION_LEN } else { 0 }
    }

    /// Whether `value` is from before TS.Recent (RFC 7323 §5.3, R1).
    fn is_old(&self, now: Time, value: u32) -> bool {
        (value.wrapping_sub(self.recent) as i32) < 0 && now - self.recent_at < OUTDATED
    }

    /// The option for a segment with an acknowledgment.
    pub(crate) fn option(&self, now: Time) -> Option<(u32, u32)> {
        self.on.then(|| (clock(now), self.recent))
    }

    /// The round trip that `echo` measures, to our clock's tick. `None` if it can't be one of ours.
    pub(crate) fn round_trip(&self, now: Time, header: &Header) -> Option<Span> {
        let (_, echo) = header.options.timestamps.filter(|_| self.on)?;
        let ticks = clock(now).wrapping_sub(echo);
        let possible = ticks <= clock(now);
        possible.then(|| Span::from_millis(u64::from(ticks.max(1))))
    }
}

impl Endpoint {
    /// RFC 7323 §5.3: `false` if the segment is an old duplicate (it is acknowledged and dropped), or lacks the
    /// option that both ends agreed on (§3.2: dropped). A RST is exempt.
    pub(crate) fn check_timestamp(&mut self, now: Time, segment: Segment<'_>) -> bool {
        if !self.timestamps.on || segment.has(Flags::RST) {
            return true;
        }
        let recent = self.timestamps.recent;
        let value = segment.header.options.timestamps;
        let value = value.map(|(value, _)| value);
        let is_old = value.is_some_and(|clock| self.timestamps.is_old(now, clock));
        if value.is_some() && !is_old {
            return true;
        }
        self.events
            .push(TcpEvent::TimestampRejected { value, recent });
        if is_old && (segment.len > 0 || self.limit.allows_out_of_window(now)) {
            self.acks.now(AckWhy::OldTimestamp);
            // A first sending that was slower than its resend ends here, and the peer learns that the resend was not
            // needed (Linux tells it too). What lies ahead of a gap may be of an earlier turn of the circle.
            let next = self.receive_buffer.next();
            if segment.seq.before(next) && !segment.payload.is_empty() {
                self.report_duplicate(segment.seq, segment.text_end().earlier(next));
            }
        }
        false
    }

    /// Takes the clock of a segment in the window whose acknowledgment was good: of what is discarded nothing may stay
    /// (RFC 5961 §5.2), or one forged clock would shut the peer out for 24 days. RFC 7323 §4.3 (2): only of one at or before what we acknowledged
    /// last, so that what is echoed after a gap is the clock of the segment before it.
    pub(crate) fn note_timestamp(&mut self, now: Time, header: &Header, seq: Seq) {
        if let (true, Some((clock, _))) = (self.timestamps.on, header.options.timestamps)
            && !seq.after(self.timestamps.last_ack_sent)
        {
            (self.timestamps.recent, self.timestamps.recent_at) = (clock, now);
        }
    }

    /// Whether a SYN that meets this connection in TIME-WAIT may begin a new one (RFC 9293 §3.6.1, MAY-2; RFC 6191):
    /// it must be newer than everything the old connection received. Gives the number that the new connection's
    /// initial sequence number has to lie above.
    pub fn yields_to(&self, header: &Header) -> Option<Seq> {
        if self.state != State::TimeWait || listen(header, 0) != Listen::Accept {
            return None;
        }
        let newer = match header.options.timestamps.filter(|_| self.timestamps.on) {
            Some((clock, _)) if clock != self.timestamps.recent => {
                clock.wrapping_sub(self.timestamps.recent) as i32 > 0
            }
            _ => Seq(header.seq).after(self.rcv_nxt()),
        };
        newer.then_some(self.snd_nxt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_means_behind_on_the_circle_and_not_for_ever() {
        let mut timestamps = Timestamps::default();
        timestamps.start(Time::ZERO, 5);
        assert!(timestamps.is_old(Time::ZERO, 4) && timestamps.is_old(Time::ZERO, u32::MAX));
        assert!(!timestamps.is_old(Time::ZERO, 5) && !timestamps.is_old(Time::ZERO, 1 << 30));
        assert!(!timestamps.is_old(Time::ZERO + OUTDATED, 4));
    }
}
