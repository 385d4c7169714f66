//! One question of a lookup, on its way down from the root or from what is remembered.

use core::net::Ipv4Addr;

use hoplab_units::Time;

use super::circle::{can_find, steps_up, was_referred, why_unusable};
use super::{Client, Lookup, RecursiveConfig};
use crate::cache::{Cache, Found, Held, Rank};
use crate::event::{DnsEventKind, FailWhy, Journal, LookupId, NextWhy, StepId};
use crate::exchange::{Exchange, Manner, Progress, Server};
use crate::message::{Message, Question, Rcode};
use crate::name::Name;
use crate::reading::{Aging, Reading, read, set_of, told_of};
use crate::record::{Record, RecordData, RecordType};

/// The most questions in one lookup.
const MAX_STEPS: usize = 64;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// Which step needs this one's answer; `None`: it is what was asked.
    pub(super) parent: Option<usize>,
    depth: u8,
    /// What is looked for now: other than at first once CNAMEs were followed.
    pub(super) question: Question,
    pub(super) aliases: Aging,
    pub(super) zone: Name,
    pub(super) servers: Vec<ZoneServer>,
    /// The zone above named these servers in the course of this lookup: there is no more to learn there.
    pub(super) is_referred: bool,
    /// The server whose address another step looks for.
    looks_for: Option<usize>,
    pub(super) exchange: Option<Exchange>,
    /// What the servers asked so far came to.
    failure: FailWhy,
    /// Whether that is what a step for one of its servers' addresses has told already.
    is_handed_up: bool,
}

/// A server of the zone that is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ZoneServer {
    pub(super) name: Name,
    pub(super) addresses: Vec<Ipv4Addr>,
    /// It has been asked, or its address looked for: not again.
    pub(super) used: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// CNAMEs, then records.
    Found(Vec<Record>),
    /// There is no such name, or it has nothing of this type.
    Nothing {
        aliases: Vec<Record>,
        is_name: bool,
        soa: Option<Record>,
    },
    Failed(FailWhy),
}

/// What working on a lookup takes.
pub(super) struct Work<'a> {
    pub(super) now: Time,
    pub(super) id: LookupId,
    pub(super) config: &'a RecursiveConfig,
    pub(super) cache: &'a mut Cache,
    pub(super) journal: &'a mut Journal,
}

