//! Which socket takes a packet, told row by row: a host looks at the protocol, then for a row that names both
//! ends, then for one that names only its own port. Pure; `sockets/tests.rs` holds it against what the engine did.

use core::net::{Ipv4Addr, SocketAddrV4};

use hoplab_sim::{Frame, SocketId, SocketProtocol};
use hoplab_wire::ipv4::protocol;
use hoplab_wire::tcp::Flags;

/// What a socket is bound to: what it is found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// Raw IP, ICMP echo, UDP or TCP.
    pub protocol: SocketProtocol,
    /// Its own address and port (0 for raw IP; for ICMP echo the identifier).
    pub local: SocketAddrV4,
    /// The other side, if it is bound to one.
    pub remote: Option<SocketAddrV4>,
}

/// The sorts of socket, by how exact they are about what they take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// TCP between two ends.
    Connection,
    /// TCP that waits for connections.
    Listener,
    /// UDP from one other side only.
    Connected,
    /// UDP from anyone, on a port.
    Bound,
    /// Raw IP.
    Raw,
    /// ICMP echo, which has an identifier in place of ports.
    Ping,
}

impl Key {
    /// What sort of socket it is.
    pub fn sort(&self) -> Sort {
        match (self.protocol, self.remote) {
            (SocketProtocol::Tcp, Some(_)) => Sort::Connection,
            (SocketProtocol::Tcp, None) => Sort::Listener,
            (SocketProtocol::Udp, Some(_)) => Sort::Connected,
            (SocketProtocol::Udp, None) => Sort::Bound,
            (SocketProtocol::Raw, _) => Sort::Raw,
            (SocketProtocol::Icmp, _) => Sort::Ping,
        }
    }

    /// Whether a packet is one of this socket's, on its way to it or from it. A listener's are those that ask it
    /// for a connection.
    pub fn has(&self, fields: &Fields) -> bool {
        if self.sort() == Sort::Ping {
            return self.has_echo(fields);
        }
        let (from, to) = (fields.from(), fields.to());
        let between = |own: SocketAddrV4, other: SocketAddrV4| {
            own == self.local && self.remote.is_none_or(|remote| remote == other)
        };
        match self.sort() {
            _ if fields.socket_protocol() != Some(self.protocol) => false,
            Sort::Listener => fields.asks() && between(to, from),
            _ => between(to, from) || between(from, to),
        }
    }

    fn has_echo(&self, fields: &Fields) -> bool {
        let own = *self.local.ip();
        match fields.echo {
            Some(Echo { id, reply }) if id == self.local.port() => {
                own == if reply { fields.dst } else { fields.src }
            }
            _ => false,
        }
    }
}

/// What a packet says of whom it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fields {
    /// The protocol field of its IP header.
    pub protocol: u8,
    /// The host that sent it.
    pub src: Ipv4Addr,
    /// The host it is for.
    pub dst: Ipv4Addr,
    /// Source and destination port, if it has ports.
    pub ports: Option<(u16, u16)>,
    /// The flags of a TCP segment.
    pub flags: Option<Flags>,
    /// What an ICMP echo says.
    pub echo: Option<Echo>,
    /// Bytes it carries for a program.
    pub bytes: u16,
}

/// An ICMP echo request or reply (RFC 792).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Echo {
    /// What tells whose ping it is.
    pub id: u16,
    /// Whether it is the answer.
    pub reply: bool,
}

impl Echo {
    fn of(frame: &Frame) -> Option<Echo> {
        match *frame.ip_payload().first_chunk()? {
            [kind @ (0 | 8), 0, _, _, high, low] => Some(Echo {
                id: u16::from_be_bytes([high, low]),
                reply: kind == 0,
            }),
            _ => None,
        }
    }
}

impl Fields {
    /// The fields of a packet; `None` if it holds no whole IP header.
    pub fn of(frame: &Frame) -> Option<Fields> {
        let summary = frame.summary()?;
        let icmp = summary.protocol == protocol::ICMP;
        Some(Fields {
            protocol: summary.protocol,
            src: summary.src,
            dst: summary.dst,
            ports: summary.src_port.zip(summary.dst_port),
            flags: summary.tcp.map(|tcp| tcp.flags),
            echo: icmp.then(|| Echo::of(frame)).flatten(),
            bytes: summary.payload_len,
        })
    }

