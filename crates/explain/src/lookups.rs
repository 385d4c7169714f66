//! [`Lookups`]: what the trace tells of every DNS lookup of the run: who asked, what each resolver decided, which
//! packets carried question and answer, which lookup of a resolver served which question of a host, and what each
//! cache remembered from when to when.

pub mod account;
pub mod dig;

use core::ops::{Deref, RangeInclusive};
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddrV4};

use hoplab_dns::{
    Asker as Client, DnsEvent, DnsEventKind, LookupId, Message, Name, Over, QueryKey, Question,
    RecordType, StepId, Wildcard,
};
use hoplab_sim::apps::{AppEvent, DnsServerEvent, LookupError, LookupEvent, StubLookup};
use hoplab_sim::{
    Command, EventId, EventKind, Frame, NodeChange, NodeId, NodeSnapshot, PacketId, Place,
    ProgramId, ProgramSummary, SocketId, Trace, TraceEvent,
};
use hoplab_units::{Span, Time};

use crate::At;
use crate::bytes;
use crate::table::{self, Table, halve};

/// Lookups kept; the older half goes.
const MOST_LOOKUPS: usize = 4_096;
/// Events of one lookup kept; what comes after them is not shown.
const MOST_EVENTS: usize = 1_024;
/// Packets kept that carry questions and answers, and sockets that were opened for questions; the older half goes.
const MOST_PACKETS: usize = 65_536;
/// Names and types of which it is kept what caches knew; of more it is not.
const MOST_CACHED: usize = 4_096;
/// Times that one entry of a cache came and went; the older half goes.
const MOST_TURNS: usize = 1_024;
/// What is kept of wildcards for one query, and of lookups that served it.
const MOST_OF_A_QUERY: usize = 16;
/// Starts of programs kept under one number of one host; the older half goes.
const MOST_STARTS: usize = 256;
/// How many resolvers are looked for behind each other.
const LONGEST_CHAIN: usize = 12;
/// The port that name servers listen on.
const DNS_PORT: u16 = 53;

/// A resolver: a host's stub, or a recursive one.
pub type Resolver = (NodeId, ProgramId);

/// A lookup's number in this run: the first is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number(pub u64);

/// One lookup of one resolver, as of a moment.
#[derive(Clone, Copy, Debug)]
pub struct Lookup<'a> {
    /// Which.
    pub number: Number,
    /// Whose.
    pub resolver: Resolver,
    /// What was asked.
    pub question: &'a Question,
    /// The event in which it began.
    pub event: EventId,
    /// When.
    pub at: Time,
    /// Who wants to know.
    pub asker: Asker,
    /// What the resolver decided and met, in order.
    pub events: &'a [ResolverEvent],
    /// When it was over.
    pub ended: Option<Time>,
    /// What the program was told: only where a program of the same host asked.
    pub told: Option<&'a Told>,
    queries: &'a [Sent],
    here: EventId,
}

/// Who wants to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// Nobody whose query was seen to leave.
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
pub struct ResolverEvent {
    /// The event that tells of it.
    pub event: EventId,
    /// When.
    pub at: Time,
    /// At which question of the lookup.
    pub step: StepId,
    /// What.
    pub kind: DnsEventKind,
}

/// What a program was told of the name it had asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The event that tells of it.
    pub event: EventId,
    /// When.
    pub at: Time,
    /// The addresses, or why there are none.
    pub result: Result<Vec<Ipv4Addr>, LookupError>,
}

/// A query under way, or answered, as of a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Query<'a> {
    /// Which.
    pub key: QueryKey,
    /// The event of its sending.
    pub event: EventId,
    /// The message's id.
    pub id: u16,
    /// Whom it asks.
    pub server: Ipv4Addr,
    /// Over what.
    pub over: Over,
    /// The packet that carries it.
    pub packet: Option<PacketId>,
    /// The packet that carries the answer: the one that was taken, or else the first that was made.
    pub reply: Option<PacketId>,
    /// The lookup that serves it, where a resolver was asked: the one that the answer taken comes from, or else the
    /// newest.
    pub served_by: Option<Number>,
    /// What wildcards had to do with the answer, as the server tells it, and when.
    pub wildcards: &'a [(EventId, Time, Wildcard)],
    /// The message, once it has left.
    pub message: Option<&'a [u8]>,
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

