//! What name servers and resolvers do, in words.

use hoplab_dns::{DnsEventKind, NextWhy, Rcode};
use hoplab_sim::apps::DnsServerEvent;
use hoplab_units::count;

use crate::{Lang, dns as words, josa};

/// What a name server did.
pub(super) fn server(lang: Lang, subject: &str, event: &DnsServerEvent) -> String {
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
            let asked = question
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default();
            let told = told(lang, *rcode, *authoritative || *recursive, *answers);
            let rest = match (truncated, lang) {
                (false, _) => "",
                (true, Lang::En) => {
                    ", but it does not fit into one datagram (TC): the same question has to be asked again over TCP"
                }
                (true, Lang::Ko) => {
                    ". 데이터그램 하나에 다 들어가지 않아(TC) 같은 질문을 TCP로 다시 물어야 해요"
                }
            };
            match lang {
                Lang::En => format!("{subject} was asked for {asked} and says {told}{rest}"),
                Lang::Ko => format!("{} {asked} 질의에 {told}{rest}", josa::i(subject)),
            }
        }
        DnsServerEvent::Wildcard { of, .. } => words::wildcard(lang, subject, of),
        DnsServerEvent::Changed { name, serial, .. } => match lang {
            Lang::En => format!("{subject} now has other records of {name} (serial {serial})"),
            Lang::Ko => format!("{subject}에서 {name}의 레코드가 바뀌었어요(일련번호 {serial})"),
        },
    }
}

fn told(lang: Lang, rcode: Rcode, authoritative: bool, answers: u16) -> String {
    match (rcode, lang) {
        (Rcode::NoError, Lang::En) if answers > 0 => {
            format!("what it knows: {}", count(answers, "record"))
        }
        (Rcode::NoError, Lang::Ko) if answers > 0 => format!("레코드 {answers}개로 응답해요"),
        (Rcode::NoError, Lang::En) if authoritative => {
            "that the name has no such record".to_owned()
        }
        (Rcode::NoError, Lang::Ko) if authoritative => "그런 레코드가 없다고 응답해요".to_owned(),
        (Rcode::NoError, Lang::En) => "which servers know more (a referral)".to_owned(),
        (Rcode::NoError, Lang::Ko) => "더 잘 아는 네임 서버를 알려 줘요(위임)".to_owned(),
        (Rcode::NxDomain, Lang::En) => "that there is no such name (NXDOMAIN)".to_owned(),
        (Rcode::NxDomain, Lang::Ko) => "그런 이름이 없다고 응답해요(NXDOMAIN)".to_owned(),
        (Rcode::Refused, Lang::En) => "that it is not the one to ask (REFUSED)".to_owned(),
        (Rcode::Refused, Lang::Ko) => "맡은 이름이 아니라서 응답을 거부해요(REFUSED)".to_owned(),
        (rcode, Lang::En) => format!("{rcode}"),
        (rcode, Lang::Ko) => format!("{rcode} 응답을 보내요"),
    }
}

