//! Which functions may come later, and which belong to a module of their own: rules a person can read (`web/later.txt`).
//!
//! A rule is a word and a path: `later hoplab_web::panels::dns`. It holds for every function whose name mentions the path or
//! one below it. Of several that hold, the one with the longest path decides, and of two as long
//! `first`. Where no rule holds, a function is in the first module if something else there names it, so what is only
//! called by what comes later needs no rule. `a::{b, c}` stands for `a::b` and `a::c`.
//!
//! `module ko hoplab_words::ko` puts what is of that path into a module `ko`, and what is only needed there goes along; of it, too,
//! comes later what nothing else of a first visit names, as `rest_ko`.

use super::names::Paths;
use anyhow::{Result, bail};
use std::collections::{BTreeMap, BTreeSet};

/// A function of no more bytes than this, constants and all, stays where it is called: the stub it would leave is as large.
const STUB: usize = 24;

/// A function of no more bytes than this does not go by its type arguments, which are not always its own: the compiler makes
/// one of those that come out the same, as `Vec::push` for two types of a size.
const MERGED: usize = 128;

/// How much goes along with a function.
#[derive(Debug, Clone, Default)]
pub struct Weight {
    /// Its own bytes.
    pub code: usize,
    /// Those of constants that it names.
    pub constants: usize,
    /// What is mentioned by the functions of tables that it names, as those of a trait for a type: by that two functions for
    /// two types differ.
    pub tables: BTreeSet<String>,
}

/// The rules of a file.
#[derive(Debug, Default)]
pub struct Rules {
    /// Of each path, whether it may come later.
    by_path: BTreeMap<String, bool>,
    /// Of each path, the number of its module.
    modules_by_path: BTreeMap<String, usize>,
    modules: Vec<String>,
}

/// The words with which a rule begins.
const WORDS: [&str; 3] = ["later", "first", "module"];

impl Rules {
    /// Reads rules, with remarks after `#`.
    pub fn parse(text: &str) -> Result<Rules> {
        let lines = text.lines().map(|line| match line.trim_start() {
            remark if remark.starts_with('#') => "",
            rule => rule.split_once(" #").map_or(rule, |(rule, _)| rule),
        });
        let plain = lines.collect::<Vec<_>>().join(" ");
        let mut words = plain.split_whitespace().peekable();
        let mut rules = Rules::default();
        while let Some(word) = words.next() {
            let module = match word {
                "later" | "first" => None,
                "module" => words.next().map(|name| rules.number_of(name)),
                other => bail!("a rule begins with one of {WORDS:?}, not with `{other}`"),
            };
            let mut path = String::new();
            while let Some(part) = words.next_if(|word| !WORDS.contains(word)) {
                path += part;
            }
            for path in alternatives(&path)? {
                let twice = match module {
                    None => rules
                        .by_path
                        .insert(path.clone(), word == "later")
                        .is_some(),
                    Some(module) => rules.modules_by_path.insert(path.clone(), module).is_some(),
                };
                if twice {
                    bail!("there are two rules for {path}");
                }
            }
        }
        Ok(rules)
    }

    fn number_of(&mut self, module: &str) -> usize {
        let known = self.modules.iter().position(|name| name == module);
        known.unwrap_or_else(|| {
            self.modules.push(module.to_owned());
            self.modules.len() - 1
        })
    }

    /// The names of the modules, in the order in which they come.
    pub fn modules(&self) -> &[String] {
        &self.modules
    }

    /// The number of the module to which a function of this name belongs.
    pub fn module(&self, function: &str) -> Option<usize> {
        let paths = Paths::of(function);
        let ruled = paths
            .own
            .iter()
            .flat_map(|path| of(&self.modules_by_path, path));
        ruled
            .max_by_key(|(path, _)| depth(path))
            .map(|(_, module)| *module)
    }

    /// Whether a function of this name and size comes later whoever names it.
    pub fn send_later(&self, function: &str, weight: &Weight) -> bool {
        let paths = Paths::of(function);
        let is_own = |path: &&String| weight.code > MERGED || weight.tables.contains(*path);
        let others = paths.others.iter().filter(is_own);
        let all = paths.own.iter().chain(others);
        let rules = all.flat_map(|path| of(&self.by_path, path));
        let longest = rules.max_by_key(|(path, later)| (depth(path), !**later));
        weight.code + weight.constants > STUB && longest.is_some_and(|(_, later)| *later)
    }

    /// An error that names the paths which no function mentions: what they stood for has another name now.
    pub fn check_used<'a>(&self, functions: impl Iterator<Item = &'a str>) -> Result<()> {
        let all = self.by_path.keys().chain(self.modules_by_path.keys());
        let mut unused: BTreeSet<&String> = all.collect();
        for function in functions {
            for path in Paths::of(function).all() {
                for path in prefixes(path) {
                    unused.remove(&path.to_owned());
                }
            }
        }
        if !unused.is_empty() {
            let unused: Vec<&str> = unused.into_iter().map(String::as_str).collect();
            bail!("no function is called {}", unused.join(", or "));
        }
        Ok(())
    }
}

