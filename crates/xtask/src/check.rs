//! `cargo xtask test`: every check, one after the other, with its duration.

use crate::bundle;
use crate::install;
use crate::server::{Caching, Port};
use crate::shell::{Project, bold, have, run as run_command, shown};
use crate::{size, tidy};
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::{Arc, RwLock};
use std::time::{Duration, Instant};

/// What can be chosen on the command line.
#[derive(clap::Args)]
pub struct Options {
    /// Only what needs no browser: format, lints, tidy, native tests
    #[arg(long, conflicts_with = "full")]
    quick: bool,
    /// Also the tests that take minutes (sets HOPLAB_FULL=1)
    #[arg(long)]
    full: bool,
}

/// A failure that has been told already.
#[derive(Debug)]
pub struct Reported;

impl std::fmt::Display for Reported {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.write_str("a check failed")
    }
}

impl std::error::Error for Reported {}

/// Tests counted so far, over all runners.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Tally {
    passed: u64,
    failed: u64,
}

/// The steps done so far.
#[derive(Default)]
struct Steps {
    done: Vec<(&'static str, Duration)>,
    tally: Tally,
}

impl Steps {
    /// Runs one step under a heading. A failure is told here and ends the run.
    fn step<T>(
        &mut self,
        name: &'static str,
        work: impl FnOnce(&mut Tally) -> Result<T>,
    ) -> Result<T, Reported> {
        println!("\n{}", bold(&format!("== {name}")));
        let start = Instant::now();
        let failed_before = self.tally.failed;
        let outcome = work(&mut self.tally);
        let took = start.elapsed();
        self.done.push((name, took));
        match outcome {
            Ok(value) => {
                println!("== {name}: passed in {:.1} s", took.as_secs_f32());
                Ok(value)
            }
            Err(error) => {
                // A step with no tests of its own counts as one, so that nothing fails at zero.
                if self.tally.failed == failed_before {
                    self.tally.failed += 1;
                }
                println!("error: {error:#}");
                println!("== {name}: FAILED after {:.1} s", took.as_secs_f32());
                Err(Reported)
            }
        }
    }

    fn summarise(&self, outcome: Result<(), Reported>) -> bool {
        println!("\n{}", bold("== summary"));
        for (index, (name, took)) in self.done.iter().enumerate() {
            let last = index + 1 == self.done.len();
            let word = if last && outcome.is_err() {
                "FAILED"
            } else {
                "passed"
            };
            println!("{word}  {:>7.1} s  {name}", took.as_secs_f32());
        }
        println!("{} passed, {} failed", self.tally.passed, self.tally.failed);
        outcome.is_ok()
    }
}

/// Runs the checks; whether all passed.
pub fn run(project: &Project, options: &Options) -> bool {
    let mut steps = Steps::default();
    let outcome = native(project, options, &mut steps).and_then(|()| {
        if options.quick {
            Ok(())
        } else {
            browser(project, options, &mut steps)
        }
    });
    steps.summarise(outcome)
}

fn native(project: &Project, options: &Options, steps: &mut Steps) -> Result<(), Reported> {
    steps.step("format", |_| {
        run_command(project.cargo().args(["fmt", "--all", "--check"]))
            .context("`cargo fmt --all` mends it")
    })?;
    steps.step("lints", |_| {
        let mut clippy = project.cargo();
        clippy.args(["clippy", "--workspace", "--all-targets"]);
        run_command(clippy.args(["--", "-D", "warnings"]))
    })?;
    steps.step("lints of the page as WASM", |_| {
        install::wasm_target(project)?;
        let mut clippy = project.cargo();
        clippy.args(["clippy", "--package", "hoplab-web", "--lib"]);
        clippy.args(["--target", "wasm32-unknown-unknown"]);
        run_command(clippy.args(["--", "-D", "warnings"]))
    })?;
    steps.step("links of the documentation", |_| {
        let mut doc = project.cargo();
        doc.args(["doc", "--workspace", "--no-deps"]);
        run_command(doc.env("RUSTDOCFLAGS", "-D warnings"))
    })?;
    steps.step("tidy", |_| tidy::run(project))?;
    steps.step("dependencies", |_| dependencies(project))?;
    steps.step("native tests", |tally| {
        install::tshark();
        let mut cargo = project.cargo();
        cargo.args(["test", "--workspace", "--no-fail-fast"]);
        full(&mut cargo, options);
        cargo_test(&mut cargo, tally)
    })
}

/// Licenses and sources of other people's crates, as deny.toml allows them. Known weaknesses are not asked for: their list
/// is fetched anew each time, and this needs nothing that building does not.
fn dependencies(project: &Project) -> Result<()> {
    // Not installed by itself: building it takes longer than all tests.
    if !have("cargo-deny") {
        println!("no cargo-deny here: licenses and sources are not looked at");
        println!("(`cargo install --locked cargo-deny` takes some minutes)");
        return Ok(());
    }
    let mut deny = project.cargo();
    deny.args(["deny", "check", "bans", "licenses", "sources"]);
    run_command(&mut deny)
}

fn browser(project: &Project, options: &Options, steps: &mut Steps) -> Result<(), Reported> {
    let site = steps.step("the page for publishing", |_| bundle::dist(project))?;
    steps.step("size budget", |_| {
        size::print_table(&site)?;
        size::check(&site)
    })?;
    let disguised = steps.step("the page in its pseudo-language", |_| {
        bundle::in_pseudo_language(project)
    })?;
    steps.step("browser tests", |tally| {
        install::browser_packages(project)?;
        let chromium = install::chromium(project)?;
        let port = Port::bind("127.0.0.1", 0)?;
        let url = port.url();
        let _running = port.serve(Arc::new(RwLock::new(Some(site))), Caching::AsPublished)?;
        let disguised_port = Port::bind("127.0.0.1", 0)?;
        let disguised_url = disguised_port.url();
        let disguised = Arc::new(RwLock::new(Some(disguised)));
        let _disguised = disguised_port.serve(disguised, Caching::Never)?;

        let mut playwright = Command::new("npx");
        playwright
            .args(["playwright", "test"])
            .current_dir(project.browser_tests())
            .env("HOPLAB_CHROMIUM", chromium)
            .env("HOPLAB_URL", url)
            .env("HOPLAB_PSEUDO_URL", disguised_url);
        full(&mut playwright, options);
        playwright_test(project, &mut playwright, tally)
    })
}

fn full(command: &mut Command, options: &Options) {
    if options.full {
        command.env("HOPLAB_FULL", "1");
    }
}

/// Runs cargo's tests, passing their output on and counting the results in it.
fn cargo_test(command: &mut Command, tally: &mut Tally) -> Result<()> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .context("could not run cargo")?;
    let output = child.stdout.take().context("the output was piped")?;
    for line in BufReader::new(output).lines() {
        let line = line?;
        println!("{line}");
        if let Some((passed, failed)) = counts(&line) {
            tally.passed += passed;
            tally.failed += failed;
        }
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("`{}` failed", shown(command));
    }
    Ok(())
}

