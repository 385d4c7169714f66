//! What the things of a run are called in sentences about it.

use super::sorting::topic_name;
use crate::said::said;
use crate::{self as words, Lang};
use hoplab_explain::lines::Topic;
use hoplab_explain::sockets::Sockets;
use hoplab_explain::sockets::matching::{Fields, Key};
use hoplab_explain::{At, Moment};
use hoplab_sim::{
    Direction, EventKind, Frame, LinkId, LinkSnapshot, NodeId, NodeSnapshot, Origin, PacketId,
    Payload, Place, ProgramSummary, TransferId, TransferSnapshot, Transport, WorldSpec,
};
use hoplab_tcp::TransmitReason;
use hoplab_wire::AppSummary;
use hoplab_wire::tcp::Flags;
use std::net::Ipv4Addr;

/// What a sentence says of a packet beside its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Its protocol.
    pub protocol: Topic,
    /// The flags of a TCP segment; of one with data only those that open or end something.
    pub flags: Option<Flags>,
    /// What the program in it says, if its ports tell the language.
    pub message: Option<Box<AppSummary>>,
    /// Whose piece it carries and which, counted from 0.
    pub piece: Option<(TransferId, u32)>,
    /// Whether it was sent before.
    pub again: bool,
    /// What it says of whom it is for, if it can be read.
    pub fields: Option<Fields>,
}

/// What is known of packets, sockets and programs as of a moment, for the sentences that do not say it again. Of
/// [`Known::default`] nothing is known.
#[derive(Clone, Copy, Default)]
pub struct Known<'a>(Option<Sources<'a>>);

#[derive(Clone, Copy)]
struct Sources<'a> {
    moment: Moment<'a>,
    sockets: At<&'a Sockets>,
}

impl<'a> Known<'a> {
    /// What is known as of a moment.
    pub fn new(moment: Moment<'a>, sockets: &'a Sockets) -> Known<'a> {
        let here = moment.packets().here();
        let sockets = At::new(sockets, here);
        Known(Some(Sources { moment, sockets }))
    }
    /// What is known of a packet.
    pub fn packet(self, packet: PacketId) -> Option<Label> {
        Label::of(self.0?.moment, packet)
    }
    /// What a program is.
    pub fn program(self, place: Place) -> Option<ProgramSummary> {
        let Place::Program(node, program) = place else {
            return None;
        };
        let started = self.0?.sockets;
        let started = started.running(node, program)?;
        Some(started.summary.clone())
    }
    /// What a socket is bound to.
    pub fn socket(self, place: Place) -> Option<Key> {
        let Place::Socket(node, socket) = place else {
            return None;
        };
        Some(self.0?.sockets.life(node, socket)?.key)
    }
}

impl Label {
    /// What is known of a packet from how it was made, or from the first that is known of it.
    fn of(moment: Moment<'_>, packet: PacketId) -> Option<Label> {
        let about = moment.about(packet);
        let first = about.first()?;
        match &first.kind {
            EventKind::Originated {
                frame,
                why,
                transfer,
                ..
            } => Some(Label {
                piece: transfer.map(|chunk| (chunk.transfer, chunk.index)),
                again: matches!(why, Origin::Segment(TransmitReason::Retransmit { .. })),
                ..Label::of_frame(frame)
            }),
            // The copy of a copy is a copy of what was made.
            EventKind::Duplicated { packet: of, .. } if *of < packet => Label::of(moment, *of),
            _ => {
                let frame = about.iter().find_map(|event| event.kind.frame())?;
                Some(Label::of_frame(frame))
            }
        }
    }

    fn of_frame(frame: &Frame) -> Label {
        let summary = frame.summary();
        let protocol = summary.map_or(Topic::Ip, |it| Topic::of_protocol(it.protocol));
        let tcp = summary.and_then(|summary| summary.tcp);
        let told = |tcp: &hoplab_wire::TcpSummary| match tcp.payload_len {
            0 => Some(tcp.flags),
            // What data is acknowledged or pushed says nothing new; that its stream begins or ends does.
            _ => {
                let told = tcp.flags.0 & (Flags::SYN.0 | Flags::FIN.0 | Flags::RST.0);
                (told != 0).then_some(Flags(told))
            }
        };
        let flags = tcp.as_ref().and_then(told);
        Label {
            protocol,
            flags,
            message: frame.app_summary().map(Box::new),
            piece: None,
            again: false,
            fields: Fields::of(frame),
        }
    }
}

/// Where the names of nodes and links come from, and so who reads.
#[derive(Clone, Copy)]
enum Things<'a> {
    /// What is on the page, as it is called there: whoever reads has the run in hand.
    Shown(&'a [NodeSnapshot], &'a [LinkSnapshot]),
    /// What a scenario has, as it is called in the file: whoever reads looks on.
    Specified(&'a WorldSpec),
}

/// Names of a run's things, for one sentence.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    things: Things<'a>,
    transfers: &'a [TransferSnapshot],
    /// What is known of packets and sockets.
    pub known: Known<'a>,
}

