//! [`Delivery`]: what one program got of one message, noted piece by piece.

use hoplab_sim::{EventId, NodeId, ProgramId, TraceEvent};
use hoplab_units::Time;

use crate::table::{self, NO_EVENT, narrow};

/// A piece that was handed down, the one with its place in the list: 8 bytes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Piece {
    pub(super) event: u32,
    /// Where in the message it ends.
    pub(super) end: u32,
}

impl Piece {
    pub(super) fn event(&self) -> EventId {
        EventId(u64::from(self.event))
    }
}

/// Where in its message a piece begins, if it was handed down.
pub(super) fn start_of(sent: &[Piece], index: u32) -> Option<u32> {
    sent.get(index as usize)?;
    let before = index.checked_sub(1);
    Some(before.map_or(0, |before| sent[before as usize].end))
}

/// Something of a message that came to a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The event that tells of it.
    pub event: EventId,
    /// When.
    pub at: Time,
    /// Which piece it was, counted from 0; in a stream pieces melt.
    pub piece: Option<u32>,
    /// Bytes of the message that the program had with it, duplicates not counted.
    pub bytes: u32,
}

/// What one program got of one message as of a moment.
#[derive(Clone, Copy, Debug)]
pub struct Delivery<'a> {
    /// The host.
    pub node: NodeId,
    /// The program there. If its host was switched off and on, and the program with it, both count as one.
    pub program: ProgramId,
    /// Bytes it got, duplicates not counted.
    pub bytes: u32,
    /// Whether every byte is there, once, unchanged, in its place.
    pub intact: bool,
    /// Whether what came, came in the order it was sent in.
    pub in_order: bool,
    /// Whether no byte of what came differs from what was sent.
    pub unchanged: bool,
    /// The event with which the first of it came, and when.
    pub first: (EventId, Time),
    /// The event with which the last of it came, a duplicate too, and when.
    pub last: (EventId, Time),
    /// The event with which so many bytes were here as were sent, whatever they say.
    pub complete: Option<(EventId, Time)>,
    receipts: &'a [Noted],
}

impl<'a> Delivery<'a> {
    /// Everything that came, in the order it came, duplicates included.
    pub fn receipts(self) -> impl DoubleEndedIterator<Item = Receipt> + ExactSizeIterator + 'a {
        self.receipts.iter().map(Noted::told)
    }
    /// The pieces in the order they came, duplicates included; none of a stream.
    pub fn order(self) -> impl DoubleEndedIterator<Item = u32> + 'a {
        self.receipts().filter_map(|receipt| receipt.piece)
    }
}

/// There is no such piece.
const NO_PIECE: u32 = u32::MAX;

/// A receipt, and how things stood with it: 32 bytes.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Noted {
    at: Time,
    event: u32,
    piece: u32,
    bytes: u32,
    /// Where the program would have to put the next for the message to be whole.
    next_offset: u32,
    in_order: bool,
    unchanged: bool,
    /// Whether all so far came each in its place, one right behind the other.
    in_place: bool,
}

impl Noted {
    fn event(&self) -> EventId {
        EventId(u64::from(self.event))
    }
    fn told(&self) -> Receipt {
        Receipt {
            event: self.event(),
            at: self.at,
            piece: (self.piece != NO_PIECE).then_some(self.piece),
            bytes: self.bytes,
        }
    }
}

/// What one program got of one message.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Got {
    node: NodeId,
    program: ProgramId,
    first: (EventId, Time),
    receipts: Vec<Noted>,
    /// For each piece the event with which it came first; 4 bytes a piece.
    came: Vec<u32>,
    complete: Option<(EventId, Time)>,
}

impl Got {
    /// Of a program that gets something for the first time.
    pub(super) fn new(event: &TraceEvent, (node, program): (NodeId, ProgramId)) -> Got {
        Got {
            node,
            program,
            first: (event.id, event.at),
            receipts: Vec::new(),
            came: Vec::new(),
            complete: None,
        }
    }

    pub(super) fn who(&self) -> (NodeId, ProgramId) {
        (self.node, self.program)
    }
    pub(super) fn met(&self) -> EventId {
        self.first.0
    }
    pub(super) fn receipts(&self) -> usize {
        self.receipts.len()
    }

    /// Takes note of what came with an event: `piece` is its number and where in the message it begins; the program put
    /// so many bytes at `offset`.
    pub(super) fn take(
        &mut self,
        event: &TraceEvent,
        piece: Option<(u32, Option<u32>)>,
        (offset, len): (u32, u32),
        changed: bool,
        total: u32,
    ) {
        let last = self.receipts.last().copied();
        let before = last.map_or(0, |last| last.bytes);
        let repeated = piece.is_some_and(|(index, _)| !self.came_first(index, event.id));
        // A stream comes in order, whatever part of it the program still has.
        let begins = piece.map_or(Some(before), |(_, begins)| begins);
        let behind = last.is_none_or(|last| last.next_offset == offset);
        let in_place = last.is_none_or(|last| last.in_place)
            && !repeated
            && (piece.is_none() || behind)
            && begins == Some(before);
        let later = |(index, _): (u32, Option<u32>)| last.is_none_or(|last| last.piece < index);
        let in_order = last.is_none_or(|last| last.in_order) && piece.is_none_or(later);
        let bytes = if repeated {
            before
        } else {
            before.saturating_add(len)
        };
        self.receipts.push(Noted {
            at: event.at,
            event: narrow(event.id),
            piece: piece.map_or(NO_PIECE, |(index, _)| index),
            bytes,
            next_offset: offset.saturating_add(len),
            in_order,
            unchanged: last.is_none_or(|last| last.unchanged) && !changed,
            in_place,
        });
        if bytes == total {
            self.complete.get_or_insert((event.id, event.at));
        }
    }

    /// Whether a piece comes for the first time with this event.
    fn came_first(&mut self, index: u32, event: EventId) -> bool {
        let place = index as usize;
        if self.came.len() <= place {
            self.came.resize(place + 1, NO_EVENT);
        }
        let fresh = self.came[place] == NO_EVENT;
        if fresh {
            self.came[place] = narrow(event);
        }
        fresh
    }

    /// What it has come to; `None` if all that is known of it came later, or is forgotten.
    pub(super) fn as_of(&self, here: EventId, total: u32) -> Option<Delivery<'_>> {
        let receipts = table::before(&self.receipts, here, Noted::event);
        let last = receipts.last()?;
        Some(Delivery {
            node: self.node,
            program: self.program,
            bytes: last.bytes,
            intact: last.in_place && last.unchanged && last.bytes == total,
            in_order: last.in_order,
            unchanged: last.unchanged,
            first: self.first,
            last: (last.event(), last.at),
            complete: self.complete.filter(|(event, _)| *event < here),
            receipts,
        })
    }

    pub(super) fn cut(&mut self, from: EventId) {
        table::cut(&mut self.receipts, from, Noted::event);
        self.complete = self.complete.filter(|(event, _)| *event < from);
        let from = narrow(from);
        let later = |event: &&mut u32| **event >= from;
        (self.came.iter_mut().filter(later)).for_each(|event| *event = NO_EVENT);
        while self.came.last() == Some(&NO_EVENT) {
            self.came.pop();
        }
    }

    /// Lets the older half of the receipts go; the last always stays, as it says how far things are.
    pub(super) fn forget(&mut self) {
        self.receipts.drain(..self.receipts.len() / 2);
    }
}
