//! What traceroute learns, in words.

use hoplab_sim::apps::{TraceEnd, TraceHop, TracerouteEvent};
use hoplab_units::count;

use super::failure::told;
use crate::{self as words, Lang, josa};

/// What traceroute learnt.
pub(super) fn sentence(lang: Lang, subject: &str, event: &TracerouteEvent) -> String {
    match (lang, event) {
        (Lang::En, TracerouteEvent::Started { to, max_hops }) => {
            format!(
                "{subject} looks for the way to {to}, {} at most",
                count(*max_hops, "hop")
            )
        }
        (Lang::Ko, TracerouteEvent::Started { to, max_hops }) => format!(
            "{} {to}까지 가는 경로를 찾기 시작해요. 최대 {max_hops}홉까지 봐요",
            josa::i(subject)
        ),
        (_, TracerouteEvent::Hop(hop)) => row(lang, subject, hop),
        (Lang::En, TracerouteEvent::Done { hops, end }) => {
            let how = match end {
                TraceEnd::Reached => "the destination answers",
                TraceEnd::Undelivered => "the way ends there",
                TraceEnd::MaxHops => "it looks no further",
            };
            format!("{subject} is done after {}: {how}", count(*hops, "hop"))
        }
        (Lang::Ko, TracerouteEvent::Done { hops, end }) => {
            let how = match end {
                TraceEnd::Reached => "목적지가 응답했어요",
                TraceEnd::Undelivered => "경로가 거기서 끊겨요",
                TraceEnd::MaxHops => "더는 찾지 않아요",
            };
            format!("{} {hops}홉 만에 끝났어요: {how}", josa::i(subject))
        }
        (Lang::En, TracerouteEvent::Failed { error }) => {
            format!("{subject} gives up: {}", words::socket_error(lang, *error))
        }
        (Lang::Ko, TracerouteEvent::Failed { error }) => format!(
            "{} 그만뒀어요: {}",
            josa::i(subject),
            told(words::socket_error(lang, *error))
        ),
    }
}

fn row(lang: Lang, subject: &str, hop: &TraceHop) -> String {
    let mut found: Vec<String> = Vec::new();
    for (from, _) in hop.probes.iter().filter_map(|probe| probe.answer()) {
        let from = from.to_string();
        if !found.contains(&from) {
            found.push(from);
        }
    }
    let (ttl, found) = (hop.ttl, found.join(", "));
    match (lang, found.is_empty()) {
        (Lang::En, true) => format!("{subject}: at hop {ttl} nobody answers (* * *)"),
        (Lang::Ko, true) => format!(
            "{subject}: {} 홉에서는 아무 응답이 없어요(* * *)",
            josa::ordinal(ttl)
        ),
        (Lang::En, false) => format!("{subject}: at hop {ttl}, {found} answers"),
        (Lang::Ko, false) => format!("{subject}: {} 홉은 {found}", josa::ordinal(ttl)),
    }
}
