//! What name servers and resolvers do, in words.

use hoplab_dns::Rcode;
use hoplab_sim::apps::DnsServerEvent;

use crate::words::{Lang, josa};

/// What a name server did.
pub(super) fn server(lang: Lang, subject: &str, event: &DnsServerEvent) -> String {
    match event {
        DnsServerEvent::Answered {
            question,
            rcode,
            authoritative,
            answers,
            truncated,
            ..
        } => {
            let asked = question
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default();
            let told = told(lang, *rcode, *authoritative, *answers);
            let rest = match (truncated, lang) {
                (false, _) => "",
                (true, Lang::En) => ", and that the rest only fits over TCP (TC)",
                (true, Lang::Ko) => " 나머지는 TCP로 다시 물어야 해요(TC).",
            };
            match lang {
                Lang::En => format!("{subject} was asked for {asked} and says {told}{rest}"),
                Lang::Ko => format!("{} {asked} 질의에 {told}{rest}", josa::i(subject)),
            }
        }
        DnsServerEvent::Changed { name, serial, .. } => match lang {
            Lang::En => format!("{subject} now has other records of {name} (serial {serial})"),
            Lang::Ko => format!("{subject}에서 {name}의 레코드가 바뀌었어요 (일련번호 {serial})"),
        },
    }
}

fn told(lang: Lang, rcode: Rcode, authoritative: bool, answers: u16) -> String {
    match (rcode, lang) {
        (Rcode::NoError, Lang::En) if answers > 0 => {
            let s = if answers == 1 { "" } else { "s" };
            format!("what it knows: {answers} record{s}")
        }
        (Rcode::NoError, Lang::Ko) if answers > 0 => format!("레코드 {answers}개로 답해요"),
        (Rcode::NoError, Lang::En) if authoritative => {
            "that the name has no such record".to_owned()
        }
        (Rcode::NoError, Lang::Ko) if authoritative => "그런 레코드가 없다고 답해요".to_owned(),
        (Rcode::NoError, Lang::En) => "which servers know more (a referral)".to_owned(),
        (Rcode::NoError, Lang::Ko) => "더 잘 아는 네임 서버를 알려 줘요(위임)".to_owned(),
        (Rcode::NxDomain, Lang::En) => "that there is no such name (NXDOMAIN)".to_owned(),
        (Rcode::NxDomain, Lang::Ko) => "그런 이름이 없다고 답해요(NXDOMAIN)".to_owned(),
        (Rcode::Refused, Lang::En) => "that it is not the one to ask (REFUSED)".to_owned(),
        (Rcode::Refused, Lang::Ko) => "맡은 이름이 아니라서 답하지 않아요(REFUSED)".to_owned(),
        (rcode, Lang::En) => format!("{rcode}"),
        (rcode, Lang::Ko) => format!("{rcode} 응답을 보내요"),
    }
}
