//! CUBIC's window growth (RFC 9438), in integers: bytes, and milliseconds since the epoch began.
//!
//! The RFC's formulas are in segments and seconds with C = 0.4 and beta = 0.7; here every factor is a ratio of
//! integers, so that two machines always agree. One millisecond's rounding moves the window by less than a byte
//! near the plateau.

use hoplab_units::{Span, Time};

/// beta_cubic = 0.7 (RFC 9438 §4.6), in tenths.
const BETA_TENTHS: u64 = 7;
/// C = 0.4 segments per cubed second (§5), as bytes·MSS⁻¹ per cubed millisecond: 4 / 10¹⁰.
const C_NUMERATOR: i128 = 4;
const C_DENOMINATOR: i128 = 10_000_000_000;

/// What CUBIC remembers between acknowledgments.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cubic {
    /// W_max: the window at the last reduction, in bytes; 0 before one.
    w_max: u64,
    /// cwnd_prior: the window just before that, which W_max may lie below (§4.7).
    prior: u64,
    epoch: Option<Epoch>,
    /// Bytes·window not yet turned into growth.
    carry: u64,
    /// After a timeout the curve starts at the window itself (§4.8).
    after_timeout: bool,
}

/// A stretch of congestion avoidance.
#[derive(Clone, Debug)]
struct Epoch {
    began: Time,
    last_ack: Time,
    /// When the curve is back at W_max, in milliseconds.
    k: u64,
    /// Where its plateau lies, in bytes.
    origin: u64,
    /// W_est: what Reno with CUBIC's beta would have, in bytes.
    estimate: u64,
    /// Bytes·window of the estimate not yet turned into growth.
    estimate_carry: u64,
}

/// An acknowledgment in congestion avoidance, as CUBIC wants it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Growth {
    pub(crate) now: Time,
    pub(crate) srtt: Span,
    /// Bytes acknowledged.
    pub(crate) bytes: u32,
    pub(crate) window: u32,
    pub(crate) mss: u32,
}

impl Cubic {
    /// The window after an acknowledgment (§4.2 to §4.5).
    pub(crate) fn grow(&mut self, growth: Growth) -> u32 {
        let Growth { now, mss, .. } = growth;
        let (window, mss64) = (u64::from(growth.window), u64::from(mss));
        let (w_max, prior) = (self.w_max, self.prior);
        let flat = self.after_timeout || w_max <= window;
        let epoch = self.epoch.get_or_insert_with(|| Epoch {
            began: now,
            last_ack: now,
            k: if flat { 0 } else { k(w_max - window, mss64) },
            origin: if flat { window } else { w_max },
            estimate: window,
            estimate_carry: 0,
        });
        epoch.last_ack = now;
        epoch.grow_estimate(u64::from(growth.bytes), window, mss64, prior);
        let elapsed = (now - epoch.began).as_millis();
        if epoch.at(elapsed, mss) < epoch.estimate {
            // Reno-friendly region (§4.3): never slower than Reno would be.
            return clamp(epoch.estimate.max(window));
        }
        // §4.2: where the curve will be a round trip from now, but at most half as much again.
        let ahead = elapsed + growth.srtt.as_millis();
        let target = epoch.at(ahead, mss).clamp(window, window * 3 / 2);
        // §4.4: (target - cwnd) / cwnd for each segment acknowledged.
        self.carry += (target - window) * u64::from(growth.bytes);
        let gain = self.carry / window.max(1);
        self.carry -= gain * window.max(1);
        clamp(window + gain)
    }

    /// An acknowledgment of a sender that does not fill its window: that time does not count (§5.8).
    pub(crate) fn skip(&mut self, now: Time) {
        if let Some(epoch) = &mut self.epoch {
            epoch.began += now - epoch.last_ack;
            epoch.last_ack = now;
        }
    }

    /// The window was lowered without a loss: the curve begins anew wherever avoidance does.
    pub(crate) fn end_epoch(&mut self) {
        self.epoch = None;
        self.carry = 0;
    }

