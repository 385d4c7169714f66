//! Rewinding: a long run of pictures over all three transports across a library scenario, played by a
//! [`Player`], which keeps checkpoints, and by a bare world, which keeps none.

use hoplab_replay::{Player, Recording};
use hoplab_scenario::library;
use hoplab_sim::{Command, NodeId, Payload, Progress, Send, Timed, Transport, World};
use hoplab_units::{Span, Time};

use crate::Done;

/// A recording and when it ends.
pub struct Film {
    recording: Recording,
    end: Time,
}

impl Film {
    /// So many pictures, one after another: about 1,500 events each.
    ///
    /// # Panics
    /// If the library lost the scenario.
    pub fn new(pictures: u32) -> Film {
        let scenario = library::find("broken-line").expect("it is in the library");
        let mut recording = Recording::new(scenario);
        let offer = recording.scenario.sendable().swap_remove(0);
        let between = Span::from_millis(700);
        let mut at = Time::from_millis(10);
        for number in 0..pictures {
            let command = Command::Send(Send {
                from: NodeId(0),
                to: offer.to,
                port: offer.port,
                payload: Payload::Picture,
                transport: Some(Transport::ALL[number as usize % 3]),
                interval: None,
                close: hoplab_sim::Closing::AtOnce,
            });
            recording.commands.push(Timed { at, command });
            at += between;
        }
        Film {
            recording,
            end: at + Span::from_secs(2),
        }
    }

    /// When it ends.
    pub fn end(&self) -> Time {
        self.end
    }

    /// Plays it to the end without checkpoints. Who measures drops the world later, as it does a player.
    ///
    /// # Panics
    /// If the scenario cannot be.
    pub fn play_bare(&self) -> (World, Done) {
        let spec = self.recording.to_spec().expect("the scenario is valid");
        let mut world = World::new(&spec);
        for timed in &self.recording.commands {
            run(&mut world, timed.at);
            let _ = world.apply(timed.command.clone());
        }
        run(&mut world, self.end);
        let done = done(&world);
        (world, done)
    }

    /// Plays it to the end with checkpoints.
    ///
    /// # Panics
    /// If the scenario cannot be.
    pub fn play(&self) -> (Player, Done) {
        let mut player = Player::new(self.recording.clone()).expect("the scenario is valid");
        while player.advance_to(self.end, u32::MAX) == Progress::BudgetSpent {}
        let done = done(player.world());
        (player, done)
    }
}

fn run(world: &mut World, until: Time) {
    while world.run_until(until, u32::MAX) == Progress::BudgetSpent {}
}

/// Without the hash, which takes long: it is asked for apart.
fn done(world: &World) -> Done {
    Done {
        events: world.trace().len(),
        simulated: world.now().as_nanos(),
        ..Done::default()
    }
}
