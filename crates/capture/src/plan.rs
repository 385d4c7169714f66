//! What a capture will hold: which events are frames at which interface, and what to say of them.
//!
//! A comment often belongs to a frame that came before its reason (a frame that left and never
//! arrived), so the trace is read once to plan and once to write.

use core::net::Ipv4Addr;
use std::collections::BTreeMap;

use hoplab_sim::{
    Direction, EventId, EventKind, Frame, LinkId, Origin, PacketId, Place, Trace, TraceEvent,
    WorldSpec,
};

use crate::pcapng::Way;
use crate::words::{self, Names};

/// One frame of the capture.
pub(crate) struct Captured {
    /// The event that holds its bytes.
    pub event: EventId,
    /// The interface that saw it: twice the link's place in the list, plus one at the second end.
    pub interface: u32,
    /// Whether it came or went.
    pub way: Way,
}

/// All frames in order, and what to say of some.
pub(crate) struct Plan {
    pub frames: Vec<Captured>,
    /// By place in `frames`.
    pub comments: BTreeMap<usize, Vec<String>>,
    /// Packets that were dropped before any interface saw them.
    pub unseen_drops: u64,
}

/// What names a stretch of one TCP stream: addresses, ports, sequence number.
type SegmentKey = (Ipv4Addr, Ipv4Addr, u16, u16, u32);

/// What is known of a packet while it lives.
#[derive(Default)]
struct Life {
    /// The last frame of it.
    last: Option<usize>,
    /// What to say of it on its next frame or, if there is none, on its last.
    pending: Vec<String>,
    /// Whether its first frame should be remembered as the first with these sequence numbers.
    is_new_segment: bool,
    /// Why it is sent again, until its first frame shows of what it is a repetition.
    resent: Option<String>,
}

struct Planner<'a> {
    trace: &'a Trace,
    spec: &'a WorldSpec,
    names: Names<'a>,
    plan: Plan,
    lives: BTreeMap<PacketId, Life>,
    first_sent: BTreeMap<SegmentKey, usize>,
}

/// The bytes that an event of the plan shows.
pub(crate) fn frame_of(event: &TraceEvent) -> Option<&Frame> {
    match &event.kind {
        EventKind::Transmitted { frame, .. }
        | EventKind::Received { frame, .. }
        | EventKind::Dropped { frame, .. } => Some(frame),
        _ => None,
    }
}

/// Reads the whole trace.
pub(crate) fn plan(trace: &Trace, spec: &WorldSpec) -> Plan {
    let mut planner = Planner {
        trace,
        spec,
        names: Names::new(spec),
        plan: Plan {
            frames: Vec::new(),
            comments: BTreeMap::new(),
            unseen_drops: 0,
        },
        lives: BTreeMap::new(),
        first_sent: BTreeMap::new(),
    };
    for event in trace.iter() {
        planner.read(event);
    }
    planner.plan
}

