//! Programs that speak protocols of their own, in words.

use hoplab_dns::Name;
use hoplab_sim::apps::{AppEvent, AppKind, AppSummary, EchoEvent, LookupError, LookupEvent};
use hoplab_sim::{ProgramSpec, ProgramSummary, SocketProtocol};
pub(crate) mod chat;
pub(crate) mod dns;
pub(crate) mod failure;
pub(crate) mod ftp;
pub(crate) mod game;
pub(crate) mod ping;
pub(crate) mod quote;
pub(crate) mod traceroute;
pub(crate) mod video;
pub(crate) mod web;
use super::Lang;
pub use chat::dismissal;
pub use failure::client_error;

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

said! { apps =>
    /// What a sort of program is called.
    kind(kind: AppKind) -> &'static str;
    /// A program that only sends.
    sender;
    /// A name that scenarios of the library give a program, where it is a word of the reader's language.
    library_name(name: &str) -> &str;
    /// An echo client, by its text.
    echo_of(text: &str) -> String;
    /// A client that asks for a quote, by what its name says of it.
    quote_of(what: &str) -> String;
    /// A program of a host, as who does something.
    program_of(host: &str, program: &str) -> String;
    /// What became of looking a name up. `subject`: who did.
    lookup(subject: &str, event: &LookupEvent) -> String;
    /// What an echo server or client did or learnt.
    echo(subject: &str, event: &EchoEvent) -> String;
    /// A program was started.
    started(who: &str, app: &AppSummary) -> String;
    /// Why a name led to no address.
    lookup_error(error: LookupError) -> &'static str;
}

/// What a program is called: as the scenario names it, else by what it is.
pub fn program_name(lang: Lang, program: &ProgramSummary) -> String {
    match program {
        ProgramSummary::Viewer { name, .. } => known_name(lang, name),
        ProgramSummary::Sender { .. } => sender(lang).to_owned(),
        ProgramSummary::App(app) => match &app.name {
            Some(name) => known_name(lang, name),
            None => kind(lang, app.kind).to_owned(),
        },
    }
}

/// A name that a scenario gives a program, in the reader's language where it is one of the library's words.
pub fn known_name(lang: Lang, name: &str) -> String {
    match name.split_once(" · ") {
        Some(("echo", text)) => echo_of(lang, text),
        Some(("quote", what)) => quote_of(lang, what),
        _ => library_name(lang, name).to_owned(),
    }
}

/// What a program did or learnt. `who`: its host; `program`: its name.
pub fn sentence(lang: Lang, who: &str, program: &str, event: &AppEvent) -> String {
    let subject = program_of(lang, who, program);
    let subject = subject.as_str();
    match event {
        AppEvent::Lookup(event) => lookup(lang, subject, event),
        AppEvent::Echo(event) => echo(lang, subject, event),
        AppEvent::Quote(event) => quote::sentence(lang, subject, event),
        AppEvent::Dns(event) => dns::resolver(lang, subject, &event.kind),
        AppEvent::Ftp(event) => ftp::sentence(lang, subject, event),
        AppEvent::Web(event) => web::sentence(lang, subject, event),
        AppEvent::Chat(event) => chat::sentence(lang, subject, event),
        AppEvent::DnsServer(event) => dns::server(lang, subject, event),
        AppEvent::Ping(event) => ping::sentence(lang, subject, event),
        AppEvent::Traceroute(event) => traceroute::sentence(lang, subject, event),
        AppEvent::Game(event) => game::sentence(lang, subject, event),
        AppEvent::Video(event) => video::sentence(lang, subject, event),
    }
}

/// What a program that is about to be started is called.
pub fn spec_name(lang: Lang, program: &ProgramSpec) -> String {
    program_name(lang, &program.summary())
}
