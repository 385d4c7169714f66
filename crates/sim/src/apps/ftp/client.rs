//! The FTP client.

use core::net::{Ipv4Addr, SocketAddrV4};
use std::collections::VecDeque;
use std::sync::Arc;

use hoplab_units::Time;
use hoplab_wire::ftp::{Command, Reply, ReplyReader};

use super::{FtpClientScreen, FtpClientSpec, FtpEvent, FtpLine, FtpState, FtpTransfer};
use crate::apps::client::Client;
use crate::apps::event::AppEvent;
use crate::apps::failure::ClientError;
use crate::apps::outbox::Outbox;
use crate::apps::patience::Patience;
use crate::apps::screen::Screen;
use crate::event::SocketError;
use crate::ids::SocketId;
use crate::program::{Input, Program, Sys, Timer};

/// The client. It says one line at a time and waits for the reply.
#[derive(Clone, Debug)]
pub(crate) struct FtpClient {
    spec: FtpClientSpec,
    screen: FtpClientScreen,
    control: Option<SocketId>,
    replies: ReplyReader,
    out: Outbox,
    /// What it will say, a line each.
    plan: VecDeque<String>,
    waits: Waits,
    data: Option<Data>,
    patience: Patience,
}

/// What it waits for on the control connection.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Waits {
    /// For nothing: it can say something.
    Nothing,
    /// For the server to begin.
    Banner,
    /// For the reply to what it said; `None`: to something that is no command it knows.
    Reply(Option<Command>),
    /// The server says that all was sent; it waits for the end of the data connection.
    EndOfData,
}

/// Its data connection.
#[derive(Clone, Copy, Debug)]
struct Data {
    socket: SocketId,
    open: bool,
}

impl FtpClient {
    /// The most lines that wait to be said.
    const MAX_PLAN: usize = 50;
    /// The longest file it takes, in bytes.
    const MAX_FILE: usize = 1 << 20;

    pub(crate) fn new(spec: FtpClientSpec) -> FtpClient {
        let mut plan = VecDeque::new();
        plan.push_back(line(&Command::User(spec.user.clone())));
        plan.push_back(line(&Command::Pass(spec.password.clone())));
        plan.push_back(line(&Command::Type("I".to_owned())));
        if let Some(file) = spec.file.clone() {
            plan.push_back(line(&Command::Pasv));
            plan.push_back(line(&Command::Retr(file)));
            plan.push_back(line(&Command::Quit));
        }
        FtpClient {
            spec,
            screen: FtpClientScreen::default(),
            control: None,
            replies: ReplyReader::new(),
            out: Outbox::default(),
            plan,
            waits: Waits::Banner,
            data: None,
            patience: Patience::new(Timer(0)),
        }
    }

    fn show(&mut self, at: Time, by_server: bool, text: &str) {
        if self.screen.lines.len() >= FtpClientScreen::MAX_LINES {
            self.screen.lines.remove(0);
        }
        let text = text.to_owned();
        self.screen.lines.push(FtpLine {
            at,
            by_server,
            text,
        });
    }

    /// What was typed: a command of the protocol as it is, or `get` and `ls`, which take two.
    fn typed(&mut self, sys: &mut Sys<'_>, text: &str) {
        let text = text.trim();
        let mut lines = match text.split_once(' ') {
            Some(("get", file)) => vec![
                line(&Command::Pasv),
                line(&Command::Retr(file.trim().to_owned())),
            ],
            None if text == "ls" => vec![line(&Command::Pasv), line(&Command::List(None))],
            _ => vec![text.chars().map(no_control).collect()],
        };
        if self.plan.len() + lines.len() <= FtpClient::MAX_PLAN {
            self.plan.extend(lines.drain(..));
        }
        self.screen.state = FtpState::Busy;
        self.patience.renew(sys);
        self.next(sys);
    }

    /// Says the next line, if it is its turn.
    fn next(&mut self, sys: &mut Sys<'_>) {
        let opening = self.data.is_some_and(|data| !data.open);
        if self.waits != Waits::Nothing || opening {
            return;
        }
        let (Some(control), Some(line)) = (self.control, self.plan.pop_front()) else {
            if !matches!(self.screen.state, FtpState::Failed(_)) {
                self.screen.state = FtpState::Ready;
            }
            return;
        };
        self.patience.renew(sys);
        let command = Command::parse(line.as_bytes()).ok();
        if let (Some(Command::Retr(_) | Command::List(_)), Some(transfer)) =
            (&command, &mut self.screen.transfer)
            && transfer.done.is_none()
            && transfer.error.is_none()
        {
            transfer.command.clone_from(&line);
        }
        self.waits = Waits::Reply(command);
        if !matches!(self.screen.state, FtpState::Failed(_)) {
            self.screen.state = FtpState::Busy;
        }
        self.show(sys.now(), false, &line);
        tell(sys, FtpEvent::Commanded { line: line.clone() });
        self.out.push((line + "\r\n").into_bytes());
        self.out.write(sys, control);
    }

