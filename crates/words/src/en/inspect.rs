//! The inspector's words.

pub mod life;
pub mod notes;
pub mod sum;
pub mod values;

use hoplab_sim::PacketId;
use hoplab_units::count;

texts! {
    title: "Inspector";
    nothing: "Select a packet, a node, a link, or a line of the log to see inside it.";
    why: "Why?";
    run: "This run";
    seed: "Seed";
    events: "Events so far";
    hash: "Trace hash";
    hash_means: "Equal hashes: two runs were the same in every event and byte.";
    show: "Show";
    forgotten: "The record no longer reaches back that far.";
    carries: "It carries";
    life: "Its way";
    life_cut: "What was before is no longer in the record.";
    fields: "Its fields";
    bytes: "Its bytes";
    bytes_help: "Choose a byte, or go there by the arrow keys, to find its field.";
    changed_here: "Changed since the step before";
    nothing_changed: "No byte changed since the step before.";
    changed: "changed";
    field: "Field";
    value_column: "Value";
    bad: "bad";
    before: "Before";
    after: "Now";
    address: "Address";
    state: "State";
    on: "on";
    off: "off";
    whole: "up";
    cut: "cut";
    cards: "Network cards";
    mac: "MAC";
    link: "Link";
    neighbour: "Other end";
    quality: "Quality";
    routes: "Routes";
    no_routes: "No routes.";
    prefix: "To";
    next_hop: "Next hop";
    cost: "Cost";
    itself: "itself";
    sockets: "Sockets";
    no_sockets: "No sockets.";
    protocol_column: "Protocol";
    local: "Local";
    remote: "Remote";
    receive_queue: "Recv-Q";
    receive_queue_means: "Bytes received that the program has not read yet.";
    send_queue: "Send-Q";
    send_queue_means: "Bytes the program has written that the other side has not acknowledged yet; some of them may not be sent yet.";
    directions: "Each direction";
    waiting: "Waiting";
    under_way: "On the link";
    mtu: "MTU";
    because: "Why it happened";
    no_cause: "It has no cause: this is where it began.";
    root: "That is where it began.";
    earlier: "And the one sent first?";
    earlier_under_way: "It has not ended yet: it is still under way.";
    back: "Back";
    open_packet: "Open the packet";
}

pub fn way(steps: usize) -> String {
    format!("{} on its way", count(steps as u64, "step"))
}

pub fn more(events: usize) -> String {
    format!(
        "{}, and at the root:",
        count(events as u64, "earlier event")
    )
}

pub fn bytes_count(bytes: usize) -> String {
    count(bytes as u64, "byte").to_string()
}

pub fn of_bound(bytes: u32, bound: u32) -> String {
    format!("{bytes} of {bound} bytes")
}

pub fn byte_at(at: usize, byte: u8, field: &str) -> String {
    format!("Offset {at}: {byte:#04x} — {field}")
}

pub fn packet_number(number: u64) -> String {
    format!("Packet {}", PacketId(number))
}
