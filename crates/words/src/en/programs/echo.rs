//! Echo servers and clients, in words.

use crate as words;
use crate::en::LANG;
use crate::screens::span;
use hoplab_sim::apps::EchoEvent;

texts! {
    service: "echo";
    echo_server: "echo server";
    echo_client: "echo client";
}

pub fn named(text: &str) -> String {
    format!("echo · {text}")
}

pub fn sentence(subject: &str, event: &EchoEvent) -> String {
    match event {
        EchoEvent::Said { number } => format!("{subject} says line {number}"),
        EchoEvent::Heard {
            number,
            after,
            same,
        } => {
            let whole = if *same { "" } else { ", but changed" };
            format!(
                "{subject} hears line {number} again after {}{whole}",
                span(*after)
            )
        }
        EchoEvent::Silence { number } => {
            format!("{subject} hears nothing of line {number}")
        }
        EchoEvent::Echoed { to, bytes } => {
            let bytes = words::inspect::bytes_count(LANG, *bytes as usize);
            format!("{subject} sends {bytes} back to {to}")
        }
        EchoEvent::Failed { error } => {
            format!("{subject} gives up: {}", words::socket_error(LANG, *error))
        }
    }
}

pub fn line(event: &EchoEvent) -> String {
    match event {
        EchoEvent::Said { number } => format!("said line {number}"),
        EchoEvent::Heard {
            number,
            after,
            same,
        } => {
            let changed = match same {
                true => "",
                false => ", but changed",
            };
            format!("echo of line {number} after {}{changed}", span(*after))
        }
        EchoEvent::Silence { number } => format!("no echo of line {number}"),
        EchoEvent::Echoed { to, bytes } => {
            let bytes = words::inspect::bytes_count(LANG, *bytes as usize);
            format!("{bytes} back to {to}")
        }
        EchoEvent::Failed { error } => words::socket_error(LANG, *error),
    }
}

pub fn say_to(text: &str, to: &str) -> String {
    format!("Say {text} to {to}")
}
