//! Programs: what they are called, what they did, and how they are started and stopped, in words. What concerns one of
//! them is in its file, `programs/*.rs`, and in the file of that name in each language's folder.

use super::{Lang, ports};
use core::net::{Ipv4Addr, SocketAddrV4};
use hoplab_dns::Name;
use hoplab_sim::apps::{AppEvent, AppKind, AppSummary, Target};
use hoplab_sim::{NodeSnapshot, ProgramRow, ProgramSpec, ProgramSummary, SocketProtocol};

pub use chat::dismissal;
pub use client::{client_error, lookup_error};

said! { programs =>
    /// The label of the programs that can be started.
    start;
    /// Opens the dialog.
    start_other;
    /// The heading of the dialog.
    start_title;
    /// What the dialog does.
    start_text;
    /// A field of the dialog.
    host;
    /// A field of the dialog.
    which;
    /// The button of the dialog.
    do_start;
    /// Ends a program.
    stop;
    /// The heading of programs' screens.
    screens;
    /// Leads to the view of the DNS.
    show_dns;
    /// A program's sockets.
    sockets;
    /// A host's programs.
    programs;
    /// A host without programs.
    no_programs;
    /// A state of a program.
    running;
    /// A state of a program.
    ended;
    /// Sends what was typed.
    enter;
    /// A choice of what carries a program's messages.
    as_switched;
    /// A text that a scenario of the library offers to send, in the reader's language: it is what stands in the field
    /// until somebody writes something else.
    sample(text: &str) -> &str;
    /// A button: starts a program that turns to nobody.
    start_program(name: &str) -> String;
    /// A button: starts a server.
    start_on_port(name: &str, port: u16) -> String;
    /// A button that starts a program with a name of its own, which tells two tabs of one browser apart.
    named(what: &str, name: &str) -> String;
    /// The label of a field, by its name in a scenario file.
    field(name: &'static str) -> &'static str;
    /// What a button says to those who do not see beside what it stands.
    stop_what(host: &str, program: &str) -> String;
    /// There are more programs than are drawn.
    and_more(count: usize) -> String;
    /// A program that only sends.
    sender;
    /// A name that scenarios of the library give a program, where it is a word of the reader's language.
    library_name(name: &str) -> &str;
    /// A program of a host, as who does something.
    program_of(host: &str, program: &str) -> String;
    /// A program was started that waits to be turned to.
    waits_on(who: &str, program: &str, port: u16) -> String;
    /// A program was started that turns to somebody.
    starts_for(who: &str, program: &str, target: &Target) -> String;
    /// A program was started.
    starts(who: &str, program: &str) -> String;
    /// The name of a field in a sentence, by its name in a scenario file.
    field_name(name: &str) -> &str;
    /// What is wrong with a field, by what it wants. `why`: as whoever found it says it, in English.
    wrong(wants: Wants, why: &str) -> String;
    /// Which programs go over what is switched.
    as_switched_go(names: &str) -> String;
    /// Which programs go over one transport, each with it.
    always_go(names: &str) -> String;
}

/// To what the switch applies, and what has a transport of its own, each with that transport.
pub fn carriers(lang: Lang, switched: &[AppKind], own: &[(AppKind, String)]) -> String {
    let switched: Vec<&str> = switched.iter().map(|kind| kind_name(lang, *kind)).collect();
    let own = own.iter();
    let own: Vec<String> = own
        .map(|(kind, over)| format!("{} {over}", kind_name(lang, *kind)))
        .collect();
    let mut text = String::new();
    if !switched.is_empty() {
        text += &as_switched_go(lang, &switched.join(", "));
    }
    if !own.is_empty() {
        text += &always_go(lang, &own.join(", "));
    }
    text
}

/// What a field of a form wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wants {
    /// Somebody to turn to.
    Target,
    /// A port.
    Port,
    /// A line of text.
    Line,
    /// How often.
    Count,
    /// The path of a page.
    Path,
    /// How long to wait.
    Wait,
    /// A name in a chat.
    Nick,
    /// The name of a page or a file.
    Name,
    /// Something else.
    Other,
}

impl Wants {
    /// Of a field, by its name in a scenario file.
    fn of(field: &str) -> Wants {
        match field {
            "to" => Wants::Target,
            "port" => Wants::Port,
            "text" => Wants::Line,
            "count" => Wants::Count,
            "path" => Wants::Path,
            "buffer" => Wants::Wait,
            "nick" => Wants::Nick,
            "title" | "file" => Wants::Name,
            _ => Wants::Other,
        }
    }
}

