//! HTTP/1.1 (RFC 9110, RFC 9112): the heads of requests and responses, and where bodies end.

mod grammar;
mod head;
mod reader;

pub(crate) use grammar::{Kind, Line, Lines, StartLine, kind_of};
pub use head::{
    BadHead, Fields, Parsed, RequestHead, ResponseHead, Version, parse_request, parse_response,
    reason,
};
pub(crate) use reader::chunked_len;
pub use reader::{Head, Item, Reader};

/// The longest head, in bytes.
pub const MAX_HEAD: usize = 8 * 1024;

/// The most header fields of a head.
pub const MAX_FIELDS: usize = 64;

/// The most responses of 1xx before the response itself.
pub const MAX_INTERIM: u8 = 32;

/// The port a web server listens at.
pub const PORT: u16 = 80;

/// Where the body behind a head ends (RFC 9112 section 6.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// There is none.
    None,
    /// It has so many bytes.
    Length(u64),
    /// It comes in chunks, each behind its length (RFC 9112 section 7.1).
    Chunked,
    /// It ends when the connection does.
    UntilClose,
}
