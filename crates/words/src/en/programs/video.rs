//! Streamers, players and video calls, in words.

use crate as words;
use crate::en::LANG;
use crate::programs::ping::percent;
use crate::programs::video::taken_over_by;
use crate::screens::span;
use crate::story::clock;
use core::net::SocketAddrV4;
use hoplab_sim::apps::{FrameFate, PlayState, VideoEvent};
use hoplab_units::{Span, Time, count};

texts! {
    streamer: "video streamer";
    player: "video player";
    video_call: "video call";
    side_by_side: "Players side by side";
    camera: "The picture that is sent";
    frame_clock: "The white row at the bottom of the picture is its clock: one pixel more each frame.";
    call_over: "The connection is lost, and the call is over. Nobody calls again by itself: start a new call.";
    no_picture: "No picture yet";
    playing_damaged: "Playing, with errors";
}

pub fn sentence(subject: &str, event: &VideoEvent) -> String {
    match event {
        VideoEvent::SendingBegan {
            to, transport, fps, ..
        } => format!(
            "{subject} sends video to {to} over {}, {fps} frames a second",
            crate::transport(*transport)
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
            crate::transport(*transport),
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
        VideoEvent::TakenOver { from, old, silent } => {
            taken_over_by(LANG, subject, (*from, *old), *silent)
        }
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

pub fn playing(state: PlayState) -> &'static str {
    match state {
        PlayState::Waiting => "Waiting for a picture",
        PlayState::Buffering => "Filling its buffer",
        PlayState::Playing => "Playing",
        PlayState::Stalled => "Standing still: the next frame is not here",
        PlayState::Ended => "The picture is over",
    }
}

pub fn stood_still(fates: &str, stalls: u32, waited: &str) -> String {
    match stalls {
        1 => format!("{fates}; stood still once, {waited} in all"),
        stalls => format!("{fates}; stood still {stalls} times, {waited} in all"),
    }
}

pub fn frame_times(totals: &str) -> String {
    format!("Frame times so far: {totals}")
}

pub fn tries_again(at: Time) -> String {
    let at = clock(at);
    format!("Tries again at {at}.")
}

pub fn stream(to: &str) -> String {
    format!("Stream video to {to}")
}

pub fn call(to: &str) -> String {
    format!("Video call with {to}")
}

pub fn begins_anew(subject: &str, from: SocketAddrV4) -> String {
    format!("{subject}: {from} begins a new picture; the one before it is over")
}

pub fn taken_over(subject: &str, from: SocketAddrV4, old: SocketAddrV4, silent: Span) -> String {
    format!(
        "{subject} now shows {from}: {old} has been silent for {}, so its connection is given up",
        span(silent)
    )
}

pub fn smooth(share: &str) -> String {
    format!("Smoothness {share}")
}

pub fn buffered(frames: u16) -> String {
    format!("Buffer: {}", count(frames, "frame"))
}

pub fn buffered_behind(frames: u16, behind: &str) -> String {
    format!("Buffer: {}; plays {behind} behind", count(frames, "frame"))
}

pub fn frame_number(frame: u32) -> String {
    format!("Frame {frame}")
}

pub fn damaged_frame(frame: u32) -> String {
    format!("Frame {frame}, damaged")
}

pub fn sent_so_far(frames: u32, total: u32, packets: u32) -> String {
    format!(
        "{frames} of {}, in {}",
        count(total, "frame"),
        count(packets, "packet")
    )
}

pub fn left_out(frames: u32) -> String {
    format!("; {} left out", count(frames, "frame"))
}

pub fn waiting(left: &str) -> String {
    format!("; {left} wait for the stream")
}
