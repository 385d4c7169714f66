//! Browsers and web servers, in words.

use crate::Lang;
use crate::programs::client::client_error;
use crate::programs::{place, target};
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
    /// A browser's connection: what tells one tab from another.
    connection(connection: &BrowserConnection) -> String;
    /// How much of something is here.
    loaded(here: usize, length: Option<u64>) -> String;
    /// What took how long for a request: each step as far as it was needed and is over.
    timings(fetch: &Fetch) -> String;
    /// A connection of a server.
    visitor(visitor: &WebVisitor) -> String;
    /// A line of a server's log.
    answered(line: &WebLogLine) -> String;
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
