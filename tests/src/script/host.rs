//! The host a scene plays with: at most one connection, and a listener if the scene wants one.

use std::collections::VecDeque;
use std::net::SocketAddrV4;

use hoplab_explain::name_of;
use hoplab_tcp::{
    Config, Endpoint, FourTuple, IcmpError, Listen, Seq, State, TcpEvent, TransmitReason, listen,
    reset_for,
};
use hoplab_units::{Span, Time};
use hoplab_wire::tcp::{Flags, Header};

use super::bytes::{self, HERE, PEER_PORT, PORT, THERE};
use super::numbers::{Numbering, relative, stream};

/// When every scene begins. Not zero: nothing may depend on the clock having just begun.
pub(super) const START: Time = Time::from_secs(100);
/// More than this at one moment is an endpoint that talks to itself.
const MOST_AT_ONCE: usize = 10_000;

/// A segment that went out and that no line of the scene has spoken of yet.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    pub(super) at: Time,
    pub(super) header: Header,
    pub(super) payload: Vec<u8>,
    /// `None` for what the host sends without a connection.
    pub(super) reason: Option<TransmitReason>,
}

pub(super) struct Host {
    pub(super) config: Config,
    pub(super) numbering: Numbering,
    pub(super) now: Time,
    pub(super) outbox: VecDeque<Sent>,
    /// What the endpoint told since the last input.
    pub(super) events: Vec<TcpEvent>,
    pub(super) endpoint: Option<Endpoint>,
    listening: bool,
    tag: u64,
    /// How much of our stream the endpoint has taken.
    taken: u64,
    /// How much of the peer's stream the program has read.
    read: u64,
}

impl Host {
    pub(super) fn new(config: Config, numbering: Numbering) -> Host {
        Host {
            config,
            numbering,
            now: START,
            outbox: VecDeque::new(),
            events: Vec::new(),
            endpoint: None,
            listening: false,
            tag: 0,
            taken: 0,
            read: 0,
        }
    }

    fn live(&mut self) -> Option<&mut Endpoint> {
        self.endpoint
            .as_mut()
            .filter(|endpoint| !endpoint.is_closed())
    }

    /// The connection's state; without one LISTEN or CLOSED.
    pub(super) fn state(&self) -> State {
        match &self.endpoint {
            Some(endpoint) if !endpoint.is_closed() => endpoint.state(),
            _ if self.listening => State::Listen,
            _ => State::Closed,
        }
    }

    pub(super) fn endpoint(&mut self) -> Result<&mut Endpoint, String> {
        self.endpoint
            .as_mut()
            .ok_or_else(|| "there has been no connection yet".to_owned())
    }

    fn tuple() -> FourTuple {
        FourTuple {
            local: SocketAddrV4::new(HERE, PORT),
            remote: SocketAddrV4::new(THERE, PEER_PORT),
        }
    }

    pub(super) fn listen(&mut self) {
        self.listening = true;
    }

    pub(super) fn connect(&mut self) -> Result<(), String> {
        if self.live().is_some() {
            return Err("there is a connection already".to_owned());
        }
        let iss = Seq(self.numbering.ours);
        (self.taken, self.read) = (0, 0);
        self.endpoint = Some(Endpoint::connect(self.config, Self::tuple(), iss, self.now));
        self.drain()
    }

    /// Who gets a segment: the connection (unless in TIME-WAIT it gives way to a new one), else the listener, else
    /// nobody, and then a RST answers.
    pub(super) fn arrive(&mut self, header: &Header, payload: &[u8]) -> Result<(), String> {
        let (now, listening) = (self.now, self.listening);
        if let Some(endpoint) = self.live() {
            if let Some(above) = endpoint.yields_to(header).filter(|_| listening) {
                // A new connection: from here on numbers count from its SYNs.
                self.numbering = Numbering {
                    ours: (above + 250_000).0,
                    theirs: header.seq,
                };
                return self.accept(header);
            }
            endpoint.handle_segment(now, header, payload);
            return self.drain();
        }
        if !listening {
            return self.answer(reset_for(header, payload.len()));
        }
        match listen(header, payload.len()) {
            Listen::Ignore => Ok(()),
            Listen::Reset(reset) => self.answer(Some(reset)),
            Listen::Accept => self.accept(header),
        }
    }

    fn accept(&mut self, syn: &Header) -> Result<(), String> {
        let iss = Seq(self.numbering.ours);
        (self.taken, self.read) = (0, 0);
        let endpoint = Endpoint::accept(self.config, Self::tuple(), iss, syn, self.now);
        self.endpoint = Some(endpoint);
        self.drain()
    }

    fn answer(&mut self, reset: Option<Header>) -> Result<(), String> {
        if let Some(header) = reset {
            self.put(header, Vec::new(), None)?;
        }
        Ok(())
    }

