//! How simulated time follows real time: the speed, and what is too quiet to watch.

use crate::number;
use hoplab_units::{Span, Time};

/// How fast simulated time runs: one part in so many of real time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Speed(u32);

impl Speed {
    /// Real time.
    pub const REAL: Speed = Speed(1);
    /// The notches of the slider, slowest first: about 1.4 apart, in round numbers.
    const NOTCHES: [u32; 19] = [
        1000, 700, 500, 350, 250, 200, 150, 100, 70, 50, 35, 25, 20, 15, 10, 7, 5, 2, 1,
    ];
    /// The last notch of the slider.
    pub const LAST_NOTCH: usize = Speed::NOTCHES.len() - 1;
    /// How long a story should take to play, in seconds: long enough to follow, short enough to
    /// stay for.
    const STORY_SECONDS: f64 = 19.0;

    /// The speed at a notch of the slider; past the last one, the last.
    pub fn at_notch(notch: usize) -> Speed {
        Speed(Speed::NOTCHES[notch.min(Speed::LAST_NOTCH)])
    }
    /// The notch nearest to this speed.
    pub fn notch(self) -> usize {
        Speed::NOTCHES
            .iter()
            .position(|slower| *slower <= self.0)
            .unwrap_or(Speed::LAST_NOTCH)
    }
    /// One part in `slower` of real time, between a thousandth and the whole.
    pub fn one_in(slower: u32) -> Speed {
        Speed(slower.clamp(1, 1000))
    }
    /// How many times slower than real time.
    pub const fn slower(self) -> u32 {
        self.0
    }
    /// The notch at which `moving`, the time in which something moves, plays in about twenty
    /// seconds.
    pub fn for_story(moving: Span) -> Speed {
        let wanted = Speed::STORY_SECONDS / moving.as_secs_f64().max(1e-9);
        let nearest = Speed::NOTCHES.iter().min_by(|a, b| {
            let away = |slower: u32| (number::ln(f64::from(slower)) - number::ln(wanted)).abs();
            away(**a).total_cmp(&away(**b))
        });
        Speed(nearest.copied().unwrap_or(1))
    }
    /// The simulated time that passes in `real_ms` milliseconds.
    pub fn simulated(self, real_ms: f64) -> f64 {
        real_ms.max(0.0) * 1e6 / f64::from(self.0)
    }
    /// The real time, in milliseconds, in which `span` passes.
    pub fn real_ms(self, span: Span) -> f64 {
        span.as_nanos() as f64 / 1e6 * f64::from(self.0)
    }
}

/// A stretch in which nothing moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// From here
    pub from: Time,
    /// to here.
    pub until: Time,
}

impl Gap {
    /// How long it is.
    pub fn span(self) -> Span {
        self.until.since(self.from)
    }
}

/// A quiet stretch is passed over when it would take longer than this to watch.
pub const WORTH_SKIPPING_MS: f64 = 900.0;
/// How long passing over one takes.
pub const SKIP_MS: f64 = 700.0;
/// With reduced motion, time moves in steps this far apart.
pub const CALM_STEP_MS: f64 = 700.0;

/// How moments lie on the timeline: in proportion where something moves; a stretch in which nothing
/// does takes up little, however long it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scale {
    gaps: Vec<Gap>,
    end: Time,
    /// What one gap takes up, in nanoseconds of the bar.
    gap_width: f64,
    width: f64,
}

