//! The one stream of events that everything reads: log, ladder, plots, narration, capture, tests.

use core::fmt;
use core::net::{Ipv4Addr, SocketAddrV4};

use hoplab_tcp::{Failure, TcpEvent, TransmitReason};
use hoplab_units::Time;
use serde::Serialize;

use crate::apps::{AppEvent, AppSummary};
use crate::command::{Command, LinkChange, NodeChange, PacketAction, Payload, Transport};
use crate::frame::Frame;
use crate::ids::{Direction, EventId, LinkId, NodeId, PacketId, ProgramId, SocketId, TransferId};

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TraceEvent {
    /// Its place in the stream.
    pub id: EventId,
    /// When it happened.
    pub at: Time,
    /// Where it happened.
    pub place: Place,
    /// What made it happen: an earlier event. `None` for what the scenario or the user began.
    pub cause: Option<EventId>,
    /// What happened.
    pub kind: EventKind,
}

/// Where something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The world as a whole.
    World,
    /// In a node.
    Node(NodeId),
    /// In a program on a node.
    Program(NodeId, ProgramId),
    /// At a socket of a node.
    Socket(NodeId, SocketId),
    /// On a link, in one direction.
    Channel(LinkId, Direction),
    /// On a link as a whole.
    Link(LinkId),
}

impl Place {
    /// The node this is in, if it is in one.
    pub const fn node(self) -> Option<NodeId> {
        match self {
            Place::Node(node) | Place::Program(node, _) | Place::Socket(node, _) => Some(node),
            Place::World | Place::Channel(..) | Place::Link(_) => None,
        }
    }
    /// The link this is on, if it is on one.
    pub const fn link(self) -> Option<LinkId> {
        match self {
            Place::Channel(link, _) | Place::Link(link) => Some(link),
            Place::World | Place::Node(_) | Place::Program(..) | Place::Socket(..) => None,
        }
    }
}

/// What happened. Frames carry their bytes as they were at that moment and place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each variant's sentence tells of its fields")]
pub enum EventKind {
    /// A command was carried out. `scripted`: by the scenario; otherwise by the user.
    Command { command: Command, scripted: bool },
    /// A command could not be carried out.
    CommandRefused { command: Command, why: Refusal },

    /// A link took a new quality; the cause is the command.
    LinkChanged {
        direction: Option<Direction>,
        change: LinkChange,
    },
    /// A node took a new quality; the cause is the command.
    NodeChanged { change: NodeChange },
    /// One packet was tampered with; the cause is the command. `arrives`: when it will be at the end of the link that it
    /// is on, if it is on one.
    PacketTampered {
        packet: PacketId,
        action: PacketAction,
        arrives: Option<Time>,
    },
    /// Routers noticed a change and agreed on new routes; the cause is the change.
    RoutesChanged { changed: Vec<RouteChange> },

    /// A host or router made a packet: the first event of its life. `socket`: the one that it was sent from; none for
    /// what the node answers or reports of its own.
    Originated {
        packet: PacketId,
        frame: Frame,
        why: Origin,
        socket: Option<SocketId>,
        transfer: Option<ChunkRef>,
    },
    /// A frame has to wait for the channel, behind `queued_bytes` of others.
    Queued { packet: PacketId, queued_bytes: u32 },
    /// The first bit of a frame goes onto the channel. It arrives, if it does, at `arrives`.
    Transmitted {
        packet: PacketId,
        frame: Frame,
        arrives: Time,
    },
    /// A link delivers a frame twice: `copy` is the second one. `flight`: when its first bit went onto the link and when
    /// its last will be at the end; `None`: it waits for the channel.
    Duplicated {
        packet: PacketId,
        copy: PacketId,
        flight: Option<(Time, Time)>,
    },
    /// One bit of a packet was flipped, on the channel or in a node's memory.
    Corrupted {
        packet: PacketId,
        bit: u32,
        frame: Frame,
    },
    /// The last bit of a frame arrived at the node at the end of the channel.
    Received {
        packet: PacketId,
        frame: Frame,
        link: LinkId,
    },
    /// A router passes a packet on towards `next_hop` by its longest matching prefix.
    Forwarded {
        packet: PacketId,
        ttl: u8,
        prefix: Prefix,
        next_hop: NodeId,
        link: LinkId,
    },
    /// The packet is no more.
    Dropped {
        packet: PacketId,
        frame: Frame,
        why: DropReason,
    },
    /// A host handed the packet's content to a socket: the last event of its life.
    Accepted { packet: PacketId, socket: SocketId },
    /// A host took in a packet itself: an ICMP message, or a segment that no socket wanted and that it answered.
    Consumed {
        packet: PacketId,
        why: ConsumeReason,
    },

