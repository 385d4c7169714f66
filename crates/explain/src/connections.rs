//! [`Connections`]: what the trace tells of every TCP connection of the run: who holds its two ends, the way
//! each end took through its states, how its windows moved, and which segments it sent. A socket that is gone
//! is gone from the world; here its connection stays.

use std::net::SocketAddrV4;

use hoplab_sim::{
    EventId, EventKind, NodeChange, NodeId, NodeSpec, Origin, PacketId, Place, Role, SocketId,
    SocketProtocol, TcpSwitch, Trace, TraceEvent, WorldSpec,
};
use hoplab_tcp::{CongestionControl, CwndWhy, Seq, State, StateEvent, TcpEvent};
use hoplab_units::Time;
use hoplab_wire::tcp::Flags;

use crate::table::{self, Table, halve};

/// Connections kept; the oldest go.
const MOST_ENDS: usize = 2_048;
/// Points of one curve kept; the older half goes.
const MOST_POINTS: usize = 100_000;
/// Segments kept; the older half goes.
const MOST_SEGMENTS: usize = 400_000;

/// One end of a connection, by its socket. A socket's number is never used twice in one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndId {
    /// The host.
    pub node: NodeId,
    /// Its socket.
    pub socket: SocketId,
}

/// One step through the states of RFC 9293 Figure 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    /// The event that tells of it.
    pub event: EventId,
    /// When.
    pub at: Time,
    /// From this state
    pub from: State,
    /// to this one,
    pub to: State,
    /// because of this.
    pub why: StateEvent,
}

/// A point of a curve: from this moment on the figures are these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// The event that tells of it.
    pub event: EventId,
    /// When.
    pub at: Time,
    /// The congestion window in bytes, before it
    pub from: u32,
    /// and since.
    pub cwnd: u32,
    /// The slow-start threshold in bytes.
    pub ssthresh: u32,
    /// What moved the window.
    pub why: CwndWhy,
}

/// What is in flight from a moment on, in sequence space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlightSize {
    /// The event that tells of it.
    pub event: EventId,
    /// When.
    pub at: Time,
    /// The first that is sent and not acknowledged.
    pub unacked: Seq,
    /// What comes after all that was sent.
    pub next: Seq,
}

impl FlightSize {
    /// Bytes sent and not acknowledged.
    pub fn bytes(&self) -> u32 {
        self.next.since(self.unacked)
    }
}

/// Something the plot marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The event that tells of it.
    pub event: EventId,
    /// When.
    pub at: Time,
    /// What it is.
    pub kind: TurnKind,
}

/// The sorts of things a plot marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TurnKind {
    /// The retransmission timer expired.
    Rto,
    /// Loss was noticed by duplicate acknowledgments or SACK.
    FastRetransmit,
    /// All that was under way at the loss is acknowledged.
    Recovered,
}

/// One end of a connection.
#[derive(Clone, Debug, PartialEq)]
pub struct End {
    /// Whose.
    pub id: EndId,
    /// The event that opened the socket.
    pub opened: EventId,
    /// When that was.
    pub opened_at: Time,
    /// Its own address and port.
    pub local: SocketAddrV4,
    /// The other side's.
    pub remote: SocketAddrV4,
    /// The other end, once it has one.
    pub peer: Option<EndId>,
    /// What moves its congestion window.
    pub control: CongestionControl,
    /// Its way through the states.
    pub steps: Vec<Transition>,
    /// How its congestion window moved.
    pub curve: Vec<Point>,
    /// What it had in flight.
    pub flight: Vec<FlightSize>,
    /// Losses and recoveries.
    pub turns: Vec<Turn>,
    /// The crash of its host that took it away, and when that was.
    pub lost: Option<(EventId, Time)>,
    /// Its first sequence number, and the event in which it was sent.
    first: Option<(EventId, Seq)>,
    /// The event in which its program asked for the connection.
    active: Option<EventId>,
}

/// Where a segment lies in its sender's sequence space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The event that made the packet it is in.
    pub event: EventId,
    /// The packet.
    pub packet: PacketId,
    /// Who sent it.
    pub end: EndId,
    /// Where it begins.
    pub seq: Seq,
    /// How much of the sequence space it takes.
    pub len: u32,
}

/// Both ends of a connection: who asked for it is on the left.
#[derive(Clone, Copy, Debug)]
pub struct Pair<'a> {
    /// The end that asked for it.
    pub client: &'a End,
    /// The other one, if there ever was one.
    pub server: Option<&'a End>,
}

