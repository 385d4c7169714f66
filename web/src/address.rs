//! [`Address`]: what the page's address asks for.

use wasm_bindgen::JsCast;

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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Address {
    /// The link behind `#s=`, if there is one.
    pub link: Option<String>,
    /// The parameters behind `?`, decoded.
    pub parameters: Vec<(String, String)>,
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

impl Address {
    /// Reads decoded parameters and the text behind `#`. A parameter of the page's own that makes no
    /// sense is as if it were not there.
    pub fn new(parameters: Vec<(String, String)>, fragment: &str) -> Address {
        let value = |name: &str| {
            let found = parameters.iter().rev().find(|(key, _)| key == name);
            found.map(|(_, value)| value.as_str())
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
        let fragment = fragment.trim_start_matches('#');
        let link = fragment.strip_prefix("s=").map(str::to_owned);
        Address {
            link,
            embed,
            lang,
            theme,
            tab,
            parameters,
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
        let (search, hash) = (
            part(web_sys::Location::search),
            part(web_sys::Location::hash),
        );
        Address::new(decoded(&search), &hash)
    }
}

/// The parameters of a query as the browser decodes them.
fn decoded(search: &str) -> Vec<(String, String)> {
    let Ok(parameters) = web_sys::UrlSearchParams::new_with_str(search) else {
        return Vec::new();
    };
    let pair = |entry: js_sys::Array| Some((entry.get(0).as_string()?, entry.get(1).as_string()?));
    let entries = js_sys::Array::from(&parameters);
    entries
        .iter()
        .filter_map(|entry| entry.dyn_into::<js_sys::Array>().ok())
        .filter_map(pair)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(parameters: &[(&str, &str)], fragment: &str) -> Address {
        let owned = |(name, value): &(&str, &str)| (name.to_string(), value.to_string());
        Address::new(parameters.iter().map(owned).collect(), fragment)
    }

    #[test]
    fn a_plain_address_asks_for_nothing() {
        assert_eq!(address(&[], ""), Address::default());
    }

    #[test]
    fn a_link_is_what_stands_behind_s() {
        assert_eq!(
            address(&[], "#s=1d.abc.012345").link.as_deref(),
            Some("1d.abc.012345")
        );
        assert_eq!(address(&[], "#top").link, None);
    }

    #[test]
    fn a_tab_is_asked_for_beside_a_link() {
        let asked = address(&[("tab", "stack")], "#s=1d.abc.012345");
        assert_eq!(asked.tab, Some(Tab::Stack));
        assert!(asked.link.is_some());
        assert_eq!(address(&[("tab", "nonsense")], "").tab, None);
    }

    #[test]
    fn an_embedding_is_small_and_plays_unless_told_otherwise() {
        let small = EmbedOptions {
            ui: Ui::Min,
            start: Start::Play,
        };
        assert_eq!(address(&[("embed", "1")], "").embed, Some(small));
        let asked = [
            ("embed", "1"),
            ("ui", "full"),
            ("start", "paused"),
            ("theme", "dark"),
        ];
        let asked = address(&asked, "");
        assert_eq!(
            asked.embed,
            Some(EmbedOptions {
                ui: Ui::Full,
                start: Start::Paused
            })
        );
        assert_eq!(asked.theme, Some(Theme::Dark));
        assert_eq!(address(&[("embed", "0"), ("lang", "fr")], "").embed, None);
    }
}
