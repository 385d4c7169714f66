//! Commands and what they change.

use super::names::Names;
use crate::{self as words, Lang};
use hoplab_sim::{
    Command, Direction, LinkChange, LinkId, NodeChange, NodeId, PacketAction, Payload, Place,
    RouteChange, TcpSwitch,
};
use hoplab_units::{Plain, PlainRate, Rate, Span};

/// A span in the unit a person would choose, to three figures after the point: `1 s`, `31.204 ms`.
pub fn span(span: Span) -> String {
    Plain(span).to_string()
}

/// A rate as people write it: `2 Mbit/s`.
pub fn rate(rate: Rate) -> String {
    PlainRate(rate).to_string()
}

said! { story::changes =>
    /// What happened to one packet by command.
    tampered(packet: &str, action: PacketAction) -> String;
    /// The scenario gave a command, which [`done`] says.
    scenario_did(done: &str) -> String;
    /// Whoever reads gave a command.
    you_did(done: &str) -> String;
    /// Somebody else gave a command.
    user_did(done: &str) -> String;
    /// A quality of a link.
    the_loss;
    /// A quality of a link.
    the_delay;
    /// A quality of a link.
    the_jitter;
    /// A quality of a link.
    the_rate;
    /// A quality of a link.
    the_duplication;
    /// A quality of a link.
    the_corruption;
    /// A quality of a link.
    the_queue;
    /// A setting of TCP that is on.
    on;
    /// A setting of TCP that is off.
    off;
    /// What is sent.
    the_picture;
    /// A link: `link r1–r3`.
    whole_link(link: &str) -> String;
    /// One direction of a link: `link r1–r3 (r1 → r3)`.
    one_way(link: &str, from: &str, to: &str) -> String;
    /// What became of a link.
    is_now(link: &str, quality: &str, value: &str) -> String;
    /// What became of a link.
    was_restored(link: &str) -> String;
    /// What became of a link.
    was_cut(link: &str) -> String;
    /// What a setting of TCP is called.
    switch_name(switch: TcpSwitch) -> &'static str;
    /// What became of a node: `r2 was switched off`.
    node_changed(node: &str, change: NodeChange) -> String;
    /// What was done to a link, in the past tense, as all that follow.
    set_to(link: &str, quality: &str, value: &str) -> String;
    /// It was made whole.
    restored(link: &str) -> String;
    /// It was cut.
    cut(link: &str) -> String;
    /// What was done to a node.
    node_done(node: &str, change: NodeChange) -> String;
    /// What was done to a packet.
    packet_done(packet: &str, action: PacketAction) -> String;
    /// What is sent.
    a_text(bytes: usize) -> String;
    /// A message was sent.
    had_sent(from: &str, what: &str, to: &str) -> String;
    /// The transport was chosen.
    chose(transport: &str) -> String;
    /// A program was started.
    started(program: &str, node: &str) -> String;
    /// A cache was emptied.
    emptied_cache(node: &str) -> String;
    /// A zone was changed.
    changed_records(name: &str, node: &str) -> String;
    /// A program was ended.
    ended(program: &str, node: &str) -> String;
    /// A program was told something.
    typed(text: &str, program: &str, node: &str) -> String;
    /// A route of a router: `r1 → 10.2.0.0/24 by r2 instead of r3`.
    by_instead(node: &str, net: &str, now: &str, before: &str) -> String;
    /// A route that there was not before.
    by_now(node: &str, net: &str, now: &str) -> String;
    /// A route that is no more.
    no_way(node: &str, net: &str) -> String;
}

/// A link, and which way if only one direction is meant: `link r1–r3`, `link r1–r3 (r1 → r3)`.
pub fn link_name(
    lang: Lang,
    names: Names<'_>,
    link: LinkId,
    direction: Option<Direction>,
) -> String {
    let name = names.link(link);
    match direction.and_then(|direction| names.ends(link, direction)) {
        Some((from, to)) => one_way(lang, &name, from, to),
        None => whole_link(lang, &name),
    }
}

/// What a change makes of which quality of a link; nothing where it has no value.
fn quality(lang: Lang, change: LinkChange) -> Option<(&'static str, String)> {
    Some(match change {
        LinkChange::Cut | LinkChange::Restore => return None,
        LinkChange::Loss(share) => (the_loss(lang), share.to_string()),
        LinkChange::Delay(delay) => (the_delay(lang), span(delay)),
        LinkChange::Jitter(jitter) => (the_jitter(lang), span(jitter)),
        LinkChange::Rate(bits) => (the_rate(lang), rate(bits)),
        LinkChange::Duplication(share) => (the_duplication(lang), share.to_string()),
        LinkChange::Corruption(share) => (the_corruption(lang), share.to_string()),
        LinkChange::Queue(bytes) => {
            let bytes = words::inspect::bytes_count(lang, bytes as usize);
            (the_queue(lang), bytes)
        }
    })
}

