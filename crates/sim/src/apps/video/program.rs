//! The program behind streamer, player and video call: sockets and timers for a source, a playout, or both.

use core::net::{Ipv4Addr, SocketAddrV4};

use hoplab_units::Time;

use super::channel::{Channel, Newcomer, Retry};
use super::event::VideoEvent;
use super::playout::Playout;
use super::screen::{SendingScreen, VideoScreen};
use super::source::Source;
use super::{PlayerSpec, SourceSpec, StreamerSpec, VideoCallSpec};
use crate::Transport;
use crate::apps::client::Client;
use crate::apps::event::AppEvent;
use crate::apps::{ClientError, Screen, Target};
use crate::event::{EventKind, SocketError};
use crate::ids::SocketId;
use crate::program::{Input, Program, Sys, Timer};

/// What is being sent.
#[derive(Clone, Debug)]
pub(super) struct Sending {
    pub(super) source: Source,
    pub(super) began: Time,
    said_skipping: bool,
    pub(super) done: bool,
}

/// A streamer, a player, or one side of a call.
#[derive(Clone, Debug)]
pub(crate) struct Video {
    /// Whom it turns to; none: it waits for others.
    pub(super) to: Option<Target>,
    port: u16,
    transport: Option<Transport>,
    /// What it sends, if it sends.
    video: Option<SourceSpec>,
    /// What it shows, if it plays.
    pub(super) playout: Option<Playout>,
    pub(super) channel: Option<Channel>,
    /// Who waits for the channel's place.
    pub(super) newcomer: Option<Newcomer>,
    pub(super) sending: Option<Sending>,
    /// Where datagrams come for who waits.
    datagrams: Option<SocketId>,
    pub(super) trouble: Option<ClientError>,
    pub(super) retry: Retry,
    /// The newest timer of each sort: what older ones say is out of date.
    send_timer: u32,
    play_timer: u32,
    play_armed: Option<Time>,
    /// To whom it has said that it is busy, at most [`Video::MAX_BUSY`].
    said_busy: Vec<SocketAddrV4>,
}

impl Video {
    /// While more than this waits in the program, frames are left out.
    const MAX_UNSENT: usize = 16 << 10;
    /// So many are told of that it is busy.
    const MAX_BUSY: usize = 100;
    /// Sorts of timers: the lowest two bits of a token. The last two look at the time when they run out, and need
    /// no number.
    const SEND: u32 = 0;
    const PLAY: u32 = 1;
    pub(super) const NEWCOMER: u32 = 2;
    pub(super) const RETRY: u32 = 3;

    pub(crate) fn streamer(spec: StreamerSpec) -> Video {
        Video {
            to: Some(spec.to),
            port: spec.port,
            transport: spec.transport,
            video: Some(spec.video),
            ..Video::new()
        }
    }

    pub(crate) fn player(spec: PlayerSpec) -> Video {
        Video {
            port: spec.port,
            playout: Some(Playout::new(spec.buffer)),
            ..Video::new()
        }
    }

    pub(crate) fn call(spec: VideoCallSpec) -> Video {
        Video {
            to: spec.to,
            port: spec.port,
            transport: spec.transport,
            video: Some(spec.video),
            playout: Some(Playout::new(spec.buffer)),
            ..Video::new()
        }
    }

    fn new() -> Video {
        Video {
            to: None,
            port: 0,
            transport: None,
            video: None,
            playout: None,
            channel: None,
            newcomer: None,
            sending: None,
            datagrams: None,
            trouble: None,
            retry: Retry::default(),
            send_timer: 0,
            play_timer: 0,
            play_armed: None,
            said_busy: Vec::new(),
        }
    }

    pub(super) fn turn_to(
        &mut self,
        sys: &mut Sys<'_>,
        peer: SocketAddrV4,
    ) -> Result<(), SocketError> {
        let transport = sys.over_ports(self.transport);
        let socket = if transport == Transport::Tcp {
            sys.connect(peer, None, None)?
        } else {
            sys.udp_connected(peer)?.0
        };
        self.channel = Some(Channel::new(socket, transport, peer, sys.now()));
        if transport == Transport::Udp {
            self.begin_sending(sys);
        }
        Ok(())
    }

