//! Reading quantities as people write them, without floats.

/// Text that is not the quantity it should be. Says what was read and what would do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{text}\" is not {expected}")]
pub struct UnitError {
    text: String,
    expected: &'static str,
}

impl UnitError {
    pub(crate) fn new(text: &str, expected: &'static str) -> UnitError {
        // An error goes on screen: it must stay short however long the input was.
        let text = text.chars().take(40).collect();
        UnitError { text, expected }
    }
}

/// A non-negative decimal number, exact: `digits / 10^decimals`.
#[derive(Clone, Copy)]
pub(crate) struct Decimal {
    digits: u64,
    decimals: u32,
}

impl Decimal {
    /// This number times `unit`, rounded down; `None` if it does not fit in 64 bits.
    pub(crate) fn times(self, unit: u64) -> Option<u64> {
        let product = u128::from(self.digits) * u128::from(unit) / 10u128.pow(self.decimals);
        u64::try_from(product).ok()
    }
}

/// Splits `1.5 ms` into the number and its unit.
pub(crate) fn split_number<'a>(
    text: &'a str,
    expected: &'static str,
) -> Result<(Decimal, &'a str), UnitError> {
    let trimmed = text.trim();
    let end = trimmed
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(trimmed.len());
    let (number, unit) = trimmed.split_at(end);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let fits = fraction.len() <= 12 && !(whole.is_empty() && fraction.is_empty());
    let digits = format!("{whole}{fraction}");
    match digits.parse() {
        Ok(digits) if fits => Ok((
            Decimal {
                digits,
                decimals: fraction.len() as u32,
            },
            unit.trim_start(),
        )),
        _ => Err(UnitError::new(text, expected)),
    }
}

/// Serde for a quantity: text where people read it (JSON), the bare integer in binary links.
macro_rules! text_or_integer {
    ($type:ident, $integer:ty) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() {
                    serializer.collect_str(self)
                } else {
                    serde::Serialize::serialize(&self.0, serializer)
                }
            }
        }
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                if deserializer.is_human_readable() {
                    let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                    text.parse().map_err(serde::de::Error::custom)
                } else {
                    <$integer as serde::Deserialize>::deserialize(deserializer).map($type)
                }
            }
        }
    };
}
pub(crate) use text_or_integer;
