//! A packet's life, in sentences.

use crate::en::LANG;
use crate::story::names::Names;
use crate::story::packets::{asks_echo, ends_stream};
use crate::story::tcp;
use hoplab_sim::{ConsumeReason, DropReason, EventKind, Origin, Place, TraceEvent};
use hoplab_units::count;

#[rustfmt::skip] // a table: one kind, one or two lines
pub fn sentence(names: Names<'_>, event: &TraceEvent) -> String {
    let packet = |id| names.packet(LANG, id);
    let place = names.place(event.place);
    match &event.kind {
        EventKind::Originated { packet: id, why, .. } => {
            let packet = packet(*id);
            match why {
                Origin::Datagram => format!("{place} sent {packet}"),
                Origin::Segment(reason) => tcp::sent(LANG, &place, &packet, reason, ends_stream(names, *id)),
                Origin::ResetForStray => format!("{place} sent {packet}: it answers a segment of no connection with RST"),
                Origin::IcmpError { about } => format!("{place} sent {packet} to report what became of {}", names.packet(LANG, *about)),
                Origin::EchoRequest => format!("{place} sent {packet}: an ICMP echo request"),
                Origin::EchoReply { to } => format!("{place} sent {packet} to answer the echo request {}", names.packet(LANG, *to)),
            }
        }
        EventKind::Queued { packet: id, queued_bytes: 0 } =>
            format!("{} waits until the link {place} is free", packet(*id)),
        EventKind::Queued { packet: id, queued_bytes } =>
            format!("{} waits for the link {place} behind {}", packet(*id), count(*queued_bytes, "byte")),
        EventKind::Transmitted { packet: id, arrives, .. } =>
            format!("{} goes onto the link {place}, due at {}", packet(*id), crate::story::clock(*arrives)),
        EventKind::Duplicated { packet: id, copy, .. } =>
            format!("the link {place} delivers {} twice; the copy is {copy}", packet(*id)),
        EventKind::Corrupted { packet: id, bit, .. } => {
            let place = if event.place.node().is_some() { format!("in the memory of {place}") } else { format!("on the link {place}") };
            format!("bit {bit} (counted from 0) of {} was flipped {place}", packet(*id))
        }
        EventKind::Received { packet: id, link, .. } =>
            format!("{} reached {place} over link {}", packet(*id), names.link(*link)),
        EventKind::Forwarded { packet: id, ttl, prefix, next_hop, .. } => format!(
            "{place} passes {} on to {} by its route to {}/{} (TTL {ttl})",
            packet(*id), names.node(*next_hop), prefix.address, prefix.len
        ),
        EventKind::Dropped { packet: id, why, .. } => match event.place.node() {
            Some(_) => format!("{} was lost at {place}: {}", packet(*id), drop_why(names, event.place, *why)),
            None => format!("{} was lost on {place}: {}", packet(*id), drop_why(names, event.place, *why)),
        },
        EventKind::Accepted { packet: id, .. } => format!("{} arrived: {place} handed it to a socket", packet(*id)),
        EventKind::Consumed { packet: id, why } => {
            let rest = match why {
                ConsumeReason::AnsweredWithReset => "belongs to no connection there, and is answered with RST",
                ConsumeReason::OpensNothing => "belongs to no connection and opens none: the listener drops it",
                ConsumeReason::BacklogFull => "finds the listener's backlog full, and gets no answer",
                ConsumeReason::StrayReset => "is an RST for no connection there, and is ignored",
                ConsumeReason::IcmpTold { .. } => "reports an error, which the socket concerned is told",
                ConsumeReason::IcmpIgnored if asks_echo(names, *id) => "is an echo request, but ICMP is switched off there, so it is not answered",
                ConsumeReason::IcmpIgnored => "is an ICMP message that concerns no socket there",
                ConsumeReason::EchoAnswered => "is an echo request, and is answered",
            };
            format!("{} reached {place}: it {rest}", packet(*id))
        }
        _ => String::new(),
    }
}

#[rustfmt::skip] // a table
pub fn drop_why(names: Names<'_>, place: Place, why: DropReason) -> String {
    let at = match place {
        Place::Channel(link, direction) => names.ends(link, direction).map_or("?", |(_, to)| to),
        other => other.node().map_or("?", |node| names.node(node)),
    };
    match why {
            DropReason::LinkCut => "the link is cut".to_owned(),
            DropReason::RandomLoss => "the link lost it at random, as noise does".to_owned(),
            DropReason::QueueFull => "the queue before the link was full".to_owned(),
            DropReason::ReceiveBufferFull => "the receive buffer was full, for the program reads slowly".to_owned(),
            DropReason::NodeDown => format!("{at} is switched off"),
            DropReason::BadFrameCheck => format!("{at} found a wrong frame check sequence (FCS), so bits changed on the link"),
            DropReason::BadIpHeader => "its IP header checksum or header is wrong".to_owned(),
            DropReason::BadTransport => "the checksum or header behind the IP header is wrong".to_owned(),
            DropReason::TtlExpired => "its time to live (TTL) ran out".to_owned(),
            DropReason::NoRoute => format!("{at} has no route to its destination"),
            DropReason::NoSuchHost => format!("no host beside {at} has its destination address"),
            DropReason::TooBig { mtu } => format!("it is longer than the next link takes (MTU {mtu} bytes) and must not be fragmented"),
            DropReason::NotForMe => format!("{at} has another address"),
            DropReason::NoSocket { ports: true } => format!("no program on {at} listens on its port"),
            DropReason::NoSocket { ports: false } => format!("no program on {at} takes its protocol"),
            DropReason::Killed => "it was destroyed on purpose".to_owned(),
        }
}
