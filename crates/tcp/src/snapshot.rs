//! [`TcpSnapshot`]: a connection's inside as plain data.

use hoplab_units::{Span, Time};
use serde::Serialize;

use crate::endpoint::{Endpoint, FourTuple};
use crate::event::Failure;
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
    /// Sent and unacknowledged, in sequence space.
    pub flight_size: u32,
    /// Of that, believed lost and not sent again yet.
    pub lost: u32,
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
            flight_size: self.flight.total(),
            lost: self.flight.lost(),
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