/// What happened in one lookup.
#[derive(Clone, Debug, PartialEq)]
struct Record {
    id: LookupId,
    resolver: Resolver,
    question: Question,
    event: EventId,
    at: Time,
    asker: Asker,
    events: Vec<ResolverEvent>,
    queries: Vec<Sent>,
    ended: Option<(EventId, Time)>,
    told: Option<Told>,
}

/// What happened to one query.
#[derive(Clone, Debug, PartialEq)]
struct Sent {
    key: QueryKey,
    event: EventId,
    id: u16,
    server: Ipv4Addr,
    over: Over,
    asked: Option<(EventId, PacketId, Box<[u8]>)>,
    reply: Option<(EventId, PacketId)>,
    /// The answer that was taken: a question that was doubled on its way has several.
    taken: Option<Taken>,
    served: Vec<(EventId, Number)>,
    wildcards: Vec<(EventId, Time, Wildcard)>,
}

/// An answer that was taken.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Taken {
    event: EventId,
    packet: PacketId,
    /// The event in which the packet was made.
    made: EventId,
}

/// A socket that was opened for a query: each has its own.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Way {
    event: EventId,
    node: NodeId,
    socket: SocketId,
    local: SocketAddrV4,
    lookup: Number,
    key: QueryKey,
}

/// A packet that carries a question or an answer.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Carried {
    event: EventId,
    /// The event in which the packet was made that this one is, or is a copy of.
    made: EventId,
    packet: PacketId,
    from: NodeId,
    to: Ipv4Addr,
    answers: bool,
    of: Option<(Number, QueryKey)>,
}

/// From an event on a cache holds this of an entry; `None`: nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Turn {
    event: EventId,
    kept: Option<Kept>,
}

/// All lookups of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lookups {
    /// In the order of their numbers.
    records: Vec<Record>,
    /// How many were let go: the number of the first that is kept.
    let_go: u64,
    /// Who had a lookup's id, one after the other: a resolver that was restarted counts anew.
    ids: BTreeMap<(Resolver, LookupId), Vec<Number>>,
    ways: Vec<Way>,
    carried: Vec<Carried>,
    programs: BTreeMap<Resolver, Vec<(EventId, ProgramSummary)>>,
    cached: BTreeMap<Entry, Vec<Turn>>,
}

impl Table for Lookups {
    fn note(&mut self, event: &TraceEvent, trace: &Trace) {
        match (&event.kind, event.place) {
            (EventKind::App(app), Place::Program(node, program)) => match &**app {
                AppEvent::Dns(dns) => self.decided(event, (node, program), dns, trace),
                AppEvent::Lookup(told) => self.told(event, node, told),
                AppEvent::DnsServer(DnsServerEvent::Wildcard { to, of }) => {
                    self.wildcard(event, *to, of);
                }
                _ => {}
            },
            (EventKind::ProgramStarted { program: what }, Place::Program(node, program)) => {
                let starts = self.programs.entry((node, program)).or_default();
                halve(starts, MOST_STARTS);
                starts.push((event.id, what.clone()));
            }
            (EventKind::ProgramEnded, Place::Program(node, program)) => {
                self.cut_short(event, (node, program)..=(node, program));
            }
            (EventKind::SocketOpened { program, local, .. }, Place::Socket(node, socket)) => {
                self.opened(event, (node, *program), socket, *local, trace)
            }
            (
                EventKind::Originated {
                    packet,
                    frame,
                    socket,
                    ..
                },
                Place::Node(node),
            ) => self.sent(event.id, (node, *socket), *packet, frame),
            (EventKind::Duplicated { packet, copy, .. }, _) => {
                if let Some(carried) = self.carried(*packet) {
                    self.carries(Carried {
                        event: event.id,
                        packet: *copy,
                        ..carried
                    });
                }
            }
            (
                EventKind::Command {
                    command: Command::FlushDns { node },
                    ..
                },
                _,
            ) => self.forget_all(event.id, *node),
            (
                EventKind::NodeChanged {
                    change: NodeChange::Crash,
                },
                Place::Node(node),
            ) => {
                self.forget_all(event.id, node);
                self.cut_short(event, (node, ProgramId(0))..=(node, ProgramId(u16::MAX)));
            }
            _ => {}
        }
    }

