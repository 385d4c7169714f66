//! Video on its screens.

use crate::ko::LANG;
use crate::screens::{bytes, span};
use crate::story::clock;
use hoplab_sim::apps::{FrameFate, PlayState, ReceivingScreen, SendingScreen};
use hoplab_units::Time;

texts! {
    side_by_side: "플레이어 나란히 보기";
    camera: "보내는 영상";
    frame_clock: "영상 맨 아래의 흰 줄은 시계예요. 프레임마다 한 픽셀씩 길어져요.";
    call_over: "연결이 끊겨 통화가 끝났어요. 저절로 다시 걸지 않으니 통화를 새로 시작하세요.";
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

pub fn playing(state: PlayState, damaged: bool) -> &'static str {
    match state {
        PlayState::Waiting => "영상을 기다리는 중",
        PlayState::Buffering => "버퍼를 채우는 중",
        PlayState::Playing if damaged => "재생 중, 화면이 깨짐",
        PlayState::Playing => "재생 중",
        PlayState::Stalled => "멈춤: 다음 프레임이 아직 안 옴",
        PlayState::Ended => "영상이 끝남",
    }
}

pub fn smoothness(per_mille: Option<u16>) -> String {
    match per_mille {
        None => "–".to_owned(),
        Some(share) => format!("부드러움 {}.{}%", share / 10, share % 10),
    }
}

pub fn stood_still(fates: &str, stalls: u32, waited: &str) -> String {
    format!("{fates}. 멈춘 횟수 {stalls}번, 멈춘 시간 모두 {waited}")
}

pub fn buffer(screen: &ReceivingScreen) -> String {
    let (frames, behind) = (screen.buffered, span(screen.behind));
    let late = screen.behind.as_nanos() > 0;
    if late {
        format!("버퍼: 프레임 {frames}개, {behind} 늦게 재생 중")
    } else {
        format!("버퍼: 프레임 {frames}개")
    }
}

pub fn frame(screen: &ReceivingScreen) -> String {
    match screen.frame {
        None => "아직 영상이 없음".to_owned(),
        Some(frame) if screen.damaged => format!("{frame}번 프레임, 깨짐"),
        Some(frame) => format!("{frame}번 프레임"),
    }
}

pub fn frame_times(totals: &str) -> String {
    format!("지금까지의 프레임: {totals}")
}

pub fn tries_again(at: Time) -> String {
    let at = clock(at);
    format!("{at}에 다시 시도해요.")
}

pub fn sending(screen: &SendingScreen) -> String {
    let SendingScreen {
        frames,
        total,
        packets,
        ..
    } = screen;
    let mut text = format!("프레임 {total}개 중 {frames}개, 패킷 {packets}개");
    if screen.skipped > 0 {
        text += &format!(", 프레임 {}개 건너뜀", screen.skipped);
    }
    if screen.waiting > 0 {
        let left = bytes(LANG, u64::from(screen.waiting));
        text += &format!(", {left} 대기 중");
    }
    text
}
