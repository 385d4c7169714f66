//! [`Scenario`]: the file that a teacher writes.
//!
//! Only names, addresses and the ends of links must be given; everything else has a default. A
//! field that is not known is an error, so a misspelt one cannot pass unnoticed.

use core::net::Ipv4Addr;

/// A program that runs on a host from the start.
pub use hoplab_sim::ProgramSpec as Program;
use hoplab_sim::{Closing, Payload, Send, Timed, Transport};
use hoplab_tcp::Config as TcpConfig;
use hoplab_units::{Rate, Share, Span, Time};
use serde::{Deserialize, Serialize};

use crate::link::View;
use crate::texts::Words;

/// Something that happens by itself, with nodes and links named as the scenario names them.
pub type ScriptLine = Timed<String, String>;

/// A small internet and what happens in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// The version of this form: [`Scenario::SCHEMA`].
    #[serde(default = "default::schema")]
    pub schema: u32,
    /// A short name, as in an address: `broken-line`.
    #[serde(default = "default::name")]
    pub name: String,
    /// What a person calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Words>,
    /// One paragraph on what there is to see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Words>,
    /// The first thing to try.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Words>,
    /// Hosts and routers.
    pub nodes: Vec<Node>,
    /// The lines between them.
    #[serde(default)]
    pub links: Vec<Link>,
    /// How long routers take to notice a changed link or node and to agree on new routes.
    #[serde(default = "default::detection_delay")]
    pub detection_delay: Span,
    /// What messages go over that do not say it themselves.
    #[serde(default)]
    pub transport: Transport,
    /// What happens by itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub script: Vec<ScriptLine>,
    /// Where all randomness comes from.
    #[serde(default = "default::seed")]
    pub seed: u64,
    /// Up to when the story is worth watching.
    #[serde(default = "default::until")]
    pub until: Time,
    /// What the page offers to send; none: see [`Scenario::sendable`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offers: Vec<Send<String>>,
    /// Programs that the page offers to start.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub launches: Vec<Launch>,
    /// In a file that a run was saved to: what of it is the run's. [`crate::link::LinkState::new`] takes it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saved: Option<Saved>,
}

/// What makes a saved run of a scenario: the file is a scenario all the same, with what was done as lines of its script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saved {
    /// How many lines at the end of the script are what a person did: they come after all else that is due at their
    /// moment, and may lead to nothing.
    #[serde(default)]
    pub done: usize,
    /// The moment that is shown.
    #[serde(default)]
    pub at: Time,
    /// How it is shown.
    #[serde(default)]
    pub view: View,
    /// What the scenario has of its own, where the run is switched to something else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_transport: Option<Transport>,
    /// The scenario's own seed, where the run has another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_seed: Option<u64>,
}

/// What a node does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Runs programs. Never passes packets on for others.
    Host,
    /// Passes packets on.
    #[default]
    Router,
}

/// A host or a router.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Node {
    /// Its name: unique, and shown where there is no label.
    pub id: String,
    /// What a person calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Words>,
    /// Host or router.
    #[serde(default)]
    pub role: Role,
    /// Its address.
    pub address: Ipv4Addr,
    /// Hosts: the length of the prefix of the network it is in.
    #[serde(
        default = "default::prefix_len",
        skip_serializing_if = "default::is_prefix_len"
    )]
    pub prefix_len: u8,
    /// Where it is drawn, from 0 on the left to [`Scenario::WIDTH`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x: Option<u16>,
    /// Where it is drawn, from 0 at the top to [`Scenario::HEIGHT`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub y: Option<u16>,
    /// Whether it is switched on at the start.
    #[serde(default = "default::yes", skip_serializing_if = "default::is_yes")]
    pub up: bool,
    /// Whether it tells senders by ICMP of packets it could not pass on or hand over.
    #[serde(default = "default::yes", skip_serializing_if = "default::is_yes")]
    pub icmp: bool,
    /// The share of packets its memory corrupts.
    #[serde(default, skip_serializing_if = "default::is_never")]
    pub memory_corruption: Share,
    /// Routers: spreads packets over every next hop that leads nearer to the destination.
    #[serde(default, skip_serializing_if = "default::is_no")]
    pub spray: bool,
    /// Hosts: the settings of its TCP; none: the usual ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tcp: Option<TcpConfig>,
    /// Hosts: programs that run from the start.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub programs: Vec<Program>,
    /// Hosts: the addresses of the name servers it asks, in this order; none: it knows no names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resolvers: Vec<Ipv4Addr>,
}

/// A program that a person can have started, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Launch {
    /// The host.
    pub node: String,
    /// The program.
    pub program: Program,
}

