//! From what was written on the command line to a recording.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use hoplab_replay::Recording;
use hoplab_scenario::link::file::{MAX_FILE_BYTES, is_run};
use hoplab_scenario::link::{LinkError, LinkState};
use hoplab_scenario::query::Asked;
use hoplab_scenario::{Scenario, library};

use crate::error::Error;

/// Finds what `text` means: a scenario of the library, a file, or a link. Its scenario is valid.
pub fn find(text: &str) -> Result<LinkState, Error> {
    let text = text.trim();
    let unknown = match library::find(text) {
        Ok(scenario) => return valid(LinkState::new(scenario), text),
        Err(unknown) => unknown,
    };
    let path = Path::new(text);
    if path.exists() {
        return from_file(path);
    }
    match Asked::of_text(text)? {
        Asked::Link(link) => {
            let state = LinkState::decode(&link)?;
            // Links are read for ever, whatever is asked of files today.
            if let Err(problem) = state.scenario.check_addresses() {
                eprintln!("hoplab: warning: {problem}");
            }
            valid(state, text)
        }
        Asked::Readable(readable) => valid(readable.to_state()?, text),
        // An address that asks for nothing is taken for a mistake.
        Asked::Nothing if is_address(text) => Err(Error::NothingAsked),
        Asked::Nothing if text.ends_with(".json") || text.contains(['/', '\\']) => from_file(path),
        Asked::Nothing => Err(Error::UnknownScenario(unknown)),
    }
}

fn is_address(text: &str) -> bool {
    ["http://", "https://", "?"]
        .iter()
        .any(|start| text.starts_with(start))
}

/// What is in a file: a scenario, or a run.
pub fn from_file(path: &Path) -> Result<LinkState, Error> {
    let text = read(path).map_err(|source| Error::Read {
        path: path.to_owned(),
        source,
    })?;
    let origin = path.display().to_string();
    let in_file = |problem| Error::Scenario {
        origin: origin.clone(),
        problem,
    };
    if is_run(&text) {
        return LinkState::from_file(&text).map_err(|error| match error {
            LinkError::Invalid(problem) => in_file(problem),
            error => Error::Run {
                origin: origin.clone(),
                error,
            },
        });
    }
    let scenario = Scenario::from_json(&text).map_err(in_file)?;
    scenario.check().map_err(in_file)?;
    valid(LinkState::new(scenario), &origin)
}

/// What is well formed may still refer to what is not there.
fn valid(state: LinkState, origin: &str) -> Result<LinkState, Error> {
    let checked = Recording::from(state.clone()).to_spec();
    checked.map(|_| state).map_err(|problem| Error::Scenario {
        origin: short(origin),
        problem,
    })
}

/// Reads no more than a run's file can be long, or `/dev/zero` would fill the memory.
fn read(path: &Path) -> io::Result<String> {
    let most = MAX_FILE_BYTES as u64;
    let mut text = String::new();
    File::open(path)?.take(most + 1).read_to_string(&mut text)?;
    if text.len() as u64 > most {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(text)
}

/// What was written, cut to what fits into a message.
pub fn short(text: &str) -> String {
    if text.chars().count() <= 80 {
        return text.to_owned();
    }
    format!("{}...", text.chars().take(60).collect::<String>())
}
