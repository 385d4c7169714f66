//! Name servers and resolvers, in words.

use hoplab_dns::{DnsEvent, Question, Rcode, Record};
use hoplab_sim::apps::DnsServerEvent;

said! { programs::dns =>
    /// What is called so by its port.
    service;
    /// The program that has zones.
    name_server;
    /// The program that finds out from the root down.
    recursive_resolver;
    /// The program that asks for its own host.
    stub_resolver;
    /// What a name server did.
    server(subject: &str, event: &DnsServerEvent) -> String;
    /// What a resolver decided or met.
    resolver(subject: &str, event: &DnsEvent) -> String;
    /// How much a name server has answered.
    answered(questions: u32) -> String;
    /// How much a resolver remembers.
    remembered(records: usize) -> String;
}

/// What a name server says to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// So many records.
    Records(u16),
    /// It ought to know, and there is none.
    NoSuchRecord,
    /// Others ought to know.
    Referral,
    /// There is no such name.
    NoSuchName,
    /// It is not the one to ask.
    Refusal,
    /// Another code.
    Other(Rcode),
}

impl Answer {
    /// `knows`: whether it speaks for the zone, or has found out.
    pub(crate) fn of(rcode: Rcode, knows: bool, answers: u16) -> Answer {
        match rcode {
            Rcode::NoError if answers > 0 => Answer::Records(answers),
            Rcode::NoError if knows => Answer::NoSuchRecord,
            Rcode::NoError => Answer::Referral,
            Rcode::NxDomain => Answer::NoSuchName,
            Rcode::Refused => Answer::Refusal,
            rcode => Answer::Other(rcode),
        }
    }
}

/// Whether a lookup found something.
pub(crate) fn has_answer(rcode: Rcode, records: &[Record]) -> bool {
    rcode == Rcode::NoError && !records.is_empty()
}

/// What was asked; nothing where that could not be read.
pub(crate) fn asked(question: Option<&Question>) -> String {
    question.map(ToString::to_string).unwrap_or_default()
}
