//! Checks a scenario and turns it into what the simulator takes.

use core::fmt::Display;
use core::net::Ipv4Addr;

use hoplab_sim::{
    Command, HostSpec, LinkChange, LinkId, LinkSpec, NodeChange, NodeId, NodeSpec, PacketAction,
    Payload, Role as RoleSpec, RouterSpec, Send, Timed, WorldSpec,
};
use hoplab_units::{Rate, Share, Span, Time, VecMap};

use crate::error::{Counted, Problem, Reserved, ScenarioError};
use crate::json::printable;
use crate::model::{Link, Node, Program, Role, Scenario, ScriptLine};
use crate::texts::{Words, is_tag};

type Checked<T = ()> = Result<T, ScenarioError>;

/// The bounds of what a scenario may hold.
pub(crate) mod limit {
    use hoplab_units::{Rate, Span, Time};

    pub const NAME_CHARS: usize = 64;
    pub const ID_CHARS: usize = 32;
    pub const TITLE_CHARS: usize = 120;
    pub const TEXT_CHARS: usize = 2_000;
    pub const SCRIPT_LINES: usize = 1_000;
    pub const OFFERS: usize = 32;
    pub const PROGRAMS: usize = 32;
    pub const RESOLVERS: usize = 3;
    pub const LEAST_RATE: Rate = Rate::from_bits_per_sec(1);
    pub const MOST_RATE: Rate = Rate::from_mbit(100_000);
    pub const MOST_DELAY: Span = Span::from_secs(600);
    /// A frame of 1,500 bytes must fit, or nothing could ever wait.
    pub const LEAST_QUEUE: u32 = 1_518;
    pub const MOST_QUEUE: u32 = 16 * 1024 * 1024;
    /// RFC 791: every network must carry 68 bytes in one piece.
    pub const LEAST_MTU: u16 = 68;
    pub const MOST_MTU: u16 = 9_000;
    pub const MOST_TIME: Time = Time::from_secs(24 * 3600);
}

impl Scenario {
    /// Checks everything and gives what a [`hoplab_sim::World`] is built from.
    ///
    /// # Errors
    /// Names the first field that cannot be, says why and what to do.
    pub fn to_spec(&self) -> Result<WorldSpec, ScenarioError> {
        self.check_head()?;
        let names = NamedIds::of(self)?;
        let nodes = check_nodes(&self.nodes)?;
        let links = each(
            &self.links,
            "links",
            |link| link.id.clone(),
            |path, link| check_link(path, link, &names),
        )?;
        let script = each(&self.script, "script", no_name, |path, line| {
            names.line(path, line)
        })?;
        each(&self.launches, "launches", no_name, |path, launch| {
            let node = names.node(&format!("{path}.node"), &launch.node)?;
            let program = Box::new(launch.program.clone());
            names.command(path, &Command::Start { node, program })
        })?;
        each(&self.offers, "offers", no_name, |path, offer| {
            names.send(path, offer)
        })?;
        Ok(WorldSpec {
            nodes,
            links,
            detection_delay: self.detection_delay,
            transport: self.transport,
            script,
            seed: self.seed,
            trace_limit: WorldSpec::DEFAULT_TRACE_LIMIT,
        })
    }

    /// What concerns the scenario as a whole: its form, its words, how many of each there are.
    fn check_head(&self) -> Checked {
        match self.schema {
            Scenario::SCHEMA => {}
            0 => return fail("schema", Problem::NoSuchSchema),
            found => {
                let newest = Scenario::SCHEMA;
                return fail("schema", Problem::NewerSchema { found, newest });
            }
        }
        one_line("name", &self.name, limit::NAME_CHARS)?;
        words("title", self.title.as_ref(), limit::TITLE_CHARS)?;
        words("text", self.text.as_ref(), limit::TEXT_CHARS)?;
        words("hint", self.hint.as_ref(), limit::TEXT_CHARS)?;
        if self.nodes.is_empty() {
            return fail("nodes", Problem::NoNodes);
        }
        at_most("nodes", self.nodes.len(), WorldSpec::MAX_NODES)?;
        at_most("links", self.links.len(), WorldSpec::MAX_LINKS)?;
        at_most("script", self.script.len(), limit::SCRIPT_LINES)?;
        at_most("offers", self.offers.len(), limit::OFFERS)?;
        at_most("launches", self.launches.len(), limit::OFFERS)?;
        if let Some(saved) = &self.saved {
            check_time("saved.at", saved.at)?;
        }
        within(
            "detection_delay",
            self.detection_delay,
            Span::ZERO,
            limit::MOST_DELAY,
        )?;
        within("until", self.until, Time::from_millis(1), limit::MOST_TIME)
    }
}

