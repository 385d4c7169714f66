//! What happens in the world, told in plain sentences: for the log, the inspector and readers of
//! screens. Sentences end without a full stop; [`narrate`] makes a line of one, [`short`] the few
//! words that stand behind "because".

pub mod changes;
mod names;
mod packets;
mod sorting;
pub mod tcp;

#[cfg(test)]
mod tests;

use hoplab_explain::sockets::matching::Key;
use hoplab_sim::{EventKind, ProgramSummary, SocketProtocol, TraceEvent, Transport};
use hoplab_units::Time;

pub use names::{Book, Label, Names};
pub use packets::{drop_short, drop_why};
pub use sorting::{topic_class, topic_name};

use super::{Lang, josa};
use crate as words;
use crate::inspect::bytes_count;

/// A moment in seconds with four digits after the point.
pub fn clock(at: Time) -> String {
    let tenths_of_millis = at.as_nanos() / 100_000;
    format!(
        "{}.{:04} s",
        tenths_of_millis / 10_000,
        tenths_of_millis % 10_000
    )
}

/// What happened, as one sentence.
pub fn narrate(lang: Lang, names: Names<'_>, event: &TraceEvent) -> String {
    let text = match lang {
        Lang::En => english(names, event),
        Lang::Ko => korean(names, event),
    };
    capital(&text, names, event)
}

/// English sentences begin with a capital; a node's own name stays as a person wrote it.
fn capital(text: &str, names: Names<'_>, event: &TraceEvent) -> String {
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

fn who<'a>(names: Names<'a>, event: &TraceEvent) -> &'a str {
    event.place.node().map_or("?", |node| names.node(node))
}

