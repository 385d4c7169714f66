//! The web server.

use core::net::SocketAddrV4;

use hoplab_units::{Span, Time};
use hoplab_wire::http::{self, BadHead, Body, Item, Reader, RequestHead, ResponseHead};

use super::site::{self, Resource};
use super::{WebEvent, WebLogLine, WebServerScreen, WebServerSpec, WebVisitor};
use crate::apps::event::AppEvent;
use crate::apps::outbox::Outbox;
use crate::apps::screen::Screen;
use crate::event::{EventKind, SocketError};
use crate::ids::SocketId;
use crate::program::{Input, Program, Sys, Timer};

/// The server.
#[derive(Clone, Debug)]
pub(crate) struct WebServer {
    spec: WebServerSpec,
    failed: Option<SocketError>,
    visitors: Vec<Visitor>,
    log: Vec<WebLogLine>,
    /// How many connections there were: the next one's timer.
    count: u32,
}

/// A connection.
#[derive(Clone, Debug)]
struct Visitor {
    socket: SocketId,
    from: SocketAddrV4,
    since: Time,
    /// Which timer is its own.
    timer: u32,
    /// When it last came on: something was read or written.
    active: Time,
    reader: Reader<RequestHead>,
    /// What was read and not looked at yet: the next request waits until the response before it is out.
    input: Vec<u8>,
    /// The request whose body, if it has one, is still coming.
    asked: Option<RequestHead>,
    out: Outbox,
    requests: u16,
    /// The other side sends no more.
    ended: bool,
    /// No further request is answered; the connection is closed once all is out.
    closing: bool,
    /// When its timer runs out.
    alarm: Option<Time>,
}

impl Visitor {
    /// Bytes it reads at a time.
    const PORTION: usize = 4096;
    /// How long the first request may take to come.
    const FIRST: Span = Span::from_secs(10);
    /// How long a response may wait for TCP to take any of it.
    const STUCK: Span = Span::from_secs(60);

    /// The next request, once it is whole; `Err`: what came is none.
    fn next_request(&mut self, sys: &mut Sys<'_>) -> Option<Result<RequestHead, BadHead>> {
        loop {
            let mut input = &self.input[..];
            let told = match self.reader.next(&mut input) {
                Some(Item::Head(head)) => {
                    let waits = head.expects_continue() && head.body() != Ok(Body::None);
                    self.asked = Some(head);
                    if waits {
                        self.out.push(ResponseHead::new(100).to_bytes());
                        self.out.write(sys, self.socket);
                    }
                    None
                }
                // Nothing here takes a body, and no request is only announced.
                Some(Item::Body(_) | Item::Interim(_)) => None,
                Some(Item::End) => self.asked.take().map(Ok),
                Some(Item::Bad(bad)) => Some(Err(bad)),
                None => {
                    self.input = sys.read_some(self.socket, Visitor::PORTION);
                    if self.input.is_empty() {
                        return None;
                    }
                    self.active = sys.now();
                    continue;
                }
            };
            let used = self.input.len() - input.len();
            self.input.drain(..used);
            if told.is_some() {
                return told;
            }
        }
    }

    /// Until when it may rest as it does.
    fn rests_until(&self, idle: Span) -> Time {
        self.active
            + if !self.out.is_empty() {
                Visitor::STUCK
            } else if self.requests == 0 {
                idle.max(Visitor::FIRST)
            } else {
                idle
            }
    }

    /// Has the timer run out when it has rested too long.
    fn set_alarm(&mut self, sys: &mut Sys<'_>, idle: Span) {
        let (now, at) = (sys.now(), self.rests_until(idle));
        if self.alarm.is_none_or(|alarm| at < alarm) {
            sys.set_timer_for(at.since(now), Timer(self.timer));
            self.alarm = Some(at);
        }
    }
}

impl WebServer {
    /// The most connections at a time; further ones are told 503.
    const MAX_VISITORS: usize = 100;

    pub(crate) fn new(spec: WebServerSpec) -> WebServer {
        WebServer {
            spec,
            failed: None,
            visitors: Vec::new(),
            log: Vec::new(),
            count: 0,
        }
    }

    fn place(&self, socket: SocketId) -> Option<usize> {
        self.visitors.iter().position(|one| one.socket == socket)
    }

    fn welcome(&mut self, sys: &mut Sys<'_>, socket: SocketId, from: SocketAddrV4) {
        // As nginx and Apache do: the end of a response is not to wait for the acknowledgment of its beginning.
        sys.set_no_delay(socket);
        let full = self.visitors.len() >= WebServer::MAX_VISITORS;
        self.count = self.count.wrapping_add(1);
        self.visitors.push(Visitor {
            socket,
            from,
            since: sys.now(),
            timer: self.count,
            active: sys.now(),
            reader: Reader::new(),
            input: Vec::new(),
            asked: None,
            out: Outbox::default(),
            requests: 0,
            ended: false,
            closing: full,
            alarm: None,
        });
        if full {
            let resource = site::failure(503, http::reason(503));
            self.respond(sys, self.visitors.len() - 1, None, resource);
        }
        self.serve(sys, socket);
    }