/// Which node or link each name stands for.
pub(crate) struct NamedIds<'a> {
    scenario: &'a Scenario,
    nodes: VecMap<&'a str, u16>,
    links: VecMap<&'a str, u16>,
}

impl<'a> NamedIds<'a> {
    /// # Errors
    /// Names a name that cannot be, or that stands for two things.
    pub(crate) fn of(scenario: &'a Scenario) -> Checked<NamedIds<'a>> {
        let nodes = unique("nodes", scenario.nodes.iter().map(|node| node.id.as_str()))?;
        let links = unique("links", scenario.links.iter().map(|link| link.id.as_str()))?;
        Ok(NamedIds {
            scenario,
            nodes,
            links,
        })
    }

    fn node(&self, path: &str, name: &str) -> Checked<NodeId> {
        self.nodes.get(&name).map(|at| NodeId(*at)).ok_or_else(|| {
            let known = list(self.scenario.nodes.iter().map(|node| node.id.as_str()));
            ScenarioError::new(
                path,
                Problem::NoSuchNode {
                    name: short(name),
                    known,
                },
            )
        })
    }

    fn link(&self, path: &str, name: &str) -> Checked<LinkId> {
        self.links.get(&name).map(|at| LinkId(*at)).ok_or_else(|| {
            let known = list(self.scenario.links.iter().map(|link| link.id.as_str()));
            ScenarioError::new(
                path,
                Problem::NoSuchLink {
                    name: short(name),
                    known,
                },
            )
        })
    }

    /// Checks something that happens at a moment, and names its nodes and links by their places.
    pub(crate) fn line(&self, path: &str, line: &ScriptLine) -> Checked<Timed> {
        within(&format!("{path}.at"), line.at, Time::ZERO, limit::MOST_TIME)?;
        let command = line
            .command
            .clone()
            .try_map(|name| self.node(path, &name), |name| self.link(path, &name))?;
        self.command(path, &command)?;
        Ok(Timed {
            at: line.at,
            command,
        })
    }

    /// A line as people write it, by the names of its nodes and links: what [`Names::line`] reads.
    pub(crate) fn by_name(&self, path: &str, timed: &Timed) -> Checked<ScriptLine> {
        self.command(path, &timed.command)?;
        let nodes = &self.scenario.nodes;
        let links = &self.scenario.links;
        let node = |id: NodeId| Ok(nodes.get(id.index()).map_or("", |node| &node.id).to_owned());
        let link = |id: LinkId| Ok(links.get(id.index()).map_or("", |link| &link.id).to_owned());
        let command = timed.command.clone().try_map(node, link)?;
        let at = timed.at;
        Ok(ScriptLine { at, command })
    }

    /// Checks that a command fits this scenario.
    pub(crate) fn command(&self, path: &str, command: &Command) -> Checked {
        let node = |id: NodeId| {
            self.scenario.nodes.get(id.index()).ok_or_else(|| {
                let known = list(self.scenario.nodes.iter().map(|node| node.id.as_str()));
                ScenarioError::new(
                    path,
                    Problem::NoSuchNode {
                        name: id.to_string(),
                        known,
                    },
                )
            })
        };
        match command {
            Command::SetLink { link, change, .. } => {
                if link.index() >= self.scenario.links.len() {
                    let known = list(self.scenario.links.iter().map(|link| link.id.as_str()));
                    return fail(
                        path,
                        Problem::NoSuchLink {
                            name: link.to_string(),
                            known,
                        },
                    );
                }
                check_link_change(path, *change)
            }
            Command::SetNode { node: id, change } => {
                let node = node(*id)?;
                match (change, node.role) {
                    (NodeChange::Spray(_), Role::Host) => fail(
                        path,
                        Problem::RoutersOnly {
                            node: node.id.clone(),
                        },
                    ),
                    (NodeChange::Tcp(_), Role::Router) => fail(
                        path,
                        Problem::HostsOnly {
                            node: node.id.clone(),
                        },
                    ),
                    (NodeChange::MemoryCorruption(share), _) => {
                        within(path, *share, Share::NEVER, Share::ALWAYS)
                    }
                    _ => Ok(()),
                }
            }
            Command::SetPacket {
                action: PacketAction::Delay(delay),
                ..
            } => within(path, *delay, Span::ZERO, limit::MOST_DELAY),
            Command::SetPacket { .. } | Command::SetTransport(_) => Ok(()),
            Command::Start { node: id, program } => {
                let node = node(*id)?;
                if node.role == Role::Router {
                    let node = node.id.clone();
                    return fail(&format!("{path}.node"), Problem::HostsOnly { node });
                }
                check_program(&format!("{path}.program"), program)
            }
            Command::Stop { node: id, .. }
            | Command::SetRecord { node: id, .. }
            | Command::FlushDns { node: id } => node(*id).map(|_| ()),
            Command::Type { node: id, text, .. } => {
                node(*id)?;
                let payload = Payload::Text(text.clone());
                check_payload(&format!("{path}.text"), &payload)
            }
            Command::Send(send) => check_send(path, node(send.from)?, send),
        }
    }

    /// Checks a message that can be sent.
    fn send(&self, path: &str, send: &Send<String>) -> Checked {
        let from = self.node(&format!("{path}.from"), &send.from)?;
        match self.scenario.nodes.get(from.index()) {
            Some(node) => check_send(path, node, send),
            None => Ok(()),
        }
    }
}

fn check_nodes(nodes: &[Node]) -> Checked<Vec<NodeSpec>> {
    let mut routers: VecMap<Ipv4Addr, String> = VecMap::new();
    each(
        nodes,
        "nodes",
        |node| node.id.clone(),
        |path, node| {
            let spec = check_node(path, node)?;
            if node.role == Role::Router {
                let address = node.address;
                if let Some(first) = routers.insert(address, path.to_owned()) {
                    let problem = Problem::RouterAddressTaken { address, first };
                    return fail(&format!("{path}.address"), problem);
                }
            }
            Ok(spec)
        },
    )
}

fn check_node(path: &str, node: &Node) -> Checked<NodeSpec> {
    words(
        &format!("{path}.label"),
        node.label.as_ref(),
        limit::ID_CHARS,
    )?;
    usable_address(&format!("{path}.address"), node.address)?;
    within(
        &format!("{path}.x"),
        node.x.unwrap_or(0),
        0,
        Scenario::WIDTH,
    )?;
    within(
        &format!("{path}.y"),
        node.y.unwrap_or(0),
        0,
        Scenario::HEIGHT,
    )?;
    within(&format!("{path}.prefix_len"), node.prefix_len, 1, 32)?;
    let share = node.memory_corruption;
    within(
        &format!("{path}.memory_corruption"),
        share,
        Share::NEVER,
        Share::ALWAYS,
    )?;
    let role = match node.role {
        Role::Host => RoleSpec::Host(check_host(path, node)?),
        Role::Router => RoleSpec::Router(check_router(path, node)?),
    };
    Ok(NodeSpec {
        name: node.id.clone(),
        address: node.address,
        role,
        icmp: node.icmp,
        up: node.up,
        memory_corruption: node.memory_corruption,
    })
}

fn check_router(path: &str, node: &Node) -> Checked<RouterSpec> {
    let hosts_only = || Problem::HostsOnly {
        node: node.id.clone(),
    };
    if !node.programs.is_empty() {
        return fail(&format!("{path}.programs"), hosts_only());
    }
    if node.tcp.is_some() {
        return fail(&format!("{path}.tcp"), hosts_only());
    }
    Ok(RouterSpec { spray: node.spray })
}

fn check_host(path: &str, node: &Node) -> Checked<HostSpec> {
    if node.spray {
        let problem = Problem::RoutersOnly {
            node: node.id.clone(),
        };
        return fail(&format!("{path}.spray"), problem);
    }
    let tcp = node.tcp.unwrap_or_default();
    if let Err(error) = tcp.validate() {
        return fail(&format!("{path}.tcp"), Problem::Tcp(error));
    }
    at_most(
        &format!("{path}.programs"),
        node.programs.len(),
        limit::PROGRAMS,
    )?;
    let mut viewers: VecMap<u16, String> = VecMap::new();
    let programs_path = format!("{path}.programs");
    let programs = each(&node.programs, &programs_path, no_name, |path, program| {
        check_program(path, program)?;
        // Two viewers on one port are a slip of the pen. Other programs meet a taken port as they would on any
        // host: by an error that can be watched.
        if let Program::Viewer { name, port, .. } = program
            && let Some(first) = viewers.insert(*port, name.clone())
        {
            let problem = Problem::PortTaken { port: *port, first };
            return fail(&format!("{path}.port"), problem);
        }
        Ok(program.clone())
    })?;
    let resolvers_path = format!("{path}.resolvers");
    at_most(&resolvers_path, node.resolvers.len(), limit::RESOLVERS)?;
    let resolvers = each(
        &node.resolvers,
        &resolvers_path,
        no_name,
        |path, address| {
            usable_address(path, *address)?;
            Ok(*address)
        },
    )?;
    Ok(HostSpec {
        prefix_len: node.prefix_len,
        tcp,
        programs,
        resolvers,
    })
}

/// Checks a program, whether a host starts it by itself or a command does.
fn check_program(path: &str, program: &Program) -> Checked {
    let Program::Viewer {
        name,
        port,
        read_rate,
        reply,
    } = program
    else {
        return program.check().or_else(|defect| {
            let path = format!("{path}.{}", defect.field);
            fail(&path, Problem::Program(defect.why))
        });
    };
    one_line(&format!("{path}.name"), name, limit::ID_CHARS)?;
    usable_port(&format!("{path}.port"), *port)?;
    if let Some(rate) = read_rate {
        let path = format!("{path}.read_rate");
        within(&path, *rate, limit::LEAST_RATE, limit::MOST_RATE)?;
    }
    if let Some(reply) = reply {
        check_payload(&format!("{path}.reply"), reply)?;
    }
    Ok(())
}

fn check_link(path: &str, link: &Link, names: &NamedIds<'_>) -> Checked<LinkSpec> {
    let a = names.node(&format!("{path}.a"), &link.a)?;
    let b = names.node(&format!("{path}.b"), &link.b)?;
    if a == b {
        return fail(
            path,
            Problem::LinkToItself {
                node: link.a.clone(),
            },
        );
    }
    within(
        &format!("{path}.rate"),
        link.rate,
        limit::LEAST_RATE,
        limit::MOST_RATE,
    )?;
    within(
        &format!("{path}.delay"),
        link.delay,
        Span::ZERO,
        limit::MOST_DELAY,
    )?;
    within(
        &format!("{path}.jitter"),
        link.jitter,
        Span::ZERO,
        limit::MOST_DELAY,
    )?;
    for (field, share) in [
        ("loss", link.loss),
        ("duplication", link.duplication),
        ("corruption", link.corruption),
    ] {
        within(
            &format!("{path}.{field}"),
            share,
            Share::NEVER,
            Share::ALWAYS,
        )?;
    }
    within(
        &format!("{path}.queue"),
        link.queue,
        limit::LEAST_QUEUE,
        limit::MOST_QUEUE,
    )?;
    within(
        &format!("{path}.mtu"),
        link.mtu,
        limit::LEAST_MTU,
        limit::MOST_MTU,
    )?;
    within(&format!("{path}.cost"), link.cost, 1, u16::MAX)?;
    Ok(LinkSpec {
        name: link.id.clone(),
        a,
        b,
        rate: link.rate,
        delay: link.delay,
        jitter: link.jitter,
        loss: link.loss,
        duplication: link.duplication,
        corruption: link.corruption,
        queue: link.queue,
        mtu: link.mtu,
        cost: link.cost,
        up: link.up,
    })
}

fn check_link_change(path: &str, change: LinkChange) -> Checked {
    match change {
        LinkChange::Delay(span) | LinkChange::Jitter(span) => {
            within(path, span, Span::ZERO, limit::MOST_DELAY)
        }
        LinkChange::Rate(rate) => within::<Rate>(path, rate, limit::LEAST_RATE, limit::MOST_RATE),
        LinkChange::Queue(bytes) => within(path, bytes, limit::LEAST_QUEUE, limit::MOST_QUEUE),
        LinkChange::Loss(share)
        | LinkChange::Duplication(share)
        | LinkChange::Corruption(share) => within(path, share, Share::NEVER, Share::ALWAYS),
        LinkChange::Cut | LinkChange::Restore => Ok(()),
    }
}

fn check_send<N>(path: &str, from: &Node, send: &Send<N>) -> Checked {
    if from.role == Role::Router {
        let problem = Problem::SenderIsRouter {
            node: from.id.clone(),
        };
        return fail(&format!("{path}.from"), problem);
    }
    usable_address(&format!("{path}.to"), send.to)?;
    usable_port(&format!("{path}.port"), send.port)?;
    check_payload(&format!("{path}.payload"), &send.payload)?;
    let interval = send.interval.unwrap_or(Span::ZERO);
    within(
        &format!("{path}.interval"),
        interval,
        Span::ZERO,
        limit::MOST_DELAY,
    )
}

fn check_payload(path: &str, payload: &Payload) -> Checked {
    match payload {
        Payload::Text(text) if text.is_empty() => fail(path, Problem::Empty),
        Payload::Text(text) if text.len() > Payload::MAX_TEXT_BYTES => fail(
            path,
            Problem::TextTooLong {
                length: text.len(),
                most: Payload::MAX_TEXT_BYTES,
            },
        ),
        Payload::Bulk(bytes) => within(path, *bytes, 1, Payload::MAX_BULK_BYTES),
        Payload::Text(_) | Payload::Picture => Ok(()),
    }
}

/// Checks each of a list under its path, which has the place and, if it has one, the name.
fn each<T, U>(
    list: &[T],
    what: &str,
    name: impl Fn(&T) -> String,
    mut check: impl FnMut(&str, &T) -> Checked<U>,
) -> Checked<Vec<U>> {
    let one = |(i, item): (usize, &T)| check(&path_of(what, i, &name(item)), item);
    list.iter().enumerate().map(one).collect()
}

/// Which of a list: its place and, if it has one, its name.
pub(crate) fn path_of(what: &str, place: usize, name: &str) -> String {
    match name.is_empty() {
        true => format!("{what}[{place}]"),
        false => format!("{what}[{place}] (\"{}\")", short(name)),
    }
}

fn no_name<T>(_: &T) -> String {
    String::new()
}

/// The place of each name in its list, which stays below 2^16 by the limits on counts.
fn unique<'a>(what: &str, ids: impl Iterator<Item = &'a str>) -> Checked<VecMap<&'a str, u16>> {
    let mut places = VecMap::new();
    for (i, id) in ids.enumerate() {
        one_line(&format!("{what}[{i}].id"), id, limit::ID_CHARS)?;
        if let Some(first) = places.insert(id, i as u16) {
            let problem = Problem::RepeatedId {
                id: short(id),
                first: format!("{what}[{first}]"),
            };
            return fail(&format!("{what}[{i}].id"), problem);
        }
    }
    Ok(places)
}

