//! A bare simulated path: the same three links and two routers as in [`crate::internet`], for IP packets of
//! any stack, so that stacks can be compared over one and the same link.
//!
//! Counted, for every stack alike: one heap of events, queues with a bound, transmission times with
//! Ethernet's overhead, loss from a seeded generator, and at each router a checked IPv4 header, one hop
//! off its TTL and its checksum mended. Not counted, for no stack: a trace, programs, sockets, routing
//! tables, MAC addresses, a copy of the bytes at each hop; the world has these, and its row has them in it.

use core::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use chacha20::ChaCha8Rng;
use chacha20::rand_core::{Rng, SeedableRng};
use hoplab_units::{Share, Time};
use hoplab_wire::{ethernet, ipv4};

use crate::internet::{DELAYS, QUEUE, RATES, SEED};

/// An IP packet, perhaps behind other bytes that its maker left before it.
#[derive(Clone, Debug)]
pub struct Packet {
    bytes: Vec<u8>,
    start: usize,
}

impl Packet {
    /// The packet that begins at `start`.
    pub fn new(bytes: Vec<u8>, start: usize) -> Packet {
        Packet { bytes, start }
    }
    /// The packet.
    pub fn ip(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or_default()
    }
    fn ip_mut(&mut self) -> &mut [u8] {
        self.bytes.get_mut(self.start..).unwrap_or_default()
    }
    /// Its length as an Ethernet frame.
    fn frame_len(&self) -> usize {
        (self.ip().len() + ethernet::HEADER_LEN).max(ethernet::MIN_FRAME_LEN)
    }
}

/// What happens next on the path.
#[derive(Debug)]
pub enum Due {
    /// A packet reaches the client (0) or the server (1).
    Arrival(usize, Packet),
    /// An end may have something to do: 0 the client, 1 the server.
    Wake(usize),
    /// A packet reaches the far end of a link, by its index, towards the server or back.
    Hop(usize, bool, Packet),
    /// A link has sent its packet.
    Free(usize, bool),
}

struct Channel {
    queue: VecDeque<Packet>,
    queued: usize,
    busy: bool,
}

struct Entry(Time, u64, Due);

impl PartialEq for Entry {
    fn eq(&self, other: &Entry) -> bool {
        self.1 == other.1
    }
}
impl Eq for Entry {}
impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Entry) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Entry {
    fn cmp(&self, other: &Entry) -> core::cmp::Ordering {
        (self.0, self.1).cmp(&(other.0, other.1))
    }
}

/// Three links, two routers, and what is due on them.
pub struct Path {
    now: Time,
    due: BinaryHeap<Reverse<Entry>>,
    next: u64,
    channels: [[Channel; 2]; 3],
    loss: Share,
    random: ChaCha8Rng,
}

impl Path {
    /// A path whose slow link loses this share each way.
    pub fn new(loss: Share) -> Path {
        let channel = || Channel {
            queue: VecDeque::new(),
            queued: 0,
            busy: false,
        };
        Path {
            now: Time::ZERO,
            due: BinaryHeap::new(),
            next: 0,
            channels: core::array::from_fn(|_| [channel(), channel()]),
            loss,
            random: ChaCha8Rng::seed_from_u64(SEED),
        }
    }

    /// The moment it is at.
    pub fn now(&self) -> Time {
        self.now
    }

    /// Has [`Due::Wake`] happen.
    pub fn wake(&mut self, at: Time, end: usize) {
        self.put(at, Due::Wake(end));
    }

    fn put(&mut self, at: Time, due: Due) {
        self.due.push(Reverse(Entry(at, self.next, due)));
        self.next += 1;
    }

    /// An end sends a packet.
    pub fn send(&mut self, from: usize, packet: Packet) {
        let forth = from == 0;
        self.offer(if forth { 0 } else { 2 }, forth, packet);
    }

    /// Moves on to what an end must be told of; `None` when nothing is due any more.
    pub fn advance(&mut self) -> Option<Due> {
        while let Some(Reverse(Entry(at, _, due))) = self.due.pop() {
            self.now = at;
            match due {
                Due::Hop(link, forth, packet) => match (link, forth) {
                    (2, true) => return Some(Due::Arrival(1, packet)),
                    (0, false) => return Some(Due::Arrival(0, packet)),
                    _ => self.forward(link, forth, packet),
                },
                Due::Free(link, forth) => {
                    let state = &mut self.channels[link][usize::from(forth)];
                    state.busy = false;
                    if let Some(packet) = state.queue.pop_front() {
                        state.queued -= packet.frame_len();
                        self.transmit(link, forth, packet);
                    }
                }
                due => return Some(due),
            }
        }
        None
    }

    fn forward(&mut self, link: usize, forth: bool, mut packet: Packet) {
        let sound = ipv4::parse(packet.ip()).is_ok_and(|(header, _)| header.ttl > 1);
        if sound && ipv4::decrement_ttl(packet.ip_mut()).is_some() {
            self.offer(if forth { link + 1 } else { link - 1 }, forth, packet);
        }
    }

    fn offer(&mut self, link: usize, forth: bool, packet: Packet) {
        let state = &mut self.channels[link][usize::from(forth)];
        if !state.busy {
            return self.transmit(link, forth, packet);
        }
        let queued = state.queued + packet.frame_len();
        if queued <= QUEUE as usize {
            state.queued = queued;
            state.queue.push_back(packet);
        }
    }

    fn transmit(&mut self, link: usize, forth: bool, packet: Packet) {
        let on_line = packet.frame_len() + ethernet::OVERHEAD_ON_LINE;
        let sent = self.now + RATES[link].time_for(on_line as u64);
        self.channels[link][usize::from(forth)].busy = true;
        self.put(sent, Due::Free(link, forth));
        if link != 1 || !self.loss.hits(self.random.next_u32()) {
            self.put(sent + DELAYS[link], Due::Hop(link, forth, packet));
        }
    }
}
