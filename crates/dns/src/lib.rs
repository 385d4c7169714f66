//! The Domain Name System without sockets, clocks or randomness: bytes and times are arguments.

mod codec;
mod error;
mod message;
mod name;
mod record;
mod stream;

pub use error::{DnsError, NameError};
pub use message::{Message, Question, Rcode};
pub use name::Name;
pub use record::{Record, RecordData, RecordType, Soa, UnknownType};
pub use stream::{StreamReader, frame};
