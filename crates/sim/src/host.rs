//! Hosts: sockets, the programs that own them, and who gets which packet.

use core::net::{Ipv4Addr, SocketAddrV4};
use std::collections::VecDeque;

use hoplab_tcp::{self as tcp, Endpoint, Listen};
use hoplab_units::{Time, VecMap};
use hoplab_wire::{self as wire, build, icmp, ipv4};

use crate::channel::Packet;
use crate::event::{
    ConsumeReason, DropReason, EventKind, Origin, Place, SocketError, SocketProtocol,
};
use crate::ids::{EventId, NodeId, ProgramId, SocketId, TransferId};
use crate::program::{Input, ProgramSlot};
use crate::random::{Random, scale};
use crate::sequence_numbers::SequenceNumbers;
use crate::spec::HostSpec;
use crate::world::World;
use crate::{ChunkRef, Transport};

/// What makes a node a host.
#[derive(Clone, Debug)]
pub(crate) struct Host {
    pub(crate) spec: HostSpec,
    pub(crate) sockets: VecMap<SocketId, Socket>,
    pub(crate) programs: Vec<ProgramSlot>,
    pub(crate) next_socket: u32,
    /// Where the search for a free ephemeral port begins.
    pub(crate) next_port: u16,
    /// Where the search for a free ICMP identifier begins: they go on, so that an answer to a program that is over
    /// is not taken for one to the next.
    pub(crate) next_icmp_id: u16,
    pub(crate) sequence_numbers: SequenceNumbers,
    /// What its programs draw from.
    pub(crate) random: Random,
    /// What its resolvers' source ports are drawn from.
    pub(crate) query_ports: Random,
    /// The program that looks names up for the others.
    pub(crate) stub: Option<ProgramId>,
}

/// A socket and whose it is.
#[derive(Clone, Debug)]
pub(crate) struct Socket {
    pub(crate) owner: ProgramId,
    pub(crate) kind: SocketKind,
    /// Where datagrams wait for a program that reads when it finds the time; `None`: it reads at once.
    pub(crate) waiting: Option<DatagramQueue>,
}

impl Socket {
    /// Whether packets can still come to it.
    pub(crate) fn is_in_table(&self) -> bool {
        match &self.kind {
            SocketKind::Connection(connection) => !connection.left_table,
            _ => true,
        }
    }
}

/// Datagrams that were received and not read yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct DatagramQueue {
    datagrams: VecDeque<Datagram>,
    pub(crate) bytes: usize,
}

/// A datagram as its program gets it.
#[derive(Clone, Debug)]
pub(crate) struct Datagram {
    pub(crate) from: SocketAddrV4,
    pub(crate) transport: Transport,
    pub(crate) data: Vec<u8>,
    pub(crate) chunk: Option<ChunkRef>,
}

impl DatagramQueue {
    /// Takes the first datagram out if it has at most so many bytes.
    pub(crate) fn pop(&mut self, most: usize) -> Option<Datagram> {
        let fits = |first: &Datagram| first.data.len() <= most;
        let first = (self.datagrams.front().is_some_and(fits))
            .then(|| self.datagrams.pop_front())
            .flatten()?;
        self.bytes -= first.data.len();
        Some(first)
    }

    pub(crate) fn len(&self) -> usize {
        self.datagrams.len()
    }
}

/// How a socket comes by a port that its program does not care about.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PortChoice {
    /// The next one, so that they can be followed.
    InTurn,
    /// Any of them: who would forge an answer has to guess it (RFC 5452 §4.5).
    Random,
}

/// The kinds of socket.
#[derive(Clone, Debug)]
pub(crate) enum SocketKind {
    /// Takes every raw IP packet, or only those from one address.
    Raw { remote: Option<Ipv4Addr> },
    /// Takes datagrams for a port, or only those from one address and port.
    Udp {
        port: u16,
        remote: Option<SocketAddrV4>,
    },
    /// Sends ICMP echo requests of one identifier and takes what is answered.
    Icmp { id: u16 },
    /// Takes connections.
    Listener { port: u16 },
    /// A connection.
    Connection(Box<Connection>),
}

