//! [`Messages`]: what the trace tells of every message: who asked for it, what its program handed to its socket, who got
//! what of it, and what its sender came to know. What of it was lost is not told here: no event says so of a message.

mod delivery;

use core::net::SocketAddrV4;
use core::ops::Deref;

use hoplab_sim::{
    Command, EventId, EventKind, NodeId, Origin, Payload, Place, ProgramId, SocketError, SocketId,
    Trace, TraceEvent, TransferId, Transport,
};
use hoplab_tcp::TransmitReason;
use hoplab_units::{Time, VecMap};

use crate::At;
use crate::table::{self, Counted, Table, halve, narrow};
pub use delivery::{Delivery, Receipt};
use delivery::{Got, Piece};

/// Receipts kept of all messages together, more than a trace has; past it the older half of each program's goes, and of
/// those it is still known how much had come with them. Of messages and their pieces there are no more than a world
/// holds.
const MOST_RECEIPTS: usize = 1 << 18;
/// Resends kept of one message; the older half goes, of which it is still known how many there were.
const MOST_RESENDS: usize = 4_096;
/// Errors kept that one message's socket told; the older half goes.
const MOST_ERRORS: usize = 256;
/// Programs that are told apart by what they got of one message; those that come later are not told of.
const MOST_RECEIVERS: usize = 256;

/// Who had a message sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskedBy {
    /// The scenario's script, by this command.
    Script(EventId),
    /// Whoever sits before the page, by this command.
    User(EventId),
    /// A program that answers, because of this event.
    Answer(EventId),
    /// No event tells of it.
    Nobody,
}

/// How far a message's sender is, and by which event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It is sending, or waits for acknowledgments.
    Sending,
    /// Done. Over TCP all was acknowledged; over UDP and IP it only was sent.
    Sent(EventId, Time),
    /// Given up. Over UDP and IP it may have been done before.
    Failed(EventId, Time, SocketError),
}

/// One message as of a moment.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    /// Which message.
    pub id: TransferId,
    /// The host that sends it.
    pub from: NodeId,
    /// The program there. Once its host was switched off the number may be another one's.
    pub program: ProgramId,
    /// Who had it sent.
    pub by: AskedBy,
    /// The event in which its program began.
    pub started: EventId,
    /// When that was.
    pub started_at: Time,
    /// What it holds.
    pub payload: &'a Payload,
    /// What carries it.
    pub transport: Transport,
    /// Where it goes. Port 0 over raw IP.
    pub to: SocketAddrV4,
    /// The sender's socket, once it has one, and its address and port (0 over raw IP).
    pub socket: Option<(SocketId, SocketAddrV4)>,
    /// Its length in bytes.
    pub bytes: u32,
    /// How many pieces the sender cuts it into.
    pub pieces: u32,
    /// Bytes the program has handed to its socket, in whole pieces.
    pub sent_bytes: u32,
    /// How many pieces those are.
    pub sent_pieces: u32,
    /// How far its sender is.
    pub stage: Stage,
    /// Segments sent again (TCP).
    pub resends: u32,
    record: &'a Record,
    here: EventId,
}

/// What happened to one message.
#[derive(Clone, Debug, PartialEq)]
struct Record {
    id: TransferId,
    from: NodeId,
    program: ProgramId,
    by: AskedBy,
    started: EventId,
    started_at: Time,
    payload: Payload,
    transport: Transport,
    to: SocketAddrV4,
    /// The event in which it came to have it, too.
    socket: Option<(EventId, SocketId, SocketAddrV4)>,
    bytes: u32,
    pieces: u32,
    /// What was handed to the socket, in the order of the pieces.
    sent: Vec<Piece>,
    stages: Vec<(EventId, Stage)>,
    resends: Counted,
    errors: Vec<(EventId, SocketError)>,
    got: Vec<Got>,
    /// Who was told that the stream which it came over has ended.
    ends: Vec<(EventId, (NodeId, ProgramId))>,
}

impl<'a> Message<'a> {
    fn as_of(record: &'a Record, here: EventId) -> Message<'a> {
        let sent = table::before(&record.sent, here, Piece::event);
        let stages = table::before(&record.stages, here, |(event, _)| *event);
        let socket = record.socket.filter(|(event, ..)| *event < here);
        Message {
            id: record.id,
            from: record.from,
            program: record.program,
            by: record.by,
            started: record.started,
            started_at: record.started_at,
            payload: &record.payload,
            transport: record.transport,
            to: record.to,
            socket: socket.map(|(_, socket, local)| (socket, local)),
            bytes: record.bytes,
            pieces: record.pieces,
            sent_bytes: sent.last().map_or(0, |piece| piece.end),
            sent_pieces: sent.len() as u32,
            stage: stages.last().map_or(Stage::Sending, |(_, stage)| *stage),
            resends: record.resends.before(here),
            record,
            here,
        }
    }

    /// The event in which a piece, counted from 0, was handed to the socket.
    pub fn piece_sent(&self, index: u32) -> Option<EventId> {
        let piece = self.record.sent.get(index as usize)?;
        Some(piece.event()).filter(|event| *event < self.here)
    }

    /// The errors that its socket told its program, oldest first, and the events that tell of them.
    pub fn errors(&self) -> &'a [(EventId, SocketError)] {
        table::before(&self.record.errors, self.here, |(event, _)| *event)
    }

