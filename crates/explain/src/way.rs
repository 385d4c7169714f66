//! A packet's way from node to node, and at each how far up it was looked at. Read from the trace. Pure.

use hoplab_sim::{
    ChunkRef, ConsumeReason, Direction, DropReason, EventId, EventKind, Frame, LinkId,
    LinkSnapshot, NodeId, Origin, PacketId, Place, TraceEvent,
};
use hoplab_tcp::TcpEvent;
use hoplab_units::Time;
use hoplab_wire::ipv4::protocol;

use crate::{Events, Moment, life};

/// A layer of the Internet's protocols, the lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// Frames from one node to the next: Ethernet.
    Interface,
    /// Packets from host to host: IP, with ICMP.
    Internet,
    /// From program to program: UDP and TCP.
    Transport,
    /// What programs say to each other.
    Application,
}

impl Layer {
    /// All, from the top down, as they are drawn.
    pub const DOWN: [Layer; 4] = [
        Layer::Application,
        Layer::Transport,
        Layer::Internet,
        Layer::Interface,
    ];
}

/// How a packet ended at a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The node dropped it.
    Lost(DropReason),
    /// A socket took it.
    Accepted(Taken),
    /// The host dealt with it itself.
    Consumed(ConsumeReason),
}

/// What a socket made of a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Its content is there for the program to read.
    Content,
    /// It was TCP's own: it carried nothing for a program.
    Control,
    /// TCP keeps its bytes until those before them have come.
    Kept,
    /// TCP had all its bytes already.
    Again,
    /// It lies outside of TCP's window.
    Outside,
}

/// What a line has done with the packet so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crossing {
    /// The packet waits for the line, or is about to enter it.
    Waiting,
    /// It is on it.
    UnderWay,
    /// It came out at the other end.
    Done,
    /// It was lost on it.
    Lost(DropReason),
    /// It never got onto it.
    Refused(DropReason),
}

/// The line by which the packet leaves a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leg {
    /// The node at its other end.
    pub to: NodeId,
    /// How far it got.
    pub crossing: Crossing,
    /// Whether a bit flipped on it.
    pub damaged: bool,
}

/// A node that the packet was at.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop {
    /// Which node.
    pub node: NodeId,
    /// When it came here, or was made here.
    pub at: Time,
    /// The step of its life that shows it as it was last here.
    pub step: EventId,
    /// The first event that happened to it here.
    pub first: EventId,
    /// Whether it came from a line: otherwise it was made here, or the record begins here.
    pub came: bool,
    /// The highest layer that had to do with it; `None`: the node is off.
    pub top: Option<Layer>,
    /// How it ended, if it ended here.
    pub end: Option<End>,
    /// Its TTL after this router, as soon as that is decided.
    pub ttl: Option<u8>,
    /// Whether the node's memory flipped a bit of it.
    pub damaged: bool,
    /// Its bytes as they left, or else as they were last here.
    pub frame: Option<Frame>,
    /// Its bytes as the node before had sent them.
    pub before: Option<Frame>,
    /// The line by which it left or is to leave.
    pub leg: Option<Leg>,
}

/// A packet's way.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Way {
    /// Where it was, in order.
    pub stops: Vec<Stop>,
    /// Why it was made, where the trace still knows.
    pub origin: Option<Origin>,
    /// Which piece of a message it carries.
    pub piece: Option<ChunkRef>,
    /// The packet that a line delivered twice, if this is the second.
    pub copy_of: Option<PacketId>,
    /// Whether the trace still knows how it began.
    pub from_birth: bool,
}

impl Way {
    /// The stop that an event happened at, or on the line behind it.
    pub fn stop_of(&self, event: EventId) -> Option<usize> {
        let later = self.stops.iter().position(|stop| stop.first > event);
        later.unwrap_or(self.stops.len()).checked_sub(1)
    }

    /// The node that it would reach next, if it is not at its end.
    pub fn next(&self) -> Option<NodeId> {
        let leg = self.stops.last()?.leg?;
        (leg.crossing != Crossing::Done).then_some(leg.to)
    }

    /// Whether it came to an end that was meant, and not to a loss.
    pub fn arrived(&self) -> bool {
        let end = self.stops.last().and_then(|stop| stop.end);
        matches!(end, Some(End::Accepted(_) | End::Consumed(_)))
    }
}

/// Whether a frame carries bytes for a program. ICMP messages carry none: they speak of packets.
pub fn carries_data(frame: &Frame) -> bool {
    frame
        .summary()
        .is_some_and(|summary| summary.protocol != protocol::ICMP && summary.payload_len > 0)
}

/// A packet's way as of a moment.
pub(crate) fn way(moment: Moment<'_>, links: &[LinkSnapshot], packet: PacketId) -> Way {
    let (events, from_birth) = life::events(moment, packet);
    let mut reader = Reader {
        moment,
        links,
        way: Way {
            from_birth,
            ..Way::default()
        },
    };
    events.into_iter().for_each(|event| reader.read(event));
    reader.way
}

struct Reader<'a> {
    moment: Moment<'a>,
    links: &'a [LinkSnapshot],
    way: Way,
}

