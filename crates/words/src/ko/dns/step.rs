//! The sentence of each step of a lookup.

use crate::dns::fail;
use crate::dns::step::{asks, list};
use crate::ko::{LANG, josa};
use crate::programs;
use hoplab_dns::{FailWhy, FailureWhy, Name, Question, WrongWhy};
use hoplab_explain::lookups::account::{AnswerKind, What};

pub fn sentence(from: &str, to: &str, what: &What, recursive: bool) -> String {
    match what {
        What::Needs(name) => {
            format!(
                "{} {name}의 주소가 필요해서 자기 호스트의 스텁 리졸버에 물어봐요.",
                josa::i(from)
            )
        }
        What::FromCache {
            question,
            ttl_left,
            negative: false,
        } => format!(
            "{from}의 캐시에 {question} 답이 남아 있어요. 앞으로 {ttl_left}초 동안 쓸 수 있으니 아무에게도 묻지 않아요."
        ),
        What::FromCache {
            question,
            ttl_left,
            negative: true,
        } => format!(
            "{} {question} 레코드가 없다는 것을 기억하고 있어요. 앞으로 {ttl_left}초 동안은 아무에게도 묻지 않아요.",
            josa::i(from)
        ),
        What::Expired(question) => {
            format!("{from}의 캐시에 있던 {question} 답은 TTL이 다했어요. 다시 물어야 해요.")
        }
        What::Joined => format!(
            "{} 같은 것을 이미 묻고 있어요. 답이 오면 함께 써요.",
            josa::i(from)
        ),
        What::Asks { .. } => asks(LANG, (from, to), what, recursive),
        What::Answers { outcome, .. } => korean_answer(from, outcome),
        What::Wildcard(of) => format!("{}.", crate::dns::wildcard(LANG, from, of)),
        What::Follows { from, to } => format!(
            "{} {to}의 별칭이에요. 이제 {} 찾아요.",
            josa::eun(&from.to_string()),
            josa::eul(&to.to_string())
        ),
        What::AlsoNeeds(question) => {
            format!(
                "계속하려면 {} 네임 서버의 주소({question})부터 알아내야 해요.",
                josa::i(from)
            )
        }
        What::TimedOut => format!(
            "{} 기다렸지만 {to}에서 제시간에 응답이 오지 않았어요.",
            josa::i(from)
        ),
        What::Unreachable(why) => match why {
            FailureWhy::Unreachable => format!("{to}에 도달할 수 없다고 네트워크가 알려 왔어요."),
            FailureWhy::Refused => format!("{to}의 53번 포트에서 기다리는 프로그램이 없어요."),
            FailureWhy::Reset => format!("{} 맺은 연결이 끊겼어요.", josa::gwa(to)),
        },
        What::Ignores(why) => format!(
            "{} {to}에서 온 메시지를 무시해요. {}.",
            josa::i(from),
            wrong_ko(*why)
        ),
        What::Disbelieves { name, zone } => {
            format!(
                "{} {zone}의 서버가 {name}에 대해 한 말은 믿지 않아요.",
                josa::eun(from)
            )
        }
        What::Fails(why) => format!("{} 포기해요. {}.", josa::i(from), fail(LANG, why)),
        What::FailsSo(why) => format!(
            "{} 포기해요. {}.",
            josa::i(from),
            crate::dns::only_way(LANG, why)
        ),
        What::Tells(addresses) => format!(
            "{} 주소 {} 받았어요.",
            josa::i(to),
            josa::eul(&list(addresses))
        ),
        What::TellsNot(error) => {
            format!(
                "{} 주소를 받지 못했어요. {}.",
                josa::i(to),
                programs::lookup_error(LANG, *error)
            )
        }
    }
}

fn korean_answer(from: &str, outcome: &AnswerKind) -> String {
    let who = josa::i(from);
    match outcome {
        AnswerKind::Answer(data) => format!("{who} 응답해요: {}", list(data)),
        AnswerKind::Alias(name) => format!("{who} {name}의 별칭이라고 응답해요."),
        AnswerKind::Referral(zone) => {
            format!("{who} 직접 알지는 못하고, 더 잘 아는 {zone}의 네임 서버를 알려 줘요(위임).")
        }
        AnswerKind::NoSuchName => format!("{who} 그런 이름이 없다고 응답해요."),
        AnswerKind::NoData => format!("{who} 이름은 있지만 그런 레코드는 없다고 응답해요."),
        AnswerKind::Truncated => format!(
            "{from}의 응답이 데이터그램 하나에 다 들어가지 않아요(TC). 같은 질문을 TCP로 다시 물어요."
        ),
        AnswerKind::Error(rcode) => format!("{who} 질문에 답하지 못했어요({rcode})."),
        AnswerKind::Unreadable => format!("{from}의 응답을 읽을 수 없어요."),
    }
}

fn wrong_ko(why: WrongWhy) -> &'static str {
    match why {
        WrongWhy::OtherServer => "물어본 서버가 아니에요",
        WrongWhy::OtherId => "ID가 질의와 달라요",
        WrongWhy::OtherQuestion => "다른 질문에 대한 응답이에요",
        WrongWhy::NotAnAnswer => "응답이 아니에요",
        WrongWhy::Unreadable => "읽을 수 없어요",
    }
}

pub fn failed(why: &FailWhy) -> String {
    match why {
        FailWhy::Timeout => "제시간에 응답한 서버가 없어요".to_owned(),
        FailWhy::Unreachable => "도달할 수 있는 서버가 없어요".to_owned(),
        FailWhy::Error(rcode) => format!("응답한 서버가 모두 오류를 돌려줬어요({rcode})"),
        FailWhy::Lame => "맡은 존을 아는 서버가 없어요".to_owned(),
        FailWhy::TooManyCnames => "CNAME이 끝없이 이어져요".to_owned(),
        FailWhy::TooManyQueries => "질의를 너무 많이 해야 해요".to_owned(),
        FailWhy::TooDeep => {
            "네임 서버 하나를 찾으려고 다른 서버를 너무 많이 찾아야 해요".to_owned()
        }
        FailWhy::Busy => "이미 너무 많은 것을 조회하고 있어요".to_owned(),
        _ => "네임 서버의 주소를 찾을 수 없어요".to_owned(),
    }
}

pub fn asks_recursively(from: &str, to: &str, question: &Question) -> String {
    format!(
        "{} {to}에 {} 알아내 달라고 해요(재귀적 질의).",
        josa::i(from),
        josa::eul(&question.to_string())
    )
}

pub fn asks_of_the_root(from: &str, to: &str, question: &Question) -> String {
    format!(
        "{} 루트 존을 맡은 {to}에 {question}에 대해 물어봐요.",
        josa::i(from)
    )
}

pub fn asks_of_zone(from: &str, to: &str, zone: &Name, question: &Question) -> String {
    format!(
        "{} {zone} 존을 맡은 {to}에 {question}에 대해 물어봐요.",
        josa::i(from)
    )
}

pub fn try_number(attempt: u8) -> String {
    format!("{} 시도: ", josa::ordinal(attempt))
}

texts! {
    over_tcp: " 이번에는 TCP로 물어요.";
}
