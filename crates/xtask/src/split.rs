//! One module becomes two: what a first visit runs, and what may come later.
//!
//! Which functions those are says a list (`web/later.txt`); what a mistake in it costs is time,
//! never correctness. A function that moved leaves a stub of its signature in the first module. The
//! stub sees to it that the second module is there (an import blocks until it is, if need be) and
//! jumps through a slot of the function table, which the second module has filled when it came.
//! A moved function that had a slot already, because somebody takes its address, keeps it: there the
//! second module replaces the stub itself, and a pointer to the function stays equal to itself.
//!
//! The second module has nothing of its own but code. It imports memory, table and globals from the
//! first, and of its functions those that it calls.

pub mod names;
pub mod relocations;

use anyhow::{Context, Result, bail};
use names::Later;
use relocations::{Reach, Relocations};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use walrus::ir::{Value, Visitor, dfs_in_order};
use walrus::{
    ConstExpr, Data, DataKind, ElementItems, ElementKind, ExportItem, FunctionBuilder, FunctionId,
    FunctionKind, GlobalId, GlobalKind, ImportedFunction, LocalFunction, Module, TableId, ValType,
    passes,
};

/// The two modules.
pub struct Parts {
    /// What a first visit needs.
    pub first: Vec<u8>,
    /// What can come later.
    pub rest: Vec<u8>,
    /// The JavaScript that starts them.
    pub glue: String,
}

/// How the second module calls the first in its imports.
const FIRST: &str = "first";
/// The import of the first module that returns when the second is there, or throws.
const LOAD: (&str, &str) = ("rest", "missed");

/// Splits a module; the relocations are those of the module it was made from.
pub fn split(module: &[u8], glue: &str, relocations: &Relocations, later: &Later) -> Result<Parts> {
    let mut first = Module::from_buffer(module)?;
    let plan = Plan::new(&first, relocations, later)?;
    let exports = make_first(&mut first, &plan)?;
    let mut rest = Module::from_buffer(module)?;
    make_rest(&mut rest, &plan, &exports)?;
    let mut glue = teach(glue)?;
    shorten_imports(&mut first, &mut glue);
    for part in [&mut first, &mut rest] {
        // The linker's relocations are true of neither.
        let customs: Vec<_> = part.customs.iter().map(|(id, _)| id).collect();
        for id in customs {
            part.customs.delete(id);
        }
    }
    Ok(Parts {
        first: first.emit_wasm(),
        rest: rest.emit_wasm(),
        glue,
    })
}

