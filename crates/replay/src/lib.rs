//! Playing a scenario: a [`Recording`] is what happened, a [`Player`] plays it, moves about in it and
//! takes new commands, and an [`Outcome`] says what came of it.
//!
//! A recording is a scenario, a seed and the user's timed commands. The world is deterministic, so
//! that is enough to come back to any moment: from a checkpoint before it, the rest is run again.

mod checkpoint;
mod head;
mod ledger;
mod outcome;
mod player;
mod recording;

pub use ledger::{
    FetchOutcome, Ledger, Refused, RefusedCommand, client_failure_name, refusal_name,
};
pub use outcome::{Outcome, Tally, TransferOutcome, failure_name, run, run_to_end};
pub use player::Player;
pub use recording::Recording;
