//! The account of a lookup: one step after the other, from the program that asks to the address it gets, with
//! everything that other resolvers did for it in between.

use std::net::Ipv4Addr;

use hoplab_dns::{
    DnsEventKind, FailWhy, FailureWhy, Message, Name, Over, QueryKey, Question, Rcode, RecordData,
    RecordType, Wildcard, WrongWhy,
};
use hoplab_sim::apps::LookupError;
use hoplab_sim::{EventId, NodeId, PacketId, ProgramId};
use hoplab_units::{Span, Time};

use core::ops::Deref;

use super::{Asker, Lookup, Lookups, Number, ResolverEvent, Told};
use crate::At;

/// A step of an account.
#[derive(Clone, Debug, PartialEq)]
pub struct LookupStep {
    /// The event that tells of it.
    pub event: EventId,
    /// When.
    pub at: Time,
    /// The lookup it is part of.
    pub lookup: Number,
    /// How many resolvers lie between it and who began: 0 at the host that asks.
    pub depth: u8,
    /// Who does it.
    pub from: Party,
    /// With whom, if with somebody else.
    pub to: Option<Party>,
    /// What.
    pub what: What,
    /// The packet that carries it.
    pub packet: Option<PacketId>,
}

/// Somebody in an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Party {
    /// A program that needs an address.
    Program(NodeId, ProgramId),
    /// The resolver of a host: its own, or one for others.
    Resolver(NodeId, ProgramId),
    /// A server, by its address and, where it is known, its name.
    Server(Ipv4Addr, Option<Name>),
}

/// What happens in a step.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A program asks its host's resolver for an address.
    Needs(Name),
    /// The resolver knows it still.
    FromCache {
        /// What was asked.
        question: Question,
        /// For how many seconds more.
        ttl_left: u32,
        /// What it knows is that there is nothing.
        negative: bool,
    },
    /// The resolver knew it; the time of that is over.
    Expired(Question),
    /// The same is being asked already.
    Joined,
    /// A query.
    Asks {
        /// What.
        question: Question,
        /// Which try it is, from 1.
        attempt: u8,
        /// Over what.
        over: Over,
        /// The zone whose server is asked; of a stub's servers the root.
        zone: Name,
        /// The query.
        key: QueryKey,
    },
    /// An answer.
    Answers {
        /// What it is.
        outcome: AnswerKind,
        /// How long after the query.
        took: Span,
        /// The message's length in bytes.
        bytes: usize,
        /// To which query.
        key: QueryKey,
    },
    /// The name is another word for another.
    Follows {
        /// The name.
        from: Name,
        /// What is meant.
        to: Name,
    },
    /// What a wildcard of the server's had to do with its answer.
    Wildcard(Wildcard),
    /// To go on, a server's address has to be found first.
    AlsoNeeds(Question),
    /// No answer came in time.
    TimedOut,
    /// A query did not get there.
    Unreachable(FailureWhy),
    /// Something came that is not taken for the answer.
    Ignores(WrongWhy),
    /// A record is not believed, since the server is not asked about its name.
    Disbelieves {
        /// The name.
        name: Name,
        /// What the server is asked about.
        zone: Name,
    },
    /// The resolver gives up.
    Fails(FailWhy),
    /// What was asked cannot be answered, for what was told of another question already.
    FailsSo(FailWhy),
    /// The program gets addresses.
    Tells(Vec<Ipv4Addr>),
    /// The program gets none.
    TellsNot(LookupError),
}

/// What an answer is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerKind {
    /// The records asked for.
    Answer(Vec<RecordData>),
    /// Another name, which is meant.
    Alias(Name),
    /// Servers that know more, those of this zone.
    Referral(Name),
    /// There is no such name.
    NoSuchName,
    /// The name has no such record.
    NoData,
    /// It did not fit into a datagram.
    Truncated,
    /// An error.
    Error(Rcode),
    /// It cannot be read.
    Unreadable,
}

impl AnswerKind {
    /// What a message that answers a question is.
    pub fn of(message: &[u8]) -> AnswerKind {
        let Ok(message) = Message::parse(message) else {
            return AnswerKind::Unreadable;
        };
        match message.rcode {
            Rcode::NoError => AnswerKind::of_message(&message),
            Rcode::NxDomain => AnswerKind::NoSuchName,
            other => AnswerKind::Error(other),
        }
    }

    fn of_message(message: &Message) -> AnswerKind {
        if message.tc {
            return AnswerKind::Truncated;
        }
        let asked = message.question.as_ref().map(|question| question.rtype);
        let of_type = |rtype: Option<RecordType>| {
            let records = message.answers.iter();
            records
                .filter(move |record| Some(record.rtype()) == rtype)
                .map(|record| record.data.clone())
        };
        let data: Vec<RecordData> = of_type(asked).collect();
        if !data.is_empty() {
            return AnswerKind::Answer(data);
        }
        if let Some(RecordData::Cname(name)) = of_type(Some(RecordType::Cname)).next_back() {
            return AnswerKind::Alias(name);
        }
        let mut servers = message.authority.iter();
        let referral = servers.find(|record| record.rtype() == RecordType::Ns);
        match referral {
            Some(record) if !message.aa => AnswerKind::Referral(record.name.clone()),
            _ => AnswerKind::NoData,
        }
    }
}

