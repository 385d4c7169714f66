//! What a world is built from: plain data, already checked by whoever made it (`hoplab-scenario`).

use core::net::Ipv4Addr;

use crate::apps::ProgramSpec;
use crate::command::{Timed, Transport};
use crate::ids::NodeId;
use hoplab_tcp::Config as TcpConfig;
use hoplab_units::{Rate, Share, Span};

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

/// A full-duplex Ethernet link between two nodes. Both directions start alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkSpec {
    /// What a person calls it.
    pub name: String,
    /// Its first end.
    pub a: NodeId,
    /// Its second end.
    pub b: NodeId,
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
    /// How many bytes of frames may wait for the channel.
    pub queue: u32,
    /// The longest IP packet it carries, in bytes (68 to 9000; RFC 791 sets the least).
    pub mtu: u16,
    /// What a route over it costs; routers choose the cheapest.
    pub cost: u16,
    /// Whether it is whole at the start.
    pub up: bool,
}
