//! A run in a file: a scenario as people write it, with what was done in it at the end of its script and a note of
//! [`Saved`] on what that is. So the page and the command line open it as any scenario, and a person can read and change it.
//!
//! Files of the shape that plain links have (see `plain`) were saved before, and are still read.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{LinkError, LinkState, plain};
use crate::codec;
use crate::error::Counted;
use crate::model::{Saved, Scenario};
use crate::validate::NamedIds;

/// The longest file of a run that is read, in bytes.
pub const MAX_FILE_BYTES: usize = 16 * 1024 * 1024;
/// The most commands that a file may carry.
pub const MAX_FILE_COMMANDS: usize = 40_000;

const TOO_LONG: LinkError = LinkError::TooLong {
    what: Counted::Bytes,
    most: MAX_FILE_BYTES,
};

/// Whether a run's file has the shape it had before. Which files are runs at all, [`crate::file::read`] tells.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Shape {
    scenario: Option<IgnoredAny>,
}

impl Shape {
    fn of(text: &str) -> Shape {
        let text = text.trim_start_matches('\u{feff}').trim_start();
        match text.starts_with('{') {
            true => codec::read(text).unwrap_or_default(),
            false => Shape::default(),
        }
    }
}

impl LinkState {
    /// The text of a file that holds this state.
    ///
    /// # Errors
    /// If there is more in the state than [`LinkState::from_file`] takes, or something it would refuse.
    pub fn to_file(&self) -> Result<String, LinkError> {
        self.check(MAX_FILE_COMMANDS)?;
        let text = self.saved()?.to_json();
        if text.len() > MAX_FILE_BYTES {
            return Err(TOO_LONG);
        }
        Ok(text)
    }

    /// Reads the text of a run's file. What it gives can be played, as with [`LinkState::decode`].
    ///
    /// # Errors
    /// Names the field.
    pub fn from_file(text: &str) -> Result<LinkState, LinkError> {
        if text.len() > MAX_FILE_BYTES {
            return Err(TOO_LONG);
        }
        let text = text.trim_start_matches('\u{feff}');
        let state = match Shape::of(text).scenario {
            Some(_) => plain::read(text.as_bytes())?,
            None => {
                let scenario = Scenario::from_json_of_any_length(text);
                LinkState::new(scenario.map_err(LinkError::Invalid)?)
            }
        };
        state.check(MAX_FILE_COMMANDS)?;
        Ok(state)
    }

    /// The scenario with this run in it.
    fn saved(&self) -> Result<Scenario, LinkError> {
        let names = NamedIds::of(&self.scenario).map_err(LinkError::Invalid)?;
        let mut scenario = self.scenario.clone();
        for (i, timed) in self.commands.iter().enumerate() {
            let line = names.by_name(&format!("commands[{i}]"), timed);
            scenario.script.push(line.map_err(LinkError::Invalid)?);
        }
        let (transport, seed) = (self.scenario.transport, self.scenario.seed);
        scenario.saved = Some(Saved {
            done: self.commands.len(),
            at: self.cursor,
            view: self.view.clone(),
            own_transport: (transport != self.transport).then_some(transport),
            own_seed: (seed != self.seed).then_some(seed),
        });
        scenario.transport = self.transport;
        scenario.seed = self.seed;
        Ok(scenario)
    }

    /// What was saved with the scenario, taken out of it. Lines that make no sense stay in the script, where whoever
    /// checks it names them.
    pub(super) fn with_saved(mut self, saved: Saved) -> LinkState {
        let script = &self.scenario.script;
        let first = script.len().saturating_sub(saved.done);
        let done = NamedIds::of(&self.scenario).and_then(|names| {
            let lines = script.iter().enumerate().skip(first);
            let lines = lines.map(|(i, line)| names.line(&format!("script[{i}]"), line));
            lines.collect::<Result<Vec<_>, _>>()
        });
        if let Ok(mut done) = done {
            // A person may have put a line among them: a recording is in order of time.
            hoplab_units::insertion_sort(&mut done, |a, b| a.at < b.at);
            self.scenario.script.truncate(first);
            self.commands = done;
        }
        self.scenario.transport = saved.own_transport.unwrap_or(self.scenario.transport);
        self.scenario.seed = saved.own_seed.unwrap_or(self.scenario.seed);
        self.cursor = saved.at;
        self.view = saved.view;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library;
    use hoplab_sim::{Command, LinkChange, LinkId, Timed, Transport};
    use hoplab_units::Time;

    fn run() -> LinkState {
        let mut state = LinkState::new(library::find("broken-line").unwrap());
        state.transport = Transport::Udp;
        state.seed = 7;
        state.cursor = Time::from_millis(310);
        for (at, link) in [(100, 0), (100, 1), (200, 0)] {
            let (at, link) = (Time::from_millis(at), LinkId(link));
            let change = match at == Time::from_millis(100) {
                true => LinkChange::Cut,
                false => LinkChange::Restore,
            };
            let command = Command::SetLink {
                link,
                direction: None,
                change,
            };
            state.commands.push(Timed { at, command });
        }
        state
    }

    #[test]
    fn a_saved_run_is_a_scenario_with_what_was_done_as_its_script_and_comes_back_whole() {
        let state = run();
        let text = state.to_file().unwrap();
        let scenario = Scenario::from_json(&text).unwrap();
        assert!(scenario.to_spec().is_ok());
        assert_eq!(scenario.script.len(), state.scenario.script.len() + 3);
        assert_eq!((scenario.transport, scenario.seed), (Transport::Udp, 7));
        assert_eq!(LinkState::new(scenario), state);
        assert_eq!(LinkState::from_file(&text), Ok(state));
    }

    #[test]
    fn a_run_that_was_saved_in_the_former_shape_is_still_read() {
        let state = run();
        let text = plain::write(&state).unwrap();
        let kind = crate::file::read(&text).map(|(kind, _)| kind);
        assert_eq!(kind, Ok(crate::file::FileKind::Run));
        assert!(text.contains("\"scenario\""));
        assert_eq!(LinkState::from_file(&text), Ok(state));
    }

    #[test]
    fn a_saved_line_that_makes_no_sense_is_named() {
        let text = run().to_file().unwrap();
        let spoilt = text.replacen("\"cut\"", "\"cot\"", 1);
        assert!(
            LinkState::from_file(&spoilt)
                .unwrap_err()
                .to_string()
                .contains("cot")
        );
        let more = text.replacen("\"done\": 3", "\"done\": 3000", 1);
        assert!(LinkState::from_file(&more).is_ok());
        let late = text.replacen("\"310ms\"", "\"99999999s\"", 1);
        let error = LinkState::from_file(&late).unwrap_err().to_string();
        assert!(error.contains("cursor"), "{error}");
    }
}
