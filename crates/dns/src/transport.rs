//! [`Over`] and [`Query`]: how messages travel, and one that is to be sent.

use core::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

use crate::message::Message;

/// What a message travels over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Over {
    /// One datagram a message, of at most [`Message::MAX_UDP_BYTES`].
    Udp,
    /// A connection, with each message's length before it (see [`crate::frame`]).
    Tcp,
}

impl Over {
    /// The longest message.
    pub const fn limit(self) -> Option<usize> {
        match self {
            Over::Udp => Some(Message::MAX_UDP_BYTES),
            Over::Tcp => None,
        }
    }
}

/// One sending of a question, told apart from all others of the same resolver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct QueryKey(pub u64);

/// A message to send to port 53 of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// To be given back with what becomes of it.
    pub key: QueryKey,
    /// The server.
    pub to: Ipv4Addr,
    /// Over UDP from a port of its own, or over a new connection, framed by [`crate::frame`].
    pub over: Over,
    /// The message.
    pub bytes: Vec<u8>,
    /// The message's id.
    pub id: u16,
}
