//! Commands: everything that can be done to a running world, as data.
//!
//! The page, a link, the command line and the tests all issue these and nothing else, so a run is
//! reproduced by its scenario, its seed and its timed commands.
//!
//! Commands are generic over how they name nodes and links: inside a world by [`NodeId`] and
//! [`LinkId`], in a scenario file by the names a person gave them.

use core::net::Ipv4Addr;

use hoplab_dns::{Name, RecordSpec};
use hoplab_tcp::Config as TcpConfig;
pub use hoplab_tcp::{CongestionControl, Nagle};
use hoplab_units::{Rate, Share, Span, Time};
use serde::{Deserialize, Serialize};

use crate::apps::ProgramSpec;
use crate::ids::{Direction, LinkId, NodeId, PacketId, ProgramId};

/// What carries a message from program to program.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Transport {
    /// Bare IPv4 datagrams of protocol 253 (RFC 3692): no ports, no order, no resends.
    Ip,
    /// UDP datagrams (RFC 768): ports and a checksum.
    Udp,
    /// A TCP connection (RFC 9293).
    #[default]
    Tcp,
}

impl Transport {
    /// All three, from the barest to the fullest.
    pub const ALL: [Transport; 3] = [Transport::Ip, Transport::Udp, Transport::Tcp];

    /// `ip`, `udp` or `tcp`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Transport::Ip => "ip",
            Transport::Udp => "udp",
            Transport::Tcp => "tcp",
        }
    }
}

/// What a message holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Payload {
    /// A text, sent a few words a packet. At most [`Payload::MAX_TEXT_BYTES`] bytes of UTF-8.
    Text(String),
    /// The built-in picture, one tile a packet (see [`crate::picture`]).
    Picture,
    /// So many bytes of numbered lines, for watching how fast they go: 1 to [`Payload::MAX_BULK_BYTES`].
    Bulk(u32),
}

impl Payload {
    /// The longest text that can be sent, in bytes.
    pub const MAX_TEXT_BYTES: usize = 4096;
    /// The most bulk that can be sent in one message, in bytes.
    pub const MAX_BULK_BYTES: u32 = 16 << 20;
}

/// A message to send.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Send<N = NodeId> {
    /// The host that sends.
    pub from: N,
    /// The address it sends to. Nothing need be there.
    pub to: Ipv4Addr,
    /// The port it sends to; raw IP has none and ignores it.
    pub port: u16,
    /// What it sends.
    pub payload: Payload,
    /// What carries it; `None`: what the world is switched to.
    #[serde(default)]
    pub transport: Option<Transport>,
    /// Time between two packets over IP and UDP, which have no say of their own in how fast to
    /// send; `None`: [`Send::DEFAULT_INTERVAL`]. TCP paces itself.
    #[serde(default)]
    pub interval: Option<Span>,
    /// When its program closes its side of the TCP connection; the others have none to close.
    #[serde(default, skip_serializing_if = "Closing::is_at_once")]
    pub close: Closing,
}

/// When the sender of a message closes its direction of the TCP connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Closing {
    /// As soon as all is written, as most programs do: the state is FIN-WAIT-1 from then on, and the FIN waits
    /// behind the data.
    #[default]
    AtOnce,
    /// Once the other host's TCP has acknowledged all of it, as a program that asks its socket for that (SIOCOUTQ).
    WhenAcknowledged,
}

impl Closing {
    /// Whether it is what is meant where nothing is said.
    pub fn is_at_once(&self) -> bool {
        *self == Closing::AtOnce
    }
}

/// Of the usual way it adds nothing: the hash of a run from before there was a choice stays what it was.
impl core::hash::Hash for Closing {
    fn hash<H: core::hash::Hasher>(&self, hasher: &mut H) {
        if !self.is_at_once() {
            (*self as u8).hash(hasher);
        }
    }
}

impl<N> Send<N> {
    /// The pace at which a program sends datagrams unless told otherwise.
    pub const DEFAULT_INTERVAL: Span = Span::from_millis(5);
}

