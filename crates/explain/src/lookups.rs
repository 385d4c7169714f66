//! [`Lookups`]: what the trace tells of every DNS lookup of the run: who asked, what each resolver decided, which
//! packets carried question and answer, and which lookup of a resolver served which question of a host.

pub mod dig;
pub mod story;

use std::collections::{BTreeMap, VecDeque};
use std::net::Ipv4Addr;

use hoplab_dns::{
    DnsEvent, DnsEventKind, LookupId, Message, Name, Over, QueryKey, Question, RecordType, StepId,
    Wildcard,
};
use hoplab_sim::apps::{AppEvent, DnsServerEvent, LookupError, LookupEvent};
use hoplab_sim::{
    Command, EventId, EventKind, Frame, NodeChange, NodeId, NodeSnapshot, PacketId, Place,
    ProgramId, ProgramSummary, Trace, TraceEvent,
};
use hoplab_units::{Span, Time};

use crate::bytes;
use crate::table::piece;

/// Lookups kept; the oldest go.
const MOST_LOOKUPS: usize = 512;
/// Events of one lookup kept; what comes after them is not shown.
const MOST_DEEDS: usize = 1_024;
/// Packets kept that carry questions and answers; the oldest go.
const MOST_PACKETS: usize = 4_096;
/// Things remembered of what caches took in; past it they are not.
const MOST_CACHED: usize = 4_096;
/// What is kept of wildcards for one query.
const MOST_WILDCARDS: usize = 16;
/// How far up its causes an event is followed.
const LONGEST_CHAIN: usize = 12;
/// The port that name servers listen on.
const DNS_PORT: u16 = 53;

/// A resolver: a host's stub, or a recursive one.
pub type Resolver = (NodeId, ProgramId);

/// A lookup's number in this run: the first is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number(pub u64);

/// One lookup of one resolver.
#[derive(Clone, Debug, PartialEq)]
pub struct Lookup {
    /// Which.
    pub number: Number,
    /// Whose.
    pub resolver: Resolver,
    /// What was asked.
    pub question: Question,
    /// When.
    pub at: Time,
    /// Who wants to know.
    pub asker: Asker,
    /// What the resolver decided and met, in order.
    pub deeds: Vec<Deed>,
    /// The queries it sent.
    pub queries: Vec<Query>,
    /// When it was over.
    pub ended: Option<Time>,
    /// What the program was told, and when: only where a program of the same host asked.
    pub told: Option<(EventId, Time, Result<Vec<Ipv4Addr>, LookupError>)>,
}

/// Who wants to know.
#[derive(Clone, Debug, PartialEq)]
pub enum Asker {
    /// Nobody that the trace knows of.
    Unknown,
    /// A program of the same host.
    Program {
        /// Which.
        program: ProgramId,
        /// The event in which it says so.
        event: EventId,
        /// When.
        at: Time,
    },
    /// Another resolver, by a query.
    Query {
        /// The lookup that the query is part of.
        lookup: Number,
        /// The query.
        key: QueryKey,
    },
}

/// Something a resolver decided or met.
#[derive(Clone, Debug, PartialEq)]
pub struct Deed {
    /// The event that tells of it.
    pub event: EventId,
    /// When.
    pub at: Time,
    /// At which question of the lookup.
    pub step: StepId,
    /// What.
    pub kind: DnsEventKind,
}

/// A query under way, or answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// Which.
    pub key: QueryKey,
    /// The message's id.
    pub id: u16,
    /// Whom it asks.
    pub server: Ipv4Addr,
    /// Over what.
    pub over: Over,
    /// Who asks.
    pub client: Option<Ipv4Addr>,
    /// The packet that carries it, and the event that made this.
    pub packet: Option<(PacketId, EventId)>,
    /// The packet that carries the answer.
    pub reply: Option<PacketId>,
    /// The lookup that serves it, where a resolver was asked.
    pub served_by: Option<Number>,
    /// What wildcards had to do with the answer, as the server tells it, and when.
    pub wildcards: Vec<(EventId, Time, Wildcard)>,
}

/// What a cache took in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// For how long.
    pub ttl: u32,
    /// Until when.
    pub expires: Time,
}

/// What a cache holds: of whom and of which type. `None`: that there is no such name.
pub type Entry = (Resolver, Name, Option<RecordType>);

