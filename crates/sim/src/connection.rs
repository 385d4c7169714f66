//! Connections: between a program, a sans-IO TCP endpoint, and the packets it makes.

use core::net::SocketAddrV4;

use hoplab_tcp::RetransmitWhy;
use hoplab_tcp::{self as tcp, Endpoint, FourTuple, Seq, TcpEvent, Transmit, TransmitReason};
use hoplab_wire as wire;
use hoplab_wire::build;
use hoplab_wire::ethernet::HEADER_LEN;

use crate::event::{DropReason, EventKind, Origin, Place, SocketError, SocketProtocol};
use crate::host::{Connection, Host, PortChoice, SocketKind};
use crate::ids::{EventId, NodeId, ProgramId, SocketId, TransferId};
use crate::program::Input;
use crate::world::{Due, World};
use crate::{ChunkRef, Transport};

/// What the headers of IPv4 and TCP take of a packet.
const HEADERS: u16 = (wire::ipv4::HEADER_LEN + wire::tcp::MIN_HEADER_LEN) as u16;

impl Connection {
    fn new(endpoint: Endpoint, first_seq: u32, passive: bool) -> Connection {
        Connection {
            endpoint,
            transfer: None,
            brings: None,
            first_seq,
            passive,
            left_unread: 0,
            told_open: false,
            told_end: false,
            told_finished: false,
            told_error: false,
            wants_room: false,
            reads_at_leisure: false,
            wakes: Vec::new(),
            timer: None,
            timer_set_by: None,
            last_loss: None,
            failed_by: None,
            left_table: false,
        }
    }
}

impl World {
    /// Begins a connection (RFC 9293 §3.10.1).
    pub(crate) fn connect(
        &mut self,
        node: NodeId,
        owner: ProgramId,
        (remote, choice): (SocketAddrV4, PortChoice),
        max_segment: Option<u16>,
        transfer: Option<TransferId>,
        cause: Option<EventId>,
    ) -> Result<SocketId, SocketError> {
        let (now, address) = (self.now, self.nodes[node.index()].address);
        let largest = self.largest_segment(node);
        let host = self.host_mut(node).ok_or(SocketError::PoweredOff)?;
        let port = host
            .ephemeral_port(Transport::Tcp, choice)
            .ok_or(SocketError::NoPortLeft)?;
        let mut config = host.spec.tcp;
        // As the TCP_MAXSEG socket option: a program may want smaller segments, never larger.
        config.mss = config.mss.min(largest).min(max_segment.unwrap_or(largest));
        let local = SocketAddrV4::new(address, port);
        let tuple = FourTuple { local, remote };
        let iss = host.sequence_numbers.first(tuple, now);
        let endpoint = Endpoint::connect(config, tuple, iss, now);
        let mut connection = Connection::new(endpoint, (iss + 1).0, false);
        connection.transfer = transfer;
        self.open_connection(node, owner, connection, cause)
    }

    /// A connection in TIME-WAIT makes room for its successor.
    pub(crate) fn replace_time_wait(&mut self, node: NodeId, socket: SocketId, cause: EventId) {
        if let Some(host) = self.host_mut(node) {
            host.sockets.remove(&socket);
        }
        self.record(
            Place::Socket(node, socket),
            Some(cause),
            EventKind::SocketClosed,
        );
    }

    /// A listener takes a SYN. `above`: where its initial sequence number must lie above.
    pub(crate) fn accept_connection(
        &mut self,
        node: NodeId,
        owner: ProgramId,
        tuple: FourTuple,
        syn: &wire::tcp::Header,
        above: Option<Seq>,
        cause: EventId,
    ) {
        let (now, largest) = (self.now, self.largest_segment(node));
        let Some(host) = self.host_mut(node) else {
            return;
        };
        let mut config = host.spec.tcp;
        config.mss = config.mss.min(largest);
        let first = host.sequence_numbers.first(tuple, now);
        // Above its predecessor's, which may have sent faster than the clock runs (RFC 9293 §3.6.1).
        let iss = match above.filter(|above| !first.after(*above)) {
            Some(above) => above + 1 + first.0 / 16,
            None => first,
        };
        let endpoint = Endpoint::accept(config, tuple, iss, syn, now);
        let connection = Connection::new(endpoint, (iss + 1).0, true);
        // With the socket table full the SYN goes unanswered, as with a full backlog on Linux:
        // the client will try again.
        let _ = self.open_connection(node, owner, connection, Some(cause));
    }

