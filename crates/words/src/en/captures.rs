//! What a capture says of its frames: the comments that Wireshark shows.

use hoplab_sim::{EventId, PacketId};
use hoplab_units::count;

texts! {
    never_on_link: " It never was on the link.";
}

pub fn resent(why: &str, first: Option<usize>) -> String {
    match first {
        Some(first) => format!("Retransmitted: {why}; first sent as frame {first}."),
        None => format!("Retransmitted: {why}."),
    }
}

pub fn attempt(why: &str, attempt: u32) -> String {
    format!("{why}, attempt {attempt}")
}

pub fn copied(packet: PacketId, copy: PacketId, event: EventId) -> String {
    format!("The link delivered packet {packet} twice; this copy is packet {copy} (event {event}).")
}

pub fn damaged(bit: u32, place: &str, event: EventId) -> String {
    format!("Damaged: bit {bit} was flipped at {place} (event {event}).")
}

pub fn dropped(at: &str, place: &str, why: &str, event: &str) -> String {
    format!("Dropped at {at}, {place}: {why} (event {event}).")
}

pub fn because(event: EventId, cause: EventId, what: &str, at: &str) -> String {
    format!("{event}; caused by {cause}: {what} at {at}")
}

pub fn run(scenario: &str, transport: &str, seed: u64) -> String {
    format!(
        "Scenario {scenario} over {transport}, seed {seed}. Times count from the beginning of the simulation. Interfaces are the ends of its links."
    )
}

pub fn not_whole(gone: u64, before: &str) -> String {
    let (events, are) = (count(gone, "event"), if gone == 1 { "is" } else { "are" });
    format!(
        " Not whole: the trace had grown past its bound, and the {events} before {before} {are} gone."
    )
}

pub fn interface(node: &str, address: &str, link: &str, other: &str) -> String {
    format!("{node} ({address}) on the link {link} to {other}")
}
