//! What lies between the kernel and us: one direction of a link with faults.

use std::collections::{BTreeMap, BTreeSet};

use hoplab_tests::Random;
use hoplab_units::{Span, Time};

/// What befalls packets, each in thousandths of them.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    /// Lost.
    pub loss: u32,
    /// Held back so long that those behind overtake.
    pub reorder: u32,
    /// Arriving twice.
    pub duplication: u32,
    /// Arriving with a bit flipped.
    pub damage: u32,
    /// Packets lost whatever the dice say, counted from 1.
    pub lose: BTreeSet<u64>,
}

impl Faults {
    /// Only losses, in per cent.
    pub fn loss_percent(percent: u32) -> Faults {
        Faults {
            loss: percent * 10,
            ..Faults::default()
        }
    }
}

/// What has befallen packets.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Packets that came to the link.
    pub offered: u64,
    /// Of those, lost.
    pub lost: u64,
    /// Of those, held back.
    pub held_back: u64,
    /// Of those, doubled.
    pub doubled: u64,
    /// Damaged packets that have arrived, copies included.
    pub damaged: u64,
}

/// One direction. The n-th packet meets the same fate whenever it comes.
pub struct Channel {
    faults: Faults,
    delay: Span,
    random: Random,
    /// Under way, by arrival and then by order; and whether damaged.
    under_way: BTreeMap<(Time, u64), (Vec<u8>, bool)>,
    next: u64,
    /// While this is set nothing passes.
    pub cut: bool,
    pub tally: Tally,
}

impl Channel {
    pub fn new(seed: u64, faults: Faults, delay: Span) -> Channel {
        Channel {
            faults,
            delay,
            random: Random::new(seed),
            under_way: BTreeMap::new(),
            next: 0,
            cut: false,
            tally: Tally::default(),
        }
    }

    /// Puts a packet on the link.
    pub fn offer(&mut self, now: Time, mut packet: Vec<u8>) {
        // Always the same four draws, so that one packet's fate does not shift another's.
        let mut draw = || self.random.below(1000) as u32;
        let draws = [draw(), draw(), draw(), draw()];
        self.tally.offered += 1;
        let doomed = self.cut || self.faults.lose.contains(&self.tally.offered);
        if doomed || draws[0] < self.faults.loss {
            self.tally.lost += 1;
            return;
        }
        let mut arrives = now + self.delay;
        if draws[1] < self.faults.reorder {
            self.tally.held_back += 1;
            arrives += self.delay * 2;
        }
        let is_damaged = draws[3] < self.faults.damage;
        if let (true, Some(last)) = (is_damaged, packet.last_mut()) {
            // In the data or an option: where a packet would still look sound without its checksum.
            *last ^= 1;
        }
        if draws[2] < self.faults.duplication {
            self.tally.doubled += 1;
            self.add(arrives, packet.clone(), is_damaged);
        }
        self.add(arrives, packet, is_damaged);
    }

    /// Puts a packet on the link that no fault touches.
    pub fn put(&mut self, arrives: Time, packet: Vec<u8>) {
        self.add(arrives, packet, false);
    }

    fn add(&mut self, arrives: Time, packet: Vec<u8>, is_damaged: bool) {
        self.under_way
            .insert((arrives, self.next), (packet, is_damaged));
        self.next += 1;
    }

    /// When the next packet arrives.
    pub fn next_arrival(&self) -> Option<Time> {
        Some(self.under_way.first_key_value()?.0.0)
    }

    /// Takes the next packet that has arrived.
    pub fn take(&mut self, now: Time) -> Option<Vec<u8>> {
        let entry = self.under_way.first_entry()?;
        if entry.key().0 > now {
            return None;
        }
        let (packet, is_damaged) = entry.remove();
        self.tally.damaged += u64::from(is_damaged);
        Some(packet)
    }
}
