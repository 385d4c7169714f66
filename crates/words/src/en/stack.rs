//! The words of the stack view: the four layers of the Internet's protocols.

use crate::stack::lower;
use hoplab_explain::way::Layer;
use hoplab_sim::PacketId;

texts! {
    title: "Stack";
    nothing: "No packet has been sent yet. As soon as one is, you see here how the four layers wrap it (encapsulation) and who looks how far into it.";
    forgotten: "The record no longer reaches back to this packet, or it has not been made yet at this moment.";
    way_cut: "How it began is no longer in the record.";
    keep: "Keep this one";
    way: "The nodes on its way, each with the four layers";
    previous: "Previous hop";
    following: "Next hop";
    go_there: "Go to this moment";
    boxes: "The packet as it leaves here: each layer has put its header in front (encapsulation)";
    boxes_end: "The packet as it came: each layer takes its own header off (decapsulation)";
    content: "Application data";
    frame: "Ethernet frame";
    quoted: "The packet it is about, quoted";
    no_ports: "No header of this layer: raw IP has no ports.";
    content_changed: "bytes changed";
    not_there: "not reached";
    not_there_yet: "not reached yet";
    cargo: "Not looked at here: for a router this is cargo.";
    not_reached: "It did not get up to here.";
    not_down: "It did not get down to here.";
    off: "The node is switched off: nobody took the frame.";
    unknown: "What happened here is no longer in the record.";
    icmp_no_program: "No program made this: the internet layer speaks for itself.";
    icmp_told: "No data for the program: its socket only tells it of the error.";
    icmp_no_transport: "Nothing to do: ICMP lies in the internet layer and has no ports.";
    raw_no_transport: "Not used: this program sends IP packets directly. There are no ports to tell programs apart.";
    nothing_for_program: "No data for the program: TCP deals with this segment itself, and may tell the program that the connection opened, ended or failed.";
    frame_in: "The network card takes the frame, which names its MAC address, and hands up what is in it.";
    frame_in_out: "The packet comes out of the frame that brought it.";
    frame_bad: "The frame check sequence does not match: the card throws the frame away.";
    waits: "It still waits for the link.";
    memory_flip: "A bit flipped in this node's memory.";
    line_flip: "A bit flipped on the link to here.";
}

pub fn layer(layer: Layer) -> &'static str {
    match layer {
        Layer::Application => "Application layer",
        Layer::Transport => "Transport layer",
        Layer::Internet => "Internet layer",
        Layer::Interface => "Network interface layer",
    }
}

pub fn layer_short(layer: Layer) -> &'static str {
    match layer {
        Layer::Application => "Application",
        Layer::Transport => "Transport",
        Layer::Internet => "Internet",
        Layer::Interface => "Network interface",
    }
}

pub fn following_newest(packet: u64) -> String {
    format!(
        "No packet is selected, so this follows a new one: {}. It takes the newest that carries data for a program, if there is one. Choose one on the map or in the log to see that one.",
        PacketId(packet)
    )
}

pub fn copy_of(original: u64) -> String {
    format!("A link made it: it is a copy of {}.", PacketId(original))
}

pub fn hop(number: usize, of: usize, node: &str) -> String {
    format!("Hop {number} of {of}: {node}")
}

pub fn tower(node: &str, way: &str) -> String {
    format!("{node}: {way}")
}

pub fn goes_down(from: Layer) -> String {
    format!("down from the {}", lower(from))
}

pub fn up_and_down(top: Layer) -> String {
    format!("up to the {} and down again", lower(top))
}

pub fn goes_up(top: Layer) -> String {
    format!("up to the {}", lower(top))
}

pub fn ends_here(reason: &str) -> String {
    format!("Here it ends: {reason}.")
}

pub fn with_note(what: &str, note: &str) -> String {
    format!("{what} ({note})")
}

pub fn program_sends(program: &str, what: &str) -> String {
    format!("{program} hands down {what}.")
}

pub fn program_gets(program: &str, what: &str) -> String {
    format!("{program} gets {what}.")
}

pub fn program_on(node: &str) -> String {
    format!("A program on {node}")
}

pub fn tcp_own(flags: &str) -> String {
    format!("Empty: this segment ({flags}) is TCP's own.")
}

pub fn udp_sends(from: u16, to: u16) -> String {
    format!(
        "UDP puts the ports in front ({from} to {to}), so that the other host knows for which program it is, and a checksum."
    )
}

pub fn tcp_sends(from: u16, to: u16, seq: u32) -> String {
    format!(
        "TCP puts the ports in front ({from} to {to}) and numbers the bytes from {seq}, so that the receiver can order them and notice gaps."
    )
}

pub fn tcp_control(from: u16, to: u16, flags: &str) -> String {
    format!("TCP itself speaks to the TCP at the other end ({from} to {to}): {flags}.")
}

pub fn ip_sends(ttl: u8) -> String {
    format!(
        "IP puts both hosts' addresses in front, a TTL of {ttl} and a checksum of its header, and picks the link."
    )
}

pub fn icmp_sends(node: &str) -> String {
    format!("ICMP, which belongs to this layer, speaks for {node}; IP puts the addresses in front.")
}

pub fn frame_out(next: &str) -> String {
    format!(
        "The network card puts it into a new frame: from its own MAC address to {next}'s, which real hosts ask for by ARP (not simulated here)."
    )
}

pub fn ip_passes(ttl: (u8, u8), next: &str) -> String {
    let (before, after) = ttl;
    format!(
        "The router takes TTL from {before} to {after}, computes the header checksum anew, and passes the packet on to {next}."
    )
}

pub fn ip_hands_up(protocol: &str) -> String {
    format!("The address is its own: IP takes its header off and hands the rest up to {protocol}.")
}

pub fn ip_hands_to_program() -> &'static str {
    "The address is its own: IP takes its header off and hands the rest to whoever takes raw packets."
}

pub fn udp_hands_up(port: u16) -> String {
    format!("The checksum fits. UDP hands the content to the socket at port {port}.")
}

pub fn tcp_hands_up(seq: u32) -> String {
    format!("The checksum fits. TCP puts the bytes from {seq} on into order and hands them up.")
}

pub fn tcp_takes(flags: &str) -> String {
    format!("The checksum fits. TCP deals with the segment itself: {flags}.")
}

texts! {
    tcp_keeps: "The checksum fits, but bytes before these are missing: TCP keeps them until those have come.";
    tcp_had: "TCP had all of these bytes already: they go no further.";
    tcp_outside: "The bytes lie outside TCP's receive window: they go no further.";
    still_in_tcp: "Nothing yet: the bytes are still with TCP.";
}
