//! [`World`]: everything there is at one moment, and how it moves on.

use std::collections::VecDeque;

use core::net::Ipv4Addr;

use hoplab_units::{Share, Span, Time};
use hoplab_wire::MacAddr;

use crate::agenda::Agenda;
use crate::channel::{Channel, Packet, Transmission};
use crate::event::{EventKind, Place};
use crate::host::Host;
use crate::ids::{Direction, EventId, LinkId, NodeId, PacketId, ProgramId, SocketId};
use crate::mail::Mail;
use crate::program::Timer;
use crate::random::{Purpose, Random};
use crate::routes::{Edge, Vertex};
use crate::sequence_numbers::SequenceNumbers;
use crate::slab::{Handle, Slab};
use crate::snapshot::{ChannelQualities, Route};
use crate::spec::{LinkSpec, NodeSpec, Role, WorldSpec};
use crate::trace::Trace;
use crate::transfer::Transfer;
use crate::{Command, Transport};

/// A small internet at one moment of its life.
///
/// Order of calls: [`World::new`], then [`World::run_until`] or [`World::step`] and
/// [`World::apply`] in any order; the getters at any time. A clone is a checkpoint: it goes on
/// exactly as the original would. A clone costs little, since traces share what is past; one
/// [without a trace](World::without_trace) costs less, and keeps nothing of the past alive.
#[derive(Debug)]
pub struct World {
    pub(crate) spec: std::sync::Arc<WorldSpec>,
    pub(crate) now: Time,
    pub(crate) agenda: Agenda<Due>,
    pub(crate) trace: Trace,
    pub(crate) nodes: Vec<Node>,
    pub(crate) links: Vec<Link>,
    /// By link and [`Direction`].
    pub(crate) channels: Vec<[Channel; 2]>,
    pub(crate) transmissions: Slab<Transmission>,
    /// Each shared with the clones of this world until one of them changes it.
    pub(crate) transfers: Vec<std::sync::Arc<Transfer>>,
    pub(crate) transport: Transport,
    pub(crate) tampering: Random,
    pub(crate) to_pump: VecDeque<(NodeId, SocketId, Option<EventId>)>,
    /// What programs of one host have to tell each other.
    pub(crate) mail: VecDeque<Mail>,
    next_packet: u64,
    started: bool,
}

/// A node.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) name: String,
    pub(crate) address: Ipv4Addr,
    pub(crate) up: bool,
    pub(crate) icmp: bool,
    pub(crate) memory_corruption: Share,
    pub(crate) memory: Random,
    pub(crate) spray: bool,
    /// How many packets it has sprayed.
    pub(crate) sprayed: u32,
    pub(crate) routes: Vec<Route>,
    pub(crate) next_identification: u16,
    /// What switched it off or on last.
    pub(crate) changed_by: Option<EventId>,
    /// Whether routers believe it to be on: they learn of a change only after the detection delay.
    pub(crate) believed_up: bool,
    /// What gave it the routes it has.
    pub(crate) routes_changed_by: Option<EventId>,
    pub(crate) host: Option<Box<Host>>,
}

/// A link.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link {
    pub(crate) ends: [NodeId; 2],
    pub(crate) macs: [MacAddr; 2],
    pub(crate) mtu: u16,
    pub(crate) cost: u16,
    pub(crate) up: bool,
    /// What cut or restored it last.
    pub(crate) changed_by: Option<EventId>,
    /// Whether routers believe it to be whole.
    pub(crate) believed_up: bool,
}

/// What routers learn when they notice a change.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Noticed {
    /// A link was cut or joined.
    Link(LinkId, bool),
    /// A node was switched off or on.
    Node(NodeId, bool),
}

/// What is on the agenda.
#[derive(Clone, Debug)]
pub(crate) enum Due {
    /// A command of the scenario, by its place in the script.
    Script(u32),
    /// A channel has sent its frame and may take the next.
    ChannelFree(LinkId, Direction),
    /// A frame's time on a channel is over.
    Transmission(Handle),
    /// A packet that was held back goes to its channel.
    Offer(LinkId, Direction, Box<Packet>),
    /// A packet a node sent to itself.
    Loopback(NodeId, Box<Packet>),
    /// Routers have noticed a change.
    Detection(EventId, Noticed),
    /// A connection's timer may have run out.
    Connection(NodeId, SocketId),
    /// A program's timer runs out; it was set because of an event.
    Program(NodeId, ProgramId, Timer, Option<EventId>),
}

/// How far [`World::run_until`] got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Everything due was handled.
    Reached,
    /// The budget was spent first; call again.
    BudgetSpent,
}