impl Reader<'_> {
    fn read(&mut self, event: &TraceEvent) {
        match (&event.kind, event.place) {
            (
                EventKind::Originated {
                    frame,
                    why,
                    transfer,
                    ..
                },
                place,
            ) => {
                let Some(node) = place.node() else { return };
                let top = top_of_origin(why, frame);
                let stop = self.stop(event, node, false);
                (stop.top, stop.frame) = (Some(top), Some(frame.clone()));
                self.way.origin = Some(*why);
                self.way.piece = *transfer;
            }
            (EventKind::Duplicated { packet, .. }, _) => self.way.copy_of = Some(*packet),
            (EventKind::Forwarded { ttl, next_hop, .. }, _) => {
                if let Some(stop) = self.way.stops.last_mut() {
                    stop.top = stop.top.max(Some(Layer::Internet));
                    stop.ttl = Some(*ttl);
                    stop.leg = Some(leg(*next_hop, Crossing::Waiting));
                }
            }
            (EventKind::Queued { .. }, Place::Channel(link, direction)) => {
                self.leave(event, link, direction, Crossing::Waiting);
            }
            (EventKind::Transmitted { frame, .. }, Place::Channel(link, direction)) => {
                if let Some(stop) = self.leave(event, link, direction, Crossing::UnderWay) {
                    stop.frame = Some(frame.clone());
                    stop.step = event.id;
                }
            }
            (EventKind::Received { frame, .. }, place) => {
                let Some(node) = place.node() else { return };
                let stop = self.arrive(event, node);
                stop.top = Some(Layer::Interface);
                stop.frame = Some(frame.clone());
            }
            (EventKind::Corrupted { frame, .. }, place) => self.damage(place, frame),
            (EventKind::Dropped { frame, why, .. }, place) => self.lose(event, place, frame, *why),
            (EventKind::Accepted { .. }, _) => self.accept(event),
            (EventKind::Consumed { why, .. }, _) => {
                self.end(event, End::Consumed(*why), top_of_consumed(*why));
            }
            _ => {}
        }
    }

    /// Begins a stop.
    fn stop(&mut self, event: &TraceEvent, node: NodeId, came: bool) -> &mut Stop {
        let before = self.way.stops.last().and_then(|stop| stop.frame.clone());
        self.way.stops.push(Stop {
            node,
            at: event.at,
            step: event.id,
            first: event.id,
            came,
            top: None,
            end: None,
            ttl: None,
            damaged: false,
            frame: None,
            before,
            leg: None,
        });
        let last = self.way.stops.len() - 1;
        &mut self.way.stops[last]
    }

    /// The packet comes out of a line.
    fn arrive(&mut self, event: &TraceEvent, node: NodeId) -> &mut Stop {
        let leg = self.way.stops.last_mut().and_then(|stop| stop.leg.as_mut());
        if let Some(leg) = leg {
            leg.crossing = Crossing::Done;
        }
        self.stop(event, node, true)
    }

    fn ends(&self, link: LinkId, direction: Direction) -> Option<(NodeId, NodeId)> {
        let [a, b] = self.links.get(link.index())?.ends;
        Some(match direction {
            Direction::AToB => (a, b),
            Direction::BToA => (b, a),
        })
    }

    /// The packet is to leave by a line, or has left. Where the record begins with that, so does its way.
    fn leave(
        &mut self,
        event: &TraceEvent,
        link: LinkId,
        direction: Direction,
        crossing: Crossing,
    ) -> Option<&mut Stop> {
        let (from, to) = self.ends(link, direction)?;
        if self.way.stops.is_empty() {
            self.stop(event, from, false).top = Some(Layer::Interface);
        }
        let stop = self.way.stops.last_mut()?;
        stop.leg = Some(Leg {
            damaged: stop.leg.is_some_and(|leg| leg.damaged),
            ..leg(to, crossing)
        });
        Some(stop)
    }

    fn damage(&mut self, place: Place, frame: &Frame) {
        let Some(stop) = self.way.stops.last_mut() else {
            return;
        };
        match (place, &mut stop.leg) {
            (Place::Channel(..), Some(leg)) if leg.crossing == Crossing::UnderWay => {
                leg.damaged = true;
            }
            _ => {
                stop.damaged = true;
                stop.frame = Some(frame.clone());
            }
        }
    }

    fn lose(&mut self, event: &TraceEvent, place: Place, frame: &Frame, why: DropReason) {
        let under_way = self.way.stops.last().and_then(|stop| stop.leg);
        let under_way = under_way.is_some_and(|leg| leg.crossing == Crossing::UnderWay);
        match (place, place.node()) {
            // It was on the line, and never came out of it.
            (Place::Channel(..), _) if under_way => {
                let leg = self.way.stops.last_mut().and_then(|stop| stop.leg.as_mut());
                if let Some(leg) = leg {
                    leg.crossing = Crossing::Lost(why);
                }
            }
            (Place::Channel(link, direction), _) => {
                if let Some(stop) = self.leave(event, link, direction, Crossing::Refused(why)) {
                    stop.frame = Some(frame.clone());
                    stop.end = Some(End::Lost(why));
                    stop.step = event.id;
                }
            }
            (_, Some(node)) => {
                if under_way || self.way.stops.is_empty() {
                    self.arrive(event, node).frame = Some(frame.clone());
                }
                self.end(event, End::Lost(why), top_of_drop(why, frame));
            }
            _ => {}
        }
    }

    fn accept(&mut self, event: &TraceEvent) {
        let frame = self.way.stops.last().and_then(|stop| stop.frame.as_ref());
        let summary = frame.and_then(Frame::summary);
        let tcp = summary.and_then(|summary| summary.tcp);
        let taken = match tcp {
            None => Taken::Content,
            Some(tcp) if tcp.payload_len == 0 => Taken::Control,
            Some(_) => self.taken_by_tcp(event),
        };
        let top = match taken {
            Taken::Content => Layer::Application,
            _ => Layer::Transport,
        };
        self.end(event, End::Accepted(taken), Some(top));
    }

    /// What the connection made of a segment with data: it says so at the same moment.
    fn taken_by_tcp(&self, event: &TraceEvent) -> Taken {
        let said = self.moment.events().since(event.id);
        let said = said.take_while(|said| said.at == event.at);
        let said = said.filter(|said| said.cause == Some(event.id));
        let verdict = said.filter_map(|said| match &said.kind {
            EventKind::Tcp(TcpEvent::Delivered { .. }) => Some(Taken::Content),
            EventKind::Tcp(TcpEvent::OutOfOrder { .. }) => Some(Taken::Kept),
            EventKind::Tcp(TcpEvent::DuplicateSegment { .. }) => Some(Taken::Again),
            EventKind::Tcp(TcpEvent::OutOfWindow { .. }) => Some(Taken::Outside),
            _ => None,
        });
        let mut verdict = verdict;
        verdict.next().unwrap_or(Taken::Control)
    }

    fn end(&mut self, event: &TraceEvent, end: End, top: Option<Layer>) {
        if let Some(stop) = self.way.stops.last_mut() {
            stop.end = Some(end);
            stop.top = stop.top.max(top);
            stop.step = event.id;
        }
    }
}

