//! The constants of a part.

use anyhow::{Result, bail};
use std::ops::Range;
use walrus::ir::Value;
use walrus::{ConstExpr, Data, DataKind, Module};

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

/// Writes zeros over memory that comes with another part. wasm-opt leaves them out.
pub fn clear(module: &mut Module, elsewhere: &[Range<u32>]) -> Result<()> {
    let all: Vec<_> = module.data.iter().map(Data::id).collect();
    for id in all {
        let data = module.data.get_mut(id);
        let start = place(data)?;
        for range in inside(elsewhere, start, data.value.len()) {
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

/// Two pieces nearer than this become one with what is between: that is shorter than a header.
const NEAR: usize = 8;

/// Leaves of the data what comes with this part. Between pieces that are near each other another part's bytes
/// are written again, or before it comes, which harms nobody: only what nobody writes to moves.
pub fn keep(module: &mut Module, own: &[Range<u32>]) -> Result<()> {
    let all: Vec<_> = module.data.iter().map(Data::id).collect();
    for id in all {
        let data = module.data.get(id);
        let start = place(data)?;
        let mut pieces: Vec<Range<usize>> = Vec::new();
        for range in inside(own, start, data.value.len()) {
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
