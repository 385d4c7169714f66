//! The simulated world: time, links, faults, routers, hosts, sockets, programs, and the trace of
//! everything that happens in it.
//!
//! A [`World`] is built from a [`WorldSpec`] and driven from outside: [`World::run_until`] moves it on,
//! [`World::apply`] changes it, getters and snapshots show it, and [`World::trace`] is the one
//! stream of events, each with its cause. It reads no clock and draws no randomness but from the
//! seed it was given: the same spec and commands give the same trace, byte for byte, everywhere.

mod agenda;
pub mod apps;
mod carry_out;
mod channel;
mod command;
mod connection;
mod event;
mod forward;
mod frame;
mod hash;
mod host;
mod ids;
mod inbox;
mod mail;
mod outgoing;
pub mod picture;
mod program;
mod random;
mod routes;
mod sender;
mod sequence_numbers;
mod shared_bytes;
mod slab;
mod snapshot;
mod spec;
mod trace;
mod transfer;
mod viewer;
mod views;
mod world;

// The worlds of the tests beside it serve the tests inside too; they name the crate from outside.
#[cfg(test)]
#[path = "../tests/common/mod.rs"]
mod common;
#[cfg(test)]
extern crate self as hoplab_sim;

pub use apps::ProgramSpec;
pub use command::*;
pub use event::*;
pub use frame::Frame;
pub use hash::{TraceHash, WireHash};
pub use ids::*;
pub use shared_bytes::SharedBytes;
pub use snapshot::*;
pub use spec::*;
pub use trace::{Trace, WireHasher};
pub use transfer::{BULK_CHUNK_BYTES, TEXT_CHUNK_BYTES};
pub use world::{Progress, World};
