//! [`Lookups`]: what the trace tells of every DNS lookup of the run: who asked, what each resolver decided, which
//! packets carried question and answer, and which lookup of a resolver served which question of a host.

pub mod account;
pub mod dig;

use core::ops::Deref;
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

use crate::table::{self, Table, halve};
use crate::{At, Events, bytes};

/// Lookups kept; the oldest go.
const MOST_LOOKUPS: usize = 2_048;
/// Events of one lookup kept; what comes after them is not shown.
const MOST_DEEDS: usize = 1_024;
/// Packets kept that carry questions and answers; the oldest go.
const MOST_PACKETS: usize = 16_384;
/// Names and types remembered that caches took in; past it they are not.
const MOST_CACHED: usize = 4_096;
/// Times that a cache took one of them in, or programs that were started; the older half goes.
const MOST_TIMES: usize = 4_096;
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
    opened: EventId,
    /// Under which id the resolver has it.
    id: LookupId,
    deeds: Vec<Deed>,
    queries: Vec<Query>,
    ended: Option<(EventId, Time)>,
    told: Option<Told>,
    /// The event since which its resolver knows nothing of it.
    gone: Option<EventId>,
}

/// What a program was told of the name it asked for, in which event, and when.
pub type Told = (EventId, Time, Result<Vec<Ipv4Addr>, LookupError>);

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
    sent: EventId,
    /// The packet that carries it, who asks by it, and the event that made it.
    packet: Option<(EventId, PacketId, Ipv4Addr)>,
    /// The packet that carries the answer.
    reply: Option<(EventId, PacketId)>,
    /// The lookups that serve it, where a resolver was asked.
    served_by: Vec<(EventId, Number)>,
    /// What wildcards had to do with the answer, as the server tells it, and when.
    wildcards: Vec<(EventId, Time, Wildcard)>,
}

impl Query {
    fn cut(&mut self, from: EventId) {
        self.packet = self.packet.filter(|(event, ..)| *event < from);
        self.reply = self.reply.filter(|(event, _)| *event < from);
        table::cut(&mut self.served_by, from, |(event, _)| *event);
        table::cut(&mut self.wildcards, from, |(event, ..)| *event);
    }
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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lookups {
    /// Those that went because there were too many.
    forgotten: u64,
    lookups: VecDeque<Lookup>,
    /// The newest lookup of a resolver under this id: a resolver that was restarted counts anew.
    current: BTreeMap<(Resolver, LookupId), Number>,
    /// Which query a packet carries, and the event that made it so.
    packets: BTreeMap<PacketId, (EventId, Number, QueryKey)>,
    programs: Vec<(EventId, Resolver, ProgramSummary)>,
    /// What was taken in and, `None`, forgotten again before its time.
    cached: BTreeMap<Entry, Vec<(EventId, Option<Kept>)>>,
}

impl Table for Lookups {
    fn note(&mut self, event: &TraceEvent, trace: &Trace) {
        self.take(event, trace);
    }

    fn cut(&mut self, from: EventId) {
        while self.lookups.back().is_some_and(|it| it.opened >= from) {
            self.lookups.pop_back();
        }
        self.lookups.iter_mut().for_each(|lookup| lookup.cut(from));
        let open = self.lookups.iter().filter(|lookup| lookup.gone.is_none());
        let current = open.map(|lookup| ((lookup.resolver, lookup.id), lookup.number));
        self.current = current.collect();
        self.packets.retain(|_, (event, ..)| *event < from);
        table::cut(&mut self.programs, from, |(event, ..)| *event);
        for times in self.cached.values_mut() {
            table::cut(times, from, |(event, _)| *event);
        }
        self.cached.retain(|_, times| !times.is_empty());
    }
}

/// A lookup as of a moment. What of it never changes is to be had as of the [`Lookup`].
#[derive(Clone, Copy, Debug)]
pub struct LookupAt<'a> {
    lookup: &'a Lookup,
    here: EventId,
}

impl Deref for LookupAt<'_> {
    type Target = Lookup;
    fn deref(&self) -> &Lookup {
        self.lookup
    }
}

