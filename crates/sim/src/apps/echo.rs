//! The echo service (RFC 862): a server that sends back what it gets, over UDP and TCP, and a client.

use core::net::{Ipv4Addr, SocketAddrV4};

use hoplab_units::{Span, Time};
use serde::{Deserialize, Serialize};

use super::client::Client;
use super::defect::{SpecDefect, check_length, check_port, require_between};
use super::event::AppEvent;
use super::failure::ClientError;
use super::outbox::Outbox;
use super::screen::Screen;
use super::spec::{Ask, Carrier, Field, OVER, Settings, TO, field};
use super::target::Target;
use super::told::Told;
use super::{AppKind, AppSummary};
use crate::command::Transport;
use crate::event::{EventKind, SocketError};
use crate::ids::SocketId;
use crate::program::{Input, Program, Sys, Timer};

/// An echo server.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EchoSpec {
    /// What a person calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The UDP and TCP port it listens on; 7 unless told otherwise.
    #[serde(default = "echo_port")]
    pub port: u16,
}

/// An echo client: says one line again and again.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EchoClientSpec {
    /// What a person calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where the server is.
    pub to: Target,
    /// Its port; 7 unless told otherwise.
    #[serde(default = "echo_port")]
    pub port: u16,
    /// UDP or TCP; none: what the world is switched to (over bare IP there is no port to echo at: UDP then).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transport: Option<Transport>,
    /// What it says.
    #[serde(default = "hello")]
    pub text: String,
    /// How often.
    #[serde(default = "once")]
    pub count: u16,
}

const fn echo_port() -> u16 {
    7
}
const fn once() -> u16 {
    1
}
fn hello() -> String {
    "Hello?".to_owned()
}

impl Settings for EchoSpec {
    const FORM: Option<&'static [Field]> = Some(&[field("port", Ask::Port, "7")]);
    const CARRIER: Carrier = Carrier::Any;

    fn summary(&self, kind: AppKind) -> AppSummary {
        kind.waiting(&self.name, self.port)
    }

    fn check(&self) -> Result<(), SpecDefect> {
        check_port(self.port)
    }
}

impl EchoClientSpec {
    const MAX_TEXT: usize = 512;
    const MAX_COUNT: u16 = 1000;
}

impl Settings for EchoClientSpec {
    const FORM: Option<&'static [Field]> = Some(&[
        TO,
        field("port", Ask::Port, "7"),
        field("text", Ask::Text, "Hello?"),
        field("count", Ask::Number, "1"),
        OVER,
    ]);
    const CARRIER: Carrier = Carrier::Switch;

    fn summary(&self, kind: AppKind) -> AppSummary {
        kind.turning_to(&self.name, &self.to)
    }

    fn follows_switch(&self) -> bool {
        self.transport.is_none()
    }

    fn check(&self) -> Result<(), SpecDefect> {
        check_port(self.port)?;
        self.to.check("to")?;
        check_length("text", &self.text, 1, EchoClientSpec::MAX_TEXT)?;
        let counts = (1..=EchoClientSpec::MAX_COUNT).contains(&self.count);
        require_between(counts, "count", "1", "1000")
    }
}

/// What happened between an echo client and its server.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each variant's sentence tells of its fields")]
pub enum EchoEvent {
    /// The client said its line.
    Said { number: u16 },
    /// The echo is here; the bytes are those that were said, or not.
    Heard {
        number: u16,
        after: Span,
        same: bool,
    },
    /// No echo within the time it waits.
    Silence { number: u16 },
    /// The server sent something back.
    Echoed { to: SocketAddrV4, bytes: u32 },
    /// A socket error ended it.
    Failed { error: SocketError },
}

/// What an echo program shows: the newest lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EchoScreen {
    /// Oldest first, at most [`EchoScreen::MAX_LINES`].
    pub lines: Vec<EchoLine>,
    /// Why a client has not said a word: the server's name led to no address.
    pub trouble: Option<ClientError>,
}

