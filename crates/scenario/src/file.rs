//! What a file holds: a scenario as people write it, a run that was saved, or the link of one.
//!
//! Which of them it is its content tells and nothing else, neither the file's name nor any text within: a scenario is a
//! JSON object with `nodes`, a saved run one with a note of what was `saved` beside them, or, as it was written before, with
//! a `scenario` (the content of a plain link), each as a key of the outermost object.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::codec;
use crate::error::ScenarioError;
use crate::json::{explain, newer_schema};
use crate::link::{LinkError, LinkState};
use crate::model::Scenario;
use crate::query::{Asked, QueryError};

/// What a file was found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A scenario.
    Scenario,
    /// A run: a scenario, what was done in it, and the moment that was shown.
    Run,
    /// The same as a link's text.
    Link,
}

/// Why nothing can be made of a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// It is a scenario that cannot be, or no JSON.
    #[error("{0}")]
    Scenario(ScenarioError),
    /// It is a link or a saved run that cannot be.
    #[error("{0}")]
    Link(LinkError),
    /// It is a readable link that asks for what there is not.
    #[error("{0}")]
    Query(QueryError),
    /// It is JSON, and neither a scenario nor a run.
    #[error(
        "this is neither a scenario, which has \"nodes\", nor a saved run, which has a \"scenario\""
    )]
    Neither,
}

/// The keys that tell the kinds apart.
#[derive(Deserialize)]
struct Shape {
    nodes: Option<IgnoredAny>,
    scenario: Option<IgnoredAny>,
    saved: Option<IgnoredAny>,
}

/// Reads a file's text. A scenario is well formed then, and its addresses are checked; runs and links are checked whole.
///
/// # Errors
/// By what the file was taken for.
pub fn read(text: &str) -> Result<(FileKind, LinkState), FileError> {
    // Some editors write a mark of byte order first.
    let text = text.trim_start_matches('\u{feff}').trim();
    if !text.starts_with('{') {
        return read_link(text);
    }
    match codec::read::<Shape>(text) {
        Ok(
            Shape { saved: Some(_), .. }
            | Shape {
                nodes: None,
                scenario: Some(_),
                ..
            },
        ) => {
            let state = LinkState::from_file(text).map_err(FileError::Link)?;
            Ok((FileKind::Run, state))
        }
        Ok(Shape { nodes: None, .. }) => Err(match newer_schema(text) {
            Some(newer) => FileError::Scenario(newer),
            None => FileError::Neither,
        }),
        Err(error) if is_no_json(&error) => {
            // The scenario's reader says more exactly what is wrong, where it comes that far.
            let scenario = codec::read::<Scenario>(text).err();
            let error = scenario.filter(is_no_json).unwrap_or(error);
            Err(FileError::Scenario(explain(text, &error)))
        }
        // With both, the scenario's reader names the field that is too much.
        Ok(_) | Err(_) => {
            let scenario = Scenario::from_json(text).map_err(FileError::Scenario)?;
            scenario.check().map_err(FileError::Scenario)?;
            Ok((FileKind::Scenario, LinkState::new(scenario)))
        }
    }
}

fn is_no_json(error: &serde_json::Error) -> bool {
    error.is_syntax() || error.is_eof()
}

