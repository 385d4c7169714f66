//! [`Lines`]: what every event is about and whether everyone should see it, so that the lines of a log are found
//! without looking at all the others.

use core::ops::Deref;

use hoplab_sim::{
    EventId, EventKind, NodeId, Origin, PacketId, Place, SocketId, SocketProtocol, Trace,
    TraceEvent, TransferId, Transport,
};
use hoplab_tcp::{AckWhy, TcpEvent, TransmitReason};
use hoplab_units::VecMap;
use hoplab_wire::ipv4::protocol;

use crate::At;
use crate::packets::subject;
use crate::table::{self, Table};

/// Lines of one topic kept, and packets whose topic is known; past it the older half goes: more than a trace keeps.
const MOST: usize = 1 << 20;

/// What an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// Raw IP.
    Ip,
    /// UDP.
    Udp,
    /// TCP.
    Tcp,
    /// ICMP.
    Icmp,
    /// What programs do: names they look up, requests, answers.
    Program,
    /// Commands, links, nodes, routes.
    World,
}

impl Topic {
    /// All of them, in the order they are shown.
    pub const ALL: [Topic; 6] = [
        Topic::Ip,
        Topic::Udp,
        Topic::Tcp,
        Topic::Icmp,
        Topic::Program,
        Topic::World,
    ];

    /// Its place in [`Topic::ALL`].
    pub const fn index(self) -> usize {
        match self {
            Topic::Ip => 0,
            Topic::Udp => 1,
            Topic::Tcp => 2,
            Topic::Icmp => 3,
            Topic::Program => 4,
            Topic::World => 5,
        }
    }
    /// By what carries a message.
    pub const fn of_transport(transport: Transport) -> Topic {
        match transport {
            Transport::Ip => Topic::Ip,
            Transport::Udp => Topic::Udp,
            Transport::Tcp => Topic::Tcp,
        }
    }
    /// By the protocol field of an IP header.
    pub const fn of_protocol(field: u8) -> Topic {
        match field {
            protocol::TCP => Topic::Tcp,
            protocol::UDP => Topic::Udp,
            protocol::ICMP => Topic::Icmp,
            _ => Topic::Ip,
        }
    }
    /// By what a socket speaks.
    pub const fn of_socket(protocol: SocketProtocol) -> Topic {
        match protocol {
            SocketProtocol::Raw => Topic::Ip,
            SocketProtocol::Icmp => Topic::Icmp,
            SocketProtocol::Udp => Topic::Udp,
            SocketProtocol::Tcp => Topic::Tcp,
        }
    }
}

/// Whether a line is for everyone or for those who follow every hop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Importance {
    /// Only with "every hop".
    EveryHop,
    /// Always.
    Matters,
}

/// One event as a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which event.
    pub event: EventId,
    /// What it is about.
    pub topic: Topic,
    /// Whether everyone should see it.
    pub importance: Importance,
}

/// The events of one topic, in order: those that everyone should see and the others.
#[derive(Clone, Debug, Default, PartialEq)]
struct Lists {
    matters: Vec<EventId>,
    hops: Vec<EventId>,
}

/// What something is about, and the event that told of it.
type Told = (EventId, Topic);

/// Every event, by what it is about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lines {
    topics: [Lists; Topic::ALL.len()],
    /// The event from which on every line is there.
    first: Option<EventId>,
    /// The number of the first of the packets whose topic is known.
    base: u64,
    packets: Vec<Option<Told>>,
    sockets: VecMap<(NodeId, SocketId), Told>,
    transfers: VecMap<TransferId, Told>,
}

impl Table for Lines {
    fn note(&mut self, event: &TraceEvent, _: &Trace) {
        self.learn(event);
        let topic = self.topic(event);
        self.first.get_or_insert(event.id);
        let list = self.topics[topic.index()].list_mut(importance(event));
        if list.len() >= MOST {
            table::halve(list, MOST);
            self.first = self.first.max(list.first().copied());
        }
        list.push(event.id);
    }

    fn cut(&mut self, from: EventId) {
        for lists in &mut self.topics {
            table::cut(&mut lists.matters, from, |event| *event);
            table::cut(&mut lists.hops, from, |event| *event);
        }
        self.first = self.first.filter(|first| *first < from);
        for told in &mut self.packets {
            *told = told.filter(|(event, _)| *event < from);
        }
        while self.packets.last() == Some(&None) {
            self.packets.pop();
        }
        if self.packets.is_empty() {
            self.base = 0;
        }
        self.sockets.retain(|(event, _)| *event < from);
        self.transfers.retain(|(event, _)| *event < from);
    }
}

impl Lists {
    fn list(&self, importance: Importance) -> &[EventId] {
        match importance {
            Importance::Matters => &self.matters,
            Importance::EveryHop => &self.hops,
        }
    }
    fn list_mut(&mut self, importance: Importance) -> &mut Vec<EventId> {
        match importance {
            Importance::Matters => &mut self.matters,
            Importance::EveryHop => &mut self.hops,
        }
    }
}

impl Lines {
    /// The first event from which on it has every line: there may have been others before.
    pub fn first(&self) -> EventId {
        self.first.unwrap_or(EventId(0))
    }