impl<'a> Pair<'a> {
    /// Both ends.
    pub fn ends(self) -> impl Iterator<Item = &'a End> {
        core::iter::once(self.client).chain(self.server)
    }
}

/// Every TCP connection of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Connections {
    ends: Vec<End>,
    segments: Vec<Segment>,
    /// What each node gives a connection that it opens at first,
    at_first: Vec<CongestionControl>,
    /// and what it was told to give since.
    switched: Vec<(EventId, NodeId, CongestionControl)>,
}

impl Table for Connections {
    fn note(&mut self, event: &TraceEvent, _: &Trace) {
        self.take(event);
    }

    fn cut(&mut self, from: EventId) {
        table::cut(&mut self.ends, from, |end| end.opened);
        table::cut(&mut self.segments, from, |segment| segment.event);
        table::cut(&mut self.switched, from, |(event, ..)| *event);
        let kept: Vec<EndId> = self.ends.iter().map(|end| end.id).collect();
        for end in &mut self.ends {
            end.cut(from);
            end.peer = end.peer.filter(|peer| kept.contains(peer));
        }
    }
}

impl Connections {
    /// The connections of a world in which nothing has happened.
    pub fn new(spec: &WorldSpec) -> Connections {
        let control = |node: &NodeSpec| match &node.role {
            Role::Host(host) => host.tcp.congestion,
            Role::Router(_) => CongestionControl::None,
        };
        Connections {
            at_first: spec.nodes.iter().map(control).collect(),
            ..Connections::default()
        }
    }

    fn control(&self, node: NodeId) -> CongestionControl {
        let switched = self.switched.iter().rev().find(|(_, of, _)| *of == node);
        let at_first = || self.at_first.get(node.index()).copied().unwrap_or_default();
        switched.map_or_else(at_first, |(.., control)| *control)
    }

    fn take(&mut self, event: &TraceEvent) {
        match (&event.kind, event.place) {
            (
                EventKind::SocketOpened {
                    protocol: SocketProtocol::Tcp,
                    local,
                    remote: Some(remote),
                    ..
                },
                Place::Socket(node, socket),
            ) => self.open(event, EndId { node, socket }, *local, *remote),
            (EventKind::Tcp(tcp), Place::Socket(node, socket)) => {
                if let Some(end) = self.end_mut(EndId { node, socket }) {
                    end.note(event, tcp);
                }
            }
            (
                EventKind::Originated {
                    packet,
                    frame,
                    why: Origin::Segment(_),
                    socket: Some(socket),
                    ..
                },
                Place::Node(node),
            ) => {
                let socket = *socket;
                self.sent(event, EndId { node, socket }, *packet, frame);
            }
            (
                EventKind::NodeChanged {
                    change: NodeChange::Tcp(TcpSwitch::Congestion(control)),
                },
                Place::Node(node),
            ) => {
                halve(&mut self.switched, MOST_POINTS);
                self.switched.push((event.id, node, *control));
            }
            (
                EventKind::NodeChanged {
                    change: NodeChange::Crash,
                },
                Place::Node(node),
            ) => self.crash(event, node),
            (EventKind::Duplicated { packet, copy, .. }, _) => {
                if let Some(segment) = self.segment(*packet) {
                    self.keep(Segment {
                        event: event.id,
                        packet: *copy,
                        ..segment
                    });
                }
            }
            _ => {}
        }
    }

    fn open(&mut self, event: &TraceEvent, id: EndId, local: SocketAddrV4, remote: SocketAddrV4) {
        if self.ends.len() >= MOST_ENDS {
            self.ends.remove(0);
        }
        let other = self
            .ends
            .iter_mut()
            .rev()
            .find(|end| (end.local, end.remote) == (remote, local) && end.peer.is_none());
        let peer = other.map(|other| {
            other.peer = Some(id);
            other.id
        });
        self.ends.push(End {
            control: self.control(id.node),
            id,
            opened: event.id,
            opened_at: event.at,
            local,
            remote,
            peer,
            steps: Vec::new(),
            curve: Vec::new(),
            flight: Vec::new(),
            turns: Vec::new(),
            lost: None,
            first: None,
            active: None,
        });
    }

