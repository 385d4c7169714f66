//! [`Programs`]: what the trace tells of every program: what it is, who started it, the sockets it opened, what it told of
//! its own protocol, and when and why it ended. A program that a host forgot as it was switched off is told of here.

use core::ops::Deref;

use hoplab_sim::{
    Command, EventId, EventKind, NodeChange, NodeId, Place, ProgramId, ProgramSummary, SocketId,
    Trace, TraceEvent,
};
use hoplab_units::{Time, VecMap};

use crate::At;
use crate::table::{self, Table, halve, narrow};

/// Programs kept; past it the one goes that was over first. While none is over, no more are told of.
const MOST_PROGRAMS: usize = 4_096;
/// Sockets kept of one program; the older half goes.
const MOST_SOCKETS: usize = 4_096;
/// Events kept of what programs told, of all of them together, more than a trace has; past it the older half of each
/// program's goes.
const MOST_TOLD: usize = 1 << 19;

/// Why a program is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It had nothing more to do, after this event.
    Itself(Option<EventId>),
    /// A command stopped it.
    Stopped(EventId),
    /// Its host was switched off.
    HostOff,
}

/// The end of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The event that tells of it.
    pub event: EventId,
    /// When.
    pub at: Time,
    /// Why.
    pub why: Why,
}

/// One program as of a moment.
#[derive(Clone, Copy, Debug)]
pub struct Program<'a> {
    /// The host.
    pub node: NodeId,
    /// The program there. Once its host was switched off the number may be another one's.
    pub program: ProgramId,
    /// What it is.
    pub summary: &'a ProgramSummary,
    /// The event that tells of its start.
    pub started: EventId,
    /// When that was.
    pub started_at: Time,
    /// The command that it comes of; `None`: the scenario has it, and its host was switched on, if only at the very
    /// beginning.
    pub command: Option<EventId>,
    /// When and why it ended; `None`: it runs.
    pub ended: Option<Ended>,
    /// The event since which its host knows nothing of it any more, not even what it showed last.
    pub forgotten: Option<EventId>,
    record: &'a Record,
    here: EventId,
}

impl<'a> Program<'a> {
    /// The sockets that it opened, or its listeners did for it, in that order, and the events that tell of them.
    pub fn sockets(self) -> &'a [(EventId, SocketId)] {
        table::before(&self.record.sockets, self.here, |(event, _)| *event)
    }

    /// The events in which it told something of its own protocol ([`EventKind::App`]), in order.
    pub fn told(self) -> impl DoubleEndedIterator<Item = EventId> + ExactSizeIterator + 'a {
        let told = table::before(&self.record.told, self.here, |event| wide(*event));
        told.iter().map(|event| wide(*event))
    }

    /// Whether it runs.
    pub fn runs(self) -> bool {
        self.ended.is_none()
    }
}

/// What happened to one program.
#[derive(Clone, Debug, PartialEq)]
struct Record {
    node: NodeId,
    program: ProgramId,
    summary: ProgramSummary,
    started: EventId,
    started_at: Time,
    command: Option<EventId>,
    sockets: Vec<(EventId, SocketId)>,
    /// 4 bytes an event.
    told: Vec<u32>,
    ended: Option<Ended>,
    forgotten: Option<EventId>,
}

impl Record {
    fn as_of(&self, here: EventId) -> Program<'_> {
        Program {
            node: self.node,
            program: self.program,
            summary: &self.summary,
            started: self.started,
            started_at: self.started_at,
            command: self.command,
            ended: self.ended.filter(|ended| ended.event < here),
            forgotten: self.forgotten.filter(|event| *event < here),
            record: self,
            here,
        }
    }

    fn cut(&mut self, from: EventId) {
        table::cut(&mut self.sockets, from, |(event, _)| *event);
        table::cut(&mut self.told, from, |event| wide(*event));
        self.ended = self.ended.filter(|ended| ended.event < from);
        self.forgotten = self.forgotten.filter(|event| *event < from);
    }
}

fn wide(event: u32) -> EventId {
    EventId(u64::from(event))
}

/// Every program of a run. One whose start the trace let go of before it was read is not told of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Programs {
    /// In the order they were started.
    records: Vec<Record>,
    /// Where in it is the newest that has this number on a host.
    newest: VecMap<(NodeId, ProgramId), usize>,
    /// Events kept of what all of them told.
    told: usize,
}

impl Table for Programs {
    fn note(&mut self, event: &TraceEvent, trace: &Trace) {
        match (&event.kind, event.place) {
            (EventKind::ProgramStarted { program }, Place::Program(node, id)) => {
                self.start(event, (node, id), program, trace);
            }
            (EventKind::ProgramEnded, Place::Program(node, id)) => {
                let why = why_ended(event, trace);
                if let Some(record) = self.newest(node, id) {
                    record.ended = Some(Ended {
                        event: event.id,
                        at: event.at,
                        why,
                    });
                }
            }
            (EventKind::SocketOpened { program, .. }, Place::Socket(node, socket)) => {
                if let Some(record) = self.newest(node, *program) {
                    halve(&mut record.sockets, MOST_SOCKETS);
                    record.sockets.push((event.id, socket));
                }
            }
            (EventKind::App(_), Place::Program(node, id)) => {
                if self.told >= MOST_TOLD {
                    self.forget();
                }
                if let Some(record) = self.newest(node, id) {
                    record.told.push(narrow(event.id));
                    self.told += 1;
                }
            }
            (
                EventKind::NodeChanged {
                    change: NodeChange::Crash,
                },
                Place::Node(node),
            ) => self.crash(event, node),
            _ => {}
        }
    }

