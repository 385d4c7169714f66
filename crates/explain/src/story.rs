//! [`Story`]: every table of a run, read by one rule.

use core::cell::{Ref, RefCell};

use hoplab_sim::{EventId, World, WorldSpec};

use crate::connections::Connections;
use crate::lines::Lines;
use crate::lookups::Lookups;
use crate::marks::Marks;
use crate::packets::Packets;
use crate::sockets::Sockets;
use crate::table::{Reading, Table};

/// What a run's trace tells, as far as it has been read. Whoever asks for a table may have it read on first: nobody
/// needs the story for himself alone.
#[derive(Clone, Debug)]
pub struct Story {
    connections: Shared<Connections>,
    lines: Shared<Lines>,
    marks: Shared<Marks>,
    packets: Shared<Packets>,
    sockets: Shared<Sockets>,
    lookups: Shared<Lookups>,
    /// From which events on it became another story, as often as it did: as many as there were commands.
    cuts: Vec<EventId>,
}

impl Story {
    /// The story of a run that nothing is known of yet.
    pub fn new(spec: &WorldSpec) -> Story {
        Story {
            connections: Shared::new(Connections::new(spec)),
            lines: Shared::new(Lines::default()),
            marks: Shared::new(Marks::default()),
            packets: Shared::new(Packets::default()),
            sockets: Shared::new(Sockets::default()),
            lookups: Shared::new(Lookups::default()),
            cuts: Vec::new(),
        }
    }

    /// Another run from its beginning on.
    pub fn begin_again(&mut self, spec: &WorldSpec) {
        let mut cuts = core::mem::take(&mut self.cuts);
        cuts.push(EventId(0));
        *self = Story {
            cuts,
            ..Story::new(spec)
        };
    }

    /// The future became another one: forgets the event `from` and all that came after it. What is before is not
    /// read again.
    pub fn cut(&mut self, from: EventId) {
        self.connections.cut(from);
        self.lines.cut(from);
        self.marks.cut(from);
        self.packets.cut(from);
        self.sockets.cut(from);
        self.lookups.cut(from);
        self.cuts.push(from);
    }

    /// How often it became another story. Whoever keeps something of it keeps this with it.
    pub fn edition(&self) -> usize {
        self.cuts.len()
    }
    /// The first event that may be another one than in that edition: what was kept of it and of what came after has
    /// to go.
    pub fn changed_since(&self, edition: usize) -> Option<EventId> {
        self.cuts.get(edition..)?.iter().min().copied()
    }

    /// Every TCP connection.
    pub fn connections(&self) -> &Shared<Connections> {
        &self.connections
    }
    /// Every event, by what it is about.
    pub fn lines(&self) -> &Shared<Lines> {
        &self.lines
    }
    /// What a timeline marks.
    pub fn marks(&self) -> &Shared<Marks> {
        &self.marks
    }
    /// Which events are about which packet.
    pub fn packets(&self) -> &Shared<Packets> {
        &self.packets
    }
    /// Every socket, and every packet that arrived at a host.
    pub fn sockets(&self) -> &Shared<Sockets> {
        &self.sockets
    }
    /// Every DNS lookup, and what caches took in.
    pub fn lookups(&self) -> &Shared<Lookups> {
        &self.lookups
    }
}

/// A table that is read on when somebody asks for it.
#[derive(Clone, Debug)]
pub struct Shared<T>(RefCell<Reading<T>>);

impl<T: Table> Shared<T> {
    fn new(table: T) -> Shared<T> {
        Shared(RefCell::new(Reading::new(table)))
    }

    /// In whose trace to read on: of whoever has played furthest, unless his has let go of what comes next and that of
    /// the playhead has not. What the playhead shows must never be what nobody read.
    pub fn source<'a>(&self, furthest: &'a World, here: &'a World) -> &'a World {
        let first = |world: &World| world.trace().first();
        let let_go = first(furthest) > self.0.borrow().next().0;
        if let_go && first(here) < first(furthest) {
            return here;
        }
        furthest
    }

    /// Reads on in the trace of a world, a piece. Whether there is more to read.
    pub fn read(&self, world: &World) -> bool {
        match self.0.try_borrow_mut() {
            Ok(mut reading) => reading.read(world.trace()),
            // Somebody still looks at it who asked in the same moment: a piece was read for him.
            Err(_) => self.is_behind(world),
        }
    }

    /// Reads on at least up to the event `here`, however much that is.
    pub fn read_up_to(&self, world: &World, here: EventId) {
        let behind = || self.0.borrow().next() < here;
        while behind()
            && self
                .0
                .try_borrow_mut()
                .is_ok_and(|mut it| it.read(world.trace()))
        {}
    }

    /// Forgets all that was read: it will be read anew from wherever the trace begins.
    pub fn begin_anew(&self)
    where
        T: Default,
    {
        if let Ok(mut reading) = self.0.try_borrow_mut() {
            *reading = Reading::default();
        }
    }

    /// Whether the trace tells more than was read.
    pub fn is_behind(&self, world: &World) -> bool {
        self.0.borrow().next().0 < world.trace().len()
    }

    /// Whether all before the event `here` has been read.
    pub fn has_read(&self, here: EventId) -> bool {
        self.0.borrow().next() >= here
    }

    /// The table.
    pub fn table(&self) -> Ref<'_, T> {
        Ref::map(self.0.borrow(), Reading::table)
    }

    fn cut(&mut self, from: EventId) {
        self.0.get_mut().cut(from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_kept_something_learns_from_where_on_it_is_another_story() {
        let scenario = hoplab_scenario::library::find("broken-line");
        let spec = scenario.expect("it is in the library").to_spec();
        let spec = spec.expect("it is valid");
        let mut story = Story::new(&spec);
        assert_eq!(story.changed_since(story.edition()), None);
        let first = story.edition();
        story.cut(EventId(70));
        let second = story.edition();
        story.cut(EventId(90));
        assert_eq!(story.changed_since(first), Some(EventId(70)));
        assert_eq!(story.changed_since(second), Some(EventId(90)));
        story.begin_again(&spec);
        assert_eq!(story.changed_since(second), Some(EventId(0)));
        assert_eq!(story.changed_since(story.edition()), None);
    }
}
