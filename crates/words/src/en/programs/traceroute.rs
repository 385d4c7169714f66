//! traceroute, in words. Its output is the same in every language.

use crate as words;
use crate::en::LANG;
use crate::programs::traceroute::hop_told;
use hoplab_sim::apps::{TraceEnd, TracerouteEvent};
use hoplab_units::count;

texts! {
    program: "traceroute";
}

pub fn sentence(subject: &str, event: &TracerouteEvent) -> String {
    match event {
        TracerouteEvent::Started { to, max_hops } => {
            format!(
                "{subject} looks for the way to {to}, {} at most",
                count(*max_hops, "hop")
            )
        }
        TracerouteEvent::Hop(hop) => hop_told(LANG, subject, hop),
        TracerouteEvent::Done { hops, end } => {
            let how = match end {
                TraceEnd::Reached => "the destination answers",
                TraceEnd::Undelivered => "the way ends there",
                TraceEnd::MaxHops => "it looks no further",
            };
            format!("{subject} is done after {}: {how}", count(*hops, "hop"))
        }
        TracerouteEvent::Failed { error } => {
            format!("{subject} gives up: {}", words::socket_error(LANG, *error))
        }
    }
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

pub fn trace(to: &str) -> String {
    format!("Trace the route to {to}")
}

pub fn silent_hop(subject: &str, ttl: u8) -> String {
    format!("{subject}: at hop {ttl} nobody answers (* * *)")
}

pub fn hop(subject: &str, ttl: u8, who: &str) -> String {
    format!("{subject}: at hop {ttl}, {who} answers")
}
