//! What a node does with a packet that reached it: check it, keep it, or pass it on.

use core::net::Ipv4Addr;

use hoplab_units::Share;
use hoplab_wire::{MacAddr, build, ethernet, icmp, ipv4};

use crate::channel::Packet;
use crate::event::{DropReason, EventKind, Origin, Place};
use crate::frame::Frame;
use crate::ids::{Direction, EventId, LinkId, NodeId, SocketId};
use crate::random::Draws;
use crate::routes::longest_match;
use crate::transfer::is_unicast;
use crate::world::{Due, World};
use crate::{ChunkRef, Prefix};

/// The TTL a host or router gives its own packets (RFC 1700; Linux's default).
pub(crate) const INITIAL_TTL: u8 = 64;

/// How a packet leaves a node.
#[derive(Clone, Copy, Debug)]
struct Exit {
    prefix: Prefix,
    link: LinkId,
    direction: Direction,
    next_hop: NodeId,
}

impl World {
    /// A frame came in whole. From here on it is in the node's memory.
    pub(crate) fn receive(&mut self, node: NodeId, mut packet: Packet) {
        let place = Place::Node(node);
        let state = &mut self.nodes[node.index()];
        let fails = state.memory_corruption != Share::NEVER;
        let draws = Draws::draw_where(fails, &mut state.memory);
        if state.memory_corruption.hits(draws.corruption) {
            self.flip_bit(&mut packet, ethernet::HEADER_LEN, draws.bit, place, None);
        }
        let cause = packet.last;
        let Ok(header) = packet.frame.parse_ipv4() else {
            self.drop_packet(packet, place, DropReason::BadIpHeader, cause);
            return;
        };
        if !is_unicast(header.src) {
            // RFC 1122 §3.2.1.3: from nobody who could be answered.
            self.drop_packet(packet, place, DropReason::BadIpHeader, cause);
            return;
        }
        let state = &self.nodes[node.index()];
        if header.dst == state.address {
            self.deliver(node, packet, header);
        } else if state.host.is_some() {
            self.drop_packet(packet, place, DropReason::NotForMe, cause);
        } else {
            self.forward(node, packet, &header);
        }
    }

    /// RFC 1812 §5.2: TTL, route, MTU, then on to the next hop with new MAC addresses.
    fn forward(&mut self, node: NodeId, mut packet: Packet, header: &ipv4::Header) {
        let Exit {
            prefix,
            link,
            direction,
            next_hop,
        } = match self.may_forward(node, header) {
            Ok(exit) => exit,
            Err(why) => return self.refuse(node, packet, why),
        };
        let (src, dst) = self.macs(link, direction);
        packet.frame = packet.frame.with_headers(|bytes| {
            ethernet::rewrite_macs(bytes, dst, src);
            ipv4::decrement_ttl(bytes.get_mut(ethernet::HEADER_LEN..).unwrap_or(&mut []));
        });
        let ttl = header.ttl - 1;
        let kind = EventKind::Forwarded {
            packet: packet.id,
            ttl,
            prefix,
            next_hop,
            link,
        };
        packet.last = self.record(Place::Node(node), Some(packet.last), kind);
        self.offer(link, direction, packet);
    }

    fn may_forward(&mut self, node: NodeId, header: &ipv4::Header) -> Result<Exit, DropReason> {
        if header.ttl <= 1 {
            return Err(DropReason::TtlExpired);
        }
        let exit = self.exit(node, header.dst)?;
        self.fits(header.total_len, exit.link)?;
        Ok(exit)
    }

    /// Drops a packet that a node can't pass on or hand over, and tells its sender where that is called for.
    pub(crate) fn refuse(&mut self, node: NodeId, packet: Packet, why: DropReason) {
        let about = packet.id;
        let cause = self.why_refused(node, why).unwrap_or(packet.last);
        let frame = packet.frame.clone();
        let dropped = self.drop_packet(packet, Place::Node(node), why, cause);
        if let Some(report) = icmp_for(why) {
            self.report(node, about, &frame, report, dropped);
        }
    }

