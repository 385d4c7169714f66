//! Carrying out commands: cutting, crashing, changing, sending.

use hoplab_dns::{Name, RecordSpec};
use hoplab_units::{Rate, Span};

use crate::apps::{AnyProgram, ProgramSpec, StubResolver};
use crate::event::{DropReason, EventKind, Place, Refusal};
use crate::host::Host;
use crate::ids::{Direction, EventId, LinkId, NodeId, ProgramId};
use crate::mail::{Content, Mail};
use crate::program::{Input, ProgramSlot};
use crate::snapshot::ChannelQualities;
use crate::world::{Due, Noticed, World};
use crate::{Command, LinkChange, NodeChange, PacketAction, Payload};

impl World {
    /// The longest delay or jitter a link can be given, and the longest a packet can be held back.
    pub const MAX_DELAY: Span = Span::from_secs(600);
    /// The rates a link can be given, from 1 bit/s to 100 Gbit/s.
    pub const RATES: core::ops::RangeInclusive<Rate> =
        Rate::from_bits_per_sec(1)..=Rate::from_mbit(100_000);
    /// The queue sizes a link can be given: from one full frame to 16 MiB.
    pub const QUEUES: core::ops::RangeInclusive<u32> = 1518..=16 << 20;

    pub(crate) fn carry_out(
        &mut self,
        command: Command,
        scripted: bool,
    ) -> Result<EventId, Refusal> {
        if let Err(why) = self.check(&command) {
            self.record(
                Place::World,
                None,
                EventKind::CommandRefused { command, why },
            );
            return Err(why);
        }
        let place = match &command {
            Command::SetLink { link, .. } => Place::Link(*link),
            Command::SetNode { node, .. } => Place::Node(*node),
            Command::Send(send) => Place::Node(send.from),
            Command::Start { node, .. }
            | Command::SetRecord { node, .. }
            | Command::FlushDns { node } => Place::Node(*node),
            Command::Stop { node, program } | Command::Type { node, program, .. } => {
                Place::Program(*node, *program)
            }
            Command::SetPacket { .. } | Command::SetTransport(_) => Place::World,
        };
        let kind = EventKind::Command {
            command: command.clone(),
            scripted,
        };
        let cause = self.record(place, None, kind);
        match command {
            Command::SetLink {
                link,
                direction,
                change,
            } => {
                self.change_link(link, direction, change, cause);
            }
            Command::SetNode { node, change } => self.change_node(node, change, cause),
            Command::SetPacket { packet, action } => {
                self.tamper(packet, action, cause);
            }
            Command::Send(send) => self.send(send, cause),
            Command::SetTransport(transport) => self.transport = transport,
            program => self.carry_out_at_program(program, cause),
        }
        Ok(cause)
    }

    /// What concerns programs.
    fn carry_out_at_program(&mut self, command: Command, cause: EventId) {
        match command {
            Command::Start { node, program } => {
                self.start_of_spec(node, *program, Some(cause));
            }
            Command::Stop { node, program } => self.end_program(node, program, Some(cause)),
            Command::Type {
                node,
                program,
                text,
            } => self.post(Mail {
                node,
                to: program,
                content: Content::Typed(text),
                cause: Some(cause),
            }),
            Command::FlushDns { node } => self.flush_dns(node, cause),
            Command::SetRecord { node, zone, record } => {
                if let Some(server) = self.name_server(node, &zone) {
                    self.run_program(node, server, Some(cause), |program, sys| {
                        let (zone, record) = (&zone, &*record);
                        program.handle(sys, None, Input::SetRecord { zone, record });
                    });
                }
            }
            Command::SetLink { .. }
            | Command::SetNode { .. }
            | Command::SetPacket { .. }
            | Command::Send(_)
            | Command::SetTransport(_) => {}
        }
    }

