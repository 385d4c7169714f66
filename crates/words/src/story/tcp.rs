//! What TCP decides and why it sends, in sentences.

use crate::{self as words, Lang};
use hoplab_tcp::{CwndWhy, RetransmitWhy, State, StateEvent, TcpEvent, TransmitReason};
use hoplab_units::Span;

said! { story::tcp =>
    /// A decision or discovery of the connection at the node `who`.
    sentence(who: &str, event: &TcpEvent) -> String;
    /// That the node `who` sent a segment, and why if it is more than new data. `fin`: it says that no more comes.
    sent(who: &str, packet: &str, reason: &TransmitReason, fin: bool) -> String;
    /// Why something is sent again: the timer ran out, after so long.
    resend_after(rto: Span) -> String;
    /// Why something is sent again.
    resend(why: RetransmitWhy) -> String;
    /// What moved the congestion window.
    cwnd_why(why: CwndWhy) -> &'static str;
    /// What moved a connection from a state to another. One word of the state diagram means more than one thing: which
    /// of them, the state it left says.
    state_event(from: State, event: StateEvent) -> &'static str;
    /// A decision as the cause of something, in a few words; nothing where the sentence is short itself.
    short(who: &str, event: &TcpEvent) -> Option<String>;
}

/// So many bytes.
pub(crate) fn count(lang: Lang, bytes: u32) -> String {
    words::inspect::bytes_count(lang, bytes as usize)
}

pub(crate) fn were(bytes: u32) -> &'static str {
    if bytes == 1 { "was" } else { "were" }
}

/// Whether what is sent again is believed lost: what was too long for the path, or refused by a closed window, is not.
pub(crate) const fn is_loss(why: RetransmitWhy) -> bool {
    match why {
        RetransmitWhy::RtoExpired { .. }
        | RetransmitWhy::FastRetransmit { .. }
        | RetransmitWhy::PartialAck
        | RetransmitWhy::Sack { .. }
        | RetransmitWhy::SackHole
        | RetransmitWhy::SackRescue => true,
        RetransmitWhy::PathMtu | RetransmitWhy::SynRepeated | RetransmitWhy::WindowOpened => false,
    }
}
