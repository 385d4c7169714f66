//! The sentence of each step of a lookup.

use crate::dns::fail;
use crate::dns::step::{asks, list};
use crate::en::LANG;
use crate::programs;
use hoplab_dns::{FailWhy, FailureWhy, Name, Question, WrongWhy};
use hoplab_explain::lookups::account::{AnswerKind, What};
use hoplab_units::count;

pub fn sentence(from: &str, to: &str, what: &What, recursive: bool) -> String {
    match what {
        What::Needs(name) => format!(
            "{from} needs the address of {name} and asks the stub resolver of its own host."
        ),
        What::FromCache {
            question,
            ttl_left,
            negative: false,
        } => {
            format!(
                "{from} still remembers {question}, for {} more. It asks nobody.",
                count(*ttl_left, "second")
            )
        }
        What::FromCache {
            question,
            ttl_left,
            negative: true,
        } => format!(
            "{from} remembers that there is no {question}, for {} more. It asks nobody.",
            count(*ttl_left, "second")
        ),
        What::Expired(question) => {
            format!("{from} knew {question}, but the TTL has run out: it has to ask again.")
        }
        What::Joined => format!("{from} is asking this already: one answer will serve both."),
        What::Asks { .. } => asks(LANG, (from, to), what, recursive),
        What::Answers { outcome, .. } => english_answer(from, outcome),
        What::Wildcard(of) => format!("{}.", crate::dns::wildcard(LANG, from, of)),
        What::Follows { from, to } => {
            format!("{from} is an alias for {to}: that is looked up now.")
        }
        What::AlsoNeeds(question) => {
            format!("To go on, {from} first has to find {question}: the address of a name server.")
        }
        What::TimedOut => format!("{from} has waited for {to} long enough: no answer came."),
        What::Unreachable(why) => match why {
            FailureWhy::Unreachable => format!("The network says that {to} cannot be reached."),
            FailureWhy::Refused => format!("Nobody listens on port 53 at {to}."),
            FailureWhy::Reset => format!("The connection to {to} broke."),
        },
        What::Ignores(why) => format!("{from} ignores a message from {to}: {}.", wrong_en(*why)),
        What::Disbelieves { name, zone } => {
            format!("{from} does not believe what a server of {zone} says about {name}.")
        }
        What::Fails(why) => format!("{from} gives up: {}.", fail(LANG, why)),
        What::FailsSo(why) => format!("{from} gives up: {}.", crate::dns::only_way(LANG, why)),
        What::Tells(addresses) => format!("{to} gets the address {}.", list(addresses)),
        What::TellsNot(error) => format!(
            "{to} gets no address: {}.",
            programs::lookup_error(LANG, *error)
        ),
    }
}

fn english_answer(from: &str, outcome: &AnswerKind) -> String {
    match outcome {
        AnswerKind::Answer(data) => format!("{from} answers: {}.", list(data)),
        AnswerKind::Alias(name) => format!("{from} answers: that is an alias for {name}."),
        AnswerKind::Referral(zone) => {
            format!("{from} does not know, but names the servers of {zone}, which know more.")
        }
        AnswerKind::NoSuchName => format!("{from} answers: there is no such name."),
        AnswerKind::NoData => format!("{from} answers: the name is there, but has no such record."),
        AnswerKind::Truncated => {
            format!(
                "{from}'s answer does not fit into one datagram (TC): the same question is asked again over TCP."
            )
        }
        AnswerKind::Error(rcode) => format!("{from} could not or would not answer ({rcode})."),
        AnswerKind::Unreadable => format!("{from}'s answer cannot be read."),
    }
}

fn wrong_en(why: WrongWhy) -> &'static str {
    match why {
        WrongWhy::OtherServer => "it was not asked",
        WrongWhy::OtherId => "its id is not the query's",
        WrongWhy::OtherQuestion => "it answers another question",
        WrongWhy::NotAnAnswer => "it is no answer",
        WrongWhy::Unreadable => "it cannot be read",
    }
}

pub fn failed(why: &FailWhy) -> String {
    match why {
        FailWhy::Timeout => "no server answered in time".to_owned(),
        FailWhy::Unreachable => "no server could be reached".to_owned(),
        FailWhy::Error(rcode) => {
            format!("every server that answered did so with an error ({rcode})")
        }
        FailWhy::Lame => "no server knows the zone that it should know".to_owned(),
        FailWhy::TooManyCnames => "CNAMEs lead on and on".to_owned(),
        FailWhy::TooManyQueries => "it took too many queries".to_owned(),
        FailWhy::TooDeep => "to find one server, too many others had to be found".to_owned(),
        FailWhy::Busy => "it is looking up too much already".to_owned(),
        _ => "no server's address could be found".to_owned(),
    }
}

pub fn asks_recursively(from: &str, to: &str, question: &Question) -> String {
    format!("{from} asks {to} to find out {question} (a recursive query).")
}

pub fn asks_of_the_root(from: &str, to: &str, question: &Question) -> String {
    format!("{from} asks {to}, which knows the root zone: what do you know of {question}?")
}

pub fn asks_of_zone(from: &str, to: &str, zone: &Name, question: &Question) -> String {
    format!("{from} asks {to}, which knows {zone}: what do you know of {question}?")
}

pub fn try_number(attempt: u8) -> String {
    format!("Try {attempt}: ")
}

texts! {
    over_tcp: " This time over TCP.";
}
