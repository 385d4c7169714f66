//! The snapshots a world gives of itself.

use std::sync::Arc;

use core::net::SocketAddrV4;

use hoplab_tcp::TcpSnapshot;

use crate::apps::AnyProgram;
use crate::event::ProgramSummary;
use crate::host::{Socket, SocketKind};
use crate::ids::{Direction, LinkId, NodeId, ProgramId, SocketId, TransferId};
use crate::program::ProgramSlot;
use crate::snapshot::{
    AppSnapshot, ConnectionSnapshot, InFlight, LinkSnapshot, NodeSnapshot, ProgramRow, QueueLevel,
    QueueSnapshot, Route, SocketRow, TransferSnapshot, ViewerSnapshot,
};
use crate::transfer::Transfer;
use crate::world::{Due, World};

impl World {
    /// The frames on channels, in no particular order.
    pub fn in_flight(&self) -> impl Iterator<Item = InFlight> + '_ {
        self.transmissions.iter().map(|(_, flight)| InFlight {
            packet: flight.packet.id,
            frame: flight.packet.frame.clone(),
            link: flight.link,
            direction: flight.direction,
            sent: flight.sent,
            arrives: flight.arrives,
        })
    }

    /// The queues in which something waits, each with all that waits in it. Who only wants figures asks
    /// [`World::queue_levels`].
    pub fn queues(&self) -> Vec<QueueSnapshot> {
        let waiting = self.queue_levels().map(|level| QueueSnapshot {
            link: level.link,
            direction: level.direction,
            waiting: self.channels[level.link.index()][level.direction.index()]
                .queue
                .iter()
                .map(|packet| (packet.id, packet.frame.clone()))
                .collect(),
            bytes: level.bytes,
            bound: level.bound,
        });
        waiting.collect()
    }

    /// How full the queues are in which something waits.
    pub fn queue_levels(&self) -> impl Iterator<Item = QueueLevel> + '_ {
        let links = self.channels.iter().enumerate();
        let channels = links.flat_map(|(index, channels)| {
            let each = Direction::BOTH.into_iter().zip(channels);
            each.map(move |(direction, channel)| (LinkId(index as u16), direction, channel))
        });
        channels.filter_map(|(link, direction, channel)| {
            Some(QueueLevel {
                link,
                direction,
                first: channel.queue.front()?.id,
                count: channel.queue.len(),
                bytes: channel.queued_bytes,
                bound: channel.qualities.queue,
            })
        })
    }

    /// Bytes that wait for one direction of a link; 0 if there is no such link.
    pub fn queued_bytes(&self, link: LinkId, direction: Direction) -> u32 {
        self.channels
            .get(link.index())
            .map_or(0, |channels| channels[direction.index()].queued_bytes)
    }

    pub(crate) fn agenda_holds_packets(&self) -> bool {
        self.agenda
            .any(|due| matches!(due, Due::Offer(..) | Due::Loopback(..)))
    }

    /// A node as it is now.
    pub fn node(&self, id: NodeId) -> Option<NodeSnapshot> {
        let node = self.nodes.get(id.index())?;
        let links = self.links.iter().enumerate();
        let interfaces = links.flat_map(|(index, link)| {
            let ends = [(0, 1), (1, 0)]
                .into_iter()
                .filter(|(near, _)| link.ends[*near] == id);
            ends.map(move |(near, far)| (LinkId(index as u16), link.macs[near], link.ends[far]))
        });
        Some(NodeSnapshot {
            id,
            name: node.name.clone(),
            address: node.address,
            is_host: node.host.is_some(),
            up: node.up,
            icmp: node.icmp,
            memory_corruption: node.memory_corruption,
            spray: node.spray,
            tcp: node.host.as_ref().map(|host| host.spec.tcp),
            interfaces: interfaces.collect(),
        })
    }

    /// A link as it is now.
    pub fn link(&self, id: LinkId) -> Option<LinkSnapshot> {
        let link = self.links.get(id.index())?;
        let channels = &self.channels[id.index()];
        Some(LinkSnapshot {
            id,
            ends: link.ends,
            up: link.up,
            mtu: link.mtu,
            cost: link.cost,
            channels: [channels[0].qualities, channels[1].qualities],
        })
    }

    /// A node's routes, longest prefix first; none if there is no such node.
    pub fn routes(&self, id: NodeId) -> Vec<Route> {
        self.nodes
            .get(id.index())
            .map_or_else(Vec::new, |node| node.routes.clone())
    }

    /// A host's sockets in the order they were opened; none for a router.
    pub fn sockets(&self, id: NodeId) -> Vec<SocketRow> {
        let Some(host) = self.host(id) else {
            return Vec::new();
        };
        let address = self.nodes[id.index()].address;
        let in_table = host
            .sockets
            .iter()
            .filter(|(_, socket)| socket.is_in_table());
        in_table
            .map(|(id, socket)| socket_row(*id, socket, address))
            .collect()
    }

    /// Every TCP connection there is.
    pub fn connections(&self) -> Vec<ConnectionSnapshot> {
        let mut connections = Vec::new();
        for index in 0..self.nodes.len() {
            let node = NodeId(index as u16);
            for (socket, kind) in self.host(node).iter().flat_map(|host| host.sockets.iter()) {
                if let SocketKind::Connection(connection) = &kind.kind
                    && kind.is_in_table()
                {
                    let tcp = connection.endpoint.snapshot();
                    connections.push(ConnectionSnapshot {
                        node,
                        socket: *socket,
                        tcp,
                    });
                }
            }
        }
        connections
    }

    /// One connection as it is now; `None` if that socket is gone or is no connection.
    pub fn connection_at(&self, node: NodeId, socket: SocketId) -> Option<TcpSnapshot> {
        let socket = self.host(node)?.sockets.get(&socket)?;
        match &socket.kind {
            SocketKind::Connection(connection) if socket.is_in_table() => {
                Some(connection.endpoint.snapshot())
            }
            _ => None,
        }
    }

    /// What has become of every message, in the order they were sent.
    pub fn transfers(&self) -> Vec<TransferSnapshot> {
        let transfers = self.transfers.iter().enumerate();
        transfers
            .map(|(index, transfer)| {
                let id = TransferId(index as u16);
                let mut snapshot = transfer.snapshot(id);
                if let Some(endpoint) = self.stream_of(transfer.from, id) {
                    snapshot.unsent = endpoint.unsent();
                    snapshot.unacknowledged = endpoint.send_queue_len();
                }
                snapshot
            })
            .collect()
    }

    /// The sending end of the connection that carries a message, while there is one.
    fn stream_of(&self, from: NodeId, transfer: TransferId) -> Option<&hoplab_tcp::Endpoint> {
        let mut sockets = self.host(from)?.sockets.iter();
        sockets.find_map(|(_, socket)| match &socket.kind {
            SocketKind::Connection(connection) if connection.transfer == Some(transfer) => {
                Some(&connection.endpoint)
            }
            _ => None,
        })
    }

    /// A host's programs in the order they were started, those that are over included; none for a router.
    pub fn programs(&self, id: NodeId) -> Vec<ProgramRow> {
        let slots = self.host(id).map_or(&[][..], |host| &host.programs);
        let rows = slots.iter().enumerate();
        rows.map(|(place, slot)| slot.row(place)).collect()
    }

    /// What every program that speaks a protocol of its own shows, by node.
    pub fn apps(&self) -> Vec<AppSnapshot> {
        let mut apps = Vec::new();
        for index in 0..self.nodes.len() {
            let node = NodeId(index as u16);
            let slots = self.host(node).map_or(&[][..], |host| &host.programs);
            apps.extend(slots.iter().enumerate().filter_map(|(place, slot)| {
                let screen = slot.program.as_ref()?.program().screen(self.now)?;
                Some(AppSnapshot {
                    node,
                    program: slot.row(place),
                    screen,
                })
            }));
        }
        apps
    }

    /// What every viewer has on its screen, by node; a sender too, once it was answered.
    pub fn viewers(&self) -> Vec<ViewerSnapshot> {
        let mut viewers = Vec::new();
        for index in 0..self.nodes.len() {
            let node = NodeId(index as u16);
            let programs = self.host(node).map_or(&[][..], |host| &host.programs);
            for (program, slot) in programs.iter().enumerate() {
                let (name, port, inbox) = match slot.program.as_ref() {
                    Some(AnyProgram::Viewer(viewer)) => (&*viewer.name, viewer.port, &viewer.inbox),
                    // One that nobody answered has no screen to speak of.
                    Some(AnyProgram::Sender(sender)) if !sender.inbox.items.is_empty() => {
                        let port =
                            |transfer: &Arc<Transfer>| transfer.source.map(|source| source.port());
                        let transfer = self.transfers.get(sender.out.transfer.index());
                        (
                            "Sender",
                            transfer.and_then(port).unwrap_or(0),
                            &sender.inbox,
                        )
                    }
                    _ => continue,
                };
                viewers.push(ViewerSnapshot {
                    node,
                    program: ProgramId(program as u16),
                    name: name.to_owned(),
                    port,
                    inbox: inbox.items.iter().map(Arc::clone).collect(),
                });
            }
        }
        viewers
    }
}

