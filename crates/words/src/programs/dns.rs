//! Name servers and resolvers, in words.

use hoplab_dns::DnsEvent;
use hoplab_sim::apps::DnsServerEvent;

said! { programs::dns =>
    /// What is called so by its port.
    service;
    /// The program that has zones.
    name_server;
    /// The program that finds out from the root down.
    recursive_resolver;
    /// The program that asks for its own host.
    stub_resolver;
    /// What a name server did.
    server(subject: &str, event: &DnsServerEvent) -> String;
    /// What a resolver decided or met.
    resolver(subject: &str, event: &DnsEvent) -> String;
    /// How much a name server has answered.
    answered(questions: u32) -> String;
    /// How much a resolver remembers.
    remembered(records: usize) -> String;
}