    /// A socket was opened by or for `program`, whose it is.
    SocketOpened {
        protocol: SocketProtocol,
        local: SocketAddrV4,
        remote: Option<SocketAddrV4>,
        program: ProgramId,
    },
    /// A socket is gone.
    SocketClosed,
    /// A connection changed or decided something.
    Tcp(TcpEvent),
    /// A socket told its program of an error.
    SocketError { error: SocketError },

    /// A program was started.
    ProgramStarted { program: ProgramSummary },
    /// A program is over: it ended by itself, or the user stopped it.
    ProgramEnded,
    /// A program did or learnt something of its own protocol.
    App(Box<AppEvent>),
    /// A program began to send a message. `socket`: the connection on which it answers, and its near end; none: the
    /// program opens a socket for it, its only one.
    TransferStarted {
        transfer: TransferId,
        payload: Payload,
        transport: Transport,
        to: SocketAddrV4,
        socket: Option<(SocketId, SocketAddrV4)>,
        bytes: u32,
        chunks: u32,
    },
    /// A program handed one more piece of its message to its socket.
    ChunkSent { chunk: ChunkRef, bytes: u32 },
    /// The sender is done: over TCP the other side has all of it; over UDP and IP it only has sent all.
    TransferSent { transfer: TransferId },
    /// The sender gave up: it knows that not everything arrived.
    TransferFailed {
        transfer: TransferId,
        error: SocketError,
    },
    /// A program got content. `offset`: where it put it, in bytes. The rest is for observers only: of which message it is,
    /// which piece of it a datagram really was (in a stream pieces melt), and whether it is `changed`, as some of its
    /// bytes are not those that were sent.
    ContentReceived {
        from: SocketAddrV4,
        transport: Transport,
        offset: u32,
        bytes: u32,
        transfer: Option<TransferId>,
        chunk: Option<ChunkRef>,
        changed: bool,
    },
    /// The other side of a stream has no more to send. `transfer`: the message that came over it, if one did;
    /// known to observers.
    StreamEnded {
        from: SocketAddrV4,
        transfer: Option<TransferId>,
    },
}

impl EventKind {
    /// The packet it is about, if it is about one; of a duplication, the one that was there before.
    pub fn packet(&self) -> Option<PacketId> {
        match self {
            EventKind::PacketTampered { packet, .. }
            | EventKind::Originated { packet, .. }
            | EventKind::Queued { packet, .. }
            | EventKind::Transmitted { packet, .. }
            | EventKind::Duplicated { packet, .. }
            | EventKind::Corrupted { packet, .. }
            | EventKind::Received { packet, .. }
            | EventKind::Forwarded { packet, .. }
            | EventKind::Dropped { packet, .. }
            | EventKind::Accepted { packet, .. }
            | EventKind::Consumed { packet, .. } => Some(*packet),
            _ => None,
        }
    }

    /// The frame it shows, as it was then and there.
    pub fn frame(&self) -> Option<&Frame> {
        match self {
            EventKind::Originated { frame, .. }
            | EventKind::Transmitted { frame, .. }
            | EventKind::Corrupted { frame, .. }
            | EventKind::Received { frame, .. }
            | EventKind::Dropped { frame, .. } => Some(frame),
            _ => None,
        }
    }
}

