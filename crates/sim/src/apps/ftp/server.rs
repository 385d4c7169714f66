//! The FTP server.

use core::net::SocketAddrV4;

use hoplab_units::Time;

use super::session::{Data, Session};
use super::{FtpEvent, FtpLogLine, FtpServerScreen, FtpServerSpec};
use crate::apps::event::AppEvent;
use crate::apps::screen::Screen;
use crate::event::{EventKind, SocketError};
use crate::ids::SocketId;
use crate::program::{Input, Program, Sys, Timer};

/// The server.
#[derive(Clone, Debug)]
pub(crate) struct FtpServer {
    spec: FtpServerSpec,
    failed: Option<SocketError>,
    sessions: Vec<Session>,
    log: Vec<FtpLogLine>,
    /// How many sessions there were: the next one's timer.
    count: u32,
}

impl FtpServer {
    /// The most sessions at a time; further clients are told 421.
    const MAX_SESSIONS: usize = 50;

    pub(crate) fn new(spec: FtpServerSpec) -> FtpServer {
        FtpServer {
            spec,
            failed: None,
            sessions: Vec::new(),
            log: Vec::new(),
            count: 0,
        }
    }

    fn tell(&mut self, sys: &mut Sys<'_>, event: FtpEvent) {
        if self.log.len() >= FtpServerScreen::MAX_LOG {
            self.log.remove(0);
        }
        let at = sys.now();
        self.log.push(FtpLogLine {
            at,
            event: event.clone(),
        });
        sys.record_app(AppEvent::Ftp(event));
    }

    fn of_control(&self, socket: SocketId) -> Option<usize> {
        self.sessions.iter().position(|one| one.control == socket)
    }

    fn of_data(&self, wanted: SocketId) -> Option<usize> {
        let own = |one: &Session| matches!(one.data, Data::Open { socket, .. } if socket == wanted);
        self.sessions.iter().position(own)
    }

    /// A connection came, to the control port or to one of those named to clients.
    fn accepted(&mut self, sys: &mut Sys<'_>, socket: SocketId, from: SocketAddrV4) {
        let local = sys.local(socket).map_or(0, |local| local.port());
        if local == self.spec.port {
            return self.welcome(sys, socket, from);
        }
        // From anywhere but the client's own address it would be somebody who takes another's file.
        let awaits = |one: &Session| {
            matches!(one.data, Data::Awaited { port, .. } if port == local)
                && one.from.ip() == from.ip()
        };
        match self.sessions.iter().position(awaits) {
            Some(place) => {
                self.sessions[place].data_opened(sys, socket);
                self.serve(sys, place);
            }
            None => sys.abort(socket),
        }
    }

    fn welcome(&mut self, sys: &mut Sys<'_>, socket: SocketId, from: SocketAddrV4) {
        // As ProFTPD does: two replies in a row are two small writes.
        sys.set_no_delay(socket);
        self.count = self.count.wrapping_add(1);
        let mut session = Session::new(socket, from, sys.now(), self.count);
        if self.sessions.len() >= FtpServer::MAX_SESSIONS {
            session.out.clear();
            session.reply(
                421,
                "Too many are connected: closing the control connection.",
            );
            session.closing = true;
        }
        self.sessions.push(session);
        self.serve(sys, self.sessions.len() - 1);
    }

    /// Writes what is to be written and does what was said, in order, one at a time.
    fn serve(&mut self, sys: &mut Sys<'_>, place: usize) {
        loop {
            let session = &mut self.sessions[place];
            session.out.write(sys, session.control);
            if !session.out.is_empty() || session.transfer.is_some() {
                break;
            }
            let line = if session.closing {
                None
            } else {
                session.next_line(sys)
            };
            match line {
                Some(Ok(line)) => {
                    if let Some(event) = session.obey(sys, &self.spec, &line) {
                        self.tell(sys, event);
                    }
                }
                Some(Err(())) => session.reply(500, "This line is too long."),
                None if session.closing || session.ended => {
                    session.drop_data(sys);
                    sys.close(session.control);
                    self.sessions.remove(place);
                    return;
                }
                None => break,
            }
        }
        self.sessions[place].set_alarm(sys);
    }

