//! DNS over TCP (RFC 1035 §4.2.2, RFC 7766): messages in and out of connections that take what they can.

use hoplab_dns::{StreamReader, frame};
use hoplab_units::{Span, Time};

use super::outbox::Outbox;
use crate::ids::SocketId;
use crate::program::{Sys, Timer};

/// The connections of one program, from their opening to their closing.
#[derive(Clone, Debug, Default)]
pub(crate) struct DnsStreams {
    streams: Vec<Stream>,
    /// Whether [`DnsStreams::TIMER`] runs.
    is_watched: bool,
}

#[derive(Clone, Debug)]
struct Stream {
    socket: SocketId,
    reader: StreamReader,
    /// What the connection has not taken yet.
    unsent: Outbox,
    /// How many questions that came over it are not answered yet.
    owed: u32,
    /// Whether to close it once all is answered and written.
    closes: bool,
    /// When something last came or left.
    active: Time,
}

impl DnsStreams {
    /// The timer by which a server looks after connections on which nothing happens.
    pub(crate) const TIMER: Timer = Timer(1);
    /// For how long nothing may happen on a connection of a server, "on the order of a few seconds" (RFC 7766 §6.2.3):
    /// a client that has vanished would stay for ever.
    const MAX_IDLE: Span = Span::from_secs(10);
    /// How much is read at a time: so many questions can be answered before it is known whether anybody reads.
    const READ_AT_ONCE: usize = 1024;

    /// A connection is there. Before that, and once it was closed or forgotten, nothing is kept of it.
    pub(crate) fn open(&mut self, sys: &Sys<'_>, socket: SocketId) {
        self.streams.push(Stream {
            socket,
            reader: StreamReader::new(),
            unsent: Outbox::default(),
            owed: 0,
            closes: false,
            active: sys.now(),
        });
    }

    /// As [`DnsStreams::open`], of a server: it closes connections on which nothing happens.
    pub(crate) fn accept(&mut self, sys: &mut Sys<'_>, socket: SocketId) {
        // As BIND and Unbound do: answers to several questions are small writes in a row.
        sys.set_no_delay(socket);
        self.open(sys, socket);
        if !self.is_watched {
            self.is_watched = true;
            sys.set_timer_for(DnsStreams::MAX_IDLE, DnsStreams::TIMER);
        }
    }

    /// The timer ran out: closes what has been idle for too long, and gives up what nobody reads.
    pub(crate) fn handle_timer(&mut self, sys: &mut Sys<'_>) {
        let now = sys.now();
        let is_over =
            |stream: &Stream| stream.owed == 0 && stream.active + DnsStreams::MAX_IDLE <= now;
        let over: Vec<(SocketId, bool)> = (self.streams.iter())
            .filter(|stream| is_over(stream))
            .map(|stream| (stream.socket, stream.unsent.is_empty()))
            .collect();
        for (socket, is_all_written) in over {
            self.forget(socket);
            match is_all_written {
                true => sys.close(socket),
                false => sys.abort(socket),
            }
        }
        // Who waits for an answer is looked at again later: the answer comes, or the lookup fails.
        let ends = self.streams.iter().map(|stream| match stream.owed {
            0 => stream.active + DnsStreams::MAX_IDLE,
            _ => now + DnsStreams::MAX_IDLE,
        });
        let next = ends.min();
        self.is_watched = next.is_some();
        if let Some(next) = next {
            sys.set_timer_for(next.since(now), DnsStreams::TIMER);
        }
    }

    fn stream(&mut self, socket: SocketId) -> Option<&mut Stream> {
        self.streams
            .iter_mut()
            .find(|stream| stream.socket == socket)
    }

    /// Whole messages that have come. While something waits to be written nothing is read: who asks and does not
    /// read the answers has to wait. Read again after [`DnsStreams::write_on`], and until nothing comes.
    pub(crate) fn read(&mut self, sys: &mut Sys<'_>, socket: SocketId) -> Vec<Vec<u8>> {
        loop {
            let Some(stream) = self.stream(socket) else {
                // It was closed on this side: what still comes is for nobody.
                sys.read(socket);
                return Vec::new();
            };
            if !stream.unsent.is_empty() {
                return Vec::new();
            }
            let data = sys.read_some(socket, DnsStreams::READ_AT_ONCE);
            if data.is_empty() {
                // All is read: if the other side has no more to ask, this was the end.
                self.close_if_done(sys, socket);
                return Vec::new();
            }
            stream.active = sys.now();
            stream.reader.push(&data);
            let messages: Vec<Vec<u8>> =
                core::iter::from_fn(|| stream.reader.next_message()).collect();
            if !messages.is_empty() {
                return messages;
            }
        }
    }

    /// A question that came over it will be answered later: until then it stays open on this side.
    pub(crate) fn owe(&mut self, socket: SocketId) {
        if let Some(stream) = self.stream(socket) {
            stream.owed += 1;
        }
    }

    /// Writes the answer to a question that was owed one.
    pub(crate) fn write_owed(&mut self, sys: &mut Sys<'_>, socket: SocketId, message: &[u8]) {
        if let Some(stream) = self.stream(socket) {
            stream.owed = stream.owed.saturating_sub(1);
        }
        self.write(sys, socket, message);
    }

    /// Writes a message, now or when there is room.
    pub(crate) fn write(&mut self, sys: &mut Sys<'_>, socket: SocketId, message: &[u8]) {
        if let Some(stream) = self.stream(socket) {
            stream.unsent.push(frame(message));
        }
        self.write_on(sys, socket);
    }

    /// There is room again.
    pub(crate) fn write_on(&mut self, sys: &mut Sys<'_>, socket: SocketId) {
        let Some(stream) = self.stream(socket) else {
            return;
        };
        if stream.unsent.write(sys, socket) > 0 {
            stream.active = sys.now();
        }
        if stream.unsent.is_empty() {
            self.close_if_done(sys, socket);
        }
    }

    /// The other side has no more to ask, and may still read: closes once all is answered and written.
    pub(crate) fn finish(&mut self, sys: &mut Sys<'_>, socket: SocketId) {
        if let Some(stream) = self.stream(socket) {
            stream.closes = true;
        }
        self.write_on(sys, socket);
    }

    fn close_if_done(&mut self, sys: &mut Sys<'_>, socket: SocketId) {
        let is_done = self
            .stream(socket)
            .is_some_and(|stream| stream.closes && stream.owed == 0 && stream.unsent.is_empty());
        if is_done && !sys.has_unread(socket) {
            self.forget(socket);
            sys.close(socket);
        }
    }

    /// The connection is no more.
    pub(crate) fn forget(&mut self, socket: SocketId) {
        self.streams.retain(|stream| stream.socket != socket);
    }

    /// How many connections it keeps something of.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.streams.len()
    }
}
