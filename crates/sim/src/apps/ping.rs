//! ping: ICMP echo requests to one host (RFC 792), and what came back of them.

use core::fmt;
use core::net::Ipv4Addr;

use hoplab_units::{Span, Time};
use serde::{Deserialize, Serialize};

use super::client::Client;
use super::defect::{SpecDefect, SpecWhy, require, require_between};
use super::event::AppEvent;
use super::failure::ClientError;
use super::screen::Screen;
use super::spec::{Ask, Carrier, Field, Settings, TO, field};
use super::target::Target;
use super::told::Told;
use super::{AppKind, AppSummary};
use crate::event::{SocketError, SocketProtocol};
use crate::ids::SocketId;
use crate::program::{Input, Program, Sys, Timer};

/// What ping is to do.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PingSpec {
    /// What a person calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whom it asks.
    pub to: Target,
    /// How many requests it sends, 1 to 1000; 4 unless told otherwise.
    #[serde(default = "default_count")]
    pub count: u16,
    /// The time from one request to the next, 10 ms to 1 min; 200 ms unless told otherwise.
    #[serde(default = "default_interval")]
    pub interval: Span,
    /// How long it waits for an answer, 10 ms to 1 min; 1 s unless told otherwise.
    #[serde(default = "default_timeout")]
    pub timeout: Span,
    /// Bytes of data in a request, at most 1472, which fill an Ethernet frame; 56 unless told otherwise.
    #[serde(default = "default_bytes")]
    pub bytes: u16,
    /// How many routers may pass a request on, and one more; 64 unless told otherwise.
    #[serde(default = "default_ttl")]
    pub ttl: u8,
}

const fn default_count() -> u16 {
    4
}
const fn default_interval() -> Span {
    Span::from_millis(200)
}
const fn default_timeout() -> Span {
    Span::from_secs(1)
}
const fn default_bytes() -> u16 {
    56
}
const fn default_ttl() -> u8 {
    64
}

impl PingSpec {
    /// The most requests.
    pub const MAX_COUNT: u16 = 1000;
    /// The most bytes of data in one: with IP and ICMP headers they make 1500.
    pub const MAX_BYTES: u16 = 1472;

    /// Ping with its usual settings.
    pub fn new(to: Target) -> PingSpec {
        PingSpec {
            name: None,
            to,
            count: default_count(),
            interval: default_interval(),
            timeout: default_timeout(),
            bytes: default_bytes(),
            ttl: default_ttl(),
        }
    }
}

impl Settings for PingSpec {
    const FORM: Option<&'static [Field]> = Some(&[TO, field("count", Ask::Number, "4")]);
    const CARRIER: Carrier = Carrier::Own(&[SocketProtocol::Icmp]);

    fn summary(&self, kind: AppKind) -> AppSummary {
        kind.turning_to(&self.name, &self.to)
    }

    fn check(&self) -> Result<(), SpecDefect> {
        self.to.check("to")?;
        let counts = (1..=PingSpec::MAX_COUNT).contains(&self.count);
        require_between(counts, "count", "1", "1000")?;
        check_wait("interval", self.interval)?;
        check_wait("timeout", self.timeout)?;
        let fits = self.bytes <= PingSpec::MAX_BYTES;
        require(
            fits,
            "bytes",
            SpecWhy::EchoTooLong {
                most: PingSpec::MAX_BYTES,
            },
        )?;
        require(self.ttl > 0, "ttl", SpecWhy::TtlZero)
    }
}

/// Whether a program can wait for so long.
pub(super) fn check_wait(field: &'static str, wait: Span) -> Result<(), SpecDefect> {
    let fits = (Span::from_millis(10)..=Span::from_secs(60)).contains(&wait);
    require_between(fits, field, "10ms", "1min")
}

/// What ping learnt. Sequence numbers count from 1.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each variant's sentence tells of its fields")]
pub enum PingEvent {
    /// It begins, with so many bytes of data in each request.
    Started { to: Ipv4Addr, bytes: u16 },
    /// An answer: how many bytes of ICMP, from whom, its TTL when it came in, and how long the round trip took.
    /// `duplicate`: this request was answered before. `late`: it had been given up.
    Reply {
        seq: u16,
        from: Ipv4Addr,
        bytes: u16,
        ttl: u8,
        after: Span,
        duplicate: bool,
        late: bool,
    },
    /// `from` reports that a request came no further: by ICMP, Destination Unreachable or Time Exceeded.
    Undelivered {
        seq: u16,
        from: Ipv4Addr,
        error: SocketError,
    },
    /// The host itself could not send a request.
    NotSent { seq: u16, error: SocketError },
    /// No answer within the time it waits.
    TimedOut { seq: u16 },
    /// It is done.
    Done(PingTotals),
    /// It could not begin.
    Failed { error: SocketError },
}

