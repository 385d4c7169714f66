//! traceroute, in words. Its output is the same in every language.

use crate as words;
use crate::ko::josa::ordinal;
use crate::ko::{LANG, josa};
use crate::programs::client::told;
use crate::programs::traceroute::hop_told;
use hoplab_sim::apps::{TraceEnd, TracerouteEvent};

texts! {
    program: "경로 추적(traceroute)";
}

pub fn sentence(subject: &str, event: &TracerouteEvent) -> String {
    match event {
        TracerouteEvent::Started { to, max_hops } => format!(
            "{} {to}까지 가는 경로를 찾기 시작해요. 최대 {max_hops}홉까지 봐요",
            josa::i(subject)
        ),
        TracerouteEvent::Hop(hop) => hop_told(LANG, subject, hop),
        TracerouteEvent::Done { hops, end } => {
            let how = match end {
                TraceEnd::Reached => "목적지가 응답했어요",
                TraceEnd::Undelivered => "경로가 거기서 끊겨요",
                TraceEnd::MaxHops => "더는 찾지 않아요",
            };
            format!("{} {hops}홉 만에 끝났어요: {how}", josa::i(subject))
        }
        TracerouteEvent::Failed { error } => format!(
            "{} 그만뒀어요: {}",
            josa::i(subject),
            told(words::socket_error(LANG, *error))
        ),
    }
}

pub fn way(end: Option<TraceEnd>, hops: usize) -> String {
    match end {
        None => "경로를 찾는 중…".to_owned(),
        Some(TraceEnd::Reached) => {
            format!("{} 홉에서 목적지에 도달했어요.", ordinal(hops as u64))
        }
        Some(TraceEnd::Undelivered) => {
            format!("{} 홉에서 경로가 끊겨요.", ordinal(hops as u64))
        }
        Some(TraceEnd::MaxHops) => format!("{hops}홉 안에 도달하지 못했어요."),
    }
}

pub fn star() -> String {
    "별표(*)는 그 자리의 노드가 응답하지 않았다는 뜻이에요.".to_owned()
}

pub fn trace(to: &str) -> String {
    format!("{to}까지 경로 추적하기")
}

pub fn silent_hop(subject: &str, ttl: u8) -> String {
    let hop = josa::ordinal(ttl);
    format!("{subject}: {hop} 홉에서는 아무 응답이 없어요(* * *)")
}

pub fn hop(subject: &str, ttl: u8, who: &str) -> String {
    format!("{subject}: {} 홉은 {who}", josa::ordinal(ttl))
}
