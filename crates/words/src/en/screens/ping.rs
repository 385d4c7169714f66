//! ping and traceroute on their screens: what stands around their output, which is the same in every language.

use crate::screens::span;
use hoplab_sim::apps::{PingScreen, Probe, TraceEnd, TracerouteScreen};
use hoplab_units::count;

pub fn ping(screen: &PingScreen) -> String {
    let totals = &screen.totals;
    let (sent, got) = (totals.sent, totals.received);
    let mut text = match sent {
        0 => {
            return "Nothing asked yet.".to_owned();
        }
        _ => format!("{sent} sent, {got} answered"),
    };
    if screen.done {
        let lost = totals.loss_per_mille();
        text += &format!(", {}.{}% lost", lost / 10, lost % 10);
    }
    if let Some(times) = totals.times {
        let (least, mean, most) = (span(times.min), span(times.avg), span(times.max));
        text += &format!("; round trip {least} to {most}, {mean} on average");
    }
    text
}

pub fn traceroute(screen: &TracerouteScreen) -> String {
    let hops = screen.hops.len();
    let silent = |probes: &Vec<Probe>| probes.iter().all(|probe| *probe == Probe::Silent);
    let stars = screen.hops.iter().filter(|hop| silent(&hop.probes)).count();
    let mut text = match screen.end {
        None => "Looking for the way…".to_owned(),
        Some(TraceEnd::Reached) => format!("Reached at hop {hops}."),
        Some(TraceEnd::Undelivered) => format!("The way ends at hop {hops}."),
        Some(TraceEnd::MaxHops) => {
            format!("Not reached within {}.", count(hops as u64, "hop"))
        }
    };
    if stars > 0 {
        text += " A star: whoever is there did not answer.";
    }
    text
}