/// The summary ping prints at its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct PingTotals {
    /// Requests that were to be sent so far.
    pub sent: u16,
    /// Requests that were answered.
    pub received: u16,
    /// Answers to requests that were answered before.
    pub duplicates: u16,
    /// Answers that came after their request was given up; they count as received.
    pub late: u16,
    /// Requests that somebody reported as undeliverable, or that could not be sent.
    pub errors: u16,
    /// Round-trip times, if anything was answered.
    pub times: Option<PingTimes>,
}

/// Round-trip times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct PingTimes {
    /// The shortest.
    pub min: Span,
    /// Their mean.
    pub avg: Span,
    /// The longest.
    pub max: Span,
    /// How much they vary: the standard deviation, which ping calls mdev, in whole microseconds.
    pub mdev: Span,
}

impl PingTotals {
    /// The share of requests that were not answered, in tenths of a percent.
    pub fn loss_per_mille(&self) -> u16 {
        let lost = u32::from(self.sent.saturating_sub(self.received));
        (lost * 1000 / u32::from(self.sent.max(1))) as u16
    }
}

/// A span in milliseconds with three decimals, as ping writes it.
pub(super) struct Millis(pub(super) Span);

impl fmt::Display for Millis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let micros = self.0.as_nanos() / 1000;
        write!(f, "{}.{:03}", micros / 1000, micros % 1000)
    }
}

/// An ICMP report in the words of ping.
pub(super) fn report(error: SocketError) -> String {
    match error {
        SocketError::TtlExceeded => "Time to live exceeded".to_owned(),
        SocketError::HostUnreachable => "Destination Host Unreachable".to_owned(),
        SocketError::NetUnreachable => "Destination Net Unreachable".to_owned(),
        SocketError::PortUnreachable => "Destination Port Unreachable".to_owned(),
        SocketError::ProtocolUnreachable => "Destination Protocol Unreachable".to_owned(),
        SocketError::TooBig { mtu } => format!("Frag needed and DF set (mtu = {mtu})"),
        SocketError::NoRoute => "Network is unreachable".to_owned(),
        other => other.to_string(),
    }
}

impl fmt::Display for PingEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PingEvent::Started { to, bytes } => {
                write!(f, "PING {to} {bytes}({}) bytes of data", bytes + 28)
            }
            PingEvent::Reply {
                seq,
                from,
                bytes,
                ttl,
                after,
                duplicate,
                late,
            } => {
                let time = Millis(*after);
                write!(
                    f,
                    "{bytes} bytes from {from}: icmp_seq={seq} ttl={ttl} time={time} ms"
                )?;
                f.write_str(if *duplicate { " (DUP!)" } else { "" })?;
                f.write_str(if *late { " (late)" } else { "" })
            }
            PingEvent::Undelivered { seq, from, error } => {
                write!(f, "From {from} icmp_seq={seq} {}", report(*error))
            }
            PingEvent::NotSent { seq, error } => {
                write!(f, "icmp_seq={seq} not sent: {}", report(*error))
            }
            PingEvent::TimedOut { seq } => write!(f, "no answer yet for icmp_seq={seq}"),
            PingEvent::Done(totals) => totals.fmt(f),
            PingEvent::Failed { error } => write!(f, "ping gives up: {error}"),
        }
    }
}

impl fmt::Display for PingTotals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sent, received) = (self.sent, self.received);
        write!(f, "{sent} packets transmitted, {received} received")?;
        if self.duplicates > 0 {
            write!(f, ", +{} duplicates", self.duplicates)?;
        }
        if self.errors > 0 {
            write!(f, ", +{} errors", self.errors)?;
        }
        let loss = self.loss_per_mille();
        write!(f, ", {}", loss / 10)?;
        if !loss.is_multiple_of(10) {
            write!(f, ".{}", loss % 10)?;
        }
        f.write_str("% packet loss")?;
        if let Some(times) = self.times {
            let [min, avg, max, mdev] = [times.min, times.avg, times.max, times.mdev].map(Millis);
            write!(f, ", rtt min/avg/max/mdev = {min}/{avg}/{max}/{mdev} ms")?;
        }
        Ok(())
    }
}

