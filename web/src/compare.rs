//! The same run over all three transports, each played to its end by the engine, a slice at a
//! time so that the page goes on living.

use hoplab_explain::{Events, Record, Tally};
use hoplab_replay::{Player, Recording};
use hoplab_sim::{TransferSnapshot, Transport, ViewerSnapshot};
use hoplab_units::Time;

use crate::seeking::{Budget, Clock};

/// What came of a run over one transport.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Over what.
    pub transport: Transport,
    /// What every viewer has at the end.
    pub viewers: Vec<ViewerSnapshot>,
    /// What became of every message.
    pub transfers: Vec<TransferSnapshot>,
    /// Packets made, lost and segments sent again.
    pub tally: Tally,
}

/// A comparison under way.
pub struct Comparison {
    waiting: Vec<Recording>,
    running: Option<(Player, Record)>,
    until: Time,
    budget: Budget,
    /// What is done.
    pub columns: Vec<Column>,
}

impl Comparison {
    /// The page draws between two slices.
    const BUDGET: Budget = Budget::new(24_000, 12.0);
    /// Trace events after which a run is taken as it is.
    const MOST_EVENTS: u64 = 300_000;
    /// Simulated time after which a run is taken as it is: long enough for TCP to give up.
    const LONGEST: Time = Time::from_secs(600);

    /// The same recording over each transport.
    pub fn new(recording: &Recording) -> Comparison {
        let over = |transport| {
            let mut recording = recording.clone();
            recording.transport = transport;
            // Single packets and switches of transport belong to the run they were done in.
            recording.commands.retain(|timed| {
                !matches!(
                    timed.command,
                    hoplab_sim::Command::SetPacket { .. } | hoplab_sim::Command::SetTransport(_)
                )
            });
            recording
        };
        let waiting = Transport::ALL.into_iter().rev().map(over).collect();
        Comparison {
            waiting,
            running: None,
            until: Comparison::LONGEST,
            budget: Comparison::BUDGET,
            columns: Vec::new(),
        }
    }

    /// Runs a slice further. Whether there is more to do.
    pub fn work(&mut self, clock: Clock) -> bool {
        let Some((player, record)) = &mut self.running else {
            let Some(recording) = self.waiting.pop() else {
                return false;
            };
            // A recording that is on the page is valid, so this never fails.
            self.running = Player::onward(recording)
                .ok()
                .map(|player| (player, Record::default()));
            return true;
        };
        let reached = self.budget.slice(clock).advance(player, self.until);
        record.read(player.world());
        player.let_go();
        let long = Events::of(player.world()).len() > Comparison::MOST_EVENTS;
        if reached || long || player.is_finished() {
            let world = player.world();
            self.columns.push(Column {
                transport: player.recording().transport,
                viewers: world.viewers(),
                transfers: world.transfers(),
                tally: record.tally,
            });
            self.running = None;
        }
        true
    }

    /// Takes note that the last [`Comparison::work`] took so many milliseconds.
    pub fn took(&mut self, ms: f64) {
        self.budget.took(ms);
    }

    /// The transport that is being run and how far; `None` if all three are done.
    pub fn reached(&self) -> Option<(Transport, Time)> {
        let running = self.running.as_ref();
        let now = running.map(|(player, _)| (player.recording().transport, player.now()));
        now.or_else(|| Some((self.waiting.last()?.transport, Time::ZERO)))
    }

    /// Whether all three are done.
    pub fn done(&self) -> bool {
        self.waiting.is_empty() && self.running.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_three_are_run_from_the_barest_to_the_fullest() {
        let scenario = hoplab_scenario::library::find("broken-line").expect("it is there");
        let mut comparison = Comparison::new(&Recording::new(scenario));
        while comparison.work(|| 0.0) {}
        assert!(comparison.done());
        let over: Vec<Transport> = comparison.columns.iter().map(|c| c.transport).collect();
        assert_eq!(over, Transport::ALL);
        let whole = |column: &Column| {
            column.transfers[0]
                .deliveries
                .iter()
                .any(|delivery| delivery.intact)
        };
        let wholes: Vec<bool> = comparison.columns.iter().map(whole).collect();
        assert_eq!(wholes, [false, false, true]);
    }
}