    fn read(&mut self, sys: &mut Sys<'_>, control: SocketId) {
        let data = sys.read(control);
        self.patience.renew(sys);
        let mut input = &data[..];
        while let Some(reply) = self.replies.next(&mut input) {
            match reply {
                Ok(reply) => self.reply(sys, &reply),
                Err(_) => return self.give_up(sys, ClientError::NotUnderstood),
            }
        }
    }

    fn reply(&mut self, sys: &mut Sys<'_>, reply: &Reply) {
        let code = reply.code;
        let text = reply.lines.join(" / ");
        self.show(sys.now(), true, &format!("{code} {text}"));
        tell(sys, FtpEvent::Replied { code, text });
        if code == 421 {
            return self.give_up(sys, ClientError::Refused);
        }
        if code < 200 {
            // More is to come.
            return;
        }
        match core::mem::replace(&mut self.waits, Waits::Nothing) {
            Waits::Banner if !reply.is_good() => return self.give_up(sys, ClientError::Refused),
            Waits::Reply(Some(Command::User(_))) if code == 230 => {
                // No password is needed.
                self.plan.retain(|line| !line.starts_with("PASS"));
            }
            Waits::Reply(Some(Command::User(_) | Command::Pass(_))) if !reply.is_good() => {
                self.fail(sys, ClientError::LoginRefused);
            }
            Waits::Reply(Some(Command::Pasv)) => match reply.passive_address() {
                Some(at) => return self.open_data(sys, at),
                // It agrees, and does not say where: nobody can connect to that.
                None if reply.is_good() => self.fail(sys, ClientError::NotUnderstood),
                None => self.fail(sys, ClientError::Refused),
            },
            Waits::Reply(Some(Command::Retr(_) | Command::List(_))) => {
                return self.transfer_told(sys, reply);
            }
            Waits::Reply(Some(Command::Quit)) => return self.over(sys),
            _ => {}
        }
        self.next(sys);
    }

    /// Does not get what it wanted: says goodbye if that was all, else waits for what is typed.
    fn fail(&mut self, sys: &mut Sys<'_>, error: ClientError) {
        self.screen.state = FtpState::Failed(error);
        tell(sys, FtpEvent::Failed { error });
        self.plan.clear();
        if self.spec.file.is_some() {
            self.plan.push_back(line(&Command::Quit));
        }
    }

    fn over(&mut self, sys: &mut Sys<'_>) {
        if !matches!(self.screen.state, FtpState::Failed(_)) {
            self.screen.state = FtpState::Over;
        }
        sys.exit();
    }

    /// Opens the data connection to where the server said it waits.
    fn open_data(&mut self, sys: &mut Sys<'_>, at: SocketAddrV4) {
        if let Some(data) = self.data.take() {
            sys.close(data.socket);
        }
        tell(sys, FtpEvent::OpensData { at });
        let mut transfer = FtpTransfer {
            command: String::new(),
            local: None,
            remote: at,
            data: Arc::default(),
            begun: sys.now(),
            done: None,
            error: None,
        };
        let opened = sys.connect(at, None, None);
        if let Ok(socket) = opened {
            transfer.local = sys.local(socket);
            self.data = Some(Data {
                socket,
                open: false,
            });
        }
        self.screen.transfer = Some(transfer);
        if let Err(error) = opened {
            self.data_failed(sys, ClientError::Socket(error));
        }
    }

    fn data_opened(&mut self, sys: &mut Sys<'_>) {
        if let (Some(data), Some(transfer)) = (&mut self.data, &self.screen.transfer) {
            data.open = true;
            let at = transfer.remote;
            tell(sys, FtpEvent::DataOpen { at });
            self.patience.renew(sys);
            self.next(sys);
        }
    }

    fn read_data(&mut self, sys: &mut Sys<'_>, socket: SocketId) {
        let piece = sys.read(socket);
        self.patience.renew(sys);
        let Some(transfer) = &mut self.screen.transfer else {
            return;
        };
        if transfer.data.len() + piece.len() > FtpClient::MAX_FILE {
            sys.abort(socket);
            return self.data_failed(sys, ClientError::TooMuch);
        }
        Arc::make_mut(&mut transfer.data).extend_from_slice(&piece);
    }

    /// The data connection ended as it should: the file ends there.
    fn data_ended(&mut self, sys: &mut Sys<'_>, socket: SocketId) {
        sys.close(socket);
        self.data = None;
        if self.waits == Waits::EndOfData {
            self.whole(sys);
        }
    }

    /// The data connection failed, or could not be opened.
    fn data_failed(&mut self, sys: &mut Sys<'_>, error: ClientError) {
        self.data = None;
        if let Some(transfer) = &mut self.screen.transfer {
            transfer.error = Some(error);
        }
        self.fail(sys, error);
        if self.waits == Waits::EndOfData {
            self.waits = Waits::Nothing;
        }
        self.next(sys);
    }

