//! [`Address`]: what the page's address asks for.

use hoplab_scenario::query::{Asked, QueryError, pairs, tidy};

use crate::act::{Tab, Theme};
use crate::words::Lang;

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

/// How an embedding begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// Under a large play button.
    Poster,
    /// At its first moment, standing still.
    Paused,
    /// It plays as soon as it is seen.
    #[default]
    Play,
}

/// How the page is embedded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EmbedOptions {
    /// How much it shows.
    pub ui: Ui,
    /// How it begins.
    pub start: Start,
}

/// What an address asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Address {
    /// Which run, or the parameter that makes no sense.
    pub asked: Result<Asked, QueryError>,
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
        let ui = match value("ui") {
            Some("full") => Ui::Full,
            Some("none") => Ui::None,
            _ => Ui::Min,
        };
        let start = match value("start") {
            Some("poster") => Start::Poster,
            Some("paused") => Start::Paused,
            _ => Start::Play,
        };
        let embed = (value("embed") == Some("1")).then_some(EmbedOptions { ui, start });
        let theme = match value("theme") {
            Some("light") => Some(Theme::Light),
            Some("dark") => Some(Theme::Dark),
            Some("auto") => Some(Theme::Auto),
            _ => None,
        };
        let lang = value("lang").and_then(Lang::of_tag);
        let tab = value("tab").and_then(Tab::of_id);
        let asked = Asked::of_address(search, fragment);
        let given = match &asked {
            Ok(Asked::Link(link)) => link.strip_prefix("#s=").unwrap_or(link).to_owned(),
            Ok(_) => String::new(),
            Err(_) => format!("{search}{fragment}"),
        };
        Address {
            asked,
            given,
            embed,
            lang,
            theme,
            tab,
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_address_asks_for_nothing() {
        for (search, fragment) in [("", ""), ("?", "#"), ("?utm_source=x", "#top")] {
            assert_eq!(Address::new(search, fragment), Address::default());
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
    fn a_tab_is_asked_for_beside_a_link() {
        let asked = Address::new("?tab=stack", "#s=1d.abc.012345");
        assert_eq!(asked.tab, Some(Tab::Stack));
        assert!(matches!(asked.asked, Ok(Asked::Link(_))));
        assert_eq!(Address::new("?tab=nonsense", "").tab, None);
    }

    #[test]
    fn an_embedding_is_small_and_plays_unless_told_otherwise() {
        let small = EmbedOptions {
            ui: Ui::Min,
            start: Start::Play,
        };
        for search in ["?embed=1", "?Embed=1.", "?lang=en&amp;embed=1\"></iframe>"] {
            assert_eq!(Address::new(search, "").embed, Some(small), "{search}");
        }
        let asked = Address::new("?embed=1&ui=full&start=paused&theme=dark", "");
        assert_eq!(
            asked.embed,
            Some(EmbedOptions {
                ui: Ui::Full,
                start: Start::Paused
            })
        );
        assert_eq!(asked.theme, Some(Theme::Dark));
        assert_eq!(Address::new("?embed=0&lang=fr", "").embed, None);
    }
}
