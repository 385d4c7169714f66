//! The trace as a log in plain words: one line an event, with its time, its place and its cause.

use std::io::{self, Write};

use hoplab_capture::words::{self, Names, clock};
use hoplab_explain::Events;
use hoplab_sim::apps::AppSummary;
use hoplab_sim::{
    AbsorbReason, EventKind, Frame, Origin, ProgramSummary, Refusal, SocketProtocol, TraceEvent,
    Transport,
};
use hoplab_units::{Plain, count};

use crate::tcp_words;

/// Writes all that the trace still holds.
pub fn write(events: Events<'_>, names: Names<'_>, out: &mut impl Write) -> io::Result<()> {
    if events.first() > 0 {
        writeln!(
            out,
            "... {} older events are gone: the trace keeps only the newest.",
            events.first()
        )?;
    }
    for event in events.iter() {
        let text = describe(event, events, names);
        write!(
            out,
            "{:>14} {:>6}  {:<16} {text}",
            clock(event.at),
            event.id.to_string(),
            names.place(event.place)
        )?;
        match event.cause {
            Some(cause) => writeln!(out, "  ← {cause}")?,
            None => writeln!(out)?,
        }
    }
    Ok(())
}

/// What happened, as one sentence without its full stop.
#[rustfmt::skip] // a table: one kind, one or two lines
fn describe(event: &TraceEvent, events: Events<'_>, names: Names<'_>) -> String {
    match &event.kind {
        EventKind::Command { command, scripted } => {
            let who = if *scripted { "the scenario" } else { "the user" };
            format!("{who} {}", words::command(names, command))
        }
        EventKind::CommandRefused { command, why } =>
            refused(*why, &words::command(names, command)),

        EventKind::LinkChanged { direction, change } =>
            words::link_change(names, event.place.link(), *direction, *change),
        EventKind::NodeChanged { change } => words::node_change(names, event.place.node(), *change),
        EventKind::PacketMeddled { packet, action, .. } => {
            use hoplab_sim::PacketAction::{Corrupt, Delay, Duplicate, Kill};
            match action {
                Kill => format!("{packet} was destroyed on purpose"),
                Delay(span) => format!("{packet} was delayed by {} on purpose", Plain(*span)),
                Corrupt => format!("a bit of {packet} was flipped on purpose"),
                Duplicate => format!("{packet} was duplicated on purpose"),
            }
        }
        EventKind::RoutesChanged { changed } => {
            let changes: Vec<String> = changed.iter().map(|change| words::route_change(names, change)).collect();
            format!("the routers agreed on new routes: {}", changes.join("; "))
        }

        EventKind::Originated { packet, frame, why, .. } =>
            format!("{packet} sent: {}, {}", frame_text(frame), origin(why, cause_of(event, events))),
        EventKind::Queued { packet, queued_bytes } =>
            format!("{packet} waits for the link behind {}", count(*queued_bytes, "byte")),
        EventKind::Transmitted { packet, arrives, .. } =>
            format!("{packet} goes onto the link; due at {}", clock(*arrives)),
        EventKind::Duplicated { packet, copy, .. } => format!("the link delivers {packet} twice; the copy is {copy}"),
        EventKind::Corrupted { packet, bit, .. } => format!("bit {bit} of {packet} was flipped"),
        EventKind::Received { packet, link, .. } => format!("{packet} arrived from the link {}", names.link(*link)),
        EventKind::Forwarded { packet, ttl, prefix, next_hop, .. } => format!(
            "{packet} passed on to {} by the route to {}/{} (TTL {ttl})",
            names.node(*next_hop), prefix.address, prefix.len
        ),
        EventKind::Dropped { packet, frame, why } => format!(
            "{packet} dropped: {} ({})",
            words::drop_reason(names, event.place, *why), frame_text(frame)
        ),
        EventKind::Accepted { packet, socket } => format!("{packet} handed to socket {socket}"),
        EventKind::Absorbed { packet, why } => format!("{packet} {}", absorbed(*why, asks_echo(cause_of(event, events)))),

        EventKind::SocketOpened { protocol, local, remote, .. } => match remote {
            None if *protocol == SocketProtocol::Icmp => format!("ICMP socket opened at {}, echo identifier {}", local.ip(), local.port()),
            None if *protocol == SocketProtocol::Raw => format!("IP socket opened at {}", local.ip()),
            Some(remote) if *protocol == SocketProtocol::Raw => format!("IP socket opened at {} to {}", local.ip(), remote.ip()),
            Some(remote) if *protocol == SocketProtocol::Udp => format!("UDP socket opened at {local}, for {remote} only (no connection)"),
            Some(remote) => format!("{} socket opened at {local} to {remote}", socket_protocol(*protocol)),
            None => format!("{} socket opened at {local}", socket_protocol(*protocol)),
        },
        EventKind::SocketClosed => "socket gone".to_owned(),
        EventKind::Tcp(event) => tcp_words::text(event),
        EventKind::SocketError { error } => format!("the socket tells its program: {error}"),

        EventKind::ProgramStarted { program } => match program {
            ProgramSummary::Viewer { name, port } => format!("the program {name} waits for messages on port {port}"),
            ProgramSummary::Sender { transfer } => format!("a program was started to send message {transfer}"),
            ProgramSummary::App(app) => started(app),
        },
        EventKind::ProgramEnded => "the program has ended".to_owned(),
        EventKind::App(event) => event.to_string(),
        EventKind::TransferStarted { transfer, transport, to, bytes, chunks, .. } => format!(
            "message {transfer} to {to} over {}: {} in {}", upper(*transport), count(*bytes, "byte"), count(*chunks, "piece")
        ),
        EventKind::ChunkSent { chunk, bytes } =>
            format!("piece {} of message {} handed to the socket: {}", chunk.index.saturating_add(1), chunk.transfer, count(*bytes, "byte")),
        EventKind::TransferSent { transfer } => format!("message {transfer} is sent, as far as the sender knows"),
        EventKind::TransferFailed { transfer, error } =>
            format!("message {transfer} was given up: {error}"),
        EventKind::ContentReceived { from, transport, offset, bytes, changed, .. } => format!(
            "the program got {} from {from} over {}, put at {offset}{}", count(*bytes, "byte"), upper(*transport),
            if *changed { "; some of them changed on the way" } else { "" }
        ),
        EventKind::StreamEnded { from, .. } => format!("{from} has no more to send"),
    }
}

