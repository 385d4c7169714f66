//! traceroute, in words. Its output is the same in every language.

use crate as words;
use crate::en::LANG;
use hoplab_sim::apps::{TraceEnd, TraceHop, TracerouteEvent};
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
        TracerouteEvent::Hop(hop) => row(subject, hop),
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
        true => format!("{subject}: at hop {ttl} nobody answers (* * *)"),
        false => format!("{subject}: at hop {ttl}, {found} answers"),
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
