//! Copies of the world along the way, from which a moment in the past is reached quickly.

use hoplab_sim::World;
use hoplab_units::Time;

use crate::head::Head;

/// A moment to go back to: its world without a trace, since that is kept once, by the player.
#[derive(Clone)]
pub(crate) struct Checkpoint {
    pub(crate) head: Head,
    /// The moment from which on who began here has [`Checkpoints::PAST`] to read.
    past_from: Option<Time>,
}

impl Checkpoint {
    fn of(head: &Head) -> Checkpoint {
        Checkpoint {
            head: Head {
                world: head.world.without_trace(),
                next_command: head.next_command,
            },
            past_from: None,
        }
    }
    /// How many events its world's trace had.
    pub(crate) fn events(&self) -> u64 {
        self.head.events()
    }
}

/// Checkpoints in order of time, the first at the beginning. Their number is bounded: when they
/// are too many, every second one goes and the others come twice as far apart.
#[derive(Clone)]
pub(crate) struct Checkpoints {
    start: Checkpoint,
    later: Vec<Checkpoint>,
    spacing: u64,
}

impl Checkpoints {
    /// Trace events between two checkpoints, at first: two milliseconds' work. One of a run with four busy connections
    /// holds 2 MB of their buffers, and they are made as far as the run is foreseen.
    const SPACING: u64 = 16_000;
    /// The most checkpoints besides the first.
    const MOST: usize = 64;
    /// Where the trace has let go of what came before a checkpoint, so many events are to be read all the same before
    /// the moment that is sought.
    const PAST: u64 = 2_000;

    pub(crate) fn new(start: &Head) -> Checkpoints {
        Checkpoints {
            start: Checkpoint::of(start),
            later: Vec::new(),
            spacing: Checkpoints::SPACING,
        }
    }

    /// Only a beginning: no moment after it is ever kept.
    pub(crate) fn only(start: &Head) -> Checkpoints {
        Checkpoints {
            spacing: u64::MAX,
            ..Checkpoints::new(start)
        }
    }

    /// Keeps this moment if it lies far enough behind the last one kept. The trace is told, so that it can be cut to
    /// it for as long as the checkpoint is there.
    pub(crate) fn offer(&mut self, head: &mut Head) {
        let last = self.later.last_mut().unwrap_or(&mut self.start);
        let (before, events) = (last.events(), head.events());
        if last.past_from.is_none() && events >= before + Checkpoints::PAST {
            last.past_from = Some(head.world.now());
        }
        if events < before.saturating_add(self.spacing) {
            return;
        }
        self.later.push(Checkpoint::of(head));
        if self.later.len() > Checkpoints::MOST {
            let mut keep = false;
            self.later.retain(|_| {
                keep = !keep;
                !keep
            });
            self.spacing = self.spacing.saturating_mul(2);
        }
        self.mark(&mut head.world);
    }

    fn mark(&self, world: &mut World) {
        world.mark_trace(self.later.iter().map(Checkpoint::events));
    }

    /// The last one that is not after `time`, and from which on way to it something of the past can be read in a trace
    /// whose first event is `first`.
    pub(crate) fn before(&self, time: Time, first: u64) -> &Checkpoint {
        let is_good = |kept: &&Checkpoint| {
            kept.head.world.now() <= time
                && (first == 0
                    || kept.events() >= first + Checkpoints::PAST
                    || kept.past_from.is_some_and(|from| from <= time))
        };
        self.later.iter().rev().find(is_good).unwrap_or(&self.start)
    }

    /// Forgets those that do not lie before this moment: what follows it is something else.
    pub(crate) fn cut(&mut self, now: Time, events: u64, head: &mut Head) {
        let next_command = head.next_command;
        self.later.retain(|kept| {
            kept.head.next_command <= next_command
                && kept.head.world.now() <= now
                && kept.events() <= events
        });
        self.mark(&mut head.world);
    }

    pub(crate) fn start(&self) -> &Checkpoint {
        &self.start
    }

    pub(crate) fn len(&self) -> usize {
        1 + self.later.len()
    }
}
