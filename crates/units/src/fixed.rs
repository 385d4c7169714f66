//! Numbers with so many decimals, without the tables of `core::fmt`'s floats.

/// A number with so many decimals, at most six; halves go away from zero.
pub fn fixed(value: f64, decimals: u32) -> String {
    let unit = 10_u64.pow(decimals.min(6));
    let parts = (value.abs() * unit as f64).round() as u64;
    let sign = if value < 0.0 && parts > 0 { "-" } else { "" };
    let (whole, rest) = (parts / unit, parts % unit);
    match decimals.min(6) as usize {
        0 => format!("{sign}{whole}"),
        width => format!("{sign}{whole}.{rest:0width$}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_those_of_the_standard_library_but_for_ties_and_minus_zero() {
        let mut value = -1_234.567_8;
        while value < 1500.0 {
            for decimals in 0..=4 {
                let places = decimals as usize;
                let expected = format!("{value:.places$}");
                let is_zero = !expected.contains(|digit| ('1'..='9').contains(&digit));
                let expected = match is_zero {
                    true => expected.trim_start_matches('-'),
                    false => &expected,
                };
                assert_eq!(fixed(value, decimals), expected, "{value} {decimals}");
            }
            value += 0.739_127;
        }
        assert_eq!(fixed(-0.01, 1), "0.0");
        assert_eq!(fixed(0.25, 1), "0.3");
        assert_eq!(fixed(9.999, 0), "10");
        assert_eq!(fixed(2.0, 3), "2.000");
    }
}
