//! What functions are called, in a form that outlives a build; and the list of those that move.

use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};
use walrus::{Function, FunctionKind, Module};

/// The name as a person would write it, type arguments and all, without what differs from machine
/// to machine: the crates' hashes.
pub fn stable(function: &Function) -> Option<String> {
    let name = function.name.as_deref()?;
    Some(format!("{:#}", rustc_demangle::demangle(name)))
}

/// The functions that may come later than the page. Names run to hundreds of letters, so the list
/// holds a hash of each.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Later(BTreeSet<u64>);

impl Later {
    /// Reads a list: a hash a line, `#` before remarks.
    pub fn parse(text: &str) -> Result<Later> {
        let lines = text.lines().map(str::trim);
        lines
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(|line| {
                u64::from_str_radix(line, 16).with_context(|| format!("not a hash: {line}"))
            })
            .collect::<Result<_>>()
            .map(Later)
    }

    /// All functions of the module but those that ran or may run at any visit, and the name of each. Two functions
    /// may share a name; then both ran if one did.
    pub fn all_but(module: &Module, ran: &BTreeSet<String>) -> (Later, BTreeMap<u64, String>) {
        let local = |function: &&Function| matches!(function.kind, FunctionKind::Local(_));
        let names: BTreeMap<u64, String> = module
            .funcs
            .iter()
            .filter(local)
            .filter_map(stable)
            .filter(|name| !ran.contains(name) && !by_chance(name))
            .map(|name| (hash(&name), name))
            .collect();
        (Later(names.keys().copied().collect()), names)
    }

    /// Whether a function is on the list.
    pub fn has(&self, function: &Function) -> bool {
        stable(function).is_some_and(|name| self.0.contains(&hash(&name)))
    }

    /// The list as text.
    pub fn to_text(&self) -> String {
        let remark = "# Functions that a first visit does without, by the hash of their names.\n\
                      # Written by `cargo xtask profile`, read by `cargo xtask dist`.\n";
        let lines: String = self.0.iter().map(|hash| format!("{hash:012x}\n")).collect();
        format!("{remark}{lines}")
    }
}

/// Whether it depends on how fast a machine is, and on nothing that anybody does, whether this runs: the scheduler of
/// the page's components meets what it has put off already only where frames come faster than it has done its work.
fn by_chance(name: &str) -> bool {
    let dropped =
        name.contains("drop_in_place") && name.contains("yew::html::component::lifecycle");
    dropped || name.contains("yew::scheduler::")
}

/// 48 bits: enough for some thousand names, and no harm done if two should meet.
fn hash(name: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(name.as_bytes()) >> 16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_as_it_was_written() {
        let later = Later([1, hash("core::fmt::Write")].into());
        assert_eq!(Later::parse(&later.to_text()).unwrap(), later);
        assert!(Later::parse("hello").is_err());
    }

    #[test]
    fn what_runs_by_chance_comes_first_though_no_profiled_visit_ran_it() {
        for name in [
            "core::ptr::drop_in_place::<alloc::boxed::Box<dyn yew::scheduler::Runnable>>",
            "core::ptr::drop_in_place::<<yew::html::component::lifecycle::ComponentState>::suspend::{closure#0}>",
            "<yew::scheduler::TopologicalQueue>::push",
        ] {
            assert!(by_chance(name), "{name}");
        }
        assert!(!by_chance("hoplab_web::panels::help::help"));
    }

    #[test]
    fn a_name_keeps_its_type_arguments_and_loses_the_hashes_of_crates() {
        let mut module = Module::default();
        let ty = module.types.add(&[], &[]);
        let (id, _) = module.add_import_func("", "", ty);
        let function = module.funcs.get_mut(id);
        function.name = Some("_RINvNtCsdTFPVHlmQZY_4core3ptr13drop_in_placemECs1234_3lab".into());
        assert_eq!(stable(function).unwrap(), "core::ptr::drop_in_place::<u32>");
    }
}