    /// Writes what is to be written and answers what came, in order, one at a time.
    fn serve(&mut self, sys: &mut Sys<'_>, socket: SocketId) {
        while let Some(place) = self.place(socket) {
            let visitor = &mut self.visitors[place];
            if visitor.out.write(sys, socket) > 0 {
                visitor.active = sys.now();
            }
            let more = if !visitor.out.is_empty() {
                break;
            } else if visitor.closing {
                None
            } else {
                visitor.next_request(sys)
            };
            match more {
                Some(request) => self.answer(sys, place, request),
                None if visitor.closing || visitor.ended => {
                    self.visitors.remove(place);
                    sys.close(socket);
                }
                None => break,
            }
        }
        if let Some(place) = self.place(socket) {
            self.visitors[place].set_alarm(sys, self.spec.idle);
        }
    }

    fn answer(&mut self, sys: &mut Sys<'_>, place: usize, request: Result<RequestHead, BadHead>) {
        let visitor = &mut self.visitors[place];
        visitor.requests = visitor.requests.saturating_add(1);
        let keep = self.spec.idle > Span::ZERO && !visitor.ended;
        visitor.closing = !request.as_ref().is_ok_and(|head| head.keep_alive() && keep);
        match request {
            Ok(head) => {
                let resource = self.resource(&head);
                self.respond(sys, place, Some(&head), resource);
            }
            Err(bad) => {
                let status = bad.status();
                let resource = site::failure(status, http::reason(status));
                self.respond(sys, place, None, resource);
            }
        }
    }

    fn resource(&self, head: &RequestHead) -> Resource {
        let status = match (head.method.as_str(), path(&head.target)) {
            ("GET" | "HEAD", Some(path)) => return site::at(&self.spec, path),
            ("GET" | "HEAD", None) => 400,
            ("POST" | "PUT" | "DELETE" | "CONNECT" | "OPTIONS" | "TRACE" | "PATCH", _) => 405,
            _ => 501,
        };
        site::failure(status, http::reason(status))
    }

    fn respond(
        &mut self,
        sys: &mut Sys<'_>,
        place: usize,
        request: Option<&RequestHead>,
        resource: Resource,
    ) {
        let bytes = resource.body.len();
        let mut head = ResponseHead::new(resource.status)
            .with("Server", "Hoplab")
            .with_body(resource.content_type, bytes);
        if let Some(location) = resource.location {
            head.fields.push("Location", location);
        }
        if resource.status == 405 {
            head.fields.push("Allow", "GET, HEAD");
        }
        let visitor = &mut self.visitors[place];
        if visitor.closing {
            head.fields.push("Connection", "close");
        } else {
            // HTTP/1.0 must be told so, and 1.1 may.
            head.fields.push("Connection", "keep-alive");
            let seconds = self.spec.idle.as_millis() / 1000;
            head.fields
                .push("Keep-Alive", &format!("timeout={seconds}"));
        }
        visitor.out.push(head.to_bytes());
        if request.is_none_or(|head| head.method != "HEAD") {
            visitor.out.push(resource.body);
        }
        let line = WebLogLine {
            at: sys.now(),
            to: visitor.from,
            method: request.map_or_else(String::new, |head| head.method.clone()),
            target: request.map_or_else(String::new, |head| head.target.clone()),
            status: resource.status,
            bytes: bytes as u32,
        };
        tell(
            sys,
            WebEvent::Answered {
                to: line.to,
                method: line.method.clone(),
                target: line.target.clone(),
                status: line.status,
                bytes: line.bytes,
            },
        );
        if self.log.len() >= WebServerScreen::MAX_LOG {
            self.log.remove(0);
        }
        self.log.push(line);
    }

    fn alarm(&mut self, sys: &mut Sys<'_>, timer: u32) {
        let (now, idle) = (sys.now(), self.spec.idle);
        let own = |one: &Visitor| one.timer == timer && one.alarm == Some(now);
        let Some(place) = self.visitors.iter().position(own) else {
            return;
        };
        let visitor = &mut self.visitors[place];
        visitor.alarm = None;
        if visitor.rests_until(idle) > now {
            return visitor.set_alarm(sys, idle);
        }
        let visitor = self.visitors.remove(place);
        tell(sys, WebEvent::IdleClosed { to: visitor.from });
        if visitor.out.is_empty() {
            sys.close(visitor.socket);
        } else {
            // Nothing of the response was taken for so long: a FIN would wait behind it.
            sys.abort(visitor.socket);
        }
    }
}

fn tell(sys: &mut Sys<'_>, event: WebEvent) {
    sys.record_app(AppEvent::Web(event));
}

/// The path of a request's target, which may be a whole address too (RFC 9112 section 3.2.2).
fn path(target: &str) -> Option<&str> {
    if target.starts_with('/') {
        return Some(target);
    }
    let (scheme, rest) = target.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") {
        return None;
    }
    // A slash behind a question mark begins no path.
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let path = &rest[end..];
    Some(if path.starts_with('/') { path } else { "/" })
}

impl Program for WebServer {
    fn screen(&self, _now: Time) -> Option<Screen> {
        let visitor = |one: &Visitor| WebVisitor {
            from: one.from,
            since: one.since,
            requests: one.requests,
            waiting: one.out.len() as u32,
        };
        Some(Screen::WebServer(WebServerScreen {
            failed: self.failed,
            visitors: self.visitors.iter().map(visitor).collect(),
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
        match input {
            Input::Accepted { from } => self.welcome(sys, socket, from),
            Input::Readable { .. } | Input::Writable => self.serve(sys, socket),
            Input::StreamEnded { .. } => {
                if let Some(place) = self.place(socket) {
                    self.visitors[place].ended = true;
                    self.serve(sys, socket);
                }
            }
            Input::Error(_) => {
                if let Some(place) = self.place(socket) {
                    self.visitors.remove(place);
                }
            }
            _ => {}
        }
    }
}
