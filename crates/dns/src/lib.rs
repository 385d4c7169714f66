//! The Domain Name System without sockets, clocks or randomness: bytes and times are arguments.

mod authority;
mod cache;
mod codec;
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
mod zone;
mod zone_spec;

#[cfg(test)]
mod tests;

pub use authority::Authority;
pub use cache::{Cache, CacheRow, CacheSnapshot, Found, Held, Rank};
pub use error::{DnsError, NameError};
pub use event::{
    DnsEvent, DnsEventKind, FailWhy, FailureWhy, LookupId, MAX_EVENTS, NextWhy, StepId, WrongWhy,
};
pub use message::{Message, Question, Rcode};
pub use name::Name;
pub use record::{Record, RecordData, RecordType, Soa, UnknownType};
pub use recursive::{ClientAnswer, Recursive, RecursiveConfig, RootHint};
pub use stream::{StreamReader, frame};
pub use stub::{Resolution, Stub, StubAnswer, StubConfig};
pub use transport::{Over, Query, QueryKey};
pub use zone::Zone;
pub use zone_spec::{Hint, RecordSpec, SoaSpec, ZoneError, ZoneSpec};
