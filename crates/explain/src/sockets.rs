//! [`Sockets`]: what the trace tells of every socket: who opened it, what it is bound to, when it went, what
//! arrived for it; and of every packet that arrived at a host, which socket took it and why that one.
//! A socket that is gone is gone from the world; here it stays.

pub mod matching;
mod range;

pub use range::PortRange;

use core::ops::Deref;

use hoplab_sim::{
    ConsumeReason, DropReason, EventId, EventKind, NodeChange, NodeId, PacketId, Place, ProgramId,
    ProgramSummary, SocketId, SocketProtocol, Trace, TraceEvent,
};
use hoplab_tcp::{State, TcpEvent};
use hoplab_units::{Time, VecMap};

use crate::At;
use crate::table::{self, Table, halve};
use matching::{Explanation, Fields, Key, Row};

/// Sockets kept; past it those that closed first go.
const MOST_SOCKETS: usize = 4_096;
/// Arrivals kept, and packets that one socket took; the older half goes.
const MOST_ARRIVALS: usize = 65_536;
/// Programs kept; the older half goes.
const MOST_PROGRAMS: usize = 4_096;

/// A program, from its start.
#[derive(Clone, Debug, PartialEq)]
pub struct Started {
    /// The host.
    pub node: NodeId,
    /// The program there. Once its host was switched off the number may be another one's.
    pub program: ProgramId,
    /// What it is.
    pub summary: ProgramSummary,
    /// The event that tells of it.
    pub event: EventId,
}

/// One socket as of a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Life {
    /// The host.
    pub node: NodeId,
    /// Which socket. Its number is never used twice in one run.
    pub socket: SocketId,
    /// What it is bound to.
    pub key: Key,
    /// The start of the program that has it, if that is known.
    pub owner: Option<EventId>,
    /// The event that opened it.
    pub opened: EventId,
    /// When that was.
    pub opened_at: Time,
    /// What closed it and when.
    pub closed: Option<(EventId, Time)>,
    /// The state of a TCP socket.
    pub state: Option<State>,
    /// Packets it took.
    pub packets: u32,
    /// Those of them that held something for its program.
    pub mail: u32,
    /// Bytes in them.
    pub bytes: u64,
    /// The packet it took last.
    pub last: Option<PacketId>,
}

impl Life {
    /// Whether it was there when this event happened.
    pub fn is_open_at(&self, event: EventId) -> bool {
        self.opened < event && self.closed.is_none_or(|(closed, _)| closed >= event)
    }
}

/// What happened to one socket.
#[derive(Clone, Debug, PartialEq)]
struct Record {
    node: NodeId,
    socket: SocketId,
    key: Key,
    owner: Option<EventId>,
    opened: EventId,
    opened_at: Time,
    closed: Option<(EventId, Time)>,
    states: Vec<(EventId, State)>,
    taken: Vec<Took>,
}

/// A packet that a socket took, and what it has taken with it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Took {
    event: EventId,
    packet: PacketId,
    packets: u32,
    mail: u32,
    bytes: u64,
}

impl Record {
    fn as_of(&self, here: EventId) -> Life {
        let waits = self.key.sort() == matching::Sort::Listener;
        let states = table::before(&self.states, here, |(event, _)| *event);
        let taken = table::before(&self.taken, here, |took| took.event).last();
        Life {
            node: self.node,
            socket: self.socket,
            key: self.key,
            owner: self.owner,
            opened: self.opened,
            opened_at: self.opened_at,
            closed: self.closed.filter(|(event, _)| *event < here),
            state: states
                .last()
                .map(|(_, state)| *state)
                .or(waits.then_some(State::Listen)),
            packets: taken.map_or(0, |took| took.packets),
            mail: taken.map_or(0, |took| took.mail),
            bytes: taken.map_or(0, |took| took.bytes),
            last: taken.map(|took| took.packet),
        }
    }

