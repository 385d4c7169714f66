//! ping, in words. Its output is the same in every language.

use crate::Lang;
use crate::programs::target;
use hoplab_sim::NodeSnapshot;
use hoplab_sim::apps::{PingEvent, PingScreen, PingSpec};

said! { programs::ping =>
    /// The program.
    program;
    /// What it learnt.
    sentence(subject: &str, event: &PingEvent) -> String;
    /// What it has come to so far, or in the end.
    so_far(screen: &PingScreen) -> String;
    /// A button: pings.
    ping(to: &str) -> String;
}

/// A share in tenths of a percent.
pub fn percent(per_mille: u16) -> String {
    match per_mille % 10 {
        0 => format!("{}%", per_mille / 10),
        tenths => format!("{}.{tenths}%", per_mille / 10),
    }
}

/// What a button says that starts it.
pub(super) fn start(lang: Lang, spec: &PingSpec, nodes: &[NodeSnapshot]) -> Option<String> {
    Some(ping(lang, &target(&spec.to, nodes)))
}