    fn sent(
        &mut self,
        event: &TraceEvent,
        from: EndId,
        packet: PacketId,
        frame: &hoplab_sim::Frame,
    ) {
        let tcp = frame.summary().and_then(|summary| summary.tcp);
        let (Some(tcp), Some(end)) = (tcp, self.end_mut(from)) else {
            return;
        };
        let takes = |flag| u32::from(tcp.flags.contains(flag));
        let len = u32::from(tcp.payload_len) + takes(Flags::SYN) + takes(Flags::FIN);
        let seq = Seq(tcp.seq);
        end.send(event, seq, len);
        self.keep(Segment {
            event: event.id,
            packet,
            end: from,
            seq,
            len,
        });
    }

    /// A host that goes down forgets its sockets without a word: no event of theirs tells of it.
    fn crash(&mut self, event: &TraceEvent, node: NodeId) {
        for end in self.ends.iter_mut().filter(|end| end.id.node == node) {
            let open = end.steps.last().is_none_or(|step| step.to != State::Closed);
            if open && end.lost.is_none() {
                end.lost = Some((event.id, event.at));
            }
        }
    }

    fn keep(&mut self, segment: Segment) {
        halve(&mut self.segments, MOST_SEGMENTS);
        self.segments.push(segment);
    }

    fn end_mut(&mut self, id: EndId) -> Option<&mut End> {
        self.ends.iter_mut().rev().find(|end| end.id == id)
    }

    /// One end.
    pub fn end(&self, id: EndId) -> Option<&End> {
        self.ends.iter().rev().find(|end| end.id == id)
    }

    /// The connection that has this end.
    pub fn pair(&self, id: EndId) -> Option<Pair<'_>> {
        let end = self.end(id)?;
        let other = end.peer.and_then(|peer| self.end(peer));
        Some(match other {
            // Both may have asked for it; then the first to do so is on the left.
            Some(other) if other.asked_before(end) => Pair {
                client: other,
                server: Some(end),
            },
            other => Pair {
                client: end,
                server: other,
            },
        })
    }

    /// The connections that there have been before the event `until`, oldest first.
    pub fn until(&self, until: u64) -> impl DoubleEndedIterator<Item = Pair<'_>> {
        let begun = table::before(&self.ends, EventId(until), |end| end.opened).iter();
        begun.filter_map(move |end| {
            let pair = self.pair(end.id).filter(|pair| pair.client.id == end.id)?;
            let server = pair.server.filter(|server| server.opened.0 < until);
            Some(Pair { server, ..pair })
        })
    }

    /// The segment in a packet.
    pub fn segment(&self, packet: PacketId) -> Option<Segment> {
        let place = self
            .segments
            .binary_search_by_key(&packet, |segment| segment.packet)
            .ok()?;
        self.segments.get(place).copied()
    }

    /// The end that an event is about.
    pub fn of_event(&self, event: &TraceEvent) -> Option<EndId> {
        if let Place::Socket(node, socket) = event.place {
            return self.end(EndId { node, socket }).map(|end| end.id);
        }
        let segment = self.segment(event.kind.packet()?)?;
        Some(segment.end)
    }
}

impl End {
    fn note(&mut self, event: &TraceEvent, tcp: &TcpEvent) {
        let mut turn = |kind| {
            halve(&mut self.turns, MOST_POINTS);
            self.turns.push(Turn {
                event: event.id,
                at: event.at,
                kind,
            });
        };
        match *tcp {
            TcpEvent::StateChanged { from, to, why } => {
                if why == StateEvent::ActiveOpen {
                    self.active.get_or_insert(event.id);
                }
                halve(&mut self.steps, MOST_POINTS);
                self.steps.push(Transition {
                    event: event.id,
                    at: event.at,
                    from,
                    to,
                    why,
                });
                self.note_handshake(event, why);
            }
            TcpEvent::CwndChanged {
                from,
                to,
                ssthresh,
                why,
            } => {
                halve(&mut self.curve, MOST_POINTS);
                self.curve.push(Point {
                    event: event.id,
                    at: event.at,
                    from,
                    cwnd: to,
                    ssthresh,
                    why,
                });
            }
            TcpEvent::Acked { up_to, .. } => {
                self.note_flight(event, |flight| flight.unacked = up_to)
            }
            TcpEvent::RtoExpired { .. } => turn(TurnKind::Rto),
            TcpEvent::FastRetransmit { .. } => turn(TurnKind::FastRetransmit),
            TcpEvent::RecoveryEnded { .. } => turn(TurnKind::Recovered),
            _ => {}
        }
    }

