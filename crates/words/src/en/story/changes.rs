//! Commands and what they change.

use crate as words;
use crate::en::LANG;
use crate::story::changes::{rate, span};
use crate::story::names::Names;
use hoplab_sim::{
    Command, CongestionControl, Direction, LinkChange, LinkId, NodeChange, NodeId, PacketAction,
    Payload, Place, RouteChange, TcpSwitch,
};
use hoplab_units::count;

pub fn line(names: Names<'_>, link: LinkId, direction: Option<Direction>) -> String {
    let word = "link";
    let name = names.link(link);
    let gap = " ";
    match direction.and_then(|direction| names.ends(link, direction)) {
        Some((from, to)) => format!("{word} {name}{gap}({from} → {to})"),
        None => format!("{word} {name}"),
    }
}

/// A quality's name and its value, where the change gives one a value.
fn quality(change: LinkChange) -> Option<(&'static str, String)> {
    Some(match change {
        LinkChange::Cut | LinkChange::Restore => return None,
        LinkChange::Loss(share) => ("loss", share.to_string()),
        LinkChange::Delay(delay) => ("delay", span(delay)),
        LinkChange::Jitter(jitter) => ("jitter", span(jitter)),
        LinkChange::Rate(bits) => ("rate", rate(bits)),
        LinkChange::Duplication(share) => ("duplication", share.to_string()),
        LinkChange::Corruption(share) => ("share of damaged frames", share.to_string()),
        LinkChange::Queue(bytes) => {
            let bytes = count(bytes, "byte").to_string();
            ("queue limit", bytes)
        }
    })
}

pub fn link_change(
    names: Names<'_>,
    link: LinkId,
    direction: Option<Direction>,
    change: LinkChange,
) -> String {
    let line = line(names, link, direction);
    match (quality(change), change) {
        (Some((quality, value)), _) => format!("the {quality} of {line} is now {value}"),
        (None, LinkChange::Restore) => format!("{line} was restored"),
        (None, _) => format!("{line} was cut"),
    }
}

pub fn node_change(names: Names<'_>, node: NodeId, change: NodeChange) -> String {
    let node = names.node(node);
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
            let (name, value) = tcp_switch(switch);
            format!("{name} of {node}'s TCP is now {value} for new connections")
        }
    }
}

/// What a setting of TCP is called, and what it is set to: `SACK`, `off`.
fn tcp_switch(switch: TcpSwitch) -> (&'static str, &'static str) {
    let name = match switch {
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
    };
    let value = match switch {
        TcpSwitch::Congestion(CongestionControl::None) => "none",
        TcpSwitch::Congestion(CongestionControl::Reno) => "Reno",
        TcpSwitch::Congestion(CongestionControl::Cubic) => "CUBIC",
        TcpSwitch::Nagle(nagle) => crate::connection::nagle(LANG, nagle),
        other if other.is_on() == Some(true) => "on",
        _ => "off",
    };
    (name, value)
}

pub fn meddled(packet: &str, action: PacketAction) -> String {
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

pub fn done(names: Names<'_>, command: &Command) -> String {
    match command {
        Command::SetLink {
            link,
            direction,
            change,
        } => {
            let line = line(names, *link, *direction);
            match (quality(*change), change) {
                (Some((quality, value)), _) => {
                    format!("set the {quality} of {line} to {value}")
                }
                (None, LinkChange::Restore) => format!("restored {line}"),
                (None, _) => format!("cut {line}"),
            }
        }
        Command::SetNode { node, change } => node_done(names.node(*node), *change),
        Command::SetPacket { packet, action } => {
            let packet = names.packet(LANG, *packet);
            match action {
                PacketAction::Kill => format!("destroyed {packet}"),
                PacketAction::Delay(by) => format!("delayed {packet} by {}", span(*by)),
                PacketAction::Corrupt => format!("flipped a bit of {packet}"),
                PacketAction::Duplicate => format!("duplicated {packet}"),
            }
        }
        Command::Send(send) => {
            let (from, to) = (names.node(send.from), names.host(send.to));
            let what = match &send.payload {
                Payload::Picture => "the picture".to_owned(),
                Payload::Bulk(bytes) => words::bulk(LANG, *bytes),
                Payload::Text(text) => {
                    format!(
                        "a text of {}",
                        words::inspect::bytes_count(LANG, text.len())
                    )
                }
            };
            format!("had {from} send {what} to {to}")
        }
        Command::SetTransport(transport) => {
            let name = words::transport(*transport);
            format!("chose {name} for what comes next")
        }
        Command::Start { node, program } => {
            let (node, program) = (names.node(*node), words::programs::spec_name(LANG, program));
            format!("started {program} on {node}")
        }
        Command::FlushDns { node } => format!("emptied the DNS cache of {}", names.node(*node)),
        Command::SetRecord { node, zone, record } => {
            let node = names.node(*node);
            let name = words::programs::record_name(&record.name, zone);
            format!("changed the records of {name} at {node}")
        }
        Command::Stop { node, program } => {
            let (place, node) = (Place::Program(*node, *program), names.node(*node));
            let program = names.program(LANG, place);
            format!("ended {program} on {node}")
        }
        Command::Type {
            node,
            program,
            text,
        } => {
            let (place, node) = (Place::Program(*node, *program), names.node(*node));
            let program = names.program(LANG, place);
            format!("typed {} into {program} on {node}", words::quoted(text))
        }
    }
}

fn node_done(node: &str, change: NodeChange) -> String {
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
            let (name, value) = tcp_switch(switch);
            format!("set {name} of {node}'s TCP to {value}")
        }
    }
}

pub fn route_change(names: Names<'_>, change: &RouteChange) -> String {
    let node = names.node(change.node);
    let net = format!("{}/{}", change.prefix.address, change.prefix.len);
    let before = change.before.map(|hop| names.node(hop));
    let now = change.now.map(|hop| names.node(hop));
    match (now, before) {
        (Some(now), Some(before)) => {
            format!("{node} → {net} by {now} instead of {before}")
        }
        (Some(now), None) => format!("{node} → {net} by {now}, unreachable before"),
        (None, _) => format!("{node} no longer has a way to {net}"),
    }
}
