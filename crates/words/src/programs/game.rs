//! The game's server and clients, in words.

use crate::Lang;
use crate::programs::target;
use hoplab_sim::NodeSnapshot;
use hoplab_sim::apps::{GameClientSpec, GameEvent, GamePlayer, GameScreen, GameSeat};

said! { programs::game =>
    /// The program that has the field.
    game_server;
    /// The program of somebody who plays.
    game_client;
    /// What one of them did or learnt.
    sentence(subject: &str, event: &GameEvent) -> String;
    /// A button: joins a game.
    play_on(to: &str) -> String;
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

/// What a button says that starts a client.
pub(super) fn start(lang: Lang, spec: &GameClientSpec, nodes: &[NodeSnapshot]) -> Option<String> {
    Some(play_on(lang, &target(&spec.to, nodes)))
}
