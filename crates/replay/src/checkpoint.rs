//! Copies of the world along the way, from which a moment in the past is reached quickly.

use hoplab_sim::World;
use hoplab_units::Time;

/// The world at one moment, and how far the recording's commands had been carried out.
#[derive(Clone)]
pub(crate) struct Checkpoint {
    pub(crate) world: World,
    pub(crate) next_command: usize,
}

impl Checkpoint {
    fn events(&self) -> u64 {
        self.world.trace().len()
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
    /// Trace events between two checkpoints, at first: a millisecond's work. One of a run with four busy connections
    /// holds 2 MB of their buffers.
    const SPACING: u64 = 6_000;
    /// The most checkpoints besides the first. Worlds share most of their memory.
    const MOST: usize = 64;

    pub(crate) fn new(world: World) -> Checkpoints {
        let start = Checkpoint {
            world,
            next_command: 0,
        };
        Checkpoints {
            start,
            later: Vec::new(),
            spacing: Checkpoints::SPACING,
        }
    }

    /// Only a beginning: no moment after it is ever kept.
    pub(crate) fn only(start: Checkpoint) -> Checkpoints {
        Checkpoints {
            start,
            later: Vec::new(),
            spacing: u64::MAX,
        }
    }

    /// Keeps this moment if it lies far enough behind the last one kept.
    pub(crate) fn offer(&mut self, world: &World, next_command: usize) {
        let last = self.later.last().unwrap_or(&self.start).events();
        if world.trace().len() < last.saturating_add(self.spacing) {
            return;
        }
        self.later.push(Checkpoint {
            world: world.clone(),
            next_command,
        });
        if self.later.len() > Checkpoints::MOST {
            let mut keep = false;
            self.later.retain(|_| {
                keep = !keep;
                !keep
            });
            self.spacing = self.spacing.saturating_mul(2);
        }
    }

    /// The last one that is not after `time`.
    pub(crate) fn before(&self, time: Time) -> &Checkpoint {
        self.later
            .iter()
            .rev()
            .find(|kept| kept.world.now() <= time)
            .unwrap_or(&self.start)
    }

    /// Forgets those after this moment: what follows it will be something else.
    pub(crate) fn cut(&mut self, world: &World, next_command: usize) {
        self.later.retain(|kept| {
            kept.next_command <= next_command
                && kept.world.now() <= world.now()
                && kept.events() <= world.trace().len()
        });
    }

    pub(crate) fn start(&self) -> &Checkpoint {
        &self.start
    }

    pub(crate) fn len(&self) -> usize {
        1 + self.later.len()
    }
}
