//! Who is on the stage: what every recent packet is, where it was, and where it died. Read from
//! the trace, a piece a frame. Pure.

use core::net::SocketAddrV4;
use std::collections::VecDeque;
use std::rc::Rc;

use hoplab_sim::{
    AbsorbReason, ChunkRef, Direction, DropReason, EventId, EventKind, Frame, LinkId, NodeId,
    Origin, PacketId, Place, SocketId, Trace, TraceEvent, World,
};
use hoplab_tcp::TransmitReason;
use hoplab_units::{PageMap, Time, VecMap};
use hoplab_wire::MacAddr;
use hoplab_wire::tcp::Flags;

use super::look::{self, Family, Look, Shape};
use hoplab_explain::sockets::matching::Fields;

/// Packets remembered; past it the oldest are forgotten.
const MOST_FACTS: usize = 8192;
/// Crosses kept; past it the oldest go.
pub const MOST_CROSSES: usize = 48;
/// The latest events, read whole when a run is met in its middle: enough for every packet still
/// under way.
const REREAD_EVENTS: u64 = 40_000;
/// How long a new cross stays whole, in milliseconds of playing.
pub const CROSS_WHOLE_MS: f64 = 2000.0;
/// How long it then takes to fade to a small mark.
pub const CROSS_FADE_MS: f64 = 600.0;
/// Segments of one stream that are numbered.
const MOST_STARTS: usize = 4096;

/// One crossing of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hop {
    /// Which link.
    pub link: LinkId,
    /// Which way.
    pub direction: Direction,
    /// When its first bit went onto the line.
    pub sent: Time,
    /// When its last bit was due at the other end.
    pub arrives: Time,
}

/// What a packet carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cargo {
    /// Nothing for a program.
    Nothing,
    /// A piece of a message, or of a stream the piece with whose bytes it begins: as the log counts them.
    Piece(ChunkRef),
    /// A segment of a stream of which no more is known, counted from 1.
    Segment(u32),
    /// The beginning of a text.
    Text(Rc<str>),
    /// Bytes of which no more is known.
    Bytes,
}

/// How a packet ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It was lost or thrown away.
    Dropped(DropReason),
    /// A program got it.
    Accepted(SocketId),
    /// The host dealt with it itself.
    Absorbed(AbsorbReason),
}

/// What is known of one packet.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// What it looks like.
    pub look: Look,
    /// Where it comes from.
    pub from: SocketAddrV4,
    /// Where it goes.
    pub to: SocketAddrV4,
    /// What it says of which socket it is for, if it can be read.
    pub fields: Option<Fields>,
    /// What it carries.
    pub cargo: Cargo,
    /// What is written on it.
    pub label: Option<Rc<str>>,
    /// Bytes it carries for a program.
    pub payload_len: u16,
    /// Its bytes as a frame.
    pub frame_len: u32,
    /// Hops it may still make.
    pub ttl: u8,
    /// The control bits and the sequence number of a TCP segment.
    pub segment: Option<(Flags, u32)>,
    /// From which network card to which it is on its latest line.
    pub macs: Option<[MacAddr; 2]>,
    /// It carries what was carried before.
    pub resend: bool,
    /// A line made it by delivering twice.
    pub copy: bool,
    /// A bit of it was flipped.
    pub corrupted: bool,
    /// The lines it went over, in order; the last one may be the one it is on.
    pub hops: Vec<Hop>,
    /// How, where and when it ended.
    pub end: Option<(End, Spot, Time)>,
}

/// A place on the stage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spot {
    /// On a line.
    Line {
        /// Which link.
        link: LinkId,
        /// Which way.
        direction: Direction,
        /// How far along, 0 to 1.
        share: f64,
    },
    /// In a node.
    Node(NodeId),
}

/// Where a packet died.
#[derive(Clone, Debug, PartialEq)]
pub struct Cross {
    /// Which packet.
    pub packet: PacketId,
    /// Where.
    pub spot: Spot,
    /// Why.
    pub why: DropReason,
    /// Its protocol.
    pub family: Family,
    /// How long it has been shown, in milliseconds of playing.
    pub age_ms: f64,
}

