//! Who is at the other end of a video program, how to get there, and who may take its place.

use core::net::SocketAddrV4;

use hoplab_tcp::Failure;
use hoplab_units::{Span, Time};
use hoplab_wire::rtp::{FrameReader, framed};

use crate::Transport;
use crate::apps::outbox::Outbox;
use crate::event::SocketError;
use crate::ids::SocketId;
use crate::program::Sys;

/// Who is at the other end, and how to get there.
#[derive(Clone, Debug)]
pub(super) struct Channel {
    pub(super) socket: SocketId,
    pub(super) transport: Transport,
    pub(super) peer: SocketAddrV4,
    /// Takes packets out of a stream.
    pub(super) reader: FrameReader,
    /// What the stream has not taken yet.
    pub(super) unsent: Outbox,
    pub(super) since: Time,
    /// When anything last came from there.
    pub(super) heard: Time,
}

impl Channel {
    /// After this long without a word another one from the same host is let in: it was started anew, and the old one
    /// is gone without having said so (a half-open connection, RFC 9293 section 3.5.1). A sender that is there
    /// sends a frame at least each second.
    pub(super) const SAME_HOST: Span = Span::from_secs(1);
    /// And one from another host: a stream may stand still for a while behind a loss.
    const OTHER_HOST: Span = Span::from_secs(3);

    pub(super) fn new(
        socket: SocketId,
        transport: Transport,
        peer: SocketAddrV4,
        now: Time,
    ) -> Channel {
        Channel {
            socket,
            transport,
            peer,
            reader: FrameReader::new(),
            unsent: Outbox::default(),
            since: now,
            heard: now,
        }
    }

    pub(super) fn is_stream(&self) -> bool {
        self.transport == Transport::Tcp
    }

    /// When it gives way to one who comes from there, unless it is heard before.
    pub(super) fn gives_way_at(&self, newcomer: SocketAddrV4) -> Time {
        let same = self.peer.ip() == newcomer.ip();
        self.heard
            + if same {
                Channel::SAME_HOST
            } else {
                Channel::OTHER_HOST
            }
    }

    /// Sends a packet: as a datagram, or framed into the stream.
    pub(super) fn send(&mut self, sys: &mut Sys<'_>, packet: &[u8]) -> Result<(), SocketError> {
        if self.is_stream() {
            self.unsent.push(framed(packet).unwrap_or_default());
            self.flush(sys);
            return Ok(());
        }
        match sys.send_to(self.socket, self.peer, packet) {
            // One that finds no way out is one lost: the next may have one.
            Err(SocketError::NoRoute) => Ok(()),
            result => result,
        }
    }

    pub(super) fn flush(&mut self, sys: &mut Sys<'_>) {
        self.unsent.write(sys, self.socket);
    }
}

/// Somebody whose connection came while another's picture is shown: it waits until that one is heard, and is sent
/// away, or has been silent for too long, and is followed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Newcomer {
    pub(super) socket: SocketId,
    pub(super) from: SocketAddrV4,
    /// When it takes the place.
    pub(super) due: Time,
}

/// How a streamer comes back to a player that it lost, or that did not let it in.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Retry {
    /// Where to.
    pub(super) peer: Option<SocketAddrV4>,
    tries: u32,
    /// When it tries next.
    pub(super) due: Option<Time>,
}

impl Retry {
    /// So often it tries again: for 31 s in all.
    const MOST: u32 = 5;
    const FIRST: Span = Span::from_secs(1);
    /// A connection that held for longer than any wait was a good one.
    const GOOD: Span = Span::from_secs(16);

    /// How long to wait before the next try, each time twice as long; `None`: it has tried often enough. `held`: how
    /// long the connection that failed had been open.
    pub(super) fn next(&mut self, held: Span) -> Option<Span> {
        if held > Retry::GOOD {
            self.tries = 0;
        }
        if self.tries >= Retry::MOST {
            return None;
        }
        let wait = Retry::FIRST * (1 << self.tries);
        self.tries += 1;
        Some(wait)
    }
}

/// Whether a failure may pass: nobody listens there now, or the other side was switched off and on. Where nobody
/// answered TCP itself has tried for minutes.
pub(super) fn may_pass(error: SocketError) -> bool {
    matches!(
        error,
        SocketError::Tcp(Failure::Refused | Failure::Reset) | SocketError::PortUnreachable
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wait_is_twice_the_one_before_and_their_number_is_bounded() {
        let mut retry = Retry::default();
        let waits: Vec<Option<Span>> = (0..7).map(|_| retry.next(Span::ZERO)).collect();
        let seconds = [1, 2, 4, 8, 16].map(|seconds| Some(Span::from_secs(seconds)));
        assert_eq!(waits[..5], seconds);
        assert_eq!(waits[5..], [None, None]);
        let after_a_good_connection = retry.next(Span::from_secs(17));
        assert_eq!(after_a_good_connection, Some(Span::from_secs(1)));
    }
}
