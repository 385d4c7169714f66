//! What a world is built from: plain data, already checked by whoever made it (`hoplab-scenario`).

use core::net::Ipv4Addr;

use hoplab_tcp::Config as TcpConfig;
use hoplab_units::{Rate, Share, Span};
use serde::{Deserialize, Serialize};

use crate::apps::{
    BrowserSpec, ChatClientSpec, ChatServerSpec, DnsServerSpec, EchoClientSpec, EchoSpec,
    FtpClientSpec, FtpServerSpec, GameClientSpec, GameServerSpec, PingSpec, PlayerSpec,
    ResolverSpec, SpecDefect, StreamerSpec, TracerouteSpec, VideoCallSpec, WebServerSpec,
};
use crate::command::{Payload, Timed, Transport};
use crate::event::ProgramSummary;
use crate::ids::NodeId;
use crate::program::AnyProgram;

/// Everything a world starts from, but for the user's commands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorldSpec {
    /// Nodes; [`NodeId`] is the place in this list.
    pub nodes: Vec<NodeSpec>,
    /// Links; [`crate::LinkId`] is the place in this list.
    pub links: Vec<LinkSpec>,
    /// How long routers take to notice a changed link or node and to agree on new routes.
    pub detection_delay: Span,
    /// What messages go over that do not say it themselves.
    pub transport: Transport,
    /// What happens by itself, in any order; ties are carried out in the order listed.
    pub script: Vec<Timed>,
    /// Where all randomness of this world comes from.
    pub seed: u64,
    /// The most trace events kept; past it the oldest go (the hash still covers them).
    pub trace_limit: u32,
}

impl WorldSpec {
    /// Kept trace events unless told otherwise: about 100 MB with their packets' bytes.
    pub const DEFAULT_TRACE_LIMIT: u32 = 400_000;
    /// The most nodes a world may have.
    pub const MAX_NODES: usize = 256;
    /// The most links a world may have.
    pub const MAX_LINKS: usize = 1024;
}

/// A node: a host, where programs run, or a router, which passes packets on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeSpec {
    /// What a person calls it.
    pub name: String,
    /// Its address. Two hosts may have one address (anycast, or a mistake).
    pub address: Ipv4Addr,
    /// Host or router.
    pub role: Role,
    /// Whether it sends ICMP errors.
    pub icmp: bool,
    /// Whether it is switched on at the start.
    pub up: bool,
    /// The share of packets its memory corrupts.
    pub memory_corruption: Share,
}

/// What a node does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// Runs programs. Never passes packets on for others.
    Host(HostSpec),
    /// Passes packets on.
    Router(RouterSpec),
}

/// What makes a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostSpec {
    /// The length of the prefix of the network it is in, 1 to 32; the router beside it announces this network.
    pub prefix_len: u8,
    /// The settings of its TCP.
    pub tcp: TcpConfig,
    /// Programs started when it is switched on.
    pub programs: Vec<ProgramSpec>,
    /// The name servers it asks, in this order; none: it knows no names.
    pub resolvers: Vec<Ipv4Addr>,
}

/// What makes a router.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RouterSpec {
    /// Whether it sprays packets over several next hops (see [`crate::NodeChange::Spray`]).
    pub spray: bool,
}