    /// Loss: remembers the window it happened at (§4.6), or a little less, to make room for newcomers (§4.7), and
    /// says how much of `in_flight` remains.
    pub(crate) fn reduce(&mut self, window: u32, in_flight: u32, timeout: bool) -> u32 {
        let window = u64::from(window);
        self.prior = window;
        self.w_max = if window < self.w_max {
            window * (10 + BETA_TENTHS) / 20
        } else {
            window
        };
        self.end_epoch();
        self.after_timeout = timeout;
        clamp(u64::from(in_flight) * BETA_TENTHS / 10)
    }

    /// W_max in bytes, once there was a loss.
    pub(crate) fn w_max(&self) -> Option<u32> {
        (self.w_max > 0).then(|| clamp(self.w_max))
    }
}

impl Epoch {
    /// W_cubic(t) of §4.2, in bytes, `elapsed` milliseconds into the epoch.
    fn at(&self, elapsed: u64, mss: u32) -> u64 {
        let distance = i128::from(elapsed) - i128::from(self.k);
        // 10^12 ms are thirty years: the cube stays far below i128's end.
        let distance = distance.clamp(-1_000_000_000_000, 1_000_000_000_000);
        let cube = distance * distance * distance;
        let rise = C_NUMERATOR * i128::from(mss) * cube / C_DENOMINATOR;
        u64::try_from((i128::from(self.origin) + rise).max(0)).unwrap_or(u64::MAX >> 2)
    }

    /// W_est grows by alpha segments a window, alpha = 3(1 - beta)/(1 + beta) = 9/17, and by one once it has
    /// passed where the loss was, `prior` (§4.3).
    fn grow_estimate(&mut self, bytes: u64, window: u64, mss: u64, prior: u64) {
        let (numerator, denominator) = if self.estimate >= prior {
            (1, 1)
        } else {
            (9, 17)
        };
        self.estimate_carry += bytes * mss * numerator;
        let step = window.max(1) * denominator;
        let gain = self.estimate_carry / step;
        self.estimate_carry -= gain * step;
        self.estimate += gain;
    }
}

/// K of §4.2: the cube root of (W_max - cwnd) / C, in milliseconds.
fn k(below: u64, mss: u64) -> u64 {
    let cube = i128::from(below) * C_DENOMINATOR / (C_NUMERATOR * i128::from(mss.max(1)));
    cube_root(u64::try_from(cube).unwrap_or(u64::MAX))
}

/// The largest integer whose cube is at most `value`.
fn cube_root(value: u64) -> u64 {
    let mut root = 0u64;
    for bit in (0..22).rev() {
        let candidate = root | (1 << bit);
        if candidate.pow(3) <= value {
            root = candidate;
        }
    }
    root
}

