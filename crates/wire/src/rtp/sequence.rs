//! Numbers that start again at zero after 65,535.

/// How far `to` is ahead of `from`; negative if it is behind. Of two ways round the circle the
/// shorter counts.
pub fn distance(from: u16, to: u16) -> i16 {
    to.wrapping_sub(from) as i16
}

/// Makes of sequence numbers that wrap ones that do not (the extended sequence number of RFC 3550
/// appendix A.1).
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwrapper {
    /// The highest number so far, extended; 65,536 more than it says, so that packets before the
    /// first one have a number too.
    highest: Option<u64>,
}

impl Unwrapper {
    /// One that has seen no packet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The extended number of a packet: near the highest so far, and so also right for packets
    /// that come late or twice. The first packet's is 65,536 plus its sequence number.
    pub fn extend(&mut self, sequence: u16) -> u64 {
        let Some(highest) = self.highest else {
            let first = (1 << 16) + u64::from(sequence);
            self.highest = Some(first);
            return first;
        };
        let ahead = distance(highest as u16, sequence);
        let extended = highest.saturating_add_signed(i64::from(ahead));
        self.highest = Some(highest.max(extended));
        extended
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_shorter_way_round_counts() {
        assert_eq!(distance(65_535, 1), 2);
        assert_eq!(distance(1, 65_535), -2);
        assert_eq!(distance(7, 7), 0);
    }

    #[test]
    fn a_late_packet_from_before_the_wrap_keeps_its_place() {
        let mut numbers = Unwrapper::new();
        let extended: Vec<u64> = [65_534, 0, 65_535, 1]
            .into_iter()
            .map(|sequence| numbers.extend(sequence))
            .collect();
        assert_eq!(extended, [131_070, 131_072, 131_071, 131_073]);
    }

    proptest! {
        #[test]
        fn steps_of_less_than_half_the_circle_add_up(
            first: u16, steps in prop::collection::vec(-1000i64..20_000, 0..100),
        ) {
            let mut numbers = Unwrapper::new();
            let mut right = numbers.extend(first);
            for step in steps {
                right = right.saturating_add_signed(step).max(1 << 16);
                if (right as i64 - numbers.highest.unwrap() as i64).abs() < 32_000 {
                    prop_assert_eq!(numbers.extend(right as u16), right);
                } else {
                    right = numbers.highest.unwrap();
                }
            }
        }
    }
}
