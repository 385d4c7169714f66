//! What the things of a run are called in sentences about it.

use hoplab_sim::PacketId;

texts! {
    some_program: "program";
}

pub fn tile(number: u32) -> String {
    format!("tile {number}")
}

pub fn piece(number: u32) -> String {
    format!("piece {number}")
}

pub fn from_piece_on(piece: &str) -> String {
    format!("from {piece} on")
}

pub fn packet_number(packet: PacketId) -> String {
    format!("packet {packet}")
}

pub fn packet_labelled(packet: PacketId, label: &str) -> String {
    format!("packet {packet} ({label})")
}
