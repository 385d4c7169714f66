//! Tests that cross crates. The tests themselves are in `tests/tests`; those in a real browser in
//! `tests/browser`; a target for `cargo fuzz` in `tests/fuzz`. Here is what they share.
//!
//! [`Duel`] sets two TCP implementations against each other over a link that does its worst, in
//! virtual time: ours ([`Ours`]) and smoltcp's ([`Smoltcp`]), or ours at both ends. What passes
//! between them is the bytes of real packets. [`script`] plays scenes for one endpoint.

mod duel;
mod link;
mod mad;
mod ours;
mod plot;
mod program;
mod random;
pub mod script;
mod settings;
mod smoltcp_host;
mod stack;
mod sweep;
mod tshark;

pub use duel::{Duel, Party, Side};
pub use link::{Faults, Link, Sent};
pub use mad::{Life, torment};
pub use ours::Ours;
pub use plot::{Curve, Figure};
pub use program::{Close, Program, Start};
pub use random::{Random, bytes};
pub use settings::{random_config, random_faults, random_share};
pub use smoltcp_host::{Smoltcp, SmoltcpOptions};
pub use stack::{CLIENT, End, SERVER, Stack, read_packet};
pub use sweep::{is_full, sweep};
pub use tshark::{RTP, has_tshark, one_interface, tshark};