/// One line of it.
pub type EchoLine = Told<EchoEvent>;

impl EchoScreen {
    /// Older lines go.
    pub const MAX_LINES: usize = 50;

    fn tell(&mut self, sys: &mut Sys<'_>, event: EchoEvent) {
        Told::put(
            &mut self.lines,
            EchoScreen::MAX_LINES,
            sys.now(),
            event.clone(),
        );
        sys.record_app(AppEvent::Echo(event));
    }
}

/// The server.
#[derive(Clone, Debug)]
pub(crate) struct EchoServer {
    spec: EchoSpec,
    screen: EchoScreen,
    /// What connections have not taken back yet.
    unsent: Vec<(SocketId, Outbox)>,
}

impl EchoServer {
    pub(crate) fn new(spec: EchoSpec) -> EchoServer {
        EchoServer {
            spec,
            screen: EchoScreen::default(),
            unsent: Vec::new(),
        }
    }

    fn open(&mut self, sys: &mut Sys<'_>) -> Result<(), SocketError> {
        sys.udp_bound(self.spec.port)?;
        sys.listen(self.spec.port)?;
        Ok(())
    }

    /// Writes back what a stream said, as far as it takes it; the rest waits, and nothing more is read meanwhile.
    fn echo(&mut self, sys: &mut Sys<'_>, socket: SocketId, from: SocketAddrV4) {
        let waiting = self.unsent.iter().position(|(of, _)| *of == socket);
        let mut unsent = match waiting {
            Some(place) => self.unsent.remove(place).1,
            None => Outbox::of(sys.read(socket)),
        };
        let taken = unsent.write(sys, socket);
        if taken > 0 {
            let bytes = taken as u32;
            self.screen.tell(sys, EchoEvent::Echoed { to: from, bytes });
        }
        if !unsent.is_empty() {
            self.unsent.push((socket, unsent));
        }
    }
}

impl Program for EchoServer {
    fn screen(&self, _now: Time) -> Option<Screen> {
        Some(Screen::Echo(self.screen.clone()))
    }

    fn start(&mut self, sys: &mut Sys<'_>) {
        if let Err(error) = self.open(sys) {
            sys.record(EventKind::SocketError { error });
            sys.exit();
        }
    }

    fn handle(&mut self, sys: &mut Sys<'_>, socket: Option<SocketId>, input: Input<'_>) {
        let Some(socket) = socket else { return };
        match input {
            Input::Datagram { from, data, .. } => {
                let bytes = data.len() as u32;
                // What finds no way out is lost, as any datagram may be.
                if let Ok(()) = sys.send_to(socket, from, data) {
                    self.screen.tell(sys, EchoEvent::Echoed { to: from, bytes });
                }
            }
            Input::Readable { from } => self.echo(sys, socket, from),
            Input::Writable => {
                if let Some(from) = sys.remote(socket) {
                    self.echo(sys, socket, from);
                    // What came while the rest waited.
                    self.echo(sys, socket, from);
                }
            }
            Input::StreamEnded { .. } => sys.close(socket),
            Input::Error(_) => self.unsent.retain(|(of, _)| *of != socket),
            _ => {}
        }
    }
}

/// The client.
#[derive(Clone, Debug)]
pub(crate) struct EchoClient {
    spec: EchoClientSpec,
    screen: EchoScreen,
    socket: Option<SocketId>,
    transport: Transport,
    said: u16,
    said_at: Time,
    /// What came back of the line said last.
    heard: Vec<u8>,
}

impl EchoClient {
    /// How long it waits for an echo.
    const PATIENCE: Span = Span::from_secs(1);
    /// How long it waits before it says its line again.
    const PAUSE: Span = Span::from_millis(200);
    const SAY: u32 = 0;

