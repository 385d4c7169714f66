//! What happens to a moving picture, in words.

use hoplab_sim::Transport;
use hoplab_sim::apps::VideoEvent;

said! { apps::video =>
    /// What a streamer, a player or a video call did or learnt.
    sentence(subject: &str, event: &VideoEvent) -> String;
}

/// RTP goes over UDP or TCP.
pub(crate) fn over(transport: Transport) -> &'static str {
    match transport {
        Transport::Tcp => "TCP",
        Transport::Udp => "UDP",
        Transport::Ip => "IP",
    }
}
