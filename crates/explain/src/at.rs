//! [`At`]: a table as of one moment of the run.

use core::ops::Deref;

use hoplab_sim::EventId;

/// A table, and the moment it is asked about: before the event `here` happens, which may not have happened yet.
/// `R` is how the table is held: `&Table`, or a guard of somebody who shares it.
#[derive(Clone, Copy, Debug)]
pub struct At<R> {
    pub(crate) table: R,
    pub(crate) here: EventId,
}

impl<R: Deref> At<R> {
    /// The table as of the moment before the event `here`.
    pub fn new(table: R, here: EventId) -> At<R> {
        At { table, here }
    }
    /// The first event that has not happened at this moment.
    pub fn here(&self) -> EventId {
        self.here
    }
    /// The table, of whatever moment.
    pub fn table(&self) -> &R::Target {
        &self.table
    }
    /// The same, held by reference.
    pub fn by_ref(&self) -> At<&R::Target> {
        At::new(&*self.table, self.here)
    }
}
