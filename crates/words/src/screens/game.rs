//! The game on its screens.

use hoplab_sim::apps::{GamePlayer, GameScreen, GameSeat, GameState};

use crate::Lang;
use crate::josa::ordinal;

texts! {
    /// A figure of a player.
    round_trip: "Round trip", "왕복 시간";
    /// A figure of a player.
    inputs: "Inputs", "입력";
    /// States that came.
    came: "States that came", "받은 상태";
    /// States that did not.
    lost: "Lost", "손실";
    /// States that came behind newer ones.
    stale: "Too late, thrown away", "늦어서 버림";
    /// States that came twice.
    twice: "Twice", "중복";
    /// Who plays.
    seats: "Players", "플레이어";
    /// Nobody does.
    no_seats: "Nobody plays.", "게임 중인 사람이 없어요.";
}

/// Where a player stands.
pub fn state(lang: Lang, screen: &GameScreen) -> String {
    match (lang, screen.state, screen.player) {
        (_, GameState::Joining, _) => lang.pick("Joining…", "들어가는 중…").to_owned(),
        (_, GameState::Silent, _) => {
            let text = "Nothing comes from the server.";
            lang.pick(text, "서버에서 아무것도 오지 않아요.").to_owned()
        }
        (_, GameState::TurnedAway, _) => {
            let text = "The game is full. It will ask again.";
            lang.pick(text, "자리가 없어요. 잠시 뒤 다시 들어가 봐요.")
                .to_owned()
        }
        (_, GameState::Over, _) => lang
            .pick("The game is over.", "게임이 끝났어요.")
            .to_owned(),
        (Lang::En, GameState::Playing, Some(player)) => format!("Playing as player {player}."),
        (Lang::Ko, GameState::Playing, Some(player)) => {
            format!("{player}번 플레이어로 게임 중이에요.")
        }
        (_, GameState::Playing, None) => lang.pick("Playing.", "게임 중이에요.").to_owned(),
    }
}

/// How many inputs were sent, and how many of them the server knows of.
pub fn seen(lang: Lang, sent: Option<u32>, seen: Option<u32>) -> String {
    let count = |last: Option<u32>| last.map_or(0, |last| last.saturating_add(1));
    let (sent, seen) = (count(sent), count(seen));
    match lang {
        Lang::En => format!("{sent} sent, server at {seen}"),
        Lang::Ko => format!("{sent}개 보냄, 서버는 {}까지", ordinal(seen)),
    }
}

/// The field, for those who do not see it.
pub fn field(lang: Lang, players: &[GamePlayer], own: Option<u8>) -> String {
    if players.is_empty() {
        return lang
            .pick("The field is empty.", "빈 게임판이에요.")
            .to_owned();
    }
    let each = players.iter().map(|GamePlayer { player, x, y }| {
        let you = if own == Some(*player) {
            lang.pick(" (you)", "(나)")
        } else {
            ""
        };
        match lang {
            Lang::En => format!("player {player}{you} at {x}, {y}"),
            Lang::Ko => format!("{player}번{you} {x}, {y}"),
        }
    });
    let each: Vec<String> = each.collect();
    let each = each.join("; ");
    match lang {
        Lang::En => format!("The field: {each}"),
        Lang::Ko => format!("게임판: {each}"),
    }
}

/// A player as the server knows it.
pub fn seat(lang: Lang, seat: &GameSeat) -> String {
    let (player, inputs) = (seat.at.player, &seat.inputs);
    let (came, lost, stale) = (inputs.received, inputs.lost, inputs.stale);
    let from = seat.from;
    match lang {
        Lang::En => format!("{player} · {from} · inputs: {came} came, {lost} lost, {stale} late"),
        Lang::Ko => {
            format!("{player}번 · {from} · 입력 {came}개 받음, {lost}개 손실, {stale}개 늦음")
        }
    }
}
