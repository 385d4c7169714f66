//! What stands on programs' screens, in words.

pub mod chat;
pub mod ftp;
pub mod game;
pub mod ping;
pub mod quote;
pub mod video;
pub mod web;

use crate as words;
use crate::ko::LANG;
use crate::ko::josa::ordinal;
use crate::screens::span;
use hoplab_sim::apps::EchoEvent;

texts! {
    nothing: "아직 아무것도 없어요.";
    lines: "화면 내용";
}

pub fn echo(event: &EchoEvent) -> String {
    match event {
        EchoEvent::Said { number } => format!("{} 메시지를 보냄", ordinal(*number)),
        EchoEvent::Heard {
            number,
            after,
            same,
        } => {
            let changed = match same {
                true => "",
                false => ", 내용이 바뀜",
            };
            let number = ordinal(*number);
            format!("{number} 메시지가 {} 만에 돌아옴{changed}", span(*after))
        }
        EchoEvent::Silence { number } => {
            format!("{} 메시지가 돌아오지 않음", ordinal(*number))
        }
        EchoEvent::Echoed { to, bytes } => format!("{bytes}바이트를 {to}에 돌려보냄"),
        EchoEvent::Failed { error } => words::socket_error(LANG, *error),
    }
}
