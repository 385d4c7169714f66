//! The scenarios that come with Hoplab. Each is a JSON file in `library/`, an example for whoever
//! writes one; their words are in `words`, where a missing translation does not compile.
//!
//! Those that a first visit may open are in `src/library/compact/` a second time, as `compact` says.

mod compact;
mod dns_words;
mod program_words;
mod talk_words;
mod tcp_words;
mod words;

use core::fmt;

use crate::closest::closest;
use crate::model::Scenario;
use crate::texts::{Words, nearest};
use dns_words::*;
use program_words::*;
use talk_words::*;
use tcp_words::*;
use words::*;

/// One scenario of the library.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Its name, as in `?scenario=broken-line`.
    pub name: &'static str,
    /// What a person calls it.
    pub title: Text,
    /// A function and not the thing itself: the page lists all titles at once, and loads the rest of a
    /// scenario's words and its file with what comes after the page.
    rest: fn() -> Rest,
    /// The file as it was written, without words.
    json: fn() -> &'static str,
}

/// What of a scenario is needed once it is opened.
struct Rest {
    text: Text,
    hint: Text,
    /// What the file says in few bytes, if a first visit may open it.
    compact: Option<&'static [u8]>,
}

/// A text of the library in the languages it is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// English.
    pub en: &'static str,
    /// Korean.
    pub ko: &'static str,
}

impl Text {
    /// The same as a scenario carries it.
    pub fn to_words(self) -> Words {
        Words::tagged([("en", self.en), ("ko", self.ko)])
    }

    /// What is shown to somebody who reads in the language of this tag, as of a scenario's own text.
    pub fn in_language(self, tag: &str) -> &'static str {
        match nearest(["en", "ko"].into_iter(), tag) {
            Some(1) => self.ko,
            _ => self.en,
        }
    }
}

impl Entry {
    /// The scenario, with its words.
    pub fn scenario(&self) -> Scenario {
        let Rest {
            text,
            hint,
            compact,
        } = (self.rest)();
        let scenario = match compact {
            Some(content) => compact::read(content),
            None => Scenario::from_json(self.json()).ok(),
        };
        let mut scenario = scenario
            // A test reads every file of the library, so this cannot come up.
            .unwrap_or_else(|| Scenario::new(self.name, Vec::new(), Vec::new()));
        scenario.title = Some(self.title.to_words());
        scenario.text = Some(text.to_words());
        scenario.hint = Some(hint.to_words());
        scenario
    }

    /// The file as it was written, without words.
    pub fn json(&self) -> &'static str {
        (self.json)()
    }

    /// One paragraph on what there is to see.
    pub fn text(&self) -> Text {
        (self.rest)().text
    }

    /// The first thing to try.
    pub fn hint(&self) -> Text {
        (self.rest)().hint
    }
}

macro_rules! library {
    (@compact $name:literal compact) => {
        Some(include_bytes!(concat!("library/compact/", $name)))
    };
    (@compact $name:literal) => {
        None
    };
    ($($name:literal => $words:ident $($compact:ident)?),* $(,)?) => {
        &[$(Entry {
            name: $name,
            title: $words.title,
            rest: || Rest {
                text: $words.text,
                hint: $words.hint,
                compact: library!(@compact $name $($compact)?),
            },
            json: || include_str!(concat!("../library/", $name, ".json")),
        }),*]
    };
}

static ALL: &[Entry] = library! {
    "first-message" => FIRST_MESSAGE compact,
    "broken-line" => BROKEN_LINE compact,
    "uneven-routes" => UNEVEN_ROUTES compact,
    "server-off" => SERVER_OFF,
    "same-address" => SAME_ADDRESS,
    "which-program" => WHICH_PROGRAM,
    "nobody-home" => NOBODY_HOME,
    "lost-ack" => LOST_ACK,
    "slow-receiver" => SLOW_RECEIVER,
    "half-close" => HALF_CLOSE,
    "reset" => RESET,
    "reno-vs-cubic" => RENO_VS_CUBIC,
    "three-programs" => THREE_PROGRAMS,
    "closed-port" => CLOSED_PORT,
    "quote" => QUOTE,
    "ephemeral-ports" => EPHEMERAL_PORTS,
    "ftp-two-connections" => FTP_TWO_CONNECTIONS,
    "chat" => CHAT,
    "icmp-off" => ICMP_OFF,
    "live-video" => LIVE_VIDEO,
    "first-lookup" => FIRST_LOOKUP,
    "cached" => CACHED,
    "stale-record" => STALE_RECORD,
    "no-such-name" => NO_SUCH_NAME,
    "resolver-down" => RESOLVER_DOWN,
};

