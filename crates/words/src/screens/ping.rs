//! ping and traceroute on their screens: what stands around their output, which is the same in every language.

use hoplab_sim::apps::{PingScreen, TracerouteScreen};

said! { screens::ping =>
    /// What it has come to so far, or in the end.
    ping(screen: &PingScreen) -> String;
    /// How far the way is known.
    traceroute(screen: &TracerouteScreen) -> String;
}
