//! The parameters of the page's address, and what is told of those that it does not have or that say nothing.
//!
//! What chooses a run is read by [`crate::query`]; what only concerns the page, by the page. README's table of them is
//! held to this list by a test.

use crate::closest;
use crate::library;
use crate::query::{pairs, tidy};

/// A parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What it may be; none: a name, a number, a time, a language or a link, which its reader checks.
    pub values: &'static [&'static str],
    /// Whether it only counts in an embedding.
    pub embedded: bool,
    /// Whether the page reads it. Of the others, what reads runs says what is wrong with them.
    pub of_page: bool,
}

const fn run(name: &'static str, values: &'static [&'static str]) -> Parameter {
    Parameter {
        name,
        values,
        embedded: false,
        of_page: false,
    }
}

const fn page(name: &'static str, values: &'static [&'static str]) -> Parameter {
    Parameter {
        of_page: true,
        ..run(name, values)
    }
}

/// All parameters, in README's order.
pub const PARAMETERS: [Parameter; 12] = [
    run("scenario", &[]),
    run("transport", &["ip", "udp", "tcp"]),
    run("seed", &[]),
    run("loss", &[]),
    run("t", &[]),
    run("s", &[]),
    run("lang", &[]),
    page("theme", &["light", "dark", "auto"]),
    page("tab", &["inspector", "stack", "ports", "dns"]),
    page("start", &["play", "paused", "poster"]),
    page("embed", &["1", "0"]),
    Parameter {
        embedded: true,
        ..page("ui", &["full", "min", "none"])
    },
];

/// What whoever passes links on adds to them, to follow who opened them: no mistake of the reader's.
const OF_OTHERS: [&str; 12] = [
    "fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "igsh", "mc_cid", "mc_eid", "ref",
    "_ga", "_gl",
];

/// Something in an address that does not do what was meant. What is wrong with a parameter that chooses the run is a
/// [`crate::query::QueryError`] instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// There is no such parameter.
    UnknownParameter {
        /// Its name (at most 40 characters of it).
        name: String,
    },
    /// It may not be this.
    UnknownValue {
        /// The parameter.
        name: &'static str,
        /// What it was (at most 40 characters of it).
        value: String,
        /// What it may be.
        values: &'static [&'static str],
        /// The value that is nearest.
        meant: Option<&'static str>,
    },
    /// It only counts together with `embed=1`.
    OnlyEmbedded {
        /// The parameter.
        name: &'static str,
    },
    /// A scenario's name with something around it that does not belong to it.
    ReadAs {
        /// What was given (at most 40 characters of it).
        given: String,
        /// The scenario.
        scenario: &'static str,
    },
}

/// The value of a parameter of the page, if it is one that the parameter may be.
pub fn value_of(parameters: &[(String, String)], name: &str) -> Option<&'static str> {
    let of = PARAMETERS.iter().find(|parameter| parameter.name == name)?;
    let given = parameters.iter().rev().find(|(key, _)| key == name)?;
    allowed(of, &given.1)
}

fn allowed(parameter: &Parameter, given: &str) -> Option<&'static str> {
    let given = tidy(given);
    let is = |value: &&&'static str| value.eq_ignore_ascii_case(given);
    parameter.values.iter().find(is).copied()
}

/// What is to be told of a query (behind `?`).
pub fn remarks(query: &str) -> Vec<Remark> {
    let parameters = pairs(query);
    let embedded = value_of(&parameters, "embed") == Some("1");
    let told = parameters
        .iter()
        .filter_map(|(name, value)| remark(name, value, embedded));
    // More of them help nobody.
    told.take(8).collect()
}

fn remark(name: &str, given: &str, embedded: bool) -> Option<Remark> {
    let short = |text: &str| text.chars().take(40).collect::<String>();
    let Some(of) = PARAMETERS.iter().find(|parameter| parameter.name == name) else {
        let others = OF_OTHERS.contains(&name) || name.starts_with("utm_");
        // A scenario's bare name, and a bare link, need no `=`.
        let bare = given.is_empty() && (library::entry(tidy(name)).is_some() || name.contains('.'));
        let passed = others || bare || crate::query::misspelt(name).is_some();
        return (!passed).then(|| Remark::UnknownParameter { name: short(name) });
    };
    if of.name == "scenario" {
        let scenario = crate::query::scenario_named(given).ok()?;
        let given = given.trim();
        let read = !given.eq_ignore_ascii_case(scenario);
        return read.then(|| Remark::ReadAs {
            given: short(given),
            scenario,
        });
    }
    if !of.of_page {
        return None;
    }
    if allowed(of, given).is_none() {
        let lower = tidy(given).to_ascii_lowercase();
        let near = |value: &&str| !lower.is_empty() && value.starts_with(lower.as_str());
        let meant = closest::within(&lower, of.values.iter().copied(), 2)
            .filter(|meant| meant.len() > 2)
            .or_else(|| of.values.iter().copied().find(|value| near(value)));
        return Some(Remark::UnknownValue {
            name: of.name,
            value: short(given),
            values: of.values,
            meant,
        });
    }
    (of.embedded && !embedded).then_some(Remark::OnlyEmbedded { name: of.name })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(query: &str) -> String {
        let words = |remark: Remark| match remark {
            Remark::UnknownParameter { name } => format!("no {name}"),
            Remark::UnknownValue {
                name, value, meant, ..
            } => {
                format!("{name} {value} {}", meant.unwrap_or("?"))
            }
            Remark::OnlyEmbedded { name } => format!("embed {name}"),
            Remark::ReadAs { given, scenario } => format!("{given} {scenario}"),
        };
        let all: Vec<String> = remarks(query).into_iter().map(words).collect();
        all.join(", ")
    }

    #[test]
    fn what_an_address_does_not_have_is_told_with_what_is_near() {
        for (query, words) in [
            ("?embed=1&ui=mini", "ui mini min"),
            ("?embed=1&ui=", "ui  ?"),
            ("?embed=1&start=autoplay&ui=none", "start autoplay ?"),
            ("?start=pause", "start pause paused"),
            ("?theme=drak&tab=dsn", "theme drak dark, tab dsn dns"),
            ("?embed=yes&ui=min", "embed yes ?, embed ui"),
            ("?ui=min", "embed ui"),
            ("?colour=red&x=1", "no colour, no x"),
            ("?scenario=broken-line.", "broken-line. broken-line"),
        ] {
            assert_eq!(told(query), words, "{query}");
        }
    }

    #[test]
    fn nothing_is_told_of_what_is_right_or_not_the_readers() {
        for query in [
            "",
            "?scenario=Broken-Line&transport=udp&seed=7&loss=5&t=0.31&lang=ko&theme=Dark&tab=dns&start=play",
            "?embed=1&ui=full&start=poster",
            "?scenario=chat&utm_source=x&fbclid=abc",
            "?broken-line",
            "?s=1d.abc.012345",
            "?1d.abc.012345",
            // These are refused by what reads runs.
            "?scenaro=chat",
            "?transport=sctp",
        ] {
            assert_eq!(told(query), "", "{query}");
        }
    }
}
