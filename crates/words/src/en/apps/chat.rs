//! What happens in a chat, in words.

use crate::apps::failure::client_error;
use crate::en::LANG;
use crate::quoted;
use hoplab_sim::apps::{ChatEvent, Dismissal};

pub fn sentence(subject: &str, event: &ChatEvent) -> String {
    match event {
        ChatEvent::Said { text } => format!("{subject} says {}", quoted(text)),
        ChatEvent::Heard { nick, text } => format!("{subject} hears {nick} say {}", quoted(text)),
        ChatEvent::Joined { nick } => format!("{subject}: {nick} joined the chat"),
        ChatEvent::Left { nick } => format!("{subject}: {nick} left the chat"),
        ChatEvent::Here { nicks } => format!("{subject} is in the chat; in it: {nicks}"),
        ChatEvent::Told { text } => format!("{subject} is told by the server: {text}"),
        ChatEvent::Relayed { nick, to: 0 } => {
            format!("{subject} got a line of {nick}, and nobody else is there")
        }
        ChatEvent::Relayed { nick, to: 1 } => {
            format!("{subject} passes {nick}'s line on over one more connection")
        }
        ChatEvent::Relayed { nick, to } => {
            format!("{subject} passes {nick}'s line on over {to} more connections")
        }
        ChatEvent::Dismissed { nick, why } => {
            format!(
                "{subject} closes the connection of {nick}: {}",
                dismissal(*why)
            )
        }
        ChatEvent::Failed { error } => {
            format!(
                "{subject} is out of the chat: {}",
                client_error(LANG, *error)
            )
        }
    }
}

pub fn dismissal(why: Dismissal) -> &'static str {
    match why {
        Dismissal::NameTaken => "the name is taken",
        Dismissal::BadName => "this is no name",
        Dismissal::Full => "the chat is full",
        Dismissal::TooSlow => "it takes nothing of what is sent to it, and too much waits already",
        Dismissal::LineTooLong => "its line is too long",
        Dismissal::Gone => "somebody else asks for its name, and it acknowledges nothing any more",
    }
}
