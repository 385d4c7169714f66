//! The module of one part.

use super::parts::Part;
use super::{LOAD, Number, Plan, functions, memory, short, table};
use anyhow::Result;
use std::collections::BTreeMap;
use walrus::ir::Value;
use walrus::{
    ConstExpr, ExportItem, FunctionBuilder, FunctionId, FunctionKind, GlobalId, GlobalKind,
    ImportedFunction, LocalFunction, Module, TableId, ValType, passes,
};

/// What other parts import from one, and the names under which it exports that.
#[derive(Default)]
pub struct Exports {
    functions: BTreeMap<Number, String>,
    memories: Vec<String>,
    tables: Vec<String>,
    globals: Vec<String>,
    /// Of each part, the function that fetches it if it is missing, and the global that says that it is there.
    parts: BTreeMap<Part, (String, String)>,
}

/// Leaves of a whole module what belongs to a part, and tells what others may take from it.
pub fn make(
    module: &mut Module,
    part: Part,
    plan: &Plan,
    made: &BTreeMap<Part, Exports>,
) -> Result<Exports> {
    let ids = functions(module);
    let table = table::function_table(module)?;
    let mut exports = Exports::default();
    let mut names = Names::default();
    let ensure = match made.get(&Part::FIRST) {
        Some(first) => connect(module, (part, first), plan, made, &ids),
        None => open(module, plan, &mut names, &mut exports),
    };
    for number in (0..ids.len()).filter(|number| plan.has_stub(part, *number)) {
        let ensure = ensure[&plan.functions[number]];
        let stub = stub(module, ids[number], ensure, table, plan.slots[&number][0])?;
        module.funcs.get_mut(ids[number]).kind = FunctionKind::Local(stub);
    }
    fill_table(module, part, plan, (table, &ids))?;
    for number in plan.shared.get(&part).into_iter().flatten() {
        let name = names.of(module, ids[*number].into());
        exports.functions.insert(*number, name);
    }
    if let Some(first) = made.get(&Part::FIRST) {
        let own = plan.memory.get(&part).map_or(&[][..], Vec::as_slice);
        memory::keep(module, own)?;
        add_arrival(module, &plan.name(Part::FIRST), &first.parts[&part].1);
    } else {
        let mut elsewhere = plan.memory.values();
        elsewhere.try_for_each(|ranges| memory::clear(module, ranges))?;
    }
    passes::gc::run(module);
    Ok(exports)
}

/// The first part: what is the others' as well goes out, and for each of them there is what fetches it, which comes of this.
fn open(
    module: &mut Module,
    plan: &Plan,
    names: &mut Names,
    exports: &mut Exports,
) -> BTreeMap<Part, FunctionId> {
    let globals: Vec<GlobalId> = module.globals.iter().map(walrus::Global::id).collect();
    let mut ensure = BTreeMap::new();
    for (part, name) in plan.parts.iter().zip(&plan.names).skip(1) {
        let (id, arrived) = add_ensure(module, name);
        let own = (
            names.of(module, id.into()),
            names.of(module, arrived.into()),
        );
        exports.parts.insert(*part, own);
        ensure.insert(*part, id);
    }
    export_all_else(module, &globals, names, exports);
    ensure
}

/// Any other part: what it does not have comes in, and so does what fetches each part, which comes of this.
fn connect(
    module: &mut Module,
    (part, first): (Part, &Exports),
    plan: &Plan,
    made: &BTreeMap<Part, Exports>,
    ids: &[FunctionId],
) -> BTreeMap<Part, FunctionId> {
    let globals: Vec<GlobalId> = module.globals.iter().map(walrus::Global::id).collect();
    leave_nothing_outside(module);
    import_functions(module, part, plan, made, ids);
    import_all_else(module, first, plan, &globals);
    let mut ensure = BTreeMap::new();
    for (part, (name, _)) in &first.parts {
        let nothing = module.types.add(&[], &[]);
        let (id, _) = module.add_import_func(&plan.name(Part::FIRST), name, nothing);
        ensure.insert(*part, id);
    }
    ensure
}

