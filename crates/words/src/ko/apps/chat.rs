//! What happens in a chat, in words.

use crate::apps::failure::{client_error, told};
use crate::ko::LANG;
use crate::ko::josa;
use crate::quoted;
use hoplab_sim::apps::{ChatEvent, Dismissal};

pub fn sentence(subject: &str, event: &ChatEvent) -> String {
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
            dismissal(*why)
        ),
        ChatEvent::Failed { error } => format!(
            "{} 채팅에서 나왔어요: {}",
            josa::i(subject),
            told(client_error(LANG, *error))
        ),
    }
}

pub fn dismissal(why: Dismissal) -> &'static str {
    match why {
        Dismissal::NameTaken => "이미 쓰이는 이름이에요",
        Dismissal::BadName => "쓸 수 없는 이름이에요",
        Dismissal::Full => "자리가 다 찼어요",
        Dismissal::TooSlow => "보낸 것을 받아 가지 않아서 밀린 것이 너무 많아요",
        Dismissal::LineTooLong => "글 한 줄이 너무 길어요",
        Dismissal::Gone => "같은 이름을 요청한 연결이 있는데, 이쪽에서는 확인 응답이 오지 않아요",
    }
}
