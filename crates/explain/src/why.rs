//! Why something happened: from effect to root cause. Pure.

use hoplab_sim::{EventId, EventKind, Origin, PacketId, TraceEvent};
use hoplab_tcp::{TcpEvent, TransmitReason};

use crate::Moment;
use crate::packets::subject;

/// The most lines of a chain that are told; of a longer one, its beginning and its root.
const MOST_LINES: usize = 14;

/// One line of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// An event.
    Event(EventId),
    /// So many steps of one packet's way, which say nothing new.
    Way(usize),
    /// So many events between the ones above and the root.
    More(usize),
}

/// What an event goes back to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chain {
    /// From its cause to the root.
    pub lines: Vec<Line>,
    /// Whether the last line is the root; otherwise the trace has forgotten what was before.
    pub to_root: bool,
}

/// What became of the packet that was sent again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// The packet that was sent first.
    pub packet: PacketId,
    /// The event that made it.
    pub sent: EventId,
    /// How it ended, if it has.
    pub fate: Option<EventId>,
    /// Why it ended so.
    pub chain: Chain,
}

/// Why an event happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// Its causes.
    pub chain: Chain,
    /// If a segment was sent again on the way here: what became of the first.
    pub earlier: Option<Earlier>,
}

/// Why an event happened. `None` if the trace does not have the event (any more).
pub(crate) fn why(moment: Moment<'_>, event: EventId) -> Option<Why> {
    let start = moment.event(event)?;
    // Further back than the same packet's making lie the losses of other segments.
    let packet = subject(&start.kind);
    let of_this = moment
        .events()
        .causes(event)
        .take_while(|cause| packet.is_some() && subject(&cause.kind) == packet);
    let original = core::iter::once(start).chain(of_this).find_map(resent);
    Some(Why {
        chain: chain(moment, start),
        earlier: original.and_then(|original| earlier(moment, original)),
    })
}

/// The first sending of what this event sends again.
fn resent(event: &TraceEvent) -> Option<EventId> {
    match &event.kind {
        EventKind::Originated {
            why: Origin::Segment(TransmitReason::Retransmit { original_tag, .. }),
            ..
        }
        | EventKind::Tcp(
            TcpEvent::RtoExpired { original_tag, .. }
            | TcpEvent::FastRetransmit { original_tag, .. }
            | TcpEvent::PartialAck { original_tag, .. },
        ) => Some(EventId(*original_tag)),
        _ => None,
    }
}

fn earlier(moment: Moment<'_>, original: EventId) -> Option<Earlier> {
    let EventKind::Originated { packet, .. } = &moment.event(original)?.kind else {
        return None;
    };
    let fate = moment.fate(*packet);
    Some(Earlier {
        packet: *packet,
        sent: original,
        fate: fate.map(|event| event.id),
        chain: fate.map(|event| chain(moment, event)).unwrap_or_default(),
    })
}

fn chain(moment: Moment<'_>, start: &TraceEvent) -> Chain {
    let causes: Vec<&TraceEvent> = moment.events().causes(start.id).collect();
    let to_root = causes
        .last()
        .map_or(start.cause, |root| root.cause)
        .is_none();
    Chain {
        lines: shortened(told(start, &causes)),
        to_root,
    }
}

/// The causes with each packet's way from line to line left out, but for how long it was.
fn told(start: &TraceEvent, causes: &[&TraceEvent]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut effect = start;
    for cause in causes {
        let same = subject(&cause.kind) == subject(&effect.kind);
        match (same && is_way(cause), lines.last_mut()) {
            (true, Some(Line::Way(steps))) => *steps += 1,
            (true, _) => lines.push(Line::Way(1)),
            (false, _) => lines.push(Line::Event(cause.id)),
        }
        effect = cause;
    }
    lines
}

fn is_way(event: &TraceEvent) -> bool {
    matches!(
        event.kind,
        EventKind::Queued { .. }
            | EventKind::Transmitted { .. }
            | EventKind::Received { .. }
            | EventKind::Forwarded { .. }
    )
}

fn shortened(mut lines: Vec<Line>) -> Vec<Line> {
    if lines.len() <= MOST_LINES {
        return lines;
    }
    let root = lines.split_off(lines.len() - 1);
    let left_out = lines.split_off(MOST_LINES - 2);
    let events = left_out.iter().map(|line| match line {
        Line::Event(_) => 1,
        Line::Way(steps) | Line::More(steps) => *steps,
    });
    lines.push(Line::More(events.sum()));
    lines.extend(root);
    lines
}

#[cfg(test)]
mod tests;