    /// Hands the endpoint the next `len` octets of our stream; how many it took.
    pub(super) fn send(
        &mut self,
        len: usize,
        urgent: bool,
    ) -> Result<Result<usize, String>, String> {
        let (now, data) = (self.now, stream(self.taken, len));
        let endpoint = self.endpoint()?;
        let result = if urgent {
            endpoint.send_urgent(now, &data)
        } else {
            endpoint.send(now, &data)
        };
        let taken = match result {
            Ok(taken) => taken,
            Err(error) => return Ok(Err(name_of(&error))),
        };
        self.taken += taken as u64;
        self.drain()?;
        Ok(Ok(taken))
    }

    /// Reads up to `max` octets, which must be those the peer sent; how many there were.
    pub(super) fn receive(&mut self, max: usize) -> Result<usize, String> {
        let now = self.now;
        let data = self.endpoint()?.recv(now, max);
        if data != stream(self.read, data.len()) {
            return Err("the bytes read are not those that were sent".to_owned());
        }
        self.read += data.len() as u64;
        self.drain()?;
        Ok(data.len())
    }

    pub(super) fn close(&mut self) -> Result<(), String> {
        let now = self.now;
        self.endpoint()?.close(now);
        self.drain()
    }

    pub(super) fn abort(&mut self) -> Result<(), String> {
        let now = self.now;
        self.endpoint()?.abort(now);
        self.drain()
    }

    pub(super) fn icmp(&mut self, error: IcmpError, seq: u32) -> Result<(), String> {
        let now = self.now;
        self.endpoint()?.handle_icmp(now, error, Seq(seq));
        self.drain()
    }

    /// Moves the clock on, running every timer at the moment it is due.
    pub(super) fn advance(&mut self, span: Span) -> Result<(), String> {
        let until = self.now + span;
        for _ in 0..MOST_AT_ONCE {
            let due = self.live().and_then(|endpoint| endpoint.poll_timeout());
            let Some(due) = due.filter(|due| *due <= until) else {
                self.now = until;
                return Ok(());
            };
            self.now = self.now.max(due);
            let now = self.now;
            if let Some(endpoint) = self.live() {
                endpoint.handle_timeout(now);
            }
            self.drain()?;
        }
        Err(format!(
            "{MOST_AT_ONCE} timers expired and there is no end to it"
        ))
    }

    /// Takes everything the endpoint has to send and to tell.
    fn drain(&mut self) -> Result<(), String> {
        for _ in 0..MOST_AT_ONCE {
            let (now, tag) = (self.now, self.tag);
            let Some(endpoint) = self.endpoint.as_mut() else {
                return Ok(());
            };
            let Some(transmit) = endpoint.poll_transmit(now, tag) else {
                self.events
                    .extend(core::iter::from_fn(|| endpoint.poll_event()));
                return Ok(());
            };
            self.tag += 1;
            self.put(transmit.header, transmit.payload, Some(transmit.reason))?;
        }
        Err(format!(
            "{MOST_AT_ONCE} segments sent and there is no end to it"
        ))
    }

    fn put(
        &mut self,
        header: Header,
        payload: Vec<u8>,
        reason: Option<TransmitReason>,
    ) -> Result<(), String> {
        let read_back = bytes::there_and_back(&header, &payload)?;
        if (header.src_port, header.dst_port) != (PORT, PEER_PORT) {
            return Err("the segment sent has wrong ports".to_owned());
        }
        self.check_data(&header, &payload)?;
        self.outbox.push_back(Sent {
            at: self.now,
            header: read_back,
            payload,
            reason,
        });
        Ok(())
    }

    /// Every octet sent must be the one that stands there in our stream.
    fn check_data(&self, header: &Header, payload: &[u8]) -> Result<(), String> {
        if payload.is_empty() {
            return Ok(());
        }
        let at = header.seq.wrapping_add(bytes::syn_len(header.flags));
        let offset = relative(at, self.numbering.ours) - 1;
        let right = u64::try_from(offset).map(|offset| stream(offset, payload.len()));
        if right.is_ok_and(|right| right == payload) {
            Ok(())
        } else {
            Err(format!(
                "the data sent at seq {} is not what the program wrote there",
                offset + 1
            ))
        }
    }

    /// The header and the data of a segment from the peer that begins at `seq`.
    pub(super) fn peer_data(&self, seq: u32, flags: Flags, len: usize) -> Vec<u8> {
        let at = seq.wrapping_add(bytes::syn_len(flags));
        let offset = relative(at, self.numbering.theirs) - 1;
        // Before the stream begins anything may stand: it must never be read.
        u64::try_from(offset).map_or_else(|_| vec![0xff; len], |offset| stream(offset, len))
    }
}
