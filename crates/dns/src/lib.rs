//! The Domain Name System without sockets, clocks or randomness: bytes and times are arguments.

mod authority;
mod codec;
mod error;
mod message;
mod name;
mod one_or_many;
mod record;
mod stream;
mod transport;
mod zone;
mod zone_spec;

#[cfg(test)]
mod tests;

pub use authority::Authority;
pub use error::{DnsError, NameError};
pub use message::{Message, Question, Rcode};
pub use name::Name;
pub use record::{Record, RecordData, RecordType, Soa, UnknownType};
pub use stream::{StreamReader, frame};
pub use transport::{Over, Query, QueryKey};
pub use zone::Zone;
pub use zone_spec::{Hint, RecordSpec, SoaSpec, ZoneError, ZoneSpec};