/// From a question to the servers that are asked.
impl Work<'_> {
    fn tell(&mut self, step: usize, kind: DnsEventKind) {
        self.journal.tell((self.id, StepId(step as u32)), kind);
    }

    /// Adds a question that serves another one.
    pub(super) fn add_step(
        &mut self,
        lookup: &mut Lookup,
        parent: Option<usize>,
        question: Question,
    ) -> usize {
        let place = lookup.steps.len();
        let asked = lookup.clients.first();
        let asker = asked.filter(|_| parent.is_none());
        let started = DnsEventKind::StepStarted {
            parent: parent.map(|parent| StepId(parent as u32)),
            asker: asker.map(Client::asker),
            question: question.clone(),
        };
        self.tell(place, started);
        lookup.steps.push(Step {
            parent,
            depth: parent.map_or(0, |parent| lookup.steps[parent].depth + 1),
            question,
            aliases: Aging::default(),
            zone: Name::root(),
            servers: Vec::new(),
            is_referred: false,
            looks_for: None,
            exchange: None,
            failure: FailWhy::NoServer,
            is_handed_up: false,
        });
        place
    }

    /// Begins with a question, or begins again at the name that a CNAME led to.
    pub(super) fn begin(&mut self, lookup: &mut Lookup, step: usize) {
        loop {
            let question = lookup.steps[step].question.clone();
            let (name, rtype) = (&question.name, question.rtype);
            let found = self.cache.find(self.now, name, rtype, Rank::Answer);
            let (held, ttl_left) = match found {
                Found::Hit { held, ttl_left } => (held, ttl_left),
                Found::Expired => {
                    self.tell(step, DnsEventKind::Expired { question });
                    break;
                }
                Found::Miss => {
                    self.tell(step, DnsEventKind::CacheMiss { question });
                    break;
                }
            };
            let is_negative = !matches!(held, Held::Records(_));
            let hit = DnsEventKind::CacheHit {
                question: question.clone(),
                ttl_left,
                is_negative,
            };
            self.tell(step, hit);
            let records = match held {
                Held::Records(records) => records,
                Held::NoSuchName(soa) => return self.nothing(lookup, step, true, Some(soa)),
                Held::NoData(soa) => return self.nothing(lookup, step, false, Some(soa)),
            };
            let target = match records.first().map(|record| &record.data) {
                Some(RecordData::Cname(target)) if rtype != RecordType::Cname => target.clone(),
                _ => return self.found(lookup, step, records),
            };
            if !self.follow(lookup, step, records, target) {
                return;
            }
        }
        match self.nearest_servers(lookup, step) {
            Ok((zone, servers)) => self.turn_to(lookup, step, zone, servers, false),
            Err(why) => self.settle(lookup, step, Outcome::Failed(why)),
        }
    }

    /// The servers of the deepest zone that is known on the way down to the name. An error if they cannot be asked and
    /// the zone above has nothing to add to that.
    fn nearest_servers(
        &mut self,
        lookup: &Lookup,
        step: usize,
    ) -> Result<(Name, Vec<ZoneServer>), FailWhy> {
        let name = lookup.steps[step].question.name.clone();
        for zone in name.and_parents() {
            let Some(servers) = self.servers_of(lookup, step, &zone) else {
                continue;
            };
            let is_of_use = |server: &ZoneServer| {
                !server.addresses.is_empty() || can_find(lookup, step, &zone, server)
            };
            if servers.iter().any(is_of_use) {
                return Ok((zone, servers));
            }
            // From here the way would lead up, and down to these servers again. Where they are remembered from
            // earlier, the zone above may have their addresses.
            if was_referred(lookup, step, &zone)
                && let Some(why) = why_unusable(lookup, step, &zone, &servers)
            {
                return Err(why);
            }
        }
        let root = |hint: &super::RootHint| ZoneServer {
            name: hint.name.clone(),
            addresses: vec![hint.address],
            used: false,
        };
        let roots = self.config.roots.iter().map(root).collect();
        Ok((Name::root(), roots))
    }

    /// The servers of a zone: as they are remembered or, if they must not be (a TTL of 0), as this lookup was told them
    /// on its way here.
    fn servers_of(&mut self, lookup: &Lookup, step: usize, zone: &Name) -> Option<Vec<ZoneServer>> {
        let found = self
            .cache
            .find(self.now, zone, RecordType::Ns, Rank::Referral);
        if let Found::Hit {
            held: Held::Records(records),
            ..
        } = found
        {
            let servers = names_of(&records).map(|name| self.server(name, &[]));
            return Some(servers.collect());
        }
        let told = steps_up(lookup, step).find(|of| of.is_referred && of.zone == *zone)?;
        let unused = |server: &ZoneServer| ZoneServer {
            used: false,
            ..server.clone()
        };
        Some(told.servers.iter().map(unused).collect())
    }

    /// A server with its addresses as a referral gives them, or as they are remembered.
    fn server(&mut self, name: Name, glue: &[Record]) -> ZoneServer {
        let mut addresses = addresses_of(&set_of(glue, &name, RecordType::A));
        if addresses.is_empty() {
            let found = self
                .cache
                .find(self.now, &name, RecordType::A, Rank::Additional);
            if let Found::Hit {
                held: Held::Records(records),
                ..
            } = found
            {
                addresses = addresses_of(&records);
            }
        }
        ZoneServer {
            name,
            addresses,
            used: false,
        }
    }

    /// Asks the servers of a zone from now on.
    fn turn_to(
        &mut self,
        lookup: &mut Lookup,
        step: usize,
        zone: Name,
        servers: Vec<ZoneServer>,
        is_referred: bool,
    ) {
        let of = &mut lookup.steps[step];
        of.zone = zone;
        of.servers = servers;
        of.is_referred = is_referred;
        of.looks_for = None;
        of.exchange = None;
        of.failure = FailWhy::NoServer;
        of.is_handed_up = false;
        self.ask(lookup, step);
    }

    /// Asks those servers of the zone whose addresses are known; if all of them were asked, looks
    /// for the address of another.
    fn ask(&mut self, lookup: &mut Lookup, step: usize) {
        let of = &mut lookup.steps[step];
        let mut servers = Vec::new();
        let own = self.config.own_address;
        for server in of.servers.iter_mut().filter(|server| !server.used) {
            server.used |= !server.addresses.is_empty();
            for address in &server.addresses {
                let name = server.name.clone();
                if own == Some(*address) {
                    // It would look for the answer here again.
                    of.failure = FailWhy::AsksItself { server: name };
                    of.is_handed_up = false;
                    continue;
                }
                let (name, address) = (Some(name), *address);
                servers.push(Server { name, address });
            }
        }
        let manner = Manner {
            question: of.question.clone(),
            zone: of.zone.clone(),
            rd: false,
            timeout: self.config.timeout,
            rounds: self.config.attempts,
        };
        of.exchange = Exchange::new(manner, servers);
        if of.exchange.is_none() {
            self.look_for_server(lookup, step);
        }
    }

    fn look_for_server(&mut self, lookup: &mut Lookup, step: usize) {
        let of = &lookup.steps[step];
        let unknown = of.servers.iter().position(|server| {
            !server.used && server.addresses.is_empty() && can_find(lookup, step, &of.zone, server)
        });
        let Some(place) = unknown else {
            let why = match &of.failure {
                FailWhy::NoServer => why_unusable(lookup, step, &of.zone, &of.servers),
                _ => None,
            };
            let why = why.unwrap_or_else(|| of.failure.clone());
            return self.settle(lookup, step, Outcome::Failed(why));
        };
        if of.depth >= self.config.max_depth {
            return self.settle(lookup, step, Outcome::Failed(FailWhy::TooDeep));
        }
        if lookup.steps.len() >= MAX_STEPS {
            return self.settle(lookup, step, Outcome::Failed(FailWhy::TooManyQueries));
        }
        let of = &mut lookup.steps[step];
        of.looks_for = Some(place);
        let server = &mut of.servers[place];
        server.used = true;
        let question = Question::address_of(server.name.clone());
        let child = self.add_step(lookup, Some(step), question);
        self.begin(lookup, child);
    }
}