    /// The last word of the server about a file.
    fn transfer_told(&mut self, sys: &mut Sys<'_>, reply: &Reply) {
        if reply.is_good() {
            if self.data.is_some() {
                self.waits = Waits::EndOfData;
                return;
            }
            return self.whole(sys);
        }
        let error = if reply.code == 550 {
            ClientError::FileRefused
        } else {
            ClientError::Refused
        };
        if let Some(data) = self.data.take() {
            sys.close(data.socket);
        }
        // An earlier file stays whole; and where the data connection failed, the client knew before the server.
        let transfer = self.screen.transfer.as_mut();
        let known = match transfer.filter(|transfer| transfer.done.is_none()) {
            Some(transfer) => {
                transfer.error.is_some() || {
                    transfer.error = Some(error);
                    false
                }
            }
            None => false,
        };
        if !known {
            self.fail(sys, error);
        }
        self.next(sys);
    }

    fn whole(&mut self, sys: &mut Sys<'_>) {
        self.waits = Waits::Nothing;
        let now = sys.now();
        if let Some(transfer) = self
            .screen
            .transfer
            .as_mut()
            .filter(|transfer| transfer.error.is_none())
        {
            transfer.done = Some(now);
            let file = transfer
                .command
                .strip_prefix("RETR ")
                .unwrap_or(&transfer.command);
            let event = FtpEvent::FileWhole {
                file: file.to_owned(),
                bytes: transfer.data.len() as u32,
                after: now.since(transfer.begun),
            };
            tell(sys, event);
        }
        self.next(sys);
    }

    /// The timer of its patience ran out.
    fn alarm(&mut self, sys: &mut Sys<'_>) {
        let opening = self.data.is_some_and(|data| !data.open);
        let waits = self.waits != Waits::Nothing || opening;
        if !self.patience.is_over(sys, waits) {
            return;
        }
        if let (true, Some(data)) = (opening, self.data) {
            // The server may be well, and only the way to that port blocked.
            sys.close(data.socket);
            return self.data_failed(sys, ClientError::Silence);
        }
        self.give_up(sys, ClientError::Silence);
    }

    fn data_input(&mut self, sys: &mut Sys<'_>, socket: SocketId, input: Input<'_>) {
        match input {
            Input::Connected => self.data_opened(sys),
            Input::Readable { .. } => self.read_data(sys, socket),
            Input::StreamEnded { .. } => self.data_ended(sys, socket),
            Input::Error(error) => self.data_failed(sys, ClientError::Socket(error)),
            _ => {}
        }
    }
}

/// A command as a line without its end.
fn line(command: &Command) -> String {
    let bytes = command.to_bytes();
    String::from_utf8_lossy(&bytes).trim_end().to_owned()
}

fn no_control(c: char) -> char {
    if c.is_control() { ' ' } else { c }
}

fn tell(sys: &mut Sys<'_>, event: FtpEvent) {
    sys.record_app(AppEvent::Ftp(event));
}

impl Client for FtpClient {
    fn begin(&mut self, sys: &mut Sys<'_>, address: Ipv4Addr) -> Result<(), SocketError> {
        let to = SocketAddrV4::new(address, self.spec.port);
        let socket = sys.connect(to, None, None)?;
        // As curl does. On a data connection it would change nothing: its end carries the FIN.
        sys.set_no_delay(socket);
        self.control = Some(socket);
        self.screen.control = sys.local(socket).map(|local| (local, to));
        Ok(())
    }

    /// The session is over, though not as it should be.
    fn give_up(&mut self, sys: &mut Sys<'_>, error: ClientError) {
        self.screen.state = FtpState::Failed(error);
        if let Some(transfer) = self
            .screen
            .transfer
            .as_mut()
            .filter(|transfer| transfer.done.is_none())
        {
            transfer.error.get_or_insert(error);
        }
        tell(sys, FtpEvent::Failed { error });
        sys.exit();
    }
}

impl Program for FtpClient {
    fn screen(&self, _now: Time) -> Option<Screen> {
        Some(Screen::FtpClient(self.screen.clone()))
    }

    fn start(&mut self, sys: &mut Sys<'_>) {
        self.patience.renew(sys);
        sys.resolve(&self.spec.to, 0);
    }

    fn handle(&mut self, sys: &mut Sys<'_>, socket: Option<SocketId>, input: Input<'_>) {
        match input {
            Input::Timer(_) => return self.alarm(sys),
            Input::Typed(text) => return self.typed(sys, text),
            Input::Resolved { result, .. } => return self.resolved(sys, result),
            _ => {}
        }
        let Some(socket) = socket else { return };
        if self.data.is_some_and(|data| data.socket == socket) {
            return self.data_input(sys, socket, input);
        }
        if self.control != Some(socket) {
            return;
        }
        match input {
            Input::Connected => {
                self.screen.state = FtpState::Busy;
                self.patience.renew(sys);
            }
            Input::Readable { .. } => self.read(sys, socket),
            Input::Writable => {
                self.out.write(sys, socket);
            }
            Input::StreamEnded { .. } => self.give_up(sys, ClientError::CutOff),
            Input::Error(error) => self.give_up(sys, ClientError::Socket(error)),
            _ => {}
        }
    }
}