impl<'a> Names<'a> {
    /// The names in these lists, for whoever has the run in hand.
    pub fn of(
        nodes: &'a [NodeSnapshot],
        links: &'a [LinkSnapshot],
        transfers: &'a [TransferSnapshot],
        known: Known<'a>,
    ) -> Names<'a> {
        Names {
            things: Things::Shown(nodes, links),
            transfers,
            known,
        }
    }
    /// The names in a scenario's file, for whoever looks on.
    pub fn specified(
        spec: &'a WorldSpec,
        transfers: &'a [TransferSnapshot],
        known: Known<'a>,
    ) -> Names<'a> {
        Names {
            things: Things::Specified(spec),
            transfers,
            known,
        }
    }

    /// Whether commands come from whoever reads.
    pub fn reader_commands(self) -> bool {
        matches!(self.things, Things::Shown(..))
    }
    /// A node's name.
    pub fn node(self, node: NodeId) -> &'a str {
        let name = match self.things {
            Things::Shown(nodes, _) => nodes.get(node.index()).map(|node| node.name.as_str()),
            Things::Specified(spec) => spec.nodes.get(node.index()).map(|node| node.name.as_str()),
        };
        name.unwrap_or("?")
    }
    /// The nodes at a link's ends.
    fn ends_of(self, link: LinkId) -> Option<[NodeId; 2]> {
        match self.things {
            Things::Shown(_, links) => links.get(link.index()).map(|link| link.ends),
            Things::Specified(spec) => spec.links.get(link.index()).map(|link| [link.a, link.b]),
        }
    }
    /// A link's two ends: `r1–r3`.
    pub fn link(self, link: LinkId) -> String {
        match self.ends_of(link) {
            Some([a, b]) => format!("{}–{}", self.node(a), self.node(b)),
            None => "?".to_owned(),
        }
    }
    /// Whence and whither a direction of a link goes.
    pub fn ends(self, link: LinkId, direction: Direction) -> Option<(&'a str, &'a str)> {
        let [a, b] = self.ends_of(link)?;
        Some(match direction {
            Direction::AToB => (self.node(a), self.node(b)),
            Direction::BToA => (self.node(b), self.node(a)),
        })
    }
    /// Who has an address, or the address if nobody has.
    pub fn host(self, address: Ipv4Addr) -> String {
        let known = match self.things {
            Things::Shown(nodes, _) => {
                let known = nodes.iter().find(|node| node.address == address);
                known.map(|node| &node.name)
            }
            Things::Specified(spec) => {
                let known = spec.nodes.iter().find(|node| node.address == address);
                known.map(|node| &node.name)
            }
        };
        known.cloned().unwrap_or_else(|| address.to_string())
    }
    /// What a program is called.
    pub fn program(self, lang: Lang, place: Place) -> String {
        match self.known.program(place) {
            Some(program) => words::programs::program_name(lang, &program),
            None => some_program(lang).to_owned(),
        }
    }
    /// Where something happened: a node's or a link's name; nothing for the whole world.
    pub fn place(self, place: Place) -> String {
        match (place, place.node(), place.link()) {
            (Place::Channel(link, direction), ..) => match self.ends(link, direction) {
                Some((from, to)) => format!("{from} → {to}"),
                None => self.link(link),
            },
            (_, Some(node), _) => self.node(node).to_owned(),
            (_, _, Some(link)) => self.link(link),
            _ => String::new(),
        }
    }
    /// What carries a message.
    pub fn transport(self, transfer: TransferId) -> Option<Transport> {
        self.transfers
            .get(transfer.index())
            .map(|transfer| transfer.transport)
    }
    /// Which piece of a message, counted from 1: `tile 7`, `piece 2`.
    pub fn piece(self, lang: Lang, transfer: TransferId, index: u32) -> String {
        let payload = self
            .transfers
            .get(transfer.index())
            .map(|transfer| &transfer.payload);
        let number = index.saturating_add(1);
        match payload {
            Some(Payload::Picture) => tile(lang, number),
            _ => piece(lang, number),
        }
    }
    /// The piece with whose bytes a packet begins: a segment is no piece, and ends in the middle of another.
    pub fn carried(self, lang: Lang, transfer: TransferId, index: u32) -> String {
        let piece = self.piece(lang, transfer, index);
        match self.transport(transfer) {
            Some(Transport::Tcp) => from_piece_on(lang, &piece),
            _ => piece,
        }
    }
    /// A packet with what is known of it: `packet #12 (TCP, tile 7)`.
    pub fn packet(self, lang: Lang, packet: PacketId) -> String {
        match self.known.packet(packet) {
            Some(label) => packet_labelled(lang, packet, &self.label(lang, &label)),
            None => packet_number(lang, packet),
        }
    }
    /// A packet's protocol, flags, message and piece: `TCP SYN`, `UDP, tile 7`, `UDP: DNS query A www.example.com`.
    pub fn label(self, lang: Lang, label: &Label) -> String {
        let mut text = topic_name(lang, label.protocol).to_owned();
        if let Some(flags) = label.flags {
            text += &format!(" {}", flags.to_string().replace(',', "+"));
        }
        if let Some(message) = &label.message {
            text += &format!(": {}", said(lang, message));
        }
        if let Some((transfer, index)) = label.piece {
            text += &format!(", {}", self.carried(lang, transfer, index));
        }
        text
    }
}

said! { story::names =>
    /// A program of which nothing is known.
    some_program;
    /// A tile of a picture, counted from 1.
    tile(number: u32) -> String;
    /// A piece of any other message, counted from 1.
    piece(number: u32) -> String;
    /// A segment that begins within this piece of a message.
    from_piece_on(piece: &str) -> String;
    /// A packet of which nothing is known but its number.
    packet_number(packet: PacketId) -> String;
    /// A packet and what it is.
    packet_labelled(packet: PacketId, label: &str) -> String;
}
