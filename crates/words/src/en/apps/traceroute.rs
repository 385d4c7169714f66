//! What traceroute learns, in words.

use crate::en::LANG;
use crate::{self as words};
use hoplab_sim::apps::{TraceEnd, TraceHop, TracerouteEvent};
use hoplab_units::count;

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
