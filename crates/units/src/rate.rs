//! [`Rate`]: how fast a link takes bits.

use core::fmt;

use crate::parse::{UnitError, split_number, text_or_integer};
use crate::time::Span;

/// Bits per second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate(u64);

impl Rate {
    /// `bits` bits per second.
    pub const fn from_bits_per_sec(bits: u64) -> Rate {
        Rate(bits)
    }
    /// `kilobits` thousand bits per second.
    pub const fn from_kbit(kilobits: u64) -> Rate {
        Rate(kilobits * 1_000)
    }
    /// `megabits` million bits per second.
    pub const fn from_mbit(megabits: u64) -> Rate {
        Rate(megabits * 1_000_000)
    }
    /// Bits per second.
    pub const fn bits_per_sec(self) -> u64 {
        self.0
    }
    /// How long `bytes` take to put on the line, rounded up. A rate of zero never finishes.
    pub const fn time_for(self, bytes: u64) -> Span {
        if self.0 == 0 {
            return Span::MAX;
        }
        // The common case stays in 64 bits: 128-bit division is slow, above all in WASM.
        match bytes.checked_mul(8_000_000_000) {
            Some(bit_nanos) => Span::from_nanos(bit_nanos.div_ceil(self.0)),
            None => {
                let nanos = (bytes as u128 * 8_000_000_000).div_ceil(self.0 as u128);
                Span::from_nanos(if nanos > u64::MAX as u128 {
                    u64::MAX
                } else {
                    nanos as u64
                })
            }
        }
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNITS: [(u64, &str); 3] = [
            (1_000_000_000, "Gbit/s"),
            (1_000_000, "Mbit/s"),
            (1_000, "kbit/s"),
        ];
        for (bits, unit) in UNITS {
            if self.0 >= bits && self.0.is_multiple_of(bits / 1000) {
                let (whole, rest) = (self.0 / bits, self.0 % bits);
                if rest == 0 {
                    return write!(f, "{whole}{unit}");
                }
                let decimals = format!("{:03}", rest / (bits / 1000));
                return write!(f, "{whole}.{}{unit}", decimals.trim_end_matches('0'));
            }
        }
        write!(f, "{}bit/s", self.0)
    }
}

/// A rate as people read it, in texts and not in files: `2 Mbit/s`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlainRate(pub Rate);

impl fmt::Display for PlainRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.to_string();
        let unit = text
            .find(|c: char| c.is_ascii_alphabetic())
            .unwrap_or(text.len());
        let (number, unit) = text.split_at(unit);
        write!(f, "{number} {unit}")
    }
}

impl core::str::FromStr for Rate {
    type Err = UnitError;
    /// Reads `10Mbit/s`, `1.5Gbit/s`, `64kbit/s`, `9600bit/s`; `bps` may stand for `bit/s`.
    fn from_str(text: &str) -> Result<Rate, UnitError> {
        let expected = "a rate such as 10Mbit/s or 64kbit/s";
        let (number, unit) = split_number(text, expected)?;
        let prefix = unit
            .strip_suffix("bit/s")
            .or_else(|| unit.strip_suffix("bps"));
        let bits = match prefix {
            Some("") => 1,
            Some("k" | "K") => 1_000,
            Some("M") => 1_000_000,
            Some("G") => 1_000_000_000,
            _ => return Err(UnitError::new(text, expected)),
        };
        number
            .times(bits)
            .map(Rate)
            .ok_or_else(|| UnitError::new(text, expected))
    }
}

text_or_integer!(Rate, u64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousand_bytes_take_eight_milliseconds_at_a_megabit() {
        assert_eq!(Rate::from_mbit(1).time_for(1000), Span::from_millis(8));
    }

    #[test]
    fn a_rate_reads_back_as_it_is_written() {
        for bits in [
            0,
            1,
            9600,
            64_000,
            1_500_000,
            10_000_000,
            1_000_000_000,
            123_456_789,
        ] {
            assert_eq!(Rate(bits).to_string().parse::<Rate>(), Ok(Rate(bits)));
        }
    }

    #[test]
    fn extremes_neither_overflow_nor_divide_by_zero() {
        assert_eq!(Rate(0).time_for(1), Span::MAX);
        assert_eq!(Rate(1).time_for(u64::MAX), Span::MAX);
    }
}
