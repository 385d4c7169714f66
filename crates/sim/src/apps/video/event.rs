//! [`VideoEvent`]: what happened to a moving picture on its way. What went well is not told frame by frame.

use core::net::SocketAddrV4;

use hoplab_units::Span;
use serde::Serialize;

use crate::Transport;
use crate::event::SocketError;

/// What happened to a moving picture. Frames count from 0.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each variant's sentence tells of its fields")]
pub enum VideoEvent {
    /// It begins to send, so many frames of so many a second.
    SendingBegan {
        to: SocketAddrV4,
        transport: Transport,
        frames: u32,
        fps: u8,
    },
    /// Over TCP: too much waits to be sent, so frames are left out from this one on.
    FramesSkipped { frame: u32 },
    /// It has sent all it wanted to: over UDP nobody knows what arrived.
    SendingEnded {
        frames: u32,
        skipped: u32,
        packets: u32,
    },
    /// The first packet of a picture came; it is shown after a while, so that what comes a little late is in time.
    PictureComes {
        from: SocketAddrV4,
        transport: Transport,
        buffer: Span,
    },
    /// The first frame is shown.
    PlayBegan { frame: u32 },
    /// At its time nothing of a frame was there: it is left out.
    FrameMissing { frame: u32 },
    /// So many frames in a row were missing, this the first of them; told when it is more than one, at their end.
    FramesMissing { first: u32, frames: u32 },
    /// At its time so many parts of a frame were missing, out of `parts`: the picture has holes.
    FrameDamaged {
        frame: u32,
        missing: u16,
        parts: u16,
    },
    /// A packet came so long after the time of its frame: too late.
    FrameLate { frame: u32, by: Span },
    /// A whole key frame mended the picture, which had been wrong for so many frame times.
    Mended { frame: u32, after_frames: u32 },
    /// Over TCP: the next frame is not there yet, and the picture stands still.
    Stalled { frame: u32 },
    /// The frame came, and the picture goes on.
    Resumed { frame: u32, after: Span },
    /// No packet has come for a second.
    SignalLost,
    /// Packets come again.
    SignalBack { after: Span },
    /// The picture is over.
    PlayEnded(VideoTotals),
    /// Somebody else sends too while a picture is being shown: it is not looked at.
    Busy { from: SocketAddrV4 },
    /// It had to stop.
    Failed { error: SocketError },
    /// Somebody takes the place of another, who has been silent for so long: that one's picture is over. `from` is
    /// `old` if its program was started anew at the same port.
    TakenOver {
        from: SocketAddrV4,
        old: SocketAddrV4,
        silent: Span,
    },
    /// A streamer's connection failed, and it will try again after a while.
    TriesAgain { error: SocketError, after: Span },
}

/// What became of a picture at each frame time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct VideoTotals {
    /// Frame times at which the right, whole, new frame was shown.
    pub shown: u32,
    /// Frame times at which a new frame was shown that was wrong somewhere: parts of it, or of one before it, are missing.
    pub damaged: u32,
    /// Frame times at which nothing of the frame was there; some of it came later.
    pub late: u32,
    /// Frame times at which nothing of the frame was there, and nothing ever came.
    pub lost: u32,
    /// Frame times spent waiting for a frame (over TCP).
    pub stalled: u32,
    /// How often it had to wait.
    pub stalls: u32,
    /// The time spent waiting.
    pub stalled_for: Span,
    /// Packets that came, those too late and twice included.
    pub packets: u32,
}

impl VideoTotals {
    /// All frame times.
    pub fn frame_times(&self) -> u32 {
        self.shown + self.damaged + self.late + self.lost + self.stalled
    }

    /// The share of frame times at which the right new frame was shown, in tenths of a percent; `None` before the first.
    pub fn smoothness_per_mille(&self) -> Option<u16> {
        let all = u64::from(self.frame_times());
        (u64::from(self.shown) * 1000)
            .checked_div(all)
            .map(|share| share as u16)
    }
}
