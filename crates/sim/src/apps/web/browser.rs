//! The browser.

use core::net::{Ipv4Addr, SocketAddrV4};
use std::sync::Arc;

use hoplab_tcp::Failure;
use hoplab_units::Time;
use hoplab_wire::http::{Item, Reader, RequestHead, ResponseHead};

use super::address::Address;
use super::{
    Block, BrowserConnection, BrowserScreen, BrowserSpec, BrowserState, Content, Fetch, FetchTimes,
    WebEvent, blocks,
};
use crate::apps::event::AppEvent;
use crate::apps::failure::ClientError;
use crate::apps::outbox::Outbox;
use crate::apps::patience::Patience;
use crate::apps::screen::Screen;
use crate::apps::target::{LookupError, Target};
use crate::event::SocketError;
use crate::ids::SocketId;
use crate::program::{Input, Program, Sys, Timer};

/// The browser. It asks for one thing at a time, over one connection, which it keeps as long as the server does.
#[derive(Clone, Debug)]
pub(crate) struct Browser {
    address: Address,
    /// The address line: the address, or what was typed and is none.
    shown: String,
    state: BrowserState,
    since: Time,
    fetches: Vec<Fetch>,
    /// Pictures it has not asked for yet, the next one last.
    wanted: Vec<String>,
    /// Where the page is instead, if the response says so.
    location: Option<String>,
    redirected: u8,
    /// Which page this is: answers about the names of earlier ones are no longer wanted.
    visit: u32,
    /// Addresses of the name that were not tried, the next one last.
    untried: Vec<Ipv4Addr>,
    line: Option<Line>,
    patience: Patience,
}

/// A connection.
#[derive(Clone, Debug)]
struct Line {
    socket: SocketId,
    server: Address,
    local: SocketAddrV4,
    remote: SocketAddrV4,
    open_since: Option<Time>,
    requests: u16,
    reader: Reader<ResponseHead>,
    out: Outbox,
    /// It was asked and has not answered in full.
    busy: bool,
    /// The server said that it will close it.
    closing: bool,
}

impl Browser {
    const MAX_REDIRECTIONS: u8 = 5;
    const MAX_PICTURES: usize = 8;
    /// The longest body it takes, in bytes.
    const MAX_BODY: usize = 1 << 20;

    pub(crate) fn new(spec: BrowserSpec) -> Browser {
        let address = Address {
            host: spec.to,
            port: spec.port,
            path: spec.path,
        };
        Browser {
            shown: address.text(),
            address,
            state: BrowserState::LookingUp,
            since: Time::ZERO,
            fetches: Vec::new(),
            wanted: Vec::new(),
            location: None,
            redirected: 0,
            visit: 0,
            untried: Vec::new(),
            line: None,
            patience: Patience::new(Timer(0)),
        }
    }

    fn typed(&mut self, sys: &mut Sys<'_>, text: &str) {
        let to = match text.trim() {
            "reload" => Some(self.address.clone()),
            text => self.address.read(text),
        };
        if let Some(to) = to {
            return self.navigate(sys, to);
        }
        self.leave(sys);
        self.shown = text.trim().to_owned();
        let error = ClientError::BadAddress;
        self.state = BrowserState::Failed(error);
        let target = self.shown.clone();
        tell(sys, WebEvent::Failed { target, error });
    }

    fn navigate(&mut self, sys: &mut Sys<'_>, to: Address) {
        self.leave(sys);
        self.address = to;
        self.shown = self.address.text();
        let address = self.shown.clone();
        tell(sys, WebEvent::Navigates { address });
        self.go(sys);
    }

    /// Forgets the page it shows, and what is under way for it.
    fn leave(&mut self, sys: &mut Sys<'_>) {
        self.visit = self.visit.wrapping_add(1);
        self.since = sys.now();
        self.redirected = 0;
        self.fetches.clear();
        self.wanted.clear();
        if self
            .line
            .as_ref()
            .is_some_and(|line| line.busy || line.open_since.is_none())
        {
            self.hang_up(sys);
        }
    }

    /// Asks for the page at its address.
    fn go(&mut self, sys: &mut Sys<'_>) {
        if self
            .line
            .as_ref()
            .is_some_and(|line| !line.server.same_server(&self.address))
        {
            self.hang_up(sys);
        }
        let path = self.address.path.clone();
        self.fetch(sys, Content::Page, path);
    }

