//! The trace as JSON Lines: one object an event, in the order they happened.
//!
//! ```json
//! {"arrives_ns":2203000,"at_ns":1203000,"cause":16,"frame":"02000000...","id":17,
//!  "kind":"transmitted","packet":4,"place":{"from":"r1","link":"r1-r3","to":"r3"}}
//! ```
//!
//! `id`, `at_ns`, `place`, `cause` and `kind` are in every object. `place` is null for the world as
//! a whole, else an object with `node` (and `program` or `socket`) or `link` (and `from` and `to` where
//! one direction is meant). Nodes and links go by their ids, packets, programs, sockets, transfers
//! and events by their numbers, all of which count from 0 (in texts for people packets and pieces count from 1). Ids that end in `_ns` are nanoseconds; `frame` is the bytes of
//! the Ethernet frame in hex; `chunk` says which piece of which message. Commands and changes look
//! as they do in a scenario file. The other names are those of the fields of [`EventKind`], and every
//! kind has its own; they do not change.

use std::io::{self, Write};

use hoplab_explain::Events;
use hoplab_sim::{
    AbsorbReason, ChunkRef, Command, DropReason, EventKind, Frame, LinkId, NodeId, Origin, Place,
    Prefix, ProgramSummary, Refusal, RouteChange, SocketError, TraceEvent,
};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::ids::Ids;
use crate::tcp_json;