    pub(crate) fn new(spec: EchoClientSpec) -> EchoClient {
        EchoClient {
            spec,
            screen: EchoScreen::default(),
            socket: None,
            transport: Transport::Udp,
            said: 0,
            said_at: Time::ZERO,
            heard: Vec::new(),
        }
    }

    fn say(&mut self, sys: &mut Sys<'_>) {
        let Some(socket) = self.socket else { return };
        if self.said == self.spec.count {
            sys.close(socket);
            return sys.exit();
        }
        self.said += 1;
        self.said_at = sys.now();
        self.heard.clear();
        self.screen.tell(sys, EchoEvent::Said { number: self.said });
        let text = self.spec.text.as_bytes();
        if self.transport == Transport::Tcp {
            // 512 bytes at most, one line at a time: there is always room.
            sys.write(socket, text);
        } else if let Err(error) = sys.send_datagram(socket, text, None) {
            return self.give_up(sys, ClientError::Socket(error));
        }
        let token = u32::from(self.said);
        sys.set_timer_for(EchoClient::PATIENCE, Timer(token));
    }

    fn hear(&mut self, sys: &mut Sys<'_>, data: &[u8]) {
        self.heard.extend_from_slice(data);
        let text = self.spec.text.as_bytes();
        if self.said == 0 || self.heard.len() < text.len() {
            return;
        }
        let same = self.heard == text;
        let (number, after) = (self.said, sys.now().since(self.said_at));
        self.screen.tell(
            sys,
            EchoEvent::Heard {
                number,
                after,
                same,
            },
        );
        sys.set_timer_for(EchoClient::PAUSE, Timer(EchoClient::SAY));
    }

    fn timer(&mut self, sys: &mut Sys<'_>, token: u32) {
        let waits = self.heard.len() < self.spec.text.len();
        if token == EchoClient::SAY {
            self.say(sys);
        } else if token == u32::from(self.said) && waits && self.transport == Transport::Udp {
            // Over TCP the connection itself keeps on trying.
            self.screen
                .tell(sys, EchoEvent::Silence { number: self.said });
            self.say(sys);
        }
    }
}

impl Client for EchoClient {
    fn begin(&mut self, sys: &mut Sys<'_>, address: Ipv4Addr) -> Result<(), SocketError> {
        let to = SocketAddrV4::new(address, self.spec.port);
        self.transport = sys.over_ports(self.spec.transport);
        if self.transport == Transport::Tcp {
            self.socket = Some(sys.connect(to, None, None)?);
        } else {
            self.socket = Some(sys.udp_connected(to)?.0);
            self.say(sys);
        }
        Ok(())
    }

    fn give_up(&mut self, sys: &mut Sys<'_>, error: ClientError) {
        match error {
            ClientError::Socket(error) => self.screen.tell(sys, EchoEvent::Failed { error }),
            error => self.screen.trouble = Some(error),
        }
        if let Some(socket) = self.socket {
            sys.close(socket);
        }
        sys.exit();
    }
}

impl Program for EchoClient {
    fn screen(&self, _now: Time) -> Option<Screen> {
        Some(Screen::Echo(self.screen.clone()))
    }

    fn start(&mut self, sys: &mut Sys<'_>) {
        sys.resolve(&self.spec.to, 0);
    }

    fn handle(&mut self, sys: &mut Sys<'_>, _socket: Option<SocketId>, input: Input<'_>) {
        match input {
            Input::Resolved { result, .. } => self.resolved(sys, result),
            Input::Connected => self.say(sys),
            Input::Readable { .. } => {
                if let Some(socket) = self.socket {
                    let data = sys.read(socket);
                    self.hear(sys, &data);
                }
            }
            Input::Datagram { data, .. } => {
                self.heard.clear();
                self.hear(sys, data);
            }
            Input::Timer(Timer(token)) => self.timer(sys, token),
            Input::Error(error @ (SocketError::Tcp(_) | SocketError::PortUnreachable)) => {
                self.give_up(sys, ClientError::Socket(error));
            }
            _ => {}
        }
    }
}
