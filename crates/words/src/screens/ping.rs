//! ping and traceroute on their screens: what stands around their output, which is the same in every language.

use crate::Lang;
use hoplab_sim::apps::{PingScreen, Probe, TraceEnd, TracerouteScreen};

said! { screens::ping =>
    /// What it has come to so far, or in the end.
    ping(screen: &PingScreen) -> String;
    /// How far the way is known, over so many hops.
    way(end: Option<TraceEnd>, hops: usize) -> String;
    /// What a star in the output says.
    star() -> String;
}

/// How far the way is known, and what its stars say, if there are any.
pub fn traceroute(lang: Lang, screen: &TracerouteScreen) -> String {
    let way = way(lang, screen.end, screen.hops.len());
    let silent = |probe: &Probe| *probe == Probe::Silent;
    if screen.hops.iter().any(|hop| hop.probes.iter().all(silent)) {
        format!("{way} {}", star(lang))
    } else {
        way
    }
}
