//! [`Head`]: a world at one moment of a recording, and how it goes on.

use hoplab_sim::{Progress, Timed, World};
use hoplab_units::Time;

/// How many of the queue's events are run between two looks at whether a checkpoint is due.
pub(crate) const SLICE: u32 = 1_000;
/// What carrying out a command costs of a budget, in events: it makes programs, sockets and packets.
const COMMAND_COSTS: u32 = 20;

/// The world at one moment, and how far the recording's commands have been carried out.
#[derive(Clone)]
pub(crate) struct Head {
    pub(crate) world: World,
    /// The first of the recording's commands that has not been carried out yet.
    pub(crate) next_command: usize,
}

impl Head {
    /// How many events the trace has.
    pub(crate) fn events(&self) -> u64 {
        self.world.trace().len()
    }
    /// Whether it has gone further than the other one of the same run.
    pub(crate) fn is_after(&self, other: &Head) -> bool {
        (self.events(), self.world.now()) > (other.events(), other.world.now())
    }

    /// When the next of the recording's commands is due.
    pub(crate) fn next_command_at(&self, commands: &[Timed]) -> Option<Time> {
        // A recording made by hand may have a command before the moment it was loaded at.
        let next = commands.get(self.next_command)?;
        Some(next.at.max(self.world.now()))
    }
    /// When something happens next: in the world by itself, or by a command of the recording.
    pub(crate) fn next_moment(&self, commands: &[Timed]) -> Option<Time> {
        let command = self.next_command_at(commands);
        let event = self.world.next_event_at();
        match (command, event) {
            (Some(command), Some(event)) => Some(command.min(event)),
            (command, event) => command.or(event),
        }
    }

    /// A piece of the way up to and including `until`, which may take `left` of the queue's events; `None`: there is
    /// more to do.
    pub(crate) fn go_on(
        &mut self,
        commands: &[Timed],
        until: Time,
        left: &mut u32,
    ) -> Option<Progress> {
        let command_at = self.next_command_at(commands).filter(|at| *at <= until);
        let target = command_at.unwrap_or(until);
        let due = |world: &World| world.next_event_at().is_some_and(|at| at <= target);
        if self.world.now() < target || due(&self.world) {
            if *left == 0 {
                return Some(Progress::BudgetSpent);
            }
            let slice = SLICE.min(*left);
            let progress = self.world.run_until(target, slice);
            // A slice that ended early still costs something, or many commands cost nothing.
            *left -= match progress {
                Progress::BudgetSpent => slice,
                Progress::Reached => 1,
            };
        } else if command_at.is_none() {
            return Some(Progress::Reached);
        } else if *left == 0 {
            return Some(Progress::BudgetSpent);
        } else {
            // A recording may have thousands of commands at one moment.
            *left = left.saturating_sub(COMMAND_COSTS);
            self.carry_out_next(commands);
        }
        None
    }

    /// Carries out the recording's next command now. If the world refuses it, its trace says so.
    pub(crate) fn carry_out_next(&mut self, commands: &[Timed]) {
        if let Some(timed) = commands.get(self.next_command) {
            let _ = self.world.apply(timed.command.clone());
            self.next_command += 1;
        }
    }
}
