//! Echo servers and clients, in words.

use crate::Lang;
use crate::programs::target;
use hoplab_sim::NodeSnapshot;
use hoplab_sim::apps::{EchoClientSpec, EchoEvent};

said! { programs::echo =>
    /// What is called so by its port.
    service;
    /// The program that sends back what it gets.
    echo_server;
    /// The program that says something.
    echo_client;
    /// A client, by its text.
    named(text: &str) -> String;
    /// What one of them did or learnt.
    sentence(subject: &str, event: &EchoEvent) -> String;
    /// A line of an echo program's screen.
    line(event: &EchoEvent) -> String;
    /// A button: a line is said to an echo server.
    say_to(text: &str, to: &str) -> String;
}

/// What a button says that starts a client.
pub(super) fn start(lang: Lang, spec: &EchoClientSpec, nodes: &[NodeSnapshot]) -> Option<String> {
    let to = format!("{}:{}", target(&spec.to, nodes), spec.port);
    Some(say_to(lang, &crate::quoted(&spec.text), &to))
}