/// What ping shows: what it prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PingScreen {
    /// Whom it was told to ask.
    pub to: Target,
    /// The address that has, once it is known.
    pub address: Option<Ipv4Addr>,
    /// Oldest first, at most [`PingScreen::MAX_LINES`].
    pub lines: Vec<PingLine>,
    /// So far, or in the end.
    pub totals: PingTotals,
    /// Whether it has printed its summary.
    pub done: bool,
    /// Why it could not begin.
    pub trouble: Option<ClientError>,
}

/// A line it printed.
pub type PingLine = Told<PingEvent>;

impl PingScreen {
    /// Older lines go.
    pub const MAX_LINES: usize = 100;

    fn tell(&mut self, sys: &mut Sys<'_>, event: PingEvent) {
        Told::put(
            &mut self.lines,
            PingScreen::MAX_LINES,
            sys.now(),
            event.clone(),
        );
        sys.record_app(AppEvent::Ping(event));
    }
}

/// What is known of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Waiting,
    Answered,
    Undelivered,
    GivenUp,
}

/// The program.
#[derive(Clone, Debug)]
pub(crate) struct Ping {
    spec: PingSpec,
    screen: PingScreen,
    socket: Option<SocketId>,
    /// When each request went out and what became of it; the first has sequence number 1.
    requests: Vec<(Time, Fate)>,
    times: Times,
}

impl Ping {
    /// The token of the timer for the next request; a request's own is its sequence number.
    const NEXT: u32 = 0;

    pub(crate) fn new(spec: PingSpec) -> Ping {
        let screen = PingScreen {
            to: spec.to.clone(),
            address: None,
            lines: Vec::new(),
            totals: PingTotals::default(),
            done: false,
            trouble: None,
        };
        Ping {
            spec,
            screen,
            socket: None,
            requests: Vec::new(),
            times: Times::default(),
        }
    }

    fn request(&mut self, sys: &mut Sys<'_>) {
        let (Some(socket), Some(to)) = (self.socket, self.screen.address) else {
            return;
        };
        self.requests.push((sys.now(), Fate::Waiting));
        let seq = self.requests.len() as u16;
        self.screen.totals.sent = seq;
        // As ping fills it: each byte is its own place.
        let data: Vec<u8> = (0..self.spec.bytes).map(|at| at as u8).collect();
        match sys.send_echo(socket, to, self.spec.ttl, seq, &data) {
            Ok(()) => sys.set_timer_for(self.spec.timeout, Timer(u32::from(seq))),
            Err(error) => {
                self.settle(seq, Fate::Undelivered);
                self.screen.totals.errors += 1;
                self.screen.tell(sys, PingEvent::NotSent { seq, error });
            }
        }
        if seq < self.spec.count {
            sys.set_timer_for(self.spec.interval, Timer(Ping::NEXT));
        } else {
            self.end_if_done(sys);
        }
    }

    fn settle(&mut self, seq: u16, fate: Fate) {
        if let Some(request) = self.requests.get_mut(usize::from(seq).wrapping_sub(1)) {
            request.1 = fate;
        }
    }

    fn fate(&self, seq: u16) -> Option<(Time, Fate)> {
        self.requests.get(usize::from(seq).wrapping_sub(1)).copied()
    }

    fn reply(&mut self, sys: &mut Sys<'_>, (from, seq, ttl): (Ipv4Addr, u16, u8), data: usize) {
        let Some((sent, fate)) = self.fate(seq) else {
            return;
        };
        let after = sys.now().since(sent);
        let (duplicate, late) = (fate == Fate::Answered, fate == Fate::GivenUp);
        let totals = &mut self.screen.totals;
        if duplicate {
            totals.duplicates = totals.duplicates.saturating_add(1);
        } else {
            totals.received += 1;
            totals.late += u16::from(late);
            self.times.add(after);
            totals.times = self.times.summary();
            self.settle(seq, Fate::Answered);
        }
        let bytes = data as u16 + hoplab_wire::icmp::HEADER_LEN as u16;
        self.screen.tell(
            sys,
            PingEvent::Reply {
                seq,
                from,
                bytes,
                ttl,
                after,
                duplicate,
                late,
            },
        );
        self.end_if_done(sys);
    }

