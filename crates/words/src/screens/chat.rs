//! A chat on its screens.

use hoplab_sim::apps::{ChatEvent, ChatMember, ChatState};

use super::bytes;
use crate::apps::{client_error, dismissal};
use crate::{Lang, josa};

texts! {
    /// The field for a line.
    say: "Say something", "할 말";
    /// Says it.
    send: "Send", "보내기";
    /// Who is connected to the server.
    members: "Here", "참가자";
    /// Nobody is.
    nobody: "Nobody is here.", "아무도 없어요.";
    /// Somebody who has not told a name yet.
    nameless: "(no name yet)", "(아직 이름 없음)";
}

/// How far a client is.
pub fn state(lang: Lang, nick: &str, state: ChatState) -> String {
    match (lang, state) {
        (_, ChatState::Connecting) => lang.pick("Connecting…", "연결하는 중…").to_owned(),
        (_, ChatState::Joining) => lang.pick("Joining…", "들어가는 중…").to_owned(),
        (Lang::En, ChatState::In) => format!("In the chat as {nick}."),
        (Lang::Ko, ChatState::In) => format!("{} 채팅에 참여하고 있어요.", josa::ro(nick)),
        (Lang::En, ChatState::Out(error)) => {
            let why = client_error(lang, error);
            format!("Out of the chat: {}.", why.trim_end_matches('.'))
        }
        (Lang::Ko, ChatState::Out(error)) => {
            format!("채팅에서 나왔어요. {}", client_error(lang, error))
        }
    }
}

/// A line that is nobody's words; `None`: somebody said it.
pub fn event(lang: Lang, event: &ChatEvent) -> Option<String> {
    Some(match (lang, event) {
        (_, ChatEvent::Said { .. } | ChatEvent::Heard { .. }) => return None,
        (Lang::En, ChatEvent::Joined { nick }) => format!("{nick} joined"),
        (Lang::Ko, ChatEvent::Joined { nick }) => format!("{} 들어왔어요", josa::i(nick)),
        (Lang::En, ChatEvent::Left { nick }) => format!("{nick} left"),
        (Lang::Ko, ChatEvent::Left { nick }) => format!("{} 나갔어요", josa::i(nick)),
        (Lang::En, ChatEvent::Here { nicks }) => format!("here: {nicks}"),
        (Lang::Ko, ChatEvent::Here { nicks }) => format!("지금 있는 사람: {nicks}"),
        (Lang::En, ChatEvent::Told { text }) => format!("the server says: {text}"),
        (Lang::Ko, ChatEvent::Told { text }) => format!("서버: {text}"),
        (Lang::En, ChatEvent::Relayed { nick, to: 1 }) => format!("{nick}'s line went to 1 other"),
        (Lang::En, ChatEvent::Relayed { nick, to }) => format!("{nick}'s line went to {to} others"),
        (Lang::Ko, ChatEvent::Relayed { nick, to }) => {
            format!("{nick}의 말을 {to}명에게 전달함")
        }
        (Lang::En, ChatEvent::Dismissed { nick, why }) => {
            format!("closed the connection of {nick}: {}", dismissal(lang, *why))
        }
        (Lang::Ko, ChatEvent::Dismissed { nick, why }) => {
            format!("{nick}의 연결을 닫음: {}", dismissal(lang, *why))
        }
        (_, ChatEvent::Failed { error }) => client_error(lang, *error),
    })
}

/// Somebody at the server.
pub fn member(lang: Lang, member: &ChatMember) -> String {
    let nick = member.nick.as_deref().unwrap_or(nameless(lang));
    let mut text = format!("{nick} · {}", member.from);
    if member.waiting > 0 {
        let left = bytes(lang, u64::from(member.waiting));
        text += &match lang {
            Lang::En => format!(" · {left} wait"),
            Lang::Ko => format!(" · {left} 대기"),
        };
    }
    text
}