/// A command that was not carried out; `what` it was, as [`words::command`] says it.
pub fn refused(why: Refusal, what: &str) -> String {
    format!("not done, {why}: somebody {what}")
}

fn upper(transport: Transport) -> String {
    transport.as_str().to_uppercase()
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

fn cause_of<'a>(event: &TraceEvent, events: Events<'a>) -> Option<&'a TraceEvent> {
    events.get(event.cause?)
}

fn origin(why: &Origin, cause: Option<&TraceEvent>) -> String {
    match why {
        Origin::Datagram => "a program sent it".to_owned(),
        Origin::Segment(reason) => tcp_words::reason_text(reason, cause),
        Origin::ResetForStray => "as an answer to a segment of no connection".to_owned(),
        Origin::IcmpError { about } => format!("to report what became of {about}"),
        Origin::EchoRequest => "an ICMP echo request".to_owned(),
        Origin::EchoReply { to } => format!("to answer the echo request {to}"),
    }
}

/// Whether what arrived with an event is an ICMP echo request (RFC 792: type 8).
fn asks_echo(arrival: Option<&TraceEvent>) -> bool {
    let frame = arrival.and_then(|event| event.kind.frame());
    let icmp = frame.and_then(Frame::summary).and_then(|it| it.icmp);
    icmp.is_some_and(|icmp| icmp.kind == 8)
}

fn absorbed(why: AbsorbReason, asks: bool) -> String {
    match why {
        AbsorbReason::IcmpIgnored if asks => {
            "is an echo request, but ICMP is switched off here, so it is not answered".to_owned()
        }
        AbsorbReason::AnsweredWithReset => "belongs to no connection: answered with RST".to_owned(),
        AbsorbReason::StrayReset => "is an RST for no connection: ignored".to_owned(),
        AbsorbReason::OpensNothing => "opens no connection: the listener dropped it".to_owned(),
        AbsorbReason::BacklogFull => "is a SYN beyond the listener's backlog: dropped".to_owned(),
        AbsorbReason::IcmpTold { socket } => {
            format!("is an ICMP report for socket {socket}, told to it")
        }
        AbsorbReason::IcmpIgnored => "is an ICMP message that concerns no socket".to_owned(),
        AbsorbReason::EchoAnswered => "is an echo request, answered".to_owned(),
    }
}

fn socket_protocol(protocol: SocketProtocol) -> &'static str {
    match protocol {
        SocketProtocol::Raw => "IP",
        SocketProtocol::Icmp => "ICMP",
        SocketProtocol::Udp => "UDP",
        SocketProtocol::Tcp => "TCP",
    }
}

fn started(app: &AppSummary) -> String {
    let mut text = format!("the program {} was started", app.kind.as_str());
    if let Some(name) = &app.name {
        text += &format!(" ({name})");
    }
    if let Some(port) = app.port {
        text += &format!(" on port {port}");
    }
    if let Some(target) = &app.target {
        text += &format!(" for {target}");
    }
    text
}
