//! Bytes that can be told apart at every place of a stream, and the two programs that move them.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::thread;

use hoplab_tcp::{Endpoint, State};
use hoplab_units::Time;

/// A stream of `len` bytes: each byte follows from the seed and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stream {
    pub seed: u64,
    pub len: u64,
}

/// What our side says in tests, and what the kernel does.
pub fn ours(len: u64) -> Stream {
    Stream { seed: 1, len }
}
pub fn kernels(len: u64) -> Stream {
    Stream { seed: 2, len }
}

impl Stream {
    fn byte(self, at: u64) -> u8 {
        // splitmix64 of the eight bytes' number.
        let mut word = (self.seed << 56).wrapping_add((at / 8).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        word = (word ^ word >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ word >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((word ^ word >> 31) >> (at % 8 * 8)) as u8
    }

    /// Up to `most` bytes from `at` on.
    pub fn part(self, at: u64, most: usize) -> Vec<u8> {
        let len = (self.len - at).min(most as u64);
        (at..at + len).map(|at| self.byte(at)).collect()
    }

    /// Compares what arrived at `at`.
    pub fn compare(self, at: u64, data: &[u8]) -> Result<(), String> {
        for (at, found) in (at..).zip(data) {
            if at >= self.len {
                return Err(format!("{} bytes more than were sent", data.len()));
            }
            let sent = self.byte(at);
            if *found != sent {
                let len = self.len;
                return Err(format!(
                    "byte {at} of {len} was {sent:02x} and is {found:02x}"
                ));
            }
        }
        Ok(())
    }
}

/// Our program: sends one stream, takes another, and closes when its own is sent.
#[derive(Debug)]
pub struct Flow {
    out: Stream,
    sent: u64,
    expected: Stream,
    received: u64,
    ended: bool,
}

impl Flow {
    pub fn new(out: Stream, expected: Stream) -> Flow {
        Flow {
            out,
            sent: 0,
            expected,
            received: 0,
            ended: false,
        }
    }

    /// Does what can be done now; whether all has been said and heard, and our FIN acknowledged.
    pub fn work(&mut self, endpoint: &mut Endpoint, now: Time) -> bool {
        assert_eq!(
            endpoint.error(),
            None,
            "after {} bytes sent and {} received",
            self.sent,
            self.received
        );
        if endpoint.state().is_synchronized() {
            self.write(endpoint, now);
        }
        self.read(endpoint, now);
        let acknowledged = matches!(endpoint.state(), State::TimeWait | State::Closed);
        self.ended && acknowledged
    }

    /// Only sends.
    pub fn write(&mut self, endpoint: &mut Endpoint, now: Time) {
        while self.sent < self.out.len && endpoint.send_room() > 0 {
            let data = self.out.part(self.sent, endpoint.send_room().min(65_536));
            let taken = endpoint.send(now, &data).expect("the connection is open");
            self.sent += taken as u64;
        }
        if self.sent == self.out.len {
            endpoint.close(now);
        }
    }

    /// Only receives.
    pub fn read(&mut self, endpoint: &mut Endpoint, now: Time) {
        loop {
            let data = endpoint.recv(now, 65_536);
            if data.is_empty() {
                break;
            }
            if let Err(why) = self.expected.compare(self.received, &data) {
                panic!("the kernel's stream arrived changed: {why}");
            }
            self.received += data.len() as u64;
        }
        if endpoint.peer_closed() && !self.ended {
            self.ended = true;
            assert_eq!(
                self.received, self.expected.len,
                "the kernel's stream ended early"
            );
        }
    }

    /// How many bytes have arrived.
    pub fn received(&self) -> u64 {
        self.received
    }
}

/// The kernel's program: sends one stream and takes another, both at once.
pub fn exchange(stream: TcpStream, out: Stream, expected: Stream) -> io::Result<()> {
    let writer = stream.try_clone()?;
    let writing = thread::spawn(move || write(&writer, out));
    let read = read(&stream, expected);
    let written = writing
        .join()
        .unwrap_or_else(|_| Err(io::Error::other("the kernel's writer panicked")));
    read.and(written)
}

/// Sends a stream and closes that direction.
pub fn write(mut stream: &TcpStream, out: Stream) -> io::Result<()> {
    let mut at = 0;
    while at < out.len {
        let data = out.part(at, 65_536);
        stream.write_all(&data)?;
        at += data.len() as u64;
    }
    stream.shutdown(Shutdown::Write)
}

/// Takes a stream to its end and compares it.
pub fn read(stream: &TcpStream, expected: Stream) -> io::Result<()> {
    read_telling(stream, expected, || {})
}

/// The same, and calls `told` when something has been read for the first time.
pub fn read_telling(
    mut stream: &TcpStream,
    expected: Stream,
    told: impl FnOnce(),
) -> io::Result<()> {
    let (mut at, mut buffer) = (0, vec![0; 65_536]);
    let mut told = Some(told);
    loop {
        let len = stream.read(&mut buffer)?;
        if let Some(told) = told.take() {
            told();
        }
        if len == 0 {
            break;
        }
        expected
            .compare(at, &buffer[..len])
            .map_err(|why| io::Error::other(format!("our stream arrived changed: {why}")))?;
        at += len as u64;
    }
    if at == expected.len {
        return Ok(());
    }
    let why = format!("our stream ended after {at} of {} bytes", expected.len);
    Err(io::Error::other(why))
}
