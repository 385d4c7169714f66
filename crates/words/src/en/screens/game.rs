//! The game on its screens.

use hoplab_sim::apps::{GamePlayer, GameScreen, GameSeat, GameState};

texts! {
    round_trip: "Round trip";
    inputs: "Inputs";
    came: "States that came";
    lost: "Lost";
    stale: "Too late, thrown away";
    twice: "Twice";
    seats: "Players";
    no_seats: "Nobody plays.";
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
