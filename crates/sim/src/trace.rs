//! [`Trace`]: the one stream of events.

use std::sync::Arc;

use hoplab_units::Time;

use crate::event::{EventKind, Place, TraceEvent};
use crate::frame::AllBytes;
use crate::hash::{PortableHasher, TraceHash, WireHash};
use crate::ids::EventId;

/// Events in one shared chunk. Cloning a trace, or a part of it, copies at most this many.
const CHUNK: usize = 512;

/// Every event of a run in the order it happened, up to a bound: past it the oldest are let go, a
/// chunk at a time. The hash covers them all the same.
///
/// Traces of one run hold each chunk once between them: clones and parts share what was full when they were made, and
/// of two that recorded the same anew one takes over the other's ([`World::share_trace`](crate::World::share_trace)).
#[derive(Clone, Debug)]
pub struct Trace {
    /// Oldest first. Each ends before an id that is a multiple of a chunk's length; all but the first are whole.
    chunks: Vec<Arc<Vec<TraceEvent>>>,
    /// The events after them, fewer than a chunk.
    tail: Vec<TraceEvent>,
    /// The id of the oldest event kept.
    first: u64,
    /// How many were ever recorded.
    len: u64,
    /// The most events kept.
    limit: u64,
    /// Has been fed every event let go.
    let_go: PortableHasher,
    /// Lengths to which it can be cut though what came before them has been let go, in order.
    marks: Vec<Mark>,
}

/// A length of a trace, and once the events before it have been let go what had been fed to the hasher then.
#[derive(Clone, Debug)]
struct Mark {
    len: u64,
    let_go: Option<Arc<PortableHasher>>,
}

impl Trace {
    pub(crate) fn new(limit: u32) -> Trace {
        let limit = u64::from(limit).max(2 * CHUNK as u64);
        Trace::beginning(0, limit, PortableHasher::new(), Vec::new())
    }

    /// One whose first events have been let go, and that has no others yet.
    fn beginning(first: u64, limit: u64, let_go: PortableHasher, marks: Vec<Mark>) -> Trace {
        Trace {
            chunks: Vec::new(),
            tail: Vec::new(),
            first,
            len: first,
            limit,
            let_go,
            marks,
        }
    }

    /// A trace of events made by hand, for the tests of those who read traces. They are numbered in this order.
    pub fn made_of(events: impl IntoIterator<Item = (Time, Place, EventKind)>) -> Trace {
        let mut trace = Trace::new(u32::MAX);
        for (at, place, kind) in events {
            trace.record(at, place, None, kind);
        }
        trace
    }

    /// How many events were ever recorded; also the id the next one gets.
    pub fn len(&self) -> u64 {
        self.len
    }
    /// Whether nothing has happened yet.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
    /// The id of the oldest event still kept.
    pub fn first(&self) -> u64 {
        self.first
    }

    pub(crate) fn next_id(&self) -> EventId {
        EventId(self.len)
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
        if self.len.is_multiple_of(CHUNK as u64) {
            self.begin_chunk();
        }
        self.len += 1;
        self.tail.push(TraceEvent {
            id,
            at,
            place,
            cause,
            kind,
        });
        id
    }

    fn begin_chunk(&mut self) {
        let full = core::mem::replace(&mut self.tail, Vec::with_capacity(CHUNK));
        if !full.is_empty() {
            self.chunks.push(Arc::new(full));
            while self.len - self.first > self.limit && !self.chunks.is_empty() {
                self.let_oldest_go();
            }
        }
    }

    fn let_oldest_go(&mut self) {
        let mut mark = self.marks.partition_point(|mark| mark.len < self.first);
        for event in self.chunks.remove(0).iter() {
            if let Some(marked) = self.marks.get_mut(mark)
                && marked.len == self.first
            {
                marked.let_go = Some(Arc::new(self.let_go.clone()));
                mark += 1;
            }
            self.let_go.feed(event);
            self.first += 1;
        }
    }

    /// Lets all whole chunks go: nobody will read them any more.
    pub(crate) fn let_go(&mut self) {
        while !self.chunks.is_empty() {
            self.let_oldest_go();
        }
    }

    /// The trace as it was at one length, if it still knows. Where it has let go of what came before, it knows the
    /// lengths of `Trace::mark`, and the part begins with no event to be read.
    pub fn up_to(&self, len: u64) -> Option<Trace> {
        if len < self.first {
            let let_go = match len {
                0 => PortableHasher::new(),
                _ => {
                    let mark = self.marks.iter().find(|mark| mark.len == len)?;
                    mark.let_go.as_deref()?.clone()
                }
            };
            let marks = self.marks.clone();
            return Some(Trace::beginning(len, self.limit, let_go, marks));
        }
        let whole = (len / CHUNK as u64 - self.first / CHUNK as u64) as usize;
        let chunks = self.chunks.get(..whole).unwrap_or(&self.chunks).to_vec();
        let from = match chunks.len() < whole {
            // The tail is full, and has not been put with the chunks yet.
            true => self.tail.first().map_or(len, |event| event.id.0),
            false => self.first.max(len - len % CHUNK as u64),
        };
        let mut tail = Vec::new();
        if len > from {
            tail.reserve_exact(CHUNK);
            tail.extend((from..len).filter_map(|id| self.get(EventId(id)).cloned()));
        }
        (len <= self.len).then(|| Trace {
            chunks,
            tail,
            first: self.first,
            len,
            limit: self.limit,
            let_go: self.let_go.clone(),
            marks: self.marks.clone(),
        })
    }

