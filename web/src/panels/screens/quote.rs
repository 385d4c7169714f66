//! The screen of a program that asks for a quote of the day, or has some: the quote, and how it came.

use hoplab_sim::apps::{QuoteEvent, QuoteScreen};
use yew::prelude::*;

use super::lines::{Line, lines};
use hoplab_words::{Lang, programs, quoted, screens as words};

pub fn quote(lang: Lang, screen: &QuoteScreen) -> Html {
    let told = screen.lines.iter().map(|line| Line {
        at: Some(line.at),
        text: programs::quote::line(lang, &line.event),
        bad: matches!(
            line.event,
            QuoteEvent::Silence { .. } | QuoteEvent::Failed { .. }
        ),
        verbatim: false,
    });
    html! {
        <>
            if let Some(text) = &screen.quote { <blockquote translate="no">{ quoted(text) }</blockquote> }
            if let Some(trouble) = screen.trouble {
                <p class="program-state bad">{ programs::client_error(lang, trouble) }</p>
            }
            if screen.trouble.is_none() || !screen.lines.is_empty() {
                { lines(words::lines(lang), lang, told) }
            }
        </>
    }
}
