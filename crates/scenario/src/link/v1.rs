//! The compact form, version 1. **Frozen**: links in this form are in course notes and chats. The
//! model and the commands may change; these types and constants may not. A new
//! form gets a file of its own.
//!
//! Positional postcard: fields in the order below, integers as varints, units as their bare
//! integers. What is left at its usual value is an absent `Option`; runs of those all but
//! vanish in deflate.

mod commands;
mod frozen;
mod more;
mod texts;

use core::net::Ipv4Addr;

use hoplab_units::{Rate, Share, Span, Time};
use serde::{Deserialize, Serialize};

use super::{LinkError, LinkState, Selected, View};
use crate::model as now;
use crate::{LanguageTag, TcpConfig, codec, library};
use commands::{Name, NameTable, Send, Timed, Transport};
use frozen::numbered;
use texts::{Tagged, read_pair, read_tagged, write_pair, write_tagged};

const DETECTION_DELAY: Span = Span::from_millis(60);
const PREFIX_LEN: u8 = 24;
const RATE: Rate = Rate::from_mbit(2);
const DELAY: Span = Span::from_millis(10);
const QUEUE: u32 = 65_536;
const MTU: u16 = 1500;
const COST: u16 = 1;

#[derive(Serialize, Deserialize)]
struct State {
    scenario: Scenario,
    /// Absent: the scenario's.
    transport: Option<Transport>,
    /// Absent: the scenario's.
    seed: Option<u64>,
    commands: Vec<Timed<u16>>,
    cursor: Time,
    speed: Option<u32>,
    selected: Option<(u8, u64)>,
    lang: Option<LangTag>,
}

#[derive(Serialize, Deserialize)]
struct Scenario {
    name: String,
    title: Words,
    text: Words,
    hint: Words,
    nodes: Vec<Node>,
    links: Vec<Link>,
    detection_delay: Option<Span>,
    transport: Transport,
    script: Vec<Timed<Name>>,
    seed: u64,
    until: Time,
    offers: Vec<Send<Name>>,
}

numbered! {
    /// The library's own words are not carried: they are shown, and change nothing that happens.
    enum Words {
        0 None,
        1 Library,
        2 Own(OwnWords),
        3 Tagged(Tagged),
    }
}

#[derive(Serialize, Deserialize)]
struct OwnWords {
    en: String,
    ko: String,
}

numbered! {
    /// The tag of a language.
    enum LangTag {
        0 En,
        1 Ko,
        2 Other(String),
    }
}

#[derive(Serialize, Deserialize)]
struct Node {
    id: String,
    label: Option<texts::Pair>,
    is_host: bool,
    address: [u8; 4],
    prefix_len: Option<u8>,
    x: Option<u16>,
    y: Option<u16>,
    is_down: bool,
    is_silent: bool,
    memory_corruption: Share,
    spray: bool,
    /// JSON of the fields that differ from the usual.
    tcp: Option<String>,
    viewers: Vec<(String, u16)>,
}

#[derive(Serialize, Deserialize)]
struct Link {
    /// Absent: named after its ends.
    id: Option<String>,
    a: Name,
    b: Name,
    rate: Option<Rate>,
    delay: Option<Span>,
    jitter: Span,
    loss: Share,
    duplication: Share,
    corruption: Share,
    queue: Option<u32>,
    mtu: Option<u16>,
    cost: Option<u16>,
    is_cut: bool,
}

/// Writes a state in this form; `None` if it has no place for all of it: that goes into a newer form.
pub(super) fn write(state: &LinkState) -> Option<Vec<u8>> {
    let selected = state.view.selected.map(|selected| match selected {
        Selected::Node(id) => (0, u64::from(id.0)),
        Selected::Link(id) => (1, u64::from(id.0)),
        Selected::Packet(id) => (2, id.0),
        Selected::Event(id) => (3, id.0),
        Selected::Connection(node, socket) => (4, write_socket(node, socket)),
        Selected::Socket(node, socket) => (5, write_socket(node, socket)),
    });
    let form = State {
        scenario: write_scenario(&state.scenario)?,
        transport: unless(state.transport, state.scenario.transport).map(Transport::from),
        seed: unless(state.seed, state.scenario.seed),
        commands: state
            .commands
            .iter()
            .map(commands::write_by_place)
            .collect::<Option<_>>()?,
        cursor: state.cursor,
        speed: state.view.speed,
        selected,
        lang: state.view.lang.as_ref().map(|lang| match lang.as_str() {
            "en" => LangTag::En,
            "ko" => LangTag::Ko,
            other => LangTag::Other(other.to_owned()),
        }),
    };
    // These types hold nothing that postcard could refuse.
    let mut content = postcard::to_allocvec(&form).unwrap_or_default();
    content.extend(more::write(&state.scenario));
    Some(content)
}