/// All lookups of a run.
#[derive(Clone, Debug, Default)]
pub struct Lookups {
    run: Option<u64>,
    next: u64,
    count: u64,
    lookups: VecDeque<Lookup>,
    /// The newest lookup of a resolver under this id: a resolver that was restarted counts anew.
    current: BTreeMap<(Resolver, LookupId), Number>,
    /// Which query a packet carries.
    packets: BTreeMap<PacketId, (Number, QueryKey)>,
    programs: BTreeMap<Resolver, ProgramSummary>,
    cached: BTreeMap<Entry, Kept>,
}

impl Lookups {
    /// Reads what is new in the trace; all of it if the run is another one or was rewound.
    pub fn read(&mut self, run: u64, trace: &Trace) {
        while self.read_on(run, trace) {}
    }

    /// As [`Lookups::read`], but no more than a piece. Whether there is more to read.
    pub fn read_on(&mut self, run: u64, trace: &Trace) -> bool {
        if self.run != Some(run) || trace.len() < self.next {
            *self = Lookups {
                run: Some(run),
                ..Lookups::default()
            };
        }
        let (events, until) = piece(trace, self.next);
        for event in events {
            self.take(event, trace);
        }
        self.next = until;
        self.next < trace.len()
    }

    /// All, the newest first.
    pub fn newest(&self) -> impl Iterator<Item = &Lookup> {
        self.lookups.iter().rev()
    }

    /// Those that nobody else's lookup is behind: what a person began, the newest first.
    pub fn begun(&self) -> impl Iterator<Item = &Lookup> {
        self.newest().filter(|lookup| match lookup.asker {
            Asker::Query { lookup, .. } => self.get(lookup).is_none(),
            Asker::Program { .. } | Asker::Unknown => true,
        })
    }

    /// A lookup.
    pub fn get(&self, number: Number) -> Option<&Lookup> {
        let first = self.lookups.front()?.number;
        self.lookups.get(number.0.checked_sub(first.0)? as usize)
    }

    /// The lookup that is behind this one: what a person began.
    pub fn root_of(&self, number: Number) -> Number {
        let mut root = number;
        for _ in 0..LONGEST_CHAIN {
            match self.get(root).map(|lookup| &lookup.asker) {
                Some(Asker::Query { lookup, .. }) if self.get(*lookup).is_some() => root = *lookup,
                _ => break,
            }
        }
        root
    }

    /// The query that a packet carries, or answers.
    pub fn of_packet(&self, packet: PacketId) -> Option<(Number, QueryKey)> {
        self.packets.get(&packet).copied()
    }

    /// What a program is.
    pub fn program(&self, program: Resolver) -> Option<&ProgramSummary> {
        self.programs.get(&program)
    }

    /// What a cache took in of a name.
    pub fn kept(&self, entry: &Entry) -> Option<Kept> {
        self.cached.get(entry).copied()
    }

    /// What of a cache's entries ran out within the last `span`.
    pub fn expired(
        &self,
        of: Resolver,
        now: Time,
        span: Span,
    ) -> impl Iterator<Item = (&Entry, Kept)> {
        let of_cache = self.cached.iter().filter(move |(entry, _)| entry.0 == of);
        of_cache
            .filter(move |(_, kept)| kept.expires <= now && now.since(kept.expires) < span)
            .map(|(entry, kept)| (entry, *kept))
    }

    fn get_mut(&mut self, number: Number) -> Option<&mut Lookup> {
        let first = self.lookups.front()?.number;
        let place = number.0.checked_sub(first.0)?;
        self.lookups.get_mut(place as usize)
    }

    fn take(&mut self, event: &TraceEvent, trace: &Trace) {
        match (&event.kind, event.place) {
            (EventKind::App(app), Place::Program(node, program)) => match &**app {
                AppEvent::Dns(dns) => self.decided(event, (node, program), dns, trace),
                AppEvent::Lookup(told) => self.told(event, (node, program), told, trace),
                AppEvent::DnsServer(DnsServerEvent::Wildcard(of)) => {
                    self.wildcard(event, node, of, trace);
                }
                _ => {}
            },
            (EventKind::ProgramStarted { program: what }, Place::Program(node, program)) => {
                self.programs.insert((node, program), what.clone());
            }
            (EventKind::ProgramEnded, Place::Program(node, program)) => {
                self.cut_short(event.at, |resolver| resolver == (node, program));
            }
            (EventKind::Originated { packet, frame, .. }, place) => {
                if let Some(node) = place.node() {
                    self.sent(event.id, node, *packet, frame);
                }
            }
            (EventKind::Duplicated { packet, copy }, _) => {
                if let Some(carried) = self.of_packet(*packet) {
                    self.carries(*copy, carried);
                }
            }
            (
                EventKind::Command {
                    command: Command::FlushDns { node },
                    ..
                },
                _,
            ) => self.forgot(*node),
            (
                EventKind::NodeChanged {
                    change: NodeChange::Crash,
                },
                place,
            ) => {
                if let Some(node) = place.node() {
                    self.forgot(node);
                    self.cut_short(event.at, |resolver| resolver.0 == node);
                }
            }
            _ => {}
        }
    }

