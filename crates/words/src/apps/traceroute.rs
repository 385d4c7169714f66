//! What traceroute learns, in words.

use hoplab_sim::apps::TracerouteEvent;

said! { apps::traceroute =>
    /// What traceroute learnt.
    sentence(subject: &str, event: &TracerouteEvent) -> String;
}
