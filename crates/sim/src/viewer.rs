//! The program that waits for messages and shows what it has got.

use core::net::SocketAddrV4;

use hoplab_units::{Rate, Span};

use crate::event::{EventKind, SocketError};
use crate::ids::SocketId;
use crate::inbox::Inbox;
use crate::outgoing::Outgoing;
use crate::program::{Input, Program, Sys};
use crate::{Closing, Payload, Transport};

/// Listens on one port over UDP and TCP, takes all raw IP, and keeps what comes in its inbox.
#[derive(Clone, Debug)]
pub(crate) struct Viewer {
    pub(crate) name: String,
    pub(crate) port: u16,
    pub(crate) inbox: Inbox,
    /// What kept it from opening a socket.
    pub(crate) failed: Option<SocketError>,
    /// How it reads its connections, if not at once.
    slowly: Option<SlowReading>,
    /// What it answers once the other side of a connection has no more to send.
    reply: Option<Payload>,
    /// Answers under way.
    replies: Vec<Outgoing>,
}

/// Reads a portion of what waits, then has to digest it before it reads the next.
#[derive(Clone, Debug)]
struct SlowReading {
    portion: usize,
    period: Span,
    /// Bytes it has had the time for and not read yet: a datagram is read in one piece.
    credit: usize,
    /// The sockets that have something to read, in turn. While there are any, the timer runs.
    waiting: Vec<SocketId>,
}

impl SlowReading {
    /// About how often it reads: often enough to look steady, seldom enough to keep the trace short.
    const PERIOD_NANOS: u128 = 50_000_000;

    /// In portions of whole bytes, each in the time that the rate gives it.
    fn at(rate: Rate) -> SlowReading {
        let bytes = u128::from(rate.bits_per_sec()) * SlowReading::PERIOD_NANOS / 8_000_000_000;
        let portion = u64::try_from(bytes.max(1)).unwrap_or(u64::MAX);
        SlowReading {
            portion: usize::try_from(portion).unwrap_or(usize::MAX),
            period: rate.time_for(portion),
            credit: 0,
            waiting: Vec::new(),
        }
    }
}

impl Viewer {
    pub(crate) fn new(
        name: String,
        port: u16,
        read_rate: Option<Rate>,
        reply: Option<Payload>,
    ) -> Viewer {
        Viewer {
            name,
            port,
            inbox: Inbox::default(),
            failed: None,
            slowly: read_rate.map(SlowReading::at),
            reply,
            replies: Vec::new(),
        }
    }

    fn open_all(&mut self, sys: &mut Sys<'_>) -> Result<(), SocketError> {
        let raw = sys.raw(None)?;
        let udp = sys.udp_bound(self.port)?;
        if self.slowly.is_some() {
            sys.keep_datagrams(raw);
            sys.keep_datagrams(udp);
        }
        sys.listen(self.port)?;
        Ok(())
    }

    /// A socket has something to read.
    fn readable(&mut self, sys: &mut Sys<'_>, socket: SocketId) {
        let Some(slowly) = &mut self.slowly else {
            self.read(sys, socket, usize::MAX);
            return;
        };
        if slowly.waiting.contains(&socket) {
            return;
        }
        if slowly.waiting.is_empty() {
            sys.set_timer(slowly.period);
        }
        slowly.waiting.push(socket);
    }

    /// A slow reader has digested its last portion.
    fn read_on(&mut self, sys: &mut Sys<'_>) {
        let next = |slowly: &mut SlowReading| {
            let socket = (!slowly.waiting.is_empty()).then(|| slowly.waiting.remove(0));
            slowly.credit = slowly.credit.saturating_add(slowly.portion);
            socket.map(|socket| (socket, slowly.credit))
        };
        let Some((socket, credit)) = self.slowly.as_mut().and_then(next) else {
            return;
        };
        let read = self.read(sys, socket, credit);
        let Some(slowly) = &mut self.slowly else {
            return;
        };
        slowly.credit = credit - read;
        if sys.has_unread(socket) {
            // A datagram that was too long for now is still the next.
            let place = if read == 0 { 0 } else { slowly.waiting.len() };
            slowly.waiting.insert(place, socket);
        }
        if slowly.waiting.is_empty() {
            slowly.credit = 0;
        } else {
            sys.set_timer(slowly.period);
        }
    }