/// What a resolver decided or met.
pub(super) fn resolver(lang: Lang, subject: &str, event: &DnsEventKind) -> String {
    use DnsEventKind as Kind;
    let (en, ko) = match event {
        Kind::StepStarted { question, .. } => (
            format!("{subject} looks up {question}"),
            format!(
                "{} {} 조회하기 시작해요",
                josa::i(subject),
                josa::eul(&question.to_string())
            ),
        ),
        Kind::Joined { .. } => (
            format!("{subject} waits for a lookup of the same that is under way"),
            format!(
                "{} 이미 진행 중인 같은 조회의 결과를 기다려요",
                josa::i(subject)
            ),
        ),
        Kind::ClientJoined { .. } => (
            format!("{subject} is asked for what it already looks up: the answer will do for both"),
            format!(
                "{} 이미 찾고 있는 것을 또 질의받았어요. 답을 찾으면 함께 알려 줘요",
                josa::i(subject)
            ),
        ),
        Kind::CacheHit {
            question,
            ttl_left,
            is_negative: false,
        } => (
            format!("{subject} finds {question} in its cache, good for {ttl_left} s more"),
            format!(
                "{} {} 캐시에서 찾았어요. TTL이 {ttl_left}초 남았어요",
                josa::i(subject),
                josa::eul(&question.to_string())
            ),
        ),
        Kind::CacheHit {
            question,
            ttl_left,
            is_negative: true,
        } => (
            format!("{subject} remembers that there is no {question}, for {ttl_left} s more"),
            format!(
                "{} {} 없다는 것을 기억해요. {ttl_left}초 남았어요",
                josa::i(subject),
                josa::i(&question.to_string())
            ),
        ),
        Kind::CacheMiss { question } => (
            format!("{subject} has nothing of {question} in its cache"),
            format!("{subject}의 캐시에 {question} 레코드가 없어요"),
        ),
        Kind::Expired { question } => (
            format!("{subject}: the TTL of {question} has run out; it must ask again"),
            format!("{subject}: {question} 레코드의 TTL이 다해서 다시 물어봐야 해요"),
        ),
        Kind::QuerySent {
            question,
            server,
            attempt,
            ..
        } => (
            format!("{subject} asks {server} for {question} (attempt {attempt})"),
            format!(
                "{} {server}에 {question} 질의를 보내요({} 시도)",
                josa::i(subject),
                josa::ordinal(*attempt)
            ),
        ),
        Kind::AnswerReceived { server, rcode, .. } => (
            format!("{subject} has an answer from {server}: {rcode}"),
            format!("{} {server}의 응답을 받았어요: {rcode}", josa::i(subject)),
        ),
        Kind::ReferralReceived { zone, .. } => (
            format!("{subject} is referred to the servers of {zone}"),
            format!(
                "{} {zone} 존의 네임 서버를 소개받았어요(위임)",
                josa::i(subject)
            ),
        ),
        Kind::CnameFollowed { from, to } => (
            format!("{subject} learns that {from} is an alias for {to} (CNAME)"),
            format!(
                "{} {} {to}의 별칭이라는 것을 알았어요(CNAME)",
                josa::eun(subject),
                josa::i(&from.to_string())
            ),
        ),
        Kind::TimedOut { server, .. } => (
            format!("{subject} has waited long enough for {server}"),
            format!("{server}의 응답이 제시간에 오지 않았어요"),
        ),
        Kind::Unreachable { server, .. } => (
            format!("{subject} cannot reach {server}"),
            format!("{} {server}에 도달하지 못했어요", josa::i(subject)),
        ),
        Kind::NextServer { server, why } => (
            format!(
                "{subject} turns to another server, {server}: {}",
                next_why(lang, why)
            ),
            format!(
                "{} 다른 서버 {server}에 물어봐요: {}",
                josa::i(subject),
                next_why(lang, why)
            ),
        ),
        Kind::AskedAgain { server } => (
            format!("{subject} asks {server} again"),
            format!("{} {server}에 다시 물어봐요", josa::i(subject)),
        ),
        Kind::TruncatedSoTcp { server } => (
            format!(
                "{subject} asks {server} again over TCP: the answer did not fit into a datagram"
            ),
            format!(
                "응답이 데이터그램 하나에 다 들어가지 않아서 {} TCP로 {server}에 다시 물어봐요",
                josa::i(subject)
            ),
        ),
        Kind::WrongAnswerIgnored { from, .. } => (
            format!("{subject} ignores what came from {from}: it answers no question of its own"),
            format!(
                "{} {from}에서 온 응답을 무시해요. 물어본 것에 대한 답이 아니에요",
                josa::i(subject)
            ),
        ),
        Kind::NotBelieved { name, zone } => (
            format!("{subject} does not believe a server of {zone} about {name}"),
            format!(
                "{} {zone} 서버가 {name}에 대해 한 말은 믿지 않아요",
                josa::i(subject)
            ),
        ),
        Kind::Cached { name, rtype, ttl } => (
            format!("{subject} remembers {name} {rtype} for {ttl} s"),
            format!(
                "{} {name} {rtype} 레코드를 {ttl}초 동안 캐시에 둬요",
                josa::i(subject)
            ),
        ),
        Kind::NegativelyCached {
            name,
            ttl,
            rtype: None,
        } => (
            format!("{subject} remembers for {ttl} s that {name} does not exist"),
            format!(
                "{} {} 이름이 없다는 것을 {ttl}초 동안 기억해요",
                josa::i(subject),
                josa::iraneun(&name.to_string())
            ),
        ),
        Kind::NegativelyCached {
            name,
            ttl,
            rtype: Some(rtype),
        } => (
            format!("{subject} remembers for {ttl} s that {name} has no {rtype} record"),
            format!(
                "{} {name}에 {rtype} 레코드가 없다는 것을 {ttl}초 동안 기억해요",
                josa::i(subject)
            ),
        ),
        Kind::DrivenOut { name, rtype: None } => (
            format!("{subject} forgets that {name} does not exist"),
            format!(
                "{} {} 이름이 없다는 기록을 캐시에서 지워요",
                josa::i(subject),
                josa::iraneun(&name.to_string())
            ),
        ),
        Kind::DrivenOut {
            name,
            rtype: Some(rtype),
        } => (
            format!("{subject} forgets what it remembered of {name} {rtype}"),
            format!(
                "{} {name} {rtype} 레코드에 대해 기억하던 것을 캐시에서 지워요",
                josa::i(subject)
            ),
        ),
        Kind::Resolved {
            rcode: Rcode::NoError,
            records,
        } if !records.is_empty() => (
            format!("{subject} has the answer"),
            format!("{} 답을 찾았어요", josa::i(subject)),
        ),
        Kind::Resolved { .. } => (
            format!("{subject} knows now that there is none"),
            format!("{} 그런 것이 없다는 것을 알았어요", josa::i(subject)),
        ),
        Kind::Failed { why, is_told: true } => (
            format!("{subject} gives up: {}", words::only_way(lang, why)),
            format!(
                "{} 포기해요: {}",
                josa::i(subject),
                words::only_way(lang, why)
            ),
        ),
        Kind::Failed { why, .. } => (
            format!("{subject} could not find out: {}", words::fail(lang, why)),
            format!(
                "{} 답을 찾지 못했어요: {}",
                josa::i(subject),
                words::fail(lang, why)
            ),
        ),
    };
    match lang {
        Lang::En => en,
        Lang::Ko => ko,
    }
}

fn next_why(lang: Lang, why: &NextWhy) -> String {
    match why {
        NextWhy::TimedOut => lang
            .pick(
                "the last one did not answer",
                "앞의 서버가 응답하지 않았어요",
            )
            .to_owned(),
        NextWhy::Unreachable => lang
            .pick(
                "the last one cannot be reached",
                "앞의 서버에 도달할 수 없어요",
            )
            .to_owned(),
        NextWhy::Error(rcode) => match lang {
            Lang::En => format!("the last one says {rcode}"),
            Lang::Ko => format!("앞의 서버는 {rcode} 응답을 보냈어요"),
        },
        NextWhy::RefersBack(to) => {
            let (en, ko) = words::zone_name(to);
            match lang {
                Lang::En => format!("the last one refers back to the servers of {en}"),
                Lang::Ko => format!("앞의 서버는 {ko} 존으로 되돌려 보내요"),
            }
        }
        NextWhy::Lame => lang
            .pick(
                "the last one does not know the zone",
                "앞의 서버는 그 존을 몰라요",
            )
            .to_owned(),
    }
}
