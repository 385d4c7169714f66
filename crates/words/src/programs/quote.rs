//! Programs that ask for a quote of the day and those that have some, in words.

use crate::Lang;
use crate::programs::target;
use hoplab_sim::NodeSnapshot;
use hoplab_sim::apps::{QuoteClientSpec, QuoteEvent};

said! { programs::quote =>
    /// What is called so by its port.
    service;
    /// The program that has some.
    quote_server;
    /// The program that asks for one.
    quote_client;
    /// A client, by what its name says of it.
    named(what: &str) -> String;
    /// What one of them did or learnt.
    sentence(subject: &str, event: &QuoteEvent) -> String;
    /// A line of such a screen.
    line(event: &QuoteEvent) -> String;
    /// A button: asks for a quote. `over`: what carries it, where that is not what is chosen on the page.
    get(from: &str, over: Option<&str>) -> String;
}

/// What a button says that starts a client.
pub(super) fn start(lang: Lang, spec: &QuoteClientSpec, nodes: &[NodeSnapshot]) -> Option<String> {
    let carrier = spec.transport.map(crate::transport);
    Some(get(lang, &target(&spec.to, nodes), carrier))
}
