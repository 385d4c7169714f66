//! What functions are called, in a form that outlives a build, and the paths such a name mentions.

use std::collections::BTreeSet;
use walrus::Function;

/// The name as a person would write it, type arguments and all, without what differs from machine
/// to machine: the crates' hashes.
pub fn stable(function: &Function) -> Option<String> {
    function.name.as_deref().map(demangled)
}

/// The same of the linker's name.
pub fn demangled(name: &str) -> String {
    format!("{:#}", rustc_demangle::demangle(name))
}

/// The paths in a name.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Paths {
    /// The function's own: `<Vec<Node> as Clone>::clone` is `Vec::clone` and `Clone::clone`.
    pub own: BTreeSet<String>,
    /// All others: of this function `Vec`, `Clone` and the type argument `Node`.
    pub others: BTreeSet<String>,
}

impl Paths {
    /// Reads a name.
    pub fn of(name: &str) -> Paths {
        let mut reader = Reader {
            tokens: tokens(name),
            at: 0,
            found: BTreeSet::new(),
        };
        let own: BTreeSet<String> = reader.path().into_iter().flatten().collect();
        while reader.at < reader.tokens.len() {
            if reader.path().is_none() {
                reader.at += 1;
            }
        }
        let others = reader.found.difference(&own).cloned().collect();
        Paths { own, others }
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &String> {
        self.own.iter().chain(&self.others)
    }

    /// All of them.
    pub fn into_all(self) -> impl Iterator<Item = String> {
        self.own.into_iter().chain(self.others)
    }
}

/// Identifiers, `::`, `{closure#0}` and its like as a whole, and all else letter by letter.
fn tokens(name: &str) -> Vec<&str> {
    let mut rest = name;
    let mut tokens = Vec::new();
    while let Some(first) = rest.chars().next() {
        let is_in_word = |c: char| c.is_alphanumeric() || c == '_';
        let len = match first {
            ':' if rest.starts_with("::") => 2,
            '{' => braces(rest),
            c if is_in_word(c) => rest.find(|c| !is_in_word(c)).unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        tokens.push(&rest[..len]);
        rest = &rest[len..];
    }
    tokens
}

/// How long the part in braces is with which the text begins.
fn braces(text: &str) -> usize {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    text.len()
}

struct Reader<'a> {
    tokens: Vec<&'a str>,
    at: usize,
    found: BTreeSet<String>,
}

impl<'a> Reader<'a> {
    fn peek(&self, ahead: usize) -> &'a str {
        self.tokens.get(self.at + ahead).copied().unwrap_or("")
    }

    /// A path that begins here, or the two of `<Type as Trait>::function`; `None` where something else does.
    fn path(&mut self) -> Option<Vec<String>> {
        const WORDS: [&str; 7] = ["as", "dyn", "mut", "for", "fn", "impl", "const"];
        let first = self.peek(0);
        let is_word = first.starts_with(|c: char| c.is_alphabetic() || c == '_');
        let mut paths = match first {
            "<" => self.angle_brackets(),
            word if is_word && !WORDS.contains(&word) => {
                self.at += 1;
                vec![word.to_owned()]
            }
            _ => return None,
        };
        loop {
            let next = self.peek(1);
            match self.peek(0) {
                "<" => drop(self.angle_brackets()),
                "::" if next == "<" => self.at += 1,
                "::" if next.starts_with(|c: char| c.is_alphabetic() || "_{".contains(c)) => {
                    self.at += 2;
                    paths
                        .iter_mut()
                        .for_each(|path| *path = format!("{path}::{next}"));
                }
                _ => break,
            }
        }
        self.found.extend(paths.iter().cloned());
        Some(paths)
    }

    /// What is within a pair of angle brackets: the type there, and the trait after `as`.
    fn angle_brackets(&mut self) -> Vec<String> {
        self.at += 1;
        let mut heads = Vec::new();
        let mut may_be_head = true;
        while !matches!(self.peek(0), "" | ">") {
            match (self.peek(0), self.peek(1)) {
                ("as", _) => (self.at, may_be_head) = (self.at + 1, true),
                ("-", ">") => self.at += 2,
                ("(" | "[", _) => (self.at, may_be_head) = (self.at + 1, false),
                _ => match self.path() {
                    Some(paths) if may_be_head => {
                        heads.extend(paths);
                        may_be_head = false;
                    }
                    Some(_) => {}
                    None => self.at += 1,
                },
            }
        }
        self.at += 1;
        heads
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::Module;

    fn assert_paths(name: &str, own: &[&str], others: &[&str]) {
        let set = |paths: &[&str]| paths.iter().map(|path| (*path).to_owned()).collect();
        let (own, others) = (set(own), set(others));
        assert_eq!(Paths::of(name), Paths { own, others }, "{name}");
    }

    #[test]
    fn a_path_continues_behind_angle_brackets_and_type_arguments_are_paths_of_their_own() {
        assert_paths("<a::World>::run", &["a::World::run"], &["a::World"]);
        assert_paths(
            "<b::Vec<a::Node<a::Id>> as c::Clone>::clone",
            &["b::Vec::clone", "c::Clone::clone"],
            &["a::Id", "a::Node", "b::Vec", "c::Clone"],
        );
        assert_paths(
            "<<a::Map as c::View>::view::{closure#1} as c::Call<(a::Event,)>>::call",
            &[
                "a::Map::view::{closure#1}::call",
                "c::Call::call",
                "c::View::view::{closure#1}::call",
            ],
            &[
                "a::Event",
                "a::Map",
                "a::Map::view::{closure#1}",
                "c::Call",
                "c::View",
                "c::View::view::{closure#1}",
            ],
        );
        assert_paths(
            "c::drop::<b::Box<dyn y::Run>>",
            &["c::drop"],
            &["b::Box", "y::Run"],
        );
        assert_paths(
            "<fn(a::B) -> a::C as x::Y>::z",
            &["x::Y::z"],
            &["a::B", "a::C", "x::Y"],
        );
    }

    #[test]
    fn what_is_no_name_of_rust_s_is_read_to_its_end() {
        for name in [
            "",
            "<",
            "a::<",
            "{closure",
            "memcpy externref shim",
            "::>",
            "가::나",
        ] {
            Paths::of(name);
        }
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
