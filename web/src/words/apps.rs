//! Programs that speak protocols of their own, in words.

use hoplab_dns::Name;
use hoplab_sim::apps::{AppEvent, AppKind, AppSummary, EchoEvent, LookupError, LookupEvent};
use hoplab_sim::{ProgramSpec, ProgramSummary, SocketProtocol};

mod chat;
mod dns;
mod failure;
mod ftp;
mod game;
mod ping;
mod quote;
mod traceroute;
mod video;
mod web;

pub use chat::dismissal;
pub use failure::client_error;

use super::{Lang, josa};
use crate::words;
use crate::words::screens::span;

/// A record's name as people write it: `www` in the zone `example.com.` is `www.example.com`.
pub fn record_name(name: &str, zone: &Name) -> String {
    match Name::parse_in(name, zone) {
        Ok(name) => name.to_string(),
        Err(_) => name.to_owned(),
    }
}

/// A socket's protocol as people write it.
pub fn protocol(protocol: SocketProtocol) -> &'static str {
    match protocol {
        SocketProtocol::Raw => "IP",
        SocketProtocol::Icmp => "ICMP",
        SocketProtocol::Udp => "UDP",
        SocketProtocol::Tcp => "TCP",
    }
}

/// What a sort of program is called.
pub fn kind(lang: Lang, kind: AppKind) -> &'static str {
    match kind {
        AppKind::Echo => lang.pick("echo server", "에코 서버"),
        AppKind::EchoClient => lang.pick("echo client", "에코 클라이언트"),
        AppKind::QuoteServer => lang.pick("quote server", "명언 서버"),
        AppKind::QuoteClient => lang.pick("quote client", "명언 클라이언트"),
        AppKind::DnsServer => lang.pick("name server", "네임 서버"),
        AppKind::Resolver => lang.pick("recursive resolver", "재귀 리졸버"),
        AppKind::Stub => lang.pick("stub resolver", "스텁 리졸버"),
        AppKind::Ping => lang.pick("ping", "핑"),
        AppKind::Traceroute => lang.pick("traceroute", "경로 추적(traceroute)"),
        AppKind::GameServer => lang.pick("game server", "게임 서버"),
        AppKind::GameClient => lang.pick("game", "게임"),
        AppKind::Streamer => lang.pick("video streamer", "영상 송출기"),
        AppKind::Player => lang.pick("video player", "영상 플레이어"),
        AppKind::VideoCall => lang.pick("video call", "화상 통화"),
        AppKind::ChatServer => lang.pick("chat server", "채팅 서버"),
        AppKind::ChatClient => lang.pick("chat client", "채팅 클라이언트"),
        AppKind::WebServer => lang.pick("web server", "웹 서버"),
        AppKind::Browser => lang.pick("browser", "웹 브라우저"),
        AppKind::FtpServer => lang.pick("FTP server", "FTP 서버"),
        AppKind::FtpClient => lang.pick("FTP client", "FTP 클라이언트"),
    }
}

/// What a program is called: as the scenario names it, else by what it is.
pub fn program_name(lang: Lang, program: &ProgramSummary) -> String {
    match program {
        ProgramSummary::Viewer { name, .. } => known_name(lang, name),
        ProgramSummary::Sender { .. } => lang.pick("sender", "보내는 프로그램").to_owned(),
        ProgramSummary::App(app) => match &app.name {
            Some(name) => known_name(lang, name),
            None => kind(lang, app.kind).to_owned(),
        },
    }
}

/// A name that a scenario gives a program, in the reader's language where it is one of the library's words.
pub fn known_name(lang: Lang, name: &str) -> String {
    match (lang, name, name.split_once(" · ")) {
        (Lang::Ko, "Viewer", _) => "뷰어".to_owned(),
        (Lang::Ko, "Chat", _) => "채팅".to_owned(),
        (Lang::Ko, "Pictures", _) => "그림".to_owned(),
        (Lang::Ko, _, Some(("echo", rest))) => format!("에코 · {rest}"),
        (Lang::Ko, _, Some(("quote", rest))) => format!("명언 · {rest}"),
        _ => name.to_owned(),
    }
}

/// What a program that is about to be started is called.
pub fn spec_name(lang: Lang, program: &ProgramSpec) -> String {
    program_name(lang, &program.summary())
}

/// A program was started.
pub fn started(lang: Lang, who: &str, app: &AppSummary) -> String {
    let name = program_name(lang, &ProgramSummary::App(app.clone()));
    match (lang, app.port, &app.target) {
        (Lang::En, Some(port), _) => format!("{who} runs {name}, which waits on port {port}"),
        (Lang::En, None, Some(target)) => format!("{who} starts {name} for {target}"),
        (Lang::En, None, None) => format!("{who} starts {name}"),
        (Lang::Ko, Some(port), _) => {
            format!("{who}의 {} {port}번 포트에서 기다려요", josa::i(&name))
        }
        (Lang::Ko, None, Some(target)) => {
            format!("{who}에서 {} 시작해요(대상: {target})", josa::eul(&name))
        }
        (Lang::Ko, None, None) => format!("{who}에서 {} 시작해요", josa::eul(&name)),
    }
}

