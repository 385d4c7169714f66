//! [`Player`]: plays a recording forwards, goes back in it, and takes new commands.

use hoplab_scenario::ScenarioError;
use hoplab_sim::{Command, EventId, Progress, Refusal, Timed, Trace, Transport, World};
use hoplab_units::Time;

use crate::checkpoint::{Checkpoint, Checkpoints};
use crate::head::{Head, SLICE};
use crate::recording::Recording;

/// Events without a trace that one step passes over at most.
const SILENT_EVENTS: u32 = 100_000;

/// A recording, and two moments of its world: the playhead, which goes back and forth, and the furthest that was ever
/// reached. What happens is in memory once: the playhead's trace shares the furthest one's events up to its moment.
#[derive(Clone)]
pub struct Player {
    recording: Recording,
    here: Head,
    /// The furthest moment reached, if the playhead is not at it.
    front: Option<Head>,
    checkpoints: Checkpoints,
    dropped: Vec<Timed>,
}

impl Player {
    /// A player at the beginning of the recording.
    ///
    /// # Errors
    /// If the scenario cannot be: names the field.
    pub fn new(recording: Recording) -> Result<Player, ScenarioError> {
        Player::keeping(recording, Checkpoints::new)
    }

    /// One that is only to play on: it keeps no moments to go back to but the beginning.
    ///
    /// # Errors
    /// If the scenario cannot be: names the field.
    pub fn onward(recording: Recording) -> Result<Player, ScenarioError> {
        Player::keeping(recording, Checkpoints::only)
    }

    fn keeping(
        mut recording: Recording,
        checkpoints: fn(&Head) -> Checkpoints,
    ) -> Result<Player, ScenarioError> {
        hoplab_units::insertion_sort(&mut recording.commands, |a, b| a.at < b.at);
        let here = Head {
            world: World::new(&recording.to_spec()?),
            next_command: 0,
        };
        Ok(Player::at_beginning(recording, checkpoints(&here), here))
    }

    fn at_beginning(recording: Recording, checkpoints: Checkpoints, here: Head) -> Player {
        Player {
            recording,
            checkpoints,
            here,
            front: None,
            dropped: Vec::new(),
        }
    }

    /// The world at this moment. Its trace goes up to this moment.
    pub fn world(&self) -> &World {
        &self.here.world
    }
    /// The world at this moment, when the player is needed no more.
    pub fn into_world(self) -> World {
        self.here.world
    }
    /// The world at the furthest moment ever reached since the last command that changed the future.
    pub fn furthest(&self) -> &World {
        &self.foremost().world
    }
    /// All that is known to happen: the trace up to the furthest moment. [`Player::here`] says how much of it lies
    /// before the playhead.
    pub fn trace(&self) -> &Trace {
        self.furthest().trace()
    }
    /// The first event of [`Player::trace`] that has not happened yet.
    pub fn here(&self) -> EventId {
        EventId(self.here.events())
    }
    fn foremost(&self) -> &Head {
        self.front.as_ref().unwrap_or(&self.here)
    }
    /// What is played, new commands included.
    pub fn recording(&self) -> &Recording {
        &self.recording
    }
    /// This moment.
    pub fn now(&self) -> Time {
        self.here.world.now()
    }
    /// The commands that lie in the future. Issuing one now will drop them.
    pub fn future_commands(&self) -> &[Timed] {
        self.recording
            .commands
            .get(self.here.next_command..)
            .unwrap_or(&[])
    }
    /// How many moments are kept to go back to.
    pub fn checkpoint_count(&self) -> usize {
        self.checkpoints.len()
    }
    /// Whether nothing is on a line and nothing queued; timers may be pending.
    pub fn is_quiet(&self) -> bool {
        self.here.world.is_quiet()
    }
    /// Whether nothing will ever happen again unless somebody does something.
    pub fn is_finished(&self) -> bool {
        self.next_moment().is_none()
    }
    /// When something happens next: in the world by itself, or by a command of the recording.
    pub fn next_moment(&self) -> Option<Time> {
        self.here.next_moment(&self.recording.commands)
    }
    /// As [`Player::next_moment`], but after the furthest moment reached.
    pub fn next_unknown_moment(&self) -> Option<Time> {
        self.foremost().next_moment(&self.recording.commands)
    }

    /// Plays on up to and including `until`, but stops after about `budget` of the queue's
    /// events. However it is cut into slices, the run is the same.
    pub fn advance_to(&mut self, until: Time, budget: u32) -> Progress {
        let mut left = budget;
        self.note_progress();
        loop {
            let commands = &self.recording.commands;
            let progress = self.here.go_on(commands, until, &mut left);
            self.note_progress();
            if let Some(progress) = progress {
                return progress;
            }
        }
    }

