//! One module becomes several: what a first visit runs, what may come later, and what each language alone needs.
//!
//! Which functions those are say rules (`web/later.txt`), and what is needed only by them goes along; what a mistake in a
//! rule costs is time, never correctness. A function that is called from another part leaves a stub of its signature
//! there. The stub sees to it that the function's part is there (an import blocks until it is, if need be) and
//! jumps through a slot of the function table, which that part has filled when it came.
//! A function that had a slot already, because somebody takes its address, keeps it: there its part
//! replaces the stub itself, and a pointer to the function stays equal to itself.
//!
//! A part has nothing of its own but code and constants. It imports memory, table and globals from the
//! first, and functions from the parts that are there whenever it is.

mod make;
mod memory;
pub mod names;
pub mod parts;
pub mod relocations;
pub mod rules;
mod table;

use anyhow::{Result, bail};
use make::{Exports, make};
use parts::{Assigned, Part};
use relocations::Relocations;
use rules::Rules;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use walrus::ir::{Value, Visitor, dfs_in_order};
use walrus::{ExportItem, Function, FunctionId, FunctionKind, Module};

/// The program in parts.
pub struct Parts {
    /// The modules and their names, the first one first.
    pub modules: Vec<(String, Vec<u8>)>,
    /// The JavaScript that starts them.
    pub glue: String,
}

/// The module of the imports by which the first part asks for another, whose name is the import's: they return when it is
/// there, or throw.
const LOAD: &str = "parts";

/// Splits a module; the relocations are those of the module it was made from.
pub fn split(module: &[u8], glue: &str, relocations: &Relocations, rules: &Rules) -> Result<Parts> {
    let whole = Module::from_buffer(module)?;
    let plan = Plan::new(&whole, relocations, rules)?;
    let mut glue = teach(glue, &plan.names[1..])?;
    let mut made: BTreeMap<Part, Exports> = BTreeMap::new();
    let mut modules = Vec::new();
    for (part, name) in plan.parts.iter().zip(&plan.names) {
        let mut module = Module::from_buffer(module)?;
        let exports = make(&mut module, *part, &plan, &made)?;
        made.insert(*part, exports);
        if *part == Part::FIRST {
            shorten_imports(&mut module, &mut glue);
        }
        // The linker's relocations are true of none.
        let customs: Vec<_> = module.customs.iter().map(|(id, _)| id).collect();
        for id in customs {
            module.customs.delete(id);
        }
        modules.push((name.clone(), module.emit_wasm()));
    }
    Ok(Parts { modules, glue })
}

/// Teaches wasm-bindgen's glue the imports of [`LOAD`]: `whenMissed` takes what is to be called with a part's name.
fn teach(text: &str, parts: &[String]) -> Result<String> {
    let imports = "\"./hoplab_bg.js\": import0,\n";
    if text.matches(imports).count() != 1 {
        bail!("wasm-bindgen's glue does not list its imports as it did");
    }
    let each = parts
        .iter()
        .map(|name| format!("{name}: () => missed(\"{name}\", wasm)"));
    let each = each.collect::<Vec<_>>().join(", ");
    let more = format!("{imports}        {LOAD}: {{ {each} }},\n");
    Ok(text.replace(imports, &more)
        + "\nlet missed;\nexport function whenMissed(call) { missed = call; }\n")
}

/// Gives the imports from the glue short names in both: wasm-bindgen's end in sixteen random digits
/// each, which no compression makes shorter.
fn shorten_imports(module: &mut Module, glue: &mut String) {
    let from_glue = module
        .imports
        .iter_mut()
        .filter(|import| import.module.ends_with(".js"));
    for (number, import) in from_glue.enumerate() {
        let key = format!("        {}: ", import.name);
        if glue.matches(&key).count() == 1 {
            import.name = short(number);
            *glue = glue.replace(&key, &format!("        {}: ", import.name));
        }
    }
}

/// `a`, `b` … `z`, `aa`: names of which none begins as wasm-bindgen's do.
fn short(number: usize) -> String {
    let letter = char::from(b'a' + u8::try_from(number % 26).unwrap_or(0));
    match number / 26 {
        0 => letter.to_string(),
        more => format!("{}{letter}", short(more - 1)),
    }
}