    fn cut(&mut self, from: EventId) {
        table::cut(&mut self.records, from, |record| record.started);
        self.records.iter_mut().for_each(|record| record.cut(from));
        self.count();
    }
}

impl Programs {
    fn start(
        &mut self,
        event: &TraceEvent,
        (node, program): (NodeId, ProgramId),
        summary: &ProgramSummary,
        trace: &Trace,
    ) {
        // A number that is another's now is no longer this one's, whether or not there is room for the new one.
        self.newest.remove(&(node, program));
        if self.records.len() >= MOST_PROGRAMS && !self.make_room() {
            return;
        }
        let is_command = |event: &&TraceEvent| matches!(event.kind, EventKind::Command { .. });
        let command = trace.causes(event.id).find(is_command);
        self.newest.insert((node, program), self.records.len());
        self.records.push(Record {
            node,
            program,
            summary: summary.clone(),
            started: event.id,
            started_at: event.at,
            command: command.map(|command| command.id),
            sockets: Vec::new(),
            told: Vec::new(),
            ended: None,
            forgotten: None,
        });
    }

    /// Lets the program go that was over first. Whether there was one.
    fn make_room(&mut self) -> bool {
        let over = self.records.iter().enumerate();
        let over = over.filter_map(|(place, record)| Some((record.ended?.event, place)));
        let Some((_, first)) = over.min() else {
            return false;
        };
        self.records.remove(first);
        self.count();
        true
    }

    /// The newest program that has this number on a host.
    fn newest(&mut self, node: NodeId, program: ProgramId) -> Option<&mut Record> {
        let place = *self.newest.get(&(node, program))?;
        self.records.get_mut(place)
    }

    /// Says anew which is the newest of each number, and how much they told.
    fn count(&mut self) {
        self.newest = VecMap::default();
        for (place, record) in self.records.iter().enumerate() {
            self.newest.insert((record.node, record.program), place);
        }
        self.told = self.records.iter().map(|record| record.told.len()).sum();
    }

    fn forget(&mut self) {
        for record in &mut self.records {
            record.told.drain(..record.told.len() / 2);
        }
        self.told = self.records.iter().map(|record| record.told.len()).sum();
    }

    /// A host that is switched off forgets its programs without a word: no event of theirs tells of it.
    fn crash(&mut self, event: &TraceEvent, node: NodeId) {
        let ended = Ended {
            event: event.id,
            at: event.at,
            why: Why::HostOff,
        };
        let its = |record: &&mut Record| record.node == node;
        for record in self.records.iter_mut().filter(its) {
            record.ended.get_or_insert(ended);
            record.forgotten.get_or_insert(event.id);
        }
    }
}

/// Why a program is over that says so itself.
fn why_ended(event: &TraceEvent, trace: &Trace) -> Why {
    let cause = event.cause.and_then(|cause| trace.get(cause));
    match cause.map(|cause| &cause.kind) {
        Some(EventKind::Command {
            command: Command::Stop { .. },
            ..
        }) => event.cause.map_or(Why::Itself(None), Why::Stopped),
        _ => Why::Itself(event.cause),
    }
}

impl<R: Deref<Target = Programs>> At<R> {
    /// Every program that was started, in that order.
    pub fn all_programs(&self) -> impl DoubleEndedIterator<Item = Program<'_>> {
        let started = table::before(&self.table.records, self.here, |record| record.started);
        started.iter().map(|record| record.as_of(self.here))
    }

    /// The programs that a host knows of, in the order they were started, those that are over included.
    pub fn known_to(&self, node: NodeId) -> impl DoubleEndedIterator<Item = Program<'_>> {
        let its = move |program: &Program<'_>| program.node == node;
        self.all_programs()
            .filter(move |program| its(program) && program.forgotten.is_none())
    }

    /// The newest program that has this number on a host.
    pub fn program_at(&self, node: NodeId, program: ProgramId) -> Option<Program<'_>> {
        self.all_programs()
            .rfind(|one| (one.node, one.program) == (node, program))
    }

    /// The program whose start an event tells of.
    pub fn program_since(&self, started: EventId) -> Option<Program<'_>> {
        let records = &self.table.records;
        let place = records.binary_search_by_key(&started, |record| record.started);
        let record = records.get(place.ok()?)?;
        (started < self.here).then(|| record.as_of(self.here))
    }
}

#[cfg(test)]
mod tests;
