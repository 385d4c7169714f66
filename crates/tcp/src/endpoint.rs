//! [`Endpoint`]: one end of a connection. Its parts are here, and what a program does with it; what the
//! network and the clock do to it is in `arrival.rs`, `ack.rs`, `timeout.rs`, `icmp.rs`, what it sends in
//! `output.rs`.

use std::net::SocketAddrV4;

use hoplab_units::Time;
use hoplab_wire::tcp::{Flags, Header, Options};
use serde::Serialize;

use crate::challenge::RateLimit;
use crate::config::{Config, DEFAULT_PEER_MSS, MIN_MSS};
use crate::congestion::Congestion;
use crate::cwnd_use::CwndUse;
use crate::delayed_ack::AckSchedule;
use crate::event::{AckWhy, ChallengeWhy, CwndWhy, EventQueue, Failure, SendError, TcpEvent};
use crate::flight::Flight;
use crate::keep_alive::KeepAlive;
use crate::nagle::Nagle;
use crate::receive_buffer::ReceiveBuffer;
use crate::receive_window::ReceiveWindow;
use crate::recovery::Recovery;
use crate::rto::RttEstimator;
use crate::sack::Arrivals;
use crate::send_buffer::SendBuffer;
use crate::send_window::SendWindow;
use crate::seq::Seq;
use crate::state::{State, StateEvent, transition};
use crate::timers::{TimerKind, Timers};
use crate::timestamps::Timestamps;

/// Both ends of a connection, as seen from ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct FourTuple {
    /// Our address and port.
    pub local: SocketAddrV4,
    /// The peer's.
    pub remote: SocketAddrV4,
}

/// One end of a TCP connection. See the [crate's documentation](crate) for the order of calls.
#[derive(Clone, Debug)]
pub struct Endpoint {
    pub(crate) config: Config,
    pub(crate) tuple: FourTuple,
    pub(crate) state: State,
    /// Whether we opened the connection, or took it from a listener.
    pub(crate) active: bool,
    pub(crate) failure: Option<Failure>,

    pub(crate) iss: Seq,
    pub(crate) snd_una: Seq,
    pub(crate) snd_nxt: Seq,
    pub(crate) send_window: SendWindow,
    pub(crate) send_buffer: SendBuffer,
    pub(crate) flight: Flight,
    /// The most payload in a segment we send: what the peer takes and the path carries, less the options that
    /// every segment has (Eff.snd.MSS of RFC 9293 §3.7.1).
    pub(crate) mss: u32,
    /// The program has no more to send; the FIN goes behind what is queued.
    pub(crate) close_requested: bool,
    pub(crate) fin_sent: bool,
    /// When data was last sent.
    pub(crate) last_sent: Time,

    pub(crate) rtt: RttEstimator,
    pub(crate) congestion: Congestion,
    pub(crate) cwnd_use: CwndUse,
    pub(crate) recovery: Recovery,
    /// How often in a row the timer has resent, or probed, without an answer.
    pub(crate) retransmissions: u32,
    /// The next resend goes out whatever the congestion window says (RFC 6582 §3.2).
    pub(crate) resend_now: bool,
    pub(crate) probe_due: bool,
    /// Whether this recovery has had its one rescue (RFC 6675 §4, rule 4).
    pub(crate) rescued: bool,
    /// Whether Nagle's algorithm holds a segment back.
    pub(crate) nagle_held: bool,
    /// The end of the last small segment sent, while it is unacknowledged (Linux's `snd_sml`).
    pub(crate) small_sent: Option<Seq>,
    /// SND.UP: the end of what the program marked urgent.
    pub(crate) snd_up: Option<Seq>,
    /// An ICMP error that may pass was seen since the peer last answered.
    pub(crate) soft_error: bool,

    /// The peer's initial sequence number, once its SYN has come.
    pub(crate) irs: Option<Seq>,
    /// Whether its SYN offered window scaling.
    pub(crate) peer_scales: bool,
    /// Whether both SYNs offered selective acknowledgments.
    pub(crate) sack_on: bool,
    pub(crate) timestamps: Timestamps,
    /// What arrived lately, for the order of SACK blocks.
    pub(crate) arrivals: Arrivals,
    /// RCV.UP: the end of what the peer marked urgent.
    pub(crate) rcv_up: Option<Seq>,
    pub(crate) keep_alive: KeepAlive,
    pub(crate) receive_buffer: ReceiveBuffer,
    pub(crate) receive_window: ReceiveWindow,
    /// Where the peer's FIN stands, once it is known, reached or not.
    pub(crate) peer_fin: Option<Seq>,
    pub(crate) fin_received: bool,
    /// The largest payload received: what a full segment is.
    pub(crate) largest_received: u32,
    pub(crate) acks: AckSchedule,

