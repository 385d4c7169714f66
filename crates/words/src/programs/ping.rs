//! ping, in words. Its output is the same in every language.

use crate::Lang;
use crate::programs::target;
use crate::screens::span;
use hoplab_sim::NodeSnapshot;
use hoplab_sim::apps::{PingEvent, PingScreen, PingSpec};

said! { programs::ping =>
    /// The program.
    program;
    /// What it learnt.
    sentence(subject: &str, event: &PingEvent) -> String;
    /// A button: pings.
    ping(to: &str) -> String;
    /// Before it has sent anything.
    nothing_asked;
    /// How many requests and answers there were.
    counts(sent: u16, answered: u16) -> String;
    /// Goes on with the share of them that is lost.
    lost(share: &str) -> String;
    /// Goes on with how long the answers took.
    round_trips(least: &str, most: &str, mean: &str) -> String;
    /// Goes on after an answer that came before.
    duplicate;
    /// Goes on after an answer that nobody waited for any more.
    too_late;
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

/// What it has come to so far, or in the end.
pub fn so_far(lang: Lang, screen: &PingScreen) -> String {
    let totals = &screen.totals;
    if totals.sent == 0 {
        return nothing_asked(lang).to_owned();
    }
    let mut text = counts(lang, totals.sent, totals.received);
    if screen.done {
        let share = totals.loss_per_mille();
        text += &lost(lang, &format!("{}.{}%", share / 10, share % 10));
    }
    if let Some(times) = totals.times {
        let [least, most, mean] = [times.min, times.max, times.avg].map(span);
        text += &round_trips(lang, &least, &most, &mean);
    }
    text
}

/// What is to be said of an answer beside that it came.
pub(crate) fn standing(lang: Lang, is_duplicate: bool, is_late: bool) -> &'static str {
    match (is_duplicate, is_late) {
        (true, _) => duplicate(lang),
        (false, true) => too_late(lang),
        (false, false) => "",
    }
}
