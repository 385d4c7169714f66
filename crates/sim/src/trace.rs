//! [`Trace`]: the one stream of events.

use std::sync::Arc;

use hoplab_units::Time;

use crate::event::{EventKind, Place, TraceEvent};
use crate::hash::{PortableHasher, TraceHash, WireHash};
use crate::ids::{EventId, PacketId};

/// Events in one shared chunk. Cloning a trace, as every checkpoint does, copies at most this many.
const CHUNK: usize = 512;

/// Every event of a run in the order it happened, up to a bound: past it the oldest are let go, a
/// chunk at a time. The hash covers them all the same.
#[derive(Clone, Debug)]
pub struct Trace {
    /// Whole chunks, oldest first, shared with clones of this trace.
    chunks: Vec<Arc<Vec<TraceEvent>>>,
    /// The events after them, fewer than a chunk.
    tail: Vec<TraceEvent>,
    /// The id of the oldest event kept.
    first: u64,
    /// The most events kept.
    limit: u64,
    /// Has been fed every event let go.
    let_go: PortableHasher,
}

impl Trace {
    pub(crate) fn new(limit: u32) -> Trace {
        Trace {
            chunks: Vec::new(),
            tail: Vec::with_capacity(CHUNK),
            first: 0,
            limit: u64::from(limit).max(2 * CHUNK as u64),
            let_go: PortableHasher::new(),
        }
    }

    /// How many events were ever recorded; also the id the next one gets.
    pub fn len(&self) -> u64 {
        self.first + self.kept()
    }
    /// Whether nothing has happened yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The id of the oldest event still kept.
    pub fn first(&self) -> u64 {
        self.first
    }
    fn kept(&self) -> u64 {
        (self.chunks.len() * CHUNK + self.tail.len()) as u64
    }

    pub(crate) fn next_id(&self) -> EventId {
        EventId(self.len())
    }

    pub(crate) fn record(
        &mut self,
        at: Time,
        place: Place,
        cause: Option<EventId>,
        kind: EventKind,
    ) -> EventId {
        let id = self.next_id();
        debug_assert!(
            cause.is_none_or(|cause| cause < id),
            "a cause comes before its effect"
        );
        if self.tail.len() == CHUNK {
            let full = core::mem::replace(&mut self.tail, Vec::with_capacity(CHUNK));
            self.chunks.push(Arc::new(full));
            self.forget();
        }
        self.tail.push(TraceEvent {
            id,
            at,
            place,
            cause,
            kind,
        });
        id
    }

    fn forget(&mut self) {
        while self.kept() > self.limit && !self.chunks.is_empty() {
            let oldest = self.chunks.remove(0);
            oldest.iter().for_each(|event| self.let_go.feed(event));
            self.first += CHUNK as u64;
        }
    }

    /// The event with this id, if it is still kept.
    pub fn get(&self, id: EventId) -> Option<&TraceEvent> {
        let place = usize::try_from(id.0.checked_sub(self.first)?).ok()?;
        match self.chunks.get(place / CHUNK) {
            Some(chunk) => chunk.get(place % CHUNK),
            None => self.tail.get(place - self.chunks.len() * CHUNK),
        }
    }

    /// The kept events from the one with this id on.
    pub fn since(&self, id: EventId) -> impl Iterator<Item = &TraceEvent> {
        (id.0.max(self.first)..self.len()).filter_map(|id| self.get(EventId(id)))
    }

    /// The kept events, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &TraceEvent> {
        self.chunks
            .iter()
            .flat_map(|chunk| chunk.iter())
            .chain(&self.tail)
    }

    /// The event's cause, the cause of that, and so on, as far as they are kept.
    pub fn causes(&self, id: EventId) -> impl Iterator<Item = &TraceEvent> {
        let cause = |event: &&TraceEvent| event.cause.and_then(|cause| self.get(cause));
        core::iter::successors(self.get(id), cause).skip(1)
    }

    /// How a packet ended: the event that dropped, accepted or absorbed it.
    pub fn fate(&self, packet: PacketId) -> Option<&TraceEvent> {
        self.iter().rev().find(|event| match event.kind {
            EventKind::Dropped { packet: ended, .. }
            | EventKind::Accepted { packet: ended, .. }
            | EventKind::Absorbed { packet: ended, .. } => ended == packet,
            _ => false,
        })
    }

    /// The hash of every event ever recorded. Takes time in proportion to what is kept.
    pub fn hash(&self) -> TraceHash {
        let mut hasher = self.let_go.clone();
        self.iter().for_each(|event| hasher.feed(event));
        hasher.digest()
    }
}

