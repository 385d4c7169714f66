//! What a packet carries, read from its bytes.

use hoplab_sim::Frame;
use hoplab_wire::Summary;

/// The bytes a packet carries for a program: what is behind its last header.
pub fn content<'a>(frame: &'a Frame, summary: &Summary) -> &'a [u8] {
    let whole = frame.ip_payload();
    let start = whole.len().saturating_sub(usize::from(summary.payload_len));
    whole.get(start..).unwrap_or(&[])
}
