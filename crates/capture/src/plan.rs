//! What a capture will hold: which events are frames at which interface, and what to say of them.
//!
//! A comment often belongs to a frame that came before its reason (a frame that left and never
//! arrived), so the trace is read once to plan and once to write.

use core::net::Ipv4Addr;
use std::collections::BTreeMap;

use hoplab_sim::{
    Direction, EventId, EventKind, Frame, LinkId, Origin, PacketId, Place, Trace, TraceEvent,
};
use hoplab_tcp::{RetransmitWhy, TcpEvent, TransmitReason};
use hoplab_words::story::{self, Names, tcp};
use hoplab_words::{Lang, captures};

use crate::pcapng::Way;
use crate::{RunInfo, clock};

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
    run: RunInfo<'a>,
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
pub(crate) fn plan(trace: &Trace, run: RunInfo<'_>) -> Plan {
    let mut planner = Planner {
        trace,
        run,
        names: run.names(),
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
                match resend_reason(self.run.lang, reason, cause) {
                    Some(reason) => life.resent = Some(reason),
                    None => life.is_new_segment = true,
                }
            }
            EventKind::Transmitted { packet, frame, .. } => {
                if let Place::Channel(link, direction) = event.place {
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
                let pending = vec![captures::copied(self.run.lang, *packet, *copy, event.id)];
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
                let comment = captures::damaged(self.run.lang, *bit, &place, event.id);
                self.lives.entry(*packet).or_default().pending.push(comment);
            }
            EventKind::Dropped { packet, frame, .. } => self.drop(*packet, event, frame),
            EventKind::Accepted { packet, .. } | EventKind::Consumed { packet, .. } => {
                self.end(*packet, None);
            }
            _ => {}
        }
    }

    /// The interface at the far end of `link`, as the node that received saw it.
    fn receiving_end(&self, place: Place, link: LinkId) -> Option<u32> {
        if let Place::Channel(link, direction) = place {
            return Some(near_end(link, direction.reverse()));
        }
        let node = place.node()?;
        let ends = self.run.spec.links.get(link.index())?;
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
            let first = first.map(|first| first + 1);
            comments.push(captures::resent(self.run.lang, &reason, first));
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
        let lang = self.run.lang;
        let reason = story::drop_why(lang, self.names, event.place, *why);
        let (id, place) = (event.id, self.names.place(event.place));
        let told = self.because(event);
        let mut comment = captures::dropped(lang, &clock(event.at), &place, &reason, &told);
        match event.place {
            // It would have gone out there next: the frame is whole, only the line never had it.
            Place::Channel(link, direction) if !seen => {
                comment.push_str(captures::never_on_link(lang));
                self.capture(packet, id, near_end(link, direction), Way::Outbound, frame);
            }
            _ if !seen => self.plan.unseen_drops += 1,
            _ => {}
        }
        self.end(packet, Some(comment));
    }

    /// `e121; caused by e119: the user cut link r1–r3 at 1.2s`, or its number alone.
    fn because(&self, event: &TraceEvent) -> String {
        let causes = self.trace.causes(event.id);
        let did = causes
            .take_while(|cause| is_intervention(&cause.kind))
            .last();
        match did {
            Some(cause) => {
                let what = story::short(self.run.lang, self.names, cause);
                captures::because(self.run.lang, event.id, cause.id, &what, &clock(cause.at))
            }
            None => event.id.to_string(),
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

/// Whether somebody or something interfered: what commonly is the cause of a packet's fate.
fn is_intervention(kind: &EventKind) -> bool {
    matches!(
        kind,
        EventKind::Command { .. }
            | EventKind::LinkChanged { .. }
            | EventKind::NodeChanged { .. }
            | EventKind::PacketTampered { .. }
            | EventKind::RoutesChanged { .. }
            | EventKind::Corrupted { .. }
    )
}

/// Why a segment is sent again; `None` if it is not. `cause` is the event that its making names as its cause.
fn resend_reason(
    lang: Lang,
    reason: &TransmitReason,
    cause: Option<&TraceEvent>,
) -> Option<String> {
    let TransmitReason::Retransmit { why, attempt, .. } = reason else {
        return None;
    };
    let told = match (why, cause.map(|event| &event.kind)) {
        (
            RetransmitWhy::RtoExpired { .. },
            Some(EventKind::Tcp(TcpEvent::RtoExpired { rto, .. })),
        ) => tcp::resend_after(lang, *rto),
        _ => tcp::resend(lang, *why),
    };
    Some(match attempt {
        0 | 1 => told,
        _ => captures::attempt(lang, &told, *attempt),
    })
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
