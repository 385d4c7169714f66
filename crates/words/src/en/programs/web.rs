//! Browsers and web servers, in words.

use crate as words;
use crate::en::LANG;
use crate::programs::client::client_error;
use crate::screens::{bytes, span};
use hoplab_sim::apps::{BrowserConnection, BrowserState, Fetch, WebEvent, WebLogLine, WebVisitor};
use hoplab_units::count;

texts! {
    service: "HTTP";
    web_server: "web server";
    browser: "browser";
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

pub fn sentence(subject: &str, event: &WebEvent) -> String {
    match event {
        WebEvent::Navigates { address } => format!("{subject} goes to {address}"),
        WebEvent::Requested {
            method,
            target,
            earlier: 0,
        } => format!("{subject} sends the request {method} {target}"),
        WebEvent::Requested { method, target, .. } => {
            format!(
                "{subject} sends the request {method} {target} over the connection it has already"
            )
        }
        WebEvent::Responded {
            target,
            status,
            reason,
            after,
        } => format!(
            "{subject} reads the head of the response for {target} after {}: {status} {reason}",
            span(*after)
        ),
        WebEvent::PageWhole {
            target,
            bytes,
            after,
        } => format!(
            "{subject} has all of the page {target}, {}, after {}",
            count(*bytes, "byte"),
            span(*after)
        ),
        WebEvent::PictureWhole {
            target,
            bytes,
            after,
        } => format!(
            "{subject} has all of the picture {target}, {}, after {}",
            count(*bytes, "byte"),
            span(*after)
        ),
        WebEvent::Redirected { to } => format!("{subject} is redirected to {to}"),
        WebEvent::TriesNext { error } => format!(
            "{subject} tries the next address of the name: {}",
            words::socket_error(LANG, *error)
        ),
        WebEvent::AsksAgain { target } => format!(
            "{subject} asks for {target} again over a new connection, since the server had just closed the old one"
        ),
        WebEvent::ConnectionEnded { requests: 1 } => {
            format!("{subject} sees the server close the idle connection; it carried one request")
        }
        WebEvent::ConnectionEnded { requests } => {
            format!(
                "{subject} sees the server close the idle connection; it carried {requests} requests"
            )
        }
        WebEvent::Failed { target, error } => format!(
            "{subject} cannot show {target}: {}",
            client_error(LANG, *error)
        ),
        WebEvent::Answered {
            to,
            method,
            target,
            status,
            bytes,
        } => {
            let request = if method.is_empty() {
                "a request that makes no sense".to_owned()
            } else {
                format!("{method} {target}")
            };
            format!(
                "{subject} answers {request} of {to} with {status} and {}",
                count(*bytes, "byte")
            )
        }
        WebEvent::IdleClosed { to } => {
            format!(
                "{subject} closes the connection with {to}, over which nothing came for a while"
            )
        }
        WebEvent::Announced {
            target,
            status,
            reason,
        } => format!(
            "{subject} reads {status} {reason} for {target}: the response itself is still to come"
        ),
    }
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

pub fn open_page(site: &str, path: &str) -> String {
    format!("Open {site}{path} in a browser")
}

pub fn open_path(path: &str, host: &str) -> String {
    format!("Open {path} at {host} in a browser")
}
