//! A web server's screen: who is connected, and what was asked.

use hoplab_sim::apps::WebServerScreen;
use yew::prelude::*;

use super::lines::{Line, lines, list};
use hoplab_words::programs::web as words;
use hoplab_words::{self as all, Lang};

pub fn web_server(lang: Lang, screen: &WebServerScreen) -> Html {
    let visitors = screen
        .visitors
        .iter()
        .map(|visitor| words::visitor(lang, visitor));
    let log = screen.log.iter().map(|line| Line {
        at: Some(line.at),
        text: words::answered(lang, line),
        bad: line.status >= 400,
        verbatim: false,
    });
    html! {
        <>
            if let Some(error) = screen.failed {
                <p class="bad">{ all::socket_error(lang, error) }</p>
            }
            { list(words::visitors(lang), words::no_visitors(lang), visitors) }
            { lines(words::log(lang), lang, log) }
        </>
    }
}
