//! [`Sockets`]: what the trace tells of every socket up to the playhead: who opened it, what it is bound to, when
//! it went, what arrived for it; and of every packet that arrived at a host, which socket took it and why that one.
//! A socket that is gone is gone from the world; here it stays.

pub mod matching;

use std::collections::VecDeque;

use hoplab_sim::SocketProtocol;
use hoplab_sim::{
    AbsorbReason, DropReason, EventId, EventKind, Frame, NodeChange, NodeId, PacketId, Place,
    ProgramId, ProgramSummary, SocketId, TraceEvent, World,
};
use hoplab_tcp::{State, TcpEvent};
use hoplab_units::{Time, VecMap};

use crate::table::piece;
use matching::{Explanation, Fields, Key, Row};

/// Sockets kept; past it those that closed first go.
const MOST_SOCKETS: usize = 4_096;
/// Arrivals kept; past it the oldest go.
const MOST_ARRIVALS: usize = 8_192;
/// Programs kept; the oldest go.
const MOST_PROGRAMS: usize = 1_024;
/// Packets that hosts sent to themselves and that are not there yet.
const MOST_LOOPED: usize = 64;

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

/// One socket.
#[derive(Clone, Debug, PartialEq)]
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
    /// The state of a TCP socket at last.
    pub state: Option<State>,
    /// Packets it took.
    pub packets: u32,
    /// Those of them that held something for its program.
    pub mail: u32,
    /// Bytes in them.
    pub bytes: u64,
    /// The packet it took last.
    pub last: Option<PacketId>,
    states: Vec<(EventId, State)>,
}

impl Life {
    /// Whether it was there when this event happened.
    pub fn is_open_at(&self, event: EventId) -> bool {
        self.opened < event && self.closed.is_none_or(|(closed, _)| closed >= event)
    }

    fn state_at(&self, event: EventId) -> Option<State> {
        let before = self.states.iter().rev().find(|(at, _)| *at < event);
        before.map(|(_, state)| *state)
    }
}

/// What a host did with a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A socket took it.
    Taken,
    /// Thrown away.
    Dropped(DropReason),
    /// The host dealt with it itself.
    Absorbed(AbsorbReason),
}

/// A packet that was handed up in a host.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrival {
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
    pub outcome: Outcome,
    /// The sockets that took it.
    pub takers: Vec<SocketId>,
}

/// Every socket and arrival of a run.
#[derive(Clone, Debug, Default)]
pub struct Sockets {
    run: Option<u64>,
    next: u64,
    lives: VecMap<(NodeId, SocketId), Box<Life>>,
    arrivals: VecDeque<Arrival>,
    programs: VecDeque<Started>,
    /// What each node received last: what becomes of it is told before it receives anything else.
    received: VecMap<NodeId, (PacketId, Fields)>,
    looped: VecDeque<(PacketId, Fields)>,
    /// Sockets that were opened so far.
    opened: u64,
}

impl Sockets {
    /// Reads what is new in the world's trace; all of it if the run is another one or was rewound.
    pub fn read(&mut self, run: u64, world: &World) {
        while self.read_on(run, world) {}
    }

    /// As [`Sockets::read`], but no more than a piece. Whether there is more to read.
    pub fn read_on(&mut self, run: u64, world: &World) -> bool {
        let trace = world.trace();
        if self.run != Some(run) || trace.len() < self.next {
            *self = Sockets {
                run: Some(run),
                ..Sockets::default()
            };
        }
        let known = self.opened;
        let (events, until) = piece(trace, self.next);
        for event in events {
            self.note(event);
        }
        self.next = until;
        if self.opened != known {
            self.ask_for_owners(world);
        }
        self.next < trace.len()
    }

    /// Who has the sockets that are open, as the world says: what the trace tells of it are only the causes.
    fn ask_for_owners(&mut self, world: &World) {
        for index in 0..world.spec().nodes.len() {
            let node = NodeId(index as u16);
            for row in world.sockets(node) {
                let owner = self.start_of(node, row.program);
                if let Some(life) = self.lives.get_mut(&(node, row.id)) {
                    life.owner = owner.or(life.owner);
                }
            }
        }
    }