impl Planner<'_> {
    fn read(&mut self, event: &TraceEvent) {
        match &event.kind {
            EventKind::Originated {
                packet,
                why: Origin::Segment(reason),
                ..
            } => {
                let cause = event.cause.and_then(|cause| self.trace.get(cause));
                let life = self.lives.entry(*packet).or_default();
                match words::resend_reason(reason, cause) {
                    Some(reason) => life.resent = Some(reason),
                    None => life.is_new_segment = true,
                }
            }
            EventKind::Transmitted { packet, frame, .. } => {
                if let Place::Line(link, direction) = event.place {
                    self.capture(
                        *packet,
                        event.id,
                        near_end(link, direction),
                        Way::Outbound,
                        frame,
                    );
                }
            }
            EventKind::Received {
                packet,
                frame,
                link,
            } => {
                if let Some(interface) = self.receiving_end(event.place, *link) {
                    self.capture(*packet, event.id, interface, Way::Inbound, frame);
                }
            }
            EventKind::Duplicated { packet, copy, .. } => {
                let last = self.lives.get(packet).and_then(|life| life.last);
                let pending = vec![format!(
                    "The link delivered packet {packet} twice; this copy is packet {copy} (event {}).",
                    event.id
                )];
                self.lives.insert(
                    *copy,
                    Life {
                        last,
                        pending,
                        ..Life::default()
                    },
                );
            }
            EventKind::Corrupted { packet, bit, .. } => {
                let place = self.names.place(event.place);
                let comment = format!(
                    "Damaged: bit {bit} was flipped at {place} (event {}).",
                    event.id
                );
                self.lives.entry(*packet).or_default().pending.push(comment);
            }
            EventKind::Dropped { packet, frame, .. } => self.drop(*packet, event, frame),
            EventKind::Accepted { packet, .. } | EventKind::Absorbed { packet, .. } => {
                self.end(*packet, None);
            }
            _ => {}
        }
    }

    /// The interface at the far end of `link`, as the node that received saw it.
    fn receiving_end(&self, place: Place, link: LinkId) -> Option<u32> {
        if let Place::Line(link, direction) = place {
            return Some(near_end(link, direction.reverse()));
        }
        let node = place.node()?;
        let ends = self.spec.links.get(link.index())?;
        if ends.a == node {
            Some(near_end(link, Direction::AToB))
        } else if ends.b == node {
            Some(near_end(link, Direction::BToA))
        } else {
            None
        }
    }

    fn capture(
        &mut self,
        packet: PacketId,
        event: EventId,
        interface: u32,
        way: Way,
        frame: &Frame,
    ) {
        let index = self.plan.frames.len();
        self.plan.frames.push(Captured {
            event,
            interface,
            way,
        });
        let life = self.lives.entry(packet).or_default();
        life.last = Some(index);
        let mut comments = core::mem::take(&mut life.pending);
        if let Some(reason) = life.resent.take() {
            let first = segment_key(frame).and_then(|key| self.first_sent.get(&key));
            // Readers of captures count frames from one.
            comments.push(match first {
                Some(first) => format!(
                    "Retransmitted: {reason}; first sent as frame {}.",
                    first + 1
                ),
                None => format!("Retransmitted: {reason}."),
            });
        }
        if core::mem::take(&mut life.is_new_segment)
            && let Some(key) = segment_key(frame)
        {
            self.first_sent.entry(key).or_insert(index);
        }
        self.say(index, comments);
    }

    fn drop(&mut self, packet: PacketId, event: &TraceEvent, frame: &Frame) {
        let seen = self
            .lives
            .get(&packet)
            .is_some_and(|life| life.last.is_some());
        let EventKind::Dropped { why, .. } = &event.kind else {
            return;
        };
        let reason = words::drop_reason(self.names, event.place, *why);
        let because = self.because(event);
        let id = event.id;
        let mut comment = format!(
            "Dropped at {}: {reason} (event {id}{because}).",
            words::clock(event.at)
        );
        match event.place {
            // It would have gone out there next: the frame is whole, only the line never had it.
            Place::Line(link, direction) if !seen => {
                comment.push_str(" It never was on the link.");
                self.capture(packet, id, near_end(link, direction), Way::Outbound, frame);
            }
            _ if !seen => self.plan.unseen_drops += 1,
            _ => {}
        }
        self.end(packet, Some(comment));
    }

    /// `; caused by e119: the user cut the link r1-r3 at 1.2s`, or nothing.
    fn because(&self, event: &TraceEvent) -> String {
        let causes = self.trace.causes(event.id);
        let interventions =
            causes.map_while(|cause| Some((cause.id, words::intervention(self.names, cause)?)));
        match interventions.last() {
            Some((id, text)) => format!("; caused by {id}: {text}"),
            None => String::new(),
        }
    }

    /// The packet's life is over: what was still to be said goes to its last frame.
    fn end(&mut self, packet: PacketId, last_word: Option<String>) {
        let Some(life) = self.lives.remove(&packet) else {
            return;
        };
        if let Some(last) = life.last {
            self.say(last, life.pending.into_iter().chain(last_word).collect());
        }
    }

    fn say(&mut self, frame: usize, comments: Vec<String>) {
        if !comments.is_empty() {
            self.plan
                .comments
                .entry(frame)
                .or_default()
                .extend(comments);
        }
    }
}

/// The interface at the end where frames of this direction go onto the line.
fn near_end(link: LinkId, direction: Direction) -> u32 {
    u32::from(link.0) * 2 + direction.index() as u32
}

/// `None` for what takes up no sequence numbers: bare acknowledgments all look alike.
fn segment_key(frame: &Frame) -> Option<SegmentKey> {
    let summary = frame.summary()?;
    let segment = summary.tcp?;
    let occupies = segment.payload_len > 0
        || segment.flags.contains(hoplab_wire::tcp::Flags::SYN)
        || segment.flags.contains(hoplab_wire::tcp::Flags::FIN);
    occupies.then_some((
        summary.src,
        summary.dst,
        summary.src_port?,
        summary.dst_port?,
        segment.seq,
    ))
}
