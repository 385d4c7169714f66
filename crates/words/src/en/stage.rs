//! The words on the map: nodes, links, packets, their cards and the legend.

use crate::stage::{PacketLine, Word};
use hoplab_explain::look::{Family, Look, Shape};
use hoplab_explain::way::Layer;
use hoplab_sim::{ConsumeReason, DropReason};
use hoplab_units::count;

pub fn word(word: Word) -> &'static str {
    (match word {
        Word::Map => "Map of the network",
        Word::MapHelp => {
            "Every node and link is a button that opens its settings. While time stands still, the packets under way can be reached too."
        }
        Word::Host => "host",
        Word::Router => "router",
        Word::Off => "off",
        Word::Cut => "cut",
        Word::Legend => "Legend",
        Word::Lost => "lost here",
        Word::Resent => "retransmitted",
        Word::Damaged => "bit flipped",
        Word::Close => "Close",
        Word::DoCut => "Cut this link",
        Word::DoRestoreLink => "Restore",
        Word::DoCrash => "Switch off",
        Word::DoRestoreNode => "Switch on",
        Word::Direction => "Direction",
        Word::Both => "Both",
        Word::Loss => "Loss",
        Word::Delay => "Delay",
        Word::Jitter => "Jitter",
        Word::Rate => "Rate",
        Word::Duplication => "Duplication",
        Word::Corruption => "Damaged frames",
        Word::Queue => "Queue",
        Word::More => "More settings",
        Word::Icmp => "Sends ICMP (errors and ping replies)",
        Word::Spray => "Spreads packets over several routes",
        Word::MemoryCorruption => "Packets damaged in memory",
        Word::Sockets => "Sockets",
        Word::NoSockets => "none open",
        Word::Details => "Details",
        Word::OpenPacket => "Open the packet",
        Word::DoKill => "Destroy",
        Word::DoCorrupt => "Flip a bit",
        Word::DoDelay => "Delay 50\u{a0}ms",
        Word::DoDuplicate => "Duplicate",
        Word::DoPause => "Pause",
        Word::DoPlay => "Play",
        Word::Forgotten => "This packet is long gone; only the log may still know of it.",
        Word::Waiting => "waiting for the link",
    }) as _
}

texts! {
    loss_means: "Loss: random, as on a noisy or radio link. Losses by full queues come on their own.";
    layers_shown: "Packet labels show";
    left_out_means: "There is no room on the map for the notes of all packets. A selected packet always has its note.";
}

pub fn left_out(packets: usize) -> String {
    format!("+{packets} not shown")
}

pub fn layer_shows(layer: Layer) -> &'static str {
    match layer {
        Layer::Application => "What a program sends",
        Layer::Transport => "Ports, TCP flags and sequence number",
        Layer::Internet => "IP addresses and TTL",
        Layer::Interface => "MAC addresses",
    }
}

texts! {
    on: "on";
    off: "off";
}

pub fn link_name(ends: &str, figures: &str, up: bool) -> String {
    match up {
        true => format!("Link {ends}, {figures}, up"),
        false => format!("Link {ends}, {figures}, cut"),
    }
}

pub fn loss(share: &str) -> String {
    format!("{share} loss")
}

pub fn duplication(share: &str) -> String {
    format!("{share} duplicated")
}

pub fn corruption(share: &str) -> String {
    format!("{share} damaged")
}

pub fn link_title(ends: &str) -> String {
    format!("Link {ends}")
}

pub fn towards(from: &str, to: &str) -> String {
    format!("from {from} to {to}")
}

pub fn link_now(in_flight: usize, waiting_bytes: u32, lost: u32) -> String {
    format!(
        "{in_flight} under way · {} waiting · {lost} lost so far",
        count(waiting_bytes, "byte")
    )
}

pub fn routes(count: usize) -> String {
    hoplab_units::count(count as u64, "route").to_string()
}

pub fn under_way(count: usize) -> String {
    match count {
        0 => "No packet is under way".to_owned(),
        1 => "1 packet under way".to_owned(),
        _ => format!("{count} packets under way"),
    }
}

pub fn and_more(count: usize) -> String {
    format!("and {count} more")
}

pub fn kind(look: Look) -> &'static str {
    match (look.shape, look.family) {
        (Shape::Data, Family::Tcp) => "TCP data",
        (Shape::Data, Family::Udp) => "UDP datagram",
        (Shape::Data, Family::Dns) => "DNS message",
        (Shape::Data, Family::Ip) => "IP packet",
        (Shape::Data, Family::Icmp) | (Shape::Report, _) => "ICMP message",
        (Shape::Ack, _) => "TCP acknowledgment (ACK)",
        (Shape::Syn, _) => "TCP connection request (SYN)",
        (Shape::SynAck, _) => "TCP connection accepted (SYN+ACK)",
        (Shape::Fin, _) => "TCP end of stream (FIN)",
        (Shape::Rst, _) => "TCP reset (RST)",
    }
}