    pub(crate) limit: RateLimit,
    pub(crate) challenge_due: Option<ChallengeWhy>,
    /// A RST waiting to be sent. One is enough: whatever else called for one meets the same end.
    pub(crate) reset_due: Option<Header>,
    pub(crate) timers: Timers,
    pub(crate) events: EventQueue,
}

impl Endpoint {
    /// Opens a connection actively: the SYN is ready in `poll_transmit`. `config` should be
    /// [valid](Config::validate); `iss` should be hard to guess (RFC 6528).
    pub fn connect(config: Config, tuple: FourTuple, iss: Seq, now: Time) -> Endpoint {
        let mut endpoint = Endpoint::new(config, tuple, iss, now, true);
        endpoint.enter(StateEvent::ActiveOpen);
        endpoint
    }

    /// Opens a connection passively from a SYN that a listener took (see [`listen`](crate::listen)): the SYN+ACK is
    /// ready in `poll_transmit`. Data on the SYN is not taken; the peer sends it again.
    pub fn accept(config: Config, tuple: FourTuple, iss: Seq, syn: &Header, now: Time) -> Endpoint {
        let mut endpoint = Endpoint::new(config, tuple, iss, now, false);
        endpoint.state = State::Listen;
        endpoint.take_syn(now, syn);
        endpoint.enter(StateEvent::SynArrived);
        endpoint
    }

    fn new(config: Config, tuple: FourTuple, iss: Seq, now: Time, active: bool) -> Endpoint {
        let mss = u32::from(DEFAULT_PEER_MSS.min(config.mss));
        Endpoint {
            config,
            tuple,
            state: State::Closed,
            active,
            failure: None,
            iss,
            snd_una: iss,
            snd_nxt: iss,
            send_window: SendWindow::default(),
            send_buffer: SendBuffer::new(config.send_buffer, iss + 1),
            flight: Flight::default(),
            mss,
            close_requested: false,
            fin_sent: false,
            last_sent: now,
            rtt: RttEstimator::new(&config),
            congestion: Congestion::new(config.congestion, config.byte_counting, mss),
            cwnd_use: CwndUse::default(),
            recovery: Recovery::default(),
            retransmissions: 0,
            resend_now: false,
            probe_due: false,
            rescued: false,
            nagle_held: false,
            small_sent: None,
            snd_up: None,
            soft_error: false,
            irs: None,
            peer_scales: false,
            sack_on: false,
            timestamps: Timestamps::default(),
            arrivals: Arrivals::default(),
            rcv_up: None,
            keep_alive: KeepAlive::default(),
            receive_buffer: ReceiveBuffer::new(config.receive_buffer, Seq(0)),
            receive_window: ReceiveWindow::new(Seq(0), initial_receive_window(&config)),
            peer_fin: None,
            fin_received: false,
            largest_received: 0,
            acks: AckSchedule::default(),
            limit: RateLimit::default(),
            challenge_due: None,
            reset_due: None,
            timers: Timers::default(),
            events: EventQueue::default(),
        }
    }

    /// Takes the peer's SYN: its sequence number, window and options.
    pub(crate) fn take_syn(&mut self, now: Time, syn: &Header) {
        let irs = Seq(syn.seq);
        self.irs = Some(irs);
        self.receive_buffer = ReceiveBuffer::new(self.config.receive_buffer, irs + 1);
        self.receive_window = ReceiveWindow::new(irs + 1, initial_receive_window(&self.config));
        self.send_window.open(irs, Seq(syn.ack), syn.window);
        self.sack_on = self.config.sack && syn.options.sack_permitted;
        if let (true, Some((value, _))) = (self.config.timestamps, syn.options.timestamps) {
            self.timestamps.start(now, value);
            self.timestamps.last_ack_sent = irs + 1;
        }
        let peer_mss = syn.options.mss.unwrap_or(DEFAULT_PEER_MSS);
        let mss = u32::from(peer_mss.min(self.config.mss).max(MIN_MSS));
        self.mss = mss - self.timestamps.option_len();
        self.peer_scales = syn.options.window_scale.is_some();
        // RFC 7323 §2.2: scaling is on only if both SYNs offer it; §2.3: more than 14 means 14.
        if let (true, Some(shift)) = (self.config.window_scaling, syn.options.window_scale) {
            self.send_window.shift = shift.min(14);
            self.receive_window.shift = self.config.window_shift();
        }
    }