    fn cut(&mut self, from: EventId) {
        table::cut(&mut self.records, from, |record| record.event);
        self.records.iter_mut().for_each(|record| record.cut(from));
        let next = self.next();
        self.ids.retain(|_, numbers| {
            numbers.retain(|number| *number < next);
            !numbers.is_empty()
        });
        table::cut(&mut self.ways, from, |way| way.event);
        table::cut(&mut self.carried, from, |carried| carried.event);
        self.programs.retain(|_, starts| {
            table::cut(starts, from, |(event, _)| *event);
            !starts.is_empty()
        });
        self.cached.retain(|_, turns| {
            table::cut(turns, from, |turn| turn.event);
            !turns.is_empty()
        });
    }
}

impl Lookups {
    /// The number of the next lookup.
    fn next(&self) -> Number {
        Number(self.let_go + self.records.len() as u64)
    }

    fn record(&self, number: Number) -> Option<&Record> {
        let place = number.0.checked_sub(self.let_go)?;
        self.records.get(place as usize)
    }
    fn record_mut(&mut self, number: Number) -> Option<&mut Record> {
        let place = number.0.checked_sub(self.let_go)?;
        self.records.get_mut(place as usize)
    }
    fn query_mut(&mut self, lookup: Number, key: QueryKey) -> Option<&mut Sent> {
        let mut queries = self.record_mut(lookup)?.queries.iter_mut();
        queries.find(|query| query.key == key)
    }

    /// The newest lookup of a resolver under an id.
    fn newest(&self, resolver: Resolver, id: LookupId) -> Option<Number> {
        self.ids.get(&(resolver, id))?.last().copied()
    }

    /// A host's caches are empty from now on.
    fn forget_all(&mut self, event: EventId, node: NodeId) {
        let of_node = self.cached.iter_mut();
        for (_, turns) in of_node.filter(|(entry, _)| entry.0.0 == node) {
            forget(turns, event);
        }
    }

    /// Resolvers are gone, and with them what they were looking up: nobody learns more of it.
    fn cut_short(&mut self, event: &TraceEvent, gone: RangeInclusive<Resolver>) {
        let (first, last) = (*gone.start(), *gone.end());
        let ids = (first, LookupId(0))..=(last, LookupId(u64::MAX));
        let newest = self.ids.range(ids);
        let newest: Vec<Number> = newest.filter_map(|(_, it)| it.last().copied()).collect();
        for number in newest {
            if let Some(record) = self.record_mut(number) {
                record.ended.get_or_insert((event.id, event.at));
            }
        }
    }

