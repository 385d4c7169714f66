//! Programs: what runs on hosts, and the calls an operating system gives it.

use core::net::{Ipv4Addr, SocketAddrV4};

use hoplab_units::{Span, Time};

use crate::event::{EventKind, Place, SocketError};
use crate::host::{Datagram, DatagramQueue, SocketKind};
use crate::ids::{EventId, NodeId, ProgramId, SocketId, TransferId};
use crate::sender::Sender;
use crate::viewer::Viewer;
use crate::world::{Due, World};
use crate::{ChunkRef, ProgramSummary, Transport};

/// A program: told of things by `handle`, it answers through the calls of [`Sys`].
pub(crate) trait Program {
    /// What the log says of it.
    fn summary(&self) -> ProgramSummary;
    /// It was just started.
    fn start(&mut self, sys: &mut Sys<'_>);
    /// Something happened at one of its sockets, or its timer ran out.
    fn handle(&mut self, sys: &mut Sys<'_>, socket: Option<SocketId>, input: Input<'_>);
}

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
    /// Its timer ran out.
    Timer,
}

/// The programs there are. An enum and no trait object, so that worlds can be cloned.
#[derive(Clone, Debug)]
pub(crate) enum AnyProgram {
    Sender(Sender),
    Viewer(Viewer),
}

impl AnyProgram {
    fn program(&mut self) -> &mut dyn Program {
        match self {
            AnyProgram::Sender(sender) => sender,
            AnyProgram::Viewer(viewer) => viewer,
        }
    }
}

/// A program's place on its host; empty only while the program itself runs.
#[derive(Clone, Debug)]
pub(crate) struct ProgramSlot(pub(crate) Option<AnyProgram>);

/// The calls of the operating system that a program runs on.
pub(crate) struct Sys<'w> {
    world: &'w mut World,
    node: NodeId,
    program: ProgramId,
    /// What made the program run.
    cause: Option<EventId>,
    /// Streams it wrote to or read from: they are looked after when it is done.
    touched: Vec<SocketId>,
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

    /// Records something the program did.
    pub(crate) fn record(&mut self, kind: EventKind) -> EventId {
        let place = Place::Program(self.node, self.program);
        let id = self.world.record(place, self.cause, kind);
        self.cause = Some(id);
        id
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
        let port = self.world.free_port(self.node, Transport::Udp)?;
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
            .send_datagram(self.node, socket, data, chunk, self.cause)
    }

    pub(crate) fn listen(&mut self, port: u16) -> Result<SocketId, SocketError> {
        self.world.open(
            self.node,
            self.program,
            SocketKind::Listener { port },
            self.cause,
        )
    }
    pub(crate) fn connect(
        &mut self,
        to: SocketAddrV4,
        max_segment: Option<u16>,
        transfer: TransferId,
    ) -> Result<SocketId, SocketError> {
        let (node, program, cause) = (self.node, self.program, self.cause);
        self.world
            .connect(node, program, to, max_segment, Some(transfer), cause)
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
        let at = self.world.now + after;
        self.world
            .agenda
            .put(at, Due::Program(self.node, self.program, self.cause));
    }
}

impl World {
    /// Starts a program on a host.
    pub(crate) fn start_program(
        &mut self,
        node: NodeId,
        mut program: AnyProgram,
        cause: Option<EventId>,
    ) -> Option<ProgramId> {
        let summary = program.program().summary();
        let host = self.host_mut(node)?;
        let id = ProgramId(u16::try_from(host.programs.len()).ok()?);
        host.programs.push(ProgramSlot(Some(program)));
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

    pub(crate) fn program_timer(&mut self, node: NodeId, id: ProgramId, cause: Option<EventId>) {
        self.run_program(node, id, cause, |program, sys| {
            program.handle(sys, None, Input::Timer)
        });
    }

    /// Runs a program and then looks after the streams it touched. The program is taken out of
    /// its slot meanwhile: it can't be told of anything while it runs, as a single-threaded one can't.
    fn run_program(
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
        };
        run(program.program(), &mut sys);
        let Sys { touched, cause, .. } = sys;
        if let Some(slot) = self.program_slot(node, id) {
            *slot = Some(program);
        }
        for socket in touched {
            self.pump_later(node, socket, cause);
        }
    }

    fn program_slot(&mut self, node: NodeId, id: ProgramId) -> Option<&mut Option<AnyProgram>> {
        Some(&mut self.host_mut(node)?.programs.get_mut(id.index())?.0)
    }
}
