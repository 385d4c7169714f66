//! Name servers and resolvers, in words.

use crate::dns as words;
use crate::ko::{LANG, josa};
use crate::programs::dns::{Answer, asked, has_answer};
use hoplab_dns::{DnsEvent, DnsEventKind, NextWhy};
use hoplab_sim::apps::DnsServerEvent;

texts! {
    service: "DNS";
    name_server: "네임 서버";
    recursive_resolver: "재귀 리졸버";
    stub_resolver: "스텁 리졸버";
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
                    ". 데이터그램 하나에 다 들어가지 않아(TC) 같은 질문을 TCP로 다시 물어야 해요"
                }
            };
            format!("{} {asked} 질의에 {told}{rest}", josa::i(subject))
        }
        DnsServerEvent::Wildcard { of, .. } => words::wildcard(LANG, subject, of),
        DnsServerEvent::Changed { name, serial, .. } => {
            format!("{subject}에서 {name}의 레코드가 바뀌었어요(일련번호 {serial})")
        }
    }
}

fn told(answer: Answer) -> String {
    match answer {
        Answer::Records(answers) => format!("레코드 {answers}개로 응답해요"),
        Answer::NoSuchRecord => "그런 레코드가 없다고 응답해요".to_owned(),
        Answer::Referral => "더 잘 아는 네임 서버를 알려 줘요(위임)".to_owned(),
        Answer::NoSuchName => "그런 이름이 없다고 응답해요(NXDOMAIN)".to_owned(),
        Answer::Refusal => "맡은 이름이 아니라서 응답을 거부해요(REFUSED)".to_owned(),
        Answer::Other(rcode) => format!("{rcode} 응답을 보내요"),
    }
}

pub fn resolver(subject: &str, event: &DnsEvent) -> String {
    use DnsEventKind as Kind;

    match &event.kind {
        Kind::StepStarted { question, .. } => format!(
            "{} {} 조회하기 시작해요",
            josa::i(subject),
            josa::eul(&question.to_string())
        ),
        Kind::Joined { .. } => format!(
            "{} 이미 진행 중인 같은 조회의 결과를 기다려요",
            josa::i(subject)
        ),
        Kind::ClientJoined { .. } => format!(
            "{} 이미 찾고 있는 것을 또 질의받았어요. 답을 찾으면 함께 알려 줘요",
            josa::i(subject)
        ),
        Kind::CacheHit {
            question,
            ttl_left,
            is_negative: false,
        } => format!(
            "{} {} 캐시에서 찾았어요. TTL이 {ttl_left}초 남았어요",
            josa::i(subject),
            josa::eul(&question.to_string())
        ),
        Kind::CacheHit {
            question,
            ttl_left,
            is_negative: true,
        } => format!(
            "{} {} 없다는 것을 기억해요. {ttl_left}초 남았어요",
            josa::i(subject),
            josa::i(&question.to_string())
        ),
        Kind::CacheMiss { question } => format!("{subject}의 캐시에 {question} 레코드가 없어요"),
        Kind::Expired { question } => {
            format!("{subject}: {question} 레코드의 TTL이 다해서 다시 물어봐야 해요")
        }
        Kind::QuerySent {
            question,
            server,
            attempt,
            ..
        } => format!(
            "{} {server}에 {question} 질의를 보내요({} 시도)",
            josa::i(subject),
            josa::ordinal(*attempt)
        ),
        Kind::AnswerReceived { server, rcode, .. } => {
            format!("{} {server}의 응답을 받았어요: {rcode}", josa::i(subject))
        }
        Kind::ReferralReceived { zone, .. } => format!(
            "{} {zone} 존의 네임 서버를 소개받았어요(위임)",
            josa::i(subject)
        ),
        Kind::CnameFollowed { from, to } => format!(
            "{} {} {to}의 별칭이라는 것을 알았어요(CNAME)",
            josa::eun(subject),
            josa::i(&from.to_string())
        ),
        Kind::TimedOut { server, .. } => format!("{server}의 응답이 제시간에 오지 않았어요"),
        Kind::Unreachable { server, .. } => {
            format!("{} {server}에 도달하지 못했어요", josa::i(subject))
        }
        Kind::NextServer { server, why } => format!(
            "{} 다른 서버 {server}에 물어봐요: {}",
            josa::i(subject),
            next_why(why)
        ),
        Kind::AskedAgain { server } => format!("{} {server}에 다시 물어봐요", josa::i(subject)),
        Kind::TruncatedSoTcp { server } => format!(
            "응답이 데이터그램 하나에 다 들어가지 않아서 {} TCP로 {server}에 다시 물어봐요",
            josa::i(subject)
        ),
        Kind::WrongAnswerIgnored { from, .. } => format!(
            "{} {from}에서 온 응답을 무시해요. 물어본 것에 대한 답이 아니에요",
            josa::i(subject)
        ),
        Kind::NotBelieved { name, zone } => format!(
            "{} {zone} 서버가 {name}에 대해 한 말은 믿지 않아요",
            josa::i(subject)
        ),
        Kind::Cached { name, rtype, ttl } => format!(
            "{} {name} {rtype} 레코드를 {ttl}초 동안 캐시에 둬요",
            josa::i(subject)
        ),
        Kind::NegativelyCached {
            name,
            ttl,
            rtype: None,
        } => format!(
            "{} {} 이름이 없다는 것을 {ttl}초 동안 기억해요",
            josa::i(subject),
            josa::iraneun(&name.to_string())
        ),
        Kind::NegativelyCached {
            name,
            ttl,
            rtype: Some(rtype),
        } => format!(
            "{} {name}에 {rtype} 레코드가 없다는 것을 {ttl}초 동안 기억해요",
            josa::i(subject)
        ),
        Kind::DrivenOut { name, rtype: None } => format!(
            "{} {} 이름이 없다는 기록을 캐시에서 지워요",
            josa::i(subject),
            josa::iraneun(&name.to_string())
        ),
        Kind::DrivenOut {
            name,
            rtype: Some(rtype),
        } => format!(
            "{} {name} {rtype} 레코드에 대해 기억하던 것을 캐시에서 지워요",
            josa::i(subject)
        ),
        Kind::Resolved { rcode, records } if has_answer(*rcode, records) => {
            format!("{} 답을 찾았어요", josa::i(subject))
        }
        Kind::Resolved { .. } => format!("{} 그런 것이 없다는 것을 알았어요", josa::i(subject)),
        Kind::Failed { why, is_told: true } => format!(
            "{} 포기해요: {}",
            josa::i(subject),
            words::only_way(LANG, why)
        ),
        Kind::Failed { why, .. } => format!(
            "{} 답을 찾지 못했어요: {}",
            josa::i(subject),
            words::fail(LANG, why)
        ),
    }
}

fn next_why(why: &NextWhy) -> String {
    match why {
        NextWhy::TimedOut => "앞의 서버가 응답하지 않았어요".to_owned(),
        NextWhy::Unreachable => "앞의 서버에 도달할 수 없어요".to_owned(),
        NextWhy::Error(rcode) => format!("앞의 서버는 {rcode} 응답을 보냈어요"),
        NextWhy::RefersBack(to) => {
            let zone = words::zone_name(LANG, to);
            format!("앞의 서버는 {zone} 존으로 되돌려 보내요")
        }
        NextWhy::Lame => "앞의 서버는 그 존을 몰라요".to_owned(),
    }
}

pub fn answered(questions: u32) -> String {
    format!("질의 {questions}개에 응답했어요.")
}

pub fn remembered(records: usize) -> String {
    format!("캐시에 응답이 {records}개 있어요.")
}
