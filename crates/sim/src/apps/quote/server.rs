//! The server.

use core::net::SocketAddrV4;

use hoplab_units::Time;

use super::{QuoteEvent, QuoteScreen, QuoteServerSpec};
use crate::apps::outbox::Outbox;
use crate::apps::screen::Screen;
use crate::event::{EventKind, SocketError};
use crate::ids::SocketId;
use crate::program::{Input, Program, Sys};

/// The server. It gives its quotes in turn, whoever asks.
#[derive(Clone, Debug)]
pub(crate) struct QuoteServer {
    spec: QuoteServerSpec,
    screen: QuoteScreen,
    /// How many it gave.
    given: usize,
    /// What connections have not taken yet.
    unsent: Vec<(SocketId, Outbox)>,
}

impl QuoteServer {
    pub(crate) fn new(spec: QuoteServerSpec) -> QuoteServer {
        QuoteServer {
            spec,
            screen: QuoteScreen::default(),
            given: 0,
            unsent: Vec::new(),
        }
    }

    fn open(&mut self, sys: &mut Sys<'_>) -> Result<(), SocketError> {
        sys.udp_bound(self.spec.port)?;
        sys.listen(self.spec.port)?;
        Ok(())
    }

    /// The next quote, for this one.
    fn give(&mut self, sys: &mut Sys<'_>, to: SocketAddrV4) -> String {
        let quote = self.spec.quotes[self.given % self.spec.quotes.len()].clone();
        self.given += 1;
        self.screen.quote = Some(quote.clone());
        let bytes = quote.len() as u32;
        self.screen.tell(sys, QuoteEvent::Given { to, bytes });
        quote
    }

    /// Closes behind the last byte. What a send buffer has no room for waits.
    fn write(&mut self, sys: &mut Sys<'_>, socket: SocketId, mut quote: Outbox) {
        quote.write(sys, socket);
        if quote.is_empty() {
            sys.close(socket);
        } else {
            self.unsent.push((socket, quote));
        }
    }

    fn take_unsent(&mut self, socket: SocketId) -> Option<Outbox> {
        let place = self.unsent.iter().position(|(of, _)| *of == socket)?;
        Some(self.unsent.remove(place).1)
    }
}

impl Program for QuoteServer {
    fn screen(&self, _now: Time) -> Option<Screen> {
        Some(Screen::Quote(self.screen.clone()))
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
            Input::Datagram { from, .. } => {
                let quote = self.give(sys, from);
                // What finds no way out is lost, as any datagram may be.
                let _ = sys.send_to(socket, from, quote.as_bytes());
            }
            Input::Accepted { from } => {
                let quote = self.give(sys, from);
                self.write(sys, socket, Outbox::of(quote.into_bytes()));
            }
            // "Any data received is thrown away."
            Input::Readable { .. } => {
                sys.read(socket);
            }
            Input::Writable => {
                if let Some(quote) = self.take_unsent(socket) {
                    self.write(sys, socket, quote);
                }
            }
            Input::Error(_) => {
                self.take_unsent(socket);
            }
            _ => {}
        }
    }
}