    fn wait_for_others(&mut self, sys: &mut Sys<'_>) -> Result<(), SocketError> {
        self.datagrams = Some(sys.udp_bound(self.port)?);
        sys.listen(self.port)?;
        Ok(())
    }

    pub(super) fn begin_sending(&mut self, sys: &mut Sys<'_>) {
        let (Some(spec), Some(channel)) = (&self.video, &self.channel) else {
            return;
        };
        self.trouble = None;
        let draws = core::array::from_fn(|_| sys.random());
        if channel.transport == Transport::Tcp {
            // A frame that waits for an acknowledgment is late.
            sys.set_no_delay(channel.socket);
        }
        tell(
            sys,
            VideoEvent::SendingBegan {
                to: channel.peer,
                transport: channel.transport,
                frames: spec.frames(),
                fps: spec.fps,
            },
        );
        let goes_on = self.retry.peer.is_some();
        match &mut self.sending {
            // A live picture goes on where it is now, and not where it was when the connection broke.
            Some(sending) if goes_on => {
                sending.source.go_on(draws, sys.now().since(sending.began));
            }
            _ => {
                self.sending = Some(Sending {
                    source: Source::new(spec.clone(), draws),
                    began: sys.now(),
                    said_skipping: false,
                    done: false,
                });
            }
        }
        self.send_frame(sys);
    }

    /// Sends the frame that is due, and at the end says goodbye.
    fn send_frame(&mut self, sys: &mut Sys<'_>) {
        let (Some(sending), Some(channel)) = (&mut self.sending, &mut self.channel) else {
            return;
        };
        if sending.done {
            return;
        }
        let source = &mut sending.source;
        let packets = if source.is_done() {
            sending.done = true;
            vec![source.bye()]
        } else if channel.unsent.len() > Video::MAX_UNSENT {
            if !sending.said_skipping {
                sending.said_skipping = true;
                let frame = source.next;
                tell(sys, VideoEvent::FramesSkipped { frame });
            }
            source.skip();
            Vec::new()
        } else {
            sending.said_skipping = false;
            source.frame()
        };
        let due = sending.began + source.due();
        let (done, frames) = (sending.done, source.next - source.skipped);
        let (skipped, sent) = (source.skipped, source.packets);
        for packet in packets {
            if let Err(error) = channel.send(sys, &packet) {
                return self.fail(sys, error);
            }
        }
        if done {
            tell(
                sys,
                VideoEvent::SendingEnded {
                    frames,
                    skipped,
                    packets: sent,
                },
            );
            return self.end_if_done(sys);
        }
        self.send_timer += 1;
        let token = self.send_timer << 2 | Video::SEND;
        sys.set_timer_for(due.since(sys.now()), Timer(token));
    }

    /// A packet of the other side. Who waits takes the first who comes.
    fn packet(
        &mut self,
        sys: &mut Sys<'_>,
        from: SocketAddrV4,
        (transport, socket): (Transport, SocketId),
        packet: &[u8],
    ) {
        let now = sys.now();
        if transport == Transport::Udp && !self.lets_in(sys, from, packet) {
            return;
        }
        let Some(playout) = &mut self.playout else {
            return;
        };
        let was_busy = playout.is_busy();
        let taken = playout.packet(now, from, transport, packet);
        let begins = !was_busy && playout.is_busy();
        self.after_playout(sys);
        let waits = self.to.is_none();
        if waits && taken && begins && transport == Transport::Udp {
            self.hang_up(sys);
            self.channel = Some(Channel::new(socket, transport, from, now));
            self.begin_sending(sys);
        }
    }

    pub(super) fn busy(&mut self, sys: &mut Sys<'_>, from: SocketAddrV4) {
        if self.said_busy.len() < Video::MAX_BUSY && !self.said_busy.contains(&from) {
            self.said_busy.push(from);
            tell(sys, VideoEvent::Busy { from });
        }
    }

