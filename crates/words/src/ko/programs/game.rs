//! The game's server and clients, in words.

use crate as words;
use crate::ko::josa::ordinal;
use crate::ko::{LANG, josa};
use crate::programs::client::told;
use crate::screens::span;
use hoplab_sim::apps::{GameEvent, GameSeat, LeaveReason};

texts! {
    game_server: "게임 서버";
    game_client: "게임";
    round_trip: "왕복 시간";
    inputs: "입력";
    came: "받은 상태";
    lost: "손실";
    stale: "늦어서 버림";
    twice: "중복";
    seats: "플레이어";
    no_seats: "게임 중인 사람이 없어요.";
    joining: "들어가는 중…";
    silent: "서버에서 아무것도 오지 않아요.";
    full: "자리가 없어요. 잠시 뒤 다시 들어가 봐요.";
    over: "게임이 끝났어요.";
    playing: "게임 중이에요.";
    empty_field: "빈 게임판이에요.";
}

pub fn sentence(subject: &str, event: &GameEvent) -> String {
    match event {
        GameEvent::PlayerJoined { player, from } => {
            format!("{subject}에 {from}에서 {player}번 플레이어가 들어왔어요")
        }
        GameEvent::PlayerLeft {
            player,
            why,
            inputs,
            ..
        } => {
            let (came, lost) = (inputs.received, inputs.lost);
            let why = match why {
                LeaveReason::Goodbye => "나갔어요",
                LeaveReason::Silence => "너무 오래 아무것도 보내지 않아 제외됐어요",
                LeaveReason::BeganAnew => "같은 포트에서 새로 시작해서 빠졌어요",
            };
            format!(
                "{subject}: {player}번 플레이어가 {why}. 입력은 {came}개 도착하고 {lost}개 손실됐어요"
            )
        }
        GameEvent::TurnedAway { from } => {
            format!("{subject}: 자리가 없어서 {from}에서 온 플레이어를 받지 못했어요")
        }
        GameEvent::StaleInput {
            player,
            seq,
            newest,
        } => format!(
            "{} {player}번 플레이어의 {seq}번 입력을 버려요. 더 새로운 {newest}번 입력을 이미 받았어요",
            josa::i(subject)
        ),
        GameEvent::Joined { player, after } => format!(
            "{} {} 만에 {player}번 플레이어로 게임에 들어갔어요",
            josa::i(subject),
            span(*after)
        ),
        GameEvent::StateMissing { tick, missing } => format!(
            "{} {tick}번 상태로 넘어가요. 그 앞의 상태 {missing}개는 손실됐지만 기다리지 않아요",
            josa::i(subject)
        ),
        GameEvent::StaleState { tick, newest } => format!(
            "{} {tick}번 상태를 버려요. 더 새로운 {newest}번 상태보다 늦게 왔어요",
            josa::i(subject)
        ),
        GameEvent::Silence => format!("{}: 서버에서 아무것도 오지 않아요", subject),
        GameEvent::HeardAgain { after } => {
            format!("{subject}: {} 만에 서버의 패킷이 다시 왔어요", span(*after))
        }
        GameEvent::Full => format!("{}: 자리가 없어서 게임에 들어가지 못했어요", subject),
        GameEvent::Over { inputs, states } => format!(
            "{} 입력 {inputs}개를 보내고 게임을 마쳤어요. 상태는 {}개 도착, {}개 손실, {}개는 늦어서 버렸어요",
            josa::i(subject),
            states.received,
            states.lost,
            states.stale
        ),
        GameEvent::Failed { error } => {
            let why = told(words::socket_error(LANG, *error));
            format!("{} 그만뒀어요: {why}", josa::i(subject))
        }
        GameEvent::AsksAgain { after } => {
            format!(
                "{} {} 뒤에 다시 들어가 봐요",
                josa::i(subject),
                span(*after)
            )
        }
    }
}

pub fn seat(seat: &GameSeat) -> String {
    let (player, inputs) = (seat.at.player, &seat.inputs);
    let (came, lost, stale) = (inputs.received, inputs.lost, inputs.stale);
    let from = seat.from;
    format!("{player}번 · {from} · 입력 {came}개 받음, {lost}개 손실, {stale}개 늦음")
}

pub fn play_on(to: &str) -> String {
    format!("{} 게임하기", josa::gwa(to))
}

pub fn playing_as(player: u8) -> String {
    format!("{player}번 플레이어로 게임 중이에요.")
}

pub fn inputs_seen(sent: u32, seen: u32) -> String {
    format!("{sent}개 보냄, 서버는 {}까지", ordinal(seen))
}

pub fn own_place(player: u8, x: u8, y: u8) -> String {
    format!("{player}번(나) {x}, {y}")
}

pub fn place(player: u8, x: u8, y: u8) -> String {
    format!("{player}번 {x}, {y}")
}

pub fn field_with(places: &str) -> String {
    format!("게임판: {places}")
}
