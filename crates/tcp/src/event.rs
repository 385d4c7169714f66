//! What an endpoint tells the outside: segments with the reason for them, decisions, failures.

use std::collections::VecDeque;

use core::fmt;

use hoplab_units::{Span, Time, count};
use hoplab_wire::tcp::Header;
use serde::Serialize;

use crate::nagle::Nagle;
use crate::seq::Seq;
use crate::state::{State, StateEvent};

/// The most events kept until they are polled. One call causes about ten; past the bound further
/// events are dropped and counted in the snapshot, while the connection itself goes on unharmed.
pub const MAX_EVENTS: usize = 256;

/// A segment to send, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transmit {
    /// The header, ports included.
    pub header: Header,
    /// The data, at most the MSS.
    pub payload: Vec<u8>,
    /// Why it is sent.
    pub reason: TransmitReason,
}

/// Why a segment is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TransmitReason {
    /// The program asked for a connection.
    Syn,
    /// A SYN arrived; this answers it.
    SynAck,
    /// Data (perhaps with the FIN behind it), sent for the first time.
    Data,
    /// New data, let out by an early duplicate acknowledgment (RFC 3042).
    LimitedTransmit {
        /// How many duplicates there have been: 1 or 2.
        dup_acks: u32,
    },
    /// All data has been sent and the program has closed.
    Fin,
    /// Nothing but an acknowledgment.
    Ack {
        /// What called for it.
        why: AckWhy,
    },
    /// An answer to a suspicious segment: only the true peer can make sense of it (RFC 5961).
    ChallengeAck {
        /// What was suspicious.
        why: ChallengeWhy,
    },
    /// Asks whether a closed window has opened (RFC 9293 §3.8.6.1).
    ZeroWindowProbe {
        /// 1 for the first probe in a row.
        attempt: u32,
    },
    /// Asks whether a silent peer is still there (RFC 9293 §3.8.4).
    KeepAlive {
        /// 1 for the first probe in a row.
        attempt: u32,
    },
    /// Sent before and believed lost.
    Retransmit {
        /// Why it is believed lost.
        why: RetransmitWhy,
        /// The tag of the first sending.
        original_tag: u64,
        /// 1 for the first resend.
        attempt: u32,
    },
    /// Ends the connection at once.
    Reset,
}

/// What called for a pure acknowledgment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AckWhy {
    /// The SYN+ACK arrived: third step of the handshake.
    Handshake,
    /// Data in order, acknowledged at once because delaying is off.
    Immediate,
    /// A second full segment was received (RFC 5681 §4.2).
    SecondSegment,
    /// Nothing more came within the delay (RFC 1122 §4.2.3.2).
    Delayed,
    /// Data arrived ahead of a gap: a duplicate acknowledgment tells the peer (RFC 5681 §4.2).
    Gap,
    /// Data filled all or part of a gap (RFC 5681 §4.2).
    GapFilled,
    /// The segment, or a part of it, had arrived before.
    Duplicate,
    /// The segment lies outside the window (RFC 9293 §3.10.7.4, first check).
    OutOfWindow,
    /// Its timestamp is older than one seen before: an old duplicate (RFC 7323 §5.3).
    OldTimestamp,
    /// There was no room to keep the segment.
    NoRoom,
    /// The peer's FIN was reached.
    PeerClosed,
    /// The program has read, and the window has opened enough to be worth telling.
    WindowUpdate,
}

/// What a challenge ACK answers (RFC 5961).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChallengeWhy {
    /// A RST in the window but not exactly at RCV.NXT (§3.2).
    ResetNotExact,
    /// A SYN on an open connection (§4.2).
    SynOnOpenConnection,
    /// An acknowledgment of something never sent, or far too old (§5.2).
    AckOutOfRange,
}

