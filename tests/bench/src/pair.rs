//! One stack's two ends over a [`Path`]: the client sends, the server compares and counts.

use hoplab_units::{Share, Time};

use crate::Done;
use crate::path::{Due, Packet, Path};

/// One end of a connection, in one stack's own manner.
pub trait Stack {
    /// The client, which connects at once.
    fn client() -> Self;
    /// The server, which waits.
    fn server() -> Self;
    /// A packet came.
    fn receive(&mut self, now: Time, packet: Packet);
    /// A moment named by `wakes` has come.
    fn wake(&mut self, now: Time);
    /// The next packet to send.
    fn transmit(&mut self, now: Time) -> Option<Packet>;
    /// When to call `wake`.
    fn wakes(&mut self, now: Time) -> Option<Time>;
    /// Hands over bytes; how many were taken.
    fn write(&mut self, now: Time, data: &[u8]) -> usize;
    /// Gives all that has arrived in order to `take`.
    fn read(&mut self, now: Time, take: impl FnMut(&[u8]));
}

/// Sends `data` from client to server. Closing is left out: it is a few packets.
///
/// # Panics
/// If what arrived is not what was sent: then the figures would mean nothing.
pub fn run<S: Stack>(data: &[u8], loss: Share) -> Done {
    let mut path = Path::new(loss);
    let mut ends = [S::client(), S::server()];
    // The earliest wake-up of each end that is on the path's heap.
    let mut woken: [Option<Time>; 2] = [None, None];
    let (mut written, mut read, mut packets) = (0, 0, 0);
    for end in 0..2 {
        path.wake(Time::ZERO, end);
    }
    while read < data.len() {
        let due = path
            .advance()
            .expect("a timer is running until all is there");
        let now = path.now();
        let end = match due {
            Due::Arrival(end, packet) => {
                ends[end].receive(now, packet);
                end
            }
            Due::Wake(end) => {
                woken[end] = woken[end].filter(|at| *at > now);
                ends[end].wake(now);
                end
            }
            Due::Hop(..) | Due::Free(..) => continue,
        };
        if end == 0 {
            written += ends[0].write(now, &data[written..]);
        } else {
            ends[1].read(now, |got| {
                assert_eq!(data.get(read..read + got.len()), Some(got));
                read += got.len();
            });
        }
        while let Some(packet) = ends[end].transmit(now) {
            packets += 1;
            path.send(end, packet);
        }
        if let Some(at) = ends[end].wakes(now)
            && woken[end].is_none_or(|earlier| at < earlier)
        {
            woken[end] = Some(at);
            path.wake(at.max(now), end);
        }
    }
    Done {
        bytes: read as u64,
        packets,
        simulated: path.now().as_nanos(),
        ..Done::default()
    }
}
