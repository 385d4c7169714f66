//! [`Player`]: plays a recording forwards, goes back in it, and takes new commands.

use hoplab_scenario::ScenarioError;
use hoplab_sim::{Command, EventId, Progress, Refusal, Timed, Transport, World};
use hoplab_units::Time;

use crate::checkpoint::Checkpoints;
use crate::recording::Recording;

/// How many of the queue's events are run between two looks at whether a checkpoint is due.
const SLICE: u32 = 1_000;
/// What carrying out a command costs of a budget, in events: it makes programs, sockets and packets.
const COMMAND_COSTS: u32 = 20;
/// Events without a trace that one step passes over at most.
const SILENT_EVENTS: u32 = 100_000;

/// A recording and the world at one moment of it.
#[derive(Clone)]
pub struct Player {
    recording: Recording,
    world: World,
    /// The first of the recording's commands that has not been carried out yet.
    next_command: usize,
    checkpoints: Checkpoints,
    dropped: Vec<Timed>,
}

impl Player {
    /// A player at the beginning of the recording.
    ///
    /// # Errors
    /// If the scenario cannot be: names the field.
    pub fn new(mut recording: Recording) -> Result<Player, ScenarioError> {
        hoplab_units::insertion_sort(&mut recording.commands, |a, b| a.at < b.at);
        let world = World::new(&recording.to_spec()?);
        let checkpoints = Checkpoints::new(world.clone());
        Ok(Player {
            recording,
            world,
            next_command: 0,
            checkpoints,
            dropped: Vec::new(),
        })
    }

    /// Another player of the same recording, at its beginning, that is only to play on: it keeps no moments to go back
    /// to.
    pub fn ahead(&self) -> Player {
        let start = self.checkpoints.start();
        Player {
            recording: self.recording.clone(),
            world: start.world.clone(),
            next_command: start.next_command,
            checkpoints: Checkpoints::only(start.clone()),
            dropped: Vec::new(),
        }
    }

    /// The world at this moment.
    pub fn world(&self) -> &World {
        &self.world
    }
    /// The world at this moment, when the player is needed no more.
    pub fn into_world(self) -> World {
        self.world
    }
    /// What is played, new commands included.
    pub fn recording(&self) -> &Recording {
        &self.recording
    }
    /// This moment.
    pub fn now(&self) -> Time {
        self.world.now()
    }
    /// The commands that lie in the future. Issuing one now will drop them.
    pub fn future_commands(&self) -> &[Timed] {
        self.recording
            .commands
            .get(self.next_command..)
            .unwrap_or(&[])
    }
    /// How many moments are kept to go back to.
    pub fn checkpoint_count(&self) -> usize {
        self.checkpoints.len()
    }
    /// Whether nothing is on a line and nothing queued; timers may be pending.
    pub fn is_quiet(&self) -> bool {
        self.world.is_quiet()
    }
    /// Whether nothing will ever happen again unless somebody does something.
    pub fn is_finished(&self) -> bool {
        self.next_moment().is_none()
    }
    /// When something happens next: in the world by itself, or by a command of the recording.
    pub fn next_moment(&self) -> Option<Time> {
        let command = self.next_command_at();
        let event = self.world.next_event_at();
        match (command, event) {
            (Some(command), Some(event)) => Some(command.min(event)),
            (command, event) => command.or(event),
        }
    }

    fn next_command_at(&self) -> Option<Time> {
        // A recording made by hand may have a command before the moment it was loaded at.
        self.future_commands()
            .first()
            .map(|timed| timed.at.max(self.world.now()))
    }

    /// Plays on up to and including `until`, but stops after about `budget` of the queue's
    /// events. However it is cut into slices, the run is the same.
    pub fn advance_to(&mut self, until: Time, budget: u32) -> Progress {
        let mut left = budget;
        loop {
            let command_at = self.next_command_at().filter(|at| *at <= until);
            let target = command_at.unwrap_or(until);
            while self.world.now() < target
                || self.world.next_event_at().is_some_and(|at| at <= target)
            {
                if left == 0 {
                    return Progress::BudgetSpent;
                }
                let slice = left.min(SLICE);
                let progress = self.world.run_until(target, slice);
                self.checkpoints.offer(&self.world, self.next_command);
                // A slice that ended early still costs something, or many commands cost nothing.
                left -= if progress == Progress::BudgetSpent {
                    slice
                } else {
                    1
                };
            }
            if command_at.is_none() {
                return Progress::Reached;
            }
            if left == 0 {
                return Progress::BudgetSpent;
            }
            // A recording may have thousands of commands at one moment.
            left = left.saturating_sub(COMMAND_COSTS);
            self.carry_out_next();
        }
    }

