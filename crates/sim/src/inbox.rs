//! [`Inbox`]: what a program has got, by whom it came from.

use core::net::SocketAddrV4;
use std::sync::Arc;

use crate::event::EventKind;
use crate::ids::SocketId;
use crate::program::Sys;
use crate::shared_bytes::SharedBytes;
use crate::snapshot::{InboxItem, Piece};
use crate::{ChunkRef, Transport};

/// Appends what comes to what came before from there. A program can do no better: a datagram does not
/// say where it belongs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Inbox {
    /// Newest last. Items are shared with snapshots and copied only when they change after one was taken.
    pub(crate) items: Vec<Arc<InboxItem>>,
}

impl Inbox {
    /// The most sources it remembers; the oldest is forgotten for one more.
    const MAX_ITEMS: usize = 256;
    /// The most bytes it keeps of all sources together when it begins with one more.
    const MAX_BYTES: usize = 8 << 20;
    /// The most bytes it keeps of one source; then it begins a new item.
    const MAX_ITEM_BYTES: usize = 1 << 20;
    /// The item for a source: the one it has, or a new one.
    pub(crate) fn item(&mut self, from: SocketAddrV4, transport: Transport) -> &mut InboxItem {
        let is_its =
            |item: &InboxItem| (item.from, item.transport, item.ended) == (from, transport, false);
        let fits = |item: &InboxItem| is_its(item) && item.content.len() < Inbox::MAX_ITEM_BYTES;
        let index = self
            .items
            .iter()
            .rposition(|item| fits(item))
            .unwrap_or_else(|| {
                self.make_room();
                let item = InboxItem {
                    from,
                    transport,
                    content: SharedBytes::default(),
                    pieces: Vec::new(),
                    ended: false,
                };
                self.items.push(Arc::new(item));
                self.items.len() - 1
            });
        Arc::make_mut(&mut self.items[index])
    }

    /// Forgets the oldest until one more item is within bounds.
    fn make_room(&mut self) {
        let mut bytes: usize = self.items.iter().map(|item| item.content.len()).sum();
        while self.items.len() >= Inbox::MAX_ITEMS || bytes > Inbox::MAX_BYTES {
            bytes -= self.items.remove(0).content.len();
        }
    }

    /// Nothing more is added to what came over a connection.
    pub(crate) fn end_stream(&mut self, from: SocketAddrV4) {
        for item in &mut self.items {
            if (item.from, item.transport, item.ended) == (from, Transport::Tcp, false) {
                Arc::make_mut(item).ended = true;
            }
        }
    }

    /// Takes what came at a socket.
    pub(crate) fn take(
        &mut self,
        sys: &mut Sys<'_>,
        socket: SocketId,
        (from, transport): (SocketAddrV4, Transport),
        data: &[u8],
        chunk: Option<ChunkRef>,
    ) {
        let (by, at) = (sys.program(), sys.now());
        let item = self.item(from, transport);
        let offset = item.content.len() as u32;
        let piece = (offset, data);
        let world = sys.world();
        let (transfer, noted) = world.note_content(by, socket, transport, piece, chunk);
        match noted.as_sent {
            Some(part) => item.content.push_as_sent(part, data.len()),
            None => item.content.push(data),
        }
        item.pieces.push(Piece {
            offset,
            len: data.len() as u32,
            at,
            transfer,
            chunk,
        });
        sys.record(EventKind::ContentReceived {
            from,
            transport,
            offset,
            bytes: data.len() as u32,
            transfer,
            chunk,
            changed: noted.changed,
        });
    }
}