    fn decided(&mut self, event: &TraceEvent, resolver: Resolver, dns: &DnsEvent, trace: &Trace) {
        if let DnsEventKind::StepStarted {
            parent: None,
            asker,
            question,
        } = &dns.kind
        {
            let asker = self.asker(event, *asker);
            self.open(event, resolver, dns.lookup, question.clone(), asker);
        }
        let Some(number) = self.newest(resolver, dns.lookup) else {
            return;
        };
        match &dns.kind {
            DnsEventKind::ClientJoined { asker } => {
                let asker = self.asker(event, Some(*asker));
                self.serve(event.id, number, asker);
            }
            DnsEventKind::AnswerReceived { key, .. } => {
                self.take_answer(event, number, *key, trace)
            }
            DnsEventKind::Cached { name, rtype, ttl } => {
                self.keep(event, (resolver, name.clone(), Some(*rtype)), *ttl);
            }
            DnsEventKind::NegativelyCached { name, rtype, ttl } => {
                self.keep(event, (resolver, name.clone(), *rtype), *ttl);
            }
            DnsEventKind::DrivenOut { name, rtype } => {
                let turns = self.cached.get_mut(&(resolver, name.clone(), *rtype));
                turns.into_iter().for_each(|turns| forget(turns, event.id));
            }
            _ => {}
        }
        let Some(record) = self.record_mut(number) else {
            return;
        };
        match &dns.kind {
            DnsEventKind::QuerySent {
                key,
                id,
                server,
                over,
                ..
            } => record.queries.push(Sent {
                key: *key,
                event: event.id,
                id: *id,
                server: *server,
                over: *over,
                asked: None,
                reply: None,
                taken: None,
                served: Vec::new(),
                wildcards: Vec::new(),
            }),
            DnsEventKind::Resolved { .. } | DnsEventKind::Failed { .. }
                if dns.step == StepId(0) =>
            {
                record.ended.get_or_insert((event.id, event.at));
            }
            _ => {}
        }
        if record.events.len() < MOST_EVENTS {
            record.events.push(ResolverEvent {
                event: event.id,
                at: event.at,
                step: dns.step,
                kind: dns.kind.clone(),
            });
        }
    }

    /// An answer was taken: out of the packet that the resolver was just handed. What came over a connection is in the
    /// first packet that was made of it.
    fn take_answer(&mut self, event: &TraceEvent, lookup: Number, key: QueryKey, trace: &Trace) {
        let cause = event.cause.and_then(|id| trace.get(id));
        let Some(EventKind::Accepted { packet, .. }) = cause.map(|cause| &cause.kind) else {
            return;
        };
        let carried = self.carried(*packet);
        let Some(carried) = carried.filter(|it| it.answers && it.of == Some((lookup, key))) else {
            return;
        };
        if let Some(query) = self.query_mut(lookup, key) {
            query.taken.get_or_insert(Taken {
                event: event.id,
                packet: *packet,
                made: carried.made,
            });
        }
    }

    fn keep(&mut self, event: &TraceEvent, entry: Entry, ttl: u32) {
        if self.cached.len() >= MOST_CACHED && !self.cached.contains_key(&entry) {
            return;
        }
        let expires = event.at + Span::from_secs(ttl.into());
        turn(
            self.cached.entry(entry).or_default(),
            event.id,
            Some(Kept { ttl, expires }),
        );
    }

    fn open(
        &mut self,
        event: &TraceEvent,
        resolver: Resolver,
        id: LookupId,
        question: Question,
        asker: Asker,
    ) {
        if self.records.len() >= MOST_LOOKUPS {
            halve(&mut self.records, MOST_LOOKUPS);
            self.let_go += (MOST_LOOKUPS / 2) as u64;
            let first = Number(self.let_go);
            self.ids.retain(|_, numbers| {
                numbers.retain(|number| *number >= first);
                !numbers.is_empty()
            });
        }
        let number = self.next();
        self.ids.entry((resolver, id)).or_default().push(number);
        self.records.push(Record {
            id,
            resolver,
            question,
            event: event.id,
            at: event.at,
            asker,
            events: Vec::new(),
            queries: Vec::new(),
            ended: None,
            told: None,
        });
        self.serve(event.id, number, asker);
    }

    /// Notes at the query of the one who asks that this lookup serves it.
    fn serve(&mut self, event: EventId, number: Number, asker: Asker) {
        let Asker::Query { lookup, key } = asker else {
            return;
        };
        if lookup != number
            && let Some(query) = self.query_mut(lookup, key)
            && query.served.len() < MOST_OF_A_QUERY
        {
            query.served.push((event, number));
        }
    }

