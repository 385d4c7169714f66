//! Two endpoints on a simulated link, and what must come of it.

mod closing;
mod duplicates;
mod forged;
mod handshake;
mod link;
mod loss;
mod mad;
mod options;
mod repacketize;
mod requirements;
mod sack;
mod transfer;
mod window;

pub(crate) use link::{Fate, Pair, Side};
