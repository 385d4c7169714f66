//! From what was written on the command line to a recording.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use hoplab_replay::Recording;
use hoplab_scenario::file::{self, FileError, FileKind};
use hoplab_scenario::library;
use hoplab_scenario::link::file::MAX_FILE_BYTES;
use hoplab_scenario::link::{LinkError, LinkState};
use hoplab_scenario::query::Asked;

use crate::error::Error;

/// Finds what `text` means: a scenario of the library, a file, or a link. Its scenario is valid.
pub fn find(text: &str) -> Result<LinkState, Error> {
    find_with_kind(text).map(|(_, state)| state)
}

/// As [`find`], with what it was found to be.
pub fn find_with_kind(text: &str) -> Result<(FileKind, LinkState), Error> {
    let text = text.trim();
    let path = Path::new(text);
    let is_file = path.exists();
    let unknown = match library::find(text) {
        Ok(scenario) => {
            if is_file {
                eprintln!("hoplab: {text} is the library's scenario; ./{text} is the file");
            }
            let state = valid(LinkState::new(scenario), text)?;
            return Ok((FileKind::Scenario, state));
        }
        Err(unknown) => unknown,
    };
    if is_file {
        return from_file(path);
    }
    let state = match Asked::of_text(text)? {
        Asked::Link(link) => LinkState::decode(&link)?,
        Asked::Readable(readable) => readable.to_state()?,
        // An address that asks for nothing is taken for a mistake.
        Asked::Nothing if is_address(text) => return Err(Error::NothingAsked),
        Asked::Nothing if names_a_file(text) => return from_file(path),
        Asked::Nothing => return Err(Error::UnknownScenario(unknown)),
    };
    Ok((FileKind::Link, valid(state, text)?))
}

fn is_address(text: &str) -> bool {
    ["http://", "https://", "?"]
        .iter()
        .any(|start| text.starts_with(start))
}

fn names_a_file(text: &str) -> bool {
    text.ends_with(".json") || text.ends_with(".txt") || text.contains(['/', '\\'])
}

/// What is in a file: a scenario, a run, or a link of one.
fn from_file(path: &Path) -> Result<(FileKind, LinkState), Error> {
    let text = read(path).map_err(|source| Error::Read {
        path: path.to_owned(),
        source,
    })?;
    let origin = path.display().to_string();
    match file::read(&text) {
        Ok((kind, state)) => Ok((kind, valid(state, &origin)?)),
        Err(FileError::Scenario(problem) | FileError::Link(LinkError::Invalid(problem))) => {
            Err(Error::Scenario { origin, problem })
        }
        // It is no JSON either.
        Err(FileError::Neither | FileError::Link(LinkError::NotALink)) => {
            Err(Error::Neither { origin })
        }
        Err(FileError::Link(error)) => Err(Error::Run { origin, error }),
        Err(FileError::Query(error)) => Err(error.into()),
    }
}

/// What is well formed may still refer to what is not there.
fn valid(state: LinkState, origin: &str) -> Result<LinkState, Error> {
    // Scenario files were checked for it. Links and runs are read for ever, whatever is asked of files today.
    if let Err(problem) = state.scenario.check_addresses() {
        eprintln!("hoplab: warning: {problem}");
    }
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