fn clamp(bytes: u64) -> u32 {
    bytes.min(u64::from(crate::congestion::NO_LIMIT)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    const MSS: u32 = 1000;
    const RTT: Span = Span::from_millis(100);

    /// Acknowledges whole windows, one a round trip, and gives the window after each.
    fn rounds(cubic: &mut Cubic, mut window: u32, count: u64) -> Vec<u32> {
        let mut windows = Vec::new();
        for round in 0..count {
            for _ in 0..window / MSS {
                let growth = Growth {
                    now: Time::ZERO + RTT * round,
                    srtt: RTT,
                    bytes: MSS,
                    window,
                    mss: MSS,
                };
                window = cubic.grow(growth);
            }
            windows.push(window);
        }
        windows
    }

    #[test]
    fn cube_roots_are_exact_at_and_beside_cubes() {
        for root in [0u64, 1, 2, 3, 10, 999, 2_000_000] {
            let cube = root.pow(3);
            assert_eq!(cube_root(cube), root);
            assert_eq!(cube_root(cube + 1), root.max(u64::from(cube == 0)));
        }
        assert_eq!(cube_root(26), 2);
    }

    #[test]
    fn k_is_the_time_the_curve_takes_back_to_the_loss() {
        // RFC 9438 §4.2: K = cbrt((W_max - cwnd) / C); 100 segments less 30%: cbrt(30 / 0.4) = 4.217 s.
        assert_eq!(k(30_000, 1000), 4217);
        let epoch = Epoch {
            began: Time::ZERO,
            last_ack: Time::ZERO,
            k: 4217,
            origin: 100_000,
            estimate: 0,
            estimate_carry: 0,
        };
        assert!(epoch.at(0, MSS).abs_diff(70_000) < 30);
        assert_eq!(epoch.at(4217, MSS), 100_000);
        assert!(epoch.at(2 * 4217, MSS).abs_diff(130_000) < 30);
    }

    #[test]
    fn growth_is_concave_up_to_the_plateau_and_convex_past_it() {
        let mut cubic = Cubic::default();
        let start = cubic.reduce(100_000, 100_000, false);
        assert_eq!((start, cubic.w_max()), (70_000, Some(100_000)));
        let windows = rounds(&mut cubic, start, 90);
        let gain = |from: usize, to: usize| windows[to] - windows[from];
        assert!(gain(0, 10) > gain(15, 25) && gain(15, 25) > gain(30, 40));
        assert!(windows[42].abs_diff(100_000) < 2000, "{}", windows[42]);
        assert!(gain(70, 80) > gain(50, 60));
        assert!(*windows.last().unwrap() > 130_000);
    }

    #[test]
    fn a_second_loss_below_the_first_makes_room_for_others() {
        let mut cubic = Cubic::default();
        cubic.reduce(100_000, 100_000, false);
        cubic.reduce(80_000, 80_000, false);
        assert_eq!(cubic.w_max(), Some(68_000), "80,000 x (1 + 0.7) / 2");
    }

    #[test]
    fn on_a_short_path_it_is_not_slower_than_reno() {
        let mut cubic = Cubic::default();
        let mut window = cubic.reduce(10_000, 10_000, false);
        let rtt = Span::from_millis(1);
        let mut now = Time::ZERO;
        for _ in 0..40 {
            for _ in 0..window / MSS {
                let growth = Growth {
                    now,
                    srtt: rtt,
                    bytes: MSS,
                    window,
                    mss: MSS,
                };
                window = cubic.grow(growth);
            }
            now += rtt;
        }
        // 9/17 of a segment a round trip up to the loss, one from there on: the curve alone would have moved by
        // a few bytes in 40 ms.
        assert!(window > 30_000, "{window}");
    }

    #[test]
    fn after_a_timeout_the_curve_starts_flat_at_the_window() {
        let mut cubic = Cubic::default();
        cubic.reduce(100_000, 100_000, true);
        let windows = rounds(&mut cubic, 70_000, 10);
        assert!(windows[1] < 71_500, "{windows:?}");
    }

    #[test]
    fn after_an_idle_that_lowered_the_window_growth_begins_where_the_window_is() {
        let mut cubic = Cubic::default();
        let start = cubic.reduce(100_000, 100_000, false);
        let windows = rounds(&mut cubic, start, 60);
        assert!(windows[59] > 100_000);
        cubic.end_epoch();
        let growth = Growth {
            now: Time::from_secs(90),
            srtt: RTT,
            bytes: MSS,
            window: 70_000,
            mss: MSS,
        };
        assert!(cubic.grow(growth) < 70_000 + MSS);
    }

    #[test]
    fn time_in_which_nothing_was_asked_of_the_path_does_not_count() {
        let mut cubic = Cubic::default();
        let start = cubic.reduce(100_000, 100_000, false);
        let windows = rounds(&mut cubic, start, 5);
        cubic.skip(Time::from_secs(60));
        let growth = Growth {
            now: Time::from_secs(60),
            srtt: RTT,
            bytes: MSS,
            window: windows[4],
            mss: MSS,
        };
        assert!(cubic.grow(growth) - windows[4] < MSS);
    }
}
