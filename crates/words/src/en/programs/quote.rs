//! Programs that ask for a quote of the day and those that have some, in words.

use crate::en::LANG;
use crate::programs::client::{client_error, told};
use crate::quoted;
use crate::screens::span;
use hoplab_sim::Transport;
use hoplab_sim::apps::QuoteEvent;
use hoplab_units::count;

texts! {
    service: "quote of the day";
    quote_server: "quote server";
    quote_client: "quote client";
}

pub fn named(what: &str) -> String {
    format!("quote · {what}")
}

pub fn sentence(subject: &str, event: &QuoteEvent) -> String {
    match event {
        QuoteEvent::Asked {
            transport: Transport::Tcp,
            ..
        } => format!("{subject} asks for a quote: connecting is all it takes"),
        QuoteEvent::Asked { attempt, .. } => {
            format!("{subject} asks for a quote by an empty datagram (attempt {attempt})")
        }
        QuoteEvent::Given { to, bytes } => {
            format!("{subject} gives {to} a quote of {}", count(*bytes, "byte"))
        }
        QuoteEvent::Heard { text, after } => {
            format!(
                "{subject} has a quote after {}: {}",
                span(*after),
                quoted(text)
            )
        }
        QuoteEvent::Silence { attempt } => {
            format!("{subject} has waited in vain for an answer to attempt {attempt}")
        }
        QuoteEvent::Failed { error } => {
            format!("{subject} gives up: {}", told(client_error(LANG, *error)))
        }
    }
}

pub fn get(from: &str, over: Option<&str>) -> String {
    match over {
        None => format!("Get a quote from {from}"),
        Some(over) => format!("Get a quote from {from} over {over}"),
    }
}

pub fn line(event: &QuoteEvent) -> String {
    match event {
        QuoteEvent::Asked {
            transport: Transport::Tcp,
            ..
        } => "asked, by connecting".to_owned(),
        QuoteEvent::Asked { attempt, .. } => format!("asked, by a datagram (attempt {attempt})"),
        QuoteEvent::Given { to, bytes } => {
            format!("gave {to} a quote of {}", count(*bytes, "byte"))
        }
        QuoteEvent::Heard { after, .. } => format!("answered after {}", span(*after)),
        QuoteEvent::Silence { attempt } => format!("no answer to attempt {attempt}"),
        QuoteEvent::Failed { error } => client_error(LANG, *error),
    }
}
