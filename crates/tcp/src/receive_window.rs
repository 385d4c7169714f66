//! RCV.WND: how much we offer, and what lies inside it (RFC 9293 §3.4, §3.8.6.2.2).

use crate::seq::Seq;

/// The window we offer, kept as its right edge, which never moves left.
#[derive(Clone, Debug)]
pub(crate) struct ReceiveWindow {
    edge: Seq,
    /// By how many bits we shift what we announce; 0 unless both ends offered scaling.
    pub(crate) shift: u8,
}

impl ReceiveWindow {
    /// Offers `size` bytes from `next` on.
    pub(crate) fn new(next: Seq, size: u32) -> ReceiveWindow {
        ReceiveWindow {
            edge: next + size,
            shift: 0,
        }
    }

    /// RCV.WND, where RCV.NXT is `next`.
    pub(crate) fn size(&self, next: Seq) -> u32 {
        // The peer's FIN takes an octet that needs no room, so RCV.NXT may stand past the edge.
        if next.after(self.edge) {
            0
        } else {
            self.edge.since(next)
        }
    }

    /// Moves the edge to what the buffer can hold, if that is worth telling: the receiver's half of avoiding the
    /// silly window syndrome. Returns whether it moved.
    pub(crate) fn advance(&mut self, next: Seq, room: u32, capacity: u32, mss: u32) -> bool {
        let worth = self.gain(next, room) >= mss.min(capacity / 2).max(1);
        if worth {
            self.edge = next + room;
        }
        worth
    }

    /// Whether the program has read so much that the peer should hear of it without being asked. Besides the
    /// rule above the window must have doubled (as in Linux), or each read would cost a segment.
    pub(crate) fn deserves_update(&self, next: Seq, room: u32, capacity: u32, mss: u32) -> bool {
        self.gain(next, room) >= mss.min(capacity / 2).max(1)
            && u64::from(room) >= 2 * u64::from(self.size(next))
    }

    fn gain(&self, next: Seq, room: u32) -> u32 {
        let candidate = next + room;
        if candidate.after(self.edge) {
            candidate.since(self.edge)
        } else {
            0
        }
    }

    /// The header's window field: scaled, except on a SYN.
    pub(crate) fn field(&self, next: Seq, on_syn: bool) -> u16 {
        let shift = if on_syn { 0 } else { self.shift };
        u16::try_from(self.size(next) >> shift).unwrap_or(u16::MAX)
    }

    /// Whether a segment of `len` octets of sequence space at `seq` is acceptable (RFC 9293 §3.10.7.4,
    /// first check, table 6).
    pub(crate) fn accepts(&self, next: Seq, seq: Seq, len: u32) -> bool {
        let size = self.size(next);
        match (len, size) {
            (0, 0) => seq == next,
            // One octet more than the table allows: a peer that has filled the window sends its
            // acknowledgments from the edge, and dropping those would stall our own sending.
            (0, _) => seq.since(next) <= size,
            (_, 0) => false,
            // Any overlap: also a segment that begins before the window and ends past it.
            _ => seq.before(next + size) && (seq + len).after(next),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEXT: Seq = Seq(u32::MAX - 10);

    #[test]
    fn acceptability_follows_table_6() {
        let window = ReceiveWindow::new(NEXT, 100);
        assert!(window.accepts(NEXT, NEXT, 0) && window.accepts(NEXT, NEXT + 99, 1));
        assert!(
            window.accepts(NEXT, NEXT.minus(5), 6),
            "its last octet is new"
        );
        assert!(!window.accepts(NEXT, NEXT.minus(5), 5), "all of it is old");
        assert!(!window.accepts(NEXT, NEXT.minus(1), 0));
        assert!(!window.accepts(NEXT, NEXT + 100, 1));
        let closed = ReceiveWindow::new(NEXT, 0);
        assert!(closed.accepts(NEXT, NEXT, 0) && !closed.accepts(NEXT, NEXT, 1));
        assert!(!closed.accepts(NEXT, NEXT + 1, 0));
    }

    #[test]
    fn the_edge_never_moves_left_and_not_for_a_trifle() {
        let mut window = ReceiveWindow::new(NEXT, 4000);
        let next = NEXT + 1000;
        assert!(!window.advance(next, 2000, 4000, 1460), "would shrink");
        assert_eq!(window.size(next), 3000);
        assert!(!window.advance(next, 3500, 4000, 1460), "a trifle");
        assert!(window.advance(next + 1000, 4000, 4000, 1460));
        assert_eq!(window.size(next + 1000), 4000);
    }

    #[test]
    fn the_field_is_scaled_except_on_a_syn() {
        let mut window = ReceiveWindow::new(NEXT, 1 << 20);
        window.shift = 5;
        assert_eq!(
            (window.field(NEXT, true), window.field(NEXT, false)),
            (65_535, 32_768)
        );
    }
}
