//! The game's server and clients, in words.

use crate as words;
use crate::en::LANG;
use crate::screens::span;
use hoplab_sim::apps::{GameEvent, GameSeat, LeaveReason};
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
    joining: "Joining…";
    silent: "Nothing comes from the server.";
    full: "The game is full. It will ask again.";
    over: "The game is over.";
    playing: "Playing.";
    empty_field: "The field is empty.";
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

pub fn seat(seat: &GameSeat) -> String {
    let (player, inputs) = (seat.at.player, &seat.inputs);
    let (came, lost, stale) = (inputs.received, inputs.lost, inputs.stale);
    let from = seat.from;
    format!("{player} · {from} · inputs: {came} came, {lost} lost, {stale} late")
}

pub fn play_on(to: &str) -> String {
    format!("Play on {to}")
}

pub fn playing_as(player: u8) -> String {
    format!("Playing as player {player}.")
}

pub fn inputs_seen(sent: u32, seen: u32) -> String {
    format!("{sent} sent, server at {seen}")
}

pub fn own_place(player: u8, x: u8, y: u8) -> String {
    format!("player {player} (you) at {x}, {y}")
}

pub fn place(player: u8, x: u8, y: u8) -> String {
    format!("player {player} at {x}, {y}")
}

pub fn field_with(places: &str) -> String {
    format!("The field: {places}")
}
