//! From what was written on the command line to a recording.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use hoplab_replay::Recording;
use hoplab_scenario::file::{self, FileError, FileKind};
use hoplab_scenario::link::{LinkError, LinkState};
use hoplab_scenario::query::ReadableLink;
use hoplab_scenario::{Scenario, library};

use crate::error::Error;

/// Finds what `text` means: a scenario of the library, a file, or a link. Its scenario is valid.
pub fn find(text: &str) -> Result<LinkState, Error> {
    let path = Path::new(text);
    let is_file = path.exists();
    let state = match (library::find(text), is_file) {
        (Ok(scenario), _) => {
            if is_file {
                eprintln!("hoplab: {text} is the library's scenario; ./{text} is the file");
            }
            LinkState::new(scenario)
        }
        (Err(_), true) => from_file(path)?.1,
        (Err(unknown), false) => match link(text) {
            Some(link) => link?,
            None if names_a_file(text) => from_file(path)?.1,
            None => return Err(Error::UnknownScenario(unknown)),
        },
    };
    match Recording::from(state.clone()).to_spec() {
        Ok(_) => Ok(state),
        Err(problem) => Err(Error::Scenario {
            origin: short(text),
            problem,
        }),
    }
}

/// A link in any of its forms, the whole address or only its end; `None` if it is none.
fn link(text: &str) -> Option<Result<LinkState, Error>> {
    let text = text.trim();
    if let Some(start) = text.find("#s=") {
        return Some(LinkState::decode(text.get(start..)?).map_err(Error::from));
    }
    if text.starts_with("s=") || begins_as_link(text) {
        return Some(LinkState::decode(text).map_err(Error::from));
    }
    let is_address = text.starts_with("http://") || text.starts_with("https://");
    if is_address || text.starts_with('?') {
        let query = text.split_once('?').map_or("", |(_, query)| query);
        let query = query.split('#').next().unwrap_or_default();
        let parameters = query
            .split('&')
            .filter_map(|parameter| parameter.split_once('='));
        return Some(readable(parameters));
    }
    None
}

/// What a link that a person can type stands for. One that asks for nothing is taken for a mistake.
fn readable<'a>(parameters: impl Iterator<Item = (&'a str, &'a str)>) -> Result<LinkState, Error> {
    let link = ReadableLink::parse(parameters)?;
    if !link.asks_for_a_run() {
        return Err(Error::NothingAsked);
    }
    Ok(link.to_state()?)
}

/// Whether a text begins as links of any form do, with `1d.` and the like, and is no file's name.
fn begins_as_link(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let form = rest.len() < text.len() && (rest.starts_with("d.") || rest.starts_with("j."));
    form && !names_a_file(text)
}

fn names_a_file(text: &str) -> bool {
    text.ends_with(".json") || text.ends_with(".txt") || text.contains(['/', '\\'])
}

/// What a file holds. A scenario is well formed then, but may still refer to what is not there.
pub fn from_file(path: &Path) -> Result<(FileKind, LinkState), Error> {
    let text = read(path).map_err(|source| Error::Read {
        path: path.to_owned(),
        source,
    })?;
    let origin = || path.display().to_string();
    file::read(&text).map_err(|error| match error {
        FileError::Scenario(problem) => Error::Scenario {
            origin: origin(),
            problem,
        },
        // It is no JSON either.
        FileError::Link(LinkError::NotALink) => Error::File {
            origin: origin(),
            problem: Box::new(FileError::Neither),
        },
        problem => Error::File {
            origin: origin(),
            problem: Box::new(problem),
        },
    })
}

/// Reads no more than a scenario can be long, or `/dev/zero` would fill the memory.
fn read(path: &Path) -> io::Result<String> {
    let most = Scenario::MAX_JSON_BYTES as u64;
    let mut text = String::new();
    File::open(path)?.take(most + 1).read_to_string(&mut text)?;
    if text.len() as u64 > most {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(text)
}

/// What was written, cut to what fits into a message.
fn short(text: &str) -> String {
    if text.chars().count() <= 80 {
        return text.to_owned();
    }
    format!("{}...", text.chars().take(60).collect::<String>())
}
