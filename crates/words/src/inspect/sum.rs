//! A checksum worked out step by step.

use crate::Lang;
use hoplab_wire::checksum::PartKind;

said! { inspect::sum =>
    /// The heading of the steps.
    sum_title;
    /// The first step.
    sum_add;
    /// A column: the part that is added.
    sum_part;
    /// A column: its words.
    sum_words;
    /// A column: its sum.
    sum_of_part;
    /// The row of the sum of all parts.
    sum_total;
    /// What is added up.
    sum_part_name(kind: PartKind) -> &'static str;
    /// How many words are not listed.
    sum_more(words: usize) -> String;
    /// What the header carries, and what to make of it.
    sum_verdict(found: u16, fits: bool) -> String;
    /// The carry, and the rest to which it is added.
    sum_carry(low: u64, carry: u64, after: u64) -> String;
    /// The sum with every bit turned over.
    sum_turned(sum: u16, turned: u16) -> String;
    /// Goes on with what UDP sends instead.
    sum_sent_instead(sent: u16) -> String;
}

/// What exceeds 16 bits is added again at the bottom.
pub fn sum_fold(lang: Lang, before: u64, after: u64) -> String {
    sum_carry(lang, before & 0xffff, before >> 16, after)
}

/// Every bit is turned over.
pub fn sum_complement(lang: Lang, sum: u16, expected: u16) -> String {
    let text = sum_turned(lang, sum, !sum);
    match expected == !sum {
        true => text,
        false => text + &sum_sent_instead(lang, expected),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_carry_is_split_off_and_added() {
        let told = sum_fold(Lang::En, 0x2_a3f0, 0xa3f2);
        assert!(told.ends_with("0xa3f0 + 0x2 = 0xa3f2"), "{told}");
    }

    #[test]
    fn udps_two_zeros_are_explained() {
        assert!(!sum_complement(Lang::En, 1, 0xfffe).contains("UDP"));
        assert!(sum_complement(Lang::En, 0xffff, 0xffff).contains("UDP sends 0xffff"));
    }
}
