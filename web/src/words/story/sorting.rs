//! What events are about, and which of them everyone should see.

use hoplab_sim::{EventKind, Origin, SocketProtocol, TraceEvent, Transport};
use hoplab_tcp::{AckWhy, TcpEvent, TransmitReason};

use hoplab_wire::ipv4::protocol;

use super::names::Names;
use crate::words::Lang;

/// What an event is about, for picking out lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Filter {
    /// Raw IP.
    Ip,
    /// UDP.
    Udp,
    /// TCP.
    Tcp,
    /// ICMP.
    Icmp,
    /// What programs do: names they look up, requests, answers.
    Program,
    /// Commands, links, nodes, routes.
    World,
}

impl Filter {
    /// All of them, in the order they are shown.
    pub const ALL: [Filter; 6] = [
        Filter::Ip,
        Filter::Udp,
        Filter::Tcp,
        Filter::Icmp,
        Filter::Program,
        Filter::World,
    ];

    /// What it is called.
    pub const fn name(self, lang: Lang) -> &'static str {
        match self {
            Filter::Ip => "IP",
            Filter::Udp => "UDP",
            Filter::Tcp => "TCP",
            Filter::Icmp => "ICMP",
            Filter::Program => lang.pick("Programs", "프로그램"),
            Filter::World => lang.pick("Environment", "환경"),
        }
    }
    /// The end of its style classes.
    pub const fn class(self) -> &'static str {
        match self {
            Filter::Ip => "ip",
            Filter::Udp => "udp",
            Filter::Tcp => "tcp",
            Filter::Icmp => "icmp",
            // Neither is a protocol, which would have a colour of its own.
            Filter::Program | Filter::World => "world",
        }
    }
    const fn of(transport: Transport) -> Filter {
        match transport {
            Transport::Ip => Filter::Ip,
            Transport::Udp => Filter::Udp,
            Transport::Tcp => Filter::Tcp,
        }
    }

    /// By the protocol field of an IP header.
    pub(super) const fn of_protocol(field: u8) -> Filter {
        match field {
            protocol::TCP => Filter::Tcp,
            protocol::UDP => Filter::Udp,
            protocol::ICMP => Filter::Icmp,
            _ => Filter::Ip,
        }
    }

    const fn of_socket(protocol: SocketProtocol) -> Filter {
        match protocol {
            SocketProtocol::Raw => Filter::Ip,
            SocketProtocol::Icmp => Filter::Icmp,
            SocketProtocol::Udp => Filter::Udp,
            SocketProtocol::Tcp => Filter::Tcp,
        }
    }
}

/// Whether a line is for everyone or for those who follow every hop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Importance {
    /// Only with "every hop".
    EveryHop,
    /// Always.
    Matters,
}

/// What an event is about.
pub fn protocol_of(names: Names<'_>, event: &TraceEvent) -> Filter {
    let of_packet = |packet| names.book.protocol(packet).unwrap_or(Filter::Ip);
    let of_transfer = |transfer| names.transport(transfer).map_or(Filter::World, Filter::of);
    match &event.kind {
        EventKind::Command { .. }
        | EventKind::CommandRefused { .. }
        | EventKind::LinkChanged { .. }
        | EventKind::NodeChanged { .. }
        | EventKind::PacketMeddled { .. }
        | EventKind::RoutesChanged { .. } => Filter::World,
        EventKind::ProgramStarted { .. } | EventKind::ProgramEnded | EventKind::App(_) => {
            Filter::Program
        }
        EventKind::Originated { packet, .. }
        | EventKind::Queued { packet, .. }
        | EventKind::Transmitted { packet, .. }
        | EventKind::Duplicated { packet, .. }
        | EventKind::Corrupted { packet, .. }
        | EventKind::Received { packet, .. }
        | EventKind::Forwarded { packet, .. }
        | EventKind::Dropped { packet, .. }
        | EventKind::Accepted { packet, .. }
        | EventKind::Absorbed { packet, .. } => of_packet(*packet),
        EventKind::SocketOpened { protocol, .. } => Filter::of_socket(*protocol),
        EventKind::TransferStarted { transport, .. }
        | EventKind::ContentReceived { transport, .. } => Filter::of(*transport),
        EventKind::SocketClosed | EventKind::SocketError { .. } => names
            .book
            .socket(event.place)
            .map_or(Filter::World, |opened| Filter::of_socket(opened.protocol)),
        EventKind::Tcp(_) | EventKind::StreamEnded { .. } => Filter::Tcp,
        EventKind::ChunkSent { chunk, .. } => of_transfer(chunk.transfer),
        EventKind::TransferSent { transfer } | EventKind::TransferFailed { transfer, .. } => {
            of_transfer(*transfer)
        }
    }
}

/// Whether everyone should see an event's line.
pub fn importance(event: &TraceEvent) -> Importance {
    let hop = match &event.kind {
        EventKind::Queued { .. }
        | EventKind::Transmitted { .. }
        | EventKind::Received { .. }
        | EventKind::Forwarded { .. }
        | EventKind::Accepted { .. }
        | EventKind::ChunkSent { .. } => true,
        EventKind::Originated {
            why: Origin::Segment(reason),
            ..
        } => {
            // The third step of the handshake is no mere acknowledgment.
            matches!(reason, TransmitReason::Ack { why } if *why != AckWhy::Handshake)
        }
        EventKind::Tcp(event) => matches!(
            event,
            TcpEvent::RttMeasured { .. }
                | TcpEvent::Acked { .. }
                | TcpEvent::CwndChanged { .. }
                | TcpEvent::Delivered { .. }
        ),
        _ => false,
    };
    if hop {
        Importance::EveryHop
    } else {
        Importance::Matters
    }
}
