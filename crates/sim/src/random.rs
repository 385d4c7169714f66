//! Randomness: one stream per purpose, all from the world's seed.
//!
//! ChaCha8 gives the same numbers on every machine and in every version of its crate. Each
//! direction of each link has a stream of its own and draws the same numbers for each frame
//! whatever its settings, so the n-th frame across it meets the same draws whichever protocol sent it.

use chacha20::ChaCha8Rng;
use chacha20::rand_core::{Rng, SeedableRng};

use crate::ids::{Direction, LinkId, NodeId};

/// What a stream of random numbers is for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Purpose {
    /// What befalls frames in one direction of a link.
    Channel(LinkId, Direction),
    /// Bit flips in a node's memory.
    Memory(NodeId),
    /// A host's secret for initial sequence numbers (RFC 9293 §3.4.1).
    SequenceNumbers(NodeId),
    /// What a host's programs draw: query identifiers, stream names.
    Programs(NodeId),
    /// From which ports a host's resolvers send their queries (RFC 5452 §9.2).
    QueryPorts(NodeId),
    /// Which bit the user's corruption of a packet flips.
    Tampering,
}

impl Purpose {
    /// A number no other purpose has.
    fn stream(self) -> u64 {
        let (kind, index) = match self {
            Purpose::Channel(link, direction) => {
                (1, u64::from(link.0) * 2 + direction.index() as u64)
            }
            Purpose::Memory(node) => (2, u64::from(node.0)),
            Purpose::SequenceNumbers(node) => (3, u64::from(node.0)),
            Purpose::Tampering => (4, 0),
            Purpose::Programs(node) => (5, u64::from(node.0)),
            Purpose::QueryPorts(node) => (6, u64::from(node.0)),
        };
        kind << 32 | index
    }
}

/// A stream of random numbers.
#[derive(Debug)]
pub(crate) struct Random {
    numbers: ChaCha8Rng,
    /// How many of the next numbers were passed over: they are worked out only if one behind them is wanted.
    skipped: u64,
}

/// The crate has none, so that nobody draws a secret twice; a world that is gone back to must draw the same again.
impl Clone for Random {
    fn clone(&self) -> Random {
        Random {
            numbers: ChaCha8Rng::deserialize_state(&self.numbers.serialize_state()),
            skipped: self.skipped,
        }
    }
}

impl Random {
    pub(crate) fn new(seed: u64, purpose: Purpose) -> Random {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(purpose.stream());
        Random {
            numbers: rng,
            skipped: 0,
        }
    }
    pub(crate) fn draw(&mut self) -> u32 {
        if self.skipped > 0 {
            self.catch_up();
        }
        self.numbers.next_u32()
    }
    /// As so many draws of which nobody wants to know.
    pub(crate) fn skip(&mut self, draws: u64) {
        self.skipped += draws;
    }
    #[cold]
    fn catch_up(&mut self) {
        let at = self.numbers.get_word_pos() + u128::from(self.skipped);
        self.numbers.set_word_pos(at);
        self.skipped = 0;
    }
}

/// A number that only who knows the whole key can work out: ChaCha is a pseudorandom function of its key.
pub(crate) fn keyed(key: [u32; 8]) -> u32 {
    let mut seed = [0; 32];
    for (bytes, word) in seed.chunks_exact_mut(4).zip(key) {
        bytes.copy_from_slice(&word.to_le_bytes());
    }
    ChaCha8Rng::from_seed(seed).next_u32()
}

/// Maps a 32-bit draw evenly onto 0 to `bound` - 1.
pub(crate) fn scale(draw: u32, bound: u64) -> u64 {
    ((u128::from(draw) * u128::from(bound)) >> 32) as u64
}

/// What is drawn for a frame on a channel: for every frame, used or not.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Draws {
    pub(crate) loss: u32,
    pub(crate) spot: u32,
    pub(crate) duplication: u32,
    pub(crate) corruption: u32,
    pub(crate) bit: u32,
    pub(crate) jitter: u32,
}

impl Draws {
    /// How many numbers it takes.
    const DRAWS: u64 = 6;

    /// The next frame's draws; where nothing depends on it, it is passed over and could be any.
    pub(crate) fn draw_where(matters: bool, random: &mut Random) -> Draws {
        if matters {
            Draws::draw(random)
        } else {
            random.skip(Draws::DRAWS);
            Draws::default()
        }
    }

    fn draw(random: &mut Random) -> Draws {
        Draws {
            loss: random.draw(),
            spot: random.draw(),
            duplication: random.draw(),
            corruption: random.draw(),
            bit: random.draw(),
            jitter: random.draw(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_differ_by_purpose_and_seed_and_are_the_same_every_time() {
        let first = |seed, purpose| Random::new(seed, purpose).draw();
        let channel = Purpose::Channel(LinkId(0), Direction::AToB);
        let back = Purpose::Channel(LinkId(0), Direction::BToA);
        assert_eq!(first(1, channel), first(1, channel));
        assert_ne!(first(1, channel), first(1, back));
        assert_ne!(first(1, channel), first(2, channel));
        // Pinned: a link shared today must show the same run after every upgrade.
        assert_eq!(
            [first(1, channel), first(7, Purpose::Tampering)],
            [1_344_756_634, 4_211_165_013]
        );
    }

    #[test]
    fn a_copy_goes_on_with_the_same_numbers_wherever_it_was_made() {
        let mut random = Random::new(1, Purpose::Tampering);
        for _ in 0..200 {
            let mut copy = random.clone();
            random.skip(3);
            copy.skip(3);
            let next: Vec<u32> = (0..70).map(|_| copy.draw()).collect();
            let mut again = random.clone();
            assert_eq!(next, (0..70).map(|_| again.draw()).collect::<Vec<u32>>());
            random.draw();
        }
    }

    #[test]
    fn what_was_skipped_was_as_good_as_drawn() {
        let channel = || Random::new(1, Purpose::Channel(LinkId(0), Direction::AToB));
        let mut all = channel();
        let all: Vec<u32> = (0..900).map(|_| all.draw()).collect();
        for skips in [1, 6, 15, 16, 17, 63, 64, 65, 300] {
            let (mut random, mut at) = (channel(), 0);
            while at + 2 * skips + 1 < all.len() {
                random.skip(skips as u64);
                random.skip(skips as u64);
                at += 2 * skips;
                assert_eq!(random.draw(), all[at], "{skips} twice, up to {at}");
                at += 1;
            }
        }
    }
}
