//! Programs that a person can start: what a form asks of each kind, and the program that comes of the answers.

use core::net::Ipv4Addr;

use hoplab_scenario::{Program, Setting, program_of};
use hoplab_sim::apps::AppKind;
use hoplab_sim::{NodeSnapshot, ProgramSpec};

/// What a setting is, for its field in the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// A name, an address, or one of the world's hosts.
    Target,
    /// A port.
    Port,
    /// A number.
    Number,
    /// A text.
    Text,
    /// A text that may be left out.
    Optional,
    /// UDP or TCP, or whatever the page is switched to.
    Transport,
}

/// One setting that a form asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in a scenario file.
    pub name: &'static str,
    /// What it is.
    pub ask: Ask,
    /// What stands in it at first.
    pub first: &'static str,
}

const fn field(name: &'static str, ask: Ask, first: &'static str) -> Field {
    Field { name, ask, first }
}

/// What is asked of a kind of program before it can be started; `None`: it needs more than a small form holds.
pub fn form(kind: AppKind) -> Option<&'static [Field]> {
    Some(match kind {
        AppKind::Browser => BROWSER,
        AppKind::Ping => PING,
        AppKind::Traceroute => TRACEROUTE,
        AppKind::FtpClient => FTP_CLIENT,
        AppKind::ChatClient => CHAT_CLIENT,
        AppKind::EchoClient => ECHO_CLIENT,
        AppKind::GameClient => GAME_CLIENT,
        AppKind::Streamer => STREAMER,
        AppKind::VideoCall => VIDEO_CALL,
        AppKind::WebServer => WEB_SERVER,
        AppKind::FtpServer => FTP_SERVER,
        AppKind::ChatServer => CHAT_SERVER,
        AppKind::Echo => ECHO,
        AppKind::GameServer => GAME_SERVER,
        AppKind::Player => PLAYER,
        // Zones are written in a scenario, not in a form; resolvers run wherever they are needed.
        AppKind::DnsServer | AppKind::Resolver | AppKind::Stub => return None,
    })
}

const TO: Field = field("to", Ask::Target, "");
const OVER: Field = field("transport", Ask::Transport, "");
const PING: &[Field] = &[TO, field("count", Ask::Number, "4")];
const TRACEROUTE: &[Field] = &[TO];
const BROWSER: &[Field] = &[
    TO,
    field("port", Ask::Port, "80"),
    field("path", Ask::Text, "/"),
];
const WEB_SERVER: &[Field] = &[
    field("port", Ask::Port, "80"),
    field("title", Ask::Text, "Welcome"),
];
const FTP_CLIENT: &[Field] = &[
    TO,
    field("port", Ask::Port, "21"),
    field("file", Ask::Optional, "picture"),
];
const FTP_SERVER: &[Field] = &[field("port", Ask::Port, "21")];
const CHAT_CLIENT: &[Field] = &[
    TO,
    field("port", Ask::Port, "4242"),
    field("nick", Ask::Text, "mina"),
];
const CHAT_SERVER: &[Field] = &[field("port", Ask::Port, "4242")];
const ECHO_CLIENT: &[Field] = &[
    TO,
    field("port", Ask::Port, "7"),
    field("text", Ask::Text, "Hello?"),
    field("count", Ask::Number, "1"),
    OVER,
];
const ECHO: &[Field] = &[field("port", Ask::Port, "7")];
const GAME_CLIENT: &[Field] = &[TO, field("port", Ask::Port, "11220")];
const GAME_SERVER: &[Field] = &[field("port", Ask::Port, "11220")];
const STREAMER: &[Field] = &[TO, field("port", Ask::Port, "32202"), OVER];
const VIDEO_CALL: &[Field] = &[TO, field("port", Ask::Port, "32202"), OVER];
const PLAYER: &[Field] = &[
    field("port", Ask::Port, "32202"),
    field("buffer", Ask::Text, "200ms"),
];

