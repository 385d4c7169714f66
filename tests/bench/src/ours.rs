//! Our own TCP as a [`Stack`]: the endpoint, its segments built and checked by `hoplab-wire`, and its events
//! taken out of it, as the world does.

use core::net::{Ipv4Addr, SocketAddrV4};

use hoplab_tcp::{Config, Endpoint, FourTuple, Seq};
use hoplab_units::Time;
use hoplab_wire::{MacAddr, build, ethernet, ipv4, tcp};

use crate::pair::Stack;
use crate::path::Packet;

/// The client's address and port.
pub const CLIENT: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::new(192, 0, 2, 10), 49_152);
/// The server's.
pub const SERVER: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::new(198, 51, 100, 80), 9000);

/// As by default: Reno, 64 KiB buffers, delayed acknowledgments.
pub fn config() -> Config {
    Config::default()
}

/// One end.
pub struct Ours {
    own: SocketAddrV4,
    peer: SocketAddrV4,
    endpoint: Option<Endpoint>,
    tag: u64,
}

impl Stack for Ours {
    fn client() -> Ours {
        let tuple = FourTuple {
            local: CLIENT,
            remote: SERVER,
        };
        Ours {
            own: CLIENT,
            peer: SERVER,
            endpoint: Some(Endpoint::connect(config(), tuple, Seq(1), Time::ZERO)),
            tag: 0,
        }
    }

    fn server() -> Ours {
        Ours {
            own: SERVER,
            peer: CLIENT,
            endpoint: None,
            tag: 0,
        }
    }

    fn receive(&mut self, now: Time, packet: Packet) {
        let Ok((ip, payload)) = ipv4::parse(packet.ip()) else {
            return;
        };
        let Ok((header, data)) = tcp::parse(ip.src, ip.dst, payload) else {
            return;
        };
        match &mut self.endpoint {
            Some(endpoint) => endpoint.handle_segment(now, &header, data),
            None => {
                let tuple = FourTuple {
                    local: self.own,
                    remote: self.peer,
                };
                self.endpoint = Some(Endpoint::accept(config(), tuple, Seq(2), &header, now));
            }
        }
    }

    fn wake(&mut self, now: Time) {
        if let Some(endpoint) = &mut self.endpoint
            && endpoint.poll_timeout().is_some_and(|at| at <= now)
        {
            endpoint.handle_timeout(now);
        }
    }

    fn transmit(&mut self, now: Time) -> Option<Packet> {
        let endpoint = self.endpoint.as_mut()?;
        while endpoint.poll_event().is_some() {}
        self.tag += 1;
        let transmit = endpoint.poll_transmit(now, self.tag)?;
        let path = build::Path {
            src_mac: MacAddr([2; 6]),
            dst_mac: MacAddr([4; 6]),
            src: *self.own.ip(),
            dst: *self.peer.ip(),
            ttl: 64,
            identification: self.tag as u16,
            dont_fragment: true,
        };
        let frame = build::tcp(&path, &transmit.header, &transmit.payload).ok()?;
        Some(Packet::new(frame, ethernet::HEADER_LEN))
    }

    fn wakes(&mut self, _now: Time) -> Option<Time> {
        self.endpoint.as_ref()?.poll_timeout()
    }

    fn write(&mut self, now: Time, data: &[u8]) -> usize {
        let endpoint = self.endpoint.as_mut();
        endpoint.map_or(0, |endpoint| endpoint.send(now, data).unwrap_or(0))
    }

    fn read(&mut self, now: Time, mut take: impl FnMut(&[u8])) {
        if let Some(endpoint) = &mut self.endpoint
            && endpoint.readable_len() > 0
        {
            take(&endpoint.recv(now, usize::MAX));
        }
    }
}
