//! A browser and a web server on their screens.

use crate::Lang;
use crate::apps::client_error;
use hoplab_sim::apps::{BrowserConnection, BrowserState, Fetch, WebLogLine, WebVisitor};

said! { screens::web =>
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
