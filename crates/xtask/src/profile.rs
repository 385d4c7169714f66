//! `cargo xtask profile`: whether the rules of `web/later.txt` fit what a first visit runs.
//!
//! The published page's program is built with a mark in each function, and
//! tests/browser/first-minute.js does in Chromium what people do in their first minute. A function that ran and that the
//! rules send later is a stray: it fails the command. What weighs in the first module and did not run is
//! told by the path it is under, for whoever looks for a rule that is missing.

use crate::bundle::{self, LATER, Languages, Profile, WASM};
use crate::install;
use crate::server::{Caching, Port};
use crate::shell::{self, Project};
use crate::split::{self, names};
use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, RwLock};
use walrus::ir::Value;
use walrus::{ConstExpr, FunctionId, FunctionKind, Module, ValType};

/// Builds, watches and tells.
pub fn run(project: &Project) -> Result<()> {
    install::browser_packages(project)?;
    let chromium = install::chromium(project)?;
    let linked = bundle::link(project, Profile::Dist, Languages::Spoken)?;
    let path = linked.folder.join(WASM);
    let mut module = Module::from_file(&path)?;
    let later = split::later(&module, &linked.relocations()?, &bundle::rules(project)?)?;
    let functions = mark(&mut module);
    module.emit_wasm_file(&path)?;
    let site = bundle::assemble(project, Profile::Dev, &linked.folder)?;

    let port = Port::bind("127.0.0.1", 0)?;
    let url = port.url();
    let _running = port.serve(Arc::new(RwLock::new(Some(site))), Caching::Never)?;
    let mut visit = project.command("node");
    visit
        .arg(project.browser_tests().join("first-minute.js"))
        .env("HOPLAB_CHROMIUM", chromium)
        .env("HOPLAB_URL", url);
    let marks: BTreeSet<usize> = serde_json::from_str(&shell::capture(&mut visit)?)
        .context("first-minute.js prints the numbers of the functions that ran")?;

    let all = || functions.iter().enumerate();
    let idle = all().filter(|(number, it)| !marks.contains(number) && !later.contains(&it.id));
    print_idle(idle.map(|(_, it)| it));
    let strays = all().filter(|(number, it)| marks.contains(number) && later.contains(&it.id));
    let strays: Vec<&str> = strays.map(|(_, it)| it.name.as_str()).collect();
    println!(
        "{} functions ran, {} of them strays",
        marks.len(),
        strays.len()
    );
    if !strays.is_empty() {
        bail!(
            "a first visit runs what {LATER} sends later:\n{}",
            strays.join("\n")
        );
    }
    Ok(())
}

/// A function with a mark in it.
struct Marked {
    id: FunctionId,
    name: String,
    bytes: usize,
}

/// Makes each function set a global of its own when it is entered. The globals are exported as
/// `ran0`, `ran1` and so on.
fn mark(module: &mut Module) -> Vec<Marked> {
    let local = |function: &&walrus::Function| matches!(function.kind, FunctionKind::Local(_));
    let functions: Vec<_> = module.funcs.iter().filter(local).map(|f| f.id()).collect();
    let mut marked = Vec::new();
    for (number, id) in functions.into_iter().enumerate() {
        let zero = ConstExpr::Value(Value::I32(0));
        let ran = module.globals.add_local(ValType::I32, true, false, zero);
        module.exports.add(&format!("ran{number}"), ran);
        let function = module.funcs.get_mut(id);
        let name = names::stable(function).unwrap_or_default();
        let bytes = split::bytes(function);
        if let FunctionKind::Local(local) = &mut function.kind {
            let mut body = local.builder_mut().func_body();
            body.const_at(0, Value::I32(1)).global_set_at(1, ran);
        }
        marked.push(Marked { id, name, bytes });
    }
    marked
}

/// How many paths and functions are told of.
const MOST_TOLD: usize = 30;

/// Tells what did not run and yet comes first: by the modules it mentions, and function by function.
fn print_idle<'a>(idle: impl Iterator<Item = &'a Marked>) {
    let mut idle: Vec<&Marked> = idle.collect();
    let mut by_module: BTreeMap<String, usize> = BTreeMap::new();
    for function in &idle {
        let paths = names::Paths::of(&function.name);
        let modules = paths.all().filter_map(|path| path.rsplit_once("::"));
        for module in modules.map(|(module, _)| module).collect::<BTreeSet<_>>() {
            *by_module.entry(module.to_owned()).or_default() += function.bytes;
        }
    }
    let mut by_module: Vec<(String, usize)> = by_module.into_iter().collect();
    by_module.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    idle.sort_by_key(|function| std::cmp::Reverse(function.bytes));
    println!("{:>10}  in the first module and idle", "bytes");
    for (module, bytes) in by_module.iter().take(MOST_TOLD) {
        println!("{bytes:>10}  {module}");
    }
    for function in idle.iter().take(MOST_TOLD) {
        println!("{:>10}  {}", function.bytes, function.name);
    }
}
