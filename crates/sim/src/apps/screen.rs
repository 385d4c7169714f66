//! [`Screen`]: what programs show to whoever sits before them.

use super::dns_server::DnsServerScreen;
use super::echo::EchoScreen;
use super::stub::ResolverScreen;

/// What a program shows, as plain data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Screen {
    /// Echoes, of the server or of a client.
    Echo(EchoScreen),
    /// What a resolver remembers.
    Resolver(ResolverScreen),
    /// The zones of a name server.
    DnsServer(DnsServerScreen),
}
