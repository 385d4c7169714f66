//! Chat clients and servers, in words.

use crate::Lang;
use crate::programs::target;
use hoplab_sim::NodeSnapshot;
use hoplab_sim::apps::{ChatClientSpec, ChatEvent, ChatMember, ChatState, Dismissal};

said! { programs::chat =>
    /// The program that passes on what one says to all others.
    chat_server;
    /// The program of one of them.
    chat_client;
    /// What one of them did or learnt.
    sentence(subject: &str, event: &ChatEvent) -> String;
    /// Why a chat server closes a connection.
    dismissal(why: Dismissal) -> &'static str;
    /// A button: joins a chat under a name.
    join(to: &str, nick: &str) -> String;
    /// The field for a line.
    say;
    /// Says it.
    send;
    /// Who is connected to the server.
    members;
    /// Nobody is.
    nobody;
    /// Somebody who has not told a name yet.
    nameless;
    /// How far a client is.
    state(nick: &str, state: ChatState) -> String;
    /// A line that is nobody's words; `None`: somebody said it.
    event(event: &ChatEvent) -> Option<String>;
    /// Somebody at the server.
    member(member: &ChatMember) -> String;
}

/// What a button says that starts a client.
pub(super) fn start(lang: Lang, spec: &ChatClientSpec, nodes: &[NodeSnapshot]) -> Option<String> {
    Some(join(lang, &target(&spec.to, nodes), &spec.nick))
}
