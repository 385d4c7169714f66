//! [`Address`]: what the page's address asks for.

use hoplab_scenario::parameters::{Remark, remarks, value_of};
use hoplab_scenario::query::{Asked, QueryError, ReadableLink, pairs, tidy};

use crate::act::{Tab, Theme};
use hoplab_words::Lang;

/// How much of the page an embedding shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ui {
    /// Story, controls, map, receiver and log.
    Full,
    /// Map, play, send and receiver.
    #[default]
    Min,
    /// The map alone.
    None,
}

/// How the page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// Under a large play button.
    Poster,
    /// Standing still, at its first moment or the one asked for.
    Paused,
    /// It plays, an embedding as soon as it is seen, from the moment asked for.
    Play,
}

/// How the page is embedded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EmbedOptions {
    /// How much it shows.
    pub ui: Ui,
}

/// What can be opened of an address that asks for something that cannot be, and what was wrong.
pub type Mended = (ReadableLink, Vec<QueryError>);

/// What an address asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Address {
    /// Which run, or the parameter that makes no sense.
    pub asked: Result<Asked, QueryError>,
    /// Where that makes no sense: what does of it.
    pub mended: Option<Mended>,
    /// What else in it does not do what was meant.
    pub remarks: Vec<Remark>,
    /// How it begins (`start`); none: it plays, unless a moment was asked for.
    pub start: Option<Start>,
    /// What asks for it, as it was given: shown if it cannot be opened.
    pub given: String,
    /// How the page is embedded, if it is (`embed=1`).
    pub embed: Option<EmbedOptions>,
    /// The language asked for (`lang`), if the page speaks it.
    pub lang: Option<Lang>,
    /// Light or dark (`theme`).
    pub theme: Option<Theme>,
    /// Which of the views that share a place is to be shown (`tab`). It stands beside a link and not in it,
    /// so that links are as they always were.
    pub tab: Option<Tab>,
}

impl Default for Address {
    /// A plain address.
    fn default() -> Address {
        Address::new("", "")
    }
}

impl Address {
    /// Reads the query (`?` and what is behind it) and the fragment (`#` and what is behind it) as they are in the
    /// address. A parameter of the page's own with a value that makes no sense is as if it were not there.
    pub fn new(search: &str, fragment: &str) -> Address {
        let parameters = pairs(search);
        let value = |name: &str| {
            let found = parameters.iter().rev().find(|(key, _)| key == name);
            found.map(|(_, value)| tidy(value))
        };
        let one_of = |name: &str| value_of(&parameters, name);
        let ui = match one_of("ui") {
            Some("full") => Ui::Full,
            Some("none") => Ui::None,
            _ => Ui::Min,
        };
        let start = match one_of("start") {
            Some("poster") => Some(Start::Poster),
            Some("paused") => Some(Start::Paused),
            Some("play") => Some(Start::Play),
            _ => None,
        };
        let embed = (one_of("embed") == Some("1")).then_some(EmbedOptions { ui });
        let theme = match one_of("theme") {
            Some("light") => Some(Theme::Light),
            Some("dark") => Some(Theme::Dark),
            Some("auto") => Some(Theme::Auto),
            _ => None,
        };
        let asked_for = value("lang").unwrap_or_default();
        let lang = Lang::of_tag(asked_for);
        let tab = one_of("tab").and_then(Tab::of_id);
        let asked = Asked::of_address(search, fragment);
        let given = match &asked {
            Ok(Asked::Link(link)) => link.strip_prefix("#s=").unwrap_or(link).to_owned(),
            Ok(_) => String::new(),
            Err(_) => format!("{search}{fragment}"),
        };
        let mended = asked.is_err().then(|| mended(search, fragment));
        // What cannot be a language is refused by what reads runs.
        let not_spoken = lang.is_none() && !asked_for.is_empty() && asked.is_ok();
        let mut remarks = remarks(search);
        remarks.extend(not_spoken.then(|| Remark::UnknownValue {
            name: "lang",
            value: asked_for.chars().take(40).collect(),
            values: Lang::TAGS,
            meant: None,
        }));
        Address {
            asked,
            mended,
            remarks,
            start,
            given,
            embed,
            lang,
            theme,
            tab,
        }
    }

