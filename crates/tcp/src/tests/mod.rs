//! Two endpoints on a simulated line, and what must come of it.

mod closing;
mod duplicates;
mod forged;
mod handshake;
mod line;
mod loss;
mod mad;
mod options;
mod repacketize;
mod requirements;
mod sack;
mod transfer;
mod window;

pub(crate) use line::{Fate, Pair, Side};
