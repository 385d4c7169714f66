//! Plain-data pictures of a world's insides at one moment, for tables, panels and tests.

use core::net::{Ipv4Addr, SocketAddrV4};
use std::sync::Arc;

use hoplab_tcp::{Config as TcpConfig, State as TcpState, TcpSnapshot};
use hoplab_units::{Rate, Share, Span, Time};
use hoplab_wire::MacAddr;

use crate::apps::Screen;
use crate::command::{Payload, Transport};
use crate::event::{Prefix, ProgramSummary, SocketError, SocketProtocol};
use crate::frame::Frame;
use crate::ids::{Direction, LinkId, NodeId, PacketId, ProgramId, SocketId, TransferId};
use crate::shared_bytes::SharedBytes;

/// A frame on a channel, or what is left of its way if it will die on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InFlight {
    /// Which packet.
    pub packet: PacketId,
    /// Its bytes on this channel.
    pub frame: Frame,
    /// Which link.
    pub link: LinkId,
    /// Which way.
    pub direction: Direction,
    /// When its first bit went onto the channel.
    pub sent: Time,
    /// When its last bit is due at the other end (also where it will be lost before).
    pub arrives: Time,
}

/// How much waits for one direction of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueLevel {
    /// Which link.
    pub link: LinkId,
    /// Which way.
    pub direction: Direction,
    /// Who is the next to go.
    pub first: PacketId,
    /// How many wait; the one being put on the channel is not among them.
    pub count: usize,
    /// Bytes waiting.
    pub bytes: u32,
    /// The most bytes that may wait.
    pub bound: u32,
}

/// The frames that wait for one direction of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueSnapshot {
    /// Which link.
    pub link: LinkId,
    /// Which way.
    pub direction: Direction,
    /// Who waits, first come first; the one being put on the channel is not among them.
    pub waiting: Vec<(PacketId, Frame)>,
    /// Bytes waiting.
    pub bytes: u32,
    /// The most bytes that may wait.
    pub bound: u32,
}

/// A link as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkSnapshot {
    /// Which link.
    pub id: LinkId,
    /// Its ends.
    pub ends: [NodeId; 2],
    /// Whether it is whole.
    pub up: bool,
    /// The longest IP packet it carries.
    pub mtu: u16,
    /// What a route over it costs.
    pub cost: u16,
    /// Its qualities by [`Direction`].
    pub channels: [ChannelQualities; 2],
}

/// The qualities of one direction of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChannelQualities {
    /// How fast bits are put on the channel.
    pub rate: Rate,
    /// How long a bit takes from end to end.
    pub delay: Span,
    /// Each frame is late by a random time from zero to this.
    pub jitter: Span,
    /// The share of frames lost at random.
    pub loss: Share,
    /// The share of frames that arrive twice.
    pub duplication: Share,
    /// The share of frames in which one bit flips on the channel.
    pub corruption: Share,
    /// How many bytes of frames may wait.
    pub queue: u32,
}

/// A node as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeSnapshot {
    /// Which node.
    pub id: NodeId,
    /// What a person calls it.
    pub name: String,
    /// Its address.
    pub address: Ipv4Addr,
    /// Whether it is a host (otherwise a router).
    pub is_host: bool,
    /// Whether it is switched on.
    pub up: bool,
    /// Whether it sends ICMP errors.
    pub icmp: bool,
    /// The share of packets its memory corrupts.
    pub memory_corruption: Share,
    /// Whether it sprays packets over several next hops.
    pub spray: bool,
    /// Hosts: the settings that a connection opened now would have.
    pub tcp: Option<TcpConfig>,
    /// Its network cards: the link each is on, its MAC address, and who is at the other end.
    pub interfaces: Vec<(LinkId, MacAddr, NodeId)>,
}

/// One route of a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The network it leads to.
    pub prefix: Prefix,
    /// What the whole way costs.
    pub cost: u32,
    /// The next hops, cheapest first: a link and the node at its other end. Empty: the address is
    /// this node's own.
    pub hops: Vec<(LinkId, NodeId)>,
}

/// One line of a host's socket table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SocketRow {
    /// Which socket.
    pub id: SocketId,
    /// The program that opened it.
    pub program: ProgramId,
    /// What it speaks.
    pub protocol: SocketProtocol,
    /// Its own address and port (0 for raw IP, the identifier for ICMP).
    pub local: SocketAddrV4,
    /// The other side, if it is bound to one.
    pub remote: Option<SocketAddrV4>,
    /// The state of a TCP socket; `None` for the others.
    pub state: Option<TcpState>,
    /// Bytes received that the program has not read.
    pub receive_queue: u32,
    /// Bytes the program wrote that the other side has not acknowledged.
    pub send_queue: u32,
}

