//! [`Share`]: a probability, in whole parts per million.

use core::fmt;

use crate::parse::{UnitError, split_number, text_or_integer};

/// How many of a million. One million is always, zero never.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share(u32);

impl Share {
    /// Never.
    pub const NEVER: Share = Share(0);
    /// Always.
    pub const ALWAYS: Share = Share(Share::MILLION);
    const MILLION: u32 = 1_000_000;

    /// `parts` of a million, at most all of them.
    pub const fn from_ppm(parts: u32) -> Share {
        Share(if parts > Share::MILLION {
            Share::MILLION
        } else {
            parts
        })
    }
    /// `percent` of a hundred, at most all of them.
    pub const fn from_percent(percent: u32) -> Share {
        Share::from_ppm(percent.saturating_mul(10_000))
    }
    /// Parts per million.
    pub const fn ppm(self) -> u32 {
        self.0
    }
    /// Whether this happens, given a number drawn evenly from all 32-bit numbers.
    pub const fn hits(self, draw: u32) -> bool {
        ((draw as u64 * Share::MILLION as u64) >> 32) < self.0 as u64
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 10_000, self.0 % 10_000);
        if rest == 0 {
            return write!(f, "{whole}%");
        }
        let decimals = format!("{rest:04}");
        write!(f, "{whole}.{}%", decimals.trim_end_matches('0'))
    }
}

impl core::str::FromStr for Share {
    type Err = UnitError;
    /// Reads `5%`, `0.1%`, or a bare percentage `5`.
    fn from_str(text: &str) -> Result<Share, UnitError> {
        let expected = "a percentage from 0% to 100%, such as 5%";
        let (number, unit) = split_number(text, expected)?;
        match (number.times(10_000), unit) {
            (Some(parts @ 0..=1_000_000), "" | "%") => Ok(Share(parts as u32)),
            _ => Err(UnitError::new(text, expected)),
        }
    }
}

text_or_integer!(Share, u32);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_hits_as_often_as_it_says() {
        let draws = (0..1_000_000u32).map(|i| i.wrapping_mul(4294));
        let hits = draws
            .filter(|draw| Share::from_percent(5).hits(*draw))
            .count();
        assert!(
            (49_900..50_100).contains(&hits),
            "5% of evenly spread draws: {hits}"
        );
        assert!(Share::ALWAYS.hits(u32::MAX) && !Share::NEVER.hits(0));
    }

    #[test]
    fn a_share_reads_back_as_it_is_written() {
        for parts in [0, 1, 10_000, 12_345, 50_000, 1_000_000] {
            assert_eq!(Share(parts).to_string().parse::<Share>(), Ok(Share(parts)));
        }
        assert!("101%".parse::<Share>().is_err());
    }
}
