//! [`Pair`]: a client and a server with a link between them that delays, and loses, repeats or reorders as told.

use std::net::{Ipv4Addr, SocketAddrV4};

use hoplab_units::{Span, Time};
use hoplab_wire::tcp::{Flags, Header};

use crate::{
    Config, Endpoint, FourTuple, Listen, Nagle, RetransmitWhy, Seq, State, TcpEvent, Transmit,
    TransmitReason, listen, reset_for,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Client,
    Server,
}

/// What the link does with a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Pass,
    Lose,
    Late(Span),
    Twice,
}

/// A segment that was sent, whatever became of it.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) at: Time,
    pub(crate) from: Side,
    pub(crate) transmit: Transmit,
}

impl Sent {
    pub(crate) fn has(&self, flags: Flags) -> bool {
        self.transmit.header.flags.contains(flags)
    }
    pub(crate) fn resent_because(&self) -> Option<RetransmitWhy> {
        match self.transmit.reason {
            TransmitReason::Retransmit { why, .. } => Some(why),
            _ => None,
        }
    }
}

struct UnderWay {
    at: Time,
    to: Side,
    header: Header,
    payload: Vec<u8>,
}

/// One program's end: what it still has to say and what it has heard.
pub(crate) struct Host {
    pub(crate) endpoint: Option<Endpoint>,
    pub(crate) to_send: Vec<u8>,
    pub(crate) received: Vec<u8>,
    /// Whether the program reads at once.
    pub(crate) reads: bool,
    /// Whether it closes once everything is queued.
    pub(crate) closes: bool,
    /// Whether it closes when the peer has.
    pub(crate) closes_after_peer: bool,
    pub(crate) events: Vec<(Time, TcpEvent)>,
    config: Config,
}

pub(crate) struct Pair {
    pub(crate) now: Time,
    pub(crate) delay: Span,
    pub(crate) client: Host,
    pub(crate) server: Host,
    /// Whether anyone listens at the server.
    pub(crate) listening: bool,
    pub(crate) server_iss: Seq,
    pub(crate) sent: Vec<Sent>,
    pub(crate) fate: Box<dyn FnMut(&Sent) -> Fate>,
    under_way: Vec<UnderWay>,
}

/// TCP as in 1990: without SACK, timestamps, limited transmit and Nagle's algorithm, so that a test of the
/// mechanisms below them sees them alone. What is on top has tests of its own, with [`Config::default`].
pub(crate) fn bare() -> Config {
    Config {
        sack: false,
        timestamps: false,
        limited_transmit: false,
        nagle: Nagle::Off,
        ..Config::default()
    }
}

pub(crate) fn tuple() -> FourTuple {
    FourTuple {
        local: SocketAddrV4::new(Ipv4Addr::new(10, 0, 0, 1), 49_152),
        remote: SocketAddrV4::new(Ipv4Addr::new(10, 0, 0, 2), 80),
    }
}

fn turned(tuple: FourTuple) -> FourTuple {
    FourTuple {
        local: tuple.remote,
        remote: tuple.local,
    }
}

impl Host {
    fn new(config: Config, endpoint: Option<Endpoint>) -> Host {
        Host {
            endpoint,
            to_send: Vec::new(),
            received: Vec::new(),
            reads: true,
            closes: false,
            closes_after_peer: true,
            events: Vec::new(),
            config,
        }
    }

    /// The program's turn: says and reads what it can.
    fn act(&mut self, now: Time) {
        let Some(endpoint) = &mut self.endpoint else {
            return;
        };
        if !self.to_send.is_empty()
            && let Ok(taken) = endpoint.send(now, &self.to_send)
        {
            self.to_send.drain(..taken);
        }
        if self.reads {
            self.received.extend(endpoint.recv(now, usize::MAX));
        }
        let done = self.to_send.is_empty() && self.closes;
        if done || (self.closes_after_peer && self.to_send.is_empty() && endpoint.peer_closed()) {
            endpoint.close(now);
        }
    }

    pub(crate) fn tcp(&mut self) -> &mut Endpoint {
        self.endpoint.as_mut().expect("there is a connection")
    }

    pub(crate) fn state(&self) -> State {
        self.endpoint
            .as_ref()
            .map_or(State::Closed, Endpoint::state)
    }

    pub(crate) fn saw(&self, wanted: impl Fn(&TcpEvent) -> bool) -> usize {
        self.events
            .iter()
            .filter(|(_, event)| wanted(event))
            .count()
    }
}

impl Pair {
    pub(crate) fn new() -> Pair {
        Pair::with(bare(), bare())
    }

    /// A client about to connect to a listening server, 10 ms away.
    pub(crate) fn with(client: Config, server: Config) -> Pair {
        Pair::at(client, server, Seq(1000), Seq(700_000))
    }

    pub(crate) fn at(client: Config, server: Config, client_iss: Seq, server_iss: Seq) -> Pair {
        let endpoint = Endpoint::connect(client, tuple(), client_iss, Time::ZERO);
        Pair {
            now: Time::ZERO,
            delay: Span::from_millis(10),
            client: Host::new(client, Some(endpoint)),
            server: Host::new(server, None),
            listening: true,
            server_iss,
            sent: Vec::new(),
            fate: Box::new(|_| Fate::Pass),
            under_way: Vec::new(),
        }
    }

    /// A pair past its handshake, all quiet.
    pub(crate) fn connected() -> Pair {
        Pair::connected_with(bare(), bare())
    }

    pub(crate) fn connected_with(client: Config, server: Config) -> Pair {
        let mut pair = Pair::with(client, server);
        pair.run_for(Span::from_millis(100));
        assert_eq!(
            (pair.client.state(), pair.server.state()),
            (State::Established, State::Established)
        );
        pair.sent.clear();
        pair
    }

