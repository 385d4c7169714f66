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
use crate::en::LANG;
use crate::screens::span;
use hoplab_sim::ProgramSummary;
use hoplab_sim::apps::{AppKind, AppSummary, EchoEvent, LookupError, LookupEvent};

pub fn kind(kind: AppKind) -> &'static str {
    match kind {
        AppKind::Echo => "echo server",
        AppKind::EchoClient => "echo client",
        AppKind::QuoteServer => "quote server",
        AppKind::QuoteClient => "quote client",
        AppKind::DnsServer => "name server",
        AppKind::Resolver => "recursive resolver",
        AppKind::Stub => "stub resolver",
        AppKind::Ping => "ping",
        AppKind::Traceroute => "traceroute",
        AppKind::GameServer => "game server",
        AppKind::GameClient => "game",
        AppKind::Streamer => "video streamer",
        AppKind::Player => "video player",
        AppKind::VideoCall => "video call",
        AppKind::ChatServer => "chat server",
        AppKind::ChatClient => "chat client",
        AppKind::WebServer => "web server",
        AppKind::Browser => "browser",
        AppKind::FtpServer => "FTP server",
        AppKind::FtpClient => "FTP client",
    }
}

texts! {
    sender: "sender";
}

pub fn library_name(name: &str) -> &str {
    name
}

pub fn quote_of(what: &str) -> String {
    format!("quote · {what}")
}

pub fn echo_of(text: &str) -> String {
    format!("echo · {text}")
}

pub fn started(who: &str, app: &AppSummary) -> String {
    let name = apps::program_name(LANG, &ProgramSummary::App(app.clone()));
    match (app.port, &app.target) {
        (Some(port), _) => format!("{who} runs {name}, which waits on port {port}"),
        (None, Some(target)) => format!("{who} starts {name} for {target}"),
        (None, None) => format!("{who} starts {name}"),
    }
}

pub fn program_of(host: &str, program: &str) -> String {
    format!("{host}'s {program}")
}

pub fn lookup(subject: &str, event: &LookupEvent) -> String {
    match event {
        LookupEvent::Asked { name } => {
            format!(
                "{subject} needs the address of {name} and asks the stub resolver of its own host"
            )
        }
        LookupEvent::Found {
            name, addresses, ..
        } => {
            let found: Vec<String> = addresses.iter().map(ToString::to_string).collect();
            let found = found.join(", ");
            format!("{subject} learns that {name} is {found}")
        }
        LookupEvent::Failed { name, error, .. } => {
            format!(
                "{subject} gets no address for {name}: {}",
                lookup_error(*error)
            )
        }
    }
}

pub fn lookup_error(error: LookupError) -> &'static str {
    match error {
        LookupError::NoResolver => "this host knows no name server",
        LookupError::BadName => "it is not a valid name",
        LookupError::NoSuchName => "there is no such name (NXDOMAIN)",
        LookupError::NoAddress => "the name exists but has no address",
        LookupError::ServerFailure => "the name server could not find out (SERVFAIL)",
        LookupError::Refused => "the name server will not answer (REFUSED)",
        LookupError::TimedOut => "no name server answered",
        LookupError::Unreachable => "no name server could be reached",
    }
}

pub fn echo(subject: &str, event: &EchoEvent) -> String {
    match event {
        EchoEvent::Said { number } => format!("{subject} says line {number}"),
        EchoEvent::Heard {
            number,
            after,
            same,
        } => {
            let whole = if *same { "" } else { ", but changed" };
            format!(
                "{subject} hears line {number} again after {}{whole}",
                span(*after)
            )
        }
        EchoEvent::Silence { number } => {
            format!("{subject} hears nothing of line {number}")
        }
        EchoEvent::Echoed { to, bytes } => {
            let bytes = words::inspect::bytes_count(LANG, *bytes as usize);
            format!("{subject} sends {bytes} back to {to}")
        }
        EchoEvent::Failed { error } => {
            format!("{subject} gives up: {}", words::socket_error(LANG, *error))
        }
    }
}
