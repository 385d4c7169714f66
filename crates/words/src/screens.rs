//! What stands on programs' screens, in words.

use super::Lang;
use crate as words;
use hoplab_units::Span;

said! { screens =>
    /// Before a program has anything to show.
    nothing;
    /// What lines of a program are called.
    lines;
}

/// A span as a person would say it, on screens and in the log alike: rounded to about three figures.
pub fn span(span: Span) -> String {
    let nanos = span.as_nanos();
    let rounded = |unit: u64| nanos / unit + u64::from(nanos % unit >= unit / 2);
    // Each bound is where rounding would lead to the next shape.
    match nanos {
        0..99_950_000 => {
            let tenths = rounded(100_000);
            format!("{}.{} ms", tenths / 10, tenths % 10)
        }
        99_950_000..999_500_000 => format!("{} ms", rounded(1_000_000)),
        _ => {
            let hundredths = rounded(10_000_000);
            format!("{}.{:02} s", hundredths / 100, hundredths % 100)
        }
    }
}

/// A length as a person would say it: `312 bytes`, `64.5 KB`.
pub fn bytes(lang: Lang, bytes: u64) -> String {
    match bytes {
        0..1000 => words::inspect::bytes_count(lang, bytes as usize),
        1000..1_000_000 => format!("{}.{} KB", bytes / 1000, bytes % 1000 / 100),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_rounded_and_keeps_about_three_figures() {
        for (nanos, told) in [
            (0, "0.0 ms"),
            (92_664_000, "92.7 ms"),
            (99_949_999, "99.9 ms"),
            (99_950_000, "100 ms"),
            (110_497_600, "110 ms"),
            (999_499_999, "999 ms"),
            (999_500_000, "1.00 s"),
            (1_239_000_000, "1.24 s"),
        ] {
            assert_eq!(span(Span::from_nanos(nanos)), told);
        }
    }
}
