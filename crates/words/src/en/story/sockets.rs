//! Sockets that are opened and closed, in sentences.

use std::net::SocketAddrV4;

/// The article before a protocol's name.
fn a(over: &str) -> &'static str {
    match over.starts_with('I') {
        true => "an",
        false => "a",
    }
}

pub fn opened_towards(who: &str, over: &str, host: &str) -> String {
    format!("{who} opened {} {over} socket towards {host}", a(over))
}

pub fn opened_fixed(who: &str, over: &str, local: SocketAddrV4, remote: SocketAddrV4) -> String {
    let a = a(over);
    format!("{who} opened {a} {over} socket {local} that speaks only with {remote} (no connection)")
}

pub fn opened_to(who: &str, over: &str, local: SocketAddrV4, remote: SocketAddrV4) -> String {
    let a = a(over);
    format!("{who} opened {a} {over} socket {local} towards {remote}")
}

pub fn opened_bare(who: &str, over: &str) -> String {
    format!("{who} opened {} {over} socket", a(over))
}

pub fn opened_for_echoes(who: &str, over: &str, id: u16) -> String {
    let a = a(over);
    format!("{who} opened {a} {over} socket with the echo identifier {id}")
}

pub fn opened_on(who: &str, over: &str, port: u16) -> String {
    format!("{who} opened {} {over} socket on port {port}", a(over))
}

pub fn closed_unknown(who: &str) -> String {
    format!("a socket of {who} is closed")
}

pub fn closed_towards(who: &str, over: &str, host: &str) -> String {
    format!("{who}'s {over} socket towards {host} is closed")
}

pub fn closed_to(who: &str, over: &str, port: u16, remote: SocketAddrV4) -> String {
    format!("{who}'s {over} socket on port {port} towards {remote} is closed")
}

pub fn closed_bare(who: &str, over: &str) -> String {
    format!("{who}'s {over} socket is closed")
}

pub fn closed_for_echoes(who: &str, over: &str, id: u16) -> String {
    format!("{who}'s {over} socket with the echo identifier {id} is closed")
}

pub fn closed_on(who: &str, over: &str, port: u16) -> String {
    format!("{who}'s {over} socket on port {port} is closed")
}