    fn take(&mut self, event: EventId, packet: PacketId, bytes: u64) {
        // A segment without data is TCP's own: its program hears nothing of it.
        let told = bytes > 0 || self.key.protocol != SocketProtocol::Tcp;
        let last = self.taken.last().copied();
        halve(&mut self.taken, MOST_ARRIVALS);
        self.taken.push(Took {
            event,
            packet,
            packets: last.map_or(0, |last| last.packets).saturating_add(1),
            mail: last
                .map_or(0, |last| last.mail)
                .saturating_add(u32::from(told)),
            bytes: last.map_or(0, |last| last.bytes).saturating_add(bytes),
        });
    }

    fn cut(&mut self, from: EventId) {
        self.closed = self.closed.filter(|(event, _)| *event < from);
        table::cut(&mut self.states, from, |(event, _)| *event);
        table::cut(&mut self.taken, from, |took| took.event);
    }
}

/// What a host did with a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArrivalOutcome {
    /// A socket took it.
    Taken,
    /// Thrown away.
    Dropped(DropReason),
    /// The host dealt with it itself.
    Consumed(ConsumeReason),
}

/// A packet that was handed up in a host, as of a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrival<'a> {
    /// The event that tells what came of it; the first of several.
    pub event: EventId,
    /// When.
    pub at: Time,
    /// The host.
    pub node: NodeId,
    /// The packet.
    pub packet: PacketId,
    /// What it says.
    pub fields: Fields,
    /// What the host did with it.
    pub outcome: ArrivalOutcome,
    /// The sockets that took it, and the events in which they did.
    took: &'a [(EventId, SocketId)],
}

impl<'a> Arrival<'a> {
    /// The sockets that took it.
    pub fn takers(self) -> impl Iterator<Item = SocketId> + 'a {
        self.took.iter().map(|(_, socket)| *socket)
    }
}

/// What came of a packet in a host.
#[derive(Clone, Debug, PartialEq)]
struct Arrived {
    event: EventId,
    at: Time,
    node: NodeId,
    packet: PacketId,
    fields: Fields,
    outcome: ArrivalOutcome,
    took: Vec<(EventId, SocketId)>,
}

impl Arrived {
    fn as_of(&self, here: EventId) -> Arrival<'_> {
        Arrival {
            event: self.event,
            at: self.at,
            node: self.node,
            packet: self.packet,
            fields: self.fields,
            outcome: self.outcome,
            took: table::before(&self.took, here, |(event, _)| *event),
        }
    }
}

/// Every socket and arrival of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sockets {
    records: VecMap<(NodeId, SocketId), Box<Record>>,
    arrivals: Vec<Arrived>,
    programs: Vec<Started>,
}

impl Table for Sockets {
    fn note(&mut self, event: &TraceEvent, trace: &Trace) {
        match (&event.kind, event.place) {
            (EventKind::ProgramStarted { program }, Place::Program(node, id)) => {
                halve(&mut self.programs, MOST_PROGRAMS);
                self.programs.push(Started {
                    node,
                    program: id,
                    summary: program.clone(),
                    event: event.id,
                });
            }
            (
                EventKind::SocketOpened {
                    protocol,
                    local,
                    remote,
                    program,
                },
                Place::Socket(node, socket),
            ) => {
                let key = Key {
                    protocol: *protocol,
                    local: *local,
                    remote: *remote,
                };
                self.open(event, (node, socket), key, *program);
            }
            (EventKind::SocketClosed, Place::Socket(node, socket)) => {
                if let Some(record) = self.records.get_mut(&(node, socket)) {
                    record.closed = Some((event.id, event.at));
                }
            }
            (EventKind::Tcp(TcpEvent::StateChanged { to, .. }), Place::Socket(node, socket)) => {
                if let Some(record) = self.records.get_mut(&(node, socket)) {
                    record.states.push((event.id, *to));
                }
            }
            (
                EventKind::NodeChanged {
                    change: NodeChange::Crash,
                },
                Place::Node(node),
            ) => self.crash(event, node),
            (EventKind::Accepted { packet, socket }, Place::Socket(node, _)) => {
                let fields = fields(event, *packet, trace);
                self.accept(event, node, *packet, *socket, fields);
            }
            (EventKind::Consumed { packet, why }, Place::Node(node)) => {
                let fields = fields(event, *packet, trace);
                self.arrive(event, node, *packet, ArrivalOutcome::Consumed(*why), fields);
            }
            (EventKind::Dropped { packet, why, .. }, Place::Node(node)) if asked_for(*why) => {
                let fields = fields(event, *packet, trace);
                self.arrive(event, node, *packet, ArrivalOutcome::Dropped(*why), fields);
            }
            _ => {}
        }
    }

