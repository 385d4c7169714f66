//! What must hold of an endpoint between any two calls. Nothing is checked where debug assertions are off.

use crate::endpoint::Endpoint;
use crate::recovery::RecoveryPhase;
use crate::state::State;
use crate::timers::TimerKind;

/// A longer retransmission queue is not walked through at every call.
const WALKED: usize = 64;

impl Endpoint {
    /// Checks all of it.
    pub(crate) fn check(&self) {
        if cfg!(debug_assertions) {
            self.check_sending();
            self.check_flight();
            self.check_receiving();
            self.check_timers();
        }
    }

    /// RFC 9293 §3.3.1 and RFC 5681.
    fn check_sending(&self) {
        assert!(!self.snd_una.after(self.snd_nxt), "SND.UNA <= SND.NXT");
        let queued = self.send_buffer.len();
        assert!(
            queued <= self.config.send_buffer,
            "more is queued than fits"
        );
        let open = self.state != State::Closed;
        let fin = u32::from(self.fin_sent);
        assert!(
            !open || !self.snd_nxt.after(self.send_buffer.end() + fin),
            "something was sent that nobody said"
        );
        assert!(
            !open || !self.fin_sent || self.close_requested,
            "a FIN nobody asked for"
        );
        if self.state.is_synchronized() {
            let (window, threshold) = (self.congestion.window(), self.congestion.threshold());
            assert!(window >= self.mss, "cwnd holds a segment");
            assert!(
                threshold >= 2 * self.mss,
                "ssthresh holds two (RFC 5681 (4))"
            );
        }
        if let (RecoveryPhase::Fast, Some(recover)) =
            (self.recovery.phase(), self.recovery.recover())
        {
            assert!(!recover.after(self.snd_nxt), "recovery ends somewhere");
            assert!(!open || self.snd_una.before(recover), "recovery has ended");
        }
    }

    /// The retransmission queue is what lies between SND.UNA and SND.NXT, and its sums are right (RFC 6675 §4).
    fn check_flight(&self) {
        let flight = &self.flight;
        assert_eq!(flight.total(), self.snd_nxt.since(self.snd_una));
        assert!(flight.first().is_none_or(|first| first.seq == self.snd_una));
        assert!(flight.lost() + flight.sacked() <= flight.total());
        assert!(self.sack_on || flight.sacked() == 0, "SACK is off");
        if flight.iter().take(WALKED + 1).count() > WALKED {
            return;
        }
        let (mut end, mut lost, mut sacked) = (self.snd_una, 0, 0);
        for segment in flight.iter() {
            assert_eq!(segment.seq, end, "segments follow each other");
            assert!(segment.space() > 0 && segment.transmissions > 0);
            assert!(
                segment.lost.is_none() || !segment.sacked,
                "lost, and held by the peer"
            );
            end = segment.end();
            lost += if segment.lost.is_some() {
                segment.space()
            } else {
                0
            };
            sacked += if segment.sacked { segment.space() } else { 0 };
        }
        assert_eq!((lost, sacked), (flight.lost(), flight.sacked()));
    }

    /// RFC 9293 §3.4 and §3.8.6.
    fn check_receiving(&self) {
        let capacity = self.receive_buffer.capacity();
        let window = self.receive_window.size(self.rcv_nxt());
        assert!(
            window <= capacity,
            "the window offers more than the buffer holds"
        );
        let mut edge = self.receive_buffer.next();
        let mut kept = self.receive_buffer.readable();
        for (from, to) in self.receive_buffer.ahead() {
            assert!(
                from.after(edge) && to.after(*from),
                "ranges lie apart and in order"
            );
            kept += to.since(*from);
            edge = *to;
        }
        assert!(kept <= capacity, "more is kept than fits");
        if let Some(fin) = self.peer_fin.filter(|_| self.fin_received) {
            assert_eq!(self.rcv_nxt(), fin + 1, "nothing comes after a FIN");
        }
    }

    /// Whatever waits has a timer, and nothing else has.
    fn check_timers(&self) {
        let runs = |kind| self.timers.is_running(kind);
        assert!(
            self.state == State::Closed || self.flight.is_empty() || runs(TimerKind::Retransmit),
            "something is under way and no timer would resend it"
        );
        assert!(
            !self.flight.is_empty() || !runs(TimerKind::Retransmit),
            "the retransmission timer runs for nothing"
        );
        assert_eq!(self.state == State::TimeWait, runs(TimerKind::TimeWait));
        assert!(
            self.state != State::Closed || self.timers.next().is_none(),
            "it is over"
        );
        assert!(self.rtt.rto() <= self.config.max_rto);
    }
}
