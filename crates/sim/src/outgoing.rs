//! [`Outgoing`]: one message on its way out of a program, whether it asked for the connection or answers on one.

use core::ops::Range;
use std::sync::Arc;

use crate::event::{EventKind, SocketError};
use crate::ids::{SocketId, TransferId};
use crate::program::Sys;
use crate::snapshot::TransferState;
use crate::transfer::{Message, Transfer};
use crate::{ChunkRef, Closing, Transport};

/// A message and how far it is written.
#[derive(Clone, Debug)]
pub(crate) struct Outgoing {
    pub(crate) transfer: TransferId,
    /// Where it goes out, once that is open.
    pub(crate) socket: Option<SocketId>,
    next_chunk: u32,
    /// How much of the next piece is written already: only one that is longer than the send buffer is written in parts.
    written: usize,
    closing: Closing,
    pub(crate) done: bool,
}

impl Outgoing {
    pub(crate) fn new(
        transfer: TransferId,
        socket: Option<SocketId>,
        closing: Closing,
    ) -> Outgoing {
        Outgoing {
            transfer,
            socket,
            next_chunk: 0,
            written: 0,
            closing,
            done: false,
        }
    }

    pub(crate) fn transfer<'a>(&self, sys: &'a mut Sys<'_>) -> &'a mut Transfer {
        Arc::make_mut(&mut sys.world().transfers[self.transfer.index()])
    }

    /// To look at only: what is shared with a checkpoint stays shared.
    fn look<'a>(&self, sys: &'a mut Sys<'_>) -> &'a Transfer {
        &sys.world().transfers[self.transfer.index()]
    }

    /// Says that it begins.
    pub(crate) fn begin(&self, sys: &mut Sys<'_>) {
        let socket = self.socket;
        let transfer = self.look(sys);
        let kind = EventKind::TransferStarted {
            transfer: self.transfer,
            payload: transfer.message.payload.clone(),
            transport: transfer.transport,
            to: transfer.to,
            socket: socket.zip(transfer.source),
            bytes: transfer.message.bytes().len() as u32,
            chunks: transfer.message.chunk_ends.len() as u32,
        };
        sys.record(kind);
    }

    /// The next piece of the message: which it is, and where in the message it lies.
    pub(crate) fn chunk(
        &self,
        sys: &mut Sys<'_>,
    ) -> Option<(ChunkRef, Arc<Message>, Range<usize>)> {
        let transfer = self.look(sys);
        let range = transfer.chunk_range(self.next_chunk)?;
        let chunk = ChunkRef {
            transfer: self.transfer,
            index: self.next_chunk,
        };
        Some((chunk, Arc::clone(&transfer.message), range))
    }

    pub(crate) fn has_more(&self, sys: &mut Sys<'_>) -> bool {
        self.look(sys).chunk_range(self.next_chunk).is_some()
    }

    /// Notes that a piece was handed to the socket.
    pub(crate) fn sent(&mut self, sys: &mut Sys<'_>, chunk: ChunkRef, len: usize) {
        self.next_chunk += 1;
        self.transfer(sys).sent_bytes += len as u32;
        sys.record(EventKind::ChunkSent {
            chunk,
            bytes: len as u32,
        });
    }

    /// Writes to the stream what there is room for, and closes our direction behind the last of it, at once or
    /// when it is acknowledged.
    pub(crate) fn write(&mut self, sys: &mut Sys<'_>) {
        let Some(socket) = self.socket.filter(|_| !self.done) else {
            return;
        };
        while let Some((chunk, message, range)) = self.chunk(sys) {
            let whole = &message.bytes()[range];
            let rest = whole.get(self.written..).unwrap_or_default();
            if sys.send_room(socket) < rest.len().min(sys.send_capacity(socket)) {
                return;
            }
            let taken = sys.write(socket, rest);
            self.written += taken;
            if taken < rest.len() {
                return;
            }
            self.written = 0;
            self.sent(sys, chunk, whole.len());
            if self.closing == Closing::AtOnce && !self.has_more(sys) {
                sys.close(socket);
            }
        }
        if self.closing == Closing::WhenAcknowledged && sys.unacknowledged(socket) == 0 {
            self.finish(sys);
            sys.close(socket);
        }
    }

    /// The message is out (and, over TCP, acknowledged to the last byte).
    pub(crate) fn finish(&mut self, sys: &mut Sys<'_>) {
        if core::mem::replace(&mut self.done, true) {
            return;
        }
        let now = sys.now();
        self.transfer(sys).state = TransferState::Sent(now);
        sys.record(EventKind::TransferSent {
            transfer: self.transfer,
        });
        // A datagram socket stays open: an ICMP error may still come for what was sent last.
    }

    pub(crate) fn fail(&mut self, sys: &mut Sys<'_>, error: SocketError) {
        let transfer = self.transfer(sys);
        // A datagram sender that is done may still learn by ICMP that it was all in vain; what was
        // acknowledged over TCP has arrived whatever comes later.
        let settled = match transfer.state {
            TransferState::Failed(..) => true,
            TransferState::Sent(_) => transfer.transport == Transport::Tcp,
            TransferState::Sending => false,
        };
        if settled {
            return;
        }
        self.done = true;
        let now = sys.now();
        self.transfer(sys).state = TransferState::Failed(now, error);
        sys.record(EventKind::TransferFailed {
            transfer: self.transfer,
            error,
        });
        if let Some(socket) = self.socket {
            sys.close(socket);
        }
    }
}
