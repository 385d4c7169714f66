//! [`Recording`]: all that is needed to see the same run again.

use hoplab_scenario::link::LinkState;
use hoplab_scenario::{Scenario, ScenarioError};
use hoplab_sim::{Command, Timed, Transport, WorldSpec};

/// A run as data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    /// The scenario.
    pub scenario: Scenario,
    /// What the world is switched to from the start, whatever the scenario says.
    pub transport: Transport,
    /// Where all randomness comes from, whatever the scenario says.
    pub seed: u64,
    /// What the user did, in order of time; what was done at one moment, in the order it was done.
    pub commands: Vec<Timed>,
}

impl Recording {
    /// The scenario as it is, with nothing done to it.
    pub fn new(scenario: Scenario) -> Recording {
        Recording {
            transport: scenario.transport,
            seed: scenario.seed,
            scenario,
            commands: Vec::new(),
        }
    }

    /// What the world is built from.
    ///
    /// # Errors
    /// Names the scenario's first field that cannot be.
    pub fn to_spec(&self) -> Result<WorldSpec, ScenarioError> {
        let spec = self.scenario.to_spec()?;
        Ok(WorldSpec {
            transport: self.transport,
            seed: self.seed,
            ..spec
        })
    }

    /// Takes out the commands that only make sense over the transport they were given under: those
    /// about single packets, which are others over another transport, and those that switch
    /// transport. Gives what it took out.
    pub(crate) fn drop_transport_bound(&mut self) -> Vec<Timed> {
        let bound = |timed: &Timed| {
            matches!(
                timed.command,
                Command::SetPacket { .. } | Command::SetTransport(_)
            )
        };
        let (dropped, kept) = core::mem::take(&mut self.commands)
            .into_iter()
            .partition(bound);
        self.commands = kept;
        dropped
    }
}

impl From<LinkState> for Recording {
    fn from(state: LinkState) -> Recording {
        let LinkState {
            scenario,
            transport,
            seed,
            mut commands,
            ..
        } = state;
        hoplab_units::insertion_sort(&mut commands, |a, b| a.at < b.at);
        Recording {
            scenario,
            transport,
            seed,
            commands,
        }
    }
}