/// What is wrong with a field of a form, by its name in a scenario file. `why`: as whoever found it says it, in English.
pub fn defect(lang: Lang, field: &str, why: &str) -> String {
    format!(
        "{}: {}",
        field_name(lang, field),
        wrong(lang, Wants::of(field), why)
    )
}

/// What has to name every program.
macro_rules! by_program {
    ($(
        $file:ident
            { $($event:ident => $told:ident),* }
            { $($kind:ident => $name:ident),* }
            { $($spec:ident => $button:ident),* }
            { $($word:literal => $named:ident),* }
            { $($port:literal => $service:ident),* }
    )*) => {
        $(pub mod $file;)*

        /// What a sort of program is called.
        pub fn kind_name(lang: Lang, kind: AppKind) -> &'static str {
            match kind {
                $($(AppKind::$kind => $file::$name(lang),)*)*
            }
        }

        /// A name that a scenario gives a program, in the reader's language where it is one of the library's words.
        pub fn known_name(lang: Lang, name: &str) -> String {
            match name.split_once(" · ") {
                $($(Some(($word, rest)) => $file::$named(lang, rest),)*)*
                _ => library_name(lang, name).to_owned(),
            }
        }

        /// What a program did or learnt. `who`: its host; `program`: its name.
        pub fn sentence(lang: Lang, who: &str, program: &str, event: &AppEvent) -> String {
            let subject = program_of(lang, who, program);
            match event {
                $($(AppEvent::$event(event) => $file::$told(lang, &subject, event),)*)*
            }
        }

        /// What is called so by the port that it has everywhere, if one of these programs has it.
        pub(crate) fn service(lang: Lang, port: u16) -> Option<&'static str> {
            match port {
                $($($port => Some($file::$service(lang)),)*)*
                _ => None,
            }
        }

        /// What a button says that starts a program which turns to somebody.
        fn turns_to(lang: Lang, program: &ProgramSpec, nodes: &[NodeSnapshot]) -> Option<String> {
            match program {
                $($(ProgramSpec::$spec(spec) => $file::$button(lang, spec, nodes),)*)*
                _ => None,
            }
        }
    };
}

program_table! { by_program }

/// A program was started.
pub(crate) fn started(lang: Lang, who: &str, app: &AppSummary) -> String {
    let name = program_name(lang, &ProgramSummary::App(app.clone()));
    match (app.port, &app.target) {
        (Some(port), _) => waits_on(lang, who, &name, port),
        (None, Some(target)) => starts_for(lang, who, &name, target),
        (None, None) => starts(lang, who, &name),
    }
}

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

/// What a program is called: as the scenario names it, else by what it is.
pub fn program_name(lang: Lang, program: &ProgramSummary) -> String {
    match program {
        ProgramSummary::Viewer { name, .. } => known_name(lang, name),
        ProgramSummary::Sender { .. } => sender(lang).to_owned(),
        ProgramSummary::App(app) => match &app.name {
            Some(name) => known_name(lang, name),
            None => kind_name(lang, app.kind).to_owned(),
        },
    }
}

/// What a program that is about to be started is called.
pub fn spec_name(lang: Lang, program: &ProgramSpec) -> String {
    program_name(lang, &program.summary())
}

/// Whom a program turns to, as a person would call it: a host of the map by its name.
pub fn target(to: &Target, nodes: &[NodeSnapshot]) -> String {
    match to {
        Target::Name(name) => name.clone(),
        Target::Address(address) => place(*address, nodes),
    }
}

pub(crate) fn place(address: Ipv4Addr, nodes: &[NodeSnapshot]) -> String {
    let mut holders = nodes.iter().filter(|node| node.address == address);
    match (holders.next(), holders.next()) {
        (Some(node), None) => node.name.clone(),
        _ => address.to_string(),
    }
}

/// What a button says that starts this program.
pub fn launch(lang: Lang, program: &ProgramSpec, nodes: &[NodeSnapshot]) -> String {
    match turns_to(lang, program, nodes) {
        Some(what) => with_name(lang, what, program),
        None => other_launch(lang, program),
    }
}

/// Two tabs of one browser are told apart by their names. A name that was said already says nothing new.
fn with_name(lang: Lang, what: String, program: &ProgramSpec) -> String {
    let ProgramSummary::App(app) = program.summary() else {
        return what;
    };
    let name = app.name.map(|name| known_name(lang, &name));
    match name.filter(|name| !what.contains(name)) {
        Some(name) => named(lang, &what, &name),
        None => what,
    }
}

