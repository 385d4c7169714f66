//! [`TcpSnapshot`]: a connection's inside as plain data.

use hoplab_units::{Span, Time};
use serde::Serialize;

use crate::config::CongestionControl;
use crate::endpoint::{Endpoint, FourTuple};
use crate::event::Failure;
use crate::flight::SentSegment;
use crate::nagle::Nagle;
use crate::recovery::RecoveryPhase;
use crate::seq::Seq;
use crate::state::State;
use crate::timers::TimerKind;

/// Everything about a connection worth looking at, at one moment. Sizes are in bytes; the names are those of RFC 9293
/// §3.3.1 and of the RFCs that add to it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct TcpSnapshot {
    /// Both ends.
    pub tuple: FourTuple,
    /// The state.
    pub state: State,
    /// How it failed, if it did.
    pub failure: Option<Failure>,
    /// Our initial sequence number.
    pub iss: Seq,
    /// First unacknowledged octet.
    pub snd_una: Seq,
    /// Next octet to send.
    pub snd_nxt: Seq,
    /// What the peer takes beyond `snd_una`.
    pub snd_wnd: u32,
    /// The peer's initial sequence number; `None` before its SYN.
    pub irs: Option<Seq>,
    /// Next octet expected.
    pub rcv_nxt: Seq,
    /// What we take beyond `rcv_nxt`.
    pub rcv_wnd: u32,
    /// The most payload we put in a segment.
    pub mss: u16,
    /// By how many bits the peer's windows are shifted.
    pub snd_wind_shift: u8,
    /// By how many bits ours are.
    pub rcv_wind_shift: u8,
    /// Congestion window.
    pub cwnd: u32,
    /// Slow-start threshold; [`NO_LIMIT`](crate::NO_LIMIT) before the first loss.
    pub ssthresh: u32,
    /// Whether something is believed lost.
    pub recovery: RecoveryPhase,
    /// Recovery ends when everything before this is acknowledged.
    pub recover: Option<Seq>,
    /// Duplicate acknowledgments in a row.
    pub dup_acks: u32,
    /// Smoothed round-trip time, once measured.
    pub srtt: Option<Span>,
    /// Its variation.
    pub rttvar: Span,
    /// The timeout, backed off.
    pub rto: Span,
    /// How often it has been doubled.
    pub rto_backoff: u32,
    /// How often in a row the timer has resent, or probed, without an answer.
    pub retransmissions: u32,
    /// Whether the program has no more to send: its FIN has been sent or waits behind the data.
    pub close_requested: bool,
    /// Whether our FIN has been sent: nothing new can follow it.
    pub fin_sent: bool,
    /// What limits the sender besides the receiver's window.
    pub congestion: CongestionControl,
    /// CUBIC's W_max in bytes, once it has seen a loss.
    pub w_max: Option<u32>,
    /// Whether both ends do selective acknowledgment.
    pub sack: bool,
    /// Whether both ends send timestamps; if so, the newest of the peer's in order (TS.Recent).
    pub timestamps: Option<u32>,
    /// Which of Nagle's rules this connection follows.
    pub nagle: Nagle,
    /// Whether Nagle's algorithm holds a small segment back now.
    pub nagle_held: bool,
    /// Keep-alive probes sent since the peer was last heard.
    pub keep_alive_probes: u32,
    /// Sent and unacknowledged, in sequence space.
    pub flight_size: u32,
    /// Of that, what is believed to be in the network now (RFC 6675's pipe).
    pub pipe: u32,
    /// Of that, what the peer says it holds.
    pub sacked: u32,
    /// Of that, believed lost and not sent again yet.
    pub lost: u32,
    /// The segments of the flight, oldest first; at most [`MAX_SEGMENTS`] of them.
    pub segments: Vec<SegmentView>,
    /// In the send buffer: unacknowledged and unsent.
    pub send_queue: u32,
    /// Of that, not sent yet.
    pub unsent: u32,
    /// How large the send buffer is.
    pub send_buffer: u32,
    /// Received in order and not read yet.
    pub receive_queue: u32,
    /// How large the receive buffer is.
    pub receive_buffer: u32,
    /// What has arrived ahead of a gap: `[start, end)`, in order.
    pub out_of_order: Vec<(Seq, Seq)>,
    /// Running timers with their deadlines.
    pub timers: Vec<(TimerKind, Time)>,
    /// Events dropped because nobody polled them.
    pub events_dropped: u32,
}