    /// Who got something of it, in the order in which they did first.
    pub fn deliveries(self) -> impl Iterator<Item = Delivery<'a>> {
        let got = table::before(&self.record.got, self.here, Got::met);
        got.iter()
            .filter_map(move |got| got.as_of(self.here, self.bytes))
    }

    /// What one program got of it.
    pub fn delivery(self, node: NodeId, program: ProgramId) -> Option<Delivery<'a>> {
        self.deliveries()
            .find(|got| (got.node, got.program) == (node, program))
    }

    /// The first of those who have every byte, once, unchanged, in its place.
    pub fn arrived_whole(self) -> Option<Delivery<'a>> {
        self.deliveries().find(|delivery| delivery.intact)
    }

    /// The event in which a program was told that the stream over which it came has ended.
    pub fn stream_ended(&self, node: NodeId, program: ProgramId) -> Option<EventId> {
        let ends = table::before(&self.record.ends, self.here, |(event, _)| *event);
        let mut newest = ends.iter().rev();
        newest
            .find(|(_, who)| *who == (node, program))
            .map(|(event, _)| *event)
    }
}

/// Every message of a run. One whose beginning the trace let go of before it was read is not told of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Messages {
    records: VecMap<TransferId, Box<Record>>,
    /// Receipts kept of all of them.
    receipts: usize,
}

impl Table for Messages {
    fn note(&mut self, event: &TraceEvent, trace: &Trace) {
        match (&event.kind, event.place) {
            (EventKind::TransferStarted { .. }, Place::Program(node, program)) => {
                self.start(event, (node, program), trace);
            }
            (EventKind::SocketOpened { local, .. }, Place::Socket(_, socket)) => {
                self.open(event, socket, *local);
            }
            (EventKind::SocketError { error }, Place::Socket(node, socket)) => {
                if let Some(record) = self.at_socket(node, socket) {
                    halve(&mut record.errors, MOST_ERRORS);
                    record.errors.push((event.id, *error));
                }
            }
            (
                EventKind::Originated {
                    why: Origin::Segment(TransmitReason::Retransmit { .. }),
                    socket: Some(socket),
                    ..
                },
                Place::Node(node),
            ) => {
                if let Some(record) = self.at_socket(node, *socket) {
                    record.resends.note(event.id, MOST_RESENDS);
                }
            }
            (EventKind::ChunkSent { chunk, bytes }, _) => {
                if let Some(record) = self.records.get_mut(&chunk.transfer) {
                    let before = record.sent.last().map_or(0, |piece| piece.end);
                    record.sent.push(Piece {
                        event: narrow(event.id),
                        end: before.saturating_add(*bytes),
                    });
                }
            }
            (EventKind::TransferSent { transfer }, _) => {
                self.reach(*transfer, event.id, Stage::Sent(event.id, event.at));
            }
            (EventKind::TransferFailed { transfer, error }, _) => {
                let stage = Stage::Failed(event.id, event.at, *error);
                self.reach(*transfer, event.id, stage);
            }
            (EventKind::ContentReceived { .. }, Place::Program(node, program)) => {
                self.receive(event, (node, program));
            }
            (
                EventKind::StreamEnded {
                    transfer: Some(transfer),
                    ..
                },
                Place::Program(node, program),
            ) => {
                if let Some(record) = self.records.get_mut(transfer) {
                    halve(&mut record.ends, MOST_RECEIVERS);
                    record.ends.push((event.id, (node, program)));
                }
            }
            _ => {}
        }
    }

    fn cut(&mut self, from: EventId) {
        self.records.retain(|record| record.started < from);
        self.records
            .values_mut()
            .for_each(|record| record.cut(from));
        self.receipts = self.records.values().map(|record| record.receipts()).sum();
    }
}

impl Messages {
    fn start(&mut self, event: &TraceEvent, (node, program): (NodeId, ProgramId), trace: &Trace) {
        let EventKind::TransferStarted {
            transfer,
            payload,
            transport,
            to,
            socket,
            bytes,
            chunks,
        } = &event.kind
        else {
            return;
        };
        let record = Record {
            id: *transfer,
            from: node,
            program,
            by: match socket {
                Some(_) => event.cause.map_or(AskedBy::Nobody, AskedBy::Answer),
                None => asked_by(event, trace),
            },
            started: event.id,
            started_at: event.at,
            payload: payload.clone(),
            transport: *transport,
            to: *to,
            socket: socket.map(|(socket, local)| (event.id, socket, local)),
            bytes: *bytes,
            pieces: *chunks,
            sent: Vec::new(),
            stages: Vec::new(),
            resends: Counted::default(),
            errors: Vec::new(),
            got: Vec::new(),
            ends: Vec::new(),
        };
        self.records.insert(*transfer, Box::new(record));
    }

