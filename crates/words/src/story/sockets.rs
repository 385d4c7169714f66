//! Sockets that are opened and closed, in sentences: each is told by what it is bound to.

use super::{Names, who};
use crate::Lang;
use crate::programs::protocol;
use hoplab_explain::sockets::matching::Key;
use hoplab_sim::{EventKind, SocketProtocol, TraceEvent};
use std::net::SocketAddrV4;

said! { story::sockets =>
    /// One without a port that sends to one host.
    opened_towards(who: &str, over: &str, host: &str) -> String;
    /// One of UDP that keeps to one other side.
    opened_fixed(who: &str, over: &str, local: SocketAddrV4, remote: SocketAddrV4) -> String;
    /// One with another side.
    opened_to(who: &str, over: &str, local: SocketAddrV4, remote: SocketAddrV4) -> String;
    /// One without a port.
    opened_bare(who: &str, over: &str) -> String;
    /// One that knows its echoes by a number.
    opened_for_echoes(who: &str, over: &str, id: u16) -> String;
    /// One on a port.
    opened_on(who: &str, over: &str, port: u16) -> String;
    /// One of which no more is known.
    closed_unknown(who: &str) -> String;
    /// One without a port that sent to one host.
    closed_towards(who: &str, over: &str, host: &str) -> String;
    /// One with another side.
    closed_to(who: &str, over: &str, port: u16, remote: SocketAddrV4) -> String;
    /// One without a port.
    closed_bare(who: &str, over: &str) -> String;
    /// One that knew its echoes by a number.
    closed_for_echoes(who: &str, over: &str, id: u16) -> String;
    /// One on a port.
    closed_on(who: &str, over: &str, port: u16) -> String;
}

/// A socket was opened; nothing for other events.
pub(crate) fn opened(lang: Lang, names: Names<'_>, event: &TraceEvent) -> String {
    let EventKind::SocketOpened {
        protocol: of,
        local,
        remote,
        ..
    } = event.kind
    else {
        return String::new();
    };
    let (who, over) = (who(names, event), protocol(of));
    match (remote, local.port()) {
        (Some(remote), 0) => opened_towards(lang, who, over, &names.host(*remote.ip())),
        // UDP has no connection: a socket that was given one other side only keeps to it.
        (Some(remote), _) if of == SocketProtocol::Udp => {
            opened_fixed(lang, who, over, local, remote)
        }
        (Some(remote), _) => opened_to(lang, who, over, local, remote),
        (None, 0) => opened_bare(lang, who, over),
        (None, id) if of == SocketProtocol::Icmp => opened_for_echoes(lang, who, over, id),
        (None, port) => opened_on(lang, who, over, port),
    }
}

/// A socket was closed.
pub(crate) fn closed(lang: Lang, names: Names<'_>, event: &TraceEvent) -> String {
    let who = who(names, event);
    let Some(key) = names.known.socket(event.place) else {
        return closed_unknown(lang, who);
    };
    let Key {
        protocol: of,
        local,
        remote,
    } = key;
    let over = protocol(of);
    match (remote, local.port()) {
        (Some(remote), 0) => closed_towards(lang, who, over, &names.host(*remote.ip())),
        (Some(remote), port) => closed_to(lang, who, over, port, remote),
        (None, 0) => closed_bare(lang, who, over),
        (None, id) if of == SocketProtocol::Icmp => closed_for_echoes(lang, who, over, id),
        (None, port) => closed_on(lang, who, over, port),
    }
}