/// A TCP connection and what its program has been told of it.
#[derive(Clone, Debug)]
pub(crate) struct Connection {
    pub(crate) endpoint: Endpoint,
    /// The message it carries, if this is the sending side.
    pub(crate) transfer: Option<TransferId>,
    /// The message that comes over it, once something of it has: for observers, as is the piece that a packet brings.
    pub(crate) brings: Option<TransferId>,
    /// The sequence number of the first byte of data it sends.
    pub(crate) first_seq: u32,
    pub(crate) passive: bool,
    /// How many bytes the program has left unread though it knows of them.
    pub(crate) left_unread: usize,
    pub(crate) told_open: bool,
    pub(crate) told_end: bool,
    pub(crate) told_finished: bool,
    pub(crate) told_error: bool,
    /// Whether the program waits for room to write.
    pub(crate) wants_room: bool,
    /// Whether the program reads when it finds the time: then it hears of a failure behind what came before it.
    pub(crate) reads_at_leisure: bool,
    /// The wake-ups the agenda holds for it, the next one last. One is added only if it comes before all others,
    /// so there are no more of them than timers that were set one before the other.
    pub(crate) wakes: Vec<Time>,
    /// When its next timer runs out, and what set it.
    pub(crate) timer: Option<Time>,
    pub(crate) timer_set_by: Option<EventId>,
    /// The last event that took segments for lost.
    pub(crate) last_loss: Option<EventId>,
    /// The event that ended it by a failure.
    pub(crate) failed_by: Option<EventId>,
    /// Whether it is out of the socket table, and only its program still has it, to read the rest.
    pub(crate) left_table: bool,
}

impl Connection {
    /// Whether its program still has to read what came before the connection failed: Linux purges the receive queue
    /// when the socket is closed and not by the RST (`tcp_reset`, `tcp_done`), `read` hands that over first
    /// (`tcp_recvmsg_locked` looks at `sk_err` only behind the queue), and POSIX asks for no less.
    pub(crate) fn holds_unread(&self) -> bool {
        let failed = self.endpoint.error().is_some() && !self.told_error;
        self.reads_at_leisure && failed && self.endpoint.readable_len() > 0
    }
}

impl SocketKind {
    /// What it speaks, its own port (or what stands in its place), and the other side if it is bound to one.
    pub(crate) fn names(&self) -> (SocketProtocol, u16, Option<SocketAddrV4>) {
        match self {
            SocketKind::Raw { remote } => (
                SocketProtocol::Raw,
                0,
                remote.map(|remote| SocketAddrV4::new(remote, 0)),
            ),
            SocketKind::Icmp { id } => (SocketProtocol::Icmp, *id, None),
            SocketKind::Udp { port, remote } => (SocketProtocol::Udp, *port, *remote),
            SocketKind::Listener { port } => (SocketProtocol::Tcp, *port, None),
            SocketKind::Connection(connection) => {
                let tuple = connection.endpoint.tuple();
                (SocketProtocol::Tcp, tuple.local.port(), Some(tuple.remote))
            }
        }
    }
}

impl Host {
    /// The most programs on one host, those that are over included: a command to start one more is refused.
    pub(crate) const MAX_PROGRAMS: usize = 1024;
    /// The most sockets on one host; one more open or accept fails.
    pub(crate) const MAX_SOCKETS: usize = 1024;
    /// The ephemeral ports (RFC 6335 §6).
    pub(crate) const EPHEMERAL: core::ops::RangeInclusive<u16> = 49_152..=65_535;

    pub(crate) fn new(
        spec: HostSpec,
        sequence_numbers: SequenceNumbers,
        random: Random,
        query_ports: Random,
    ) -> Host {
        Host {
            spec,
            sockets: VecMap::new(),
            programs: Vec::new(),
            next_socket: 0,
            next_port: *Host::EPHEMERAL.start(),
            next_icmp_id: 1,
            sequence_numbers,
            random,
            query_ports,
            stub: None,
        }
    }

