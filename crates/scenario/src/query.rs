//! The readable form of a link, which a person can type:
//! `?scenario=broken-line&transport=udp&loss=5&seed=7&lang=ko&t=0.31`.

use hoplab_sim::Transport;
use hoplab_units::{Share, Time};

use crate::library::{self, UnknownScenario};
use crate::link::{Lang, LinkState, View};

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
    pub lang: Option<Lang>,
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
        expected: &'static str,
    },
}

impl ReadableLink {
    /// The scenario of a page that is opened without a name of one.
    pub const DEFAULT_SCENARIO: &'static str = "first-message";

    /// Reads parameters that are decoded already. Others than the above are passed over: the page
    /// has its own, and whoever shares links adds theirs.
    ///
    /// # Errors
    /// Names the parameter and what it may be.
    pub fn parse<'a>(
        parameters: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<ReadableLink, QueryError> {
        let mut link = ReadableLink::default();
        for (name, value) in parameters {
            let bad = |parameter, expected| {
                let value = value.chars().take(40).collect();
                QueryError::BadValue {
                    parameter,
                    value,
                    expected,
                }
            };
            match name {
                "scenario" => {
                    library::find(value).map_err(QueryError::UnknownScenario)?;
                    link.scenario = Some(value.to_owned());
                }
                "transport" => {
                    let found = Transport::ALL
                        .into_iter()
                        .find(|transport| value.eq_ignore_ascii_case(transport.as_str()));
                    link.transport = Some(found.ok_or(bad("transport", "ip, udp or tcp"))?);
                }
                "seed" => {
                    let expected = "a whole number from 0 to 18446744073709551615";
                    link.seed = Some(value.parse().map_err(|_| bad("seed", expected))?);
                }
                "loss" => {
                    let expected = "a percentage from 0 to 100, such as 5";
                    link.loss = Some(value.parse().map_err(|_| bad("loss", expected))?);
                }
                "t" => {
                    let expected = "a time in seconds such as 0.31";
                    link.cursor = Some(read_time(value).ok_or_else(|| bad("t", expected))?);
                }
                "lang" => {
                    link.lang = Some(read_lang(value).ok_or_else(|| bad("lang", "en or ko"))?);
                }
                _ => {}
            }
        }
        Ok(link)
    }

    /// Whether it asks for a run at all, and not only for a language.
    pub fn asks_for_a_run(&self) -> bool {
        *self
            != ReadableLink {
                lang: self.lang,
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
            lang: self.lang,
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

fn read_time(value: &str) -> Option<Time> {
    let bare = value.bytes().all(|c| c.is_ascii_digit() || c == b'.');
    if bare {
        format!("{value}s").parse().ok()
    } else {
        value.parse().ok()
    }
}

fn read_lang(value: &str) -> Option<Lang> {
    // Browsers say `ko-KR`.
    match value.get(..2)?.to_ascii_lowercase().as_str() {
        "en" => Some(Lang::En),
        "ko" => Some(Lang::Ko),
        _ => None,
    }
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
        assert_eq!(state.view.lang, Some(Lang::Ko));
        assert!(
            state
                .scenario
                .links
                .iter()
                .all(|link| link.loss == Share::from_percent(5))
        );
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
            ("lang=fr", "lang: \"fr\" is not en or ko"),
            ("lang=한국어", "lang:"),
        ] {
            let error = parse(query).unwrap_err().to_string();
            assert!(error.contains(words), "{query}: {error}");
        }
    }
}
