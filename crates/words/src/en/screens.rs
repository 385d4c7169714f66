//! What stands on programs' screens, in words.

pub mod chat;
pub mod ftp;
pub mod game;
pub mod ping;
pub mod quote;
pub mod video;
pub mod web;

use crate as words;
use crate::en::LANG;
use crate::screens::span;
use hoplab_sim::apps::EchoEvent;

texts! {
    nothing: "Nothing yet.";
    lines: "What it shows";
}

pub fn echo(event: &EchoEvent) -> String {
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
