//! What the topics of events are called.

use hoplab_explain::lines::Topic;

pub fn topic_name(topic: Topic) -> &'static str {
    match topic {
        Topic::Ip => "IP",
        Topic::Udp => "UDP",
        Topic::Tcp => "TCP",
        Topic::Icmp => "ICMP",
        Topic::Program => "프로그램",
        Topic::World => "환경",
    }
}
