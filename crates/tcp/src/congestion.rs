//! The congestion window (RFC 5681, RFC 6582, RFC 6928), in bytes.
//!
//! [`Congestion`] holds the window and what all algorithms share; [`Algorithm`] holds what differs: how the window
//! grows once past the threshold, and how far it falls on loss. When to enter or leave recovery is
//! `recovery.rs`'s business.

use hoplab_units::{Span, Time};

use crate::config::CongestionControl;
use crate::cubic::{Cubic, Growth};

/// "Arbitrarily high" (RFC 5681 §3.1), and the window where there is no congestion control: the
/// largest window RFC 7323 can express.
pub const NO_LIMIT: u32 = 1 << 30;

/// What differs between algorithms.
#[derive(Clone, Debug)]
enum Algorithm {
    None,
    Reno {
        /// Bytes acknowledged since the window last grew, in congestion avoidance.
        acked: u32,
    },
    Cubic(Cubic),
}

/// An acknowledgment of new data outside recovery.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AckSample {
    pub(crate) now: Time,
    /// Bytes acknowledged.
    pub(crate) bytes: u32,
    /// Whether the window was used when what is acknowledged was sent (see `cwnd_use.rs`).
    pub(crate) used: bool,
    /// Smoothed round trip; zero before the first measurement.
    pub(crate) srtt: Span,
}

/// cwnd and ssthresh.
#[derive(Clone, Debug)]
pub(crate) struct Congestion {
    window: u32,
    threshold: u32,
    mss: u32,
    algorithm: Algorithm,
    /// Whether slow start counts bytes (RFC 3465).
    byte_counting: bool,
    /// Whether this slow start follows a timeout.
    after_timeout: bool,
}

impl Congestion {
    pub(crate) fn new(kind: CongestionControl, byte_counting: bool, mss: u32) -> Congestion {
        let (algorithm, window) = match kind {
            CongestionControl::None => (Algorithm::None, NO_LIMIT),
            CongestionControl::Reno => (Algorithm::Reno { acked: 0 }, initial_window(mss)),
            CongestionControl::Cubic => (Algorithm::Cubic(Cubic::default()), initial_window(mss)),
        };
        Congestion {
            window,
            threshold: NO_LIMIT,
            mss,
            algorithm,
            byte_counting,
            after_timeout: false,
        }
    }

    pub(crate) fn window(&self) -> u32 {
        self.window
    }
    pub(crate) fn threshold(&self) -> u32 {
        self.threshold
    }
    /// CUBIC's W_max, in bytes, once it has seen a loss.
    pub(crate) fn w_max(&self) -> Option<u32> {
        match &self.algorithm {
            Algorithm::Cubic(cubic) => cubic.w_max(),
            _ => None,
        }
    }
    pub(crate) fn in_slow_start(&self) -> bool {
        self.window < self.threshold
    }

    /// The handshake is over and the MSS agreed. RFC 5681 §3.1: one segment if a SYN was lost.
    pub(crate) fn start(&mut self, mss: u32, syn_was_resent: bool) {
        self.mss = mss;
        self.after_timeout = syn_was_resent;
        self.set(if syn_was_resent {
            mss
        } else {
            initial_window(mss)
        });
    }

    /// New data was acknowledged outside recovery.
    ///
    /// A sender that did not use the window learns nothing about the path, so it must not grow (RFC 7661).
    pub(crate) fn on_ack(&mut self, sample: AckSample) {
        let AckSample {
            now,
            bytes,
            used,
            srtt,
        } = sample;
        if self.in_slow_start() {
            if used {
                let most = self.most_per_ack();
                self.set(self.window.saturating_add(bytes.min(most)));
                self.after_timeout &= self.in_slow_start();
            }
            return;
        }
        match &mut self.algorithm {
            // RFC 5681 §3.1: one segment more for each window's worth acknowledged.
            Algorithm::Reno { acked } if used => {
                *acked = acked.saturating_add(bytes);
                if *acked >= self.window {
                    *acked -= self.window;
                    self.set(self.window.saturating_add(self.mss));
                }
            }
            Algorithm::Cubic(cubic) if used => {
                let window = cubic.grow(Growth {
                    now,
                    srtt,
                    bytes,
                    window: self.window,
                    mss: self.mss,
                });
                self.set(window);
            }
            Algorithm::Cubic(cubic) => cubic.skip(now),
            Algorithm::Reno { .. } | Algorithm::None => {}
        }
    }

