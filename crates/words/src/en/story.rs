//! What happens in the world, told in plain sentences: for the log, the inspector and readers of
//! screens. Sentences end without a full stop; [`narrate`] makes a line of one, [`short`] the few
//! words that stand behind "because".

pub mod changes;
pub mod names;
pub mod packets;
pub mod sorting;
pub mod tcp;

use crate as words;
use crate::en::LANG;
use crate::inspect::bytes_count;
use crate::story;
use crate::story::Names;
use crate::story::drop_short;
use crate::story::{capital, who};
use hoplab_explain::sockets::matching::Key;
use hoplab_sim::{EventKind, ProgramSummary, SocketProtocol, TraceEvent, Transport};

pub fn narrate(names: Names<'_>, event: &TraceEvent) -> String {
    let text = english(names, event);
    capital(&text, names, event)
}

#[rustfmt::skip] // a table: one kind, one or two lines
fn english(names: Names<'_>, event: &TraceEvent) -> String {
    let who = who(names, event);
    match &event.kind {
        EventKind::Command { command, scripted } => story::changes::command(LANG, names, command, *scripted),
        EventKind::CommandRefused { why, .. } =>
            format!("a command could not be carried out: {}", words::refused(LANG, *why).trim_end_matches('.')),
        EventKind::LinkChanged { direction, change } => match event.place.link() {
            Some(link) => story::changes::link_change(LANG, names, link, *direction, *change),
            None => "a link changed".to_owned(),
        },
        EventKind::NodeChanged { change } => match event.place.node() {
            Some(node) => story::changes::node_change(LANG, names, node, *change),
            None => "a node changed".to_owned(),
        },
        EventKind::PacketMeddled { packet, action, .. } => story::changes::meddled(LANG, &names.packet(LANG, *packet), *action),
        EventKind::RoutesChanged { changed } =>
            format!("the routers noticed and agreed on new routes: {}", story::changes::route_changes(LANG, names, changed)),
        EventKind::SocketOpened { protocol, local, remote, .. } => {
            let over = words::programs::protocol(*protocol);
            let a = if matches!(protocol, SocketProtocol::Raw | SocketProtocol::Icmp) { "an" } else { "a" };
            match (remote, local.port()) {
                (Some(remote), 0) => format!("{who} opened {a} {over} socket towards {}", names.host(*remote.ip())),
                // UDP has no connection: a socket that was given one other side only keeps to it.
                (Some(remote), _) if *protocol == SocketProtocol::Udp => format!("{who} opened {a} {over} socket {local} that speaks only with {remote} (no connection)"),
                (Some(remote), _) => format!("{who} opened {a} {over} socket {local} towards {remote}"),
                (None, 0) => format!("{who} opened {a} {over} socket"),
                (None, id) if *protocol == SocketProtocol::Icmp => format!("{who} opened {a} {over} socket with the echo identifier {id}"),
                (None, port) => format!("{who} opened {a} {over} socket on port {port}"),
            }
        }
        EventKind::SocketClosed => match names.book.socket(event.place) {
            Some(Key { protocol, local, remote }) => {
                let over = words::programs::protocol(protocol);
                match (remote, local.port()) {
                    (Some(remote), 0) => format!("{who}'s {over} socket towards {} is closed", names.host(*remote.ip())),
                    (Some(remote), port) => format!("{who}'s {over} socket on port {port} towards {remote} is closed"),
                    (None, 0) => format!("{who}'s {over} socket is closed"),
                    (None, id) if protocol == SocketProtocol::Icmp => format!("{who}'s {over} socket with the echo identifier {id} is closed"),
                    (None, port) => format!("{who}'s {over} socket on port {port} is closed"),
                }
            }
            None => format!("a socket of {who} is closed"),
        },
        EventKind::Tcp(event) => story::tcp::sentence(LANG, who, event),
        EventKind::SocketError { error } => format!("{who}'s program is told: {}", words::socket_error(LANG, *error)),
        EventKind::ProgramStarted { program: ProgramSummary::Viewer { port, .. } } =>
            format!("{who} runs {}, which waits on port {port}", names.program(LANG, event.place)),
        EventKind::ProgramStarted { program: ProgramSummary::Sender { .. } } => format!("{who} starts a sending program"),
        EventKind::ProgramStarted { program: ProgramSummary::App(app) } =>
            words::programs::started(LANG, who, app),
        EventKind::ProgramEnded => format!("{who}'s {} has ended", names.program(LANG, event.place)),
        EventKind::App(app) => words::programs::sentence(LANG, who, &names.program(LANG, event.place), app),
        EventKind::TransferStarted { transport, to, bytes, chunks, .. } => format!(
            "{who} begins to send {} to {} over {}, {}",
            bytes_count(LANG, *bytes as usize), names.host(*to.ip()), words::transport(*transport),
            if *chunks == 1 { "in one piece".to_owned() } else { format!("in {chunks} pieces") }
        ),
        EventKind::ChunkSent { chunk, bytes } =>
            format!("{who}'s program hands {} ({}) to its socket", names.piece(LANG, chunk.transfer, chunk.index), bytes_count(LANG, *bytes as usize)),
        EventKind::TransferSent { transfer } => match names.transport(*transfer) {
            Some(Transport::Tcp) => format!("{who} is done: the other host's TCP has acknowledged everything"),
            _ => format!("{who} has sent everything; it does not know what arrived"),
        },
        EventKind::TransferFailed { error, .. } =>
            format!("{who} gave the message up: {}", words::socket_error(LANG, *error)),
        EventKind::ContentReceived { from, bytes, chunk, .. } => {
            let from = names.host(*from.ip());
            match chunk {
                Some(chunk) => format!("{who}'s program got {} ({}) from {from}", names.piece(LANG, chunk.transfer, chunk.index), bytes_count(LANG, *bytes as usize)),
                None => format!("{who}'s program got {} from {from}", bytes_count(LANG, *bytes as usize)),
            }
        }
        EventKind::StreamEnded { from, .. } =>
            format!("{who}'s program learns that {} has sent everything", names.host(*from.ip())),
        EventKind::Originated { .. } | EventKind::Queued { .. } | EventKind::Transmitted { .. }
        | EventKind::Duplicated { .. } | EventKind::Corrupted { .. } | EventKind::Received { .. }
        | EventKind::Forwarded { .. } | EventKind::Dropped { .. } | EventKind::Accepted { .. }
        | EventKind::Absorbed { .. } => story::packets::sentence(LANG, names, event),
    }
}

