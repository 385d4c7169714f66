//! `hoplab`: runs a scenario natively, prints what happened, its hash or a summary, and writes traces
//! and captures.
//!
//! Exit codes: 0 for a run, 2 for bad arguments or input, 1 if output could not be written.

mod args;
mod error;
mod jsonl;
mod log;
mod run;
mod source;
mod tcp_words;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use hoplab_scenario::file::FileKind;
use hoplab_scenario::library;
use serde_json::json;

use crate::args::{Action, Cli, Lang};
use crate::error::Error;
use crate::run::to_stdout;

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Action::List { lang, json } => list(lang, json),
        Action::Run(args) => run::run(&args),
        Action::Check { file } => check(&file),
        Action::Show { scenario } => show(&scenario),
        Action::Link { scenario } => link(&scenario),
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
            let title = match lang {
                Lang::En => entry.title.en,
                Lang::Ko => entry.title.ko,
            };
            writeln!(out, "{:<16} {title}", entry.name)?;
        }
        Ok(())
    })
}

fn check(file: &Path) -> Result<(), Error> {
    let (kind, state) = source::from_file(file)?;
    let origin = || file.display().to_string();
    let what = match kind {
        FileKind::Scenario => "scenario",
        FileKind::Run => "saved run",
        FileKind::Link => "link to a run",
    };
    let spec = state
        .scenario
        .to_spec()
        .map_err(|problem| Error::Scenario {
            origin: origin(),
            problem,
        })?;
    to_stdout(|out| {
        writeln!(
            out,
            "{}: a valid {what} of {} nodes and {} links",
            origin(),
            spec.nodes.len(),
            spec.links.len()
        )
    })
}

fn show(scenario: &str) -> Result<(), Error> {
    let state = source::find(scenario)?;
    to_stdout(|out| writeln!(out, "{}", state.scenario.to_json()))
}

fn link(scenario: &str) -> Result<(), Error> {
    let state = source::find(scenario)?;
    to_stdout(|out| writeln!(out, "#s={}", state.encode()))
}
