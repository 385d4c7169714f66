//! Reports of duplicates (RFC 2883 §4), for every way in which a segment can overlap what has come, against a model that
//! knows octets only.

use hoplab_wire::tcp::{Flags, Header, SackBlock};

use super::link::bare;
use super::{Fate, Pair, Side};
use crate::Config;

/// The peer's stream is looked at in units of this many octets.
const UNIT: u32 = 50;
/// What has come in order, and then ahead of it, oldest first, in units.
const IN_ORDER: (u32, u32) = (0, 2);
const AHEAD: [(u32, u32); 3] = [(4, 6), (8, 10), (12, 14)];
const END: u32 = 16;

/// An open connection whose client takes segments from a server that only the test plays.
fn connected() -> Pair {
    let config = Config {
        sack: true,
        ..bare()
    };
    let mut pair = Pair::connected_with(config, config);
    pair.fate = Box::new(|_| Fate::Lose);
    for range in [IN_ORDER].into_iter().chain(AHEAD) {
        arrive(&mut pair, range);
    }
    pair
}

/// Brings these units and returns what they were answered with: the unit acknowledged and the blocks.
fn arrive(pair: &mut Pair, (from, to): (u32, u32)) -> Option<(u32, Vec<(u32, u32)>)> {
    let header = Header {
        src_port: 80,
        dst_port: 49_152,
        seq: 700_001 + from * UNIT,
        ack: 1001,
        flags: Flags::ACK,
        window: 65_535,
        ..Header::default()
    };
    let data = vec![0; ((to - from) * UNIT) as usize];
    let before = pair.sent.len();
    pair.inject(Side::Client, header, &data);
    let answer = pair.sent.get(before)?.transmit.header;
    let unit = |seq: u32| (seq - 700_001) / UNIT;
    let block = |block: &SackBlock| (unit(block.left), unit(block.right));
    let blocks = answer.options.sack.as_slice().iter().map(block);
    Some((unit(answer.ack), blocks.collect()))
}

/// Which units a stretch holds; runs of `true` in a row of units.
fn runs(held: &[bool]) -> Vec<(u32, u32)> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for unit in (0..held.len()).filter(|unit| held[*unit]) {
        let unit = unit as u32;
        match runs.last_mut() {
            Some(last) if last.1 == unit => last.1 += 1,
            _ => runs.push((unit, unit + 1)),
        }
    }
    runs
}

/// What RFC 2883 §4 and RFC 2018 §4 ask for when `[from, to)` comes.
fn expected((from, to): (u32, u32)) -> (u32, Vec<(u32, u32)>) {
    let within = |unit: u32, range: (u32, u32)| range.0 <= unit && unit < range.1;
    let came: Vec<bool> = (0..END)
        .map(|unit| within(unit, IN_ORDER) || AHEAD.iter().any(|range| within(unit, *range)))
        .collect();
    let twice: Vec<bool> = (0..END)
        .map(|unit| within(unit, (from, to)) && came[unit as usize])
        .collect();
    let now: Vec<bool> = (0..END)
        .map(|unit| within(unit, (from, to)) || came[unit as usize])
        .collect();
    let ack = runs(&now)[0].1;
    let held: Vec<(u32, u32)> = runs(&now).into_iter().skip(1).collect();
    let mut blocks: Vec<(u32, u32)> = runs(&twice).into_iter().take(1).collect();
    let told = blocks.len();
    // The block this segment fell into, then those of the others, newest first.
    for unit in [from, AHEAD[2].0, AHEAD[1].0, AHEAD[0].0] {
        let of = held.iter().find(|block| within(unit, **block));
        if let Some(block) = of.filter(|block| !blocks[told..].contains(block)) {
            blocks.push(*block);
        }
    }
    (ack, blocks)
}

#[test]
fn whatever_a_segment_overlaps_the_first_stretch_that_came_twice_is_told() {
    let mut tried = 0;
    for from in 0..END {
        for to in from + 1..=END {
            let segment = (from, to);
            let answer = arrive(&mut connected(), segment);
            assert_eq!(answer, Some(expected(segment)), "{segment:?}");
            tried += 1;
        }
    }
    assert_eq!(tried, 136);
}

#[test]
fn after_a_report_the_next_acknowledgment_is_without_it() {
    let mut pair = connected();
    let (ack, blocks) = arrive(&mut pair, (4, 5)).unwrap();
    assert_eq!((ack, blocks), (2, vec![(4, 5), (4, 6), (12, 14), (8, 10)]));
    let (ack, blocks) = arrive(&mut pair, (2, 3)).unwrap();
    assert_eq!((ack, blocks), (3, vec![(4, 6), (12, 14), (8, 10)]));
}