    /// For a route that is missing: what took it away.
    fn why_refused(&self, node: NodeId, why: DropReason) -> Option<EventId> {
        let missing = matches!(why, DropReason::NoRoute | DropReason::NoSuchHost);
        self.nodes[node.index()]
            .routes_changed_by
            .filter(|_| missing)
    }

    /// Every packet here has Don't Fragment set, as Linux sends them: nothing is ever cut up.
    fn fits(&self, len: u16, link: LinkId) -> Result<(), DropReason> {
        let mtu = self.links[link.index()].mtu;
        if len > mtu {
            Err(DropReason::TooBig { mtu })
        } else {
            Ok(())
        }
    }

    /// The longest packet that the whole way from a node to an address takes, by the routes in force; the most there
    /// is where there is no way.
    ///
    /// Only for answers by ICMP. A real node lets those be fragmented, so that they come through whatever link is on
    /// their way; nothing is cut up here, so they are made short enough at once. (A router can learn such a figure:
    /// EIGRP carries each route's smallest MTU beside its cost, RFC 7868 §5.6.2.)
    pub(crate) fn way_mtu(&self, node: NodeId, dst: Ipv4Addr) -> u16 {
        let mut mtu = u16::MAX;
        let mut seen = vec![node];
        let mut next = 0;
        while let Some(&at) = seen.get(next) {
            next += 1;
            let state = &self.nodes[at.index()];
            let relays = at == node || state.host.is_none();
            if !relays || state.address == dst {
                continue;
            }
            let hops = longest_match(&state.routes, dst).map_or(&[][..], |route| &route.hops);
            let taken = if state.spray { hops.len() } else { 1 };
            for (link, next_hop) in hops.iter().take(taken) {
                mtu = mtu.min(self.links[link.index()].mtu);
                if !seen.contains(next_hop) {
                    seen.push(*next_hop);
                }
            }
        }
        mtu
    }

    /// The way out of a node towards an address. A spraying router takes its next hops in turn.
    fn exit(&mut self, node: NodeId, dst: Ipv4Addr) -> Result<Exit, DropReason> {
        let state = &mut self.nodes[node.index()];
        let route = longest_match(&state.routes, dst).ok_or(DropReason::NoRoute)?;
        let first = route.hops.first().ok_or(DropReason::NoSuchHost)?;
        let (link, next_hop) = if state.spray {
            state.sprayed = state.sprayed.wrapping_add(1);
            route.hops[state.sprayed as usize % route.hops.len()]
        } else {
            *first
        };
        let prefix = route.prefix;
        let [a, _] = self.links[link.index()].ends;
        let direction = if a == node {
            Direction::AToB
        } else {
            Direction::BToA
        };
        Ok(Exit {
            prefix,
            link,
            direction,
            next_hop,
        })
    }

    /// The MAC addresses at the near and the far end of a channel.
    fn macs(&self, link: LinkId, direction: Direction) -> (MacAddr, MacAddr) {
        let macs = self.links[link.index()].macs;
        (macs[direction.index()], macs[direction.reverse().index()])
    }

