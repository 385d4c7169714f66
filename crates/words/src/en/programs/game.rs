//! The game's server and clients, in words.

use crate as words;
use crate::en::LANG;
use crate::screens::span;
use hoplab_sim::apps::{GameEvent, GamePlayer, GameScreen, GameSeat, GameState, LeaveReason};
use hoplab_units::count;

texts! {
    game_server: "game server";
    game_client: "game";
    round_trip: "Round trip";
    inputs: "Inputs";
    came: "States that came";
    lost: "Lost";
    stale: "Too late, thrown away";
    twice: "Twice";
    seats: "Players";
    no_seats: "Nobody plays.";
}

pub fn sentence(subject: &str, event: &GameEvent) -> String {
    match event {
        GameEvent::PlayerJoined { player, from } => {
            format!("{subject} lets {from} in as player {player}")
        }
        GameEvent::PlayerLeft {
            player,
            why,
            inputs,
            ..
        } => {
            let (came, lost) = (inputs.received, inputs.lost);
            let why = match why {
                LeaveReason::Goodbye => "leaves",
                LeaveReason::Silence => "has been silent for too long and is dropped",
                LeaveReason::BeganAnew => "is gone, since another one plays from its port",
            };
            format!(
                "{subject}: player {player} {why}; of its inputs {came} came and {lost} did not"
            )
        }
        GameEvent::TurnedAway { from } => format!("{subject} is full and turns {from} away"),
        GameEvent::StaleInput {
            player,
            seq,
            newest,
        } => format!(
            "{subject} throws away input {seq} of player {player}: it already has the newer {newest}"
        ),
        GameEvent::Joined { player, after } => {
            format!(
                "{subject} is in the game as player {player} after {}",
                span(*after)
            )
        }
        GameEvent::StateMissing { tick, missing: 1 } => {
            format!(
                "{subject} goes on with state {tick}: one before it was lost, and nobody waits for it"
            )
        }
        GameEvent::StateMissing { tick, missing } => format!(
            "{subject} goes on with state {tick}: {missing} before it were lost, and nobody waits for them"
        ),
        GameEvent::StaleState { tick, newest } => {
            format!("{subject} throws away state {tick}: it came behind the newer {newest}")
        }
        GameEvent::Silence => format!("{subject} hears nothing from the server"),
        GameEvent::HeardAgain { after } => {
            format!("{subject} hears the server again after {}", span(*after))
        }
        GameEvent::Full => format!("{subject} is turned away: the game is full"),
        GameEvent::Over { inputs, states } => format!(
            "{subject} stops after {}; of the states {} came, {} did not, and {} came too late",
            count(*inputs, "input"),
            states.received,
            states.lost,
            states.stale
        ),
        GameEvent::Failed { error } => {
            let why = words::socket_error(LANG, *error);
            format!("{subject} gives up: {why}")
        }
        GameEvent::AsksAgain { after } => {
            format!("{subject} asks for a place again in {}", span(*after))
        }
    }
}

pub fn state(screen: &GameScreen) -> String {
    match (screen.state, screen.player) {
        (GameState::Joining, _) => "Joining…".to_owned(),
        (GameState::Silent, _) => "Nothing comes from the server.".to_owned(),
        (GameState::TurnedAway, _) => "The game is full. It will ask again.".to_owned(),
        (GameState::Over, _) => "The game is over.".to_owned(),
        (GameState::Playing, Some(player)) => format!("Playing as player {player}."),
        (GameState::Playing, None) => "Playing.".to_owned(),
    }
}

pub fn seen(sent: Option<u32>, seen: Option<u32>) -> String {
    let count = |last: Option<u32>| last.map_or(0, |last| last.saturating_add(1));
    let (sent, seen) = (count(sent), count(seen));
    format!("{sent} sent, server at {seen}")
}

pub fn field(players: &[GamePlayer], own: Option<u8>) -> String {
    if players.is_empty() {
        return "The field is empty.".to_owned();
    }
    let each = players.iter().map(|GamePlayer { player, x, y }| {
        let you = if own == Some(*player) { " (you)" } else { "" };
        format!("player {player}{you} at {x}, {y}")
    });
    let each: Vec<String> = each.collect();
    let each = each.join("; ");
    format!("The field: {each}")
}

pub fn seat(seat: &GameSeat) -> String {
    let (player, inputs) = (seat.at.player, &seat.inputs);
    let (came, lost, stale) = (inputs.received, inputs.lost, inputs.stale);
    let from = seat.from;
    format!("{player} · {from} · inputs: {came} came, {lost} lost, {stale} late")
}

pub fn play_on(to: &str) -> String {
    format!("Play on {to}")
}
