//! `cargo xtask bench`: how fast the engine is, against its budgets and against another TCP.
//!
//! The workloads are in `tests/bench`. Each round runs all of them once, natively and as WASM in turn,
//! so that a busy spell of the machine falls on both sides of every ratio; of the rounds the least
//! time counts, since noise only ever adds to it.

mod figures;

use crate::shell::{self, Project, shown};
use crate::{bundle, install};
use anyhow::{Context, Result, bail};
use figures::Figure;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// How to measure.
#[derive(clap::Args)]
pub struct Options {
    /// Only the groups whose name contains this: udp, tcp, wasm, rewind
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// How often everything is run; the best round counts
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100))]
    rounds: u32,
    /// Also measure WASM with the engine's crates at these levels instead of what dist ships
    #[arg(long, value_name = "LEVEL", value_parser = ["1", "2", "3", "s", "z"])]
    opt: Vec<String>,
    /// Print the figures as JSON instead of a table
    #[arg(long)]
    json: bool,
    /// Fail when a budget is missed
    #[arg(long)]
    check: bool,
}

/// The groups of figures, each with the workloads that it needs, as the runners take them.
const GROUPS: [(&str, &[&str]); 4] = [
    ("udp", &["udp=100000", "things-due=1000"]),
    (
        "tcp",
        &[
            "pair-ours=10000000",
            "pair-smoltcp=10000000",
            "tcp=10000000",
            "pair-ours-loss=10000000",
            "pair-smoltcp-loss=10000000",
            "tcp-loss=10000000",
        ],
    ),
    ("wasm", &["udp=100000", "tcp=10000000"]),
    ("rewind", &["rewind=700"]),
];

/// The crates that `Cargo.toml` gives a level of their own in the dist profile.
const ENGINE: [&str; 3] = ["hoplab-sim", "hoplab-tcp", "hoplab-wire"];

/// What one run of one workload printed.
pub type Run = Value;

/// The best run of each workload, by runner (`native`, `wasm`, `wasm-3`, …) and workload.
pub type Best = BTreeMap<String, BTreeMap<String, Run>>;

/// A way to run workloads.
struct Runner {
    name: String,
    program: PathBuf,
    before: Vec<PathBuf>,
    workloads: Vec<&'static str>,
    /// Bytes of the WASM module.
    size: Option<usize>,
}

/// Measures, prints, and writes `target/bench.json`.
pub fn run(project: &Project, options: &Options) -> Result<()> {
    let wanted = |group: &str| {
        options
            .only
            .as_ref()
            .is_none_or(|only| group.contains(only))
    };
    let groups: Vec<_> = GROUPS.iter().filter(|(group, _)| wanted(group)).collect();
    if groups.is_empty() {
        let names: Vec<_> = GROUPS.iter().map(|(group, _)| *group).collect();
        bail!("--only: there are {}", names.join(", "));
    }
    let mut runners = vec![native(project, &groups)?];
    if wanted("wasm") {
        install::wasm_target(project)?;
        install::browser_packages(project)?;
        runners.push(wasm(project, None)?);
        for level in &options.opt {
            runners.push(wasm(project, Some(level))?);
        }
    }
    let mut best = Best::new();
    for round in 1..=options.rounds {
        for runner in &runners {
            eprintln!("round {round} of {}: {}", options.rounds, runner.name);
            runner.round(project, best.entry(runner.name.clone()).or_default())?;
        }
    }
    let sizes = runners
        .iter()
        .filter_map(|runner| Some((runner.name.clone(), runner.size?)))
        .collect();
    let figures = figures::figures(&best, &sizes)?;
    report(project, options, &figures, &best)
}

fn report(project: &Project, options: &Options, figures: &[Figure], best: &Best) -> Result<()> {
    let rows: Vec<Value> = figures.iter().map(Figure::to_json).collect();
    let all = json!({ "rounds": options.rounds, "figures": rows, "best": best });
    let text = serde_json::to_string_pretty(&all)?;
    let file = project.target.join("bench.json");
    std::fs::write(&file, &text).with_context(|| file.display().to_string())?;
    if options.json {
        println!("{text}");
    } else {
        figures::print(figures);
        println!("written: {}", file.display());
    }
    let missed: Vec<&str> = figures
        .iter()
        .filter(|figure| figure.missed())
        .map(|figure| figure.name.as_str())
        .collect();
    if options.check && !missed.is_empty() {
        bail!("over budget: {}", missed.join(", "));
    }
    Ok(())
}

