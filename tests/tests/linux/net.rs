//! Our side: a driver in real time that owns our endpoints, the TUN device and the faulty link between.
#![allow(clippy::disallowed_types, clippy::disallowed_methods)] // The kernel's time is real time.

use std::fmt::Write;
use std::net::{Ipv4Addr, SocketAddrV4};
use std::path::Path;
use std::time::{Duration, Instant};

use hoplab_tcp::{self as tcp, Config, Endpoint, FourTuple, Listen, Seq, TcpSnapshot};
use hoplab_tests::Random;
use hoplab_units::{Span, Time};
use hoplab_wire::build;
use hoplab_wire::tcp::Header;
use hoplab_wire::{MacAddr, ethernet, ipv4, tcp as segment};
use nix::poll::{PollFd, PollFlags, ppoll};
use tun_rs::SyncDevice;

use crate::channel::{Channel, Tally};
use crate::connection::Connection;
use crate::namespace::{self, KERNEL, OURS};
use crate::pcap::Pcap;
use crate::trial::Setup;

/// How long anything a test waits for may take before the test has failed.
const PATIENCE: Duration = Duration::from_secs(120);
/// How long to sleep when nothing is due: the kernel's threads may have finished meanwhile.
const NAP: Span = Span::from_millis(2);

/// The number of one of our connections.
pub type Id = usize;

/// Our end of the link.
pub struct Net {
    setup: Setup,
    device: SyncDevice,
    began: Instant,
    to_kernel: Channel,
    from_kernel: Channel,
    listening: Vec<(u16, Config)>,
    connections: Vec<Connection>,
    /// For initial sequence numbers.
    random: Random,
    next_port: u16,
    /// Packets of the kernel that our parsers refused.
    refused: Vec<String>,
    captures: Option<[Pcap; 2]>,
}

impl Net {
    /// Makes the device and sets the kernel up as the test wants it.
    pub fn open(name: &str, setup: &Setup) -> Result<Net, String> {
        let device = namespace::open_device(setup.mtu)?;
        for (name, value) in &setup.kernel {
            namespace::set(name, value)?;
        }
        setup.config.validate().map_err(|error| error.to_string())?;
        let channels = [(1, &setup.to_kernel), (2, &setup.from_kernel)];
        let [to_kernel, from_kernel] = channels
            .map(|(way, faults)| Channel::new(setup.seed * 2 + way, faults.clone(), setup.delay));
        Ok(Net {
            device,
            began: Instant::now(),
            to_kernel,
            from_kernel,
            listening: Vec::new(),
            connections: Vec::new(),
            random: Random::new(setup.seed),
            next_port: 49_152,
            refused: Vec::new(),
            captures: captures(name)?,
            setup: setup.clone(),
        })
    }

    /// The time as our endpoints know it.
    pub fn now(&self) -> Time {
        let elapsed = Span::from_nanos(self.began.elapsed().as_nanos() as u64);
        Time::ZERO + self.setup.clock + elapsed
    }

    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// Opens a connection to one of the kernel's ports.
    pub fn connect(&mut self, port: u16) -> Id {
        self.next_port += 1;
        self.connect_from(self.next_port, port)
    }

    /// The same from a given port.
    pub fn connect_from(&mut self, own: u16, port: u16) -> Id {
        let tuple = FourTuple {
            local: SocketAddrV4::new(OURS, own),
            remote: SocketAddrV4::new(KERNEL, port),
        };
        let iss = self.initial_sequence_number();
        let endpoint = Endpoint::connect(self.setup.config, tuple, iss, self.now());
        self.add(endpoint, false)
    }

    /// Takes connections to one of our ports.
    pub fn listen(&mut self, port: u16) {
        self.listening.push((port, self.setup.config));
    }

    /// Waits until a connection that a listener took is open.
    pub fn accept(&mut self) -> Id {
        let ready = |net: &Net| {
            net.connections.iter().position(|one| {
                one.passive && !one.accepted && one.endpoint.state().is_synchronized()
            })
        };
        self.until("the kernel connects", |net| ready(net).is_some());
        let id = ready(self).expect("it was there a moment ago");
        self.connections[id].accepted = true;
        id
    }

