//! Transfers: what observers know of each message: what was sent, and who got what of it.
//!
//! Nothing here is known to any program or carried on any wire.

use core::net::SocketAddrV4;
use std::sync::Arc;

use hoplab_units::{Span, Time};

use crate::apps::AnyProgram;
use crate::event::{ChunkRef, EventKind, Place, ProgramSummary, Refusal, SocketError};
use crate::ids::{EventId, NodeId, ProgramId, SocketId, TransferId};
use crate::picture;
use crate::sender::Sender;
use crate::shared_bytes::AsSent;
use crate::snapshot::{Delivery, TransferState};
use crate::world::World;
use crate::{Payload, Send, Transport};

/// The most bytes of text that go into one packet.
pub const TEXT_CHUNK_BYTES: usize = 24;
/// The most bytes of bulk that go into one packet: what Ethernet leaves a segment with timestamps.
pub const BULK_CHUNK_BYTES: u32 = 1448;

/// A message.
#[derive(Clone, Debug)]
pub(crate) struct Transfer {
    pub(crate) from: NodeId,
    pub(crate) source: Option<SocketAddrV4>,
    pub(crate) to: SocketAddrV4,
    pub(crate) transport: Transport,
    /// Shared with the worlds that were cloned from this one.
    pub(crate) message: Arc<Message>,
    pub(crate) started: Time,
    pub(crate) sent_bytes: u32,
    pub(crate) state: TransferState,
    pub(crate) resends: u32,
    /// The last error that was told and may pass.
    pub(crate) reported: Option<SocketError>,
    pub(crate) deliveries: Vec<DeliveryRecord>,
}

/// What is sent, and how it is cut.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) payload: Payload,
    /// Its bytes; of bulk maybe those of longer bulk, which begins with the same.
    held: Arc<Vec<u8>>,
    /// Where each piece ends.
    pub(crate) chunk_ends: Vec<u32>,
}

impl Message {
    /// Cuts a payload into the pieces that a sender sends one a packet. All bulk is in memory once: `earlier` messages
    /// may have it.
    fn new(payload: Payload, earlier: &[Arc<Transfer>]) -> Message {
        let (held, chunk_ends) = match &payload {
            Payload::Picture => {
                let ends = (1..=picture::TILES).map(|tile| (tile * picture::TILE_BYTES) as u32);
                (Arc::clone(picture::shared()), ends.collect())
            }
            Payload::Text(text) => (Arc::new(text.as_bytes().to_vec()), cut_text(text)),
            Payload::Bulk(bytes) => {
                let is_enough = |message: &Message| matches!(message.payload, Payload::Bulk(more) if more >= *bytes);
                let mut known = earlier.iter().map(|transfer| &*transfer.message);
                let held = match known.find(|message| is_enough(message)) {
                    Some(message) => Arc::clone(&message.held),
                    None => Arc::new(numbered_lines(*bytes)),
                };
                (held, cut_evenly(*bytes, BULK_CHUNK_BYTES))
            }
        };
        Message {
            payload,
            held,
            chunk_ends,
        }
    }

    /// A text cut every so many bytes, whatever it says.
    fn long(text: String, piece: u32) -> Message {
        Message {
            chunk_ends: cut_evenly(text.len() as u32, piece),
            held: Arc::new(text.as_bytes().to_vec()),
            payload: Payload::Text(text),
        }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        match &self.payload {
            Payload::Bulk(bytes) => self.held.get(..*bytes as usize).unwrap_or(&self.held),
            Payload::Picture | Payload::Text(_) => &self.held,
        }
    }
}

/// What was found when content was noted.
#[derive(Debug, Default)]
pub(crate) struct Noted {
    /// Some of its bytes are not those that were sent.
    pub(crate) changed: bool,
    /// Where the same bytes are held already, if they are.
    pub(crate) as_sent: Option<AsSent>,
}

