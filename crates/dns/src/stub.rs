//! [`Stub`]: what a host's system does when a program asks for a name's address.

use core::net::Ipv4Addr;
use std::collections::VecDeque;

use hoplab_units::{Span, Time, VecMap};

use crate::cache::{Cache, Found, Held, Rank};
use crate::event::{
    Asker, DnsEvent, DnsEventKind, FailWhy, FailureWhy, Journal, LookupId, NextWhy, StepId,
};
use crate::exchange::{Exchange, Manner, Progress, Server};
use crate::message::{Message, Question, Rcode};
use crate::name::Name;
use crate::reading::{Aging, read, told_of};
use crate::record::{Record, RecordData};
use crate::transport::{Query, QueryKey};

/// How a host asks, as in `/etc/resolv.conf`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StubConfig {
    /// Recursive resolvers, asked in this order.
    pub servers: Vec<Ipv4Addr>,
    /// How long to wait for one (`timeout`; usual are 5 s, here 2 s, so that a story does not stand still).
    pub timeout: Span,
    /// How often each is asked (`attempts`; usual are 2).
    pub attempts: u8,
    /// How many entries its cache holds; 0: it has none.
    pub cache_entries: u32,
}

impl StubConfig {
    /// The usual, with these servers.
    pub fn new(servers: Vec<Ipv4Addr>) -> StubConfig {
        StubConfig {
            servers,
            timeout: Span::from_secs(2),
            attempts: 2,
            cache_entries: Cache::DEFAULT_LIMIT,
        }
    }
}

/// What came of a lookup.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Resolution {
    /// There are records.
    Found {
        /// CNAMEs on the way first, then the records of the type asked for.
        records: Vec<Record>,
        /// For how many seconds all of this holds.
        ttl: u32,
    },
    /// There is no such name (NXDOMAIN).
    NoSuchName,
    /// The name has no records of this type.
    NoData,
    /// The servers could not find out; the last said this.
    ServFail(Rcode),
    /// No server answered.
    Timeout,
    /// No server could be reached, or none is known.
    Unreachable,
}

impl Resolution {
    /// The addresses found, in the order of the answer.
    pub fn addresses(&self) -> impl Iterator<Item = Ipv4Addr> {
        let records: &[Record] = match self {
            Resolution::Found { records, .. } => records,
            _ => &[],
        };
        records.iter().filter_map(|record| match record.data {
            RecordData::A(address) => Some(address),
            _ => None,
        })
    }
}

/// A finished lookup.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StubAnswer {
    /// Which.
    pub lookup: LookupId,
    /// What was asked.
    pub question: Question,
    /// What came of it.
    pub resolution: Resolution,
}

/// A host's resolver. Order of calls as in the crate's description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stub {
    config: StubConfig,
    cache: Cache,
    lookups: VecMap<LookupId, Lookup>,
    next_lookup: u64,
    next_key: u64,
    answers: VecDeque<StubAnswer>,
    journal: Journal,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Lookup {
    /// What the program asked.
    asked: Question,
    /// What is looked for now: other than what was asked once CNAMEs were followed.
    name: Name,
    aliases: Aging,
    /// Another lookup of the same whose answer it waits for.
    joins: Option<LookupId>,
    exchange: Option<Exchange>,
}

impl Stub {
    /// The most lookups at a time.
    pub const MAX_LOOKUPS: usize = 256;

    /// A resolver that knows nothing yet.
    pub fn new(config: StubConfig) -> Stub {
        Stub {
            cache: Cache::new(config.cache_entries),
            config,
            lookups: VecMap::new(),
            next_lookup: 0,
            next_key: 0,
            answers: VecDeque::new(),
            journal: Journal::default(),
        }
    }

