//! What ping learns, in words.

use hoplab_sim::apps::PingEvent;

said! { apps::ping =>
    /// What ping learnt.
    sentence(subject: &str, event: &PingEvent) -> String;

}

/// A share in tenths of a percent.
pub fn percent(per_mille: u16) -> String {
    match per_mille % 10 {
        0 => format!("{}%", per_mille / 10),
        tenths => format!("{}.{tenths}%", per_mille / 10),
    }
}
