//! What happens to a moving picture, in words.

use crate::apps::failure::told;
use crate::apps::ping::percent;
use crate::apps::video::over;
use crate::ko::LANG;
use crate::ko::josa;
use crate::screens::span;
use crate::{self as words};
use hoplab_sim::apps::VideoEvent;

pub fn sentence(subject: &str, event: &VideoEvent) -> String {
    match event {
        VideoEvent::SendingBegan {
            to, transport, fps, ..
        } => format!(
            "{} {} {to}에 초당 {fps}프레임 영상을 보내요",
            josa::i(subject),
            josa::ro(over(*transport))
        ),
        VideoEvent::FramesSkipped { frame } => format!(
            "{} {frame}번 프레임부터 건너뛰어요. TCP가 만들어지는 속도만큼 보내지 못해요",
            josa::i(subject)
        ),
        VideoEvent::SendingEnded {
            frames, packets, ..
        } => format!(
            "{} 프레임 {frames}개를 패킷 {packets}개로 모두 보냈어요",
            josa::i(subject)
        ),
        VideoEvent::PictureComes {
            from,
            transport,
            buffer,
        } => format!(
            "{subject}에 {from}의 영상 첫 패킷이 {} 왔어요. {} 동안 모았다가 재생해요",
            josa::ro(over(*transport)),
            span(*buffer)
        ),
        VideoEvent::PlayBegan { .. } => format!("{} 첫 프레임을 보여 줘요", josa::i(subject)),
        VideoEvent::FrameMissing { frame } => {
            format!("{subject}: {frame}번 프레임이 제시간에 오지 않아 앞 화면이 그대로 남아요")
        }
        VideoEvent::FramesMissing { first, frames } => {
            format!("{subject}: {first}번부터 프레임 {frames}개가 잇달아 오지 않았어요")
        }
        VideoEvent::FrameDamaged {
            frame,
            missing,
            parts,
        } => format!(
            "{subject}: {frame}번 프레임의 패킷 {parts}개 중 {missing}개가 없어서 화면이 깨졌어요"
        ),
        VideoEvent::FrameLate { frame, by } => {
            format!(
                "{subject}: {frame}번 프레임이 {} 늦게 와서 보여 줄 수 없어요",
                span(*by)
            )
        }
        VideoEvent::Mended {
            frame,
            after_frames,
        } => format!(
            "{subject}: 키 프레임({frame}번)이 와서 프레임 {after_frames}개 만에 화면이 바로잡혔어요"
        ),
        VideoEvent::Stalled { frame } => format!(
            "{subject}: {frame}번 프레임이 없어 화면이 멈췄어요. TCP는 빈 곳 뒤의 데이터를 넘겨주지 않아요(HOL 블로킹)"
        ),
        VideoEvent::Resumed { frame, after } => {
            format!(
                "{subject}: {} 동안 멈췄다가 {frame}번 프레임부터 다시 재생해요",
                span(*after)
            )
        }
        VideoEvent::SignalLost => format!("{subject}: 1초 동안 아무 패킷도 오지 않았어요"),
        VideoEvent::SignalBack { after } => {
            format!("{subject}: {} 만에 패킷이 다시 와요", span(*after))
        }
        VideoEvent::PlayEnded(totals) => format!(
            "{} 영상 재생을 마쳤어요. 프레임 시각의 {}에 올바른 화면이 나왔고, {}번은 깨지고 {}번은 빠졌으며 {}번 멈췄어요",
            josa::i(subject),
            percent(totals.smoothness_per_mille().unwrap_or(0)),
            totals.damaged,
            totals.late + totals.lost,
            totals.stalls
        ),
        VideoEvent::Busy { from } => {
            format!(
                "{} 사용 중이라 {from}에서 보내는 것은 보지 않아요",
                josa::i(subject)
            )
        }
        VideoEvent::Failed { error } => {
            let why = told(words::socket_error(LANG, *error));
            format!("{} 그만뒀어요: {why}", josa::i(subject))
        }
        VideoEvent::TakenOver { from, old, .. } if from == old => {
            format!("{subject}: {from}에서 새 영상을 시작해서 앞의 영상은 끝났어요")
        }
        VideoEvent::TakenOver { from, old, silent } => format!(
            "{subject}: {old}에서 {} 동안 아무것도 오지 않아 그 연결을 버리고 {from}의 영상을 받아요",
            span(*silent)
        ),
        VideoEvent::TriesAgain { error, after } => {
            let why = told(words::socket_error(LANG, *error));
            format!(
                "{} {} 뒤에 다시 시도해요: {why}",
                josa::i(subject),
                span(*after)
            )
        }
    }
}
