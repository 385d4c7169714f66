//! [`Marks`]: what of a run a timeline marks: what was sent, broken, mended and lost.

use core::ops::Deref;

use hoplab_sim::{Command, EventId, EventKind, LinkChange, NodeChange, Trace, TraceEvent};
use hoplab_units::Time;

use crate::At;
use crate::table::{self, Table, halve};

/// Marks kept; the older half goes.
const MOST_MARKS: usize = 1 << 16;

/// Something the timeline marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// When.
    pub at: Time,
    /// Which event.
    pub event: EventId,
    /// What sort of thing.
    pub kind: MarkKind,
}

/// The sorts of things the timeline marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// A message was sent.
    Sent,
    /// Something was broken or changed.
    Broke,
    /// Something was mended.
    Mended,
    /// A packet was lost.
    Lost,
}

impl MarkKind {
    /// All of them.
    pub const ALL: [MarkKind; 4] = [
        MarkKind::Sent,
        MarkKind::Broke,
        MarkKind::Mended,
        MarkKind::Lost,
    ];
}

/// Everything that a timeline marks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marks {
    marks: Vec<Mark>,
}

impl Table for Marks {
    fn note(&mut self, event: &TraceEvent, _: &Trace) {
        if let Some(kind) = mark_of(event) {
            halve(&mut self.marks, MOST_MARKS);
            self.marks.push(Mark {
                at: event.at,
                event: event.id,
                kind,
            });
        }
    }

    fn cut(&mut self, from: EventId) {
        table::cut(&mut self.marks, from, |mark| mark.event);
    }
}

impl<R: Deref<Target = Marks>> At<R> {
    /// The marks up to and at a moment, in order.
    pub fn marks_until(&self, until: Time) -> &[Mark] {
        let past = table::before(&self.table.marks, self.here, |mark| mark.event);
        let seen = past.partition_point(|mark| mark.at <= until);
        past.get(..seen).unwrap_or_default()
    }
}

fn mark_of(event: &TraceEvent) -> Option<MarkKind> {
    Some(match &event.kind {
        EventKind::Dropped { .. } => MarkKind::Lost,
        EventKind::Command { command, .. } => match command {
            Command::Send(_) | Command::Start { .. } | Command::Type { .. } => MarkKind::Sent,
            Command::SetTransport(_) | Command::Stop { .. } => return None,
            Command::SetLink {
                change: LinkChange::Restore,
                ..
            }
            | Command::SetNode {
                change: NodeChange::Restore,
                ..
            } => MarkKind::Mended,
            _ => MarkKind::Broke,
        },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Reading;
    use hoplab_replay::{Player, Recording};
    use hoplab_scenario::library;

    #[test]
    fn every_loss_and_every_command_has_its_mark_as_of_every_moment() {
        let scenario = library::find("broken-line").expect("it is in the library");
        let mut player = Player::new(Recording::new(scenario)).expect("it is valid");
        player.seek(Time::from_secs(20));
        let trace = player.world().trace();
        let whole = Reading::whole(Marks::default(), trace);
        let mut fresh = Marks::default();
        for event in trace.iter() {
            let at = At::new(&whole, event.id);
            assert_eq!(at.marks_until(Time::NEVER), fresh.marks);
            let mut cut = whole.clone();
            cut.cut(event.id);
            assert_eq!(cut, fresh);
            fresh.note(event, trace);
        }
        assert_eq!(whole, fresh);
        let lost = |mark: &&Mark| mark.kind == MarkKind::Lost;
        let dropped = |event: &&TraceEvent| matches!(event.kind, EventKind::Dropped { .. });
        let losses = trace.iter().filter(dropped).count();
        assert!(losses > 0);
        assert_eq!(whole.marks.iter().filter(lost).count(), losses);
        let broke = whole
            .marks
            .iter()
            .filter(|mark| mark.kind == MarkKind::Broke);
        assert!(broke.count() > 0);
    }
}
