//! The program that sends one message.

use core::net::SocketAddrV4;

use hoplab_units::Span;

use crate::event::SocketError;
use crate::ids::{SocketId, TransferId};
use crate::inbox::Inbox;
use crate::outgoing::Outgoing;
use crate::picture;
use crate::program::{Input, Program, Sys};
use crate::{Closing, Payload, Transport};

/// Sends one message and ends. Over UDP and IP one piece a datagram, at its own pace; over TCP as
/// fast as the connection takes it. What is answered over the connection it keeps.
#[derive(Clone, Debug)]
pub(crate) struct Sender {
    pub(crate) out: Outgoing,
    pub(crate) inbox: Inbox,
    interval: Span,
}

impl Sender {
    pub(crate) fn new(transfer: TransferId, interval: Span, closing: Closing) -> Sender {
        Sender {
            out: Outgoing::new(transfer, None, closing),
            inbox: Inbox::default(),
            interval,
        }
    }

    fn open(&mut self, sys: &mut Sys<'_>) -> Result<(), SocketError> {
        let transfer = self.out.transfer(sys);
        let (to, transport) = (transfer.to, transfer.transport);
        // As TCP_MAXSEG: a tile a segment, so that what is lost on the map is what waits on the screen.
        let max_segment = match transfer.message.payload {
            Payload::Picture => Some(picture::TILE_BYTES as u16),
            Payload::Text(_) | Payload::Bulk(_) => None,
        };
        let (socket, source) = match transport {
            Transport::Ip => (sys.raw(Some(*to.ip()))?, None),
            Transport::Udp => {
                let (socket, port) = sys.udp_connected(to)?;
                (socket, Some(port))
            }
            Transport::Tcp => {
                let socket = sys.connect(to, max_segment, Some(self.out.transfer))?;
                (socket, sys.local(socket).map(|local| local.port()))
            }
        };
        let (node, _) = sys.program();
        let address = sys.world().nodes[node.index()].address;
        self.out.transfer(sys).source = Some(SocketAddrV4::new(address, source.unwrap_or(0)));
        self.out.socket = Some(socket);
        Ok(())
    }

    fn send_datagram(&mut self, sys: &mut Sys<'_>) {
        let out = &mut self.out;
        let Some(socket) = out.socket.filter(|_| !out.done) else {
            return;
        };
        if let Some((chunk, message, range)) = out.chunk(sys) {
            let data = &message.bytes()[range];
            out.sent(sys, chunk, data.len());
            match sys.send_datagram(socket, data, Some(chunk)) {
                // A datagram that found no way out is a datagram lost: the next may have one.
                Ok(()) | Err(SocketError::NoRoute) => {}
                Err(error) => return out.fail(sys, error),
            }
        }
        if out.has_more(sys) {
            sys.set_timer(self.interval);
        } else {
            out.finish(sys);
        }
    }

    /// The other side answers.
    fn read(&mut self, sys: &mut Sys<'_>, socket: SocketId, from: SocketAddrV4) {
        let data = sys.read(socket);
        let source = (from, Transport::Tcp);
        self.inbox.take(sys, socket, source, &data, None);
    }
}

impl Program for Sender {
    fn start(&mut self, sys: &mut Sys<'_>) {
        self.out.begin(sys);
        let transport = self.out.transfer(sys).transport;
        match self.open(sys) {
            Err(error) => self.out.fail(sys, error),
            Ok(()) if transport == Transport::Tcp => {}
            Ok(()) => self.send_datagram(sys),
        }
    }

    fn handle(&mut self, sys: &mut Sys<'_>, socket: Option<SocketId>, input: Input<'_>) {
        match input {
            Input::Timer(_) => self.send_datagram(sys),
            Input::Connected | Input::Writable => self.out.write(sys),
            Input::Finished => self.out.finish(sys),
            // Over UDP and IP only these say for certain that nobody takes the datagrams. The
            // others may pass (RFC 1122 §4.2.3.9), and the message goes on.
            Input::Error(
                error @ (SocketError::Tcp(_)
                | SocketError::PortUnreachable
                | SocketError::ProtocolUnreachable
                | SocketError::TooBig { .. }),
            ) => self.out.fail(sys, error),
            Input::Error(error) => self.out.transfer(sys).reported = Some(error),
            Input::Readable { from } => {
                if let Some(socket) = socket {
                    self.read(sys, socket, from);
                }
            }
            Input::StreamEnded { from } => {
                self.inbox.end_stream(from);
                // That the other side closes is news only to who was waiting for an answer.
                if let Some(socket) = socket.filter(|_| !self.inbox.items.is_empty()) {
                    sys.record_stream_end(socket, from);
                }
            }
            _ => {}
        }
    }
}