impl Cross {
    /// How much of the full cross is there: 1 whole, 0 only its small mark.
    pub fn strength(&self, fading: bool) -> f64 {
        let over = self.age_ms - CROSS_WHOLE_MS;
        match fading {
            _ if over <= 0.0 => 1.0,
            true => (1.0 - over / CROSS_FADE_MS).max(0.0),
            false => 0.0,
        }
    }
}

/// One direction of a TCP connection, to number its segments.
#[derive(Debug, Default)]
struct Stream {
    base: u32,
    /// Offsets at which a segment began, ascending.
    starts: Vec<u32>,
}

/// Everything remembered of the trace.
#[derive(Debug, Default)]
pub struct Cast {
    cursor: u64,
    now: Time,
    facts: PageMap<PacketId, Facts>,
    crosses: VecDeque<Cross>,
    streams: VecMap<(SocketAddrV4, SocketAddrV4), Stream>,
    /// Packets dropped on each link so far, as far as read.
    lost: VecMap<LinkId, u32>,
}

impl Cast {
    /// Reads what is new in the world's trace. A trace that became shorter, or a clock that went
    /// back, is another run: everything is forgotten and read anew.
    pub fn read(&mut self, world: &World) {
        let trace = world.trace();
        if trace.len() < self.cursor || world.now() < self.now {
            self.forget();
        }
        if self.cursor == 0 {
            self.read_from_the_beginning(trace);
        } else {
            trace
                .since(EventId(self.cursor))
                .for_each(|event| self.take(event));
        }
        self.cursor = trace.len();
        self.now = world.now();
    }

    /// Reads all there is: the recent part whole, what is older only as far as it still counts.
    fn read_from_the_beginning(&mut self, trace: &Trace) {
        let recent = trace.len().saturating_sub(REREAD_EVENTS);
        for event in trace.iter() {
            if event.id.0 < recent {
                self.skim(event);
            } else {
                self.take(event);
            }
        }
        // What died before this run was looked at has been dead for long.
        self.crosses
            .iter_mut()
            .for_each(|cross| cross.age_ms = f64::MAX);
    }

    /// Takes note only of what still counts when the packet itself is long gone: how many were lost
    /// on each link, and how segments are numbered.
    fn skim(&mut self, event: &TraceEvent) {
        match &event.kind {
            EventKind::Dropped { .. } => self.count_loss(event.place),
            EventKind::Originated { frame, .. } => {
                let Some(summary) = frame.summary() else {
                    return;
                };
                if let Some(tcp) = &summary.tcp {
                    let (from, to) = look::ends(&summary);
                    self.segment_number(from, to, tcp.seq, Look::of(&summary).shape);
                }
            }
            _ => {}
        }
    }

    fn count_loss(&mut self, place: Place) {
        if let Some(link) = place.link() {
            *self.lost.get_or_insert_with(link, || 0) += 1;
        }
    }

    /// Forgets everything: the next [`Cast::read`] begins anew.
    pub fn forget(&mut self) {
        *self = Cast::default();
    }

    /// What is known of a packet.
    pub fn facts(&self, packet: PacketId) -> Option<&Facts> {
        self.facts.get(packet)
    }
    /// Where packets died of late, oldest first.
    pub fn crosses(&self) -> impl DoubleEndedIterator<Item = &Cross> {
        self.crosses.iter()
    }
    /// How many packets were dropped on a link.
    pub fn lost_on(&self, link: LinkId) -> u32 {
        self.lost.get(&link).copied().unwrap_or(0)
    }
    /// Lets crosses age by so much playing time. Whether any still changes its looks.
    pub fn age(&mut self, ms: f64) -> bool {
        let mut changing = false;
        for cross in &mut self.crosses {
            changing |= cross.age_ms < CROSS_WHOLE_MS + CROSS_FADE_MS;
            cross.age_ms += ms;
        }
        changing
    }