/// The most segments of a flight that a snapshot lists: more than a picture of it can show.
pub const MAX_SEGMENTS: usize = 512;

/// A segment sent and not acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct SegmentView {
    /// Where it begins.
    pub seq: Seq,
    /// How much of the sequence space it takes, SYN and FIN included.
    pub len: u32,
    /// What is known of it.
    pub status: SegmentStatus,
    /// How often it was sent.
    pub transmissions: u32,
    /// When it was last sent.
    pub sent_at: Time,
    /// The tag of the first sending of its first octet.
    pub tag: u64,
}

/// What a sender knows of a segment it sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SegmentStatus {
    /// Nothing yet: believed to be under way.
    InFlight,
    /// The peer says that it holds it (SACK).
    Sacked,
    /// Believed lost, and waiting to be sent again.
    Lost,
}

impl SegmentView {
    /// The segments of a flight as they were last sent.
    fn list<'a>(entries: impl Iterator<Item = &'a SentSegment>) -> Vec<SegmentView> {
        let mut list: Vec<SegmentView> = Vec::new();
        for entry in entries {
            let view = SegmentView::new(entry);
            let last = list.last_mut().filter(|_| entry.joined);
            if let Some(last) = last.filter(|last| last.status == view.status) {
                last.len += view.len;
            } else if list.len() == MAX_SEGMENTS {
                break;
            } else {
                list.push(view);
            }
        }
        list
    }

    fn new(segment: &SentSegment) -> SegmentView {
        let status = match (segment.sacked, segment.lost) {
            (true, _) => SegmentStatus::Sacked,
            (false, Some(_)) => SegmentStatus::Lost,
            (false, None) => SegmentStatus::InFlight,
        };
        SegmentView {
            seq: segment.seq,
            len: segment.space(),
            status,
            transmissions: segment.transmissions,
            sent_at: segment.sent_at,
            tag: segment.tag,
        }
    }
}

impl Endpoint {
    /// Everything about this connection, as it is now.
    pub fn snapshot(&self) -> TcpSnapshot {
        let deadline = |kind| self.timers.deadline(kind).map(|deadline| (kind, deadline));
        TcpSnapshot {
            tuple: self.tuple,
            state: self.state,
            failure: self.failure,
            iss: self.iss,
            snd_una: self.snd_una,
            snd_nxt: self.snd_nxt,
            snd_wnd: self.send_window.size,
            irs: self.irs,
            rcv_nxt: self.rcv_nxt(),
            rcv_wnd: self.receive_window.size(self.rcv_nxt()),
            mss: self.mss as u16,
            snd_wind_shift: self.send_window.shift,
            rcv_wind_shift: self.receive_window.shift,
            cwnd: self.congestion.window(),
            ssthresh: self.congestion.threshold(),
            recovery: self.recovery.phase(),
            recover: self.recovery.recover(),
            dup_acks: self.recovery.dup_acks(),
            srtt: self.rtt.srtt(),
            rttvar: self.rtt.rttvar(),
            rto: self.rtt.rto(),
            rto_backoff: self.rtt.backoff(),
            retransmissions: self.retransmissions,
            close_requested: self.close_requested,
            fin_sent: self.fin_sent,
            congestion: self.config.congestion,
            w_max: self.congestion.w_max(),
            sack: self.sack_on,
            timestamps: self.timestamps.on.then_some(self.timestamps.recent),
            nagle: self.config.nagle,
            nagle_held: self.nagle_held,
            keep_alive_probes: self.keep_alive.probes,
            flight_size: self.flight.total(),
            pipe: self.flight.pipe(),
            sacked: self.flight.sacked(),
            lost: self.flight.lost(),
            segments: SegmentView::list(self.flight.iter()),
            send_queue: self.send_buffer.len(),
            unsent: self.unsent(),
            send_buffer: self.config.send_buffer,
            receive_queue: self.receive_buffer.readable(),
            receive_buffer: self.config.receive_buffer,
            out_of_order: self.receive_buffer.ahead().to_vec(),
            timers: TimerKind::ALL.into_iter().filter_map(deadline).collect(),
            events_dropped: self.events.dropped,
        }
    }
}
