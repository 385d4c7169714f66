//! [`Packets`]: which events are about which packet, as an index into the trace; and the little that cannot be read
//! from a packet's own events: the number of a segment in its stream, and the losses on each link.
//!
//! A packet's bytes, hops and end stand in its events and are read there ([`crate::facts`]), so that what is kept
//! here is a few bytes an event, however much is known of a packet.

use core::net::SocketAddrV4;
use core::ops::Deref;

use hoplab_sim::{DropReason, EventId, EventKind, Frame, LinkId, PacketId, Trace, TraceEvent};
use hoplab_units::{Time, VecMap};

use crate::facts::{Ended, Facts, Spot};
use crate::look::{self, Family, Look, Shape};
use crate::table::{self, Counted, NO_EVENT as NONE, Table, narrow};
use crate::{At, Events};

/// Events and packets kept; past it the older half goes: more than a trace keeps.
const MOST: usize = 1 << 20;
/// Losses kept in all and on each link; the older half goes, of which it is still known how many there were.
const MOST_LOSSES: usize = 1 << 16;
/// Segments of one stream that are numbered.
const MOST_STARTS: usize = 4_096;
/// Streams of one direction kept, one after the other.
const MOST_STREAMS: usize = 64;
/// Directions, each from one end to another, whose segments are numbered; the one that had a stream longest ago goes.
const MOST_DIRECTIONS: usize = 2_048;
/// How many copies of copies are followed to the packet that was made.
const MOST_COPIES: usize = 16;

/// A packet that was dropped.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loss {
    /// The event that tells of it.
    pub event: EventId,
    /// When.
    pub at: Time,
    /// Which packet.
    pub packet: PacketId,
    /// Where.
    pub spot: Spot,
    /// Why.
    pub why: DropReason,
    /// Its protocol.
    pub family: Family,
}

/// What is kept of one packet.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Entry {
    /// The newest event about it.
    last: u32,
    /// Which segment of its stream it is, from 1; 0: it is none.
    number: u32,
}

const UNKNOWN: Entry = Entry {
    last: NONE,
    number: 0,
};

/// One direction of a TCP connection, to number its segments, from the event on in which it began.
#[derive(Clone, Debug, PartialEq)]
struct Stream {
    since: EventId,
    base: u32,
    /// Its beginning is not known: the first segment that was seen counts as its first.
    is_met_in_its_middle: bool,
    /// Offsets at which a segment began, ascending, and the events that told of them.
    starts: Vec<(u32, EventId)>,
}

/// The events about every packet of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Packets {
    /// The first event kept.
    base: u64,
    /// For each event from it on the one before about the same packet.
    before: Vec<u32>,
    /// The first packet kept.
    base_packet: u64,
    packets: Vec<Entry>,
    losses: Vec<Loss>,
    lost: VecMap<LinkId, Counted>,
    /// A direction's stream and those it had before it.
    streams: VecMap<(SocketAddrV4, SocketAddrV4), Vec<Stream>>,
}

impl Table for Packets {
    fn note(&mut self, event: &TraceEvent, trace: &Trace) {
        self.forget();
        let Some(packet) = subject(&event.kind) else {
            self.link(event.id, NONE);
            return;
        };
        let last = self.entry(packet).map_or(NONE, |entry| entry.last);
        self.link(event.id, last);
        let Some(at) = self.make_room(packet) else {
            return;
        };
        if last == NONE {
            self.packets[at] = self.meet(event);
        }
        self.packets[at].last = narrow(event.id);
        if let EventKind::Dropped { why, .. } = event.kind {
            self.lose(event, packet, why, trace);
        }
    }

    fn cut(&mut self, from: EventId) {
        let from_event = narrow(from);
        for entry in &mut self.packets {
            while entry.last != NONE && entry.last >= from_event {
                let place = u64::from(entry.last).checked_sub(self.base);
                let before = place.and_then(|place| self.before.get(place as usize));
                entry.last = before.copied().unwrap_or(NONE);
            }
            if entry.last == NONE {
                *entry = UNKNOWN;
            }
        }
        self.before
            .truncate(from.0.saturating_sub(self.base) as usize);
        while self.packets.last() == Some(&UNKNOWN) {
            self.packets.pop();
        }
        table::cut(&mut self.losses, from, |loss| loss.event);
        self.lost.values_mut().for_each(|lost| lost.cut(from));
        self.lost.retain(|lost| !lost.is_empty());
        for streams in self.streams.values_mut() {
            table::cut(streams, from, |stream| stream.since);
            if let Some(stream) = streams.last_mut() {
                stream.cut(from);
            }
        }
        self.streams.retain(|streams| !streams.is_empty());
    }
}