    /// Our SYN is acknowledged: the connection is open.
    pub(crate) fn open(&mut self, now: Time, event: StateEvent, syn_was_resent: bool) {
        self.enter(event);
        if syn_was_resent {
            self.rtt.syn_was_resent();
        }
        self.last_sent = now;
        let from = self.congestion.window();
        self.congestion.start(self.mss, syn_was_resent);
        self.cwnd_changed(from, CwndWhy::Started);
        self.restart_keep_alive(now);
        if self.close_requested {
            self.enter(StateEvent::Close);
        }
    }

    // Commands.

    /// Queues data to be sent and returns how many bytes there was room for, 0 when the send buffer is full.
    /// Before the connection is open data waits.
    ///
    /// # Errors
    /// [`SendError::Closing`] after [`close`](Self::close), [`SendError::Closed`] when the connection is over.
    pub fn send(&mut self, now: Time, data: &[u8]) -> Result<usize, SendError> {
        if self.state == State::Closed {
            return Err(SendError::Closed(self.failure));
        }
        if self.close_requested {
            return Err(SendError::Closing);
        }
        let taken = self.send_buffer.enqueue(data);
        if taken > 0 {
            self.start_user_timeout(now);
        }
        Ok(taken)
    }

    /// Takes up to `max` bytes that arrived in order. What arrived before a failure can still be read.
    pub fn recv(&mut self, _now: Time, max: usize) -> Vec<u8> {
        let data = self.receive_buffer.read(max);
        self.forget_urgent();
        let (next, room) = (self.rcv_nxt(), self.receive_buffer.room());
        let (capacity, mss) = (self.receive_buffer.capacity(), u32::from(self.config.mss));
        if !data.is_empty()
            && self.state.takes_data()
            && self.acks.due().is_none()
            && self
                .receive_window
                .deserves_update(next, room, capacity, mss)
        {
            self.acks.now(AckWhy::WindowUpdate);
        }
        data
    }

    /// Says that there is no more to send (RFC 9293 §3.10.4): a FIN follows what is queued. The peer may go on sending.
    /// Closing twice does nothing. A connection that is not open yet is given up if we opened it.
    pub fn close(&mut self, _now: Time) {
        if self.close_requested || self.state == State::Closed {
            return;
        }
        self.close_requested = true;
        match self.state {
            State::SynSent => {
                // RFC 9293 §3.10.4: what was queued is answered with an error.
                let failure = (self.send_buffer.len() > 0).then_some(Failure::Aborted);
                self.end(StateEvent::Close, failure);
            }
            // The FIN can't be told apart from the SYN by its acknowledgment alone: it waits.
            State::SynReceived => {}
            // LAST-ACK begins when the FIN goes out.
            State::CloseWait => {}
            _ => self.enter(StateEvent::Close),
        }
    }

    /// Ends the connection at once with a RST (RFC 9293 §3.10.5). Everything queued is lost.
    pub fn abort(&mut self, now: Time) {
        let tells_peer = matches!(
            self.state,
            State::SynReceived
                | State::Established
                | State::FinWait1
                | State::FinWait2
                | State::CloseWait
        );
        if self.state == State::Closed {
            return;
        }
        if tells_peer {
            let mut reset = self.header(self.acceptable_seq(), Flags::RST);
            reset.options.timestamps = self.timestamps.option(now).map(|(value, _)| (value, 0));
            self.reset_due = Some(reset);
        }
        self.end(StateEvent::Abort, Some(Failure::Aborted));
    }

    /// Changes the differentiated services code point of all segments from now on (RFC 9293 §3.9.1.9); of its 8 bits
    /// the lower 6 count.
    pub fn set_dscp(&mut self, dscp: u8) {
        self.config.dscp = dscp & 0x3f;
    }

    /// Sets Nagle's algorithm from now on; [`Nagle::Off`] is what TCP_NODELAY does (RFC 9293 §3.7.4, MUST-17: programs
    /// must be able to).
    pub fn set_nagle(&mut self, nagle: Nagle) {
        if self.config.nagle != nagle {
            self.config.nagle = nagle;
            self.events.push(TcpEvent::NagleSet { nagle });
        }
    }

    // Getters.

