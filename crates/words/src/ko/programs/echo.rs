//! Echo servers and clients, in words.

use crate as words;
use crate::ko::josa::ordinal;
use crate::ko::{LANG, josa};
use crate::programs::client::told;
use crate::screens::span;
use hoplab_sim::apps::EchoEvent;

texts! {
    service: "에코";
    echo_server: "에코 서버";
    echo_client: "에코 클라이언트";
}

pub fn named(text: &str) -> String {
    format!("에코 · {text}")
}

pub fn sentence(subject: &str, event: &EchoEvent) -> String {
    match event {
        EchoEvent::Said { number } => {
            let number = josa::ordinal(*number);
            format!("{} {number} 메시지를 보내요", josa::i(subject))
        }
        EchoEvent::Heard {
            number,
            after,
            same,
        } => {
            let whole = if *same {
                ""
            } else {
                ". 그런데 내용이 달라요"
            };
            format!(
                "{} {} 메시지를 {} 만에 되돌려 받았어요{whole}",
                josa::i(subject),
                josa::ordinal(*number),
                span(*after)
            )
        }
        EchoEvent::Silence { number } => {
            format!(
                "{} {} 메시지를 되돌려 받지 못했어요",
                josa::i(subject),
                josa::ordinal(*number)
            )
        }
        EchoEvent::Echoed { to, bytes } => {
            format!("{} {bytes}바이트를 {to}에 되돌려 보내요", josa::i(subject))
        }
        EchoEvent::Failed { error } => {
            format!(
                "{} 그만뒀어요: {}",
                josa::i(subject),
                told(words::socket_error(LANG, *error))
            )
        }
    }
}

pub fn line(event: &EchoEvent) -> String {
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

pub fn say_to(text: &str, to: &str) -> String {
    format!("{to}에 {text} 보내기")
}