    pub(crate) fn add(&mut self, owner: ProgramId, kind: SocketKind) -> Option<SocketId> {
        if self.sockets.len() >= Host::MAX_SOCKETS {
            return None;
        }
        let id = SocketId(self.next_socket);
        self.next_socket += 1;
        let waiting = None;
        self.sockets.insert(
            id,
            Socket {
                owner,
                kind,
                waiting,
            },
        );
        Some(id)
    }

    /// The sockets that take raw IP packets from an address: all of them get a copy, as on Linux,
    /// for nothing in the packet says which program it is for.
    fn raw_takers(&self, from: Ipv4Addr) -> Vec<SocketId> {
        let takes = |socket: &Socket| match socket.kind {
            SocketKind::Raw { remote } => remote.is_none_or(|remote| remote == from),
            _ => false,
        };
        self.sockets
            .iter()
            .filter(|(_, s)| takes(s))
            .map(|(id, _)| *id)
            .collect()
    }

    /// The socket that takes a datagram: the one connected to its source, else the one bound to its port.
    fn udp_taker(&self, port: u16, from: SocketAddrV4) -> Option<SocketId> {
        self.udp_connected(port, from)
            .or_else(|| self.udp_socket(port, None))
    }

    /// The socket on this port that is connected to this other side.
    fn udp_connected(&self, port: u16, remote: SocketAddrV4) -> Option<SocketId> {
        self.udp_socket(port, Some(remote))
    }

    fn udp_socket(&self, port: u16, wanted: Option<SocketAddrV4>) -> Option<SocketId> {
        let is = |socket: &Socket| {
            matches!(socket.kind,
            SocketKind::Udp { port: own, remote } if own == port && remote == wanted)
        };
        let mut sockets = self.sockets.iter();
        sockets.find(|(_, socket)| is(socket)).map(|(id, _)| *id)
    }

    /// The socket that sends pings of this identifier.
    fn icmp_taker(&self, id: u16) -> Option<SocketId> {
        let is = |socket: &Socket| matches!(socket.kind, SocketKind::Icmp { id: own } if own == id);
        let mut sockets = self.sockets.iter();
        sockets.find(|(_, socket)| is(socket)).map(|(id, _)| *id)
    }

    /// The connection with this port and this other side. One that is over, and only waits for its program to read
    /// the rest, takes no more segments.
    pub(crate) fn connection_of(&self, port: u16, remote: SocketAddrV4) -> Option<SocketId> {
        let is = |socket: &Socket| match &socket.kind {
            SocketKind::Connection(connection) => {
                let tuple = connection.endpoint.tuple();
                let own = tuple.local.port() == port && tuple.remote == remote;
                own && !connection.left_table
            }
            _ => false,
        };
        self.sockets
            .iter()
            .find(|(_, socket)| is(socket))
            .map(|(id, _)| *id)
    }

    pub(crate) fn listener(&self, port: u16) -> Option<(SocketId, ProgramId)> {
        let is = |socket: &Socket| matches!(socket.kind, SocketKind::Listener { port: own } if own == port);
        self.sockets
            .iter()
            .find(|(_, s)| is(s))
            .map(|(id, socket)| (*id, socket.owner))
    }

    /// Whether the connection there is in TIME-WAIT and makes room for this SYN; if so, the number that its
    /// successor's sequence numbers have to begin above.
    fn yields_to(&self, socket: SocketId, header: &wire::tcp::Header) -> Option<tcp::Seq> {
        match &self.sockets.get(&socket)?.kind {
            SocketKind::Connection(connection) => connection.endpoint.yields_to(header),
            _ => None,
        }
    }

