//! Numbers of things in English texts.

use core::fmt;

/// So many of something: `1 byte`, `2 bytes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count<'a> {
    number: u64,
    one: &'a str,
}

/// So many of what is called `one` if there is one of it; its plural ends in `s`.
pub fn count(number: impl Into<u64>, one: &str) -> Count<'_> {
    let number = number.into();
    Count { number, one }
}

impl fmt::Display for Count<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.number == 1 { "" } else { "s" };
        write!(f, "{} {}{plural}", self.number, self.one)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_is_no_plural() {
        let told = [0_u8, 1, 2].map(|number| count(number, "byte").to_string());
        assert_eq!(told, ["0 bytes", "1 byte", "2 bytes"]);
    }
}
