//! The words of the stack view: the four layers of the Internet's protocols.

use super::{Lang, fields};
use hoplab_explain::way::Layer;
use hoplab_wire::dissect::FieldKey;

said! { stack =>
    /// The view's name.
    title;
    /// What the view shows before there is any packet.
    nothing;
    /// The trace no longer has the packet.
    forgotten;
    /// That the way begins in the middle.
    way_cut;
    /// Keeps the packet that is followed.
    keep;
    /// The nodes on the way.
    way;
    /// To the node before.
    previous;
    /// To the node after.
    following;
    /// Takes time to when the packet was at this node.
    go_there;
    /// The heading of the boxes.
    boxes;
    /// The same where it ends.
    boxes_end;
    /// The application's part of the packet.
    content;
    /// The frame.
    frame;
    /// The packet inside an ICMP error.
    quoted;
    /// In place of a header of the transport layer.
    no_ports;
    /// Content that changed.
    content_changed;
    /// A node that it has not come to.
    not_there;
    /// A node that it has not come to yet.
    not_there_yet;
    /// What a layer below did not look at.
    cargo;
    /// A layer that a packet did not get up to.
    not_reached;
    /// A layer that a packet did not get down to.
    not_down;
    /// A layer of a node that is off.
    off;
    /// A layer whose work lies before the record.
    unknown;
    /// No program has to do with an ICMP message.
    icmp_no_program;
    /// A program is told of an error.
    icmp_told;
    /// ICMP has no transport layer.
    icmp_no_transport;
    /// Raw IP has no transport layer.
    raw_no_transport;
    /// Nothing for a program in a segment.
    nothing_for_program;
    /// The card takes a frame in.
    frame_in;
    /// A router's card, in and out.
    frame_in_out;
    /// A damaged frame.
    frame_bad;
    /// It waits for the line.
    waits;
    /// A bit flipped in the node's memory.
    memory_flip;
    /// A bit flipped on the line to here.
    line_flip;
    /// A layer as the course note calls it.
    layer(layer: Layer) -> &'static str;
    /// A layer where there is little room.
    layer_short(layer: Layer) -> &'static str;
    /// That the view follows a packet nobody selected.
    following_newest(packet: u64) -> String;
    /// That the packet is a copy.
    copy_of(original: u64) -> String;
    /// The heading of a stop.
    hop(number: usize, of: usize, node: &str) -> String;
    /// What a node's tower is called: the node, and how far up the packet went there.
    tower(node: &str, way: &str) -> String;
    /// Down from a layer.
    goes_down(from: Layer) -> String;
    /// Up to a layer and down again.
    up_and_down(top: Layer) -> String;
    /// Up to a layer.
    goes_up(top: Layer) -> String;
    /// That something ended here, for a reason.
    ends_here(reason: &str) -> String;
    /// Something with a note behind it.
    with_note(what: &str, note: &str) -> String;
    /// A program hands content down.
    program_sends(program: &str, what: &str) -> String;
    /// A program gets content.
    program_gets(program: &str, what: &str) -> String;
    /// A program of a node, whose own name is not known.
    program_on(node: &str) -> String;
    /// A segment that TCP makes for itself.
    tcp_own(flags: &str) -> String;
    /// UDP puts its header in front.
    udp_sends(from: u16, to: u16) -> String;
    /// TCP puts its header in front.
    tcp_sends(from: u16, to: u16, seq: u32) -> String;
    /// TCP sends a segment of its own.
    tcp_control(from: u16, to: u16, flags: &str) -> String;
    /// IP puts its header in front.
    ip_sends(ttl: u8) -> String;
    /// ICMP reports, or answers.
    icmp_sends(node: &str) -> String;
    /// The card puts the packet into a frame.
    frame_out(next: &str) -> String;
    /// A router passes a packet on.
    ip_passes(ttl: (u8, u8), next: &str) -> String;
    /// IP hands up.
    ip_hands_up(protocol: &str) -> String;
    /// IP hands up to a program.
    ip_hands_to_program() -> &'static str;
    /// UDP hands up.
    udp_hands_up(port: u16) -> String;
    /// TCP hands up.
    tcp_hands_up(seq: u32) -> String;
    /// TCP deals with it itself.
    tcp_takes(flags: &str) -> String;
    /// TCP keeps bytes that came too early.
    tcp_keeps;
    /// TCP had them.
    tcp_had;
    /// Outside the window.
    tcp_outside;
    /// What waits in TCP is not with the program.
    still_in_tcp;
}

/// What a box is.
pub fn wrap(lang: Lang, key: FieldKey) -> &'static str {
    match key {
        FieldKey::Ethernet => frame(lang),
        FieldKey::Payload => content(lang),
        key => fields::name(lang, key),
    }
}

pub(crate) fn lower(it: Layer) -> String {
    layer(Lang::En, it).to_ascii_lowercase()
}
