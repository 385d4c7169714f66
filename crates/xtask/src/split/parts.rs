//! Which part of the program each function and each constant belongs to: by the rules, and by who needs it.
//!
//! Whatever a part can reach by calls, function pointers and constants is there when the part is, or is fetched when it
//! is called.

use super::names;
use super::relocations::{Constant, Relocations, Uses};
use super::rules::{Rules, Weight};
use super::{bytes, functions, is_local, references};
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use walrus::{ExportItem, Function, FunctionId, Module};

/// A part of the program. One that others need comes before them in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// Whether it may come after the page.
    pub later: bool,
    /// The number of the rules' module that it belongs to, such as a language's.
    pub module: Option<usize>,
}

impl Part {
    /// What is there before everything else.
    pub const FIRST: Part = Part {
        later: false,
        module: None,
    };

    /// What comes after the page and belongs to no module of its own.
    pub const REST: Part = Part {
        later: true,
        module: None,
    };

    /// Where something belongs that both need.
    fn shared(self, other: Part) -> Part {
        Part {
            later: self.later && other.later,
            module: self.module.filter(|_| self.module == other.module),
        }
    }

    /// Whether the other is there whenever this is.
    pub fn has(self, other: Part) -> bool {
        let module = other.module.is_none() || other.module == self.module;
        module && (self.later || !other.later)
    }

    /// Its name in names of files and imports.
    pub fn name(self, rules: &Rules) -> String {
        match (self.later, self.module) {
            (false, None) => "first".to_owned(),
            (true, None) => "rest".to_owned(),
            (false, Some(module)) => rules.modules()[module].clone(),
            (true, Some(module)) => format!("rest_{}", rules.modules()[module]),
        }
    }
}

/// The part of everything there is.
pub struct Assigned {
    /// Of each function, in the module's order.
    pub functions: Vec<Part>,
    /// Of each constant, in the linker's order.
    pub constants: Vec<Part>,
}

/// Something that can name others: a function of the module, or a constant, by their numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Node {
    Function(usize),
    Constant(usize),
}

struct Search<'a> {
    module: &'a Module,
    relocations: &'a Relocations,
    ids: Vec<FunctionId>,
    numbers: BTreeMap<FunctionId, usize>,
    by_name: BTreeMap<&'a str, Vec<usize>>,
    /// Of each function, whether a rule sends it later, and the module that a rule names.
    ruled: Vec<(bool, Option<usize>)>,
    functions: Vec<Option<Part>>,
    constants: Vec<Option<Part>>,
}

impl Assigned {
    /// Goes from what is called from outside to all that it reaches.
    pub fn find(module: &Module, relocations: &Relocations, rules: &Rules) -> Result<Assigned> {
        let mut search = Search::new(module, relocations, rules)?;
        let outside = search.called_from_outside();
        search.spread(outside, Part::FIRST);
        // What nothing reaches is never called. Should it be, it is there with all it needs.
        let unreached = (0..search.ids.len()).filter(|number| search.functions[*number].is_none());
        let unreached: Vec<usize> = unreached.collect();
        search.spread(unreached, Part::REST);
        let all = |parts: Vec<Option<Part>>| {
            let parts = parts.into_iter();
            parts.map(|part| part.unwrap_or(Part::REST)).collect()
        };
        Ok(Assigned {
            functions: all(search.functions),
            constants: all(search.constants),
        })
    }

    /// The memory that comes with each part but the first, in ranges that are in order and apart from each other.
    pub fn memory(&self, relocations: &Relocations) -> BTreeMap<Part, Vec<Range<u32>>> {
        let mut bytes: BTreeMap<u32, Part> = BTreeMap::new();
        for (constant, part) in relocations.constants().iter().zip(&self.constants) {
            let part = if constant.may_move {
                *part
            } else {
                Part::FIRST
            };
            for byte in constant.place.clone() {
                // Constants may overlap, as where one text is the end of another.
                let at = bytes.entry(byte).or_insert(part);
                *at = at.shared(part);
            }
        }
        let mut memory: BTreeMap<Part, Vec<Range<u32>>> = BTreeMap::new();
        for (byte, part) in bytes {
            let ranges = memory.entry(part).or_default();
            match ranges.last_mut() {
                Some(range) if range.end == byte => range.end += 1,
                _ => ranges.push(byte..byte + 1),
            }
        }
        memory.remove(&Part::FIRST);
        memory
    }
}

