//! [`VideoScreen`]: what a streamer, a player or one side of a call shows.

use core::net::SocketAddrV4;

use hoplab_units::{Span, Time};

use super::event::VideoTotals;
use crate::Transport;
use crate::apps::failure::ClientError;

/// What a video program shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VideoScreen {
    /// What it sends, if it sends.
    pub sending: Option<SendingScreen>,
    /// What it gets, if it plays.
    pub receiving: Option<ReceivingScreen>,
    /// Why it could not begin or go on.
    pub trouble: Option<ClientError>,
    /// When it tries again in spite of that; none: it does not.
    pub tries_again_at: Option<Time>,
}

/// The picture it sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendingScreen {
    /// To whom; none until it is known.
    pub to: Option<SocketAddrV4>,
    /// Over what.
    pub transport: Option<Transport>,
    /// Frames sent, of `total`.
    pub frames: u32,
    /// Frames it wants to send.
    pub total: u32,
    /// Frames left out because too much waited to be sent (over TCP).
    pub skipped: u32,
    /// RTP packets sent.
    pub packets: u32,
    /// Bytes that wait in the program because the stream takes no more (over TCP).
    pub waiting: u32,
    /// Which picture it is, for [`super::scene_picture`].
    pub scene: u8,
    /// The frame sent last.
    pub frame: Option<u32>,
    /// Whether it has sent all.
    pub done: bool,
}

/// Where a player stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PlayState {
    /// No packet came yet, or the last picture is over.
    #[default]
    Waiting,
    /// Packets come; the first frame is not due yet.
    Buffering,
    /// A frame is shown each frame time, or left out.
    Playing,
    /// The picture stands still until the next frame comes (over TCP).
    Stalled,
    /// The picture is over; the last frame stays.
    Ended,
}

/// The picture it gets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReceivingScreen {
    /// Where it stands.
    pub state: PlayState,
    /// From whom the picture comes.
    pub from: Option<SocketAddrV4>,
    /// Over what.
    pub transport: Option<Transport>,
    /// The frame on the screen.
    pub frame: Option<u32>,
    /// Whether it is wrong somewhere, for want of parts of this frame or one before it.
    pub damaged: bool,
    /// The picture: rows from the top, of [`super::PICTURE_WIDTH`] pixels from the left, a shade each
    /// (see [`super::scene_picture`]); empty before the first frame. A damaged one may hold any byte.
    pub picture: Vec<u8>,
    /// When a packet last came.
    pub heard_at: Option<Time>,
    /// Whole frames that wait for their time.
    pub buffered: u16,
    /// How long after its time the frame on the screen is shown because the picture stood still (over TCP): while it is
    /// behind, it plays a quarter faster.
    pub behind: Span,
    /// How unevenly packets come: the interarrival jitter of RFC 3550 §6.4.1.
    pub jitter: Span,
    /// What became of the picture so far.
    pub totals: VideoTotals,
    /// The newest frame times, oldest first, at most [`ReceivingScreen::MAX_HISTORY`].
    pub history: Vec<FrameTime>,
}

impl ReceivingScreen {
    /// Older frame times go.
    pub const MAX_HISTORY: usize = 600;
}

/// One frame time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameTime {
    /// When it was.
    pub at: Time,
    /// The frame that was due.
    pub frame: u32,
    /// What became of it.
    pub fate: FrameFate,
}

/// What a viewer saw at a frame time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FrameFate {
    /// The frame that was due, as it was sent.
    Shown,
    /// The frame that was due, wrong somewhere.
    Damaged,
    /// The frame before it again: some of this one came too late.
    Late,
    /// The frame before it again: nothing of this one ever came (so far).
    Lost,
    /// The frame before it again: this one is waited for.
    Stalled,
}
