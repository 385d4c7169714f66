//! smoltcp as a host: an independent TCP to hold ours against.

use std::cell::Cell;
use std::collections::VecDeque;
use std::net::SocketAddrV4;

use hoplab_units::{Span, Time};
use smoltcp::iface::{Config, Interface, SocketHandle, SocketSet};
use smoltcp::phy::{self, Device, DeviceCapabilities, Medium};
use smoltcp::socket::tcp::{CongestionControl, RecvError, Socket, SocketBuffer, State};
use smoltcp::time::Instant;
use smoltcp::wire::{HardwareAddress, IpCidr};

use crate::stack::{CLIENT, End, SERVER, Stack, opposite};

/// How its socket is set up. It always offers SACK.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SmoltcpOptions {
    /// Bytes it holds for its program; above 65,535 it scales its window.
    pub receive_buffer: usize,
    /// Bytes its program may have queued or unacknowledged.
    pub send_buffer: usize,
    /// Whether it offers timestamps.
    pub timestamps: bool,
    /// Its congestion control.
    pub congestion: CongestionControl,
}

impl Default for SmoltcpOptions {
    fn default() -> SmoltcpOptions {
        SmoltcpOptions {
            receive_buffer: 65_535,
            send_buffer: 65_535,
            timestamps: false,
            congestion: CongestionControl::Reno,
        }
    }
}

/// A host with smoltcp.
pub struct Smoltcp {
    interface: Interface,
    wires: Wires,
    sockets: SocketSet<'static>,
    handle: SocketHandle,
    was_open: bool,
    peer_closed: bool,
    reset: bool,
}

impl Smoltcp {
    /// The client's host, which connects at time zero. `seed` decides its sequence numbers.
    pub fn connecting(options: SmoltcpOptions, seed: u64) -> Smoltcp {
        Smoltcp::connecting_from(CLIENT, options, seed)
    }

    /// A host, the client's or the server's, which connects at time zero.
    ///
    /// # Panics
    /// If smoltcp refuses to connect.
    pub fn connecting_from(local: SocketAddrV4, options: SmoltcpOptions, seed: u64) -> Smoltcp {
        let mut host = Smoltcp::new(options, local, seed);
        let socket = host.sockets.get_mut::<Socket>(host.handle);
        let to = opposite(local);
        let to = (*to.ip(), to.port());
        let connected = socket.connect(host.interface.context(), to, local.port());
        connected.expect("the socket is new");
        host
    }

    /// The server's host, which takes one connection.
    ///
    /// # Panics
    /// If smoltcp refuses to listen.
    pub fn listening(options: SmoltcpOptions, seed: u64) -> Smoltcp {
        let mut host = Smoltcp::new(options, SERVER, seed);
        let socket = host.sockets.get_mut::<Socket>(host.handle);
        socket.listen(SERVER.port()).expect("the socket is new");
        host
    }

    /// The server's host, with nobody listening.
    pub fn deaf(seed: u64) -> Smoltcp {
        Smoltcp::new(SmoltcpOptions::default(), SERVER, seed)
    }

    /// The state of its socket.
    pub fn state(&self) -> State {
        self.socket().state()
    }

    fn new(options: SmoltcpOptions, local: SocketAddrV4, seed: u64) -> Smoltcp {
        let mut wires = Wires::default();
        let mut config = Config::new(HardwareAddress::Ip);
        config.random_seed = seed;
        let mut interface = Interface::new(config, &mut wires, Instant::ZERO);
        interface.update_ip_addrs(|addresses| {
            let address = IpCidr::new((*local.ip()).into(), 24);
            addresses.push(address).expect("there is room for one");
        });
        let buffer = |size| SocketBuffer::new(vec![0; size]);
        let mut socket = Socket::new(buffer(options.receive_buffer), buffer(options.send_buffer));
        socket.set_congestion_control(options.congestion);
        if options.timestamps {
            // Any clock will do that runs in milliseconds, as long as segments are stamped by it.
            socket.set_tsval_generator(Some(tick));
        }
        let mut sockets = SocketSet::new(Vec::new());
        let handle = sockets.add(socket);
        Smoltcp {
            interface,
            wires,
            sockets,
            handle,
            was_open: false,
            peer_closed: false,
            reset: false,
        }
    }

    fn socket(&self) -> &Socket<'static> {
        self.sockets.get(self.handle)
    }

    fn poll(&mut self, now: Time) {
        let at = instant(now);
        self.interface.poll(at, &mut self.wires, &mut self.sockets);
        let state = self.socket().state();
        self.was_open |= !matches!(
            state,
            State::Closed | State::Listen | State::SynSent | State::SynReceived
        );
    }
}

