//! [`Seq`]: a place in the 32-bit sequence space, which wraps (RFC 9293 §3.4).

use core::fmt;
use core::ops::{Add, AddAssign};

use serde::Serialize;

/// A sequence number. Deliberately not `Ord`: on a circle "less" only means something between
/// two numbers less than half the circle apart, so comparisons have names of their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Seq(pub u32);

impl Seq {
    /// How many octets lie from `earlier` up to this one, going forwards around the circle.
    pub const fn since(self, earlier: Seq) -> u32 {
        self.0.wrapping_sub(earlier.0)
    }
    /// Whether this comes before `other`.
    pub const fn before(self, other: Seq) -> bool {
        (self.0.wrapping_sub(other.0) as i32) < 0
    }
    /// Whether this comes after `other`.
    pub const fn after(self, other: Seq) -> bool {
        other.before(self)
    }
    /// Whether `from <= self < to`.
    pub const fn is_within(self, from: Seq, to: Seq) -> bool {
        self.since(from) < to.since(from)
    }
    /// Whichever of the two comes later.
    pub const fn later(self, other: Seq) -> Seq {
        if self.before(other) { other } else { self }
    }
    /// Whichever of the two comes earlier.
    pub const fn earlier(self, other: Seq) -> Seq {
        if self.after(other) { other } else { self }
    }
    /// The number `back` octets before this one.
    pub const fn minus(self, back: u32) -> Seq {
        Seq(self.0.wrapping_sub(back))
    }
}

impl Add<u32> for Seq {
    type Output = Seq;
    fn add(self, octets: u32) -> Seq {
        Seq(self.0.wrapping_add(octets))
    }
}

impl AddAssign<u32> for Seq {
    fn add_assign(&mut self, octets: u32) {
        *self = *self + octets;
    }
}

impl fmt::Display for Seq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_holds_across_the_wrap() {
        let (last, first) = (Seq(u32::MAX), Seq(0));
        assert!(last.before(first) && first.after(last) && !first.before(last));
        assert_eq!(first.since(last), 1);
        assert_eq!(last + 1, first);
        assert_eq!(first.minus(1), last);
        assert_eq!(last.later(first), first);
        assert_eq!(last.earlier(first), last);
    }

    #[test]
    fn a_range_holds_its_start_and_not_its_end() {
        let (from, to) = (Seq(u32::MAX - 1), Seq(2));
        assert!(from.is_within(from, to) && Seq(0).is_within(from, to));
        assert!(!to.is_within(from, to) && !from.minus(1).is_within(from, to));
        assert!(!from.is_within(from, from), "an empty range holds nothing");
    }
}