/// The packet that an event is about. A duplication is about the copy, which it makes.
pub fn subject(kind: &EventKind) -> Option<PacketId> {
    match kind {
        EventKind::Duplicated { copy, .. } => Some(*copy),
        kind => kind.packet(),
    }
}

impl Stream {
    fn cut(&mut self, from: EventId) {
        self.starts.retain(|(_, event)| *event < from);
        if self.starts.is_empty() && self.is_met_in_its_middle {
            self.base = 0;
            self.is_met_in_its_middle = false;
        }
    }

    /// Which segment begins at this sequence number.
    fn number(&mut self, seq: u32, event: EventId) -> u32 {
        if self.starts.is_empty() && self.base == 0 {
            self.base = seq.wrapping_sub(1);
            self.is_met_in_its_middle = true;
        }
        let offset = seq.wrapping_sub(self.base);
        let found = self.starts.binary_search_by_key(&offset, |(at, _)| *at);
        let place = found.unwrap_or_else(|place| {
            if self.starts.len() < MOST_STARTS {
                self.starts.insert(place, (offset, event));
            }
            place
        });
        place as u32 + 1
    }
}

impl Packets {
    /// The first event that it knows of: of those before it nothing can be said (any more).
    pub fn first(&self) -> EventId {
        EventId(self.base)
    }

    /// Lets go of what no trace keeps any more.
    fn forget(&mut self) {
        if self.before.len() < MOST && self.packets.len() < MOST {
            return;
        }
        let events = self.before.len() / 2;
        self.before.drain(..events);
        self.base += events as u64;
        let kept = |entry: &Entry| entry.last != NONE && u64::from(entry.last) >= self.base;
        let packets = self.packets.iter().position(kept);
        let packets = packets.unwrap_or(self.packets.len());
        self.packets.drain(..packets);
        self.base_packet += packets as u64;
    }

    /// Notes which event about the same packet an event comes after. Those that the trace let go of are about none.
    fn link(&mut self, event: EventId, last: u32) {
        if self.before.is_empty() {
            self.base = event.0;
        }
        let place = event.0.saturating_sub(self.base) as usize;
        self.before.resize(place, NONE);
        self.before.push(last);
    }

    fn place(&self, packet: PacketId) -> Option<usize> {
        usize::try_from(packet.0.checked_sub(self.base_packet)?).ok()
    }
    fn entry(&self, packet: PacketId) -> Option<&Entry> {
        self.packets.get(self.place(packet)?)
    }
    /// Packets are numbered in the order they are made, so there is never much room to be made.
    fn make_room(&mut self, packet: PacketId) -> Option<usize> {
        if self.packets.is_empty() {
            self.base_packet = packet.0;
        }
        let place = self.place(packet)?;
        if self.packets.len() <= place {
            self.packets.resize(place + 1, UNKNOWN);
        }
        Some(place)
    }

    /// What is known of a packet from the first event about it.
    fn meet(&mut self, event: &TraceEvent) -> Entry {
        if let EventKind::Duplicated { packet, .. } = event.kind {
            return self.entry(packet).copied().unwrap_or(UNKNOWN);
        }
        let Some(summary) = event.kind.frame().and_then(Frame::summary) else {
            return UNKNOWN;
        };
        let shape = Look::of(&summary).shape;
        let tcp = summary.tcp.as_ref();
        let number = tcp.and_then(|tcp| {
            let ends = look::ends(&summary);
            self.segment_number(event.id, ends, tcp.seq, shape)
        });
        Entry {
            last: NONE,
            number: number.unwrap_or(0),
        }
    }

    /// Which segment of its stream begins at this sequence number, counted from 1. A resend has
    /// the number of what it sends again.
    fn segment_number(
        &mut self,
        event: EventId,
        ends: (SocketAddrV4, SocketAddrV4),
        seq: u32,
        shape: Shape,
    ) -> Option<u32> {
        let opens = matches!(shape, Shape::Syn | Shape::SynAck);
        if !opens && shape != Shape::Data {
            return None;
        }
        self.make_room_for_stream(ends);
        let streams = self.streams.get_or_insert_with(ends, Vec::new);
        let base = if opens { seq } else { 0 };
        let is_new = match streams.last() {
            Some(stream) => opens && stream.base != seq,
            None => true,
        };
        if is_new {
            table::halve(streams, MOST_STREAMS);
            streams.push(Stream {
                since: event,
                base,
                is_met_in_its_middle: false,
                starts: Vec::new(),
            });
        }
        let stream = streams.last_mut()?;
        (!opens).then(|| stream.number(seq, event))
    }

