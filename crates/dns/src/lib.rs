//! The Domain Name System without sockets, clocks or randomness: bytes, times and ids are arguments.
//!
//! [`Message`] is what goes over the wire, built on NLnet Labs' `domain`; [`Authority`] answers from
//! the [`Zone`]s it has; [`Stub`] is what a host's system does when a program gives it a name;
//! [`Recursive`] finds out for stubs, from the root down. Both remember in a [`Cache`].
//!
//! # Order of calls
//!
//! The owner of a [`Stub`] or [`Recursive`] resolver
//!
//! 1. calls one thing at a time: a **question** (`resolve`, `handle_query`) or an **input**
//!    (`handle_response`, `handle_failure`, `handle_timeout`);
//! 2. then **drains** `poll_transmit`, `poll_answer` and `poll_event` until each gives `None`. Each [`Query`] goes
//!    from a UDP port of its own, or over a connection of its own in [`frame`], to port 53. Its [`QueryKey`] comes
//!    back with what becomes of it;
//! 3. then closes the ports and connections of those queries for which `is_waiting` says no, and asks
//!    `poll_timeout` when to call `handle_timeout` next. Calling it early or needlessly is harmless.
//!
//! `now` must never go backwards. Nothing panics on any input.
//!
//! # What is in it
//!
//! RFC 1034 and 1035, with RFC 2181 (sets of records, how far data is believed, truncation), RFC 2308
//! (negative caching), RFC 4592 (wildcards), RFC 5452 (what an answer must match), RFC 9471 (glue that must not be left
//! out). No extensions (EDNS), so 512 bytes over UDP and no DNSSEC; class IN only.
//!
//! # Bounds
//!
//! A zone has at most [`Zone::MAX_RECORDS`] records; a cache as many entries as it is told; a resolver
//! [`Stub::MAX_LOOKUPS`] lookups at a time, [`MAX_EVENTS`] events that wait to be polled, and of one lookup so many
//! queries, CNAMEs and nested questions as its configuration says.

mod authority;
mod cache;
mod codec;
mod dig;
mod error;
mod event;
mod exchange;
mod message;
mod name;
mod one_or_many;
mod reading;
mod record;
mod recursive;
mod stream;
mod stub;
mod transport;
mod wildcard;
mod zone;
mod zone_spec;

#[cfg(test)]
mod tests;

pub use authority::Authority;
pub use cache::{Cache, CacheRow, CacheSnapshot, Found, Held, Rank};
pub use dig::{dig, dig_footer, dig_trace};
pub use error::{DnsError, NameError};
pub use event::{
    Asker, DnsEvent, DnsEventKind, FailWhy, FailureWhy, LookupId, MAX_EVENTS, NextWhy, StepId,
    WrongWhy,
};
pub use message::{Message, Question, Rcode};
pub use name::Name;
pub use record::{Record, RecordData, RecordType, Soa, UnknownType};
pub use recursive::{ClientAnswer, Recursive, RecursiveConfig, RootHint};
pub use stream::{StreamReader, frame};
pub use stub::{Resolution, Stub, StubAnswer, StubConfig};
pub use transport::{Over, Query, QueryKey};
pub use wildcard::{Wildcard, WildcardEffect};
pub use zone::Zone;
pub use zone_spec::{Hint, RecordSpec, SoaSpec, ZoneError, ZoneSpec};
