//! Our endpoint as a host: around it what `hoplab-sim` has around it, a listener and packets.

use std::collections::VecDeque;
use std::net::SocketAddrV4;

use hoplab_tcp::{
    Config, Endpoint, FourTuple, Listen, Seq, TcpEvent, TransmitReason, listen, reset_for,
};
use hoplab_units::Time;
use hoplab_wire::build::{self, Path};
use hoplab_wire::tcp::Header;
use hoplab_wire::{MacAddr, ethernet, ipv4};

use crate::stack::{CLIENT, End, SERVER, Stack, opposite, read_packet};

/// A host with our TCP.
pub struct Ours {
    config: Config,
    local: SocketAddrV4,
    iss: Seq,
    endpoint: Option<Endpoint>,
    listens: bool,
    was_open: bool,
    /// Answers to segments of no connection.
    replies: VecDeque<Header>,
    tags: u64,
    /// How many packets were thrown away for what their checksums said.
    pub refused: u64,
    /// What the endpoint decided, and when.
    pub events: Vec<(Time, TcpEvent)>,
    /// Why each segment was sent, and when.
    pub reasons: Vec<(Time, TransmitReason)>,
}

impl Ours {
    /// The client's host, which connects at time zero.
    pub fn connecting(config: Config, iss: u32) -> Ours {
        Ours::connecting_from(CLIENT, config, iss)
    }

    /// A host, the client's or the server's, which connects at time zero.
    pub fn connecting_from(local: SocketAddrV4, config: Config, iss: u32) -> Ours {
        let remote = opposite(local);
        let tuple = FourTuple { local, remote };
        let endpoint = Endpoint::connect(config, tuple, Seq(iss), Time::ZERO);
        Ours {
            endpoint: Some(endpoint),
            ..Ours::new(config, local, iss)
        }
    }

    /// The server's host, which takes one connection.
    pub fn listening(config: Config, iss: u32) -> Ours {
        Ours {
            listens: true,
            ..Ours::new(config, SERVER, iss)
        }
    }

    /// The server's host, with nobody listening.
    pub fn deaf(config: Config) -> Ours {
        Ours::new(config, SERVER, 0)
    }

    fn new(config: Config, local: SocketAddrV4, iss: u32) -> Ours {
        assert_eq!(config.validate(), Ok(()));
        Ours {
            config,
            local,
            iss: Seq(iss),
            endpoint: None,
            listens: false,
            was_open: false,
            replies: VecDeque::new(),
            tags: 0,
            refused: 0,
            events: Vec::new(),
            reasons: Vec::new(),
        }
    }

    /// The connection, once there is one.
    pub fn endpoint(&self) -> Option<&Endpoint> {
        self.endpoint.as_ref()
    }

    /// How many segments were sent for such a reason.
    pub fn sent(&self, fits: impl Fn(&TransmitReason) -> bool) -> usize {
        let reasons = self.reasons.iter();
        reasons.filter(|(_, reason)| fits(reason)).count()
    }

    fn drain_events(&mut self, now: Time) {
        let Some(endpoint) = &mut self.endpoint else {
            return;
        };
        while let Some(event) = endpoint.poll_event() {
            self.events.push((now, event));
        }
        self.was_open |= endpoint.state().is_synchronized();
    }

    fn packet(&self, header: &Header, payload: &[u8]) -> Vec<u8> {
        let path = Path {
            src_mac: MacAddr::default(),
            dst_mac: MacAddr::default(),
            src: *self.local.ip(),
            dst: *opposite(self.local).ip(),
            ttl: 64,
            identification: self.tags as u16,
            dont_fragment: true,
        };
        let frame = build::tcp(&path, header, payload).expect("no segment is that long");
        strip(&frame).to_vec()
    }
}

/// The packet in a frame, without Ethernet's header and padding.
fn strip(frame: &[u8]) -> &[u8] {
    let packet = &frame[ethernet::HEADER_LEN..];
    let (header, _) = ipv4::parse(packet).expect("it was just built");
    &packet[..usize::from(header.total_len)]
}

impl Stack for Ours {
    fn arrive(&mut self, now: Time, packet: &[u8]) {
        let Ok((ip, header, data)) = read_packet(packet) else {
            self.refused += 1;
            return;
        };
        match &mut self.endpoint {
            Some(endpoint) if !endpoint.is_closed() => endpoint.handle_segment(now, &header, data),
            None if self.listens => match listen(&header, data.len()) {
                Listen::Accept => {
                    let tuple = FourTuple {
                        local: self.local,
                        remote: SocketAddrV4::new(ip.src, header.src_port),
                    };
                    let endpoint = Endpoint::accept(self.config, tuple, self.iss, &header, now);
                    self.endpoint = Some(endpoint);
                }
                Listen::Reset(reply) => self.replies.push_back(reply),
                Listen::Ignore => {}
            },
            _ => self.replies.extend(reset_for(&header, data.len())),
        }
        self.drain_events(now);
    }

    fn wake(&mut self, now: Time) {
        if let Some(endpoint) = &mut self.endpoint {
            endpoint.handle_timeout(now);
            let next = endpoint.poll_timeout();
            assert!(next.is_none_or(|next| next > now), "a timer due stays due");
        }
        self.drain_events(now);
    }

    fn depart(&mut self, now: Time) -> Option<Vec<u8>> {
        if let Some(header) = self.replies.pop_front() {
            return Some(self.packet(&header, b""));
        }
        self.tags += 1;
        let transmit = self.endpoint.as_mut()?.poll_transmit(now, self.tags);
        self.drain_events(now);
        let transmit = transmit?;
        self.reasons.push((now, transmit.reason));
        Some(self.packet(&transmit.header, &transmit.payload))
    }

    fn deadline(&mut self, _now: Time) -> Option<Time> {
        self.endpoint.as_ref()?.poll_timeout()
    }

    fn is_open(&self) -> bool {
        self.was_open
    }

    fn send(&mut self, now: Time, data: &[u8]) -> usize {
        let endpoint = self.endpoint.as_mut();
        endpoint.map_or(0, |endpoint| endpoint.send(now, data).unwrap_or(0))
    }

    fn recv(&mut self, now: Time) -> Vec<u8> {
        let endpoint = self.endpoint.as_mut();
        endpoint.map_or_else(Vec::new, |endpoint| endpoint.recv(now, usize::MAX))
    }

    fn peer_closed(&self) -> bool {
        self.endpoint.as_ref().is_some_and(Endpoint::peer_closed)
    }

    fn close(&mut self, now: Time) {
        if let Some(endpoint) = &mut self.endpoint {
            endpoint.close(now);
        }
    }

    fn abort(&mut self, now: Time) {
        if let Some(endpoint) = &mut self.endpoint {
            endpoint.abort(now);
        }
    }

    fn end(&self) -> End {
        let Some(endpoint) = self.endpoint.as_ref().filter(|tcp| tcp.is_closed()) else {
            return End::Alive;
        };
        match endpoint.error() {
            Some(failure) => End::Failed(failure.to_string()),
            None => End::Closed,
        }
    }

    fn ours(&self) -> Option<&Ours> {
        Some(self)
    }
}
