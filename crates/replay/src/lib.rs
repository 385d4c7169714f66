//! Playing a scenario: a [`Recording`] is what happened, and a [`Player`] plays it, moves about in it and
//! takes new commands.
//!
//! A recording is a scenario, a seed and the user's timed commands. The world is deterministic, so
//! that is enough to come back to any moment: from a checkpoint before it, the rest is run again.

mod checkpoint;
mod head;
mod player;
mod recording;

pub use player::Player;
pub use recording::Recording;
