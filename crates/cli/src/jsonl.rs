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
//! as they do in a scenario file. The other keys are those of the fields of [`EventKind`], and every
//! kind has its own; they do not change.
//!
//! What names one of a set (`kind`, `why`, `event`, `reason`, `error`, …) is written as in a scenario file, in
//! kebab-case: `port-unreachable`. So is a key that says which of several an object is: `{"too-big":{"mtu":576}}`. The
//! keys of fields have underscores: `at_ns`. The summary has the same names. Of DNS, record types and names stand as
//! zone files write them.

use std::io::{self, Write};

use hoplab_explain::{Events, name_of};
use hoplab_sim::{
    ChunkRef, Command, EventKind, Frame, LinkId, NodeId, Origin, Place, Prefix, ProgramSummary,
    RouteChange, TraceEvent,
};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::ids::Ids;
use crate::variant::flat;

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
        Place::Channel(link, direction) => {
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
            ("command-refused", json!({ "command": command_json(command, ids), "why": why })),

        EventKind::LinkChanged { direction, change } =>
            ("link-changed", json!({ "direction": direction, "change": change })),
        EventKind::NodeChanged { change } => ("node-changed", json!({ "change": change })),
        EventKind::PacketTampered { packet, action, arrives } => {
            let arrives = arrives.map(hoplab_units::Time::as_nanos);
            ("packet-tampered", json!({ "packet": packet, "action": action, "arrives_ns": arrives }))
        }
        EventKind::RoutesChanged { changed } => {
            let routes: Vec<Value> = changed.iter().map(|change| route(change, ids)).collect();
            ("routes-changed", json!({ "changed": routes }))
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
            ("dropped", merged(flat("why", why), json!({ "packet": packet, "frame": hex(frame) }))),
        EventKind::Accepted { packet, socket } =>
            ("accepted", json!({ "packet": packet, "socket": socket })),
        EventKind::Consumed { packet, why } =>
            ("consumed", merged(flat("why", why), json!({ "packet": packet }))),

        EventKind::SocketOpened { protocol, local, remote, program } => ("socket-opened", json!({
            "protocol": protocol.as_str(), "local": local, "remote": remote, "program": program,
        })),
        EventKind::SocketClosed => ("socket-closed", Value::Null),
        EventKind::Tcp(event) => ("tcp", flat("event", event)),
        EventKind::SocketError { error } => ("socket-error", json!({ "error": error })),

        EventKind::ProgramStarted { program } => ("program-started", program_json(program)),
        EventKind::ProgramEnded => ("program-ended", json!({})),
        EventKind::App(event) => ("app", json!({ "app": event })),
        EventKind::TransferStarted { transfer, payload, transport, to, socket, bytes, chunks } =>
            ("transfer-started", json!({
                "transfer": transfer, "payload": payload, "transport": transport, "to": to, "socket": socket.map(|(socket, _)| socket),
                "bytes": bytes, "chunks": chunks,
            })),
        EventKind::ChunkSent { chunk: sent, bytes } =>
            ("chunk-sent", json!({ "chunk": chunk(*sent), "bytes": bytes })),
        EventKind::TransferSent { transfer } => ("transfer-sent", json!({ "transfer": transfer })),
        EventKind::TransferFailed { transfer, error } =>
            ("transfer-failed", json!({ "transfer": transfer, "error": error })),
        EventKind::ContentReceived { from, transport, offset, bytes, transfer, chunk: received, changed } =>
            ("content-received", json!({
                "from": from, "transport": transport, "offset": offset, "bytes": bytes,
                "transfer": transfer, "chunk": received.map(chunk), "changed": changed,
            })),
        EventKind::StreamEnded { from, transfer } =>
            ("stream-ended", json!({ "from": from, "transfer": transfer })),
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
        Origin::Segment(reason) => {
            json!({ "why": name_of(why), "segment": flat("reason", reason) })
        }
        other => flat("why", other),
    }
}

#[cfg(test)]
mod tests {
    use hoplab_explain::run;
    use hoplab_replay::Recording;
    use hoplab_scenario::library;
    use hoplab_sim::Transport;

    use super::*;

    /// Keys whose text is not one of a set: what people call themselves and their programs, what they say, lines of
    /// FTP, methods of HTTP, types of DNS records.
    const FREE: [&str; 7] = ["name", "nick", "nicks", "text", "line", "method", "rtype"];

    fn is_kebab(text: &str) -> bool {
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        text.split('-')
            .all(|part| !part.is_empty() && part.chars().all(is_plain))
    }

    /// Quantities and addresses begin with a digit; domain names have dots and paths have slashes.
    fn is_measured_or_located(text: &str) -> bool {
        text.starts_with(|c: char| c.is_ascii_digit()) || text.contains(['.', '/'])
    }

    /// Adds each name in `value`, which stands under `key`, that is not kebab-case.
    fn others(key: &str, value: &Value, found: &mut Vec<String>) {
        match value {
            Value::String(text) => {
                if !FREE.contains(&key) && !is_kebab(text) && !is_measured_or_located(text) {
                    found.push(format!("{key}: {text}"));
                }
            }
            Value::Array(all) => all.iter().for_each(|one| others(key, one, found)),
            Value::Object(fields) => {
                let is_variant = fields.len() == 1 && fields.values().all(Value::is_object);
                for (name, field) in fields {
                    let is_field = !is_variant && is_kebab(&name.replace('_', "-"));
                    if !is_field && !is_kebab(name) {
                        found.push(format!("{key}: the key {name}"));
                    }
                    let is_phrase = name == "reason" && fields.contains_key("status");
                    if !is_phrase {
                        others(name, field, found);
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    #[test]
    fn every_name_that_machines_read_is_kebab_case_in_every_scenario() {
        let mut found = Vec::new();
        for entry in library::all() {
            for transport in Transport::ALL {
                let mut recording = Recording::new(entry.scenario());
                recording.transport = transport;
                let until = recording.scenario.until;
                let (world, outcome) = run(&recording, until, 30_000).unwrap();
                others("summary", &plain(&outcome), &mut found);
                let ids = Ids::new(world.spec());
                for event in Events::of(&world).iter() {
                    others("event", &event_json(event, ids), &mut found);
                }
            }
        }
        found.sort();
        found.dedup();
        assert!(found.is_empty(), "{found:#?}");
    }
}