    /// Gives the connection up: in the middle of something by RST, else by FIN.
    fn hang_up(&mut self, sys: &mut Sys<'_>) {
        self.untried.clear();
        let Some(line) = self.line.take() else { return };
        if line.busy {
            sys.abort(line.socket);
        } else {
            sys.close(line.socket);
        }
    }

    /// Begins with something new.
    fn fetch(&mut self, sys: &mut Sys<'_>, what: Content, target: String) {
        let begun = sys.now();
        self.fetches.push(Fetch {
            what,
            target,
            status: None,
            content_type: String::new(),
            length: None,
            body: Arc::default(),
            error: None,
            times: FetchTimes {
                begun,
                ..FetchTimes::default()
            },
        });
        self.patience.renew(sys);
        if self.line.is_some() {
            self.ask(sys);
        } else {
            self.look_up(sys);
        }
    }

    fn look_up(&mut self, sys: &mut Sys<'_>) {
        self.state = BrowserState::LookingUp;
        sys.resolve(&self.address.host, self.visit);
    }

    fn looked_up(&mut self, sys: &mut Sys<'_>, result: Result<&[Ipv4Addr], LookupError>) {
        match result {
            Ok(addresses) => {
                if let (Target::Name(_), Some(fetch)) =
                    (&self.address.host, self.fetches.last_mut())
                {
                    fetch.times.looked_up = Some(sys.now());
                }
                self.untried = addresses.iter().rev().copied().collect();
                self.connect(sys);
            }
            Err(error) => self.fail(sys, ClientError::Lookup(error)),
        }
    }

    /// Connects to the next address of the name.
    fn connect(&mut self, sys: &mut Sys<'_>) {
        self.patience.renew(sys);
        let Some(address) = self.untried.pop() else {
            return self.fail(sys, ClientError::Lookup(LookupError::NoAddress));
        };
        let remote = SocketAddrV4::new(address, self.address.port);
        match sys.connect(remote, None, None) {
            Ok(socket) => {
                // As Chrome and Firefox do.
                sys.set_no_delay(socket);
                self.state = BrowserState::Connecting;
                self.line = Some(Line {
                    socket,
                    server: self.address.clone(),
                    local: sys.local(socket).unwrap_or(remote),
                    remote,
                    open_since: None,
                    requests: 0,
                    reader: Reader::new(),
                    out: Outbox::default(),
                    busy: false,
                    closing: false,
                });
            }
            Err(error) => self.fail(sys, ClientError::Socket(error)),
        }
    }

    fn connected(&mut self, sys: &mut Sys<'_>) {
        let now = sys.now();
        self.untried.clear();
        if let Some(line) = &mut self.line {
            line.open_since = Some(now);
        }
        if let Some(fetch) = self.fetches.last_mut() {
            fetch.times.connected = Some(now);
        }
        self.patience.renew(sys);
        self.ask(sys);
    }

    /// Sends the request.
    fn ask(&mut self, sys: &mut Sys<'_>) {
        let (Some(line), Some(fetch)) = (&mut self.line, self.fetches.last_mut()) else {
            return;
        };
        let head = RequestHead::get(&self.address.authority(), &fetch.target)
            .with("User-Agent", "Hoplab")
            .with("Accept", "*/*");
        let event = WebEvent::Requested {
            method: head.method.clone(),
            target: fetch.target.clone(),
            earlier: line.requests,
        };
        line.requests = line.requests.saturating_add(1);
        line.busy = true;
        line.out.push(head.to_bytes());
        line.out.write(sys, line.socket);
        fetch.times.sent = Some(sys.now());
        self.state = BrowserState::Waiting;
        tell(sys, event);
    }

    fn read(&mut self, sys: &mut Sys<'_>) {
        let Some(socket) = self.line.as_ref().map(|line| line.socket) else {
            return;
        };
        let data = sys.read(socket);
        self.patience.renew(sys);
        let mut input = &data[..];
        // Looked up each time: what comes can end the connection, or begin with the next thing.
        while let Some(line) = self.line.as_mut().filter(|line| line.socket == socket) {
            let Some(item) = line.reader.next(&mut input) else {
                return;
            };
            if !line.busy {
                // Nothing was asked.
                return self.fail(sys, ClientError::NotUnderstood);
            }
            match item {
                Item::Interim(head) => self.announced(sys, &head),
                // Nobody asked for another protocol.
                Item::Head(head) if head.status == 101 => {
                    self.fail(sys, ClientError::NotUnderstood);
                }
                Item::Head(head) => self.head(sys, &head),
                Item::Body(piece) => self.body(sys, piece),
                Item::End => self.whole(sys),
                Item::Bad(_) => self.fail(sys, ClientError::NotUnderstood),
            }
        }
    }

