//! Scenes for one TCP endpoint: a small text format and what plays it.
//!
//! A scene opens a connection, hands the endpoint segments as a peer would, moves the clock, and
//! says exactly what has to come out and when. The format is described in `tests/scripts/README.md`.
//!
//! [`parse`] reads a file into [`Scene`]s, [`play`] plays one. Every scene is played several times with
//! other initial sequence numbers, some of which wrap right after the handshake ([`NUMBERINGS`]): what
//! comes out must not differ.

mod bytes;
mod cell;
mod check;
mod given;
mod host;
mod numbers;
mod parse;
mod play;
mod show;
mod step;
#[cfg(test)]
mod tests;

pub use numbers::{NUMBERINGS, Numbering};
pub use parse::parse;
pub use play::play;
pub use step::{Cell, Kind, Line, Scene};