const fn leg(to: NodeId, crossing: Crossing) -> Leg {
    Leg {
        to,
        crossing,
        damaged: false,
    }
}

/// The layer at which a packet began.
fn top_of_origin(why: &Origin, frame: &Frame) -> Layer {
    match why {
        Origin::Datagram => Layer::Application,
        Origin::Segment(_) if carries_data(frame) => Layer::Application,
        Origin::Segment(_) | Origin::ResetForStray => Layer::Transport,
        Origin::IcmpError { .. } | Origin::EchoReply { .. } | Origin::EchoRequest => {
            Layer::Internet
        }
    }
}

/// The layer at which a node found a reason to drop a packet; `None`: none looked at it.
fn top_of_drop(why: DropReason, frame: &Frame) -> Option<Layer> {
    let icmp = || {
        frame
            .summary()
            .is_some_and(|s| s.protocol == protocol::ICMP)
    };
    match why {
        DropReason::NodeDown => None,
        DropReason::LinkCut
        | DropReason::RandomLoss
        | DropReason::QueueFull
        | DropReason::Killed
        | DropReason::BadFrameCheck => Some(Layer::Interface),
        DropReason::BadTransport if !icmp() => Some(Layer::Transport),
        DropReason::NoSocket { ports: true } | DropReason::ReceiveBufferFull => {
            Some(Layer::Transport)
        }
        DropReason::BadTransport
        | DropReason::BadIpHeader
        | DropReason::TtlExpired
        | DropReason::NoRoute
        | DropReason::NoSuchHost
        | DropReason::TooBig { .. }
        | DropReason::NotForMe
        | DropReason::NoSocket { ports: false } => Some(Layer::Internet),
    }
}

const fn top_of_consumed(why: ConsumeReason) -> Option<Layer> {
    Some(match why {
        ConsumeReason::AnsweredWithReset
        | ConsumeReason::StrayReset
        | ConsumeReason::OpensNothing
        | ConsumeReason::BacklogFull => Layer::Transport,
        ConsumeReason::IcmpTold { .. }
        | ConsumeReason::IcmpIgnored
        | ConsumeReason::EchoAnswered => Layer::Internet,
    })
}

/// The newest packet that carries data for a program, or the newest at all: what to show before anything was
/// selected.
pub fn newest(events: Events<'_>) -> Option<PacketId> {
    let made = |event: &TraceEvent| match &event.kind {
        EventKind::Originated { packet, frame, .. } => Some((*packet, carries_data(frame))),
        _ => None,
    };
    let mut packets = events.iter().rev().take(READ_BACK).filter_map(made);
    let first = packets.next()?;
    core::iter::once(first)
        .chain(packets)
        .find(|(_, data)| *data)
        .or(Some(first))
        .map(|(packet, _)| packet)
}

/// How many events are read for the newest packet.
const READ_BACK: usize = 2_000;
