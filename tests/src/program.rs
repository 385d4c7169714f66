//! The program at one end: what it says, when it reads, and when it closes.

use hoplab_units::Time;

use crate::stack::{End, Stack};

/// When a program begins to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// At once.
    AtOnce,
    /// Only when the peer has closed: into a half-closed connection.
    AfterPeerCloses,
}

/// When a program closes, all it had to send being queued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Close {
    /// At once.
    WhenDone,
    /// When the peer has closed too.
    AfterPeer,
    /// At this moment, or when it is done if that is later.
    At(Time),
    /// Never: it resets the connection at this moment.
    AbortAt(Time),
    /// Never.
    Never,
}

/// A program.
#[derive(Clone, Debug)]
pub struct Program {
    /// All it has to say.
    pub message: Vec<u8>,
    /// When it begins.
    pub start: Start,
    /// When it closes.
    pub close: Close,
    /// It does not read from the first of these moments to the second.
    pub pause: Option<(Time, Time)>,
    /// How much of its message its TCP has taken.
    pub queued: usize,
    /// What it read.
    pub received: Vec<u8>,
    /// Whether it read the end of the peer's stream.
    pub saw_end: bool,
    /// Whether it has closed or reset the connection.
    pub closed: bool,
}

impl Program {
    /// One that says this, reads at once, and closes when the peer has.
    pub fn new(message: Vec<u8>) -> Program {
        Program {
            message,
            start: Start::AtOnce,
            close: Close::AfterPeer,
            pause: None,
            queued: 0,
            received: Vec::new(),
            saw_end: false,
            closed: false,
        }
    }

    /// The next moment after `now` at which it wants to act without being called.
    pub fn next_turn(&self, now: Time) -> Option<Time> {
        let pause = self.pause.map(|(_, end)| end);
        let close = match self.close {
            Close::At(at) | Close::AbortAt(at) => Some(at),
            _ => None,
        };
        let turns = [pause, close].into_iter().flatten();
        turns.filter(|at| *at > now).min()
    }

    /// Its turn: sends, reads and closes as it can.
    pub fn act(&mut self, now: Time, stack: &mut dyn Stack) {
        if !stack.is_open() {
            return;
        }
        let paused = self
            .pause
            .is_some_and(|(from, to)| (from..to).contains(&now));
        if !paused {
            self.received.extend(stack.recv(now));
            self.saw_end |= stack.peer_closed();
        }
        if self.closed || stack.end() != End::Alive {
            return;
        }
        if self.start == Start::AtOnce || self.saw_end {
            self.queued += stack.send(now, &self.message[self.queued..]);
        }
        let closes = match self.close {
            Close::WhenDone => true,
            Close::AfterPeer => self.saw_end,
            Close::At(at) => now >= at,
            Close::AbortAt(at) if now >= at => {
                stack.abort(now);
                self.closed = true;
                return;
            }
            Close::AbortAt(_) | Close::Never => false,
        };
        if closes && self.queued == self.message.len() {
            stack.close(now);
            self.closed = true;
        }
    }
}
