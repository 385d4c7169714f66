//! Commands and what they change.

use crate::en::LANG;
use crate::inspect::bytes_count;
use crate::story::changes::{setting, span};
use hoplab_sim::{NodeChange, PacketAction, TcpSwitch};

texts! {
    the_loss: "loss";
    the_delay: "delay";
    the_jitter: "jitter";
    the_rate: "rate";
    the_duplication: "duplication";
    the_corruption: "share of damaged frames";
    the_queue: "queue limit";
    on: "on";
    off: "off";
    the_picture: "the picture";
}

pub fn node_changed(node: &str, change: NodeChange) -> String {
    match change {
        NodeChange::Crash => format!("{node} was switched off"),
        NodeChange::Restore => format!("{node} was switched on again"),
        NodeChange::Icmp(true) => {
            format!("{node} now sends ICMP messages (errors and ping replies)")
        }
        NodeChange::Icmp(false) => {
            format!("{node} no longer sends ICMP messages: no errors, no ping replies")
        }
        NodeChange::MemoryCorruption(share) => {
            format!("the memory of {node} now damages {share} of its packets")
        }
        NodeChange::Spray(true) => {
            format!("{node} now spreads packets over several routes")
        }
        NodeChange::Spray(false) => format!("{node} now keeps to the best route"),
        NodeChange::Tcp(switch) => {
            let (name, value) = setting(LANG, switch);
            format!("{name} of {node}'s TCP is now {value} for new connections")
        }
    }
}

pub fn switch_name(switch: TcpSwitch) -> &'static str {
    match switch {
        TcpSwitch::Sack(_) => "SACK",
        TcpSwitch::Timestamps(_) => "timestamps",
        TcpSwitch::Nagle(_) => "Nagle's algorithm",
        TcpSwitch::DelayedAck(_) => "delayed ACK",
        TcpSwitch::FastRetransmit(_) => "fast retransmit",
        TcpSwitch::LimitedTransmit(_) => "limited transmit",
        TcpSwitch::WindowScaling(_) => "window scaling",
        TcpSwitch::KeepAlive(_) => "keep-alive",
        TcpSwitch::Congestion(_) => "congestion control",
        TcpSwitch::ByteCounting(_) => "byte counting",
    }
}

pub fn tampered(packet: &str, action: PacketAction) -> String {
    match action {
        PacketAction::Kill => format!("{packet} was destroyed on purpose"),
        PacketAction::Delay(by) => {
            format!("{packet} was delayed by {} on purpose", span(by))
        }
        PacketAction::Corrupt => format!("{packet} had one bit flipped on purpose"),
        PacketAction::Duplicate => format!("{packet} was duplicated on purpose"),
    }
}

pub fn scenario_did(done: &str) -> String {
    format!("the scenario {done}")
}

pub fn you_did(done: &str) -> String {
    format!("you {done}")
}

pub fn user_did(done: &str) -> String {
    format!("the user {done}")
}

pub fn node_done(node: &str, change: NodeChange) -> String {
    let on_off = |on: bool| match on {
        true => "on",
        false => "off",
    };
    match change {
        NodeChange::Crash => format!("switched {node} off"),
        NodeChange::Restore => format!("switched {node} on again"),
        NodeChange::Icmp(on) => {
            format!("turned ICMP at {node} {}", on_off(on))
        }
        NodeChange::MemoryCorruption(share) => {
            format!("set the share of packets damaged in {node}'s memory to {share}")
        }
        NodeChange::Spray(on) => {
            format!(
                "turned the spreading over several routes at {node} {}",
                on_off(on)
            )
        }
        NodeChange::Tcp(switch) => {
            let (name, value) = setting(LANG, switch);
            format!("set {name} of {node}'s TCP to {value}")
        }
    }
}

pub fn whole_link(link: &str) -> String {
    format!("link {link}")
}

pub fn one_way(link: &str, from: &str, to: &str) -> String {
    format!("link {link} ({from} → {to})")
}

pub fn is_now(link: &str, quality: &str, value: &str) -> String {
    format!("the {quality} of {link} is now {value}")
}

pub fn was_restored(link: &str) -> String {
    format!("{link} was restored")
}

pub fn was_cut(link: &str) -> String {
    format!("{link} was cut")
}

pub fn set_to(link: &str, quality: &str, value: &str) -> String {
    format!("set the {quality} of {link} to {value}")
}

pub fn restored(link: &str) -> String {
    format!("restored {link}")
}

pub fn cut(link: &str) -> String {
    format!("cut {link}")
}

pub fn packet_done(packet: &str, action: PacketAction) -> String {
    match action {
        PacketAction::Kill => format!("destroyed {packet}"),
        PacketAction::Delay(by) => format!("delayed {packet} by {}", span(by)),
        PacketAction::Corrupt => format!("flipped a bit of {packet}"),
        PacketAction::Duplicate => format!("duplicated {packet}"),
    }
}

pub fn a_text(bytes: usize) -> String {
    format!("a text of {}", bytes_count(LANG, bytes))
}

pub fn had_sent(from: &str, what: &str, to: &str) -> String {
    format!("had {from} send {what} to {to}")
}

pub fn chose(transport: &str) -> String {
    format!("chose {transport} for what comes next")
}

pub fn started(program: &str, node: &str) -> String {
    format!("started {program} on {node}")
}

pub fn emptied_cache(node: &str) -> String {
    format!("emptied the DNS cache of {node}")
}

pub fn changed_records(name: &str, node: &str) -> String {
    format!("changed the records of {name} at {node}")
}

pub fn ended(program: &str, node: &str) -> String {
    format!("ended {program} on {node}")
}

pub fn typed(text: &str, program: &str, node: &str) -> String {
    format!("typed {text} into {program} on {node}")
}

pub fn by_instead(node: &str, net: &str, now: &str, before: &str) -> String {
    format!("{node} → {net} by {now} instead of {before}")
}

pub fn by_now(node: &str, net: &str, now: &str) -> String {
    format!("{node} → {net} by {now}, unreachable before")
}

pub fn no_way(node: &str, net: &str) -> String {
    format!("{node} no longer has a way to {net}")
}
