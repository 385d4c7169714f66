//! [`Moment`]: a run as of a moment, with its events and the index of its packets.

use hoplab_sim::{
    ConsumeReason, EventId, EventKind, LinkSnapshot, NodeId, PacketId, Place, SocketId, TraceEvent,
    World,
};

use crate::facts::{Facts, Maker};
use crate::life::{self, Life};
use crate::packets::Packets;
use crate::sockets::Life as SocketLife;
use crate::way::{self, Way};
use crate::why::{self, Why};
use crate::{At, Events};

/// What has happened before a moment, and which of it is about which packet. Cheap to make and to copy.
#[derive(Clone, Copy)]
pub struct Moment<'a> {
    events: Events<'a>,
    packets: At<&'a Packets>,
}

impl<'a> Moment<'a> {
    /// A run as of the end of these events. `packets` may know of more, but not of less.
    pub fn new(events: Events<'a>, packets: &'a Packets) -> Moment<'a> {
        let packets = At::new(packets, EventId(events.len()));
        Moment { events, packets }
    }
    /// All that has happened in a world.
    pub fn of(world: &'a World, packets: &'a Packets) -> Moment<'a> {
        Moment::new(Events::of(world), packets)
    }

    /// What has happened.
    pub fn events(self) -> Events<'a> {
        self.events
    }
    /// An event, if it has happened and is still kept.
    pub fn event(self, id: EventId) -> Option<&'a TraceEvent> {
        self.events.get(id)
    }
    /// The index of packets.
    pub fn packets(self) -> At<&'a Packets> {
        self.packets
    }

    /// What is known of a packet.
    pub fn facts(self, packet: PacketId) -> Option<Facts> {
        self.packets.facts(self.events, packet)
    }
    /// Who made a packet, or what it is a copy of, if the event that tells of it is kept.
    pub fn maker(self, packet: PacketId) -> Option<Maker> {
        self.facts(packet)?.maker
    }
    /// Whether a packet is a socket's: sent from it, or taken by it so far, an ICMP error that was told to it included.
    /// That is known from what happened and not from addresses and ports, which another socket may have had before.
    pub fn concerns(self, packet: PacketId, node: NodeId, socket: SocketId) -> bool {
        let took = |event: &TraceEvent| match (&event.kind, event.place) {
            (EventKind::Accepted { socket: by, .. }, Place::Socket(at, _)) => {
                (at, *by) == (node, socket)
            }
            (
                EventKind::Consumed {
                    why: ConsumeReason::IcmpTold { socket: to },
                    ..
                },
                Place::Node(at),
            ) => (at, *to) == (node, socket),
            _ => false,
        };
        let sent = self.maker(packet).is_some_and(|by| by.is(node, socket));
        sent || self.about(packet).into_iter().any(took)
    }
    /// Whether a packet is a socket's or, as long as no host has decided whom it is for, is on its way to it: its addresses
    /// and ports are the socket's, and the socket was there when it was made.
    pub fn is_of(self, packet: PacketId, socket: &SocketLife) -> bool {
        if self.concerns(packet, socket.node, socket.socket) {
            return true;
        }
        let decided = self.fate(packet).is_some_and(|fate| {
            matches!(
                fate.kind,
                EventKind::Accepted { .. } | EventKind::Consumed { .. }
            )
        });
        let made = self.packets.about(packet).first().copied();
        let meant = |facts: Facts| facts.fields.is_some_and(|it| socket.key.has(&it));
        !decided
            && made.is_some_and(|made| socket.is_open_at(made))
            && self.facts(packet).is_some_and(meant)
    }
    /// The events about a packet, in order, as far as they are kept.
    pub fn about(self, packet: PacketId) -> Vec<&'a TraceEvent> {
        let all = self.packets.about(packet).into_iter();
        all.filter_map(|event| self.events.get(event)).collect()
    }
    /// How a packet ended.
    pub fn fate(self, packet: PacketId) -> Option<&'a TraceEvent> {
        self.packets.fate(self.events, packet)
    }
    /// A packet's life, step by step.
    pub fn life(self, packet: PacketId) -> Life {
        life::life(self, packet)
    }
    /// A packet's way from node to node.
    pub fn way(self, links: &[LinkSnapshot], packet: PacketId) -> Way {
        way::way(self, links, packet)
    }
    /// Why an event happened; `None` if it is not kept (any more).
    pub fn why(self, event: EventId) -> Option<Why> {
        why::why(self, event)
    }
}