    /// The most data a segment to this node may hold, which is what it announces (RFC 9293 §3.7.1): no link of
    /// its own takes a longer packet, and it knows no fragments.
    fn largest_segment(&self, node: NodeId) -> u16 {
        let own = self.links.iter().filter(|link| link.ends.contains(&node));
        let mtu = own.map(|link| link.mtu).min().unwrap_or(u16::MAX);
        mtu.saturating_sub(HEADERS)
    }

    fn open_connection(
        &mut self,
        node: NodeId,
        owner: ProgramId,
        connection: Connection,
        cause: Option<EventId>,
    ) -> Result<SocketId, SocketError> {
        let tuple = connection.endpoint.tuple();
        let host = self.host_mut(node).ok_or(SocketError::PoweredOff)?;
        let kind = SocketKind::Connection(Box::new(connection));
        let socket = host.add(owner, kind).ok_or(SocketError::TooManySockets)?;
        let kind = EventKind::SocketOpened {
            protocol: SocketProtocol::Tcp,
            local: tuple.local,
            remote: Some(tuple.remote),
            program: owner,
        };
        let cause = self.record(Place::Socket(node, socket), cause, kind);
        self.pump_later(node, socket, Some(cause));
        Ok(socket)
    }

    /// Has a connection looked after once whoever runs now is done: a program that touches its
    /// sockets can't be told of what comes of it in the middle of that.
    pub(crate) fn pump_later(&mut self, node: NodeId, socket: SocketId, cause: Option<EventId>) {
        if self
            .to_pump
            .back()
            .is_none_or(|last| (last.0, last.1) != (node, socket))
        {
            self.to_pump.push_back((node, socket, cause));
        }
    }

    /// Looks after all connections that were touched.
    pub(crate) fn settle(&mut self) {
        loop {
            while let Some((node, socket, cause)) = self.to_pump.pop_front() {
                self.pump(node, socket, cause);
            }
            if !self.deliver_mail() {
                return;
            }
        }
    }

    /// Takes out of an endpoint all it has to say: events for the trace, segments for the network,
    /// news for the program. `cause` is what made it speak.
    pub(crate) fn pump(&mut self, node: NodeId, socket: SocketId, cause: Option<EventId>) {
        // Each round either tells the program something for the first time or moves bytes, and
        // buffers are bounded; the cap only turns an endless conversation into a visible one.
        self.reset_if_orphaned(node, socket);
        for _ in 0..10_000 {
            let trigger = self.drain_events(node, socket, cause);
            self.drain_segments(node, socket, trigger);
            if !self.tell_program(node, socket, trigger) {
                break;
            }
        }
        self.set_timer(node, socket, cause);
        self.close_if_over(node, socket, cause);
    }

    /// Data for a program that is over will never be read: the other side is told by RST (RFC 1122 §4.2.2.13),
    /// or it would wait for ever behind a window that fills.
    fn reset_if_orphaned(&mut self, node: NodeId, socket: SocketId) {
        let now = self.now;
        let Some(host) = self.host_mut(node) else {
            return;
        };
        let Some(own) = host.sockets.get_mut(&socket) else {
            return;
        };
        let owner = host.programs.get(own.owner.index());
        let over = owner.is_some_and(|owner| owner.ended.is_some());
        if let SocketKind::Connection(connection) = &mut own.kind
            && over
            && connection.endpoint.readable_len() > 0
            && !connection.told_error
        {
            connection.endpoint.abort(now);
            connection.told_error = true;
        }
    }