    /// Whether a command can be carried out.
    pub(crate) fn check(&self, command: &Command) -> Result<(), Refusal> {
        match command {
            Command::SetLink { link, change, .. } => {
                if link.index() >= self.links.len() {
                    return Err(Refusal::NoSuchLink);
                }
                let within = match change {
                    LinkChange::Delay(span) | LinkChange::Jitter(span) => *span <= World::MAX_DELAY,
                    LinkChange::Rate(rate) => World::RATES.contains(rate),
                    LinkChange::Queue(bytes) => World::QUEUES.contains(bytes),
                    _ => true,
                };
                if within {
                    Ok(())
                } else {
                    Err(Refusal::OutOfBounds)
                }
            }
            Command::SetNode { node, change } => match (self.nodes.get(node.index()), change) {
                (None, _) => Err(Refusal::NoSuchNode),
                (Some(node), NodeChange::Spray(_)) if node.host.is_some() => {
                    Err(Refusal::NotARouter)
                }
                (Some(node), NodeChange::Tcp(_)) if node.host.is_none() => Err(Refusal::NotAHost),
                _ => Ok(()),
            },
            Command::SetPacket { packet, action } => match action {
                PacketAction::Delay(by) if *by > World::MAX_DELAY => Err(Refusal::OutOfBounds),
                _ if self.is_under_way(*packet) => Ok(()),
                _ => Err(Refusal::PacketGone),
            },
            Command::Send(send) => self.check_send(send),
            Command::SetTransport(_) => Ok(()),
            Command::Start { node, program } => self.check_start(*node, program),
            Command::Stop { node, program } => self.check_running(*node, *program),
            Command::Type {
                node,
                program,
                text,
            } => {
                if !(1..=Payload::MAX_TEXT_BYTES).contains(&text.len()) {
                    return Err(Refusal::BadText);
                }
                self.check_running(*node, *program)
            }
            Command::SetRecord { node, zone, record } => self.check_record(*node, zone, record),
            Command::FlushDns { node } => {
                let state = self.nodes.get(node.index()).ok_or(Refusal::NoSuchNode)?;
                state.host.as_ref().ok_or(Refusal::NotAHost).map(|_| ())
            }
        }
    }

    fn check_start(&self, node: NodeId, program: &ProgramSpec) -> Result<(), Refusal> {
        let state = self.nodes.get(node.index()).ok_or(Refusal::NoSuchNode)?;
        let host = state.host.as_ref().ok_or(Refusal::NotAHost)?;
        if !state.up {
            return Err(Refusal::NodeDown);
        }
        if host.programs.len() >= Host::MAX_PROGRAMS {
            return Err(Refusal::TooMany);
        }
        program.check().map_err(|_| Refusal::BadProgram)
    }

    fn flush_dns(&mut self, node: NodeId, cause: EventId) {
        let programs = self.host(node).map_or(0, |host| host.programs.len());
        for place in 0..programs {
            let id = ProgramId(place as u16);
            self.run_program(node, id, Some(cause), |program, sys| {
                program.handle(sys, None, Input::FlushDns);
            });
        }
    }

    /// The program of a host that is the source of a zone.
    fn name_server(&self, node: NodeId, zone: &Name) -> Option<ProgramId> {
        let slots = &self.host(node)?.programs;
        let has_it = |slot: &ProgramSlot| match slot.program.as_ref() {
            Some(AnyProgram::DnsServer(server)) => slot.ended.is_none() && server.has_zone(zone),
            _ => false,
        };
        let place = slots.iter().position(has_it)?;
        Some(ProgramId(place as u16))
    }

    /// Tries a change of records on a copy: whether a zone can have them only the zone knows.
    fn check_record(&self, node: NodeId, zone: &Name, record: &RecordSpec) -> Result<(), Refusal> {
        let state = self.nodes.get(node.index()).ok_or(Refusal::NoSuchNode)?;
        let host = state.host.as_ref().ok_or(Refusal::NotAHost)?;
        let server = self.name_server(node, zone).ok_or(Refusal::NoSuchZone)?;
        let slot = host.programs.get(server.index());
        match slot.and_then(|slot| slot.program.as_ref()) {
            Some(AnyProgram::DnsServer(server)) => server.clone().change(zone, record).map(|_| ()),
            _ => Err(Refusal::NoSuchZone),
        }
    }