pub fn legend(look: Look) -> &'static str {
    match (look.shape, look.family) {
        (Shape::Data, Family::Tcp) => "TCP data",
        (Shape::Data, Family::Udp) => "UDP",
        (Shape::Data, Family::Dns) => "DNS",
        (Shape::Data, _) => "raw IP",
        (Shape::Ack, _) => "ACK",
        (Shape::Syn, _) => "SYN",
        (Shape::SynAck, _) => "SYN+ACK",
        (Shape::Fin, _) => "FIN",
        (Shape::Rst, _) => "RST",
        (Shape::Report, _) => "ICMP",
    }
}

texts! {
    with_fin: ", with FIN";
    retransmitted: ", retransmitted";
    duplicate: ", duplicate";
    flipped: ", a bit flipped";
}

pub fn segment(number: u32) -> String {
    format!("segment {number}")
}

pub fn packet_way(bytes: u32, from: &str, to: &str) -> String {
    format!("{}, from {from} to {to}", count(bytes, "byte"))
}

pub fn on_link(ends: &str) -> String {
    format!("on link {ends}")
}

pub fn packet_with_ports(line: &PacketLine<'_>, a: u16, b: u16) -> String {
    let PacketLine {
        kind,
        from,
        to,
        payload,
        frame,
        ttl,
        ..
    } = line;
    format!(
        "{kind} from {from} (port {a}) to {to} (port {b}): {} of content in a frame of {frame}; TTL {ttl}.",
        count(*payload, "byte")
    )
}

pub fn packet_without_ports(line: &PacketLine<'_>) -> String {
    let PacketLine {
        kind,
        from,
        to,
        payload,
        frame,
        ttl,
        ..
    } = line;
    format!(
        "{kind} from {from} to {to}, without ports: {} of content in a frame of {frame}; TTL {ttl}.",
        count(*payload, "byte")
    )
}

pub fn drop_reason(why: DropReason) -> &'static str {
    (match why {
        DropReason::LinkCut => "link cut",
        DropReason::RandomLoss => "random loss on the link",
        DropReason::QueueFull => "queue full",
        DropReason::ReceiveBufferFull => "receive buffer full",
        DropReason::NodeDown => "node switched off",
        DropReason::BadFrameCheck => "frame check failed (FCS)",
        DropReason::BadIpHeader => "bad IP header checksum",
        DropReason::BadTransport => "bad checksum",
        DropReason::TtlExpired => "TTL ran out",
        DropReason::NoRoute => "no route",
        DropReason::NoSuchHost => "no host has this address",
        DropReason::TooBig { .. } => "too big for the next link",
        DropReason::NotForMe => "came to the wrong host",
        DropReason::NoSocket { ports: true } => "no program listens on this port",
        DropReason::NoSocket { ports: false } => "no program takes this protocol",
        DropReason::Killed => "destroyed by you",
    }) as _
}

pub fn lost(why: DropReason) -> String {
    let reason = drop_reason(why);
    format!("lost: {reason}")
}

pub fn accepted(node: &str, at: &str, has_mail: bool) -> String {
    match has_mail {
        true => format!("It arrived: {node} handed it to a program at {at}."),
        false => format!("It arrived: a socket on {node} took it at {at}."),
    }
}

pub fn consumed(node: &str, at: &str, why: ConsumeReason, asks: bool) -> String {
    let text = match why {
        ConsumeReason::AnsweredWithReset => {
            "which answered with a reset: it knows no such connection"
        }
        ConsumeReason::StrayReset => "which has no such connection and ignored it",
        ConsumeReason::OpensNothing => "whose listener dropped it: it opens no connection",
        ConsumeReason::BacklogFull => {
            "whose listener keeps no more connections waiting (backlog full)"
        }
        ConsumeReason::IcmpTold { .. } => "which told the program concerned",
        ConsumeReason::IcmpIgnored if asks => "where ICMP is switched off, so it is not answered",
        ConsumeReason::IcmpIgnored => "which had no program to tell",
        ConsumeReason::EchoAnswered => "which answered it",
    };
    format!("It reached {node} at {at}, {text}.")
}

pub fn dropped(place: &str, at: &str, why: DropReason) -> String {
    let reason = drop_reason(why);
    format!("Lost at {place} at {at}: {reason}.")
}