#[rustfmt::skip] // a table: one kind, one or two lines
fn english(names: Names<'_>, event: &TraceEvent) -> String {
    let lang = Lang::En;
    let who = who(names, event);
    match &event.kind {
        EventKind::Command { command, scripted } => changes::command(lang, names, command, *scripted),
        EventKind::CommandRefused { why, .. } =>
            format!("a command could not be carried out: {}", words::refused(lang, *why).trim_end_matches('.')),
        EventKind::LinkChanged { direction, change } => match event.place.link() {
            Some(link) => changes::link_change(lang, names, link, *direction, *change),
            None => "a link changed".to_owned(),
        },
        EventKind::NodeChanged { change } => match event.place.node() {
            Some(node) => changes::node_change(lang, names, node, *change),
            None => "a node changed".to_owned(),
        },
        EventKind::PacketMeddled { packet, action, .. } => changes::meddled(lang, &names.packet(lang, *packet), *action),
        EventKind::RoutesChanged { changed } =>
            format!("the routers noticed and agreed on new routes: {}", changes::route_changes(lang, names, changed)),
        EventKind::SocketOpened { protocol, local, remote, .. } => {
            let over = words::apps::protocol(*protocol);
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
                let over = words::apps::protocol(protocol);
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
        EventKind::Tcp(event) => tcp::sentence(lang, who, event),
        EventKind::SocketError { error } => format!("{who}'s program is told: {}", words::socket_error(lang, *error)),
        EventKind::ProgramStarted { program: ProgramSummary::Viewer { port, .. } } =>
            format!("{who} runs {}, which waits on port {port}", names.program(lang, event.place)),
        EventKind::ProgramStarted { program: ProgramSummary::Sender { .. } } => format!("{who} starts a sending program"),
        EventKind::ProgramStarted { program: ProgramSummary::App(app) } =>
            words::apps::started(lang, who, app),
        EventKind::ProgramEnded => format!("{who}'s {} has ended", names.program(lang, event.place)),
        EventKind::App(app) => words::apps::sentence(lang, who, &names.program(lang, event.place), app),
        EventKind::TransferStarted { transport, to, bytes, chunks, .. } => format!(
            "{who} begins to send {} to {} over {}, {}",
            bytes_count(lang, *bytes as usize), names.host(*to.ip()), words::transport(*transport),
            if *chunks == 1 { "in one piece".to_owned() } else { format!("in {chunks} pieces") }
        ),
        EventKind::ChunkSent { chunk, bytes } =>
            format!("{who}'s program hands {} ({}) to its socket", names.piece(lang, chunk.transfer, chunk.index), bytes_count(lang, *bytes as usize)),
        EventKind::TransferSent { transfer } => match names.transport(*transfer) {
            Some(Transport::Tcp) => format!("{who} is done: the other host's TCP has acknowledged everything"),
            _ => format!("{who} has sent everything; it does not know what arrived"),
        },
        EventKind::TransferFailed { error, .. } =>
            format!("{who} gave the message up: {}", words::socket_error(lang, *error)),
        EventKind::ContentReceived { from, bytes, chunk, .. } => {
            let from = names.host(*from.ip());
            match chunk {
                Some(chunk) => format!("{who}'s program got {} ({}) from {from}", names.piece(lang, chunk.transfer, chunk.index), bytes_count(lang, *bytes as usize)),
                None => format!("{who}'s program got {} from {from}", bytes_count(lang, *bytes as usize)),
            }
        }
        EventKind::StreamEnded { from, .. } =>
            format!("{who}'s program learns that {} has sent everything", names.host(*from.ip())),
        EventKind::Originated { .. } | EventKind::Queued { .. } | EventKind::Transmitted { .. }
        | EventKind::Duplicated { .. } | EventKind::Corrupted { .. } | EventKind::Received { .. }
        | EventKind::Forwarded { .. } | EventKind::Dropped { .. } | EventKind::Accepted { .. }
        | EventKind::Absorbed { .. } => packets::english(names, event),
    }
}

#[rustfmt::skip] // a table: one kind, one or two lines
fn korean(names: Names<'_>, event: &TraceEvent) -> String {
    let lang = Lang::Ko;
    let who = who(names, event);
    let error = |error| words::socket_error(lang, error).trim_end_matches('.').to_owned();
    match &event.kind {
        EventKind::Command { command, scripted } => changes::command(lang, names, command, *scripted),
        EventKind::CommandRefused { why, .. } =>
            format!("명령을 실행할 수 없었어요: {}", words::refused(lang, *why).trim_end_matches('.')),
        EventKind::LinkChanged { direction, change } => match event.place.link() {
            Some(link) => changes::link_change(lang, names, link, *direction, *change),
            None => "링크가 바뀌었어요".to_owned(),
        },
        EventKind::NodeChanged { change } => match event.place.node() {
            Some(node) => changes::node_change(lang, names, node, *change),
            None => "노드가 바뀌었어요".to_owned(),
        },
        EventKind::PacketMeddled { packet, action, .. } => changes::meddled(lang, &names.packet(lang, *packet), *action),
        EventKind::RoutesChanged { changed } =>
            format!("라우터들이 변화를 알아채고 경로를 새로 정했어요: {}", changes::route_changes(lang, names, changed)),
        EventKind::SocketOpened { protocol, local, remote, .. } => {
            let over = words::apps::protocol(*protocol);
            match (remote, local.port()) {
                (Some(remote), 0) => format!("{} {} 통신할 {over} 소켓을 열었어요", josa::i(who), josa::gwa(&names.host(*remote.ip()))),
                (Some(remote), _) if *protocol == SocketProtocol::Udp => format!("{} {remote}하고만 통신할 {over} 소켓 {} 열었어요(연결은 아니에요)", josa::i(who), josa::eul(&local.to_string())),
                (Some(remote), _) => format!("{} {} 통신할 {over} 소켓 {} 열었어요", josa::i(who), josa::gwa(&remote.to_string()), josa::eul(&local.to_string())),
                (None, 0) => format!("{} {over} 소켓을 열었어요", josa::i(who)),
                (None, id) if *protocol == SocketProtocol::Icmp => format!("{} 에코 식별자가 {id}인 {over} 소켓을 열었어요", josa::i(who)),
                (None, port) => format!("{} {over} {port}번 포트에 소켓을 열었어요", josa::i(who)),
            }
        }
        EventKind::SocketClosed => match names.book.socket(event.place) {
            Some(Key { protocol, local, remote }) => {
                let over = words::apps::protocol(protocol);
                match (remote, local.port()) {
                    (Some(remote), 0) => format!("{} 통신하던 {who}의 {over} 소켓이 닫혔어요", josa::gwa(&names.host(*remote.ip()))),
                    (Some(remote), port) => format!("{} 통신하던 {who}의 {over} {port}번 포트 소켓이 닫혔어요", josa::gwa(&remote.to_string())),
                    (None, 0) => format!("{who}의 {over} 소켓이 닫혔어요"),
                    (None, id) if protocol == SocketProtocol::Icmp => format!("에코 식별자가 {id}인 {who}의 {over} 소켓이 닫혔어요"),
                    (None, port) => format!("{who}의 {over} {port}번 포트 소켓이 닫혔어요"),
                }
            }
            None => format!("{who}의 소켓이 닫혔어요"),
        },
        EventKind::Tcp(event) => tcp::sentence(lang, who, event),
        EventKind::SocketError { error: why } => format!("{who}의 프로그램에 오류를 알려요: {}", error(*why)),
        EventKind::ProgramStarted { program: ProgramSummary::Viewer { port, .. } } =>
            format!("{who}의 {} {port}번 포트에서 기다려요", josa::i(&names.program(lang, event.place))),
        EventKind::ProgramStarted { program: ProgramSummary::Sender { .. } } => format!("{who}에서 보내는 프로그램을 시작해요"),
        EventKind::ProgramStarted { program: ProgramSummary::App(app) } =>
            words::apps::started(lang, who, app),
        EventKind::ProgramEnded => format!("{who}의 {} 끝났어요", josa::i(&names.program(lang, event.place))),
        EventKind::App(app) => words::apps::sentence(lang, who, &names.program(lang, event.place), app),
        EventKind::TransferStarted { transport, to, bytes, chunks, .. } => format!(
            "{} {} {bytes}바이트를 {} {} 보내기 시작해요",
            josa::i(who), josa::ro(&names.host(*to.ip())),
            if *chunks == 1 { "한 조각으로".to_owned() } else { format!("{chunks}조각으로 나눠") },
            josa::ro(words::transport(*transport))
        ),
        EventKind::ChunkSent { chunk, bytes } => {
            let piece = names.piece(lang, chunk.transfer, chunk.index);
            format!("{who}의 프로그램이 {} 소켓에 넘겨요", josa::eul(&format!("{piece}({bytes}바이트)")))
        }
        EventKind::TransferSent { transfer } => match names.transport(*transfer) {
            Some(Transport::Tcp) => format!("{} 모두 보냈고 상대 TCP의 확인 응답도 모두 받았어요", josa::i(who)),
            _ => format!("{} 모두 보냈어요. 무엇이 도착했는지는 알 수 없어요", josa::i(who)),
        },
        EventKind::TransferFailed { error: why, .. } => format!("{} 전송을 포기했어요: {}", josa::i(who), error(*why)),
        EventKind::ContentReceived { from, bytes, chunk, .. } => {
            let from = names.host(*from.ip());
            match chunk {
                Some(chunk) => {
                    let piece = names.piece(lang, chunk.transfer, chunk.index);
                    format!("{who}의 프로그램이 {from}에서 온 {} 받았어요({bytes}바이트)", josa::eul(&piece))
                }
                None => format!("{who}의 프로그램이 {from}에서 온 {bytes}바이트를 받았어요"),
            }
        }
        EventKind::StreamEnded { from, .. } =>
            format!("{who}의 프로그램은 {} 모두 보냈다는 것을 알았어요", josa::i(&names.host(*from.ip()))),
        EventKind::Originated { .. } | EventKind::Queued { .. } | EventKind::Transmitted { .. }
        | EventKind::Duplicated { .. } | EventKind::Corrupted { .. } | EventKind::Received { .. }
        | EventKind::Forwarded { .. } | EventKind::Dropped { .. } | EventKind::Accepted { .. }
        | EventKind::Absorbed { .. } => packets::korean(names, event),
    }
}

/// An event as the cause of another, in a few words, to stand behind "because" or "원인:".
pub fn short(lang: Lang, names: Names<'_>, event: &TraceEvent) -> String {
    let of = |packet: &dyn std::fmt::Display, en: &str, ko: &str| match lang {
        Lang::En => format!("{packet} {en}"),
        Lang::Ko => format!("{packet} {ko}"),
    };
    match &event.kind {
        EventKind::Originated { packet, .. } => of(packet, "was sent", "전송"),
        EventKind::Queued { packet, .. } => of(packet, "had to wait", "대기"),
        EventKind::Transmitted { packet, .. } => of(packet, "went onto the link", "링크에 실림"),
        EventKind::Duplicated { packet, .. } => of(packet, "was delivered twice", "중복 전달"),
        EventKind::Corrupted { packet, .. } => of(packet, "had a bit flipped", "비트 오류"),
        EventKind::Received { packet, .. }
        | EventKind::Accepted { packet, .. }
        | EventKind::Absorbed { packet, .. } => of(packet, "arrived", "도착"),
        EventKind::Forwarded { packet, .. } => of(packet, "was passed on", "전달"),
        EventKind::Dropped { packet, why, .. } => match lang {
            Lang::En => format!("{packet} was lost ({})", drop_short(lang, *why)),
            Lang::Ko => format!("{packet} 손실({})", drop_short(lang, *why)),
        },
        EventKind::Tcp(decision) => {
            let who = who(names, event);
            tcp::short(lang, who, decision).unwrap_or_else(|| tcp::sentence(lang, who, decision))
        }
        EventKind::RoutesChanged { .. } => lang
            .pick(
                "the routers agreed on new routes",
                "라우터들이 경로를 새로 정함",
            )
            .to_owned(),
        EventKind::TransferStarted { .. } => match lang {
            Lang::En => format!("{} began to send", who(names, event)),
            Lang::Ko => format!("{} 보내기 시작함", josa::i(who(names, event))),
        },
        _ => match lang {
            Lang::En => english(names, event),
            Lang::Ko => korean(names, event),
        },
    }
}