/// What one program got of a message, and whether it could be put together so far.
#[derive(Clone, Debug)]
pub(crate) struct DeliveryRecord {
    pub(crate) seen: Delivery,
    /// The pieces in `seen.order`.
    got: Indices,
    /// Where in its inbox the next piece would have to come for the message to be whole.
    next_offset: Option<u32>,
    /// Whether all pieces so far came each in its place, one right behind the other.
    in_place: bool,
}

impl Transfer {
    /// The piece that the byte at `offset` of the message belongs to.
    pub(crate) fn chunk_at(&self, offset: u32) -> Option<u32> {
        let ends = &self.message.chunk_ends;
        let index = ends.partition_point(|end| *end <= offset);
        (index < ends.len()).then_some(index as u32)
    }

    /// Where a piece begins and ends.
    pub(crate) fn chunk_range(&self, index: u32) -> Option<core::ops::Range<usize>> {
        let ends = &self.message.chunk_ends;
        let end = *ends.get(index as usize)?;
        let start = index
            .checked_sub(1)
            .map_or(0, |before| ends[before as usize]);
        Some(start as usize..end as usize)
    }

    /// Notes content that a program got. `offset` is where in its inbox the program put it;
    /// `chunk` is known for datagrams, and for a stream the place says which bytes they are.
    pub(crate) fn note(
        &mut self,
        by: (NodeId, ProgramId),
        at: Time,
        offset: u32,
        data: &[u8],
        chunk: Option<u32>,
    ) -> Noted {
        let len = data.len() as u32;
        let place = self
            .deliveries
            .iter()
            .position(|record| (record.seen.node, record.seen.program) == by);
        let index = place.unwrap_or_else(|| {
            self.deliveries.push(DeliveryRecord::new(by, at));
            self.deliveries.len() - 1
        });
        let truth = match chunk {
            Some(index) => self.chunk_range(index),
            // A stream comes in order, whatever part of it the program still has.
            None => {
                let before = self.deliveries[index].seen.bytes as usize;
                Some(before..before + data.len())
            }
        };
        let bytes = self.message.bytes();
        let meant = truth.clone().and_then(|range| bytes.get(range));
        let unchanged = meant.is_some_and(|meant| are_same(meant, data));
        let record = &mut self.deliveries[index];
        let seen = &mut record.seen;
        let repeated = chunk.is_some_and(|index| !record.got.insert(index));
        if let Some(index) = chunk {
            seen.in_order &= seen.order.last().is_none_or(|last| *last < index);
            seen.order.push(index);
        }
        let begins = truth.map(|range| range.start);
        let first = seen.bytes == 0;
        record.in_place &= !repeated
            // A stream is one however the program files it.
            && (chunk.is_none() || record.next_offset.unwrap_or(offset) == offset)
            && if first {
                begins == Some(0)
            } else {
                begins == Some(seen.bytes as usize)
            };
        record.next_offset = Some(offset + len);
        if !repeated {
            seen.bytes += len;
        }
        seen.unchanged &= unchanged;
        seen.last = at;
        let all = seen.bytes as usize == bytes.len();
        seen.complete = seen.complete.or(all.then_some(at));
        seen.intact = record.in_place && seen.unchanged && all;
        let as_sent = begins.filter(|_| unchanged).map(|from| AsSent {
            message: Arc::clone(&self.message.held),
            from,
        });
        Noted {
            changed: !unchanged,
            as_sent,
        }
    }
}

/// Whether these are the same bytes. Every byte that arrives is compared, and in WASM the standard comparison takes them
/// one by one; of so many at a time the compiler makes wide loads on every machine.
fn are_same(ours: &[u8], others: &[u8]) -> bool {
    let ((ours, our_rest), (others, other_rest)) = (ours.as_chunks::<32>(), others.as_chunks());
    ours.len() == others.len()
        && our_rest == other_rest
        && ours.iter().zip(others).all(|(our, other)| our == other)
}

/// A set of small numbers, one bit each.
#[derive(Clone, Debug, Default)]
struct Indices(Vec<u64>);

