//! What a capture says of its frames: the comments that Wireshark shows.

use hoplab_sim::{EventId, PacketId};

said! { captures =>
    /// A frame carries what was sent before: why, and in which frame, counted from 1, it went first.
    resent(why: &str, first: Option<usize>) -> String;
    /// Why something is sent again, and for the how-manieth time.
    attempt(why: &str, attempt: u32) -> String;
    /// A link delivered a packet twice.
    copied(packet: PacketId, copy: PacketId, event: EventId) -> String;
    /// A bit of a frame was flipped somewhere.
    damaged(bit: u32, place: &str, event: EventId) -> String;
    /// A packet was lost.
    dropped(at: &str, place: &str, why: &str, event: &str) -> String;
    /// An event, and what somebody did that it came of.
    because(event: EventId, cause: EventId, what: &str, at: &str) -> String;
    /// At the end of what is said of a packet that was lost before its link.
    never_on_link;
    /// What a capture is of.
    run(scenario: &str, transport: &str, seed: u64) -> String;
    /// At the end of what a capture is of: its beginning is missing.
    not_whole(gone: u64, before: &str) -> String;
    /// A network card: whose, and where its link leads.
    interface(node: &str, address: &str, link: &str, other: &str) -> String;
}