/// What a program did or learnt. `who`: its host; `program`: its name.
pub fn sentence(lang: Lang, who: &str, program: &str, event: &AppEvent) -> String {
    let subject = match lang {
        Lang::En => format!("{who}'s {program}"),
        Lang::Ko => format!("{who}의 {program}"),
    };
    match event {
        AppEvent::Lookup(event) => lookup(lang, &subject, event),
        AppEvent::Echo(event) => echo(lang, &subject, event),
        AppEvent::Quote(event) => quote::sentence(lang, &subject, event),
        AppEvent::Dns(event) => dns::resolver(lang, &subject, &event.kind),
        AppEvent::Ftp(event) => ftp::sentence(lang, &subject, event),
        AppEvent::Web(event) => web::sentence(lang, &subject, event),
        AppEvent::Chat(event) => chat::sentence(lang, &subject, event),
        AppEvent::DnsServer(event) => dns::server(lang, &subject, event),
        AppEvent::Ping(event) => ping::sentence(lang, &subject, event),
        AppEvent::Traceroute(event) => traceroute::sentence(lang, &subject, event),
        AppEvent::Game(event) => game::sentence(lang, &subject, event),
        AppEvent::Video(event) => video::sentence(lang, &subject, event),
    }
}

fn lookup(lang: Lang, subject: &str, event: &LookupEvent) -> String {
    match (lang, event) {
        (Lang::En, LookupEvent::Asked { name }) => {
            format!(
                "{subject} needs the address of {name} and asks the stub resolver of its own host"
            )
        }
        (Lang::Ko, LookupEvent::Asked { name }) => format!(
            "{} {name}의 주소가 필요해서 자기 호스트의 스텁 리졸버에 물어봐요",
            josa::i(subject)
        ),
        (
            _,
            LookupEvent::Found {
                name, addresses, ..
            },
        ) => {
            let found: Vec<String> = addresses.iter().map(ToString::to_string).collect();
            let found = found.join(", ");
            match lang {
                Lang::En => format!("{subject} learns that {name} is {found}"),
                Lang::Ko => format!(
                    "{} {name}의 주소 {} 알아냈어요",
                    josa::i(subject),
                    josa::eul(&found)
                ),
            }
        }
        (Lang::En, LookupEvent::Failed { name, error, .. }) => {
            format!(
                "{subject} gets no address for {name}: {}",
                lookup_error(lang, *error)
            )
        }
        (Lang::Ko, LookupEvent::Failed { name, error, .. }) => format!(
            "{} {name}의 주소를 알아내지 못했어요: {}",
            josa::i(subject),
            lookup_error(lang, *error)
        ),
    }
}

/// Why a name led to no address.
pub fn lookup_error(lang: Lang, error: LookupError) -> &'static str {
    match error {
        LookupError::NoResolver => lang.pick(
            "this host knows no name server",
            "이 호스트에는 설정된 네임 서버가 없어요",
        ),
        LookupError::BadName => {
            lang.pick("it is not a valid name", "이름의 형식이 올바르지 않아요")
        }
        LookupError::NoSuchName => lang.pick(
            "there is no such name (NXDOMAIN)",
            "그런 이름이 없어요(NXDOMAIN)",
        ),
        LookupError::NoAddress => lang.pick(
            "the name exists but has no address",
            "이름은 있지만 주소가 없어요",
        ),
        LookupError::ServerFailure => lang.pick(
            "the name server could not find out (SERVFAIL)",
            "네임 서버가 답을 찾지 못했어요(SERVFAIL)",
        ),
        LookupError::Refused => lang.pick(
            "the name server will not answer (REFUSED)",
            "네임 서버가 응답을 거부했어요(REFUSED)",
        ),
        LookupError::TimedOut => {
            lang.pick("no name server answered", "응답하는 네임 서버가 없어요")
        }
        LookupError::Unreachable => lang.pick(
            "no name server could be reached",
            "도달할 수 있는 네임 서버가 없어요",
        ),
    }
}

fn echo(lang: Lang, subject: &str, event: &EchoEvent) -> String {
    match (lang, event) {
        (Lang::En, EchoEvent::Said { number }) => format!("{subject} says line {number}"),
        (Lang::Ko, EchoEvent::Said { number }) => {
            let number = josa::ordinal(*number);
            format!("{} {number} 메시지를 보내요", josa::i(subject))
        }
        (
            Lang::En,
            EchoEvent::Heard {
                number,
                after,
                same,
            },
        ) => {
            let whole = if *same { "" } else { ", but changed" };
            format!(
                "{subject} hears line {number} again after {}{whole}",
                span(*after)
            )
        }
        (
            Lang::Ko,
            EchoEvent::Heard {
                number,
                after,
                same,
            },
        ) => {
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
        (Lang::En, EchoEvent::Silence { number }) => {
            format!("{subject} hears nothing of line {number}")
        }
        (Lang::Ko, EchoEvent::Silence { number }) => {
            format!(
                "{} {} 메시지를 되돌려 받지 못했어요",
                josa::i(subject),
                josa::ordinal(*number)
            )
        }
        (Lang::En, EchoEvent::Echoed { to, bytes }) => {
            let bytes = words::inspect::bytes_count(lang, *bytes as usize);
            format!("{subject} sends {bytes} back to {to}")
        }
        (Lang::Ko, EchoEvent::Echoed { to, bytes }) => {
            format!("{} {bytes}바이트를 {to}에 되돌려 보내요", josa::i(subject))
        }
        (Lang::En, EchoEvent::Failed { error }) => {
            format!("{subject} gives up: {}", words::socket_error(lang, *error))
        }
        (Lang::Ko, EchoEvent::Failed { error }) => {
            format!(
                "{} 그만뒀어요: {}",
                josa::i(subject),
                failure::told(words::socket_error(lang, *error))
            )
        }
    }
}