/// Which piece of which message; known to observers, never on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChunkRef {
    /// The message.
    pub transfer: TransferId,
    /// The piece, counted from 0.
    pub index: u32,
}

/// Why a packet was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each variant's sentence tells of its fields")]
pub enum Origin {
    /// A program sent a datagram over UDP or raw IP.
    Datagram,
    /// A TCP connection sent a segment.
    Segment(TransmitReason),
    /// A host answered a segment that belongs to no connection with RST.
    ResetForStray,
    /// A node reports a packet's fate by ICMP (RFC 792).
    IcmpError { about: PacketId },
    /// A node answers a ping.
    EchoReply { to: PacketId },
    /// A program sent an ICMP echo request (RFC 792).
    EchoRequest,
}

/// Why a packet is no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each variant's sentence tells of its fields")]
pub enum DropReason {
    /// The link is cut, or was cut while it was on it.
    LinkCut,
    /// Random loss on the link.
    RandomLoss,
    /// The queue before the channel was full.
    QueueFull,
    /// The node that should have it is switched off, or was switched off while it had it.
    NodeDown,
    /// The frame check sequence does not match the bytes.
    BadFrameCheck,
    /// The IP header's checksum does not match, or the header makes no sense.
    BadIpHeader,
    /// The UDP, TCP or ICMP checksum does not match, or the header makes no sense.
    BadTransport,
    /// TTL ran out.
    TtlExpired,
    /// No route leads to the address.
    NoRoute,
    /// The address is in a network beside this router, but no host there has it.
    NoSuchHost,
    /// Longer than the next link's MTU, and it must not be fragmented.
    TooBig { mtu: u16 },
    /// A host got a packet for another address, and does not forward.
    NotForMe,
    /// No socket takes this port (`ports`) or this protocol.
    NoSocket {
        /// Whether the protocol has ports.
        ports: bool,
    },
    /// A datagram for a program that has not read those before it: its socket holds no more.
    ReceiveBufferFull,
    /// The user killed it.
    Killed,
}

/// What a host did with a packet that it kept for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each variant's sentence tells of its fields")]
pub enum ConsumeReason {
    /// Answered with RST: no such connection.
    AnsweredWithReset,
    /// A stray RST: nothing to do.
    StrayReset,
    /// A segment for a listener that opens nothing: dropped.
    OpensNothing,
    /// A SYN for a listener that keeps as many unopened connections as it may: no answer.
    BacklogFull,
    /// An ICMP error about `about`'s socket, told to it.
    IcmpTold { socket: SocketId },
    /// An ICMP message that concerns no socket.
    IcmpIgnored,
    /// An ICMP echo request, answered.
    EchoAnswered,
}

/// An error that a socket tells its program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each variant's sentence tells of its fields")]
pub enum SocketError {
    /// A TCP connection failed.
    Tcp(Failure),
    /// ICMP: nobody listens on the port (RFC 792, type 3 code 3).
    PortUnreachable,
    /// ICMP: nobody takes the protocol (type 3 code 2).
    ProtocolUnreachable,
    /// ICMP: the host cannot be reached (type 3 code 1).
    HostUnreachable,
    /// ICMP: the network cannot be reached (type 3 code 0).
    NetUnreachable,
    /// ICMP: TTL ran out on the way (type 11).
    TtlExceeded,
    /// The datagram is longer than a link on the way takes; `mtu` is the longest that fits.
    TooBig { mtu: u16 },
    /// The host has no way out: its link is cut.
    NoRoute,
    /// The port is taken.
    AddressInUse,
    /// Every ephemeral port is taken.
    NoPortLeft,
    /// The host holds as many sockets as it can.
    TooManySockets,
    /// The host was switched off, and its programs with it.
    PoweredOff,
}

