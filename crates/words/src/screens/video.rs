//! Video on its screens.

use hoplab_sim::apps::{FrameFate, ReceivingScreen, SendingScreen, VideoScreen, VideoTotals};
use hoplab_units::Time;

said! { screens::video =>
    /// Several players of one stream.
    side_by_side;
    /// What a streamer sends.
    camera;
    /// What the lowest row of the picture is.
    frame_clock;
    /// What a viewer saw at a frame time.
    fate(fate: FrameFate) -> &'static str;
    /// Where a player stands.
    state(screen: &ReceivingScreen) -> String;
    /// The share of frame times at which all was right.
    smoothness(per_mille: Option<u16>) -> String;
    /// What became of the frame times.
    totals(totals: &VideoTotals) -> String;
    /// What waits for its time, and how far behind it plays.
    buffer(screen: &ReceivingScreen) -> String;
    /// The frame on the screen, for those who do not see it.
    frame(screen: &ReceivingScreen) -> String;
    /// The strip, for those who do not see it.
    strip(totals: &VideoTotals) -> String;
    /// When it tries again.
    tries_again(at: Time) -> String;
    /// What is to be said of a call whose connection is lost: a streamer tries again, a telephone does not dial by itself.
    lost_call(screen: &VideoScreen) -> Option<&'static str>;
    /// How far a streamer is.
    sending(screen: &SendingScreen) -> String;
}