    fn send(&mut self, event: &TraceEvent, seq: Seq, len: u32) {
        self.first.get_or_insert((event.id, seq));
        let end = seq + len;
        if self.flight.is_empty() {
            let (event, at) = (event.id, event.at);
            self.flight.push(FlightSize {
                event,
                at,
                unacked: seq,
                next: end,
            });
        } else {
            self.note_flight(event, |flight| flight.next = flight.next.later(end));
        }
    }

    /// SYN and FIN take a place in the sequence space, but an event of their own tells that they are acknowledged.
    fn note_handshake(&mut self, event: &TraceEvent, why: StateEvent) {
        let Some(first) = self.first_seq() else {
            return;
        };
        self.note_flight(event, |flight| {
            let up_to = match why {
                StateEvent::SynAckArrived | StateEvent::SynAcked => first + 1,
                StateEvent::FinAcked => flight.next,
                _ => return,
            };
            flight.unacked = flight.unacked.later(up_to);
        });
    }

    fn note_flight(&mut self, event: &TraceEvent, change: impl FnOnce(&mut FlightSize)) {
        let Some(last) = self.flight.last().copied() else {
            return;
        };
        let mut flight = FlightSize {
            event: event.id,
            at: event.at,
            ..last
        };
        change(&mut flight);
        if (flight.unacked, flight.next) != (last.unacked, last.next) {
            halve(&mut self.flight, MOST_POINTS);
            self.flight.push(flight);
        }
    }

    fn cut(&mut self, from: EventId) {
        table::cut(&mut self.steps, from, |step| step.event);
        table::cut(&mut self.curve, from, |point| point.event);
        table::cut(&mut self.flight, from, |flight| flight.event);
        table::cut(&mut self.turns, from, |turn| turn.event);
        self.lost = self.lost.filter(|(event, _)| *event < from);
        self.first = self.first.filter(|(event, _)| *event < from);
        self.active = self.active.filter(|event| *event < from);
    }

    /// Sequence space it has sent, SYN and FIN included.
    pub fn sent(&self) -> u32 {
        let last = self.flight.last();
        let space = last.zip(self.first_seq());
        space.map_or(0, |(last, first)| last.next.since(first))
    }

    fn asked_before(&self, other: &End) -> bool {
        match (self.active.is_some(), other.active.is_some()) {
            (true, false) => true,
            (false, true) => false,
            _ => self.opened < other.opened,
        }
    }

    /// The steps before the event `until`.
    pub fn steps_until(&self, until: u64) -> &[Transition] {
        table::before(&self.steps, EventId(until), |step| step.event)
    }

    /// The state before the event `until`.
    pub fn state(&self, until: u64) -> State {
        match self.steps_until(until).last() {
            Some(step) => step.to,
            // A socket that was opened and has not moved yet.
            None => self.steps.first().map_or(State::Closed, |step| step.from),
        }
    }

    /// The crash that took it away, if that lies before the event `until`.
    pub fn lost(&self, until: u64) -> Option<EventId> {
        self.lost
            .map(|(event, _)| event)
            .filter(|event| event.0 < until)
    }

    /// Its first sequence number, once it has sent one.
    pub fn first_seq(&self) -> Option<Seq> {
        self.first.map(|(_, seq)| seq)
    }

    /// Up to when its window says something, of what is seen up to `seen`: until all it had to send is acknowledged,
    /// FIN included, or until it is closed or lost.
    pub fn drawn_to(&self, seen: Time) -> Time {
        let over = |step: &&Transition| {
            step.why == StateEvent::FinAcked || matches!(step.to, State::TimeWait | State::Closed)
        };
        let over = self.steps.iter().find(over).map(|step| step.at);
        let lost = self.lost.map(|(_, at)| at);
        [over, lost].into_iter().flatten().fold(seen, Time::min)
    }

    /// When the last thing happened that a plot shows.
    pub fn last_at(&self) -> Time {
        let point = self.curve.last().map(|point| point.at);
        let flight = self.flight.last().map(|flight| flight.at);
        let turn = self.turns.last().map(|turn| turn.at);
        [point, flight, turn]
            .into_iter()
            .flatten()
            .max()
            .unwrap_or(self.opened_at)
    }
}

#[cfg(test)]
mod tests;
