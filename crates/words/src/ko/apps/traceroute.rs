//! What traceroute learns, in words.

use crate::apps::failure::told;
use crate::ko::LANG;
use crate::ko::josa;
use crate::{self as words};
use hoplab_sim::apps::{TraceEnd, TraceHop, TracerouteEvent};

pub fn sentence(subject: &str, event: &TracerouteEvent) -> String {
    match event {
        TracerouteEvent::Started { to, max_hops } => format!(
            "{} {to}까지 가는 경로를 찾기 시작해요. 최대 {max_hops}홉까지 봐요",
            josa::i(subject)
        ),
        TracerouteEvent::Hop(hop) => row(subject, hop),
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

fn row(subject: &str, hop: &TraceHop) -> String {
    let mut found: Vec<String> = Vec::new();
    for (from, _) in hop.probes.iter().filter_map(|probe| probe.answer()) {
        let from = from.to_string();
        if !found.contains(&from) {
            found.push(from);
        }
    }
    let (ttl, found) = (hop.ttl, found.join(", "));
    match found.is_empty() {
        true => format!(
            "{subject}: {} 홉에서는 아무 응답이 없어요(* * *)",
            josa::ordinal(ttl)
        ),
        false => format!("{subject}: {} 홉은 {found}", josa::ordinal(ttl)),
    }
}