/// A full-duplex line between two nodes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// Its name: unique. In a file it may be left out: `a-b` is then meant, by the ends' names.
    #[serde(default)]
    pub id: String,
    /// The node at its first end.
    pub a: String,
    /// The node at its second end.
    pub b: String,
    /// How fast bits are put on the line.
    #[serde(default = "default::rate")]
    pub rate: Rate,
    /// How long a bit takes from end to end.
    #[serde(default = "default::delay")]
    pub delay: Span,
    /// Each frame is late by a random time from zero to this.
    #[serde(default, skip_serializing_if = "default::is_zero")]
    pub jitter: Span,
    /// The share of frames lost at random.
    #[serde(default, skip_serializing_if = "default::is_never")]
    pub loss: Share,
    /// The share of frames that arrive twice.
    #[serde(default, skip_serializing_if = "default::is_never")]
    pub duplication: Share,
    /// The share of frames in which one bit flips on the line.
    #[serde(default, skip_serializing_if = "default::is_never")]
    pub corruption: Share,
    /// How many bytes of frames may wait for the line.
    #[serde(default = "default::queue", skip_serializing_if = "default::is_queue")]
    pub queue: u32,
    /// The longest IP packet it carries, in bytes.
    #[serde(default = "default::mtu", skip_serializing_if = "default::is_mtu")]
    pub mtu: u16,
    /// What a route over it costs; routers choose the cheapest.
    #[serde(default = "default::cost", skip_serializing_if = "default::is_cost")]
    pub cost: u16,
    /// Whether it is whole at the start.
    #[serde(default = "default::yes", skip_serializing_if = "default::is_yes")]
    pub up: bool,
}

impl Scenario {
    /// The version of the form that this program writes, and the newest it reads.
    pub const SCHEMA: u32 = 1;
    /// The width of the plane on which nodes are placed.
    pub const WIDTH: u16 = 1000;
    /// The height of the plane on which nodes are placed.
    pub const HEIGHT: u16 = 600;

    /// A scenario of these nodes and links in which nothing happens by itself.
    pub fn new(name: &str, nodes: Vec<Node>, links: Vec<Link>) -> Scenario {
        Scenario {
            schema: Scenario::SCHEMA,
            name: name.to_owned(),
            title: None,
            text: None,
            hint: None,
            nodes,
            links,
            detection_delay: default::detection_delay(),
            transport: Transport::default(),
            script: Vec::new(),
            seed: default::seed(),
            until: default::until(),
            offers: Vec::new(),
            launches: Vec::new(),
            saved: None,
        }
    }

    /// Where each node is drawn. Nodes without a place of their own are put on an ellipse, in the
    /// order of the list, so that a file without places can be looked at too.
    pub fn positions(&self) -> Vec<(u16, u16)> {
        let count = self.nodes.len();
        let place = |(i, node): (usize, &Node)| {
            let (x, y) = on_ellipse(i, count);
            (node.x.unwrap_or(x), node.y.unwrap_or(y))
        };
        self.nodes.iter().enumerate().map(place).collect()
    }

    /// What can be sent: [`Scenario::offers`], or, where the scenario makes none, a text and the
    /// picture from the first host to each viewer elsewhere.
    pub fn sendable(&self) -> Vec<Send<String>> {
        if !self.offers.is_empty() {
            return self.offers.clone();
        }
        let Some(from) = self.nodes.iter().find(|node| node.role == Role::Host) else {
            return Vec::new();
        };
        let text = Payload::Text("Hello from the other end of the network!".to_owned());
        let mut offers = Vec::new();
        for node in self.nodes.iter().filter(|node| node.id != from.id) {
            let viewers = node.programs.iter().filter_map(|program| match program {
                Program::Viewer { port, .. } => Some(port),
                _ => None,
            });
            for port in viewers {
                for payload in [text.clone(), Payload::Picture] {
                    offers.push(Send {
                        from: from.id.clone(),
                        to: node.address,
                        port: *port,
                        payload,
                        transport: None,
                        interval: None,
                        close: Closing::default(),
                    });
                }
            }
        }
        offers.truncate(12);
        offers
    }
}

/// The place of node `i` of `count` on an ellipse in the plane, the first at the left.
fn on_ellipse(i: usize, count: usize) -> (u16, u16) {
    // Only drawing depends on this: a float decides nothing in the simulated world.
    let turn = core::f64::consts::TAU * (i as f64) / (count.max(1) as f64);
    // Half a turn back and the signs turned round, so that the series is summed near zero.
    let (sine, cosine) = sine_and_cosine(turn - core::f64::consts::PI);
    // The millionth brings what is whole but for the sum's error over the edge.
    let x = 500.0 + 400.0 * cosine + 1e-6;
    let y = 300.0 + 220.0 * sine + 1e-6;
    (x as u16, y as u16)
}

