//! [`DnsEvent`]: every decision of a resolver, for the log and the picture of a lookup.

use core::fmt;
use core::net::{Ipv4Addr, SocketAddrV4};
use std::collections::VecDeque;

use hoplab_units::Span;
use serde::{Deserialize, Serialize};

use crate::message::{Question, Rcode};
use crate::name::Name;
use crate::record::{Record, RecordType};
use crate::transport::{Over, QueryKey};

/// The most events kept until they are polled; past it the newest are dropped.
pub const MAX_EVENTS: usize = 1_024;

/// One lookup of one resolver: what somebody asked, and all it took to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LookupId(pub u64);

/// One question within a lookup. The first, 0, is what was asked; others serve to answer it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StepId(pub u32);

/// Who asks a resolver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asker {
    /// A program of the resolver's own host, by its number there.
    Program(u32),
    /// Another host, by a query.
    Query {
        /// Where the query comes from.
        from: SocketAddrV4,
        /// Over what it came.
        over: Over,
        /// Its message's id.
        id: u16,
    },
}

/// Something a resolver decided or met.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct DnsEvent {
    /// In which lookup.
    pub lookup: LookupId,
    /// At which of its questions.
    pub step: StepId,
    /// What.
    pub kind: DnsEventKind,
}

/// What a resolver decided or met.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DnsEventKind {
    /// A question came up.
    StepStarted {
        /// The question it serves; `None`: it is what was asked.
        parent: Option<StepId>,
        /// Who wants to know: of what was asked only.
        asker: Option<Asker>,
        /// What is asked.
        question: Question,
    },
    /// The same question is being asked already: its answer will be this one's too.
    Joined {
        /// The lookup it joins.
        other: LookupId,
    },
    /// Another client of a recursive resolver asks the same: the answer will be for it too.
    ClientJoined {
        /// Which.
        asker: Asker,
    },
    /// The cache holds the answer.
    CacheHit {
        /// To what.
        question: Question,
        /// For how many seconds more.
        ttl_left: u32,
        /// What it holds is that there is nothing.
        is_negative: bool,
    },
    /// The cache holds no answer.
    CacheMiss {
        /// To what.
        question: Question,
    },
    /// The cache held an answer, and its time is over.
    Expired {
        /// To what.
        question: Question,
    },
    /// A query left.
    QuerySent {
        /// Which.
        key: QueryKey,
        /// Its message's id.
        id: u16,
        /// What it asks.
        question: Question,
        /// The server's address.
        server: Ipv4Addr,
        /// The server's name, where it is known.
        server_name: Option<Name>,
        /// The zone that the server is asked as a server of; a stub's servers are asked for everything.
        zone: Name,
        /// 1 for the first query of this exchange.
        attempt: u8,
        /// Over what.
        over: Over,
    },
    /// An answer came that belongs to a query.
    AnswerReceived {
        /// To which query.
        key: QueryKey,
        /// The server's address.
        server: Ipv4Addr,
        /// The server's name, where it is known.
        server_name: Option<Name>,
        /// How it came out.
        rcode: Rcode,
        /// How long after the query.
        took: Span,
        /// The message.
        message: Vec<u8>,
    },
    /// The server does not know, and says who does.
    ReferralReceived {
        /// The zone that they are servers of.
        zone: Name,
        /// Their names.
        servers: Vec<Name>,
        /// How many of their addresses came along (glue).
        addresses: u16,
    },
    /// The name is another word for one that is looked for instead.
    CnameFollowed {
        /// The name.
        from: Name,
        /// What is meant.
        to: Name,
    },
    /// No answer came in time.
    TimedOut {
        /// To which query.
        key: QueryKey,
        /// The server's address.
        server: Ipv4Addr,
    },
    /// A query could not reach its server.
    Unreachable {
        /// Which query.
        key: QueryKey,
        /// The server's address.
        server: Ipv4Addr,
        /// Why.
        why: FailureWhy,
    },
    /// Another server is asked.
    NextServer {
        /// Its address.
        server: Ipv4Addr,
        /// Why not the one before.
        why: NextWhy,
    },
    /// The same server is asked again: its datagram did not get there, or the answer did not come back.
    AskedAgain {
        /// Its address.
        server: Ipv4Addr,
    },
    /// The answer did not fit into a datagram: the same is asked over a connection.
    TruncatedSoTcp {
        /// The server's address.
        server: Ipv4Addr,
    },
    /// Something came that is not taken for the answer.
    WrongAnswerIgnored {
        /// Where it came from.
        from: Ipv4Addr,
        /// Why not.
        why: WrongWhy,
    },
    /// An answer told of a name that its server is not asked about: that is not believed.
    NotBelieved {
        /// The name.
        name: Name,
        /// The zone that the server was asked as a server of.
        zone: Name,
    },
    /// Records went into the cache.
    Cached {
        /// Whose.
        name: Name,
        /// Of which type.
        rtype: RecordType,
        /// For how many seconds.
        ttl: u32,
    },
    /// It went into the cache that there is nothing.
    NegativelyCached {
        /// At which name.
        name: Name,
        /// Of which type; `None`: the name does not exist.
        rtype: Option<RecordType>,
        /// For how many seconds.
        ttl: u32,
    },
    /// An entry went out of the cache before its time: it contradicts what came, or there was no room left.
    DrivenOut {
        /// Of which name.
        name: Name,
        /// Of which type; `None`: that the name does not exist.
        rtype: Option<RecordType>,
    },
    /// The question is answered.
    Resolved {
        /// How: with records, or that there are none.
        rcode: Rcode,
        /// The records, CNAMEs first.
        records: Vec<Record>,
    },
    /// The question could not be answered.
    Failed {
        /// Why.
        why: FailWhy,
        /// Whether that was told already, of a question that this one needed.
        is_told: bool,
    },
}

