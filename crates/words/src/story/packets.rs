//! A packet's life, in sentences.

use super::names::Names;
use super::tcp;
use crate::Lang;
use hoplab_sim::{ConsumeReason, DropReason, EventKind, Origin, PacketId, Place, TraceEvent};
use hoplab_wire::tcp::Flags;

said! { story::packets =>
    /// Why a packet is no more, as a sentence. `at`: the node where it was, or to which its link leads.
    dropped(at: &str, why: DropReason) -> String;
    /// A node sends a datagram.
    sent(place: &str, packet: &str) -> String;
    /// A host resets what belongs to no connection.
    sent_reset(place: &str, packet: &str) -> String;
    /// A node reports an error.
    sent_report(place: &str, packet: &str, about: &str) -> String;
    /// A host asks for an echo.
    sent_echo_request(place: &str, packet: &str) -> String;
    /// A host gives an echo. The request is there as its number and with what it is.
    sent_echo_reply(place: &str, packet: &str, to: PacketId, request: &str) -> String;
    /// A packet waits for nothing but the one on the link.
    waits(packet: &str, place: &str) -> String;
    /// A packet waits behind others.
    waits_behind(packet: &str, place: &str, bytes: u32) -> String;
    /// A packet is put on a link.
    goes_onto(packet: &str, place: &str, due: &str) -> String;
    /// A link makes a copy.
    delivered_twice(packet: &str, place: &str, copy: PacketId) -> String;
    /// A node damages a packet.
    flipped_in_memory(packet: &str, place: &str, bit: u32) -> String;
    /// A link damages a packet.
    flipped_on_link(packet: &str, place: &str, bit: u32) -> String;
    /// A packet comes out of a link.
    reached(packet: &str, place: &str, link: &str) -> String;
    /// A router passes a packet on.
    passed_on(packet: &str, place: &str, next: &str, route: &str, ttl: u8) -> String;
    /// A node loses a packet.
    lost_at(packet: &str, place: &str, why: &str) -> String;
    /// A link loses a packet.
    lost_on(packet: &str, place: &str, why: &str) -> String;
    /// A socket gets a packet.
    arrived(packet: &str, place: &str) -> String;
    /// A host deals with a packet itself. `asks`: it is an echo request.
    consumed(packet: &str, place: &str, why: ConsumeReason, asks: bool) -> String;
}

/// An event of a packet's life; nothing for other events.
pub(crate) fn sentence(lang: Lang, names: Names<'_>, event: &TraceEvent) -> String {
    let Some(id) = event.kind.packet() else {
        return String::new();
    };
    let (packet, place) = (&*names.packet(lang, id), &*names.place(event.place));
    match &event.kind {
        EventKind::Originated { why, .. } => originated(lang, names, (place, packet, id), why),
        EventKind::Queued {
            queued_bytes: 0, ..
        } => waits(lang, packet, place),
        EventKind::Queued { queued_bytes, .. } => waits_behind(lang, packet, place, *queued_bytes),
        EventKind::Transmitted { arrives, .. } => {
            goes_onto(lang, packet, place, &super::clock(*arrives))
        }
        EventKind::Duplicated { copy, .. } => delivered_twice(lang, packet, place, *copy),
        EventKind::Corrupted { bit, .. } => match event.place.node() {
            Some(_) => flipped_in_memory(lang, packet, place, *bit),
            None => flipped_on_link(lang, packet, place, *bit),
        },
        EventKind::Received { link, .. } => reached(lang, packet, place, &names.link(*link)),
        EventKind::Forwarded {
            ttl,
            prefix,
            next_hop,
            ..
        } => {
            let route = format!("{}/{}", prefix.address, prefix.len);
            passed_on(lang, packet, place, names.node(*next_hop), &route, *ttl)
        }
        EventKind::Dropped { why, .. } => {
            let why = drop_why(lang, names, event.place, *why);
            match event.place.node() {
                Some(_) => lost_at(lang, packet, place, &why),
                None => lost_on(lang, packet, place, &why),
            }
        }
        EventKind::Accepted { .. } => arrived(lang, packet, place),
        EventKind::Consumed { why, .. } => {
            consumed(lang, packet, place, *why, asks_echo(names, id))
        }
        _ => String::new(),
    }
}

/// A packet was made.
fn originated(
    lang: Lang,
    names: Names<'_>,
    (place, packet, id): (&str, &str, PacketId),
    why: &Origin,
) -> String {
    match why {
        Origin::Datagram => sent(lang, place, packet),
        Origin::Segment(reason) => {
            tcp::segment_sent(lang, place, packet, reason, ends_stream(names, id))
        }
        Origin::ResetForStray => sent_reset(lang, place, packet),
        Origin::IcmpError { about } => {
            sent_report(lang, place, packet, &names.packet(lang, *about))
        }
        Origin::EchoRequest => sent_echo_request(lang, place, packet),
        Origin::EchoReply { to } => {
            sent_echo_reply(lang, place, packet, *to, &names.packet(lang, *to))
        }
    }
}

/// Why a packet is no more, as a sentence that knows where it was.
pub fn drop_why(lang: Lang, names: Names<'_>, place: Place, why: DropReason) -> String {
    let at = match place {
        Place::Channel(link, direction) => names.ends(link, direction).map(|(_, to)| to),
        other => other.node().map(|node| names.node(node)),
    };
    dropped(lang, at.unwrap_or("?"), why)
}

/// Whether a packet is an echo request.
pub(crate) fn asks_echo(names: Names<'_>, packet: PacketId) -> bool {
    let fields = names.known.packet(packet).and_then(|label| label.fields);
    fields.is_some_and(|fields| fields.asks_echo())
}

/// Whether a segment says that no more comes.
pub(crate) fn ends_stream(names: Names<'_>, packet: PacketId) -> bool {
    let flags = names.known.packet(packet).and_then(|label| label.flags);
    flags.is_some_and(|flags| flags.0 & Flags::FIN.0 != 0)
}
