//! The quantities a simulated network is made of, each an integer with its unit in its type.
//!
//! Nothing that decides anything in Hoplab is a float: the same scenario must give the same trace on
//! every machine. People and JSON files see text (`"20ms"`, `"10Mbit/s"`, `"5%"`); links, which
//! are binary, see the bare integer.

mod count;
mod fixed;
mod parse;
mod rate;
mod share;
mod time;
mod vec_map;

pub use count::{Count, count};
pub use fixed::fixed;
pub use parse::UnitError;
pub use rate::{PlainRate, Rate};
pub use share::Share;
pub use time::{Plain, Span, Time};
pub use vec_map::{VecMap, insertion_sort};
