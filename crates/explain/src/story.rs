//! [`Story`]: every table of a run, read by one rule.

use hoplab_sim::{EventId, Trace, WorldSpec};

use crate::connections::Connections;
use crate::table::Reading;

/// What a run's trace tells, as far as it has been read.
#[derive(Clone, Debug)]
pub struct Story {
    connections: Reading<Connections>,
}

impl Story {
    /// The story of a run that nothing is known of yet.
    pub fn new(spec: &WorldSpec) -> Story {
        Story {
            connections: Reading::new(Connections::new(spec)),
        }
    }

    /// The future became another one: forgets the event `from` and all that came after it. What is before is not
    /// read again.
    pub fn cut(&mut self, from: EventId) {
        self.connections.cut(from);
    }

    /// Reads on about connections. Whether there is more to read.
    pub fn read_connections(&mut self, trace: &Trace) -> bool {
        self.connections.read(trace)
    }
    /// Whether the trace tells more of connections than was read.
    pub fn is_behind_on_connections(&self, trace: &Trace) -> bool {
        self.connections.next().0 < trace.len()
    }
    /// Every TCP connection.
    pub fn connections(&self) -> &Connections {
        self.connections.table()
    }
}