impl Indices {
    /// Puts a number in; whether it was not in yet.
    fn insert(&mut self, index: u32) -> bool {
        let (word, bit) = (index as usize / 64, 1 << (index % 64));
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        let fresh = self.0[word] & bit == 0;
        self.0[word] |= bit;
        fresh
    }
}

impl DeliveryRecord {
    fn new((node, program): (NodeId, ProgramId), at: Time) -> DeliveryRecord {
        let seen = Delivery {
            node,
            program,
            bytes: 0,
            order: Vec::new(),
            intact: false,
            in_order: true,
            unchanged: true,
            first: at,
            last: at,
            complete: None,
        };
        DeliveryRecord {
            seen,
            got: Indices::default(),
            next_offset: None,
            in_place: true,
        }
    }
}

/// Where pieces of so many bytes end.
fn cut_evenly(len: u32, piece: u32) -> Vec<u32> {
    let ends = (1..=len.div_ceil(piece)).map(|n| n.saturating_mul(piece).min(len));
    ends.collect()
}

/// Lines of 16 bytes that say where they stand, so that whoever opens a packet sees which part of the whole it
/// has, and a byte out of place is noticed.
fn numbered_lines(len: u32) -> Vec<u8> {
    let mut lines = Vec::with_capacity(len as usize + 16);
    let mut digits = *b"byte 0000000000\n";
    while lines.len() < len as usize {
        lines.extend_from_slice(&digits);
        let mut add = digits.len() as u8;
        for digit in digits[5..15].iter_mut().rev() {
            if add == 0 {
                break;
            }
            let sum = *digit - b'0' + add % 10;
            *digit = b'0' + sum % 10;
            add = add / 10 + sum / 10;
        }
    }
    lines.truncate(len as usize);
    lines
}

/// Cuts a text behind spaces into pieces of at most [`TEXT_CHUNK_BYTES`], longer words between characters.
fn cut_text(text: &str) -> Vec<u32> {
    let mut ends = Vec::new();
    let (mut start, mut space) = (0, None);
    for (at, letter) in text.char_indices() {
        let end = at + letter.len_utf8();
        if end - start > TEXT_CHUNK_BYTES {
            start = space.take().unwrap_or(at);
            ends.push(start as u32);
        }
        if letter == ' ' || letter == '\n' {
            space = Some(end);
        }
    }
    ends.push(text.len() as u32);
    ends
}

/// Whether an address can be one host's: not kept for other uses (RFC 6890).
pub(crate) fn is_unicast(address: core::net::Ipv4Addr) -> bool {
    let first = address.octets()[0];
    first != 0 && first < 240 && !address.is_loopback() && !address.is_multicast()
}

impl World {
    /// The most messages one world can hold.
    pub const MAX_TRANSFERS: usize = 1000;
    /// The most bytes that all messages of one world may have together, so that no link can fill the memory.
    pub const MAX_MESSAGE_BYTES: usize = 64 << 20;
    /// The longest pause between two datagrams of a message.
    pub const MAX_INTERVAL: Span = Span::from_secs(600);

    /// Has a host start a program that sends a message.
    pub(crate) fn check_send(&self, send: &Send) -> Result<(), Refusal> {
        let fits = match &send.payload {
            Payload::Text(text) => (1..=Payload::MAX_TEXT_BYTES).contains(&text.len()),
            Payload::Bulk(bytes) => (1..=Payload::MAX_BULK_BYTES).contains(bytes),
            Payload::Picture => true,
        };
        if send.from.index() < self.nodes.len() && !fits {
            return Err(Refusal::BadText);
        }
        self.check_sender(send)
    }

    /// Whether there may be one more message.
    fn holds_one_more(&self, payload: &Payload) -> bool {
        let bytes = |transfer: &Arc<Transfer>| transfer.message.bytes().len();
        let bulk = match payload {
            Payload::Bulk(bytes) => *bytes as usize,
            Payload::Picture | Payload::Text(_) => 0,
        };
        let all: usize = self.transfers.iter().map(bytes).sum();
        self.transfers.len() < World::MAX_TRANSFERS
            && (bulk == 0 || all + bulk <= World::MAX_MESSAGE_BYTES)
    }