/// A program that turns to nobody.
fn other_launch(lang: Lang, program: &ProgramSpec) -> String {
    let name = spec_name(lang, program);
    match listens_on(&program.summary()) {
        Some(port) => start_on_port(lang, &name, port),
        None => start_program(lang, &name),
    }
}

/// The port a program waits on, if it does.
pub fn listens_on(program: &ProgramSummary) -> Option<u16> {
    match program {
        ProgramSummary::Viewer { port, .. } => Some(*port),
        ProgramSummary::Sender { .. } => None,
        ProgramSummary::App(app) => app.port,
    }
}

/// A program of a host: what it is called, and whether it runs.
pub fn row(lang: Lang, row: &ProgramRow) -> String {
    let name = program_name(lang, &row.summary);
    match listens_on(&row.summary) {
        Some(port) => format!("{name} :{port}"),
        None => name,
    }
}

/// Whether a program runs.
pub fn state(lang: Lang, row: &ProgramRow) -> &'static str {
    if row.ended.is_some() {
        ended(lang)
    } else {
        running(lang)
    }
}

/// A socket in brief: `TCP :49152 → 198.51.100.80:80`.
pub fn socket(
    lang: Lang,
    protocol: SocketProtocol,
    local: SocketAddrV4,
    remote: Option<SocketAddrV4>,
) -> String {
    let name = self::protocol(protocol);
    match (protocol, remote) {
        // Raw IP has no ports, and ICMP has an echo identifier.
        (SocketProtocol::Raw, Some(remote)) => format!("{name} → {}", remote.ip()),
        (SocketProtocol::Raw, None) => name.to_owned(),
        (SocketProtocol::Icmp, _) => {
            format!("{name}, {} {}", ports::echo_id(lang), local.port())
        }
        (_, Some(remote)) => format!("{name} :{} → {remote}", local.port()),
        (_, None) => format!("{name} :{}", local.port()),
    }
}

/// The name of a program's screen.
pub fn screen_of(host: &str, program: &str) -> String {
    format!("{host} · {program}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use hoplab_replay::{Player, Recording};
    use hoplab_scenario::{library, link::LinkState};
    use hoplab_sim::{NodeId, Payload};

    /// What the buttons of a scenario say.
    fn said(scenario: &str, lang: Lang) -> Vec<String> {
        let scenario = library::find(scenario).expect("it is in the library");
        let recording = Recording::from(LinkState::new(scenario.clone()));
        let player = Player::new(recording).expect("the library is valid");
        let nodes = (0..).map_while(|node| player.world().node(NodeId(node)));
        let nodes = crate::named(lang, &scenario, nodes);
        let launches = scenario.launches.iter();
        launches
            .map(|offered| launch(lang, &offered.program, &nodes))
            .collect()
    }

    #[test]
    fn every_text_that_the_library_offers_to_send_is_offered_in_korean_too() {
        let scenarios = library::all().iter().map(|entry| entry.scenario());
        let offers: Vec<_> = scenarios.flat_map(|scenario| scenario.sendable()).collect();
        let texts: Vec<&String> = offers
            .iter()
            .filter_map(|offer| match &offer.payload {
                Payload::Text(text) => Some(text),
                Payload::Picture | Payload::Bulk(_) => None,
            })
            .collect();
        assert!(texts.len() > 5, "{texts:?}");
        for text in texts {
            assert_ne!(sample(Lang::Ko, text), text);
        }
    }

    #[test]
    fn a_button_says_what_is_done_with_whom_as_a_person_would() {
        assert_eq!(
            said("three-programs", Lang::Ko),
            [
                "브라우저로 웹 서버의 /about 열기",
                "친구와 게임하기",
                "친구에게 화상 통화 걸기"
            ]
        );
        assert_eq!(
            said("three-programs", Lang::En)[0],
            "Open /about at Web server in a browser"
        );
    }

    #[test]
    fn only_ports_are_written_as_ports() {
        let end = |port| SocketAddrV4::new(Ipv4Addr::LOCALHOST, port);
        let told = |protocol, local, remote| socket(Lang::Ko, protocol, end(local), remote);
        assert_eq!(told(SocketProtocol::Icmp, 1, None), "ICMP, 식별자 1");
        assert_eq!(told(SocketProtocol::Raw, 0, Some(end(0))), "IP → 127.0.0.1");
        assert_eq!(told(SocketProtocol::Udp, 53, None), "UDP :53");
    }

    #[test]
    fn a_file_is_named_once() {
        for lang in [Lang::En, Lang::Ko] {
            let fetch = &said("ftp-two-connections", lang)[0];
            assert_eq!(fetch.matches("hello.txt").count(), 1, "{fetch}");
        }
    }
}