/// A path and what it is below.
fn prefixes(path: &str) -> impl Iterator<Item = &str> {
    let ends = path.match_indices("::").map(|(at, _)| at);
    ends.chain([path.len()]).map(|end| &path[..end])
}

/// What is said of a path and what it is below.
fn of<'a, T>(rules: &'a BTreeMap<String, T>, path: &str) -> Vec<(&'a String, &'a T)> {
    let ruled = prefixes(path).filter_map(|path| rules.get_key_value(path));
    ruled.collect()
}

fn depth(path: &str) -> usize {
    path.matches("::").count()
}

/// The paths that `a::{b, c}::d` stands for.
fn alternatives(path: &str) -> Result<Vec<String>> {
    // `{closure#0}` is a name and stands for itself.
    let names = path.replace("{closure#", "(closure#");
    let Some(at) = names.find("::{") else {
        if path.is_empty() || names.contains(['{', ',']) {
            bail!("`{path}` is no path");
        }
        return Ok(vec![path.to_owned()]);
    };
    let before = &path[..at];
    let Some((within, after)) = path[at + "::{".len()..].split_once('}') else {
        bail!("a brace of {path} is not closed");
    };
    let parts = within.split(',').filter(|part| !part.is_empty());
    let each = parts.map(|part| alternatives(&format!("{before}::{part}{after}")));
    Ok(each.collect::<Result<Vec<_>>>()?.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &str = "
        # What is on no screen at first.
        later web::panels::{ dns, ports,  # both are tables
                             stack, }
        first web::panels::dns::button
        later serde::Serialize  first web::kept
        later web::ALL
        first web::ALL::{closure#0}
    ";

    fn is_later(function: &str) -> bool {
        Rules::parse(RULES)
            .unwrap()
            .send_later(function, &plain(1000))
    }

    /// A function without constants.
    fn plain(code: usize) -> Weight {
        Weight {
            code,
            ..Weight::default()
        }
    }

    #[test]
    fn what_is_small_stays_or_goes_by_its_own_path_alone() {
        let rules = Rules::parse(RULES).unwrap();
        let send_later = |function, code| rules.send_later(function, &plain(code));
        let (own, argument) = (
            "web::panels::dns::view",
            "<core::Vec<web::panels::dns::Row>>::push",
        );
        assert_eq!(
            [24, 25, 128, 129].map(|code| send_later(own, code)),
            [false, true, true, true]
        );
        let sent = [24, 25, 128, 129].map(|code| send_later(argument, code));
        assert_eq!(sent, [false, false, false, true]);

        let text = Weight {
            constants: 100,
            ..plain(12)
        };
        assert!(rules.send_later(own, &text), "with a text");
        let tables = ["web::panels::dns::Row".to_owned()].into();
        let table = Weight {
            tables,
            ..text.clone()
        };
        assert!(rules.send_later(argument, &table) && !rules.send_later(argument, &text));
    }

    #[test]
    fn the_longest_path_in_a_name_decides() {
        assert!(is_later("web::panels::dns::view"));
        assert!(is_later("<core::Vec<web::panels::ports::Row>>::push"));
        assert!(is_later("<web::Link as serde::Serialize>::serialize"));
        assert!(is_later("web::panels::stack"));
        assert!(!is_later("web::panels::dns::button::press"));
        assert!(!is_later("web::panels::dnssec::view"));
        assert!(!is_later("web::panels::log"));
        assert!(is_later("<web::ALL::{closure#1} as core::Fn>::call"));
        assert!(!is_later("<web::ALL::{closure#0} as core::Fn>::call"));
        assert!(
            !is_later("<web::kept::Kept as serde::Serialize>::serialize"),
            "of two as long"
        );
    }

    #[test]
    fn a_function_is_in_the_module_of_its_own_path() {
        let text = "module en words::en module ko words::{ko, josa} later words::ko::help";
        let rules = Rules::parse(text).unwrap();
        assert_eq!(rules.modules(), ["en", "ko"]);
        let module = |function| rules.module(function);
        assert_eq!(module("words::en::stage::title"), Some(0));
        assert_eq!(module("<words::josa::Name as core::Display>::fmt"), Some(1));
        assert_eq!(module("core::drop::<words::ko::Text>"), None);
        assert_eq!(module("words::english"), None);
        assert!(rules.send_later("words::ko::help", &plain(1000)));
        assert!(!rules.send_later("words::ko::stage", &plain(1000)));
    }

    #[test]
    fn a_rule_for_what_is_gone_is_named() {
        let rules = Rules::parse("later a::{b, c}").unwrap();
        rules
            .check_used(["a::b::x", "<a::c as d>::e"].into_iter())
            .unwrap();
        let error = rules.check_used(["a::b"].into_iter()).unwrap_err();
        assert_eq!(error.to_string(), "no function is called a::c");
    }

    #[test]
    fn what_is_no_rule_is_refused() {
        for text in [
            "soon a::b",
            "later",
            "later a::{b",
            "later a first a",
            "later a::b,c",
            "module",
            "module en",
            "module en a module en a",
        ] {
            assert!(Rules::parse(text).is_err(), "{text}");
        }
        assert!(!Rules::parse("").unwrap().send_later("a::b", &plain(1000)));
    }
}