    /// A new connection from an address and port that an older one had, which is over then: of that it reads now what
    /// it had no time for, so that one does not get mixed with the other.
    fn finish_older(&mut self, sys: &mut Sys<'_>, socket: SocketId, from: SocketAddrV4) {
        let mut waiting = self.slowly.iter().flat_map(|slowly| &slowly.waiting);
        let older = waiting.find(|other| **other != socket && sys.remote(**other) == Some(from));
        if let Some(older) = older.copied() {
            self.read(sys, older, usize::MAX);
        }
    }

    /// Reads a stream or a datagram; returns how many bytes there were.
    fn read(&mut self, sys: &mut Sys<'_>, socket: SocketId, most: usize) -> usize {
        if let Some(datagram) = sys.read_datagram(socket, most) {
            let source = (datagram.from, datagram.transport);
            self.inbox
                .take(sys, socket, source, &datagram.data, datagram.chunk);
            return datagram.data.len();
        }
        let Some(from) = sys.remote(socket) else {
            return 0;
        };
        let data = sys.read_some(socket, most);
        if !data.is_empty() {
            let source = (from, Transport::Tcp);
            self.inbox.take(sys, socket, source, &data, None);
        }
        data.len()
    }

    /// The other side has no more to send: now it is our turn, and then we close too.
    fn answer(&mut self, sys: &mut Sys<'_>, socket: SocketId) {
        let (node, _) = sys.program();
        let transfer =
            (self.reply.as_ref()).and_then(|reply| sys.world().add_reply(node, socket, reply));
        let Some(transfer) = transfer else {
            return sys.close(socket);
        };
        let mut reply = Outgoing::new(transfer, Some(socket), Closing::AtOnce);
        reply.begin(sys);
        reply.write(sys);
        self.replies.push(reply);
    }

    /// Does something to the answer that goes out at a socket; forgets it once it is done.
    fn with_reply(&mut self, socket: SocketId, act: impl FnOnce(&mut Outgoing)) {
        let at = |reply: &Outgoing| reply.socket == Some(socket);
        if let Some(reply) = self.replies.iter_mut().find(|reply| at(reply)) {
            act(reply);
            self.replies.retain(|reply| !reply.done);
        }
    }
}

impl Program for Viewer {
    fn start(&mut self, sys: &mut Sys<'_>) {
        if let Err(error) = self.open_all(sys) {
            self.failed = Some(error);
            sys.record(EventKind::SocketError { error });
        }
    }

    fn handle(&mut self, sys: &mut Sys<'_>, socket: Option<SocketId>, input: Input<'_>) {
        let Some(socket) = socket else {
            return self.read_on(sys);
        };
        match input {
            Input::Datagram {
                from,
                transport,
                data,
                chunk,
            } => {
                let source = (from, transport);
                self.inbox.take(sys, socket, source, data, chunk);
            }
            Input::Accepted { from } => {
                // An older connection from the same address and port is over, whether or not
                // this side had noticed.
                self.finish_older(sys, socket, from);
                self.inbox.end_stream(from);
                self.inbox.item(from, Transport::Tcp);
                if self.slowly.is_some() {
                    sys.read_at_leisure(socket);
                }
            }
            Input::Readable { .. } | Input::DatagramWaits => self.readable(sys, socket),
            Input::Error(error) => {
                if let Some(from) = sys.remote(socket) {
                    self.inbox.end_stream(from);
                }
                self.with_reply(socket, |reply| reply.fail(sys, error));
            }
            Input::StreamEnded { from } => {
                self.inbox.end_stream(from);
                sys.record_stream_end(socket, from);
                self.answer(sys, socket);
            }
            Input::Writable => self.with_reply(socket, |reply| reply.write(sys)),
            Input::Finished => self.with_reply(socket, |reply| reply.finish(sys)),
            _ => {}
        }
    }
}
