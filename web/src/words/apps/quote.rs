//! What happens between programs that ask for a quote of the day and those that have some, in words.

use hoplab_sim::Transport;
use hoplab_sim::apps::QuoteEvent;

use super::failure::{client_error, told};
use crate::words::screens::span;
use crate::words::{self, Lang, josa};

/// What one of them did or learnt.
pub(super) fn sentence(lang: Lang, subject: &str, event: &QuoteEvent) -> String {
    match lang {
        Lang::En => english(subject, event),
        Lang::Ko => korean(subject, event),
    }
}

fn english(subject: &str, event: &QuoteEvent) -> String {
    match event {
        QuoteEvent::Asked {
            transport: Transport::Tcp,
            ..
        } => format!("{subject} asks for a quote: connecting is all it takes"),
        QuoteEvent::Asked { attempt, .. } => {
            format!("{subject} asks for a quote by an empty datagram (attempt {attempt})")
        }
        QuoteEvent::Given { to, bytes } => {
            let bytes = words::inspect::bytes_count(Lang::En, *bytes as usize);
            format!("{subject} gives {to} a quote of {bytes}")
        }
        QuoteEvent::Heard { text, after } => {
            let text = words::quoted(text);
            format!("{subject} has a quote after {}: {text}", span(*after))
        }
        QuoteEvent::Silence { attempt } => {
            format!("{subject} has waited in vain for an answer to attempt {attempt}")
        }
        QuoteEvent::Failed { error } => {
            let why = told(client_error(Lang::En, *error));
            format!("{subject} gives up: {why}")
        }
    }
}

fn korean(subject: &str, event: &QuoteEvent) -> String {
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
            let text = words::quoted(text);
            format!("{subject} {} 만에 명언을 받았어요: {text}", span(*after))
        }
        QuoteEvent::Silence { attempt } => {
            let attempt = josa::ordinal(*attempt);
            format!("{subject} {attempt} 시도의 응답을 기다렸지만 오지 않았어요")
        }
        QuoteEvent::Failed { error } => {
            let why = told(client_error(Lang::Ko, *error));
            format!("{subject} 그만뒀어요: {why}")
        }
    }
}
