//! A packet's life, read from its events: made, sent over line after line, ended. Pure.

use hoplab_sim::{
    ConsumeReason, Direction, DropReason, EventId, EventKind, Frame, LinkId, NodeId, PacketAction,
    PacketId, Place, TraceEvent,
};
use hoplab_units::Time;

use crate::Moment;

/// What a step of a life was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// A node made the packet.
    Made(NodeId),
    /// A line delivered another packet twice; this is the second.
    Copied(PacketId),
    /// It waits for a line.
    Waiting,
    /// It went onto a line.
    Sent(LinkId, Direction),
    /// A copy, which was never sent, came out of a line.
    Came(NodeId),
    /// One of its bits flipped.
    Damaged,
    /// Somebody tampered with it.
    Tampered(PacketAction),
    /// It was lost or thrown away.
    Dropped(DropReason),
    /// A program got it.
    Accepted(NodeId),
    /// A host dealt with it itself.
    Consumed(NodeId, ConsumeReason),
}

/// One step of a packet's life.
#[derive(Clone, Debug, PartialEq)]
pub struct LifeStep {
    /// The event that tells of it.
    pub event: EventId,
    /// When.
    pub at: Time,
    /// Where.
    pub place: Place,
    /// What.
    pub stage: Stage,
    /// The packet's bytes then and there, if any event told them.
    pub frame: Option<Frame>,
}

/// What is still known of a packet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Life {
    /// In the order of time.
    pub steps: Vec<LifeStep>,
    /// Whether the first step is how it was made: otherwise the trace has forgotten that.
    pub from_birth: bool,
}

/// A packet's life as of a moment.
pub(crate) fn life(moment: Moment<'_>, packet: PacketId) -> Life {
    let (events, from_birth) = events(moment, packet);
    Life {
        steps: steps(&events),
        from_birth,
    }
}

/// The events that are about a packet, in the order of time, and whether the first is how it was made.
pub(crate) fn events(moment: Moment<'_>, packet: PacketId) -> (Vec<&TraceEvent>, bool) {
    let events = moment.about(packet);
    let from_birth = events.first().is_some_and(|event| is_birth(&event.kind));
    (events, from_birth)
}

fn is_birth(kind: &EventKind) -> bool {
    matches!(
        kind,
        EventKind::Originated { .. } | EventKind::Duplicated { .. }
    )
}

fn steps(events: &[&TraceEvent]) -> Vec<LifeStep> {
    let mut steps: Vec<LifeStep> = Vec::new();
    let mut latest: Option<Frame> = None;
    for (index, event) in events.iter().enumerate() {
        if let Some(frame) = event.kind.frame() {
            latest = Some(frame.clone());
        }
        let last = index + 1 == events.len();
        let never_sent = !steps
            .iter()
            .any(|step| matches!(step.stage, Stage::Sent(..)));
        if let Some(stage) = stage(event, last, never_sent) {
            steps.push(LifeStep {
                event: event.id,
                at: event.at,
                place: event.place,
                stage,
                frame: latest.clone(),
            });
        }
    }
    // A copy's first events tell no bytes: they are those it is first seen with.
    let first = steps.iter().find_map(|step| step.frame.clone());
    for step in steps.iter_mut().take_while(|step| step.frame.is_none()) {
        step.frame.clone_from(&first);
    }
    steps
}

/// The step that an event is, if it is one worth a line: arrivals and routing decisions lie
/// between one line and the next, and are told by them.
fn stage(event: &TraceEvent, last: bool, never_sent: bool) -> Option<Stage> {
    let node = event.place.node();
    match (&event.kind, event.place) {
        (EventKind::Originated { .. }, _) => node.map(Stage::Made),
        (EventKind::Duplicated { packet, .. }, _) => Some(Stage::Copied(*packet)),
        (EventKind::Queued { .. }, _) => last.then_some(Stage::Waiting),
        (EventKind::Transmitted { .. }, Place::Channel(link, direction)) => {
            Some(Stage::Sent(link, direction))
        }
        (EventKind::Received { .. }, _) if never_sent || last => node.map(Stage::Came),
        (EventKind::Corrupted { .. }, _) => Some(Stage::Damaged),
        (EventKind::PacketTampered { action, .. }, _) => Some(Stage::Tampered(*action)),
        (EventKind::Dropped { why, .. }, _) => Some(Stage::Dropped(*why)),
        (EventKind::Accepted { .. }, _) => node.map(Stage::Accepted),
        (EventKind::Consumed { why, .. }, _) => node.map(|node| Stage::Consumed(node, *why)),
        _ => None,
    }
}
