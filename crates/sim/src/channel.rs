//! Channels: one direction of a link each, with the queue before it and the frames on it.

use std::collections::VecDeque;

use hoplab_units::{Span, Time};
use hoplab_wire::ethernet;

use crate::event::{DropReason, EventKind, Place};
use crate::frame::Frame;
use crate::ids::{Direction, EventId, LinkId, NodeId, PacketId};
use crate::random::{Draws, Random, scale};
use crate::slab::Handle;
use crate::snapshot::ChannelQualities;
use crate::world::{Due, World};
use crate::{ChunkRef, PacketAction};

/// A packet at one place of its way.
#[derive(Clone, Debug)]
pub(crate) struct Packet {
    pub(crate) id: PacketId,
    pub(crate) frame: Frame,
    /// The last thing that happened to it.
    pub(crate) last: EventId,
    /// Which piece of which message it carries, for observers.
    pub(crate) chunk: Option<ChunkRef>,
}

/// A frame on a channel.
#[derive(Clone, Debug)]
pub(crate) struct Transmission {
    pub(crate) packet: Packet,
    pub(crate) link: LinkId,
    pub(crate) direction: Direction,
    pub(crate) sent: Time,
    pub(crate) arrives: Time,
    /// Whether it is lost on the way, at random.
    is_lost: bool,
    /// The frame check sequence it was sent with, kept only if its bytes were changed since: for
    /// unchanged bytes the check would hold by definition.
    sent_check: Option<u32>,
}

/// One direction of a link.
#[derive(Clone, Debug)]
pub(crate) struct Channel {
    pub(crate) qualities: ChannelQualities,
    pub(crate) queue: VecDeque<Packet>,
    pub(crate) queued_bytes: u32,
    /// When the last bit of the frame being sent is on the channel.
    busy_until: Time,
    /// The moment of the one wake-up on the agenda that counts; others are left over from before a cut.
    wake_at: Option<Time>,
    random: Random,
}

impl Channel {
    pub(crate) fn new(qualities: ChannelQualities, random: Random) -> Channel {
        Channel {
            qualities,
            queue: VecDeque::new(),
            queued_bytes: 0,
            busy_until: Time::ZERO,
            wake_at: None,
            random,
        }
    }
}

impl World {
    /// The most frames on all channels together; one more is dropped as by a full queue.
    pub const MAX_FRAMES_IN_FLIGHT: usize = 65_536;

    pub(crate) fn channel(&mut self, link: LinkId, direction: Direction) -> &mut Channel {
        &mut self.channels[link.index()][direction.index()]
    }

    /// Gives a frame to the card at the near end of a channel: onto the channel, into the queue, or lost.
    pub(crate) fn offer(&mut self, link: LinkId, direction: Direction, mut packet: Packet) {
        if !self.links[link.index()].up {
            let cause = self.links[link.index()].changed_by.unwrap_or(packet.last);
            self.drop_packet(
                packet,
                Place::Channel(link, direction),
                DropReason::LinkCut,
                cause,
            );
            return;
        }
        let now = self.now;
        let channel = self.channel(link, direction);
        if channel.queue.is_empty() && channel.busy_until <= now {
            return self.transmit(link, direction, packet);
        }
        let queued = channel.queued_bytes + packet.frame.len();
        let place = Place::Channel(link, direction);
        if queued > channel.qualities.queue {
            let cause = packet.last;
            self.drop_packet(packet, place, DropReason::QueueFull, cause);
            return;
        }
        channel.queued_bytes = queued;
        let behind = queued - packet.frame.len();
        let kind = EventKind::Queued {
            packet: packet.id,
            queued_bytes: behind,
        };
        packet.last = self.record(place, Some(packet.last), kind);
        self.channel(link, direction).queue.push_back(packet);
        self.wake_channel(link, direction);
    }

    /// Has the channel taken up again when its present frame is sent.
    fn wake_channel(&mut self, link: LinkId, direction: Direction) {
        let now = self.now;
        let channel = self.channel(link, direction);
        let at = channel.busy_until.max(now);
        if !channel.queue.is_empty() && channel.wake_at.is_none_or(|due| at < due) {
            channel.wake_at = Some(at);
            self.agenda.put(at, Due::ChannelFree(link, direction));
        }
    }

    pub(crate) fn channel_free(&mut self, link: LinkId, direction: Direction) {
        let now = self.now;
        let channel = self.channel(link, direction);
        if channel.wake_at != Some(now) {
            return;
        }
        channel.wake_at = None;
        if channel.busy_until <= now
            && let Some(packet) = channel.queue.pop_front()
        {
            channel.queued_bytes -= packet.frame.len();
            self.transmit(link, direction, packet);
        }
        self.wake_channel(link, direction);
    }