    /// A server tells what a wildcard had to do with its answer to a query.
    fn wildcard(&mut self, event: &TraceEvent, to: SocketAddrV4, of: &Wildcard) {
        let way = self.ways.iter().rev().find(|way| way.local == to).copied();
        if let Some(way) = way
            && let Some(query) = self.query_mut(way.lookup, way.key)
            && query.wildcards.len() < MOST_OF_A_QUERY
        {
            query.wildcards.push((event.id, event.at, of.clone()));
        }
    }

    /// Who is behind a lookup: as the resolver says it.
    fn asker(&self, event: &TraceEvent, asker: Option<Client>) -> Asker {
        match asker {
            Some(Client::Program(program)) => Asker::Program {
                program: ProgramId(program as u16),
                // The stub resolver is told of a name in the moment in which a program asks for it, and by that.
                event: event.cause.unwrap_or(event.id),
                at: event.at,
            },
            Some(Client::Query { from, over, id }) => {
                let mut ways = self.ways.iter().rev().filter(|way| way.local == from);
                let its = ways.find(|way| {
                    let query = self.record(way.lookup).and_then(|it| it.query(way.key));
                    query.is_some_and(|query| (query.id, query.over) == (id, over))
                });
                its.map_or(Asker::Unknown, |way| Asker::Query {
                    lookup: way.lookup,
                    key: way.key,
                })
            }
            None => Asker::Unknown,
        }
    }

    /// A program learnt what became of the name it asked for.
    fn told(&mut self, event: &TraceEvent, node: NodeId, told: &LookupEvent) {
        let (of, result) = match told {
            LookupEvent::Asked { .. } => return,
            LookupEvent::Found {
                lookup, addresses, ..
            } => (lookup, Ok(addresses.clone())),
            LookupEvent::Failed { lookup, error, .. } => (lookup, Err(*error)),
        };
        // Of a name that is answered without a lookup nothing is known here.
        let Some(StubLookup { resolver, lookup }) = *of else {
            return;
        };
        let number = self.newest((node, resolver), lookup);
        if let Some(record) = number.and_then(|number| self.record_mut(number)) {
            record.told.get_or_insert(Told {
                event: event.id,
                at: event.at,
                result,
            });
        }
    }

    /// A socket was opened: it may be the one of a query, which is then what it was opened for.
    fn opened(
        &mut self,
        event: &TraceEvent,
        resolver: Resolver,
        socket: SocketId,
        local: SocketAddrV4,
        trace: &Trace,
    ) {
        let cause = event.cause.and_then(|id| trace.get(id));
        let Some(EventKind::App(app)) = cause.map(|cause| &cause.kind) else {
            return;
        };
        let AppEvent::Dns(dns) = &**app else { return };
        let DnsEventKind::QuerySent { key, .. } = dns.kind else {
            return;
        };
        if let Some(lookup) = self.newest(resolver, dns.lookup) {
            halve(&mut self.ways, MOST_PACKETS);
            self.ways.push(Way {
                event: event.id,
                node: resolver.0,
                socket,
                local,
                lookup,
                key,
            });
        }
    }

    /// A packet was made: it may carry a question or an answer.
    fn sent(
        &mut self,
        event: EventId,
        (node, socket): (NodeId, Option<SocketId>),
        packet: PacketId,
        frame: &Frame,
    ) {
        let Some((ports, over, id)) = dns_id(frame) else {
            return;
        };
        let Some(summary) = frame.summary() else {
            return;
        };
        let asks = ports.1 == DNS_PORT;
        let to = SocketAddrV4::new(summary.dst, ports.1);
        let way = self.ways.iter().rev().find(|way| match asks {
            true => way.node == node && Some(way.socket) == socket,
            false => way.local == to,
        });
        let way = way.map(|way| (way.lookup, way.key));
        let query = way.and_then(|(lookup, key)| self.query_mut(lookup, key));
        let query = query.filter(|query| {
            let is_it = (query.id, query.over) == (id, over);
            is_it && (asks || query.server == summary.src)
        });
        let of = query.is_some().then_some(way).flatten();
        if let Some(query) = query {
            // What is sent again later says the same.
            if asks {
                let message = || dns_bytes(frame).unwrap_or_default().into();
                query
                    .asked
                    .get_or_insert_with(|| (event, packet, message()));
            } else {
                query.reply.get_or_insert((event, packet));
            }
        }
        self.carries(Carried {
            event,
            made: event,
            packet,
            from: node,
            to: summary.dst,
            answers: ports.0 == DNS_PORT,
            of,
        });
    }

