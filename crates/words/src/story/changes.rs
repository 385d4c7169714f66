//! Commands and what they change.

use super::names::Names;
use crate::{self as words, Lang};
use hoplab_sim::{
    Command, Direction, LinkChange, LinkId, NodeChange, NodeId, PacketAction, RouteChange,
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
    /// A link, and which way if only one direction is meant: `link r1–r3`, `link r1–r3 (r1 → r3)`.
    line(names: Names<'_>, link: LinkId, direction: Option<Direction>) -> String;
    /// What became of a link: `link r1–r3 was cut`.
    link_change(names: Names<'_>, link: LinkId, direction: Option<Direction>, change: LinkChange) -> String;
    /// What became of a node: `r2 was switched off`.
    node_change(names: Names<'_>, node: NodeId, change: NodeChange) -> String;
    /// What happened to one packet by command.
    tampered(packet: &str, action: PacketAction) -> String;
    /// The scenario gave a command, which [`done`] says.
    scenario_did(done: &str) -> String;
    /// Whoever reads gave a command.
    you_did(done: &str) -> String;
    /// Somebody else gave a command.
    user_did(done: &str) -> String;
    /// What a command does, in the past tense: `cut link r1–r3`.
    done(names: Names<'_>, command: &Command) -> String;
    /// One route of one router: `r1 reaches 10.2.0.0/24 by r2 (before: r3)`.
    route_change(names: Names<'_>, change: &RouteChange) -> String;
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
