//! What programs that turn to others share: looking a name up, and why they give up.

use crate as words;
use crate::dns::step::list;
use crate::ko::{LANG, josa};
use hoplab_sim::apps::{ClientError, LookupError, LookupEvent};

pub fn lookup(subject: &str, event: &LookupEvent) -> String {
    match event {
        LookupEvent::Asked { name } => format!(
            "{} {name}의 주소가 필요해서 자기 호스트의 스텁 리졸버에 물어봐요",
            josa::i(subject)
        ),
        LookupEvent::Found {
            name, addresses, ..
        } => {
            let found = list(addresses);
            format!(
                "{} {name}의 주소 {} 알아냈어요",
                josa::i(subject),
                josa::eul(&found)
            )
        }
        LookupEvent::Failed { name, error, .. } => format!(
            "{} {name}의 주소를 알아내지 못했어요: {}",
            josa::i(subject),
            lookup_error(*error)
        ),
    }
}

pub fn lookup_error(error: LookupError) -> &'static str {
    match error {
        LookupError::NoResolver => "이 호스트에는 설정된 네임 서버가 없어요",
        LookupError::BadName => "이름의 형식이 올바르지 않아요",
        LookupError::NoSuchName => "그런 이름이 없어요(NXDOMAIN)",
        LookupError::NoAddress => "이름은 있지만 주소가 없어요",
        LookupError::ServerFailure => "네임 서버가 답을 찾지 못했어요(SERVFAIL)",
        LookupError::Refused => "네임 서버가 응답을 거부했어요(REFUSED)",
        LookupError::TimedOut => "응답하는 네임 서버가 없어요",
        LookupError::Unreachable => "도달할 수 있는 네임 서버가 없어요",
    }
}

pub fn client_error(error: ClientError) -> String {
    let text = match error {
        ClientError::Lookup(error) => lookup_error(error),
        ClientError::Socket(error) => return words::socket_error(LANG, error),
        ClientError::Silence => "너무 오래 아무것도 오지 않아서 프로그램이 포기했어요.",
        ClientError::CutOff => "서버가 연결을 도중에 닫았어요.",
        ClientError::NotUnderstood => "프로토콜에 맞지 않는 내용이 왔어요.",
        ClientError::TooMuch => "받을 수 있는 크기를 넘었어요.",
        ClientError::RedirectedTooOften => "리다이렉션이 끝없이 이어져요.",
        ClientError::BadAddress => "웹 주소의 형식이 올바르지 않아요.",
        ClientError::LoginRefused => "서버가 사용자 이름과 비밀번호를 받아들이지 않았어요.",
        ClientError::FileRefused => "서버가 그 파일을 내주지 않았어요.",
        ClientError::Refused => "서버가 거절했어요.",
    };
    text.to_owned()
}