    fn carries(&mut self, carried: Carried) {
        halve(&mut self.carried, MOST_PACKETS);
        self.carried.push(carried);
    }

    fn carried(&self, packet: PacketId) -> Option<Carried> {
        // Packets are numbered in the order in which they are made.
        let place = self
            .carried
            .binary_search_by_key(&packet, |carried| carried.packet);
        self.carried.get(place.ok()?).copied()
    }
}

fn turn(turns: &mut Vec<Turn>, event: EventId, kept: Option<Kept>) {
    halve(turns, MOST_TURNS);
    turns.push(Turn { event, kept });
}

fn forget(turns: &mut Vec<Turn>, event: EventId) {
    if turns.last().is_some_and(|last| last.kept.is_some()) {
        turn(turns, event, None);
    }
}

impl Record {
    fn query(&self, key: QueryKey) -> Option<&Sent> {
        self.queries.iter().find(|query| query.key == key)
    }

    fn as_of(&self, number: Number, here: EventId) -> Lookup<'_> {
        Lookup {
            number,
            resolver: self.resolver,
            question: &self.question,
            event: self.event,
            at: self.at,
            asker: self.asker,
            events: table::before(&self.events, here, |happened| happened.event),
            ended: self
                .ended
                .filter(|(event, _)| *event < here)
                .map(|(_, at)| at),
            told: self.told.as_ref().filter(|told| told.event < here),
            queries: table::before(&self.queries, here, |query| query.event),
            here,
        }
    }

    fn cut(&mut self, from: EventId) {
        table::cut(&mut self.events, from, |happened| happened.event);
        table::cut(&mut self.queries, from, |query| query.event);
        self.queries.iter_mut().for_each(|query| query.cut(from));
        self.ended = self.ended.filter(|(event, _)| *event < from);
        self.told.take_if(|told| told.event >= from);
    }
}

impl Sent {
    fn as_of(&self, here: EventId) -> Query<'_> {
        let asked = self.asked.as_ref().filter(|(event, ..)| *event < here);
        let reply = self.reply.filter(|(event, _)| *event < here);
        let taken = self.taken.filter(|taken| taken.event < here);
        let served = table::before(&self.served, here, |(event, _)| *event);
        let served = match taken {
            Some(taken) => table::before(served, taken.made, |(event, _)| *event),
            None => served,
        };
        Query {
            key: self.key,
            event: self.event,
            id: self.id,
            server: self.server,
            over: self.over,
            packet: asked.map(|(_, packet, _)| *packet),
            reply: taken
                .map(|taken| taken.packet)
                .or(reply.map(|(_, packet)| packet)),
            served_by: served.last().map(|(_, number)| *number),
            wildcards: table::before(&self.wildcards, here, |(event, ..)| *event),
            message: asked.map(|(_, _, message)| &**message),
        }
    }

    fn cut(&mut self, from: EventId) {
        self.asked.take_if(|(event, ..)| *event >= from);
        self.reply = self.reply.filter(|(event, _)| *event < from);
        self.taken = self.taken.filter(|taken| taken.event < from);
        table::cut(&mut self.served, from, |(event, _)| *event);
        table::cut(&mut self.wildcards, from, |(event, ..)| *event);
    }
}

impl<'a> Lookup<'a> {
    /// The queries it has sent.
    pub fn queries(self) -> impl DoubleEndedIterator<Item = Query<'a>> {
        self.queries.iter().map(move |query| query.as_of(self.here))
    }

    /// One of its queries.
    pub fn query(self, key: QueryKey) -> Option<Query<'a>> {
        self.queries().find(|query| query.key == key)
    }
}

