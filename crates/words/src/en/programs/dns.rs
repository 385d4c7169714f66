//! Name servers and resolvers, in words.

use crate::dns as words;
use crate::en::LANG;
use crate::programs::dns::{Answer, asked, has_answer};
use hoplab_dns::{DnsEvent, DnsEventKind, NextWhy};
use hoplab_sim::apps::DnsServerEvent;
use hoplab_units::count;

texts! {
    service: "DNS";
    name_server: "name server";
    recursive_resolver: "recursive resolver";
    stub_resolver: "stub resolver";
}

pub fn server(subject: &str, event: &DnsServerEvent) -> String {
    match event {
        DnsServerEvent::Answered {
            question,
            rcode,
            authoritative,
            recursive,
            answers,
            truncated,
            ..
        } => {
            let asked = asked(question.as_ref());
            let told = told(Answer::of(*rcode, *authoritative || *recursive, *answers));
            let rest = match truncated {
                false => "",
                true => {
                    ", but it does not fit into one datagram (TC): the same question has to be asked again over TCP"
                }
            };
            format!("{subject} was asked for {asked} and says {told}{rest}")
        }
        DnsServerEvent::Wildcard { of, .. } => words::wildcard(LANG, subject, of),
        DnsServerEvent::Changed { name, serial, .. } => {
            format!("{subject} now has other records of {name} (serial {serial})")
        }
    }
}

fn told(answer: Answer) -> String {
    match answer {
        Answer::Records(answers) => {
            format!("what it knows: {}", count(answers, "record"))
        }
        Answer::NoSuchRecord => "that the name has no such record".to_owned(),
        Answer::Referral => "which servers know more (a referral)".to_owned(),
        Answer::NoSuchName => "that there is no such name (NXDOMAIN)".to_owned(),
        Answer::Refusal => "that it is not the one to ask (REFUSED)".to_owned(),
        Answer::Other(rcode) => format!("{rcode}"),
    }
}

pub fn resolver(subject: &str, event: &DnsEvent) -> String {
    use DnsEventKind as Kind;

    match &event.kind {
        Kind::StepStarted { question, .. } => format!("{subject} looks up {question}"),
        Kind::Joined { .. } => {
            format!("{subject} waits for a lookup of the same that is under way")
        }
        Kind::ClientJoined { .. } => {
            format!("{subject} is asked for what it already looks up: the answer will do for both")
        }
        Kind::CacheHit {
            question,
            ttl_left,
            is_negative: false,
        } => format!("{subject} finds {question} in its cache, good for {ttl_left} s more"),
        Kind::CacheHit {
            question,
            ttl_left,
            is_negative: true,
        } => format!("{subject} remembers that there is no {question}, for {ttl_left} s more"),
        Kind::CacheMiss { question } => format!("{subject} has nothing of {question} in its cache"),
        Kind::Expired { question } => {
            format!("{subject}: the TTL of {question} has run out; it must ask again")
        }
        Kind::QuerySent {
            question,
            server,
            attempt,
            ..
        } => format!("{subject} asks {server} for {question} (attempt {attempt})"),
        Kind::AnswerReceived { server, rcode, .. } => {
            format!("{subject} has an answer from {server}: {rcode}")
        }
        Kind::ReferralReceived { zone, .. } => {
            format!("{subject} is referred to the servers of {zone}")
        }
        Kind::CnameFollowed { from, to } => {
            format!("{subject} learns that {from} is an alias for {to} (CNAME)")
        }
        Kind::TimedOut { server, .. } => format!("{subject} has waited long enough for {server}"),
        Kind::Unreachable { server, .. } => format!("{subject} cannot reach {server}"),
        Kind::NextServer { server, why } => format!(
            "{subject} turns to another server, {server}: {}",
            next_why(why)
        ),
        Kind::AskedAgain { server } => format!("{subject} asks {server} again"),
        Kind::TruncatedSoTcp { server } => format!(
            "{subject} asks {server} again over TCP: the answer did not fit into a datagram"
        ),
        Kind::WrongAnswerIgnored { from, .. } => {
            format!("{subject} ignores what came from {from}: it answers no question of its own")
        }
        Kind::NotBelieved { name, zone } => {
            format!("{subject} does not believe a server of {zone} about {name}")
        }
        Kind::Cached { name, rtype, ttl } => {
            format!("{subject} remembers {name} {rtype} for {ttl} s")
        }
        Kind::NegativelyCached {
            name,
            ttl,
            rtype: None,
        } => format!("{subject} remembers for {ttl} s that {name} does not exist"),
        Kind::NegativelyCached {
            name,
            ttl,
            rtype: Some(rtype),
        } => format!("{subject} remembers for {ttl} s that {name} has no {rtype} record"),
        Kind::DrivenOut { name, rtype: None } => {
            format!("{subject} forgets that {name} does not exist")
        }
        Kind::DrivenOut {
            name,
            rtype: Some(rtype),
        } => format!("{subject} forgets what it remembered of {name} {rtype}"),
        Kind::Resolved { rcode, records } if has_answer(*rcode, records) => {
            format!("{subject} has the answer")
        }
        Kind::Resolved { .. } => format!("{subject} knows now that there is none"),
        Kind::Failed { why, is_told: true } => {
            format!("{subject} gives up: {}", words::only_way(LANG, why))
        }
        Kind::Failed { why, .. } => {
            format!("{subject} could not find out: {}", words::fail(LANG, why))
        }
    }
}

fn next_why(why: &NextWhy) -> String {
    match why {
        NextWhy::TimedOut => "the last one did not answer".to_owned(),
        NextWhy::Unreachable => "the last one cannot be reached".to_owned(),
        NextWhy::Error(rcode) => format!("the last one says {rcode}"),
        NextWhy::RefersBack(to) => {
            let zone = words::zone_name(LANG, to);
            format!("the last one refers back to the servers of {zone}")
        }
        NextWhy::Lame => "the last one does not know the zone".to_owned(),
    }
}

pub fn answered(questions: u32) -> String {
    format!("Questions answered: {questions}.")
}

pub fn remembered(records: usize) -> String {
    format!("Answers in its cache: {records}.")
}
