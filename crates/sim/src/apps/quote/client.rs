//! The client.

use core::net::{Ipv4Addr, SocketAddrV4};

use hoplab_units::{Span, Time};

use super::{MAX_QUOTE, QuoteClientSpec, QuoteEvent, QuoteScreen};
use crate::apps::client::Client;
use crate::apps::failure::ClientError;
use crate::apps::patience::Patience;
use crate::apps::screen::Screen;
use crate::command::Transport;
use crate::event::SocketError;
use crate::ids::SocketId;
use crate::program::{Input, Program, Sys, Timer};

/// The client. Over TCP it reads to the end of the stream; over UDP it asks, waits and asks again.
#[derive(Clone, Debug)]
pub(crate) struct QuoteClient {
    spec: QuoteClientSpec,
    screen: QuoteScreen,
    socket: Option<SocketId>,
    transport: Transport,
    began: Time,
    /// How often it asked.
    attempt: u8,
    /// What has come.
    heard: Vec<u8>,
    /// With the connection. Datagrams have none: for each the client waits itself.
    patience: Patience,
}

impl QuoteClient {
    /// How long it waits for the answer to a datagram.
    const WAIT: Span = Span::from_secs(1);
    /// The timer of its patience; a datagram's is its number.
    const PATIENCE: Timer = Timer(0);

    pub(crate) fn new(spec: QuoteClientSpec) -> QuoteClient {
        QuoteClient {
            spec,
            screen: QuoteScreen::default(),
            socket: None,
            transport: Transport::Udp,
            began: Time::ZERO,
            attempt: 0,
            heard: Vec::new(),
            patience: Patience::new(QuoteClient::PATIENCE),
        }
    }

    /// Over TCP the connection that is being opened asks.
    fn ask(&mut self, sys: &mut Sys<'_>, socket: SocketId) {
        self.attempt += 1;
        let (attempt, transport) = (self.attempt, self.transport);
        self.screen
            .tell(sys, QuoteEvent::Asked { attempt, transport });
        if transport == Transport::Tcp {
            return self.patience.renew(sys);
        }
        match sys.send_datagram(socket, &[], None) {
            // One that finds no way out is one lost.
            Ok(()) | Err(SocketError::NoRoute) => {
                sys.set_timer_for(QuoteClient::WAIT, Timer(u32::from(attempt)));
            }
            Err(error) => self.give_up(sys, ClientError::Socket(error)),
        }
    }

    /// No datagram has come in time.
    fn silence(&mut self, sys: &mut Sys<'_>, socket: SocketId) {
        let attempt = self.attempt;
        self.screen.tell(sys, QuoteEvent::Silence { attempt });
        if attempt < self.spec.tries {
            self.ask(sys, socket);
        } else {
            self.give_up(sys, ClientError::Silence);
        }
    }

    fn timer(&mut self, sys: &mut Sys<'_>, socket: SocketId, timer: Timer) {
        if timer == QuoteClient::PATIENCE {
            if self.patience.is_over(sys, true) {
                self.give_up(sys, ClientError::Silence);
            }
        } else if timer == Timer(u32::from(self.attempt)) {
            self.silence(sys, socket);
        }
    }

    fn read(&mut self, sys: &mut Sys<'_>, socket: SocketId) {
        self.heard.extend(sys.read(socket));
        self.patience.renew(sys);
        if self.heard.len() > MAX_QUOTE {
            self.give_up(sys, ClientError::TooMuch);
        }
    }

    /// All is here: one datagram, or what came before the end of the stream.
    fn whole(&mut self, sys: &mut Sys<'_>) {
        if self.heard.is_empty() {
            return self.give_up(sys, ClientError::CutOff);
        }
        let text = String::from_utf8_lossy(&self.heard).into_owned();
        self.screen.quote = Some(text.clone());
        let after = sys.now().since(self.began);
        self.screen.tell(sys, QuoteEvent::Heard { text, after });
        sys.exit();
    }
}

impl Client for QuoteClient {
    fn begin(&mut self, sys: &mut Sys<'_>, address: Ipv4Addr) -> Result<(), SocketError> {
        let server = SocketAddrV4::new(address, self.spec.port);
        self.began = sys.now();
        self.transport = sys.over_ports(self.spec.transport);
        let socket = match self.transport {
            Transport::Tcp => sys.connect(server, None, None)?,
            Transport::Udp | Transport::Ip => sys.udp_connected(server)?.0,
        };
        self.socket = Some(socket);
        self.ask(sys, socket);
        Ok(())
    }

    fn give_up(&mut self, sys: &mut Sys<'_>, error: ClientError) {
        self.screen.trouble = Some(error);
        if !matches!(error, ClientError::Lookup(_)) {
            self.screen.tell(sys, QuoteEvent::Failed { error });
        }
        sys.exit();
    }
}

impl Program for QuoteClient {
    fn screen(&self, _now: Time) -> Option<Screen> {
        Some(Screen::Quote(self.screen.clone()))
    }

    fn start(&mut self, sys: &mut Sys<'_>) {
        sys.resolve(&self.spec.to, 0);
    }

    fn handle(&mut self, sys: &mut Sys<'_>, _socket: Option<SocketId>, input: Input<'_>) {
        if let Input::Resolved { result, .. } = input {
            return self.resolved(sys, result);
        }
        let Some(socket) = self.socket else { return };
        match input {
            Input::Connected => self.patience.renew(sys),
            Input::Readable { .. } => self.read(sys, socket),
            Input::StreamEnded { .. } => self.whole(sys),
            Input::Datagram { data, .. } => {
                self.heard = data.to_vec();
                self.whole(sys);
            }
            Input::Timer(timer) => self.timer(sys, socket, timer),
            // Other reports may pass.
            Input::Error(
                error @ (SocketError::Tcp(_)
                | SocketError::PortUnreachable
                | SocketError::ProtocolUnreachable),
            ) => self.give_up(sys, ClientError::Socket(error)),
            _ => {}
        }
    }
}
