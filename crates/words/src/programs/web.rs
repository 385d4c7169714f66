//! Browsers and web servers, in words.

use crate::Lang;
use crate::programs::client::client_error;
use crate::programs::{place, target};
use crate::screens::{bytes, span};
use core::net::SocketAddrV4;
use hoplab_sim::NodeSnapshot;
use hoplab_sim::apps::{
    BrowserConnection, BrowserSpec, BrowserState, Fetch, Target, WebEvent, WebLogLine, WebVisitor,
};

said! { programs::web =>
    /// What is called so by its port.
    service;
    /// The program that has pages.
    web_server;
    /// The program that shows them.
    browser;
    /// What one of them did or learnt.
    sentence(subject: &str, event: &WebEvent) -> String;
    /// A button: opens an address in a browser.
    open_page(site: &str, path: &str) -> String;
    /// A button: opens a page of a host that the map names.
    open_path(path: &str, host: &str) -> String;
    /// The field for an address.
    address;
    /// Takes a browser to an address.
    go;
    /// The part of a browser in which the page is.
    page;
    /// Before anything of the page is here.
    blank;
    /// What the browser asked for.
    requests;
    /// A picture nothing of which is here yet.
    no_picture;
    /// A request without an answer.
    waiting;
    /// Who is connected to a server.
    visitors;
    /// Nobody is.
    no_visitors;
    /// What a server answered.
    log;
    /// How far a browser is.
    state(state: BrowserState) -> String;
    /// A browser's connection that is not there yet.
    opening;
    /// A browser's connection.
    open;
    /// What took a time for a request.
    step_lookup;
    /// The next.
    step_connect;
    /// The next.
    step_send;
    /// The next.
    step_first_byte;
    /// The last.
    step_rest;
    /// In a server's log: a request that it did not understand.
    no_sense;
    /// How much of something is here.
    part_of(here: &str, all: &str) -> String;
    /// Who is connected to a server, and how often he asked.
    asked(from: SocketAddrV4, requests: u16) -> String;
    /// Goes on with how much of that is not sent.
    still_to_send(left: &str) -> String;
    /// What a server answers that did not understand what it was asked.
    senseless_request;
    /// What a server answers.
    sensible_request(method: &str, target: &str) -> String;
}

/// What a button says that starts a browser.
pub(super) fn visit(lang: Lang, spec: &BrowserSpec, nodes: &[NodeSnapshot]) -> Option<String> {
    let site = match spec.port {
        80 => target(&spec.to, nodes),
        port => format!("{}:{port}", target(&spec.to, nodes)),
    };
    let path = match spec.path.as_str() {
        "/" => "",
        path => path,
    };
    // A name and a path make an address to type; the map's name of a host and a path make none.
    let is_host = matches!(spec.to, Target::Address(ip) if place(ip, nodes) != ip.to_string());
    Some(match is_host && !path.is_empty() {
        true => open_path(lang, path, &site),
        false => open_page(lang, &site, path),
    })
}

/// A request and what came of it so far.
pub fn fetch(lang: Lang, fetch: &Fetch) -> String {
    let status = match (&fetch.status, fetch.error) {
        (_, Some(error)) => client_error(lang, error),
        (Some((code, reason)), None) => format!("{code} {reason}"),
        (None, None) => waiting(lang).to_owned(),
    };
    let mut text = format!("GET {} · {status}", fetch.target);
    if fetch.status.is_some() {
        text += " · ";
        text += &loaded(lang, fetch.body.len(), fetch.length);
    }
    text
}

/// A browser's connection: what tells one tab from another.
pub fn connection(lang: Lang, connection: &BrowserConnection) -> String {
    let BrowserConnection { local, remote, .. } = connection;
    let state = match connection.open_since {
        Some(_) => open(lang),
        None => opening(lang),
    };
    format!("{local} → {remote} · {state}")
}

/// How much of something is here.
pub fn loaded(lang: Lang, here: usize, length: Option<u64>) -> String {
    let here = here as u64;
    match length {
        Some(all) if all > here => part_of(lang, &bytes(lang, here), &bytes(lang, all)),
        _ => bytes(lang, here),
    }
}

/// What took how long for a request: each step as far as it was needed and is over.
pub fn timings(lang: Lang, fetch: &Fetch) -> String {
    let times = &fetch.times;
    let steps = [
        (step_lookup(lang), times.looked_up),
        (step_connect(lang), times.connected),
        (step_send(lang), times.sent),
        (step_first_byte(lang), times.first_byte),
        (step_rest(lang), times.done),
    ];
    let mut before = times.begun;
    let mut told = Vec::new();
    for (name, at) in steps {
        if let Some(at) = at {
            if at > before {
                told.push(format!("{name} {}", span(at.since(before))));
            }
            before = before.max(at);
        }
    }
    told.join(", ")
}

/// A connection of a server.
pub fn visitor(lang: Lang, visitor: &WebVisitor) -> String {
    let who = asked(lang, visitor.from, visitor.requests);
    match visitor.waiting {
        0 => who,
        left => who + &still_to_send(lang, &bytes(lang, u64::from(left))),
    }
}

/// A line of a server's log.
pub fn answered(lang: Lang, line: &WebLogLine) -> String {
    let asked = match line.method.as_str() {
        "" => no_sense(lang).to_owned(),
        method => format!("{method} {}", line.target),
    };
    let length = bytes(lang, u64::from(line.bytes));
    format!("{} {asked} → {} · {length}", line.to, line.status)
}

/// What a server answers.
pub(crate) fn request(lang: Lang, method: &str, target: &str) -> String {
    match method {
        "" => senseless_request(lang).to_owned(),
        method => sensible_request(lang, method, target),
    }
}
