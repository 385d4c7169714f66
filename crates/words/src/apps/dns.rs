//! What name servers and resolvers do, in words.

use hoplab_dns::DnsEventKind;
use hoplab_sim::apps::DnsServerEvent;

said! { apps::dns =>
    /// What a name server did.
    server(subject: &str, event: &DnsServerEvent) -> String;
    /// What a resolver decided or met.
    resolver(subject: &str, event: &DnsEventKind) -> String;
}