impl Scale {
    /// A scale from zero to `end`, where nothing moves in `gaps` (in order, apart from each other).
    pub fn new(end: Time, gaps: &[Gap]) -> Scale {
        let long = |moving: f64, gap: &Gap| gap.span().as_nanos() as f64 > moving * 0.04;
        let all: f64 = gaps.iter().map(|gap| gap.span().as_nanos() as f64).sum();
        let moving = (end.as_nanos() as f64 - all).max(1.0);
        let gaps: Vec<Gap> = gaps
            .iter()
            .copied()
            .filter(|gap| gap.until <= end && long(moving, gap))
            .collect();
        let squeezed: f64 = gaps.iter().map(|gap| gap.span().as_nanos() as f64).sum();
        let gap_width = moving * 0.04;
        let width = end.as_nanos() as f64 - squeezed + gap_width * gaps.len() as f64;
        Scale {
            gaps,
            end,
            gap_width,
            width: width.max(1.0),
        }
    }
    /// The last moment on the bar.
    pub fn end(&self) -> Time {
        self.end
    }
    /// The gaps that are drawn shorter than they are.
    pub fn squeezed(&self) -> &[Gap] {
        &self.gaps
    }
    /// Where `at` lies, from 0 to 1.
    pub fn place(&self, at: Time) -> f64 {
        let mut x = at.as_nanos() as f64;
        for gap in &self.gaps {
            if at <= gap.from {
                break;
            }
            let long = gap.span().as_nanos() as f64;
            let inside = at.min(gap.until).since(gap.from).as_nanos() as f64;
            x += inside / long * self.gap_width - inside;
        }
        (x / self.width).clamp(0.0, 1.0)
    }
    /// The moment at `place`, from 0 to 1.
    pub fn moment(&self, place: f64) -> Time {
        let mut left = place.clamp(0.0, 1.0) * self.width;
        let mut from = 0.0;
        for gap in &self.gaps {
            let before = gap.from.as_nanos() as f64 - from;
            if left <= before {
                return Time::from_nanos((from + left) as u64);
            }
            left -= before;
            let long = gap.span().as_nanos() as f64;
            if left <= self.gap_width {
                let inside = left / self.gap_width * long;
                return Time::from_nanos((gap.from.as_nanos() as f64 + inside) as u64);
            }
            left -= self.gap_width;
            from = gap.until.as_nanos() as f64;
        }
        Time::from_nanos((from + left) as u64).min(self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notch_reads_back_as_the_notch_it_was_set_to() {
        for notch in 0..=Speed::LAST_NOTCH {
            assert_eq!(Speed::at_notch(notch).notch(), notch);
        }
        assert_eq!(Speed::at_notch(999), Speed::REAL);
    }

    #[test]
    fn a_story_of_any_length_plays_in_about_twenty_seconds() {
        for millis in [20, 50, 100, 350, 700, 1000, 2000, 8000] {
            let moving = Span::from_millis(millis);
            let seconds = Speed::for_story(moving).real_ms(moving) / 1000.0;
            assert!(
                (13.0..27.0).contains(&seconds),
                "{millis} ms play in {seconds} s"
            );
        }
    }

    #[test]
    fn a_tenth_of_a_second_at_a_fiftieth_is_two_milliseconds() {
        assert_eq!(Speed::one_in(50).simulated(100.0), 2_000_000.0);
        assert_eq!(Speed::one_in(50).simulated(-5.0), 0.0);
    }

    fn ms(from: u64, until: u64) -> Gap {
        Gap {
            from: Time::from_millis(from),
            until: Time::from_millis(until),
        }
    }

    #[test]
    fn a_long_silence_takes_up_little_of_the_timeline() {
        let scale = Scale::new(
            Time::from_millis(60_200),
            &[ms(100, 1100), ms(1200, 60_200)],
        );
        assert!(scale.place(Time::from_millis(100)) > 0.45);
        assert!(scale.place(Time::from_millis(1100)) < 0.55);
        assert_eq!(scale.place(Time::from_millis(60_200)), 1.0);
    }

    #[test]
    fn a_place_on_the_timeline_leads_back_to_its_moment() {
        let scale = Scale::new(Time::from_millis(3000), &[ms(100, 1100), ms(1200, 2900)]);
        for millis in [0, 50, 100, 600, 1100, 1150, 1200, 2000, 2900, 2950, 3000] {
            let back = scale.moment(scale.place(Time::from_millis(millis)));
            let off = back.as_secs_f64() * 1000.0 - millis as f64;
            assert!(off.abs() < 0.01, "{millis} came back as {back}");
        }
    }

    #[test]
    fn an_empty_run_has_a_timeline_too() {
        let scale = Scale::new(Time::ZERO, &[]);
        assert_eq!(scale.place(Time::from_secs(1)), 1.0);
        assert_eq!(scale.moment(0.5), Time::ZERO);
    }
}
