//! A frame's bytes and fields, and how the ones lead to the others. Pure.

use core::ops::Range;

use hoplab_wire::dissect::{Dissection, Field, FieldKey, Value};

/// Bytes in one row of the hex view: as many as fit a narrow column.
pub const ACROSS: usize = 8;

/// One row of the hex view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HexRow {
    /// Where its first byte is in the frame.
    pub at: usize,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl HexRow {
    /// The bytes as characters; a dot for what is none.
    pub fn text(&self) -> String {
        let shown = |byte: &u8| match byte {
            b' '..=b'~' => char::from(*byte),
            _ => '.',
        };
        self.bytes.iter().map(shown).collect()
    }
}

/// A frame in rows.
pub fn hex_rows(bytes: &[u8]) -> Vec<HexRow> {
    let rows = bytes.chunks(ACROSS).enumerate();
    rows.map(|(row, bytes)| HexRow {
        at: row * ACROSS,
        bytes: bytes.to_vec(),
    })
    .collect()
}

/// A field in the list of all fields of a frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// How deep in the tree: 0 for a layer.
    pub depth: usize,
    /// What it is.
    pub key: FieldKey,
    /// Its bytes.
    pub range: Range<usize>,
    /// Its bits, if it does not fill its bytes.
    pub bits: Option<Range<u8>>,
    /// What it says.
    pub value: Value,
    /// Whether there are fields in it.
    pub has_children: bool,
}

/// All fields, each before those within it.
pub fn rows(tree: &Dissection) -> Vec<Row> {
    let mut rows = Vec::new();
    tree.fields
        .iter()
        .for_each(|field| add(&mut rows, field, 0));
    rows
}

fn add(rows: &mut Vec<Row>, field: &Field, depth: usize) {
    rows.push(Row {
        depth,
        key: field.key,
        range: field.range.clone(),
        bits: field.bits.clone(),
        value: field.value.clone(),
        has_children: !field.children.is_empty(),
    });
    field
        .children
        .iter()
        .for_each(|child| add(rows, child, depth + 1));
}

/// The field that a byte belongs to: the innermost that has the byte for itself, or else the
/// first that shares it.
pub fn row_at(rows: &[Row], byte: usize) -> Option<usize> {
    let holds = |row: &&(usize, &Row)| row.1.range.contains(&byte);
    let all: Vec<(usize, &Row)> = rows.iter().enumerate().collect();
    let held: Vec<&(usize, &Row)> = all.iter().filter(holds).collect();
    let own = held
        .iter()
        .rev()
        .find(|(_, row)| row.bits.is_none() && (row.depth > 0 || !row.has_children));
    own.or(held.iter().find(|(_, row)| row.depth > 0))
        .or(held.first())
        .map(|(index, _)| *index)
}

/// The bytes that differ between two frames, with all that only one of them has.
pub fn changed_bytes(before: &[u8], after: &[u8]) -> Vec<usize> {
    (0..before.len().max(after.len()))
        .filter(|at| before.get(*at) != after.get(*at))
        .collect()
}

/// A field that says something else than it did.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Its place in the list of fields now.
    pub row: usize,
    /// What it said before; `None` if it was not there.
    pub before: Option<Value>,
}

/// The innermost fields whose bytes differ from those of the frame before.
pub fn changes(before: &[u8], old: &[Row], after: &[u8], new: &[Row]) -> Vec<Change> {
    let bytes = changed_bytes(before, after);
    let touched = |row: &Row| bytes.iter().any(|at| row.range.contains(at));
    let mut changes = Vec::new();
    for (index, row) in new.iter().enumerate() {
        if row.has_children || !touched(row) {
            continue;
        }
        let same_place =
            |was: &&Row| was.key == row.key && was.range == row.range && was.bits == row.bits;
        let was = old.iter().find(same_place);
        // Of fields that share a byte, only some changed; long content differs in bytes alone.
        let said = was.map(|was| &was.value);
        let by_length = matches!(row.value, Value::Bytes(_));
        if said != Some(&row.value) || by_length {
            changes.push(Change {
                row: index,
                before: said.cloned(),
            });
        }
    }
    changes
}

#[cfg(test)]
mod tests;