    fn check_running(&self, node: NodeId, program: ProgramId) -> Result<(), Refusal> {
        let state = self.nodes.get(node.index()).ok_or(Refusal::NoSuchNode)?;
        let host = state.host.as_ref().ok_or(Refusal::NotAHost)?;
        let slot = host.programs.get(program.index());
        let runs = slot.is_some_and(|slot| slot.ended.is_none());
        runs.then_some(()).ok_or(Refusal::NoSuchProgram)
    }

    fn is_under_way(&self, id: crate::PacketId) -> bool {
        let queued =
            |channel: &crate::channel::Channel| channel.queue.iter().any(|packet| packet.id == id);
        self.transmissions
            .iter()
            .any(|(_, flight)| flight.packet.id == id)
            || self.channels.iter().flatten().any(queued)
            || self
                .agenda
                .any(|due| matches!(due, Due::Offer(_, _, packet) if packet.id == id))
    }

    fn change_link(
        &mut self,
        link: LinkId,
        direction: Option<Direction>,
        change: LinkChange,
        cause: EventId,
    ) {
        let kind = EventKind::LinkChanged { direction, change };
        let cause = self.record(Place::Link(link), Some(cause), kind);
        match change {
            LinkChange::Cut | LinkChange::Restore => {
                let up = change == LinkChange::Restore;
                let state = &mut self.links[link.index()];
                if state.up == up {
                    return;
                }
                state.up = up;
                state.changed_by = Some(cause);
                if !up {
                    self.clear_link(link, cause);
                }
                self.detect_later(cause, Noticed::Link(link, up));
            }
            quality => {
                for each in Direction::BOTH {
                    if direction.is_none_or(|wanted| wanted == each) {
                        self.channel(link, each).qualities.set(quality);
                    }
                }
            }
        }
    }

    fn change_node(&mut self, node: NodeId, change: NodeChange, cause: EventId) {
        let kind = EventKind::NodeChanged { change };
        let cause = self.record(Place::Node(node), Some(cause), kind);
        let state = &mut self.nodes[node.index()];
        match change {
            NodeChange::Crash if state.up => self.crash(node, cause),
            NodeChange::Restore if !state.up => {
                state.up = true;
                state.changed_by = Some(cause);
                self.find_way_out(node, cause);
                self.boot(node, Some(cause));
                self.detect_later(cause, Noticed::Node(node, true));
            }
            NodeChange::Crash | NodeChange::Restore => {}
            NodeChange::Icmp(on) => state.icmp = on,
            NodeChange::MemoryCorruption(share) => state.memory_corruption = share,
            NodeChange::Spray(on) => state.spray = on,
            NodeChange::Tcp(switch) => {
                if let Some(host) = &mut state.host {
                    switch.set(&mut host.spec.tcp);
                }
            }
        }
    }

    /// Power off: routes, queues, sockets and programs are lost. Frames already on a channel fly on.
    fn crash(&mut self, node: NodeId, cause: EventId) {
        let state = &mut self.nodes[node.index()];
        state.up = false;
        state.changed_by = Some(cause);
        state.routes.clear();
        state.routes_changed_by = Some(cause);
        if let Some(host) = &mut state.host {
            let sequence_numbers = host.sequence_numbers.after_restart();
            // Socket ids go on, so that a timer set before the crash meets no new socket.
            // Ports go on too: an old connection half-open on the other side is not met by chance, nor is an answer
            // to an old ping.
            let (next_socket, next_port) = (host.next_socket, host.next_port);
            let next_icmp_id = host.next_icmp_id;
            let (random, query_ports) = (host.random.clone(), host.query_ports.clone());
            **host = Host::new(host.spec.clone(), sequence_numbers, random, query_ports);
            (host.next_socket, host.next_port) = (next_socket, next_port);
            host.next_icmp_id = next_icmp_id;
        }
        self.agenda
            .retain(|due| !matches!(due, Due::Program(of, ..) if *of == node));
        for index in 0..self.links.len() {
            let [a, b] = self.links[index].ends;
            for (end, direction) in [(a, Direction::AToB), (b, Direction::BToA)] {
                if end == node {
                    let link = LinkId(index as u16);
                    self.clear_queue(link, direction, DropReason::NodeDown, cause);
                }
            }
        }
        let ends: Vec<[NodeId; 2]> = self.links.iter().map(|link| link.ends).collect();
        let sends_from =
            |link: LinkId, direction: Direction| ends[link.index()][direction.index()] == node;
        self.drop_held(
            |due| match due {
                Due::Loopback(of, _) => *of == node,
                Due::Offer(link, direction, _) => sends_from(*link, *direction),
                _ => false,
            },
            DropReason::NodeDown,
            cause,
        );
        self.fail_transfers_of(node, cause);
        self.detect_later(cause, Noticed::Node(node, false));
    }

