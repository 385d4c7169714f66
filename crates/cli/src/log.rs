//! The trace as a log in plain words: one line an event, with its time, its place and its cause.

use std::io::{self, Write};

use hoplab_capture::clock;
use hoplab_explain::packets::Packets;
use hoplab_explain::sockets::Sockets;
use hoplab_explain::{Events, Moment, Reading};
use hoplab_sim::{EventKind, Frame, World};
use hoplab_units::count;
use hoplab_words::story::{Known, Names, narrate};
use hoplab_words::{Lang, log as words};

/// Writes all that the trace still holds.
pub fn write(world: &World, lang: Lang, out: &mut impl Write) -> io::Result<()> {
    let events = Events::of(world);
    let packets = Reading::of(Packets::default(), world);
    let sockets = Reading::of(Sockets::default(), world);
    let transfers = world.transfers();
    if events.first() > 0 {
        writeln!(out, "{}", words::older_gone(lang, events.first()))?;
    }
    for event in events.iter() {
        // Each is told with what was known then: a program that has ended since is called by its name.
        let then = Moment::new(Events::up_to(world, event.id), &packets);
        let known = Known::new(then, &sockets);
        let names = Names::specified(world.spec(), &transfers, known);
        let text = narrate(lang, names, event);
        write!(
            out,
            "{:>14} {:>6}  {:<16} {text}",
            clock(event.at),
            event.id.to_string(),
            names.place(event.place)
        )?;
        if let EventKind::Originated { frame, .. } | EventKind::Dropped { frame, .. } = &event.kind
        {
            write!(out, "  [{}]", frame_text(frame))?;
        }
        match event.cause {
            Some(cause) => writeln!(out, "  ← {cause}")?,
            None => writeln!(out)?,
        }
    }
    Ok(())
}

/// `TCP SYN,ACK 10.0.0.1:80 > 10.0.1.1:49152 seq 1 ack 2, 512 bytes`.
fn frame_text(frame: &Frame) -> String {
    let Some(summary) = frame.summary() else {
        return format!("a frame of {} bytes that is not IPv4", frame.len());
    };
    let end = |address, port| match port {
        Some(port) => format!("{address}:{port}"),
        None => format!("{address}"),
    };
    let ends = format!(
        "{} > {}",
        end(summary.src, summary.src_port),
        end(summary.dst, summary.dst_port)
    );
    let bytes = count(summary.payload_len, "byte");
    if let Some(tcp) = summary.tcp {
        // Without its flag the acknowledgment number has no meaning (RFC 9293 section 3.1).
        let ack = match tcp.flags.to_string().contains("ACK") {
            true => format!(" ack {}", tcp.ack),
            false => String::new(),
        };
        return format!("TCP {} {ends} seq {}{ack}, {bytes}", tcp.flags, tcp.seq);
    }
    if let Some(icmp) = summary.icmp {
        return format!("ICMP type {} code {} {ends}", icmp.kind, icmp.code);
    }
    if summary.src_port.is_some() {
        return format!("UDP {ends}, {bytes}");
    }
    format!("IP protocol {} {ends}, {bytes}", summary.protocol)
}