/// Functions are told by their number in the order of the module that is split, which is the same
/// however often it is read.
type Number = usize;

/// What goes where.
struct Plan {
    /// All parts, each after those that it has.
    parts: Vec<Part>,
    /// Their names.
    names: Vec<String>,
    /// The part of each function.
    functions: Vec<Part>,
    /// Where the stubs of functions are, which somebody calls who may be there without them.
    stubs: BTreeMap<Number, Part>,
    /// The slots of functions.
    slots: BTreeMap<Number, Vec<u32>>,
    /// The functions that a part takes over from another, by the part that has them or their stubs.
    shared: BTreeMap<Part, BTreeSet<Number>>,
    /// The memory that comes with each part but the first.
    memory: BTreeMap<Part, Vec<Range<u32>>>,
    /// How many slots the table has to have.
    table_size: u32,
}

impl Plan {
    fn new(module: &Module, relocations: &Relocations, rules: &Rules) -> Result<Plan> {
        let assigned = Assigned::find(module, relocations, rules)?;
        let memory = assigned.memory(relocations);
        for id in functions(module) {
            check_unknown(module, id, relocations, &memory)?;
        }
        let naming = naming(module, relocations, &assigned);
        let stubs = stubs(&assigned.functions, &naming);
        let mut slots = table::taken_slots(module)?;
        let mut table_size = table::size(module)?;
        for number in stubs.keys() {
            slots.entry(*number).or_insert_with(|| {
                table_size += 1;
                vec![table_size - 1]
            });
        }
        let later = [false, true].into_iter();
        let modules = || {
            [None]
                .into_iter()
                .chain((0..rules.modules().len()).map(Some))
        };
        let parts = later.flat_map(|later| modules().map(move |module| Part { later, module }));
        let parts: Vec<Part> = parts.collect();
        let mut plan = Plan {
            names: parts.iter().map(|part| part.name(rules)).collect(),
            parts,
            functions: assigned.functions,
            stubs,
            slots,
            shared: BTreeMap::new(),
            memory,
            table_size,
        };
        for Naming { by, function, how } in naming {
            let from = plan.provider(by, function);
            if from != by && how == How::Calls {
                plan.shared.entry(from).or_default().insert(function);
            }
        }
        Ok(plan)
    }

    /// The part that has a function or its stub for one that calls it.
    fn provider(&self, by: Part, function: Number) -> Part {
        let part = self.functions[function];
        match self.stubs.get(&function) {
            Some(stub) if !by.has(part) => *stub,
            _ => part,
        }
    }

    /// Whether a part has a function's stub.
    fn has_stub(&self, part: Part, function: Number) -> bool {
        self.stubs.get(&function) == Some(&part)
    }
}

/// A function is named in a part.
struct Naming {
    by: Part,
    function: Number,
    how: How,
}

#[derive(PartialEq, Eq)]
enum How {
    Calls,
    KnowsItsAddress,
}

/// Who names whom.
fn naming(module: &Module, relocations: &Relocations, assigned: &Assigned) -> Vec<Naming> {
    let ids = functions(module);
    let numbers: BTreeMap<FunctionId, Number> = (0..).zip(&ids).map(|(n, id)| (*id, n)).collect();
    let mut by_name: BTreeMap<&str, Vec<Number>> = BTreeMap::new();
    for (number, id) in ids.iter().enumerate() {
        let name = parts::linker_name(module, *id);
        by_name.entry(name).or_default().push(number);
    }
    let mut all = Vec::new();
    for (id, by) in ids.iter().zip(assigned.functions.iter().copied()) {
        all.extend(references(module, *id).into_iter().map(|id| Naming {
            by,
            function: numbers[&id],
            how: How::Calls,
        }));
    }
    let known = ids
        .iter()
        .map(|id| relocations.uses(parts::linker_name(module, *id)));
    let by_functions = known.zip(&assigned.functions);
    let constants = relocations
        .constants()
        .iter()
        .map(|constant| Some(&constant.uses));
    for (uses, by) in by_functions.chain(constants.zip(&assigned.constants)) {
        let pointers = uses.into_iter().flat_map(|uses| &uses.pointers);
        let pointed = pointers
            .filter_map(|name| by_name.get(name.as_str()))
            .flatten();
        all.extend(pointed.map(|number| Naming {
            by: *by,
            function: *number,
            how: How::KnowsItsAddress,
        }));
    }
    for export in module.exports.iter() {
        if let ExportItem::Function(id) = export.item {
            all.push(Naming {
                by: Part::FIRST,
                function: numbers[&id],
                how: How::Calls,
            });
        }
    }
    all
}

