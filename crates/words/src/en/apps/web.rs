//! What happens between browsers and web servers, in words.

use crate::apps::failure::client_error;
use crate::en::LANG;
use crate::screens::span;
use crate::{self as words};
use hoplab_sim::apps::WebEvent;
use hoplab_units::count;

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
