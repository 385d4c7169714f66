//! What happens in the world, told in plain sentences: for the log, the inspector and readers of
//! screens. Sentences end without a full stop; [`narrate`] makes a line of one, [`short`] the few
//! words that stand behind "because".

pub mod changes;
pub(crate) mod names;
pub(crate) mod packets;
pub(crate) mod sockets;
pub(crate) mod sorting;
pub mod tcp;

#[cfg(test)]
mod tests;
use crate::programs::client::told;
use crate::{Lang, programs, socket_error};
use hoplab_sim::{ChunkRef, EventKind, PacketId, ProgramSummary, TraceEvent, Transport};
use hoplab_units::Time;
pub use names::{Known, Label, Names};
pub use packets::drop_why;
pub use sorting::{topic_class, topic_name};

/// A moment in seconds with four digits after the point.
pub fn clock(at: Time) -> String {
    let tenths_of_millis = at.as_nanos() / 100_000;
    format!(
        "{}.{:04} s",
        tenths_of_millis / 10_000,
        tenths_of_millis % 10_000
    )
}

said! { story =>
    /// Something about a link that is not known.
    a_link_changed;
    /// Something about a node that is not known.
    a_node_changed;
    /// In short: the routers have found new ways.
    short_new_routes;
    /// A command was refused.
    not_carried_out(why: &str) -> String;
    /// The routers have found new ways.
    new_routes(routes: &str) -> String;
    /// A socket tells its program of an error.
    error_told(who: &str, why: &str) -> String;
    /// A viewer was started.
    viewer_runs(who: &str, program: &str, port: u16) -> String;
    /// A program that only sends was started.
    sender_starts(who: &str) -> String;
    /// A program is over.
    program_ended(who: &str, program: &str) -> String;
    /// A message is begun.
    begins_to_send(who: &str, bytes: u32, to: &str, over: &str, chunks: u32) -> String;
    /// A piece of a message is on its way down.
    handed_to_socket(who: &str, piece: &str, bytes: u32) -> String;
    /// A message is over, over TCP.
    all_acknowledged(who: &str) -> String;
    /// A message is over, over UDP or IP.
    all_sent(who: &str) -> String;
    /// A message failed.
    gave_message_up(who: &str, why: &str) -> String;
    /// A program got a piece of a message.
    got_piece(who: &str, piece: &str, bytes: u32, from: &str) -> String;
    /// A program got something.
    got(who: &str, bytes: u32, from: &str) -> String;
    /// A program knows that no more comes.
    stream_ended(who: &str, from: &str) -> String;
    /// In short: a packet was made.
    short_sent(packet: PacketId) -> String;
    /// In short: a packet waits.
    short_queued(packet: PacketId) -> String;
    /// In short: a packet is on a link.
    short_on_link(packet: PacketId) -> String;
    /// In short: a packet comes twice.
    short_twice(packet: PacketId) -> String;
    /// In short: a packet was damaged.
    short_flipped(packet: PacketId) -> String;
    /// In short: a packet is there.
    short_arrived(packet: PacketId) -> String;
    /// In short: a packet goes on.
    short_passed_on(packet: PacketId) -> String;
    /// In short: a packet is gone.
    short_lost(packet: PacketId, why: &str) -> String;
    /// In short: a message is begun.
    short_began_to_send(who: &str) -> String;
}

/// What happened, as one sentence.
pub fn narrate(lang: Lang, names: Names<'_>, event: &TraceEvent) -> String {
    capital(&sentence(lang, names, event), names, event)
}

