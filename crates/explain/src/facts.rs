//! [`Facts`]: what is known of one packet as of a moment, read from the events about it.

use core::net::SocketAddrV4;
use std::rc::Rc;

use hoplab_sim::{
    ChunkRef, ConsumeReason, Direction, DropReason, EventId, EventKind, Frame, LinkId, NodeId,
    Origin, Place, SocketId, TraceEvent,
};
use hoplab_tcp::TransmitReason;
use hoplab_units::Time;
use hoplab_wire::MacAddr;
use hoplab_wire::tcp::Flags;

use crate::bytes::content;
use crate::look::{self, Family, Look, Shape};
use crate::sockets::matching::Fields;

/// One crossing of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hop {
    /// Which link.
    pub link: LinkId,
    /// Which way.
    pub direction: Direction,
    /// When its first bit went onto the line.
    pub sent: Time,
    /// When its last bit was due at the other end.
    pub arrives: Time,
}

/// What a packet carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cargo {
    /// Nothing for a program.
    Nothing,
    /// A piece of a message, or of a stream the piece with whose bytes it begins: as the log counts them.
    Piece(ChunkRef),
    /// A segment of a stream of which no more is known, counted from 1.
    Segment(u32),
    /// The beginning of a text.
    Text(Rc<str>),
    /// Bytes of which no more is known.
    Bytes,
}

/// How a packet ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It was lost or thrown away.
    Dropped(DropReason),
    /// A program got it.
    Accepted(SocketId),
    /// The host dealt with it itself.
    Consumed(ConsumeReason),
}

/// Who made a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Maker {
    /// The node.
    pub node: NodeId,
    /// The socket it was sent from; none for what the node answers or reports of its own.
    pub socket: Option<SocketId>,
    /// Why it was made.
    pub why: Origin,
}

impl Maker {
    /// Whom an event tells of, if it tells how a packet was made.
    pub(crate) fn of(event: &TraceEvent) -> Option<Maker> {
        match (&event.kind, event.place) {
            (EventKind::Originated { why, socket, .. }, Place::Node(node)) => Some(Maker {
                node,
                socket: *socket,
                why: *why,
            }),
            _ => None,
        }
    }

    /// Whether it was sent from this socket.
    pub fn is(&self, node: NodeId, socket: SocketId) -> bool {
        (self.node, self.socket) == (node, Some(socket))
    }
}

/// What is known of one packet as of a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// What it looks like.
    pub look: Look,
    /// Who made it, or what it is a copy of; `None`: the trace has forgotten how it was made.
    pub maker: Option<Maker>,
    /// Where it comes from.
    pub from: SocketAddrV4,
    /// Where it goes.
    pub to: SocketAddrV4,
    /// What it says of which socket it is for, if it can be read.
    pub fields: Option<Fields>,
    /// What it carries.
    pub cargo: Cargo,
    /// What is written on it.
    pub label: Option<Rc<str>>,
    /// Bytes it carries for a program.
    pub payload_len: u16,
    /// Its bytes as a frame.
    pub frame_len: u32,
    /// Hops it may still make.
    pub ttl: u8,
    /// The control bits and the sequence number of a TCP segment.
    pub segment: Option<(Flags, u32)>,
    /// From which network card to which it is on its latest line.
    pub macs: Option<[MacAddr; 2]>,
    /// It carries what was carried before.
    pub resend: bool,
    /// A line made it by delivering twice.
    pub copy: bool,
    /// A bit of it was flipped.
    pub corrupted: bool,
    /// The lines it went over, in order; the last one may be the one it is on.
    pub hops: Vec<Hop>,
    /// How, where and when it ended.
    pub end: Option<Ended>,
}

/// A place on the way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spot {
    /// On a link, in one direction.
    Channel {
        /// Which link.
        link: LinkId,
        /// Which way.
        direction: Direction,
        /// How far along, 0 to 1.
        share: f64,
    },
    /// In a node.
    Node(NodeId),
}

/// How, where and when a packet ended, and the event that tells of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ended {
    /// The event that tells of it.
    pub event: EventId,
    /// When.
    pub at: Time,
    /// Where.
    pub spot: Spot,
    /// How.
    pub how: End,
}

impl Facts {
    /// What the first event about a packet tells of it, if it shows its bytes.
    pub(crate) fn met(event: &TraceEvent, number: Option<u32>) -> Option<Facts> {
        let (chunk, resend) = match &event.kind {
            EventKind::Originated { transfer, why, .. } => {
                let again = matches!(why, Origin::Segment(TransmitReason::Retransmit { .. }));
                (*transfer, again)
            }
            _ => (None, false),
        };
        let mut facts = Facts::of_frame(event.kind.frame()?, chunk, number);
        facts.resend = resend;
        facts.maker = Maker::of(event);
        facts.take(event);
        Some(facts)
    }