    fn check_sender(&self, send: &Send) -> Result<(), Refusal> {
        let node = self
            .nodes
            .get(send.from.index())
            .ok_or(Refusal::NoSuchNode)?;
        match node {
            node if node.host.is_none() => Err(Refusal::NotAHost),
            node if !node.up => Err(Refusal::NodeDown),
            _ if send.port == 0 || !is_unicast(send.to) => Err(Refusal::OutOfBounds),
            _ if send
                .interval
                .is_some_and(|interval| interval > World::MAX_INTERVAL) =>
            {
                Err(Refusal::OutOfBounds)
            }
            _ if !self.holds_one_more(&send.payload) => Err(Refusal::TooMany),
            _ => Ok(()),
        }
    }

    pub(crate) fn send(&mut self, send: Send, cause: EventId) {
        let message = Message::new(send.payload.clone(), &self.transfers);
        self.send_message(&send, message, Some(cause));
    }

    /// Has a host send a text of any length in pieces of `piece` bytes, as over a program that cares
    /// for throughput and not for words. For measurements: it is no command, so it is bound by no
    /// [`Payload::MAX_TEXT_BYTES`], and neither the trace nor a recording tells who asked for it.
    ///
    /// # Errors
    /// As for [`Command::Send`](crate::Command::Send); a picture is no text.
    pub fn send_long(&mut self, mut send: Send, piece: u32) -> Result<(), Refusal> {
        self.run_until(self.now, u32::MAX);
        self.check_sender(&send)?;
        let payload = core::mem::replace(&mut send.payload, Payload::Picture);
        match payload {
            Payload::Text(text) if !text.is_empty() && piece > 0 => {
                self.send_message(&send, Message::long(text, piece), None);
            }
            _ => return Err(Refusal::BadText),
        }
        self.settle();
        Ok(())
    }

    fn send_message(&mut self, send: &Send, message: Message, cause: Option<EventId>) {
        let transport = send.transport.unwrap_or(self.transport);
        let interval = send.interval.unwrap_or(<Send>::DEFAULT_INTERVAL);
        let port = if transport == Transport::Ip {
            0
        } else {
            send.port
        };
        let to = SocketAddrV4::new(send.to, port);
        let id = self.add_transfer(send.from, to, transport, message);
        let sender = AnyProgram::Sender(Box::new(Sender::new(id, interval, send.close)));
        let summary = ProgramSummary::Sender { transfer: id };
        self.start_program(send.from, summary, sender, cause);
    }

    fn add_transfer(
        &mut self,
        from: NodeId,
        to: SocketAddrV4,
        transport: Transport,
        message: Message,
    ) -> TransferId {
        let id = TransferId(self.transfers.len() as u16);
        self.transfers.push(Arc::new(Transfer {
            from,
            source: None,
            to,
            transport,
            message: Arc::new(message),
            started: self.now,
            sent_bytes: 0,
            state: TransferState::Sending,
            resends: 0,
            reported: None,
            deliveries: Vec::new(),
        }));
        id
    }

    /// Begins a message that answers on a connection that is open. `None` if the connection is gone, or if there
    /// are as many messages as a world can hold.
    pub(crate) fn add_reply(
        &mut self,
        node: NodeId,
        socket: SocketId,
        payload: &Payload,
    ) -> Option<TransferId> {
        let tuple = self.connection(node, socket)?.endpoint.tuple();
        if !self.holds_one_more(payload) {
            return None;
        }
        let message = Message::new(payload.clone(), &self.transfers);
        let id = self.add_transfer(node, tuple.remote, Transport::Tcp, message);
        Arc::make_mut(&mut self.transfers[id.index()]).source = Some(tuple.local);
        self.connection(node, socket)?.transfer = Some(id);
        Some(id)
    }

