//! `hoplab`: runs a scenario natively, prints what happened, its hash or a summary, and writes traces
//! and captures.
//!
//! Exit codes: 0 for a run (with a warning where commands of it were refused), 2 for bad arguments or input, 1 if output could not be written.

mod args;
mod error;
mod ids;
mod jsonl;
mod log;
mod run;
mod source;
mod variant;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use hoplab_scenario::file::FileKind;
use hoplab_scenario::library;
use hoplab_scenario::link::{LinkError, LinkState, View};
use serde_json::json;

use hoplab_words::{Lang, entry_title};

use crate::args::{Action, Cli};
use crate::error::Error;
use crate::run::to_stdout;

/// A link longer than this, in characters, can be cut off by programs that pass it on.
const LONG_LINK: usize = 1_800;

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Action::List { lang, json } => list(lang, json),
        Action::Run(args) => run::run(&args),
        Action::Check { scenario } => check(&scenario),
        Action::Show { scenario } => show(&scenario),
        Action::Link { scenario, file } => link(&scenario, file.as_deref()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            // Where even this cannot be written, the exit code must do.
            let _ = writeln!(io::stderr(), "hoplab: {error}");
            error.exit_code()
        }
    }
}

fn list(lang: Lang, as_json: bool) -> Result<(), Error> {
    let entries = library::all();
    to_stdout(|out| {
        if as_json {
            let entries: Vec<_> = entries
                .iter()
                .map(|entry| {
                    json!({
                        "name": entry.name,
                        "title": entry.title.to_words(),
                        "text": entry.text().to_words(),
                        "hint": entry.hint().to_words(),
                    })
                })
                .collect();
            serde_json::to_writer_pretty(&mut *out, &entries)?;
            return writeln!(out);
        }
        for entry in entries {
            let title = entry_title(lang, entry);
            writeln!(out, "{:<16} {title}", entry.name)?;
        }
        Ok(())
    })
}

fn check(scenario: &str) -> Result<(), Error> {
    let (kind, state) = source::find_with_kind(scenario)?;
    let what = match kind {
        FileKind::Scenario => "scenario",
        FileKind::Run => "saved run",
        FileKind::Link => "link to a run",
    };
    for warning in state.scenario.warnings() {
        // Where even this cannot be written, the scenario is valid all the same.
        let _ = writeln!(io::stderr(), "hoplab: warning: {warning}");
    }
    to_stdout(|out| {
        writeln!(
            out,
            "{}: a valid {what} of {} nodes and {} links",
            source::short(scenario),
            state.scenario.nodes.len(),
            state.scenario.links.len()
        )
    })
}

fn show(scenario: &str) -> Result<(), Error> {
    let mut state = source::find(scenario)?;
    // How a page shows it is no part of what happens.
    state.view = View::default();
    let text = match state == LinkState::new(state.scenario.clone()) {
        true => state.scenario.to_json(),
        false => state.to_file()?,
    };
    to_stdout(|out| writeln!(out, "{text}"))
}

fn link(scenario: &str, file: Option<&Path>) -> Result<(), Error> {
    let state = source::find(scenario)?;
    let Some(file) = file else {
        let link = state.encode().map_err(|error| match error {
            error @ LinkError::TooLong { .. } => Error::DoesNotFit(error),
            error => Error::Link(error),
        })?;
        if link.len() > LONG_LINK {
            // Where even this cannot be written, the link is there all the same.
            let _ = writeln!(
                io::stderr(),
                "hoplab: this link has {} characters, and some chat and mail programs cut it off: --file writes a file instead",
                link.len()
            );
        }
        return to_stdout(|out| writeln!(out, "#s={link}"));
    };
    let text = state.to_file()?;
    if file.as_os_str() == "-" {
        return to_stdout(|out| writeln!(out, "{text}"));
    }
    std::fs::write(file, text).map_err(|source| Error::Write {
        to: file.display().to_string(),
        source,
    })
}
