//! The readable form of a link, which a person can type:
//! `?scenario=broken-line&transport=udp&loss=5&seed=7&lang=ko&t=0.31`. And [`Asked`]: which form of link an
//! address or a text holds.
//!
//! Nothing proves a readable link as the CRC proves the other form. So only what its journey may have put around a value
//! or changed in its case is taken away; a value or a name that is spelt otherwise is refused, with the nearest one.

use hoplab_sim::Transport;
use hoplab_units::{Share, Time};

use crate::closest;
use crate::library::{self, UnknownScenario};
use crate::link::clean::clean;
use crate::link::{LinkState, View, looks_like_a_link};
use crate::parameters::PARAMETERS;
use crate::texts::LanguageTag;

/// What an address or a text asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// No run.
    Nothing,
    /// What this link holds, which [`LinkState::decode`] reads or refuses.
    Link(String),
    /// What these parameters say.
    Readable(ReadableLink),
}

impl Asked {
    /// What an address asks for by its query (behind `?`) and its fragment (behind `#`), as they are in it. What looks
    /// like a link in either comes first.
    ///
    /// # Errors
    /// Names the parameter that makes no sense and what it may be.
    pub fn of_address(query: &str, fragment: &str) -> Result<Asked, QueryError> {
        if looks_like_a_link(fragment) {
            return Ok(Asked::Link(fragment.to_owned()));
        }
        let parameters = pairs(query);
        let is_link = |(name, value): &(String, String)| {
            name == "s" || (value.is_empty() && looks_like_a_link(name))
        };
        if parameters.iter().any(is_link) {
            return Ok(Asked::Link(query.to_owned()));
        }
        // Else a fragment is a place on the page, unless it is written like a query or names a scenario.
        let named = |(name, _): &(String, String)| library::entry(tidy(name)).is_some();
        let behind_hash = match fragment.contains(['=', '%']) || pairs(fragment).iter().any(named) {
            true => ReadableLink::of_query(fragment)?,
            false => ReadableLink::default(),
        };
        let readable = match behind_hash.asks_for_a_run() {
            true => behind_hash,
            false => ReadableLink::of_query(query)?,
        };
        Ok(match readable.asks_for_a_run() {
            true => Asked::Readable(readable),
            false => Asked::Nothing,
        })
    }

    /// What a text asks for: a link in either form, a whole address, or a text with one of them in it.
    ///
    /// # Errors
    /// As [`Asked::of_address`].
    pub fn of_text(text: &str) -> Result<Asked, QueryError> {
        if looks_like_a_link(text) {
            return Ok(Asked::Link(text.to_owned()));
        }
        let text = clean(text);
        let lower = text.to_ascii_lowercase();
        let parameters = ["?", "&", ""].into_iter().find_map(|before| {
            let at = lower.find(&format!("{before}scenario="))?;
            (!before.is_empty() || at == 0).then(|| &text[at + before.len()..])
        });
        let is_address = |text: &&str| lower.starts_with("http") || text.starts_with('?');
        let query = || Some(text.split_once('?')?.1).filter(|_| is_address(&text.as_str()));
        let Some(parameters) = parameters.or_else(query) else {
            return Ok(Asked::Nothing);
        };
        let (query, fragment) = parameters.split_once('#').unwrap_or((parameters, ""));
        Asked::of_address(query, fragment)
    }
}

/// What the readable form says; what it leaves out is as the scenario has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadableLink {
    /// A name from the library (`scenario`).
    pub scenario: Option<String>,
    /// What messages go over (`transport`).
    pub transport: Option<Transport>,
    /// Where all randomness comes from (`seed`).
    pub seed: Option<u64>,
    /// The loss of every link (`loss`), in percent.
    pub loss: Option<Share>,
    /// The moment to show (`t`), in seconds or with a unit.
    pub cursor: Option<Time>,
    /// The language of the page (`lang`).
    pub lang: Option<LanguageTag>,
}

