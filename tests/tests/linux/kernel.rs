//! The kernel's side: ordinary sockets in threads of their own, which the test waits for while packets flow.

use std::io;
use std::net::{SocketAddrV4, TcpListener, TcpStream};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use nix::sys::socket::{self, sockopt};

use crate::namespace::{KERNEL, OURS, set_congestion_control};
use crate::net::Net;

/// Longer than a test waits for anything: threads of a failed test end some time.
const LIMIT: Duration = Duration::from_secs(90);

/// A program that talks to us through the kernel's sockets.
pub struct Program<T>(JoinHandle<io::Result<T>>);

/// Starts one.
pub fn start<T: Send + 'static>(
    body: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Program<T> {
    Program(thread::spawn(body))
}

impl<T> Program<T> {
    /// Whether it is done.
    pub fn is_finished(&self) -> bool {
        self.0.is_finished()
    }

    /// Lets packets pass until it is done, and says how it went.
    pub fn outcome(self, net: &mut Net) -> io::Result<T> {
        net.until("the kernel's program ends", |_| self.is_finished());
        self.0
            .join()
            .unwrap_or_else(|_| Err(io::Error::other("the kernel's program panicked")))
    }

    /// The same, where nothing may have gone wrong.
    pub fn result(self, net: &mut Net) -> T {
        match self.outcome(net) {
            Ok(result) => result,
            Err(error) => panic!("the kernel's program: {error}"),
        }
    }
}

/// A port of the kernel's that takes connections, with this congestion control.
pub fn listen(port: u16, congestion: &str) -> TcpListener {
    let listener = TcpListener::bind(SocketAddrV4::new(KERNEL, port))
        .expect("the namespace is new, so is the port");
    set_congestion_control(&listener, congestion).expect("it was tried before");
    listener
}

/// Takes the next connection.
pub fn accept(listener: &TcpListener) -> io::Result<TcpStream> {
    limited(listener.accept()?.0)
}

/// Connects to one of our ports.
pub fn connect(port: u16, congestion: &str) -> io::Result<TcpStream> {
    let stream = limited(TcpStream::connect_timeout(
        &SocketAddrV4::new(OURS, port).into(),
        LIMIT,
    )?)?;
    set_congestion_control(&stream, congestion)?;
    Ok(stream)
}

fn limited(stream: TcpStream) -> io::Result<TcpStream> {
    stream.set_read_timeout(Some(LIMIT))?;
    stream.set_write_timeout(Some(LIMIT))?;
    Ok(stream)
}

/// Has the kernel send RST when this socket is closed (SO_LINGER with a time of 0).
pub fn reset_on_close(stream: &TcpStream) -> io::Result<()> {
    let linger = nix::libc::linger {
        l_onoff: 1,
        l_linger: 0,
    };
    Ok(socket::setsockopt(stream, sockopt::Linger, &linger)?)
}

/// How many bytes the kernel keeps for a reader (SO_RCVBUF; it doubles this for its own use).
pub fn set_receive_buffer(stream: &impl std::os::fd::AsFd, bytes: usize) -> io::Result<()> {
    Ok(socket::setsockopt(stream, sockopt::RcvBuf, &bytes)?)
}

/// The largest segment the kernel takes and sends (TCP_MAXSEG).
pub fn set_mss(stream: &impl std::os::fd::AsFd, bytes: u32) -> io::Result<()> {
    Ok(socket::setsockopt(stream, sockopt::TcpMaxSeg, &bytes)?)
}
