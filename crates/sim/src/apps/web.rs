//! The web: a server and a browser that speak HTTP/1.1 (RFC 9110, RFC 9112) over TCP.
//!
//! Connections are kept: a browser asks for a page and its pictures one after the other over one
//! connection, and leaves it open afterwards. The server closes it once nothing was asked for a while.

mod address;
mod browser;
mod html;
mod server;
mod site;

use core::net::SocketAddrV4;
use std::sync::Arc;

use hoplab_units::{Span, Time};
use serde::{Deserialize, Serialize};

use super::defect::{SpecDefect, SpecWhy, check_length, check_port, require};
use super::failure::ClientError;
use super::spec::{Ask, Carrier, Field, Settings, TO, field};
use super::target::Target;
use super::{AppKind, AppSummary};
use crate::event::{SocketError, SocketProtocol};

pub use html::{Block, blocks, title};
pub use site::PICTURE_TYPE;

pub(crate) use browser::Browser;
pub(crate) use server::WebServer;

/// A web server with a small site: `/` with a picture, `/about`, `/picture`, and `/home`, which has moved to `/`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebServerSpec {
    /// What a person calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The TCP port it listens on; 80 unless told otherwise.
    #[serde(default = "http_port")]
    pub port: u16,
    /// The title of its page.
    #[serde(default = "welcome")]
    pub title: String,
    /// What its page says; an empty line begins a new paragraph.
    #[serde(default = "works")]
    pub text: String,
    /// How long it keeps a connection over which nothing is asked; zero: it closes after each response.
    #[serde(default = "idle_time")]
    pub idle: Span,
}

/// A browser that opens one page; what is typed into it takes it elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BrowserSpec {
    /// What a person calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where the server is.
    pub to: Target,
    /// Its port; 80 unless told otherwise.
    #[serde(default = "http_port")]
    pub port: u16,
    /// Which page of it.
    #[serde(default = "root")]
    pub path: String,
}

const fn http_port() -> u16 {
    hoplab_wire::http::PORT
}
const fn idle_time() -> Span {
    Span::from_secs(5)
}
fn welcome() -> String {
    "Welcome".to_owned()
}
fn works() -> String {
    "It works. This page came to you in small packets, each by itself.".to_owned()
}
fn root() -> String {
    "/".to_owned()
}

impl WebServerSpec {
    const MAX_TITLE: usize = 100;
    const MAX_TEXT: usize = 4096;
    const MAX_IDLE: Span = Span::from_secs(3600);
}

impl Settings for WebServerSpec {
    const FORM: Option<&'static [Field]> = Some(&[
        field("port", Ask::Port, "80"),
        field("title", Ask::Text, "Welcome"),
    ]);
    const CARRIER: Carrier = Carrier::Own(&[SocketProtocol::Tcp]);

    fn summary(&self, kind: AppKind) -> AppSummary {
        kind.waiting(&self.name, self.port)
    }

    fn check(&self) -> Result<(), SpecDefect> {
        check_port(self.port)?;
        check_length("title", &self.title, 1, WebServerSpec::MAX_TITLE)?;
        check_length("text", &self.text, 0, WebServerSpec::MAX_TEXT)?;
        let fits = self.idle <= WebServerSpec::MAX_IDLE;
        require(fits, "idle", SpecWhy::MoreThanAnHour)
    }
}

impl BrowserSpec {
    const MAX_PATH: usize = 512;
}

impl Settings for BrowserSpec {
    const FORM: Option<&'static [Field]> = Some(&[
        TO,
        field("port", Ask::Port, "80"),
        field("path", Ask::Text, "/"),
    ]);
    const CARRIER: Carrier = Carrier::Own(&[SocketProtocol::Tcp]);

    fn summary(&self, kind: AppKind) -> AppSummary {
        kind.turning_to(&self.name, &self.to)
    }

    fn check(&self) -> Result<(), SpecDefect> {
        check_port(self.port)?;
        self.to.check("to")?;
        check_length("path", &self.path, 1, BrowserSpec::MAX_PATH)?;
        require(self.path.starts_with('/'), "path", SpecWhy::NoSlash)
    }
}

/// What happened between a browser and a web server.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each variant's sentence tells of its fields")]
pub enum WebEvent {
    /// The browser goes to a page.
    Navigates { address: String },
    /// It asked for something, over a connection that had carried `earlier` requests already.
    Requested {
        method: String,
        target: String,
        earlier: u16,
    },
    /// The head of the response is here, so long after the request.
    Responded {
        target: String,
        status: u16,
        reason: String,
        after: Span,
    },
    /// The page is whole, so long after the browser went for it.
    PageWhole {
        target: String,
        bytes: u32,
        after: Span,
    },
    /// A picture of the page is whole, so long after the browser went for the page.
    PictureWhole {
        target: String,
        bytes: u32,
        after: Span,
    },
    /// The page is elsewhere.
    Redirected { to: String },
    /// This address of the server did not do, so the browser tries its next.
    TriesNext { error: SocketError },
    /// The server had closed the kept connection just then: the browser asks again over a new one.
    AsksAgain { target: String },
    /// The server closed the connection, over which nothing was under way.
    ConnectionEnded { requests: u16 },
    /// The page, or a picture of it, did not come.
    Failed { target: String, error: ClientError },
    /// The server answered a request; of one that made no sense there is no method and no target.
    Answered {
        to: SocketAddrV4,
        method: String,
        target: String,
        status: u16,
        bytes: u32,
    },
    /// The server closed a connection over which nothing came for too long.
    IdleClosed { to: SocketAddrV4 },
    /// The server announced the response, which is still to come (1xx).
    Announced {
        target: String,
        status: u16,
        reason: String,
    },
}