impl ProgramSlot {
    fn row(&self, place: usize) -> ProgramRow {
        ProgramRow {
            id: ProgramId(place as u16),
            summary: ProgramSummary::clone(&self.summary),
            started: self.started,
            ended: self.ended,
        }
    }
}

fn socket_row(id: SocketId, socket: &Socket, address: core::net::Ipv4Addr) -> SocketRow {
    let (protocol, port, remote) = socket.kind.names();
    let (state, receive_queue, send_queue) = match &socket.kind {
        SocketKind::Listener { .. } => (Some(hoplab_tcp::State::Listen), 0, 0),
        SocketKind::Connection(connection) => {
            let endpoint = &connection.endpoint;
            (
                Some(endpoint.state()),
                endpoint.readable_len() as u32,
                endpoint.send_queue_len(),
            )
        }
        SocketKind::Raw { .. } | SocketKind::Icmp { .. } | SocketKind::Udp { .. } => {
            let waiting = socket.waiting.as_ref().map_or(0, |queue| queue.bytes);
            (None, waiting as u32, 0)
        }
    };
    SocketRow {
        id,
        program: socket.owner,
        protocol,
        local: SocketAddrV4::new(address, port),
        remote,
        state,
        receive_queue,
        send_queue,
    }
}

impl Transfer {
    fn snapshot(&self, id: TransferId) -> TransferSnapshot {
        TransferSnapshot {
            id,
            from: self.from,
            source: self.source,
            to: self.to,
            transport: self.transport,
            payload: self.message.payload.clone(),
            started: self.started,
            total_bytes: self.message.bytes().len() as u32,
            total_chunks: self.message.chunk_ends.len() as u32,
            sent_bytes: self.sent_bytes,
            unsent: 0,
            unacknowledged: 0,
            state: self.state,
            resends: self.resends,
            reported: self.reported,
            deliveries: self
                .deliveries
                .iter()
                .map(|record| record.seen.clone())
                .collect(),
        }
    }
}