    fn undelivered(&mut self, sys: &mut Sys<'_>, from: Ipv4Addr, seq: u16, error: SocketError) {
        let Some((_, Fate::Waiting | Fate::GivenUp)) = self.fate(seq) else {
            return;
        };
        self.settle(seq, Fate::Undelivered);
        self.screen.totals.errors += 1;
        self.screen
            .tell(sys, PingEvent::Undelivered { seq, from, error });
        self.end_if_done(sys);
    }

    fn timer(&mut self, sys: &mut Sys<'_>, token: u32) {
        if token == Ping::NEXT {
            return self.request(sys);
        }
        let seq = token as u16;
        if let Some((_, Fate::Waiting)) = self.fate(seq) {
            self.settle(seq, Fate::GivenUp);
            self.screen.tell(sys, PingEvent::TimedOut { seq });
            self.end_if_done(sys);
        }
    }

    fn end_if_done(&mut self, sys: &mut Sys<'_>) {
        let all = self.requests.len() == usize::from(self.spec.count);
        let waits = |(_, fate): &(Time, Fate)| *fate == Fate::Waiting;
        if all && !self.screen.done && !self.requests.iter().any(waits) {
            self.screen.done = true;
            let totals = self.screen.totals;
            self.screen.tell(sys, PingEvent::Done(totals));
            sys.exit();
        }
    }
}

impl Client for Ping {
    fn begin(&mut self, sys: &mut Sys<'_>, to: Ipv4Addr) -> Result<(), SocketError> {
        self.screen.address = Some(to);
        self.socket = Some(sys.icmp()?);
        let bytes = self.spec.bytes;
        self.screen.tell(sys, PingEvent::Started { to, bytes });
        self.request(sys);
        Ok(())
    }

    fn give_up(&mut self, sys: &mut Sys<'_>, error: ClientError) {
        self.screen.trouble = Some(error);
        if let ClientError::Socket(error) = error {
            self.screen.tell(sys, PingEvent::Failed { error });
        }
        sys.exit();
    }
}

impl Program for Ping {
    fn screen(&self, _now: Time) -> Option<Screen> {
        Some(Screen::Ping(self.screen.clone()))
    }

    fn start(&mut self, sys: &mut Sys<'_>) {
        sys.resolve(&self.spec.to, 0);
    }

    fn handle(&mut self, sys: &mut Sys<'_>, _socket: Option<SocketId>, input: Input<'_>) {
        match input {
            Input::Resolved { result, .. } => self.resolved(sys, result),
            Input::Pong {
                from,
                seq,
                ttl,
                data,
            } if Some(from) == self.screen.address => {
                self.reply(sys, (from, seq, ttl), data.len());
            }
            Input::PingFailed { from, seq, error } => self.undelivered(sys, from, seq, error),
            Input::Timer(Timer(token)) => self.timer(sys, token),
            _ => {}
        }
    }
}

/// Sums from which the summary is made. A thousand round trips of two minutes at most leave room in 64 bits.
#[derive(Clone, Debug, Default)]
struct Times {
    count: u64,
    min: Span,
    max: Span,
    sum: Span,
    micros: u64,
    squares: u64,
}

impl Times {
    fn add(&mut self, time: Span) {
        self.min = if self.count == 0 {
            time
        } else {
            self.min.min(time)
        };
        self.max = self.max.max(time);
        self.sum += time;
        let micros = time.as_nanos() / 1000;
        self.micros = self.micros.saturating_add(micros);
        self.squares = (self.squares).saturating_add(micros.saturating_mul(micros));
        self.count += 1;
    }

    fn summary(&self) -> Option<PingTimes> {
        let count = self.count;
        if count == 0 {
            return None;
        }
        let mean = self.micros / count;
        let variance = (self.squares / count).saturating_sub(mean.saturating_mul(mean));
        Some(PingTimes {
            min: self.min,
            avg: self.sum.div(count),
            max: self.max,
            mdev: Span::from_micros(variance.isqrt()),
        })
    }
}
