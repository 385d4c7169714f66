//! Mathematics for drawing. In a browser the browser's own functions do it: the
//! standard library would bring its own, tables and all, into the page's WASM.

macro_rules! functions {
    ($($(#[$doc:meta])* $name:ident($first:ident $(, $other:ident)?) = $js:ident, $native:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name($first: f64 $(, $other: f64)?) -> f64 {
            #[cfg(target_arch = "wasm32")]
            return js_sys::Math::$js($first $(, $other)?);
            #[cfg(not(target_arch = "wasm32"))]
            return $first.$native($($other)?);
        }
    )*};
}

functions! {
    /// The sine of an angle in radians.
    sin(angle) = sin, sin;
    /// The cosine of an angle in radians.
    cos(angle) = cos, cos;
    /// The angle of a direction in radians.
    atan2(y, x) = atan2, atan2;
    /// The natural logarithm.
    ln(value) = log, ln;
    /// The decimal logarithm.
    log10(value) = log10, log10;
    /// `base` to the power of `exponent`.
    power(base, exponent) = pow, powf;
}

/// Reads a number as people type it and sliders tell it: digits with at most one point, and a sign. `None` for all else,
/// and for what is beyond all bounds.
pub fn read(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + rest.len() == 0 || !is_number(whole) || !is_number(rest) {
        return None;
    }
    let digits = whole.bytes().chain(rest.bytes());
    let parts = digits.fold(0.0, |sum, digit| sum * 10.0 + f64::from(digit - b'0'));
    let unit = rest.bytes().fold(1.0, |unit, _| unit * 10.0);
    let value = parts / unit * if text.starts_with('-') { -1.0 } else { 1.0 };
    value.is_finite().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_the_standard_library_reads_it() {
        for text in [
            "0",
            "-0",
            "7",
            "+3",
            "12.",
            ".5",
            "-1.25",
            "0.01",
            "1234567.8901",
            "999.5",
        ] {
            assert_eq!(read(text), text.parse().ok(), "{text}");
        }
        for text in [
            "", "-", ".", "1e3", "inf", "NaN", "1.2.3", "--1", "5x", " 5", "\u{663}",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read(&"9".repeat(400)), None);
        assert_eq!(read(&format!("0.{}", "1".repeat(400))), None);
    }
}