/// A connection's inner life.
#[derive(Clone, Debug)]
pub struct ConnectionSnapshot {
    /// Whose.
    pub node: NodeId,
    /// Which socket.
    pub socket: SocketId,
    /// What the endpoint says of itself.
    pub tcp: TcpSnapshot,
}

/// What a message has come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferSnapshot {
    /// Which message.
    pub id: TransferId,
    /// The host that sends it.
    pub from: NodeId,
    /// The sender's own address and port, once it has them.
    pub source: Option<SocketAddrV4>,
    /// Where it goes.
    pub to: SocketAddrV4,
    /// What carries it.
    pub transport: Transport,
    /// What it holds.
    pub payload: Payload,
    /// When the sender began.
    pub started: Time,
    /// Its length in bytes.
    pub total_bytes: u32,
    /// How many pieces the sender cuts it into.
    pub total_chunks: u32,
    /// Bytes the program has handed to its socket.
    pub sent_bytes: u32,
    /// Bytes of those that TCP has not sent yet, while the connection lives.
    pub unsent: u32,
    /// Bytes of those that the other side has not acknowledged yet, the unsent ones included (Send-Q of `ss`).
    pub unacknowledged: u32,
    /// How far the sender is, as far as it knows.
    pub state: TransferState,
    /// Segments sent again (TCP).
    pub resends: u32,
    /// The last error the sender was told of that did not end the message, such as ICMP's host unreachable.
    pub reported: Option<SocketError>,
    /// Who got how much of it.
    pub deliveries: Vec<Delivery>,
}

/// How far a sender is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TransferState {
    /// It is sending, or waits for acknowledgments.
    Sending,
    /// Done at this moment. Over TCP all was acknowledged; over UDP and IP it only was sent.
    Sent(Time),
    /// Given up at this moment; the program knows why.
    Failed(Time, SocketError),
}

/// What one program got of one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The host.
    pub node: NodeId,
    /// The program there.
    pub program: ProgramId,
    /// Bytes it got of this message, duplicates not counted.
    pub bytes: u32,
    /// The pieces in the order they came, duplicates included (IP and UDP; empty for TCP, where
    /// pieces melt into a stream).
    pub order: Vec<u32>,
    /// Whether every byte is there, once, unchanged, in its place.
    pub intact: bool,
    /// Whether what came, came in the order it was sent in.
    pub in_order: bool,
    /// Whether no byte of what came differs from what was sent.
    pub unchanged: bool,
    /// When the first of it came.
    pub first: Time,
    /// When the last of it came, a duplicate too.
    pub last: Time,
    /// When so many bytes were here as were sent, whatever they say; `None`: some never came (yet).
    pub complete: Option<Time>,
}

/// What a viewer program, or a sender that was answered, has on its screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewerSnapshot {
    /// The host.
    pub node: NodeId,
    /// The program there.
    pub program: ProgramId,
    /// What a person calls it.
    pub name: String,
    /// The port it listens on, or sends from.
    pub port: u16,
    /// What it got, by whom it came from, oldest first.
    pub inbox: Vec<Arc<InboxItem>>,
}

/// One program of a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramRow {
    /// Which program.
    pub id: ProgramId,
    /// What it is.
    pub summary: ProgramSummary,
    /// When it was started.
    pub started: Time,
    /// When it ended; `None`: it runs.
    pub ended: Option<Time>,
}

/// What a program that speaks a protocol of its own has on its screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppSnapshot {
    /// The host.
    pub node: NodeId,
    /// The program there.
    pub program: ProgramRow,
    /// What it shows.
    pub screen: Screen,
}

/// What came from one source: a TCP connection, a UDP address and port, or, over raw IP, an
/// address (whoever sends there).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboxItem {
    /// The source. Port 0 over raw IP.
    pub from: SocketAddrV4,
    /// How it came.
    pub transport: Transport,
    /// All bytes in the order the program got them.
    pub content: SharedBytes,
    /// The same, piece by piece: datagrams, or what each read of the stream gave.
    pub pieces: Vec<Piece>,
    /// Whether a stream has ended.
    pub ended: bool,
}

/// One piece of what came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Piece {
    /// Where it begins in the content.
    pub offset: u32,
    /// Its length in bytes.
    pub len: u32,
    /// When it came.
    pub at: Time,
    /// Which message it really is of, if it is of one; for observers, the program cannot know.
    pub transfer: Option<TransferId>,
    /// Which piece of which message a datagram is; for observers too.
    pub chunk: Option<crate::event::ChunkRef>,
}