fn sentence(lang: Lang, names: Names<'_>, event: &TraceEvent) -> String {
    let who = who(names, event);
    let error = |error| told(socket_error(lang, error));
    match &event.kind {
        EventKind::Command { command, scripted } => {
            changes::command(lang, names, command, *scripted)
        }
        EventKind::CommandRefused { why, .. } => {
            not_carried_out(lang, &told(crate::refused(lang, *why).to_owned()))
        }
        EventKind::LinkChanged { direction, change } => match event.place.link() {
            Some(link) => changes::link_change(lang, names, link, *direction, *change),
            None => a_link_changed(lang).to_owned(),
        },
        EventKind::NodeChanged { change } => match event.place.node() {
            Some(node) => changes::node_change(lang, names, node, *change),
            None => a_node_changed(lang).to_owned(),
        },
        EventKind::PacketTampered { packet, action, .. } => {
            changes::tampered(lang, &names.packet(lang, *packet), *action)
        }
        EventKind::RoutesChanged { changed } => {
            new_routes(lang, &changes::route_changes(lang, names, changed))
        }
        EventKind::SocketOpened { .. } => sockets::opened(lang, names, event),
        EventKind::SocketClosed => sockets::closed(lang, names, event),
        EventKind::Tcp(event) => tcp::sentence(lang, who, event),
        EventKind::SocketError { error: why } => error_told(lang, who, &error(*why)),
        EventKind::ProgramStarted { program } => match program {
            ProgramSummary::Viewer { port, .. } => {
                viewer_runs(lang, who, &names.program(lang, event.place), *port)
            }
            ProgramSummary::Sender { .. } => sender_starts(lang, who),
            ProgramSummary::App(app) => programs::started(lang, who, app),
        },
        EventKind::ProgramEnded => program_ended(lang, who, &names.program(lang, event.place)),
        EventKind::App(app) => {
            programs::sentence(lang, who, &names.program(lang, event.place), app)
        }
        EventKind::TransferStarted { .. }
        | EventKind::ChunkSent { .. }
        | EventKind::TransferSent { .. }
        | EventKind::TransferFailed { .. }
        | EventKind::ContentReceived { .. }
        | EventKind::StreamEnded { .. } => message(lang, names, event),
        EventKind::Originated { .. }
        | EventKind::Queued { .. }
        | EventKind::Transmitted { .. }
        | EventKind::Duplicated { .. }
        | EventKind::Corrupted { .. }
        | EventKind::Received { .. }
        | EventKind::Forwarded { .. }
        | EventKind::Dropped { .. }
        | EventKind::Accepted { .. }
        | EventKind::Consumed { .. } => packets::sentence(lang, names, event),
    }
}

/// An event of a message's way; nothing for other events.
fn message(lang: Lang, names: Names<'_>, event: &TraceEvent) -> String {
    let who = who(names, event);
    let piece = |chunk: &ChunkRef| names.piece(lang, chunk.transfer, chunk.index);
    match &event.kind {
        EventKind::TransferStarted {
            transport,
            to,
            bytes,
            chunks,
            ..
        } => {
            let (to, over) = (names.host(*to.ip()), crate::transport(*transport));
            begins_to_send(lang, who, *bytes, &to, over, *chunks)
        }
        EventKind::ChunkSent { chunk, bytes } => handed_to_socket(lang, who, &piece(chunk), *bytes),
        EventKind::TransferSent { transfer } => match names.transport(*transfer) {
            Some(Transport::Tcp) => all_acknowledged(lang, who),
            _ => all_sent(lang, who),
        },
        EventKind::TransferFailed { error, .. } => {
            gave_message_up(lang, who, &told(socket_error(lang, *error)))
        }
        EventKind::ContentReceived {
            from, bytes, chunk, ..
        } => {
            let from = names.host(*from.ip());
            match chunk {
                Some(chunk) => got_piece(lang, who, &piece(chunk), *bytes, &from),
                None => got(lang, who, *bytes, &from),
            }
        }
        EventKind::StreamEnded { from, .. } => stream_ended(lang, who, &names.host(*from.ip())),
        _ => String::new(),
    }
}

/// An event as the cause of another, in a few words, to stand behind "because" or "원인:".
pub fn short(lang: Lang, names: Names<'_>, event: &TraceEvent) -> String {
    match &event.kind {
        EventKind::Originated { packet, .. } => short_sent(lang, *packet),
        EventKind::Queued { packet, .. } => short_queued(lang, *packet),
        EventKind::Transmitted { packet, .. } => short_on_link(lang, *packet),
        EventKind::Duplicated { packet, .. } => short_twice(lang, *packet),
        EventKind::Corrupted { packet, .. } => short_flipped(lang, *packet),
        EventKind::Received { packet, .. }
        | EventKind::Accepted { packet, .. }
        | EventKind::Consumed { packet, .. } => short_arrived(lang, *packet),
        EventKind::Forwarded { packet, .. } => short_passed_on(lang, *packet),
        EventKind::Dropped { packet, why, .. } => {
            short_lost(lang, *packet, crate::stage::drop_reason(lang, *why))
        }
        EventKind::Tcp(decision) => {
            let who = who(names, event);
            tcp::short(lang, who, decision).unwrap_or_else(|| tcp::sentence(lang, who, decision))
        }
        EventKind::RoutesChanged { .. } => short_new_routes(lang).to_owned(),
        EventKind::TransferStarted { .. } => short_began_to_send(lang, who(names, event)),
        _ => sentence(lang, names, event),
    }
}

/// English sentences begin with a capital; a node's own name stays as a person wrote it.
pub(crate) fn capital(text: &str, names: Names<'_>, event: &TraceEvent) -> String {
    let node = event.place.node().map(|node| names.node(node));
    if node.is_some_and(|name| text.starts_with(name)) {
        return text.to_owned();
    }
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => core::iter::once(first.to_ascii_uppercase())
            .chain(letters)
            .collect(),
        None => String::new(),
    }
}

pub(crate) fn who<'a>(names: Names<'a>, event: &TraceEvent) -> &'a str {
    event.place.node().map_or("?", |node| names.node(node))
}