impl Query<'_> {
    /// What its message says, and its length in bytes.
    pub fn says(&self) -> Option<(Message, usize)> {
        let bytes = self.message?;
        Some((Message::parse(bytes).ok()?, bytes.len()))
    }
}

impl<R: Deref<Target = Lookups>> At<R> {
    /// All that have begun, the newest first.
    pub fn newest(&self) -> impl Iterator<Item = Lookup<'_>> {
        let begun = table::before(&self.table.records, self.here, |record| record.event);
        let numbered = begun.iter().enumerate().rev();
        numbered.map(|(place, record)| {
            record.as_of(Number(self.table.let_go + place as u64), self.here)
        })
    }

    /// Those that nobody else's lookup is behind: what a person began, the newest first.
    pub fn begun(&self) -> impl Iterator<Item = Lookup<'_>> {
        self.newest().filter(|lookup| match lookup.asker {
            Asker::Query { lookup, .. } => self.lookup(lookup).is_none(),
            Asker::Program { .. } | Asker::Unknown => true,
        })
    }

    /// A lookup.
    pub fn lookup(&self, number: Number) -> Option<Lookup<'_>> {
        let record = self.table.record(number)?;
        (record.event < self.here).then(|| record.as_of(number, self.here))
    }

    /// The lookup that is behind this one: what a person began.
    pub fn root_of(&self, number: Number) -> Number {
        let mut root = number;
        for _ in 0..LONGEST_CHAIN {
            match self.lookup(root).map(|lookup| lookup.asker) {
                Some(Asker::Query { lookup, .. }) if self.lookup(lookup).is_some() => root = lookup,
                _ => break,
            }
        }
        root
    }

    fn carried(&self, packet: PacketId) -> Option<Carried> {
        let carried = self.table.carried(packet)?;
        (carried.event < self.here).then_some(carried)
    }

    /// The query that a packet carries, or answers.
    pub fn of_packet(&self, packet: PacketId) -> Option<(Number, QueryKey)> {
        self.carried(packet)?.of
    }

    /// Who asks or answers whom by a packet, if it carries a question or an answer.
    pub fn asking(&self, nodes: &[NodeSnapshot], packet: PacketId) -> Option<Asking> {
        let Carried {
            from, to, answers, ..
        } = self.carried(packet)?;
        let mut others = nodes.iter().filter(|node| node.id != from);
        Some(Asking {
            from,
            to: others.find(|node| node.address == to)?.id,
            answers,
        })
    }

    /// What a resolver, or another program, is.
    pub fn program_of(&self, program: Resolver) -> Option<&ProgramSummary> {
        let starts = self.table.programs.get(&program)?;
        let started = table::before(starts, self.here, |(event, _)| *event).last();
        started.map(|(_, summary)| summary)
    }

    /// What a cache took in of a name, and has not been told to forget since. It may have run out.
    pub fn kept(&self, entry: &Entry) -> Option<Kept> {
        kept(self.table.cached.get(entry)?, self.here)
    }

    fn all_kept(&self, of: Resolver) -> impl Iterator<Item = (&Entry, Kept)> {
        let of_cache = self.table.cached.iter();
        let of_cache = of_cache.filter(move |(entry, _)| entry.0 == of);
        of_cache.filter_map(|(entry, turns)| Some((entry, kept(turns, self.here)?)))
    }

    /// What a cache holds.
    pub fn held(&self, of: Resolver, now: Time) -> impl Iterator<Item = (&Entry, Kept)> {
        self.all_kept(of)
            .filter(move |(_, kept)| kept.expires > now)
    }

    /// What of a cache's entries ran out within the last `span`.
    pub fn expired(
        &self,
        of: Resolver,
        now: Time,
        span: Span,
    ) -> impl Iterator<Item = (&Entry, Kept)> {
        self.all_kept(of)
            .filter(move |(_, kept)| kept.expires <= now && now.since(kept.expires) < span)
    }
}

fn kept(turns: &[Turn], here: EventId) -> Option<Kept> {
    table::before(turns, here, |turn| turn.event).last()?.kept
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