    /// Whether the listener on this port keeps as many unopened connections as it may (RFC 9293 §3.10.7.2 leaves
    /// the number to the host).
    fn backlog_is_full(&self, port: u16) -> bool {
        let waits = |socket: &&Socket| match &socket.kind {
            SocketKind::Connection(connection) => {
                let endpoint = &connection.endpoint;
                endpoint.state() == tcp::State::SynReceived && endpoint.tuple().local.port() == port
            }
            _ => false,
        };
        self.sockets.values().filter(waits).count() >= self.spec.tcp.backlog as usize
    }

    pub(crate) fn port_taken(&self, transport: Transport, port: u16) -> bool {
        self.sockets.values().any(|socket| match &socket.kind {
            SocketKind::Udp { port: own, .. } => transport == Transport::Udp && *own == port,
            SocketKind::Listener { port: own } => transport == Transport::Tcp && *own == port,
            SocketKind::Connection(connection) => {
                let own = connection.endpoint.tuple().local.port() == port;
                transport == Transport::Tcp && own && !connection.left_table
            }
            SocketKind::Raw { .. } | SocketKind::Icmp { .. } => false,
        })
    }

    /// A free ephemeral port: the next one in turn, or one that nobody outside can foresee.
    pub(crate) fn ephemeral_port(
        &mut self,
        transport: Transport,
        choice: PortChoice,
    ) -> Option<u16> {
        match choice {
            PortChoice::InTurn => self.next_port(transport),
            PortChoice::Random => self.random_port(transport),
        }
    }

    /// One drawn from all there are; where that is in use, the next one above it (RFC 6056 §3.3.1).
    fn random_port(&mut self, transport: Transport) -> Option<u16> {
        let (first, count) = (*Host::EPHEMERAL.start(), Host::EPHEMERAL.len());
        let drawn = scale(self.query_ports.draw(), count as u64) as usize;
        let mut ports = (0..count).map(|step| first + ((drawn + step) % count) as u16);
        ports.find(|port| !self.port_taken(transport, *port))
    }

    fn next_port(&mut self, transport: Transport) -> Option<u16> {
        for _ in Host::EPHEMERAL {
            let port = self.next_port;
            let last = port == *Host::EPHEMERAL.end();
            self.next_port = if last {
                *Host::EPHEMERAL.start()
            } else {
                port + 1
            };
            if !self.port_taken(transport, port) {
                return Some(port);
            }
        }
        None
    }
}

impl World {
    /// A packet reached the host (or router) it is addressed to.
    pub(crate) fn deliver(&mut self, node: NodeId, packet: Packet, header: ipv4::Header) {
        let frame = packet.frame.clone();
        let payload = frame.payload(&header);
        match header.protocol {
            ipv4::protocol::ICMP => self.deliver_icmp(node, packet, &header, payload),
            ipv4::protocol::UDP => self.deliver_udp(node, packet, &header, payload),
            ipv4::protocol::TCP => self.deliver_tcp(node, packet, &header, payload),
            _ => self.deliver_raw(node, packet, &header, payload),
        }
    }

    fn bad_transport(&mut self, node: NodeId, packet: Packet) {
        let cause = packet.last;
        self.drop_packet(packet, Place::Node(node), DropReason::BadTransport, cause);
    }

    fn consume(&mut self, node: NodeId, packet: &Packet, why: ConsumeReason) -> EventId {
        let kind = EventKind::Consumed {
            packet: packet.id,
            why,
        };
        self.record(Place::Node(node), Some(packet.last), kind)
    }

    fn accept_packet(&mut self, node: NodeId, packet: &Packet, socket: SocketId) -> EventId {
        let kind = EventKind::Accepted {
            packet: packet.id,
            socket,
        };
        self.record(Place::Socket(node, socket), Some(packet.last), kind)
    }

