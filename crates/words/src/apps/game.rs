//! What happens in a game, in words.

use hoplab_sim::apps::{GameEvent, LeaveReason};
use hoplab_units::count;

use super::failure::told;
use crate::screens::span;
use crate::{self as words, Lang, josa};

/// What a game's server or client did or learnt.
pub(super) fn sentence(lang: Lang, subject: &str, event: &GameEvent) -> String {
    match lang {
        Lang::En => english(subject, event),
        Lang::Ko => korean(subject, event),
    }
}

fn english(subject: &str, event: &GameEvent) -> String {
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
            let why = words::socket_error(Lang::En, *error);
            format!("{subject} gives up: {why}")
        }
        GameEvent::AsksAgain { after } => {
            format!("{subject} asks for a place again in {}", span(*after))
        }
    }
}

fn korean(subject: &str, event: &GameEvent) -> String {
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
            let why = told(words::socket_error(Lang::Ko, *error));
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