    /// Power on: the programs of the beginning start, and a host finds its way out at once.
    pub(crate) fn boot(&mut self, node: NodeId, cause: Option<EventId>) {
        let Some(host) = self.host(node) else { return };
        let programs = host.spec.programs.clone();
        let servers = host.spec.resolvers.clone();
        if !servers.is_empty() {
            let stub = AnyProgram::Stub(Box::new(StubResolver::new(servers)));
            let stub = self.start_program(node, StubResolver::summary(), stub, cause);
            if let Some(host) = self.host_mut(node) {
                host.stub = stub;
            }
        }
        for program in programs {
            self.start_of_spec(node, program, cause);
        }
    }

    /// A host that comes up asks nobody for its way out: it knows its own links.
    fn find_way_out(&mut self, node: NodeId, cause: EventId) {
        if self.host(node).is_none() {
            return;
        }
        let mut vertices = self.vertices();
        vertices[node.index()].up = true;
        let table = crate::routes::compute(&vertices, &self.edges()).swap_remove(node.index());
        let state = &mut self.nodes[node.index()];
        state.routes = table;
        state.routes_changed_by = Some(cause);
    }

    /// Routers will notice a change after the detection delay.
    fn detect_later(&mut self, cause: EventId, noticed: Noticed) {
        let at = self.now + self.spec.detection_delay;
        self.agenda.put(at, Due::Detection(cause, noticed));
    }

    /// Routers have noticed a change: everyone takes the routes that fit what is known by now.
    pub(crate) fn reroute(&mut self, cause: EventId, noticed: Noticed) {
        match noticed {
            Noticed::Link(link, up) => self.links[link.index()].believed_up = up,
            Noticed::Node(node, up) => self.nodes[node.index()].believed_up = up,
        }
        let tables = crate::routes::compute(&self.vertices(), &self.edges());
        let mut changed = Vec::new();
        let mut fresh = Vec::new();
        for (index, table) in tables.into_iter().enumerate() {
            let state = &mut self.nodes[index];
            // A node that is off learns nothing; one that nobody knows to be on yet, if it is a
            // host, keeps the way out it has found itself.
            if !state.up || (!state.believed_up && state.host.is_some()) {
                continue;
            }
            let changes = crate::routes::changes(NodeId(index as u16), &state.routes, &table);
            if !changes.is_empty() {
                fresh.push(index);
            }
            changed.extend(changes);
            state.routes = table;
        }
        if !changed.is_empty() {
            let id = self.record(
                Place::World,
                Some(cause),
                EventKind::RoutesChanged { changed },
            );
            for index in fresh {
                self.nodes[index].routes_changed_by = Some(id);
            }
        }
    }
}

impl ChannelQualities {
    fn set(&mut self, change: LinkChange) {
        match change {
            LinkChange::Loss(share) => self.loss = share,
            LinkChange::Delay(span) => self.delay = span,
            LinkChange::Jitter(span) => self.jitter = span,
            LinkChange::Rate(rate) => self.rate = rate,
            LinkChange::Duplication(share) => self.duplication = share,
            LinkChange::Corruption(share) => self.corruption = share,
            LinkChange::Queue(bytes) => self.queue = bytes,
            LinkChange::Cut | LinkChange::Restore => {}
        }
    }
}