    /// A host's caches are empty from now on.
    fn forgot(&mut self, node: NodeId) {
        self.cached.retain(|entry, _| entry.0.0 != node);
    }

    /// Resolvers are gone, and with them what they were looking up: nobody learns more of it, and numbers begin anew.
    fn cut_short(&mut self, at: Time, gone: impl Fn(Resolver) -> bool) {
        let current = core::mem::take(&mut self.current);
        for (id, number) in current {
            if !gone(id.0) {
                self.current.insert(id, number);
            } else if let Some(lookup) = self.get_mut(number) {
                lookup.ended.get_or_insert(at);
            }
        }
    }

    fn decided(&mut self, event: &TraceEvent, resolver: Resolver, dns: &DnsEvent, trace: &Trace) {
        let id = (resolver, dns.lookup);
        if let DnsEventKind::StepStarted {
            parent: None,
            question,
        } = &dns.kind
        {
            let asker = self.asker(resolver.0, event, trace);
            let number = self.open(resolver, question.clone(), event.at, asker);
            self.current.insert(id, number);
        }
        let Some(number) = self.current.get(&id).copied() else {
            return;
        };
        match &dns.kind {
            DnsEventKind::Joined { .. } | DnsEventKind::ClientJoined => {
                self.serve(number, self.asker(resolver.0, event, trace))
            }
            DnsEventKind::Cached { name, rtype, ttl } => {
                self.keep(event.at, (resolver, name.clone(), Some(*rtype)), *ttl);
            }
            DnsEventKind::NegativelyCached { name, rtype, ttl } => {
                self.keep(event.at, (resolver, name.clone(), *rtype), *ttl);
            }
            _ => {}
        }
        let Some(lookup) = self.get_mut(number) else {
            return;
        };
        match &dns.kind {
            DnsEventKind::QuerySent {
                key,
                id,
                server,
                over,
                ..
            } => lookup.queries.push(Query {
                key: *key,
                id: *id,
                server: *server,
                over: *over,
                client: None,
                packet: None,
                reply: None,
                wildcards: Vec::new(),
                served_by: None,
            }),
            DnsEventKind::Resolved { .. } | DnsEventKind::Failed { .. }
                if dns.step == StepId(0) =>
            {
                lookup.ended = Some(event.at);
            }
            _ => {}
        }
        if lookup.deeds.len() < MOST_DEEDS {
            lookup.deeds.push(Deed {
                event: event.id,
                at: event.at,
                step: dns.step,
                kind: dns.kind.clone(),
            });
        }
    }

    fn keep(&mut self, at: Time, entry: Entry, ttl: u32) {
        if self.cached.len() < MOST_CACHED || self.cached.contains_key(&entry) {
            let expires = at + Span::from_secs(ttl.into());
            self.cached.insert(entry, Kept { ttl, expires });
        }
    }

    fn open(&mut self, resolver: Resolver, question: Question, at: Time, asker: Asker) -> Number {
        let number = Number(self.count);
        self.count += 1;
        self.lookups.push_back(Lookup {
            number,
            resolver,
            question,
            at,
            asker: Asker::Unknown,
            deeds: Vec::new(),
            queries: Vec::new(),
            ended: None,
            told: None,
        });
        if self.lookups.len() > MOST_LOOKUPS {
            self.lookups.pop_front();
            let first = self.lookups.front().map(|lookup| lookup.number);
            self.current.retain(|_, number| Some(*number) >= first);
        }
        if let Some(lookup) = self.get_mut(number) {
            lookup.asker = asker.clone();
        }
        self.serve(number, asker);
        number
    }

    /// Notes at the query of the one who asks that this lookup serves it.
    fn serve(&mut self, number: Number, asker: Asker) {
        let Asker::Query { lookup, key } = asker else {
            return;
        };
        if lookup != number
            && let Some(query) = self.query_mut(lookup, key)
        {
            query.served_by = Some(number);
        }
    }