/// Reads `test result: ok. 3 passed; 0 failed; …`.
fn counts(line: &str) -> Option<(u64, u64)> {
    let rest = line.strip_prefix("test result: ")?;
    let number_before = |word: &str| {
        let (before, _) = rest.split_once(word)?;
        before.rsplit([' ', '.']).next()?.parse().ok()
    };
    Some((number_before(" passed")?, number_before(" failed")?))
}

/// Runs the browser tests and counts the results in Playwright's report.
fn playwright_test(project: &Project, command: &mut Command, tally: &mut Tally) -> Result<()> {
    let report = project.browser_tests().join("results/report.json");
    // A report of an earlier run must not be taken for this one's.
    let _ = std::fs::remove_file(&report);
    let ran = run_command(command);
    let text = std::fs::read_to_string(&report);
    if let Ok(text) = &text {
        let report: serde_json::Value = serde_json::from_str(text).context("report.json")?;
        let count = |key: &str| report["stats"][key].as_u64().unwrap_or(0);
        tally.passed += count("expected") + count("flaky");
        tally.failed += count("unexpected");
    }
    ran?;
    text.context("Playwright wrote no report")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargos_result_lines_are_counted_and_no_others() {
        let line =
            "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out";
        assert_eq!(counts(line), Some((12, 3)));
        assert_eq!(counts("test result: ok. 0 passed; 0 failed;"), Some((0, 0)));
        assert_eq!(counts("test parse::result ... ok"), None);
    }

    #[test]
    fn a_failed_step_without_tests_counts_as_one_failure() {
        let mut steps = Steps::default();
        assert!(steps.step("one", |_| Ok(())).is_ok());
        assert_eq!(steps.tally, Tally::default());
        assert!(
            steps
                .step("two", |_| -> Result<()> { bail!("no") })
                .is_err()
        );
        assert_eq!(
            steps.tally,
            Tally {
                passed: 0,
                failed: 1
            }
        );
        assert!(!steps.summarise(Err(Reported)));
    }

    #[test]
    fn a_failed_step_with_failed_tests_counts_just_those() {
        let mut steps = Steps::default();
        let outcome = steps.step("tests", |tally| -> Result<()> {
            tally.failed += 2;
            bail!("two tests failed")
        });
        assert!(outcome.is_err());
        assert_eq!(steps.tally.failed, 2);
    }
}