/// Why a query could not reach its server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FailureWhy {
    /// A router or the host says that it cannot be reached (ICMP).
    Unreachable,
    /// Nobody listens there: ICMP says so of the port, or the connection was refused.
    Refused,
    /// The connection broke.
    Reset,
}

/// Why another server is asked.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NextWhy {
    /// The last one did not answer in time.
    TimedOut,
    /// The last one could not be reached.
    Unreachable,
    /// The last one answered with an error.
    Error(Rcode),
    /// The last one does not know the zone it should be a server of, and refers nowhere further down.
    Lame,
    /// The last one refers back to the servers of this zone: to where the way came from, or to itself.
    RefersBack(Name),
}

/// Why something that came is not taken for the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WrongWhy {
    /// It does not come from the server that was asked.
    OtherServer,
    /// Its id is not the query's.
    OtherId,
    /// It answers another question.
    OtherQuestion,
    /// It is a question itself.
    NotAnAnswer,
    /// It cannot be read.
    Unreadable,
}

/// Why a question could not be answered.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FailWhy {
    /// No server answered in time.
    Timeout,
    /// No server could be reached.
    Unreachable,
    /// Every server that answered did so with an error; this was the last.
    Error(Rcode),
    /// Every server of the zone refers nowhere further down.
    Lame,
    /// There are servers, but none whose address could be found.
    NoServer,
    /// CNAMEs lead on and on.
    TooManyCnames,
    /// CNAMEs lead back to a name that they led on from.
    CnameCircle {
        /// The names from there on; the last is the first again.
        names: Vec<Name>,
    },
    /// To find a name server's address, this very address would be needed.
    ServerCircle {
        /// The server, what is asked for to find it, and so on; the last is the first again.
        names: Vec<Name>,
    },
    /// A server has its name in the zone it serves, and its address did not come along (glue): nobody but itself could
    /// tell it.
    NoGlue {
        /// The zone.
        zone: Name,
        /// The server.
        server: Name,
    },
    /// The servers of a zone refer back: to themselves, or up to where the way came from.
    RefersBack {
        /// The zone.
        zone: Name,
        /// The zone whose servers they refer to.
        to: Name,
    },
    /// The one to ask would be this resolver itself.
    AsksItself {
        /// The name under which it is given as a server.
        server: Name,
    },
    /// It took more queries than a lookup may send.
    TooManyQueries,
    /// To find a server's address, others had to be found, and so on too deep.
    TooDeep,
    /// Too much is being looked up already.
    Busy,
}

impl FailWhy {
    /// Whether the way to the answer leads back to where it was, or is longer than is gone.
    pub(crate) fn is_of_the_way(&self) -> bool {
        matches!(
            self,
            FailWhy::CnameCircle { .. }
                | FailWhy::ServerCircle { .. }
                | FailWhy::NoGlue { .. }
                | FailWhy::RefersBack { .. }
                | FailWhy::AsksItself { .. }
                | FailWhy::TooManyCnames
                | FailWhy::TooDeep
        )
    }
}

/// The end of a short sentence, in English: for those who work with the crate. What people read says `hoplab-words`.
impl fmt::Display for FailWhy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            FailWhy::Timeout => "no server answered in time",
            FailWhy::Unreachable => "no server could be reached",
            FailWhy::Error(rcode) => return write!(f, "the servers say {rcode}"),
            FailWhy::Lame => "no server knows the zone it should know",
            FailWhy::NoServer => "no server's address could be found",
            FailWhy::TooManyCnames => "CNAMEs lead on and on",
            FailWhy::CnameCircle { names } => return write_circle(f, "the chain of CNAMEs", names),
            FailWhy::ServerCircle { names } => {
                return write_circle(f, "the search for a server's address", names);
            }
            FailWhy::NoGlue { zone, server } => {
                return write!(
                    f,
                    "the address of {server}, a server of {zone}, could only be asked of itself: no glue came along"
                );
            }
            FailWhy::RefersBack { zone, to } => {
                return write!(f, "the servers of {zone} refer back to those of {to}");
            }
            FailWhy::AsksItself { server } => {
                return write!(f, "{server} is this resolver itself");
            }
            FailWhy::TooManyQueries => "it took too many queries",
            FailWhy::TooDeep => "to find one server, too many others had to be found",
            FailWhy::Busy => "too much is being looked up already",
        })
    }
}

fn write_circle(f: &mut fmt::Formatter<'_>, what: &str, names: &[Name]) -> fmt::Result {
    let back = names.last().cloned().unwrap_or_else(Name::root);
    write!(f, "{what} returns to {back} (")?;
    for (place, name) in names.iter().enumerate() {
        let arrow = if place > 0 { " -> " } else { "" };
        write!(f, "{arrow}{name}")?;
    }
    f.write_str(")")
}

/// Events that wait to be polled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Journal {
    events: VecDeque<DnsEvent>,
}

impl Journal {
    pub(crate) fn tell(&mut self, at: (LookupId, StepId), kind: DnsEventKind) {
        if self.events.len() < MAX_EVENTS {
            let (lookup, step) = at;
            self.events.push_back(DnsEvent { lookup, step, kind });
        }
    }
    pub(crate) fn poll(&mut self) -> Option<DnsEvent> {
        self.events.pop_front()
    }
}
