//! The program that sends one message.

use core::net::SocketAddrV4;
use core::ops::Range;
use std::sync::Arc;

use hoplab_units::Span;

use crate::event::{EventKind, SocketError};
use crate::ids::{SocketId, TransferId};
use crate::picture;
use crate::program::{Input, Program, Sys};
use crate::snapshot::TransferState;
use crate::transfer::{Message, Transfer};
use crate::{ChunkRef, Payload, ProgramSummary, Transport};

/// Sends one message and ends. Over UDP and IP one piece a datagram, at its own pace; over TCP as
/// fast as the connection takes it.
#[derive(Clone, Debug)]
pub(crate) struct Sender {
    transfer: TransferId,
    interval: Span,
    socket: Option<SocketId>,
    next_chunk: u32,
    done: bool,
}

impl Sender {
    pub(crate) fn new(transfer: TransferId, interval: Span) -> Sender {
        Sender {
            transfer,
            interval,
            socket: None,
            next_chunk: 0,
            done: false,
        }
    }

    fn transfer<'a>(&self, sys: &'a mut Sys<'_>) -> &'a mut Transfer {
        &mut sys.world().transfers[self.transfer.index()]
    }

    fn open(&mut self, sys: &mut Sys<'_>) -> Result<(), SocketError> {
        let transfer = self.transfer(sys);
        let (to, transport) = (transfer.to, transfer.transport);
        // As TCP_MAXSEG: a tile a segment, so that what is lost on the map is what waits on the screen.
        let max_segment = match transfer.message.payload {
            Payload::Picture => Some(picture::TILE_BYTES as u16),
            Payload::Text(_) => None,
        };
        let (socket, source) = match transport {
            Transport::Ip => (sys.raw(Some(*to.ip()))?, None),
            Transport::Udp => {
                let (socket, port) = sys.udp_connected(to)?;
                (socket, Some(port))
            }
            Transport::Tcp => {
                let socket = sys.connect(to, max_segment, self.transfer)?;
                (socket, sys.local(socket).map(|local| local.port()))
            }
        };
        let (node, _) = sys.program();
        let address = sys.world().nodes[node.index()].address;
        self.transfer(sys).source = Some(SocketAddrV4::new(address, source.unwrap_or(0)));
        self.socket = Some(socket);
        Ok(())
    }

    /// The next piece of the message: which it is, and where in the message it lies.
    fn chunk(&self, sys: &mut Sys<'_>) -> Option<(ChunkRef, Arc<Message>, Range<usize>)> {
        let transfer = self.transfer(sys);
        let range = transfer.chunk_range(self.next_chunk)?;
        let chunk = ChunkRef {
            transfer: self.transfer,
            index: self.next_chunk,
        };
        Some((chunk, Arc::clone(&transfer.message), range))
    }

    fn has_more(&self, sys: &mut Sys<'_>) -> bool {
        self.transfer(sys).chunk_range(self.next_chunk).is_some()
    }

    fn sent(&mut self, sys: &mut Sys<'_>, chunk: ChunkRef, len: usize) {
        self.next_chunk += 1;
        self.transfer(sys).sent_bytes += len as u32;
        sys.record(EventKind::ChunkSent {
            chunk,
            bytes: len as u32,
        });
    }

    fn send_datagram(&mut self, sys: &mut Sys<'_>) {
        let Some(socket) = self.socket.filter(|_| !self.done) else {
            return;
        };
        if let Some((chunk, message, range)) = self.chunk(sys) {
            let data = &message.bytes()[range];
            self.sent(sys, chunk, data.len());
            match sys.send_datagram(socket, data, Some(chunk)) {
                // A datagram that found no way out is a datagram lost: the next may have one.
                Ok(()) | Err(SocketError::NoRoute) => {}
                Err(error) => return self.fail(sys, error),
            }
        }
        if self.has_more(sys) {
            sys.set_timer(self.interval);
        } else {
            self.finish(sys);
        }
    }

    fn write(&mut self, sys: &mut Sys<'_>) {
        let Some(socket) = self.socket.filter(|_| !self.done) else {
            return;
        };
        while let Some((chunk, message, range)) = self.chunk(sys) {
            let data = &message.bytes()[range];
            if sys.send_room(socket) < data.len() {
                return;
            }
            let written = sys.write(socket, data);
            if written < data.len() {
                return;
            }
            self.sent(sys, chunk, data.len());
            if !self.has_more(sys) {
                sys.close(socket);
            }
        }
    }

    /// The message is out (and, over TCP, acknowledged to the last byte).
    fn finish(&mut self, sys: &mut Sys<'_>) {
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

    fn fail(&mut self, sys: &mut Sys<'_>, error: SocketError) {
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

impl Program for Sender {
    fn summary(&self) -> ProgramSummary {
        ProgramSummary::Sender {
            transfer: self.transfer,
        }
    }

    fn start(&mut self, sys: &mut Sys<'_>) {
        let transfer = self.transfer(sys);
        let kind = EventKind::TransferStarted {
            transfer: self.transfer,
            transport: transfer.transport,
            to: transfer.to,
            bytes: transfer.message.bytes().len() as u32,
            chunks: transfer.message.chunk_ends.len() as u32,
        };
        let transport = transfer.transport;
        sys.record(kind);
        match self.open(sys) {
            Err(error) => self.fail(sys, error),
            Ok(()) if transport == Transport::Tcp => {}
            Ok(()) => self.send_datagram(sys),
        }
    }

    fn handle(&mut self, sys: &mut Sys<'_>, _socket: Option<SocketId>, input: Input<'_>) {
        match input {
            Input::Timer => self.send_datagram(sys),
            Input::Connected | Input::Writable => self.write(sys),
            Input::Finished => self.finish(sys),
            // Over UDP and IP only these say for certain that nobody takes the datagrams. The
            // others may pass (RFC 1122 §4.2.3.9), and the message goes on.
            Input::Error(
                error @ (SocketError::Tcp(_)
                | SocketError::PortUnreachable
                | SocketError::ProtocolUnreachable
                | SocketError::TooBig { .. }),
            ) => self.fail(sys, error),
            Input::Error(_) => {}
            Input::Readable { .. } => {
                // Nobody answers a message; what comes all the same is read and let go, so that
                // it can't hold up the close.
                if let Some(socket) = self.socket {
                    sys.read(socket);
                }
            }
            Input::Datagram { .. } | Input::Accepted { .. } | Input::StreamEnded { .. } => {}
        }
    }
}
