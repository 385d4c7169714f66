//! A checksum worked out step by step.

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
    /// What exceeds 16 bits is added again at the bottom.
    sum_fold(before: u64, after: u64) -> String;
    /// Every bit is turned over.
    sum_complement(sum: u16, expected: u16) -> String;
    /// What the header carries, and what to make of it.
    sum_verdict(found: u16, fits: bool) -> String;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lang;

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