fn names_of(records: &[Record]) -> impl Iterator<Item = Name> {
    records.iter().filter_map(|record| match &record.data {
        RecordData::Ns(name) => Some(name.clone()),
        _ => None,
    })
}

fn addresses_of(records: &[Record]) -> Vec<Ipv4Addr> {
    let address = |record: &Record| match record.data {
        RecordData::A(address) => Some(address),
        _ => None,
    };
    records.iter().filter_map(address).collect()
}

/// From what servers say to an outcome.
impl Work<'_> {
    /// Something happened to the exchange of a step.
    pub(super) fn go_on(&mut self, lookup: &mut Lookup, step: usize, progress: Progress) {
        match progress {
            Progress::Waiting => {}
            Progress::Answer {
                message,
                server,
                address,
            } => {
                if let Err(why) = self.take_answer(lookup, step, &message, address) {
                    let at = (self.id, StepId(step as u32));
                    if let Some(exchange) = &mut lookup.steps[step].exchange {
                        let progress = exchange.pass_over(server, why, at, self.journal);
                        self.go_on(lookup, step, progress);
                    }
                }
            }
            Progress::Exhausted(why) => {
                lookup.steps[step].failure = why;
                lookup.steps[step].is_handed_up = false;
                self.ask(lookup, step);
            }
        }
    }

    /// Takes what a server says, unless it is of no use.
    fn take_answer(
        &mut self,
        lookup: &mut Lookup,
        step: usize,
        message: &Message,
        from: Ipv4Addr,
    ) -> Result<(), NextWhy> {
        let (question, zone) = {
            let of = &lookup.steps[step];
            (of.question.clone(), of.zone.clone())
        };
        self.tell_disbelief(step, message, &zone);
        let reading = read(message, &question, &zone);
        let rank = match message.aa {
            true => Rank::AuthoritativeAnswer,
            false => Rank::Answer,
        };
        for alias in &reading.aliases {
            self.remember(step, core::slice::from_ref(alias), rank, from);
        }
        self.remember(step, &reading.records, rank, from);
        let Reading {
            aliases,
            records,
            name,
            soa,
        } = reading;
        let is_missing = message.rcode == Rcode::NxDomain;
        let led_on = !aliases.is_empty();
        if led_on && !self.follow(lookup, step, aliases, name.clone()) {
            return Ok(());
        }
        if !records.is_empty() {
            self.found(lookup, step, records);
        } else if soa.is_some() || (is_missing && !led_on) {
            let rtype = (!is_missing).then_some(question.rtype);
            if let Some(soa) = &soa {
                self.remember_nothing(step, &name, rtype, soa, rank, from);
            }
            self.nothing(lookup, step, is_missing, soa);
        } else if led_on {
            self.begin(lookup, step);
        } else if let Some(deeper) = referral(message, &question.name, &zone) {
            self.take_referral(lookup, step, message, deeper, from);
        } else if message.aa {
            self.nothing(lookup, step, false, None);
        } else {
            return Err(match refers_back(message, &zone) {
                Some(to) => NextWhy::RefersBack(to),
                None => NextWhy::Lame,
            });
        }
        Ok(())
    }

    fn take_referral(
        &mut self,
        lookup: &mut Lookup,
        step: usize,
        message: &Message,
        deeper: Name,
        from: Ipv4Addr,
    ) {
        let above = lookup.steps[step].zone.clone();
        let records = set_of(&message.authority, &deeper, RecordType::Ns);
        self.remember(step, &records, Rank::Referral, from);
        // Addresses are believed of those servers only, and only where this zone can know them.
        let mut glue = Vec::new();
        for name in names_of(&records).filter(|name| name.is_in(&above)) {
            let addresses = set_of(&message.additional, &name, RecordType::A);
            self.remember(step, &addresses, Rank::Additional, from);
            glue.extend(addresses);
        }
        let servers: Vec<ZoneServer> = names_of(&records)
            .map(|name| self.server(name, &glue))
            .collect();
        let told = DnsEventKind::ReferralReceived {
            zone: deeper.clone(),
            servers: names_of(&records).collect(),
            addresses: glue.len() as u16,
        };
        self.tell(step, told);
        self.turn_to(lookup, step, deeper, servers, true);
    }

    /// Tells of names outside the zone whose server speaks of them.
    fn tell_disbelief(&mut self, step: usize, message: &Message, zone: &Name) {
        let Message {
            answers,
            authority,
            additional,
            ..
        } = message;
        let mut told: Vec<&Name> = Vec::new();
        for record in answers.iter().chain(authority).chain(additional) {
            if !record.name.is_in(zone) && !told.contains(&&record.name) {
                told.push(&record.name);
                let (name, zone) = (record.name.clone(), zone.clone());
                self.tell(step, DnsEventKind::NotBelieved { name, zone });
            }
        }
    }

    fn tell_driven_out(&mut self, step: usize) {
        for (name, rtype) in self.cache.take_driven_out() {
            self.tell(step, DnsEventKind::DrivenOut { name, rtype });
        }
    }

    fn remember(&mut self, step: usize, set: &[Record], rank: Rank, from: Ipv4Addr) {
        let ttl = self.cache.insert(self.now, set, rank, from);
        self.tell_driven_out(step);
        if let Some(ttl) = ttl {
            let (name, rtype) = (set[0].name.clone(), set[0].rtype());
            self.tell(step, DnsEventKind::Cached { name, rtype, ttl });
        }
    }

    fn remember_nothing(
        &mut self,
        step: usize,
        name: &Name,
        rtype: Option<RecordType>,
        soa: &Record,
        rank: Rank,
        from: Ipv4Addr,
    ) {
        let ttl = self
            .cache
            .insert_negative(self.now, name, rtype, soa, rank, from);
        self.tell_driven_out(step);
        if let Some(ttl) = ttl {
            let name = name.clone();
            self.tell(step, DnsEventKind::NegativelyCached { name, rtype, ttl });
        }
    }

    /// Goes on at the name that CNAMEs lead to. `false`: they lead in a circle or have been too many, and the step is
    /// over.
    fn follow(&mut self, lookup: &mut Lookup, step: usize, aliases: Vec<Record>, to: Name) -> bool {
        for told in told_of(&aliases) {
            self.tell(step, told);
        }
        let of = &mut lookup.steps[step];
        of.aliases.keep(self.now, aliases);
        of.question.name = to;
        let why = of.aliases.ends_at(&of.question.name);
        let goes_on = why.is_none();
        if let Some(why) = why {
            self.settle(lookup, step, Outcome::Failed(why));
        }
        goes_on
    }

    fn found(&mut self, lookup: &mut Lookup, step: usize, records: Vec<Record>) {
        let mut all = lookup.steps[step].aliases.at(self.now);
        all.extend(records);
        self.settle(lookup, step, Outcome::Found(all));
    }

    fn nothing(&mut self, lookup: &mut Lookup, step: usize, is_name: bool, soa: Option<Record>) {
        let aliases = lookup.steps[step].aliases.at(self.now);
        let outcome = Outcome::Nothing {
            aliases,
            is_name,
            soa,
        };
        self.settle(lookup, step, outcome);
    }

    /// A step is over: the one it served goes on, or the lookup has its outcome.
    pub(super) fn settle(&mut self, lookup: &mut Lookup, step: usize, outcome: Outcome) {
        let of = &lookup.steps[step];
        let told = match &outcome {
            Outcome::Found(records) => DnsEventKind::Resolved {
                rcode: Rcode::NoError,
                records: records.clone(),
            },
            Outcome::Nothing {
                aliases, is_name, ..
            } => DnsEventKind::Resolved {
                rcode: if *is_name {
                    Rcode::NxDomain
                } else {
                    Rcode::NoError
                },
                records: aliases.clone(),
            },
            // What closed a circle is told where it did, and at the end; the steps between just found no server.
            Outcome::Failed(_) if of.is_handed_up && of.parent.is_some() => DnsEventKind::Failed {
                why: FailWhy::NoServer,
                is_told: false,
            },
            Outcome::Failed(why) => DnsEventKind::Failed {
                why: why.clone(),
                is_told: of.is_handed_up,
            },
        };
        self.tell(step, told);
        let of = &mut lookup.steps[step];
        of.exchange = None;
        let Some(parent) = of.parent else {
            lookup.outcome = Some(outcome);
            return;
        };
        let of = &mut lookup.steps[parent];
        let looked_for = of.looks_for.take();
        let server = looked_for.and_then(|place| of.servers.get_mut(place));
        if let (Some(server), Outcome::Found(records)) = (server, &outcome) {
            server.addresses = addresses_of(records);
            server.used = server.addresses.is_empty();
        }
        // Where nobody else can be asked, why that address was not found is why there is no answer.
        if let Outcome::Failed(why) = outcome
            && why.is_of_the_way()
            && (of.failure == FailWhy::NoServer || of.failure.is_of_the_way())
        {
            of.failure = why;
            of.is_handed_up = true;
        }
        self.ask(lookup, parent);
    }
}

/// The zone at or above its own that a server refers to: where whoever asks has been.
fn refers_back(message: &Message, zone: &Name) -> Option<Name> {
    let servers = message.authority.iter();
    let mut servers = servers.filter(|record| record.rtype() == RecordType::Ns);
    let back = servers.find(|record| zone.is_in(&record.name))?;
    Some(back.name.clone())
}

/// The zone further down that a server refers to on the way to a name.
fn referral(message: &Message, name: &Name, zone: &Name) -> Option<Name> {
    let mut servers = message
        .authority
        .iter()
        .filter(|record| record.rtype() == RecordType::Ns);
    let deeper = servers
        .find(|record| name.is_in(&record.name) && record.name.is_in(zone) && record.name != *zone);
    deeper.map(|record| record.name.clone())
}
