//! Hoplab's own build tool: `cargo xtask <command>`.
//!
//! It needs rustup's cargo, and Node for what `dist` and `test` add (wasm-opt, the browser tests).
//! Whatever else is missing it installs, saying so.

#![allow(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "the tool times its steps and waits for files; the rule guards the simulation"
)]

mod bench;
mod bundle;
mod check;
mod headers;
mod install;
mod profile;
mod serve;
mod server;
mod shell;
mod site;
mod size;
mod split;
mod tidy;

use clap::{Parser, Subcommand};
use shell::Project;
use std::process::ExitCode;

/// Builds, serves and checks Hoplab.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

/// One command each; `cargo xtask help <command>` prints these words.
#[derive(Subcommand)]
enum Command {
    /// Build the page and serve it, again whenever a file changes
    Serve(serve::Options),
    /// Run every check: format, lints, tidy, native tests, sizes, browser tests
    Test(check::Options),
    /// Build the page for publishing into dist/
    Dist,
    /// Measure the engine against its budgets, and its TCP against another
    Bench(bench::Options),
    /// Watch a first visit, and fail if it runs what web/later.txt sends later
    Profile,
    /// Check the tree for what neither rustfmt nor clippy sees
    Tidy,
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return refuse(&error),
    };
    let outcome = Project::find().and_then(|project| match arguments.command {
        Command::Serve(options) => serve::run(&project, &options),
        Command::Test(options) => return_code(check::run(&project, &options)),
        Command::Dist => bundle::dist(&project).and_then(|site| size::print_table(&site)),
        Command::Bench(options) => bench::run(&project, &options),
        Command::Profile => profile::run(&project),
        Command::Tidy => tidy::run(&project),
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        // `test` has said what failed, and its last line must stay the last.
        Err(error) if error.is::<check::Reported>() => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Turns a failed run into an error that has been reported already.
fn return_code(passed: bool) -> anyhow::Result<()> {
    if passed {
        Ok(())
    } else {
        Err(check::Reported.into())
    }
}

/// Prints what clap objects to, and the commands there are when it was the command.
fn refuse(error: &clap::Error) -> ExitCode {
    use clap::CommandFactory;
    let _ = error.print();
    if error.kind() == clap::error::ErrorKind::InvalidSubcommand {
        eprintln!("\nCommands:");
        for command in Arguments::command().get_subcommands() {
            let about = command.get_about().map(ToString::to_string);
            eprintln!("  {:<8}{}", command.get_name(), about.unwrap_or_default());
        }
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}
