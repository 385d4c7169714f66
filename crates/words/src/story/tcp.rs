//! What TCP decides and why it sends, in sentences.

use crate::{self as words, Lang};
use hoplab_tcp::{CwndWhy, RetransmitWhy, State, StateEvent, TcpEvent, TransmitReason};
use hoplab_units::Span;

said! { story::tcp =>
    /// A decision or discovery of the connection at the node `who`.
    sentence(who: &str, event: &TcpEvent) -> String;
    /// Why something is sent again: the timer ran out, after so long.
    resend_after(rto: Span) -> String;
    /// Why something is sent again.
    resend(why: RetransmitWhy) -> String;
    /// What moved the congestion window.
    cwnd_why(why: CwndWhy) -> &'static str;
    /// A decision as the cause of something, in a few words; nothing where the sentence is short itself.
    short(who: &str, event: &TcpEvent) -> Option<String>;
    /// What is sent again.
    a_segment;
    /// What is sent again, where its sender believes that the first was lost.
    a_lost_segment;
    /// That the node `who` sent a segment, and why if it is more than new data.
    sent(who: &str, packet: &str, reason: &TransmitReason) -> String;
    /// That it sent the last data, which says that no more comes.
    sent_last(who: &str, packet: &str) -> String;
    /// Goes on with how often in a row the timer ran out.
    times_in_a_row(attempt: u32) -> String;
    /// Goes on with how often it was sent again.
    attempt_number(attempt: u32) -> String;
    /// That a segment was sent again.
    retransmitted(who: &str, what: &str, packet: &str, again: &str, why: &str) -> String;
    /// What moved a connection from a state to another.
    moved(by: StateMove) -> &'static str;
}

/// What moves a connection. One word of the state diagram means more than one thing: which of them, the state it left
/// says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateMove {
    /// It is closed before it was open. No data could be sent yet: its program no longer wants it (RFC 9293 section
    /// 3.10.4).
    GivesUpConnecting,
    /// The program no longer waits for connections.
    StopsListening,
    /// A reset in answer to a SYN (RFC 9293 section 3.10.7.3); a final ICMP error counts as one while connecting (RFC
    /// 5461).
    Refused,
    /// A reset in the middle of the handshake.
    BrokenOff,
    /// What the word says. The state changes when the program closes, and the FIN waits its turn (RFC 9293 section 3.10.4).
    By(StateEvent),
}

impl StateMove {
    const fn of(from: State, event: StateEvent) -> StateMove {
        match (event, from) {
            (StateEvent::Close, State::SynSent) => StateMove::GivesUpConnecting,
            (StateEvent::Close, State::Listen) => StateMove::StopsListening,
            (StateEvent::Reset, State::SynSent) => StateMove::Refused,
            (StateEvent::Reset, State::SynReceived) => StateMove::BrokenOff,
            (event, _) => StateMove::By(event),
        }
    }
}

/// What moved a connection from a state to another.
pub fn state_event(lang: Lang, from: State, event: StateEvent) -> &'static str {
    moved(lang, StateMove::of(from, event))
}

/// That the node `who` sent a segment, and why if it is more than new data. `fin`: it says that no more comes.
pub(crate) fn segment_sent(
    lang: Lang,
    who: &str,
    packet: &str,
    reason: &TransmitReason,
    fin: bool,
) -> String {
    match (reason, fin) {
        (TransmitReason::Data, true) => sent_last(lang, who, packet),
        _ => sent(lang, who, packet, reason),
    }
}

/// That the node `who` sent a segment again, and why.
pub(crate) fn retransmission(
    lang: Lang,
    (who, packet): (&str, &str),
    why: RetransmitWhy,
    attempt: u32,
) -> String {
    let what = match is_loss(why) {
        true => a_lost_segment(lang),
        false => a_segment(lang),
    };
    let again = match attempt {
        0 | 1 => String::new(),
        attempt => attempt_number(lang, attempt),
    };
    retransmitted(lang, who, what, packet, &again, &resend(lang, why))
}

/// How often in a row the timer ran out, where it is not the first time.
pub(crate) fn again(lang: Lang, attempt: u32) -> String {
    match attempt {
        0 | 1 => String::new(),
        attempt => times_in_a_row(lang, attempt),
    }
}

/// So many bytes.
pub(crate) fn count(lang: Lang, bytes: u32) -> String {
    words::inspect::bytes_count(lang, bytes as usize)
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