    /// Records what the endpoint decided. Returns the last decision to send again, which is the
    /// cause of the segments that follow, or else `cause`.
    fn drain_events(
        &mut self,
        node: NodeId,
        socket: SocketId,
        cause: Option<EventId>,
    ) -> Option<EventId> {
        let mut trigger = cause;
        while let Some(event) = self
            .connection(node, socket)
            .and_then(|c| c.endpoint.poll_event())
        {
            // A timer was set by the transmission it watches over.
            let because = match event {
                TcpEvent::RtoExpired { original_tag, .. } => Some(EventId(original_tag)),
                _ => cause,
            };
            let id = self.record(Place::Socket(node, socket), because, EventKind::Tcp(event));
            if decides_to_send(&event) {
                trigger = Some(id);
            }
            if let Some(connection) = self.connection(node, socket) {
                if finds_loss(&event) {
                    connection.last_loss = Some(id);
                } else if matches!(event, TcpEvent::Failed(_)) {
                    connection.failed_by = Some(id);
                }
            }
        }
        trigger
    }

    fn drain_segments(&mut self, node: NodeId, socket: SocketId, trigger: Option<EventId>) {
        let mut trigger = trigger;
        loop {
            let (now, tag) = (self.now, self.trace.next_id().0);
            let Some(connection) = self.connection(node, socket) else {
                return;
            };
            let Some(transmit) = connection.endpoint.poll_transmit(now, tag) else {
                return;
            };
            let to = *connection.endpoint.tuple().remote.ip();
            let (ttl, dscp) = (
                connection.endpoint.config().ttl,
                connection.endpoint.config().dscp,
            );
            // What was found lost may be sent again much later, when an acknowledgment makes room
            // for it: the reason is still how the loss was found.
            let because = match transmit.reason {
                // These two follow from what has just come, and from no loss.
                TransmitReason::Retransmit {
                    why: RetransmitWhy::WindowOpened | RetransmitWhy::SynRepeated,
                    ..
                } => trigger,
                TransmitReason::Retransmit { .. } => connection.last_loss.or(trigger),
                _ => trigger,
            };
            let chunk = self.chunk_of(node, socket, &transmit);
            self.count_resend(node, socket, &transmit);
            let Transmit {
                header,
                payload,
                reason,
            } = transmit;
            // A host with no way out loses the segment; the retransmission timer will notice.
            let sent = self.originate(
                node,
                to,
                (Origin::Segment(reason), Some(socket)),
                chunk,
                because,
                |path| {
                    let mut frame = build::tcp(&build::Path { ttl, ..*path }, &header, &payload)?;
                    wire::ipv4::set_dscp(frame.get_mut(HEADER_LEN..).unwrap_or_default(), dscp);
                    Ok(frame)
                },
            );
            if let Err(DropReason::TooBig { mtu }) = sent
                && let Some(connection) = self.connection(node, socket)
            {
                connection.endpoint.handle_mtu(now, mtu);
            }
            trigger = self.drain_events(node, socket, trigger);
        }
    }

    /// Which piece of its message a segment begins with.
    fn chunk_of(&mut self, node: NodeId, socket: SocketId, segment: &Transmit) -> Option<ChunkRef> {
        if segment.payload.is_empty() {
            return None;
        }
        let connection = self.connection(node, socket)?;
        let offset = segment.header.seq.wrapping_sub(connection.first_seq);
        let transfer = connection.transfer?;
        let index = self.transfers.get(transfer.index())?.chunk_at(offset)?;
        Some(ChunkRef { transfer, index })
    }

    fn count_resend(&mut self, node: NodeId, socket: SocketId, segment: &Transmit) {
        let TransmitReason::Retransmit { .. } = segment.reason else {
            return;
        };
        let transfer = self
            .connection(node, socket)
            .and_then(|connection| connection.transfer);
        if let Some(transfer) = transfer.and_then(|id| self.transfers.get_mut(id.index())) {
            std::sync::Arc::make_mut(transfer).resends += 1;
        }
    }