    /// Takes note of one event.
    pub fn take(&mut self, event: &TraceEvent) {
        match &event.kind {
            EventKind::Originated {
                packet,
                frame,
                why,
                transfer,
                ..
            } => {
                self.meet(*packet, frame, Some(why), *transfer);
            }
            EventKind::Transmitted {
                packet,
                frame,
                arrives,
            } => {
                if let Place::Line(link, direction) = event.place {
                    let hop = Hop {
                        link,
                        direction,
                        sent: event.at,
                        arrives: *arrives,
                    };
                    self.transmitted(*packet, frame, hop);
                }
            }
            EventKind::PacketMeddled {
                packet,
                arrives: Some(arrives),
                ..
            } => {
                let facts = self.facts.get_mut(*packet);
                if let Some(hop) = facts.and_then(|facts| facts.hops.last_mut()) {
                    hop.arrives = *arrives;
                }
            }
            EventKind::Duplicated { packet, copy, .. } => self.duplicated(*packet, *copy),
            EventKind::Corrupted { packet, frame, .. } => {
                self.meet(*packet, frame, None, None).corrupted = true;
            }
            EventKind::Forwarded { packet, ttl, .. } => {
                if let Some(facts) = self.facts.get_mut(*packet) {
                    facts.ttl = *ttl;
                }
            }
            EventKind::Dropped { packet, frame, why } => self.dropped(event, *packet, frame, *why),
            EventKind::Accepted { packet, socket } => {
                self.ended(event, *packet, End::Accepted(*socket));
            }
            EventKind::Absorbed { packet, why } => self.ended(event, *packet, End::Absorbed(*why)),
            _ => {}
        }
    }

    /// The facts of a packet, made from its bytes if it is new.
    fn meet(
        &mut self,
        packet: PacketId,
        frame: &Frame,
        why: Option<&Origin>,
        chunk: Option<ChunkRef>,
    ) -> &mut Facts {
        if self.facts.get(packet).is_none() {
            while self.facts.len() >= MOST_FACTS {
                self.facts.pop_first();
            }
            let mut facts = self.read_frame(frame, chunk);
            facts.resend = matches!(
                why,
                Some(Origin::Segment(TransmitReason::Retransmit { .. }))
            );
            self.facts.insert(packet, facts);
        }
        self.facts.get_or_insert_with(packet, unreadable)
    }

    fn read_frame(&mut self, frame: &Frame, chunk: Option<ChunkRef>) -> Facts {
        let Some(summary) = frame.summary() else {
            return unreadable();
        };
        let look = Look::of(&summary);
        let (from, to) = look::ends(&summary);
        let number = summary
            .tcp
            .and_then(|tcp| self.segment_number(from, to, tcp.seq, look.shape));
        let text = match look.shape {
            Shape::Data => match frame.app_summary() {
                Some(message) => Some(look::app_label(&message)),
                None => look::text_label(look::content(frame, &summary)),
            },
            _ => None,
        };
        let cargo = match (look.shape, text, chunk, number) {
            (Shape::Data, Some(text), ..) => Cargo::Text(text.into()),
            (Shape::Data, None, Some(chunk), _) => Cargo::Piece(chunk),
            (Shape::Data, None, None, Some(number)) => Cargo::Segment(number),
            (Shape::Data, None, None, None) => Cargo::Bytes,
            _ => Cargo::Nothing,
        };
        let label = match &cargo {
            Cargo::Text(text) => Some(text.clone()),
            Cargo::Piece(chunk) => Some(chunk.index.saturating_add(1).to_string().into()),
            Cargo::Segment(number) => Some(number.to_string().into()),
            Cargo::Bytes | Cargo::Nothing => None,
        };
        Facts {
            from,
            to,
            fields: Fields::of(frame),
            cargo,
            label,
            payload_len: summary.payload_len,
            frame_len: frame.len(),
            ttl: summary.ttl,
            segment: summary.tcp.map(|tcp| (tcp.flags, tcp.seq)),
            macs: frame.macs(),
            ..plain(look)
        }
    }

