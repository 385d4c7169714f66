//! A chat on its screens.

use crate::apps::{client_error, dismissal};
use crate::en::LANG;
use crate::screens::bytes;
use hoplab_sim::apps::{ChatEvent, ChatMember, ChatState};

texts! {
    say: "Say something";
    send: "Send";
    members: "Here";
    nobody: "Nobody is here.";
    nameless: "(no name yet)";
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
            format!("closed the connection of {nick}: {}", dismissal(LANG, *why))
        }
        ChatEvent::Failed { error } => client_error(LANG, *error),
    })
}

pub fn member(member: &ChatMember) -> String {
    let nick = member.nick.as_deref().unwrap_or(nameless());
    let mut text = format!("{nick} · {}", member.from);
    if member.waiting > 0 {
        let left = bytes(LANG, u64::from(member.waiting));
        text += &format!(" · {left} wait");
    }
    text
}
