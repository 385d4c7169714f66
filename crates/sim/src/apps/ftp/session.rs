//! One session of an FTP server: what it knows of a client, and what it replies.

use core::net::SocketAddrV4;
use std::sync::Arc;

use hoplab_units::{Span, Time};
use hoplab_wire::ftp::{Command, MAX_LINE, Reply};
use hoplab_wire::lines::LineReader;

use super::{FtpEvent, FtpServerSpec, FtpSessionRow, files};
use crate::apps::outbox::Outbox;
use crate::ids::SocketId;
use crate::program::{Sys, Timer};

/// A session.
#[derive(Clone, Debug)]
pub(super) struct Session {
    pub(super) control: SocketId,
    pub(super) from: SocketAddrV4,
    since: Time,
    /// Which timer is its own.
    pub(super) timer: u32,
    /// When its timer runs out.
    pub(super) alarm: Option<Time>,
    /// When something last came on.
    pub(super) active: Time,
    lines: LineReader,
    /// What was read and not looked at yet: a command waits until the one before it is done with.
    input: Vec<u8>,
    pub(super) out: Outbox,
    user: Option<String>,
    let_in: bool,
    tries: u8,
    pub(super) data: Data,
    pub(super) transfer: Option<Transfer>,
    /// The client says no more.
    pub(super) ended: bool,
    /// The connection is closed once all is out.
    pub(super) closing: bool,
}

/// Its data connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Data {
    /// There is none.
    None,
    /// The client was told to open it to this port.
    Awaited { listener: SocketId, port: u16 },
    /// It is there.
    Open { socket: SocketId, port: u16 },
}

/// Something that goes out over the data connection, once it is there.
#[derive(Clone, Debug)]
pub(super) struct Transfer {
    pub(super) file: String,
    pub(super) out: Outbox,
    pub(super) bytes: u32,
    /// Whether the data connection is there, and the client was told so.
    pub(super) begun: bool,
}

impl Session {
    /// How long a client may say nothing.
    const IDLE: Span = Span::from_secs(60);
    /// How long it may take to open its data connection.
    const DATA: Span = Span::from_secs(10);
    /// How many wrong passwords it may try.
    const TRIES: u8 = 3;
    /// Bytes read at a time.
    const PORTION: usize = 1024;

    pub(super) fn new(control: SocketId, from: SocketAddrV4, now: Time, timer: u32) -> Session {
        let mut session = Session {
            control,
            from,
            since: now,
            timer,
            alarm: None,
            active: now,
            lines: LineReader::new(MAX_LINE + 1),
            input: Vec::new(),
            out: Outbox::default(),
            user: None,
            let_in: false,
            tries: 0,
            data: Data::None,
            transfer: None,
            ended: false,
            closing: false,
        };
        session.reply(220, "Hoplab FTP server ready.");
        session
    }

    pub(super) fn row(&self) -> FtpSessionRow {
        FtpSessionRow {
            from: self.from,
            since: self.since,
            user: self.user.clone().filter(|_| self.let_in),
            data_port: match self.data {
                Data::None => None,
                Data::Awaited { port, .. } | Data::Open { port, .. } => Some(port),
            },
            sending: self.transfer.as_ref().map(|transfer| {
                let taken = transfer.bytes - transfer.out.len() as u32;
                (transfer.file.clone(), taken, transfer.bytes)
            }),
        }
    }

    pub(super) fn reply(&mut self, code: u16, text: &str) {
        self.out.push(Reply::new(code, text).to_bytes());
    }

    /// Until when it may rest as it does.
    pub(super) fn rests_until(&self) -> Time {
        let awaited = self
            .transfer
            .as_ref()
            .is_some_and(|transfer| !transfer.begun);
        self.active
            + if awaited {
                Session::DATA
            } else {
                Session::IDLE
            }
    }

    /// Has the timer run out when it has rested too long.
    pub(super) fn set_alarm(&mut self, sys: &mut Sys<'_>) {
        let (now, at) = (sys.now(), self.rests_until());
        if self.alarm.is_none_or(|alarm| at < alarm) {
            sys.set_timer_for(at.since(now), Timer(self.timer));
            self.alarm = Some(at);
        }
    }

    /// The next line of the client; `Err`: it is too long.
    pub(super) fn next_line(&mut self, sys: &mut Sys<'_>) -> Option<Result<Vec<u8>, ()>> {
        loop {
            let mut input = &self.input[..];
            let line = self.lines.next(&mut input);
            let used = self.input.len() - input.len();
            self.input.drain(..used);
            if let Some(line) = line {
                return Some(line.map_err(|_| ()));
            }
            self.input = sys.read_some(self.control, Session::PORTION);
            if self.input.is_empty() {
                return None;
            }
            self.active = sys.now();
        }
    }

