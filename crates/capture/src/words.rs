//! Plain English for what happens in a world, for files and terminals.
//!
//! (The page has its own catalogue, in all its languages.)

use hoplab_sim::{
    Command, CongestionControl, Direction, DropReason, EventKind, LinkChange, LinkId, NodeChange,
    NodeId, PacketAction, Payload, Place, RouteChange, Send, TcpSwitch, TraceEvent, WorldSpec,
};
use hoplab_tcp::{Nagle, RetransmitWhy, TcpEvent, TransmitReason};
use hoplab_units::{Plain, PlainRate, Time, count};

/// What people call the things of one world.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    spec: &'a WorldSpec,
}

impl<'a> Names<'a> {
    /// The names that `spec` gives.
    pub fn new(spec: &'a WorldSpec) -> Names<'a> {
        Names { spec }
    }

    /// A node's name, or its id where there is no such node.
    pub fn node(self, id: NodeId) -> String {
        match self.spec.nodes.get(id.index()) {
            Some(node) => node.name.clone(),
            None => id.to_string(),
        }
    }

    /// A link's name, or its id where there is no such link.
    pub fn link(self, id: LinkId) -> String {
        match self.spec.links.get(id.index()) {
            Some(link) => link.name.clone(),
            None => id.to_string(),
        }
    }

    /// The ends of one direction of a link: whence and whither.
    pub fn ends(self, id: LinkId, direction: Direction) -> Option<(NodeId, NodeId)> {
        let link = self.spec.links.get(id.index())?;
        Some(match direction {
            Direction::AToB => (link.a, link.b),
            Direction::BToA => (link.b, link.a),
        })
    }

    /// Where something happened: `client`, `r1 > r3`, `the link r1-r3`; nothing for the whole world.
    pub fn place(self, place: Place) -> String {
        match place {
            Place::World => String::new(),
            Place::Node(node) => self.node(node),
            Place::Program(node, program) => format!("{}/{program}", self.node(node)),
            Place::Socket(node, socket) => format!("{}/{socket}", self.node(node)),
            Place::Line(link, direction) => match self.ends(link, direction) {
                Some((from, to)) => format!("{} > {}", self.node(from), self.node(to)),
                None => link.to_string(),
            },
            Place::Link(link) => self.link(link),
        }
    }

    /// A link and, if only one of its directions is meant, which.
    fn line(self, link: LinkId, direction: Option<Direction>) -> String {
        let name = self.link(link);
        match direction.and_then(|direction| self.ends(link, direction)) {
            Some((from, to)) => {
                format!(
                    "the link {name} from {} to {}",
                    self.node(from),
                    self.node(to)
                )
            }
            None => format!("the link {name}"),
        }
    }
}

/// A moment as captures and logs show it: `0.012345678s`. All of one length up to ten seconds, so that
/// they can be compared by eye.
pub fn clock(at: Time) -> String {
    let nanos = at.as_nanos();
    format!("{}.{:09}s", nanos / 1_000_000_000, nanos % 1_000_000_000)
}

/// Why a packet is no more, as a sentence without its full stop: `the link r1-r3 was cut`.
pub fn drop_reason(names: Names, place: Place, why: DropReason) -> String {
    let node = || match place {
        Place::Line(link, direction) => names.ends(link, direction).map(|(_, to)| to),
        other => other.node(),
    };
    let at = || node().map_or_else(|| "the node".to_owned(), |node| names.node(node));
    let line = || match place {
        Place::Line(link, direction) => names.line(link, Some(direction)),
        Place::Link(link) => names.line(link, None),
        _ => "the link".to_owned(),
    };
    match why {
        DropReason::LinkCut => match place.link() {
            Some(link) => format!("the link {} was cut", names.link(link)),
            None => "the link was cut".to_owned(),
        },
        DropReason::Noise => format!("random loss on {}", line()),
        DropReason::QueueFull => format!("the queue before {} was full", line()),
        DropReason::NodeDown => format!("{} was switched off", at()),
        DropReason::BadFrameCheck => {
            format!(
                "{} found that the frame check sequence does not match the bytes",
                at()
            )
        }
        DropReason::BadIpHeader => format!("{} found the IP header to be wrong", at()),
        DropReason::BadTransport => {
            format!(
                "{} found the checksum or header after the IP header to be wrong",
                at()
            )
        }
        DropReason::TtlExpired => format!("its time to live ran out at {}", at()),
        DropReason::NoRoute => format!("{} has no route to its destination", at()),
        DropReason::NoSuchHost => {
            format!(
                "{} is beside the destination's network, but no host there has the address",
                at()
            )
        }
        DropReason::TooBig { mtu } => {
            format!("it is longer than the next link takes (MTU {mtu} bytes)")
        }
        DropReason::NotForMe => format!("{} got it, but has another address", at()),
        DropReason::NoSocket { ports: true } => {
            format!("no program on {} listens on its port", at())
        }
        DropReason::NoSocket { ports: false } => {
            format!("no program on {} takes its protocol", at())
        }
        DropReason::ReceiveBufferFull => {
            format!(
                "its program on {} had not read the datagrams before it, and the receive buffer was full",
                at()
            )
        }
        DropReason::Killed => "it was destroyed on purpose".to_owned(),
    }
}

/// What a command does, in the past tense, without who gave it: `cut the link r1-r3`.
pub fn command(names: Names, command: &Command) -> String {
    match command {
        Command::SetLink {
            link,
            direction,
            change,
        } => match change {
            LinkChange::Cut => format!("cut the link {}", names.link(*link)),
            LinkChange::Restore => format!("restored the link {}", names.link(*link)),
            other => {
                let (quality, value) = link_quality(*other);
                format!(
                    "set the {quality} of {} to {value}",
                    names.line(*link, *direction)
                )
            }
        },
        Command::SetNode { node, change } => {
            let node = names.node(*node);
            match change {
                NodeChange::Crash => format!("switched {node} off"),
                NodeChange::Restore => format!("switched {node} on again"),
                NodeChange::Icmp(on) => format!("turned ICMP at {node} {}", on_off(*on)),
                NodeChange::MemoryCorruption(share) => {
                    format!("set the share of packets damaged in {node}'s memory to {share}")
                }
                NodeChange::Spray(on) => {
                    format!(
                        "turned the spreading over several routes at {node} {}",
                        on_off(*on)
                    )
                }
                NodeChange::Tcp(switch) => {
                    let (name, value) = tcp_switch(*switch);
                    format!("set {name} of {node}'s TCP to {value}")
                }
            }
        }
        Command::SetPacket { packet, action } => match action {
            PacketAction::Kill => format!("destroyed packet {packet}"),
            PacketAction::Delay(span) => format!("delayed packet {packet} by {}", Plain(*span)),
            PacketAction::Corrupt => format!("flipped a bit of packet {packet}"),
            PacketAction::Duplicate => format!("duplicated packet {packet}"),
        },
        Command::Send(send) => sending(names, send),
        Command::SetTransport(transport) => {
            format!("switched to {}", transport.as_str().to_uppercase())
        }
        Command::Start { node, .. } => format!("started a program on {}", names.node(*node)),
        Command::FlushDns { node } => format!("flushed the DNS cache of {}", names.node(*node)),
        Command::SetRecord { node, record, .. } => {
            format!(
                "changed the records of {} at {}",
                record.name,
                names.node(*node)
            )
        }
        Command::Stop { node, program } => {
            format!("ended program {program} of {}", names.node(*node))
        }
        Command::Type { node, program, .. } => {
            format!(
                "typed a line into program {program} of {}",
                names.node(*node)
            )
        }
    }
}

fn sending(names: Names, send: &Send) -> String {
    let what = match &send.payload {
        Payload::Text(text) => format!("a text of {}", count(text.len() as u64, "byte")),
        Payload::Picture => "the picture".to_owned(),
        Payload::Bulk(bytes) => format!("{} of bulk", count(*bytes, "byte")),
    };
    let over = match send.transport {
        Some(transport) => format!(" over {}", transport.as_str().to_uppercase()),
        None => String::new(),
    };
    format!(
        "had {} send {what} to {}:{}{over}",
        names.node(send.from),
        send.to,
        send.port
    )
}

/// What a link became: `the link r1-r3 was cut`.
pub fn link_change(
    names: Names,
    link: Option<LinkId>,
    direction: Option<Direction>,
    change: LinkChange,
) -> String {
    let line = match link {
        Some(link) => names.line(link, direction),
        None => "the link".to_owned(),
    };
    match change {
        LinkChange::Cut => format!("{line} was cut"),
        LinkChange::Restore => format!("{line} was restored"),
        other => {
            let (quality, value) = link_quality(other);
            format!("the {quality} of {line} became {value}")
        }
    }
}

/// The quality's name and value; cut and restore have none.
fn link_quality(change: LinkChange) -> (&'static str, String) {
    match change {
        LinkChange::Cut => ("state", "cut".to_owned()),
        LinkChange::Restore => ("state", "up".to_owned()),
        LinkChange::Loss(share) => ("loss", share.to_string()),
        LinkChange::Delay(span) => ("delay", Plain(span).to_string()),
        LinkChange::Jitter(span) => ("jitter", Plain(span).to_string()),
        LinkChange::Rate(rate) => ("rate", PlainRate(rate).to_string()),
        LinkChange::Duplication(share) => ("duplication", share.to_string()),
        LinkChange::Corruption(share) => ("share of damaged frames", share.to_string()),
        LinkChange::Queue(bytes) => ("queue limit", count(bytes, "byte").to_string()),
    }
}

/// What a node became: `r1 was switched off`.
pub fn node_change(names: Names, node: Option<NodeId>, change: NodeChange) -> String {
    let node = node.map_or_else(|| "the node".to_owned(), |node| names.node(node));
    match change {
        NodeChange::Crash => format!("{node} was switched off"),
        NodeChange::Restore => format!("{node} was switched on again"),
        NodeChange::Icmp(true) => {
            format!("{node} now sends ICMP messages (errors and ping replies)")
        }
        NodeChange::Icmp(false) => {
            format!("{node} no longer sends ICMP messages: no errors, no ping replies")
        }
        NodeChange::MemoryCorruption(share) => {
            format!("the memory of {node} now damages {share} of its packets")
        }
        NodeChange::Spray(true) => format!("{node} now spreads packets over several routes"),
        NodeChange::Spray(false) => format!("{node} now keeps to the best route"),
        NodeChange::Tcp(switch) => {
            let (name, value) = tcp_switch(switch);
            format!("{name} of {node}'s TCP became {value} for new connections")
        }
    }
}

/// What a setting of TCP is called, and what it is set to: `SACK`, `off`.
fn tcp_switch(switch: TcpSwitch) -> (&'static str, &'static str) {
    let name = match switch {
        TcpSwitch::Sack(_) => "SACK",
        TcpSwitch::Timestamps(_) => "timestamps",
        TcpSwitch::Nagle(_) => "Nagle's algorithm",
        TcpSwitch::DelayedAck(_) => "delayed ACK",
        TcpSwitch::FastRetransmit(_) => "fast retransmit",
        TcpSwitch::LimitedTransmit(_) => "limited transmit",
        TcpSwitch::WindowScaling(_) => "window scaling",
        TcpSwitch::KeepAlive(_) => "keep-alive",
        TcpSwitch::Congestion(_) => "congestion control",
        TcpSwitch::ByteCounting(_) => "byte counting",
    };
    let value = match switch {
        TcpSwitch::Congestion(CongestionControl::None) => "none",
        TcpSwitch::Congestion(CongestionControl::Reno) => "Reno",
        TcpSwitch::Congestion(CongestionControl::Cubic) => "CUBIC",
        TcpSwitch::Nagle(Nagle::Off) => "off",
        TcpSwitch::Nagle(Nagle::Minshall) => "on (Minshall's variant)",
        TcpSwitch::Nagle(Nagle::Rfc896) => "on (RFC 896)",
        other => on_off(other.is_on().unwrap_or_default()),
    };
    (name, value)
}

fn on_off(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

/// One route of one node: `r1 → 10.2.0.0/24 by r3 instead of r2`.
pub fn route_change(names: Names, change: &RouteChange) -> String {
    let (node, prefix) = (names.node(change.node), change.prefix);
    let net = format!("{}/{}", prefix.address, prefix.len);
    let hop = |hop: Option<NodeId>| hop.map(|hop| names.node(hop));
    match (hop(change.now), hop(change.before)) {
        (Some(now), Some(before)) => format!("{node} → {net} by {now} instead of {before}"),
        (Some(now), None) => format!("{node} → {net} by {now}, unreachable before"),
        (None, _) => format!("{node} no longer has a way to {net}"),
    }
}

/// Why a segment is sent again: `the retransmission timer ran out (RTO 1 s)`. `None` if it is not
/// a resend. `cause` is the event that its making names as its cause.
pub fn resend_reason(reason: &TransmitReason, cause: Option<&TraceEvent>) -> Option<String> {
    let TransmitReason::Retransmit { why, attempt, .. } = reason else {
        return None;
    };
    let mut text = match why {
        RetransmitWhy::RtoExpired { .. } => match cause.map(|event| &event.kind) {
            Some(EventKind::Tcp(TcpEvent::RtoExpired { rto, .. })) => {
                format!("the retransmission timer ran out (RTO {})", Plain(*rto))
            }
            _ => "the retransmission timer ran out".to_owned(),
        },
        RetransmitWhy::FastRetransmit { dup_acks } => {
            format!("{dup_acks} duplicate acknowledgments came")
        }
        RetransmitWhy::PartialAck => "an acknowledgment in recovery stopped short of it".to_owned(),
        RetransmitWhy::Sack { sacked_above } => {
            format!(
                "the other side holds {} from behind it (SACK)",
                count(*sacked_above, "byte")
            )
        }
        RetransmitWhy::SackHole => "it is a gap below what the other side holds (SACK)".to_owned(),
        RetransmitWhy::SackRescue => {
            "in recovery, the newest segment the other side may lack".to_owned()
        }
        RetransmitWhy::PathMtu => "it was too long for the path".to_owned(),
        RetransmitWhy::SynRepeated => "the other side retransmitted its SYN".to_owned(),
        RetransmitWhy::WindowOpened => {
            "the window was closed and has opened; what waited may go with it".to_owned()
        }
    };
    if *attempt > 1 {
        text.push_str(&format!(", attempt {attempt}"));
    }
    Some(text)
}

/// What an event of meddling did, if it is one; what commonly is the cause of a packet's fate.
pub fn intervention(names: Names, event: &TraceEvent) -> Option<String> {
    Some(match &event.kind {
        EventKind::Command {
            command: what,
            scripted,
        } => {
            let who = if *scripted {
                "the scenario"
            } else {
                "the user"
            };
            format!("{who} {} at {}", command(names, what), clock(event.at))
        }
        EventKind::LinkChanged { direction, change } => {
            let text = link_change(names, event.place.link(), *direction, *change);
            format!("{text} at {}", clock(event.at))
        }
        EventKind::NodeChanged { change } => {
            format!(
                "{} at {}",
                node_change(names, event.place.node(), *change),
                clock(event.at)
            )
        }
        EventKind::PacketMeddled { packet, .. } => {
            format!("packet {packet} was meddled with at {}", clock(event.at))
        }
        EventKind::RoutesChanged { changed } => {
            format!(
                "routers changed {} at {}",
                count(changed.len() as u64, "route"),
                clock(event.at)
            )
        }
        EventKind::Corrupted { bit, .. } => {
            format!(
                "bit {bit} was flipped at {} at {}",
                names.place(event.place),
                clock(event.at)
            )
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use hoplab_sim::{Transport, WorldSpec};
    use hoplab_units::{Share, Span};

    use super::*;

    fn nothing() -> WorldSpec {
        WorldSpec {
            nodes: Vec::new(),
            links: Vec::new(),
            detection_delay: Span::ZERO,
            transport: Transport::Tcp,
            script: Vec::new(),
            seed: 0,
            trace_limit: 10,
        }
    }

    #[test]
    fn a_thing_that_is_not_there_is_called_by_its_id() {
        let spec = nothing();
        let names = Names::new(&spec);
        let cut = Command::SetLink {
            link: LinkId(3),
            direction: None,
            change: LinkChange::Cut,
        };
        assert_eq!(command(names, &cut), "cut the link l3");
        let place = Place::Line(LinkId(3), Direction::AToB);
        assert_eq!(
            drop_reason(names, place, DropReason::Noise),
            "random loss on the link l3"
        );
        assert_eq!(names.place(place), "l3");
    }

    #[test]
    fn the_clock_shows_every_nanosecond() {
        assert_eq!(clock(Time::from_nanos(12_000_000_034)), "12.000000034s");
    }

    #[test]
    fn a_setting_of_tcp_is_named_with_its_value() {
        let spec = nothing();
        let told =
            |switch| node_change(Names::new(&spec), Some(NodeId(0)), NodeChange::Tcp(switch));
        assert_eq!(
            told(TcpSwitch::Sack(false)),
            "SACK of n0's TCP became off for new connections"
        );
        assert_eq!(
            told(TcpSwitch::Congestion(CongestionControl::Cubic)),
            "congestion control of n0's TCP became CUBIC for new connections"
        );
    }

    #[test]
    fn a_quality_is_named_with_its_value() {
        let spec = nothing();
        let change = LinkChange::Loss(Share::from_percent(5));
        assert_eq!(
            link_change(Names::new(&spec), Some(LinkId(0)), None, change),
            "the loss of the link l0 became 5%"
        );
    }
}
