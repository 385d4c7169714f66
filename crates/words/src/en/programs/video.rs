//! Streamers, players and video calls, in words.

use crate as words;
use crate::en::LANG;
use crate::programs::over;
use crate::programs::ping::percent;
use crate::screens::{bytes, span};
use crate::story::clock;
use hoplab_sim::apps::{FrameFate, PlayState, ReceivingScreen, SendingScreen, VideoEvent};
use hoplab_units::{Time, count};

texts! {
    streamer: "video streamer";
    player: "video player";
    video_call: "video call";
    side_by_side: "Players side by side";
    camera: "The picture that is sent";
    frame_clock: "The white row at the bottom of the picture is its clock: one pixel more each frame.";
    call_over: "The connection is lost, and the call is over. Nobody calls again by itself: start a new call.";
}

pub fn sentence(subject: &str, event: &VideoEvent) -> String {
    match event {
        VideoEvent::SendingBegan {
            to, transport, fps, ..
        } => format!(
            "{subject} sends video to {to} over {}, {fps} frames a second",
            over(*transport)
        ),
        VideoEvent::FramesSkipped { frame } => format!(
            "{subject} leaves frames out from frame {frame} on: TCP takes them more slowly than they are made"
        ),
        VideoEvent::SendingEnded {
            frames, packets, ..
        } => format!(
            "{subject} has sent {} in {}",
            count(*frames, "frame"),
            count(*packets, "packet")
        ),
        VideoEvent::PictureComes {
            from,
            transport,
            buffer,
        } => format!(
            "{subject} gets the first packet of a video from {from} over {} and waits {} before it shows it",
            over(*transport),
            span(*buffer)
        ),
        VideoEvent::PlayBegan { .. } => format!("{subject} shows the first frame"),
        VideoEvent::FrameMissing { frame } => {
            format!(
                "{subject} does not have frame {frame} at its time: the picture stays as it was"
            )
        }
        VideoEvent::FramesMissing { first, frames } => {
            format!(
                "{subject} missed {} in a row, from frame {first} on",
                count(*frames, "frame")
            )
        }
        VideoEvent::FrameDamaged {
            frame,
            missing,
            parts,
        } => format!(
            "{subject} shows frame {frame} with holes: of its {parts} packets, {missing} did not come"
        ),
        VideoEvent::FrameLate { frame, by } => {
            format!(
                "{subject} gets frame {frame} {} too late to show it",
                span(*by)
            )
        }
        VideoEvent::Mended {
            frame,
            after_frames,
        } => format!(
            "{subject} gets a key frame, {frame}, and the picture is right again after {}",
            count(*after_frames, "frame")
        ),
        VideoEvent::Stalled { frame } => {
            format!(
                "{subject} stands still: frame {frame} is not there, and TCP hands over nothing behind a gap (head-of-line blocking)"
            )
        }
        VideoEvent::Resumed { frame, after } => {
            format!(
                "{subject} goes on with frame {frame} after standing still for {}",
                span(*after)
            )
        }
        VideoEvent::SignalLost => format!("{subject} has heard nothing for a second"),
        VideoEvent::SignalBack { after } => {
            format!("{subject} gets packets again after {}", span(*after))
        }
        VideoEvent::PlayEnded(totals) => format!(
            "{subject} has shown the picture: {} of its frame times were right, {} damaged, {} missing, and it stood still {}",
            percent(totals.smoothness_per_mille().unwrap_or(0)),
            totals.damaged,
            totals.late + totals.lost,
            count(totals.stalls, "time")
        ),
        VideoEvent::Busy { from } => {
            format!("{subject} is busy and does not look at what {from} sends")
        }
        VideoEvent::Failed { error } => {
            let why = words::socket_error(LANG, *error);
            format!("{subject} gives up: {why}")
        }
        VideoEvent::TakenOver { from, old, .. } if from == old => {
            format!("{subject}: {from} begins a new picture; the one before it is over")
        }
        VideoEvent::TakenOver { from, old, silent } => format!(
            "{subject} now shows {from}: {old} has been silent for {}, so its connection is given up",
            span(*silent)
        ),
        VideoEvent::TriesAgain { error, after } => {
            let why = words::socket_error(LANG, *error);
            format!("{subject} tries again in {}: {why}", span(*after))
        }
    }
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

pub fn stream(to: &str) -> String {
    format!("Stream video to {to}")
}

pub fn call(to: &str) -> String {
    format!("Video call with {to}")
}
