//! When which frame is shown: the playout buffer, and what becomes of a frame that is not there at its time.

use core::net::SocketAddrV4;

use hoplab_units::{Span, Time};

use super::event::VideoEvent;
use super::receiver::{Assembly, Receiver};
use super::screen::{FrameFate, FrameTime, PlayState, ReceivingScreen};
use super::source::rtcp_bye;
use crate::Transport;

/// Shows one stream after another. Knows no sockets: it is given packets and the time.
#[derive(Clone, Debug)]
pub(super) struct Playout {
    buffer: Span,
    pub(super) screen: ReceivingScreen,
    receiver: Option<Receiver>,
    /// The frame that is due next, once frames are shown.
    next: Option<u32>,
    /// When it is due.
    clock: Time,
    /// For how many frame times the picture has been wrong; `None`: it is right.
    wrong: Option<u32>,
    /// Whether the sender said that no more comes.
    over: bool,
    /// The stream whose sender said so last: a packet of it that comes later begins no new one.
    said_goodbye: Option<u32>,
    stalled_since: Option<Time>,
    /// For how many frame times it has stood still.
    stalled_times: u32,
    /// The first of the frames missing in a row, and how many.
    missing: Option<(u32, u32)>,
    silent: bool,
    /// What is to be told, oldest first.
    pub(super) events: Vec<VideoEvent>,
    /// When [`Playout::wake`] wants to be called.
    pub(super) wakes_at: Option<Time>,
}

impl Playout {
    /// After this long without a packet it says so.
    const SIGNAL_LOST: Span = Span::from_secs(1);
    /// After this long a stream of datagrams is taken for over.
    const GONE: Span = Span::from_secs(3);
    /// And one over TCP, which would come in the end if its sender were there.
    const GONE_STREAM: Span = Span::from_secs(30);
    /// While it is behind, frames follow each other by such a part of their period sooner.
    const CATCH_UP: u64 = 5;
    /// While fewer frames wait, a stream is read.
    const READ_BELOW: usize = 300;

    pub(super) fn new(buffer: Span) -> Playout {
        Playout {
            buffer,
            screen: ReceivingScreen::default(),
            receiver: None,
            next: None,
            clock: Time::ZERO,
            wrong: None,
            over: false,
            said_goodbye: None,
            stalled_since: None,
            stalled_times: 0,
            missing: None,
            silent: false,
            events: Vec::new(),
            wakes_at: None,
        }
    }

    /// Whether a picture is being shown or about to be.
    pub(super) fn is_busy(&self) -> bool {
        self.receiver.is_some()
    }

    /// Whether it has room for more of a stream.
    pub(super) fn has_room(&self) -> bool {
        let frames = self.receiver.as_ref().map_or(0, |it| it.frames.len());
        frames < Playout::READ_BELOW
    }

    fn waits(&self) -> bool {
        self.screen.transport == Some(Transport::Tcp)
    }

    fn begin(&mut self, now: Time, from: SocketAddrV4, transport: Transport, receiver: Receiver) {
        self.screen = ReceivingScreen {
            state: PlayState::Buffering,
            from: Some(from),
            transport: Some(transport),
            ..ReceivingScreen::default()
        };
        self.receiver = Some(receiver);
        self.next = None;
        self.clock = now + self.buffer;
        // Before the first key frame there is nothing that differences could be made to.
        self.wrong = Some(0);
        self.over = false;
        self.stalled_since = None;
        self.missing = None;
        self.silent = false;
        self.wakes_at = Some(self.clock);
        self.events.push(VideoEvent::PictureComes {
            from,
            transport,
            buffer: self.buffer,
        });
    }