    fn cut(&mut self, from: EventId) {
        table::cut(&mut self.programs, from, |started| started.event);
        table::cut(&mut self.arrivals, from, |arrival| arrival.event);
        if let Some(last) = self.arrivals.last_mut() {
            table::cut(&mut last.took, from, |(event, _)| *event);
        }
        self.records.retain(|record| record.opened < from);
        self.records
            .values_mut()
            .for_each(|record| record.cut(from));
    }
}

/// What a packet said as it came to the end that `event` tells of: read from the bytes it was last seen with.
fn fields(event: &TraceEvent, packet: PacketId, trace: &Trace) -> Option<Fields> {
    let its = |cause: &&TraceEvent| cause.kind.packet() == Some(packet);
    let seen = core::iter::once(event).chain(trace.causes(event.id).take_while(its));
    Fields::of(seen.into_iter().find_map(|event| event.kind.frame())?)
}

impl Sockets {
    fn open(
        &mut self,
        event: &TraceEvent,
        (node, socket): (NodeId, SocketId),
        key: Key,
        program: ProgramId,
    ) {
        if self.records.len() >= MOST_SOCKETS {
            let closed = |record: &Record| record.closed.map(|(event, _)| event);
            let gone = self.records.iter();
            let gone = gone.filter(|(_, record)| record.closed.is_some());
            let first = gone.min_by_key(|(_, record)| closed(record));
            let Some(first) = first.map(|(id, _)| *id) else {
                return;
            };
            self.records.remove(&first);
        }
        let record = Record {
            node,
            socket,
            key,
            owner: newest(&self.programs, node, program).map(|started| started.event),
            opened: event.id,
            opened_at: event.at,
            closed: None,
            states: Vec::new(),
            taken: Vec::new(),
        };
        self.records.insert((node, socket), Box::new(record));
    }

    /// A host that goes down forgets its sockets without a word: no event of theirs tells of it.
    fn crash(&mut self, event: &TraceEvent, node: NodeId) {
        for record in self.records.values_mut() {
            if record.node == node {
                record.closed.get_or_insert((event.id, event.at));
            }
        }
    }

    fn accept(
        &mut self,
        event: &TraceEvent,
        node: NodeId,
        packet: PacketId,
        socket: SocketId,
        fields: Option<Fields>,
    ) {
        if let Some(record) = self.records.get_mut(&(node, socket)) {
            let bytes = fields.map_or(0, |fields| u64::from(fields.bytes));
            record.take(event.id, packet, bytes);
        }
        // Over raw IP one packet is handed to several sockets, one after the other.
        let last = self.arrivals.last();
        let another = last.is_none_or(|last| (last.node, last.packet) != (node, packet));
        if another {
            self.arrive(event, node, packet, ArrivalOutcome::Taken, fields);
        }
        let last = self.arrivals.last_mut();
        if let Some(last) = last.filter(|last| (last.node, last.packet) == (node, packet)) {
            last.took.push((event.id, socket));
        }
    }

    fn arrive(
        &mut self,
        event: &TraceEvent,
        node: NodeId,
        packet: PacketId,
        outcome: ArrivalOutcome,
        fields: Option<Fields>,
    ) {
        let Some(fields) = fields else { return };
        halve(&mut self.arrivals, MOST_ARRIVALS);
        self.arrivals.push(Arrived {
            event: event.id,
            at: event.at,
            node,
            packet,
            fields,
            outcome,
            took: Vec::new(),
        });
    }
}

