//! The words of a connection's panel.

use crate::connection::{Figure, Mark, Part, grouped_bytes};
use hoplab_explain::connections::TurnKind;
use hoplab_sim::TcpSwitch;
use hoplab_tcp::{CongestionControl, Nagle, RecoveryPhase, State, StateEvent, TimerKind};

texts! {
    title: "TCP connection";
    connections: "TCP connections";
    none: "No connection yet.";
    close: "Close the panel";
    choose: "Connection";
    open: "See inside";
    asked: "asked for it";
    took: "took it";
    nobody: "On the other side there is no socket for this connection.";
    not_yet: "At this moment the connection has not begun.";
    gone: "The socket is closed, and its figures went with it. Go back in time to see them.";
    lost: "lost when the host went down";
    lost_short: "lost";
    went_down: "the host went down";
    gone_lost: "The host went down without a word to the other side, and what it knew of the connection is lost. Go back in time to see it.";
    figures: "Figures";
    timers: "Running timers";
    no_timers: "none";
    sequence: "Sequence space";
    absolute: "numbers as in the packets";
    relative_means: "Counted from the initial sequence number (ISN).";
    sender_bar: "sending side";
    receiver_bar: "receiving side";
    nothing_sent: "No data has been sent this way yet.";
    plot: "Congestion window over time";
    plot_of: "Of";
    plot_beside: "Beside";
    plot_alone: "none";
    plot_empty: "The window has not opened yet.";
    plot_unlimited: "Without congestion control there is no congestion window.";
    plot_help: "Press a place in the plot to go to that moment.";
    plot_table: "The points as a table";
    time: "Time";
    why: "Why";
    in_flight: "in flight";
    bytes: "bytes";
    yes: "yes";
    no: "no";
    no_limit: "no limit";
    unknown: "–";
    not_agreed: "not agreed yet";
    persist_override: "Persist: waits for room for a full segment (silly window avoidance)";
    switches: "TCP settings";
    switches_hold: "For connections opened from now on. Changes are part of the recording and of the shared link.";
}

#[rustfmt::skip] // a table
pub fn figure(figure: Figure) -> (&'static str, &'static str) {
    match figure {
        Figure::Cwnd => ("Congestion window (cwnd)",
                "How much the sender lets itself have in flight, so as not to overload the network. It begins at 10 segments (RFC 6928)."),
        Figure::Ssthresh => ("Slow-start threshold (ssthresh)",
                "Below it the window grows to up to double with each round trip, by about half with delayed ACKs unless bytes are counted (slow start); above it, it grows cautiously."),
        Figure::Control => ("Congestion control",
                "What decides how the window grows and how far it falls on a loss."),
        Figure::InFlight => ("In flight",
                "Sent and not acknowledged. The pipe is what of it is believed to be in the network now."),
        Figure::SndWnd => ("Send window (SND.WND)",
                "How much the other side has room for, counted from the first unacknowledged byte (UNA): what is in flight uses it up."),
        Figure::RcvWnd => ("Receive window (RCV.WND)",
                "How much this side has room for, counted from the next byte it expects (NXT)."),
        Figure::Rto => ("Retransmission timeout (RTO)",
                "If no acknowledgment comes within this time, the oldest segment is retransmitted and the time is doubled. It begins at 1 s (RFC 6298) and is never less than SRTT + 200 ms, as in Linux."),
        Figure::Srtt => ("Smoothed round trip (SRTT)",
                "The average of the measured round trips, in which newer ones count more."),
        Figure::Rttvar => ("Its variation (RTTVAR)",
                "How far the round trips stray from their average; the RTO leaves room for it."),
        Figure::Mss => ("Segment size (MSS)",
                "The most data that goes into one segment. With timestamps it is 12 bytes less than the SYN says, for that option is in every segment: 1,460 - 12 = 1,448."),
        Figure::Sack => ("Selective ACK (SACK)",
                "Whether the receiver tells what it holds behind a gap. Both SYNs must offer it."),
        Figure::Timestamps => ("Timestamps",
                "Whether each segment carries its sender's clock: a round trip can then be measured even for a segment that was sent twice, and old duplicates are recognised. Both SYNs must offer it."),
        Figure::Scale => ("Window scale",
                "By how many bits the windows in headers are shifted to the left: the other side's, and this side's. A SYN's window is never shifted."),
        Figure::Nagle => ("Nagle's algorithm",
                "Behind what a small segment waits. A program that sets TCP_NODELAY has switched it off."),
        Figure::Recovery => ("Loss recovery",
                "Whether the sender believes that something was lost, and how it noticed."),
        Figure::DupAcks => ("Duplicate ACKs",
                "Acknowledgments in a row that acknowledge nothing new. At the third the sender considers something lost."),
    }
}

pub fn phase(phase: RecoveryPhase) -> &'static str {
    match phase {
        RecoveryPhase::Open => "nothing lost",
        RecoveryPhase::Fast => "fast recovery",
        RecoveryPhase::Loss => "after a timeout (RTO)",
    }
}

pub fn control(control: CongestionControl) -> &'static str {
    match control {
        CongestionControl::None => "none",
        CongestionControl::Reno => "Reno",
        CongestionControl::Cubic => "CUBIC",
    }
}

pub fn nagle(nagle: Nagle) -> &'static str {
    match nagle {
        Nagle::Off => "off",
        Nagle::Minshall => "on (Minshall's variant)",
        Nagle::Rfc896 => "on (RFC 896)",
    }
}