    fn note(&mut self, event: &TraceEvent) {
        match (&event.kind, event.place) {
            (EventKind::ProgramStarted { program }, Place::Program(node, id)) => {
                if self.programs.len() >= MOST_PROGRAMS {
                    self.programs.pop_front();
                }
                self.programs.push_back(Started {
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
                if let Some(life) = self.lives.get_mut(&(node, socket)) {
                    life.closed = Some((event.id, event.at));
                }
            }
            (EventKind::Tcp(TcpEvent::StateChanged { to, .. }), Place::Socket(node, socket)) => {
                if let Some(life) = self.lives.get_mut(&(node, socket)) {
                    life.state = Some(*to);
                    life.states.push((event.id, *to));
                }
            }
            (
                EventKind::NodeChanged {
                    change: NodeChange::Crash,
                },
                Place::Node(node),
            ) => self.crash(event, node),
            _ => self.note_packet(event),
        }
    }

    fn note_packet(&mut self, event: &TraceEvent) {
        match (&event.kind, event.place) {
            (EventKind::Originated { packet, frame, .. }, _) => self.loop_back(*packet, frame),
            (
                EventKind::Received { packet, frame, .. }
                | EventKind::Corrupted { packet, frame, .. },
                Place::Node(node),
            ) => {
                if let Some(fields) = Fields::of(frame) {
                    self.received.insert(node, (*packet, fields));
                }
            }
            (EventKind::Accepted { packet, socket }, Place::Socket(node, _)) => {
                self.accept(event, node, *packet, *socket);
            }
            (EventKind::Absorbed { packet, why }, Place::Node(node)) => {
                self.arrive(event, node, *packet, Outcome::Absorbed(*why));
            }
            (EventKind::Dropped { packet, why, .. }, Place::Node(node)) if asked_for(*why) => {
                self.arrive(event, node, *packet, Outcome::Dropped(*why));
            }
            _ => {}
        }
    }

    /// A packet from a host to itself is on no line: it is never received, only taken.
    fn loop_back(&mut self, packet: PacketId, frame: &Frame) {
        let Some(fields) = Fields::of(frame).filter(|fields| fields.src == fields.dst) else {
            return;
        };
        if self.looped.len() >= MOST_LOOPED {
            self.looped.pop_front();
        }
        self.looped.push_back((packet, fields));
    }

    fn open(
        &mut self,
        event: &TraceEvent,
        (node, socket): (NodeId, SocketId),
        key: Key,
        program: ProgramId,
    ) {
        if self.lives.len() >= MOST_SOCKETS {
            let closed = |life: &Life| life.closed.map(|(event, _)| event);
            let gone = self.lives.iter().filter(|(_, life)| life.closed.is_some());
            let first = gone.min_by_key(|(_, life)| closed(life)).map(|(id, _)| *id);
            let Some(first) = first else { return };
            self.lives.remove(&first);
        }
        let state = (key.sort() == matching::Sort::Listener).then_some(State::Listen);
        let life = Life {
            node,
            socket,
            key,
            owner: self.start_of(node, program),
            opened: event.id,
            opened_at: event.at,
            closed: None,
            state,
            packets: 0,
            mail: 0,
            bytes: 0,
            last: None,
            states: Vec::new(),
        };
        self.lives.insert((node, socket), Box::new(life));
        self.opened += 1;
    }

    fn start_of(&self, node: NodeId, program: ProgramId) -> Option<EventId> {
        self.running(node, program).map(|started| started.event)
    }

    /// A host that goes down forgets its sockets without a word: no event of theirs tells of it.
    fn crash(&mut self, event: &TraceEvent, node: NodeId) {
        let of_node: Vec<SocketId> = self.of(node).map(|life| life.socket).collect();
        for socket in of_node {
            if let Some(life) = self.lives.get_mut(&(node, socket)) {
                life.closed = life.closed.or(Some((event.id, event.at)));
            }
        }
    }

    fn accept(&mut self, event: &TraceEvent, node: NodeId, packet: PacketId, socket: SocketId) {
        let bytes = match self.fields(node, packet) {
            Some(fields) => u64::from(fields.bytes),
            None => 0,
        };
        if let Some(life) = self.lives.get_mut(&(node, socket)) {
            life.packets = life.packets.saturating_add(1);
            // A segment without data is TCP's own: its program hears nothing of it.
            let told = bytes > 0 || life.key.protocol != SocketProtocol::Tcp;
            life.mail = life.mail.saturating_add(u32::from(told));
            life.bytes = life.bytes.saturating_add(bytes);
            life.last = Some(packet);
        }
        // Over raw IP one packet is handed to several sockets, one after the other.
        match self.arrivals.back_mut() {
            Some(last) if (last.node, last.packet) == (node, packet) => last.takers.push(socket),
            _ => {
                self.arrive(event, node, packet, Outcome::Taken);
                if let Some(last) = self.arrivals.back_mut() {
                    last.takers = vec![socket];
                }
            }
        }
    }

    fn fields(&self, node: NodeId, packet: PacketId) -> Option<Fields> {
        let received = self.received.get(&node);
        let looped = self.looped.iter();
        let mut all = received.into_iter().chain(looped);
        all.find(|(id, _)| *id == packet).map(|(_, fields)| *fields)
    }

    fn arrive(&mut self, event: &TraceEvent, node: NodeId, packet: PacketId, outcome: Outcome) {
        let Some(fields) = self.fields(node, packet) else {
            return;
        };
        if self.arrivals.len() >= MOST_ARRIVALS {
            self.arrivals.pop_front();
        }
        self.arrivals.push_back(Arrival {
            event: event.id,
            at: event.at,
            node,
            packet,
            fields,
            outcome,
            takers: Vec::new(),
        });
    }

    /// One socket, gone or not.
    pub fn life(&self, node: NodeId, socket: SocketId) -> Option<&Life> {
        self.lives.get(&(node, socket)).map(Box::as_ref)
    }

    /// Every socket of a host, in the order they were opened.
    pub fn of(&self, node: NodeId) -> impl DoubleEndedIterator<Item = &Life> {
        let all = self.lives.values().map(Box::as_ref);
        all.filter(move |life| life.node == node)
    }

    /// The program that a socket belongs to.
    pub fn program(&self, life: &Life) -> Option<&Started> {
        let owner = life.owner?;
        self.programs.iter().find(|started| started.event == owner)
    }

    /// The program that has this number on a host now.
    pub fn running(&self, node: NodeId, program: ProgramId) -> Option<&Started> {
        let mut newest = self.programs.iter().rev();
        newest.find(|started| (started.node, started.program) == (node, program))
    }

    /// Every program of a host that has or had a socket, in the order they started.
    pub fn programs(&self, node: NodeId) -> impl Iterator<Item = &Started> {
        let has = move |started: &&Started| {
            started.node == node && self.of(node).any(|life| life.owner == Some(started.event))
        };
        self.programs.iter().filter(has)
    }

    /// The packet that arrived at a host last.
    pub fn last_arrival(&self, node: NodeId) -> Option<&Arrival> {
        let mut newest = self.arrivals.iter().rev();
        newest.find(|arrival| arrival.node == node)
    }

    /// Where a packet arrived, and what came of it.
    pub fn arrival(&self, packet: PacketId) -> Option<&Arrival> {
        let mut newest = self.arrivals.iter().rev();
        newest.find(|arrival| arrival.packet == packet)
    }

    /// Every arrival that is kept, oldest first.
    pub fn arrivals(&self) -> impl DoubleEndedIterator<Item = &Arrival> {
        self.arrivals.iter()
    }

    /// How an arrival found its socket among those that were there at that moment.
    pub fn explain(&self, arrival: &Arrival) -> Explanation {
        let rows: Vec<Row> = self
            .of(arrival.node)
            .filter(|life| life.is_open_at(arrival.event))
            .map(|life| Row {
                socket: life.socket,
                key: life.key,
                time_wait: life.state_at(arrival.event) == Some(State::TimeWait),
            })
            .collect();
        let listener = |socket: &SocketId| {
            let life = self.life(arrival.node, *socket);
            life.is_some_and(|life| life.key.sort() == matching::Sort::Listener)
        };
        let by_listener = arrival.takers.iter().any(listener);
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
