//! [`Recursive`]: finds out for others, from the root down.

mod circle;
mod step;

use core::net::{Ipv4Addr, SocketAddrV4};
use std::collections::VecDeque;

use hoplab_units::{Span, Time, VecMap};
use serde::{Deserialize, Serialize};

use crate::authority::reply_to_unreadable;
use crate::cache::Cache;
use crate::event::{Asker, DnsEvent, DnsEventKind, FailWhy, FailureWhy, Journal, LookupId, StepId};
use crate::exchange::{Exchange, Progress};
use crate::message::{Message, Question, Rcode};
use crate::name::Name;
use crate::record::{Record, RecordType};
use crate::transport::{Over, Query, QueryKey};
use step::{Outcome, Step, Work};

/// A server of the root zone: where every way down begins.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RootHint {
    /// Its name.
    pub name: Name,
    /// Its address.
    pub address: Ipv4Addr,
}

/// How a recursive resolver works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecursiveConfig {
    /// The servers of the root zone.
    pub roots: Vec<RootHint>,
    /// How long to wait for a server: 800 ms, as BIND does.
    pub timeout: Span,
    /// How often each server of a zone is asked.
    pub attempts: u8,
    /// How many entries its cache holds; 0: it has none.
    pub cache_entries: u32,
    /// The most queries for one lookup.
    pub max_queries: u16,
    /// How deep lookups of name servers' addresses may nest: 7, as in BIND.
    pub max_depth: u8,
    /// Its own address, if it knows it: it never asks itself.
    pub own_address: Option<Ipv4Addr>,
}

impl RecursiveConfig {
    /// The usual, with these servers of the root zone.
    pub fn new(roots: Vec<RootHint>) -> RecursiveConfig {
        RecursiveConfig {
            roots,
            timeout: Span::from_millis(800),
            attempts: 2,
            cache_entries: Cache::DEFAULT_LIMIT,
            max_queries: 64,
            max_depth: 7,
            own_address: None,
        }
    }
}

/// An answer for a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientAnswer {
    /// Which client: as given with its query.
    pub client: u64,
    /// Over what it asked.
    pub over: Over,
    /// The message; over TCP it still has to be framed.
    pub bytes: Vec<u8>,
    /// The lookup it comes from; `None`: there was none to begin.
    pub lookup: Option<LookupId>,
}

/// A recursive resolver. Order of calls as in the crate's description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recursive {
    config: RecursiveConfig,
    cache: Cache,
    lookups: VecMap<LookupId, Lookup>,
    next_lookup: u64,
    next_key: u64,
    answers: VecDeque<ClientAnswer>,
    journal: Journal,
}

/// What one question has come to so far, and who waits for the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Lookup {
    question: Question,
    clients: Vec<Client>,
    /// [`StepId`] is the place in this list.
    steps: Vec<Step>,
    queries: u16,
    /// What came of it: once it is there, the lookup ends.
    outcome: Option<Outcome>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Client {
    token: u64,
    from: SocketAddrV4,
    query: Message,
    over: Over,
}

impl Client {
    fn asker(&self) -> Asker {
        Asker::Query {
            from: self.from,
            over: self.over,
            id: self.query.id,
        }
    }
}

impl Recursive {
    /// The most lookups at a time.
    pub const MAX_LOOKUPS: usize = 256;
    /// The most clients that wait for the same answer; one more is told at once that nothing was found out.
    pub const MAX_CLIENTS: usize = 64;

    /// A resolver that knows nothing but the root.
    pub fn new(config: RecursiveConfig) -> Recursive {
        Recursive {
            cache: Cache::new(config.cache_entries),
            config,
            lookups: VecMap::new(),
            next_lookup: 0,
            next_key: 0,
            answers: VecDeque::new(),
            journal: Journal::default(),
        }
    }

    /// Tells it its own address, which it never asks.
    pub fn set_own_address(&mut self, address: Ipv4Addr) {
        self.config.own_address = Some(address);
    }

