//! The words on the map: nodes, links, packets, their cards and the legend.

use super::Lang;
use hoplab_explain::look::Look;
use hoplab_explain::way::Layer;
use hoplab_sim::{ConsumeReason, DropReason};

/// A text of the map without anything to fill in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// What the whole map is.
    Map,
    /// How to use it, for those who do not see it.
    MapHelp,
    /// A host.
    Host,
    /// A router.
    Router,
    /// A node that is switched off.
    Off,
    /// A link that is cut.
    Cut,
    /// The heading of the legend.
    Legend,
    /// A lost packet, in the legend.
    Lost,
    /// A resent packet, in the legend.
    Resent,
    /// A corrupted packet, in the legend.
    Damaged,
    /// Closes a card.
    Close,
    /// Cuts a link.
    DoCut,
    /// Joins a link.
    DoRestoreLink,
    /// Switches a node off.
    DoCrash,
    /// Switches a node on.
    DoRestoreNode,
    /// The directions of a link, as a group.
    Direction,
    /// Both directions.
    Both,
    /// Loss of a link.
    Loss,
    /// Delay of a link.
    Delay,
    /// Jitter of a link.
    Jitter,
    /// Rate of a link.
    Rate,
    /// Duplication of a link.
    Duplication,
    /// Corruption on a link.
    Corruption,
    /// The queue of a link.
    Queue,
    /// Settings that are seldom needed.
    More,
    /// Whether a node answers by ICMP.
    Icmp,
    /// Whether a router sprays.
    Spray,
    /// The share of packets a node's memory corrupts.
    MemoryCorruption,
    /// A node's sockets.
    Sockets,
    /// A node without sockets.
    NoSockets,
    /// Opens the inspector.
    Details,
    /// Opens the inspector on a packet.
    OpenPacket,
    /// Destroys a packet.
    DoKill,
    /// Flips a bit of a packet.
    DoCorrupt,
    /// Holds a packet up.
    DoDelay,
    /// Doubles a packet.
    DoDuplicate,
    /// Stops time, offered by a packet's card.
    DoPause,
    /// Lets time run again.
    DoPlay,
    /// A packet that is no more and of which nothing is known any more.
    Forgotten,
    /// A packet on no line.
    Waiting,
}

impl Word {
    /// The text.
    pub fn text(self, lang: Lang) -> &'static str {
        word(lang, self)
    }
}