impl<'a> LookupAt<'a> {
    /// What the resolver decided and met, in order.
    pub fn deeds(self) -> &'a [Deed] {
        table::before(&self.lookup.deeds, self.here, |deed| deed.event)
    }
    /// The queries it sent.
    pub fn queries(self) -> impl Iterator<Item = QueryAt<'a>> {
        let here = self.here;
        let sent = table::before(&self.lookup.queries, here, |query| query.sent);
        sent.iter().map(move |query| QueryAt { query, here })
    }
    /// One of them.
    pub fn query(self, key: QueryKey) -> Option<QueryAt<'a>> {
        self.queries().find(|query| query.key == key)
    }
    /// When it was over.
    pub fn ended(self) -> Option<Time> {
        let ended = self.lookup.ended.filter(|(event, _)| *event < self.here);
        ended.map(|(_, at)| at)
    }
    /// What the program was told: only where one of the same host asked.
    pub fn told(self) -> Option<&'a Told> {
        let told = self.lookup.told.as_ref();
        told.filter(|(event, ..)| *event < self.here)
    }
    /// What a query's message says, and its length: read from the packet that carries it.
    pub fn message_of(self, events: Events<'_>, key: QueryKey) -> Option<(Message, usize)> {
        let (event, ..) = self.query(key)?.query.packet?;
        let frame = events.get(event)?.kind.frame()?;
        let bytes = dns_bytes(frame)?;
        Some((Message::parse(bytes).ok()?, bytes.len()))
    }
}

/// A query as of a moment.
#[derive(Clone, Copy, Debug)]
pub struct QueryAt<'a> {
    query: &'a Query,
    here: EventId,
}

impl Deref for QueryAt<'_> {
    type Target = Query;
    fn deref(&self) -> &Query {
        self.query
    }
}

impl<'a> QueryAt<'a> {
    /// The packet that carries it.
    pub fn packet(self) -> Option<PacketId> {
        let packet = self.query.packet.filter(|(event, ..)| *event < self.here);
        packet.map(|(_, packet, _)| packet)
    }
    /// The packet that carries the answer.
    pub fn reply(self) -> Option<PacketId> {
        let reply = self.query.reply.filter(|(event, _)| *event < self.here);
        reply.map(|(_, packet)| packet)
    }
    /// The lookup that serves it, where a resolver was asked.
    pub fn served_by(self) -> Option<Number> {
        let served = table::before(&self.query.served_by, self.here, |(event, _)| *event);
        served.last().map(|(_, number)| *number)
    }
    /// What wildcards had to do with the answer, as the server tells it, and when.
    pub fn wildcards(self) -> &'a [(EventId, Time, Wildcard)] {
        table::before(&self.query.wildcards, self.here, |(event, ..)| *event)
    }
}

impl<R: Deref<Target = Lookups>> At<R> {
    /// All, the newest first.
    pub fn newest(&self) -> impl Iterator<Item = LookupAt<'_>> {
        let here = self.here;
        let all = self.table.lookups.iter().rev();
        all.filter(move |lookup| lookup.opened < here)
            .map(move |lookup| LookupAt { lookup, here })
    }

    /// Those that nobody else's lookup is behind: what a person began, the newest first.
    pub fn begun(&self) -> impl Iterator<Item = LookupAt<'_>> {
        self.newest().filter(|lookup| match lookup.asker {
            Asker::Query { lookup, .. } => self.get(lookup).is_none(),
            Asker::Program { .. } | Asker::Unknown => true,
        })
    }

    /// A lookup.
    pub fn get(&self, number: Number) -> Option<LookupAt<'_>> {
        let (lookup, here) = (self.table.find(number)?, self.here);
        (lookup.opened < here).then_some(LookupAt { lookup, here })
    }

    /// The lookup that is behind this one: what a person began.
    pub fn root_of(&self, number: Number) -> Number {
        let mut root = number;
        for _ in 0..LONGEST_CHAIN {
            match self.get(root).map(|lookup| lookup.asker.clone()) {
                Some(Asker::Query { lookup, .. }) if self.get(lookup).is_some() => root = lookup,
                _ => break,
            }
        }
        root
    }

    /// The query that a packet carries, or answers.
    pub fn of_packet(&self, packet: PacketId) -> Option<(Number, QueryKey)> {
        let (event, number, key) = *self.table.packets.get(&packet)?;
        (event < self.here).then_some((number, key))
    }

    /// What a program is.
    pub fn what_is(&self, program: Resolver) -> Option<&ProgramSummary> {
        let started = table::before(&self.table.programs, self.here, |(event, ..)| *event);
        let newest = started.iter().rev().find(|(_, of, _)| *of == program);
        newest.map(|(.., summary)| summary)
    }

    /// What a cache took in of a name.
    pub fn kept(&self, entry: &Entry) -> Option<Kept> {
        self.newest_of(self.table.cached.get(entry)?)
    }

    fn newest_of(&self, times: &[(EventId, Option<Kept>)]) -> Option<Kept> {
        let past = table::before(times, self.here, |(event, _)| *event);
        past.last().and_then(|(_, kept)| *kept)
    }

    /// What of a cache's entries ran out within the last `span`.
    pub fn expired(
        &self,
        of: Resolver,
        now: Time,
        span: Span,
    ) -> impl Iterator<Item = (&Entry, Kept)> {
        let of_cache = self
            .table
            .cached
            .iter()
            .filter(move |(entry, _)| entry.0 == of);
        of_cache
            .filter_map(|(entry, times)| Some((entry, self.newest_of(times)?)))
            .filter(move |(_, kept)| kept.expires <= now && now.since(kept.expires) < span)
    }
}