/// What a web server shows: who is connected, and what was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebServerScreen {
    /// Why it does not listen.
    pub failed: Option<SocketError>,
    /// Connections, in the order they came.
    pub visitors: Vec<WebVisitor>,
    /// The newest requests, oldest first, at most [`WebServerScreen::MAX_LOG`].
    pub log: Vec<WebLogLine>,
}

impl WebServerScreen {
    /// Older lines go.
    pub const MAX_LOG: usize = 50;
}

/// One connection of a web server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WebVisitor {
    /// The other end.
    pub from: SocketAddrV4,
    /// Since when.
    pub since: Time,
    /// How many requests came over it.
    pub requests: u16,
    /// Bytes of responses that TCP has not taken yet.
    pub waiting: u32,
}

/// A line of a web server's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebLogLine {
    /// When it was answered.
    pub at: Time,
    /// To whom.
    pub to: SocketAddrV4,
    /// The request's method; empty if it made no sense.
    pub method: String,
    /// What was asked for; empty likewise.
    pub target: String,
    /// How it was answered.
    pub status: u16,
    /// How long the body of the answer is.
    pub bytes: u32,
}

/// What a browser shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrowserScreen {
    /// The address line, such as `www.example.com/about`.
    pub address: String,
    /// How far it is.
    pub state: BrowserState,
    /// When it went for this page.
    pub since: Time,
    /// The connection it has, kept or in use.
    pub connection: Option<BrowserConnection>,
    /// What it asked for to show this page, oldest first: redirections, the page, its pictures. At most
    /// [`BrowserScreen::MAX_FETCHES`].
    pub fetches: Vec<Fetch>,
}

impl BrowserScreen {
    /// Redirections, a page and pictures; a page's further pictures are left out.
    pub const MAX_FETCHES: usize = 16;

    /// The page itself, as far as it is here: the newest response that is no redirection. What it says can be
    /// read with [`blocks`].
    pub fn page(&self) -> Option<&Fetch> {
        let page = |fetch: &&Fetch| fetch.what == Content::Page;
        self.fetches.iter().rev().find(page)
    }
    /// What came of a picture that the page names by this path.
    pub fn picture(&self, path: &str) -> Option<&Fetch> {
        let picture = |fetch: &&Fetch| fetch.what == Content::Picture && fetch.target == path;
        self.fetches.iter().find(picture)
    }
}

/// How far a browser is with its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BrowserState {
    /// It waits for the address of the name.
    LookingUp,
    /// It waits for the connection.
    Connecting,
    /// It has asked and waits for the first byte.
    Waiting,
    /// The response comes in.
    Loading,
    /// Page and pictures are here, as far as the server gave them.
    Done,
    /// There is no whole page.
    Failed(ClientError),
}

/// A browser's connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrowserConnection {
    /// Its own end: the port tells it from another tab's.
    pub local: SocketAddrV4,
    /// The server's end.
    pub remote: SocketAddrV4,
    /// Since when it is open; `None`: not yet.
    pub open_since: Option<Time>,
    /// How many requests were sent over it.
    pub requests: u16,
}

/// What a browser asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// The page.
    Page,
    /// A picture of it.
    Picture,
    /// What turned out to be elsewhere.
    Redirection,
}

/// One request and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetch {
    /// Page, picture or redirection.
    pub what: Content,
    /// The path asked for.
    pub target: String,
    /// How it was answered: status and its words.
    pub status: Option<(u16, String)>,
    /// What the server says the body is, such as `text/html; charset=utf-8`; [`PICTURE_TYPE`] is the built-in
    /// picture's own (see [`crate::picture`]).
    pub content_type: String,
    /// How long the server says the body is.
    pub length: Option<u64>,
    /// The body as far as it is here.
    pub body: Arc<Vec<u8>>,
    /// Why it is not whole and never will be.
    pub error: Option<ClientError>,
    /// When what was done for it.
    pub times: FetchTimes,
}

/// When what was done for a request. What was not needed, such as a second connection, has no time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FetchTimes {
    /// The browser began with it.
    pub begun: Time,
    /// The address of the name was there.
    pub looked_up: Option<Time>,
    /// The connection was open.
    pub connected: Option<Time>,
    /// The request was handed to TCP.
    pub sent: Option<Time>,
    /// The first byte of the response was here.
    pub first_byte: Option<Time>,
    /// The last one was.
    pub done: Option<Time>,
}
