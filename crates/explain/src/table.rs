//! [`Table`]: what is kept of a trace; [`Reading`]: how far it has been read.

use hoplab_sim::{EventId, Trace, TraceEvent, World};

/// Events that one table reads in one go: some milliseconds. Whoever asks after a long way has much to read, and must
/// not keep hands waiting for it.
const READ_AT_ONCE: u64 = 12_000;

/// The next piece of a trace for somebody who has read up to `next`, and up to where it goes.
pub(crate) fn piece(trace: &Trace, next: u64) -> (impl Iterator<Item = &TraceEvent>, u64) {
    let from = next.max(trace.first());
    let until = trace.len().min(from.saturating_add(READ_AT_ONCE));
    let events = (from..until).filter_map(|id| trace.get(EventId(id)));
    (events, until.max(next))
}

/// What is kept of a trace: facts with the events that made them so, in the order of the events.
pub trait Table {
    /// Takes note of the next event. `trace`: to look up its causes.
    fn note(&mut self, event: &TraceEvent, trace: &Trace);
    /// Forgets the event `from` and all that came after it, as if they had never been read.
    fn cut(&mut self, from: EventId);
}

/// A table and how far it has been read.
#[derive(Clone, Debug, Default)]
pub struct Reading<T> {
    table: T,
    /// The first event that has not been read.
    next: u64,
}

impl<T: Table> Reading<T> {
    /// A table that nothing was read into.
    pub fn new(table: T) -> Reading<T> {
        Reading { table, next: 0 }
    }

    /// All that a trace holds, read into a table.
    pub fn whole(table: T, trace: &Trace) -> T {
        let mut reading = Reading::new(table);
        while reading.read(trace) {}
        reading.table
    }

    /// All that has happened in a world, read into a table.
    pub fn of(table: T, world: &World) -> T {
        Reading::whole(table, world.trace())
    }

    /// Reads on, at most `READ_AT_ONCE` events. Whether there is more to read.
    pub fn read(&mut self, trace: &Trace) -> bool {
        let (events, until) = piece(trace, self.next);
        events.for_each(|event| self.table.note(event, trace));
        self.next = until;
        self.next < trace.len()
    }

    /// Forgets the event `from` and all that came after it.
    pub fn cut(&mut self, from: EventId) {
        if self.next > from.0 {
            self.table.cut(from);
            self.next = from.0;
        }
    }

    /// The first event that has not been read.
    pub fn next(&self) -> EventId {
        EventId(self.next)
    }

    /// The table.
    pub fn table(&self) -> &T {
        &self.table
    }
}

/// What of a list in the order of events lies before one of them.
pub(crate) fn before<T>(list: &[T], here: EventId, event: impl Fn(&T) -> EventId) -> &[T] {
    let past = list.partition_point(|one| event(one) < here);
    list.get(..past).unwrap_or_default()
}

/// Cuts a list in the order of events before one of them.
pub(crate) fn cut<T>(list: &mut Vec<T>, from: EventId, event: impl Fn(&T) -> EventId) {
    list.truncate(list.partition_point(|one| event(one) < from));
}

/// Lets the older half go when there are too many.
pub(crate) fn halve<T>(list: &mut Vec<T>, most: usize) {
    if list.len() >= most {
        list.drain(..most / 2);
    }
}

/// There is no such event, where events are kept narrow.
pub(crate) const NO_EVENT: u32 = u32::MAX;

/// An event's number as it is kept where there are many: no run has four thousand million events.
pub(crate) fn narrow(event: EventId) -> u32 {
    u32::try_from(event.0).unwrap_or(NO_EVENT - 1)
}

/// What happens now and then and is only counted.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Counted {
    /// How many are known of which no more is kept.
    let_go: u32,
    events: Vec<EventId>,
}

impl Counted {
    /// One more. Of those past `most` the older half is let go.
    pub(crate) fn note(&mut self, event: EventId, most: usize) {
        let before = self.events.len();
        halve(&mut self.events, most);
        self.let_go += (before - self.events.len()) as u32;
        self.events.push(event);
    }
    pub(crate) fn cut(&mut self, from: EventId) {
        cut(&mut self.events, from, |event| *event);
    }
    pub(crate) fn is_empty(&self) -> bool {
        self.let_go == 0 && self.events.is_empty()
    }
    /// How many there were before an event.
    pub(crate) fn before(&self, here: EventId) -> u32 {
        let kept = before(&self.events, here, |event| *event);
        self.let_go + kept.len() as u32
    }
}