    /// A server tells what a wildcard had to do with its answer to a query.
    fn wildcard(&mut self, event: &TraceEvent, node: NodeId, of: &Wildcard, trace: &Trace) {
        let Asker::Query { lookup, key } = self.asker(node, event, trace) else {
            return;
        };
        if let Some(query) = self.query_mut(lookup, key)
            && query.wildcards.len() < MOST_WILDCARDS
        {
            query.wildcards.push((event.id, event.at, of.clone()));
        }
    }

    fn query_mut(&mut self, lookup: Number, key: QueryKey) -> Option<&mut Query> {
        let mut queries = self.get_mut(lookup)?.queries.iter_mut();
        queries.find(|query| query.key == key)
    }

    /// Who is behind a lookup: found by its causes.
    fn asker(&self, node: NodeId, event: &TraceEvent, trace: &Trace) -> Asker {
        let mut cause = event.cause;
        for _ in 0..LONGEST_CHAIN {
            let Some(event) = cause.and_then(|id| trace.get(id)) else {
                break;
            };
            match (&event.kind, event.place) {
                (EventKind::Accepted { packet, .. }, _) => {
                    let carried = self.of_packet(*packet);
                    return carried
                        .map_or(Asker::Unknown, |(lookup, key)| Asker::Query { lookup, key });
                }
                (EventKind::App(app), Place::Program(at, program)) if at == node => {
                    if let AppEvent::Lookup(LookupEvent::Asked { .. }) = &**app {
                        return Asker::Program {
                            program,
                            event: event.id,
                            at: event.at,
                        };
                    }
                }
                _ => {}
            }
            cause = event.cause;
        }
        Asker::Unknown
    }

    /// A program learnt what became of the name it asked for.
    fn told(
        &mut self,
        event: &TraceEvent,
        program: (NodeId, ProgramId),
        told: &LookupEvent,
        trace: &Trace,
    ) {
        let (name, result) = match told {
            LookupEvent::Asked { .. } => return,
            LookupEvent::Found { name, addresses } => (name, Ok(addresses.clone())),
            LookupEvent::Failed { name, error } => (name, Err(*error)),
        };
        let Ok(name) = name.parse::<Name>() else {
            return;
        };
        let number = self.answered(event, program, &name, trace);
        if let Some(lookup) = number.and_then(|number| self.get_mut(number)) {
            lookup.told = Some((event.id, event.at, result));
        }
    }

    /// The lookup that a program learns the end of: the one that the causes lead to, or one that waited for its
    /// answer. Where the causes are no longer known, the oldest that fits.
    fn answered(
        &self,
        event: &TraceEvent,
        (node, program): (NodeId, ProgramId),
        name: &Name,
        trace: &Trace,
    ) -> Option<Number> {
        let mut of = None;
        let mut cause = event.cause;
        for _ in 0..LONGEST_CHAIN {
            let Some(event) = cause.and_then(|id| trace.get(id)) else {
                break;
            };
            if let (EventKind::App(app), Place::Program(at, resolver)) = (&event.kind, event.place)
                && at == node
            {
                match &**app {
                    AppEvent::Dns(dns) => {
                        of = Some(((at, resolver), dns.lookup));
                        break;
                    }
                    // It was answered without a lookup.
                    AppEvent::Lookup(LookupEvent::Asked { .. }) => return None,
                    _ => {}
                }
            }
            cause = event.cause;
        }
        let fits = |(id, number): (&(Resolver, LookupId), &Number)| {
            let lookup = self.get(*number)?;
            let asked =
                matches!(&lookup.asker, Asker::Program { program: by, .. } if *by == program);
            let is_it = of.is_none_or(|of| *id == of || id.0 == of.0 && lookup.joins(of.1));
            let open = lookup.told.is_none() && id.0.0 == node;
            (asked && is_it && open && lookup.question.name == *name).then_some(*number)
        };
        self.current.iter().filter_map(fits).min()
    }

