//! Programs: what runs on hosts, and the calls an operating system gives it.

use core::net::{Ipv4Addr, SocketAddrV4};
use std::sync::Arc;

use hoplab_dns::{Name, RecordSpec};
use hoplab_tcp::Nagle;
use hoplab_units::{Span, Time};

use crate::apps::{
    AnyProgram, AppEvent, LookupError, LookupEvent, ProgramSpec, Screen, StubLookup, Target,
};
use crate::event::{EventKind, Place, SocketError};
use crate::host::{Datagram, DatagramQueue, PortChoice, SocketKind};
use crate::ids::{EventId, NodeId, ProgramId, SocketId, TransferId};
use crate::mail::{Content, Mail};
use crate::world::{Due, World};
use crate::{ChunkRef, ProgramSummary, Transport};

/// A program: told of things by `handle`, it answers through the calls of [`Sys`].
pub(crate) trait Program {
    /// It was just started.
    fn start(&mut self, sys: &mut Sys<'_>);
    /// Something happened at one of its sockets, or its timer ran out.
    fn handle(&mut self, sys: &mut Sys<'_>, socket: Option<SocketId>, input: Input<'_>);
    /// What it shows to whoever sits before it, if it speaks a protocol of its own.
    fn screen(&self, _now: Time) -> Option<Screen> {
        None
    }
}

/// Which of a program's timers ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Timer(pub(crate) u32);

/// What a program is told.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Input<'a> {
    /// A datagram over UDP or raw IP. `chunk` is for observers: no program may decide by it.
    Datagram {
        from: SocketAddrV4,
        transport: Transport,
        data: &'a [u8],
        chunk: Option<ChunkRef>,
    },
    /// A datagram waits to be read.
    DatagramWaits,
    /// The connection it asked for is open.
    Connected,
    /// Its listener took a connection.
    Accepted { from: SocketAddrV4 },
    /// A stream has bytes to read.
    Readable { from: SocketAddrV4 },
    /// A stream has room to write.
    Writable,
    /// The other side of a stream has no more to send.
    StreamEnded { from: SocketAddrV4 },
    /// All it wrote was acknowledged, its end of the stream too.
    Finished,
    /// A socket has an error.
    Error(SocketError),
    /// A timer of it ran out.
    Timer(Timer),
    /// What became of the name it asked for: at least one address, or why there is none.
    Resolved {
        token: u32,
        result: Result<&'a [Ipv4Addr], LookupError>,
    },
    /// To the stub resolver: another program needs the addresses of a name.
    Ask {
        by: ProgramId,
        token: u32,
        name: &'a str,
    },
    /// The user changed records of a zone.
    SetRecord {
        zone: &'a Name,
        record: &'a RecordSpec,
    },
    /// The user has resolvers forget what they remember.
    FlushDns,
    /// The user typed a line.
    Typed(&'a str),
    /// An echo of its own came back.
    Pong {
        from: Ipv4Addr,
        seq: u16,
        ttl: u8,
        data: &'a [u8],
    },
    /// A node on the way, or at its end, reports that an echo request came no further.
    PingFailed {
        from: Ipv4Addr,
        seq: u16,
        error: SocketError,
    },
}

/// A program's place on its host.
#[derive(Clone, Debug)]
pub(crate) struct ProgramSlot {
    /// Empty only while the program itself runs.
    pub(crate) program: Option<AnyProgram>,
    /// What it is. Shared by all clones of the world.
    pub(crate) summary: Arc<ProgramSummary>,
    pub(crate) started: Time,
    /// When it ended. What it showed last can still be seen; it is told of nothing more.
    pub(crate) ended: Option<Time>,
}

/// The calls of the operating system that a program runs on.
pub(crate) struct Sys<'w> {
    world: &'w mut World,
    node: NodeId,
    program: ProgramId,
    /// What made the program run.
    cause: Option<EventId>,
    /// Streams it wrote to or read from for this cause: they are looked after when it is done.
    touched: Vec<SocketId>,
    /// Whether it has nothing more to do.
    exits: bool,
}

