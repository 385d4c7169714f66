//! Opening what an address, a file or a name asks for; and the link of what is on the page.

use hoplab_replay::{Player, Recording};
use hoplab_scenario::LanguageTag;
use hoplab_scenario::file::{self, FileError};
use hoplab_scenario::library;
use hoplab_scenario::link::{LinkError, LinkState, Selected, View};
use hoplab_scenario::query::{Asked, QueryError, ReadableLink};
use hoplab_units::Time;

use crate::act::Selection;
use crate::address::Address;
use crate::lab::Lab;
use crate::pace::Speed;
use hoplab_explain::connections::EndId;
use hoplab_words::{Lang, OpenError};

/// A run, ready to be played.
pub struct Opened {
    /// The run.
    pub player: Player,
    /// The moment to show.
    pub cursor: Time,
    /// How to show it.
    pub view: View,
}

/// Opens what an address asks for: its link, else its parameters, else the first scenario.
///
/// # Errors
/// By cause; never a silent default.
pub fn open(address: &Address) -> Result<Opened, OpenError> {
    open_asked(address.asked.clone().map_err(OpenError::Query)?)
}

/// Opens what makes sense of an address whose parameters do not all: with what was wrong. `None` if no scenario can be
/// meant by it, or nothing was wrong.
pub fn open_mended(address: &Address) -> Option<(Opened, Vec<QueryError>)> {
    let (link, wrong) = address.mended.as_ref()?;
    let unknown = |error: &QueryError| match error {
        QueryError::UnknownScenario(unknown) => unknown.closest.is_empty(),
        QueryError::BadValue { parameter, .. } => *parameter == "scenario",
        QueryError::UnknownParameter { .. } => false,
    };
    if wrong.iter().any(unknown) {
        return None;
    }
    let opened = open_asked(Asked::Readable(link.clone())).ok()?;
    Some((opened, wrong.clone()))
}

fn open_asked(asked: Asked) -> Result<Opened, OpenError> {
    let readable = match asked {
        Asked::Link(link) => {
            return open_state(LinkState::decode(&link).map_err(OpenError::Link)?);
        }
        Asked::Readable(readable) => readable,
        Asked::Nothing => ReadableLink::default(),
    };
    open_state(readable.to_state().map_err(OpenError::Query)?)
}

/// Opens a scenario of the library.
///
/// # Errors
/// If there is none of this name.
pub fn open_named(name: &str) -> Result<Opened, OpenError> {
    open_state(LinkState::new(
        library::find(name).map_err(OpenError::Unknown)?,
    ))
}

/// Opens a file's text: a scenario as people write it, a saved run, or a link in whatever text it stands.
///
/// # Errors
/// Names what is wrong with it.
pub fn open_text(text: &str) -> Result<Opened, OpenError> {
    let (_, state) = file::read(text).map_err(|error| match error {
        FileError::Scenario(error) => OpenError::Scenario(error),
        FileError::Link(error) => OpenError::Link(error),
        FileError::Query(error) => OpenError::Query(error),
        FileError::Neither => OpenError::NoScenario,
    })?;
    open_state(state)
}

/// As [`open_text`], for a file that a person gave.
///
/// # Errors
/// Names what is wrong with it.
pub fn open_file(text: &str) -> Result<Opened, OpenError> {
    open_text(text).map_err(|error| match error {
        OpenError::Link(LinkError::NotALink) => OpenError::NoScenario,
        error => error,
    })
}

fn open_state(state: LinkState) -> Result<Opened, OpenError> {
    let (cursor, view) = (state.cursor, state.view.clone());
    let player = Player::new(Recording::from(state)).map_err(OpenError::Scenario)?;
    Ok(Opened {
        player,
        cursor,
        view,
    })
}

/// What a link of the page as it is now holds.
pub fn state_of(lab: &Lab, selection: Selection, lang: Lang) -> LinkState {
    let Recording {
        scenario,
        transport,
        seed,
        commands,
    } = lab.recording().clone();
    let selected = match selection {
        Selection::Nothing => None,
        Selection::Node(node) => Some(Selected::Node(node)),
        Selection::Link(link) => Some(Selected::Link(link)),
        Selection::Packet(packet) => Some(Selected::Packet(packet)),
        Selection::Event(event) => Some(Selected::Event(event)),
        Selection::Connection(EndId { node, socket }) => Some(Selected::Connection(node, socket)),
        Selection::Socket(node, socket) => Some(Selected::Socket(node, socket)),
    };
    let view = View {
        speed: Some(1_000_000 / lab.speed().slower()),
        selected,
        lang: LanguageTag::new(lang.tag()),
    };
    LinkState {
        scenario,
        transport,
        seed,
        commands,
        // Whoever follows the link wants to see what was to be seen here.
        cursor: lab.wanted(),
        view,
    }
}

/// The selection a view asks for.
pub fn selection_of(view: &View) -> Selection {
    match view.selected {
        None => Selection::Nothing,
        Some(Selected::Node(node)) => Selection::Node(node),
        Some(Selected::Link(link)) => Selection::Link(link),
        Some(Selected::Packet(packet)) => Selection::Packet(packet),
        Some(Selected::Event(event)) => Selection::Event(event),
        Some(Selected::Connection(node, socket)) => Selection::Connection(EndId { node, socket }),
        Some(Selected::Socket(node, socket)) => Selection::Socket(node, socket),
    }
}

