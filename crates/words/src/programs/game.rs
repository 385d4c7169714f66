//! The game's server and clients, in words.

use crate::Lang;
use crate::programs::target;
use hoplab_sim::NodeSnapshot;
use hoplab_sim::apps::{GameClientSpec, GameEvent, GamePlayer, GameScreen, GameSeat, GameState};

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
    /// A player as the server knows it.
    seat(seat: &GameSeat) -> String;
    /// A player that is not in the game yet.
    joining;
    /// A player that hears nothing.
    silent;
    /// A player for whom there is no place.
    full;
    /// The game is over.
    over;
    /// A player that does not know its number.
    playing;
    /// A field with nobody on it.
    empty_field;
    /// A player that knows its number.
    playing_as(player: u8) -> String;
    /// How many inputs were sent, and how many of them the server knows of.
    inputs_seen(sent: u32, seen: u32) -> String;
    /// Where whoever looks is.
    own_place(player: u8, x: u8, y: u8) -> String;
    /// Where another one is.
    place(player: u8, x: u8, y: u8) -> String;
    /// Where all are.
    field_with(places: &str) -> String;
}

/// What a button says that starts a client.
pub(super) fn start(lang: Lang, spec: &GameClientSpec, nodes: &[NodeSnapshot]) -> Option<String> {
    Some(play_on(lang, &target(&spec.to, nodes)))
}

/// Where a player stands.
pub fn state(lang: Lang, screen: &GameScreen) -> String {
    let text = match (screen.state, screen.player) {
        (GameState::Joining, _) => joining(lang),
        (GameState::Silent, _) => silent(lang),
        (GameState::TurnedAway, _) => full(lang),
        (GameState::Over, _) => over(lang),
        (GameState::Playing, Some(player)) => return playing_as(lang, player),
        (GameState::Playing, None) => playing(lang),
    };
    text.to_owned()
}

/// How many inputs were sent, and how many of them the server knows of; both are counted from 0.
pub fn seen(lang: Lang, sent: Option<u32>, seen: Option<u32>) -> String {
    let count = |last: Option<u32>| last.map_or(0, |last| last.saturating_add(1));
    inputs_seen(lang, count(sent), count(seen))
}

/// The field, for those who do not see it.
pub fn field(lang: Lang, players: &[GamePlayer], own: Option<u8>) -> String {
    if players.is_empty() {
        return empty_field(lang).to_owned();
    }
    let each = players.iter().map(|at| match own == Some(at.player) {
        true => own_place(lang, at.player, at.x, at.y),
        false => place(lang, at.player, at.x, at.y),
    });
    let each: Vec<String> = each.collect();
    field_with(lang, &each.join("; "))
}