    /// One of our connections.
    pub fn connection(&self, id: Id) -> &Connection {
        &self.connections[id]
    }

    /// Its endpoint, to be commanded; what it then has to send goes out at the next step.
    pub fn endpoint(&mut self, id: Id) -> &mut Endpoint {
        &mut self.connections[id].endpoint
    }

    pub fn snapshot(&self, id: Id) -> TcpSnapshot {
        self.connections[id].endpoint.snapshot()
    }

    /// Lets packets and time pass until `done`; fails the test if it never comes.
    pub fn until(&mut self, what: &str, mut done: impl FnMut(&mut Net) -> bool) {
        let end = Instant::now() + PATIENCE;
        loop {
            self.step();
            if done(self) {
                // What the test commanded last.
                return self.step();
            }
            assert!(Instant::now() < end, "waited {PATIENCE:?} in vain: {what}");
            self.wait();
        }
    }

    /// Lets this much time pass.
    pub fn pass(&mut self, span: Span) {
        let until = self.now() + span;
        self.until("time passes", |net| net.now() >= until);
    }

    /// Everything that is due.
    fn step(&mut self) {
        self.read_device();
        let now = self.now();
        while let Some(packet) = self.from_kernel.take(now) {
            self.capture(0, now, &packet);
            self.arrive(now, &packet);
        }
        for id in 0..self.connections.len() {
            if self.connections[id].forgotten {
                continue;
            }
            let endpoint = &mut self.connections[id].endpoint;
            if endpoint.poll_timeout().is_some_and(|at| at <= now) {
                endpoint.handle_timeout(now);
            }
            self.drain(id, now);
        }
        while let Some(packet) = self.to_kernel.take(now) {
            self.capture(1, now, &packet);
            self.device.send(&packet).expect("the device takes packets");
        }
    }

    fn read_device(&mut self) {
        let mut buffer = [0; 65_536];
        // Not endlessly: what has been read must be answered in between.
        for _ in 0..64 {
            let Ok(len) = self.device.recv(&mut buffer) else {
                return;
            };
            let packet = &buffer[..len];
            // The kernel also talks of IPv6 and of groups, which nobody here has joined.
            let is_tcp = packet.first().is_some_and(|first| first >> 4 == 4)
                && packet.get(9) == Some(&ipv4::protocol::TCP);
            if is_tcp {
                let now = self.now();
                self.capture(1, now, packet);
                self.from_kernel.offer(now, packet.to_vec());
            }
        }
    }

    /// Sleeps until something is due or a packet comes.
    fn wait(&self) {
        let now = self.now();
        let timers = self
            .connections
            .iter()
            .filter(|one| !one.forgotten)
            .filter_map(|one| one.endpoint.poll_timeout());
        let lines = [
            self.to_kernel.next_arrival(),
            self.from_kernel.next_arrival(),
        ];
        let due = timers.chain(lines.into_iter().flatten()).min();
        let span = due.map_or(NAP, |due| {
            if due > now {
                due.since(now).min(NAP)
            } else {
                Span::ZERO
            }
        });
        let mut watched = [PollFd::new(
            std::os::fd::AsFd::as_fd(&self.device),
            PollFlags::POLLIN,
        )];
        // Woken by a signal is woken too early, which does no harm.
        let _ = ppoll(
            &mut watched,
            Some(Duration::from_nanos(span.as_nanos()).into()),
            None,
        );
    }