    /// A client asks, from an address and port. `client` is given back with the answer, which comes from
    /// [`Recursive::poll_answer`], perhaps at once. Returns whether one will come: what is no query gets none.
    pub fn handle_query(
        &mut self,
        now: Time,
        client: u64,
        from: SocketAddrV4,
        bytes: &[u8],
        over: Over,
    ) -> bool {
        let query = match Message::parse(bytes) {
            Ok(query) if query.qr => return false,
            Ok(query) => query,
            Err(_) => {
                let reply = reply_to_unreadable(bytes);
                if let Some(reply) = &reply {
                    self.answer(client, over, reply, None);
                }
                return reply.is_some();
            }
        };
        let Some(question) = query.question.clone() else {
            self.answer(client, over, &query.reply_with(Rcode::FormErr), None);
            return true;
        };
        let refusal = match question.rtype {
            _ if query.opcode != 0 => Some(Rcode::NotImp),
            // Whole zones, mailboxes, and whatever there is (RFC 8482).
            RecordType::Other(251..=255) => Some(Rcode::NotImp),
            // Who does not want recursion would look into what others asked.
            _ if !query.rd => Some(Rcode::Refused),
            _ => None,
        };
        if let Some(rcode) = refusal {
            self.answer(client, over, &query.reply_with(rcode), None);
            return true;
        }
        let client = Client {
            token: client,
            from,
            query,
            over,
        };
        match self.under_way(&question) {
            Some(id) => self.join(id, client),
            None => self.look_up(now, question, client),
        }
        true
    }

    /// A client asks for what is being looked up.
    fn join(&mut self, id: LookupId, client: Client) {
        let Some(lookup) = self.lookups.get_mut(&id) else {
            return;
        };
        if lookup.clients.contains(&client) {
            return;
        }
        if lookup.clients.len() >= Recursive::MAX_CLIENTS {
            let reply = client.query.reply_with(Rcode::ServFail);
            return self.answer(client.token, client.over, &reply, None);
        }
        let asker = client.asker();
        lookup.clients.push(client);
        self.journal
            .tell((id, StepId(0)), DnsEventKind::ClientJoined { asker });
    }

    fn look_up(&mut self, now: Time, question: Question, client: Client) {
        let id = LookupId(self.next_lookup);
        self.next_lookup += 1;
        let lookup = Lookup {
            question: question.clone(),
            clients: vec![client],
            steps: Vec::new(),
            queries: 0,
            outcome: None,
        };
        let is_full = self.lookups.len() >= Recursive::MAX_LOOKUPS;
        self.lookups.insert(id, lookup);
        self.work(now, id, |work, lookup| {
            let first = work.add_step(lookup, None, question);
            if is_full {
                work.settle(lookup, first, Outcome::Failed(FailWhy::Busy));
            } else {
                work.begin(lookup, first);
            }
        });
    }

    /// Something came for a query: for its port, or over its connection.
    pub fn handle_response(&mut self, now: Time, key: QueryKey, from: Ipv4Addr, bytes: &[u8]) {
        self.progress(now, |exchange, at, journal| {
            let is_this = exchange.is_open(key);
            is_this.then(|| exchange.response(now, key, from, bytes, at, journal))
        });
    }

    /// A query did not get there, or its connection failed.
    pub fn handle_failure(&mut self, now: Time, key: QueryKey, why: FailureWhy) {
        self.progress(now, |exchange, at, journal| {
            let is_this = exchange.is_open(key);
            is_this.then(|| exchange.failure(key, why, at, journal))
        });
    }

    /// Time has passed. Calling it early or needlessly is harmless.
    pub fn handle_timeout(&mut self, now: Time) {
        loop {
            let is_due = |exchange: &Exchange| exchange.deadline().is_some_and(|at| at <= now);
            let done = self.progress(now, |exchange, at, journal| {
                is_due(exchange).then(|| exchange.timeout(now, at, journal))
            });
            if !done {
                return;
            }
        }
    }

    /// When to call [`Recursive::handle_timeout`] next.
    pub fn poll_timeout(&self) -> Option<Time> {
        let exchanges = self.exchanges().map(|(_, _, exchange)| exchange);
        exchanges.filter_map(Exchange::deadline).min()
    }

    /// The next query to send. `new_id` is called once for each; ids should not be foreseeable.
    pub fn poll_transmit(&mut self, now: Time, new_id: &mut dyn FnMut() -> u16) -> Option<Query> {
        loop {
            let (id, step) = self.first_to_send()?;
            let lookup = self.lookups.get_mut(&id)?;
            if lookup.queries >= self.config.max_queries {
                self.work(now, id, |work, lookup| {
                    work.settle(lookup, 0, Outcome::Failed(FailWhy::TooManyQueries));
                });
                continue;
            }
            lookup.queries += 1;
            let exchange = lookup.steps.get_mut(step)?.exchange.as_mut()?;
            let key = QueryKey(self.next_key);
            self.next_key += 1;
            let at = (id, StepId(step as u32));
            return exchange.transmit(now, key, new_id(), at, &mut self.journal);
        }
    }