/// The functions that are named where they may not be yet. A stub is in the first part, or in the rest if that is there
/// whenever the function is and whenever it is named.
fn stubs(functions: &[Part], naming: &[Naming]) -> BTreeMap<Number, Part> {
    let mut stubs = BTreeMap::new();
    for Naming { by, function, .. } in naming {
        let part = functions[*function];
        if !by.has(part) {
            let nearest = if by.later && part.later && part != Part::REST {
                Part::REST
            } else {
                Part::FIRST
            };
            let place = stubs.entry(*function).or_insert(nearest);
            *place = nearest.min(*place);
        }
    }
    stubs
}

/// The functions that come later by the rules.
pub fn later(
    module: &Module,
    relocations: &Relocations,
    rules: &Rules,
) -> Result<BTreeSet<FunctionId>> {
    let assigned = Assigned::find(module, relocations, rules)?;
    let parts = functions(module).into_iter().zip(assigned.functions);
    Ok(parts
        .filter(|(_, part)| part.later)
        .map(|(id, _)| id)
        .collect())
}

fn is_local(function: &Function) -> bool {
    matches!(function.kind, FunctionKind::Local(_))
}

/// How long a function was in the file it was read from.
pub fn bytes(function: &Function) -> usize {
    match &function.kind {
        FunctionKind::Local(local) => local
            .original_range
            .as_ref()
            .map_or(0, ExactSizeIterator::len),
        _ => 0,
    }
}

fn functions(module: &Module) -> Vec<FunctionId> {
    module.funcs.iter().map(walrus::Function::id).collect()
}

/// The functions that a function's body names.
fn references(module: &Module, id: FunctionId) -> Vec<FunctionId> {
    struct Collect(Vec<FunctionId>);
    impl Visitor<'_> for Collect {
        fn visit_function_id(&mut self, function: &FunctionId) {
            self.0.push(*function);
        }
    }
    let mut found = Collect(Vec::new());
    if let FunctionKind::Local(local) = &module.funcs.get(id).kind {
        dfs_in_order(&mut found, local, local.entry_block());
    }
    found.0
}

/// wasm-bindgen adds a few functions, of which the linker knew nothing. They name no constants; should
/// one hold a number that could be the address of a constant that moves, better no page than a
/// wrong one.
fn check_unknown(
    module: &Module,
    id: FunctionId,
    relocations: &Relocations,
    memory: &BTreeMap<Part, Vec<Range<u32>>>,
) -> Result<()> {
    struct Addresses<'a>(&'a BTreeMap<Part, Vec<Range<u32>>>, bool);
    impl Visitor<'_> for Addresses<'_> {
        fn visit_value(&mut self, value: &Value) {
            if let Value::I32(number) = value {
                let hit = |range: &Range<u32>| range.contains(&number.cast_unsigned());
                self.1 |= self.0.values().flatten().any(hit);
            }
        }
    }
    let function = module.funcs.get(id);
    let name = function.name.as_deref();
    let known = name.is_some_and(|name| relocations.know(name));
    if let (FunctionKind::Local(local), false) = (&function.kind, known) {
        let mut addresses = Addresses(memory, false);
        dfs_in_order(&mut addresses, local, local.entry_block());
        if addresses.1 {
            bail!("{name:?}, which the linker did not make, may read a constant that moves");
        }
    }
    Ok(())
}