    fn deliver_raw(&mut self, node: NodeId, packet: Packet, header: &ipv4::Header, data: &[u8]) {
        let ours = header.protocol == ipv4::protocol::EXPERIMENT;
        let takers = match self.host(node) {
            Some(host) if ours => host.raw_takers(header.src),
            _ => Vec::new(),
        };
        if takers.is_empty() {
            return self.refuse(node, packet, DropReason::NoSocket { ports: false });
        }
        let source = (SocketAddrV4::new(header.src, 0), Transport::Ip);
        let mut taken = false;
        for socket in takers {
            taken |= self.hand_over(node, &packet, socket, source, data);
        }
        if !taken {
            self.drop_unread(node, packet);
        }
    }

    /// Hands a datagram to the program at a socket, or keeps it there until the program reads; `false` if there is no
    /// room for it.
    fn hand_over(
        &mut self,
        node: NodeId,
        packet: &Packet,
        socket: SocketId,
        (from, transport): (SocketAddrV4, Transport),
        data: &[u8],
    ) -> bool {
        let chunk = packet.chunk;
        let mut input = Input::Datagram {
            from,
            transport,
            data,
            chunk,
        };
        if let Some(host) = self.host_mut(node) {
            let room = host.spec.tcp.receive_buffer as usize;
            let socket = host.sockets.get_mut(&socket);
            if let Some(queue) = socket.and_then(|socket| socket.waiting.as_mut()) {
                if queue.bytes + data.len() > room {
                    return false;
                }
                queue.bytes += data.len();
                queue.datagrams.push_back(Datagram {
                    from,
                    transport,
                    data: data.to_vec(),
                    chunk,
                });
                input = Input::DatagramWaits;
            }
        }
        let cause = self.accept_packet(node, packet, socket);
        self.tell(node, socket, input, Some(cause));
        true
    }

    fn drop_unread(&mut self, node: NodeId, packet: Packet) {
        let (place, cause) = (Place::Node(node), packet.last);
        self.drop_packet(packet, place, DropReason::ReceiveBufferFull, cause);
    }

    fn deliver_udp(&mut self, node: NodeId, packet: Packet, ip: &ipv4::Header, payload: &[u8]) {
        let Ok((header, data)) = wire::udp::parse(ip.src, ip.dst, payload) else {
            return self.bad_transport(node, packet);
        };
        let from = SocketAddrV4::new(ip.src, header.src_port);
        let taker = self
            .host(node)
            .and_then(|host| host.udp_taker(header.dst_port, from));
        let Some(socket) = taker else {
            return self.refuse(node, packet, DropReason::NoSocket { ports: true });
        };
        if !self.hand_over(node, &packet, socket, (from, Transport::Udp), data) {
            self.drop_unread(node, packet);
        }
    }

    fn deliver_tcp(&mut self, node: NodeId, packet: Packet, ip: &ipv4::Header, payload: &[u8]) {
        let Ok((header, data)) = wire::tcp::parse(ip.src, ip.dst, payload) else {
            return self.bad_transport(node, packet);
        };
        let remote = SocketAddrV4::new(ip.src, header.src_port);
        let Some(host) = self.host(node) else {
            // A router has a TCP of its own, with nobody listening (RFC 1812 §5.3.13 ff.).
            return self.answer_stray(node, packet, ip.src, &header, data.len());
        };
        let port = header.dst_port;
        let known = host.connection_of(port, remote);
        // RFC 9293 §3.6.1: a new SYN may cut TIME-WAIT short, where somebody listens.
        let above = known.and_then(|socket| host.yields_to(socket, &header));
        let may_open = known.is_none() || above.is_some();
        let listener = may_open.then(|| host.listener(port)).flatten();
        if let Some(socket) = known.filter(|_| listener.is_none()) {
            let cause = self.accept_packet(node, &packet, socket);
            let now = self.now;
            if let Some(connection) = self.connection(node, socket) {
                let before = connection.endpoint.readable_len();
                connection.endpoint.handle_segment(now, &header, data);
                let more = connection.endpoint.readable_len() > before;
                if let Some(chunk) = packet.chunk.filter(|_| more) {
                    connection.brings = Some(chunk.transfer);
                }
            }
            return self.pump(node, socket, Some(cause));
        }
        let answer = listener.map(|listener| (listener, tcp::listen(&header, data.len())));
        match answer {
            Some((_, Listen::Accept)) if known.is_none() && host.backlog_is_full(port) => {
                // As Linux: nothing is said, and the client tries again.
                self.consume(node, &packet, ConsumeReason::BacklogFull);
            }
            Some(((socket, owner), Listen::Accept)) => {
                let cause = self.accept_packet(node, &packet, socket);
                if let Some(old) = known {
                    self.replace_time_wait(node, old, cause);
                }
                let local = SocketAddrV4::new(ip.dst, port);
                let tuple = tcp::FourTuple { local, remote };
                self.accept_connection(node, owner, tuple, &header, above, cause);
            }
            Some((_, Listen::Ignore)) => {
                self.consume(node, &packet, ConsumeReason::OpensNothing);
            }
            Some((_, Listen::Reset(_))) | None => {
                self.answer_stray(node, packet, ip.src, &header, data.len());
            }
        }
    }