    /// A response of 1xx: the one that counts is still to come.
    fn announced(&mut self, sys: &mut Sys<'_>, head: &ResponseHead) {
        let Some(fetch) = self.fetches.last() else {
            return;
        };
        let event = WebEvent::Announced {
            target: fetch.target.clone(),
            status: head.status,
            reason: head.reason.clone(),
        };
        tell(sys, event);
    }

    fn head(&mut self, sys: &mut Sys<'_>, head: &ResponseHead) {
        let (Some(line), Some(fetch)) = (&mut self.line, self.fetches.last_mut()) else {
            return;
        };
        let field = |name| head.fields.get(name).map(str::to_owned);
        line.closing = !head.keep_alive();
        fetch.times.first_byte = Some(sys.now());
        fetch.status = Some((head.status, head.reason.clone()));
        fetch.content_type = field("content-type").unwrap_or_default();
        fetch.length = field("content-length").and_then(|length| length.parse().ok());
        self.location = match head.status {
            301 | 302 | 303 | 307 | 308 => field("location"),
            _ => None,
        };
        self.state = BrowserState::Loading;
        let sent = fetch.times.sent.unwrap_or(fetch.times.begun);
        let event = WebEvent::Responded {
            target: fetch.target.clone(),
            status: head.status,
            reason: head.reason.clone(),
            after: sys.now().since(sent),
        };
        tell(sys, event);
    }

    fn body(&mut self, sys: &mut Sys<'_>, piece: &[u8]) {
        let Some(fetch) = self.fetches.last_mut() else {
            return;
        };
        if fetch.body.len() + piece.len() > Browser::MAX_BODY {
            return self.fail(sys, ClientError::TooMuch);
        }
        Arc::make_mut(&mut fetch.body).extend_from_slice(piece);
    }

    /// What it asked for last is here, in full.
    fn whole(&mut self, sys: &mut Sys<'_>) {
        if let Some(line) = &mut self.line {
            line.busy = false;
        }
        if self.line.as_ref().is_some_and(|line| line.closing) {
            self.hang_up(sys);
        }
        let (now, since) = (sys.now(), self.since);
        let Some(fetch) = self.fetches.last_mut() else {
            return;
        };
        fetch.times.done = Some(now);
        let (target, bytes, after) = (
            fetch.target.clone(),
            fetch.body.len() as u32,
            now.since(since),
        );
        let good = fetch
            .status
            .as_ref()
            .is_some_and(|(status, _)| (200..300).contains(status));
        match fetch.what {
            Content::Page => {
                if let Some(location) = self.location.take() {
                    fetch.what = Content::Redirection;
                    return self.redirect(sys, &location);
                }
                self.wanted = if good { self.pictures() } else { Vec::new() };
                tell(
                    sys,
                    WebEvent::PageWhole {
                        target,
                        bytes,
                        after,
                    },
                );
            }
            Content::Picture if good => tell(
                sys,
                WebEvent::PictureWhole {
                    target,
                    bytes,
                    after,
                },
            ),
            Content::Picture | Content::Redirection => {}
        }
        self.next(sys);
    }

    /// Asks for the next picture, if there is one.
    fn next(&mut self, sys: &mut Sys<'_>) {
        match self.wanted.pop() {
            Some(target) => self.fetch(sys, Content::Picture, target),
            None => self.state = BrowserState::Done,
        }
    }

    /// The paths of the page's pictures, as far as they are on the same server; the first one last.
    fn pictures(&self) -> Vec<String> {
        let mut paths = Vec::new();
        let html = self.fetches.last().map(|fetch| Arc::clone(&fetch.body));
        for block in blocks(html.as_deref().map_or(&[], Vec::as_slice)) {
            if let Block::Picture { src, .. } = block
                && let Some(at) = self.address.read(&src)
                && at.same_server(&self.address)
                && !paths.contains(&at.path)
                && paths.len() < Browser::MAX_PICTURES
            {
                paths.push(at.path);
            }
        }
        paths.reverse();
        paths
    }

    fn redirect(&mut self, sys: &mut Sys<'_>, location: &str) {
        let Some(to) = self.address.read(location) else {
            return self.fail(sys, ClientError::BadAddress);
        };
        if self.redirected >= Browser::MAX_REDIRECTIONS {
            return self.fail(sys, ClientError::RedirectedTooOften);
        }
        self.redirected += 1;
        self.address = to;
        self.shown = self.address.text();
        let to = self.shown.clone();
        tell(sys, WebEvent::Redirected { to });
        self.go(sys);
    }