    /// A packet of the kernel's has come over the link: whose is it?
    fn arrive(&mut self, now: Time, packet: &[u8]) {
        let parsed = ipv4::parse(packet).and_then(|(ip, payload)| {
            segment::parse(ip.src, ip.dst, payload).map(|(header, data)| (ip, header, data))
        });
        let (ip, header, data) = match parsed {
            Ok(parsed) => parsed,
            Err(error) => return self.refused.push(format!("{error:?}: {packet:02x?}")),
        };
        let tuple = FourTuple {
            local: SocketAddrV4::new(ip.dst, header.dst_port),
            remote: SocketAddrV4::new(ip.src, header.src_port),
        };
        let open = |one: &Connection| {
            one.endpoint.tuple() == tuple && !one.endpoint.is_closed() && !one.forgotten
        };
        let known = self.connections.iter().position(open);
        let listens = self.listening.iter().any(|one| one.0 == header.dst_port);
        // RFC 9293 §3.6.1: a new SYN may cut TIME-WAIT short.
        let yields = known.filter(|_| listens).and_then(|id| {
            let above = self.connections[id].endpoint.yields_to(&header)?;
            Some((id, above))
        });
        if let Some((id, above)) = yields {
            self.forget(id);
            let iss = above + 100_000;
            let endpoint = Endpoint::accept(self.setup.config, tuple, iss, &header, now);
            let id = self.add(endpoint, true);
            return self.connections[id].note_in(now, &header, data.len());
        }
        if let Some(id) = known {
            let connection = &mut self.connections[id];
            connection.note_in(now, &header, data.len());
            connection.endpoint.handle_segment(now, &header, data);
            return self.drain(id, now);
        }
        let port = |one: &&(u16, Config)| one.0 == header.dst_port;
        let answer = match self.listening.iter().find(port) {
            Some(&(_, config)) => match tcp::listen(&header, data.len()) {
                Listen::Accept => {
                    let iss = self.initial_sequence_number();
                    let endpoint = Endpoint::accept(config, tuple, iss, &header, now);
                    let id = self.add(endpoint, true);
                    return self.connections[id].note_in(now, &header, data.len());
                }
                Listen::Reset(reset) => Some(reset),
                Listen::Ignore => None,
            },
            None => tcp::reset_for(&header, data.len()),
        };
        if let Some(reset) = answer {
            self.send(now, &reset, &[]);
        }
    }

    fn initial_sequence_number(&mut self) -> Seq {
        Seq(self.setup.iss.unwrap_or_else(|| self.random.draw() as u32))
    }

    fn add(&mut self, endpoint: Endpoint, passive: bool) -> Id {
        self.connections.push(Connection::new(endpoint, passive));
        self.connections.len() - 1
    }

    /// Takes out of an endpoint all it has to say.
    fn drain(&mut self, id: Id, now: Time) {
        loop {
            let connection = &mut self.connections[id];
            while let Some(event) = connection.endpoint.poll_event() {
                connection.note_event(now, event);
            }
            let Some(transmit) = connection.endpoint.poll_transmit(now, 0) else {
                break;
            };
            connection.note_out(now, &transmit);
            self.send(now, &transmit.header, &transmit.payload);
        }
    }

    /// Puts a segment on the link to the kernel.
    pub fn send(&mut self, now: Time, header: &Header, payload: &[u8]) {
        let packet = packet(header, payload);
        self.capture(0, now, &packet);
        self.to_kernel.offer(now, packet);
    }

    /// Hands the kernel a packet as it is, at once and without faults.
    pub fn inject(&mut self, packet: Vec<u8>) {
        let now = self.now();
        self.to_kernel.put(now, packet);
        self.step();
    }

    /// Hands us a segment as if the kernel had sent it, at once and without faults.
    pub fn inject_from_kernel(&mut self, header: &Header, payload: &[u8]) {
        let now = self.now();
        let packet = packet_between(KERNEL, OURS, header, payload);
        self.from_kernel.put(now, packet);
        self.step();
    }

    fn capture(&mut self, which: usize, at: Time, packet: &[u8]) {
        if let Some(captures) = &mut self.captures {
            captures[which]
                .packet(at, packet)
                .expect("the capture can be written");
        }
    }