/// Puts the part's functions and stubs into their slots.
fn fill_table(
    module: &mut Module,
    part: Part,
    plan: &Plan,
    (table, ids): (TableId, &[FunctionId]),
) -> Result<()> {
    table::clear(module, table);
    let filled = |number: &Number| plan.functions[*number] == part || plan.has_stub(part, *number);
    let own = plan.slots.iter().filter(|(number, _)| filled(number));
    let by_slot = own.flat_map(|(number, slots)| slots.iter().map(|slot| (*slot, ids[*number])));
    table::fill(module, table, by_slot.collect())?;
    let size = u64::from(plan.table_size);
    let table = module.tables.get_mut(table);
    table.initial = size;
    table.maximum = table.maximum.map(|maximum| maximum.max(size));
    Ok(())
}

impl Plan {
    fn name(&self, part: Part) -> String {
        let mut named = self.parts.iter().zip(&self.names);
        named
            .find(|(of, _)| **of == part)
            .map_or_else(String::new, |(_, name)| name.clone())
    }
}

/// Takes away all by which the whole program is called and calls others.
fn leave_nothing_outside(module: &mut Module) {
    let old: Vec<_> = module.exports.iter().map(|export| export.id()).collect();
    old.into_iter().for_each(|id| module.exports.delete(id));
    let old: Vec<_> = module.imports.iter().map(|import| import.id()).collect();
    old.into_iter().for_each(|id| module.imports.delete(id));
    module.start = None;
}

/// Imports every function that the part does not have itself and that some part has or can call for it. What it does not
/// call goes again.
fn import_functions(
    module: &mut Module,
    part: Part,
    plan: &Plan,
    made: &BTreeMap<Part, Exports>,
    ids: &[FunctionId],
) {
    for (number, id) in ids.iter().enumerate() {
        let from = plan.provider(part, number);
        if from == part || plan.has_stub(part, number) {
            continue;
        }
        let name = made
            .get(&from)
            .and_then(|exports| exports.functions.get(&number));
        let Some(name) = name.filter(|_| part.has(from)) else {
            continue;
        };
        let function = module.funcs.get_mut(*id);
        let ty = function.ty();
        let import = module.imports.add(&plan.name(from), name, *id);
        function.kind = FunctionKind::Import(ImportedFunction { import, ty });
    }
}

/// Memory, tables and globals are the first part's.
fn import_all_else(module: &mut Module, first: &Exports, plan: &Plan, globals: &[GlobalId]) {
    let from = plan.name(Part::FIRST);
    let all: Vec<_> = module.memories.iter().map(|memory| memory.id()).collect();
    for (id, name) in all.into_iter().zip(&first.memories) {
        let import = module.imports.add(&from, name, id);
        let memory = module.memories.get_mut(id);
        memory.import = Some(import);
        memory.data_segments.clear();
    }
    let all: Vec<_> = module.tables.iter().map(|table| table.id()).collect();
    for (id, name) in all.into_iter().zip(&first.tables) {
        let import = module.imports.add(&from, name, id);
        let table = module.tables.get_mut(id);
        table.import = Some(import);
        table.elem_segments.clear();
    }
    for (id, name) in globals.iter().zip(&first.globals) {
        let import = module.imports.add(&from, name, *id);
        module.globals.get_mut(*id).kind = GlobalKind::Import(import);
    }
}

fn export_all_else(module: &mut Module, globals: &[GlobalId], names: &mut Names, to: &mut Exports) {
    let memories: Vec<_> = module.memories.iter().map(|memory| memory.id()).collect();
    let tables: Vec<_> = module.tables.iter().map(|table| table.id()).collect();
    let mut all = |items: &mut dyn Iterator<Item = ExportItem>| -> Vec<String> {
        items.map(|item| names.of(module, item)).collect()
    };
    to.memories = all(&mut memories.iter().map(|id| (*id).into()));
    to.tables = all(&mut tables.iter().map(|id| (*id).into()));
    to.globals = all(&mut globals.iter().map(|id| (*id).into()));
}

/// Adds the function that each stub of a part's functions calls first, and the global that says it has nothing to do.
fn add_ensure(module: &mut Module, part: &str) -> (FunctionId, GlobalId) {
    let zero = ConstExpr::Value(Value::I32(0));
    let arrived = module.globals.add_local(ValType::I32, true, false, zero);
    let nothing = module.types.add(&[], &[]);
    let (load, _) = module.add_import_func(LOAD, part, nothing);
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

/// A part's start: it tells the first that it is there.
fn add_arrival(module: &mut Module, first: &str, name: &str) {
    let (arrived, _) = module.add_import_global(first, name, ValType::I32, true, false);
    let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
    builder.func_body().i32_const(1).global_set(arrived);
    module.start = Some(builder.finish(Vec::new(), &mut module.funcs));
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
