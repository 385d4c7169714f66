//! Chat clients and servers, in words.

use crate::en::LANG;
use crate::programs::client::client_error;
use crate::quoted;
use hoplab_sim::apps::{ChatEvent, ChatState, Dismissal};

texts! {
    chat_server: "chat server";
    chat_client: "chat client";
    say: "Say something";
    send: "Send";
    members: "Here";
    nobody: "Nobody is here.";
    nameless: "(no name yet)";
}

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

pub fn state(nick: &str, state: ChatState) -> String {
    match state {
        ChatState::Connecting => "Connecting…".to_owned(),
        ChatState::Joining => "Joining…".to_owned(),
        ChatState::In => format!("In the chat as {nick}."),
        ChatState::Out(error) => {
            let why = client_error(LANG, error);
            format!("Out of the chat: {}.", why.trim_end_matches('.'))
        }
    }
}

pub fn event(event: &ChatEvent) -> Option<String> {
    Some(match event {
        ChatEvent::Said { .. } | ChatEvent::Heard { .. } => return None,
        ChatEvent::Joined { nick } => format!("{nick} joined"),
        ChatEvent::Left { nick } => format!("{nick} left"),
        ChatEvent::Here { nicks } => format!("here: {nicks}"),
        ChatEvent::Told { text } => format!("the server says: {text}"),
        ChatEvent::Relayed { nick, to: 1 } => format!("{nick}'s line went to 1 other"),
        ChatEvent::Relayed { nick, to } => format!("{nick}'s line went to {to} others"),
        ChatEvent::Dismissed { nick, why } => {
            format!("closed the connection of {nick}: {}", dismissal(*why))
        }
        ChatEvent::Failed { error } => client_error(LANG, *error),
    })
}

pub fn join(to: &str, nick: &str) -> String {
    format!("Join the chat on {to} as {nick}")
}

pub fn waits(left: &str) -> String {
    format!("{left} wait")
}
