//! Nagle's algorithm (RFC 896, RFC 9293 §3.7.4): while data is unacknowledged, a small segment waits for more.

use crate::endpoint::Endpoint;
use crate::event::TcpEvent;

impl Endpoint {
    /// Whether a segment of `len` bytes must wait. `last` if the program has closed and nothing can come to fill it.
    pub(crate) fn nagle_holds(&mut self, len: u32, last: bool) -> bool {
        let holds =
            self.config.nagle && len > 0 && len < self.mss && !last && !self.flight.is_empty();
        if holds && !self.nagle_held {
            self.events.push(TcpEvent::NagleHeld { bytes: len });
        }
        self.nagle_held = holds;
        holds
    }
}