    /// Puts a frame on a free channel. All that is drawn for it is drawn here.
    fn transmit(&mut self, link: LinkId, direction: Direction, mut packet: Packet) {
        let now = self.now;
        let place = Place::Channel(link, direction);
        if self.transmissions.len() >= World::MAX_FRAMES_IN_FLIGHT {
            let cause = packet.last;
            self.drop_packet(packet, place, DropReason::QueueFull, cause);
            return;
        }
        let channel = self.channel(link, direction);
        let qualities = channel.qualities;
        let draws = Draws::draw_where(qualities.are_random(), &mut channel.random);
        let sending = qualities.rate.time_for(packet.frame.wire_len());
        channel.busy_until = now + sending;
        let late = Span::from_nanos(scale(draws.jitter, qualities.jitter.as_nanos()));
        let arrives = now + sending + qualities.delay + late;
        let kind = EventKind::Transmitted {
            packet: packet.id,
            frame: packet.frame.clone(),
            arrives,
        };
        packet.last = self.record(place, Some(packet.last), kind);
        if qualities.duplication.hits(draws.duplication) {
            self.duplicate_flight(link, direction, &packet, arrives, sending, None);
            // The copy takes its own time on the channel.
            self.channel(link, direction).busy_until += sending;
        }
        let mut transmission = Transmission {
            packet,
            link,
            direction,
            sent: now,
            arrives,
            is_lost: qualities.loss.hits(draws.loss),
            sent_check: None,
        };
        if qualities.corruption.hits(draws.corruption) {
            self.corrupt_transmission(&mut transmission, draws.bit, None);
        }
        let mut at = arrives;
        if transmission.is_lost {
            // It is lost anywhere but at the very ends, where its cross would hide a node.
            let way = arrives.since(now);
            let eighth = way.div(8);
            at = now + eighth + Span::from_nanos(scale(draws.spot, (eighth * 6).as_nanos()));
        }
        let handle = self.transmissions.insert(transmission);
        self.agenda.put(at, Due::Transmission(handle));
    }

    /// A second copy of a frame follows the first by the time it takes to send it.
    fn duplicate_flight(
        &mut self,
        link: LinkId,
        direction: Direction,
        packet: &Packet,
        arrives: Time,
        behind: Span,
        sent_check: Option<u32>,
    ) {
        if self.transmissions.len() >= World::MAX_FRAMES_IN_FLIGHT {
            return;
        }
        let id = self.new_packet_id();
        let (sent, arrives) = (self.now + behind, arrives + behind);
        let kind = EventKind::Duplicated {
            packet: packet.id,
            copy: id,
            flight: Some((sent, arrives)),
        };
        let last = self.record(Place::Channel(link, direction), Some(packet.last), kind);
        let copy = Packet {
            id,
            last,
            ..packet.clone()
        };
        let transmission = Transmission {
            packet: copy,
            link,
            direction,
            sent,
            arrives,
            is_lost: false,
            // A copy of a damaged frame carries the damaged frame's check.
            sent_check,
        };
        let handle = self.transmissions.insert(transmission);
        self.agenda.put(arrives, Due::Transmission(handle));
    }

    /// Flips one bit of a frame on a channel. Its frame check sequence was made before that.
    fn corrupt_transmission(
        &mut self,
        transmission: &mut Transmission,
        draw: u32,
        cause: Option<EventId>,
    ) {
        let frame = transmission.packet.frame.clone();
        transmission
            .sent_check
            .get_or_insert_with(|| ethernet::fcs(&frame.to_vec()));
        let place = Place::Channel(transmission.link, transmission.direction);
        self.flip_bit(&mut transmission.packet, 0, draw, place, cause);
    }

    /// Flips one bit of a packet from byte `from` on; `draw` picks which.
    pub(crate) fn flip_bit(
        &mut self,
        packet: &mut Packet,
        from: usize,
        draw: u32,
        place: Place,
        cause: Option<EventId>,
    ) {
        let bits = ((packet.frame.len() as usize).saturating_sub(from) * 8) as u64;
        let bit = from as u32 * 8 + scale(draw, bits) as u32;
        packet.frame = packet.frame.with_bit_flipped(bit);
        let kind = EventKind::Corrupted {
            packet: packet.id,
            bit,
            frame: packet.frame.clone(),
        };
        packet.last = self.record(place, Some(cause.unwrap_or(packet.last)), kind);
    }

