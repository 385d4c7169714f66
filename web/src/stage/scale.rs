//! From the even steps of a slider to the values of a link, and back. Pure.

use crate::number;

/// How a slider's way is divided.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// Evenly.
    Even {
        /// The least value.
        min: f64,
        /// The greatest.
        max: f64,
        /// Between two values.
        step: f64,
    },
    /// By factors: each stretch multiplies. For values that matter over several powers of ten.
    Log {
        /// The least value, above 0.
        min: f64,
        /// The greatest.
        max: f64,
    },
}

/// The positions of every slider are 0 to this: few enough that each press of an arrow key changes
/// the value, rounded as it is.
pub const POSITIONS: f64 = 80.0;

impl Scale {
    /// The least value.
    pub fn min(self) -> f64 {
        match self {
            Scale::Even { min, .. } | Scale::Log { min, .. } => min,
        }
    }
    /// The greatest value.
    pub fn max(self) -> f64 {
        match self {
            Scale::Even { max, .. } | Scale::Log { max, .. } => max,
        }
    }
    /// Where the slider stands for `value`: 0 to [`POSITIONS`].
    pub fn position(self, value: f64) -> f64 {
        let value = value.clamp(self.min(), self.max());
        let share = match self {
            Scale::Even { min, max, .. } => (value - min) / (max - min),
            Scale::Log { min, max } => number::ln(value / min) / number::ln(max / min),
        };
        (share * POSITIONS).round()
    }
    /// What a slider at `position` says, rounded as a person would.
    pub fn value(self, position: f64) -> f64 {
        let share = (position / POSITIONS).clamp(0.0, 1.0);
        match self {
            Scale::Even { min, max, step } => {
                (((min + share * (max - min)) / step).round() * step).clamp(min, max)
            }
            Scale::Log { min, max } => {
                two_digits(min * number::power(max / min, share)).clamp(min, max)
            }
        }
    }
    /// What a person typed, brought into the bounds. `None` if it is no number.
    pub fn typed(self, text: &str) -> Option<f64> {
        let value = number::read(&text.trim().replace(',', "."))?;
        Some(value.clamp(self.min(), self.max()))
    }
}

/// Rounded to two significant digits.
fn two_digits(value: f64) -> f64 {
    let unit = number::power(10.0, number::log10(value.abs().max(1e-12)).floor() - 1.0);
    // Dividing by a whole number keeps 0.15 from becoming 0.15000000000000002.
    if unit < 1.0 {
        let parts = (1.0 / unit).round();
        (value * parts).round() / parts
    } else {
        (value / unit).round() * unit
    }
}

/// A number without needless decimals, at most three.
pub fn plain(value: f64) -> String {
    let text = hoplab_units::fixed(value, 3);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERCENT: Scale = Scale::Even {
        min: 0.0,
        max: 50.0,
        step: 0.5,
    };
    const MEGABITS: Scale = Scale::Log {
        min: 0.01,
        max: 1000.0,
    };

    #[test]
    fn the_ends_of_a_slider_are_the_bounds() {
        for scale in [
            PERCENT,
            MEGABITS,
            Scale::Log {
                min: 1.0,
                max: 500.0,
            },
        ] {
            assert_eq!(scale.value(0.0), scale.min());
            assert_eq!(scale.value(POSITIONS), scale.max());
            assert_eq!(scale.position(scale.min()), 0.0);
            assert_eq!(scale.position(1e12), POSITIONS);
        }
    }

    #[test]
    fn each_press_of_an_arrow_key_changes_the_value() {
        let delay = Scale::Log {
            min: 1.0,
            max: 500.0,
        };
        for scale in [
            PERCENT,
            MEGABITS,
            delay,
            Scale::Even {
                min: 0.0,
                max: 200.0,
                step: 1.0,
            },
        ] {
            for position in 0..POSITIONS as u32 {
                let value = scale.value(f64::from(position));
                let next = scale.value(scale.position(value) + 1.0);
                assert!(next > value, "{scale:?}: {value} then {next}");
            }
        }
    }

    #[test]
    fn a_slider_shows_about_where_a_value_is() {
        for value in [0.0, 0.5, 4.0, 12.5, 50.0] {
            assert_eq!(PERCENT.value(PERCENT.position(value)), value);
        }
        for value in [0.01, 0.15, 1.0, 2.0, 10.0, 150.0, 1000.0] {
            let shown = MEGABITS.value(MEGABITS.position(value));
            assert!(
                (shown / value - 1.0).abs() < 0.08,
                "{value} is shown as {shown}"
            );
        }
    }

    #[test]
    fn what_is_typed_is_kept_within_bounds() {
        assert_eq!(PERCENT.typed("3,5"), Some(3.5));
        assert_eq!(PERCENT.typed(" 99 "), Some(50.0));
        assert_eq!(PERCENT.typed("-1"), Some(0.0));
        assert_eq!(PERCENT.typed("many"), None);
        assert_eq!(PERCENT.typed("NaN"), None);
    }

    #[test]
    fn numbers_are_written_plainly() {
        assert_eq!(
            [0.0, 2.0, 0.1, 12.3456, 1000.0].map(plain),
            ["0", "2", "0.1", "12.346", "1000"]
        );
    }
}