    /// What must hold after every test: each side found all packets of the other sound, but those damaged on the link.
    pub fn check(&self) {
        let [to_kernel, from_kernel] = self.tallies();
        assert_eq!(
            self.refused.len() as u64,
            from_kernel.damaged,
            "we refused of the kernel's packets: {:#?}",
            self.refused
        );
        assert_eq!(namespace::counter("Ip", "InHdrErrors"), Some(0));
        assert_eq!(
            namespace::counter("Tcp", "InCsumErrors"),
            Some(to_kernel.damaged),
            "the kernel found wrong checksums in our segments"
        );
        for one in &self.connections {
            assert_eq!(one.figures.false_blocks, 0, "what our SACK blocks said");
        }
        let received = namespace::counter("Tcp", "InSegs");
        assert!(received > Some(0), "the kernel received nothing from us");
    }

    /// What befell packets to the kernel, and from it.
    pub fn tallies(&self) -> [Tally; 2] {
        [self.to_kernel.tally, self.from_kernel.tally]
    }

    /// Cuts the link to the kernel, or mends it.
    pub fn cut_to_kernel(&mut self, cut: bool) {
        self.to_kernel.cut = cut;
    }

    /// Cuts the link from the kernel, or mends it.
    pub fn cut_from_kernel(&mut self, cut: bool) {
        self.from_kernel.cut = cut;
    }

    /// Forgets a connection as a host does that crashes: nobody is told.
    pub fn forget(&mut self, id: Id) {
        self.connections[id].forgotten = true;
    }

    /// What a test measured, in one direction.
    pub fn figures(&self) -> String {
        let mut text = format!("{} s", self.began.elapsed().as_secs_f32());
        for (name, channel) in [("to", &self.to_kernel), ("from", &self.from_kernel)] {
            let tally = channel.tally;
            let _ = write!(
                text,
                ", {name} kernel {} packets, {} lost, {} held back, {} doubled",
                tally.offered, tally.lost, tally.held_back, tally.doubled
            );
        }
        for one in &self.connections {
            let figures = &one.figures;
            let _ = write!(
                text,
                "; we sent {} again, {} timeouts, {} fast retransmits",
                figures.sent_again, figures.timeouts, figures.fast_retransmits
            );
        }
        let resent = namespace::counter("Tcp", "RetransSegs").unwrap_or_default();
        let timeouts = namespace::counter("TcpExt", "TCPTimeouts").unwrap_or_default();
        let _ = write!(
            text,
            "; the kernel sent {resent} again, {timeouts} timeouts"
        );
        text
    }

    /// What is known about a failure.
    pub fn report(&self) -> String {
        let mut text = format!("seed {}, {}\n", self.setup.seed, self.figures());
        for one in &self.connections {
            text += &one.report();
            if let Some(statistics) =
                namespace::socket_statistics(one.endpoint.tuple().local.port())
            {
                let _ = writeln!(text, "the kernel's view: {statistics}");
            }
        }
        text + "HOPLAB_PCAP=folder writes captures of the next run"
    }
}

/// A segment of ours as an IP packet: what `build` makes, without Ethernet's header and padding.
pub fn packet(header: &Header, payload: &[u8]) -> Vec<u8> {
    packet_between(OURS, KERNEL, header, payload)
}

fn packet_between(src: Ipv4Addr, dst: Ipv4Addr, header: &Header, payload: &[u8]) -> Vec<u8> {
    const NOBODY: MacAddr = MacAddr([2, 0, 0, 0, 0, 1]);
    let path = build::Path {
        src_mac: NOBODY,
        dst_mac: NOBODY,
        src,
        dst,
        ttl: 64,
        identification: 0,
        dont_fragment: true,
    };
    let frame = build::tcp(&path, header, payload).expect("no segment is that long");
    let len = ipv4::HEADER_LEN + segment::header_len(header) + payload.len();
    frame[ethernet::HEADER_LEN..][..len].to_vec()
}

fn captures(name: &str) -> Result<Option<[Pcap; 2]>, String> {
    let Some(folder) = std::env::var_os("HOPLAB_PCAP") else {
        return Ok(None);
    };
    let create = |end: &str| {
        Pcap::create(Path::new(&folder), &format!("{name}-{end}.pcap"))
            .map_err(|error| format!("no capture in {}: {error}", Path::new(&folder).display()))
    };
    Ok(Some([create("ours")?, create("kernel")?]))
}
