//! The retransmission timeout (RFC 6298) with Karn's rule and exponential backoff.

use hoplab_units::Span;

use crate::config::Config;

/// RFC 6298 (5.7): the RTO to begin data with when the SYN itself had to be sent again.
const RTO_AFTER_LOST_SYN: Span = Span::from_secs(3);

/// Smoothed round-trip time and the timeout that follows from it. Integer nanoseconds throughout.
#[derive(Clone, Debug)]
pub(crate) struct RttEstimator {
    srtt: Option<Span>,
    rttvar: Span,
    /// The timeout before backoff.
    base: Span,
    /// How often the timeout has been doubled since the last valid measurement.
    backoff: u32,
    min: Span,
    max: Span,
}

impl RttEstimator {
    pub(crate) fn new(config: &Config) -> RttEstimator {
        RttEstimator {
            srtt: None,
            rttvar: Span::ZERO,
            base: config.initial_rto,
            backoff: 0,
            min: config.min_rto,
            max: config.max_rto,
        }
    }

    /// Takes one measurement, which by Karn's rule must come from a segment sent only once.
    ///
    /// The timeout is `SRTT + max(4 RTTVAR, min_rto)`, as Linux has it. With the floor under the
    /// whole sum instead (RFC 6298 2.4), a steady path of just under `min_rto` would have no
    /// margin left for a delayed acknowledgment, and each one would cause a needless resend.
    pub(crate) fn measure(&mut self, sample: Span) {
        match self.srtt {
            // RFC 6298 (2.2)
            None => {
                self.srtt = Some(sample);
                self.rttvar = sample.div(2);
            }
            // RFC 6298 (2.3): RTTVAR first, since it uses the old SRTT; alpha 1/8, beta 1/4.
            Some(srtt) => {
                let error = if sample > srtt {
                    sample - srtt
                } else {
                    srtt - sample
                };
                self.rttvar = self.rttvar - self.rttvar.div(4) + error.div(4);
                self.srtt = Some(srtt - srtt.div(8) + sample.div(8));
            }
        }
        let margin = (self.rttvar * 4).max(self.min);
        self.base = self.srtt.unwrap_or(sample) + margin;
        // RFC 6298 §5, last paragraph: a valid measurement collapses the backoff.
        self.backoff = 0;
    }

    /// The timeout to arm the timer with: backed off, and capped.
    pub(crate) fn rto(&self) -> Span {
        let factor = 1u64.checked_shl(self.backoff).unwrap_or(u64::MAX);
        (self.base * factor).min(self.max)
    }

    /// The timer expired: the next timeout is twice as long (RFC 6298 5.5).
    pub(crate) fn back_off(&mut self) {
        // Past the cap further doubling changes nothing and would only overflow the counter.
        if self.rto() < self.max {
            self.backoff += 1;
        }
    }

    /// Forgets the backoff, where the silence turned out to be a closed window and not loss.
    pub(crate) fn forget_backoff(&mut self) {
        self.backoff = 0;
    }

    /// The handshake is over and its SYN was sent more than once (RFC 6298 5.7).
    pub(crate) fn syn_was_resent(&mut self) {
        if self.srtt.is_none() {
            self.base = self.base.max(RTO_AFTER_LOST_SYN).min(self.max);
            self.backoff = 0;
        }
    }

    pub(crate) fn srtt(&self) -> Option<Span> {
        self.srtt
    }
    pub(crate) fn rttvar(&self) -> Span {
        self.rttvar
    }
    pub(crate) fn backoff(&self) -> u32 {
        self.backoff
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn estimator() -> RttEstimator {
        RttEstimator::new(&Config::default())
    }

    #[test]
    fn the_first_sample_sets_srtt_and_half_of_it_as_variance() {
        let mut rtt = estimator();
        assert_eq!(rtt.rto(), Span::from_secs(1), "RFC 6298 (2.1)");
        rtt.measure(Span::from_millis(400));
        assert_eq!(rtt.srtt(), Some(Span::from_millis(400)));
        assert_eq!(rtt.rttvar(), Span::from_millis(200));
        assert_eq!(rtt.rto(), Span::from_millis(1200));
    }

    #[test]
    fn later_samples_are_smoothed_by_an_eighth_and_a_quarter() {
        let mut rtt = estimator();
        rtt.measure(Span::from_millis(400));
        rtt.measure(Span::from_millis(480));
        assert_eq!(rtt.rttvar(), Span::from_millis(170));
        assert_eq!(rtt.srtt(), Some(Span::from_millis(410)));
        assert_eq!(rtt.rto(), Span::from_millis(1090));
    }

    #[test]
    fn a_steady_path_keeps_the_least_margin() {
        let mut rtt = estimator();
        for _ in 0..200 {
            rtt.measure(Span::from_millis(40));
        }
        assert!(rtt.rto() >= Span::from_millis(239) && rtt.rto() <= Span::from_millis(240));
    }

    #[test]
    fn backoff_doubles_up_to_the_cap_and_a_measurement_ends_it() {
        let mut rtt = estimator();
        let mut seen = Vec::new();
        for _ in 0..100 {
            seen.push(rtt.rto().as_millis());
            rtt.back_off();
        }
        assert_eq!(seen[..7], [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000]);
        assert_eq!(seen[99], 60_000);
        rtt.measure(Span::from_millis(100));
        assert_eq!(rtt.rto(), Span::from_millis(300));
    }

    #[test]
    fn after_a_lost_syn_data_begins_with_three_seconds() {
        let mut rtt = estimator();
        rtt.back_off();
        rtt.syn_was_resent();
        assert_eq!(rtt.rto(), Span::from_secs(3));
    }
}