    /// A packet came; returns whether it is one of the stream that is shown, or began one.
    pub(super) fn packet(
        &mut self,
        now: Time,
        from: SocketAddrV4,
        transport: Transport,
        packet: &[u8],
    ) -> bool {
        let ssrc = self.receiver.as_ref().map(|it| it.ssrc);
        if let Some(bye) = rtcp_bye(packet, ssrc) {
            self.over |= bye;
            return bye;
        }
        if self.receiver.is_none() {
            let Some(receiver) = Receiver::new(packet) else {
                return false;
            };
            if self.said_goodbye == Some(receiver.ssrc) {
                return false;
            }
            self.begin(now, from, transport, receiver);
        }
        let next = self.next;
        let taken = (self.receiver.as_mut()).and_then(|it| it.take(now, next, packet));
        let Some(frame) = taken else { return false };
        if self.silent {
            let heard = self.screen.heard_at.unwrap_or(now);
            let after = now.since(heard);
            self.events.push(VideoEvent::SignalBack { after });
            self.silent = false;
        }
        self.screen.heard_at = Some(now);
        self.screen.totals.packets = self.screen.totals.packets.saturating_add(1);
        if next.is_some_and(|next| frame < next) {
            self.late(now, frame);
        }
        let starts = self.screen.state == PlayState::Buffering && now >= self.clock;
        let resumes = self.stalled_since.is_some() && self.next_is_whole();
        if starts || resumes {
            self.show(now);
        }
        self.refresh();
        true
    }

    /// No more comes: the stream's end, or its failure.
    pub(super) fn end(&mut self, now: Time) {
        self.over = true;
        if self.stalled_since.is_some() {
            self.show(now);
            self.refresh();
        }
    }

    /// Whether a packet is of another stream than the one that is shown: the first of one that could begin.
    pub(super) fn could_begin(&self, packet: &[u8]) -> bool {
        let ssrc = self.receiver.as_ref().map(|it| it.ssrc);
        let new = Receiver::new(packet).map(|it| it.ssrc);
        new.is_some() && new != ssrc && new != self.said_goodbye
    }

    /// Somebody else's picture comes in place of this one, which is over whatever of it is still there.
    pub(super) fn give_up(&mut self, now: Time) {
        let Some(receiver) = &self.receiver else {
            return;
        };
        let last = receiver.highest();
        // Its last frame may never have been whole.
        let whole = receiver.frames.get(&last).is_none_or(Assembly::is_whole);
        self.over = true;
        self.screen.heard_at.get_or_insert(now);
        self.finish(if whole { last } else { last.saturating_sub(1) });
    }

    /// It is time.
    pub(super) fn wake(&mut self, now: Time) {
        if self.wakes_at.is_some_and(|at| at <= now) {
            self.show(now);
            self.refresh();
        }
    }

    fn refresh(&mut self) {
        let Some(receiver) = &self.receiver else {
            self.screen.buffered = 0;
            return;
        };
        let whole = receiver.frames.values().filter(|frame| frame.is_whole());
        self.screen.buffered = whole.count() as u16;
        self.screen.jitter = receiver.jitter.span();
    }

    fn next_is_whole(&self) -> bool {
        let frame = (self.receiver.as_ref()).and_then(|it| it.frames.get(&self.next?));
        frame.is_some_and(|frame| frame.is_whole())
    }

    /// A packet of a frame whose time has passed.
    fn late(&mut self, now: Time, frame: u32) {
        let mut times = self.screen.history.iter_mut().rev();
        let Some(time) = times.find(|time| time.frame == frame && time.fate == FrameFate::Lost)
        else {
            return;
        };
        time.fate = FrameFate::Late;
        self.screen.totals.lost -= 1;
        self.screen.totals.late += 1;
        let by = now.since(time.at);
        self.events.push(VideoEvent::FrameLate { frame, by });
    }