impl Sys<'_> {
    pub(crate) fn now(&self) -> Time {
        self.world.now
    }
    pub(crate) fn program(&self) -> (NodeId, ProgramId) {
        (self.node, self.program)
    }
    pub(crate) fn world(&mut self) -> &mut World {
        self.world
    }

    /// What the program's next event comes of: what it was told, or the last thing it recorded.
    pub(crate) fn cause(&self) -> Option<EventId> {
        self.cause
    }
    /// What the program does from here on comes of something else than what it did before: a program that goes on
    /// with several things in one run says which.
    pub(crate) fn because(&mut self, cause: Option<EventId>) {
        if self.cause == cause {
            return;
        }
        for socket in core::mem::take(&mut self.touched) {
            self.world.pump_later(self.node, socket, self.cause);
        }
        self.cause = cause;
    }

    /// Records something the program did.
    pub(crate) fn record(&mut self, kind: EventKind) -> EventId {
        let place = Place::Program(self.node, self.program);
        let id = self.world.record(place, self.cause, kind);
        self.cause = Some(id);
        id
    }

    /// Records that the other side of a stream has no more to send.
    /// Records what the program did or learnt of its own protocol.
    pub(crate) fn record_app(&mut self, event: AppEvent) -> EventId {
        self.record(EventKind::App(Box::new(event)))
    }
    pub(crate) fn record_stream_end(&mut self, socket: SocketId, from: SocketAddrV4) {
        let transfer = self.world.brought_by(self.node, socket);
        self.record(EventKind::StreamEnded { from, transfer });
    }

    /// Opens a raw socket (protocol 253), for one other side or for all.
    pub(crate) fn raw(&mut self, remote: Option<Ipv4Addr>) -> Result<SocketId, SocketError> {
        self.world.open(
            self.node,
            self.program,
            SocketKind::Raw { remote },
            self.cause,
        )
    }

    /// Opens a UDP socket on a port, or for one other side on an ephemeral port.
    pub(crate) fn udp_bound(&mut self, port: u16) -> Result<SocketId, SocketError> {
        let kind = SocketKind::Udp { port, remote: None };
        self.world.open(self.node, self.program, kind, self.cause)
    }
    pub(crate) fn udp_connected(
        &mut self,
        remote: SocketAddrV4,
    ) -> Result<(SocketId, u16), SocketError> {
        self.udp_connected_from(remote, PortChoice::InTurn)
    }
    /// As [`Sys::udp_connected`], on a port chosen in this way.
    pub(crate) fn udp_connected_from(
        &mut self,
        remote: SocketAddrV4,
        choice: PortChoice,
    ) -> Result<(SocketId, u16), SocketError> {
        let port = self.world.free_port(self.node, Transport::Udp, choice)?;
        let kind = SocketKind::Udp {
            port,
            remote: Some(remote),
        };
        let socket = self.world.open(self.node, self.program, kind, self.cause)?;
        Ok((socket, port))
    }
    pub(crate) fn send_datagram(
        &mut self,
        socket: SocketId,
        data: &[u8],
        chunk: Option<ChunkRef>,
    ) -> Result<(), SocketError> {
        self.world
            .send_datagram(self.node, socket, None, data, chunk, self.cause)
    }
    /// Sends from a UDP socket that is bound to no one side.
    pub(crate) fn send_to(
        &mut self,
        socket: SocketId,
        to: SocketAddrV4,
        data: &[u8],
    ) -> Result<(), SocketError> {
        self.world
            .send_datagram(self.node, socket, Some(to), data, None, self.cause)
    }

    /// Opens a socket for ICMP echo, as Linux's ping sockets: the system chooses the identifier.
    pub(crate) fn icmp(&mut self) -> Result<SocketId, SocketError> {
        let id = self.world.free_icmp_id(self.node)?;
        let kind = SocketKind::Icmp { id };
        self.world.open(self.node, self.program, kind, self.cause)
    }
    /// Sends an ICMP echo request that may make so many hops.
    pub(crate) fn send_echo(
        &mut self,
        socket: SocketId,
        to: Ipv4Addr,
        ttl: u8,
        seq: u16,
        data: &[u8],
    ) -> Result<(), SocketError> {
        self.world
            .send_echo(self.node, socket, (to, ttl, seq), data, self.cause)
    }

    pub(crate) fn listen(&mut self, port: u16) -> Result<SocketId, SocketError> {
        self.world.open(
            self.node,
            self.program,
            SocketKind::Listener { port },
            self.cause,
        )
    }
    /// Listens on an ephemeral port, as a server does that tells its client which.
    pub(crate) fn listen_ephemeral(&mut self) -> Result<(SocketId, u16), SocketError> {
        let port = self
            .world
            .free_port(self.node, Transport::Tcp, PortChoice::InTurn)?;
        Ok((self.listen(port)?, port))
    }
    pub(crate) fn connect(
        &mut self,
        to: SocketAddrV4,
        max_segment: Option<u16>,
        transfer: Option<TransferId>,
    ) -> Result<SocketId, SocketError> {
        let (node, program, cause) = (self.node, self.program, self.cause);
        let to = (to, PortChoice::InTurn);
        self.world
            .connect(node, program, to, max_segment, transfer, cause)
    }
    /// As [`Sys::connect`], from a port that nobody outside can foresee.
    pub(crate) fn connect_from_random_port(
        &mut self,
        to: SocketAddrV4,
    ) -> Result<SocketId, SocketError> {
        let (node, program, cause) = (self.node, self.program, self.cause);
        let to = (to, PortChoice::Random);
        self.world.connect(node, program, to, None, None, cause)
    }
    /// Has a stream send small pieces at once: `setsockopt(TCP_NODELAY)`. What waits goes at once too.
    pub(crate) fn set_no_delay(&mut self, socket: SocketId) {
        if let Some(connection) = self.world.connection(self.node, socket) {
            connection.endpoint.set_nagle(Nagle::Off);
            self.touched.push(socket);
        }
    }
    /// The address and port of a stream's near end.
    pub(crate) fn local(&mut self, socket: SocketId) -> Option<SocketAddrV4> {
        let connection = self.world.connection(self.node, socket)?;
        Some(connection.endpoint.tuple().local)
    }
    /// The address and port of a stream's far end.
    pub(crate) fn remote(&mut self, socket: SocketId) -> Option<SocketAddrV4> {
        let connection = self.world.connection(self.node, socket)?;
        Some(connection.endpoint.tuple().remote)
    }
    /// How many bytes a stream takes now.
    pub(crate) fn send_room(&mut self, socket: SocketId) -> usize {
        let connection = self.world.connection(self.node, socket);
        connection.map_or(0, |connection| connection.endpoint.send_room())
    }
    /// How many bytes a stream took that the other side has not acknowledged (SIOCOUTQ).
    pub(crate) fn unacknowledged(&mut self, socket: SocketId) -> u32 {
        let connection = self.world.connection(self.node, socket);
        connection.map_or(0, |connection| connection.endpoint.send_queue_len())
    }
    /// How many bytes a stream takes when nothing waits in it.
    pub(crate) fn send_capacity(&mut self, socket: SocketId) -> usize {
        let connection = self.world.connection(self.node, socket);
        connection.map_or(0, |c| c.endpoint.config().send_buffer as usize)
    }
    /// Writes to a stream; returns how many bytes it took.
    pub(crate) fn write(&mut self, socket: SocketId, data: &[u8]) -> usize {
        let now = self.world.now;
        self.touched.push(socket);
        let connection = self.world.connection(self.node, socket);
        connection
            .and_then(|c| c.endpoint.send(now, data).ok())
            .unwrap_or(0)
    }
    /// Reads all a stream has.
    pub(crate) fn read(&mut self, socket: SocketId) -> Vec<u8> {
        self.read_some(socket, usize::MAX)
    }
    /// Reads at most so many bytes of what a stream has.
    pub(crate) fn read_some(&mut self, socket: SocketId, most: usize) -> Vec<u8> {
        let now = self.world.now;
        self.touched.push(socket);
        let Some(connection) = self.world.connection(self.node, socket) else {
            return Vec::new();
        };
        let data = connection.endpoint.recv(now, most);
        connection.left_unread = connection.endpoint.readable_len();
        data
    }
    /// Has the program told [`Input::Writable`] once when a stream has room again.
    pub(crate) fn want_room(&mut self, socket: SocketId) {
        if let Some(connection) = self.world.connection(self.node, socket) {
            connection.wants_room = true;
            self.touched.push(socket);
        }
    }
    /// Says that the program reads a stream when it finds the time: should the connection fail, it reads what came
    /// before, and is then told of the failure.
    pub(crate) fn read_at_leisure(&mut self, socket: SocketId) {
        if let Some(connection) = self.world.connection(self.node, socket) {
            connection.reads_at_leisure = true;
        }
    }
    /// Gives a stream up: what was not sent is lost, and the other side gets RST.
    pub(crate) fn abort(&mut self, socket: SocketId) {
        let now = self.world.now;
        if let Some(connection) = self.world.connection(self.node, socket) {
            connection.endpoint.abort(now);
            connection.told_error = true;
            self.touched.push(socket);
        }
    }
    /// Has datagrams wait at a socket until the program reads them.
    pub(crate) fn keep_datagrams(&mut self, socket: SocketId) {
        let host = self.world.host_mut(self.node);
        if let Some(socket) = host.and_then(|host| host.sockets.get_mut(&socket)) {
            socket.waiting = Some(DatagramQueue::default());
        }
    }
    /// Reads the next datagram if it has at most so many bytes.
    pub(crate) fn read_datagram(&mut self, socket: SocketId, most: usize) -> Option<Datagram> {
        self.waiting_datagrams(socket)?.pop(most)
    }
    fn waiting_datagrams(&mut self, socket: SocketId) -> Option<&mut DatagramQueue> {
        let host = self.world.host_mut(self.node)?;
        host.sockets.get_mut(&socket)?.waiting.as_mut()
    }
    /// Whether something waits to be read at a socket.
    pub(crate) fn has_unread(&mut self, socket: SocketId) -> bool {
        let connection = self.world.connection(self.node, socket);
        connection.is_some_and(|connection| connection.left_unread > 0)
            || (self.waiting_datagrams(socket)).is_some_and(|queue| queue.len() > 0)
    }
    /// Closes a socket. A stream sends what was written first, then FIN.
    pub(crate) fn close(&mut self, socket: SocketId) {
        let now = self.world.now;
        if let Some(connection) = self.world.connection(self.node, socket) {
            connection.endpoint.close(now);
            // Of one that has failed the program wants to hear no more.
            connection.told_error |= connection.endpoint.is_closed();
            self.touched.push(socket);
        } else if let Some(host) = self.world.host_mut(self.node)
            && host.sockets.remove(&socket).is_some()
        {
            let place = Place::Socket(self.node, socket);
            self.world
                .record(place, self.cause, EventKind::SocketClosed);
        }
    }

    /// Has the program told [`Input::Timer`] after this long.
    pub(crate) fn set_timer(&mut self, after: Span) {
        self.set_timer_for(after, Timer(0));
    }
    /// As [`Sys::set_timer`], for a program that tells its timers apart. A timer cannot be taken back: what
    /// comes too late is for the program to ignore.
    pub(crate) fn set_timer_for(&mut self, after: Span, timer: Timer) {
        let at = self.world.now + after;
        let due = Due::Program(self.node, self.program, timer, self.cause);
        self.world.agenda.put(at, due);
    }

    /// A random number that nobody outside can foresee.
    pub(crate) fn random(&mut self) -> u32 {
        let host = self.world.host_mut(self.node);
        host.map_or(0, |host| host.random.draw())
    }
    /// What a program goes over that needs a port: what it was told, or what the world is switched to. Bare IP has no
    /// ports: it is UDP then.
    pub(crate) fn over_ports(&self, told: Option<Transport>) -> Transport {
        match told.unwrap_or(self.world.transport) {
            Transport::Tcp => Transport::Tcp,
            Transport::Udp | Transport::Ip => Transport::Udp,
        }
    }
    /// The host's address.
    pub(crate) fn address(&self) -> Ipv4Addr {
        self.world.nodes[self.node.index()].address
    }

    /// The program is over once it has returned: its sockets are closed, what it shows stays.
    pub(crate) fn exit(&mut self) {
        self.exits = true;
    }

    /// Looks up whom to turn to; the program is told [`Input::Resolved`] with the same token. An address needs
    /// no looking up and is told too, so that a program has one way only.
    pub(crate) fn resolve(&mut self, target: &Target, token: u32) {
        let by = self.program;
        let stub = self.world.host(self.node).and_then(|host| host.stub);
        let (to, content) = match (target, stub) {
            (Target::Address(address), _) => {
                let result = Ok(vec![*address]);
                (by, Content::Answer { token, result })
            }
            (Target::Name(name), Some(stub)) => {
                let name = name.clone();
                let asked = LookupEvent::Asked { name: name.clone() };
                self.record_app(AppEvent::Lookup(asked));
                (stub, Content::Ask { by, token, name })
            }
            (Target::Name(name), None) => {
                let (name, error) = (name.clone(), LookupError::NoResolver);
                self.record_app(AppEvent::Lookup(LookupEvent::Failed {
                    name,
                    error,
                    lookup: None,
                }));
                let result = Err(error);
                (by, Content::Answer { token, result })
            }
        };
        self.mail(to, content);
    }
    /// Of the stub resolver: tells a program what became of the name it asked for.
    pub(crate) fn answer_lookup(
        &mut self,
        by: ProgramId,
        token: u32,
        name: &str,
        result: Result<Vec<Ipv4Addr>, LookupError>,
        lookup: Option<StubLookup>,
    ) {
        let (node, cause) = (self.node, self.cause);
        self.world
            .answer_lookup((node, by), token, name, result, lookup, cause);
    }
    fn mail(&mut self, to: ProgramId, content: Content) {
        let (node, cause) = (self.node, self.cause);
        self.world.post(Mail {
            node,
            to,
            content,
            cause,
        });
    }
}