    /// A frame's time on a channel is over: it arrives, or is lost.
    pub(crate) fn land(&mut self, handle: Handle) {
        let Some(transmission) = self.transmissions.remove(handle) else {
            return;
        };
        let Transmission {
            mut packet,
            link,
            direction,
            ..
        } = transmission;
        if transmission.is_lost {
            let cause = packet.last;
            self.drop_packet(
                packet,
                Place::Channel(link, direction),
                DropReason::RandomLoss,
                cause,
            );
            return;
        }
        let node = self.far_end(link, direction);
        let place = Place::Node(node);
        if !self.nodes[node.index()].up {
            let cause = self.nodes[node.index()].changed_by.unwrap_or(packet.last);
            self.drop_packet(packet, place, DropReason::NodeDown, cause);
            return;
        }
        let kind = EventKind::Received {
            packet: packet.id,
            frame: packet.frame.clone(),
            link,
        };
        packet.last = self.record(place, Some(packet.last), kind);
        if transmission
            .sent_check
            .is_some_and(|sent| sent != ethernet::fcs(&packet.frame.to_vec()))
        {
            let cause = packet.last;
            self.drop_packet(packet, place, DropReason::BadFrameCheck, cause);
            return;
        }
        self.receive(node, packet);
    }

    pub(crate) fn far_end(&self, link: LinkId, direction: Direction) -> NodeId {
        self.links[link.index()].ends[direction.reverse().index()]
    }

    /// Everything on a link and waiting for it is lost: it was cut.
    pub(crate) fn clear_link(&mut self, link: LinkId, cause: EventId) {
        for handle in self
            .transmissions
            .handles(|transmission| transmission.link == link)
        {
            if let Some(transmission) = self.transmissions.remove(handle) {
                let place = Place::Channel(link, transmission.direction);
                self.drop_packet(transmission.packet, place, DropReason::LinkCut, cause);
            }
        }
        self.drop_held(
            |due| matches!(due, Due::Offer(of, ..) if *of == link),
            DropReason::LinkCut,
            cause,
        );
        for direction in Direction::BOTH {
            self.clear_queue(link, direction, DropReason::LinkCut, cause);
            self.channel(link, direction).busy_until = self.now;
        }
    }

    /// Everything that waits for a channel is lost.
    pub(crate) fn clear_queue(
        &mut self,
        link: LinkId,
        direction: Direction,
        why: DropReason,
        cause: EventId,
    ) {
        let channel = self.channel(link, direction);
        channel.queued_bytes = 0;
        for packet in core::mem::take(&mut channel.queue) {
            self.drop_packet(packet, Place::Channel(link, direction), why, cause);
        }
    }

    /// Packets that were held back, or that a node sent to itself, are lost.
    pub(crate) fn drop_held(
        &mut self,
        which: impl Fn(&Due) -> bool,
        why: DropReason,
        cause: EventId,
    ) {
        for (_, due) in self.agenda.take_all(which) {
            match due {
                Due::Offer(link, direction, packet) => {
                    self.drop_packet(*packet, Place::Channel(link, direction), why, cause);
                }
                Due::Loopback(node, packet) => {
                    self.drop_packet(*packet, Place::Node(node), why, cause);
                }
                _ => {}
            }
        }
    }

    pub(crate) fn drop_packet(
        &mut self,
        packet: Packet,
        place: Place,
        why: DropReason,
        cause: EventId,
    ) -> EventId {
        let kind = EventKind::Dropped {
            packet: packet.id,
            frame: packet.frame,
            why,
        };
        self.record(place, Some(cause), kind)
    }

    /// Does something to one packet under way, wherever it is.
    pub(crate) fn tamper(&mut self, id: PacketId, action: PacketAction, cause: EventId) -> bool {
        match self
            .transmissions
            .handles(|transmission| transmission.packet.id == id)
            .first()
        {
            Some(handle) => self.tamper_on_channel(*handle, action, cause),
            None => self.tamper_in_queue(id, action, cause) || self.tamper_held(id, action, cause),
        }
    }

    fn tamper_on_channel(&mut self, handle: Handle, action: PacketAction, cause: EventId) -> bool {
        let Some(mut transmission) = self.transmissions.remove(handle) else {
            return false;
        };
        let place = Place::Channel(transmission.link, transmission.direction);
        let arrives = match action {
            PacketAction::Delay(by) => transmission.arrives + by,
            _ => transmission.arrives,
        };
        let kind = EventKind::PacketTampered {
            packet: transmission.packet.id,
            action,
            arrives: Some(arrives),
        };
        let cause = self.record(place, Some(cause), kind);
        let due = if transmission.is_lost {
            self.now
        } else {
            transmission.arrives
        };
        match action {
            PacketAction::Kill => {
                self.drop_packet(transmission.packet, place, DropReason::Killed, cause);
                return true;
            }
            PacketAction::Delay(_) => transmission.arrives = arrives,
            PacketAction::Corrupt => {
                let draw = self.tampering.draw();
                self.corrupt_transmission(&mut transmission, draw, Some(cause));
            }
            PacketAction::Duplicate => {
                let sending = self.channels[transmission.link.index()]
                    [transmission.direction.index()]
                .qualities
                .rate
                .time_for(transmission.packet.frame.wire_len());
                let packet = Packet {
                    last: cause,
                    ..transmission.packet.clone()
                };
                self.duplicate_flight(
                    transmission.link,
                    transmission.direction,
                    &packet,
                    transmission.arrives,
                    sending,
                    transmission.sent_check,
                );
            }
        }
        let due = due.max(if transmission.is_lost {
            self.now
        } else {
            transmission.arrives
        });
        let handle = self.transmissions.insert(transmission);
        self.agenda.put(due, Due::Transmission(handle));
        true
    }

