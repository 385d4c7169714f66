//! What happens to a moving picture, in words.

use crate::apps::ping::percent;
use crate::apps::video::over;
use crate::en::LANG;
use crate::screens::span;
use crate::{self as words};
use hoplab_sim::apps::VideoEvent;
use hoplab_units::count;

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