impl World {
    /// Starts the program that a spec tells of.
    pub(crate) fn start_of_spec(
        &mut self,
        node: NodeId,
        spec: ProgramSpec,
        cause: Option<EventId>,
    ) -> Option<ProgramId> {
        self.start_program(node, spec.summary(), AnyProgram::new(spec), cause)
    }

    /// Starts a program on a host.
    pub(crate) fn start_program(
        &mut self,
        node: NodeId,
        summary: ProgramSummary,
        program: AnyProgram,
        cause: Option<EventId>,
    ) -> Option<ProgramId> {
        let started = self.now;
        let host = self.host_mut(node)?;
        let id = ProgramId(u16::try_from(host.programs.len()).ok()?);
        host.programs.push(ProgramSlot {
            program: Some(program),
            summary: Arc::new(summary.clone()),
            started,
            ended: None,
        });
        let kind = EventKind::ProgramStarted { program: summary };
        let cause = self.record(Place::Program(node, id), cause, kind);
        self.run_program(node, id, Some(cause), |program, sys| program.start(sys));
        Some(id)
    }

    /// Tells the program that owns a socket what happened there.
    pub(crate) fn tell(
        &mut self,
        node: NodeId,
        socket: SocketId,
        input: Input<'_>,
        cause: Option<EventId>,
    ) {
        let owner = self
            .host(node)
            .and_then(|host| host.sockets.get(&socket))
            .map(|s| s.owner);
        if let Some(owner) = owner {
            self.run_program(node, owner, cause, |program, sys| {
                program.handle(sys, Some(socket), input);
            });
        }
    }

