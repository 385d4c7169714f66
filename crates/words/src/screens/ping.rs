//! ping and traceroute on their screens: what stands around their output, which is the same in every language.

use hoplab_sim::apps::{PingScreen, Probe, TraceEnd, TracerouteScreen};
use hoplab_units::count;

use super::span;
use crate::Lang;
use crate::josa::ordinal;

/// What it has come to so far, or in the end.
pub fn ping(lang: Lang, screen: &PingScreen) -> String {
    let totals = &screen.totals;
    let (sent, got) = (totals.sent, totals.received);
    let mut text = match (lang, sent) {
        (_, 0) => {
            return lang
                .pick("Nothing asked yet.", "아직 보낸 요청이 없어요.")
                .to_owned();
        }
        (Lang::En, _) => format!("{sent} sent, {got} answered"),
        (Lang::Ko, _) => format!("요청 {sent}개, 응답 {got}개"),
    };
    if screen.done {
        let lost = totals.loss_per_mille();
        text += &match lang {
            Lang::En => format!(", {}.{}% lost", lost / 10, lost % 10),
            Lang::Ko => format!(", 손실 {}.{}%", lost / 10, lost % 10),
        };
    }
    if let Some(times) = totals.times {
        let (least, mean, most) = (span(times.min), span(times.avg), span(times.max));
        text += &match lang {
            Lang::En => format!("; round trip {least} to {most}, {mean} on average"),
            Lang::Ko => format!(", 왕복 시간 {least}~{most}(평균 {mean})"),
        };
    }
    text
}

/// How far the way is known.
pub fn traceroute(lang: Lang, screen: &TracerouteScreen) -> String {
    let hops = screen.hops.len();
    let silent = |probes: &Vec<Probe>| probes.iter().all(|probe| *probe == Probe::Silent);
    let stars = screen.hops.iter().filter(|hop| silent(&hop.probes)).count();
    let mut text = match (lang, screen.end) {
        (Lang::En, None) => "Looking for the way…".to_owned(),
        (Lang::Ko, None) => "경로를 찾는 중…".to_owned(),
        (Lang::En, Some(TraceEnd::Reached)) => format!("Reached at hop {hops}."),
        (Lang::Ko, Some(TraceEnd::Reached)) => {
            format!("{} 홉에서 목적지에 도달했어요.", ordinal(hops as u64))
        }
        (Lang::En, Some(TraceEnd::Undelivered)) => format!("The way ends at hop {hops}."),
        (Lang::Ko, Some(TraceEnd::Undelivered)) => {
            format!("{} 홉에서 경로가 끊겨요.", ordinal(hops as u64))
        }
        (Lang::En, Some(TraceEnd::MaxHops)) => {
            format!("Not reached within {}.", count(hops as u64, "hop"))
        }
        (Lang::Ko, Some(TraceEnd::MaxHops)) => format!("{hops}홉 안에 도달하지 못했어요."),
    };
    if stars > 0 {
        text += lang.pick(
            " A star: whoever is there did not answer.",
            " 별표(*)는 그 자리의 노드가 응답하지 않았다는 뜻이에요.",
        );
    }
    text
}