    /// Looks something up for a program of this number. The answer comes from [`Stub::poll_answer`], perhaps at once.
    pub fn resolve(&mut self, now: Time, program: u32, question: Question) -> LookupId {
        let id = LookupId(self.next_lookup);
        self.next_lookup += 1;
        let started = DnsEventKind::StepStarted {
            parent: None,
            asker: Some(Asker::Program(program)),
            question: question.clone(),
        };
        self.tell(id, started);
        let same = self
            .lookups
            .iter()
            .find(|(_, other)| other.asked == question && other.exchange.is_some());
        let same = same.map(|(other, _)| *other);
        let mut lookup = Lookup {
            name: question.name.clone(),
            asked: question,
            aliases: Aging::default(),
            joins: same,
            exchange: None,
        };
        if self.lookups.len() >= Stub::MAX_LOOKUPS {
            self.fail(id, lookup, FailWhy::Busy);
        } else if let Some(other) = same {
            self.tell(id, DnsEventKind::Joined { other });
            self.lookups.insert(id, lookup);
        } else if !self.answer_from_cache(now, id, &mut lookup) {
            self.ask(id, lookup);
        }
        id
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

    /// When to call [`Stub::handle_timeout`] next.
    pub fn poll_timeout(&self) -> Option<Time> {
        let exchanges = self.lookups.values().filter_map(|l| l.exchange.as_ref());
        exchanges.filter_map(Exchange::deadline).min()
    }

    /// The next query to send. `new_id` is called once for each; ids should not be foreseeable.
    pub fn poll_transmit(&mut self, now: Time, new_id: &mut dyn FnMut() -> u16) -> Option<Query> {
        let waiting = self.lookups.iter().find(|(_, lookup)| {
            let exchange = lookup.exchange.as_ref();
            exchange.is_some_and(Exchange::wants_to_send)
        });
        let id = *waiting?.0;
        let exchange = self.lookups.get_mut(&id)?.exchange.as_mut()?;
        let key = QueryKey(self.next_key);
        self.next_key += 1;
        exchange.transmit(now, key, new_id(), (id, FIRST), &mut self.journal)
    }

    /// The next finished lookup.
    pub fn poll_answer(&mut self) -> Option<StubAnswer> {
        self.answers.pop_front()
    }

    /// What has happened.
    pub fn poll_event(&mut self) -> Option<DnsEvent> {
        self.journal.poll()
    }

    /// Whether an answer to this query is still of use: if not, its port or connection can be closed.
    pub fn is_waiting(&self, key: QueryKey) -> bool {
        let mut exchanges = self.lookups.values().filter_map(|l| l.exchange.as_ref());
        exchanges.any(|exchange| exchange.is_open(key))
    }

    /// What it remembers.
    pub fn cache(&self) -> &Cache {
        &self.cache
    }

    /// Forgets everything it remembers.
    pub fn flush(&mut self) {
        self.cache.flush();
    }

    /// How it asks.
    pub fn config(&self) -> &StubConfig {
        &self.config
    }

    fn tell_driven_out(&mut self, id: LookupId) {
        for (name, rtype) in self.cache.take_driven_out() {
            self.tell(id, DnsEventKind::DrivenOut { name, rtype });
        }
    }

    fn tell(&mut self, id: LookupId, kind: DnsEventKind) {
        self.journal.tell((id, FIRST), kind);
    }
}

fn is_referral(message: &Message) -> bool {
    let says_nothing = message.answers.is_empty() && message.rcode == Rcode::NoError;
    says_nothing && !message.aa && !message.ra
}

/// A stub's lookups have one step each: whom it asks does the rest.
const FIRST: StepId = StepId(0);

impl Stub {
    /// Lets something happen to the first exchange that it concerns. Says whether there was one.
    fn progress(
        &mut self,
        now: Time,
        mut happen: impl FnMut(&mut Exchange, (LookupId, StepId), &mut Journal) -> Option<Progress>,
    ) -> bool {
        let ids: Vec<LookupId> = self.lookups.iter().map(|(id, _)| *id).collect();
        for id in ids {
            let lookup = self.lookups.get_mut(&id);
            let Some(exchange) = lookup.and_then(|lookup| lookup.exchange.as_mut()) else {
                continue;
            };
            let Some(progress) = happen(exchange, (id, FIRST), &mut self.journal) else {
                continue;
            };
            // A server that only refers elsewhere does not recurse: of no use here, as glibc has it.
            let progress = match progress {
                Progress::Answer {
                    message, server, ..
                } if is_referral(&message) => {
                    exchange.pass_over(server, NextWhy::Lame, (id, FIRST), &mut self.journal)
                }
                other => other,
            };
            match progress {
                Progress::Waiting => {}
                Progress::Answer {
                    message, address, ..
                } => self.take_answer(now, id, &message, address),
                Progress::Exhausted(why) => {
                    if let Some(lookup) = self.lookups.remove(&id) {
                        self.fail(id, lookup, why);
                    }
                }
            }
            return true;
        }
        false
    }