    /// The server sends no more.
    fn ended(&mut self, sys: &mut Sys<'_>) {
        let Some(line) = &mut self.line else { return };
        let (requests, busy) = (line.requests, line.busy);
        if !busy {
            self.hang_up(sys);
            return tell(sys, WebEvent::ConnectionEnded { requests });
        }
        if self.asks_again(sys) {
            return;
        }
        let last = self.line.as_mut().and_then(|line| {
            line.closing = true;
            line.reader.finish()
        });
        match last {
            Some(Item::End) => self.whole(sys),
            _ => self.fail(sys, ClientError::CutOff),
        }
    }

    fn broken(&mut self, sys: &mut Sys<'_>, error: SocketError) {
        let Some(line) = &self.line else { return };
        let (requests, busy, open) = (line.requests, line.busy, line.open_since.is_some());
        if open && !busy {
            self.line = None;
            return tell(sys, WebEvent::ConnectionEnded { requests });
        }
        if !open && !self.untried.is_empty() {
            self.line = None;
            tell(sys, WebEvent::TriesNext { error });
            return self.connect(sys);
        }
        if error != SocketError::Tcp(Failure::Reset) || !self.asks_again(sys) {
            self.fail(sys, ClientError::Socket(error));
        }
    }

    /// A kept connection that ends before any of the response: the server had closed it before it knew of the
    /// request, which may be sent again (RFC 9112 section 9.3.1).
    fn asks_again(&mut self, sys: &mut Sys<'_>) -> bool {
        let kept = self.line.as_ref().is_some_and(|line| line.requests > 1);
        let Some(fetch) = self
            .fetches
            .last()
            .filter(|fetch| kept && fetch.status.is_none())
        else {
            return false;
        };
        let target = fetch.target.clone();
        tell(sys, WebEvent::AsksAgain { target });
        self.hang_up(sys);
        self.look_up(sys);
        true
    }

    fn fail(&mut self, sys: &mut Sys<'_>, error: ClientError) {
        self.hang_up(sys);
        let Some(fetch) = self.fetches.last_mut() else {
            return;
        };
        fetch.error = Some(error);
        let (what, target) = (fetch.what, fetch.target.clone());
        tell(sys, WebEvent::Failed { target, error });
        if what == Content::Picture {
            return self.next(sys);
        }
        self.state = BrowserState::Failed(error);
    }

    /// The timer of its patience ran out.
    fn alarm(&mut self, sys: &mut Sys<'_>) {
        let waits = !matches!(self.state, BrowserState::Done | BrowserState::Failed(_));
        if self.patience.is_over(sys, waits) {
            // A connection in its handshake is given up without a word.
            self.fail(sys, ClientError::Silence);
        }
    }
}

fn tell(sys: &mut Sys<'_>, event: WebEvent) {
    sys.record_app(AppEvent::Web(event));
}

impl Program for Browser {
    fn screen(&self, _now: Time) -> Option<Screen> {
        let connection = self.line.as_ref().map(|line| BrowserConnection {
            local: line.local,
            remote: line.remote,
            open_since: line.open_since,
            requests: line.requests,
        });
        Some(Screen::Browser(BrowserScreen {
            address: self.shown.clone(),
            state: self.state,
            since: self.since,
            connection,
            fetches: self.fetches.clone(),
        }))
    }

    fn start(&mut self, sys: &mut Sys<'_>) {
        let to = self.address.clone();
        self.navigate(sys, to);
    }

    fn handle(&mut self, sys: &mut Sys<'_>, socket: Option<SocketId>, input: Input<'_>) {
        match input {
            Input::Timer(_) => return self.alarm(sys),
            Input::Typed(text) => return self.typed(sys, text),
            Input::Resolved { token, result } => {
                if token == self.visit && self.state == BrowserState::LookingUp {
                    self.looked_up(sys, result);
                }
                return;
            }
            _ => {}
        }
        // What comes of a connection that was given up is nothing to it.
        let Some(line) = self
            .line
            .as_mut()
            .filter(|line| Some(line.socket) == socket)
        else {
            return;
        };
        match input {
            Input::Connected => self.connected(sys),
            Input::Readable { .. } => self.read(sys),
            Input::Writable => {
                line.out.write(sys, line.socket);
            }
            Input::StreamEnded { .. } => self.ended(sys),
            Input::Error(error) => self.broken(sys, error),
            _ => {}
        }
    }
}
