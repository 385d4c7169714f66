//! What happens in a chat, in words.

use hoplab_sim::apps::{ChatEvent, Dismissal};

use super::failure::{client_error, told};
use crate::{Lang, josa, quoted};

/// What a chat program did or learnt.
pub(super) fn sentence(lang: Lang, subject: &str, event: &ChatEvent) -> String {
    match lang {
        Lang::En => english(subject, event),
        Lang::Ko => korean(subject, event),
    }
}

fn english(subject: &str, event: &ChatEvent) -> String {
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
                dismissal(Lang::En, *why)
            )
        }
        ChatEvent::Failed { error } => {
            format!(
                "{subject} is out of the chat: {}",
                client_error(Lang::En, *error)
            )
        }
    }
}

fn korean(subject: &str, event: &ChatEvent) -> String {
    match event {
        ChatEvent::Said { text } => {
            format!("{} {} 말해요", josa::i(subject), josa::irago(&quoted(text)))
        }
        ChatEvent::Heard { nick, text } => {
            format!("{subject}에 {nick}의 말이 도착했어요: {}", quoted(text))
        }
        ChatEvent::Joined { nick } => format!("{subject}: {} 들어왔어요", josa::i(nick)),
        ChatEvent::Left { nick } => format!("{subject}: {} 나갔어요", josa::i(nick)),
        ChatEvent::Here { nicks } => {
            format!(
                "{} 채팅에 들어갔어요. 지금 있는 사람: {nicks}",
                josa::i(subject)
            )
        }
        ChatEvent::Told { text } => {
            format!("{} 서버에서 안내를 받았어요: {text}", josa::i(subject))
        }
        ChatEvent::Relayed { nick, to: 0 } => {
            format!(
                "{} {nick}의 말을 받았지만 전해 줄 사람이 없어요",
                josa::i(subject)
            )
        }
        ChatEvent::Relayed { nick, to } => {
            format!(
                "{} {nick}의 말을 다른 연결 {to}개로 전달해요",
                josa::i(subject)
            )
        }
        ChatEvent::Dismissed { nick, why } => format!(
            "{} {nick}의 연결을 닫아요: {}",
            josa::i(subject),
            dismissal(Lang::Ko, *why)
        ),
        ChatEvent::Failed { error } => format!(
            "{} 채팅에서 나왔어요: {}",
            josa::i(subject),
            told(client_error(Lang::Ko, *error))
        ),
    }
}

/// Why a chat server closes a connection.
pub fn dismissal(lang: Lang, why: Dismissal) -> &'static str {
    match why {
        Dismissal::NameTaken => lang.pick("the name is taken", "이미 쓰이는 이름이에요"),
        Dismissal::BadName => lang.pick("this is no name", "쓸 수 없는 이름이에요"),
        Dismissal::Full => lang.pick("the chat is full", "자리가 다 찼어요"),
        Dismissal::TooSlow => lang.pick(
            "it takes nothing of what is sent to it, and too much waits already",
            "보낸 것을 받아 가지 않아서 밀린 것이 너무 많아요",
        ),
        Dismissal::LineTooLong => lang.pick("its line is too long", "글 한 줄이 너무 길어요"),
        Dismissal::Gone => lang.pick(
            "somebody else asks for its name, and it acknowledges nothing any more",
            "같은 이름을 요청한 연결이 있는데, 이쪽에서는 확인 응답이 오지 않아요",
        ),
    }
}
