//! [`Time`], a moment of the simulation, and [`Span`], the time between two moments.

use core::fmt;
use core::ops::{Add, AddAssign, Mul, Sub};

use crate::parse::{UnitError, split_number, text_or_integer};

/// A moment: nanoseconds since the simulation began. 64 bits last 584 years.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(u64);

/// A length of time in nanoseconds. Arithmetic saturates: an absurd delay becomes "never".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(u64);

impl Time {
    /// The moment the simulation begins.
    pub const ZERO: Time = Time(0);
    /// Later than anything that happens.
    pub const NEVER: Time = Time(u64::MAX);

    /// The moment `nanos` nanoseconds after the beginning.
    pub const fn from_nanos(nanos: u64) -> Time {
        Time(nanos)
    }
    /// The moment `micros` microseconds after the beginning.
    pub const fn from_micros(micros: u64) -> Time {
        Time(micros * 1_000)
    }
    /// The moment `millis` milliseconds after the beginning.
    pub const fn from_millis(millis: u64) -> Time {
        Time(millis * 1_000_000)
    }
    /// The moment `secs` seconds after the beginning.
    pub const fn from_secs(secs: u64) -> Time {
        Time(secs * 1_000_000_000)
    }
    /// Nanoseconds since the beginning.
    pub const fn as_nanos(self) -> u64 {
        self.0
    }
    /// Seconds since the beginning, for display only: a float must never decide anything.
    pub fn as_secs_f64(self) -> f64 {
        self.0 as f64 / 1e9
    }
    /// The time from `earlier` to this moment; zero if `earlier` is later.
    pub const fn since(self, earlier: Time) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

impl Span {
    /// No time at all.
    pub const ZERO: Span = Span(0);
    /// The longest span there is.
    pub const MAX: Span = Span(u64::MAX);

    /// `nanos` nanoseconds.
    pub const fn from_nanos(nanos: u64) -> Span {
        Span(nanos)
    }
    /// `micros` microseconds.
    pub const fn from_micros(micros: u64) -> Span {
        Span(micros * 1_000)
    }
    /// `millis` milliseconds.
    pub const fn from_millis(millis: u64) -> Span {
        Span(millis * 1_000_000)
    }
    /// `secs` seconds.
    pub const fn from_secs(secs: u64) -> Span {
        Span(secs * 1_000_000_000)
    }
    /// Nanoseconds.
    pub const fn as_nanos(self) -> u64 {
        self.0
    }
    /// Whole milliseconds, rounded down.
    pub const fn as_millis(self) -> u64 {
        self.0 / 1_000_000
    }
    /// Seconds, for display only: a float must never decide anything.
    pub fn as_secs_f64(self) -> f64 {
        self.0 as f64 / 1e9
    }
    /// This span less `other`; zero if `other` is longer.
    pub const fn saturating_sub(self, other: Span) -> Span {
        Span(self.0.saturating_sub(other.0))
    }
    /// A `divisor`-th of this span, rounded down. `divisor` must not be zero.
    pub const fn div(self, divisor: u64) -> Span {
        Span(self.0 / divisor)
    }
}

impl Add<Span> for Time {
    type Output = Time;
    fn add(self, span: Span) -> Time {
        Time(self.0.saturating_add(span.0))
    }
}
impl AddAssign<Span> for Time {
    fn add_assign(&mut self, span: Span) {
        *self = *self + span;
    }
}
impl Sub<Time> for Time {
    type Output = Span;
    fn sub(self, earlier: Time) -> Span {
        self.since(earlier)
    }
}
impl Add for Span {
    type Output = Span;
    fn add(self, other: Span) -> Span {
        Span(self.0.saturating_add(other.0))
    }
}
impl AddAssign for Span {
    fn add_assign(&mut self, other: Span) {
        *self = *self + other;
    }
}
impl Sub for Span {
    type Output = Span;
    fn sub(self, other: Span) -> Span {
        self.saturating_sub(other)
    }
}
impl Mul<u64> for Span {
    type Output = Span;
    fn mul(self, factor: u64) -> Span {
        Span(self.0.saturating_mul(factor))
    }
}

/// Shortest exact form in the largest unit that needs no more than three decimals: `1.5s`, `20ms`, `7ns`.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNITS: [(u64, &str); 4] = [
            (1_000_000_000, "s"),
            (1_000_000, "ms"),
            (1_000, "us"),
            (1, "ns"),
        ];
        if self.0 == 0 {
            return f.write_str("0s");
        }
        for (nanos, unit) in UNITS {
            let exact = nanos == 1 || self.0.is_multiple_of(nanos / 1000);
            if self.0 >= nanos && exact {
                let (whole, rest) = (self.0 / nanos, self.0 % nanos);
                if rest == 0 {
                    return write!(f, "{whole}{unit}");
                }
                let decimals = format!("{:03}", rest / (nanos / 1000));
                return write!(f, "{whole}.{}{unit}", decimals.trim_end_matches('0'));
            }
        }
        write!(f, "{}ns", self.0)
    }
}

