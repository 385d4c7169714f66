//! What the numbers in header fields stand for.

use core::net::Ipv4Addr;

use crate::inspect::notes::carried;
use hoplab_wire::dissect::FieldKey;
use hoplab_wire::{DNS_PORT, ftp, http, rtp};

pub fn note(key: FieldKey, number: u64) -> Option<String> {
    let said: &str = match key {
        FieldKey::Ipv4Protocol => carried(number)?,
        FieldKey::UdpSrcPort
        | FieldKey::UdpDstPort
        | FieldKey::TcpSrcPort
        | FieldKey::TcpDstPort => return Some(port(number)),
        FieldKey::DnsOpcode => opcode(number)?,
        FieldKey::DnsRcode => rcode(number)?,
        FieldKey::DnsType => record(number)?,
        FieldKey::DnsClass if number == 1 => "Internet",
        FieldKey::DnsTtl => return longer(number),
        FieldKey::DnsPointer => return Some(pointer(number)),
        FieldKey::HttpStatus => status(number)?,
        FieldKey::FtpCode => reply(number)?,
        FieldKey::RtpPayloadType if number == u64::from(rtp::PAYLOAD_TYPE_VIDEO) => {
            "Hoplab's video"
        }
        FieldKey::RtpTimestamp => return Some(media_time(number)),
        _ => return None,
    };
    Some(said.to_owned())
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

pub fn service(port: u16) -> Option<&'static str> {
    Some(match port {
        7 => "echo",
        17 => "quote of the day",
        20 => "FTP data",
        ftp::PORT => "FTP control",
        23 => "TELNET",
        DNS_PORT => "DNS",
        http::PORT => "HTTP",
        443 => "HTTPS",
        _ => return None,
    })
}

/// The range a port is in (RFC 6335 section 6), and who usually has it.
fn port(number: u64) -> String {
    let range = match number {
        0..=1023 => "well-known range",
        1024..=49_151 => "registered range",
        _ => "dynamic range",
    };
    let service = u16::try_from(number).ok().and_then(|port| service(port));
    match service {
        Some(service) => format!("{service}, {range}"),
        None => range.to_owned(),
    }
}

fn opcode(number: u64) -> Option<&'static str> {
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

/// Seconds in units that are easier to grasp.
fn longer(seconds: u64) -> Option<String> {
    let (number, unit) = match seconds {
        0..=119 => return None,
        120..=7199 => (seconds / 60, "min"),
        7200..=172_799 => (seconds / 3600, "h"),
        _ => (seconds / 86_400, "days"),
    };
    Some(format!("about {number} {unit}"))
}

fn pointer(byte: u64) -> String {
    format!("goes on at offset {byte} of the message")
}

/// What a status says, or at least its class (RFC 9110 section 15).
fn status(number: u64) -> Option<&'static str> {
    Some(match number {
        200 => "success: here it is",
        301 | 302 => "redirection: it is elsewhere",
        304 => "redirection: yours is still good",
        400 => "client error: not understood",
        404 => "client error: no such page",
        500 => "server error: it failed",
        501 => "server error: it cannot do that",
        503 => "server error: too busy now",
        _ => return status_class(number / 100),
    })
}

fn status_class(class: u64) -> Option<&'static str> {
    Some(match class {
        1 => "not done yet",
        2 => "success",
        3 => "redirection",
        4 => "client error",
        5 => "server error",
        _ => return None,
    })
}

/// What a reply says, or at least its class (RFC 959 section 4.2).
fn reply(number: u64) -> Option<&'static str> {
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
        _ => return reply_class(number / 100),
    })
}

fn reply_class(class: u64) -> Option<&'static str> {
    Some(match class {
        1 => "begun",
        2 => "done",
        3 => "go on",
        4 => "not now",
        5 => "no",
        _ => return None,
    })
}

/// Ticks of 90 kHz as seconds.
fn media_time(ticks: u64) -> String {
    let millis = ticks * 1000 / u64::from(rtp::VIDEO_CLOCK_HZ);
    let (seconds, millis) = (millis / 1000, millis % 1000);
    format!("{seconds}.{millis:03} s at 90 kHz")
}
