//! DNS over TCP (RFC 1035 §4.2.2, RFC 7766): messages in and out of connections that take what they can.

use hoplab_dns::{StreamReader, frame};

use crate::ids::SocketId;
use crate::program::Sys;

/// The connections of one program.
#[derive(Clone, Debug, Default)]
pub(crate) struct DnsStreams {
    streams: Vec<Stream>,
}

#[derive(Clone, Debug)]
struct Stream {
    socket: SocketId,
    reader: StreamReader,
    /// What the connection has not taken yet.
    unsent: Vec<u8>,
    /// How many questions that came over it are not answered yet.
    owed: u32,
    /// Whether to close it once all is written.
    closes: bool,
}

impl DnsStreams {
    fn stream(&mut self, socket: SocketId) -> &mut Stream {
        let known = self.streams.iter().position(|each| each.socket == socket);
        let place = known.unwrap_or_else(|| {
            self.streams.push(Stream {
                socket,
                reader: StreamReader::new(),
                unsent: Vec::new(),
                owed: 0,
                closes: false,
            });
            self.streams.len() - 1
        });
        &mut self.streams[place]
    }

    /// How much is read at a time: so many questions can be answered before it is known whether anybody reads.
    const READ_AT_ONCE: usize = 1024;

    /// Whole messages that have come. While something waits to be written nothing is read: who asks and does not
    /// read the answers has to wait. Read again after [`DnsStreams::write_on`], and until nothing comes.
    pub(crate) fn read(&mut self, sys: &mut Sys<'_>, socket: SocketId) -> Vec<Vec<u8>> {
        if !self.stream(socket).unsent.is_empty() {
            return Vec::new();
        }
        let mut messages = Vec::new();
        while messages.is_empty() {
            let data = sys.read_some(socket, DnsStreams::READ_AT_ONCE);
            if data.is_empty() {
                // All is read: if the other side has no more to ask, this was the end.
                let stream = self.stream(socket);
                if stream.closes {
                    self.write_on(sys, socket);
                } else if stream.owed == 0 && !stream.reader.is_within_message() {
                    self.forget(socket);
                }
                break;
            }
            messages = self.whole(socket, &data);
        }
        messages
    }

    fn whole(&mut self, socket: SocketId, data: &[u8]) -> Vec<Vec<u8>> {
        let stream = self.stream(socket);
        stream.reader.push(data);
        core::iter::from_fn(|| stream.reader.next_message()).collect()
    }

    /// A question that came over it will be answered later: until then it stays open on this side.
    pub(crate) fn owe(&mut self, socket: SocketId) {
        self.stream(socket).owed += 1;
    }

    /// Writes a message, now or when there is room.
    pub(crate) fn write(&mut self, sys: &mut Sys<'_>, socket: SocketId, message: &[u8]) {
        self.stream(socket).unsent.extend(frame(message));
        self.write_on(sys, socket);
    }

    /// Writes the answer to a question that was owed one.
    pub(crate) fn write_owed(&mut self, sys: &mut Sys<'_>, socket: SocketId, message: &[u8]) {
        let stream = self.stream(socket);
        stream.owed = stream.owed.saturating_sub(1);
        self.write(sys, socket, message);
        self.forget_if_idle(socket);
    }

    /// A connection with nothing begun and nothing owed need not be remembered.
    fn forget_if_idle(&mut self, socket: SocketId) {
        let is_idle = |stream: &Stream| {
            let begun = stream.reader.is_within_message() || stream.closes;
            !begun && stream.owed == 0 && stream.unsent.is_empty()
        };
        self.streams
            .retain(|stream| stream.socket != socket || !is_idle(stream));
    }

    /// How many connections it remembers something of.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.streams.len()
    }

    /// There is room again.
    pub(crate) fn write_on(&mut self, sys: &mut Sys<'_>, socket: SocketId) {
        let stream = self.stream(socket);
        let taken = sys.write(socket, &stream.unsent);
        stream.unsent.drain(..taken);
        if !stream.unsent.is_empty() {
            sys.want_room(socket);
        } else if stream.closes && stream.owed == 0 && !sys.has_unread(socket) {
            self.forget(socket);
            sys.close(socket);
        }
    }

    /// The other side has no more to ask, and may still read: closes once all is answered and written (RFC 7766 §6.2.1).
    pub(crate) fn finish(&mut self, sys: &mut Sys<'_>, socket: SocketId) {
        self.stream(socket).closes = true;
        self.write_on(sys, socket);
    }

    /// The connection is no more.
    pub(crate) fn forget(&mut self, socket: SocketId) {
        self.streams.retain(|stream| stream.socket != socket);
    }
}