/// Reads what [`write`] wrote.
pub(super) fn read(content: &[u8]) -> Result<LinkState, LinkError> {
    let unreadable = |detail: &str| LinkError::Unreadable {
        detail: detail.to_owned(),
    };
    let (form, rest) = postcard::take_from_bytes::<State>(content)
        .map_err(|_| unreadable("its content is not what it should be"))?;
    let mut scenario = read_scenario(form.scenario).map_err(unreadable)?;
    more::read(rest, &mut scenario).map_err(unreadable)?;
    let selected = form
        .selected
        .map(read_selected)
        .transpose()
        .map_err(unreadable)?;
    let lang = form.lang.map(|tag| {
        let tag = match &tag {
            LangTag::En => "en",
            LangTag::Ko => "ko",
            LangTag::Other(other) => other,
        };
        LanguageTag::new(tag).ok_or("it is in a language that there cannot be")
    });
    let lang = lang.transpose().map_err(unreadable)?;
    Ok(LinkState {
        transport: form.transport.map_or(scenario.transport, Into::into),
        seed: form.seed.unwrap_or(scenario.seed),
        commands: form
            .commands
            .into_iter()
            .map(commands::read_by_place)
            .collect(),
        cursor: form.cursor,
        view: View {
            speed: form.speed,
            selected,
            lang,
        },
        scenario,
    })
}

fn write_socket(node: hoplab_sim::NodeId, socket: hoplab_sim::SocketId) -> u64 {
    u64::from(node.0) << 32 | u64::from(socket.0)
}

fn read_selected((kind, id): (u8, u64)) -> Result<Selected, &'static str> {
    let unknown = "it selects something unknown";
    let small = || u16::try_from(id).map_err(|_| unknown);
    match kind {
        0 => Ok(Selected::Node(hoplab_sim::NodeId(small()?))),
        1 => Ok(Selected::Link(hoplab_sim::LinkId(small()?))),
        2 => Ok(Selected::Packet(hoplab_sim::PacketId(id))),
        3 => Ok(Selected::Event(hoplab_sim::EventId(id))),
        4 | 5 => {
            let node = u16::try_from(id >> 32).map_err(|_| unknown)?;
            let node = hoplab_sim::NodeId(node);
            let socket = hoplab_sim::SocketId(id as u32);
            Ok(match kind {
                4 => Selected::Connection(node, socket),
                _ => Selected::Socket(node, socket),
            })
        }
        _ => Err(unknown),
    }
}

fn write_scenario(scenario: &now::Scenario) -> Option<Scenario> {
    if !scenario.launches.is_empty() {
        return None;
    }
    let entry = library::entry(&scenario.name);
    let words = |own: &Option<crate::Words>, library: Option<library::Text>| match own {
        None => Words::None,
        Some(own) if library.map(library::Text::to_words).as_ref() == Some(own) => Words::Library,
        Some(own) => match write_pair(own) {
            Some((en, ko)) => Words::Own(OwnWords { en, ko }),
            None => Words::Tagged(write_tagged(own)),
        },
    };
    let nodes = NameTable::new(scenario.nodes.iter().map(|node| node.id.as_str()));
    let links = NameTable::new(scenario.links.iter().map(|link| link.id.as_str()));
    Some(Scenario {
        name: scenario.name.clone(),
        title: words(&scenario.title, entry.map(|entry| entry.title)),
        text: words(&scenario.text, entry.map(|entry| entry.text())),
        hint: words(&scenario.hint, entry.map(|entry| entry.hint())),
        nodes: scenario
            .nodes
            .iter()
            .map(write_node)
            .collect::<Option<_>>()?,
        links: scenario
            .links
            .iter()
            .map(|link| write_link(link, &nodes))
            .collect(),
        detection_delay: unless(scenario.detection_delay, DETECTION_DELAY),
        transport: scenario.transport.into(),
        script: scenario
            .script
            .iter()
            .map(|line| commands::write_by_name(line, &nodes, &links))
            .collect::<Option<_>>()?,
        seed: scenario.seed,
        until: scenario.until,
        offers: scenario
            .offers
            .iter()
            .map(|offer| commands::write_send(offer, &nodes))
            .collect(),
    })
}