    fn tamper_in_queue(&mut self, id: PacketId, action: PacketAction, cause: EventId) -> bool {
        let place = (0..self.channels.len()).find_map(|link| {
            Direction::BOTH.into_iter().find_map(|direction| {
                let queue = &self.channels[link][direction.index()].queue;
                let index = queue.iter().position(|packet| packet.id == id)?;
                Some((LinkId(link as u16), direction, index))
            })
        });
        let Some((link, direction, index)) = place else {
            return false;
        };
        let channel = self.channel(link, direction);
        let Some(mut packet) = channel.queue.remove(index) else {
            return false;
        };
        channel.queued_bytes -= packet.frame.len();
        let place = Place::Channel(link, direction);
        let cause = self.record(
            place,
            Some(cause),
            EventKind::PacketTampered {
                packet: id,
                action,
                arrives: None,
            },
        );
        let mut back = Vec::new();
        match action {
            PacketAction::Kill => {
                self.drop_packet(packet, place, DropReason::Killed, cause);
            }
            PacketAction::Delay(by) => {
                packet.last = cause;
                self.agenda
                    .put(self.now + by, Due::Offer(link, direction, Box::new(packet)));
            }
            PacketAction::Corrupt => {
                // It waits in the node's memory: its frame check is made later, over the wrong bit.
                let draw = self.tampering.draw();
                self.flip_bit(&mut packet, ethernet::HEADER_LEN, draw, place, Some(cause));
                back.push(packet);
            }
            PacketAction::Duplicate => {
                back.push(packet.clone());
                back.extend(self.copy_for_queue(&packet, link, direction, cause));
            }
        }
        let channel = self.channel(link, direction);
        for packet in back.into_iter().rev() {
            channel.queued_bytes += packet.frame.len();
            channel.queue.insert(index, packet);
        }
        true
    }

    /// A copy of a waiting packet, if the queue has room for both.
    fn copy_for_queue(
        &mut self,
        packet: &Packet,
        link: LinkId,
        direction: Direction,
        cause: EventId,
    ) -> Option<Packet> {
        let place = Place::Channel(link, direction);
        let id = self.new_packet_id();
        let kind = EventKind::Duplicated {
            packet: packet.id,
            copy: id,
            flight: None,
        };
        let last = self.record(place, Some(cause), kind);
        let copy = Packet {
            id,
            last,
            ..packet.clone()
        };
        let channel = self.channel(link, direction);
        if channel.queued_bytes + 2 * copy.frame.len() > channel.qualities.queue {
            self.drop_packet(copy, place, DropReason::QueueFull, last);
            return None;
        }
        Some(copy)
    }

    /// Does something to a packet that was held back before.
    fn tamper_held(&mut self, id: PacketId, action: PacketAction, cause: EventId) -> bool {
        let held = self
            .agenda
            .take_all(|due| matches!(due, Due::Offer(_, _, p) if p.id == id));
        for (at, due) in held {
            let Due::Offer(link, direction, mut packet) = due else {
                continue;
            };
            let place = Place::Channel(link, direction);
            let kind = EventKind::PacketTampered {
                packet: id,
                action,
                arrives: None,
            };
            let cause = self.record(place, Some(cause), kind);
            let mut at = at;
            match action {
                PacketAction::Kill => {
                    self.drop_packet(*packet, place, DropReason::Killed, cause);
                    continue;
                }
                PacketAction::Delay(by) => at += by,
                PacketAction::Corrupt => {
                    let draw = self.tampering.draw();
                    let from = ethernet::HEADER_LEN;
                    self.flip_bit(&mut packet, from, draw, place, Some(cause));
                }
                PacketAction::Duplicate => {
                    if let Some(copy) = self.copy_for_queue(&packet, link, direction, cause) {
                        self.agenda
                            .put(at, Due::Offer(link, direction, Box::new(copy)));
                    }
                }
            }
            self.agenda.put(at, Due::Offer(link, direction, packet));
            return true;
        }
        action == PacketAction::Kill
    }
}
