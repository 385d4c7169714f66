//! The quote of the day (RFC 865): a server that says one short thing to whoever asks, over TCP and UDP, and a client.
//!
//! Hardly a protocol could be simpler. Over TCP to connect is to ask: the server writes a quote and closes, and what
//! the client sends is thrown away. Over UDP any datagram asks and one answers. Where either is lost only the client
//! can notice, by waiting; it asks again, and gets the next quote, for the server knows nothing of who had the last.

mod client;
mod server;

use core::net::SocketAddrV4;

use hoplab_units::Span;
use serde::{Deserialize, Serialize};

use super::defect::{SpecDefect, SpecWhy, check_port, require, require_between};
use super::event::AppEvent;
use super::failure::ClientError;
use super::spec::{Ask, Carrier, Field, OVER, Settings, TO, field};
use super::target::Target;
use super::told::Told;
use super::{AppKind, AppSummary};
use crate::command::Transport;
use crate::program::Sys;

pub(crate) use client::QuoteClient;
pub(crate) use server::QuoteServer;

/// A quote "should be less than 512 characters" (RFC 865); here they are bytes.
const MAX_QUOTE: usize = 511;

/// A server with quotes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuoteServerSpec {
    /// What a person calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The UDP and TCP port it listens on; 17 unless told otherwise.
    #[serde(default = "quote_port")]
    pub port: u16,
    /// What it says, one a request and in turn: 1 to 100 of 1 to 511 bytes.
    #[serde(default = "quotes")]
    pub quotes: Vec<String>,
}

/// A client, which asks for one quote.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuoteClientSpec {
    /// What a person calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where the server is.
    pub to: Target,
    /// Its port; 17 unless told otherwise.
    #[serde(default = "quote_port")]
    pub port: u16,
    /// UDP or TCP; none: what the world is switched to (over bare IP there is no port to ask at: UDP then).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transport: Option<Transport>,
    /// How often it asks over UDP before it gives up, 1 to 10; 3 unless told otherwise.
    #[serde(default = "three")]
    pub tries: u8,
}

const fn quote_port() -> u16 {
    17
}
const fn three() -> u8 {
    3
}
fn quotes() -> Vec<String> {
    [
        "Be conservative in what you do, be liberal in what you accept from others. (Jon Postel, RFC 793)",
        "With sufficient thrust, pigs fly just fine. However, this is not necessarily a good idea. (RFC 1925)",
        "It is always possible to add another level of indirection. (RFC 1925)",
        "One size never fits all. (RFC 1925)",
    ]
    .map(str::to_owned)
    .to_vec()
}

impl QuoteServerSpec {
    const MAX_QUOTES: usize = 100;
}

impl Settings for QuoteServerSpec {
    const FORM: Option<&'static [Field]> = Some(&[field("port", Ask::Port, "17")]);
    const CARRIER: Carrier = Carrier::Any;

    fn summary(&self, kind: AppKind) -> AppSummary {
        kind.waiting(&self.name, self.port)
    }

    fn check(&self) -> Result<(), SpecDefect> {
        check_port(self.port)?;
        let (least, most) = (1, QuoteServerSpec::MAX_QUOTES);
        let number = (least..=most).contains(&self.quotes.len());
        require(number, "quotes", SpecWhy::Count { least, most })?;
        self.quotes.iter().try_for_each(|quote| {
            let odd = |c: char| c.is_control() && !matches!(c, '\r' | '\n');
            require(!quote.contains(odd), "quotes", SpecWhy::QuoteControl)?;
            let (least, most) = (1, MAX_QUOTE);
            let fits = (least..=most).contains(&quote.len());
            require(fits, "quotes", SpecWhy::QuoteBytes { least, most })
        })
    }
}

impl Settings for QuoteClientSpec {
    const FORM: Option<&'static [Field]> = Some(&[TO, field("port", Ask::Port, "17"), OVER]);
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
        require_between((1..=10).contains(&self.tries), "tries", "1", "10")
    }
}

/// What happened between a client and a server with quotes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each variant's sentence tells of its fields")]
pub enum QuoteEvent {
    /// The client asks: by a datagram, the `attempt`-th, counted from 1; or by connecting, once.
    Asked { attempt: u8, transport: Transport },
    /// The server gives a quote.
    Given { to: SocketAddrV4, bytes: u32 },
    /// The client has a quote, so long after it first asked.
    Heard { text: String, after: Span },
    /// No answer to a datagram within the time the client waits.
    Silence { attempt: u8 },
    /// The client will not get a quote.
    Failed { error: ClientError },
}

/// What a server with quotes or a client of it shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuoteScreen {
    /// The quote that the server gave last, or that the client has.
    pub quote: Option<String>,
    /// Oldest first, at most [`QuoteScreen::MAX_LINES`].
    pub lines: Vec<QuoteLine>,
    /// Why the client gets none.
    pub trouble: Option<ClientError>,
}

/// One line of it.
pub type QuoteLine = Told<QuoteEvent>;

impl QuoteScreen {
    /// Older lines go.
    pub const MAX_LINES: usize = 50;

    fn tell(&mut self, sys: &mut Sys<'_>, event: QuoteEvent) {
        Told::put(
            &mut self.lines,
            QuoteScreen::MAX_LINES,
            sys.now(),
            event.clone(),
        );
        sys.record_app(AppEvent::Quote(event));
    }
}