fn read_scenario(form: Scenario) -> Result<now::Scenario, &'static str> {
    let entry = library::entry(&form.name);
    let words = |words: Words, library: Option<library::Text>| match words {
        Words::None => None,
        Words::Library => library.map(library::Text::to_words),
        Words::Own(OwnWords { en, ko }) => Some(read_pair(en, ko)),
        Words::Tagged(tagged) => Some(read_tagged(tagged)),
    };
    let nodes = form
        .nodes
        .into_iter()
        .map(read_node)
        .collect::<Result<Vec<_>, _>>()?;
    let links = {
        let names = NameTable::new(nodes.iter().map(|node| node.id.as_str()));
        let read = |link| read_link(link, &names);
        form.links
            .into_iter()
            .map(read)
            .collect::<Result<Vec<_>, _>>()?
    };
    let node_names = NameTable::new(nodes.iter().map(|node| node.id.as_str()));
    let link_names = NameTable::new(links.iter().map(|link| link.id.as_str()));
    let script = form
        .script
        .into_iter()
        .map(|line| commands::read_by_name(line, &node_names, &link_names))
        .collect::<Result<_, _>>()?;
    let offers = form
        .offers
        .into_iter()
        .map(|offer| commands::read_send(offer, &node_names))
        .collect::<Result<_, _>>()?;
    Ok(now::Scenario {
        schema: now::Scenario::SCHEMA,
        saved: None,
        title: words(form.title, entry.map(|entry| entry.title)),
        text: words(form.text, entry.map(|entry| entry.text())),
        hint: words(form.hint, entry.map(|entry| entry.hint())),
        name: form.name,
        detection_delay: form.detection_delay.unwrap_or(DETECTION_DELAY),
        transport: form.transport.into(),
        script,
        seed: form.seed,
        until: form.until,
        offers,
        launches: Vec::new(),
        nodes,
        links,
    })
}

fn write_node(node: &now::Node) -> Option<Node> {
    if !node.resolvers.is_empty() {
        return None;
    }
    let viewer = |program: &now::Program| match program {
        now::Program::Viewer { name, port, .. } => Some((name.clone(), *port)),
        _ => None,
    };
    Some(Node {
        id: node.id.clone(),
        // One in other languages stands behind the state.
        label: node.label.as_ref().and_then(write_pair),
        is_host: node.role == now::Role::Host,
        address: node.address.octets(),
        prefix_len: unless(node.prefix_len, PREFIX_LEN),
        x: node.x,
        y: node.y,
        is_down: !node.up,
        is_silent: !node.icmp,
        memory_corruption: node.memory_corruption,
        spray: node.spray,
        tcp: node.tcp.as_ref().map(write_tcp),
        viewers: node.programs.iter().map(viewer).collect::<Option<_>>()?,
    })
}

fn read_node(form: Node) -> Result<now::Node, &'static str> {
    let viewer = |(name, port)| now::Program::Viewer {
        name,
        port,
        read_rate: None,
        reply: None,
    };
    Ok(now::Node {
        id: form.id,
        label: form.label.map(|(en, ko)| read_pair(en, ko)),
        role: if form.is_host {
            now::Role::Host
        } else {
            now::Role::Router
        },
        address: Ipv4Addr::from(form.address),
        prefix_len: form.prefix_len.unwrap_or(PREFIX_LEN),
        x: form.x,
        y: form.y,
        up: !form.is_down,
        icmp: !form.is_silent,
        memory_corruption: form.memory_corruption,
        spray: form.spray,
        tcp: form.tcp.map(|tcp| read_tcp(&tcp)).transpose()?,
        programs: form.viewers.into_iter().map(viewer).collect(),
        resolvers: Vec::new(),
    })
}

/// TCP gains settings over time, so they go by name.
fn write_tcp(tcp: &TcpConfig) -> String {
    let fields = |tcp: &TcpConfig| match codec::read(&codec::write(tcp)) {
        Ok(serde_json::Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    };
    let usual = fields(&TcpConfig::default());
    let mut own = fields(tcp);
    own.retain(|name, value| usual.get(name) != Some(value));
    codec::write(&own)
}

fn read_tcp(json: &str) -> Result<TcpConfig, &'static str> {
    codec::read(json).map_err(|_| "its TCP settings are unknown")
}

fn write_link(link: &now::Link, nodes: &NameTable<'_>) -> Link {
    let usual_id = now::Link::id_of_ends(&link.a, &link.b);
    Link {
        id: (link.id != usual_id).then(|| link.id.clone()),
        a: nodes.name(&link.a),
        b: nodes.name(&link.b),
        rate: unless(link.rate, RATE),
        delay: unless(link.delay, DELAY),
        jitter: link.jitter,
        loss: link.loss,
        duplication: link.duplication,
        corruption: link.corruption,
        queue: unless(link.queue, QUEUE),
        mtu: unless(link.mtu, MTU),
        cost: unless(link.cost, COST),
        is_cut: !link.up,
    }
}

fn read_link(form: Link, nodes: &NameTable<'_>) -> Result<now::Link, &'static str> {
    let (a, b) = (nodes.text(form.a)?, nodes.text(form.b)?);
    Ok(now::Link {
        id: form.id.unwrap_or_else(|| now::Link::id_of_ends(&a, &b)),
        a,
        b,
        rate: form.rate.unwrap_or(RATE),
        delay: form.delay.unwrap_or(DELAY),
        jitter: form.jitter,
        loss: form.loss,
        duplication: form.duplication,
        corruption: form.corruption,
        queue: form.queue.unwrap_or(QUEUE),
        mtu: form.mtu.unwrap_or(MTU),
        cost: form.cost.unwrap_or(COST),
        up: !form.is_cut,
    })
}

/// The value, unless it is the usual one.
fn unless<T: PartialEq>(value: T, usual: T) -> Option<T> {
    (value != usual).then_some(value)
}
