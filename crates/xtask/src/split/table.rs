//! The function table, through which parts call each other.

use super::{Number, functions};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use walrus::ir::Value;
use walrus::{ConstExpr, ElementItems, ElementKind, FunctionId, Module, TableId};

pub fn function_table(module: &Module) -> Result<TableId> {
    module
        .tables
        .main_function_table()?
        .context("the module has no function table")
}

/// How many slots it has.
pub fn size(module: &Module) -> Result<u32> {
    let table = module.tables.get(function_table(module)?);
    Ok(u32::try_from(table.initial)?)
}

/// The slots of the function table that hold each function from the start.
pub fn taken_slots(module: &Module) -> Result<BTreeMap<Number, Vec<u32>>> {
    let numbers: BTreeMap<FunctionId, Number> = (0..)
        .zip(functions(module))
        .map(|(number, id)| (id, number))
        .collect();
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

/// Empties it.
pub fn clear(module: &mut Module, table: TableId) {
    let old: Vec<_> = module.elements.iter().map(|element| element.id()).collect();
    old.into_iter().for_each(|id| module.elements.delete(id));
    module.tables.get_mut(table).elem_segments.clear();
}

/// Makes segments that put functions into slots: one for each run of neighbours.
pub fn fill(module: &mut Module, table: TableId, by_slot: BTreeMap<u32, FunctionId>) -> Result<()> {
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