impl World {
    /// The world as it is before anything happens. `spec` must have passed the checks of whoever
    /// made it: an id in it that names nothing panics here.
    pub fn new(spec: &WorldSpec) -> World {
        let nodes = spec
            .nodes
            .iter()
            .enumerate()
            .map(|(index, node)| Node::new(index, node, spec.seed));
        let links = spec
            .links
            .iter()
            .enumerate()
            .map(|(index, link)| Link::new(index, link));
        let channels = spec.links.iter().enumerate().map(|(index, link)| {
            Direction::BOTH.map(|direction| {
                let purpose = Purpose::Channel(LinkId(index as u16), direction);
                Channel::new(ChannelQualities::of(link), Random::new(spec.seed, purpose))
            })
        });
        let mut world = World {
            now: Time::ZERO,
            agenda: Agenda::new(),
            trace: Trace::new(spec.trace_limit),
            nodes: nodes.collect(),
            links: links.collect(),
            channels: channels.collect(),
            transmissions: Slab::new(),
            transfers: Vec::new(),
            transport: spec.transport,
            tampering: Random::new(spec.seed, Purpose::Tampering),
            to_pump: VecDeque::new(),
            mail: VecDeque::new(),
            next_packet: 0,
            started: false,
            spec: std::sync::Arc::new(spec.clone()),
        };
        let tables = crate::routes::compute(&world.vertices(), &world.edges());
        for (node, routes) in world.nodes.iter_mut().zip(tables) {
            node.routes = routes;
        }
        for (index, timed) in spec.script.iter().enumerate() {
            world.agenda.put(timed.at, Due::Script(index as u32));
        }
        world
    }

    /// What it was built from.
    pub fn spec(&self) -> &WorldSpec {
        &self.spec
    }
    /// The moment it is at.
    pub fn now(&self) -> Time {
        self.now
    }
    /// Everything that happened.
    pub fn trace(&self) -> &Trace {
        &self.trace
    }
    /// What messages go over that do not say it themselves.
    pub fn transport(&self) -> Transport {
        self.transport
    }
    /// A copy that keeps no event: of its trace it knows how long it is. It goes on as the original would once it is
    /// given that trace again by [`World::with_trace`].
    pub fn without_trace(&self) -> World {
        World {
            spec: self.spec.clone(),
            now: self.now,
            agenda: self.agenda.clone(),
            trace: self.trace.length_only(),
            nodes: self.nodes.clone(),
            links: self.links.clone(),
            channels: self.channels.clone(),
            transmissions: self.transmissions.clone(),
            transfers: self.transfers.clone(),
            transport: self.transport,
            tampering: self.tampering.clone(),
            to_pump: self.to_pump.clone(),
            mail: self.mail.clone(),
            next_packet: self.next_packet,
            started: self.started,
        }
    }
    /// A copy with a trace of this world's length in the same run: of [`Trace::up_to`].
    pub fn with_trace(&self, trace: Trace) -> World {
        debug_assert_eq!(trace.len(), self.trace.len(), "it belongs to this moment");
        World {
            trace,
            ..self.without_trace()
        }
    }
    /// Takes over the events of a world that has gone further in the same run, in place of its own that say the same:
    /// they are in memory once.
    pub fn share_trace(&mut self, further: &World) {
        self.trace.share(&further.trace);
    }
    /// [`Trace::up_to`] is to give these lengths, which are in order, even when the events before them have been let
    /// go; and no longer any others of those.
    pub fn mark_trace(&mut self, lens: impl Iterator<Item = u64>) {
        self.trace.mark(lens);
    }
    /// Lets the trace go but for its last few events: who asks for it has read it, and nobody else will.
    pub fn let_go_of_trace(&mut self) {
        self.trace.let_go();
    }
    /// When something is due next by itself; `None` if nothing ever will be. Now and then nothing
    /// comes of it: a timer that was put off.
    pub fn next_event_at(&self) -> Option<Time> {
        if self.started {
            self.agenda.next_at()
        } else {
            Some(Time::ZERO)
        }
    }
    /// Whether no frame is on a channel or waits for one: at most timers are running.
    pub fn is_quiet(&self) -> bool {
        self.transmissions.len() == 0
            && self
                .channels
                .iter()
                .flatten()
                .all(|channel| channel.queue.is_empty())
            && !self.agenda_holds_packets()
    }

    /// Handles everything due up to and including `until`, at most `budget` things. When all is
    /// done, [`World::now`] is `until` (it never goes back).
    pub fn run_until(&mut self, until: Time, budget: u32) -> Progress {
        self.start();
        for _ in 0..budget {
            match self.agenda.take(until) {
                Some((at, due)) => self.handle(at, due),
                None => {
                    self.now = self.now.max(until);
                    return Progress::Reached;
                }
            }
        }
        if self.agenda.next_at().is_none_or(|at| at > until) {
            self.now = self.now.max(until);
            return Progress::Reached;
        }
        Progress::BudgetSpent
    }

    /// Goes on until at least one event was recorded. Returns `false` if nothing was left to do.
    pub fn step(&mut self) -> bool {
        let before = self.trace.len();
        self.start();
        while self.trace.len() == before {
            let Some((at, due)) = self.agenda.take(Time::NEVER) else {
                return false;
            };
            self.handle(at, due);
        }
        true
    }

    /// Carries out a command of the user now, after everything else that is due now.
    ///
    /// # Errors
    /// Says why not; then nothing has changed but that the trace tells of it.
    pub fn apply(&mut self, command: Command) -> Result<EventId, crate::Refusal> {
        self.run_until(self.now, u32::MAX);
        let result = self.carry_out(command, false);
        self.settle();
        result
    }

