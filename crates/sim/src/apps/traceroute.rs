//! traceroute: which routers are on the way, by echo requests whose TTL runs out at each in turn (as
//! `traceroute -I`).
//!
//! Requests of several hops are under way at once, and the sequence number tells which is which. The row of a
//! hop is told once all its requests are answered or given up, and all rows before it are told.

use core::fmt;
use core::net::Ipv4Addr;

use hoplab_units::{Span, Time, count};
use serde::{Deserialize, Serialize};

use super::client::Client;
use super::defect::{SpecDefect, require_between};
use super::event::AppEvent;
use super::failure::ClientError;
use super::ping::{Millis, check_wait};
use super::screen::Screen;
use super::spec::{Carrier, Field, Settings, TO};
use super::target::Target;
use super::{AppKind, AppSummary};
use crate::event::{SocketError, SocketProtocol};
use crate::ids::SocketId;
use crate::program::{Input, Program, Sys, Timer};

/// What traceroute is to do.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TracerouteSpec {
    /// What a person calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where the way leads.
    pub to: Target,
    /// Where it stops looking, 1 to 64 hops; 30 unless told otherwise.
    #[serde(default = "default_max_hops")]
    pub max_hops: u8,
    /// Requests a hop, 1 to 10; 3 unless told otherwise.
    #[serde(default = "default_probes")]
    pub probes: u8,
    /// How long it waits for an answer, 10 ms to 1 min; 1 s unless told otherwise.
    #[serde(default = "default_timeout")]
    pub timeout: Span,
}

const fn default_max_hops() -> u8 {
    30
}
const fn default_probes() -> u8 {
    3
}
const fn default_timeout() -> Span {
    Span::from_secs(1)
}

impl TracerouteSpec {
    /// The most hops.
    pub const MAX_HOPS: u8 = 64;
    /// The most requests a hop.
    pub const MAX_PROBES: u8 = 10;

    /// Traceroute with its usual settings.
    pub fn new(to: Target) -> TracerouteSpec {
        TracerouteSpec {
            name: None,
            to,
            max_hops: default_max_hops(),
            probes: default_probes(),
            timeout: default_timeout(),
        }
    }
}

impl Settings for TracerouteSpec {
    const FORM: Option<&'static [Field]> = Some(&[TO]);
    const CARRIER: Carrier = Carrier::Own(&[SocketProtocol::Icmp]);

    fn summary(&self, kind: AppKind) -> AppSummary {
        kind.turning_to(&self.name, &self.to)
    }

    fn check(&self) -> Result<(), SpecDefect> {
        self.to.check("to")?;
        let hops = (1..=TracerouteSpec::MAX_HOPS).contains(&self.max_hops);
        require_between(hops, "max_hops", "1", "64")?;
        let probes = (1..=TracerouteSpec::MAX_PROBES).contains(&self.probes);
        require_between(probes, "probes", "1", "10")?;
        check_wait("timeout", self.timeout)
    }
}

/// What became of one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each variant's sentence tells of its fields")]
pub enum Probe {
    /// Not sent yet.
    Unsent,
    /// No answer yet.
    Waiting { since: Time },
    /// A router at which its TTL ran out says so.
    Hop { from: Ipv4Addr, after: Span },
    /// The destination answered.
    Reached { from: Ipv4Addr, after: Span },
    /// Somebody reports that it cannot be delivered.
    Undelivered {
        from: Ipv4Addr,
        after: Span,
        error: SocketError,
    },
    /// No answer within the time it waits: `*`.
    Silent,
}

impl Probe {
    /// Who answered, and after how long.
    pub const fn answer(self) -> Option<(Ipv4Addr, Span)> {
        match self {
            Probe::Unsent | Probe::Waiting { .. } | Probe::Silent => None,
            Probe::Hop { from, after }
            | Probe::Reached { from, after }
            | Probe::Undelivered { from, after, .. } => Some((from, after)),
        }
    }

    const fn is_open(self) -> bool {
        matches!(self, Probe::Unsent | Probe::Waiting { .. })
    }

    /// Whether the way ends here: what is asked beyond learns nothing more.
    const fn ends(self) -> bool {
        matches!(self, Probe::Reached { .. } | Probe::Undelivered { .. })
    }
}

/// One row: what the requests of one TTL found.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct TraceHop {
    /// The TTL.
    pub ttl: u8,
    /// The requests, in the order they were sent.
    pub probes: Vec<Probe>,
}

/// As traceroute prints it: an address again only where it differs from the one before it.
impl fmt::Display for TraceHop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:2} ", self.ttl)?;
        let mut last = None;
        for probe in &self.probes {
            let Some((from, after)) = probe.answer() else {
                f.write_str(" *")?;
                continue;
            };
            if last.replace(from) != Some(from) {
                write!(f, " {from}")?;
            }
            write!(f, "  {} ms", Millis(after))?;
            if let Probe::Undelivered { error, .. } = probe {
                write!(f, " {}", flag(*error))?;
            }
        }
        Ok(())
    }
}