/// Writes all that the trace still holds.
pub fn write(events: Events<'_>, ids: Ids<'_>, out: &mut impl Write) -> io::Result<()> {
    for event in events.iter() {
        serde_json::to_writer(&mut *out, &event_json(event, ids))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// One event as an object.
fn event_json(event: &TraceEvent, ids: Ids<'_>) -> Value {
    let (kind, fields) = kind_json(&event.kind, ids);
    let mut object = Map::new();
    object.insert("id".into(), json!(event.id.0));
    object.insert("at_ns".into(), json!(event.at.as_nanos()));
    object.insert("place".into(), place_json(event.place, ids));
    object.insert("cause".into(), json!(event.cause.map(|cause| cause.0)));
    object.insert("kind".into(), json!(kind));
    if let Value::Object(fields) = fields {
        object.extend(fields);
    }
    Value::Object(object)
}

fn place_json(place: Place, ids: Ids<'_>) -> Value {
    match place {
        Place::World => Value::Null,
        Place::Node(node) => json!({ "node": ids.node(node) }),
        Place::Program(node, program) => {
            json!({ "node": ids.node(node), "program": program.0 })
        }
        Place::Socket(node, socket) => json!({ "node": ids.node(node), "socket": socket.0 }),
        Place::Link(link) => json!({ "link": ids.link(link) }),
        Place::Line(link, direction) => {
            let (from, to) = ids.ends(link, direction).unzip();
            json!({
                "link": ids.link(link),
                "from": from.map(|node| ids.node(node)),
                "to": to.map(|node| ids.node(node)),
            })
        }
    }
}

/// The kind's name and its fields.
#[rustfmt::skip] // a table: one kind, one or two lines
fn kind_json(kind: &EventKind, ids: Ids<'_>) -> (&'static str, Value) {
    match kind {
        EventKind::Command { command, scripted } =>
            ("command", json!({ "command": command_json(command, ids), "scripted": scripted })),
        EventKind::CommandRefused { command, why } =>
            ("command_refused", json!({ "command": command_json(command, ids), "why": refusal(*why) })),

        EventKind::LinkChanged { direction, change } =>
            ("link_changed", json!({ "direction": direction, "change": change })),
        EventKind::NodeChanged { change } => ("node_changed", json!({ "change": change })),
        EventKind::PacketMeddled { packet, action, arrives } => {
            let arrives = arrives.map(hoplab_units::Time::as_nanos);
            ("packet_meddled", json!({ "packet": packet, "action": action, "arrives_ns": arrives }))
        }
        EventKind::RoutesChanged { changed } => {
            let routes: Vec<Value> = changed.iter().map(|change| route(change, ids)).collect();
            ("routes_changed", json!({ "changed": routes }))
        }

        EventKind::Originated { packet, frame, why, socket, transfer } => {
            let rest = json!({
                "packet": packet, "socket": socket, "chunk": transfer.map(chunk), "frame": hex(frame),
            });
            ("originated", merged(origin(why), rest))
        }
        EventKind::Queued { packet, queued_bytes } =>
            ("queued", json!({ "packet": packet, "queued_bytes": queued_bytes })),
        EventKind::Transmitted { packet, frame, arrives } =>
            ("transmitted", json!({ "packet": packet, "arrives_ns": arrives.as_nanos(), "frame": hex(frame) })),
        EventKind::Duplicated { packet, copy, flight } => {
            let (sent, arrives) = flight.map(|(sent, arrives)| (sent.as_nanos(), arrives.as_nanos())).unzip();
            ("duplicated", json!({ "packet": packet, "copy": copy, "sent_ns": sent, "arrives_ns": arrives }))
        }
        EventKind::Corrupted { packet, bit, frame } =>
            ("corrupted", json!({ "packet": packet, "bit": bit, "frame": hex(frame) })),
        EventKind::Received { packet, frame, link } =>
            ("received", json!({ "packet": packet, "link": ids.link(*link), "frame": hex(frame) })),
        EventKind::Forwarded { packet, ttl, prefix: to, next_hop, link } =>
            ("forwarded", json!({
                "packet": packet, "ttl": ttl, "prefix": prefix(*to),
                "next_hop": ids.node(*next_hop), "link": ids.link(*link),
            })),
        EventKind::Dropped { packet, frame, why } =>
            ("dropped", merged(drop_reason(*why), json!({ "packet": packet, "frame": hex(frame) }))),
        EventKind::Accepted { packet, socket } =>
            ("accepted", json!({ "packet": packet, "socket": socket })),
        EventKind::Absorbed { packet, why } =>
            ("absorbed", merged(absorb_reason(*why), json!({ "packet": packet }))),

        EventKind::SocketOpened { protocol, local, remote, program } => ("socket_opened", json!({
            "protocol": protocol.as_str(), "local": local, "remote": remote, "program": program,
        })),
        EventKind::SocketClosed => ("socket_closed", Value::Null),
        EventKind::Tcp(event) => ("tcp", tcp_json::json(event)),
        EventKind::SocketError { error } => ("socket_error", json!({ "error": socket_error(*error) })),

        EventKind::ProgramStarted { program } => ("program_started", program_json(program)),
        EventKind::ProgramEnded => ("program_ended", json!({})),
        EventKind::App(event) => ("app", json!({ "app": event })),
        EventKind::TransferStarted { transfer, payload, transport, to, socket, bytes, chunks } =>
            ("transfer_started", json!({
                "transfer": transfer, "payload": payload, "transport": transport, "to": to, "socket": socket.map(|(socket, _)| socket),
                "bytes": bytes, "chunks": chunks,
            })),
        EventKind::ChunkSent { chunk: sent, bytes } =>
            ("chunk_sent", json!({ "chunk": chunk(*sent), "bytes": bytes })),
        EventKind::TransferSent { transfer } => ("transfer_sent", json!({ "transfer": transfer })),
        EventKind::TransferFailed { transfer, error } =>
            ("transfer_failed", json!({ "transfer": transfer, "error": socket_error(*error) })),
        EventKind::ContentReceived { from, transport, offset, bytes, transfer, chunk: received, changed } =>
            ("content_received", json!({
                "from": from, "transport": transport, "offset": offset, "bytes": bytes,
                "transfer": transfer, "chunk": received.map(chunk), "changed": changed,
            })),
        EventKind::StreamEnded { from, transfer } =>
            ("stream_ended", json!({ "from": from, "transfer": transfer })),
    }
}

/// Two objects as one.
fn merged(mut object: Value, more: Value) -> Value {
    if let (Value::Object(object), Value::Object(more)) = (&mut object, more) {
        object.extend(more);
    }
    object
}

fn prefix(prefix: Prefix) -> String {
    format!("{}/{}", prefix.address, prefix.len)
}

fn hex(frame: &Frame) -> String {
    use std::fmt::Write;
    let mut text = String::with_capacity(frame.len() as usize * 2);
    for byte in frame.to_vec() {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn chunk(chunk: ChunkRef) -> Value {
    json!({ "transfer": chunk.transfer, "index": chunk.index })
}

/// As scenario files write it, nodes and links by name.
fn command_json(command: &Command, ids: Ids<'_>) -> Value {
    let named = command.clone().try_map(
        |node: NodeId| Ok::<_, std::convert::Infallible>(ids.node(node)),
        |link: LinkId| Ok(ids.link(link)),
    );
    match named {
        Ok(command) => plain(&command),
        Err(never) => match never {},
    }
}

/// The JSON of something that always has one.
fn plain(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

fn route(change: &RouteChange, ids: Ids<'_>) -> Value {
    json!({
        "node": ids.node(change.node),
        "prefix": prefix(change.prefix),
        "before": change.before.map(|node| ids.node(node)),
        "now": change.now.map(|node| ids.node(node)),
    })
}

fn program_json(program: &ProgramSummary) -> Value {
    match program {
        ProgramSummary::Viewer { name, port } => {
            json!({ "program": "viewer", "name": name, "port": port })
        }
        ProgramSummary::Sender { transfer } => json!({ "program": "sender", "transfer": transfer }),
        ProgramSummary::App(app) => json!({
            "program": app.kind.as_str(), "name": app.name, "port": app.port, "target": app.target,
        }),
    }
}

fn origin(why: &Origin) -> Value {
    match why {
        Origin::Datagram => json!({ "why": "datagram" }),
        Origin::Segment(reason) => {
            json!({ "why": "segment", "segment": tcp_json::reason_json(reason) })
        }
        Origin::ResetForStray => json!({ "why": "reset_for_stray" }),
        Origin::IcmpError { about } => json!({ "why": "icmp_error", "about": about }),
        Origin::EchoRequest => json!({ "why": "echo_request" }),
        Origin::EchoReply { to } => json!({ "why": "echo_reply", "to": to }),
    }
}

fn drop_reason(why: DropReason) -> Value {
    let name = match why {
        DropReason::LinkCut => "link_cut",
        DropReason::Noise => "noise",
        DropReason::QueueFull => "queue_full",
        DropReason::ReceiveBufferFull => "receive_buffer_full",
        DropReason::NodeDown => "node_down",
        DropReason::BadFrameCheck => "bad_frame_check",
        DropReason::BadIpHeader => "bad_ip_header",
        DropReason::BadTransport => "bad_transport",
        DropReason::TtlExpired => "ttl_expired",
        DropReason::NoRoute => "no_route",
        DropReason::NoSuchHost => "no_such_host",
        DropReason::TooBig { mtu } => return json!({ "why": "too_big", "mtu": mtu }),
        DropReason::NotForMe => "not_for_me",
        DropReason::NoSocket { ports } => return json!({ "why": "no_socket", "ports": ports }),
        DropReason::Killed => "killed",
    };
    json!({ "why": name })
}

fn absorb_reason(why: AbsorbReason) -> Value {
    let name = match why {
        AbsorbReason::AnsweredWithReset => "answered_with_reset",
        AbsorbReason::StrayReset => "stray_reset",
        AbsorbReason::OpensNothing => "opens_nothing",
        AbsorbReason::BacklogFull => "backlog_full",
        AbsorbReason::IcmpTold { socket } => return json!({ "why": "icmp_told", "socket": socket }),
        AbsorbReason::IcmpIgnored => "icmp_ignored",
        AbsorbReason::EchoAnswered => "echo_answered",
    };
    json!({ "why": name })
}

fn socket_error(error: SocketError) -> Value {
    let name = match error {
        SocketError::Tcp(failure) => {
            return json!({ "tcp": tcp_json::failure_json(failure) });
        }
        SocketError::TooBig { mtu } => return json!({ "too_big": { "mtu": mtu } }),
        SocketError::PortUnreachable => "port_unreachable",
        SocketError::ProtocolUnreachable => "protocol_unreachable",
        SocketError::HostUnreachable => "host_unreachable",
        SocketError::NetUnreachable => "net_unreachable",
        SocketError::TtlExceeded => "ttl_exceeded",
        SocketError::NoRoute => "no_route",
        SocketError::AddressInUse => "address_in_use",
        SocketError::TooManySockets => "too_many_sockets",
        SocketError::PoweredOff => "powered_off",
        SocketError::NoPortLeft => "no_port_left",
    };
    json!(name)
}

fn refusal(why: Refusal) -> &'static str {
    match why {
        Refusal::NoSuchNode => "no_such_node",
        Refusal::NoSuchLink => "no_such_link",
        Refusal::PacketGone => "packet_gone",
        Refusal::NotAHost => "not_a_host",
        Refusal::NotARouter => "not_a_router",
        Refusal::NodeDown => "node_down",
        Refusal::BadText => "bad_text",
        Refusal::OutOfBounds => "out_of_bounds",
        Refusal::TooMany => "too_many",
        Refusal::NoSuchProgram => "no_such_program",
        Refusal::BadProgram => "bad_program",
        Refusal::NoSuchZone => "no_such_zone",
        Refusal::BadRecord => "bad_record",
    }
}
