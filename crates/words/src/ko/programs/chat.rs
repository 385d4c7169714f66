//! Chat clients and servers, in words.

use crate::ko::{LANG, josa};
use crate::programs::client::{client_error, told};
use crate::quoted;
use hoplab_sim::apps::{ChatEvent, ChatState, Dismissal};

texts! {
    chat_server: "채팅 서버";
    chat_client: "채팅 클라이언트";
    say: "할 말";
    send: "보내기";
    members: "참가자";
    nobody: "아무도 없어요.";
    nameless: "(아직 이름 없음)";
}

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

pub fn state(nick: &str, state: ChatState) -> String {
    match state {
        ChatState::Connecting => "연결하는 중…".to_owned(),
        ChatState::Joining => "들어가는 중…".to_owned(),
        ChatState::In => format!("{} 채팅에 참여하고 있어요.", josa::ro(nick)),
        ChatState::Out(error) => {
            format!("채팅에서 나왔어요. {}", client_error(LANG, error))
        }
    }
}

pub fn event(event: &ChatEvent) -> Option<String> {
    Some(match event {
        ChatEvent::Said { .. } | ChatEvent::Heard { .. } => return None,
        ChatEvent::Joined { nick } => format!("{} 들어왔어요", josa::i(nick)),
        ChatEvent::Left { nick } => format!("{} 나갔어요", josa::i(nick)),
        ChatEvent::Here { nicks } => format!("지금 있는 사람: {nicks}"),
        ChatEvent::Told { text } => format!("서버: {text}"),
        ChatEvent::Relayed { nick, to } => {
            format!("{nick}의 말을 {to}명에게 전달함")
        }
        ChatEvent::Dismissed { nick, why } => {
            format!("{nick}의 연결을 닫음: {}", dismissal(*why))
        }
        ChatEvent::Failed { error } => client_error(LANG, *error),
    })
}

pub fn join(to: &str, nick: &str) -> String {
    format!(
        "{to}에 {} 이름으로 들어가기",
        josa::iraneun(&format!("‘{nick}’"))
    )
}

pub fn waits(left: &str) -> String {
    format!("{left} 대기")
}