    /// Tells the program the first thing it does not know yet. Returns whether there was one.
    fn tell_program(&mut self, node: NodeId, socket: SocketId, cause: Option<EventId>) -> bool {
        let Some(connection) = self.connection(node, socket) else {
            return false;
        };
        let endpoint = &connection.endpoint;
        let remote = endpoint.tuple().remote;
        let open = endpoint.state().is_synchronized();
        let ends = endpoint.peer_closed();
        let finished = matches!(
            endpoint.state(),
            tcp::State::FinWait2 | tcp::State::TimeWait | tcp::State::Closed
        );
        let rest = connection.holds_unread()
            || (connection.reads_at_leisure && ends && !connection.told_end);
        let failure = endpoint.error();
        let input = if let Some(failure) = failure.filter(|_| !connection.told_error && !rest) {
            connection.told_error = true;
            Input::Error(SocketError::Tcp(failure))
        } else if open && !connection.told_open {
            connection.told_open = true;
            if connection.passive {
                Input::Accepted { from: remote }
            } else {
                Input::Connected
            }
        } else if endpoint.readable_len() > connection.left_unread {
            // Once for what came: a program that is slow reads the rest when it finds the time.
            connection.left_unread = endpoint.readable_len();
            Input::Readable { from: remote }
        } else if ends && !connection.told_end {
            connection.told_end = true;
            Input::StreamEnded { from: remote }
        } else if finished && connection.told_open && !connection.told_finished {
            connection.told_finished = true;
            Input::Finished
        } else if endpoint.send_room() > 0 && connection.told_open && connection.transfer.is_some()
        {
            return self.tell_writable(node, socket, cause);
        } else if endpoint.send_room() > 0 && connection.told_open && connection.wants_room {
            connection.wants_room = false;
            Input::Writable
        } else {
            return false;
        };
        let mut cause = cause;
        if let Input::Error(error) = input {
            // Told late, it is still the reset that it comes of, and not the reading.
            if connection.reads_at_leisure {
                cause = connection.failed_by.or(cause);
            }
            let kind = EventKind::SocketError { error };
            cause = Some(self.record(Place::Socket(node, socket), cause, kind));
        }
        self.tell(node, socket, input, cause);
        true
    }

    /// Tells a sending program that there is room; `false` if it had nothing to write.
    fn tell_writable(&mut self, node: NodeId, socket: SocketId, cause: Option<EventId>) -> bool {
        let before = self.trace.len();
        self.tell(node, socket, Input::Writable, cause);
        self.trace.len() > before
    }

    /// Sees to it that the agenda wakes the endpoint when its next timer runs out. A wake-up that
    /// comes too early, since timers are mostly put off, is cheaper than one for every new deadline.
    fn set_timer(&mut self, node: NodeId, socket: SocketId, cause: Option<EventId>) {
        let last = self.trace.len().checked_sub(1).map(EventId);
        let Some(connection) = self.connection(node, socket) else {
            return;
        };
        let timer = connection.endpoint.poll_timeout();
        if timer != connection.timer {
            connection.timer = timer;
            connection.timer_set_by = cause.or(last);
        }
        let Some(at) = timer else { return };
        if connection.wakes.last().is_none_or(|first| at < *first) {
            connection.wakes.push(at);
            self.agenda.put(at, Due::Connection(node, socket));
        }
    }

    pub(crate) fn connection_timer(&mut self, node: NodeId, socket: SocketId) {
        let now = self.now;
        let Some(connection) = self.connection(node, socket) else {
            return;
        };
        let due = |connection: &Connection| connection.wakes.last().is_some_and(|at| *at <= now);
        if !due(connection) {
            return;
        }
        while due(connection) {
            connection.wakes.pop();
        }
        let cause = connection.timer_set_by;
        if connection
            .endpoint
            .poll_timeout()
            .is_some_and(|at| at <= now)
        {
            connection.endpoint.handle_timeout(now);
            self.pump(node, socket, cause);
        } else {
            self.set_timer(node, socket, cause);
        }
    }