    /// As [`Player::advance_to`], but from the furthest moment reached: the playhead stays where it is.
    pub fn look_ahead(&mut self, until: Time, budget: u32) -> Progress {
        let mut left = budget;
        let front = self.front.get_or_insert_with(|| self.here.clone());
        loop {
            let progress = front.go_on(&self.recording.commands, until, &mut left);
            self.checkpoints.offer(front);
            if let Some(progress) = progress {
                return progress;
            }
        }
    }

    /// The playhead has moved on. What it did again is shared; what is new is the furthest now.
    fn note_progress(&mut self) {
        if let Some(front) = &self.front {
            self.here.world.share_trace(&front.world);
            if front.is_after(&self.here) {
                return;
            }
            self.front = None;
        }
        self.checkpoints.offer(&mut self.here);
    }

    /// Plays on until one more thing has happened, or for very long nothing that the trace tells of; `false` if
    /// nothing is left to happen.
    pub fn step(&mut self) -> bool {
        self.note_progress();
        let commands = &self.recording.commands;
        let here = &mut self.here;
        let before = here.events();
        for _ in 0..SILENT_EVENTS {
            match (here.next_command_at(commands), here.world.next_event_at()) {
                (None, None) => return here.events() > before,
                (Some(command), event) if event.is_none_or(|event| command < event) => {
                    here.world.run_until(command, SLICE);
                    here.carry_out_next(commands);
                }
                // One at a time: the world's own step could run past the command, or for ever.
                (_, Some(event)) => {
                    here.world.run_until(event, 1);
                }
                (Some(_), None) => {}
            }
            if here.events() > before {
                break;
            }
        }
        self.note_progress();
        true
    }

    /// Does something now and records it. What the recording had for later is dropped, since from
    /// here on it is another run; [`Player::take_dropped`] gives it.
    ///
    /// # Errors
    /// If the world refuses it: then nothing has changed but that what was due now has happened.
    pub fn issue(&mut self, command: Command) -> Result<EventId, Refusal> {
        self.note_progress();
        let (now, events) = (self.now(), self.here.events());
        let done = self.here.world.try_apply(command.clone());
        if done.is_err() {
            self.note_progress();
            return done;
        }
        self.front = None;
        self.checkpoints.cut(now, events, &mut self.here);
        self.dropped = self.recording.commands.split_off(self.here.next_command);
        self.recording.commands.push(Timed { at: now, command });
        self.here.next_command = self.recording.commands.len();
        done
    }

    /// Lets what has happened so far go, but for the last few events: it has been read, and nobody will ask for it. The
    /// hash covers it all the same.
    pub fn let_go(&mut self) {
        if self.front.is_none() {
            self.here.world.let_go_of_trace();
        }
    }

    /// The commands that the last [`Player::issue`] or [`Player::restart_with`] dropped, once.
    pub fn take_dropped(&mut self) -> Vec<Timed> {
        core::mem::take(&mut self.dropped)
    }

    /// Back to the beginning; the recording stays.
    pub fn restart(&mut self) {
        self.go_to(self.checkpoints.start().head.clone());
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

    /// Goes to the nearest known moment at or before `time`, if that is a shorter way to it than going on
    /// from here. From there [`Player::advance_to`] gets to the moment.
    pub fn rewind_before(&mut self, time: Time) {
        if let Some(front) = self.front.take_if(|front| front.world.now() <= time) {
            self.here = front;
            return;
        }
        let back = time < self.now();
        let first = match back {
            true => self.trace().first().min(self.here.world.trace().first()),
            false => self.trace().first(),
        };
        let kept = self.checkpoints.before(time, first);
        if back || kept.events() > self.here.events() {
            let kept = self.at(kept);
            self.go_to(kept);
        }
    }

    /// A checkpoint with as much of the past as is still kept.
    fn at(&self, kept: &Checkpoint) -> Head {
        let traces = [self.here.world.trace(), self.trace()];
        let parts = traces.map(|trace| trace.up_to(kept.events()));
        match parts.into_iter().flatten().min_by_key(Trace::first) {
            Some(trace) => Head {
                world: kept.head.world.with_trace(trace),
                next_command: kept.head.next_command,
            },
            // It is never so: the furthest trace knows of all checkpoints. From the beginning every moment is reached.
            None => {
                debug_assert!(false, "a checkpoint whose past is forgotten");
                self.checkpoints.start().head.clone()
            }
        }
    }

    fn go_to(&mut self, head: Head) {
        let left = core::mem::replace(&mut self.here, head);
        self.front.get_or_insert(left);
    }

    /// Goes to a moment, backwards or forwards: all that is due at it has happened then. A far
    /// moment takes long; where that matters, use [`Player::rewind_before`] and [`Player::advance_to`].
    pub fn seek(&mut self, time: Time) {
        self.rewind_before(time);
        while self.advance_to(time, u32::MAX) == Progress::BudgetSpent {}
    }
}

#[cfg(test)]
mod tests;