    /// Everything was acknowledged, the end of the data connection too.
    fn sent(&mut self, sys: &mut Sys<'_>, place: usize) {
        let session = &mut self.sessions[place];
        session.data = Data::None;
        let Some(transfer) = session.transfer.take() else {
            return;
        };
        session.reply(226, "Transfer complete.");
        let event = FtpEvent::FileSent {
            file: transfer.file,
            bytes: transfer.bytes,
            to: session.from,
        };
        self.tell(sys, event);
        self.serve(sys, place);
    }

    /// The data connection failed, or did not come.
    fn data_failed(&mut self, sys: &mut Sys<'_>, place: usize, error: Option<SocketError>) {
        let session = &mut self.sessions[place];
        session.drop_data(sys);
        session.active = sys.now();
        if let Some(transfer) = session.transfer.take() {
            if transfer.begun {
                session.reply(426, "The data connection failed: transfer aborted.");
            } else {
                session.reply(425, "Nobody opened the data connection.");
            }
            let (file, to) = (transfer.file, session.from);
            self.tell(sys, FtpEvent::DataFailed { file, to, error });
        }
        self.serve(sys, place);
    }

    fn data_input(&mut self, sys: &mut Sys<'_>, place: usize, input: Input<'_>) {
        match input {
            Input::Writable => self.sessions[place].go_on(sys),
            Input::Finished => self.sent(sys, place),
            Input::Error(error) => self.data_failed(sys, place, Some(error)),
            // A client that closes the connection before it asks for anything does not want it.
            Input::StreamEnded { .. } if self.sessions[place].transfer.is_none() => {
                self.sessions[place].drop_data(sys);
            }
            _ => {}
        }
    }

    fn alarm(&mut self, sys: &mut Sys<'_>, timer: u32) {
        let now = sys.now();
        let own = |one: &Session| one.timer == timer && one.alarm == Some(now);
        let Some(place) = self.sessions.iter().position(own) else {
            return;
        };
        let session = &mut self.sessions[place];
        session.alarm = None;
        if session.rests_until() > now {
            return session.set_alarm(sys);
        }
        if session.transfer.is_some() {
            return self.data_failed(sys, place, None);
        }
        let to = session.from;
        session.closing = true;
        session.reply(
            421,
            "Nothing was said for too long: closing the control connection.",
        );
        session.active = now;
        self.tell(sys, FtpEvent::IdleClosed { to });
        self.serve(sys, place);
    }
}

impl Program for FtpServer {
    fn screen(&self, _now: Time) -> Option<Screen> {
        Some(Screen::FtpServer(FtpServerScreen {
            failed: self.failed,
            sessions: self.sessions.iter().map(Session::row).collect(),
            log: self.log.clone(),
        }))
    }

    fn start(&mut self, sys: &mut Sys<'_>) {
        if let Err(error) = sys.listen(self.spec.port) {
            self.failed = Some(error);
            sys.record(EventKind::SocketError { error });
            sys.exit();
        }
    }

    fn handle(&mut self, sys: &mut Sys<'_>, socket: Option<SocketId>, input: Input<'_>) {
        if let Input::Timer(Timer(timer)) = input {
            return self.alarm(sys, timer);
        }
        let Some(socket) = socket else { return };
        if let Input::Accepted { from } = input {
            return self.accepted(sys, socket, from);
        }
        if let Some(place) = self.of_data(socket) {
            return self.data_input(sys, place, input);
        }
        let Some(place) = self.of_control(socket) else {
            return;
        };
        match input {
            Input::Readable { .. } | Input::Writable => self.serve(sys, place),
            Input::StreamEnded { .. } => {
                self.sessions[place].ended = true;
                self.serve(sys, place);
            }
            Input::Error(_) => {
                let mut session = self.sessions.remove(place);
                session.drop_data(sys);
            }
            _ => {}
        }
    }
}