    /// Makes a packet at a node and sends it on its way. `build` is given the addresses. Returns
    /// the event of its making and whether there was a way out.
    pub(crate) fn originate(
        &mut self,
        node: NodeId,
        dst: Ipv4Addr,
        (why, socket): (Origin, Option<SocketId>),
        chunk: Option<ChunkRef>,
        cause: Option<EventId>,
        build: impl FnOnce(&build::Path) -> Result<Vec<u8>, hoplab_wire::TooLong>,
    ) -> Result<EventId, DropReason> {
        let own = self.nodes[node.index()].address;
        let exit = if dst == own {
            None
        } else {
            Some(self.exit(node, dst))
        };
        let (src_mac, dst_mac) = match &exit {
            Some(Ok(exit)) => self.macs(exit.link, exit.direction),
            // The loopback interface, or no way out: nobody ever wrote a MAC address into it.
            _ => (MacAddr([0; 6]), MacAddr([0; 6])),
        };
        let state = &mut self.nodes[node.index()];
        state.next_identification = state.next_identification.wrapping_add(1);
        let path = build::Path {
            src_mac,
            dst_mac,
            src: own,
            dst,
            ttl: INITIAL_TTL,
            identification: state.next_identification,
            dont_fragment: true,
        };
        let Ok(bytes) = build(&path) else {
            return Err(DropReason::TooBig { mtu: u16::MAX });
        };
        let frame = Frame::new(bytes);
        let place = Place::Node(node);
        let id = self.new_packet_id();
        let kind = EventKind::Originated {
            packet: id,
            frame: frame.clone(),
            why,
            socket,
            transfer: chunk,
        };
        let born = self.record(place, cause, kind);
        let packet = Packet {
            id,
            frame,
            last: born,
            chunk,
        };
        let Some(exit) = exit else {
            self.agenda
                .put(self.now, Due::Loopback(node, Box::new(packet)));
            return Ok(born);
        };
        let len = packet
            .frame
            .parse_ipv4()
            .map_or(u16::MAX, |ip| ip.total_len);
        match exit.and_then(|exit| self.fits(len, exit.link).map(|()| exit)) {
            Ok(exit) => {
                self.offer(exit.link, exit.direction, packet);
                Ok(born)
            }
            Err(why) => {
                let cause = self.why_refused(node, why).unwrap_or(born);
                self.drop_packet(packet, place, why, cause);
                Err(why)
            }
        }
    }

    /// Tells a packet's sender by ICMP what became of it, where the node does that and where the
    /// rules allow: never about an ICMP error (RFC 1122 §3.2.2). Nodes here do not limit their rate.
    pub(crate) fn report(
        &mut self,
        node: NodeId,
        about: crate::PacketId,
        frame: &Frame,
        message: Report,
        cause: EventId,
    ) {
        let packet = frame.packet();
        let Some((header, payload)) = ipv4::parse_quoted(&packet) else {
            return;
        };
        let about_error = header.protocol == ipv4::protocol::ICMP
            && !matches!(payload.first(), Some(&(ECHO_REPLY | ECHO_REQUEST)));
        let packet = packet.get(..usize::from(header.total_len));
        let (false, true, Some(packet)) = (about_error, self.nodes[node.index()].icmp, packet)
        else {
            return;
        };
        let quoted = icmp::quote(packet, self.way_mtu(node, header.src));
        let message = match message {
            Report::TtlExceeded => icmp::Message::TimeExceeded { code: 0, quoted },
            Report::Unreachable(code) => icmp::Message::DestinationUnreachable { code, quoted },
        };
        let why = Origin::IcmpError { about };
        // Whether the report finds a way back is in the trace; nobody waits for it here.
        let _ = self.originate(node, header.src, (why, None), None, Some(cause), |path| {
            build::icmp(path, &message)
        });
    }
}

/// The ICMP types that are no errors (RFC 792), of those that occur here.
const ECHO_REPLY: u8 = 0;
const ECHO_REQUEST: u8 = 8;

/// What an ICMP error says.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Report {
    TtlExceeded,
    Unreachable(icmp::UnreachableCode),
}

/// The ICMP error that a drop calls for (RFC 792, RFC 1812 §5.2.7).
pub(crate) fn icmp_for(why: DropReason) -> Option<Report> {
    use icmp::UnreachableCode as Code;
    match why {
        DropReason::TtlExpired => Some(Report::TtlExceeded),
        DropReason::NoRoute => Some(Report::Unreachable(Code::Net)),
        DropReason::NoSuchHost => Some(Report::Unreachable(Code::Host)),
        DropReason::TooBig { mtu } => Some(Report::Unreachable(Code::FragmentationNeeded {
            next_hop_mtu: mtu,
        })),
        DropReason::NoSocket { ports: true } => Some(Report::Unreachable(Code::Port)),
        DropReason::NoSocket { ports: false } => Some(Report::Unreachable(Code::Protocol)),
        _ => None,
    }
}