    /// Reads a stream as far as there is room for its frames.
    pub(super) fn read(&mut self, sys: &mut Sys<'_>) {
        let Some(channel) = &mut self.channel else {
            return;
        };
        let has_room = self.playout.as_ref().is_none_or(Playout::has_room);
        if !channel.is_stream() || !has_room {
            return;
        }
        let (peer, socket) = (channel.peer, channel.socket);
        let data = sys.read(socket);
        let mut rest = &data[..];
        while let Some(channel) = &mut self.channel
            && let Some(packet) = channel.reader.next(&mut rest)
        {
            self.packet(sys, peer, (Transport::Tcp, socket), &packet);
        }
    }

    /// Tells what the playout has to tell, and has it woken when it wants to be.
    pub(super) fn after_playout(&mut self, sys: &mut Sys<'_>) {
        if self.tell_playout(sys) {
            self.end_if_done(sys);
        }
    }

    /// The same; whether the picture is over.
    pub(super) fn tell_playout(&mut self, sys: &mut Sys<'_>) -> bool {
        let Some(playout) = &mut self.playout else {
            return false;
        };
        let mut ended = false;
        for event in playout.events.drain(..) {
            ended |= matches!(event, VideoEvent::PlayEnded(_));
            tell(sys, event);
        }
        if playout.wakes_at != self.play_armed {
            self.play_armed = playout.wakes_at;
            self.play_timer += 1;
            if let Some(at) = playout.wakes_at {
                let token = self.play_timer << 2 | Video::PLAY;
                sys.set_timer_for(at.since(sys.now()), Timer(token));
            }
        }
        ended
    }

    fn timer(&mut self, sys: &mut Sys<'_>, token: u32) {
        let (sort, number) = (token & 3, token >> 2);
        if sort == Video::SEND && number == self.send_timer {
            self.send_frame(sys);
        } else if sort == Video::PLAY && number == self.play_timer {
            self.play_armed = None;
            if let Some(playout) = &mut self.playout {
                playout.wake(sys.now());
            }
            self.after_playout(sys);
            self.read(sys);
        } else if sort == Video::NEWCOMER {
            self.newcomer_is_due(sys);
        } else if sort == Video::RETRY {
            self.try_again(sys);
        }
    }

    /// Once all is sent and all is shown: who called closes and ends, who waits is free for the next.
    fn end_if_done(&mut self, sys: &mut Sys<'_>) {
        let sent = self.sending.as_ref().is_none_or(|sending| sending.done);
        let playing = self.playout.as_ref().is_some_and(Playout::is_busy);
        let unsent = (self.channel.as_ref()).is_some_and(|channel| !channel.unsent.is_empty());
        if !sent || playing || unsent {
            return;
        }
        let stream = (self.channel.as_ref()).filter(|it| it.transport == Transport::Tcp);
        match stream.map(|channel| channel.socket) {
            // Its end is told once the other side has everything.
            Some(socket) => sys.close(socket),
            None if self.to.is_some() => sys.exit(),
            None => {
                self.channel = None;
                self.follow(sys);
            }
        }
    }

    /// The stream is closed or broken.
    pub(super) fn stream_over(&mut self, sys: &mut Sys<'_>) {
        self.channel = None;
        if let Some(sending) = &mut self.sending {
            sending.done = true;
        }
        if let Some(playout) = &mut self.playout {
            playout.end(sys.now());
        }
        self.after_playout(sys);
        if self.to.is_some() && !self.playout.as_ref().is_some_and(Playout::is_busy) {
            sys.exit();
        }
        self.follow(sys);
    }

    pub(super) fn fail(&mut self, sys: &mut Sys<'_>, error: SocketError) {
        self.trouble = Some(ClientError::Socket(error));
        if self.waits_to_try_again(sys, error) {
            return;
        }
        tell(sys, VideoEvent::Failed { error });
        self.stream_over(sys);
    }

    fn error(&mut self, sys: &mut Sys<'_>, socket: Option<SocketId>, error: SocketError) {
        let ours = (self.channel.as_ref()).is_some_and(|channel| Some(channel.socket) == socket);
        let sent = self.video.is_none() || self.sending.as_ref().is_some_and(|it| it.done);
        match error {
            // A connection that is over for both sides may fail: nothing is lost by it.
            SocketError::Tcp(_) if ours && sent && !self.is_playing() => self.stream_over(sys),
            SocketError::Tcp(_)
            | SocketError::PortUnreachable
            | SocketError::ProtocolUnreachable
            | SocketError::TooBig { .. }
                if ours =>
            {
                self.fail(sys, error);
            }
            // Other reports may pass.
            _ => {}
        }
    }