    /// Whether time runs as soon as the page is there; where `at_moment` is, it shows a moment that was asked for.
    pub fn plays(&self, at_moment: bool) -> bool {
        self.start.unwrap_or(match at_moment {
            true => Start::Paused,
            false => Start::Play,
        }) == Start::Play
    }

    /// The address of this window.
    pub fn of_window() -> Address {
        let location = web_sys::window().map(|window| window.location());
        let part = |get: fn(&web_sys::Location) -> Result<String, wasm_bindgen::JsValue>| {
            location
                .as_ref()
                .and_then(|location| get(location).ok())
                .unwrap_or_default()
        };
        Address::new(
            &part(web_sys::Location::search),
            &part(web_sys::Location::hash),
        )
    }
}

/// What makes sense of an address whose run cannot be read: of its fragment if that asks for one, else of its query.
fn mended(search: &str, fragment: &str) -> Mended {
    let behind_hash = match fragment.contains('=') {
        true => ReadableLink::of_query_mended(fragment),
        false => Mended::default(),
    };
    match behind_hash.1.is_empty() && !behind_hash.0.asks_for_a_run() {
        true => ReadableLink::of_query_mended(search),
        false => behind_hash,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hoplab_scenario::parameters::PARAMETERS;

    #[test]
    fn a_plain_address_asks_for_nothing() {
        for (search, fragment) in [("", ""), ("?", "#"), ("?utm_source=x", "#top")] {
            let (asked, plain) = (Address::new(search, fragment), Address::default());
            assert_eq!(asked, plain, "{search}{fragment}");
        }
    }

    #[test]
    fn a_link_is_what_stands_behind_s_however_that_is_written() {
        let link = |text: &str| Ok(Asked::Link(text.to_owned()));
        for fragment in ["#s=1d.abc.012345", "#s%3D1d.abc.012345", "#S=", "#1d.abc"] {
            assert_eq!(Address::new("", fragment).asked, link(fragment));
        }
        assert_eq!(Address::new("", "#s=1d.abc.012345").given, "1d.abc.012345");
        assert_eq!(Address::new("?s=1d.abc", "").asked, link("?s=1d.abc"));
        assert_eq!(Address::new("", "#top").asked, Ok(Asked::Nothing));
    }

    #[test]
    fn what_makes_no_sense_is_kept_to_be_shown() {
        let address = Address::new("?scenaro=chat", "#top");
        assert!(address.asked.is_err());
        assert_eq!(address.given, "?scenaro=chat#top");
    }

    #[test]
    fn a_language_that_the_page_does_not_speak_is_told_and_passed_over() {
        for search in ["?scenario=chat&lang=fr", "?lang=fr-CA", "?lang=kok"] {
            let address = Address::new(search, "");
            assert!(address.asked.is_ok(), "{search}");
            assert_eq!((address.lang, address.remarks.len()), (None, 1), "{search}");
        }
        for search in ["?lang=ko-KR", "?lang=ko_KR", "?lang=KO에서"] {
            let address = Address::new(search, "");
            let told = (address.lang, address.remarks.len());
            assert_eq!(told, (Some(Lang::Ko), 0), "{search}");
        }
    }

    #[test]
    fn a_tab_is_asked_for_beside_a_link() {
        let asked = Address::new("?tab=stack", "#s=1d.abc.012345");
        assert_eq!(asked.tab, Some(Tab::Stack));
        assert!(matches!(asked.asked, Ok(Asked::Link(_))));
        assert_eq!(Address::new("?tab=nonsense", "").tab, None);
    }

    #[test]
    fn an_embedding_is_small_and_plays_unless_told_otherwise() {
        let small = EmbedOptions { ui: Ui::Min };
        for search in ["?embed=1", "?Embed=1.", "?lang=en&amp;embed=1\"></iframe>"] {
            let asked = Address::new(search, "");
            assert_eq!(asked.embed, Some(small), "{search}");
            assert!(asked.plays(false), "{search}");
        }
        let asked = Address::new("?embed=1&ui=full&start=paused&theme=dark", "");
        assert_eq!(asked.embed, Some(EmbedOptions { ui: Ui::Full }));
        assert_eq!(asked.start, Some(Start::Paused));
        assert_eq!(asked.theme, Some(Theme::Dark));
        assert_eq!(Address::new("?embed=0&lang=fr", "").embed, None);
    }

    #[test]
    fn a_page_at_a_moment_stands_still_unless_it_is_to_play() {
        for (search, first, at_moment) in [
            ("", true, false),
            ("?start=play", true, true),
            ("?start=Paused", false, false),
            ("?start=poster", false, false),
            ("?start=nonsense", true, false),
        ] {
            let asked = Address::new(search, "");
            assert_eq!(asked.plays(false), first, "{search}");
            assert_eq!(asked.plays(true), at_moment, "{search}");
        }
    }

    /// The rows of README's table of parameters: name, and the values it lists.
    fn in_readme() -> Vec<(String, Vec<String>)> {
        let readme = include_str!("../../README.md");
        let table = readme.split("| parameter |").nth(1).expect("the table");
        let rows = table
            .lines()
            .skip(2)
            .take_while(|line| line.starts_with('|'));
        let quoted = |cell: &str| -> Vec<String> {
            let parts = cell.split('`').skip(1).step_by(2);
            parts.map(str::to_owned).collect()
        };
        rows.map(|row| {
            let mut cells = row.trim_matches('|').split(" | ");
            let name = quoted(cells.next().unwrap_or_default()).remove(0);
            (name, quoted(cells.next().unwrap_or_default()))
        })
        .collect()
    }

    #[test]
    fn readme_lists_every_parameter_with_its_values() {
        let listed = in_readme();
        let names: Vec<&str> = listed.iter().map(|(name, _)| name.as_str()).collect();
        let known: Vec<&str> = PARAMETERS.iter().map(|parameter| parameter.name).collect();
        assert_eq!(names, known);
        for ((name, values), parameter) in listed.iter().zip(&PARAMETERS) {
            assert!(!values.is_empty(), "{name} has at least an example");
            if !parameter.values.is_empty() {
                assert_eq!(values, parameter.values, "{name}");
            }
        }
    }

    #[test]
    fn every_value_that_readme_lists_takes_effect_and_none_is_remarked_on() {
        for (name, values) in in_readme() {
            let parameter = PARAMETERS.iter().find(|parameter| parameter.name == name);
            let embedded = parameter.is_some_and(|parameter| parameter.embedded);
            let before = if embedded { "?embed=1&" } else { "?" };
            let mut seen = Vec::new();
            for value in values {
                let asked = Address::new(&format!("{before}{name}={value}"), "");
                assert_eq!(asked.remarks, [], "{name}={value}");
                assert!(asked.asked.is_ok(), "{name}={value}");
                assert!(
                    !seen.contains(&asked),
                    "{name}={value} differs from the others"
                );
                seen.push(asked);
            }
            let nonsense = Address::new(&format!("{before}{name}=\u{0}nonsense"), "");
            let told = nonsense.asked.is_err() || !nonsense.remarks.is_empty();
            assert!(told || name == "s", "{name}: nonsense is told");
        }
    }

    #[test]
    fn what_makes_sense_of_an_address_is_kept_beside_what_does_not() {
        let asked = Address::new("?scenario=brokn-line&seed=7&ui=min", "");
        let (link, wrong) = asked.mended.expect("something is wrong");
        assert_eq!(link.scenario.as_deref(), Some("broken-line"));
        assert_eq!((link.seed, wrong.len()), (Some(7), 1));
        assert_eq!(asked.remarks.len(), 1);
        let asked = Address::new("?lang=en", "#scenario=brokn-line");
        let (link, _) = asked.mended.expect("something is wrong");
        assert_eq!(link.scenario.as_deref(), Some("broken-line"));
    }
}
