//! The game on its screens.

use crate::ko::josa::ordinal;
use hoplab_sim::apps::{GamePlayer, GameScreen, GameSeat, GameState};

texts! {
    round_trip: "왕복 시간";
    inputs: "입력";
    came: "받은 상태";
    lost: "손실";
    stale: "늦어서 버림";
    twice: "중복";
    seats: "플레이어";
    no_seats: "게임 중인 사람이 없어요.";
}

pub fn state(screen: &GameScreen) -> String {
    match (screen.state, screen.player) {
        (GameState::Joining, _) => "들어가는 중…".to_owned(),
        (GameState::Silent, _) => "서버에서 아무것도 오지 않아요.".to_owned(),
        (GameState::TurnedAway, _) => "자리가 없어요. 잠시 뒤 다시 들어가 봐요.".to_owned(),
        (GameState::Over, _) => "게임이 끝났어요.".to_owned(),
        (GameState::Playing, Some(player)) => {
            format!("{player}번 플레이어로 게임 중이에요.")
        }
        (GameState::Playing, None) => "게임 중이에요.".to_owned(),
    }
}

pub fn seen(sent: Option<u32>, seen: Option<u32>) -> String {
    let count = |last: Option<u32>| last.map_or(0, |last| last.saturating_add(1));
    let (sent, seen) = (count(sent), count(seen));
    format!("{sent}개 보냄, 서버는 {}까지", ordinal(seen))
}

pub fn field(players: &[GamePlayer], own: Option<u8>) -> String {
    if players.is_empty() {
        return "빈 게임판이에요.".to_owned();
    }
    let each = players.iter().map(|GamePlayer { player, x, y }| {
        let you = if own == Some(*player) { "(나)" } else { "" };
        format!("{player}번{you} {x}, {y}")
    });
    let each: Vec<String> = each.collect();
    let each = each.join("; ");
    format!("게임판: {each}")
}

pub fn seat(seat: &GameSeat) -> String {
    let (player, inputs) = (seat.at.player, &seat.inputs);
    let (came, lost, stale) = (inputs.received, inputs.lost, inputs.stale);
    let from = seat.from;
    format!("{player}번 · {from} · 입력 {came}개 받음, {lost}개 손실, {stale}개 늦음")
}
