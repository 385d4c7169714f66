//! A link between two hosts that delays packets, and loses, reorders, repeats or damages some.

use std::collections::BTreeMap;

use hoplab_units::{Share, Span, Time};
use hoplab_wire::tcp::{Flags, Header};

use crate::duel::Side;
use crate::random::Random;
use crate::stack::read_packet;

/// What one direction of a link does to packets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Faults {
    /// How long a packet takes.
    pub delay: Span,
    /// The share lost.
    pub loss: Share,
    /// Whether only segments with data can be lost.
    pub spares_acks: bool,
    /// The share that comes late, by up to four times `delay`, and so is overtaken.
    pub reorder: Share,
    /// The share that comes twice.
    pub duplicate: Share,
    /// The share in which one bit is flipped.
    pub corrupt: Share,
    /// When nothing gets through: from, to.
    pub cut: Option<(Time, Time)>,
}

impl Faults {
    /// A link that only delays.
    pub fn none(delay: Span) -> Faults {
        Faults {
            delay,
            loss: Share::NEVER,
            spares_acks: false,
            reorder: Share::NEVER,
            duplicate: Share::NEVER,
            corrupt: Share::NEVER,
            cut: None,
        }
    }
}

/// A segment that was put on the link, whatever became of it.
#[derive(Clone, Debug)]
pub struct Sent {
    /// When.
    pub at: Time,
    /// By whom.
    pub from: Side,
    /// Its header, as our parser read it.
    pub header: Header,
    /// How much data it held.
    pub len: usize,
    /// Whether it was lost.
    pub lost: bool,
}

impl Sent {
    /// Whether it has these flags.
    pub fn has(&self, flags: Flags) -> bool {
        self.header.flags.contains(flags)
    }
}

/// Decides which segments to lose, besides those lost by chance.
pub type Censor = Box<dyn FnMut(&Sent) -> bool>;

/// The link. It keeps order but for what comes late.
pub struct Link {
    /// What it does to packets from the client and from the server.
    pub faults: [Faults; 2],
    /// What it loses on purpose.
    pub censor: Option<Censor>,
    random: Random,
    under_way: BTreeMap<(Time, u64), (Side, Vec<u8>)>,
    serial: u64,
    /// Every segment put on it, in order, if `keeps_record`.
    pub sent: Vec<Sent>,
    /// Whether to keep `sent`.
    pub keeps_record: bool,
    /// How many packets it lost.
    pub lost: u64,
    /// How many it damaged.
    pub corrupted: u64,
    /// How many it repeated.
    pub repeated: u64,
    /// How many it made late.
    pub late: u64,
}

impl Link {
    /// A link with these faults both ways.
    pub fn new(seed: u64, faults: Faults) -> Link {
        Link {
            faults: [faults; 2],
            censor: None,
            random: Random::new(seed ^ 0x6c69_6e65),
            under_way: BTreeMap::new(),
            serial: 0,
            sent: Vec::new(),
            keeps_record: true,
            lost: 0,
            corrupted: 0,
            repeated: 0,
            late: 0,
        }
    }

    /// Puts a packet on the link.
    ///
    /// # Panics
    /// If a checksum of it is wrong: whoever made it, our parser must accept it.
    pub fn put(&mut self, now: Time, from: Side, packet: Vec<u8>) {
        let (_, header, data) = read_packet(&packet).expect("what is sent is sound");
        let mut sent = Sent {
            at: now,
            from,
            header,
            len: data.len(),
            lost: false,
        };
        let faults = self.faults[from as usize];
        let by_chance = self.random.hits(faults.loss) && !(faults.spares_acks && data.is_empty());
        let cut = faults
            .cut
            .is_some_and(|(start, end)| (start..end).contains(&now));
        let censored = self.censor.as_mut().is_some_and(|censor| censor(&sent));
        sent.lost = by_chance || cut || censored;
        if sent.lost {
            self.lost += 1;
        } else {
            self.pass(now, from, packet, faults);
        }
        if self.keeps_record {
            self.sent.push(sent);
        }
    }

    fn pass(&mut self, now: Time, from: Side, packet: Vec<u8>, faults: Faults) {
        let twice = self.random.hits(faults.duplicate);
        self.repeated += u64::from(twice);
        for _ in 0..1 + u32::from(twice) {
            let mut copy = packet.clone();
            let mut at = now + faults.delay;
            if self.random.hits(faults.reorder) {
                at += self.random.up_to(faults.delay * 4);
                self.late += 1;
            }
            if self.random.hits(faults.corrupt) {
                let bit = self.random.below(copy.len() as u64 * 8) as usize;
                copy[bit / 8] ^= 1 << (bit % 8);
                self.corrupted += 1;
            }
            self.serial += 1;
            self.under_way
                .insert((at, self.serial), (from.other(), copy));
        }
    }

    /// When the next packet arrives.
    pub fn next_arrival(&self) -> Option<Time> {
        self.under_way.keys().next().map(|(at, _)| *at)
    }

    /// The next packet that has arrived by now, and for whom it is.
    pub fn take(&mut self, now: Time) -> Option<(Side, Vec<u8>)> {
        let first = self.under_way.first_entry()?;
        (first.key().0 <= now).then(|| first.remove())
    }
}