/// Why a segment is believed lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RetransmitWhy {
    /// No acknowledgment came before the timer expired (RFC 6298).
    RtoExpired {
        /// How many times in a row it has expired.
        expiry: u32,
    },
    /// Duplicate acknowledgments say that later segments arrived (RFC 5681 §3.2).
    FastRetransmit {
        /// How many.
        dup_acks: u32,
    },
    /// In recovery, an acknowledgment that stops short points at the next loss (RFC 6582 §3.2).
    PartialAck,
    /// So much that was sent later is held by the peer that it must be lost (RFC 6675 §4, rule 1).
    Sack {
        /// How much of the sequence space above it the peer holds.
        sacked_above: u32,
    },
    /// In recovery, with nothing else to send, a hole below what the peer holds (RFC 6675 §4, rule 3).
    SackHole,
    /// In recovery, with nothing else to send, the newest segment the peer may lack (RFC 6675 §4, rule 4).
    SackRescue,
    /// It is too long for the path (RFC 1191).
    PathMtu,
    /// The peer sent its SYN again, so our answer was lost.
    SynRepeated,
    /// The window was closed when it was sent; now it is open.
    WindowOpened,
}

/// Something an endpoint decided or noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TcpEvent {
    /// The connection changed state.
    StateChanged {
        /// The old state.
        from: State,
        /// The new state.
        to: State,
        /// What moved it.
        why: StateEvent,
    },
    /// A round trip was measured (RFC 6298).
    RttMeasured {
        /// The measurement.
        sample: Span,
        /// Smoothed round-trip time.
        srtt: Span,
        /// Its variation.
        rttvar: Span,
        /// The timeout that follows.
        rto: Span,
    },
    /// The retransmission timer expired.
    RtoExpired {
        /// The first unacknowledged octet.
        seq: Seq,
        /// How many times in a row, this one included.
        attempt: u32,
        /// The timeout that passed.
        rto: Span,
        /// The next one, doubled.
        next_rto: Span,
        /// The tag of the segment's first sending.
        original_tag: u64,
    },
    /// The third duplicate acknowledgment: the first unacknowledged segment is sent again at once.
    FastRetransmit {
        /// Its sequence number.
        seq: Seq,
        /// How many duplicates.
        dup_acks: u32,
        /// Recovery ends when everything before this is acknowledged.
        recover: Seq,
        /// The tag of the segment's first sending.
        original_tag: u64,
    },
    /// In recovery, an acknowledgment stopped short of `recover`: another segment was lost.
    PartialAck {
        /// Where it stopped.
        up_to: Seq,
        /// Recovery ends when everything before this is acknowledged.
        recover: Seq,
        /// The tag of the first sending of the segment there.
        original_tag: u64,
    },
    /// Everything that was under way when the loss was noticed has been acknowledged.
    RecoveryEnded {
        /// Acknowledged up to here.
        up_to: Seq,
    },
    /// An acknowledgment of nothing new, though data is under way.
    DuplicateAck {
        /// Of what.
        seq: Seq,
        /// How many in a row.
        count: u32,
    },
    /// The peer says that it holds data ahead of a gap (RFC 2018).
    Sacked {
        /// How much of the sequence space that was not known before.
        news: u32,
        /// How much in all.
        total: u32,
        /// Up to here.
        up_to: Seq,
    },
    /// The peer says that it had this already: it was sent again needlessly, or the network made a copy (RFC 2883).
    DuplicateReported {
        /// The first octet.
        from: Seq,
        /// Just past the last.
        to: Seq,
    },
    /// New data was acknowledged.
    Acked {
        /// Payload bytes.
        bytes: u32,
        /// Acknowledged up to here (SND.UNA).
        up_to: Seq,
        /// The tag of the first sending of the newest segment acknowledged whole.
        tag: Option<u64>,
    },
    /// The congestion window moved.
    CwndChanged {
        /// Bytes before.
        from: u32,
        /// Bytes now.
        to: u32,
        /// The slow-start threshold now, in bytes.
        ssthresh: u32,
        /// What moved it.
        why: CwndWhy,
    },
    /// Data arrived ahead of a gap and is kept.
    OutOfOrder {
        /// Where it begins.
        seq: Seq,
        /// How long it is.
        len: u32,
        /// The first missing octet (RCV.NXT).
        gap_from: Seq,
    },
    /// Bytes became readable.
    Delivered {
        /// How many.
        bytes: u32,
        /// Whether some of them had waited behind a gap that now closed.
        closed_gap: bool,
    },
    /// A segment held nothing that had not arrived before.
    DuplicateSegment {
        /// Where it begins.
        seq: Seq,
        /// How long it is.
        len: u32,
    },
    /// A segment lies outside the receive window and was dropped.
    OutOfWindow {
        /// Where it begins.
        seq: Seq,
        /// Its length in sequence space.
        len: u32,
    },
    /// A segment was dropped by its timestamp (RFC 7323): older than one seen before, or none at all.
    TimestampRejected {
        /// Its timestamp.
        value: Option<u32>,
        /// The newest of the peer's in order (TS.Recent).
        recent: u32,
    },
    /// The peer marks data as urgent (RFC 9293 §3.8.5).
    Urgent {
        /// Up to here.
        up_to: Seq,
    },
    /// A segment could not be kept: too many gaps, or no buffer left.
    NoRoom {
        /// Where it begins.
        seq: Seq,
        /// How long it is.
        len: u32,
    },
    /// The peer has no more to send.
    PeerClosed {
        /// Where its FIN stood.
        seq: Seq,
    },
    /// The peer can take no more for now.
    WindowClosed,
    /// The peer's window opened again.
    WindowOpened {
        /// To this many bytes.
        window: u32,
    },
    /// A small segment waits for an acknowledgment, or for more data (RFC 9293 §3.7.4).
    NagleHeld {
        /// How much could be sent.
        bytes: u32,
        /// It waits until all up to here is acknowledged.
        up_to: Seq,
    },
    /// Nothing was heard for long: the peer is asked whether it is there (RFC 9293 §3.8.4).
    KeepAliveExpired {
        /// 1 for the first probe in a row.
        attempt: u32,
    },
    /// The peer answered none of the probes.
    KeepAliveGaveUp {
        /// How many there were.
        probes: u32,
    },
    /// What was sent stayed unacknowledged for longer than the program allows (RFC 9293 §3.9.1).
    UserTimeoutExpired {
        /// What it allows.
        limit: Span,
    },
    /// The peer's window stayed too small to send into: it is asked again.
    PersistExpired {
        /// How many probes in a row went unanswered, this one included.
        attempt: u32,
        /// Until the next one.
        next: Span,
    },
    /// TIME-WAIT begins, or begins anew because the peer's FIN came again.
    TimeWaitStarted {
        /// When it ends.
        until: Time,
    },
    /// TIME-WAIT is over.
    TimeWaitEnded,
    /// A suspicious segment is answered by a challenge ACK (RFC 5961).
    ChallengeAck {
        /// What was suspicious.
        why: ChallengeWhy,
    },
    /// A RST outside the window, or of no connection attempt of ours, was ignored.
    RstIgnored {
        /// Its sequence number.
        seq: Seq,
    },
    /// The path takes only smaller segments.
    PathMtu {
        /// The largest packet, in bytes.
        mtu: u16,
        /// The segment size until now.
        mss_from: u16,
        /// The segment size from now on.
        mss_to: u16,
    },
    /// An ICMP error was noted and the connection goes on: it may be passing.
    IcmpNoted {
        /// Whether ICMP calls it final.
        hard: bool,
    },
    /// An ICMP error quoted a segment that is not under way: perhaps forged (RFC 5927 §4.1).
    IcmpIgnored {
        /// The quoted sequence number.
        seq: Seq,
    },
    /// The peer did not answer for too long (R2).
    GaveUp {
        /// The first unacknowledged octet.
        seq: Seq,
        /// How often the timer sent it again.
        retransmissions: u32,
        /// The tag of its first sending.
        original_tag: Option<u64>,
    },
    /// The connection ended in failure; the program will be told.
    Failed(Failure),
    /// The segment brought octets of the peer's that had come before: the acknowledgment of it says so (RFC 2883).
    DuplicateToReport {
        /// The first octet.
        from: Seq,
        /// Just past the last.
        to: Seq,
    },
    /// The program chose what Nagle's algorithm does on this connection (TCP_NODELAY: off).
    NagleSet {
        /// From now on.
        nagle: Nagle,
    },
}