/// Works out the [`WireHash`] of a run as it goes. A reader of its own, so that nobody else pays for it.
#[derive(Clone, Debug)]
pub struct WireHasher {
    taken: PortableHasher,
    next: EventId,
}

impl Default for WireHasher {
    fn default() -> WireHasher {
        WireHasher {
            taken: PortableHasher::new(),
            next: EventId(0),
        }
    }
}

impl WireHasher {
    /// Takes what has gone onto the lines since the last call. What the trace has let go meanwhile is missed.
    pub fn read(&mut self, trace: &Trace) {
        for event in trace.since(self.next) {
            // What a captor at the beginning of each line would see.
            if let EventKind::Transmitted { frame, .. } = &event.kind {
                self.taken.feed(&(event.at, event.place, frame));
            }
        }
        self.next = trace.next_id();
    }

    /// The hash of what was read.
    pub fn digest(&self) -> WireHash {
        WireHash(self.taken.digest().0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Transport;

    fn filled(limit: u32, events: u64) -> Trace {
        let mut trace = Trace::new(limit);
        for i in 0..events {
            let command = crate::command::Command::SetTransport(Transport::Udp);
            let kind = EventKind::Command {
                command,
                scripted: i % 2 == 0,
            };
            trace.record(
                Time::from_nanos(i),
                Place::World,
                i.checked_sub(1).map(EventId),
                kind,
            );
        }
        trace
    }

    #[test]
    fn an_event_is_found_by_its_id_until_it_is_let_go() {
        let trace = filled(3000, 10_000);
        assert_eq!(trace.len(), 10_000);
        assert!(trace.first() > 0 && trace.len() - trace.first() <= 3000 + CHUNK as u64);
        assert!(trace.get(EventId(trace.first() - 1)).is_none());
        for id in trace.first()..trace.len() {
            assert_eq!(
                trace.get(EventId(id)).map(|event| event.id),
                Some(EventId(id))
            );
        }
        assert!(trace.get(EventId(10_000)).is_none());
    }

    #[test]
    fn the_hash_covers_events_that_were_let_go() {
        assert_eq!(
            filled(3000, 10_000).hash(),
            filled(1_000_000, 10_000).hash()
        );
        assert_ne!(filled(3000, 10_000).hash(), filled(3000, 10_001).hash());
    }

    #[test]
    fn the_wire_hash_covers_transmissions_and_nothing_else_let_go_or_not() {
        let filled = |limit, frame: u8, others: u64| {
            let (mut trace, mut hasher) = (Trace::new(limit), WireHasher::default());
            for at in 0..8_000 {
                let kind = EventKind::Transmitted {
                    packet: PacketId(0),
                    frame: crate::Frame::new(vec![frame; 60]),
                    arrives: Time::from_nanos(at + 1),
                };
                trace.record(Time::from_nanos(at), Place::World, None, kind);
                for _ in 0..others {
                    trace.record(Time::ZERO, Place::World, None, EventKind::SocketClosed);
                }
                hasher.read(&trace);
            }
            hasher.digest()
        };
        assert_eq!(filled(1_000_000, 1, 0), filled(1_000, 1, 0));
        assert_eq!(filled(1_000_000, 1, 0), filled(3_000, 1, 2));
        assert_ne!(filled(1_000_000, 1, 0), filled(1_000_000, 2, 0));
    }

    #[test]
    fn causes_lead_from_effect_to_root() {
        let trace = filled(5000, 100);
        let chain: Vec<u64> = trace.causes(EventId(3)).map(|event| event.id.0).collect();
        assert_eq!(chain, [2, 1, 0]);
    }
}