pub fn timer(kind: TimerKind) -> &'static str {
    match kind {
        TimerKind::Retransmit => "Retransmission",
        TimerKind::Persist => "Persist (window probe)",
        TimerKind::DelayedAck => "Delayed ACK",
        TimerKind::TimeWait => "TIME-WAIT",
        TimerKind::KeepAlive => "Keep-alive",
        TimerKind::UserTimeout => "User timeout",
    }
}

pub fn left(span: &str) -> String {
    format!("{span} left")
}

#[rustfmt::skip] // a table
pub fn arrow(from: State, why: StateEvent) -> &'static str {
    match (from, why) {
        (_, StateEvent::PassiveOpen) => "passive open",
        (State::Listen, StateEvent::ActiveOpen) => "send: SYN",
        (_, StateEvent::ActiveOpen) => "active open: SYN",
        (_, StateEvent::SynArrived) => "SYN → SYN+ACK",
        (_, StateEvent::SynAckArrived) => "SYN+ACK → ACK",
        (_, StateEvent::SynAcked) => "ACK of SYN",
        (State::Listen | State::SynSent, StateEvent::Close) => "close",
        (_, StateEvent::Close) => "close: FIN",
        (_, StateEvent::FinArrived) => "FIN → ACK",
        (_, StateEvent::FinAcked) => "ACK of FIN",
        (_, StateEvent::TimeWaitOver) => "2 MSL",
        (_, StateEvent::Reset) => "RST",
        (_, StateEvent::Abort) => "abort",
        (_, StateEvent::GiveUp) => "gave up",
    }
}

pub fn diagram(who: &str, state: &str, way: &str) -> String {
    match way.is_empty() {
        true => format!("State diagram of {who}: {state}"),
        false => format!("State diagram of {who}: {state}, after {way}"),
    }
}

pub fn part_name(part: Part) -> &'static str {
    match part {
        Part::Acked => "sent and acknowledged",
        Part::InFlight => "in flight",
        Part::Again => "in flight, retransmitted",
        Part::Sacked => "SACKed: the receiver holds it",
        Part::Lost => "considered lost",
        Part::Allowed => "may be sent",
        Part::Beyond => "beyond the window",
        Part::Read => "received and read",
        Part::Waiting => "received, not read yet",
        Part::Gap => "missing",
        Part::Ahead => "received ahead of a gap",
        Part::Room => "room in the window",
    }
}

pub fn mark(mark: Mark) -> &'static str {
    match mark {
        Mark::Unacked => "SND.UNA: the first byte that is not acknowledged",
        Mark::Next => "SND.NXT: the next byte to send",
        Mark::Expected => "RCV.NXT: the next byte expected",
    }
}

pub fn sequence_of(who: &str, side: &str) -> String {
    format!("Sequence space of {who}, {side}")
}

pub fn window_edge(congestion: bool, edge: &str) -> String {
    match congestion {
        false => format!("window ends at {edge}"),
        true => format!("cwnd ends at {edge}"),
    }
}

pub fn unsent(bytes: u32) -> String {
    format!("Waiting in the send buffer: {} more", grouped_bytes(bytes))
}

pub fn fin_queued(bytes: u32) -> String {
    match bytes {
        0 => "FIN not sent yet".to_owned(),
        _ => format!("FIN queued behind {}, not sent yet", grouped_bytes(bytes)),
    }
}

pub fn turn(kind: TurnKind) -> &'static str {
    match kind {
        TurnKind::Rto => "timeout (RTO)",
        TurnKind::FastRetransmit => "fast retransmit",
        TurnKind::Recovered => "recovered",
    }
}

pub fn plot_says(who: &str, cwnd: &str, ssthresh: &str, losses: usize) -> String {
    format!(
        "Plot of {who}'s congestion window: now {cwnd}, threshold {ssthresh}, losses noticed: {losses}"
    )
}

#[rustfmt::skip] // a table
pub fn switch(switch: TcpSwitch) -> (&'static str, &'static str) {
    match switch {
        TcpSwitch::Sack(_) => ("Selective ACK (SACK)",
                "The receiver tells what it holds behind a gap, and only what is missing is retransmitted."),
        TcpSwitch::Timestamps(_) => ("Timestamps",
                "Each segment carries its sender's clock: round trips of retransmitted segments can be measured too, and old duplicates are recognised."),
        TcpSwitch::Nagle(_) => ("Nagle's algorithm",
                "Behind what a small segment waits: by Minshall's variant, which real systems have, an unacknowledged small one; by RFC 896, anything unacknowledged. Web and FTP programs switch it off for their connections (TCP_NODELAY)."),
        TcpSwitch::DelayedAck(_) => ("Delayed ACK",
                "An acknowledgment waits a little for a second segment, to answer for both at once."),
        TcpSwitch::FastRetransmit(_) => ("Fast retransmit",
                "The third duplicate acknowledgment is enough to retransmit; otherwise every loss waits for the timer."),
        TcpSwitch::LimitedTransmit(_) => ("Limited transmit",
                "The first two duplicate acknowledgments each let one new segment out."),
        TcpSwitch::WindowScaling(_) => ("Window scaling",
                "Windows may be larger than the header's 65,535 bytes."),
        TcpSwitch::KeepAlive(_) => ("Keep-alive",
                "A silent peer is asked from time to time whether it is still there."),
        TcpSwitch::Congestion(_) => ("Congestion control",
                "What decides how much may be in flight: nothing but the receiver's window, Reno, or CUBIC."),
        TcpSwitch::ByteCounting(_) => ("Byte counting (ABC)",
                "In slow start the window grows by the bytes acknowledged, up to two segments for each ACK, so that delayed ACKs do not slow it."),
    }
}

pub fn open_this(ends: &str) -> String {
    format!("See inside the connection {ends}")
}