    pub(super) fn is_playing(&self) -> bool {
        self.playout.as_ref().is_some_and(Playout::is_busy)
    }

    fn sending_screen(&self) -> Option<SendingScreen> {
        let spec = self.video.as_ref()?;
        let source = self.sending.as_ref().map(|sending| &sending.source);
        let channel = self.channel.as_ref();
        Some(SendingScreen {
            to: channel.map(|channel| channel.peer),
            transport: channel.map(|channel| channel.transport),
            frames: source.map_or(0, |source| source.next - source.skipped),
            total: spec.frames(),
            skipped: source.map_or(0, |source| source.skipped),
            packets: source.map_or(0, |source| source.packets),
            waiting: channel.map_or(0, |channel| channel.unsent.len() as u32),
            scene: spec.scene,
            frame: source.and_then(|source| source.next.checked_sub(1)),
            done: self.sending.as_ref().is_some_and(|sending| sending.done),
        })
    }
}

pub(super) fn tell(sys: &mut Sys<'_>, event: VideoEvent) {
    sys.record_app(AppEvent::Video(event));
}

impl Client for Video {
    fn begin(&mut self, sys: &mut Sys<'_>, address: Ipv4Addr) -> Result<(), SocketError> {
        let peer = SocketAddrV4::new(address, self.port);
        self.retry.peer = Some(peer);
        self.turn_to(sys, peer)
    }

    fn give_up(&mut self, sys: &mut Sys<'_>, error: ClientError) {
        match error {
            // It may pass.
            ClientError::Socket(error) => self.fail(sys, error),
            error => {
                self.trouble = Some(error);
                sys.exit();
            }
        }
    }
}

impl Program for Video {
    fn screen(&self, _now: Time) -> Option<Screen> {
        Some(Screen::Video(Box::new(VideoScreen {
            sending: self.sending_screen(),
            receiving: self.playout.as_ref().map(|playout| playout.screen.clone()),
            trouble: self.trouble,
            tries_again_at: self.retry.due,
        })))
    }

    fn start(&mut self, sys: &mut Sys<'_>) {
        if let Some(to) = &self.to {
            sys.resolve(to, 0);
        } else if let Err(error) = self.wait_for_others(sys) {
            self.trouble = Some(ClientError::Socket(error));
            sys.record(EventKind::SocketError { error });
            sys.exit();
        }
    }

    fn handle(&mut self, sys: &mut Sys<'_>, socket: Option<SocketId>, input: Input<'_>) {
        let ours = (self.channel.as_ref()).is_some_and(|channel| Some(channel.socket) == socket);
        let newcomer = (self.newcomer.as_ref()).is_some_and(|one| Some(one.socket) == socket);
        match (input, socket) {
            (Input::Resolved { result, .. }, _) => self.resolved(sys, result),
            (Input::Connected, _) => self.begin_sending(sys),
            (Input::Accepted { from }, Some(socket)) => self.accepted(sys, socket, from),
            (Input::Datagram { from, data, .. }, Some(socket)) => {
                self.packet(sys, from, (Transport::Udp, socket), data);
            }
            (Input::StreamEnded { .. } | Input::Error(_), Some(socket)) if newcomer => {
                self.newcomer = None;
                sys.close(socket);
            }
            (Input::Readable { .. }, _) if ours => {
                self.is_heard(sys);
                self.read(sys);
            }
            (Input::Writable, _) if ours => {
                if let Some(channel) = &mut self.channel {
                    channel.flush(sys);
                }
                self.end_if_done(sys);
            }
            (Input::StreamEnded { .. }, _) if ours => {
                self.read(sys);
                if let Some(playout) = &mut self.playout {
                    playout.end(sys.now());
                }
                self.after_playout(sys);
                self.end_if_done(sys);
            }
            (Input::Finished, _) if ours => self.stream_over(sys),
            (Input::Error(error), _) => self.error(sys, socket, error),
            (Input::Timer(Timer(token)), _) => self.timer(sys, token),
            _ => {}
        }
    }
}