fn fail<T>(path: &str, problem: Problem) -> Checked<T> {
    Err(ScenarioError::new(path, problem))
}

fn at_most(what: &str, count: usize, most: usize) -> Checked {
    if count <= most {
        return Ok(());
    }
    let kind = match what.rsplit('.').next().unwrap_or(what) {
        "nodes" => Counted::Nodes,
        "links" => Counted::Links,
        "script" => Counted::ScriptLines,
        "offers" => Counted::Offers,
        "launches" => Counted::Launches,
        "resolvers" => Counted::NameServers,
        _ => Counted::Programs,
    };
    fail(
        what,
        Problem::TooMany {
            what: kind,
            count,
            most,
        },
    )
}

fn within<T: PartialOrd + Display>(path: &str, value: T, least: T, most: T) -> Checked {
    if value >= least && value <= most {
        return Ok(());
    }
    let problem = Problem::OutOfBounds {
        value: value.to_string(),
        least: least.to_string(),
        most: most.to_string(),
    };
    fail(path, problem)
}

/// A moment of a run: at most [`limit::MOST_TIME`] after its beginning.
pub(crate) fn check_time(path: &str, at: Time) -> Checked {
    within(path, at, Time::ZERO, limit::MOST_TIME)
}

fn one_line(path: &str, text: &str, most: usize) -> Checked {
    if text.chars().any(char::is_control) {
        return fail(path, Problem::ControlCharacter);
    }
    text_within(path, text, most)
}