/// The mark traceroute prints behind the time of an answer that ends the way.
fn flag(error: SocketError) -> &'static str {
    match error {
        SocketError::NetUnreachable => "!N",
        SocketError::ProtocolUnreachable => "!P",
        SocketError::TooBig { .. } => "!F",
        _ => "!H",
    }
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TraceEnd {
    /// At the destination.
    Reached,
    /// At a node that knows no way on.
    Undelivered,
    /// At the most hops it looks for.
    MaxHops,
}

/// What traceroute learnt.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each variant's sentence tells of its fields")]
pub enum TracerouteEvent {
    /// It begins.
    Started { to: Ipv4Addr, max_hops: u8 },
    /// A row is complete.
    Hop(TraceHop),
    /// It is done after so many rows.
    Done { hops: u8, end: TraceEnd },
    /// It could not go on.
    Failed { error: SocketError },
}

impl fmt::Display for TracerouteEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TracerouteEvent::Started { to, max_hops } => {
                write!(f, "traceroute to {to}, {max_hops} hops max")
            }
            TracerouteEvent::Hop(hop) => hop.fmt(f),
            TracerouteEvent::Done { hops, end } => match end {
                TraceEnd::Reached => write!(f, "the destination is {} away", count(*hops, "hop")),
                TraceEnd::Undelivered => write!(f, "the way ends after {}", count(*hops, "hop")),
                TraceEnd::MaxHops => write!(f, "not reached within {}", count(*hops, "hop")),
            },
            TracerouteEvent::Failed { error } => write!(f, "traceroute gives up: {error}"),
        }
    }
}

/// What traceroute shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TracerouteScreen {
    /// Where it was told to look.
    pub to: Target,
    /// The address that has, once it is known.
    pub address: Option<Ipv4Addr>,
    /// Where it stops looking.
    pub max_hops: u8,
    /// A row a hop, those included whose answers are still awaited; never one behind the end of the way.
    pub hops: Vec<TraceHop>,
    /// How many rows, from the first, are complete.
    pub complete: u8,
    /// How it ended, once it has.
    pub end: Option<TraceEnd>,
    /// Why it could not begin or go on.
    pub trouble: Option<ClientError>,
}

/// The program.
#[derive(Clone, Debug)]
pub(crate) struct Traceroute {
    spec: TracerouteSpec,
    screen: TracerouteScreen,
    socket: Option<SocketId>,
    /// How many requests went out; the next one's sequence number is one more.
    sent: u16,
    /// Whether a timer for the next request runs.
    pacing: bool,
}

impl Traceroute {
    /// How many hops' requests may wait for their answers at once.
    const HOPS_AT_ONCE: u16 = 3;
    /// The time from one request to the next.
    const PACE: Span = Span::from_millis(10);
    /// The token of the timer for the next request; a request's own is its sequence number.
    const NEXT: u32 = 0;

    pub(crate) fn new(spec: TracerouteSpec) -> Traceroute {
        let screen = TracerouteScreen {
            to: spec.to.clone(),
            address: None,
            max_hops: spec.max_hops,
            hops: Vec::new(),
            complete: 0,
            end: None,
            trouble: None,
        };
        Traceroute {
            spec,
            screen,
            socket: None,
            sent: 0,
            pacing: false,
        }
    }

    /// The last row that needs asking for, as far as is known.
    fn last_row(&self) -> u8 {
        let ends = |hop: &&TraceHop| hop.probes.iter().any(|probe| probe.ends());
        let end = self.screen.hops.iter().find(ends);
        end.map_or(self.spec.max_hops, |hop| hop.ttl)
    }

    /// Where a request stands: its row and its place there, counted from 0.
    fn place(&self, seq: u16) -> Option<(usize, usize)> {
        let number = usize::from(seq.checked_sub(1)?);
        let probes = usize::from(self.spec.probes);
        Some((number / probes, number % probes))
    }

    fn probe_mut(&mut self, seq: u16) -> Option<&mut Probe> {
        let (row, place) = self.place(seq)?;
        self.screen.hops.get_mut(row)?.probes.get_mut(place)
    }