/// A parameter that makes no sense.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// There is no such scenario.
    #[error("scenario: {0}")]
    UnknownScenario(UnknownScenario),
    /// A value that cannot be.
    #[error("{parameter}: \"{value}\" is not {expected}")]
    BadValue {
        /// Which parameter.
        parameter: &'static str,
        /// Its value (at most 40 characters of it).
        value: String,
        /// What it may be.
        expected: Wanted,
    },
    /// A name that is nearly one of ours.
    #[error("there is no parameter \"{name}\"; did you mean \"{meant}\"?")]
    UnknownParameter {
        /// The name (at most 40 characters of it).
        name: String,
        /// The one that is nearest.
        meant: &'static str,
    },
}

/// What a parameter may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each variant's text says what it is")]
pub enum Wanted {
    #[error("the name of a scenario, such as broken-line")]
    Scenario,
    #[error("ip, udp or tcp")]
    Transport,
    #[error("a whole number from 0 to 18446744073709551615")]
    Seed,
    #[error("a percentage from 0 to 100, such as 5")]
    Percentage,
    #[error("a time in seconds such as 0.31")]
    Time,
    #[error("the tag of a language such as en or ko")]
    Language,
}

impl ReadableLink {
    /// The scenario of a page that is opened without a name of one.
    pub const DEFAULT_SCENARIO: &'static str = "first-message";

    /// Reads a query, or a fragment that is written like one.
    ///
    /// # Errors
    /// As [`ReadableLink::parse`].
    pub fn of_query(query: &str) -> Result<ReadableLink, QueryError> {
        let parameters = pairs(query);
        ReadableLink::parse(
            parameters
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str())),
        )
    }

    /// Reads parameters that are decoded already. Others than the above are passed over: the page
    /// has its own, and whoever shares links adds theirs; but not one that is spelt nearly as one of ours.
    ///
    /// # Errors
    /// Names the parameter and what it may be.
    pub fn parse<'a>(
        parameters: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<ReadableLink, QueryError> {
        let mut link = ReadableLink::default();
        for (name, value) in parameters {
            link.take(&name.to_ascii_lowercase(), value)?;
        }
        Ok(link)
    }

    /// Reads as much as makes sense of a query that [`ReadableLink::of_query`] refuses: a misspelt name is taken for the
    /// nearest one, and a value that cannot be is passed over. With what was wrong.
    pub fn of_query_mended(query: &str) -> (ReadableLink, Vec<QueryError>) {
        let mut link = ReadableLink::default();
        let mut wrong = Vec::new();
        for (name, value) in pairs(query) {
            let Err(error) = link.take(&name, &value) else {
                continue;
            };
            match &error {
                QueryError::UnknownScenario(unknown) => {
                    link.scenario = unknown.closest.first().map(|name| (*name).to_owned());
                }
                QueryError::UnknownParameter { meant, .. } => {
                    // What is wrong with its value too is told when its name is right.
                    let _ = link.take(meant, &value);
                }
                QueryError::BadValue { .. } => {}
            }
            wrong.push(error);
        }
        (link, wrong)
    }

    fn take(&mut self, name: &str, given: &str) -> Result<(), QueryError> {
        let value = tidy(given);
        let bad = |parameter, expected| QueryError::BadValue {
            parameter,
            value: given.chars().take(40).collect(),
            expected,
        };
        match name {
            "scenario" if value.is_empty() => {
                return Err(bad("scenario", Wanted::Scenario));
            }
            "scenario" => self.scenario = Some(scenario_named(given)?.to_owned()),
            "transport" => {
                let found = Transport::ALL
                    .into_iter()
                    .find(|transport| value.eq_ignore_ascii_case(transport.as_str()));
                self.transport = Some(found.ok_or(bad("transport", Wanted::Transport))?);
            }
            "seed" => {
                self.seed = Some(value.parse().map_err(|_| bad("seed", Wanted::Seed))?);
            }
            "loss" => {
                let loss = value.parse().map_err(|_| bad("loss", Wanted::Percentage));
                self.loss = Some(loss?);
            }
            "t" => {
                let time = read_time_of_two_words(given).or_else(|| read_time(value));
                self.cursor = Some(time.ok_or_else(|| bad("t", Wanted::Time))?);
            }
            "lang" => {
                self.lang = Some(read_lang(value).ok_or_else(|| bad("lang", Wanted::Language))?);
            }
            name if given.is_empty() && library::entry(tidy(name)).is_some() => {
                self.scenario = Some(tidy(name).to_owned());
            }
            name => {
                if let Some(meant) = misspelt(name) {
                    let name = name.chars().take(40).collect();
                    return Err(QueryError::UnknownParameter { name, meant });
                }
            }
        }
        Ok(())
    }

    /// Whether it asks for a run at all, and not only for a language.
    pub fn asks_for_a_run(&self) -> bool {
        *self
            != ReadableLink {
                lang: self.lang.clone(),
                ..ReadableLink::default()
            }
    }

    /// The state it stands for.
    ///
    /// # Errors
    /// If there is no such scenario.
    pub fn to_state(&self) -> Result<LinkState, QueryError> {
        let name = self
            .scenario
            .as_deref()
            .unwrap_or(ReadableLink::DEFAULT_SCENARIO);
        let mut scenario = library::find(name).map_err(QueryError::UnknownScenario)?;
        if let Some(loss) = self.loss {
            for link in &mut scenario.links {
                link.loss = loss;
            }
        }
        let view = View {
            lang: self.lang.clone(),
            ..View::default()
        };
        let (transport, seed, cursor) = (self.transport, self.seed, self.cursor);
        Ok(LinkState {
            transport: transport.unwrap_or(scenario.transport),
            seed: seed.unwrap_or(scenario.seed),
            cursor: cursor.unwrap_or_default(),
            view,
            ..LinkState::new(scenario)
        })
    }
}

