//! What happens in a chat, in words.

use hoplab_sim::apps::{ChatEvent, Dismissal};

said! { apps::chat =>
    /// What a chat program did or learnt.
    sentence(subject: &str, event: &ChatEvent) -> String;
    /// Why a chat server closes a connection.
    dismissal(why: Dismissal) -> &'static str;
}