    /// Which segment of its stream begins at this sequence number, counted from 1. A resend has
    /// the number of what it sends again.
    fn segment_number(
        &mut self,
        from: SocketAddrV4,
        to: SocketAddrV4,
        seq: u32,
        shape: Shape,
    ) -> Option<u32> {
        let stream = self.streams.get_or_insert_with((from, to), Stream::default);
        match shape {
            Shape::Syn | Shape::SynAck if stream.base != seq || stream.starts.is_empty() => {
                *stream = Stream {
                    base: seq,
                    starts: Vec::new(),
                };
                None
            }
            Shape::Data => {
                if stream.starts.is_empty() && stream.base == 0 {
                    stream.base = seq.wrapping_sub(1);
                }
                let offset = seq.wrapping_sub(stream.base);
                let place = stream
                    .starts
                    .binary_search(&offset)
                    .unwrap_or_else(|place| {
                        if stream.starts.len() < MOST_STARTS {
                            stream.starts.insert(place, offset);
                        }
                        place
                    });
                Some(place as u32 + 1)
            }
            _ => None,
        }
    }

    fn transmitted(&mut self, packet: PacketId, frame: &Frame, hop: Hop) {
        let ttl = frame.summary().map(|summary| summary.ttl);
        let facts = self.meet(packet, frame, None, None);
        facts.ttl = ttl.unwrap_or(facts.ttl);
        facts.macs = frame.macs();
        facts.hops.push(hop);
    }

    fn duplicated(&mut self, packet: PacketId, copy: PacketId) {
        if let Some(original) = self.facts.get(packet) {
            let facts = Facts {
                copy: true,
                end: None,
                ..original.clone()
            };
            self.facts.insert(copy, facts);
        }
    }

    fn dropped(&mut self, event: &TraceEvent, packet: PacketId, frame: &Frame, why: DropReason) {
        let family = self.meet(packet, frame, None, None).look.family;
        self.ended(event, packet, End::Dropped(why));
        self.count_loss(event.place);
        let Some((_, spot, _)) = self.facts.get(packet).and_then(|facts| facts.end) else {
            return;
        };
        if self.crosses.len() >= MOST_CROSSES {
            self.crosses.pop_front();
        }
        self.crosses.push_back(Cross {
            packet,
            spot,
            why,
            family,
            age_ms: 0.0,
        });
    }

    fn ended(&mut self, event: &TraceEvent, packet: PacketId, end: End) {
        let Some(facts) = self.facts.get_mut(packet) else {
            return;
        };
        let spot = match event.place {
            Place::Line(link, direction) => Spot::Line {
                link,
                direction,
                share: share_at(&facts.hops, link, direction, event.at),
            },
            Place::Link(link) => Spot::Line {
                link,
                direction: Direction::AToB,
                share: 0.5,
            },
            Place::Node(node) | Place::Program(node, _) | Place::Socket(node, _) => {
                Spot::Node(node)
            }
            Place::World => return,
        };
        facts.end = Some((end, spot, event.at));
    }
}

/// How far along its line a packet was at `at`: 0 if it never came onto it.
fn share_at(hops: &[Hop], link: LinkId, direction: Direction, at: Time) -> f64 {
    match hops.last() {
        Some(hop) if hop.link == link && hop.direction == direction => {
            let whole = hop.arrives.since(hop.sent).as_nanos().max(1) as f64;
            (at.since(hop.sent).as_nanos() as f64 / whole).min(1.0)
        }
        _ => 0.0,
    }
}

fn plain(look: Look) -> Facts {
    let nowhere = SocketAddrV4::new(core::net::Ipv4Addr::UNSPECIFIED, 0);
    Facts {
        look,
        from: nowhere,
        to: nowhere,
        fields: None,
        cargo: Cargo::Nothing,
        label: None,
        payload_len: 0,
        frame_len: 0,
        ttl: 0,
        segment: None,
        macs: None,
        resend: false,
        copy: false,
        corrupted: false,
        hops: Vec::new(),
        end: None,
    }
}