impl Stack for Smoltcp {
    fn arrive(&mut self, now: Time, packet: &[u8]) {
        self.wires.arrived.push_back(packet.to_vec());
        self.poll(now);
    }

    fn wake(&mut self, now: Time) {
        self.poll(now);
    }

    fn depart(&mut self, now: Time) -> Option<Vec<u8>> {
        if self.wires.to_send.is_empty() {
            self.poll(now);
        }
        self.wires.to_send.pop_front()
    }

    fn deadline(&mut self, now: Time) -> Option<Time> {
        let at = self.interface.poll_at(instant(now), &self.sockets)?;
        let at = Time::from_micros(at.total_micros().max(0) as u64);
        // It knows microseconds only; "now" means that something waits for more room.
        Some(at.max(now + Span::from_micros(1)))
    }

    fn is_open(&self) -> bool {
        self.was_open
    }

    fn send(&mut self, _now: Time, data: &[u8]) -> usize {
        let socket = self.sockets.get_mut::<Socket>(self.handle);
        socket.send_slice(data).unwrap_or(0)
    }

    fn recv(&mut self, _now: Time) -> Vec<u8> {
        let socket = self.sockets.get_mut::<Socket>(self.handle);
        let mut all = Vec::new();
        // Its buffer is a ring, read in two parts; and only a read of nothing tells of the end.
        loop {
            let mut part = vec![0; socket.recv_queue().max(1)];
            match socket.recv_slice(&mut part) {
                Ok(0) => break,
                Ok(len) => all.extend_from_slice(&part[..len]),
                Err(why) => {
                    self.peer_closed |= why == RecvError::Finished;
                    self.reset |= why == RecvError::InvalidState && !self.peer_closed;
                    break;
                }
            }
        }
        all
    }

    fn peer_closed(&self) -> bool {
        self.peer_closed
    }

    fn close(&mut self, _now: Time) {
        self.sockets.get_mut::<Socket>(self.handle).close();
    }

    fn abort(&mut self, _now: Time) {
        self.reset = true;
        self.sockets.get_mut::<Socket>(self.handle).abort();
    }

    fn end(&self) -> End {
        match self.socket().state() {
            State::Closed if self.reset => End::Failed("connection reset".into()),
            State::Closed if self.was_open => End::Closed,
            State::Closed => End::Failed("connection refused".into()),
            _ => End::Alive,
        }
    }
}

/// The two ends of its network card.
#[derive(Default)]
struct Wires {
    arrived: VecDeque<Vec<u8>>,
    to_send: VecDeque<Vec<u8>>,
}

struct Arrived(Vec<u8>);
struct Room<'a>(&'a mut VecDeque<Vec<u8>>);

impl phy::RxToken for Arrived {
    fn consume<R, F: FnOnce(&[u8]) -> R>(self, read: F) -> R {
        read(&self.0)
    }
}

impl phy::TxToken for Room<'_> {
    fn consume<R, F: FnOnce(&mut [u8]) -> R>(self, len: usize, write: F) -> R {
        let mut packet = vec![0; len];
        let result = write(&mut packet);
        self.0.push_back(packet);
        result
    }
}

impl Device for Wires {
    type RxToken<'a> = Arrived;
    type TxToken<'a> = Room<'a>;

    fn receive(&mut self, _now: Instant) -> Option<(Arrived, Room<'_>)> {
        let packet = self.arrived.pop_front()?;
        Some((Arrived(packet), Room(&mut self.to_send)))
    }

    fn transmit(&mut self, _now: Instant) -> Option<Room<'_>> {
        Some(Room(&mut self.to_send))
    }

    /// By default it makes every checksum and checks every checksum.
    fn capabilities(&self) -> DeviceCapabilities {
        let mut capabilities = DeviceCapabilities::default();
        capabilities.medium = Medium::Ip;
        capabilities.max_transmission_unit = 1500;
        capabilities
    }
}

thread_local! {
    /// What its timestamps show, in milliseconds: smoltcp takes a function without a state.
    static CLOCK: Cell<u32> = const { Cell::new(0) };
}

fn tick() -> u32 {
    CLOCK.get()
}

fn instant(now: Time) -> Instant {
    let micros = now.as_nanos() / 1000;
    CLOCK.set((micros / 1000) as u32);
    Instant::from_micros(micros as i64)
}