impl<'a> Search<'a> {
    fn new(module: &'a Module, relocations: &'a Relocations, rules: &Rules) -> Result<Search<'a>> {
        let ids = functions(module);
        let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut called = Vec::new();
        let mut ruled = Vec::new();
        for (number, id) in ids.iter().enumerate() {
            let function = module.funcs.get(*id);
            by_name
                .entry(linker_name(module, *id))
                .or_default()
                .push(number);
            let stable = names::stable(function).unwrap_or_default();
            ruled.push(if is_local(function) {
                let weight = weight(function, relocations);
                (rules.send_later(&stable, &weight), rules.module(&stable))
            } else {
                (false, None)
            });
            called.push(stable);
        }
        rules.check_used(called.iter().map(String::as_str))?;
        let mut search = Search {
            module,
            relocations,
            numbers: (0..).zip(&ids).map(|(number, id)| (*id, number)).collect(),
            functions: vec![None; ids.len()],
            constants: vec![None; relocations.constants().len()],
            ids,
            by_name,
            ruled,
        };
        search.unite_merged(rules.modules().len());
        Ok(search)
    }

    /// Of two functions that come out the same the compiler makes one, and its name is that of either: a text that is the
    /// same in two languages is of none. It tells itself by who names it: a function of another module, or a table in which
    /// the modules are not each for itself.
    fn unite_merged(&mut self, modules: usize) {
        let of = |search: &Search, node: &Node| match node {
            Node::Function(number) => search.ruled[*number].1,
            Node::Constant(_) => None,
        };
        let functions = (0..self.ids.len()).map(Node::Function);
        let constants = (0..self.constants.len()).map(Node::Constant);
        let mut merged = Vec::new();
        for node in functions.chain(constants) {
            let mut named = self.named_by(node);
            named.retain(|named| of(self, named).is_some());
            match (node, of(self, &node)) {
                (Node::Function(_), Some(own)) => named.retain(|it| of(self, it) != Some(own)),
                (Node::Function(_), None) => named.clear(),
                (Node::Constant(_), _) => {
                    let each: BTreeSet<_> = named.iter().map(|it| of(self, it)).collect();
                    if each.len() == modules && named.len() == modules {
                        named.clear();
                    }
                }
            }
            merged.extend(named);
        }
        for node in merged {
            if let Node::Function(number) = node {
                self.ruled[number].1 = None;
            }
        }
    }

    /// wasm-bindgen's own functions are called from outside, too, and by ways of which no linker knows.
    fn called_from_outside(&self) -> Vec<usize> {
        let unknown = self.ids.iter().copied().filter(|id| {
            let known = self.relocations.know(linker_name(self.module, *id));
            !known || !is_local(self.module.funcs.get(*id))
        });
        let exported = self
            .module
            .exports
            .iter()
            .filter_map(|export| match export.item {
                ExportItem::Function(id) => Some(id),
                _ => None,
            });
        let all = unknown.chain(exported).chain(self.module.start);
        all.map(|id| self.numbers[&id]).collect()
    }

    /// Something in this part names these functions.
    fn spread(&mut self, functions: Vec<usize>, part: Part) {
        let named = functions.into_iter().map(Node::Function);
        let mut ahead: Vec<(Node, Part)> = named.map(|node| (node, part)).collect();
        while let Some((node, by)) = ahead.pop() {
            if let Some(part) = self.lower(node, by) {
                ahead.extend(self.named_by(node).into_iter().map(|named| (named, part)));
            }
        }
    }

    /// Lets something be needed by a part as well; the part it is in now, if that is another.
    fn lower(&mut self, node: Node, by: Part) -> Option<Part> {
        let (now, by) = match node {
            Node::Function(number) => {
                let (later, module) = self.ruled[number];
                let by = Part {
                    later: later || by.later,
                    module: module.or(by.module),
                };
                (&mut self.functions[number], by)
            }
            Node::Constant(number) => (&mut self.constants[number], by),
        };
        let part = now.map_or(by, |part| part.shared(by));
        (now.replace(part) != Some(part)).then_some(part)
    }

    fn named_by(&self, node: Node) -> Vec<Node> {
        let (uses, mut named) = match node {
            Node::Function(number) => {
                let id = self.ids[number];
                let called = references(self.module, id).into_iter();
                let called = called.map(|id| Node::Function(self.numbers[&id]));
                (
                    self.relocations.uses(linker_name(self.module, id)),
                    called.collect(),
                )
            }
            Node::Constant(number) => {
                (Some(&self.relocations.constants()[number].uses), Vec::new())
            }
        };
        if let Some(Uses {
            constants,
            pointers,
        }) = uses
        {
            named.extend(constants.iter().map(|number| Node::Constant(*number)));
            // Two functions may share a name; then each is taken to be meant.
            let pointed = pointers
                .iter()
                .filter_map(|name| self.by_name.get(name.as_str()));
            named.extend(pointed.flatten().map(|number| Node::Function(*number)));
        }
        named
    }
}

fn weight(function: &Function, relocations: &Relocations) -> Weight {
    let uses = relocations.uses(function.name.as_deref().unwrap_or_default());
    let numbers = uses.into_iter().flat_map(|uses| &uses.constants);
    let constants: Vec<&Constant> = numbers
        .map(|number| &relocations.constants()[*number])
        .collect();
    let tables = constants
        .iter()
        .flat_map(|constant| &constant.uses.pointers);
    let paths = tables.flat_map(|name| names::Paths::of(&names::demangled(name)).into_all());
    Weight {
        code: bytes(function),
        constants: constants.iter().map(|constant| constant.place.len()).sum(),
        tables: paths.collect(),
    }
}

/// What the linker calls a function.
pub fn linker_name(module: &Module, id: FunctionId) -> &str {
    module.funcs.get(id).name.as_deref().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn part(later: bool, module: Option<usize>) -> Part {
        Part { later, module }
    }

    #[test]
    fn what_two_parts_share_is_in_one_that_both_have() {
        let all =
            [false, true].map(|later| [None, Some(0), Some(1)].map(|module| part(later, module)));
        let all = all.concat();
        for a in &all {
            for b in &all {
                let shared = a.shared(*b);
                assert!(a.has(shared) && b.has(shared), "{a:?} and {b:?}");
                assert_eq!(shared, b.shared(*a));
            }
        }
        assert_eq!(
            part(true, Some(0)).shared(part(false, Some(0))),
            part(false, Some(0))
        );
        assert_eq!(part(true, Some(0)).shared(part(true, Some(1))), Part::REST);
        assert_eq!(part(true, None).shared(part(false, Some(1))), Part::FIRST);
    }

    #[test]
    fn a_part_comes_after_those_it_has() {
        let (en, rest_en) = (part(false, Some(0)), part(true, Some(0)));
        let order = [Part::FIRST, en, part(false, Some(1)), Part::REST, rest_en];
        assert!(order.is_sorted());
        for other in [Part::FIRST, en, Part::REST] {
            assert!(rest_en.has(other) && !other.has(rest_en));
        }
        assert!(!Part::REST.has(en) && !rest_en.has(part(false, Some(1))));
    }
}