    /// A program that sends one message opens its one socket as soon as it has begun.
    fn open(&mut self, event: &TraceEvent, socket: SocketId, local: SocketAddrV4) {
        let mut newest = self.records.values_mut().rev();
        let record = newest.find(|record| Some(record.started) == event.cause);
        if let Some(record) = record {
            record.socket = Some((event.id, socket, local));
        }
    }

    /// The message that goes out at a socket. The number of a socket is never used twice.
    fn at_socket(&mut self, node: NodeId, socket: SocketId) -> Option<&mut Record> {
        let its = |record: &Record| {
            let own = record.socket.map(|(_, socket, _)| socket);
            (record.from, own) == (node, Some(socket))
        };
        let mut newest = self.records.values_mut().rev();
        newest
            .find(|record| its(record))
            .map(|record| &mut **record)
    }

    fn reach(&mut self, transfer: TransferId, event: EventId, stage: Stage) {
        if let Some(record) = self.records.get_mut(&transfer) {
            record.stages.push((event, stage));
        }
    }

    fn receive(&mut self, event: &TraceEvent, who: (NodeId, ProgramId)) {
        let EventKind::ContentReceived {
            transfer: Some(transfer),
            offset,
            bytes,
            chunk,
            changed,
            ..
        } = event.kind
        else {
            return;
        };
        if self.receipts >= MOST_RECEIPTS {
            self.records.values_mut().for_each(|record| record.forget());
            self.receipts = self.records.values().map(|record| record.receipts()).sum();
        }
        let Some(record) = self.records.get_mut(&transfer) else {
            return;
        };
        let place = record.got.iter().position(|got| got.who() == who);
        if place.is_none() && record.got.len() >= MOST_RECEIVERS {
            return;
        }
        let place = place.unwrap_or_else(|| {
            record.got.push(Got::new(event, who));
            record.got.len() - 1
        });
        let (sent, total) = (&record.sent, record.bytes);
        let piece = chunk.map(|chunk| (chunk.index, delivery::start_of(sent, chunk.index)));
        if let Some(got) = record.got.get_mut(place) {
            got.take(event, piece, (offset, bytes), changed, total);
            self.receipts += 1;
        }
    }
}

impl Record {
    fn cut(&mut self, from: EventId) {
        self.socket = self.socket.filter(|(event, ..)| *event < from);
        table::cut(&mut self.sent, from, Piece::event);
        table::cut(&mut self.stages, from, |(event, _)| *event);
        self.resends.cut(from);
        table::cut(&mut self.errors, from, |(event, _)| *event);
        table::cut(&mut self.ends, from, |(event, _)| *event);
        table::cut(&mut self.got, from, Got::met);
        self.got.iter_mut().for_each(|got| got.cut(from));
    }

    fn receipts(&self) -> usize {
        self.got.iter().map(Got::receipts).sum()
    }

    fn forget(&mut self) {
        self.got.iter_mut().for_each(Got::forget);
    }
}

/// The command by which the program was started that now begins to send, if it was by one.
fn asked_by(event: &TraceEvent, trace: &Trace) -> AskedBy {
    for cause in trace.causes(event.id) {
        match &cause.kind {
            EventKind::ProgramStarted { .. } => {}
            EventKind::Command {
                command: Command::Send(_),
                scripted,
            } => {
                return match scripted {
                    true => AskedBy::Script(cause.id),
                    false => AskedBy::User(cause.id),
                };
            }
            _ => break,
        }
    }
    AskedBy::Nobody
}

impl<R: Deref<Target = Messages>> At<R> {
    /// Every message whose program has begun, in the order they were asked for.
    pub fn messages(&self) -> impl DoubleEndedIterator<Item = Message<'_>> {
        let all = self.table.records.values();
        let begun = all.filter(|record| record.started < self.here);
        begun.map(|record| Message::as_of(record, self.here))
    }

    /// One message, if its program has begun.
    pub fn message(&self, id: TransferId) -> Option<Message<'_>> {
        let record = self.table.records.get(&id)?;
        (record.started < self.here).then(|| Message::as_of(record, self.here))
    }

    /// The message that goes out, or went, at a socket.
    pub fn message_at(&self, node: NodeId, socket: SocketId) -> Option<Message<'_>> {
        let own = |message: &Message<'_>| message.socket.map(|(socket, _)| socket);
        self.messages()
            .rfind(|message| (message.from, own(message)) == (node, Some(socket)))
    }
}

#[cfg(test)]
mod tests;
