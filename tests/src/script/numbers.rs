//! Relative sequence numbers, and the initial ones they count from.

/// The initial sequence numbers of both ends, from which a scene's numbers count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbering {
    /// Ours (ISS).
    pub ours: u32,
    /// The peer's (IRS).
    pub theirs: u32,
}

/// What every scene is played with: plain numbers, and numbers that make one end or both cross 2^32, or
/// 2^31 where signed comparisons turn over, on the SYN or a few octets later.
pub const NUMBERINGS: [Numbering; 5] = [
    Numbering {
        ours: 10_000,
        theirs: 700_000,
    },
    Numbering {
        ours: u32::MAX,
        theirs: u32::MAX,
    },
    Numbering {
        ours: u32::MAX - 1500,
        theirs: u32::MAX - 500,
    },
    Numbering {
        ours: (1 << 31) - 2000,
        theirs: u32::MAX - 2,
    },
    Numbering {
        ours: 0,
        theirs: (1 << 31) - 1,
    },
];

/// A sequence number as a scene writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Number {
    /// `7`, `-1`: counted from the initial sequence number of the end it belongs to.
    Relative(i64),
    /// `=0`: as it stands in the header.
    Absolute(u32),
}

impl Number {
    /// The number in the header, where `initial` is what relative ones count from.
    pub(crate) fn on_wire(self, initial: u32) -> u32 {
        match self {
            // Wrapping is the point: sequence numbers live on a circle.
            Number::Relative(offset) => initial.wrapping_add(offset as u32),
            Number::Absolute(value) => value,
        }
    }
}

/// How far `number` lies from `initial`, the short way around.
pub(crate) fn relative(number: u32, initial: u32) -> i64 {
    i64::from(number.wrapping_sub(initial) as i32)
}

/// The octet at `offset` of a stream: what both ends send, so that every octet can be checked on arrival.
pub(crate) fn octet(offset: u64) -> u8 {
    // Two periods without a common factor: a piece put in a wrong place does not look right.
    ((offset % 251) ^ (offset / 251 % 241)) as u8
}

/// `len` octets of a stream from `offset` on.
pub(crate) fn stream(offset: u64, len: usize) -> Vec<u8> {
    (offset..offset + len as u64).map(octet).collect()
}
