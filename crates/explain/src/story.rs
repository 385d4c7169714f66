//! [`Story`]: every table of a run, read by one rule.

use core::cell::{Ref, RefCell};

use hoplab_sim::{EventId, Trace, WorldSpec};

use crate::connections::Connections;
use crate::lookups::Lookups;
use crate::sockets::Sockets;
use crate::table::{Reading, Table};

/// What a run's trace tells, as far as it has been read. Whoever asks for a table may have it read on first: nobody
/// needs the story for himself alone.
#[derive(Clone, Debug)]
pub struct Story {
    connections: Shared<Connections>,
    lookups: Shared<Lookups>,
    sockets: Shared<Sockets>,
}

impl Story {
    /// The story of a run that nothing is known of yet.
    pub fn new(spec: &WorldSpec) -> Story {
        Story {
            connections: Shared::new(Connections::new(spec)),
            lookups: Shared::new(Lookups::default()),
            sockets: Shared::new(Sockets::default()),
        }
    }

    /// The future became another one: forgets the event `from` and all that came after it. What is before is not
    /// read again.
    pub fn cut(&mut self, from: EventId) {
        self.connections.cut(from);
        self.lookups.cut(from);
        self.sockets.cut(from);
    }

    /// Every TCP connection.
    pub fn connections(&self) -> &Shared<Connections> {
        &self.connections
    }
    /// Every lookup of a name, and what caches remember.
    pub fn lookups(&self) -> &Shared<Lookups> {
        &self.lookups
    }
    /// Every socket, and every packet that arrived at a host.
    pub fn sockets(&self) -> &Shared<Sockets> {
        &self.sockets
    }
}

/// A table that is read on when somebody asks for it.
#[derive(Clone, Debug)]
pub struct Shared<T>(RefCell<Reading<T>>);

impl<T: Table> Shared<T> {
    fn new(table: T) -> Shared<T> {
        Shared(RefCell::new(Reading::new(table)))
    }

    /// Reads on, a piece. Whether there is more to read.
    pub fn read(&self, trace: &Trace) -> bool {
        match self.0.try_borrow_mut() {
            Ok(mut reading) => reading.read(trace),
            // Somebody still looks at it who asked in the same moment: a piece was read for him.
            Err(_) => self.is_behind(trace),
        }
    }

    /// Whether the trace tells more than was read.
    pub fn is_behind(&self, trace: &Trace) -> bool {
        self.0.borrow().next().0 < trace.len()
    }

    /// Whether all before an event was read.
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
