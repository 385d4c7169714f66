//! What a packet carries, read from its bytes.

use hoplab_sim::Frame;
use hoplab_wire::{AppSummary, Summary};

/// The bytes a packet carries for a program: what is behind its last header.
pub fn content<'a>(frame: &'a Frame, summary: &Summary) -> &'a [u8] {
    let whole = frame.ip_payload();
    let start = whole.len().saturating_sub(usize::from(summary.payload_len));
    whole.get(start..).unwrap_or(&[])
}

/// Whether a DNS response sends the one who asks on to other servers: it has nothing but their names
/// (RFC 1034 section 4.3.1).
pub fn is_referral(message: &AppSummary) -> bool {
    /// NS, RFC 1035 section 3.2.2.
    const NS: u16 = 2;
    matches!(
        message,
        AppSummary::Dns {
            response: true,
            rcode: 0,
            answers: 0,
            authoritative: false,
            authority: Some(NS),
            ..
        }
    )
}
