//! The one reading of a run: what the trace tells of packets, sockets, connections and lookups, as tables that
//! only ever grow, and the answers to what is asked of them "as of" an event.
//!
//! 1. [`Story::new`] for a world; nothing is read yet.
//! 2. [`Shared::read`] reads on in the trace of whoever has played furthest, a piece at a time and once only. Tables
//!    that nobody has asked for are not read, so that a page which shows no names never reads about them.
//! 3. [`Story::cut`] where the future became another one: what came after is forgotten, and nothing before is read again.
//! 4. [`At`]: a table as of an event. Stepping back or forth in what has been read is another question, not another
//!    reading.
//!
//! No words, no browser. What is told here is held against the engine itself by the tests, never against another
//! reading of the same events.

mod at;
pub mod bytes;
#[cfg(test)]
mod check;
pub mod connections;
mod events;
pub mod facts;
mod ledger;
pub mod life;
pub mod lines;
pub mod look;
pub mod lookups;
pub mod marks;
pub mod messages;
mod moment;
mod names;
mod outcome;
pub mod packets;
pub mod programs;
pub mod screen;
pub mod sockets;
mod story;
mod table;
pub mod way;
pub mod why;

pub use at::At;
pub use events::{Events, hash};
pub use ledger::{FetchKind, FetchOutcome, Ledger, Refused, RefusedCommand};
pub use moment::Moment;
pub use names::{client_failure_name, failure_name, name_of};
pub use outcome::{Record, RunOutcome, Tally, TransferOutcome, run, run_to_end};
pub use story::{Shared, Story};
pub use table::{Reading, Table};