/// The newest program that has this number on a host.
fn newest(programs: &[Started], node: NodeId, program: ProgramId) -> Option<&Started> {
    let mut newest = programs.iter().rev();
    newest.find(|started| (started.node, started.program) == (node, program))
}

impl<R: Deref<Target = Sockets>> At<R> {
    fn has_opened(&self, record: &Record) -> bool {
        record.opened < self.here
    }

    /// One socket, gone or not.
    pub fn life(&self, node: NodeId, socket: SocketId) -> Option<Life> {
        let record = self.table.records.get(&(node, socket))?;
        self.has_opened(record).then(|| record.as_of(self.here))
    }

    /// Every socket of a host, in the order they were opened.
    pub fn of(&self, node: NodeId) -> impl DoubleEndedIterator<Item = Life> {
        let all = self.table.records.values();
        let its = all.filter(move |record| record.node == node && self.has_opened(record));
        its.map(|record| record.as_of(self.here))
    }

    fn started(&self) -> &[Started] {
        table::before(&self.table.programs, self.here, |started| started.event)
    }

    /// The program that a socket belongs to.
    pub fn program(&self, life: &Life) -> Option<&Started> {
        let owner = life.owner?;
        self.started()
            .iter()
            .rfind(|started| started.event == owner)
    }

    /// The program that has this number on a host now.
    pub fn running(&self, node: NodeId, program: ProgramId) -> Option<&Started> {
        newest(self.started(), node, program)
    }

    /// Every program of a host that has or had a socket, in the order they started.
    pub fn programs(&self, node: NodeId) -> impl Iterator<Item = &Started> {
        let has = move |started: &&Started| {
            let owned = |life: Life| life.owner == Some(started.event);
            started.node == node && self.of(node).any(owned)
        };
        self.started().iter().filter(has)
    }

    /// The packet that arrived at a host last.
    pub fn last_arrival(&self, node: NodeId) -> Option<Arrival<'_>> {
        self.arrivals().rfind(|arrival| arrival.node == node)
    }

    /// Where a packet arrived, and what came of it.
    pub fn arrival(&self, packet: PacketId) -> Option<Arrival<'_>> {
        self.arrivals().rfind(|arrival| arrival.packet == packet)
    }

    /// Every arrival that is kept, oldest first.
    pub fn arrivals(&self) -> impl DoubleEndedIterator<Item = Arrival<'_>> {
        let past = table::before(&self.table.arrivals, self.here, |arrival| arrival.event);
        past.iter().map(|arrival| arrival.as_of(self.here))
    }

    /// How an arrival found its socket among those that were there at that moment.
    pub fn explain(&self, arrival: Arrival<'_>) -> Explanation {
        let then = At::new(&*self.table, arrival.event);
        let open = then
            .of(arrival.node)
            .filter(|life| life.is_open_at(arrival.event));
        let row = |life: Life| Row {
            socket: life.socket,
            key: life.key,
            time_wait: life.state == Some(State::TimeWait),
        };
        let rows: Vec<Row> = open.map(row).collect();
        let listener = |socket: SocketId| {
            let record = self.table.records.get(&(arrival.node, socket));
            record.is_some_and(|record| record.key.sort() == matching::Sort::Listener)
        };
        let by_listener = arrival.takers().any(listener);
        // Only a new connection makes the one before it leave.
        let left = |row: &&Row| {
            let both = (row.key.local, row.key.remote);
            row.time_wait && both == (arrival.fields.to(), Some(arrival.fields.from()))
        };
        let made_room = rows.iter().filter(|_| by_listener).find(left);
        let made_room = made_room.map(|row| row.socket);
        matching::explain(&arrival.fields, &rows, made_room)
    }
}

/// Whether a packet that died so had come to where sockets are asked for, or would have been but for a checksum.
fn asked_for(why: DropReason) -> bool {
    matches!(
        why,
        DropReason::NoSocket { .. } | DropReason::BadTransport | DropReason::ReceiveBufferFull
    )
}

#[cfg(test)]
mod tests;