/// A program to start: by a host when it is switched on, or by a command.
///
/// It stands in a scenario file as it is, so its names are those that teachers write.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum ProgramSpec {
    /// Waits for messages on one port, over UDP and TCP, and for raw IP, and keeps what it gets.
    Viewer {
        /// What a person calls it.
        name: String,
        /// The UDP and TCP port it listens on.
        port: u16,
        /// How fast it reads what comes, all together; `None`: at once. What it has not read yet fills the receive
        /// buffer: TCP's window closes, and datagrams, which have a buffer of the same size, are dropped.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        read_rate: Option<Rate>,
        /// What it answers over a connection once the other side has no more to send; `None`: it only closes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply: Option<Payload>,
    },
    /// Sends back what it gets.
    Echo(EchoSpec),
    /// Says something to an echo server and waits for the echo.
    EchoClient(EchoClientSpec),
    /// Hands out files (FTP).
    FtpServer(FtpServerSpec),
    /// Fetches a file (FTP).
    FtpClient(FtpClientSpec),
    /// Answers requests for pages (HTTP).
    WebServer(WebServerSpec),
    /// Fetches a page and its pictures (HTTP).
    Browser(BrowserSpec),
    /// Passes on what one says to all others.
    ChatServer(ChatServerSpec),
    /// Takes part in a chat.
    ChatClient(ChatClientSpec),
    /// Answers questions about names from its zones.
    DnsServer(DnsServerSpec),
    /// Finds out about names for other hosts, from the root down.
    Resolver(ResolverSpec),
    /// Asks a host for echoes over ICMP.
    Ping(PingSpec),
    /// Finds the routers on the way to a host.
    Traceroute(TracerouteSpec),
    /// Moves the players of a game and tells them where everybody is.
    GameServer(GameServerSpec),
    /// Plays that game.
    GameClient(GameClientSpec),
    /// Sends a moving picture to a player.
    Streamer(StreamerSpec),
    /// Shows a moving picture.
    Player(PlayerSpec),
    /// One side of a video call.
    VideoCall(VideoCallSpec),
}

impl ProgramSpec {
    /// What the program will say it is.
    pub fn summary(&self) -> ProgramSummary {
        AnyProgram::new(self.clone()).program().summary()
    }

    /// Whether it can be started as it is.
    ///
    /// # Errors
    /// The field that stands in the way, and why.
    pub fn check(&self) -> Result<(), SpecDefect> {
        match self {
            ProgramSpec::Viewer { .. } => Ok(()),
            ProgramSpec::Echo(spec) => spec.check(),
            ProgramSpec::EchoClient(spec) => spec.check(),
            ProgramSpec::FtpServer(spec) => spec.check(),
            ProgramSpec::FtpClient(spec) => spec.check(),
            ProgramSpec::WebServer(spec) => spec.check(),
            ProgramSpec::Browser(spec) => spec.check(),
            ProgramSpec::ChatServer(spec) => spec.check(),
            ProgramSpec::ChatClient(spec) => spec.check(),
            ProgramSpec::DnsServer(spec) => spec.check(),
            ProgramSpec::Resolver(spec) => spec.check(),
            ProgramSpec::Ping(spec) => spec.check(),
            ProgramSpec::Traceroute(spec) => spec.check(),
            ProgramSpec::GameServer(spec) => spec.check(),
            ProgramSpec::GameClient(spec) => spec.check(),
            ProgramSpec::Streamer(spec) => spec.check(),
            ProgramSpec::Player(spec) => spec.check(),
            ProgramSpec::VideoCall(spec) => spec.check(),
        }
    }
}

/// A full-duplex Ethernet line between two nodes. Both directions start alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkSpec {
    /// What a person calls it.
    pub name: String,
    /// Its first end.
    pub a: NodeId,
    /// Its second end.
    pub b: NodeId,
    /// How fast bits are put on the line.
    pub rate: Rate,
    /// How long a bit takes from end to end.
    pub delay: Span,
    /// Each frame is late by a random time from zero to this.
    pub jitter: Span,
    /// The share of frames lost to noise.
    pub loss: Share,
    /// The share of frames that arrive twice.
    pub duplication: Share,
    /// The share of frames in which one bit flips on the line.
    pub corruption: Share,
    /// How many bytes of frames may wait for the line.
    pub queue: u32,
    /// The longest IP packet it carries, in bytes (68 to 9000; RFC 791 sets the least).
    pub mtu: u16,
    /// What a route over it costs; routers choose the cheapest.
    pub cost: u16,
    /// Whether it is whole at the start.
    pub up: bool,
}
