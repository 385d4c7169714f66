//! The game on its screens.

use hoplab_sim::apps::{GamePlayer, GameScreen, GameSeat};

said! { screens::game =>
    /// A figure of a player.
    round_trip;
    /// A figure of a player.
    inputs;
    /// States that came.
    came;
    /// States that did not.
    lost;
    /// States that came behind newer ones.
    stale;
    /// States that came twice.
    twice;
    /// Who plays.
    seats;
    /// Nobody does.
    no_seats;
    /// Where a player stands.
    state(screen: &GameScreen) -> String;
    /// How many inputs were sent, and how many of them the server knows of.
    seen(sent: Option<u32>, seen: Option<u32>) -> String;
    /// The field, for those who do not see it.
    field(players: &[GamePlayer], own: Option<u8>) -> String;
    /// A player as the server knows it.
    seat(seat: &GameSeat) -> String;
}
