//! What programs say to each other, behind the headers of UDP and TCP.

use super::{Depth, Field, FieldKey, Transport, dns, field, ftp, http, rtp};
use crate::app::App;
use crate::ipv4::protocol;
use std::ops::Range;

#[cfg(test)]
mod tests;

/// Adds the data of a datagram or segment to `out`. Which language it is in is told by the ports,
/// as Wireshark does it. Of quotes and fragments not all is here: they stay plain bytes.
pub(super) fn data(
    transport: &Transport<'_>,
    carrier: u8,
    ports: (u16, u16),
    range: Range<usize>,
    out: &mut Vec<Field>,
) {
    let frame = transport.frame;
    let whole = transport.whole.is_some() && transport.depth == Depth::Outer;
    let app = App::by_ports(carrier, ports.0, ports.1).filter(|_| whole && !range.is_empty());
    const OTHER: FieldKey = FieldKey::StreamContinuation;
    match app {
        None => out.extend(field::payload(frame, range)),
        Some(App::Dns) if carrier == protocol::UDP => out.push(dns::datagram(frame, range)),
        Some(App::Dns) => stream(frame, range, dns::framed, OTHER, out),
        Some(App::Http) => stream(frame, range, http::message, OTHER, out),
        Some(App::Ftp { to_server }) => out.push(ftp::lines(frame, range, to_server)),
        Some(App::Rtp) if carrier == protocol::UDP => out.extend(rtp::datagram(frame, range)),
        Some(App::Rtp) => stream(frame, range, rtp::framed, FieldKey::Payload, out),
    }
}

/// Reads one message after the other. A segment may begin and end in the middle of one: what does
/// not begin like a message is `other`.
fn stream(
    frame: &[u8],
    range: Range<usize>,
    message: impl Fn(&[u8], Range<usize>) -> Option<Field>,
    other: FieldKey,
    out: &mut Vec<Field>,
) {
    let mut at = range.start;
    while at < range.end {
        let found = message(frame, at..range.end);
        // A message has bytes; if it had none this would not end.
        match found.filter(|field| field.range.end > at) {
            Some(field) => {
                at = field.range.end;
                out.push(field);
            }
            None => {
                let key = if at == range.start {
                    other
                } else {
                    FieldKey::StreamUnfinished
                };
                out.extend(field::content(key, frame, at..range.end));
                return;
            }
        }
    }
}