/// What moved the congestion window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CwndWhy {
    /// The handshake is over: the initial window (RFC 6928).
    Started,
    /// Growth below the threshold.
    SlowStart,
    /// Growth above it.
    CongestionAvoidance,
    /// A fast retransmit lowered it.
    FastRetransmit,
    /// A duplicate acknowledgment in recovery: a segment has left the network.
    DuplicateAck,
    /// A partial acknowledgment deflated it.
    PartialAck,
    /// Recovery is over.
    Recovered,
    /// The retransmission timer expired.
    RtoExpired,
    /// Nothing was sent for longer than the RTO.
    Idle,
    /// The segment size changed.
    PathMtu,
}

/// How a connection failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Failure {
    /// Nobody listens there: a RST answered the SYN.
    Refused,
    /// The peer reset the connection.
    Reset,
    /// The peer did not answer.
    TimedOut {
        /// How often the last segment was sent again.
        retransmissions: u32,
    },
    /// The peer answered no keep-alive probe.
    #[serde(rename = "keep-alive-timed-out")]
    KeepAlive {
        /// How many there were.
        probes: u32,
    },
    /// Sent data stayed unacknowledged for longer than the program allows.
    UserTimeout,
    /// The network said that the peer can't be reached.
    Unreachable,
    /// The program aborted.
    Aborted,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Refused => f.write_str("connection refused"),
            Failure::Reset => f.write_str("connection reset by peer"),
            Failure::TimedOut { retransmissions } => {
                write!(
                    f,
                    "connection timed out after {}",
                    count(*retransmissions, "retransmission")
                )
            }
            Failure::KeepAlive { probes } => {
                write!(
                    f,
                    "connection timed out: {probes} keep-alive probes unanswered"
                )
            }
            Failure::UserTimeout => f.write_str("connection aborted due to user timeout"),
            Failure::Unreachable => f.write_str("destination unreachable"),
            Failure::Aborted => f.write_str("connection aborted"),
        }
    }
}

