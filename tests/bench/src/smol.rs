//! smoltcp as a [`Stack`]: an interface with one socket, set as ours is.

use std::collections::VecDeque;

use hoplab_units::Time;
use smoltcp::iface::{Config, Interface, SocketHandle, SocketSet};
use smoltcp::phy::{self, Device, DeviceCapabilities, Medium};
use smoltcp::socket::tcp::{CongestionControl, Socket, SocketBuffer};
use smoltcp::time::{Duration, Instant};
use smoltcp::wire::{HardwareAddress, IpCidr, Ipv4Cidr};

use crate::ours::{self, CLIENT, SERVER};
use crate::pair::Stack;
use crate::path::Packet;

/// One end.
pub struct Smol {
    interface: Interface,
    sockets: SocketSet<'static>,
    socket: SocketHandle,
    card: Card,
    /// Something happened since it was last polled for what it has to send.
    touched: bool,
}

/// What lies between interface and path: IP packets come and go whole.
#[derive(Default)]
struct Card {
    arrived: Option<Packet>,
    leaving: VecDeque<Vec<u8>>,
}

impl Smol {
    fn new(own: core::net::SocketAddrV4, peer: core::net::SocketAddrV4) -> Smol {
        let mut card = Card::default();
        let config = Config::new(HardwareAddress::Ip);
        let mut interface = Interface::new(config, &mut card, Instant::ZERO);
        interface.update_ip_addrs(|addresses| {
            let address = IpCidr::Ipv4(Ipv4Cidr::new(*own.ip(), 24));
            addresses.push(address).expect("there is room for one");
        });
        let routes = interface.routes_mut();
        routes
            .add_default_ipv4_route(*peer.ip())
            .expect("there is room for one");
        let ours = ours::config();
        let buffer = |bytes: u32| SocketBuffer::new(vec![0; bytes as usize]);
        let mut socket = Socket::new(buffer(ours.receive_buffer), buffer(ours.send_buffer));
        socket.set_congestion_control(CongestionControl::Reno);
        socket.set_ack_delay(Some(Duration::from_millis(
            ours.delayed_ack_timeout.as_millis(),
        )));
        let mut sockets = SocketSet::new(Vec::new());
        let socket = sockets.add(socket);
        Smol {
            interface,
            sockets,
            socket,
            card,
            touched: true,
        }
    }

    fn socket(&mut self) -> &mut Socket<'static> {
        self.sockets.get_mut(self.socket)
    }

    fn poll(&mut self, now: Time) {
        self.interface
            .poll(instant(now), &mut self.card, &mut self.sockets);
    }
}

impl Stack for Smol {
    fn client() -> Smol {
        let mut smol = Smol::new(CLIENT, SERVER);
        let socket: &mut Socket<'_> = smol.sockets.get_mut(smol.socket);
        socket
            .connect(smol.interface.context(), SERVER, CLIENT.port())
            .expect("the socket is new");
        smol
    }

    fn server() -> Smol {
        let mut smol = Smol::new(SERVER, CLIENT);
        let listening = smol.socket().listen(SERVER.port());
        listening.expect("the socket is new");
        smol
    }

    fn receive(&mut self, now: Time, packet: Packet) {
        self.touched = true;
        self.card.arrived = Some(packet);
        let (card, sockets) = (&mut self.card, &mut self.sockets);
        self.interface
            .poll_ingress_single(instant(now), card, sockets);
    }

    fn wake(&mut self, _now: Time) {
        self.touched = true;
    }

    fn transmit(&mut self, now: Time) -> Option<Packet> {
        if core::mem::take(&mut self.touched) {
            self.poll(now);
        }
        let bytes = self.card.leaving.pop_front()?;
        Some(Packet::new(bytes, 0))
    }

    fn wakes(&mut self, now: Time) -> Option<Time> {
        let at = self.interface.poll_at(instant(now), &self.sockets)?;
        Some(Time::from_micros(
            u64::try_from(at.total_micros()).unwrap_or(0),
        ))
    }

    fn write(&mut self, _now: Time, data: &[u8]) -> usize {
        self.socket().send_slice(data).unwrap_or(0)
    }

    fn read(&mut self, _now: Time, mut take: impl FnMut(&[u8])) {
        while self.socket().can_recv() {
            let taken = self.socket().recv(|bytes| {
                take(bytes);
                (bytes.len(), bytes.len())
            });
            if taken.is_err() {
                return;
            }
        }
    }
}

/// smoltcp counts microseconds. Rounded up, so that a timer set to a moment has run out at it.
fn instant(now: Time) -> Instant {
    let micros = now.as_nanos().div_ceil(1000);
    Instant::from_micros(i64::try_from(micros).unwrap_or(i64::MAX))
}

impl Device for Card {
    type RxToken<'a> = Arrived;
    type TxToken<'a> = Leaving<'a>;

    fn receive(&mut self, _now: Instant) -> Option<(Arrived, Leaving<'_>)> {
        let arrived = Arrived(self.arrived.take()?);
        Some((arrived, Leaving(&mut self.leaving)))
    }

    fn transmit(&mut self, _now: Instant) -> Option<Leaving<'_>> {
        Some(Leaving(&mut self.leaving))
    }

    /// Every checksum is computed and verified, as ours are.
    fn capabilities(&self) -> DeviceCapabilities {
        let mut capabilities = DeviceCapabilities::default();
        capabilities.medium = Medium::Ip;
        capabilities.max_transmission_unit = 1500;
        capabilities
    }
}

struct Arrived(Packet);
struct Leaving<'a>(&'a mut VecDeque<Vec<u8>>);

impl phy::RxToken for Arrived {
    fn consume<R, F: FnOnce(&[u8]) -> R>(self, f: F) -> R {
        f(self.0.ip())
    }
}

impl phy::TxToken for Leaving<'_> {
    fn consume<R, F: FnOnce(&mut [u8]) -> R>(self, len: usize, f: F) -> R {
        let mut bytes = vec![0; len];
        let result = f(&mut bytes);
        self.0.push_back(bytes);
        result
    }
}
