//! Video on its screens.

use crate::en::LANG;
use crate::screens::{bytes, span};
use crate::story::clock;
use crate::{self as words};
use hoplab_sim::apps::{
    FrameFate, PlayState, ReceivingScreen, SendingScreen, VideoScreen, VideoTotals,
};
use hoplab_units::{Time, count};

texts! {
    side_by_side: "Players side by side";
    camera: "The picture that is sent";
    frame_clock: "The white row at the bottom of the picture is its clock: one pixel more each frame.";
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

pub fn state(screen: &ReceivingScreen) -> String {
    let state = match screen.state {
        PlayState::Waiting => "Waiting for a picture",
        PlayState::Buffering => "Filling its buffer",
        PlayState::Playing if screen.damaged => "Playing, with errors",
        PlayState::Playing => "Playing",
        PlayState::Stalled => "Standing still: the next frame is not here",
        PlayState::Ended => "The picture is over",
    };
    match screen.transport {
        Some(over) => format!("{} · {state}", words::transport(over)),
        None => state.to_owned(),
    }
}

pub fn smoothness(per_mille: Option<u16>) -> String {
    match per_mille {
        None => "–".to_owned(),
        Some(share) => format!("Smoothness {}.{}%", share / 10, share % 10),
    }
}

pub fn totals(totals: &VideoTotals) -> String {
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
        .map(|(what, count)| format!("{} {count}", fate(*what)))
        .collect();
    let each = each.join(", ");
    if totals.stalls == 0 {
        return each;
    }
    let waited = span(totals.stalled_for);
    match totals.stalls {
        1 => format!("{each}; stood still once, {waited} in all"),
        stalls => format!("{each}; stood still {stalls} times, {waited} in all"),
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

pub fn strip(all: &VideoTotals) -> String {
    let each = totals(all);
    format!("Frame times so far: {each}")
}

pub fn tries_again(at: Time) -> String {
    let at = clock(at);
    format!("Tries again at {at}.")
}

pub fn lost_call(screen: &VideoScreen) -> Option<&'static str> {
    // Over UDP there is no connection to lose; and before a picture came there was no call.
    let over = |receiving: &ReceivingScreen| receiving.transport;
    let came_over = screen.receiving.as_ref().and_then(over);
    let talked = screen.sending.is_some() && came_over == Some(hoplab_sim::Transport::Tcp);
    let lost = screen.trouble.is_some() && screen.tries_again_at.is_none();
    (talked && lost).then_some({
        "The connection is lost, and the call is over. Nobody calls again by itself: start a new call."
    })
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