    /// Does what the client says; returns what the log tells of it.
    pub(super) fn obey(
        &mut self,
        sys: &mut Sys<'_>,
        spec: &FtpServerSpec,
        line: &[u8],
    ) -> Option<FtpEvent> {
        let command = match Command::parse(line) {
            Ok(command) => command,
            Err(bad) => {
                self.reply(bad.reply_code(), "This is no command.");
                return None;
            }
        };
        match command {
            Command::User(name) => {
                self.let_in = false;
                self.user = Some(name);
                self.reply(331, "Please tell the password.");
            }
            Command::Pass(password) => return self.log_in(spec, &password),
            Command::Quit => {
                self.reply(221, "Goodbye.");
                self.closing = true;
            }
            Command::Syst => self.reply(215, "UNIX Type: L8"),
            _ if !self.let_in => self.reply(530, "Please log in with USER and PASS."),
            Command::Type(kind) => match kind.to_ascii_uppercase().as_str() {
                "I" | "L 8" => self.reply(200, "Files are sent as they are."),
                "A" | "A N" => self.reply(200, "Files are sent as text."),
                _ => self.reply(504, "There is TYPE A and TYPE I."),
            },
            Command::Pwd => self.reply(257, "\"/\" is the current directory."),
            Command::Pasv => return self.passive(sys),
            Command::Retr(file) => match files::read(spec, &file) {
                Some(bytes) => self.send(sys, file, bytes),
                None => self.reply(550, "There is no such file."),
            },
            Command::List(_) => {
                let listing = files::list(spec);
                self.send(sys, "LIST".to_owned(), listing.into());
            }
            Command::Other { verb, .. } if verb == "NOOP" => self.reply(200, "Done: nothing."),
            Command::Other { .. } => self.reply(502, "This command is not implemented."),
        }
        None
    }

    fn log_in(&mut self, spec: &FtpServerSpec, password: &str) -> Option<FtpEvent> {
        let Some(user) = self.user.clone() else {
            self.reply(503, "Please say USER first.");
            return None;
        };
        let from = self.from;
        let known = user == spec.user;
        if known && (spec.user == super::anonymous() || password == spec.password) {
            self.let_in = true;
            self.reply(230, "You are logged in.");
            return Some(FtpEvent::LetIn { user, from });
        }
        // Whether the name or the password was wrong it does not say.
        self.user = None;
        self.tries += 1;
        if self.tries < Session::TRIES {
            self.reply(530, "Login incorrect.");
        } else {
            self.reply(
                421,
                "Too many wrong passwords: closing the control connection.",
            );
            self.closing = true;
        }
        Some(FtpEvent::KeptOut { user, from })
    }

    /// Waits for a data connection on a port of its own choice.
    fn passive(&mut self, sys: &mut Sys<'_>) -> Option<FtpEvent> {
        self.drop_data(sys);
        let Ok((listener, port)) = sys.listen_ephemeral() else {
            self.reply(425, "There is no port left to wait on.");
            return None;
        };
        self.data = Data::Awaited { listener, port };
        let at = SocketAddrV4::new(sys.address(), port);
        self.out.push(Reply::passive(at).to_bytes());
        let from = self.from;
        Some(FtpEvent::WaitsForData { port, from })
    }

    /// Sends something over the data connection, which is there or is to come.
    fn send(&mut self, sys: &mut Sys<'_>, file: String, bytes: Arc<[u8]>) {
        if self.data == Data::None {
            return self.reply(425, "Please say PASV first.");
        }
        let mut transfer = Transfer {
            file,
            out: Outbox::default(),
            bytes: bytes.len() as u32,
            begun: false,
        };
        transfer.out.push(bytes);
        self.transfer = Some(transfer);
        self.go_on(sys);
    }

    /// The client opened its data connection.
    pub(super) fn data_opened(&mut self, sys: &mut Sys<'_>, socket: SocketId) {
        if let Data::Awaited { listener, port } = self.data {
            sys.close(listener);
            self.data = Data::Open { socket, port };
            self.active = sys.now();
            self.go_on(sys);
        }
    }

    /// Writes to the data connection what it takes, and closes it behind the last byte.
    pub(super) fn go_on(&mut self, sys: &mut Sys<'_>) {
        let (Data::Open { socket, .. }, Some(transfer)) = (self.data, &mut self.transfer) else {
            return;
        };
        if transfer.begun && transfer.out.is_empty() {
            return;
        }
        let text = (!transfer.begun).then(|| {
            let (file, bytes) = (&transfer.file, transfer.bytes);
            format!("Opening the data connection for {file} ({bytes} bytes).")
        });
        transfer.begun = true;
        if transfer.out.write(sys, socket) > 0 {
            self.active = sys.now();
        }
        if transfer.out.is_empty() {
            sys.close(socket);
        }
        if let Some(text) = text {
            self.reply(150, &text);
        }
    }

    /// Ends the data connection, or the waiting for one.
    pub(super) fn drop_data(&mut self, sys: &mut Sys<'_>) {
        match self.data {
            Data::None => {}
            Data::Awaited { listener, .. } => sys.close(listener),
            Data::Open { socket, .. } if self.transfer.is_some() => sys.abort(socket),
            Data::Open { socket, .. } => sys.close(socket),
        }
        self.data = Data::None;
    }
}
