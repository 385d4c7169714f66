//! One end of a TCP connection, without clock, randomness or I/O: time and the initial sequence number are
//! arguments, segments go in and out as values.
//!
//! # Order of calls
//!
//! An [`Endpoint`] comes from [`Endpoint::connect`], or from [`Endpoint::accept`] once [`listen`] has said that a
//! segment for a listening port is a SYN to take. From then on its owner
//!
//! 1. calls one thing at a time: an **input** (`handle_segment`, `handle_timeout`, `handle_icmp`, `handle_mtu`) or a
//!    **command** (`send`, `recv`, `close`, `abort`);
//! 2. then **drains** `poll_transmit`, sending each segment, and `poll_event`, both until they give `None`: sending
//!    causes events too, so events come last (or, to have causes before their segments, first and last);
//! 3. then asks `poll_timeout` when to call `handle_timeout` next. Calling it early or needlessly is harmless.
//!
//! `now` must never go backwards. **Getters** may be called at any time. When `is_closed` says so and
//! `poll_transmit` is drained, the endpoint may be dropped; segments that come later are for [`reset_for`].
//!
//! # What is in it
//!
//! RFC 9293, with RFC 5961 (robustness against forged segments), RFC 6298 (retransmission timeout), RFC 5681 and
//! RFC 6582 (Reno and NewReno), RFC 9438 (CUBIC), RFC 6928 (initial window), RFC 3042 (limited transmit), RFC 2018,
//! RFC 2883 and RFC 6675 (selective acknowledgment), RFC 3465 (byte counting), RFC 7323 (window scaling, timestamps,
//! PAWS), RFC 896 (Nagle, and Minshall's variant), RFC 1122 (delayed acknowledgments, silly window avoidance,
//! keep-alive), RFC 1191 (path MTU). Each mechanism has a file of its own, and a switch or figure in [`Config`].
//!
//! # Bounds
//!
//! Send and receive buffer: as configured. The receive queue keeps at most [`MAX_RANGES`] ranges ahead of a gap. The
//! retransmission queue holds at most a segment an octet of send buffer, and a SYN or FIN. At most [`MAX_EVENTS`]
//! events wait to be polled. One RST and one challenge ACK wait to be sent.

mod ack;
mod arrival;
mod assembler;
mod challenge;
mod config;
mod congestion;
mod cubic;
mod cwnd_use;
mod delayed_ack;
mod endpoint;
mod event;
mod flight;
mod icmp;
mod invariants;
mod keep_alive;
mod limited_transmit;
mod listener;
mod nagle;
mod output;
mod receive_buffer;
mod receive_window;
mod recovery;
mod rto;
mod sack;
mod send_buffer;
mod send_window;
mod seq;
mod snapshot;
mod state;
mod timeout;
mod timers;
mod timestamps;
mod urgent;
mod user_timeout;

#[cfg(test)]
mod tests;

pub use assembler::MAX_RANGES;
pub use config::{
    Allowed, Config, ConfigError, CongestionControl, DEFAULT_PEER_MSS, MAX_BUFFER_BYTES, MIN_MSS,
};
pub use congestion::NO_LIMIT;
pub use endpoint::{Endpoint, FourTuple};
pub use event::{
    AckWhy, ChallengeWhy, CwndWhy, Failure, IcmpError, MAX_EVENTS, RetransmitWhy, SendError,
    TcpEvent, Transmit, TransmitReason,
};
pub use listener::{Listen, listen, reset_for};
pub use nagle::Nagle;
pub use output::OVERRIDE;
pub use recovery::{DUP_ACK_THRESHOLD, RecoveryPhase};
pub use seq::Seq;
pub use snapshot::{MAX_SEGMENTS, SegmentStatus, SegmentView, TcpSnapshot};
pub use state::{State, StateEvent, transition};
pub use timers::TimerKind;