/// What became of a link: `link r1–r3 was cut`.
pub fn link_change(
    lang: Lang,
    names: Names<'_>,
    link: LinkId,
    direction: Option<Direction>,
    change: LinkChange,
) -> String {
    let link = link_name(lang, names, link, direction);
    match (quality(lang, change), change) {
        (Some((quality, value)), _) => is_now(lang, &link, quality, &value),
        (None, LinkChange::Restore) => was_restored(lang, &link),
        (None, _) => was_cut(lang, &link),
    }
}

/// What became of a node: `r2 was switched off`.
pub fn node_change(lang: Lang, names: Names<'_>, node: NodeId, change: NodeChange) -> String {
    node_changed(lang, names.node(node), change)
}

/// What a setting of TCP is called, and what it is set to: `SACK`, `off`.
pub(crate) fn setting(lang: Lang, switch: TcpSwitch) -> (&'static str, &'static str) {
    let value = match switch {
        TcpSwitch::Congestion(control) => words::connection::control(lang, control),
        TcpSwitch::Nagle(nagle) => words::connection::nagle(lang, nagle),
        other if other.is_on() == Some(true) => on(lang),
        _ => off(lang),
    };
    (switch_name(lang, switch), value)
}

/// What a command does, in the past tense: `cut link r1–r3`.
pub fn done(lang: Lang, names: Names<'_>, command: &Command) -> String {
    let program = |node, program| names.program(lang, Place::Program(node, program));
    match command {
        Command::SetLink {
            link,
            direction,
            change,
        } => link_done(lang, &link_name(lang, names, *link, *direction), *change),
        Command::SetNode { node, change } => node_done(lang, names.node(*node), *change),
        Command::SetPacket { packet, action } => {
            packet_done(lang, &names.packet(lang, *packet), *action)
        }
        Command::Send(send) => {
            let what = match &send.payload {
                Payload::Picture => the_picture(lang).to_owned(),
                Payload::Bulk(bytes) => words::bulk(lang, *bytes),
                Payload::Text(text) => a_text(lang, text.len()),
            };
            had_sent(lang, names.node(send.from), &what, &names.host(send.to))
        }
        Command::SetTransport(transport) => chose(lang, words::transport(*transport)),
        Command::Start { node, program } => {
            let program = words::programs::spec_name(lang, program);
            started(lang, &program, names.node(*node))
        }
        Command::FlushDns { node } => emptied_cache(lang, names.node(*node)),
        Command::SetRecord { node, zone, record } => {
            let name = words::programs::record_name(&record.name, zone);
            changed_records(lang, &name, names.node(*node))
        }
        Command::Stop { node, program: id } => ended(lang, &program(*node, *id), names.node(*node)),
        Command::Type {
            node,
            program: id,
            text,
        } => {
            let text = words::quoted(text);
            typed(lang, &text, &program(*node, *id), names.node(*node))
        }
    }
}

fn link_done(lang: Lang, link: &str, change: LinkChange) -> String {
    match (quality(lang, change), change) {
        (Some((quality, value)), _) => set_to(lang, link, quality, &value),
        (None, LinkChange::Restore) => restored(lang, link),
        (None, _) => cut(lang, link),
    }
}

/// One route of one router.
pub fn route_change(lang: Lang, names: Names<'_>, change: &RouteChange) -> String {
    let node = names.node(change.node);
    let net = format!("{}/{}", change.prefix.address, change.prefix.len);
    let before = change.before.map(|hop| names.node(hop));
    let now = change.now.map(|hop| names.node(hop));
    match (now, before) {
        (Some(now), Some(before)) => by_instead(lang, node, &net, now, before),
        (Some(now), None) => by_now(lang, node, &net, now),
        (None, _) => no_way(lang, node, &net),
    }
}

/// A command and who gave it: `you cut link r1–r3`, `the scenario switched r2 off`.
pub fn command(lang: Lang, names: Names<'_>, command: &Command, scripted: bool) -> String {
    let done = done(lang, names, command);
    match (scripted, names.reader_commands()) {
        (true, _) => scenario_did(lang, &done),
        (false, true) => you_did(lang, &done),
        (false, false) => user_did(lang, &done),
    }
}

/// The first few of many route changes, and how many more there are.
pub fn route_changes(lang: Lang, names: Names<'_>, changed: &[RouteChange]) -> String {
    /// More would bury the line they stand in.
    const MOST: usize = 3;
    let told = changed.iter().take(MOST);
    let mut told: Vec<String> = told
        .map(|change| route_change(lang, names, change))
        .collect();
    if changed.len() > MOST {
        told.push(words::stage::and_more(lang, changed.len() - MOST));
    }
    told.join("; ")
}