    fn close_if_over(&mut self, node: NodeId, socket: SocketId, cause: Option<EventId>) {
        let over = |connection: &&mut Connection| connection.endpoint.is_closed();
        let Some(connection) = self.connection(node, socket).filter(over) else {
            return;
        };
        let left_before = core::mem::replace(&mut connection.left_table, true);
        if !connection.holds_unread()
            && let Some(host) = self.host_mut(node)
        {
            host.sockets.remove(&socket);
        }
        if !left_before {
            self.record(Place::Socket(node, socket), cause, EventKind::SocketClosed);
        }
    }

    /// Opens a socket that is no connection.
    pub(crate) fn open(
        &mut self,
        node: NodeId,
        owner: ProgramId,
        kind: SocketKind,
        cause: Option<EventId>,
    ) -> Result<SocketId, SocketError> {
        let address = self.nodes[node.index()].address;
        let host = self.host_mut(node).ok_or(SocketError::PoweredOff)?;
        let (protocol, port, remote) = kind.names();
        let taken = match &kind {
            // A port may be listened on while connections have it (RFC 9293 §3.9.1.1).
            SocketKind::Listener { port } => host.listener(*port).is_some(),
            SocketKind::Raw { .. } | SocketKind::Icmp { .. } => false,
            SocketKind::Udp { .. } => host.port_taken(Transport::Udp, port),
            SocketKind::Connection(_) => host.port_taken(Transport::Tcp, port),
        };
        if taken {
            return Err(SocketError::AddressInUse);
        }
        let socket = host.add(owner, kind).ok_or(SocketError::TooManySockets)?;
        let local = SocketAddrV4::new(address, port);
        let kind = EventKind::SocketOpened {
            protocol,
            local,
            remote,
            program: owner,
        };
        self.record(Place::Socket(node, socket), cause, kind);
        Ok(socket)
    }

    /// A free port for a program that does not care which.
    pub(crate) fn free_port(
        &mut self,
        node: NodeId,
        transport: Transport,
        choice: PortChoice,
    ) -> Result<u16, SocketError> {
        let host: &mut Host = self.host_mut(node).ok_or(SocketError::PoweredOff)?;
        host.ephemeral_port(transport, choice)
            .ok_or(SocketError::NoPortLeft)
    }
}

/// Whether this event takes segments for lost, which are then sent again.
fn finds_loss(event: &TcpEvent) -> bool {
    matches!(
        event,
        TcpEvent::RtoExpired { .. }
            | TcpEvent::FastRetransmit { .. }
            | TcpEvent::PartialAck { .. }
            | TcpEvent::PathMtu { .. }
    )
}

/// Whether segments that follow this event are sent because of it.
fn decides_to_send(event: &TcpEvent) -> bool {
    matches!(
        event,
        TcpEvent::RtoExpired { .. }
            | TcpEvent::FastRetransmit { .. }
            | TcpEvent::PartialAck { .. }
            | TcpEvent::PersistExpired { .. }
            | TcpEvent::WindowOpened { .. }
            | TcpEvent::KeepAliveExpired { .. }
            | TcpEvent::KeepAliveGaveUp { .. }
            | TcpEvent::UserTimeoutExpired { .. }
            | TcpEvent::TimestampRejected { .. }
            | TcpEvent::PathMtu { .. }
            | TcpEvent::OutOfOrder { .. }
            | TcpEvent::DuplicateSegment { .. }
            | TcpEvent::DuplicateToReport { .. }
            | TcpEvent::ChallengeAck { .. }
            | TcpEvent::GaveUp { .. }
    )
}