    /// Whether it is an ICMP echo request.
    pub fn asks_echo(&self) -> bool {
        self.echo.is_some_and(|echo| !echo.reply)
    }

    /// Whether there is something in it for a program: a segment without data is TCP's own.
    pub fn has_mail(&self) -> bool {
        self.flags.is_none() || self.bytes > 0
    }

    /// Which sort of socket could take it; `None` for a protocol no socket here is for.
    pub fn socket_protocol(&self) -> Option<SocketProtocol> {
        match self.protocol {
            protocol::TCP => Some(SocketProtocol::Tcp),
            protocol::UDP => Some(SocketProtocol::Udp),
            protocol::EXPERIMENT => Some(SocketProtocol::Raw),
            // Requests and errors are the host's own business.
            protocol::ICMP if self.echo.is_some_and(|echo| echo.reply) => {
                Some(SocketProtocol::Icmp)
            }
            _ => None,
        }
    }

    /// Where it comes from; port 0 if it has none.
    pub fn from(&self) -> SocketAddrV4 {
        SocketAddrV4::new(self.src, self.ports.map_or(0, |(src, _)| src))
    }

    /// Where it goes; port 0 if it has none.
    pub fn to(&self) -> SocketAddrV4 {
        SocketAddrV4::new(self.dst, self.ports.map_or(0, |(_, dst)| dst))
    }

    /// Whether it asks for a connection: what a listener takes (RFC 9293 §3.10.7.2).
    pub fn asks(&self) -> bool {
        let has = |flag| self.flags.is_some_and(|flags| flags.contains(flag));
        has(Flags::SYN) && !has(Flags::ACK) && !has(Flags::RST)
    }
}

/// One row of the table as it was when the packet came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which socket.
    pub socket: SocketId,
    /// What it is bound to.
    pub key: Key,
    /// Whether it is a connection in TIME-WAIT.
    pub time_wait: bool,
}

/// In what a row differs from a packet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Differences {
    /// The packet is for another port than the row's own.
    pub own_port: bool,
    /// It comes from another host than the row's other side.
    pub source: bool,
    /// It comes from another port than the row's other side.
    pub source_port: bool,
    /// It answers a ping of another identifier.
    pub echo_id: bool,
}

impl Differences {
    const NONE: Differences = Differences {
        own_port: false,
        source: false,
        source_port: false,
        echo_id: false,
    };

    /// Whether only the other side's port tells the row and the packet apart.
    pub fn only_source_port(self) -> bool {
        self.source_port && !self.source && !self.own_port
    }
}

/// What came of looking at a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It takes the packet.
    Takes,
    /// It is of another protocol, and not looked at.
    OtherProtocol,
    /// Something differs.
    Differs(Differences),
    /// It would match too, but a more exact row was found before.
    LessExact,
    /// A listener whose port it is, but the segment asks for no connection.
    AsksNothing,
    /// A connection in TIME-WAIT that makes room for a new one.
    MakesRoom,
}

/// A row and what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Looked {
    /// The row.
    pub row: Row,
    /// What came of it.
    pub verdict: Verdict,
}

/// Which fields of the packet settled it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decided {
    /// The host it came from.
    pub source: bool,
    /// The port it came from.
    pub source_port: bool,
    /// The port it is for.
    pub own_port: bool,
    /// The identifier of an echo.
    pub echo_id: bool,
}

/// How a packet found its socket, or none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// The rows in the order in which they count: the most exact first, those of other protocols last.
    pub looked: Vec<Looked>,
    /// Which fields settled it, beside the protocol and the host's own address, which every packet is asked for.
    pub decided: Decided,
}

