//! Streamers, players and video calls, in words.

use crate as words;
use crate::ko::{LANG, josa};
use crate::programs::client::told;
use crate::programs::ping::percent;
use crate::programs::video::taken_over_by;
use crate::screens::span;
use crate::story::clock;
use core::net::SocketAddrV4;
use hoplab_sim::apps::{FrameFate, PlayState, VideoEvent};
use hoplab_units::{Span, Time};

texts! {
    streamer: "영상 송출기";
    player: "영상 플레이어";
    video_call: "화상 통화";
    side_by_side: "플레이어 나란히 보기";
    camera: "보내는 영상";
    frame_clock: "영상 맨 아래의 흰 줄은 시계예요. 프레임마다 한 픽셀씩 길어져요.";
    call_over: "연결이 끊겨 통화가 끝났어요. 저절로 다시 걸지 않으니 통화를 새로 시작하세요.";
    no_picture: "아직 영상이 없음";
    playing_damaged: "재생 중, 화면이 깨짐";
}

pub fn sentence(subject: &str, event: &VideoEvent) -> String {
    match event {
        VideoEvent::SendingBegan {
            to, transport, fps, ..
        } => format!(
            "{} {} {to}에 초당 {fps}프레임 영상을 보내요",
            josa::i(subject),
            josa::ro(crate::transport(*transport))
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
            josa::ro(crate::transport(*transport)),
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
        VideoEvent::TakenOver { from, old, silent } => {
            taken_over_by(LANG, subject, (*from, *old), *silent)
        }
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

pub fn fate(fate: FrameFate) -> &'static str {
    match fate {
        FrameFate::Shown => "제대로 나옴",
        FrameFate::Damaged => "깨짐",
        FrameFate::Late => "늦음",
        FrameFate::Lost => "손실",
        FrameFate::Stalled => "멈춤",
    }
}

pub fn playing(state: PlayState) -> &'static str {
    match state {
        PlayState::Waiting => "영상을 기다리는 중",
        PlayState::Buffering => "버퍼를 채우는 중",
        PlayState::Playing => "재생 중",
        PlayState::Stalled => "멈춤: 다음 프레임이 아직 안 옴",
        PlayState::Ended => "영상이 끝남",
    }
}

pub fn stood_still(fates: &str, stalls: u32, waited: &str) -> String {
    format!("{fates}. 멈춘 횟수 {stalls}번, 멈춘 시간 모두 {waited}")
}

pub fn frame_times(totals: &str) -> String {
    format!("지금까지의 프레임: {totals}")
}

pub fn tries_again(at: Time) -> String {
    let at = clock(at);
    format!("{at}에 다시 시도해요.")
}

pub fn stream(to: &str) -> String {
    format!("{} 영상 보내기", josa::ro(to))
}

pub fn call(to: &str) -> String {
    format!("{to}에게 화상 통화 걸기")
}

pub fn begins_anew(subject: &str, from: SocketAddrV4) -> String {
    format!("{subject}: {from}에서 새 영상을 시작해서 앞의 영상은 끝났어요")
}

pub fn taken_over(subject: &str, from: SocketAddrV4, old: SocketAddrV4, silent: Span) -> String {
    format!(
        "{subject}: {old}에서 {} 동안 아무것도 오지 않아 그 연결을 버리고 {from}의 영상을 받아요",
        span(silent)
    )
}

pub fn smooth(share: &str) -> String {
    format!("부드러움 {share}")
}

pub fn buffered(frames: u16) -> String {
    format!("버퍼: 프레임 {frames}개")
}

pub fn buffered_behind(frames: u16, behind: &str) -> String {
    format!("버퍼: 프레임 {frames}개, {behind} 늦게 재생 중")
}

pub fn frame_number(frame: u32) -> String {
    format!("{frame}번 프레임")
}

pub fn damaged_frame(frame: u32) -> String {
    format!("{frame}번 프레임, 깨짐")
}

pub fn sent_so_far(frames: u32, total: u32, packets: u32) -> String {
    format!("프레임 {total}개 중 {frames}개, 패킷 {packets}개")
}

pub fn left_out(frames: u32) -> String {
    format!(", 프레임 {frames}개 건너뜀")
}

pub fn waiting(left: &str) -> String {
    format!(", {left} 대기 중")
}
