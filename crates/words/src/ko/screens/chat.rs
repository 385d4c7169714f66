//! A chat on its screens.

use crate::apps::{client_error, dismissal};
use crate::ko::LANG;
use crate::ko::josa;
use crate::screens::bytes;
use hoplab_sim::apps::{ChatEvent, ChatMember, ChatState};

texts! {
    say: "할 말";
    send: "보내기";
    members: "참가자";
    nobody: "아무도 없어요.";
    nameless: "(아직 이름 없음)";
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
            format!("{nick}의 연결을 닫음: {}", dismissal(LANG, *why))
        }
        ChatEvent::Failed { error } => client_error(LANG, *error),
    })
}

pub fn member(member: &ChatMember) -> String {
    let nick = member.nick.as_deref().unwrap_or(nameless());
    let mut text = format!("{nick} · {}", member.from);
    if member.waiting > 0 {
        let left = bytes(LANG, u64::from(member.waiting));
        text += &format!(" · {left} 대기");
    }
    text
}
