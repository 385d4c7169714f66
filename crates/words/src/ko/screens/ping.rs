//! ping and traceroute on their screens: what stands around their output, which is the same in every language.

use crate::ko::josa::ordinal;
use crate::screens::span;
use hoplab_sim::apps::{PingScreen, TraceEnd};

pub fn ping(screen: &PingScreen) -> String {
    let totals = &screen.totals;
    let (sent, got) = (totals.sent, totals.received);
    let mut text = match sent {
        0 => {
            return "아직 보낸 요청이 없어요.".to_owned();
        }
        _ => format!("요청 {sent}개, 응답 {got}개"),
    };
    if screen.done {
        let lost = totals.loss_per_mille();
        text += &format!(", 손실 {}.{}%", lost / 10, lost % 10);
    }
    if let Some(times) = totals.times {
        let (least, mean, most) = (span(times.min), span(times.avg), span(times.max));
        text += &format!(", 왕복 시간 {least}~{most}(평균 {mean})");
    }
    text
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