/// One quality of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkChange {
    /// Cuts the link: what is on it is lost, and what is sent onto it after.
    Cut,
    /// Joins the link again.
    Restore,
    /// The share of frames lost at random.
    Loss(Share),
    /// How long a bit takes from end to end.
    Delay(Span),
    /// Each frame is late by a random time from zero to this; frames may overtake each other.
    Jitter(Span),
    /// How fast bits are put on the channel.
    Rate(Rate),
    /// The share of frames that arrive twice.
    Duplication(Share),
    /// The share of frames in which the link flips one bit. The frame check sequence catches it.
    Corruption(Share),
    /// How many bytes of frames may wait for the channel; one more frame is dropped at the tail.
    Queue(u32),
}

/// One quality of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NodeChange {
    /// Power off: what is in it is lost, connections and routes too.
    Crash,
    /// Power on again: its programs start as they did at the beginning.
    Restore,
    /// Whether it tells senders by ICMP of packets it could not pass on or hand over.
    Icmp(bool),
    /// The share of packets in which its memory flips one bit after the frame check was good: only
    /// the checksums of IP, UDP and TCP can notice.
    MemoryCorruption(Share),
    /// Routers: spreads packets over every next hop that leads nearer to the destination, in turn.
    Spray(bool),
    /// Hosts: one setting of its TCP.
    Tcp(TcpSwitch),
}

/// One setting of a host's TCP, changed while it runs, as by `sysctl`: connections that are opened or
/// accepted from then on have it, those that are open keep what they began with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TcpSwitch {
    /// Selective acknowledgments (RFC 2018).
    Sack(bool),
    /// Timestamps (RFC 7323).
    Timestamps(bool),
    /// Behind what a small segment waits (RFC 9293 §3.7.4).
    Nagle(Nagle),
    /// An acknowledgment may wait for a second full segment (RFC 1122 §4.2.3.2).
    DelayedAck(bool),
    /// The third duplicate acknowledgment makes the sender send again at once (RFC 5681 §3.2).
    FastRetransmit(bool),
    /// The first two duplicate acknowledgments may each let a new segment out (RFC 3042).
    LimitedTransmit(bool),
    /// Windows beyond 65,535 bytes (RFC 7323 §2).
    WindowScaling(bool),
    /// Connections on which nothing comes are probed (RFC 9293 §3.8.4).
    KeepAlive(bool),
    /// What limits the sender besides the receiver's window.
    Congestion(CongestionControl),
    /// Slow start counts bytes, not acknowledgments (RFC 3465).
    ByteCounting(bool),
}

impl TcpSwitch {
    /// Every switch as it stands in these settings, in the order of the variants.
    pub const fn all(config: &TcpConfig) -> [TcpSwitch; 10] {
        [
            TcpSwitch::Sack(config.sack),
            TcpSwitch::Timestamps(config.timestamps),
            TcpSwitch::Nagle(config.nagle),
            TcpSwitch::DelayedAck(config.delayed_ack),
            TcpSwitch::FastRetransmit(config.fast_retransmit),
            TcpSwitch::LimitedTransmit(config.limited_transmit),
            TcpSwitch::WindowScaling(config.window_scaling),
            TcpSwitch::KeepAlive(config.keep_alive),
            TcpSwitch::Congestion(config.congestion),
            TcpSwitch::ByteCounting(config.byte_counting),
        ]
    }

    /// Puts it into settings. Any switch fits any settings: [`TcpConfig::validate`] has no say in them.
    pub const fn set(self, config: &mut TcpConfig) {
        match self {
            TcpSwitch::Sack(on) => config.sack = on,
            TcpSwitch::Timestamps(on) => config.timestamps = on,
            TcpSwitch::Nagle(nagle) => config.nagle = nagle,
            TcpSwitch::DelayedAck(on) => config.delayed_ack = on,
            TcpSwitch::FastRetransmit(on) => config.fast_retransmit = on,
            TcpSwitch::LimitedTransmit(on) => config.limited_transmit = on,
            TcpSwitch::WindowScaling(on) => config.window_scaling = on,
            TcpSwitch::KeepAlive(on) => config.keep_alive = on,
            TcpSwitch::Congestion(control) => config.congestion = control,
            TcpSwitch::ByteCounting(on) => config.byte_counting = on,
        }
    }

