//! A chat on its screens.

use hoplab_sim::apps::{ChatEvent, ChatMember, ChatState};

said! { screens::chat =>
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