    /// By how much an acknowledgment may open the window in slow start: RFC 5681 (2). Counting bytes it is L of RFC 3465
    /// §2.3: two segments, but one after a timeout, when an acknowledgment covers what has left the network long ago.
    fn most_per_ack(&self) -> u32 {
        if self.byte_counting && !self.after_timeout {
            2 * self.mss
        } else {
            self.mss
        }
    }

    /// RFC 6675 §5, step 4.2: the window falls at once to what recovery may have under way.
    pub(crate) fn on_sack_recovery(&mut self, in_flight: u32) {
        self.threshold = self.reduced(in_flight, false);
        self.set(self.threshold);
    }

    /// RFC 6582 §3.2 steps 2–3: halve, plus the three segments that have left the network.
    pub(crate) fn on_fast_retransmit(&mut self, in_flight: u32) {
        self.threshold = self.reduced(in_flight, false);
        self.set(self.threshold + 3 * self.mss);
    }

    /// A further duplicate acknowledgment in recovery: one more segment has left the network.
    pub(crate) fn on_duplicate_in_recovery(&mut self) {
        self.set(self.window.saturating_add(self.mss));
    }

    /// RFC 6582 §3.2 step 3, partial acknowledgment: deflate by what was acknowledged.
    pub(crate) fn on_partial_ack(&mut self, bytes: u32) {
        let put_back = if bytes >= self.mss { self.mss } else { 0 };
        self.set(
            self.window
                .saturating_sub(bytes)
                .saturating_add(put_back)
                .max(self.mss),
        );
    }

    /// RFC 6582 §3.2 step 3, full acknowledgment, option 1: no burst on leaving recovery.
    pub(crate) fn on_recovered(&mut self, in_flight: u32) {
        self.set(self.threshold.min(in_flight.max(self.mss) + self.mss));
    }

    /// RFC 5681 §3.1: back to one segment. ssthresh falls only on the first timeout in a row,
    /// since a second one says nothing new about the path (equation 4's note).
    pub(crate) fn on_timeout(&mut self, in_flight: u32, first: bool) {
        if first {
            self.threshold = self.reduced(in_flight, true);
        }
        self.set(self.mss);
        self.after_timeout = true;
    }

    /// RFC 5681 §4.1: after idling for longer than the RTO the window is stale.
    pub(crate) fn on_idle(&mut self, now: Time) {
        self.after_timeout = false;
        let fresh = self.window.min(initial_window(self.mss));
        if let Algorithm::Cubic(cubic) = &mut self.algorithm {
            cubic.skip(now);
            if fresh < self.window {
                cubic.end_epoch();
            }
        }
        self.set(fresh);
    }

    /// The path takes smaller segments now. The window stays, in bytes.
    pub(crate) fn set_mss(&mut self, mss: u32) {
        self.mss = mss;
        self.set(self.window.max(mss));
    }

    /// The threshold after a loss: RFC 5681 (4), RFC 9438 §4.6.
    fn reduced(&mut self, in_flight: u32, timeout: bool) -> u32 {
        self.after_timeout = timeout;
        let (window, least) = (self.window, 2 * self.mss);
        match &mut self.algorithm {
            Algorithm::None => NO_LIMIT,
            Algorithm::Reno { acked } => {
                *acked = 0;
                (in_flight / 2).max(least)
            }
            Algorithm::Cubic(cubic) => cubic.reduce(window, in_flight, timeout).max(least),
        }
    }

    fn set(&mut self, window: u32) {
        self.window = match self.algorithm {
            Algorithm::None => NO_LIMIT,
            Algorithm::Reno { .. } | Algorithm::Cubic(_) => window.min(NO_LIMIT),
        };
    }
}