    /// Carries out the recording's next command now. If the world refuses it, its trace says so.
    fn carry_out_next(&mut self) {
        if let Some(timed) = self.recording.commands.get(self.next_command) {
            let _ = self.world.apply(timed.command.clone());
            self.next_command += 1;
        }
    }

    /// Plays on until one more thing has happened, or for very long nothing that the trace tells of; `false` if
    /// nothing is left to happen.
    pub fn step(&mut self) -> bool {
        let before = self.world.trace().len();
        for _ in 0..SILENT_EVENTS {
            match (self.next_command_at(), self.world.next_event_at()) {
                (None, None) => return self.world.trace().len() > before,
                (Some(command), event) if event.is_none_or(|event| command < event) => {
                    self.world.run_until(command, SLICE);
                    self.carry_out_next();
                }
                // One at a time: the world's own step could run past the command, or for ever.
                (_, Some(event)) => {
                    self.world.run_until(event, 1);
                }
                (Some(_), None) => {}
            }
            if self.world.trace().len() > before {
                break;
            }
        }
        self.checkpoints.offer(&self.world, self.next_command);
        true
    }

    /// Does something now and records it. What the recording had for later is dropped, since from
    /// here on it is another run; [`Player::take_dropped`] gives it.
    ///
    /// # Errors
    /// If the world refuses it: then nothing has changed, neither the world nor the recording.
    pub fn issue(&mut self, command: Command) -> Result<EventId, Refusal> {
        // A refusal leaves its mark in the trace, so it is tried on a copy.
        let mut world = self.world.clone();
        let event = world.apply(command.clone())?;
        self.checkpoints.cut(&self.world, self.next_command);
        self.world = world;
        self.dropped = self.recording.commands.split_off(self.next_command);
        self.recording.commands.push(Timed {
            at: self.world.now(),
            command,
        });
        self.next_command = self.recording.commands.len();
        Ok(event)
    }

    /// The commands that the last [`Player::issue`] or [`Player::restart_with`] dropped, once.
    pub fn take_dropped(&mut self) -> Vec<Timed> {
        core::mem::take(&mut self.dropped)
    }

    /// Back to the beginning; the recording stays.
    pub fn restart(&mut self) {
        let start = self.checkpoints.start();
        self.world = start.world.clone();
        self.next_command = start.next_command;
    }

    /// Back to the beginning of the same story over another transport: what was done to links and
    /// nodes is done again. Commands that only make sense over the old transport (about single
    /// packets, or to switch) are dropped; [`Player::take_dropped`] gives them.
    ///
    /// # Errors
    /// Never, if the recording was made by a player: it has been checked.
    pub fn restart_with(&mut self, transport: Transport) -> Result<(), ScenarioError> {
        let mut recording = self.recording.clone();
        recording.transport = transport;
        let dropped = recording.drop_transport_bound();
        *self = Player::new(recording)?;
        self.dropped = dropped;
        Ok(())
    }

    /// Goes to the nearest checkpoint at or before `time`, if that is a shorter way to it than going on
    /// from here. From there [`Player::advance_to`] gets to the moment.
    pub fn rewind_before(&mut self, time: Time) {
        let kept = self.checkpoints.before(time);
        let ahead = kept.world.trace().len() > self.world.trace().len();
        if time < self.world.now() || ahead {
            self.world = kept.world.clone();
            self.next_command = kept.next_command;
        }
    }

    /// Goes to a moment, backwards or forwards: all that is due at it has happened then. A far
    /// moment takes long; where that matters, use [`Player::rewind_before`] and [`Player::advance_to`].
    pub fn seek(&mut self, time: Time) {
        self.rewind_before(time);
        while self.advance_to(time, u32::MAX) == Progress::BudgetSpent {}
    }
}
