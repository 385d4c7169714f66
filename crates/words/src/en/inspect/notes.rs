//! What the numbers in header fields stand for.

use crate::inspect::notes::Unit;
use core::net::Ipv4Addr;
use hoplab_explain::sockets::PortRange;
use hoplab_wire::dissect::FieldKey;

texts! {
    internet: "Internet";
    own_video: "Hoplab's video";
}

pub fn flag(key: FieldKey, set: bool) -> Option<&'static str> {
    match (key, set) {
        (FieldKey::DnsQr, false) => Some("0 (query)"),
        (FieldKey::DnsQr, true) => Some("1 (response)"),
        _ => None,
    }
}

pub fn passive_address(address: Ipv4Addr, [high, low]: [u8; 2], port: u16) -> String {
    format!("address {address}, port {high}×256 + {low} = {port}")
}

pub fn port_range(range: PortRange) -> &'static str {
    match range {
        PortRange::WellKnown => "well-known range",
        PortRange::Registered => "registered range",
        PortRange::Dynamic => "dynamic range",
    }
}

pub fn opcode(number: u64) -> Option<&'static str> {
    Some(match number {
        0 => "standard query",
        4 => "notify",
        5 => "update",
        _ => return None,
    })
}

pub fn rcode(number: u64) -> Option<&'static str> {
    Some(match number {
        0 => "NOERROR: no error",
        1 => "FORMERR: not understood",
        2 => "SERVFAIL: the server failed",
        3 => "NXDOMAIN: no such name",
        4 => "NOTIMP: not supported",
        5 => "REFUSED: not for you",
        _ => return None,
    })
}

pub fn record(number: u64) -> Option<&'static str> {
    Some(match number {
        1 => "A: IPv4 address",
        2 => "NS: name server",
        5 => "CNAME: canonical name",
        6 => "SOA: start of authority",
        12 => "PTR: name of an address",
        15 => "MX: mail server",
        16 => "TXT: text",
        28 => "AAAA: IPv6 address",
        41 => "OPT: extensions (EDNS)",
        255 => "ANY: all there is",
        _ => return None,
    })
}

pub fn about(number: u64, unit: Unit) -> String {
    let unit = match unit {
        Unit::Minutes => "min",
        Unit::Hours => "h",
        Unit::Days => "days",
    };
    format!("about {number} {unit}")
}

pub fn pointer(byte: u64) -> String {
    format!("goes on at offset {byte} of the message")
}

pub fn status(number: u64) -> Option<&'static str> {
    Some(match number {
        200 => "success: here it is",
        301 | 302 => "redirection: it is elsewhere",
        304 => "redirection: yours is still good",
        400 => "client error: not understood",
        404 => "client error: no such page",
        500 => "server error: it failed",
        501 => "server error: it cannot do that",
        503 => "server error: too busy now",
        _ => return None,
    })
}

pub fn status_class(class: u64) -> Option<&'static str> {
    Some(match class {
        1 => "not done yet",
        2 => "success",
        3 => "redirection",
        4 => "client error",
        5 => "server error",
        _ => return None,
    })
}

pub fn reply(number: u64) -> Option<&'static str> {
    Some(match number {
        150 => "begun: data connection opens",
        220 => "done: server ready",
        221 => "done: goodbye",
        226 => "done: file sent",
        227 => "done: open the data connection there",
        230 => "done: logged in",
        331 => "go on: password needed",
        425 => "not now: no data connection",
        426 => "not now: transfer broken off",
        500 => "no: not understood",
        501 => "no: wrong argument",
        502 => "no: not supported",
        530 => "no: not logged in",
        550 => "no: no such file",
        _ => return None,
    })
}

pub fn reply_class(class: u64) -> Option<&'static str> {
    Some(match class {
        1 => "begun",
        2 => "done",
        3 => "go on",
        4 => "not now",
        5 => "no",
        _ => return None,
    })
}

pub fn media_time(seconds: u64, millis: u64) -> String {
    format!("{seconds}.{millis:03} s at 90 kHz")
}