pub fn short(names: Names<'_>, event: &TraceEvent) -> String {
    let of = |packet: &dyn std::fmt::Display, en: &str| format!("{packet} {en}");
    match &event.kind {
        EventKind::Originated { packet, .. } => of(packet, "was sent"),
        EventKind::Queued { packet, .. } => of(packet, "had to wait"),
        EventKind::Transmitted { packet, .. } => of(packet, "went onto the link"),
        EventKind::Duplicated { packet, .. } => of(packet, "was delivered twice"),
        EventKind::Corrupted { packet, .. } => of(packet, "had a bit flipped"),
        EventKind::Received { packet, .. }
        | EventKind::Accepted { packet, .. }
        | EventKind::Absorbed { packet, .. } => of(packet, "arrived"),
        EventKind::Forwarded { packet, .. } => of(packet, "was passed on"),
        EventKind::Dropped { packet, why, .. } => {
            format!("{packet} was lost ({})", drop_short(LANG, *why))
        }
        EventKind::Tcp(decision) => {
            let who = who(names, event);
            story::tcp::short(LANG, who, decision)
                .unwrap_or_else(|| story::tcp::sentence(LANG, who, decision))
        }
        EventKind::RoutesChanged { .. } => "the routers agreed on new routes".to_owned(),
        EventKind::TransferStarted { .. } => format!("{} began to send", who(names, event)),
        _ => english(names, event),
    }
}
