//! Bytes only: building, parsing and checking the headers that cross Hoplab's wires.
//!
//! Nothing here knows of time, routes or connections. A frame is what an Ethernet card hands to
//! its driver: from the destination address to the last byte of padding, without preamble and
//! without frame check sequence. Every parser of a header takes any bytes whatever, allocates nothing, and
//! answers with a header and the payload behind it or with a [`ParseError`]; none panics.
//!
//! - [`ethernet`], [`ipv4`], [`icmp`], [`udp`], [`tcp`]: one module a header.
//! - [`checksum`]: the Internet checksum all but Ethernet use; [`mod@crc32`], which Ethernet uses.
//! - [`build`]: whole frames, with true checksums.
//! - [`summary()`]: the few facts a list or a dot on the map needs, fast and lenient.
//! - [`http`], [`ftp`], [`rtp`]: what programs say to each other; [`lines`] for those that do it in
//!   lines. Their readers take a stream in any pieces, and hold no more of it than their bounds.
//! - [`dissect`](mod@dissect): a whole frame as a tree of fields.

mod app;
mod app_summary;
pub mod build;
pub mod checksum;
pub mod crc32;
pub mod dissect;
mod dns_name;
mod error;
pub mod ethernet;
pub mod ftp;
pub mod http;
pub mod icmp;
pub mod ipv4;
pub mod lines;
mod mac;
pub mod rtp;
mod summary;
pub mod tcp;
pub mod udp;

#[cfg(test)]
mod properties;

pub use app::DNS_PORT;
pub use app_summary::{AppSummary, app_summary, app_summary_of_parts};
pub use dissect::dissect;
pub use error::{Defect, Layer, ParseError, TooLong};
pub use mac::MacAddr;
pub use summary::{IcmpSummary, Summary, TcpSummary, summary, summary_of_parts};
