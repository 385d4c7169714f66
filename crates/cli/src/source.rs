//! From what was written on the command line to a recording.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use hoplab_replay::Recording;
use hoplab_scenario::link::LinkState;
use hoplab_scenario::query::ReadableLink;
use hoplab_scenario::{Scenario, library};

use crate::error::Error;

/// Finds what `text` means: a link, a scenario of the library or a file. Its scenario is valid.
pub fn find(text: &str) -> Result<LinkState, Error> {
    let state = match link(text) {
        Some(link) => {
            let state = link?;
            // Links are read for ever, whatever is asked of files today.
            if let Err(problem) = state.scenario.check_addresses() {
                eprintln!("hoplab: warning: {problem}");
            }
            state
        }
        None => LinkState::new(named(text)?),
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
    if ["s=", "1d.", "1j."]
        .iter()
        .any(|start| text.starts_with(start))
    {
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

/// A scenario of the library or of a file.
fn named(text: &str) -> Result<Scenario, Error> {
    match library::find(text) {
        Ok(scenario) => Ok(scenario),
        Err(unknown) => {
            let path = Path::new(text);
            let means_file = path.exists() || text.ends_with(".json") || text.contains(['/', '\\']);
            if means_file {
                from_file(path)
            } else {
                Err(Error::UnknownScenario(unknown))
            }
        }
    }
}

/// The scenario in a file, checked.
pub fn from_file(path: &Path) -> Result<Scenario, Error> {
    let text = read(path).map_err(|source| Error::Read {
        path: path.to_owned(),
        source,
    })?;
    let checked = |scenario: Scenario| scenario.check().map(|_| scenario);
    let scenario = Scenario::from_json(&text).and_then(checked);
    scenario.map_err(|problem| Error::Scenario {
        origin: path.display().to_string(),
        problem,
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