    /// A segment that belongs to no connection is answered with RST (RFC 9293 §3.10.7.1).
    fn answer_stray(
        &mut self,
        node: NodeId,
        packet: Packet,
        to: Ipv4Addr,
        header: &wire::tcp::Header,
        len: usize,
    ) {
        let Some(reset) = tcp::reset_for(header, len) else {
            self.consume(node, &packet, ConsumeReason::StrayReset);
            return;
        };
        let cause = self.consume(node, &packet, ConsumeReason::AnsweredWithReset);
        let _ = self.originate(
            node,
            to,
            (Origin::ResetForStray, None),
            None,
            Some(cause),
            |path| build::tcp(path, &reset, &[]),
        );
    }

    fn deliver_icmp(&mut self, node: NodeId, packet: Packet, ip: &ipv4::Header, payload: &[u8]) {
        use icmp::{Message, UnreachableCode as Code};
        let Ok(message) = icmp::parse(payload) else {
            return self.bad_transport(node, packet);
        };
        let (error, quoted) = match message {
            Message::EchoRequest { id, seq, data } if self.nodes[node.index()].icmp => {
                let cause = self.consume(node, &packet, ConsumeReason::EchoAnswered);
                // RFC 1122 §3.2.2.6, RFC 1812 §4.3.3.6: who cannot fragment cuts the data to what its way takes.
                let headers = ipv4::HEADER_LEN + icmp::HEADER_LEN;
                let room = usize::from(self.way_mtu(node, ip.src)).saturating_sub(headers);
                let data = data.get(..room).unwrap_or(data);
                let reply = Message::EchoReply { id, seq, data };
                let why = Origin::EchoReply { to: packet.id };
                let _ = self.originate(node, ip.src, (why, None), None, Some(cause), |path| {
                    build::icmp(path, &reply)
                });
                return;
            }
            Message::EchoReply { id, seq, data } => {
                return self.deliver_pong(node, packet, ip, (id, seq), data);
            }
            Message::TimeExceeded { quoted, .. } => (SocketError::TtlExceeded, quoted),
            Message::DestinationUnreachable { code, quoted } => match code {
                Code::Net => (SocketError::NetUnreachable, quoted),
                Code::Host => (SocketError::HostUnreachable, quoted),
                Code::Protocol => (SocketError::ProtocolUnreachable, quoted),
                Code::Port => (SocketError::PortUnreachable, quoted),
                Code::FragmentationNeeded { next_hop_mtu: mtu } => {
                    (SocketError::TooBig { mtu }, quoted)
                }
                Code::Other(_) => (SocketError::HostUnreachable, quoted),
            },
            _ => {
                self.consume(node, &packet, ConsumeReason::IcmpIgnored);
                return;
            }
        };
        let about = self.quoted_socket(node, quoted);
        let why = match about {
            Some((socket, _)) => ConsumeReason::IcmpTold { socket },
            None => ConsumeReason::IcmpIgnored,
        };
        let cause = self.consume(node, &packet, why);
        if let Some((socket, seq)) = about {
            self.tell_icmp(node, socket, (ip.src, seq), error, cause);
        }
    }