/// As a program that prints what it is told would print it.
impl fmt::Display for SocketError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            SocketError::Tcp(failure) => return failure.fmt(f),
            SocketError::PortUnreachable => "port unreachable, nobody listens there (ICMP)",
            SocketError::ProtocolUnreachable => {
                "protocol unreachable, nobody takes that protocol (ICMP)"
            }
            SocketError::HostUnreachable => "host unreachable (ICMP)",
            SocketError::NetUnreachable => "network unreachable (ICMP)",
            SocketError::TtlExceeded => "its TTL ran out on the way (ICMP)",
            SocketError::TooBig { mtu } => {
                return write!(f, "longer than a link on the way takes (MTU {mtu})");
            }
            SocketError::NoRoute => "there is no way out of this host",
            SocketError::AddressInUse => "the port is taken",
            SocketError::TooManySockets => "the host holds as many sockets as it can",
            SocketError::PoweredOff => "the host was switched off",
            SocketError::NoPortLeft => "no ephemeral port is left",
        })
    }
}

/// Why a command could not be carried out. Its English text is what the command line prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// There is no such node.
    #[error("there is no such node")]
    NoSuchNode,
    /// There is no such link.
    #[error("there is no such link")]
    NoSuchLink,
    /// The packet is not under way (any more).
    #[error("the packet is not under way")]
    PacketGone,
    /// Only a host can do this, and this is a router.
    #[error("only a host can do this")]
    NotAHost,
    /// Only a router can do this, and this is a host.
    #[error("only a router can do this")]
    NotARouter,
    /// The node is switched off.
    #[error("the node is switched off")]
    NodeDown,
    /// The message is empty or longer than [`crate::Payload::MAX_TEXT_BYTES`] or
    /// [`crate::Payload::MAX_BULK_BYTES`] allow.
    #[error("the text is empty or too long")]
    BadText,
    /// A value outside its bounds.
    #[error("a value is out of bounds")]
    OutOfBounds,
    /// There are already as many messages as a world can hold, or programs as a host can.
    #[error("there are too many messages or programs already")]
    TooMany,
    /// The host has no such program, or it is over.
    #[error("no such program runs there")]
    NoSuchProgram,
    /// The program cannot be started with these settings.
    #[error("the program cannot be started with these settings")]
    BadProgram,
    /// No name server of the host has this zone.
    #[error("no name server there has this zone")]
    NoSuchZone,
    /// The zone cannot have these records.
    #[error("the zone cannot have these records")]
    BadRecord,
}

/// A network: an address and how many of its leading bits count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Prefix {
    /// The address, its other bits zero.
    pub address: Ipv4Addr,
    /// How many leading bits count, 0 to 32.
    pub len: u8,
}

/// A route that one node changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RouteChange {
    /// Whose route.
    pub node: NodeId,
    /// The network it leads to.
    pub prefix: Prefix,
    /// The next hop before, if there was one.
    pub before: Option<NodeId>,
    /// The next hop now, if there is one.
    pub now: Option<NodeId>,
}

/// What a program is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each variant's sentence tells of its fields")]
pub enum ProgramSummary {
    /// Waits for messages and shows them.
    Viewer { name: String, port: u16 },
    /// Sends one message.
    Sender { transfer: TransferId },
    /// Speaks a protocol of its own.
    App(AppSummary),
}

/// What a socket speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SocketProtocol {
    /// Raw IP of protocol 253.
    Raw,
    /// ICMP echo, told apart by the identifier, which stands where others have a port.
    Icmp,
    /// UDP.
    Udp,
    /// TCP.
    Tcp,
}

impl SocketProtocol {
    /// `raw`, `icmp`, `udp` or `tcp`.
    pub const fn as_str(self) -> &'static str {
        match self {
            SocketProtocol::Raw => "raw",
            SocketProtocol::Icmp => "icmp",
            SocketProtocol::Udp => "udp",
            SocketProtocol::Tcp => "tcp",
        }
    }
}

impl From<Transport> for SocketProtocol {
    fn from(transport: Transport) -> SocketProtocol {
        match transport {
            Transport::Ip => SocketProtocol::Raw,
            Transport::Udp => SocketProtocol::Udp,
            Transport::Tcp => SocketProtocol::Tcp,
        }
    }
}
