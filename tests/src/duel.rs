//! Two hosts and the link between them, in virtual time.

use hoplab_units::Time;
use hoplab_wire::tcp::Flags;

use crate::link::{Faults, Link};
use crate::ours::Ours;
use crate::program::Program;
use crate::stack::{End, Stack};

/// One of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Who connects.
    Client,
    /// Who is connected to.
    Server,
}

impl Side {
    /// Both.
    pub const BOTH: [Side; 2] = [Side::Client, Side::Server];

    /// The one opposite.
    pub fn other(self) -> Side {
        match self {
            Side::Client => Side::Server,
            Side::Server => Side::Client,
        }
    }
}

/// A host and the program on it.
pub struct Party {
    /// Its TCP.
    pub stack: Box<dyn Stack>,
    /// Its program.
    pub program: Program,
}

/// Two hosts with a link between them.
pub struct Duel {
    /// The moment.
    pub now: Time,
    /// Client and server.
    pub parties: [Party; 2],
    /// The link.
    pub link: Link,
    steps: u64,
}

/// More than any test here needs: two hosts that go on have been caught talking for ever.
const MAX_STEPS: u64 = 20_000_000;

impl Duel {
    /// Two hosts about to talk over a link with these faults.
    pub fn new(client: Party, server: Party, seed: u64, faults: Faults) -> Duel {
        Duel {
            now: Time::ZERO,
            parties: [client, server],
            link: Link::new(seed, faults),
            steps: 0,
        }
    }

    /// One of the two.
    pub fn party(&self, side: Side) -> &Party {
        &self.parties[side as usize]
    }

    /// The inside of our endpoint on that side.
    ///
    /// # Panics
    /// If it is not ours.
    pub fn ours(&self, side: Side) -> &Ours {
        let ours = self.party(side).stack.ours();
        ours.expect("this side is ours")
    }

    /// Lets happen what happens before `end` or until all is quiet, whichever is first. Says
    /// whether all is quiet.
    ///
    /// # Panics
    /// If the two talk for ever.
    pub fn run_until(&mut self, end: Time) -> bool {
        self.settle();
        while let Some(next) = self.next() {
            if next > end {
                self.now = end;
                return false;
            }
            self.step(next);
        }
        true
    }

    /// Lets one thing happen; false if nothing is going to.
    pub fn advance(&mut self) -> bool {
        self.settle();
        let next = self.next();
        next.inspect(|next| self.step(*next)).is_some()
    }

    fn next(&mut self) -> Option<Time> {
        let now = self.now;
        let own = self.parties.iter_mut().filter_map(|party| {
            let turn = party.program.next_turn(now);
            let times = [party.stack.deadline(now), turn];
            times.into_iter().flatten().min()
        });
        own.chain(self.link.next_arrival()).min()
    }

    fn step(&mut self, next: Time) {
        assert!(next >= self.now, "time runs forwards");
        self.steps += 1;
        assert!(self.steps < MAX_STEPS, "two hosts talk for ever");
        self.now = next;
        match self.link.take(next) {
            Some((to, packet)) => self.parties[to as usize].stack.arrive(next, &packet),
            None => {
                for party in &mut self.parties {
                    party.stack.wake(next);
                }
            }
        }
        self.settle();
    }

    /// Programs act, and what there is to send goes onto the link.
    fn settle(&mut self) {
        let now = self.now;
        for side in Side::BOTH {
            let party = &mut self.parties[side as usize];
            party.program.act(now, party.stack.as_mut());
            while let Some(packet) = party.stack.depart(now) {
                self.link.put(now, side, packet);
            }
        }
    }

    /// Whether each program has read all that the other said, and no more, and the end of it.
    pub fn all_was_heard(&self) -> bool {
        Side::BOTH.into_iter().all(|side| {
            let (own, peer) = (&self.party(side).program, &self.party(side.other()).program);
            own.saw_end && own.received == peer.message
        })
    }

    /// Whether what each program has read is how the other's message begins.
    pub fn nothing_was_garbled(&self) -> bool {
        Side::BOTH.into_iter().all(|side| {
            let (own, peer) = (&self.party(side).program, &self.party(side.other()).program);
            peer.message.starts_with(&own.received)
        })
    }

    /// Segments this side sent beyond the window the other had offered until then, in bytes past its
    /// end. A probe may go one byte past it (RFC 9293 §3.8.6.1).
    pub fn overruns(&self, side: Side) -> Vec<(Time, u32)> {
        let mut offers = self.link.sent.iter().filter(|sent| sent.has(Flags::SYN));
        let scales = offers.all(|sent| sent.header.options.window_scale.is_some());
        let (mut shift, mut edge) = (0, None::<u32>);
        let mut overruns = Vec::new();
        for sent in &self.link.sent {
            let header = &sent.header;
            let is_syn = sent.has(Flags::SYN);
            if sent.from != side && is_syn && scales {
                shift = header.options.window_scale.unwrap_or(0).min(14);
            }
            if sent.from != side && sent.has(Flags::ACK) && !sent.has(Flags::RST) {
                let window = u32::from(header.window) << if is_syn { 0 } else { shift };
                let offered = header.ack.wrapping_add(window);
                edge = Some(edge.map_or(offered, |edge| later(edge, offered)));
            } else if let (true, Some(edge)) = (sent.from == side && sent.len > 0, edge) {
                let past = header.seq.wrapping_add(sent.len as u32).wrapping_sub(edge) as i32;
                if past > 1 {
                    overruns.push((sent.at, past as u32));
                }
            }
        }
        overruns
    }

    /// How the two connections stand: client's, server's.
    pub fn ends(&self) -> [End; 2] {
        Side::BOTH.map(|side| self.party(side).stack.end())
    }
}

/// The later of two sequence numbers.
fn later(a: u32, b: u32) -> u32 {
    if (b.wrapping_sub(a) as i32) > 0 { b } else { a }
}