    /// Replaces the server by one that opens actively too.
    pub(crate) fn open_server_actively(&mut self) {
        let endpoint = Endpoint::connect(
            self.server.config,
            turned(tuple()),
            self.server_iss,
            self.now,
        );
        self.server.endpoint = Some(endpoint);
    }

    pub(crate) fn host(&mut self, side: Side) -> &mut Host {
        match side {
            Side::Client => &mut self.client,
            Side::Server => &mut self.server,
        }
    }

    /// Hands a segment to one side as if it had come over the link.
    pub(crate) fn inject(&mut self, to: Side, header: Header, payload: &[u8]) {
        self.arrive(to, &header, payload);
        self.drain();
    }

    /// Lets everything happen that happens within `span`.
    pub(crate) fn run_for(&mut self, span: Span) {
        let end = self.now + span;
        self.drain();
        while let Some(next) = self.next().filter(|next| *next <= end) {
            self.step(next);
        }
        self.now = end;
    }

    /// Runs until nothing more is going to happen, for at most a day.
    pub(crate) fn run(&mut self) {
        self.run_for(Span::from_secs(86_400));
        assert_eq!(self.next(), None, "all is quiet");
    }

    fn next(&self) -> Option<Time> {
        let timers = [&self.client, &self.server]
            .into_iter()
            .filter_map(|host| host.endpoint.as_ref()?.poll_timeout());
        timers
            .chain(self.under_way.iter().map(|segment| segment.at))
            .min()
    }

    fn step(&mut self, next: Time) {
        assert!(next >= self.now, "time runs forwards");
        self.now = next;
        // The first of those due: the link keeps order unless told otherwise.
        let due = self.under_way.iter().position(|segment| segment.at <= next);
        match due.map(|index| self.under_way.remove(index)) {
            Some(segment) => self.arrive(segment.to, &segment.header, &segment.payload),
            None => {
                for side in [Side::Client, Side::Server] {
                    if let Some(endpoint) = &mut self.host(side).endpoint {
                        endpoint.handle_timeout(next);
                    }
                }
            }
        }
        self.drain();
        assert!(self.sent.len() < 200_000, "two endpoints talk for ever");
    }

    fn arrive(&mut self, to: Side, header: &Header, payload: &[u8]) {
        let now = self.now;
        if let Some(endpoint) = &mut self.host(to).endpoint {
            endpoint.handle_segment(now, header, payload);
            return;
        }
        if self.listening && listen(header, payload.len()) == Listen::Accept {
            let (config, iss) = (self.server.config, self.server_iss);
            self.server.endpoint =
                Some(Endpoint::accept(config, turned(tuple()), iss, header, now));
        } else if let Some(header) = reset_for(header, payload.len()) {
            let reason = TransmitReason::Reset;
            self.put(
                to,
                Transmit {
                    header,
                    payload: Vec::new(),
                    reason,
                },
            );
        }
    }

    /// Polls both sides until they have nothing more to say.
    pub(crate) fn drain(&mut self) {
        for side in [Side::Client, Side::Server] {
            let now = self.now;
            self.host(side).act(now);
            while let Some(transmit) = {
                let tag = self.sent.len() as u64;
                self.host(side)
                    .endpoint
                    .as_mut()
                    .and_then(|tcp| tcp.poll_transmit(now, tag))
            } {
                self.put(side, transmit);
            }
            let host = self.host(side);
            while let Some(event) = host.endpoint.as_mut().and_then(Endpoint::poll_event) {
                host.events.push((now, event));
            }
        }
    }

    fn put(&mut self, from: Side, transmit: Transmit) {
        let sent = Sent {
            at: self.now,
            from,
            transmit,
        };
        let fate = (self.fate)(&sent);
        let to = if from == Side::Client {
            Side::Server
        } else {
            Side::Client
        };
        let (late, copies) = match fate {
            Fate::Pass => (Span::ZERO, 1),
            Fate::Lose => (Span::ZERO, 0),
            Fate::Late(span) => (span, 1),
            Fate::Twice => (Span::ZERO, 2),
        };
        for _ in 0..copies {
            let Transmit {
                header, payload, ..
            } = sent.transmit.clone();
            self.under_way.push(UnderWay {
                at: self.now + self.delay + late,
                to,
                header,
                payload,
            });
        }
        self.sent.push(sent);
    }

    /// What `side` has sent, in order.
    pub(crate) fn sent_by(&self, side: Side) -> impl Iterator<Item = &Sent> {
        self.sent.iter().filter(move |sent| sent.from == side)
    }

    /// Loses the `n`-th data segment of `side` from now on, counting from 0, and nothing else.
    pub(crate) fn lose_data(&mut self, side: Side, lost: &'static [usize]) {
        let mut count = 0;
        self.fate = Box::new(move |sent| {
            if sent.from != side || sent.transmit.payload.is_empty() {
                return Fate::Pass;
            }
            count += 1;
            if lost.contains(&(count - 1)) {
                Fate::Lose
            } else {
                Fate::Pass
            }
        });
    }
}

/// Numbers that look random and are the same each time (Knuth's MMIX constants).
pub(crate) struct Lcg(pub(crate) u64);

impl Lcg {
    pub(crate) fn next(&mut self) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 32) as u32
    }
    pub(crate) fn percent(&mut self, percent: u32) -> bool {
        self.next() % 100 < percent
    }
}

/// `len` bytes that show where they belong.
pub(crate) fn text(len: usize) -> Vec<u8> {
    (0..len as u32)
        .map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect()
}
