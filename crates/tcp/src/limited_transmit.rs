//! Limited transmit (RFC 3042): the first two duplicate acknowledgments each let a new segment out, so that a small
//! window still brings the third.

use crate::endpoint::Endpoint;
use crate::recovery::{DUP_ACK_THRESHOLD, RecoveryPhase};

impl Endpoint {
    /// By how many bytes what is under way may exceed the congestion window. Without SACK that is a segment for each
    /// duplicate; with SACK what the peer holds has left the pipe already, which comes to the same (RFC 6675 §5,
    /// step 3).
    pub(crate) fn limited_transmit_allowance(&self) -> u32 {
        let duplicates = self.recovery.dup_acks();
        let early = self.recovery.phase() == RecoveryPhase::Open
            && (1..DUP_ACK_THRESHOLD).contains(&duplicates);
        if self.config.limited_transmit && early && !self.sack_on {
            duplicates * self.mss
        } else {
            0
        }
    }

    /// Whether a new segment of `len` bytes goes out only thanks to an early duplicate: the congestion window has no
    /// room for it beside all that is unacknowledged, what the peer merely holds included.
    pub(crate) fn is_limited_transmit(&self, len: u32) -> bool {
        let early = self.recovery.phase() == RecoveryPhase::Open && self.recovery.dup_acks() > 0;
        let outstanding = self.flight.pipe() + self.flight.sacked();
        early && outstanding + len > self.congestion.window()
    }

    /// What counts as under way for new data. With the mechanism off, what the peer merely holds still counts until
    /// recovery has begun.
    pub(crate) fn pipe_for_new_data(&self) -> u32 {
        let open = self.recovery.phase() == RecoveryPhase::Open;
        if open && !self.config.limited_transmit {
            self.flight.pipe() + self.flight.sacked()
        } else {
            self.flight.pipe()
        }
    }
}