/// The kinds that can be started by a form: those a person sits before first, then servers.
pub fn kinds() -> impl Iterator<Item = AppKind> {
    let offered = |client: bool| {
        let kinds = AppKind::ALL.iter().copied();
        kinds.filter(move |kind| form(*kind).is_some() && is_client(*kind) == client)
    };
    offered(true).chain(offered(false))
}

/// Whether it turns to somebody, and does not only wait for others.
pub fn is_client(kind: AppKind) -> bool {
    form(kind).is_some_and(|fields| fields.iter().any(|field| field.ask == Ask::Target))
}

/// What carries a program's messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// What the page is switched to, UDP or TCP.
    Switch,
    /// Always the same.
    Own(&'static str),
    /// It takes whatever comes.
    Any,
}

/// What carries the messages of a kind of program.
pub const fn carrier(kind: AppKind) -> Carrier {
    match kind {
        AppKind::EchoClient | AppKind::Streamer | AppKind::VideoCall => Carrier::Switch,
        AppKind::Echo | AppKind::Player | AppKind::Stub => Carrier::Any,
        AppKind::Browser
        | AppKind::WebServer
        | AppKind::FtpClient
        | AppKind::FtpServer
        | AppKind::ChatClient
        | AppKind::ChatServer => Carrier::Own("TCP"),
        AppKind::GameClient | AppKind::GameServer => Carrier::Own("UDP"),
        AppKind::Ping | AppKind::Traceroute => Carrier::Own("ICMP"),
        AppKind::DnsServer | AppKind::Resolver => Carrier::Own("UDP, TCP"),
    }
}

/// Whether a program goes over what the page is switched to.
pub fn follows_switch(program: &ProgramSpec) -> bool {
    match program {
        ProgramSpec::EchoClient(spec) => spec.transport.is_none(),
        ProgramSpec::Streamer(spec) => spec.transport.is_none(),
        ProgramSpec::VideoCall(spec) => spec.to.is_some() && spec.transport.is_none(),
        _ => false,
    }
}

/// Why a form made no program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defect {
    /// The field, by its name in a scenario file.
    pub field: &'static str,
    /// What is wrong, in English.
    pub why: String,
}

/// The program that a form's answers describe. `nodes`: a host may be named as the map names it.
///
/// # Errors
/// The first field that stands in the way.
pub fn program(
    kind: AppKind,
    answers: &[String],
    nodes: &[NodeSnapshot],
) -> Result<ProgramSpec, Defect> {
    let fields = form(kind).unwrap_or_default();
    let mut settings = Vec::new();
    for (field, answer) in fields.iter().zip(answers) {
        let answer = answer.trim();
        let defect = |why: &str| Defect {
            field: field.name,
            why: why.to_owned(),
        };
        let text = || Setting::Text(answer.to_owned());
        let setting = match field.ask {
            Ask::Optional | Ask::Transport if answer.is_empty() => continue,
            Ask::Text | Ask::Optional | Ask::Transport => text(),
            Ask::Target => address_of(answer, nodes)
                .map_or_else(text, |address| Setting::Text(address.to_string())),
            Ask::Port => match answer.parse::<u16>() {
                Ok(port) => Setting::Number(u64::from(port)),
                Err(_) => return Err(defect("a port is a number from 1 to 65535")),
            },
            Ask::Number => match answer.parse::<u16>() {
                Ok(number) => Setting::Number(u64::from(number)),
                Err(_) => return Err(defect("a number from 0 to 65535")),
            },
        };
        settings.push((field.name, setting));
    }
    let program: Program = program_of(kind.as_str(), &settings).map_err(|why| Defect {
        field: fields.first().map_or("", |field| field.name),
        why,
    })?;
    program.check().map_err(|defect| Defect {
        field: defect.field,
        why: defect.why.to_string(),
    })?;
    Ok(program)
}

/// The address of the host that the map calls so.
fn address_of(name: &str, nodes: &[NodeSnapshot]) -> Option<Ipv4Addr> {
    let named = nodes
        .iter()
        .find(|node| node.name.eq_ignore_ascii_case(name));
    named.map(|node| node.address)
}