    /// A packet was made: it may carry a question or an answer.
    fn sent(&mut self, event: EventId, node: NodeId, packet: PacketId, frame: &Frame) {
        let Some((ports, over, id)) = dns_id(frame) else {
            return;
        };
        let Some(summary) = frame.summary() else {
            return;
        };
        let asks = ports.1 == DNS_PORT;
        let mut found = None;
        for lookup in self.lookups.iter_mut().rev() {
            let host = lookup.resolver.0;
            let is_it = |query: &&mut Query| match asks {
                true => {
                    let open = query.packet.is_none();
                    host == node
                        && query.server == summary.dst
                        && open
                        && (query.id, query.over) == (id, over)
                }
                false => {
                    let server = query.server == summary.src && query.client == Some(summary.dst);
                    server && query.reply.is_none() && (query.id, query.over) == (id, over)
                }
            };
            let Some(query) = lookup.queries.iter_mut().rev().find(is_it) else {
                continue;
            };
            if asks {
                query.packet = Some((packet, event));
                query.client = Some(summary.src);
            } else {
                query.reply = Some(packet);
            }
            found = Some((lookup.number, query.key));
            break;
        }
        if let Some(carried) = found {
            self.carries(packet, carried);
        }
    }

    fn carries(&mut self, packet: PacketId, carried: (Number, QueryKey)) {
        self.packets.insert(packet, carried);
        if self.packets.len() > MOST_PACKETS {
            self.packets.pop_first();
        }
    }
}

impl Lookup {
    /// Whether it waits for the answer of another one of its resolver.
    fn joins(&self, lookup: LookupId) -> bool {
        let mut deeds = self.deeds.iter();
        deeds.any(|deed| matches!(deed.kind, DnsEventKind::Joined { other } if other == lookup))
    }

    /// One of its queries.
    pub fn query(&self, key: QueryKey) -> Option<&Query> {
        self.queries.iter().find(|query| query.key == key)
    }

    /// What a query's message says: read from the packet that carries it.
    pub fn message_of(&self, trace: &Trace, key: QueryKey) -> Option<(Message, usize)> {
        let (_, event) = self.query(key)?.packet?;
        let frame = trace.get(event)?.kind.frame()?;
        let bytes = dns_bytes(frame)?;
        Some((Message::parse(bytes).ok()?, bytes.len()))
    }
}

/// A question or an answer between two hosts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asking {
    /// Who sends it.
    pub from: NodeId,
    /// Whom it is for.
    pub to: NodeId,
    /// It is an answer.
    pub answers: bool,
}

/// Who asks or answers whom by a packet, if it carries a question or an answer.
pub fn asking(nodes: &[NodeSnapshot], trace: &Trace, packet: PacketId) -> Option<Asking> {
    let made = |event: &&TraceEvent| match &event.kind {
        EventKind::Originated { packet: of, .. } => *of == packet,
        EventKind::Duplicated { copy, .. } => *copy == packet,
        _ => false,
    };
    let event = trace.iter().rev().find(made)?;
    if let EventKind::Duplicated { packet, .. } = event.kind {
        return asking(nodes, trace, packet);
    }
    let frame = event.kind.frame()?;
    let (ports, ..) = dns_id(frame)?;
    let to = frame.summary()?.dst;
    let from = event.place.node()?;
    let to = nodes
        .iter()
        .find(|node| node.address == to && node.id != from)?;
    Some(Asking {
        from,
        to: to.id,
        answers: ports.0 == DNS_PORT,
    })
}

/// The message that a packet to or from port 53 carries, if a whole one begins there.
pub fn dns_bytes(frame: &Frame) -> Option<&[u8]> {
    let summary = frame.summary()?;
    let content = bytes::content(frame, &summary);
    match summary.protocol {
        hoplab_wire::ipv4::protocol::TCP => {
            let (length, message) = content.split_first_chunk::<2>()?;
            message.get(..usize::from(u16::from_be_bytes(*length)))
        }
        _ => Some(content),
    }
}

/// The ports of a packet to or from port 53, over what it is, and the id of the message that begins in it.
fn dns_id(frame: &Frame) -> Option<((u16, u16), Over, u16)> {
    let summary = frame.summary()?;
    let ports = (summary.src_port?, summary.dst_port?);
    if ports.0 != DNS_PORT && ports.1 != DNS_PORT {
        return None;
    }
    let over = match summary.protocol {
        hoplab_wire::ipv4::protocol::UDP => Over::Udp,
        hoplab_wire::ipv4::protocol::TCP => Over::Tcp,
        _ => return None,
    };
    let content = bytes::content(frame, &summary);
    let behind = match over {
        Over::Udp => content,
        Over::Tcp => content.get(2..)?,
    };
    let (id, _) = behind.split_first_chunk::<2>()?;
    Some((ports, over, u16::from_be_bytes(*id)))
}

#[cfg(test)]
mod tests;
