//! When one peer takes another's place, and how a streamer comes back to a player.
//!
//! A player shows one picture. A sender that was switched off leaves a connection behind that nobody closed: it must not
//! keep its successor out. Who comes while another's picture is shown waits until that one is heard and is then told
//! that the player is busy; if it stays silent, the new one takes its place.

use core::net::SocketAddrV4;

use super::channel::{Channel, Newcomer, may_pass};
use super::event::VideoEvent;
use super::program::{Video, tell};
use super::screen::PlayState;
use crate::Transport;
use crate::event::SocketError;
use crate::ids::SocketId;
use crate::program::{Sys, Timer};

impl Video {
    /// Whether the channel stands in a newcomer's way. A connection whose picture is over makes room: its other side
    /// may be gone without a word.
    fn is_taken(&self) -> bool {
        let state = self.playout.as_ref().map(|playout| playout.screen.state);
        let stream = self.channel.as_ref().is_some_and(Channel::is_stream);
        self.is_playing() || (stream && state != Some(PlayState::Ended))
    }

    /// A connection came to who waits.
    pub(super) fn accepted(&mut self, sys: &mut Sys<'_>, socket: SocketId, from: SocketAddrV4) {
        let now = sys.now();
        if !self.is_taken() {
            self.hang_up(sys);
            return self.serve(sys, socket, from);
        }
        let rival = self.channel.as_ref();
        // A stream that is over is shown to its end, which is never far.
        let due = rival.map_or(now + Channel::SAME_HOST, |rival| rival.gives_way_at(from));
        if due <= now {
            return self.take_over(sys, socket, from);
        }
        if let Some(other) = self.newcomer {
            // One may wait; a second one from the same host most likely is the first, started anew.
            if other.from.ip() != from.ip() {
                self.busy(sys, from);
                return sys.abort(socket);
            }
            sys.abort(other.socket);
        }
        self.newcomer = Some(Newcomer { socket, from, due });
        sys.set_timer_for(due.since(now), Timer(Video::NEWCOMER));
    }

    /// The channel's other side is there: nobody takes its place.
    pub(super) fn is_heard(&mut self, sys: &mut Sys<'_>) {
        if let Some(channel) = &mut self.channel {
            channel.heard = sys.now();
        }
        if let Some(Newcomer { socket, from, .. }) = self.newcomer.take() {
            self.busy(sys, from);
            sys.abort(socket);
        }
    }

    pub(super) fn newcomer_is_due(&mut self, sys: &mut Sys<'_>) {
        let now = sys.now();
        if let Some(newcomer) = self.newcomer.take_if(|newcomer| newcomer.due <= now) {
            self.take_over(sys, newcomer.socket, newcomer.from);
        }
    }

    /// The channel is gone: who waited for its place has it once the picture is over.
    pub(super) fn follow(&mut self, sys: &mut Sys<'_>) {
        if self.is_taken() {
            return;
        }
        if let Some(Newcomer { socket, from, .. }) = self.newcomer.take() {
            self.serve(sys, socket, from);
        }
    }

    fn take_over(&mut self, sys: &mut Sys<'_>, socket: SocketId, from: SocketAddrV4) {
        self.give_up_picture(sys, from);
        self.serve(sys, socket, from);
    }

    fn serve(&mut self, sys: &mut Sys<'_>, socket: SocketId, from: SocketAddrV4) {
        self.channel = Some(Channel::new(socket, Transport::Tcp, from, sys.now()));
        if self.playout.is_some() {
            sys.read_at_leisure(socket);
        }
        self.begin_sending(sys);
        // What came while it waited.
        self.read(sys);
    }

    /// Ends what it shows and sends, since somebody else takes the other side's place.
    fn give_up_picture(&mut self, sys: &mut Sys<'_>, newcomer: SocketAddrV4) {
        let now = sys.now();
        if let Some(channel) = &self.channel {
            let (old, silent) = (channel.peer, now.since(channel.heard));
            tell(
                sys,
                VideoEvent::TakenOver {
                    from: newcomer,
                    old,
                    silent,
                },
            );
        }
        if let Some(playout) = &mut self.playout {
            playout.give_up(now);
        }
        self.tell_playout(sys);
        if self.to.is_none() {
            self.hang_up(sys);
            self.sending = None;
        }
    }

    /// Gives the channel up. Of a datagram socket that others come to as well nothing is closed.
    pub(super) fn hang_up(&mut self, sys: &mut Sys<'_>) {
        if let Some(old) = self.channel.take().filter(Channel::is_stream) {
            sys.abort(old.socket);
        }
    }

    /// Whether a datagram is looked at: it is of the channel's other side, or of one that takes its place.
    pub(super) fn lets_in(&mut self, sys: &mut Sys<'_>, from: SocketAddrV4, packet: &[u8]) -> bool {
        let begins = (self.playout.as_ref()).is_some_and(|playout| playout.could_begin(packet));
        let Some(channel) = self.channel.as_ref().filter(|_| self.is_taken()) else {
            return true;
        };
        let same = channel.peer == from && !channel.is_stream();
        if same {
            // From one address and port come two streams only if its program was started anew (RFC 3550 section 8.2).
            if begins && self.is_playing() {
                self.give_up_picture(sys, from);
            } else {
                self.is_heard(sys);
            }
            return true;
        }
        if self.to.is_some() {
            return false;
        }
        if begins && channel.gives_way_at(from) <= sys.now() {
            self.give_up_picture(sys, from);
            return true;
        }
        self.busy(sys, from);
        false
    }

    /// A streamer whose connection failed tries again for a while; whether it does.
    pub(super) fn waits_to_try_again(&mut self, sys: &mut Sys<'_>, error: SocketError) -> bool {
        let now = sys.now();
        if self.playout.is_some() || self.retry.peer.is_none() || !may_pass(error) {
            return false;
        }
        let since = self.channel.as_ref().map_or(now, |channel| channel.since);
        let Some(after) = self.retry.next(now.since(since)) else {
            return false;
        };
        let over = |sending: &super::program::Sending| {
            sending.done
                || sending
                    .source
                    .would_be_done(now.since(sending.began) + after)
        };
        if self.sending.as_ref().is_some_and(over) {
            return false;
        }
        if let Some(old) = self.channel.take() {
            sys.close(old.socket);
        }
        tell(sys, VideoEvent::TriesAgain { error, after });
        self.retry.due = Some(now + after);
        sys.set_timer_for(after, Timer(Video::RETRY));
        true
    }

    pub(super) fn try_again(&mut self, sys: &mut Sys<'_>) {
        let now = sys.now();
        let due = self.retry.due.take_if(|due| *due <= now);
        if let (Some(_), Some(peer)) = (due, self.retry.peer)
            && let Err(error) = self.turn_to(sys, peer)
        {
            self.fail(sys, error);
        }
    }
}
