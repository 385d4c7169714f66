//! [`Trouble`]: why a program gave up, for what it shows.

use crate::apps::target::LookupError;
use crate::event::SocketError;

/// What made a program give up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The name it was given led to no address.
    NoAddress(LookupError),
    /// A socket could not be opened or used.
    Socket(SocketError),
}