    /// The socket whose packet an ICMP error quotes, and for TCP the sequence number quoted.
    fn quoted_socket(&self, node: NodeId, quoted: &[u8]) -> Option<(SocketId, u32)> {
        let (ip, payload) = ipv4::parse_quoted(quoted)?;
        let host = self.host(node)?;
        if ip.src != self.nodes[node.index()].address {
            return None;
        }
        if ip.protocol == ipv4::protocol::ICMP {
            // Type 8, code 0, checksum, identifier, sequence number (RFC 792).
            let [8, 0, _, _, id_high, id_low, seq_high, seq_low] = *payload.first_chunk()? else {
                return None;
            };
            let socket = host.icmp_taker(u16::from_be_bytes([id_high, id_low]))?;
            return Some((socket, u32::from(u16::from_be_bytes([seq_high, seq_low]))));
        }
        if ip.protocol == ipv4::protocol::EXPERIMENT {
            let sender = |socket: &Socket| matches!(socket.kind, SocketKind::Raw { remote: Some(remote) } if remote == ip.dst);
            // The newest of several: an older message to the same address is most likely done.
            let mut senders = host.sockets.iter().filter(|(_, socket)| sender(socket));
            return senders.next_back().map(|(id, _)| (*id, 0));
        }
        let short = |at: usize| {
            Some(u16::from_be_bytes([
                *payload.get(at)?,
                *payload.get(at + 1)?,
            ]))
        };
        let (port, remote) = (short(0)?, SocketAddrV4::new(ip.dst, short(2)?));
        match ip.protocol {
            // As Linux: only a connected socket is told, for the program behind one that speaks with many could
            // not say which of them it is about.
            ipv4::protocol::UDP => host.udp_connected(port, remote).map(|socket| (socket, 0)),
            ipv4::protocol::TCP => {
                let seq = u32::from(short(4)?) << 16 | u32::from(short(6)?);
                host.connection_of(port, remote).map(|socket| (socket, seq))
            }
            _ => None,
        }
    }

    /// Tells a socket of an ICMP error about a packet of its own.
    fn tell_icmp(
        &mut self,
        node: NodeId,
        socket: SocketId,
        (from, seq): (Ipv4Addr, u32),
        error: SocketError,
        cause: EventId,
    ) {
        let now = self.now;
        if let Some(connection) = self.connection(node, socket) {
            let error = match error {
                SocketError::TooBig { mtu } => {
                    tcp::IcmpError::FragmentationNeeded { next_hop_mtu: mtu }
                }
                SocketError::PortUnreachable | SocketError::ProtocolUnreachable => {
                    tcp::IcmpError::Unreachable { hard: true }
                }
                _ => tcp::IcmpError::Unreachable { hard: false },
            };
            connection.endpoint.handle_icmp(now, error, tcp::Seq(seq));
            return self.pump(node, socket, Some(cause));
        }
        let kind = EventKind::SocketError { error };
        let cause = self.record(Place::Socket(node, socket), Some(cause), kind);
        let is_ping = |socket: &Socket| matches!(socket.kind, SocketKind::Icmp { .. });
        let host = self.host(node);
        let input = match host.and_then(|host| host.sockets.get(&socket)) {
            Some(socket) if is_ping(socket) => Input::PingFailed {
                from,
                seq: seq as u16,
                error,
            },
            _ => Input::Error(error),
        };
        self.tell(node, socket, input, Some(cause));
    }

    /// An answer to a ping.
    fn deliver_pong(
        &mut self,
        node: NodeId,
        packet: Packet,
        ip: &ipv4::Header,
        (id, seq): (u16, u16),
        data: &[u8],
    ) {
        let taker = self.host(node).and_then(|host| host.icmp_taker(id));
        let Some(socket) = taker else {
            self.consume(node, &packet, ConsumeReason::IcmpIgnored);
            return;
        };
        let cause = self.accept_packet(node, &packet, socket);
        let pong = Input::Pong {
            from: ip.src,
            seq,
            ttl: ip.ttl,
            data,
        };
        self.tell(node, socket, pong, Some(cause));
    }

