//! SND.WND and when the sender may use it (RFC 9293 §3.10.7.4 fifth check, §3.8.6.2.1).

use crate::seq::Seq;

/// The window the peer offers.
#[derive(Clone, Debug, Default)]
pub(crate) struct SendWindow {
    /// SND.WND in bytes.
    pub(crate) size: u32,
    /// SND.WL1: the sequence number of the segment that last updated it.
    wl1: Seq,
    /// SND.WL2: its acknowledgment number.
    wl2: Seq,
    /// The largest the peer ever offered: a guess at its buffer.
    pub(crate) largest: u32,
    /// By how many bits the peer's windows are shifted (RFC 7323 §2.3).
    pub(crate) shift: u8,
}

impl SendWindow {
    /// Takes the window of a SYN, which is never scaled.
    pub(crate) fn open(&mut self, seq: Seq, ack: Seq, window: u16) {
        self.set(seq, ack, u32::from(window));
    }

    /// Takes the window of a later segment, unless an even later one was seen before.
    ///
    /// One that acknowledges more is later whatever its sequence number: a peer that goes back to resend may
    /// go on from there (smoltcp does). RFC 9293 would keep the old window beyond the new SND.UNA, and so
    /// send past what the peer takes; Linux does as we do.
    pub(crate) fn update(&mut self, seq: Seq, ack: Seq, window: u16) {
        let later = self.wl1.before(seq) || (self.wl1 == seq && !self.wl2.after(ack));
        if later || self.wl2.before(ack) {
            self.set(seq, ack, self.scaled(window));
        }
    }

    pub(crate) fn scaled(&self, window: u16) -> u32 {
        u32::from(window) << self.shift
    }

    fn set(&mut self, seq: Seq, ack: Seq, size: u32) {
        (self.wl1, self.wl2, self.size) = (seq, ack, size);
        self.largest = self.largest.max(size);
    }

    /// Whether a segment of `len` bytes is worth sending, where `queued` are waiting. The sender's half of
    /// avoiding the silly window syndrome: a full segment, all there is, or half the peer's buffer.
    pub(crate) fn is_worth_sending(&self, len: u32, queued: u32, mss: u32) -> bool {
        len > 0 && (len >= mss || len == queued || len >= self.largest / 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_segment_does_not_bring_back_its_window() {
        let mut window = SendWindow::default();
        window.open(Seq(100), Seq(1), 1000);
        window.shift = 3;
        window.update(Seq(101), Seq(5), 500);
        window.update(Seq(101), Seq(4), 9);
        window.update(Seq(100), Seq(5), 9);
        assert_eq!((window.size, window.largest), (4000, 4000));
    }

    #[test]
    fn a_segment_that_acknowledges_more_is_later_though_its_sequence_number_is_lower() {
        let mut window = SendWindow::default();
        window.open(Seq(100), Seq(1), 1000);
        window.update(Seq(101), Seq(5), 500);
        window.update(Seq(90), Seq(9), 0);
        assert_eq!(window.size, 0);
        window.update(Seq(90), Seq(9), 700);
        assert_eq!(window.size, 700);
    }

    #[test]
    fn a_silly_little_segment_waits() {
        let mut window = SendWindow::default();
        window.open(Seq(0), Seq(0), 4000);
        assert!(!window.is_worth_sending(100, 5000, 1460));
        assert!(window.is_worth_sending(100, 100, 1460), "all there is");
        assert!(window.is_worth_sending(1460, 5000, 1460), "a full segment");
        assert!(
            window.is_worth_sending(2000, 5000, 9000),
            "half the peer's buffer"
        );
    }
}
