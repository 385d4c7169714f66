//! What happens in the world, told in plain sentences: for the log, the inspector and readers of
//! screens. Sentences end without a full stop; [`narrate`] makes a line of one, [`short`] the few
//! words that stand behind "because".

pub mod changes;
pub mod names;
pub mod packets;
pub mod sorting;
pub mod tcp;

use crate as words;
use crate::ko::LANG;
use crate::ko::josa;
use crate::story;
use crate::story::Names;
use crate::story::drop_short;
use crate::story::{capital, who};
use hoplab_explain::sockets::matching::Key;
use hoplab_sim::{EventKind, ProgramSummary, SocketProtocol, TraceEvent, Transport};

pub fn narrate(names: Names<'_>, event: &TraceEvent) -> String {
    let text = korean(names, event);
    capital(&text, names, event)
}

#[rustfmt::skip] // a table: one kind, one or two lines
fn korean(names: Names<'_>, event: &TraceEvent) -> String {
    let who = who(names, event);
    let error = |error| words::socket_error(LANG, error).trim_end_matches('.').to_owned();
    match &event.kind {
        EventKind::Command { command, scripted } => story::changes::command(LANG, names, command, *scripted),
        EventKind::CommandRefused { why, .. } =>
            format!("명령을 실행할 수 없었어요: {}", words::refused(LANG, *why).trim_end_matches('.')),
        EventKind::LinkChanged { direction, change } => match event.place.link() {
            Some(link) => story::changes::link_change(LANG, names, link, *direction, *change),
            None => "링크가 바뀌었어요".to_owned(),
        },
        EventKind::NodeChanged { change } => match event.place.node() {
            Some(node) => story::changes::node_change(LANG, names, node, *change),
            None => "노드가 바뀌었어요".to_owned(),
        },
        EventKind::PacketMeddled { packet, action, .. } => story::changes::meddled(LANG, &names.packet(LANG, *packet), *action),
        EventKind::RoutesChanged { changed } =>
            format!("라우터들이 변화를 알아채고 경로를 새로 정했어요: {}", story::changes::route_changes(LANG, names, changed)),
        EventKind::SocketOpened { protocol, local, remote, .. } => {
            let over = words::programs::protocol(*protocol);
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
                let over = words::programs::protocol(protocol);
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
        EventKind::Tcp(event) => story::tcp::sentence(LANG, who, event),
        EventKind::SocketError { error: why } => format!("{who}의 프로그램에 오류를 알려요: {}", error(*why)),
        EventKind::ProgramStarted { program: ProgramSummary::Viewer { port, .. } } =>
            format!("{who}의 {} {port}번 포트에서 기다려요", josa::i(&names.program(LANG, event.place))),
        EventKind::ProgramStarted { program: ProgramSummary::Sender { .. } } => format!("{who}에서 보내는 프로그램을 시작해요"),
        EventKind::ProgramStarted { program: ProgramSummary::App(app) } =>
            words::programs::started(LANG, who, app),
        EventKind::ProgramEnded => format!("{who}의 {} 끝났어요", josa::i(&names.program(LANG, event.place))),
        EventKind::App(app) => words::programs::sentence(LANG, who, &names.program(LANG, event.place), app),
        EventKind::TransferStarted { transport, to, bytes, chunks, .. } => format!(
            "{} {} {bytes}바이트를 {} {} 보내기 시작해요",
            josa::i(who), josa::ro(&names.host(*to.ip())),
            if *chunks == 1 { "한 조각으로".to_owned() } else { format!("{chunks}조각으로 나눠") },
            josa::ro(words::transport(*transport))
        ),
        EventKind::ChunkSent { chunk, bytes } => {
            let piece = names.piece(LANG, chunk.transfer, chunk.index);
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
                    let piece = names.piece(LANG, chunk.transfer, chunk.index);
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
        | EventKind::Absorbed { .. } => story::packets::sentence(LANG, names, event),
    }
}

pub fn short(names: Names<'_>, event: &TraceEvent) -> String {
    let of = |packet: &dyn std::fmt::Display, ko: &str| format!("{packet} {ko}");
    match &event.kind {
        EventKind::Originated { packet, .. } => of(packet, "전송"),
        EventKind::Queued { packet, .. } => of(packet, "대기"),
        EventKind::Transmitted { packet, .. } => of(packet, "링크에 실림"),
        EventKind::Duplicated { packet, .. } => of(packet, "중복 전달"),
        EventKind::Corrupted { packet, .. } => of(packet, "비트 오류"),
        EventKind::Received { packet, .. }
        | EventKind::Accepted { packet, .. }
        | EventKind::Absorbed { packet, .. } => of(packet, "도착"),
        EventKind::Forwarded { packet, .. } => of(packet, "전달"),
        EventKind::Dropped { packet, why, .. } => {
            format!("{packet} 손실({})", drop_short(LANG, *why))
        }
        EventKind::Tcp(decision) => {
            let who = who(names, event);
            story::tcp::short(LANG, who, decision)
                .unwrap_or_else(|| story::tcp::sentence(LANG, who, decision))
        }
        EventKind::RoutesChanged { .. } => "라우터들이 경로를 새로 정함".to_owned(),
        EventKind::TransferStarted { .. } => {
            format!("{} 보내기 시작함", josa::i(who(names, event)))
        }
        _ => korean(names, event),
    }
}