/// All scenarios, in the order in which to look at them.
pub fn all() -> &'static [Entry] {
    ALL
}

/// The entry of this name.
pub fn entry(name: &str) -> Option<&'static Entry> {
    ALL.iter().find(|entry| entry.name == name)
}

/// The scenario of this name, with its words.
///
/// # Errors
/// If there is none, says which names are close.
pub fn find(name: &str) -> Result<Scenario, UnknownScenario> {
    entry(name)
        .map(Entry::scenario)
        .ok_or_else(|| UnknownScenario::new(name))
}

/// There is no scenario of this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownScenario {
    /// The name (at most 40 characters of it).
    pub name: String,
    /// Names of scenarios that are close to it, the closest first.
    pub closest: Vec<&'static str>,
}

impl UnknownScenario {
    /// There is none of this name.
    pub(crate) fn new(name: &str) -> UnknownScenario {
        UnknownScenario {
            name: name.chars().take(40).collect(),
            closest: closest(name, ALL.iter().map(|entry| entry.name)),
        }
    }
}

impl fmt::Display for UnknownScenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no scenario \"{}\"; ", self.name)?;
        match self.closest.first() {
            Some(name) => write!(f, "did you mean \"{name}\"?"),
            None => {
                let all: Vec<&str> = ALL.iter().map(|entry| entry.name).collect();
                write!(f, "there are: {}", all.join(", "))
            }
        }
    }
}

impl core::error::Error for UnknownScenario {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scenario_of_the_library_is_valid_and_bears_its_name() {
        for entry in all() {
            let scenario =
                Scenario::from_json(entry.json()).unwrap_or_else(|e| panic!("{}: {e}", entry.name));
            assert_eq!(scenario.name, entry.name);
            scenario
                .check()
                .unwrap_or_else(|e| panic!("{}: {e}", entry.name));
            assert!(
                !scenario.script.is_empty(),
                "{}: something moves from the start",
                entry.name
            );
            assert!(
                !scenario.offers.is_empty() || !scenario.launches.is_empty(),
                "{}: there is something to send or to start",
                entry.name
            );
            assert_eq!(
                scenario.title, None,
                "{}: words are in words.rs",
                entry.name
            );
        }
    }

    /// What belongs into a file of `src/library/compact/`.
    fn compact(entry: &Entry) -> Vec<u8> {
        compact::write(&Scenario::from_json(entry.json()).expect("a test reads every file"))
    }

    #[test]
    fn a_compact_form_says_what_its_file_says() {
        for entry in all() {
            let Some(content) = (entry.rest)().compact else {
                continue;
            };
            let read = compact::read(content);
            assert_eq!(
                read.as_ref(),
                Scenario::from_json(entry.json()).as_ref().ok(),
                "{}: `cargo test -p hoplab-scenario -- --ignored compact_forms_are_written_anew`",
                entry.name
            );
            assert_eq!(content, compact(entry), "{}", entry.name);
        }
    }

    #[test]
    #[ignore = "it writes src/library/compact/ after a file of the library was changed"]
    fn compact_forms_are_written_anew() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/library/compact");
        for entry in all()
            .iter()
            .filter(|entry| (entry.rest)().compact.is_some())
        {
            std::fs::write(format!("{folder}/{}", entry.name), compact(entry)).unwrap();
        }
    }

    #[test]
    fn every_node_of_the_library_has_a_place_of_its_own() {
        for entry in all() {
            let places = entry.scenario().positions();
            for (i, a) in places.iter().enumerate() {
                for b in &places[i + 1..] {
                    let apart = a.0.abs_diff(b.0).max(a.1.abs_diff(b.1));
                    assert!(apart >= 90, "{}: {a:?} and {b:?} are too near", entry.name);
                }
            }
        }
    }

    #[test]
    fn a_misspelt_name_is_told_the_right_one() {
        assert_eq!(find("broken-lime").unwrap_err().closest, ["broken-line"]);
        assert!(
            find("tcp")
                .unwrap_err()
                .to_string()
                .contains("first-message")
        );
    }
}