/// The deepest that resolvers ask resolvers in an account.
const DEEPEST: u8 = 6;

impl<R: Deref<Target = Lookups>> At<R> {
    /// The account of a lookup up to this moment, with what others did for it.
    pub fn account(&self, number: Number) -> Vec<LookupStep> {
        let mut steps = Vec::new();
        self.tell(number, 0, &mut steps);
        steps.sort_by_key(|step| step.event);
        steps
    }

    fn tell(&self, number: Number, depth: u8, steps: &mut Vec<LookupStep>) {
        let Some(lookup) = self.lookup(number) else {
            return;
        };
        let (node, program) = lookup.resolver;
        let me = Party::Resolver(node, program);
        if let Asker::Program { program, event, at } = lookup.asker {
            steps.push(LookupStep {
                event,
                at,
                lookup: number,
                depth,
                from: Party::Program(node, program),
                to: Some(me.clone()),
                what: What::Needs(lookup.question.name.clone()),
                packet: None,
            });
        }
        for happened in lookup.events {
            steps.extend(step(lookup, happened, depth));
        }
        for query in lookup.queries() {
            steps.extend(query.wildcards.iter().map(|(event, at, of)| LookupStep {
                event: *event,
                at: *at,
                lookup: number,
                depth,
                from: Party::Server(query.server, None),
                to: None,
                what: What::Wildcard(of.clone()),
                packet: None,
            }));
        }
        if let (Asker::Program { program, .. }, Some(Told { event, at, result })) =
            (lookup.asker, lookup.told)
        {
            steps.push(LookupStep {
                event: *event,
                at: *at,
                lookup: number,
                depth,
                from: me,
                to: Some(Party::Program(node, program)),
                what: match result {
                    Ok(addresses) => What::Tells(addresses.clone()),
                    Err(error) => What::TellsNot(*error),
                },
                packet: None,
            });
        }
        if depth < DEEPEST {
            let mut told: Vec<Number> = Vec::new();
            for serves in lookup.queries().filter_map(|query| query.served_by) {
                if serves != number && !told.contains(&serves) {
                    told.push(serves);
                    self.tell(serves, depth + 1, steps);
                }
            }
        }
    }
}

/// What of a lookup is worth a step. Where a query says it too (asked again, next server), it is not.
pub fn step(lookup: Lookup<'_>, happened: &ResolverEvent, depth: u8) -> Option<LookupStep> {
    let (node, program) = lookup.resolver;
    let me = Party::Resolver(node, program);
    let server = |address: &Ipv4Addr, name: &Option<Name>| Party::Server(*address, name.clone());
    let (mut from, mut to, mut packet) = (me.clone(), None, None);
    let what = match &happened.kind {
        DnsEventKind::StepStarted {
            parent: Some(_),
            question,
            ..
        } => What::AlsoNeeds(question.clone()),
        DnsEventKind::Joined { .. } | DnsEventKind::ClientJoined { .. } => What::Joined,
        DnsEventKind::CacheHit {
            question,
            ttl_left,
            is_negative,
        } => What::FromCache {
            question: question.clone(),
            ttl_left: *ttl_left,
            negative: *is_negative,
        },
        DnsEventKind::Expired { question } => What::Expired(question.clone()),
        DnsEventKind::QuerySent {
            key,
            question,
            server: address,
            server_name,
            zone,
            attempt,
            over,
            ..
        } => {
            to = Some(server(address, server_name));
            packet = lookup.query(*key).and_then(|query| query.packet);
            What::Asks {
                question: question.clone(),
                attempt: *attempt,
                over: *over,
                zone: zone.clone(),
                key: *key,
            }
        }
        DnsEventKind::AnswerReceived {
            key,
            server: address,
            server_name,
            took,
            message,
            ..
        } => {
            from = server(address, server_name);
            to = Some(me);
            packet = lookup.query(*key).and_then(|query| query.reply);
            What::Answers {
                outcome: AnswerKind::of(message),
                took: *took,
                bytes: message.len(),
                key: *key,
            }
        }
        DnsEventKind::CnameFollowed { from, to } => What::Follows {
            from: from.clone(),
            to: to.clone(),
        },
        DnsEventKind::TimedOut {
            key,
            server: address,
        } => {
            to = Some(server(address, &None));
            packet = lookup.query(*key).and_then(|query| query.packet);
            What::TimedOut
        }
        DnsEventKind::Unreachable {
            key,
            server: address,
            why,
        } => {
            to = Some(server(address, &None));
            packet = lookup.query(*key).and_then(|query| query.packet);
            What::Unreachable(*why)
        }
        DnsEventKind::WrongAnswerIgnored { from: address, why } => {
            to = Some(server(address, &None));
            What::Ignores(*why)
        }
        DnsEventKind::NotBelieved { name, zone } => What::Disbelieves {
            name: name.clone(),
            zone: zone.clone(),
        },
        DnsEventKind::Failed {
            why,
            is_told: false,
        } => What::Fails(why.clone()),
        DnsEventKind::Failed { why, is_told: true } => What::FailsSo(why.clone()),
        _ => return None,
    };
    Some(LookupStep {
        event: happened.event,
        at: happened.at,
        lookup: lookup.number,
        depth,
        from,
        to,
        what,
        packet,
    })
}