    /// An identifier for a socket that pings: the next one in turn.
    pub(crate) fn free_icmp_id(&mut self, node: NodeId) -> Result<u16, SocketError> {
        let host = self.host_mut(node).ok_or(SocketError::PoweredOff)?;
        for _ in 1..=u16::MAX {
            let id = host.next_icmp_id;
            host.next_icmp_id = id.checked_add(1).unwrap_or(1);
            if host.icmp_taker(id).is_none() {
                return Ok(id);
            }
        }
        Err(SocketError::NoPortLeft)
    }

    /// Sends an ICMP echo request.
    pub(crate) fn send_echo(
        &mut self,
        node: NodeId,
        socket: SocketId,
        (to, ttl, seq): (Ipv4Addr, u8, u16),
        data: &[u8],
        cause: Option<EventId>,
    ) -> Result<(), SocketError> {
        let kind = self.host(node).and_then(|host| host.sockets.get(&socket));
        let Some(SocketKind::Icmp { id }) = kind.map(|socket| socket.kind.clone()) else {
            return Err(SocketError::NoRoute);
        };
        let message = icmp::Message::EchoRequest { id, seq, data };
        let sent = self.originate(
            node,
            to,
            (Origin::EchoRequest, Some(socket)),
            None,
            cause,
            |path| build::icmp(&build::Path { ttl, ..*path }, &message),
        );
        match sent {
            Ok(_) => Ok(()),
            Err(DropReason::TooBig { mtu }) => Err(SocketError::TooBig { mtu }),
            Err(_) => Err(SocketError::NoRoute),
        }
    }

    pub(crate) fn host(&self, node: NodeId) -> Option<&Host> {
        self.nodes.get(node.index())?.host.as_deref()
    }
    pub(crate) fn host_mut(&mut self, node: NodeId) -> Option<&mut Host> {
        self.nodes.get_mut(node.index())?.host.as_deref_mut()
    }
    pub(crate) fn connection(&mut self, node: NodeId, socket: SocketId) -> Option<&mut Connection> {
        match &mut self.host_mut(node)?.sockets.get_mut(&socket)?.kind {
            SocketKind::Connection(connection) => Some(connection),
            _ => None,
        }
    }

    /// Sends a datagram over UDP or raw IP: to the other side the socket is bound to, or, over UDP, to `to`.
    pub(crate) fn send_datagram(
        &mut self,
        node: NodeId,
        socket: SocketId,
        to: Option<SocketAddrV4>,
        data: &[u8],
        chunk: Option<ChunkRef>,
        cause: Option<EventId>,
    ) -> Result<(), SocketError> {
        let kind = self
            .host(node)
            .and_then(|host| host.sockets.get(&socket))
            .map(|s| s.kind.clone());
        let why = Origin::Datagram;
        let sent = match kind {
            Some(SocketKind::Raw { remote: Some(to) }) => {
                let protocol = ipv4::protocol::EXPERIMENT;
                self.originate(node, to, (why, Some(socket)), chunk, cause, |path| {
                    build::raw_ip(path, protocol, data)
                })
            }
            Some(SocketKind::Udp { port, remote }) => match remote.or(to) {
                Some(to) => {
                    self.originate(node, *to.ip(), (why, Some(socket)), chunk, cause, |path| {
                        build::udp(path, port, to.port(), data)
                    })
                }
                None => return Err(SocketError::NoRoute),
            },
            _ => return Err(SocketError::NoRoute),
        };
        match sent {
            Ok(_) => Ok(()),
            Err(DropReason::TooBig { mtu }) => Err(SocketError::TooBig { mtu }),
            Err(_) => Err(SocketError::NoRoute),
        }
    }
}

#[cfg(test)]
mod tests;
