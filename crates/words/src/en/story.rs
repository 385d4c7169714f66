//! What happens in the world, told in plain sentences: for the log, the inspector and readers of screens. Sentences end
//! without a full stop; those that are `short` are the few words that stand behind "because".

pub mod changes;
pub mod names;
pub mod packets;
pub mod sockets;
pub mod sorting;
pub mod tcp;

use crate::en::LANG;
use crate::inspect::bytes_count;
use hoplab_sim::PacketId;

texts! {
    a_link_changed: "a link changed";
    a_node_changed: "a node changed";
    short_new_routes: "the routers agreed on new routes";
}

pub fn not_carried_out(why: &str) -> String {
    format!("a command could not be carried out: {why}")
}

pub fn new_routes(routes: &str) -> String {
    format!("the routers noticed and agreed on new routes: {routes}")
}

pub fn error_told(who: &str, why: &str) -> String {
    format!("{who}'s program is told: {why}")
}

pub fn viewer_runs(who: &str, program: &str, port: u16) -> String {
    format!("{who} runs {program}, which waits on port {port}")
}

pub fn sender_starts(who: &str) -> String {
    format!("{who} starts a sending program")
}

pub fn program_ended(who: &str, program: &str) -> String {
    format!("{who}'s {program} has ended")
}

pub fn begins_to_send(who: &str, bytes: u32, to: &str, over: &str, chunks: u32) -> String {
    let bytes = bytes_count(LANG, bytes as usize);
    let pieces = match chunks {
        1 => "in one piece".to_owned(),
        _ => format!("in {chunks} pieces"),
    };
    format!("{who} begins to send {bytes} to {to} over {over}, {pieces}")
}

pub fn handed_to_socket(who: &str, piece: &str, bytes: u32) -> String {
    let bytes = bytes_count(LANG, bytes as usize);
    format!("{who}'s program hands {piece} ({bytes}) to its socket")
}

pub fn all_acknowledged(who: &str) -> String {
    format!("{who} is done: the other host's TCP has acknowledged everything")
}

pub fn all_sent(who: &str) -> String {
    format!("{who} has sent everything; it does not know what arrived")
}

pub fn gave_message_up(who: &str, why: &str) -> String {
    format!("{who} gave the message up: {why}")
}

pub fn got_piece(who: &str, piece: &str, bytes: u32, from: &str) -> String {
    let bytes = bytes_count(LANG, bytes as usize);
    format!("{who}'s program got {piece} ({bytes}) from {from}")
}

pub fn got(who: &str, bytes: u32, from: &str) -> String {
    let bytes = bytes_count(LANG, bytes as usize);
    format!("{who}'s program got {bytes} from {from}")
}

pub fn stream_ended(who: &str, from: &str) -> String {
    format!("{who}'s program learns that {from} has sent everything")
}

pub fn short_sent(packet: PacketId) -> String {
    format!("{packet} was sent")
}

pub fn short_queued(packet: PacketId) -> String {
    format!("{packet} had to wait")
}

pub fn short_on_link(packet: PacketId) -> String {
    format!("{packet} went onto the link")
}

pub fn short_twice(packet: PacketId) -> String {
    format!("{packet} was delivered twice")
}

pub fn short_flipped(packet: PacketId) -> String {
    format!("{packet} had a bit flipped")
}

pub fn short_arrived(packet: PacketId) -> String {
    format!("{packet} arrived")
}

pub fn short_passed_on(packet: PacketId) -> String {
    format!("{packet} was passed on")
}

pub fn short_lost(packet: PacketId, why: &str) -> String {
    format!("{packet} was lost ({why})")
}

pub fn short_began_to_send(who: &str) -> String {
    format!("{who} began to send")
}
