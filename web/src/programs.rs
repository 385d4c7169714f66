//! Programs that a person can start, and the program that comes of a form's answers.

use core::net::Ipv4Addr;

use hoplab_scenario::{Program, Setting, program_of};
use hoplab_sim::apps::{AppKind, Ask};
use hoplab_sim::{NodeSnapshot, ProgramSpec};

/// The kinds that can be started by a form: those a person sits before first, then servers.
pub fn kinds() -> impl Iterator<Item = AppKind> {
    let offered = |client: bool| {
        let kinds = AppKind::ALL.iter().copied();
        kinds.filter(move |kind| kind.form().is_some() && is_client(*kind) == client)
    };
    offered(true).chain(offered(false))
}

/// Whether it turns to somebody, and does not only wait for others.
pub fn is_client(kind: AppKind) -> bool {
    kind.form()
        .is_some_and(|fields| fields.iter().any(|field| field.ask == Ask::Target))
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
    let fields = kind.form().unwrap_or_default();
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
    use hoplab_sim::apps::{Carrier, Field, Target};

    /// Answers as the form has them at first, and some host where one is asked for.
    fn first_answers(kind: AppKind) -> Vec<String> {
        let fields = kind.form().unwrap_or_default().iter();
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
                made.follows_switch(),
                kind.carrier() == Carrier::Switch,
                "{kind:?}"
            );
        }
    }

    #[test]
    fn a_client_is_asked_for_whom_it_turns_to_and_will_not_do_without() {
        for kind in kinds().filter(|kind| is_client(*kind)) {
            let mut answers = first_answers(kind);
            let fields = kind.form().unwrap_or_default().iter();
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
            .filter_map(AppKind::form)
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
