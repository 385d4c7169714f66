//! Programs that ask for a quote of the day and those that have some, in words.

use crate::ko::josa::ordinal;
use crate::ko::{LANG, josa};
use crate::programs::client::{client_error, told};
use crate::quoted;
use crate::screens::span;
use hoplab_sim::Transport;
use hoplab_sim::apps::QuoteEvent;

texts! {
    service: "오늘의 명언";
    quote_server: "명언 서버";
    quote_client: "명언 클라이언트";
}

pub fn named(what: &str) -> String {
    format!("명언 · {what}")
}

pub fn sentence(subject: &str, event: &QuoteEvent) -> String {
    let subject = josa::i(subject);
    match event {
        QuoteEvent::Asked {
            transport: Transport::Tcp,
            ..
        } => format!("{subject} 명언을 요청해요. 연결하는 것만으로 요청이 돼요"),
        QuoteEvent::Asked { attempt, .. } => {
            let attempt = josa::ordinal(*attempt);
            format!("{subject} 빈 데이터그램으로 명언을 요청해요({attempt} 시도)")
        }
        QuoteEvent::Given { to, bytes } => {
            format!("{subject} {to}에 {bytes}바이트짜리 명언을 보내요")
        }
        QuoteEvent::Heard { text, after } => {
            let after = span(*after);
            format!("{subject} {after} 만에 명언을 받았어요: {}", quoted(text))
        }
        QuoteEvent::Silence { attempt } => {
            let attempt = josa::ordinal(*attempt);
            format!("{subject} {attempt} 시도의 응답을 기다렸지만 오지 않았어요")
        }
        QuoteEvent::Failed { error } => {
            format!("{subject} 그만뒀어요: {}", told(client_error(LANG, *error)))
        }
    }
}

pub fn get(from: &str, over: Option<&str>) -> String {
    match over {
        None => format!("{from}에서 명언 받기"),
        Some(over) => format!("{} {from}에서 명언 받기", josa::ro(over)),
    }
}

pub fn line(event: &QuoteEvent) -> String {
    match event {
        QuoteEvent::Asked {
            transport: Transport::Tcp,
            ..
        } => "연결해서 요청함".to_owned(),
        QuoteEvent::Asked { attempt, .. } => {
            format!("데이터그램으로 요청함({} 시도)", ordinal(*attempt))
        }
        QuoteEvent::Given { to, bytes } => format!("{to}에 {bytes}바이트짜리 명언을 보냄"),
        QuoteEvent::Heard { after, .. } => format!("{} 만에 받음", span(*after)),
        QuoteEvent::Silence { attempt } => format!("{} 시도에 응답이 없음", ordinal(*attempt)),
        QuoteEvent::Failed { error } => client_error(LANG, *error),
    }
}