    /// A copy of it that a line made, and when that is on it.
    pub(crate) fn copied(mut self, flight: Option<(Time, Time)>) -> Facts {
        if let Some(((sent, arrives), hop)) = flight.zip(self.hops.last_mut()) {
            (hop.sent, hop.arrives) = (sent, arrives);
        }
        Facts {
            copy: true,
            end: None,
            ..self
        }
    }

    /// Takes note of the next event about it.
    pub(crate) fn take(&mut self, event: &TraceEvent) {
        match &event.kind {
            EventKind::Transmitted { frame, arrives, .. } => {
                if let Place::Channel(link, direction) = event.place {
                    let ttl = frame.summary().map(|summary| summary.ttl);
                    self.ttl = ttl.unwrap_or(self.ttl);
                    self.macs = frame.macs();
                    self.hops.push(Hop {
                        link,
                        direction,
                        sent: event.at,
                        arrives: *arrives,
                    });
                }
            }
            EventKind::PacketTampered {
                arrives: Some(arrives),
                ..
            } => {
                if let Some(hop) = self.hops.last_mut() {
                    hop.arrives = *arrives;
                }
            }
            EventKind::Corrupted { .. } => self.corrupted = true,
            EventKind::Forwarded { ttl, .. } => self.ttl = *ttl,
            EventKind::Dropped { why, .. } => self.end(event, End::Dropped(*why)),
            EventKind::Accepted { socket, .. } => self.end(event, End::Accepted(*socket)),
            EventKind::Consumed { why, .. } => self.end(event, End::Consumed(*why)),
            _ => {}
        }
    }

    fn end(&mut self, event: &TraceEvent, how: End) {
        let spot = match event.place {
            Place::Channel(link, direction) => Spot::Channel {
                link,
                direction,
                share: share_at(&self.hops, link, direction, event.at),
            },
            Place::Link(link) => Spot::Channel {
                link,
                direction: Direction::AToB,
                share: 0.5,
            },
            Place::Node(node) | Place::Program(node, _) | Place::Socket(node, _) => {
                Spot::Node(node)
            }
            Place::World => return,
        };
        self.end = Some(Ended {
            event: event.id,
            at: event.at,
            spot,
            how,
        });
    }

    fn of_frame(frame: &Frame, chunk: Option<ChunkRef>, number: Option<u32>) -> Facts {
        let Some(summary) = frame.summary() else {
            return unreadable();
        };
        let look = Look::of(&summary);
        let (from, to) = look::ends(&summary);
        let text = match look.shape {
            Shape::Data => match frame.app_summary() {
                Some(message) => Some(look::app_label(&message)),
                None => look::text_label(content(frame, &summary)),
            },
            _ => None,
        };
        let cargo = match (look.shape, text, chunk, number) {
            (Shape::Data, Some(text), ..) => Cargo::Text(text.into()),
            (Shape::Data, None, Some(chunk), _) => Cargo::Piece(chunk),
            (Shape::Data, None, None, Some(number)) => Cargo::Segment(number),
            (Shape::Data, None, None, None) => Cargo::Bytes,
            _ => Cargo::Nothing,
        };
        let label = match &cargo {
            Cargo::Text(text) => Some(text.clone()),
            Cargo::Piece(chunk) => Some(chunk.index.saturating_add(1).to_string().into()),
            Cargo::Segment(number) => Some(number.to_string().into()),
            Cargo::Bytes | Cargo::Nothing => None,
        };
        Facts {
            from,
            to,
            fields: Fields::of(frame),
            cargo,
            label,
            payload_len: summary.payload_len,
            frame_len: frame.len(),
            ttl: summary.ttl,
            segment: summary.tcp.map(|tcp| (tcp.flags, tcp.seq)),
            macs: frame.macs(),
            ..plain(look)
        }
    }
}

/// How far along its line a packet was at `at`: 0 if it never came onto it.
fn share_at(hops: &[Hop], link: LinkId, direction: Direction, at: Time) -> f64 {
    match hops.last() {
        Some(hop) if hop.link == link && hop.direction == direction => {
            let whole = hop.arrives.since(hop.sent).as_nanos().max(1) as f64;
            (at.since(hop.sent).as_nanos() as f64 / whole).min(1.0)
        }
        _ => 0.0,
    }
}

fn plain(look: Look) -> Facts {
    let nowhere = SocketAddrV4::new(core::net::Ipv4Addr::UNSPECIFIED, 0);
    Facts {
        look,
        maker: None,
        from: nowhere,
        to: nowhere,
        fields: None,
        cargo: Cargo::Nothing,
        label: None,
        payload_len: 0,
        frame_len: 0,
        ttl: 0,
        segment: None,
        macs: None,
        resend: false,
        copy: false,
        corrupted: false,
        hops: Vec::new(),
        end: None,
    }
}

/// A packet whose IP header cannot be read.
fn unreadable() -> Facts {
    plain(Look {
        family: Family::Ip,
        shape: Shape::Data,
    })
}
