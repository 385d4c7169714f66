//! Streamers, players and video calls, in words.

use crate::Lang;
use crate::programs::target;
use crate::screens::{bytes, span};
use core::net::SocketAddrV4;
use hoplab_sim::apps::{
    FrameFate, PlayState, ReceivingScreen, SendingScreen, StreamerSpec, VideoCallSpec, VideoEvent,
    VideoScreen, VideoTotals,
};
use hoplab_sim::{NodeSnapshot, Transport};
use hoplab_units::{Span, Time};

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
    /// What became of the frame times, in words, and how often and how long the picture stood still.
    stood_still(fates: &str, stalls: u32, waited: &str) -> String;
    /// The strip, for those who do not see it: what became of the frame times, in words.
    frame_times(totals: &str) -> String;
    /// When it tries again.
    tries_again(at: Time) -> String;
    /// A call whose connection is lost: a streamer tries again, a telephone does not dial by itself.
    call_over;
    /// Where a player stands.
    playing(state: PlayState) -> &'static str;
    /// A player that shows a picture with errors.
    playing_damaged;
    /// The screen before there is a frame.
    no_picture;
    /// The frame on the screen.
    frame_number(frame: u32) -> String;
    /// The frame on the screen, with errors.
    damaged_frame(frame: u32) -> String;
    /// A picture begins from where the last one came from.
    begins_anew(subject: &str, from: SocketAddrV4) -> String;
    /// A picture begins since the one before is silent.
    taken_over(subject: &str, from: SocketAddrV4, old: SocketAddrV4, silent: Span) -> String;
    /// The share of frame times at which all was right.
    smooth(share: &str) -> String;
    /// What waits for its time.
    buffered(frames: u16) -> String;
    /// What waits for its time, and how far behind it plays.
    buffered_behind(frames: u16, behind: &str) -> String;
    /// How far a streamer is.
    sent_so_far(frames: u32, total: u32, packets: u32) -> String;
    /// Goes on with what of that it left out.
    left_out(frames: u32) -> String;
    /// Goes on with what waits.
    waiting(left: &str) -> String;
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
    let state = match (screen.state, screen.damaged) {
        (PlayState::Playing, true) => playing_damaged(lang),
        (state, _) => playing(lang, state),
    };
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

/// Somebody new is shown. What comes from where the last picture came from is its successor.
pub(crate) fn taken_over_by(
    lang: Lang,
    subject: &str,
    (from, old): (SocketAddrV4, SocketAddrV4),
    silent: Span,
) -> String {
    match from == old {
        true => begins_anew(lang, subject, from),
        false => taken_over(lang, subject, from, old, silent),
    }
}

/// The share of frame times at which all was right.
pub fn smoothness(lang: Lang, per_mille: Option<u16>) -> String {
    match per_mille {
        None => "–".to_owned(),
        Some(share) => smooth(lang, &format!("{}.{}%", share / 10, share % 10)),
    }
}

/// What waits for its time, and how far behind it plays.
pub fn buffer(lang: Lang, screen: &ReceivingScreen) -> String {
    match screen.behind {
        Span::ZERO => buffered(lang, screen.buffered),
        behind => buffered_behind(lang, screen.buffered, &span(behind)),
    }
}

/// The frame on the screen, for those who do not see it.
pub fn frame(lang: Lang, screen: &ReceivingScreen) -> String {
    match (screen.frame, screen.damaged) {
        (None, _) => no_picture(lang).to_owned(),
        (Some(frame), true) => damaged_frame(lang, frame),
        (Some(frame), false) => frame_number(lang, frame),
    }
}

/// How far a streamer is.
pub fn sending(lang: Lang, screen: &SendingScreen) -> String {
    let mut text = sent_so_far(lang, screen.frames, screen.total, screen.packets);
    if screen.skipped > 0 {
        text += &left_out(lang, screen.skipped);
    }
    if screen.waiting > 0 {
        text += &waiting(lang, &bytes(lang, u64::from(screen.waiting)));
    }
    text
}
