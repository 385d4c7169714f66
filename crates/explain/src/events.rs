//! [`Events`]: the events of a run up to a moment.

use hoplab_sim::{EventId, Trace, TraceEvent, TraceHash, World};

/// What has happened before a moment, of a trace that may go further. The oldest may have been let go.
#[derive(Clone, Copy, Debug)]
pub struct Events<'a> {
    trace: &'a Trace,
    here: u64,
}

impl<'a> Events<'a> {
    /// All that has happened in a world.
    pub fn of(world: &'a World) -> Events<'a> {
        Events::before(world.trace(), EventId(world.trace().len()))
    }
    /// What had happened in a world before this one's next event: itself, and all before it.
    pub fn up_to(world: &'a World, last: EventId) -> Events<'a> {
        Events::before(world.trace(), EventId(last.0.saturating_add(1)))
    }
    /// What of a trace lies before the event `here`.
    pub fn before(trace: &'a Trace, here: EventId) -> Events<'a> {
        Events {
            trace,
            here: here.0.min(trace.len()),
        }
    }

    /// How many there ever were; also the id of the next.
    pub fn len(self) -> u64 {
        self.here
    }
    /// Whether nothing has happened yet.
    pub fn is_empty(self) -> bool {
        self.here == 0
    }
    /// The id of the oldest that is still kept.
    pub fn first(self) -> u64 {
        self.trace.first().min(self.here)
    }
    /// The event with this id, if it has happened and is still kept.
    pub fn get(self, id: EventId) -> Option<&'a TraceEvent> {
        self.trace.get(id).filter(|_| id.0 < self.here)
    }
    /// Those from the one with this id on, as far as they are kept.
    pub fn since(self, id: EventId) -> impl DoubleEndedIterator<Item = &'a TraceEvent> + use<'a> {
        let from = id.0.max(self.trace.first());
        (from..self.here).filter_map(move |id| self.trace.get(EventId(id)))
    }
    /// All that are kept, oldest first.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = &'a TraceEvent> + use<'a> {
        self.since(EventId(0))
    }
    /// An event's cause, the cause of that, and so on, as far as they are kept.
    pub fn causes(self, id: EventId) -> impl Iterator<Item = &'a TraceEvent> + use<'a> {
        let begins = self.get(id).is_some();
        self.trace.causes(id).take_while(move |_| begins)
    }
}

/// The hash of all that has happened in a world, whatever of it is kept.
pub fn hash(world: &World) -> TraceHash {
    world.trace().hash()
}