/// A packet whose IP header cannot be read.
fn unreadable() -> Facts {
    plain(Look {
        family: Family::Ip,
        shape: Shape::Data,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use hoplab_tcp::RetransmitWhy;
    use hoplab_wire::{build, tcp};

    const LINK: LinkId = LinkId(3);
    const LINE: Place = Place::Line(LINK, Direction::AToB);

    fn path() -> build::Path {
        build::Path {
            src_mac: MacAddr([2, 0, 0, 0, 0, 1]),
            dst_mac: MacAddr([2, 0, 0, 0, 0, 2]),
            src: core::net::Ipv4Addr::new(10, 0, 0, 1),
            dst: core::net::Ipv4Addr::new(10, 0, 1, 1),
            ttl: 9,
            identification: 7,
            dont_fragment: true,
        }
    }
    fn datagram() -> Frame {
        Frame::new(build::udp(&path(), 5, 6, &[1, 2, 3]).unwrap())
    }
    fn segment(seq: u32, flags: Flags, data: &[u8]) -> Frame {
        let header = tcp::Header {
            src_port: 1,
            dst_port: 80,
            seq,
            flags,
            ..Default::default()
        };
        Frame::new(build::tcp(&path(), &header, data).unwrap())
    }

    /// A cast that was told of these events in this order, a millisecond apart.
    fn told(events: Vec<(Place, EventKind)>) -> Cast {
        let mut cast = Cast::default();
        for (i, (place, kind)) in events.into_iter().enumerate() {
            let at = Time::from_millis(i as u64);
            cast.take(&TraceEvent {
                id: EventId(i as u64),
                at,
                place,
                cause: None,
                kind,
            });
        }
        cast
    }
    fn originated(packet: u64, frame: Frame, why: Origin) -> (Place, EventKind) {
        let kind = EventKind::Originated {
            packet: PacketId(packet),
            frame,
            why,
            socket: None,
            transfer: None,
        };
        (Place::Node(NodeId(0)), kind)
    }
    fn transmitted(packet: u64, arrives: u64) -> (Place, EventKind) {
        let arrives = Time::from_millis(arrives);
        (
            LINE,
            EventKind::Transmitted {
                packet: PacketId(packet),
                frame: datagram(),
                arrives,
            },
        )
    }
    fn dropped(place: Place, packet: u64, why: DropReason) -> (Place, EventKind) {
        (
            place,
            EventKind::Dropped {
                packet: PacketId(packet),
                frame: datagram(),
                why,
            },
        )
    }

    #[test]
    fn a_cross_stands_where_the_packet_was_when_it_died() {
        let nothing = (Place::World, EventKind::SocketClosed);
        let cast = told(vec![
            originated(1, datagram(), Origin::Datagram),
            transmitted(1, 5),
            nothing,
            dropped(LINE, 1, DropReason::LinkCut),
        ]);
        let cross = cast.crosses().next().unwrap();
        // Sent at 1 ms, due at 5 ms, died at 3 ms: half way.
        let half = Spot::Line {
            link: LINK,
            direction: Direction::AToB,
            share: 0.5,
        };
        assert_eq!((cross.spot, cross.why), (half, DropReason::LinkCut));
        assert_eq!(cast.lost_on(LINK), 1);
        let (end, ..) = cast.facts(PacketId(1)).unwrap().end.unwrap();
        assert_eq!(end, End::Dropped(DropReason::LinkCut));
    }

    #[test]
    fn a_packet_that_found_the_queue_full_dies_at_the_entrance_of_the_line() {
        let cast = told(vec![
            originated(1, datagram(), Origin::Datagram),
            dropped(LINE, 1, DropReason::QueueFull),
            dropped(Place::Node(NodeId(4)), 2, DropReason::NoRoute),
        ]);
        let spots: Vec<Spot> = cast.crosses().map(|cross| cross.spot).collect();
        let entrance = Spot::Line {
            link: LINK,
            direction: Direction::AToB,
            share: 0.0,
        };
        assert_eq!(spots, [entrance, Spot::Node(NodeId(4))]);
    }

    #[test]
    fn a_cross_is_whole_for_two_seconds_and_then_fades_to_a_mark() {
        let mut cast = told(vec![dropped(LINE, 1, DropReason::Noise)]);
        assert!(cast.age(CROSS_WHOLE_MS));
        assert_eq!(cast.crosses().next().unwrap().strength(true), 1.0);
        cast.age(CROSS_FADE_MS / 2.0);
        let cross = cast.crosses().next().unwrap().clone();
        assert_eq!((cross.strength(true), cross.strength(false)), (0.5, 0.0));
        cast.age(CROSS_FADE_MS);
        assert!(!cast.age(1.0), "nothing changes any more");
        assert_eq!(cast.crosses().next().unwrap().strength(true), 0.0);
    }

    #[test]
    fn only_so_many_crosses_are_kept() {
        let drops = (0..MOST_CROSSES as u64 + 5).map(|i| dropped(LINE, i, DropReason::Noise));
        let cast = told(drops.collect());
        assert_eq!(cast.crosses().count(), MOST_CROSSES);
        assert_eq!(cast.crosses().next().unwrap().packet, PacketId(5));
    }

    #[test]
    fn segments_are_numbered_and_a_resend_has_the_number_of_what_it_sends_again() {
        let again = TransmitReason::Retransmit {
            why: RetransmitWhy::PartialAck,
            original_tag: 0,
            attempt: 1,
        };
        let data = || Origin::Segment(TransmitReason::Data);
        let cast = told(vec![
            originated(
                1,
                segment(999, Flags::SYN, b""),
                Origin::Segment(TransmitReason::Syn),
            ),
            originated(2, segment(1000, Flags::ACK, &[1; 8]), data()),
            originated(3, segment(1008, Flags::ACK, &[1; 8]), data()),
            originated(
                4,
                segment(1000, Flags::ACK, &[1; 8]),
                Origin::Segment(again),
            ),
        ]);
        let facts = [1, 2, 3, 4].map(|packet| cast.facts(PacketId(packet)).unwrap());
        assert_eq!(facts[0].cargo, Cargo::Nothing);
        assert_eq!(
            [1, 2, 3].map(|i: usize| facts[i].cargo.clone()),
            [1, 2, 1].map(Cargo::Segment)
        );
        assert_eq!(
            [1, 2, 3].map(|i: usize| facts[i].resend),
            [false, false, true]
        );
    }

    #[test]
    fn a_packet_has_the_number_of_the_piece_that_the_log_tells() {
        let chunk = ChunkRef {
            transfer: hoplab_sim::TransferId(0),
            index: 47,
        };
        let data = Origin::Segment(TransmitReason::Data);
        let (place, kind) = originated(1, segment(9_000, Flags::ACK, &[1; 8]), data);
        let EventKind::Originated {
            packet, frame, why, ..
        } = kind
        else {
            panic!("it is made")
        };
        let kind = EventKind::Originated {
            packet,
            frame,
            why,
            socket: None,
            transfer: Some(chunk),
        };
        let cast = told(vec![(place, kind)]);
        let facts = cast.facts(packet).unwrap();
        assert_eq!(facts.cargo, Cargo::Piece(chunk));
        assert_eq!(facts.label.as_deref(), Some("48"));
    }

    #[test]
    fn a_copy_made_by_the_line_is_known_as_one() {
        let (packet, copy) = (PacketId(1), PacketId(2));
        let cast = told(vec![
            originated(1, datagram(), Origin::Datagram),
            transmitted(1, 5),
            (LINE, EventKind::Duplicated { packet, copy, .. }),
            (
                LINE,
                EventKind::Corrupted {
                    packet: copy,
                    bit: 300,
                    frame: datagram(),
                },
            ),
        ]);
        let facts = cast.facts(copy).unwrap();
        assert!(facts.copy && facts.corrupted && facts.hops.len() == 1);
        assert!(!cast.facts(packet).unwrap().corrupted);
    }

    #[test]
    fn a_packet_met_in_the_middle_of_its_way_is_known_by_its_bytes() {
        let cast = told(vec![transmitted(7, 5)]);
        let facts = cast.facts(PacketId(7)).unwrap();
        assert_eq!(
            (facts.look.family, facts.to.port(), facts.ttl),
            (Family::Udp, 6, 9)
        );
    }

    #[test]
    fn memory_is_bounded() {
        let many = MOST_FACTS as u64 + 10;
        let cast = told((0..many).map(|i| transmitted(i, i + 5)).collect());
        assert_eq!(cast.facts.len(), MOST_FACTS);
        assert!(cast.facts(PacketId(0)).is_none() && cast.facts(PacketId(many - 1)).is_some());
    }

    #[test]
    fn a_packet_that_was_delayed_dies_where_it_had_come_to() {
        let delayed = EventKind::PacketMeddled {
            packet: PacketId(1),
            action: hoplab_sim::PacketAction::Delay(hoplab_units::Span::from_millis(30)),
            arrives: Some(Time::from_millis(40)),
        };
        let mut cast = told(vec![transmitted(1, 10), (LINE, delayed)]);
        let killed = TraceEvent {
            id: EventId(2),
            at: Time::from_millis(20),
            place: LINE,
            cause: None,
            kind: EventKind::Dropped {
                packet: PacketId(1),
                frame: datagram(),
                why: DropReason::LinkCut,
            },
        };
        cast.take(&killed);
        let Some(Spot::Line { share, .. }) = cast.crosses().next().map(|cross| cross.spot) else {
            panic!("it died on a line")
        };
        assert!((share - 0.5).abs() < 0.01, "{share} of the way");
    }

    /// Two hosts on one lossy line; the picture is sent across it over UDP.
    fn world() -> World {
        let scenario = hoplab_scenario::Scenario::from_json(
            r#"{"nodes": [
                {"id": "a", "role": "host", "address": "10.0.0.1"},
                {"id": "b", "role": "host", "address": "10.0.0.2",
                 "programs": [{"viewer": {"name": "viewer", "port": 80}}]}
            ], "links": [{"a": "a", "b": "b", "loss": "20%"}], "script": [
                {"at": "0s", "command": {"send": {"from": "a", "to": "10.0.0.2", "port": 80,
                 "payload": "picture", "transport": "udp"}}}
            ]}"#,
        );
        World::new(&scenario.unwrap().to_spec().unwrap())
    }

    #[test]
    fn reading_bit_by_bit_is_the_same_as_reading_at_once() {
        let (mut world, mut bit_by_bit, mut at_once) = (world(), Cast::default(), Cast::default());
        for millis in 0..200 {
            world.run_until(Time::from_millis(millis), 10_000);
            bit_by_bit.read(&world);
        }
        at_once.read(&world);
        assert!(bit_by_bit.crosses().count() > 1, "a fifth of 64 is lost");
        assert_eq!(bit_by_bit.facts, at_once.facts);
        let dead = |cast: &Cast| cast.crosses().map(|cross| cross.packet).collect::<Vec<_>>();
        assert_eq!(dead(&bit_by_bit), dead(&at_once));
        assert_eq!(bit_by_bit.lost_on(LinkId(0)), at_once.lost_on(LinkId(0)));
    }

    #[test]
    fn what_is_only_skimmed_still_counts_for_losses_and_numbers() {
        let frame = |seq| segment(seq, Flags::ACK, &[1; 8]);
        let data =
            |packet, seq| originated(packet, frame(seq), Origin::Segment(TransmitReason::Data));
        let mut cast = Cast::default();
        for (place, kind) in [
            data(1, 1000),
            data(2, 1008),
            dropped(LINE, 1, DropReason::Noise),
        ] {
            let (id, at) = (EventId(0), Time::ZERO);
            cast.skim(&TraceEvent {
                id,
                at,
                place,
                cause: None,
                kind,
            });
        }
        let (place, kind) = data(3, 1016);
        cast.take(&TraceEvent {
            id: EventId(3),
            at: Time::ZERO,
            place,
            cause: None,
            kind,
        });
        assert_eq!(cast.facts(PacketId(3)).unwrap().cargo, Cargo::Segment(3));
        assert_eq!((cast.lost_on(LINK), cast.crosses().count()), (1, 0));
    }

    #[test]
    fn a_run_that_begins_again_is_read_anew() {
        let (mut world, mut cast) = (world(), Cast::default());
        let begun = world.clone();
        world.run_until(Time::from_millis(200), 10_000);
        cast.read(&world);
        assert!(cast.facts(PacketId(0)).is_some() && cast.lost_on(LinkId(0)) > 0);
        cast.read(&begun);
        assert!(cast.facts(PacketId(0)).is_none() && cast.crosses().count() == 0);
        assert_eq!(cast.lost_on(LinkId(0)), 0);
    }
}