/// The native program, in the release profile.
fn native(project: &Project, groups: &[&(&str, &[&'static str])]) -> Result<Runner> {
    let mut cargo = project.cargo();
    cargo.args(["build", "--release", "--package", "hoplab-bench", "--bin"]);
    shell::run(cargo.arg("hoplab-bench"))?;
    let mut workloads: Vec<&str> = Vec::new();
    for workload in groups.iter().flat_map(|(_, workloads)| workloads.iter()) {
        if !workloads.contains(workload) {
            workloads.push(workload);
        }
    }
    let program = format!("release/hoplab-bench{}", std::env::consts::EXE_SUFFIX);
    Ok(Runner {
        name: "native".to_owned(),
        program: project.target.join(program),
        before: Vec::new(),
        workloads,
        size: None,
    })
}

/// The module as `dist` builds the page: same profile, wasm-bindgen, wasm-opt. With a level, the engine's
/// crates are compiled at that one.
fn wasm(project: &Project, level: Option<&str>) -> Result<Runner> {
    let name = level.map_or("wasm".to_owned(), |level| format!("wasm-{level}"));
    let mut cargo = project.cargo();
    cargo.args(["build", "--package", "hoplab-bench", "--lib"]);
    cargo.args(["--profile", "dist", "--target", "wasm32-unknown-unknown"]);
    for engine in ENGINE.iter().filter(|_| level.is_some()) {
        let level = level.unwrap_or_default();
        // A level is a number or a letter, and only a letter is quoted.
        let level = level
            .parse::<u8>()
            .map_or(format!("\"{level}\""), |n| n.to_string());
        cargo.arg("--config");
        cargo.arg(format!("profile.dist.package.{engine}.opt-level={level}"));
    }
    shell::run(&mut cargo)?;
    let linked = "wasm32-unknown-unknown/dist/hoplab_bench.wasm";
    let folder = project.target.join("bench").join(&name);
    wasm_bindgen_cli_support::Bindgen::new()
        .input_path(project.target.join(linked))
        .out_name("bench")
        .nodejs(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(&folder)
        .context("wasm-bindgen")?;
    let module = folder.join("bench_bg.wasm");
    bundle::optimise(project, &module)?;
    let (_, workloads) = GROUPS[2];
    Ok(Runner {
        name,
        program: PathBuf::from("node"),
        before: vec![
            project.root.join("tests/bench/run.cjs"),
            folder.join("bench.js"),
        ],
        workloads: workloads.to_vec(),
        size: Some(brotli_size(&module)?),
    })
}

fn brotli_size(module: &Path) -> Result<usize> {
    let bytes = std::fs::read(module).with_context(|| module.display().to_string())?;
    Ok(crate::site::brotli(&bytes)?.len())
}

impl Runner {
    /// Runs every workload once and keeps what was quicker than before.
    fn round(&self, project: &Project, best: &mut BTreeMap<String, Run>) -> Result<()> {
        let mut command = project.command(&self.program);
        command.args(&self.before).args(&self.workloads);
        let text = shell::capture(&mut command)?;
        for line in text.lines() {
            let run: Run = serde_json::from_str(line)
                .with_context(|| format!("`{}` printed {line}", shown(&command)))?;
            let name = run["name"].as_str().context("a run without a name")?;
            let Some(kept) = best.get_mut(name) else {
                best.insert(name.to_owned(), run);
                continue;
            };
            keep_best(kept, &run);
        }
        Ok(())
    }
}

/// Keeps the least of every time; all else is the same in every round, or something is wrong.
fn keep_best(kept: &mut Run, run: &Run) {
    for key in ["nanos", "bare", "worst_seek", "median_seek"] {
        if let (Some(before), Some(now)) = (kept[key].as_u64(), run[key].as_u64())
            && now < before
        {
            kept[key] = json!(now);
        }
    }
}
