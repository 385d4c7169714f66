//! Chat clients and servers, in words.

use crate::Lang;
use crate::programs::target;
use crate::screens::bytes;
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
    /// So much waits for somebody at the server.
    waits(left: &str) -> String;
}

/// What a button says that starts a client.
pub(super) fn start(lang: Lang, spec: &ChatClientSpec, nodes: &[NodeSnapshot]) -> Option<String> {
    Some(join(lang, &target(&spec.to, nodes), &spec.nick))
}

/// Somebody at the server.
pub fn member(lang: Lang, member: &ChatMember) -> String {
    let nick = member.nick.as_deref().unwrap_or(nameless(lang));
    let who = format!("{nick} · {}", member.from);
    match member.waiting {
        0 => who,
        left => format!("{who} · {}", waits(lang, &bytes(lang, u64::from(left)))),
    }
}