    pub(crate) fn program_timer(
        &mut self,
        node: NodeId,
        id: ProgramId,
        timer: Timer,
        cause: Option<EventId>,
    ) {
        self.run_program(node, id, cause, |program, sys| {
            program.handle(sys, None, Input::Timer(timer))
        });
    }

    /// Ends a program: listeners and datagram sockets go at once; its connections are the system's now, which
    /// sends what was written and closes them.
    pub(crate) fn end_program(&mut self, node: NodeId, id: ProgramId, cause: Option<EventId>) {
        let now = self.now;
        let Some(host) = self.host_mut(node) else {
            return;
        };
        let Some(slot) = host.programs.get_mut(id.index()) else {
            return;
        };
        if slot.ended.replace(now).is_some() {
            return;
        }
        let owned = host.sockets.iter().filter(|(_, socket)| socket.owner == id);
        let owned: Vec<SocketId> = owned.map(|(socket, _)| *socket).collect();
        let place = Place::Program(node, id);
        let cause = Some(self.record(place, cause, EventKind::ProgramEnded));
        self.stub_ended(node, id, cause);
        for socket in owned {
            if let Some(connection) = self.connection(node, socket) {
                connection.endpoint.close(now);
                self.pump_later(node, socket, cause);
            } else if let Some(host) = self.host_mut(node) {
                host.sockets.remove(&socket);
                self.record(Place::Socket(node, socket), cause, EventKind::SocketClosed);
            }
        }
    }

    /// Runs a program and then looks after the streams it touched. The program is taken out of
    /// its slot meanwhile: it can't be told of anything while it runs, as a single-threaded one can't.
    pub(crate) fn run_program(
        &mut self,
        node: NodeId,
        id: ProgramId,
        cause: Option<EventId>,
        run: impl FnOnce(&mut dyn Program, &mut Sys<'_>),
    ) {
        let Some(mut program) = self.program_slot(node, id).and_then(Option::take) else {
            return;
        };
        let mut sys = Sys {
            world: self,
            node,
            program: id,
            cause,
            touched: Vec::new(),
            exits: false,
        };
        run(program.program_mut(), &mut sys);
        let Sys {
            touched,
            cause,
            exits,
            ..
        } = sys;
        if let Some(slot) = self.program_slot(node, id) {
            *slot = Some(program);
        }
        for socket in touched {
            self.pump_later(node, socket, cause);
        }
        if exits {
            self.end_program(node, id, cause);
        }
    }

    fn program_slot(&mut self, node: NodeId, id: ProgramId) -> Option<&mut Option<AnyProgram>> {
        let slot = self.host_mut(node)?.programs.get_mut(id.index())?;
        slot.ended.is_none().then_some(&mut slot.program)
    }
}
