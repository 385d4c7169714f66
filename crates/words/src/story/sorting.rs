//! What the topics of events are called.

use hoplab_explain::lines::Topic;

said! { story::sorting =>
    /// What a topic is called.
    topic_name(topic: Topic) -> &'static str;
}

/// The end of a topic's style classes.
pub const fn topic_class(topic: Topic) -> &'static str {
    match topic {
        Topic::Ip => "ip",
        Topic::Udp => "udp",
        Topic::Tcp => "tcp",
        Topic::Icmp => "icmp",
        // Neither is a protocol, which would have a colour of its own.
        Topic::Program | Topic::World => "world",
    }
}
