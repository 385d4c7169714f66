//! traceroute, in words. Its output is the same in every language.

use crate::Lang;
use crate::programs::target;
use hoplab_sim::NodeSnapshot;
use hoplab_sim::apps::{
    Probe, TraceEnd, TraceHop, TracerouteEvent, TracerouteScreen, TracerouteSpec,
};

said! { programs::traceroute =>
    /// The program.
    program;
    /// What it learnt.
    sentence(subject: &str, event: &TracerouteEvent) -> String;
    /// How far the way is known, over so many hops.
    way(end: Option<TraceEnd>, hops: usize) -> String;
    /// What a star in the output says.
    star() -> String;
    /// A button: traces a route.
    trace(to: &str) -> String;
    /// Nobody answered at a hop.
    silent_hop(subject: &str, ttl: u8) -> String;
    /// Who answered at a hop.
    hop(subject: &str, ttl: u8, who: &str) -> String;
}

/// What a button says that starts it.
pub(super) fn start(lang: Lang, spec: &TracerouteSpec, nodes: &[NodeSnapshot]) -> Option<String> {
    Some(trace(lang, &target(&spec.to, nodes)))
}

/// How far the way is known, and what its stars say, if there are any.
pub fn so_far(lang: Lang, screen: &TracerouteScreen) -> String {
    let way = way(lang, screen.end, screen.hops.len());
    let silent = |probe: &Probe| *probe == Probe::Silent;
    if screen.hops.iter().any(|hop| hop.probes.iter().all(silent)) {
        format!("{way} {}", star(lang))
    } else {
        way
    }
}

/// What was found at a hop: who answered, each once.
pub(crate) fn hop_told(lang: Lang, subject: &str, found: &TraceHop) -> String {
    let mut who: Vec<String> = Vec::new();
    for (from, _) in found.probes.iter().filter_map(|probe| probe.answer()) {
        let from = from.to_string();
        if !who.contains(&from) {
            who.push(from);
        }
    }
    match who.is_empty() {
        true => silent_hop(lang, subject, found.ttl),
        false => hop(lang, subject, found.ttl, &who.join(", ")),
    }
}
