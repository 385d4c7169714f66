//! What the topics of events are called.

use hoplab_explain::lines::Topic;

use crate::Lang;

/// What a topic is called.
pub const fn topic_name(lang: Lang, topic: Topic) -> &'static str {
    match topic {
        Topic::Ip => "IP",
        Topic::Udp => "UDP",
        Topic::Tcp => "TCP",
        Topic::Icmp => "ICMP",
        Topic::Program => lang.pick("Programs", "프로그램"),
        Topic::World => lang.pick("Environment", "환경"),
    }
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
