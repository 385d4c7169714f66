//! Programs that speak protocols of their own, in words.

pub mod chat;
pub mod dns;
pub mod failure;
pub mod ftp;
pub mod game;
pub mod ping;
pub mod quote;
pub mod traceroute;
pub mod video;
pub mod web;

use crate as words;
use crate::apps;
use crate::ko::LANG;
use crate::ko::josa;
use crate::screens::span;
use hoplab_sim::ProgramSummary;
use hoplab_sim::apps::{AppKind, AppSummary, EchoEvent, LookupError, LookupEvent};

pub fn kind(kind: AppKind) -> &'static str {
    match kind {
        AppKind::Echo => "에코 서버",
        AppKind::EchoClient => "에코 클라이언트",
        AppKind::QuoteServer => "명언 서버",
        AppKind::QuoteClient => "명언 클라이언트",
        AppKind::DnsServer => "네임 서버",
        AppKind::Resolver => "재귀 리졸버",
        AppKind::Stub => "스텁 리졸버",
        AppKind::Ping => "핑",
        AppKind::Traceroute => "경로 추적(traceroute)",
        AppKind::GameServer => "게임 서버",
        AppKind::GameClient => "게임",
        AppKind::Streamer => "영상 송출기",
        AppKind::Player => "영상 플레이어",
        AppKind::VideoCall => "화상 통화",
        AppKind::ChatServer => "채팅 서버",
        AppKind::ChatClient => "채팅 클라이언트",
        AppKind::WebServer => "웹 서버",
        AppKind::Browser => "웹 브라우저",
        AppKind::FtpServer => "FTP 서버",
        AppKind::FtpClient => "FTP 클라이언트",
    }
}

texts! {
    sender: "보내는 프로그램";
}

pub fn library_name(name: &str) -> &str {
    match name {
        "Viewer" => "뷰어",
        "Chat" => "채팅",
        "Pictures" => "그림",
        name => name,
    }
}

pub fn quote_of(what: &str) -> String {
    format!("명언 · {what}")
}

pub fn echo_of(text: &str) -> String {
    format!("에코 · {text}")
}

pub fn started(who: &str, app: &AppSummary) -> String {
    let name = apps::program_name(LANG, &ProgramSummary::App(app.clone()));
    match (app.port, &app.target) {
        (Some(port), _) => {
            format!("{who}의 {} {port}번 포트에서 기다려요", josa::i(&name))
        }
        (None, Some(target)) => {
            format!("{who}에서 {} 시작해요(대상: {target})", josa::eul(&name))
        }
        (None, None) => format!("{who}에서 {} 시작해요", josa::eul(&name)),
    }
}

pub fn program_of(host: &str, program: &str) -> String {
    format!("{host}의 {program}")
}

pub fn lookup(subject: &str, event: &LookupEvent) -> String {
    match event {
        LookupEvent::Asked { name } => format!(
            "{} {name}의 주소가 필요해서 자기 호스트의 스텁 리졸버에 물어봐요",
            josa::i(subject)
        ),
        LookupEvent::Found {
            name, addresses, ..
        } => {
            let found: Vec<String> = addresses.iter().map(ToString::to_string).collect();
            let found = found.join(", ");
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

pub fn echo(subject: &str, event: &EchoEvent) -> String {
    match event {
        EchoEvent::Said { number } => {
            let number = josa::ordinal(*number);
            format!("{} {number} 메시지를 보내요", josa::i(subject))
        }
        EchoEvent::Heard {
            number,
            after,
            same,
        } => {
            let whole = if *same {
                ""
            } else {
                ". 그런데 내용이 달라요"
            };
            format!(
                "{} {} 메시지를 {} 만에 되돌려 받았어요{whole}",
                josa::i(subject),
                josa::ordinal(*number),
                span(*after)
            )
        }
        EchoEvent::Silence { number } => {
            format!(
                "{} {} 메시지를 되돌려 받지 못했어요",
                josa::i(subject),
                josa::ordinal(*number)
            )
        }
        EchoEvent::Echoed { to, bytes } => {
            format!("{} {bytes}바이트를 {to}에 되돌려 보내요", josa::i(subject))
        }
        EchoEvent::Failed { error } => {
            format!(
                "{} 그만뒀어요: {}",
                josa::i(subject),
                apps::failure::told(words::socket_error(LANG, *error))
            )
        }
    }
}