/// The speed a view asks for.
pub fn speed_of(view: &View) -> Option<Speed> {
    view.speed
        .filter(|speed| *speed > 0)
        .map(|speed| Speed::one_in(1_000_000 / speed))
}

/// The language a view asks for, if the page speaks it.
pub fn lang_of(view: &View) -> Option<Lang> {
    Lang::of_tag(view.lang.as_ref()?.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(search: &str, fragment: &str) -> Result<Opened, OpenError> {
        open(&Address::new(search, fragment))
    }

    #[test]
    fn a_plain_address_opens_the_first_scenario() {
        let opened = asked("", "").expect("it opens");
        assert_eq!(opened.player.recording().scenario.name, "first-message");
    }

    #[test]
    fn parameters_choose_scenario_transport_seed_and_moment() {
        let asked = asked("?scenario=broken-line&transport=udp&seed=7&t=0.31", "");
        let opened = asked.expect("it opens");
        let recording = opened.player.recording();
        assert_eq!(recording.scenario.name, "broken-line");
        assert_eq!(
            (recording.transport, recording.seed),
            (hoplab_sim::Transport::Udp, 7)
        );
        assert_eq!(opened.cursor, Time::from_millis(310));
    }

    #[test]
    fn the_scenario_that_a_misspelt_address_means_is_opened_and_what_was_wrong_is_kept() {
        let mended = |search: &str| {
            let (opened, wrong) = open_mended(&Address::new(search, ""))?;
            Some((opened.player.recording().scenario.name.clone(), wrong.len()))
        };
        for (search, name) in [
            ("?scenario=brokn-line", "broken-line"),
            ("?scenaro=chat", "chat"),
            ("?scenario=chat&transport=upd", "chat"),
            ("?scenario=chat&lang=f", "chat"),
            ("?seed=x", "first-message"),
        ] {
            assert_eq!(mended(search), Some((name.to_owned(), 1)), "{search}");
        }
        for search in ["?scenario=", "?scenario=zzzzzzzzz", "?scenario=chat"] {
            assert_eq!(mended(search), None, "{search}");
        }
    }

    #[test]
    fn what_cannot_be_opened_is_told_by_cause() {
        let error = |search: &str, fragment: &str| asked(search, fragment).err();
        for search in [
            "?scenario=brokn-line",
            "?seed=x",
            "?scenaro=chat",
            "?scenario=",
        ] {
            let error = error(search, "");
            assert!(matches!(error, Some(OpenError::Query(_))), "{search}");
        }
        for fragment in ["#s=1d.AAAA", "#s%3D1d.AAAA", "#S=", "#1d.AAAA…"] {
            let cut = Some(OpenError::Link(LinkError::CutOff));
            assert_eq!(error("", fragment), cut, "{fragment}");
        }
        assert!(matches!(
            error("", "#s=3d.AAAA.012345"),
            Some(OpenError::Link(LinkError::NewerVersion { found: 3 }))
        ));
        assert!(matches!(
            open_text("{\"nodes\": 3}").err(),
            Some(OpenError::Scenario(_))
        ));
        assert_eq!(open_text("{}").err(), Some(OpenError::NoScenario));
        assert!(matches!(
            open_text("hello").err(),
            Some(OpenError::Link(LinkError::NotALink))
        ));
        for text in ["hello", "", "[1, 2]", "\u{0}\u{1}PNG"] {
            assert_eq!(open_file(text).err(), Some(OpenError::NoScenario), "{text}");
        }
    }

    #[test]
    fn a_file_is_a_scenario_or_a_run_by_what_it_holds_and_not_by_what_it_says() {
        let scenario = r#"{"name": "scenario", "nodes": [{"id": "scenario", "role": "host", "address": "192.0.2.1"}]}"#;
        let opened = open_text(scenario).expect("it is a scenario");
        assert_eq!(opened.player.recording().scenario.name, "scenario");
        let run = r#"{"scenario": "broken-line", "cursor": "310ms"}"#;
        let opened = open_text(run).expect("it is a saved run");
        assert_eq!(opened.cursor, Time::from_millis(310));
    }

    #[test]
    fn the_link_of_the_page_opens_to_the_same_run_and_moment() {
        let opened = open_named("broken-line").expect("it opens");
        let scenario = opened.player.recording().scenario.clone();
        let mut lab = Lab::new(std::rc::Rc::new(scenario), opened.player, || 0.0);
        lab.seek(Time::from_millis(100));
        let cut = hoplab_sim::Command::SetLink {
            link: hoplab_sim::LinkId(0),
            direction: None,
            change: hoplab_sim::LinkChange::Cut,
        };
        lab.issue(cut).expect("the link can be cut");
        lab.seek(Time::from_millis(200));
        let link = state_of(&lab, Selection::Nothing, Lang::Ko)
            .encode()
            .expect("it is short");
        let again = asked("", &format!("#s={link}")).expect("it opens");
        let mut player = again.player;
        player.seek(again.cursor);
        assert_eq!(player.world().trace().hash(), lab.world().trace().hash());
        assert_eq!(lang_of(&again.view), Some(Lang::Ko));
        let file = state_of(&lab, Selection::Nothing, Lang::Ko).to_file();
        for text in [
            file.expect("it is short"),
            format!("보세요: https://hoplab.example/#s={link}에서\n"),
            format!("<https://hoplab.example/?s={link}>"),
        ] {
            let again = open_text(&text).map(|opened| opened.player.recording().clone());
            assert_eq!(again.as_ref(), Ok(player.recording()), "{text}");
        }
    }
}
