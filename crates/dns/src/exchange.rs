//! [`Exchange`]: one question, put to one server after the other until one answers.

use core::net::Ipv4Addr;

use hoplab_units::{Span, Time};

use crate::event::{
    DnsEventKind, FailWhy, FailureWhy, Journal, LookupId, NextWhy, StepId, WrongWhy,
};
use crate::message::{Message, Question, Rcode};
use crate::name::Name;
use crate::transport::{Over, Query, QueryKey};

/// Whom to ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Server {
    pub(crate) name: Option<Name>,
    pub(crate) address: Ipv4Addr,
}

/// How servers are asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Manner {
    pub(crate) question: Question,
    /// The zone they are servers of.
    pub(crate) zone: Name,
    /// Whether they are to go and find out.
    pub(crate) rd: bool,
    /// How long to wait for each; over TCP twice as long, since a connection comes first.
    pub(crate) timeout: Span,
    /// How often each is asked.
    pub(crate) rounds: u8,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Exchange {
    manner: Manner,
    servers: Vec<Server>,
    /// Servers that are not asked again: they answered, but of no use.
    out: Vec<bool>,
    /// How many tries were begun: the n-th is with server n modulo their number.
    begun: usize,
    /// The try that waits to be sent.
    pending: Option<(usize, Over)>,
    attempt: u8,
    /// Queries that may still be answered. Those that timed out too: a late answer is one as well.
    open: Vec<Open>,
    /// The query that is waited for, and until when.
    current: Option<(QueryKey, Time)>,
    last: FailWhy,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Open {
    key: QueryKey,
    id: u16,
    server: usize,
    over: Over,
    sent: Time,
}

/// What became of an exchange by something that happened.
pub(crate) enum Progress {
    /// It goes on.
    Waiting,
    /// This server answered. If the answer is of no use, [`Exchange::pass_over`] asks the others.
    Answer {
        message: Message,
        server: usize,
        address: Ipv4Addr,
    },
    /// No server is left.
    Exhausted(FailWhy),
}

/// Where events of an exchange belong.
pub(crate) type At = (LookupId, StepId);

impl Exchange {
    /// Begins to ask; `None` if there is nobody.
    pub(crate) fn new(manner: Manner, servers: Vec<Server>) -> Option<Exchange> {
        if servers.is_empty() {
            return None;
        }
        Some(Exchange {
            out: vec![false; servers.len()],
            manner,
            servers,
            begun: 1,
            pending: Some((0, Over::Udp)),
            attempt: 0,
            open: Vec::new(),
            current: None,
            last: FailWhy::NoServer,
        })
    }

    /// Whether an answer to this query would still be taken.
    pub(crate) fn is_open(&self, key: QueryKey) -> bool {
        self.open.iter().any(|open| open.key == key)
    }

    pub(crate) fn wants_to_send(&self) -> bool {
        self.pending.is_some()
    }

    pub(crate) fn deadline(&self) -> Option<Time> {
        self.current.map(|(_, deadline)| deadline)
    }

    /// The query that waits to be sent.
    pub(crate) fn transmit(
        &mut self,
        now: Time,
        key: QueryKey,
        id: u16,
        at: At,
        journal: &mut Journal,
    ) -> Option<Query> {
        let (server, over) = self.pending.take()?;
        let to = self.servers[server].address;
        self.attempt = self.attempt.saturating_add(1);
        self.open.push(Open {
            key,
            id,
            server,
            over,
            sent: now,
        });
        let patience = match over {
            Over::Udp => self.manner.timeout,
            Over::Tcp => self.manner.timeout * 2,
        };
        self.current = Some((key, now + patience));
        let Manner {
            question, zone, rd, ..
        } = &self.manner;
        let sent = DnsEventKind::QuerySent {
            key,
            id,
            question: question.clone(),
            server: to,
            server_name: self.servers[server].name.clone(),
            zone: zone.clone(),
            attempt: self.attempt,
            over,
        };
        journal.tell(at, sent);
        Some(Query {
            key,
            to,
            over,
            bytes: Message::query(id, question.clone(), *rd).to_bytes(None),
            id,
        })
    }

    /// Something came for an open query.
    pub(crate) fn response(
        &mut self,
        now: Time,
        key: QueryKey,
        from: Ipv4Addr,
        bytes: &[u8],
        at: At,
        journal: &mut Journal,
    ) -> Progress {
        let Some(place) = self.open.iter().position(|open| open.key == key) else {
            return Progress::Waiting;
        };
        let open = self.open[place].clone();
        let message = match self.believe(&open, from, bytes) {
            Ok(message) => message,
            Err(why) => {
                journal.tell(at, DnsEventKind::WrongAnswerIgnored { from, why });
                return Progress::Waiting;
            }
        };
        self.open.remove(place);
        let received = DnsEventKind::AnswerReceived {
            key,
            server: from,
            server_name: self.servers[open.server].name.clone(),
            rcode: message.rcode,
            took: now.since(open.sent),
            message: bytes.to_vec(),
        };
        journal.tell(at, received);
        if message.tc && open.over == Over::Udp {
            journal.tell(at, DnsEventKind::TruncatedSoTcp { server: from });
            self.pending = Some((open.server, Over::Tcp));
            self.current = None;
            return Progress::Waiting;
        }
        match message.rcode {
            Rcode::NoError | Rcode::NxDomain => Progress::Answer {
                message,
                server: open.server,
                address: from,
            },
            error => self.leave(open.server, key, NextWhy::Error(error), at, journal),
        }
    }

    /// Whether this is an answer to what was asked (RFC 5452 §9.1).
    fn believe(&self, open: &Open, from: Ipv4Addr, bytes: &[u8]) -> Result<Message, WrongWhy> {
        if from != self.servers[open.server].address {
            return Err(WrongWhy::OtherServer);
        }
        let message = Message::parse(bytes).map_err(|_| WrongWhy::Unreadable)?;
        if !message.qr {
            return Err(WrongWhy::NotAnAnswer);
        }
        if message.id != open.id {
            return Err(WrongWhy::OtherId);
        }
        // A server that could not read the question cannot repeat it.
        let unread = message.question.is_none() && message.rcode != Rcode::NoError;
        if message.question.as_ref() != Some(&self.manner.question) && !unread {
            return Err(WrongWhy::OtherQuestion);
        }
        Ok(message)
    }

    /// This query did not get there.
    pub(crate) fn failure(
        &mut self,
        key: QueryKey,
        why: FailureWhy,
        at: At,
        journal: &mut Journal,
    ) -> Progress {
        let Some(place) = self.open.iter().position(|open| open.key == key) else {
            return Progress::Waiting;
        };
        let open = self.open.remove(place);
        let server = self.servers[open.server].address;
        journal.tell(at, DnsEventKind::Unreachable { key, server, why });
        self.leave(open.server, key, NextWhy::Unreachable, at, journal)
    }

    /// Time has passed.
    pub(crate) fn timeout(&mut self, now: Time, at: At, journal: &mut Journal) -> Progress {
        let Some((key, deadline)) = self.current else {
            return Progress::Waiting;
        };
        if deadline > now {
            return Progress::Waiting;
        }
        let open = self.open.iter().find(|open| open.key == key);
        if let Some(open) = open {
            let server = self.servers[open.server].address;
            journal.tell(at, DnsEventKind::TimedOut { key, server });
        }
        self.last = FailWhy::Timeout;
        self.next(NextWhy::TimedOut, at, journal)
    }

    /// A server's answer is of no use: the others are asked.
    pub(crate) fn pass_over(
        &mut self,
        server: usize,
        why: NextWhy,
        at: At,
        journal: &mut Journal,
    ) -> Progress {
        self.out[server] = true;
        self.last = self.failure_of(&why);
        self.next(why, at, journal)
    }

    /// What it comes to if a server that is left for this reason was the last.
    fn failure_of(&self, why: &NextWhy) -> FailWhy {
        match why {
            NextWhy::TimedOut => FailWhy::Timeout,
            NextWhy::Unreachable => FailWhy::Unreachable,
            NextWhy::Error(rcode) => FailWhy::Error(*rcode),
            NextWhy::Lame => FailWhy::Lame,
            NextWhy::RefersBack(to) => FailWhy::RefersBack {
                zone: self.manner.zone.clone(),
                to: to.clone(),
            },
        }
    }

    /// A server is not asked again; if it was the one waited for, the next is asked.
    fn leave(
        &mut self,
        server: usize,
        key: QueryKey,
        why: NextWhy,
        at: At,
        journal: &mut Journal,
    ) -> Progress {
        self.out[server] = true;
        self.last = self.failure_of(&why);
        match self.current {
            Some((current, _)) if current == key => self.next(why, at, journal),
            _ => Progress::Waiting,
        }
    }

    fn next(&mut self, why: NextWhy, at: At, journal: &mut Journal) -> Progress {
        self.current = None;
        let count = self.servers.len();
        let before = (self.begun - 1) % count;
        while self.begun < count * usize::from(self.manner.rounds.max(1)) {
            let server = self.begun % count;
            self.begun += 1;
            if self.out[server] {
                continue;
            }
            self.pending = Some((server, Over::Udp));
            let address = self.servers[server].address;
            let told = match server == before {
                true => DnsEventKind::AskedAgain { server: address },
                false => DnsEventKind::NextServer {
                    server: address,
                    why: why.clone(),
                },
            };
            journal.tell(at, told);
            return Progress::Waiting;
        }
        self.open.clear();
        Progress::Exhausted(self.last.clone())
    }
}
