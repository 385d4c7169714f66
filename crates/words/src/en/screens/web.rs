//! A browser and a web server on their screens.

use crate::apps::client_error;
use crate::en::LANG;
use crate::screens::{bytes, span};
use hoplab_sim::apps::{BrowserConnection, BrowserState, Fetch, WebLogLine, WebVisitor};
use hoplab_units::count;

texts! {
    address: "Address";
    go: "Go";
    page: "The page";
    blank: "A blank page.";
    requests: "Requests";
    no_picture: "nothing of it yet";
    waiting: "no answer yet";
    visitors: "Connections";
    no_visitors: "Nobody is connected.";
    log: "Requests answered";
}

pub fn state(state: BrowserState) -> String {
    match state {
        BrowserState::LookingUp => "Looking up the name…",
        BrowserState::Connecting => "Connecting…",
        BrowserState::Waiting => "Waiting for the answer…",
        BrowserState::Loading => "Loading…",
        BrowserState::Done => "Done.",
        BrowserState::Failed(error) => {
            let why = client_error(LANG, error);
            return format!("This page cannot be shown: {}.", why.trim_end_matches('.'));
        }
    }
    .to_owned()
}

pub fn connection(connection: &BrowserConnection) -> String {
    let BrowserConnection { local, remote, .. } = connection;
    let state = match connection.open_since {
        Some(_) => "open",
        None => "opening",
    };
    format!("{local} → {remote} · {state}")
}

pub fn loaded(here: usize, length: Option<u64>) -> String {
    let here = here as u64;
    match length {
        Some(all) if all > here => format!("{} of {}", bytes(LANG, here), bytes(LANG, all)),
        _ => bytes(LANG, here),
    }
}

pub fn timings(fetch: &Fetch) -> String {
    let times = &fetch.times;
    let steps = [
        ("lookup", times.looked_up),
        ("connect", times.connected),
        ("send", times.sent),
        ("first byte", times.first_byte),
        ("rest", times.done),
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

pub fn visitor(visitor: &WebVisitor) -> String {
    let WebVisitor {
        from,
        requests,
        waiting,
        ..
    } = visitor;
    let mut text = format!("{from}: {}", count(*requests, "request"));
    if *waiting > 0 {
        let left = bytes(LANG, u64::from(*waiting));
        text += &format!(", {left} still to send");
    }
    text
}

pub fn answered(line: &WebLogLine) -> String {
    let asked = if line.method.is_empty() {
        "(made no sense)".to_owned()
    } else {
        format!("{} {}", line.method, line.target)
    };
    let length = bytes(LANG, u64::from(line.bytes));
    format!("{} {asked} → {} · {length}", line.to, line.status)
}