    fn make_room_for_stream(&mut self, ends: (SocketAddrV4, SocketAddrV4)) {
        if self.streams.len() < MOST_DIRECTIONS || self.streams.contains_key(&ends) {
            return;
        }
        let since = |streams: &Vec<Stream>| streams.last().map(|stream| stream.since);
        let directions = self.streams.iter();
        let oldest = directions.min_by_key(|(_, streams)| since(streams));
        if let Some(oldest) = oldest.map(|(ends, _)| *ends) {
            self.streams.remove(&oldest);
        }
    }

    fn lose(&mut self, event: &TraceEvent, packet: PacketId, why: DropReason, trace: &Trace) {
        let now = EventId(event.id.0 + 1);
        let facts = At::new(&*self, now).facts(Events::before(trace, now), packet);
        let Some(facts) = facts else { return };
        let Some(Ended { spot, .. }) = facts.end else {
            return;
        };
        table::halve(&mut self.losses, MOST_LOSSES);
        self.losses.push(Loss {
            event: event.id,
            at: event.at,
            packet,
            spot,
            why,
            family: facts.look.family,
        });
        if let Some(link) = event.place.link() {
            let lost = self.lost.get_or_insert_with(link, Counted::default);
            lost.note(event.id, MOST_LOSSES);
        }
    }
}

impl<R: Deref<Target = Packets>> At<R> {
    /// The newest event about a packet.
    pub fn newest_about(&self, packet: PacketId) -> Option<EventId> {
        self.back_from(packet).next()
    }

    /// The events about a packet, the newest first.
    fn back_from(&self, packet: PacketId) -> impl Iterator<Item = EventId> {
        let last = self.table.entry(packet).map_or(NONE, |entry| entry.last);
        let back = move |event: &u32| {
            let place = u64::from(*event).checked_sub(self.table.base)?;
            let before = *self.table.before.get(place as usize)?;
            (before != NONE).then_some(before)
        };
        let all = core::iter::successors((last != NONE).then_some(last), back);
        let all = all.map(|event| EventId(u64::from(event)));
        all.skip_while(|event| *event >= self.here)
    }

    /// The events about a packet, in order.
    pub fn about(&self, packet: PacketId) -> Vec<EventId> {
        let mut all: Vec<EventId> = self.back_from(packet).collect();
        all.reverse();
        all
    }

    /// How a packet ended: the event that dropped, accepted or consumed it.
    pub fn fate<'a>(&self, events: Events<'a>, packet: PacketId) -> Option<&'a TraceEvent> {
        let mut back = self.back_from(packet).filter_map(|event| events.get(event));
        back.find(|event| {
            matches!(
                event.kind,
                EventKind::Dropped { .. } | EventKind::Accepted { .. } | EventKind::Consumed { .. }
            )
        })
    }

    /// Which segment of its stream it is, counted from 1.
    pub(crate) fn number(&self, packet: PacketId) -> Option<u32> {
        let number = self.table.entry(packet)?.number;
        (number > 0).then_some(number)
    }

    /// Packets that were dropped, oldest first.
    pub fn losses(&self) -> &[Loss] {
        table::before(&self.table.losses, self.here, |loss| loss.event)
    }

    /// How many packets were dropped on a link.
    pub fn lost_on(&self, link: LinkId) -> u32 {
        let lost = self.table.lost.get(&link);
        lost.map_or(0, |lost| lost.before(self.here))
    }

    /// The links on which packets were dropped, and how many.
    pub fn lost(&self) -> impl Iterator<Item = (LinkId, u32)> {
        let links = self.table.lost.iter();
        links.map(|(link, _)| (*link, self.lost_on(*link)))
    }

    /// What is known of a packet.
    pub fn facts(&self, events: Events<'_>, packet: PacketId) -> Option<Facts> {
        self.facts_of_copy(events, packet, MOST_COPIES)
    }

    fn facts_of_copy(&self, events: Events<'_>, packet: PacketId, copies: usize) -> Option<Facts> {
        let number = self.number(packet);
        let mut facts: Option<Facts> = None;
        for event in self.about(packet) {
            let Some(event) = events.get(event) else {
                continue;
            };
            if let EventKind::Duplicated { packet, flight, .. } = event.kind {
                let then = At::new(&*self.table, event.id);
                let copied = copies.checked_sub(1);
                let original = copied.and_then(|copies| then.facts_of_copy(events, packet, copies));
                facts = original.map(|original| original.copied(flight));
                continue;
            }
            match &mut facts {
                Some(facts) => facts.take(event),
                None => facts = Facts::met(event, number),
            }
        }
        facts
    }
}

#[cfg(test)]
mod tests;