impl Explanation {
    /// The sockets that take the packet: one, none, or over raw IP several.
    pub fn takers(&self) -> impl Iterator<Item = SocketId> + '_ {
        let takes = |looked: &&Looked| looked.verdict == Verdict::Takes;
        self.looked
            .iter()
            .filter(takes)
            .map(|looked| looked.row.socket)
    }

    /// The rows that the packet's source port alone tells from the one that took it.
    pub fn told_apart_by_source_port(&self) -> impl Iterator<Item = &Looked> {
        let only = |looked: &&Looked| match looked.verdict {
            Verdict::Differs(differences) => differences.only_source_port(),
            _ => false,
        };
        self.looked.iter().filter(only)
    }
}

/// How the packet is matched against the table. `made_room`: the connection in TIME-WAIT that the host let go for
/// it, which hangs on sequence numbers and is told by what happened.
pub fn explain(fields: &Fields, rows: &[Row], made_room: Option<SocketId>) -> Explanation {
    let mut explanation = Explanation::default();
    let wanted = fields.socket_protocol();
    let (ours, others): (Vec<Row>, Vec<Row>) = rows
        .iter()
        .partition(|row| Some(row.key.protocol) == wanted);
    match wanted {
        Some(SocketProtocol::Raw) => raw(fields, &ours, &mut explanation),
        Some(SocketProtocol::Icmp) => ping(fields, &ours, &mut explanation),
        _ => by_port(fields, &ours, made_room, &mut explanation),
    }
    let other = |row| Looked {
        row,
        verdict: Verdict::OtherProtocol,
    };
    explanation.looked.extend(others.into_iter().map(other));
    explanation
}

/// Raw IP: nothing says which program it is for, so every row that does not name another host takes it.
fn raw(fields: &Fields, rows: &[Row], explanation: &mut Explanation) {
    for row in rows {
        let source = row.key.remote.is_some_and(|to| *to.ip() != fields.src);
        explanation.decided.source |= row.key.remote.is_some();
        let verdict = match source {
            true => Verdict::Differs(Differences {
                source,
                ..Differences::NONE
            }),
            false => Verdict::Takes,
        };
        explanation.looked.push(Looked { row: *row, verdict });
    }
}

/// An answer to a ping: its identifier stands where others have a port.
fn ping(fields: &Fields, rows: &[Row], explanation: &mut Explanation) {
    explanation.decided.echo_id = true;
    let id = fields.echo.map(|echo| echo.id);
    for row in rows {
        let verdict = match Some(row.key.local.port()) == id {
            true => Verdict::Takes,
            false => Verdict::Differs(Differences {
                echo_id: true,
                ..Differences::NONE
            }),
        };
        explanation.looked.push(Looked { row: *row, verdict });
    }
}

fn by_port(
    fields: &Fields,
    rows: &[Row],
    made_room: Option<SocketId>,
    explanation: &mut Explanation,
) {
    let (exact, open): (Vec<Row>, Vec<Row>) = rows.iter().partition(|row| row.key.remote.is_some());
    let mut found = false;
    for row in exact.into_iter().chain(open) {
        let verdict = match differences(fields, &row.key) {
            Differences::NONE if found => Verdict::LessExact,
            Differences::NONE if made_room == Some(row.socket) => Verdict::MakesRoom,
            Differences::NONE if row.key.sort() == Sort::Listener && !fields.asks() => {
                Verdict::AsksNothing
            }
            Differences::NONE => Verdict::Takes,
            differences => Verdict::Differs(differences),
        };
        if verdict == Verdict::Takes {
            found = true;
            let exact = row.key.remote.is_some();
            explanation.decided.source = exact;
            explanation.decided.source_port = exact;
        }
        explanation.looked.push(Looked { row, verdict });
    }
    explanation.decided.own_port = fields.ports.is_some();
}

fn differences(fields: &Fields, key: &Key) -> Differences {
    let from = fields.from();
    Differences {
        own_port: fields.to().port() != key.local.port(),
        source: key.remote.is_some_and(|remote| remote.ip() != from.ip()),
        source_port: key
            .remote
            .is_some_and(|remote| remote.port() != from.port()),
        echo_id: false,
    }
}