said! { stage =>
    /// A word or sentence of the map with nothing to fill in.
    word(word: Word) -> &'static str;
    /// What the loss of a link is, and what it is not.
    loss_means;
    /// The choice of layers that the labels of packets show.
    layers_shown;
    /// Why some packets have no note.
    left_out_means;
    /// So many packets have no note on the map.
    left_out(packets: usize) -> String;
    /// What the labels of packets say of a layer.
    layer_shows(layer: Layer) -> &'static str;
    /// A node that is on, in its button's name.
    on;
    /// A node that is off, in its button's name.
    off;
    /// What a link's button is called. `figures`: its delay, rate and what else is unusual.
    link_name(ends: &str, figures: &str, up: bool) -> String;
    /// `4% loss`
    loss(share: &str) -> String;
    /// `4% duplicated`
    duplication(share: &str) -> String;
    /// `4% damaged`
    corruption(share: &str) -> String;
    /// The title of a link's card.
    link_title(ends: &str) -> String;
    /// A direction of a link, for those who do not see the arrow.
    towards(from: &str, to: &str) -> String;
    /// What happens on a link at this moment.
    link_now(in_flight: usize, waiting_bytes: u32, lost: u32) -> String;
    /// How many routes a router has.
    routes(count: usize) -> String;
    /// How many packets are under way, over the list of them.
    under_way(count: usize) -> String;
    /// How many more there are than are listed.
    and_more(count: usize) -> String;
    /// What kind of packet a look stands for: `TCP data`, `SYN`, `UDP datagram`.
    kind(look: Look) -> &'static str;
    /// A line of the legend.
    legend(look: Look) -> &'static str;
    /// At the end of a packet's title: its data is the last.
    with_fin;
    /// At the end of a packet's title: it was sent before.
    retransmitted;
    /// At the end of a packet's title: a link made it.
    duplicate;
    /// At the end of a packet's title: it is damaged.
    flipped;
    /// A segment of a stream, counted from 1.
    segment(number: u32) -> String;
    /// Where a packet is going, and how large it is: the second half of its name.
    packet_way(bytes: u32, from: &str, to: &str) -> String;
    /// That a packet is on a link.
    on_link(ends: &str) -> String;
    /// Why a packet was lost, short.
    drop_reason(why: DropReason) -> &'static str;
    /// A cross on the map: `lost: link cut`.
    lost(why: DropReason) -> String;
    /// The fate of a packet that a socket got, and through it (`has_mail`) a program.
    accepted(node: &str, at: &str, has_mail: bool) -> String;
    /// The fate of a packet that a host dealt with itself. `asks`: it is an echo request.
    consumed(node: &str, at: &str, why: ConsumeReason, asks: bool) -> String;
    /// The fate of a packet that was lost.
    dropped(place: &str, at: &str, why: DropReason) -> String;
    /// A packet's card, of one that has ports.
    packet_with_ports(line: &PacketLine<'_>, from_port: u16, to_port: u16) -> String;
    /// A packet's card, of one that has none.
    packet_without_ports(line: &PacketLine<'_>) -> String;
}

/// What a node's button is called.
pub fn node_name(lang: Lang, name: &str, host: bool, address: &str, up: bool) -> String {
    let role = if host { Word::Host } else { Word::Router }.text(lang);
    let state = if up { on(lang) } else { off(lang) };
    format!("{name}, {role}, {address}, {state}")
}

/// A packet's title: kind, number, and that it is a resend, a copy or damaged.
pub fn packet_title(lang: Lang, look: Look, cargo: &Carried<'_>, marks: Marks) -> String {
    let mut title = kind(lang, look).to_owned();
    match cargo {
        // No `#`: that is a packet's own number, and one tile can travel in several packets.
        Carried::Piece(piece) => title += &format!(", {piece}"),
        Carried::Segment(number) => title += &format!(", {}", segment(lang, *number)),
        Carried::Text(text) => title += &format!(" {}", super::quoted(text)),
        Carried::Nothing => {}
    }
    for (set, mark) in [
        (marks.fin, with_fin(lang)),
        (marks.resend, retransmitted(lang)),
        (marks.copy, duplicate(lang)),
        (marks.corrupted, flipped(lang)),
    ] {
        if set {
            title += mark;
        }
    }
    title
}

/// What a packet carries, for its title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carried<'a> {
    /// Nothing to be named.
    Nothing,
    /// A piece of a message, as the log names it: `tile 7`, of a stream `from tile 7 on`.
    Piece(String),
    /// A segment of a stream, counted from 1.
    Segment(u32),
    /// The beginning of a text.
    Text(&'a str),
}

/// What else there is to say of a packet's history in its title.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Sent before.
    pub resend: bool,
    /// Made by a line that delivers twice.
    pub copy: bool,
    /// Damaged.
    pub corrupted: bool,
    /// A segment whose data is the last.
    pub fin: bool,
}

/// What a packet's card says.
pub fn packet_sentence(lang: Lang, line: &PacketLine<'_>) -> String {
    match line.ports {
        Some((from, to)) => packet_with_ports(lang, line, from, to),
        None => packet_without_ports(lang, line),
    }
}

/// The sentence of a packet's card.
pub struct PacketLine<'a> {
    /// What it is, from [`kind`].
    pub kind: &'a str,
    /// Who sends it.
    pub from: &'a str,
    /// Who is to get it.
    pub to: &'a str,
    /// The ports, if it has any.
    pub ports: Option<(u16, u16)>,
    /// Bytes it carries for a program.
    pub payload: u16,
    /// Its bytes as a frame.
    pub frame: u32,
    /// Hops it may still make.
    pub ttl: u8,
}

/// `{value} {unit}` as a slider says it.
pub fn with_unit(value: &str, unit: &str) -> String {
    if unit == "%" {
        format!("{value}%")
    } else {
        format!("{value} {unit}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hoplab_explain::look::{Family, Shape};

    const DATA: Look = Look {
        family: Family::Tcp,
        shape: Shape::Data,
    };

    #[test]
    fn a_packets_name_says_all_that_its_drawing_shows() {
        let marks = Marks {
            resend: true,
            ..Marks::default()
        };
        let piece = |name: &str| Carried::Piece(name.to_owned());
        let last = Marks {
            fin: true,
            ..Marks::default()
        };
        assert_eq!(
            packet_title(Lang::En, DATA, &Carried::Segment(3), last),
            "TCP data, segment 3, with FIN"
        );
        assert_eq!(
            packet_title(Lang::En, DATA, &piece("from tile 12 on"), marks),
            "TCP data, from tile 12 on, retransmitted"
        );
        assert_eq!(
            packet_title(Lang::Ko, DATA, &piece("타일 12부터"), marks),
            "TCP 데이터, 타일 12부터, 재전송"
        );
        assert_eq!(
            packet_way(Lang::En, 1024, "client", "server"),
            "1024 bytes, from client to server"
        );
        assert_eq!(
            packet_way(Lang::Ko, 1024, "클라이언트", "서버"),
            "1024바이트, 클라이언트에서 서버로"
        );
    }
}