    /// Follows what is remembered. Says whether that settled it.
    fn answer_from_cache(&mut self, now: Time, id: LookupId, lookup: &mut Lookup) -> bool {
        loop {
            let question = Question::new(lookup.name.clone(), lookup.asked.rtype);
            let found = self
                .cache
                .find(now, &question.name, question.rtype, Rank::Answer);
            let (held, ttl_left) = match found {
                Found::Hit { held, ttl_left } => (held, ttl_left),
                Found::Miss | Found::Expired => {
                    let told = match found {
                        Found::Expired => DnsEventKind::Expired { question },
                        _ => DnsEventKind::CacheMiss { question },
                    };
                    self.tell(id, told);
                    return false;
                }
            };
            let told = DnsEventKind::CacheHit {
                question,
                ttl_left,
                is_negative: !matches!(held, Held::Records(_)),
            };
            self.tell(id, told);
            let records = match held {
                Held::Records(records) => records,
                Held::NoSuchName(_) => {
                    self.finish(now, id, lookup, Resolution::NoSuchName);
                    return true;
                }
                Held::NoData(_) => {
                    self.finish(now, id, lookup, Resolution::NoData);
                    return true;
                }
            };
            let target = match records.first().map(|record| &record.data) {
                Some(RecordData::Cname(target)) => target.clone(),
                _ => return self.found(now, id, lookup, records),
            };
            if lookup.asked.rtype == records[0].rtype() {
                return self.found(now, id, lookup, records);
            }
            if let Err(why) = self.follow(now, id, lookup, records, target) {
                self.fail(id, lookup.clone(), why);
                return true;
            }
        }
    }

    /// Goes on at the name that CNAMEs lead to, unless they lead in a circle or have been too many.
    fn follow(
        &mut self,
        now: Time,
        id: LookupId,
        lookup: &mut Lookup,
        aliases: Vec<Record>,
        to: Name,
    ) -> Result<(), FailWhy> {
        for told in told_of(&aliases) {
            self.tell(id, told);
        }
        lookup.aliases.keep(now, aliases);
        lookup.name = to;
        match lookup.aliases.ends_at(&lookup.name) {
            Some(why) => Err(why),
            None => Ok(()),
        }
    }

    fn ask(&mut self, id: LookupId, mut lookup: Lookup) {
        let manner = Manner {
            question: Question::new(lookup.name.clone(), lookup.asked.rtype),
            zone: Name::root(),
            rd: true,
            timeout: self.config.timeout,
            rounds: self.config.attempts,
        };
        let servers = self.config.servers.iter().map(|address| Server {
            name: None,
            address: *address,
        });
        lookup.exchange = Exchange::new(manner, servers.collect());
        if lookup.exchange.is_none() {
            self.fail(id, lookup, FailWhy::NoServer);
        } else {
            self.lookups.insert(id, lookup);
        }
    }

