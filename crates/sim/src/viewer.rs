//! The program that waits for messages and shows what it has got.

use core::net::SocketAddrV4;
use std::sync::Arc;

use hoplab_units::Time;

use crate::event::{EventKind, SocketError};
use crate::ids::SocketId;
use crate::program::{Input, Program, Sys};
use crate::snapshot::{InboxItem, Piece};
use crate::{ChunkRef, ProgramSummary, Transport};

/// Listens on one port over UDP and TCP, takes all raw IP, and appends what comes to what came
/// before from there. It can do no better: a datagram does not say where it belongs.
#[derive(Clone, Debug)]
pub(crate) struct Viewer {
    pub(crate) name: String,
    pub(crate) port: u16,
    /// Newest last. Items are shared with snapshots and copied only when they change after one was taken.
    pub(crate) inbox: Vec<Arc<InboxItem>>,
    /// What kept it from opening a socket.
    pub(crate) failed: Option<SocketError>,
}

impl Viewer {
    /// The most sources it remembers; the oldest is forgotten for one more.
    const MAX_ITEMS: usize = 256;
    /// The most bytes it keeps of all sources together when it begins with one more.
    const MAX_BYTES: usize = 8 << 20;
    /// What is longer than any picture will most likely grow long.
    const LONG_ITEM_BYTES: usize = 128 << 10;
    /// The most bytes it keeps of one source; then it begins a new item.
    const MAX_ITEM_BYTES: usize = 1 << 20;

    pub(crate) fn new(name: String, port: u16) -> Viewer {
        Viewer {
            name,
            port,
            inbox: Vec::new(),
            failed: None,
        }
    }

    fn open_all(&mut self, sys: &mut Sys<'_>) -> Result<(), SocketError> {
        sys.raw(None)?;
        sys.udp_bound(self.port)?;
        sys.listen(self.port)?;
        Ok(())
    }

    /// The item for a source: the one it has, or a new one.
    fn item(&mut self, from: SocketAddrV4, transport: Transport) -> &mut InboxItem {
        let fits = |item: &InboxItem| {
            (item.from, item.transport, item.ended) == (from, transport, false)
                && item.content.len() < Viewer::MAX_ITEM_BYTES
        };
        let index = self
            .inbox
            .iter()
            .rposition(|item| fits(item))
            .unwrap_or_else(|| {
                self.make_room();
                let (content, pieces) = (Vec::new(), Vec::new());
                let item = InboxItem {
                    from,
                    transport,
                    content,
                    pieces,
                    ended: false,
                };
                self.inbox.push(Arc::new(item));
                self.inbox.len() - 1
            });
        Arc::make_mut(&mut self.inbox[index])
    }

    /// Forgets the oldest until one more item is within bounds.
    fn make_room(&mut self) {
        let mut bytes: usize = self.inbox.iter().map(|item| item.content.len()).sum();
        while self.inbox.len() >= Viewer::MAX_ITEMS || bytes > Viewer::MAX_BYTES {
            bytes -= self.inbox.remove(0).content.len();
        }
    }

    /// Nothing more is added to what came over a connection.
    fn end_stream(&mut self, from: SocketAddrV4) {
        for item in &mut self.inbox {
            if (item.from, item.transport, item.ended) == (from, Transport::Tcp, false) {
                Arc::make_mut(item).ended = true;
            }
        }
    }

    fn take(
        &mut self,
        sys: &mut Sys<'_>,
        from: SocketAddrV4,
        transport: Transport,
        data: &[u8],
        chunk: Option<ChunkRef>,
    ) {
        let at: Time = sys.now();
        let item = self.item(from, transport);
        let offset = item.content.len() as u32;
        if item.content.len() > Viewer::LONG_ITEM_BYTES {
            // One growth, where doubling again and again would copy it all each time.
            let most = Viewer::MAX_ITEM_BYTES.saturating_sub(item.content.len());
            item.content.reserve_exact(most.max(data.len()));
        }
        item.content.extend_from_slice(data);
        item.pieces.push(Piece {
            offset,
            len: data.len() as u32,
            at,
            chunk,
        });
        let by = sys.program();
        let kind = sys
            .world()
            .note_content(by, from, transport, (offset, data), chunk);
        sys.record(kind);
    }
}

impl Program for Viewer {
    fn summary(&self) -> ProgramSummary {
        ProgramSummary::Viewer {
            name: self.name.clone(),
            port: self.port,
        }
    }

    fn start(&mut self, sys: &mut Sys<'_>) {
        if let Err(error) = self.open_all(sys) {
            self.failed = Some(error);
            sys.record(EventKind::SocketError { error });
        }
    }

    fn handle(&mut self, sys: &mut Sys<'_>, socket: Option<SocketId>, input: Input<'_>) {
        let Some(socket) = socket else { return };
        match input {
            Input::Datagram {
                from,
                transport,
                data,
                chunk,
            } => {
                self.take(sys, from, transport, data, chunk);
            }
            Input::Accepted { from } => {
                // An older connection from the same address and port is over, whether or not
                // this side had noticed.
                self.end_stream(from);
                self.item(from, Transport::Tcp);
            }
            Input::Readable { from } => {
                let data = sys.read(socket);
                self.take(sys, from, Transport::Tcp, &data, None);
            }
            Input::Error(_) => {
                if let Some(from) = sys.remote(socket) {
                    self.end_stream(from);
                }
            }
            Input::StreamEnded { from } => {
                self.end_stream(from);
                sys.record(EventKind::StreamEnded { from });
                sys.close(socket);
            }
            Input::Connected | Input::Writable | Input::Finished | Input::Timer => {}
        }
    }
}