impl core::error::Error for Failure {}

/// Why data was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SendError {
    /// The program has closed this direction.
    Closing,
    /// The connection is over; after a failure, which.
    Closed(Option<Failure>),
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SendError::Closing => f.write_str("connection closing"),
            SendError::Closed(None) => f.write_str("connection closed"),
            SendError::Closed(Some(failure)) => failure.fmt(f),
        }
    }
}

impl core::error::Error for SendError {}

/// What an ICMP message said about a segment of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum IcmpError {
    /// Destination unreachable. `hard` for codes 2 and 3 (protocol, port), which RFC 1122 calls final.
    Unreachable {
        /// Whether it is final.
        hard: bool,
    },
    /// Code 4: too big to pass, and not to be fragmented.
    FragmentationNeeded {
        /// The next link's MTU in bytes; 0 from routers older than RFC 1191.
        next_hop_mtu: u16,
    },
}

/// Events until they are polled.
#[derive(Clone, Debug, Default)]
pub(crate) struct EventQueue {
    events: VecDeque<TcpEvent>,
    pub(crate) dropped: u32,
}

impl EventQueue {
    pub(crate) fn push(&mut self, event: TcpEvent) {
        if self.events.len() < MAX_EVENTS {
            self.events.push_back(event);
        } else {
            self.dropped = self.dropped.saturating_add(1);
        }
    }
    pub(crate) fn pop(&mut self) -> Option<TcpEvent> {
        self.events.pop_front()
    }
}