    /// Notes content that a program got at a socket: of which message it is, and whether its bytes are as they were
    /// sent.
    pub(crate) fn note_content(
        &mut self,
        by: (NodeId, ProgramId),
        socket: SocketId,
        transport: Transport,
        (offset, data): (u32, &[u8]),
        chunk: Option<ChunkRef>,
    ) -> (Option<TransferId>, Noted) {
        let transfer = match transport {
            Transport::Tcp => self.brought_by(by.0, socket),
            Transport::Ip | Transport::Udp => chunk.map(|chunk| chunk.transfer),
        };
        let at = self.now;
        let known = transfer.and_then(|transfer| self.transfers.get_mut(transfer.index()));
        let noted = known.map(|transfer| {
            let chunk = chunk.map(|chunk| chunk.index);
            Arc::make_mut(transfer).note(by, at, offset, data, chunk)
        });
        (transfer, noted.unwrap_or_default())
    }

    /// The message that comes over a connection.
    pub(crate) fn brought_by(&mut self, node: NodeId, socket: SocketId) -> Option<TransferId> {
        self.connection(node, socket)?.brings
    }

    /// The programs of a host are gone: what they were sending will never be finished.
    pub(crate) fn fail_transfers_of(&mut self, node: NodeId, cause: EventId) {
        let now = self.now;
        for index in 0..self.transfers.len() {
            let transfer = &mut self.transfers[index];
            if transfer.from == node && transfer.state == TransferState::Sending {
                let error = crate::SocketError::PoweredOff;
                Arc::make_mut(transfer).state = TransferState::Failed(now, error);
                let kind = EventKind::TransferFailed {
                    transfer: TransferId(index as u16),
                    error,
                };
                self.record(Place::Node(node), Some(cause), kind);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<&str> {
        let ends = cut_text(text);
        let starts = core::iter::once(0).chain(ends.iter().copied());
        starts
            .zip(&ends)
            .map(|(start, end)| &text[start as usize..*end as usize])
            .collect()
    }

    #[test]
    fn a_text_is_cut_behind_spaces() {
        let text = "Hello from the other side of a small internet";
        let expected = ["Hello from the other ", "side of a small internet"];
        assert_eq!(pieces(text), expected);
    }

    #[test]
    fn a_korean_text_is_never_cut_inside_a_character_and_nothing_is_lost() {
        let text = "안녕하세요인터넷건너편에서보내는아주긴한국어메시지 그리고 띄어쓰기";
        assert_eq!(pieces(text).concat(), text);
        assert!(
            pieces(text)
                .iter()
                .all(|piece| piece.len() <= TEXT_CHUNK_BYTES)
        );
    }

    #[test]
    fn bulk_is_lines_that_say_where_they_stand() {
        let message = Message::new(Payload::Bulk(3000), &[]);
        assert_eq!(
            &message.bytes()[..32],
            b"byte 0000000000\nbyte 0000000016\n"
        );
        assert_eq!(&message.bytes()[2992..], b"byte 000");
        assert_eq!(message.chunk_ends, [1448, 2896, 3000]);
    }

    #[test]
    fn every_line_of_bulk_says_where_it_stands() {
        let bytes = numbered_lines(1_700_000);
        for (line, text) in bytes.chunks_exact(16).enumerate() {
            assert_eq!(text, format!("byte {:010}\n", line * 16).as_bytes());
        }
    }

    #[test]
    fn bytes_are_the_same_only_if_every_one_is_and_none_is_missing() {
        for len in 0..100 {
            let bytes: Vec<u8> = (0..len).collect();
            assert!(are_same(&bytes, &bytes.clone()));
            for place in 0..bytes.len() {
                let mut other = bytes.clone();
                other[place] ^= 1;
                assert!(!are_same(&bytes, &other) && !are_same(&bytes, &bytes[..place]));
                assert!(!are_same(&bytes[..place], &bytes));
            }
        }
    }

    #[test]
    fn a_short_text_is_one_piece() {
        assert_eq!(pieces("Hi"), ["Hi"]);
    }
}