    /// The next answer for a client.
    pub fn poll_answer(&mut self) -> Option<ClientAnswer> {
        self.answers.pop_front()
    }

    /// What has happened.
    pub fn poll_event(&mut self) -> Option<DnsEvent> {
        self.journal.poll()
    }

    /// Whether an answer to this query is still of use: if not, its port or connection can be closed.
    pub fn is_waiting(&self, key: QueryKey) -> bool {
        self.exchanges()
            .any(|(_, _, exchange)| exchange.is_open(key))
    }

    /// What it remembers.
    pub fn cache(&self) -> &Cache {
        &self.cache
    }

    /// Forgets everything it remembers.
    pub fn flush(&mut self) {
        self.cache.flush();
    }

    /// How it works.
    pub fn config(&self) -> &RecursiveConfig {
        &self.config
    }

    /// The lookup that answers this question already.
    fn under_way(&self, question: &Question) -> Option<LookupId> {
        let mut lookups = self.lookups.iter();
        let same = lookups.find(|(_, lookup)| lookup.question == *question);
        same.map(|(id, _)| *id)
    }

    fn first_to_send(&self) -> Option<(LookupId, usize)> {
        let mut exchanges = self.exchanges();
        let waiting = exchanges.find(|(_, _, exchange)| exchange.wants_to_send());
        waiting.map(|(id, step, _)| (id, step))
    }

    fn exchanges(&self) -> impl Iterator<Item = (LookupId, usize, &Exchange)> {
        self.lookups.iter().flat_map(|(id, lookup)| {
            let steps = lookup.steps.iter().enumerate();
            steps.filter_map(|(place, step)| Some((*id, place, step.exchange.as_ref()?)))
        })
    }

    /// Lets something happen to the first exchange that it concerns. Says whether there was one.
    fn progress(
        &mut self,
        now: Time,
        mut happen: impl FnMut(&mut Exchange, (LookupId, StepId), &mut Journal) -> Option<Progress>,
    ) -> bool {
        let places: Vec<(LookupId, usize)> =
            self.exchanges().map(|(id, step, _)| (id, step)).collect();
        for (id, step) in places {
            let at = (id, StepId(step as u32));
            let lookup = self.lookups.get_mut(&id);
            let step_of = lookup.and_then(|lookup| lookup.steps.get_mut(step));
            let Some(exchange) = step_of.and_then(|step| step.exchange.as_mut()) else {
                continue;
            };
            if let Some(progress) = happen(exchange, at, &mut self.journal) {
                self.work(now, id, |work, lookup| work.go_on(lookup, step, progress));
                return true;
            }
        }
        false
    }

    /// Works on a lookup, and answers its clients if that ends it.
    fn work(&mut self, now: Time, id: LookupId, on: impl FnOnce(&mut Work<'_>, &mut Lookup)) {
        let Some(mut lookup) = self.lookups.remove(&id) else {
            return;
        };
        let mut work = Work {
            now,
            id,
            config: &self.config,
            cache: &mut self.cache,
            journal: &mut self.journal,
        };
        on(&mut work, &mut lookup);
        let Some(outcome) = lookup.outcome.take() else {
            self.lookups.insert(id, lookup);
            return;
        };
        for client in &lookup.clients {
            let reply = outcome.as_reply(&client.query);
            self.answer(client.token, client.over, &reply, Some(id));
        }
    }

    fn answer(&mut self, client: u64, over: Over, reply: &Message, lookup: Option<LookupId>) {
        let reply = Message {
            ra: true,
            ..reply.clone()
        };
        self.answers.push_back(ClientAnswer {
            client,
            over,
            bytes: reply.to_bytes(over.limit()),
            lookup,
        });
    }
}

impl Outcome {
    fn as_reply(&self, query: &Message) -> Message {
        let mut reply = query.reply();
        match self {
            Outcome::Found(records) => reply.answers = records.clone(),
            Outcome::Nothing {
                aliases,
                is_name,
                soa,
            } => {
                reply.answers = aliases.clone();
                reply.authority = soa.iter().cloned().collect::<Vec<Record>>();
                if *is_name {
                    reply.rcode = Rcode::NxDomain;
                }
            }
            Outcome::Failed(_) => reply.rcode = Rcode::ServFail,
        }
        reply
    }
}
