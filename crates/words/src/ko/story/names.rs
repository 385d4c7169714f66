//! What the things of a run are called in sentences about it.

use hoplab_sim::PacketId;

texts! {
    some_program: "프로그램";
}

pub fn tile(number: u32) -> String {
    format!("타일 {number}")
}

pub fn piece(number: u32) -> String {
    format!("조각 {number}")
}

pub fn from_piece_on(piece: &str) -> String {
    format!("{piece}부터")
}

pub fn packet_number(packet: PacketId) -> String {
    format!("패킷 {packet}")
}

pub fn packet_labelled(packet: PacketId, label: &str) -> String {
    format!("패킷 {packet}({label})")
}