    /// Sends the next request, if one is due and not too many are under way.
    fn probe(&mut self, sys: &mut Sys<'_>) {
        let (Some(socket), Some(to)) = (self.socket, self.screen.address) else {
            return;
        };
        let waiting = |probe: &&Probe| matches!(probe, Probe::Waiting { .. });
        let open = (self.screen.hops.iter())
            .flat_map(|hop| hop.probes.iter())
            .filter(waiting)
            .count();
        let room = usize::from(u16::from(self.spec.probes) * Traceroute::HOPS_AT_ONCE);
        let wanted = u16::from(self.last_row()) * u16::from(self.spec.probes);
        if self.pacing || self.sent >= wanted || open >= room {
            return;
        }
        let seq = self.sent + 1;
        let ttl = (self.sent / u16::from(self.spec.probes)) as u8 + 1;
        // 32 bytes of data, as traceroute sends: each its own place.
        let data: [u8; 32] = core::array::from_fn(|at| at as u8);
        if let Err(error) = sys.send_echo(socket, to, ttl, seq, &data) {
            return self.give_up(sys, ClientError::Socket(error));
        }
        self.sent = seq;
        if usize::from(ttl) > self.screen.hops.len() {
            let probes = vec![Probe::Unsent; usize::from(self.spec.probes)];
            self.screen.hops.push(TraceHop { ttl, probes });
        }
        let since = sys.now();
        if let Some(probe) = self.probe_mut(seq) {
            *probe = Probe::Waiting { since };
        }
        sys.set_timer_for(self.spec.timeout, Timer(u32::from(seq)));
        sys.set_timer_for(Traceroute::PACE, Timer(Traceroute::NEXT));
        self.pacing = true;
    }

    /// A request's fate is known: `fate` makes it of the time the answer took.
    fn settle(&mut self, sys: &mut Sys<'_>, seq: u16, fate: impl FnOnce(Span) -> Probe) {
        let now = sys.now();
        let Some(probe) = self.probe_mut(seq) else {
            return;
        };
        // What comes after its request was given up is not awaited any more.
        let Probe::Waiting { since } = *probe else {
            return;
        };
        *probe = fate(now.since(since));
        // What was asked beyond the end of the way shows nothing but the end again.
        let rows = usize::from(self.last_row());
        self.screen.hops.truncate(rows);
        self.tell_rows(sys);
        self.probe(sys);
    }

    fn tell_rows(&mut self, sys: &mut Sys<'_>) {
        while let Some(hop) = self.screen.hops.get(usize::from(self.screen.complete)) {
            if hop.probes.iter().any(|probe| probe.is_open()) {
                return;
            }
            self.screen.complete += 1;
            let ends = hop.probes.iter().copied().find(|probe| probe.ends());
            let hops = hop.ttl;
            tell(sys, TracerouteEvent::Hop(hop.clone()));
            let end = match ends {
                Some(Probe::Reached { .. }) => TraceEnd::Reached,
                Some(_) => TraceEnd::Undelivered,
                None if hops == self.spec.max_hops => TraceEnd::MaxHops,
                None => continue,
            };
            self.screen.end = Some(end);
            tell(sys, TracerouteEvent::Done { hops, end });
            return sys.exit();
        }
    }
}

fn tell(sys: &mut Sys<'_>, event: TracerouteEvent) {
    sys.record_app(AppEvent::Traceroute(event));
}

impl Client for Traceroute {
    fn begin(&mut self, sys: &mut Sys<'_>, to: Ipv4Addr) -> Result<(), SocketError> {
        self.screen.address = Some(to);
        self.socket = Some(sys.icmp()?);
        let max_hops = self.spec.max_hops;
        tell(sys, TracerouteEvent::Started { to, max_hops });
        self.probe(sys);
        Ok(())
    }

    fn give_up(&mut self, sys: &mut Sys<'_>, error: ClientError) {
        self.screen.trouble = Some(error);
        if let ClientError::Socket(error) = error {
            tell(sys, TracerouteEvent::Failed { error });
        }
        sys.exit();
    }
}

impl Program for Traceroute {
    fn screen(&self, _now: Time) -> Option<Screen> {
        Some(Screen::Traceroute(self.screen.clone()))
    }

    fn start(&mut self, sys: &mut Sys<'_>) {
        sys.resolve(&self.spec.to, 0);
    }

    fn handle(&mut self, sys: &mut Sys<'_>, _socket: Option<SocketId>, input: Input<'_>) {
        match input {
            Input::Resolved { result, .. } => self.resolved(sys, result),
            Input::Pong { from, seq, .. } if Some(from) == self.screen.address => {
                self.settle(sys, seq, |after| Probe::Reached { from, after });
            }
            Input::PingFailed { from, seq, error } => self.settle(sys, seq, |after| match error {
                SocketError::TtlExceeded => Probe::Hop { from, after },
                error => Probe::Undelivered { from, after, error },
            }),
            Input::Timer(Timer(Traceroute::NEXT)) => {
                self.pacing = false;
                self.probe(sys);
            }
            Input::Timer(Timer(seq)) => self.settle(sys, seq as u16, |_| Probe::Silent),
            _ => {}
        }
    }
}
