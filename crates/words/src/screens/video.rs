//! Video on its screens.

use hoplab_sim::apps::{
    FrameFate, PlayState, ReceivingScreen, SendingScreen, VideoScreen, VideoTotals,
};

use hoplab_units::{Time, count};

use super::{bytes, span};
use crate::story::clock;
use crate::{self as words, Lang};

texts! {
    /// Several players of one stream.
    side_by_side: "Players side by side", "플레이어 나란히 보기";
    /// What a streamer sends.
    camera: "The picture that is sent", "보내는 영상";
    /// What the lowest row of the picture is.
    frame_clock: "The white row at the bottom of the picture is its clock: one pixel more each frame.", "영상 맨 아래의 흰 줄은 시계예요. 프레임마다 한 픽셀씩 길어져요.";
}

/// What a viewer saw at a frame time.
pub const fn fate(lang: Lang, fate: FrameFate) -> &'static str {
    match fate {
        FrameFate::Shown => lang.pick("right", "제대로 나옴"),
        FrameFate::Damaged => lang.pick("damaged", "깨짐"),
        FrameFate::Late => lang.pick("too late", "늦음"),
        FrameFate::Lost => lang.pick("lost", "손실"),
        FrameFate::Stalled => lang.pick("standing still", "멈춤"),
    }
}

/// Where a player stands.
pub fn state(lang: Lang, screen: &ReceivingScreen) -> String {
    let state = match screen.state {
        PlayState::Waiting => lang.pick("Waiting for a picture", "영상을 기다리는 중"),
        PlayState::Buffering => lang.pick("Filling its buffer", "버퍼를 채우는 중"),
        PlayState::Playing if screen.damaged => {
            lang.pick("Playing, with errors", "재생 중, 화면이 깨짐")
        }
        PlayState::Playing => lang.pick("Playing", "재생 중"),
        PlayState::Stalled => lang.pick(
            "Standing still: the next frame is not here",
            "멈춤: 다음 프레임이 아직 안 옴",
        ),
        PlayState::Ended => lang.pick("The picture is over", "영상이 끝남"),
    };
    match screen.transport {
        Some(over) => format!("{} · {state}", words::transport(over)),
        None => state.to_owned(),
    }
}

/// The share of frame times at which all was right.
pub fn smoothness(lang: Lang, per_mille: Option<u16>) -> String {
    match (lang, per_mille) {
        (_, None) => "–".to_owned(),
        (Lang::En, Some(share)) => format!("Smoothness {}.{}%", share / 10, share % 10),
        (Lang::Ko, Some(share)) => format!("부드러움 {}.{}%", share / 10, share % 10),
    }
}

/// What became of the frame times.
pub fn totals(lang: Lang, totals: &VideoTotals) -> String {
    let counts = [
        (FrameFate::Shown, totals.shown),
        (FrameFate::Damaged, totals.damaged),
        (FrameFate::Late, totals.late),
        (FrameFate::Lost, totals.lost),
        (FrameFate::Stalled, totals.stalled),
    ];
    let there = counts
        .iter()
        .filter(|(what, count)| *count > 0 || *what == FrameFate::Shown);
    let each: Vec<String> = there
        .map(|(what, count)| format!("{} {count}", fate(lang, *what)))
        .collect();
    let each = each.join(", ");
    if totals.stalls == 0 {
        return each;
    }
    let waited = span(totals.stalled_for);
    match (lang, totals.stalls) {
        (Lang::En, 1) => format!("{each}; stood still once, {waited} in all"),
        (Lang::En, stalls) => format!("{each}; stood still {stalls} times, {waited} in all"),
        (Lang::Ko, stalls) => format!("{each}. 멈춘 횟수 {stalls}번, 멈춘 시간 모두 {waited}"),
    }
}

/// What waits for its time, and how far behind it plays.
pub fn buffer(lang: Lang, screen: &ReceivingScreen) -> String {
    let (frames, behind) = (screen.buffered, span(screen.behind));
    let late = screen.behind.as_nanos() > 0;
    match lang {
        Lang::En if late => format!(
            "Buffer: {}; plays {behind} behind",
            count(frames as u64, "frame")
        ),
        Lang::En => format!("Buffer: {}", count(frames as u64, "frame")),
        Lang::Ko if late => format!("버퍼: 프레임 {frames}개, {behind} 늦게 재생 중"),
        Lang::Ko => format!("버퍼: 프레임 {frames}개"),
    }
}

/// The frame on the screen, for those who do not see it.
pub fn frame(lang: Lang, screen: &ReceivingScreen) -> String {
    match (lang, screen.frame) {
        (_, None) => lang.pick("No picture yet", "아직 영상이 없음").to_owned(),
        (Lang::En, Some(frame)) if screen.damaged => format!("Frame {frame}, damaged"),
        (Lang::En, Some(frame)) => format!("Frame {frame}"),
        (Lang::Ko, Some(frame)) if screen.damaged => format!("{frame}번 프레임, 깨짐"),
        (Lang::Ko, Some(frame)) => format!("{frame}번 프레임"),
    }
}

/// The strip, for those who do not see it.
pub fn strip(lang: Lang, totals: &VideoTotals) -> String {
    let each = self::totals(lang, totals);
    match lang {
        Lang::En => format!("Frame times so far: {each}"),
        Lang::Ko => format!("지금까지의 프레임: {each}"),
    }
}

/// When it tries again.
pub fn tries_again(lang: Lang, at: Time) -> String {
    let at = clock(at);
    match lang {
        Lang::En => format!("Tries again at {at}."),
        Lang::Ko => format!("{at}에 다시 시도해요."),
    }
}

/// What is to be said of a call whose connection is lost: a streamer tries again, a telephone does not dial by itself.
pub fn lost_call(lang: Lang, screen: &VideoScreen) -> Option<&'static str> {
    // Over UDP there is no connection to lose; and before a picture came there was no call.
    let over = |receiving: &ReceivingScreen| receiving.transport;
    let came_over = screen.receiving.as_ref().and_then(over);
    let talked = screen.sending.is_some() && came_over == Some(hoplab_sim::Transport::Tcp);
    let lost = screen.trouble.is_some() && screen.tries_again_at.is_none();
    (talked && lost).then(|| {
        lang.pick(
            "The connection is lost, and the call is over. Nobody calls again by itself: start a new call.",
            "연결이 끊겨 통화가 끝났어요. 저절로 다시 걸지 않으니 통화를 새로 시작하세요.",
        )
    })
}

/// How far a streamer is.
pub fn sending(lang: Lang, screen: &SendingScreen) -> String {
    let SendingScreen {
        frames,
        total,
        packets,
        ..
    } = screen;
    let mut text = match lang {
        Lang::En => format!(
            "{frames} of {}, in {}",
            count(*total, "frame"),
            count(*packets, "packet")
        ),
        Lang::Ko => format!("프레임 {total}개 중 {frames}개, 패킷 {packets}개"),
    };
    if screen.skipped > 0 {
        text += &match lang {
            Lang::En => format!("; {} left out", count(screen.skipped, "frame")),
            Lang::Ko => format!(", 프레임 {}개 건너뜀", screen.skipped),
        };
    }
    if screen.waiting > 0 {
        let left = bytes(lang, u64::from(screen.waiting));
        text += &match lang {
            Lang::En => format!("; {left} wait for the stream"),
            Lang::Ko => format!(", {left} 대기 중"),
        };
    }
    text
}
