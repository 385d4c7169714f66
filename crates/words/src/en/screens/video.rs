//! Video on its screens.

use crate::en::LANG;
use crate::screens::{bytes, span};
use crate::story::clock;
use hoplab_sim::apps::{FrameFate, PlayState, ReceivingScreen, SendingScreen};
use hoplab_units::{Time, count};

texts! {
    side_by_side: "Players side by side";
    camera: "The picture that is sent";
    frame_clock: "The white row at the bottom of the picture is its clock: one pixel more each frame.";
    call_over: "The connection is lost, and the call is over. Nobody calls again by itself: start a new call.";
}

pub fn fate(fate: FrameFate) -> &'static str {
    match fate {
        FrameFate::Shown => "right",
        FrameFate::Damaged => "damaged",
        FrameFate::Late => "too late",
        FrameFate::Lost => "lost",
        FrameFate::Stalled => "standing still",
    }
}

pub fn playing(state: PlayState, damaged: bool) -> &'static str {
    match state {
        PlayState::Waiting => "Waiting for a picture",
        PlayState::Buffering => "Filling its buffer",
        PlayState::Playing if damaged => "Playing, with errors",
        PlayState::Playing => "Playing",
        PlayState::Stalled => "Standing still: the next frame is not here",
        PlayState::Ended => "The picture is over",
    }
}

pub fn smoothness(per_mille: Option<u16>) -> String {
    match per_mille {
        None => "–".to_owned(),
        Some(share) => format!("Smoothness {}.{}%", share / 10, share % 10),
    }
}

pub fn stood_still(fates: &str, stalls: u32, waited: &str) -> String {
    match stalls {
        1 => format!("{fates}; stood still once, {waited} in all"),
        stalls => format!("{fates}; stood still {stalls} times, {waited} in all"),
    }
}

pub fn buffer(screen: &ReceivingScreen) -> String {
    let (frames, behind) = (screen.buffered, span(screen.behind));
    let late = screen.behind.as_nanos() > 0;
    if late {
        format!(
            "Buffer: {}; plays {behind} behind",
            count(frames as u64, "frame")
        )
    } else {
        format!("Buffer: {}", count(frames as u64, "frame"))
    }
}

pub fn frame(screen: &ReceivingScreen) -> String {
    match screen.frame {
        None => "No picture yet".to_owned(),
        Some(frame) if screen.damaged => format!("Frame {frame}, damaged"),
        Some(frame) => format!("Frame {frame}"),
    }
}

pub fn frame_times(totals: &str) -> String {
    format!("Frame times so far: {totals}")
}

pub fn tries_again(at: Time) -> String {
    let at = clock(at);
    format!("Tries again at {at}.")
}

pub fn sending(screen: &SendingScreen) -> String {
    let SendingScreen {
        frames,
        total,
        packets,
        ..
    } = screen;
    let mut text = format!(
        "{frames} of {}, in {}",
        count(*total, "frame"),
        count(*packets, "packet")
    );
    if screen.skipped > 0 {
        text += &format!("; {} left out", count(screen.skipped, "frame"));
    }
    if screen.waiting > 0 {
        let left = bytes(LANG, u64::from(screen.waiting));
        text += &format!("; {left} wait for the stream");
    }
    text
}
