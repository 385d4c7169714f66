//! ping and traceroute on their screens: what stands around their output, which is the same in every language.

use crate::screens::span;
use hoplab_sim::apps::{PingScreen, TraceEnd};
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

pub fn way(end: Option<TraceEnd>, hops: usize) -> String {
    match end {
        None => "Looking for the way…".to_owned(),
        Some(TraceEnd::Reached) => format!("Reached at hop {hops}."),
        Some(TraceEnd::Undelivered) => format!("The way ends at hop {hops}."),
        Some(TraceEnd::MaxHops) => {
            format!("Not reached within {}.", count(hops as u64, "hop"))
        }
    }
}

pub fn star() -> String {
    "A star: whoever is there did not answer.".to_owned()
}