fn text_within(path: &str, text: &str, most: usize) -> Checked {
    if text.trim().is_empty() {
        return fail(path, Problem::Empty);
    }
    match text.chars().count() {
        length if length > most => fail(path, Problem::TextTooLong { length, most }),
        _ => Ok(()),
    }
}

fn words(path: &str, words: Option<&Words>, most: usize) -> Checked {
    let Some(words) = words else {
        return Ok(());
    };
    let count = words.texts().len();
    if count == 0 {
        return fail(path, Problem::NoText);
    }
    if count > Words::MAX_LANGUAGES {
        let (what, most) = (Counted::Languages, Words::MAX_LANGUAGES);
        return fail(path, Problem::TooMany { what, count, most });
    }
    for (place, (tag, text)) in words.texts().enumerate() {
        // What stands in every language has none.
        if tag.is_empty() && count == 1 {
            return text_within(path, text, most);
        }
        language(path, tag, words.texts().take(place))?;
        text_within(&format!("{path}.{tag}"), text, most)?;
    }
    Ok(())
}

/// Checks the tag of a text's language, against those that stand before it too.
fn language<'a>(
    path: &str,
    tag: &str,
    mut before: impl Iterator<Item = (&'a str, &'a str)>,
) -> Checked {
    if !is_tag(tag) {
        return fail(path, Problem::NoLanguage { tag: short(tag) });
    }
    match before.any(|(other, _)| other.eq_ignore_ascii_case(tag)) {
        true => fail(path, Problem::RepeatedLanguage { tag: short(tag) }),
        false => Ok(()),
    }
}

fn usable_port(path: &str, port: u16) -> Checked {
    if port == 0 {
        fail(path, Problem::PortZero)
    } else {
        Ok(())
    }
}

fn usable_address(path: &str, address: Ipv4Addr) -> Checked {
    let why = if address.octets()[0] == 0 {
        Reserved::ThisNetwork
    } else if address.is_loopback() {
        Reserved::Loopback
    } else if address.is_multicast() {
        Reserved::Multicast
    } else if address.is_broadcast() {
        Reserved::Broadcast
    } else if address.octets()[0] >= 240 {
        Reserved::LaterUse
    } else {
        return Ok(());
    };
    fail(path, Problem::BadAddress { address, why })
}

/// A name as it is shown in an error: short, whatever it was.
fn short(name: &str) -> String {
    printable(name, 40)
}

/// The first names of a list, for an error.
fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut names = names.map(short);
    let shown: Vec<String> = names.by_ref().take(20).collect();
    match (shown.is_empty(), names.next()) {
        (true, _) => "(none)".to_owned(),
        (false, None) => shown.join(", "),
        (false, Some(_)) => format!("{}, …", shown.join(", ")),
    }
}

#[cfg(test)]
mod tests;