    /// Whether it is a switch that is on; `None` for a choice between more than two.
    pub const fn is_on(self) -> Option<bool> {
        match self {
            TcpSwitch::Sack(on)
            | TcpSwitch::Timestamps(on)
            | TcpSwitch::DelayedAck(on)
            | TcpSwitch::FastRetransmit(on)
            | TcpSwitch::LimitedTransmit(on)
            | TcpSwitch::WindowScaling(on)
            | TcpSwitch::KeepAlive(on)
            | TcpSwitch::ByteCounting(on) => Some(on),
            TcpSwitch::Nagle(_) | TcpSwitch::Congestion(_) => None,
        }
    }
}

/// What to do to one packet under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PacketAction {
    /// It vanishes where it is.
    Kill,
    /// It arrives later by this.
    Delay(Span),
    /// One bit of it is flipped where it is.
    Corrupt,
    /// A second one follows it.
    Duplicate,
}

/// Something done to the world at a moment.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command<N = NodeId, L = LinkId> {
    /// Changes a link, in one direction or (`None`) both. Cut and restore take both always.
    SetLink {
        /// Which link.
        link: L,
        /// Which direction; `None`: both.
        #[serde(default)]
        direction: Option<Direction>,
        /// What changes.
        change: LinkChange,
    },
    /// Changes a node.
    SetNode {
        /// Which node.
        node: N,
        /// What changes.
        change: NodeChange,
    },
    /// Tampers with one packet under way.
    SetPacket {
        /// Which packet.
        packet: PacketId,
        /// What happens to it.
        action: PacketAction,
    },
    /// Has a host start a program that sends a message.
    Send(Send<N>),
    /// What later messages go over where they do not say it themselves.
    SetTransport(Transport),
    /// Has a host start a program.
    Start {
        /// Which host.
        node: N,
        /// Which program.
        program: Box<ProgramSpec>,
    },
    /// Ends a program: its sockets are closed.
    Stop {
        /// Which host.
        node: N,
        /// Which program there.
        program: ProgramId,
    },
    /// Types a line into a program: a line of chat, an address into a browser.
    Type {
        /// Which host.
        node: N,
        /// Which program there.
        program: ProgramId,
        /// The line, at most [`Payload::MAX_TEXT_BYTES`] bytes.
        text: String,
    },
    /// Changes records at a name server: of each type that is given, instead of those it had. What gives no data
    /// removes all records of that name.
    SetRecord {
        /// The host on which the name server runs.
        node: N,
        /// Its zone, by where it begins.
        zone: Name,
        /// The records.
        record: Box<RecordSpec>,
    },
    /// Has the resolvers of a host forget what they remember, as `ipconfig /flushdns`.
    FlushDns {
        /// Which host.
        node: N,
    },
}

impl<N, L> Command<N, L> {
    /// The same command with its node and link named another way.
    pub fn try_map<N2, L2, E>(
        self,
        node: impl Fn(N) -> Result<N2, E>,
        link: impl Fn(L) -> Result<L2, E>,
    ) -> Result<Command<N2, L2>, E> {
        Ok(match self {
            Command::SetLink {
                link: l,
                direction,
                change,
            } => Command::SetLink {
                link: link(l)?,
                direction,
                change,
            },
            Command::SetNode { node: n, change } => Command::SetNode {
                node: node(n)?,
                change,
            },
            Command::SetPacket { packet, action } => Command::SetPacket { packet, action },
            Command::Send(Send {
                from,
                to,
                port,
                payload,
                transport,
                interval,
                close,
            }) => Command::Send(Send {
                from: node(from)?,
                to,
                port,
                payload,
                transport,
                interval,
                close,
            }),
            Command::SetTransport(transport) => Command::SetTransport(transport),
            Command::Start { node: n, program } => Command::Start {
                node: node(n)?,
                program,
            },
            Command::Stop { node: n, program } => Command::Stop {
                node: node(n)?,
                program,
            },
            Command::Type {
                node: n,
                program,
                text,
            } => Command::Type {
                node: node(n)?,
                program,
                text,
            },
            Command::SetRecord {
                node: n,
                zone,
                record,
            } => Command::SetRecord {
                node: node(n)?,
                zone,
                record,
            },
            Command::FlushDns { node: n } => Command::FlushDns { node: node(n)? },
        })
    }
}

/// A command and when it is carried out.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timed<N = NodeId, L = LinkId> {
    /// When.
    pub at: Time,
    /// What.
    pub command: Command<N, L>,
}