    /// Takes note of what later events do not say again.
    fn learn(&mut self, event: &TraceEvent) {
        match (&event.kind, event.place) {
            (EventKind::SocketOpened { protocol, .. }, Place::Socket(node, socket)) => {
                let topic = Topic::of_socket(*protocol);
                self.sockets.insert((node, socket), (event.id, topic));
            }
            (
                EventKind::TransferStarted {
                    transfer,
                    transport,
                    ..
                },
                _,
            ) => {
                let topic = Topic::of_transport(*transport);
                self.transfers.insert(*transfer, (event.id, topic));
            }
            (EventKind::Duplicated { packet, copy, .. }, _) => {
                if let Some(topic) = self.packet(*packet) {
                    self.meet(*copy, event.id, topic);
                }
            }
            (kind, _) => {
                if let (Some(packet), Some(frame)) = (kind.packet(), kind.frame())
                    && self.packet(packet).is_none()
                {
                    let field = frame.summary().map(|summary| summary.protocol);
                    let topic = field.map_or(Topic::Ip, Topic::of_protocol);
                    self.meet(packet, event.id, topic);
                }
            }
        }
    }

    fn packet(&self, packet: PacketId) -> Option<Topic> {
        let place = usize::try_from(packet.0.checked_sub(self.base)?).ok()?;
        let (_, topic) = (*self.packets.get(place)?)?;
        Some(topic)
    }

    fn meet(&mut self, packet: PacketId, event: EventId, topic: Topic) {
        if self.packets.len() >= MOST {
            self.base += MOST as u64 / 2;
            table::halve(&mut self.packets, MOST);
        }
        if self.packets.is_empty() {
            self.base = packet.0;
        }
        // Packets are numbered in the order they are made: of those before the first nothing will be told any more.
        let place = packet.0.checked_sub(self.base);
        if let Some(place) = place.and_then(|place| usize::try_from(place).ok()) {
            if self.packets.len() <= place {
                self.packets.resize(place + 1, None);
            }
            self.packets[place] = Some((event, topic));
        }
    }

    fn topic(&self, event: &TraceEvent) -> Topic {
        if let EventKind::PacketTampered { .. } = event.kind {
            return Topic::World;
        }
        if let Some(packet) = subject(&event.kind) {
            return self.packet(packet).unwrap_or(Topic::Ip);
        }
        let of_transfer = |transfer| {
            let told: Option<&Told> = self.transfers.get(&transfer);
            told.map_or(Topic::World, |(_, topic)| *topic)
        };
        match &event.kind {
            EventKind::ProgramStarted { .. } | EventKind::ProgramEnded | EventKind::App(_) => {
                Topic::Program
            }
            EventKind::SocketOpened { protocol, .. } => Topic::of_socket(*protocol),
            EventKind::SocketClosed | EventKind::SocketError { .. } => {
                let Place::Socket(node, socket) = event.place else {
                    return Topic::World;
                };
                let told = self.sockets.get(&(node, socket));
                told.map_or(Topic::World, |(_, topic)| *topic)
            }
            EventKind::TransferStarted { transport, .. }
            | EventKind::ContentReceived { transport, .. } => Topic::of_transport(*transport),
            EventKind::Tcp(_) | EventKind::StreamEnded { .. } => Topic::Tcp,
            EventKind::ChunkSent { chunk, .. } => of_transfer(chunk.transfer),
            EventKind::TransferSent { transfer } | EventKind::TransferFailed { transfer, .. } => {
                of_transfer(*transfer)
            }
            _ => Topic::World,
        }
    }
}

impl<R: Deref<Target = Lines>> At<R> {
    /// The lines of what is wanted, the newest first.
    pub fn newest_lines(
        &self,
        wanted: impl Fn(Topic, Importance) -> bool,
    ) -> impl Iterator<Item = Line> {
        let mut lists = Vec::new();
        for topic in Topic::ALL {
            for importance in [Importance::Matters, Importance::EveryHop] {
                if wanted(topic, importance) {
                    let list = self.table.topics[topic.index()].list(importance);
                    let past = table::before(list, self.here, |event| *event);
                    lists.push((past, topic, importance));
                }
            }
        }
        core::iter::from_fn(move || {
            let newest = lists.iter_mut().max_by_key(|(past, ..)| past.last())?;
            let (past, topic, importance) = newest;
            let (event, before) = past.split_last()?;
            *past = before;
            Some(Line {
                event: *event,
                topic: *topic,
                importance: *importance,
            })
        })
    }
}

/// Whether everyone should see an event's line.
pub fn importance(event: &TraceEvent) -> Importance {
    let hop = match &event.kind {
        EventKind::Queued { .. }
        | EventKind::Transmitted { .. }
        | EventKind::Received { .. }
        | EventKind::Forwarded { .. }
        | EventKind::Accepted { .. }
        | EventKind::ChunkSent { .. } => true,
        EventKind::Originated {
            why: Origin::Segment(reason),
            ..
        } => {
            // The third step of the handshake is no mere acknowledgment.
            matches!(reason, TransmitReason::Ack { why } if *why != AckWhy::Handshake)
        }
        EventKind::Tcp(event) => matches!(
            event,
            TcpEvent::RttMeasured { .. }
                | TcpEvent::Acked { .. }
                | TcpEvent::CwndChanged { .. }
                | TcpEvent::Delivered { .. }
        ),
        _ => false,
    };
    match hop {
        true => Importance::EveryHop,
        false => Importance::Matters,
    }
}

#[cfg(test)]
mod tests;