    /// A frame time.
    fn show(&mut self, now: Time) {
        let Some(receiver) = &self.receiver else {
            return;
        };
        let (highest, empty) = (receiver.highest(), receiver.frames.is_empty());
        let silence = now.since(self.screen.heard_at.unwrap_or(now));
        if silence >= Playout::SIGNAL_LOST && !self.silent && !self.over {
            self.silent = true;
            self.events.push(VideoEvent::SignalLost);
        }
        let gone = if self.waits() {
            Playout::GONE_STREAM
        } else {
            Playout::GONE
        };
        let shown_all = self.over && self.next.is_some_and(|next| next > highest);
        // Half a frame holds a stream up for good if its other half never comes.
        let stuck =
            self.waits() && self.next.is_some_and(|next| highest <= next) && !self.next_is_whole();
        if shown_all || ((empty || stuck) && silence >= gone) {
            let last = if stuck {
                highest.saturating_sub(1)
            } else {
                highest
            };
            return self.finish(last);
        }
        let period = match receiver.period() {
            Some(period) => period,
            // One frame alone says nothing of how fast they follow each other: the next one will.
            None if self.over || self.next.is_some() => Span::from_millis(40),
            None => {
                self.wakes_at = Some(now + Playout::SIGNAL_LOST);
                return;
            }
        };
        let next = match self.next {
            Some(next) => next,
            None => self.start(now),
        };
        // A stream leaves nothing out: what comes behind the next frame says that the sender did.
        let comes = self.waits() && !self.next_is_whole() && highest <= next && !self.over;
        let mut pace = period;
        if comes {
            self.stall(now, next);
        } else {
            self.show_frame(now, next);
            // What stood still catches up: a live picture that falls behind more and more is not live.
            let sooner = period.div(Playout::CATCH_UP).min(self.screen.behind);
            self.screen.behind = self.screen.behind - sooner;
            pace = period - sooner;
        }
        self.clock += pace;
        self.wakes_at = Some(self.clock);
    }

    /// The first frame time.
    fn start(&mut self, now: Time) -> u32 {
        let frames = self.receiver.as_ref().map(|it| &it.frames);
        let first = frames.and_then(|frames| frames.iter().next());
        let frame = first.map_or(0, |(frame, _)| *frame);
        self.clock = now;
        self.next = Some(frame);
        self.screen.state = PlayState::Playing;
        self.events.push(VideoEvent::PlayBegan { frame });
        frame
    }

    fn stall(&mut self, now: Time, frame: u32) {
        if self.stalled_since.is_none() {
            self.stalled_since = Some(now);
            self.stalled_times = 0;
            self.screen.state = PlayState::Stalled;
            self.screen.totals.stalls += 1;
            self.events.push(VideoEvent::Stalled { frame });
        }
        self.screen.totals.stalled += 1;
        self.stalled_times += 1;
        self.push(now, frame, FrameFate::Stalled);
    }

    fn show_frame(&mut self, now: Time, frame: u32) {
        if let Some(since) = self.stalled_since.take() {
            let after = now.since(since);
            self.screen.state = PlayState::Playing;
            self.screen.totals.stalled_for += after;
            self.screen.behind += after;
            self.clock = now;
            self.events.push(VideoEvent::Resumed { frame, after });
        }
        let fate = self.draw(frame);
        let totals = &mut self.screen.totals;
        match fate {
            FrameFate::Shown => totals.shown += 1,
            FrameFate::Damaged => totals.damaged += 1,
            _ => totals.lost += 1,
        }
        if fate != FrameFate::Lost {
            self.screen.frame = Some(frame);
        }
        if let Some(frames) = &mut self.wrong {
            *frames += 1;
        }
        self.screen.damaged = self.wrong.is_some();
        self.push(now, frame, fate);
        // No source counts so far; a forged number must not stop us.
        self.next = Some(frame.wrapping_add(1));
    }

