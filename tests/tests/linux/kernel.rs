//! The kernel's side: ordinary sockets in threads of their own, which the test waits for while packets flow.

use std::io;
use std::net::{SocketAddrV4, TcpListener, TcpStream};
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use nix::libc;
use nix::sys::socket::{
    AddressFamily, Backlog, MsgFlags, SockFlag, SockType, SockaddrIn, bind, connect, listen, recv,
    send, setsockopt, socket, sockopt,
};
use nix::sys::time::TimeVal;

use crate::namespace::{KERNEL, OURS, set_congestion_control};
use crate::net::{Id, Net};

/// Longer than a test waits for anything: threads of a failed test end some time.
const LIMIT: Duration = Duration::from_secs(300);

/// What is set on the kernel's sockets before they connect or listen.
#[derive(Clone, Copy, Debug)]
pub struct SocketOptions {
    /// Congestion control (TCP_CONGESTION).
    pub congestion: &'static str,
    /// How many bytes the kernel keeps for a reader (SO_RCVBUF; the kernel doubles this for its own use).
    pub receive_buffer: Option<usize>,
    /// The largest segment the kernel takes and sends (TCP_MAXSEG).
    pub mss: Option<u32>,
    /// The port to connect from.
    pub own_port: Option<u16>,
    /// Whether to ask a silent peer whether it is there (SO_KEEPALIVE).
    pub keep_alive: bool,
}

impl Default for SocketOptions {
    fn default() -> SocketOptions {
        SocketOptions {
            congestion: "cubic",
            receive_buffer: None,
            mss: None,
            own_port: None,
            keep_alive: false,
        }
    }
}

impl SocketOptions {
    fn socket(self) -> io::Result<OwnedFd> {
        let made = socket(
            AddressFamily::Inet,
            SockType::Stream,
            SockFlag::SOCK_CLOEXEC,
            None,
        )?;
        set_congestion_control(&made, self.congestion)?;
        let limit = TimeVal::new(LIMIT.as_secs() as libc::time_t, 0);
        setsockopt(&made, sockopt::ReceiveTimeout, &limit)?;
        setsockopt(&made, sockopt::SendTimeout, &limit)?;
        setsockopt(&made, sockopt::KeepAlive, &self.keep_alive)?;
        if let Some(bytes) = self.receive_buffer {
            setsockopt(&made, sockopt::RcvBuf, &bytes)?;
        }
        if let Some(bytes) = self.mss {
            setsockopt(&made, sockopt::TcpMaxSeg, &bytes)?;
        }
        Ok(made)
    }

    /// Takes connections to a port of the kernel's.
    pub fn listen(self, port: u16) -> TcpListener {
        let made = || -> io::Result<TcpListener> {
            let made = self.socket()?;
            let address = SocketAddrV4::new(KERNEL, port);
            bind(made.as_raw_fd(), &SockaddrIn::from(address))?;
            listen(&made, Backlog::new(128)?)?;
            Ok(TcpListener::from(made))
        };
        made().expect("the namespace is new, and so is every port")
    }

    /// Connects to one of our ports.
    pub fn connect(self, port: u16) -> io::Result<TcpStream> {
        let made = self.socket()?;
        if let Some(own) = self.own_port {
            let address = SocketAddrV4::new(KERNEL, own);
            bind(made.as_raw_fd(), &SockaddrIn::from(address))?;
        }
        let address = SocketAddrV4::new(OURS, port);
        connect(made.as_raw_fd(), &SockaddrIn::from(address))?;
        Ok(TcpStream::from(made))
    }
}

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

/// Who connects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opener {
    We,
    Kernel,
}

impl Opener {
    pub const BOTH: [Opener; 2] = [Opener::We, Opener::Kernel];

    /// For a test's name.
    pub fn words(self) -> &'static str {
        match self {
            Opener::We => "we_connect",
            Opener::Kernel => "the_kernel_connects",
        }
    }
}

/// Opens a connection: our end and the kernel's.
pub fn open(net: &mut Net, opener: Opener) -> (Id, TcpStream) {
    let options = net.setup().socket;
    match opener {
        Opener::We => {
            let listener = options.listen(80);
            let program = start(move || Ok(listener.accept()?.0));
            let id = net.connect(80);
            (id, program.result(net))
        }
        Opener::Kernel => {
            net.listen(80);
            let program = start(move || options.connect(80));
            let id = net.accept();
            (id, program.result(net))
        }
    }
}

/// Has the kernel send RST when this socket is closed (SO_LINGER with a time of 0).
pub fn reset_on_close(stream: &impl AsFd) -> io::Result<()> {
    let linger = libc::linger {
        l_onoff: 1,
        l_linger: 0,
    };
    Ok(setsockopt(stream, sockopt::Linger, &linger)?)
}

/// Sends data whose last byte is urgent (MSG_OOB).
pub fn send_urgent(stream: &TcpStream, data: &[u8]) -> io::Result<usize> {
    Ok(send(stream.as_raw_fd(), data, MsgFlags::MSG_OOB)?)
}

/// Sends data that the kernel puts into no segment with what follows (MSG_EOR).
pub fn send_apart(stream: &TcpStream, data: &[u8]) -> io::Result<usize> {
    Ok(send(stream.as_raw_fd(), data, MsgFlags::MSG_EOR)?)
}

/// Takes the urgent byte, which the kernel keeps apart (MSG_OOB).
pub fn receive_urgent(stream: &TcpStream) -> io::Result<u8> {
    let mut byte = [0];
    recv(stream.as_raw_fd(), &mut byte, MsgFlags::MSG_OOB)?;
    Ok(byte[0])
}
