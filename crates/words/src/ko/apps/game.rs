//! What happens in a game, in words.

use crate::apps::failure::told;
use crate::ko::LANG;
use crate::ko::josa;
use crate::screens::span;
use crate::{self as words};
use hoplab_sim::apps::{GameEvent, LeaveReason};

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
