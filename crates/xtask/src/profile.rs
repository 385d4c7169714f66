//! `cargo xtask profile`: which functions a first visit runs.
//!
//! The published page's program is built with a mark in each function, and
//! tests/browser/first-minute.js does in Chromium what people do in their first minute. The names of
//! all functions that bear no mark in the end go to `web/later.txt`, by which `dist` splits.

use crate::bundle::{self, LATER, Languages, Profile, WASM};
use crate::install;
use crate::server::{Caching, Port};
use crate::shell::{self, Project};
use crate::split::names::{self, Later};
use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::sync::{Arc, RwLock};
use walrus::ir::Value;
use walrus::{ConstExpr, FunctionKind, Module, ValType};

/// Builds, watches and writes the list.
pub fn run(project: &Project) -> Result<()> {
    install::browser_packages(project)?;
    let chromium = install::chromium(project)?;
    let linked = bundle::link(project, Profile::Dist, Languages::Spoken)?;
    let path = linked.folder.join(WASM);
    let mut module = Module::from_file(&path)?;
    let names = mark(&mut module);
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
    let marks: Vec<usize> = serde_json::from_str(&shell::capture(&mut visit)?)
        .context("first-minute.js prints the numbers of the functions that ran")?;
    let ran: BTreeSet<String> = marks
        .iter()
        .filter_map(|number| names.get(*number).cloned())
        .collect();

    let (later, names) = Later::all_but(&module, &ran);
    std::fs::write(project.root.join(LATER), later.to_text())?;
    let told = project.target.join("web/later-names.txt");
    let lines: String = names.values().map(|name| format!("{name}\n")).collect();
    std::fs::write(&told, lines)?;
    println!("{} functions ran", ran.len());
    println!(
        "{} did not: {LATER}; their names: {}",
        names.len(),
        told.display()
    );
    Ok(())
}

/// Makes each function set a global of its own when it is entered. The globals are exported as
/// `ran0`, `ran1` and so on; the names are theirs.
fn mark(module: &mut Module) -> Vec<String> {
    let local = |function: &&walrus::Function| matches!(function.kind, FunctionKind::Local(_));
    let functions: Vec<_> = module.funcs.iter().filter(local).map(|f| f.id()).collect();
    let mut names = Vec::new();
    for (number, id) in functions.into_iter().enumerate() {
        let zero = ConstExpr::Value(Value::I32(0));
        let ran = module.globals.add_local(ValType::I32, true, false, zero);
        module.exports.add(&format!("ran{number}"), ran);
        let function = module.funcs.get_mut(id);
        names.push(names::stable(function).unwrap_or_default());
        if let FunctionKind::Local(local) = &mut function.kind {
            let mut body = local.builder_mut().func_body();
            body.const_at(0, Value::I32(1)).global_set_at(1, ran);
        }
    }
    names
}