/// Teaches wasm-bindgen's glue the import [`LOAD`]: `whenRestIsMissed` takes what is to be called.
fn teach(text: &str) -> Result<String> {
    let imports = "\"./hoplab_bg.js\": import0,\n";
    if text.matches(imports).count() != 1 {
        bail!("wasm-bindgen's glue does not list its imports as it did");
    }
    let (module, name) = LOAD;
    let more = format!("{imports}        {module}: {{ {name}: () => restIsMissed(wasm) }},\n");
    Ok(text.replace(imports, &more)
        + "\nlet restIsMissed;\nexport function whenRestIsMissed(call) { restIsMissed = call; }\n")
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

/// Functions are told by their number in the order of the module that is split, which is the same
/// however often it is read.
type Number = usize;

/// What goes where.
struct Plan {
    /// Of each function, whether it moves.
    moves: Vec<bool>,
    /// The slots of functions that move, which the second module fills.
    slots: BTreeMap<Number, Vec<u32>>,
    /// The functions that move and leave a stub, because something that stays may call them.
    stubs: BTreeSet<Number>,
    /// The functions that stay and are called by some that move.
    shared: BTreeSet<Number>,
    /// The memory that nothing that stays reads.
    unread: Vec<Range<u32>>,
    /// How many slots the table has to have.
    table_size: u32,
}

impl Plan {
    fn new(module: &Module, relocations: &Relocations, later: &Later) -> Result<Plan> {
        let functions = functions(module);
        let numbers: BTreeMap<FunctionId, Number> = functions
            .iter()
            .enumerate()
            .map(|(number, id)| (*id, number))
            .collect();
        let moves: Vec<bool> = functions
            .iter()
            .map(|id| {
                let function = module.funcs.get(*id);
                matches!(function.kind, FunctionKind::Local(_)) && later.has(function)
            })
            .collect();

        let stay = functions
            .iter()
            .enumerate()
            .filter(|(number, _)| !moves[*number]);
        let stay = stay.filter_map(|(_, id)| module.funcs.get(*id).name.as_deref());
        let reach = relocations.reach(stay);
        for (number, id) in functions.iter().enumerate() {
            if !moves[number] {
                check_unknown(module, *id, relocations, &reach)?;
            }
        }
        let mut slots = taken_slots(module, &numbers)?;
        slots.retain(|number, _| moves[*number]);
        let pointed = slots.keys().copied().filter(|number| {
            let name = module.funcs.get(functions[*number]).name.as_deref();
            name.is_none_or(|name| reach.pointers.contains(name))
        });
        let mut stubs: BTreeSet<Number> = pointed.collect();
        let mut shared = BTreeSet::new();
        for (number, id) in functions.iter().enumerate() {
            for callee in references(module, *id) {
                let callee = numbers[&callee];
                match (moves[number], moves[callee]) {
                    (false, true) => stubs.insert(callee),
                    (true, false) => shared.insert(callee),
                    _ => false,
                };
            }
        }
        for export in module.exports.iter() {
            if let ExportItem::Function(id) = export.item
                && moves[numbers[&id]]
            {
                stubs.insert(numbers[&id]);
            }
        }
        let mut table_size = u32::try_from(module.tables.get(function_table(module)?).initial)?;
        for number in stubs.iter().copied() {
            slots.entry(number).or_insert_with(|| {
                table_size += 1;
                vec![table_size - 1]
            });
        }
        Ok(Plan {
            moves,
            slots,
            stubs,
            shared,
            unread: reach.unread,
            table_size,
        })
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
    reach: &Reach,
) -> Result<()> {
    struct Addresses<'a>(&'a Reach, bool);
    impl Visitor<'_> for Addresses<'_> {
        fn visit_value(&mut self, value: &Value) {
            if let Value::I32(number) = value {
                let hit = |range: &Range<u32>| range.contains(&number.cast_unsigned());
                self.1 |= self.0.unread.iter().any(hit);
            }
        }
    }
    let function = module.funcs.get(id);
    let name = function.name.as_deref();
    let known = name.is_some_and(|name| relocations.know(name));
    if let (FunctionKind::Local(local), false) = (&function.kind, known) {
        let mut addresses = Addresses(reach, false);
        dfs_in_order(&mut addresses, local, local.entry_block());
        if addresses.1 {
            bail!("{name:?}, which the linker did not make, may read a constant that moves");
        }
    }
    Ok(())
}

fn function_table(module: &Module) -> Result<TableId> {
    module
        .tables
        .main_function_table()?
        .context("the module has no function table")
}

/// The slots of the function table that hold each function from the start.
fn taken_slots(
    module: &Module,
    numbers: &BTreeMap<FunctionId, Number>,
) -> Result<BTreeMap<Number, Vec<u32>>> {
    let main = function_table(module)?;
    let mut slots: BTreeMap<Number, Vec<u32>> = BTreeMap::new();
    for segment in module.elements.iter() {
        let (table, offset) = match &segment.kind {
            ElementKind::Active { table, offset } => (*table, offset),
            ElementKind::Declared => continue,
            ElementKind::Passive => bail!("a passive element segment cannot be split"),
        };
        let (ConstExpr::Value(Value::I32(offset)), true) = (offset, table == main) else {
            bail!("an element segment has another table or place than is expected");
        };
        let ElementItems::Functions(items) = &segment.items else {
            bail!("an element segment has expressions");
        };
        for (slot, function) in (u32::try_from(*offset)?..).zip(items) {
            slots.entry(numbers[function]).or_default().push(slot);
        }
    }
    Ok(slots)
}

/// What the second module imports, and the names under which the first exports it.
struct Exports {
    functions: BTreeMap<Number, String>,
    memories: Vec<String>,
    tables: Vec<String>,
    globals: Vec<String>,
    /// Whether the second module is there.
    arrived: String,
}

fn make_first(module: &mut Module, plan: &Plan) -> Result<Exports> {
    let ids = functions(module);
    let globals: Vec<GlobalId> = module.globals.iter().map(walrus::Global::id).collect();
    let (ensure, arrived) = add_ensure(module);
    let table = function_table(module)?;
    for (number, id) in ids
        .iter()
        .enumerate()
        .filter(|(number, _)| plan.moves[*number])
    {
        // One that nobody who stays can call goes without a trace.
        if plan.stubs.contains(&number) {
            let stub = stub(module, *id, ensure, table, plan.slots[&number][0])?;
            module.funcs.get_mut(*id).kind = FunctionKind::Local(stub);
        }
    }
    empty_slots(module, plan, &ids, table)?;
    clear_memory(module, &plan.unread)?;
    let size = u64::from(plan.table_size);
    let table = module.tables.get_mut(table);
    table.initial = size;
    table.maximum = table.maximum.map(|maximum| maximum.max(size));

    let mut names = Names::default();
    let memories: Vec<_> = module.memories.iter().map(|memory| memory.id()).collect();
    let tables: Vec<_> = module.tables.iter().map(|table| table.id()).collect();
    let exports = Exports {
        functions: plan
            .shared
            .iter()
            .map(|number| (*number, names.of(module, ids[*number].into())))
            .collect(),
        memories: memories
            .iter()
            .map(|id| names.of(module, (*id).into()))
            .collect(),
        tables: tables
            .iter()
            .map(|id| names.of(module, (*id).into()))
            .collect(),
        globals: globals
            .iter()
            .map(|id| names.of(module, (*id).into()))
            .collect(),
        arrived: names.of(module, arrived.into()),
    };
    passes::gc::run(module);
    Ok(exports)
}

/// Takes functions that left no stub out of the table.
fn empty_slots(module: &mut Module, plan: &Plan, ids: &[FunctionId], table: TableId) -> Result<()> {
    let numbers: BTreeMap<FunctionId, Number> = (0..).zip(ids).map(|(n, id)| (*id, n)).collect();
    let taken = taken_slots(module, &numbers)?;
    let stay = taken
        .into_iter()
        .filter(|(number, _)| !plan.moves[*number] || plan.stubs.contains(number));
    let by_slot =
        stay.flat_map(|(number, slots)| slots.into_iter().map(move |slot| (slot, ids[number])));
    let by_slot = by_slot.collect();
    let old: Vec<_> = module.elements.iter().map(|element| element.id()).collect();
    old.into_iter().for_each(|id| module.elements.delete(id));
    module.tables.get_mut(table).elem_segments.clear();
    fill(module, table, by_slot)
}

/// Where an active data segment lies in memory.
fn place(data: &Data) -> Result<u32> {
    match &data.kind {
        DataKind::Active {
            offset: ConstExpr::Value(Value::I32(offset)),
            ..
        } => Ok(u32::try_from(*offset)?),
        _ => bail!("a data segment has no fixed place"),
    }
}

/// Writes zeros over memory that comes with the second module. wasm-opt leaves them out.
fn clear_memory(module: &mut Module, unread: &[Range<u32>]) -> Result<()> {
    let all: Vec<_> = module.data.iter().map(Data::id).collect();
    for id in all {
        let data = module.data.get_mut(id);
        let start = place(data)?;
        for range in inside(unread, start, data.value.len()) {
            data.value[range].fill(0);
        }
    }
    Ok(())
}

/// The parts of the ranges that lie in a segment, as places in it.
fn inside(ranges: &[Range<u32>], start: u32, len: usize) -> impl Iterator<Item = Range<usize>> {
    ranges.iter().filter_map(move |range| {
        let from = range.start.saturating_sub(start) as usize;
        let until = (range.end.saturating_sub(start) as usize).min(len);
        (from < until && range.end > start).then_some(from..until)
    })
}

/// Adds the function that each stub calls first, and the global that says it has nothing to do.
fn add_ensure(module: &mut Module) -> (FunctionId, GlobalId) {
    let zero = ConstExpr::Value(Value::I32(0));
    let arrived = module.globals.add_local(ValType::I32, true, false, zero);
    let nothing = module.types.add(&[], &[]);
    let (load, _) = module.add_import_func(LOAD.0, LOAD.1, nothing);
    let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
    builder.func_body().global_get(arrived).if_else(
        None,
        |_| {},
        |absent| {
            absent.call(load);
        },
    );
    (builder.finish(Vec::new(), &mut module.funcs), arrived)
}

fn stub(
    module: &mut Module,
    moved: FunctionId,
    ensure: FunctionId,
    table: TableId,
    slot: u32,
) -> Result<LocalFunction> {
    let ty = module.funcs.get(moved).ty();
    let (parameters, results) = module.types.params_results(ty);
    let (parameters, results) = (parameters.to_vec(), results.to_vec());
    let locals: Vec<_> = parameters.iter().map(|ty| module.locals.add(*ty)).collect();
    let mut builder = FunctionBuilder::new(&mut module.types, &parameters, &results);
    let mut body = builder.func_body();
    body.call(ensure);
    for local in &locals {
        body.local_get(*local);
    }
    body.i32_const(i32::try_from(slot)?)
        .call_indirect(ty, table);
    Ok(builder.local_func(locals))
}

/// Gives out short names for exports.
#[derive(Default)]
struct Names(usize);

impl Names {
    /// The name under which the item is exported already, else a new one.
    fn of(&mut self, module: &mut Module, item: ExportItem) -> String {
        let same = |other: &ExportItem| match (item, *other) {
            (ExportItem::Function(a), ExportItem::Function(b)) => a == b,
            (ExportItem::Table(a), ExportItem::Table(b)) => a == b,
            (ExportItem::Memory(a), ExportItem::Memory(b)) => a == b,
            (ExportItem::Global(a), ExportItem::Global(b)) => a == b,
            _ => false,
        };
        if let Some(export) = module.exports.iter().find(|export| same(&export.item)) {
            return export.name.clone();
        }
        let name = short(self.0);
        self.0 += 1;
        module.exports.add(&name, item);
        name
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

fn make_rest(module: &mut Module, plan: &Plan, names: &Exports) -> Result<()> {
    let ids = functions(module);
    let old: Vec<_> = module.exports.iter().map(|export| export.id()).collect();
    old.into_iter().for_each(|id| module.exports.delete(id));
    let old: Vec<_> = module.elements.iter().map(|element| element.id()).collect();
    old.into_iter().for_each(|id| module.elements.delete(id));
    let old: Vec<_> = module.imports.iter().map(|import| import.id()).collect();
    old.into_iter().for_each(|id| module.imports.delete(id));
    module.start = None;

    for (number, name) in &names.functions {
        let function = module.funcs.get_mut(ids[*number]);
        let ty = function.ty();
        let import = module.imports.add(FIRST, name, ids[*number]);
        function.kind = FunctionKind::Import(ImportedFunction { import, ty });
    }
    let all: Vec<_> = module.memories.iter().map(|memory| memory.id()).collect();
    for (id, name) in all.into_iter().zip(&names.memories) {
        let import = module.imports.add(FIRST, name, id);
        let memory = module.memories.get_mut(id);
        memory.import = Some(import);
        memory.data_segments.clear();
    }
    let main = function_table(module)?;
    let all: Vec<_> = module.tables.iter().map(|table| table.id()).collect();
    for (id, name) in all.into_iter().zip(&names.tables) {
        let import = module.imports.add(FIRST, name, id);
        let table = module.tables.get_mut(id);
        table.import = Some(import);
        table.elem_segments.clear();
        if id == main {
            table.initial = u64::from(plan.table_size);
            table.maximum = table.maximum.map(|maximum| maximum.max(table.initial));
        }
    }
    let all: Vec<_> = module.globals.iter().map(|global| global.id()).collect();
    for (id, name) in all.into_iter().zip(&names.globals) {
        let import = module.imports.add(FIRST, name, id);
        module.globals.get_mut(id).kind = GlobalKind::Import(import);
    }
    let slots = plan.slots.iter();
    let by_slot = slots.flat_map(|(number, slots)| slots.iter().map(|slot| (*slot, ids[*number])));
    fill(module, main, by_slot.collect())?;
    keep_memory(module, &plan.unread)?;
    add_arrival(module, &names.arrived);
    passes::gc::run(module);
    Ok(())
}

/// Makes segments that put functions into slots: one for each run of neighbours.
fn fill(module: &mut Module, table: TableId, by_slot: BTreeMap<u32, FunctionId>) -> Result<()> {
    let mut runs: Vec<(u32, Vec<FunctionId>)> = Vec::new();
    for (slot, id) in by_slot {
        match runs.last_mut() {
            Some((start, run)) if *start as usize + run.len() == slot as usize => run.push(id),
            _ => runs.push((slot, vec![id])),
        }
    }
    for (start, run) in runs {
        let offset = ConstExpr::Value(Value::I32(i32::try_from(start)?));
        let kind = ElementKind::Active { table, offset };
        let segment = module.elements.add(kind, ElementItems::Functions(run));
        module.tables.get_mut(table).elem_segments.insert(segment);
    }
    Ok(())
}

/// Two pieces nearer than this become one with what is between: that is shorter than a header.
const NEAR: usize = 8;

/// Leaves of the data what the first module has not. Between pieces that are near each other the
/// first module's bytes are written again, which does not change them: only what nobody writes to moves.
fn keep_memory(module: &mut Module, unread: &[Range<u32>]) -> Result<()> {
    let all: Vec<_> = module.data.iter().map(Data::id).collect();
    for id in all {
        let data = module.data.get(id);
        let start = place(data)?;
        let mut pieces: Vec<Range<usize>> = Vec::new();
        for range in inside(unread, start, data.value.len()) {
            match pieces.last_mut() {
                Some(piece) if range.start - piece.end < NEAR => piece.end = range.end,
                _ => pieces.push(range),
            }
        }
        let bytes = data.value.clone();
        let DataKind::Active { memory, .. } = data.kind else {
            bail!("a passive data segment cannot be split");
        };
        module.data.delete(id);
        for piece in pieces {
            let offset = i32::try_from(start)? + i32::try_from(piece.start)?;
            let offset = ConstExpr::Value(Value::I32(offset));
            let kind = DataKind::Active { memory, offset };
            let segment = module.data.add(kind, bytes[piece].to_vec());
            module
                .memories
                .get_mut(memory)
                .data_segments
                .insert(segment);
        }
    }
    Ok(())
}

/// The second module's start: it tells the first that it is there.
fn add_arrival(module: &mut Module, name: &str) {
    let (arrived, _) = module.add_import_global(FIRST, name, ValType::I32, true, false);
    let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
    builder.func_body().i32_const(1).global_set(arrived);
    module.start = Some(builder.finish(Vec::new(), &mut module.funcs));
}