/// A link in whatever text it stands.
fn read_link(text: &str) -> Result<(FileKind, LinkState), FileError> {
    let state = match Asked::of_text(text).map_err(FileError::Query)? {
        Asked::Link(link) => LinkState::decode(&link).map_err(FileError::Link)?,
        Asked::Readable(readable) => readable.to_state().map_err(FileError::Query)?,
        Asked::Nothing if text.starts_with('[') => return Err(FileError::Neither),
        Asked::Nothing => return Err(FileError::Link(LinkError::NotALink)),
    };
    Ok((FileKind::Link, state))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library;
    use crate::link::encode_json;

    const NODES: &str = r#""nodes": [{"id": "a", "role": "host", "address": "192.0.2.1"}]"#;

    fn kind(text: &str) -> FileKind {
        read(text).map_or_else(|error| panic!("{text}: {error}"), |(kind, _)| kind)
    }

    fn refused(text: &str) -> String {
        read(text).map_or_else(|error| error.to_string(), |_| panic!("{text} is read"))
    }

    #[test]
    fn a_scenario_may_be_called_scenario_and_speak_of_one() {
        for text in [
            format!(r#"{{"name": "scenario", {NODES}}}"#),
            format!(
                r#"{{"title": {{"en": "a \"scenario\"", "ko": "시나리오"}}, "name": "scenario", {NODES}}}"#
            ),
            r#"{"nodes": [{"id": "scenario", "role": "host", "address": "192.0.2.1"}]}"#.to_owned(),
            format!("\u{feff} \n{{{NODES}}}\n"),
        ] {
            assert_eq!(kind(&text), FileKind::Scenario);
        }
    }

    #[test]
    fn a_saved_run_has_its_scenario_as_a_key_and_may_be_longer_than_a_link() {
        assert_eq!(
            kind(r#"{"scenario": "broken-line", "seed": 3}"#),
            FileKind::Run
        );
        let own = format!(r#"{{"seed": 3, "scenario": {{"name": "nodes", {NODES}}}}}"#);
        let spaced = own.replacen('{', &format!("{{{}", " ".repeat(20_000)), 1);
        for text in [own, spaced] {
            let (kind, state) = read(&text).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!((kind, state.seed), (FileKind::Run, 3));
            assert_eq!(state.scenario.name, "nodes");
        }
    }

    #[test]
    fn what_is_wrong_in_a_saved_run_of_either_shape_is_told_with_its_line() {
        let wrong = r#"{"id": "a", "role": "hose", "address": "192.0.2.1"}"#;
        let former =
            format!("{{\n \"seed\": 3,\n \"scenario\": {{\n  \"nodes\": [\n   {wrong}]}}}}");
        let now = format!("{{\n \"saved\": {{\"done\": 0}},\n\n \"nodes\": [\n   {wrong}]}}");
        for text in [former, now] {
            let said = refused(&text);
            assert!(said.contains("nodes[0].role"), "{said}");
            // In both it is the word in the fifth line.
            assert!(said.contains("(line 5, column 24)"), "{said}");
        }
        let commands = "{\"scenario\": \"broken-line\",\n\"commands\": [\n{\"at\": \"1s\", \"command\": \"go\"}]}";
        assert!(refused(commands).contains("(line 3, "));
    }

    #[test]
    fn a_link_is_read_with_and_without_its_address() {
        let link = LinkState::new(library::find("broken-line").unwrap())
            .encode()
            .unwrap();
        for text in [
            link.clone(),
            format!("https://lab.example/?a=b#s={link}\n"),
            encode_json(r#"{"scenario": "broken-line"}"#),
        ] {
            assert_eq!(kind(&text), FileKind::Link);
        }
    }

    #[test]
    fn what_is_neither_says_what_either_would_have() {
        for text in [
            "{}",
            r#"{"name": "scenario"}"#,
            "[1, 2]",
            r#"{"scenario": null}"#,
        ] {
            assert!(refused(text).contains("neither a scenario"), "{text}");
        }
        let both = format!(r#"{{"scenario": "broken-line", {NODES}}}"#);
        assert!(refused(&both).contains("unknown field `scenario`"));
        assert!(refused(r#"{"schema": 9, "network": {}}"#).contains("newer Hoplab"));
        assert!(refused(r#"{"scenario": {"nodes": ["#).contains("EOF"));
        assert!(refused(r#"{"scenario": "broken-lin"}"#).contains("broken-line"));
        assert!(refused("hello").contains("not a Hoplab link"));
        let twice = format!("{{{NODES}, {NODES}}}");
        assert!(refused(&twice).contains("duplicate field"));
    }
}