    /// Only how long it is: what a copy of a world needs whose trace is kept elsewhere.
    pub(crate) fn length_only(&self) -> Trace {
        Trace::beginning(self.len, self.limit, PortableHasher::new(), Vec::new())
    }

    /// From now on it can be cut to these lengths and to no others of what is let go. They are given in order.
    pub(crate) fn mark(&mut self, lens: impl Iterator<Item = u64>) {
        let known = core::mem::take(&mut self.marks);
        let known = |len| known.iter().find(|mark| mark.len == len).cloned();
        let mark = |len| known(len).unwrap_or(Mark { len, let_go: None });
        self.marks = lens.map(mark).collect();
    }

    /// Takes over the chunks of a trace that has gone further in the same run, in place of its own that say the same,
    /// and its marks.
    pub(crate) fn share(&mut self, longer: &Trace) {
        let [own, others] = [self.first, longer.first].map(|first| first / CHUNK as u64);
        for (place, chunk) in self.chunks.iter_mut().enumerate().rev() {
            let Some(place) = (own + place as u64).checked_sub(others) else {
                break;
            };
            let Some(other) = longer.chunks.get(place as usize) else {
                continue;
            };
            if Arc::ptr_eq(chunk, other) {
                break;
            }
            // The first may have begun late.
            if chunk.len() == other.len() {
                debug_assert_eq!(chunk, other, "the same run says the same");
                *chunk = Arc::clone(other);
            }
        }
        let known = core::mem::replace(&mut self.marks, longer.marks.clone());
        for mark in known.into_iter().filter(|mark| mark.let_go.is_some()) {
            if let Some(ours) = self.marks.iter_mut().find(|ours| ours.len == mark.len) {
                ours.let_go = mark.let_go;
            }
        }
    }

    /// The event with this id, if it is still kept.
    pub fn get(&self, id: EventId) -> Option<&TraceEvent> {
        if id.0 < self.first {
            return None;
        }
        let chunk = (id.0 / CHUNK as u64 - self.first / CHUNK as u64) as usize;
        let events = self.chunks.get(chunk);
        let (events, begin) = match events {
            Some(events) => (&**events, events.first()?.id.0),
            None => (&self.tail, self.len - self.tail.len() as u64),
        };
        events.get(usize::try_from(id.0.checked_sub(begin)?).ok()?)
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
    /// Takes what has gone onto the channels since the last call. What the trace has let go meanwhile is missed.
    pub fn read(&mut self, trace: &Trace) {
        for event in trace.since(self.next) {
            // What a captor at the beginning of each channel would see.
            if let EventKind::Transmitted { frame, .. } = &event.kind {
                self.taken.feed(&(event.at, event.place, AllBytes(frame)));
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
    use crate::ids::PacketId;

    fn filled(limit: u32, events: u64) -> Trace {
        let mut trace = Trace::new(limit);
        filled_on(&mut trace, events);
        trace
    }

    fn filled_on(trace: &mut Trace, events: u64) {
        let from = trace.len();
        for i in from..from + events {
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
    fn a_trace_can_be_cut_to_any_length_it_keeps_and_to_those_marked() {
        let hashes: Vec<TraceHash> = (0..2_700).map(|len| filled(9_000, len).hash()).collect();
        let mut trace = Trace::new(1_024);
        let marks = [0, 5, 511, 512, 1_000, 2_048, 2_049];
        for len in 0..2_699 {
            trace.mark(marks.iter().copied().take_while(|mark| *mark <= len));
            filled_on(&mut trace, 1);
            if len % 331 == 0 || len % 512 > 509 || len % 512 < 2 {
                for cut in 0..=len + 1 {
                    let part = trace.up_to(cut);
                    let known = cut >= trace.first() || marks.contains(&cut);
                    assert_eq!(part.is_some(), known, "{cut} of {len}");
                    let Some(mut part) = part else { continue };
                    assert_eq!(part.len(), cut);
                    if cut % 512 < 2 || cut % 13 == 0 {
                        assert_eq!(part.hash(), hashes[cut as usize], "{cut} of {len}");
                    }
                    assert_eq!(part.iter().count() as u64, cut - part.first());
                    if cut % 100 == 0 {
                        filled_on(&mut part, len + 1 - cut);
                        part.share(&trace);
                        assert_eq!(part.hash(), trace.hash());
                        let since = part.since(EventId(0)).map(|event| event.id.0);
                        assert!(since.eq(part.first()..part.len()));
                    }
                }
                assert!(trace.up_to(len + 2).is_none());
            }
        }
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
