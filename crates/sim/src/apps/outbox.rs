//! [`Outbox`]: what a stream has not taken yet.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::ids::SocketId;
use crate::program::Sys;

/// What a program wants to write to a stream, which takes as much as its send buffer has room for. Big pieces are
/// shared, not copied.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outbox {
    pieces: VecDeque<Arc<[u8]>>,
    /// How much of the first piece was taken.
    taken: usize,
    waiting: usize,
}

impl Outbox {
    /// With one piece in it.
    pub(crate) fn of(piece: impl Into<Arc<[u8]>>) -> Outbox {
        let mut outbox = Outbox::default();
        outbox.push(piece);
        outbox
    }

    /// Puts something behind what waits.
    pub(crate) fn push(&mut self, piece: impl Into<Arc<[u8]>>) {
        let piece = piece.into();
        if !piece.is_empty() {
            self.waiting += piece.len();
            self.pieces.push_back(piece);
        }
    }

    /// How many bytes wait.
    pub(crate) fn len(&self) -> usize {
        self.waiting
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.waiting == 0
    }

    /// Forgets what waits.
    pub(crate) fn clear(&mut self) {
        *self = Outbox::default();
    }

    /// Writes what the stream takes; returns how much that was. If something is left, the program is told
    /// [`crate::program::Input::Writable`] when there is room.
    pub(crate) fn write(&mut self, sys: &mut Sys<'_>, socket: SocketId) -> usize {
        let mut written = 0;
        while let Some(piece) = self.pieces.front() {
            let taken = sys.write(socket, &piece[self.taken..]);
            written += taken;
            self.waiting -= taken;
            self.taken += taken;
            if self.taken < piece.len() {
                sys.want_room(socket);
                break;
            }
            self.pieces.pop_front();
            self.taken = 0;
        }
        written
    }
}