/// A span as people read it, in texts and not in files: in the largest unit with a whole part, rounded to three
/// figures behind the point: `1 s`, `31.204 ms`, `54.906 ms`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plain(pub Span);

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nanos = self.0.as_nanos();
        let (unit, size) = match nanos {
            1_000_000_000.. => ("s", 1_000_000_000),
            1..1_000 => ("ns", 1),
            1_000..1_000_000 => ("µs", 1_000),
            _ => ("ms", 1_000_000),
        };
        let thousandths = (u128::from(nanos) * 1000 + size / 2) / size;
        let (whole, rest) = (thousandths / 1000, thousandths % 1000);
        write!(f, "{whole}")?;
        if rest > 0 {
            let decimals = format!("{rest:03}");
            write!(f, ".{}", decimals.trim_end_matches('0'))?;
        }
        write!(f, " {unit}")
    }
}

/// As [`Span`]: the span since the beginning.
impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Span(self.0).fmt(f)
    }
}

impl core::str::FromStr for Span {
    type Err = UnitError;
    /// Reads `20ms`, `1.5s`, `250us`, `7ns`, `2min`; a space before the unit is allowed.
    fn from_str(text: &str) -> Result<Span, UnitError> {
        let expected = "a time such as 20ms, 1.5s or 250us";
        let (number, unit) = split_number(text, expected)?;
        let nanos = match unit {
            "ns" => 1,
            "us" | "µs" | "μs" => 1_000,
            "ms" => 1_000_000,
            "s" => 1_000_000_000,
            "min" => 60_000_000_000,
            _ => return Err(UnitError::new(text, expected)),
        };
        number
            .times(nanos)
            .map(Span)
            .ok_or_else(|| UnitError::new(text, expected))
    }
}

impl core::str::FromStr for Time {
    type Err = UnitError;
    fn from_str(text: &str) -> Result<Time, UnitError> {
        text.parse::<Span>().map(|span| Time(span.0))
    }
}

text_or_integer!(Span, u64);
text_or_integer!(Time, u64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_reads_back_as_it_is_written() {
        for nanos in [
            0,
            1,
            999,
            1_000,
            1_500,
            20_000_000,
            1_000_000_001,
            1_500_000_000,
            u64::MAX,
        ] {
            let span = Span(nanos);
            assert_eq!(span.to_string().parse::<Span>(), Ok(span), "{span}");
        }
    }

    #[test]
    fn a_span_is_written_in_the_unit_a_person_would_choose() {
        assert_eq!(Span::from_millis(1500).to_string(), "1.5s");
        assert_eq!(Span::from_millis(20).to_string(), "20ms");
        assert_eq!(Span::from_nanos(1_234_567).to_string(), "1234.567us");
    }

    #[test]
    fn nonsense_is_refused_with_the_form_that_is_wanted() {
        for text in [
            "",
            "20",
            "ms",
            "-3ms",
            "1.2.3s",
            "5 parsecs",
            "99999999999999999999s",
        ] {
            let error = text.parse::<Span>().unwrap_err().to_string();
            assert!(error.contains("20ms"), "{text}: {error}");
        }
    }

    #[test]
    fn arithmetic_saturates() {
        assert_eq!(Time::NEVER + Span::from_secs(1), Time::NEVER);
        assert_eq!(Time::ZERO - Time::from_secs(1), Span::ZERO);
    }
}