/// By their power series, for angles within half a turn: the standard library's come with 9 KB of
/// code and tables for angles of any size, which the page would load for this alone.
fn sine_and_cosine(angle: f64) -> (f64, f64) {
    let (mut sine, mut cosine, mut term) = (0.0, 0.0, 1.0);
    for power in 0..28 {
        match power % 4 {
            0 => cosine += term,
            1 => sine += term,
            2 => cosine -= term,
            _ => sine -= term,
        }
        term *= angle / f64::from(power + 1);
    }
    (sine, cosine)
}

impl Node {
    /// A switched-on router.
    pub fn router(id: &str, address: Ipv4Addr) -> Node {
        Node {
            id: id.to_owned(),
            label: None,
            role: Role::Router,
            address,
            prefix_len: default::prefix_len(),
            x: None,
            y: None,
            up: true,
            icmp: true,
            memory_corruption: Share::NEVER,
            spray: false,
            tcp: None,
            programs: Vec::new(),
            resolvers: Vec::new(),
        }
    }

    /// A switched-on host.
    pub fn host(id: &str, address: Ipv4Addr) -> Node {
        Node {
            role: Role::Host,
            ..Node::router(id, address)
        }
    }
}

impl Link {
    /// A whole line between two nodes, with the usual qualities and named after its ends.
    pub fn between(a: &str, b: &str) -> Link {
        Link {
            id: Link::id_of_ends(a, b),
            a: a.to_owned(),
            b: b.to_owned(),
            rate: default::rate(),
            delay: default::delay(),
            jitter: Span::ZERO,
            loss: Share::NEVER,
            duplication: Share::NEVER,
            corruption: Share::NEVER,
            queue: default::queue(),
            mtu: default::mtu(),
            cost: default::cost(),
            up: true,
        }
    }

    /// The name of a link that was given none.
    pub(crate) fn id_of_ends(a: &str, b: &str) -> String {
        format!("{a}-{b}")
    }
}

/// What a file means by leaving a field out.
mod default {
    use super::{Rate, Share, Span, Time};

    pub fn schema() -> u32 {
        super::Scenario::SCHEMA
    }
    pub fn name() -> String {
        "my-scenario".to_owned()
    }
    pub fn detection_delay() -> Span {
        Span::from_millis(60)
    }
    pub fn seed() -> u64 {
        1
    }
    pub fn until() -> Time {
        Time::from_secs(5)
    }
    pub fn prefix_len() -> u8 {
        24
    }
    pub fn rate() -> Rate {
        Rate::from_mbit(2)
    }
    pub fn delay() -> Span {
        Span::from_millis(10)
    }
    pub fn queue() -> u32 {
        64 * 1024
    }
    pub fn mtu() -> u16 {
        1500
    }
    pub fn cost() -> u16 {
        1
    }
    pub fn yes() -> bool {
        true
    }

    pub fn is_yes(it: &bool) -> bool {
        *it
    }
    pub fn is_no(it: &bool) -> bool {
        !*it
    }
    pub fn is_never(it: &Share) -> bool {
        *it == Share::NEVER
    }
    pub fn is_zero(it: &Span) -> bool {
        *it == Span::ZERO
    }
    pub fn is_prefix_len(it: &u8) -> bool {
        *it == prefix_len()
    }
    pub fn is_queue(it: &u32) -> bool {
        *it == queue()
    }
    pub fn is_mtu(it: &u16) -> bool {
        *it == mtu()
    }
    pub fn is_cost(it: &u16) -> bool {
        *it == cost()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_on_the_ellipse_are_those_that_sine_and_cosine_give() {
        for count in 1..=256 {
            for i in 0..count {
                let turn = core::f64::consts::TAU * (i as f64) / (count as f64);
                let x = (500.0 - 400.0 * turn.cos()) as u16;
                let y = (300.0 - 220.0 * turn.sin()) as u16;
                let (ours_x, ours_y) = on_ellipse(i, count);
                // One apart where the exact place is a whole number and a float just misses it.
                let apart = x.abs_diff(ours_x) + y.abs_diff(ours_y);
                assert!(apart <= 1, "{i} of {count}: {x} {y} or {ours_x} {ours_y}");
            }
        }
        assert_eq!(on_ellipse(0, 4), (100, 300));
        assert_eq!(on_ellipse(1, 4), (500, 80));
    }
}