/// IW10 (RFC 6928 §2).
fn initial_window(mss: u32) -> u32 {
    (10 * mss).min((2 * mss).max(14_600))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MSS: u32 = 1000;

    fn reno() -> Congestion {
        Congestion::new(CongestionControl::Reno, false, MSS)
    }

    /// An acknowledgment of so many bytes of a window that was full.
    fn ack(bytes: u32) -> AckSample {
        AckSample {
            now: Time::ZERO,
            bytes,
            used: true,
            srtt: Span::ZERO,
        }
    }

    #[test]
    fn the_initial_window_is_ten_segments_and_at_most_14600_bytes() {
        assert_eq!(initial_window(1000), 10_000);
        assert_eq!(initial_window(1460), 14_600);
        assert_eq!(initial_window(4000), 14_600);
        assert_eq!(initial_window(9000), 18_000);
    }

    #[test]
    fn slow_start_doubles_the_window_in_a_round_trip() {
        let mut reno = reno();
        for _ in 0..10 {
            reno.on_ack(ack(MSS));
        }
        assert_eq!(reno.window(), 20_000);
    }

    #[test]
    fn avoidance_adds_one_segment_in_a_round_trip() {
        let mut reno = reno();
        reno.on_timeout(20_000, true);
        assert_eq!((reno.window(), reno.threshold()), (1000, 10_000));
        while reno.in_slow_start() {
            reno.on_ack(ack(MSS));
        }
        for round in 1..=3 {
            for _ in 0..reno.window() / MSS {
                reno.on_ack(ack(MSS));
            }
            assert_eq!(reno.window(), 10_000 + round * MSS);
        }
    }

    #[test]
    fn a_sender_that_does_not_fill_the_window_does_not_grow_it() {
        let mut reno = reno();
        let unused = AckSample {
            used: false,
            ..ack(MSS)
        };
        reno.on_ack(unused);
        assert_eq!(reno.window(), 10_000);
    }

    #[test]
    fn counting_bytes_an_acknowledgment_of_two_segments_opens_the_window_by_two() {
        let mut reno = Congestion::new(CongestionControl::Reno, true, MSS);
        for (bytes, window) in [(500, 10_500), (2000, 12_500), (9000, 14_500)] {
            reno.on_ack(ack(bytes));
            assert_eq!(reno.window(), window, "L = 2 SMSS");
        }
    }

    #[test]
    fn counting_bytes_after_a_timeout_the_limit_is_one_segment_until_slow_start_is_over() {
        let mut reno = Congestion::new(CongestionControl::Reno, true, MSS);
        reno.on_timeout(8000, true);
        for window in [2000, 3000, 4000] {
            reno.on_ack(ack(2000));
            assert_eq!(reno.window(), window, "L = 1 SMSS");
        }
        assert!(!reno.in_slow_start());
        // A fast retransmit and an idle time later it is another slow start.
        reno.on_sack_recovery(40_000);
        reno.on_idle(Time::from_secs(9));
        assert!(reno.window() < reno.threshold());
        reno.on_ack(ack(2000));
        assert_eq!(reno.window(), 12_000);
    }

    #[test]
    fn fast_recovery_halves_inflates_and_deflates() {
        let mut reno = reno();
        reno.on_fast_retransmit(10_000);
        assert_eq!((reno.threshold(), reno.window()), (5000, 8000));
        reno.on_duplicate_in_recovery();
        assert_eq!(reno.window(), 9000);
        reno.on_partial_ack(3000);
        assert_eq!(reno.window(), 7000);
        reno.on_recovered(6000);
        assert_eq!(reno.window(), 5000);
    }

    #[test]
    fn a_second_timeout_in_a_row_keeps_the_threshold() {
        let mut reno = reno();
        reno.on_timeout(10_000, true);
        reno.on_timeout(1000, false);
        assert_eq!((reno.window(), reno.threshold()), (1000, 5000));
    }

    #[test]
    fn without_congestion_control_nothing_moves_the_window() {
        let mut none = Congestion::new(CongestionControl::None, false, MSS);
        none.on_timeout(10_000, true);
        none.on_fast_retransmit(10_000);
        none.on_partial_ack(1000);
        none.on_recovered(0);
        assert_eq!((none.window(), none.threshold()), (NO_LIMIT, NO_LIMIT));
    }
}
