//! Browsers and web servers, in words.

use crate as words;
use crate::en::LANG;
use crate::programs::client::client_error;
use crate::programs::web::request;
use crate::screens::span;
use core::net::SocketAddrV4;
use hoplab_sim::apps::{BrowserState, WebEvent};
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
    opening: "opening";
    open: "open";
    step_lookup: "lookup";
    step_connect: "connect";
    step_send: "send";
    step_first_byte: "first byte";
    step_rest: "rest";
    no_sense: "(made no sense)";
    senseless_request: "a request that makes no sense";
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
            let request = request(LANG, method, target);
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

pub fn open_page(site: &str, path: &str) -> String {
    format!("Open {site}{path} in a browser")
}

pub fn open_path(path: &str, host: &str) -> String {
    format!("Open {path} at {host} in a browser")
}

pub fn part_of(here: &str, all: &str) -> String {
    format!("{here} of {all}")
}

pub fn asked(from: SocketAddrV4, requests: u16) -> String {
    format!("{from}: {}", count(requests, "request"))
}

pub fn still_to_send(left: &str) -> String {
    format!(", {left} still to send")
}

pub fn sensible_request(method: &str, target: &str) -> String {
    format!("{method} {target}")
}