    /// As [`World::apply`], but a refusal leaves no mark in the trace.
    ///
    /// # Errors
    /// Says why not; then nothing has changed but that what was due now has happened.
    pub fn try_apply(&mut self, command: Command) -> Result<EventId, crate::Refusal> {
        self.run_until(self.now, u32::MAX);
        self.check(&command)?;
        self.apply(command)
    }

    /// Switches on the hosts that are on at the beginning.
    fn start(&mut self) {
        if core::mem::replace(&mut self.started, true) {
            return;
        }
        for index in 0..self.nodes.len() {
            if self.nodes[index].up {
                self.boot(NodeId(index as u16), None);
            }
        }
        self.settle();
    }

    fn handle(&mut self, at: Time, due: Due) {
        debug_assert!(at >= self.now, "time does not run backwards");
        self.now = at;
        match due {
            Due::Script(index) => {
                let command = self.spec.script[index as usize].command.clone();
                // A refusal is in the trace.
                let _ = self.carry_out(command, true);
            }
            Due::ChannelFree(link, direction) => self.channel_free(link, direction),
            Due::Transmission(handle) => self.land(handle),
            Due::Offer(link, direction, packet) => self.offer(link, direction, *packet),
            Due::Loopback(node, packet) => self.receive(node, *packet),
            Due::Detection(cause, noticed) => self.reroute(cause, noticed),
            Due::Connection(node, socket) => self.connection_timer(node, socket),
            Due::Program(node, program, timer, cause) => {
                self.program_timer(node, program, timer, cause);
            }
        }
        self.settle();
    }

    pub(crate) fn record(
        &mut self,
        place: Place,
        cause: Option<EventId>,
        kind: EventKind,
    ) -> EventId {
        self.trace.record(self.now, place, cause, kind)
    }

    pub(crate) fn new_packet_id(&mut self) -> PacketId {
        self.next_packet += 1;
        PacketId(self.next_packet - 1)
    }

    pub(crate) fn vertices(&self) -> Vec<Vertex> {
        let vertex = |node: &Node| Vertex {
            address: node.address,
            host_prefix_len: node.host.as_ref().map(|host| host.spec.prefix_len),
            up: node.believed_up,
        };
        self.nodes.iter().map(vertex).collect()
    }

    pub(crate) fn edges(&self) -> Vec<Edge> {
        let edge = |link: &Link| Edge {
            ends: link.ends,
            cost: u32::from(link.cost),
            up: link.believed_up,
        };
        self.links.iter().map(edge).collect()
    }
}

impl Clone for World {
    fn clone(&self) -> World {
        self.with_trace(self.trace.clone())
    }
}

impl Node {
    fn new(index: usize, spec: &NodeSpec, seed: u64) -> Node {
        let id = NodeId(index as u16);
        let host = match &spec.role {
            Role::Host(host) => {
                let random = Random::new(seed, Purpose::SequenceNumbers(id));
                let numbers = SequenceNumbers::new(random);
                let random = Random::new(seed, Purpose::Programs(id));
                let query_ports = Random::new(seed, Purpose::QueryPorts(id));
                Some(Box::new(Host::new(
                    host.clone(),
                    numbers,
                    random,
                    query_ports,
                )))
            }
            Role::Router(_) => None,
        };
        Node {
            name: spec.name.clone(),
            address: spec.address,
            up: spec.up,
            icmp: spec.icmp,
            memory_corruption: spec.memory_corruption,
            memory: Random::new(seed, Purpose::Memory(id)),
            spray: matches!(&spec.role, Role::Router(router) if router.spray),
            sprayed: 0,
            routes: Vec::new(),
            next_identification: 0,
            changed_by: None,
            believed_up: spec.up,
            routes_changed_by: None,
            host,
        }
    }
}

impl Link {
    /// Cards get locally administered addresses (IEEE 802c) that tell link and end.
    fn new(index: usize, spec: &LinkSpec) -> Link {
        let [high, low] = (index as u16).to_be_bytes();
        let mac = |node: NodeId, end: u8| {
            let [node_high, node_low] = node.0.to_be_bytes();
            MacAddr([0x02, node_high, node_low, high, low, end])
        };
        Link {
            ends: [spec.a, spec.b],
            macs: [mac(spec.a, 0x0a), mac(spec.b, 0x0b)],
            mtu: spec.mtu,
            cost: spec.cost,
            up: spec.up,
            changed_by: None,
            believed_up: spec.up,
        }
    }
}

impl ChannelQualities {
    fn of(link: &LinkSpec) -> ChannelQualities {
        ChannelQualities {
            rate: link.rate,
            delay: link.delay,
            jitter: link.jitter,
            loss: link.loss,
            duplication: link.duplication,
            corruption: link.corruption,
            queue: link.queue,
        }
    }

    /// Whether anything that happens to a frame on it depends on the frame's random.
    pub(crate) fn are_random(&self) -> bool {
        let shares = [self.loss, self.duplication, self.corruption];
        self.jitter != Span::ZERO || shares != [Share::NEVER; 3]
    }
}
