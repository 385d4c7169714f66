//! The lines of the socket table: those that are open as the world has them, and those that closed a short while
//! ago as the trace tells of them.

use core::net::SocketAddrV4;

use hoplab_sim::{NodeId, SocketId, SocketProtocol, World};
use hoplab_tcp::State;

use crate::act::Selection;
use crate::page::Page;
use hoplab_explain::At;
use hoplab_explain::sockets::matching::Key;
use hoplab_explain::sockets::{Life, Sockets};
use hoplab_words::Lang;
use hoplab_words::ports as words;

/// How long a closed socket stays in the table, in milliseconds of playing at the present speed.
const STAYS_MS: f64 = 8_000.0;
/// Closed sockets shown at most.
const MOST_CLOSED: usize = 8;

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Which socket.
    pub socket: SocketId,
    /// What it is bound to.
    pub key: Key,
    /// Its state as `ss` writes it.
    pub state: &'static str,
    /// Bytes the program has not read.
    pub receive_queue: u32,
    /// Bytes the other side has not acknowledged.
    pub send_queue: u32,
    /// What its program is called.
    pub program: String,
    /// Whether it is gone.
    pub closed: bool,
}

impl Line {
    /// The line read out.
    pub fn read_out(&self, lang: Lang) -> String {
        let (local, peer) = (local(lang, self.key), peer(lang, self.key));
        format!(
            "{} {} {local} {peer}, {}",
            self.key.protocol.as_str(),
            self.state,
            self.program
        )
    }
}

/// An address as `ss` writes it: raw IP has no port.
pub fn address(address: SocketAddrV4) -> String {
    match address.port() {
        0 => format!("{}:*", address.ip()),
        _ => address.to_string(),
    }
}

/// A socket's own address: where ICMP echo has an identifier in place of a port, that is said.
pub fn local(lang: Lang, key: Key) -> String {
    match key.protocol {
        SocketProtocol::Icmp => words::identified(lang, *key.local.ip(), key.local.port()),
        _ => address(key.local),
    }
}

/// The other side, or anyone.
pub fn peer(lang: Lang, key: Key) -> String {
    key.remote
        .map_or_else(|| words::anyone(lang).to_owned(), address)
}

/// A state as `ss` writes it. A socket of UDP or raw IP that names its other side stands as ESTAB there.
pub fn state(key: Key, state: Option<State>) -> &'static str {
    match (key.protocol, state, key.remote) {
        (SocketProtocol::Tcp, Some(State::Established), _) => "ESTAB",
        (SocketProtocol::Tcp, Some(State::SynReceived), _) => "SYN-RECV",
        (SocketProtocol::Tcp, Some(State::Closed) | None, _) => "UNCONN",
        (SocketProtocol::Tcp, Some(state), _) => state.name(),
        (_, _, Some(_)) => "ESTAB",
        (_, _, None) => "UNCONN",
    }
}

/// What the program of a socket is called.
pub fn program_name(lang: Lang, sockets: At<&Sockets>, life: &Life) -> String {
    match sockets.program(life) {
        Some(started) => words::program_name(lang, &started.summary),
        None => words::unknown_program(lang).to_owned(),
    }
}

/// The lines of a host: the open ones first, each in the order they were opened.
pub fn rows(page: &Page, world: &World, sockets: At<&Sockets>, node: NodeId) -> Vec<Line> {
    let lang = page.lang;
    let open = world.sockets(node).into_iter().map(|row| {
        let started = sockets.running(node, row.program);
        let key = Key {
            protocol: row.protocol,
            local: row.local,
            remote: row.remote,
        };
        Line {
            socket: row.id,
            key,
            state: state(key, row.state),
            receive_queue: row.receive_queue,
            send_queue: row.send_queue,
            program: started.map_or_else(
                || words::unknown_program(lang).to_owned(),
                |started| words::program_name(lang, &started.summary),
            ),
            closed: false,
        }
    });
    let mut lines: Vec<Line> = open.collect();
    let gone = sockets.of(node).filter(|life| just_closed(page, life));
    let mut closed: Vec<Line> = gone
        .rev()
        .take(MOST_CLOSED)
        .map(|life| Line {
            socket: life.socket,
            key: life.key,
            state: state(life.key, life.state.filter(|_| life.key.remote.is_none())),
            receive_queue: 0,
            send_queue: 0,
            program: program_name(lang, sockets, &life),
            closed: true,
        })
        .collect();
    closed.reverse();
    lines.extend(closed);
    lines
}

/// How many lines of a host are of closed sockets.
pub fn closed(page: &Page, sockets: At<&Sockets>, node: NodeId) -> usize {
    let gone = sockets.of(node).filter(|life| just_closed(page, life));
    gone.take(MOST_CLOSED).count()
}

/// Whether a socket closed so short a while ago that it is still to be seen, or is selected.
pub fn just_closed(page: &Page, life: &Life) -> bool {
    let Some((_, at)) = life.closed else {
        return false;
    };
    page.selection == Selection::Socket(life.node, life.socket)
        || page.speed.real_ms(page.now.since(at)) < STAYS_MS
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::net::Ipv4Addr;

    #[test]
    fn states_are_written_as_ss_writes_them() {
        let end = |port| SocketAddrV4::new(Ipv4Addr::LOCALHOST, port);
        let key = |protocol, remote| Key {
            protocol,
            local: end(80),
            remote,
        };
        let connection = key(SocketProtocol::Tcp, Some(end(49152)));
        for (tcp, told) in [
            (State::Established, "ESTAB"),
            (State::SynReceived, "SYN-RECV"),
            (State::SynSent, "SYN-SENT"),
            (State::TimeWait, "TIME-WAIT"),
            (State::FinWait1, "FIN-WAIT-1"),
            (State::Closed, "UNCONN"),
        ] {
            assert_eq!(state(connection, Some(tcp)), told);
        }
        let listener = key(SocketProtocol::Tcp, None);
        assert_eq!(state(listener, Some(State::Listen)), "LISTEN");
        assert_eq!(state(key(SocketProtocol::Udp, None), None), "UNCONN");
        assert_eq!(
            state(key(SocketProtocol::Udp, Some(end(53))), None),
            "ESTAB"
        );
        assert_eq!(address(end(0)), "127.0.0.1:*");
    }
}