/// The parameters of a query, decoded; names in lower case. A name without a value has an empty one.
pub fn pairs(query: &str) -> Vec<(String, String)> {
    // A query is not longer than a link: the rest is nobody's.
    let query: String = query.chars().take(crate::link::MAX_TEXT_BYTES).collect();
    let query = clean(&query);
    let query = query.trim_start_matches(['?', '#', '/', '!', ' ']);
    let pair = |part: &str| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let name = name.trim().to_ascii_lowercase();
        (!name.is_empty()).then(|| (name, value.replace('+', " ")))
    };
    query.split('&').filter_map(pair).collect()
}

/// A value without what its journey may have put around it: quotes, brackets, tags, what follows a space, letters that no
/// value of ours has (as particles in Korean), and the punctuation of the sentence it stood in.
pub fn tidy(value: &str) -> &str {
    let value = value.trim_start_matches([' ', '"', '\'', '<', '(', '[']);
    let ends = |letter: char| {
        !letter.is_ascii()
            || matches!(
                letter,
                ' ' | '"'
                    | '\''
                    | '<'
                    | '>'
                    | '('
                    | ')'
                    | '['
                    | ']'
                    | '{'
                    | '}'
                    | '&'
                    | '#'
                    | '`'
                    | '|'
            )
    };
    let value = value.split(ends).next().unwrap_or_default();
    value.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_', '~', '/', '-'])
}

/// The scenario of the library that a value names, whatever its case and however its hyphens are written.
pub(crate) fn scenario_named(given: &str) -> Result<&'static str, QueryError> {
    let hyphens = |text: &str| {
        text.to_ascii_lowercase()
            .replace(['\u{2013}', '\u{2014}', '_', ' '], "-")
    };
    let readings = [
        tidy(given).to_ascii_lowercase(),
        // A link that was broken over two lines.
        tidy(&given.replace(' ', "")).to_ascii_lowercase(),
        tidy(&hyphens(given.trim())).to_owned(),
    ];
    let found = readings.iter().find_map(|name| library::entry(name));
    found
        .map(|entry| entry.name)
        .ok_or_else(|| QueryError::UnknownScenario(UnknownScenario::new(given.trim())))
}

