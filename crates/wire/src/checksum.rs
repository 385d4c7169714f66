//! The Internet checksum: the 16-bit one's complement of the one's complement sum (RFC 1071).
//!
//! Every byte sent is summed at least twice, so the sum takes words wider than 16 bits: one's
//! complement addition is associative, and a carry out of the top goes back in at the bottom
//! whatever the width (RFC 1071 section 2).

mod explain;

pub use explain::{Explanation, MAX_WORDS, Part, PartKind, explain};

use std::net::Ipv4Addr;

/// A running one's complement sum.
///
/// It holds 32-bit words in little-endian order; one's complement sums do not care about byte
/// order until the end (RFC 1071 section 2(B)), and this way no word is swapped on the way.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sum(u64);

impl Sum {
    /// An empty sum.
    pub fn new() -> Self {
        Sum(0)
    }

    /// The sum of the pseudo-header that TCP and UDP checksums cover (RFC 9293 section 3.1,
    /// RFC 768): the addresses, the protocol, and the length of header and data in bytes.
    pub fn pseudo_header(src: Ipv4Addr, dst: Ipv4Addr, protocol: u8, len: u16) -> Self {
        let src = u64::from(u32::from_le_bytes(src.octets()));
        let dst = u64::from(u32::from_le_bytes(dst.octets()));
        Sum(src + dst).add_u16(u16::from(protocol)).add_u16(len)
    }

    /// Adds bytes as 16-bit words. An odd last byte counts as if a zero followed it, so only the
    /// last piece of a longer run may be odd.
    #[must_use]
    pub fn add_bytes(self, bytes: &[u8]) -> Self {
        let (words, rest) = bytes.as_chunks::<4>();
        // 32-bit words in a 64-bit sum: 2^32 of them fit before a carry could be lost, and a
        // loop without a carry is one the compiler turns into vector instructions.
        let mut sum = self.0;
        for word in words {
            sum += u64::from(u32::from_le_bytes(*word));
        }
        let mut tail = [0; 4];
        for (to, from) in tail.iter_mut().zip(rest) {
            *to = *from;
        }
        Sum(fold_to_32(sum) + u64::from(u32::from_le_bytes(tail)))
    }

    /// Adds one 16-bit word.
    #[must_use]
    pub fn add_u16(self, word: u16) -> Self {
        Sum(self.0 + u64::from(word.swap_bytes()))
    }

    /// The sum folded to 16 bits: `0xffff` over bytes that hold their own right checksum.
    pub fn fold(self) -> u16 {
        let sum = fold_to_32(self.0);
        let sum = (sum & 0xffff) + (sum >> 16);
        let sum = (sum & 0xffff) + (sum >> 16);
        let sum = (sum & 0xffff) + (sum >> 16);
        (sum as u16).swap_bytes()
    }

    /// The checksum: the complement of the folded sum.
    pub fn checksum(self) -> u16 {
        !self.fold()
    }
}

/// Puts the carries above 32 bits back in at the bottom; the result stays below 2^33.
fn fold_to_32(sum: u64) -> u64 {
    (sum & 0xffff_ffff) + (sum >> 32)
}

/// The Internet checksum of `bytes`.
pub fn internet(bytes: &[u8]) -> u16 {
    Sum::new().add_bytes(bytes).checksum()
}

/// The checksum after one 16-bit word of what it covers changed (RFC 1624 equation 3).
pub fn update(checksum: u16, old: u16, new: u16) -> u16 {
    Sum::new()
        .add_u16(!checksum)
        .add_u16(!old)
        .add_u16(new)
        .checksum()
}

/// The checksum a header should carry, where summing it together with the checksum `found` in it
/// gave `sum`.
pub(crate) fn expected(sum: Sum, found: u16) -> u16 {
    sum.add_u16(!found).checksum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// As RFC 1071 section 4.1 writes it, a word at a time.
    fn naive(bytes: &[u8]) -> u16 {
        let mut sum = 0u32;
        for pair in bytes.chunks(2) {
            sum += u32::from(pair[0]) << 8 | u32::from(*pair.get(1).unwrap_or(&0));
            sum = (sum & 0xffff) + (sum >> 16);
        }
        !(sum as u16)
    }

    #[test]
    fn the_example_of_rfc_1071_section_3_adds_up() {
        let bytes = [0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7];
        assert_eq!(Sum::new().add_bytes(&bytes).fold(), 0xddf2);
        assert_eq!(internet(&bytes), 0x220d);
    }

    #[test]
    fn the_example_of_rfc_1624_section_4_gives_zero_and_not_minus_zero() {
        // The header's other words add up to 0xcd7a; 0x5555 becomes 0x3285.
        assert_eq!(update(0xdd2f, 0x5555, 0x3285), 0x0000);
    }

    #[test]
    fn the_checksum_of_nothing_is_all_ones() {
        assert_eq!(internet(&[]), 0xffff);
    }

    proptest! {
        #[test]
        fn the_wide_sum_equals_the_naive_one(bytes in prop::collection::vec(any::<u8>(), 0..3000)) {
            prop_assert_eq!(internet(&bytes), naive(&bytes));
        }

        #[test]
        fn bytes_of_all_ones_fold_as_the_naive_sum_does(len in 0usize..5000, value in 0xfcu8..) {
            let bytes = vec![value; len];
            prop_assert_eq!(internet(&bytes), naive(&bytes));
        }

        #[test]
        fn pieces_of_even_length_sum_like_the_whole(
            bytes in prop::collection::vec(any::<u8>(), 0..500),
            at in 0usize..250,
        ) {
            let (head, tail) = bytes.split_at((2 * at).min(bytes.len()));
            prop_assert_eq!(Sum::new().add_bytes(head).add_bytes(tail).checksum(), naive(&bytes));
        }

        #[test]
        fn an_update_equals_summing_again(
            mut words in prop::collection::vec(any::<u16>(), 2..40),
            at in any::<prop::sample::Index>(),
            new in any::<u16>(),
        ) {
            // Some word that stays is not zero, as in every IP header.
            words.push(0x4500);
            let at = at.index(words.len() - 1);
            let bytes = |words: &[u16]| words.iter().flat_map(|w| w.to_be_bytes()).collect::<Vec<_>>();
            let before = internet(&bytes(&words));
            let old = std::mem::replace(&mut words[at], new);
            prop_assert_eq!(update(before, old, new), internet(&bytes(&words)));
        }

        #[test]
        fn the_expected_checksum_does_not_depend_on_the_one_found(
            bytes in prop::collection::vec(any::<u8>(), 1..200),
            found in any::<u16>(),
        ) {
            prop_assume!(bytes.iter().any(|b| *b != 0));
            let right = naive(&bytes);
            let sum = Sum::new().add_u16(found).add_bytes(&bytes);
            prop_assert_eq!(expected(sum, found), right);
        }
    }
}