    fn take_answer(&mut self, now: Time, id: LookupId, message: &Message, from: Ipv4Addr) {
        let Some(mut lookup) = self.lookups.remove(&id) else {
            return;
        };
        let question = Question::new(lookup.name.clone(), lookup.asked.rtype);
        let reading = read(message, &question, &Name::root());
        let sets = reading.aliases.iter().map(core::slice::from_ref);
        for set in sets.chain([reading.records.as_slice()]) {
            let ttl = self.cache.insert(now, set, Rank::Answer, from);
            self.tell_driven_out(id);
            if let Some(ttl) = ttl {
                let (name, rtype) = (set[0].name.clone(), set[0].rtype());
                self.tell(id, DnsEventKind::Cached { name, rtype, ttl });
            }
        }
        if !reading.aliases.is_empty() {
            let to = reading.name.clone();
            if let Err(why) = self.follow(now, id, &mut lookup, reading.aliases, to) {
                return self.fail(id, lookup, why);
            }
        }
        if !reading.records.is_empty() {
            self.found(now, id, &lookup, reading.records);
            return;
        }
        let is_missing = message.rcode == Rcode::NxDomain;
        if lookup.name != question.name && !is_missing && reading.soa.is_none() {
            // The server stopped on the way.
            if !self.answer_from_cache(now, id, &mut lookup) {
                self.ask(id, lookup);
            }
            return;
        }
        let rtype = (!is_missing).then_some(question.rtype);
        if let Some(soa) = &reading.soa {
            let name = lookup.name.clone();
            let ttl = self
                .cache
                .insert_negative(now, &name, rtype, soa, Rank::Answer, from);
            self.tell_driven_out(id);
            if let Some(ttl) = ttl {
                self.tell(id, DnsEventKind::NegativelyCached { name, rtype, ttl });
            }
        }
        let resolution = match is_missing {
            true => Resolution::NoSuchName,
            false => Resolution::NoData,
        };
        self.finish(now, id, &lookup, resolution);
    }

    fn found(&mut self, now: Time, id: LookupId, lookup: &Lookup, records: Vec<Record>) -> bool {
        let mut all = lookup.aliases.at(now);
        all.extend(records);
        let ttl = all.iter().map(|record| record.ttl).min().unwrap_or(0);
        self.finish(now, id, lookup, Resolution::Found { records: all, ttl });
        true
    }

    fn fail(&mut self, id: LookupId, lookup: Lookup, why: FailWhy) {
        let resolution = match &why {
            FailWhy::Timeout => Resolution::Timeout,
            FailWhy::Unreachable | FailWhy::NoServer => Resolution::Unreachable,
            FailWhy::Error(rcode) => Resolution::ServFail(*rcode),
            _ => Resolution::ServFail(Rcode::ServFail),
        };
        self.tell(
            id,
            DnsEventKind::Failed {
                why,
                is_told: false,
            },
        );
        self.settle(id, &lookup, resolution);
    }

    fn finish(&mut self, now: Time, id: LookupId, lookup: &Lookup, resolution: Resolution) {
        let (rcode, records) = match &resolution {
            Resolution::Found { records, .. } => (Rcode::NoError, records.clone()),
            Resolution::NoSuchName => (Rcode::NxDomain, lookup.aliases.at(now)),
            _ => (Rcode::NoError, lookup.aliases.at(now)),
        };
        self.tell(id, DnsEventKind::Resolved { rcode, records });
        self.settle(id, lookup, resolution);
    }

    /// Hands over what came of a lookup, to it and to all that joined it.
    fn settle(&mut self, id: LookupId, lookup: &Lookup, resolution: Resolution) {
        let joined = self.lookups.iter();
        let joined = joined.filter(|(_, other)| other.joins == Some(id));
        let joined: Vec<LookupId> = joined.map(|(id, _)| *id).collect();
        for lookup_id in core::iter::once(id).chain(joined) {
            self.lookups.remove(&lookup_id);
            self.answers.push_back(StubAnswer {
                lookup: lookup_id,
                question: lookup.asked.clone(),
                resolution: resolution.clone(),
            });
        }
    }
}