    /// The state.
    pub fn state(&self) -> State {
        self.state
    }
    /// Both ends.
    pub fn tuple(&self) -> FourTuple {
        self.tuple
    }
    /// The configuration it was made with, but for what was changed since.
    pub fn config(&self) -> &Config {
        &self.config
    }
    /// How many bytes [`recv`](Self::recv) could return.
    pub fn readable_len(&self) -> usize {
        self.receive_buffer.readable() as usize
    }
    /// How many bytes [`send`](Self::send) could take.
    pub fn send_room(&self) -> usize {
        let open = self.state != State::Closed && !self.close_requested;
        if open { self.send_buffer.room() } else { 0 }
    }
    /// How many bytes [`send`](Self::send) took that the peer has not acknowledged yet (Send-Q of `ss`).
    pub fn send_queue_len(&self) -> u32 {
        self.send_buffer.len()
    }
    /// Whether the peer has closed and everything it sent has been read: the end of the stream.
    pub fn peer_closed(&self) -> bool {
        self.fin_received && self.receive_buffer.readable() == 0
    }
    /// Whether the connection is over. A RST may still be waiting in `poll_transmit`.
    pub fn is_closed(&self) -> bool {
        self.state == State::Closed
    }
    /// How the connection failed, if it did.
    pub fn error(&self) -> Option<Failure> {
        self.failure
    }
    /// When `handle_timeout` wants to be called, if at all.
    pub fn poll_timeout(&self) -> Option<Time> {
        self.timers.next()
    }
    /// What was decided or noticed since the last call, oldest first.
    pub fn poll_event(&mut self) -> Option<TcpEvent> {
        self.events.pop()
    }

    // What the other files share.

    /// RCV.NXT: past the stream, and past the peer's FIN once it is reached.
    pub(crate) fn rcv_nxt(&self) -> Seq {
        self.receive_buffer.next() + u32::from(self.fin_received)
    }

    /// Queued bytes that have never been sent.
    pub fn unsent(&self) -> u32 {
        let end = self.send_buffer.end();
        // By the state: after 4 GiB the numbers come round to where the SYN was.
        let syn_waits = !self.state.is_synchronized() && self.snd_nxt == self.iss;
        if self.fin_sent || syn_waits {
            return if self.fin_sent {
                0
            } else {
                self.send_buffer.len()
            };
        }
        end.since(self.snd_nxt)
    }

    /// The sequence number for a segment that takes none: SND.NXT, unless a probe of a closed window has moved
    /// that past the window's end. From there the peer would drop it with its acknowledgment, and what the peer
    /// sends us would stall (Linux's `tcp_acceptable_seq`).
    pub(crate) fn acceptable_seq(&self) -> Seq {
        let edge = self.snd_una + self.send_window.size;
        if self.state.is_synchronized() && self.snd_nxt.after(edge) {
            edge
        } else {
            self.snd_nxt
        }
    }

    /// Takes the arrow of the state machine, if there is one.
    pub(crate) fn enter(&mut self, why: StateEvent) {
        let Some(to) = transition(self.state, why) else {
            debug_assert!(false, "{} does not take {why:?}", self.state);
            return;
        };
        self.events.push(TcpEvent::StateChanged {
            from: self.state,
            to,
            why,
        });
        self.state = to;
    }

    /// The connection is over: nothing more is sent or awaited.
    pub(crate) fn end(&mut self, why: StateEvent, failure: Option<Failure>) {
        self.enter(why);
        if let Some(failure) = failure {
            self.failure = Some(failure);
            self.events.push(TcpEvent::Failed(failure));
        }
        self.timers.stop_all();
        self.flight.clear();
        self.send_buffer.clear();
        self.snd_una = self.snd_nxt;
        self.fin_sent = true;
        self.challenge_due = None;
        self.acks.sent();
    }

    /// Enters TIME-WAIT's 2 MSL, or begins them anew.
    pub(crate) fn start_time_wait(&mut self, now: Time) {
        let until = now + self.config.msl * 2;
        self.timers.stop_all();
        self.timers.set(TimerKind::TimeWait, until);
        self.events.push(TcpEvent::TimeWaitStarted { until });
    }

    pub(crate) fn cwnd_changed(&mut self, from: u32, why: CwndWhy) {
        let to = self.congestion.window();
        if from != to {
            let ssthresh = self.congestion.threshold();
            self.events.push(TcpEvent::CwndChanged {
                from,
                to,
                ssthresh,
                why,
            });
        }
    }

    /// A header from us to the peer, without acknowledgment or window.
    pub(crate) fn header(&self, seq: Seq, flags: Flags) -> Header {
        Header {
            src_port: self.tuple.local.port(),
            dst_port: self.tuple.remote.port(),
            seq: seq.0,
            ack: 0,
            flags,
            window: 0,
            urgent: 0,
            options: Options::default(),
        }
    }
}

/// The window on our SYN, where it can't be scaled (RFC 7323 §2.2).
fn initial_receive_window(config: &Config) -> u32 {
    config.receive_buffer.min(u32::from(u16::MAX))
}
