//! [`ScenarioError`]: what is wrong with a scenario, where, and what to do about it.

use core::fmt;
use core::net::Ipv4Addr;

use hoplab_sim::apps::SpecWhy;
use hoplab_tcp::ConfigError;

use crate::json_problem::JsonProblem;
use crate::texts::A_TAG;

/// What is wrong with a scenario and in which field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioError {
    /// Which field, as in `links[3] ("r1-r9").rate`; empty for the file as a whole.
    pub path: String,
    /// What is wrong with it.
    pub problem: Problem,
}

impl ScenarioError {
    pub(crate) fn new(path: impl Into<String>, problem: Problem) -> ScenarioError {
        ScenarioError {
            path: path.into(),
            problem,
        }
    }
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            self.problem.fmt(f)
        } else {
            write!(f, "{}: {}", self.path, self.problem)
        }
    }
}

impl core::error::Error for ScenarioError {}

/// What can be wrong with a field of a scenario. The text says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Not the JSON that a scenario is.
    #[error("{what} (line {line}, column {column})")]
    Json {
        /// What the JSON reader says.
        what: Box<JsonProblem>,
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
    },
    /// The file is longer than any scenario.
    #[error("the file has {bytes} bytes, and the most is {most}")]
    FileTooLong {
        /// Its length.
        bytes: usize,
        /// The most.
        most: usize,
    },
    /// The file's form is newer than this program.
    #[error(
        "this scenario was made by a newer Hoplab (form {found}; this one reads up to {newest}): reload the page or update Hoplab"
    )]
    NewerSchema {
        /// The file's.
        found: u32,
        /// The newest that this program reads.
        newest: u32,
    },
    /// There is no form of this number.
    #[error("there is no form 0: write \"schema\": 1")]
    NoSuchSchema,
    /// Too many of something.
    #[error("there are {count} {what}, and the most is {most}")]
    TooMany {
        /// Of what.
        what: Counted,
        /// How many there are.
        count: usize,
        /// The most.
        most: usize,
    },
    /// There is no node at all.
    #[error("a scenario needs at least one node")]
    NoNodes,
    /// A name or text with nothing in it.
    #[error("this must not be empty")]
    Empty,
    /// A text in no language at all.
    #[error(
        "this has no text: write one, or one for each language, as in {{ \"en\": \"Server\" }}"
    )]
    NoText,
    /// A text with a tag that cannot be a language's.
    #[error("\"{tag}\" is not {a_tag}", a_tag = A_TAG)]
    NoLanguage {
        /// The tag.
        tag: String,
    },
    /// Two texts in one language.
    #[error("there are two texts in the language \"{tag}\": leave one of them out")]
    RepeatedLanguage {
        /// The tag.
        tag: String,
    },
    /// A name or text that is too long.
    #[error("this is {length} characters long, and the most is {most}")]
    TextTooLong {
        /// Its length.
        length: usize,
        /// The most.
        most: usize,
    },
    /// A name with a character that cannot be shown.
    #[error("this must be one line without control characters")]
    ControlCharacter,
    /// Two things of one name.
    #[error("\"{id}\" is already the name of {first}: give each its own")]
    RepeatedId {
        /// The name.
        id: String,
        /// The path of the first that has it.
        first: String,
    },
    /// A name that no node has.
    #[error("there is no node \"{name}\"; nodes are: {known}")]
    NoSuchNode {
        /// The name.
        name: String,
        /// The names there are.
        known: String,
    },
    /// A name that no link has.
    #[error("there is no link \"{name}\"; links are: {known}")]
    NoSuchLink {
        /// The name.
        name: String,
        /// The names there are.
        known: String,
    },
    /// Both ends at one node.
    #[error("both ends are at \"{node}\": a link joins two different nodes")]
    LinkToItself {
        /// The node.
        node: String,
    },
    /// A value outside its bounds.
    #[error("{value} is out of bounds: it must be from {least} to {most}")]
    OutOfBounds {
        /// The value.
        value: String,
        /// The least it may be.
        least: String,
        /// The most it may be.
        most: String,
    },
    /// An address that no node can have.
    #[error("{address} cannot be a node's address: it is {why}")]
    BadAddress {
        /// The address.
        address: Ipv4Addr,
        /// What it is instead.
        why: Reserved,
    },
    /// A router and another node with one address.
    #[error(
        "router {first} has the address {address} already: give one of them another, for only hosts may share one"
    )]
    RouterAddressTaken {
        /// The address.
        address: Ipv4Addr,
        /// The path of the router that has it.
        first: String,
    },
    /// An address that stands for a network or for all in it.
    #[error(
        "{address} is {which} {whose}, not one node's: use one from {from} to {to}, or another prefix_len"
    )]
    NobodysAddress {
        /// The address.
        address: Ipv4Addr,
        /// What it is of the network.
        which: &'static str,
        /// The network, and whose it is if not the node's own.
        whose: String,
        /// The first address that a node of it can have.
        from: Ipv4Addr,
        /// The last.
        to: Ipv4Addr,
    },
    /// Port 0.
    #[error("0 is not a port: use 1 to 65535")]
    PortZero,
    /// Two programs of one host on one port.
    #[error("\"{first}\" on the same host listens on port {port} already")]
    PortTaken {
        /// The port.
        port: u16,
        /// The name of the program that has it.
        first: String,
    },
    /// Something only hosts have.
    #[error(
        "only a host can have this, and \"{node}\" is a router: write \"role\": \"host\" or leave it out"
    )]
    HostsOnly {
        /// The node.
        node: String,
    },
    /// Something only routers have.
    #[error("only a router can have this, and \"{node}\" is a host: leave it out")]
    RoutersOnly {
        /// The node.
        node: String,
    },
    /// Only hosts can send.
    #[error("only a host can send, and \"{node}\" is a router")]
    SenderIsRouter {
        /// The node.
        node: String,
    },
    /// A program that cannot be started as it is.
    #[error("{0}")]
    Program(SpecWhy),
    /// TCP settings that do not make sense.
    #[error("{0}")]
    Tcp(ConfigError),
}

/// What an address that no node can have is kept for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reserved {
    /// 0.0.0.0/8.
    #[error("kept for \"this network\"")]
    ThisNetwork,
    /// 127.0.0.0/8.
    #[error("a loopback address")]
    Loopback,
    /// 224.0.0.0/4.
    #[error("a multicast address")]
    Multicast,
    /// 255.255.255.255.
    #[error("the broadcast address")]
    Broadcast,
    /// 240.0.0.0/4.
    #[error("kept for later use")]
    LaterUse,
}

/// Of what there can be too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each variant's text says what it is")]
pub enum Counted {
    #[error("characters")]
    Characters,
    #[error("bytes")]
    Bytes,
    #[error("bytes when unpacked")]
    UnpackedBytes,
    #[error("commands")]
    Commands,
    #[error("nodes")]
    Nodes,
    #[error("links")]
    Links,
    #[error("lines of script")]
    ScriptLines,
    #[error("offers")]
    Offers,
    #[error("programs to start")]
    Launches,
    #[error("name servers")]
    NameServers,
    #[error("programs")]
    Programs,
    #[error("languages")]
    Languages,
}