impl Lookups {
    fn find(&self, number: Number) -> Option<&Lookup> {
        let place = number.0.checked_sub(self.forgotten)?;
        self.lookups.get(usize::try_from(place).ok()?)
    }

    /// The query that a packet carries or answers.
    fn carried(&self, packet: PacketId) -> Option<(Number, QueryKey)> {
        let (_, number, key) = *self.packets.get(&packet)?;
        Some((number, key))
    }

    fn get_mut(&mut self, number: Number) -> Option<&mut Lookup> {
        let place = number.0.checked_sub(self.forgotten)?;
        self.lookups.get_mut(usize::try_from(place).ok()?)
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
                halve(&mut self.programs, MOST_TIMES);
                self.programs
                    .push((event.id, (node, program), what.clone()));
            }
            (EventKind::ProgramEnded, Place::Program(node, program)) => {
                self.cut_short(event, |resolver| resolver == (node, program));
            }
            (EventKind::Originated { packet, frame, .. }, place) => {
                if let Some(node) = place.node() {
                    self.sent(event.id, node, *packet, frame);
                }
            }
            (EventKind::Duplicated { packet, copy, .. }, _) => {
                if let Some(carried) = self.carried(*packet) {
                    self.carries(event.id, *copy, carried);
                }
            }
            (
                EventKind::Command {
                    command: Command::FlushDns { node },
                    ..
                },
                _,
            ) => self.forgot(event.id, *node),
            (
                EventKind::NodeChanged {
                    change: NodeChange::Crash,
                },
                place,
            ) => {
                if let Some(node) = place.node() {
                    self.forgot(event.id, node);
                    self.cut_short(event, |resolver| resolver.0 == node);
                }
            }
            _ => {}
        }
    }

    /// A host's caches are empty from now on.
    fn forgot(&mut self, event: EventId, node: NodeId) {
        let of_node = self
            .cached
            .iter_mut()
            .filter(|(entry, _)| entry.0.0 == node);
        for (_, times) in of_node {
            if times.last().is_some_and(|(_, kept)| kept.is_some()) {
                times.push((event, None));
            }
        }
    }

    /// Resolvers are gone, and with them what they were looking up: nobody learns more of it, and numbers begin anew.
    fn cut_short(&mut self, event: &TraceEvent, gone: impl Fn(Resolver) -> bool) {
        let current = core::mem::take(&mut self.current);
        for (id, number) in current {
            if !gone(id.0) {
                self.current.insert(id, number);
            } else if let Some(lookup) = self.get_mut(number) {
                lookup.ended.get_or_insert((event.id, event.at));
                lookup.gone = Some(event.id);
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
            let number = self.open(event, id, question.clone(), asker);
            self.current.insert(id, number);
        }
        let Some(number) = self.current.get(&id).copied() else {
            return;
        };
        match &dns.kind {
            DnsEventKind::Joined { .. } | DnsEventKind::ClientJoined => {
                self.serve(event.id, number, self.asker(resolver.0, event, trace))
            }
            DnsEventKind::Cached { name, rtype, ttl } => {
                self.keep(event, (resolver, name.clone(), Some(*rtype)), *ttl);
            }
            DnsEventKind::NegativelyCached { name, rtype, ttl } => {
                self.keep(event, (resolver, name.clone(), *rtype), *ttl);
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
                sent: event.id,
                packet: None,
                reply: None,
                served_by: Vec::new(),
                wildcards: Vec::new(),
            }),
            DnsEventKind::Resolved { .. } | DnsEventKind::Failed { .. }
                if dns.step == StepId(0) =>
            {
                lookup.ended = Some((event.id, event.at));
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

    fn keep(&mut self, event: &TraceEvent, entry: Entry, ttl: u32) {
        if self.cached.len() < MOST_CACHED || self.cached.contains_key(&entry) {
            let expires = event.at + Span::from_secs(ttl.into());
            let times = self.cached.entry(entry).or_default();
            halve(times, MOST_TIMES);
            times.push((event.id, Some(Kept { ttl, expires })));
        }
    }

    fn open(
        &mut self,
        event: &TraceEvent,
        (resolver, id): (Resolver, LookupId),
        question: Question,
        asker: Asker,
    ) -> Number {
        let number = Number(self.forgotten + self.lookups.len() as u64);
        self.lookups.push_back(Lookup {
            number,
            resolver,
            question,
            at: event.at,
            asker: asker.clone(),
            opened: event.id,
            id,
            deeds: Vec::new(),
            queries: Vec::new(),
            ended: None,
            told: None,
            gone: None,
        });
        if self.lookups.len() > MOST_LOOKUPS {
            self.lookups.pop_front();
            self.forgotten += 1;
            let first = Number(self.forgotten);
            self.current.retain(|_, number| *number >= first);
        }
        self.serve(event.id, number, asker);
        number
    }

    /// Notes at the query of the one who asks that this lookup serves it.
    fn serve(&mut self, event: EventId, number: Number, asker: Asker) {
        let Asker::Query { lookup, key } = asker else {
            return;
        };
        if lookup != number
            && let Some(query) = self.query_mut(lookup, key)
        {
            query.served_by.push((event, number));
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
                    let carried = self.carried(*packet);
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
            let lookup = self.find(*number)?;
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
                    let client = query.packet.map(|(.., client)| client);
                    let server = query.server == summary.src && client == Some(summary.dst);
                    server && query.reply.is_none() && (query.id, query.over) == (id, over)
                }
            };
            let Some(query) = lookup.queries.iter_mut().rev().find(is_it) else {
                continue;
            };
            if asks {
                query.packet = Some((event, packet, summary.src));
            } else {
                query.reply = Some((event, packet));
            }
            found = Some((lookup.number, query.key));
            break;
        }
        if let Some(carried) = found {
            self.carries(event, packet, carried);
        }
    }

    fn carries(&mut self, event: EventId, packet: PacketId, (number, key): (Number, QueryKey)) {
        self.packets.insert(packet, (event, number, key));
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

    fn cut(&mut self, from: EventId) {
        table::cut(&mut self.deeds, from, |deed| deed.event);
        table::cut(&mut self.queries, from, |query| query.sent);
        self.queries.iter_mut().for_each(|query| query.cut(from));
        self.ended = self.ended.filter(|(event, _)| *event < from);
        self.gone = self.gone.filter(|event| *event < from);
        if self.told.as_ref().is_some_and(|(event, ..)| *event >= from) {
            self.told = None;
        }
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
pub fn asking(nodes: &[NodeSnapshot], events: Events<'_>, packet: PacketId) -> Option<Asking> {
    let made = |event: &&TraceEvent| match &event.kind {
        EventKind::Originated { packet: of, .. } => *of == packet,
        EventKind::Duplicated { copy, .. } => *copy == packet,
        _ => false,
    };
    let event = events.iter().rev().find(made)?;
    if let EventKind::Duplicated { packet, .. } = event.kind {
        return asking(nodes, events, packet);
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