/// The parameter that was meant by a name which is nearly it. A typing mistake rarely is in the first letter, and
/// the shortest names are near to everything.
pub(crate) fn misspelt(name: &str) -> Option<&'static str> {
    let least =
        |known: &&str| known.len() >= 4 && known.as_bytes().first() == name.as_bytes().first();
    let limit = if name.len() < 6 { 1 } else { 2 };
    let names = PARAMETERS.iter().map(|parameter| parameter.name);
    closest::within(name, names.filter(least), limit)
}

fn read_time(value: &str) -> Option<Time> {
    let bare = value.bytes().all(|c| c.is_ascii_digit() || c == b'.');
    if bare {
        format!("{value}s").parse().ok()
    } else {
        value.parse().ok()
    }
}

/// `300 ms`: what follows a space is else no part of a value, and this would be 300 seconds.
fn read_time_of_two_words(given: &str) -> Option<Time> {
    let (number, unit) = given.trim().split_once(' ')?;
    let unit = tidy(unit);
    let known = matches!(unit, "ns" | "us" | "µs" | "ms" | "s");
    known.then(|| format!("{number}{unit}").parse().ok())?
}

/// Which languages there are the page knows: any may be asked for.
fn read_lang(value: &str) -> Option<LanguageTag> {
    // Locales are written `ko_KR`.
    LanguageTag::new(&value.replace('_', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(query: &str) -> Result<ReadableLink, QueryError> {
        ReadableLink::parse(query.split('&').filter_map(|pair| pair.split_once('=')))
    }

    #[test]
    fn every_parameter_takes_effect() {
        let link =
            parse("scenario=broken-line&transport=udp&loss=5&seed=7&lang=ko&t=0.31").unwrap();
        let state = link.to_state().unwrap();
        assert_eq!(state.scenario.name, "broken-line");
        assert_eq!((state.transport, state.seed), (Transport::Udp, 7));
        assert_eq!(state.cursor, Time::from_millis(310));
        assert_eq!(state.view.lang, LanguageTag::new("ko"));
        assert!(
            state
                .scenario
                .links
                .iter()
                .all(|link| link.loss == Share::from_percent(5))
        );
    }

    #[test]
    fn what_makes_sense_of_a_query_is_kept_and_the_rest_told() {
        let mended = |query: &str| {
            let (link, wrong) = ReadableLink::of_query_mended(query);
            let wrong: Vec<String> = wrong.iter().map(ToString::to_string).collect();
            (link.scenario.unwrap_or_default(), link.seed, wrong.len())
        };
        for (query, read) in [
            ("?scenario=brokn-line&seed=7", ("broken-line", Some(7), 1)),
            ("?scenaro=chat&seed=x", ("chat", None, 2)),
            ("?scenario=chat&transport=upd", ("chat", None, 1)),
            ("?scenario=", ("", None, 1)),
            ("?scenario=zzzzzzzzz", ("", None, 1)),
        ] {
            assert_eq!(
                mended(query),
                (read.0.to_owned(), read.1, read.2),
                "{query}"
            );
        }
    }

    #[test]
    fn what_is_left_out_is_as_the_scenario_has_it() {
        let state = parse("scenario=same-address&embed=1&utm_source=mail")
            .unwrap()
            .to_state()
            .unwrap();
        assert_eq!(
            state,
            LinkState::new(library::find("same-address").unwrap())
        );
        assert!(!parse("lang=en&theme=dark").unwrap().asks_for_a_run());
        assert!(parse("loss=1").unwrap().asks_for_a_run());
    }

    /// What an address asks for, in few words: a link, a readable link's scenario and transport, nothing, or an error.
    fn asked(query: &str, fragment: &str) -> String {
        match Asked::of_address(query, fragment) {
            Ok(Asked::Nothing) => "nothing".to_owned(),
            Ok(Asked::Link(text)) => format!("link {text}"),
            Ok(Asked::Readable(readable)) => {
                let transport = readable.transport.map_or("-", Transport::as_str);
                format!("{} {transport}", readable.scenario.unwrap_or_default())
            }
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn a_fragment_or_query_that_looks_like_a_link_is_taken_for_one() {
        for fragment in [
            "#s=1d.x",
            "#s%3D1d.x",
            "#S=x",
            "#s =x",
            "#1d.x",
            "#/s=x",
            "#!s=x",
            "#s=",
        ] {
            assert_eq!(asked("", fragment), format!("link {fragment}"));
            assert_eq!(
                asked("?scenario=chat", fragment),
                format!("link {fragment}")
            );
        }
        for query in [
            "?s=1d.x",
            "?s=hello",
            "?utm=1&s=1d.x",
            "?1d.abc",
            "?S=x",
            "?s%3D1d.x",
        ] {
            assert_eq!(asked(query, "#top"), format!("link {query}"));
        }
        for fragment in ["", "#", "#top", "#inspector", "#s", "#foo=bar", "#land"] {
            assert_eq!(
                asked("?utm_source=x&ref=y&fbclid=z", fragment),
                "nothing",
                "{fragment}"
            );
        }
    }

    #[test]
    fn a_readable_link_behind_the_hash_is_read_as_well() {
        assert_eq!(
            asked("", "#scenario=broken-line&transport=udp"),
            "broken-line udp"
        );
        assert_eq!(asked("?lang=ko", "#/?scenario=chat"), "chat -");
        assert_eq!(asked("", "#broken-line"), "broken-line -");
        assert_eq!(asked("?broken-line", ""), "broken-line -");
        assert!(asked("", "#scenario=brokn-line").contains("did you mean \"broken-line\"?"));
    }

    #[test]
    fn a_readable_link_survives_its_journey() {
        let whole = "?scenario=broken-line&transport=udp";
        for tail in [
            ".",
            ",",
            ")",
            "]",
            ">",
            "\"",
            "'",
            "!",
            "?",
            ";",
            ":",
            "…",
            "」",
            "』",
            "》",
            "〉",
            "”",
            "’",
            "에서",
            "를",
            "입니다.",
            "\u{200b}",
            "\u{feff}",
            "\"></iframe>",
            "</a>",
            "<br>",
            "&gt;",
            "&quot;",
            "&utm_source=x",
            "&amp;utm_source=x",
            " is broken",
            "%20",
            "%0A",
            "/",
            "&",
        ] {
            assert_eq!(
                asked(&format!("{whole}{tail}"), ""),
                "broken-line udp",
                "{tail}"
            );
            let last = format!("?transport=udp&scenario=broken-line{tail}");
            assert_eq!(asked(&last, ""), "broken-line udp", "{tail}");
        }
        for query in [
            "?scenario=broken-line&amp;transport=udp",
            "?scenario=broken-line&amp;amp;transport=udp",
            "?scenario=Broken-Line&transport=UDP",
            "?SCENARIO=BROKEN-LINE&Transport=Udp",
            "?scenario=broken%2Dline&transport=u%64p",
            "?scenario%3Dbroken-line%26transport%3Dudp",
            "?scenario%253Dbroken-line%2526transport%253Dudp",
            "?scenario=broken-line%26transport=udp",
            "?scenario=broken_line&transport=udp",
            "?scenario=broken+line&transport=udp",
            "?scenario=broken-%0Aline&transport=udp",
            "?scenario=broken\u{2013}line&transport=udp",
            "?scenario=broken\u{2011}line&transport=udp",
            "?scenario=bro\u{ad}ken-line&transport=udp",
            "?scenario=3Dbroken-line&transport=3Dudp",
            "??scenario=broken-line&transport=%22udp%22",
        ] {
            assert_eq!(asked(query, ""), "broken-line udp", "{query}");
        }
        let state = ReadableLink::of_query("?seed=7.&loss=5%25)&t=0.31초&lang=ko에서").unwrap();
        assert_eq!((state.seed, state.lang), (Some(7), LanguageTag::new("ko")));
        assert_eq!(state.loss, Some(Share::from_percent(5)));
        assert_eq!(state.cursor, Some(Time::from_millis(310)));
    }

    #[test]
    fn a_text_with_an_address_in_it_is_read() {
        for text in [
            "https://hoplab.example/?scenario=chat&transport=udp",
            "see https://hoplab.example/?transport=udp&scenario=chat.",
            "[chat](https://hoplab.example/?scenario=chat&transport=udp)에서",
            "<a href=\"https://hoplab.example/?scenario=chat&amp;transport=udp\">chat</a>",
            "https%3A%2F%2Fhoplab.example%2F%3Fscenario%3Dchat%26transport%3Dudp",
            "scenario=chat&transport=udp",
        ] {
            let asked = Asked::of_text(text).unwrap();
            let Asked::Readable(readable) = &asked else {
                panic!("{text}: {asked:?}");
            };
            assert_eq!(readable.scenario.as_deref(), Some("chat"), "{text}");
        }
        for text in [
            "chat",
            "first-message.json",
            "https://hoplab.example/",
            "{}",
            "",
        ] {
            assert_eq!(Asked::of_text(text), Ok(Asked::Nothing), "{text}");
        }
        assert!(matches!(
            Asked::of_text("https://a.b/#s%3D1d.x"),
            Ok(Asked::Link(_))
        ));
    }

    #[test]
    fn an_error_names_the_parameter_and_what_it_may_be() {
        for (query, words) in [
            ("scenario=brokenline", "did you mean \"broken-line\"?"),
            (
                "transport=quic",
                "transport: \"quic\" is not ip, udp or tcp",
            ),
            ("seed=-1", "seed: \"-1\" is not a whole number"),
            ("loss=101", "loss: \"101\" is not a percentage"),
            ("t=soon", "t: \"soon\" is not a time"),
            ("t=", "t: \"\" is not a time"),
            (
                "lang=f",
                "lang: \"f\" is not the tag of a language such as en or ko",
            ),
            ("lang=한국어", "lang:"),
            ("scenario=", "scenario: \"\" is not the name of a scenario"),
            (
                "scenario=.",
                "scenario: \".\" is not the name of a scenario",
            ),
            ("scenario=broken-linear", "did you mean \"broken-line\"?"),
            (
                "transport=udp,tcp",
                "transport: \"udp,tcp\" is not ip, udp or tcp",
            ),
            ("seed=7.5", "seed: \"7.5\" is not a whole number"),
            (
                "scenaro=broken-line",
                "no parameter \"scenaro\"; did you mean \"scenario\"?",
            ),
            ("Tansport=udp", "did you mean \"transport\"?"),
            ("sed=7", "did you mean \"seed\"?"),
            ("embd=1", "did you mean \"embed\"?"),
        ] {
            let error = parse(query).unwrap_err().to_string();
            assert!(error.contains(words), "{query}: {error}");
        }
    }

    #[test]
    fn a_time_whose_unit_stands_apart_is_no_other_time() {
        let cursor = |query: &str| ReadableLink::of_query(query).map(|link| link.cursor);
        for (query, ms) in [
            ("t=300ms", 300),
            ("t=300%20ms", 300),
            ("t=300+ms", 300),
            ("t=1.5%20s", 1_500),
            // What follows is the sentence that the address stood in.
            ("t=2%20is%20when", 2_000),
        ] {
            assert_eq!(cursor(query), Ok(Some(Time::from_millis(ms))), "{query}");
        }
    }
}
