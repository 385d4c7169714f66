//! The steps of a packet's life, each in a few words.

use hoplab_sim::{ConsumeReason, DropReason, PacketAction, PacketId};

said! { inspect::life =>
    /// A node made it.
    made(node: &str) -> String;
    /// A line delivered another packet twice.
    copied(original: PacketId, line: &str) -> String;
    /// It waits for a line.
    queued(line: &str) -> String;
    /// It came out of a line.
    came(node: &str) -> String;
    /// A bit of it flipped.
    damaged(place: &str) -> String;
    /// Somebody tampered with it.
    tampered(action: PacketAction) -> &'static str;
    /// It was lost.
    dropped(place: &str, why: DropReason) -> String;
    /// A socket got it, and through it (`has_mail`) a program.
    accepted(node: &str, has_mail: bool) -> String;
    /// A host dealt with it itself. `asks`: it is an echo request.
    consumed(node: &str, why: ConsumeReason, asks: bool) -> String;
}

/// It went onto a line.
pub fn sent(line: &str) -> String {
    line.to_owned()
}
