//! Streamers, players and video calls, in words.

use crate::Lang;
use crate::programs::target;
use crate::screens::span;
use hoplab_sim::apps::{
    FrameFate, PlayState, ReceivingScreen, SendingScreen, StreamerSpec, VideoCallSpec, VideoEvent,
    VideoScreen, VideoTotals,
};
use hoplab_sim::{NodeSnapshot, Transport};
use hoplab_units::Time;

said! { programs::video =>
    /// The program that sends a picture.
    streamer;
    /// The program that shows one.
    player;
    /// The program that does both.
    video_call;
    /// What one of them did or learnt.
    sentence(subject: &str, event: &VideoEvent) -> String;
    /// A button: streams video.
    stream(to: &str) -> String;
    /// A button: calls somebody by video.
    call(to: &str) -> String;
    /// Several players of one stream.
    side_by_side;
    /// What a streamer sends.
    camera;
    /// What the lowest row of the picture is.
    frame_clock;
    /// What a viewer saw at a frame time.
    fate(fate: FrameFate) -> &'static str;
    /// Where a player stands. `damaged`: it shows a picture with errors.
    playing(state: PlayState, damaged: bool) -> &'static str;
    /// The share of frame times at which all was right.
    smoothness(per_mille: Option<u16>) -> String;
    /// What became of the frame times, in words, and how often and how long the picture stood still.
    stood_still(fates: &str, stalls: u32, waited: &str) -> String;
    /// What waits for its time, and how far behind it plays.
    buffer(screen: &ReceivingScreen) -> String;
    /// The frame on the screen, for those who do not see it.
    frame(screen: &ReceivingScreen) -> String;
    /// The strip, for those who do not see it: what became of the frame times, in words.
    frame_times(totals: &str) -> String;
    /// When it tries again.
    tries_again(at: Time) -> String;
    /// A call whose connection is lost: a streamer tries again, a telephone does not dial by itself.
    call_over;
    /// How far a streamer is.
    sending(screen: &SendingScreen) -> String;
}

/// What a button says that starts a streamer.
pub(super) fn start(lang: Lang, spec: &StreamerSpec, nodes: &[NodeSnapshot]) -> Option<String> {
    Some(stream(lang, &target(&spec.to, nodes)))
}

/// What a button says that starts a call; nothing for one that waits to be called.
pub(super) fn start_call(
    lang: Lang,
    spec: &VideoCallSpec,
    nodes: &[NodeSnapshot],
) -> Option<String> {
    Some(call(lang, &target(spec.to.as_ref()?, nodes)))
}

/// Where a player stands.
pub fn state(lang: Lang, screen: &ReceivingScreen) -> String {
    let state = playing(lang, screen.state, screen.damaged);
    match screen.transport {
        Some(over) => format!("{} · {state}", crate::transport(over)),
        None => state.to_owned(),
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
    let fates: Vec<String> = there
        .map(|(what, count)| format!("{} {count}", fate(lang, *what)))
        .collect();
    let fates = fates.join(", ");
    match totals.stalls {
        0 => fates,
        stalls => stood_still(lang, &fates, stalls, &span(totals.stalled_for)),
    }
}

/// The strip, for those who do not see it.
pub fn strip(lang: Lang, all: &VideoTotals) -> String {
    frame_times(lang, &totals(lang, all))
}

/// What is to be said of a call whose connection is lost.
pub fn lost_call(lang: Lang, screen: &VideoScreen) -> Option<&'static str> {
    // Over UDP there is no connection to lose; and before a picture came there was no call.
    let over = |receiving: &ReceivingScreen| receiving.transport;
    let came_over = screen.receiving.as_ref().and_then(over);
    let talked = screen.sending.is_some() && came_over == Some(Transport::Tcp);
    let lost = screen.trouble.is_some() && screen.tries_again_at.is_none();
    (talked && lost).then(|| call_over(lang))
}
