//! [`Client`]: what all programs share that turn to somebody: they look up where that is, and begin there or give up.

use core::net::Ipv4Addr;

use super::failure::ClientError;
use super::target::LookupError;
use crate::event::SocketError;
use crate::program::Sys;

/// A program that turns to somebody. It asks for the address when it is started ([`Sys::resolve`]).
pub(crate) trait Client {
    /// Begins, now that it is known where.
    ///
    /// # Errors
    /// It could not; it gives up then.
    fn begin(&mut self, sys: &mut Sys<'_>, address: Ipv4Addr) -> Result<(), SocketError>;

    /// Will not get what it wanted. A name that led to no address was told by the stub resolver already.
    fn give_up(&mut self, sys: &mut Sys<'_>, error: ClientError);

    /// Was told [`crate::program::Input::Resolved`]. It turns to the first address.
    fn resolved(&mut self, sys: &mut Sys<'_>, result: Result<&[Ipv4Addr], LookupError>) {
        let first = result.and_then(|all| all.first().ok_or(LookupError::NoAddress));
        let begun = match first {
            Ok(address) => self.begin(sys, *address).map_err(ClientError::Socket),
            Err(error) => Err(ClientError::Lookup(error)),
        };
        if let Err(error) = begun {
            self.give_up(sys, error);
        }
    }
}