    /// Draws what there is of a frame, and says how it looks.
    fn draw(&mut self, frame: u32) -> FrameFate {
        let frames = self.receiver.as_mut().map(|it| &mut it.frames);
        let Some(assembly) = frames.and_then(|frames| frames.remove(&frame)) else {
            self.wrong.get_or_insert(0);
            self.miss(frame);
            return FrameFate::Lost;
        };
        self.end_of_gap();
        let key = assembly.draw(frame, &mut self.screen.picture);
        let (missing, parts) = assembly.missing();
        if missing > 0 {
            self.wrong.get_or_insert(0);
            self.events.push(VideoEvent::FrameDamaged {
                frame,
                missing,
                parts,
            });
        } else if key {
            let mended = self.wrong.take().filter(|frames| *frames > 0);
            if let Some(after_frames) = mended {
                self.events.push(VideoEvent::Mended {
                    frame,
                    after_frames,
                });
            }
        }
        if self.wrong.is_some() {
            FrameFate::Damaged
        } else {
            FrameFate::Shown
        }
    }

    /// One missing frame is told at once; of several in a row the first, and at their end how many.
    fn miss(&mut self, frame: u32) {
        match &mut self.missing {
            Some((_, frames)) => *frames += 1,
            None => {
                self.missing = Some((frame, 1));
                self.events.push(VideoEvent::FrameMissing { frame });
            }
        }
    }

    fn end_of_gap(&mut self) {
        if let Some((first, frames)) = self.missing.take().filter(|(_, frames)| *frames > 1) {
            self.events
                .push(VideoEvent::FramesMissing { first, frames });
        }
    }

    fn push(&mut self, at: Time, frame: u32, fate: FrameFate) {
        let history = &mut self.screen.history;
        if history.len() >= ReceivingScreen::MAX_HISTORY {
            history.remove(0);
        }
        history.push(FrameTime { at, frame, fate });
    }

    /// The picture is over. Frame times after its last frame were none: nobody knew yet that it was the last.
    fn finish(&mut self, highest: u32) {
        let totals = &mut self.screen.totals;
        while let Some(last) = self.screen.history.last() {
            match last.fate {
                FrameFate::Lost if last.frame > highest => totals.lost -= 1,
                FrameFate::Stalled if last.frame > highest => {}
                _ => break,
            }
            self.screen.history.pop();
        }
        if self.stalled_since.take().is_some() {
            // The history may have forgotten some of them.
            totals.stalled -= self.stalled_times;
            totals.stalls -= 1;
        }
        self.screen.state = PlayState::Ended;
        let receiver = self.receiver.take().filter(|_| self.over);
        self.said_goodbye = receiver.map(|receiver| receiver.ssrc);
        self.next = None;
        self.wakes_at = None;
        self.events.push(VideoEvent::PlayEnded(*totals));
    }
}

#[cfg(test)]
mod tests {
    use core::net::Ipv4Addr;

    use hoplab_wire::rtp::{self, video::Part};

    use super::*;

    #[test]
    fn a_forged_frame_number_beyond_which_there_is_none_does_no_harm() {
        let from = SocketAddrV4::new(Ipv4Addr::new(192, 0, 2, 1), 5004);
        let mut playout = Playout::new(Span::ZERO);
        for (number, frame) in [u32::MAX - 1, u32::MAX].into_iter().enumerate() {
            let part = Part {
                frame,
                part: 0,
                parts: 1,
                bytes: &[0; 80],
            };
            let header = rtp::Header {
                payload_type: rtp::PAYLOAD_TYPE_VIDEO,
                timestamp: number as u32 * 3600,
                ..rtp::Header::default()
            };
            let packet = header.to_packet(&part.to_payload());
            assert!(playout.packet(Time::ZERO, from, Transport::Udp, &packet));
        }
        let mut wakes = 0;
        while let Some(at) = playout.wakes_at.filter(|_| wakes < 1_000) {
            playout.wake(at);
            wakes += 1;
        }
        assert!(
            playout
                .screen
                .history
                .iter()
                .any(|time| time.frame == u32::MAX)
        );
        assert_eq!(playout.screen.state, PlayState::Ended);
    }
}