#[cfg(test)]
mod tests {
    use super::*;
    use hoplab_sim::apps::Target;

    /// Answers as the form has them at first, and some host where one is asked for.
    fn first_answers(kind: AppKind) -> Vec<String> {
        let fields = form(kind).unwrap_or_default().iter();
        let answer = |field: &Field| match field.ask {
            Ask::Target => "198.51.100.80".to_owned(),
            _ => field.first.to_owned(),
        };
        fields.map(answer).collect()
    }

    #[test]
    fn every_form_makes_a_program_of_its_kind_as_it_stands() {
        for kind in kinds() {
            let made = program(kind, &first_answers(kind), &[]);
            let program = made.unwrap_or_else(|defect| panic!("{kind:?}: {defect:?}"));
            let hoplab_sim::ProgramSummary::App(app) = program.summary() else {
                panic!("{kind:?} is no program of its own kind");
            };
            assert_eq!(app.kind, kind);
        }
    }

    #[test]
    fn a_kind_whose_carrier_is_the_switch_follows_it_and_no_other() {
        for kind in kinds() {
            let made = program(kind, &first_answers(kind), &[]).expect("its first answers do");
            assert_eq!(
                follows_switch(&made),
                carrier(kind) == Carrier::Switch,
                "{kind:?}"
            );
        }
    }

    #[test]
    fn a_client_is_asked_for_whom_it_turns_to_and_will_not_do_without() {
        for kind in kinds().filter(|kind| is_client(*kind)) {
            let mut answers = first_answers(kind);
            let fields = form(kind).unwrap_or_default().iter();
            let place = fields.clone().position(|field| field.ask == Ask::Target);
            answers[place.expect("it is a client")].clear();
            let defect = program(kind, &answers, &[]).expect_err("nobody is named");
            assert_eq!(defect.field, "to", "{kind:?}");
        }
    }

    #[test]
    fn a_port_that_is_none_is_told_as_such() {
        for port in ["", "0", "65536", "http", "-1"] {
            let defect = program(AppKind::Echo, &[port.to_owned()], &[]).expect_err(port);
            assert_eq!(defect.field, "port", "{port}");
        }
    }

    #[test]
    fn a_name_that_is_no_host_of_the_map_is_left_to_be_looked_up() {
        let mut answers = first_answers(AppKind::EchoClient);
        answers[0] = " www.example.com ".to_owned();
        let made = program(AppKind::EchoClient, &answers, &[]);
        let Ok(ProgramSpec::EchoClient(client)) = made else {
            panic!("{made:?}");
        };
        assert_eq!(client.to, Target::Name("www.example.com".to_owned()));
    }

    #[test]
    fn what_stands_in_a_field_to_be_sent_is_korean_on_a_korean_page() {
        let mut texts: Vec<String> = kinds()
            .filter_map(form)
            .flatten()
            .filter(|field| field.ask == Ask::Text && field.name != "buffer")
            .map(|field| field.first.to_owned())
            .collect();
        let bare = r#"{"nodes":[{"id":"a","role":"host","address":"192.0.2.1"},{"id":"b","role":"host",
            "address":"192.0.2.2","programs":[{"viewer":{"name":"View","port":7}}]}]}"#;
        let bare = hoplab_scenario::Scenario::from_json(bare).unwrap();
        let scenarios = hoplab_scenario::library::all()
            .iter()
            .map(|entry| entry.scenario());
        for scenario in scenarios.chain([bare]) {
            let offers = scenario.sendable().into_iter();
            texts.extend(offers.filter_map(|offer| match offer.payload {
                hoplab_sim::Payload::Text(text) => Some(text),
                _ => None,
            }));
        }
        assert!(texts.len() > 10);
        for text in texts.iter().filter(|text| *text != "/") {
            let own = hoplab_words::programs::sample(hoplab_words::Lang::Ko, text);
            let korean = own.chars().any(|c| ('가'..='힣').contains(&c));
            assert!(korean, "{text}: {own}");
        }
    }
}
