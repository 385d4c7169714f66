//! What a TCP implementation looks like from outside: packets, a clock, and a socket.

use std::net::{Ipv4Addr, SocketAddrV4};

use hoplab_units::Time;
use hoplab_wire::tcp::Header;
use hoplab_wire::{ParseError, ipv4, tcp};

use crate::Ours;

/// Who connects.
pub const CLIENT: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::new(10, 0, 0, 1), 49_152);
/// Who is connected to.
pub const SERVER: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::new(10, 0, 0, 2), 80);

/// The other of the two.
pub(crate) fn opposite(address: SocketAddrV4) -> SocketAddrV4 {
    if address == CLIENT { SERVER } else { CLIENT }
}

/// How a connection stands, as its program sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// It is being opened, or open in at least one direction.
    Alive,
    /// It is over, and both directions were closed in order.
    Closed,
    /// It is over, and the program was told that it failed.
    Failed(String),
}

/// A host with one TCP connection. Packets are IPv4 packets, without a link layer.
pub trait Stack {
    /// A packet arrives.
    fn arrive(&mut self, now: Time, packet: &[u8]);
    /// Acts on its timers.
    fn wake(&mut self, now: Time);
    /// The next packet it has to send.
    fn depart(&mut self, now: Time) -> Option<Vec<u8>>;
    /// When it wants to be woken.
    fn deadline(&mut self, now: Time) -> Option<Time>;

    /// Whether its handshake is over (it stays so).
    fn is_open(&self) -> bool;
    /// Queues what there is room for and says how much that was.
    fn send(&mut self, now: Time, data: &[u8]) -> usize;
    /// Takes what can be read.
    fn recv(&mut self, now: Time) -> Vec<u8>;
    /// Whether the peer has closed and all it sent was read.
    fn peer_closed(&self) -> bool;
    /// No more will be sent.
    fn close(&mut self, now: Time);
    /// Ends the connection at once.
    fn abort(&mut self, now: Time);
    /// How it stands.
    fn end(&self) -> End;

    /// The inside of ours; `None` for another's.
    fn ours(&self) -> Option<&Ours> {
        None
    }
}

/// Reads a packet and checks both its checksums: addresses, header and data.
///
/// # Errors
/// What is wrong with it.
pub fn read_packet(packet: &[u8]) -> Result<(ipv4::Header, Header, &[u8]), ParseError> {
    let (ip, payload) = ipv4::parse(packet)?;
    let (header, data) = tcp::parse(ip.src, ip.dst, payload)?;
    Ok((ip, header, data))
}
