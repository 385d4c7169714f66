//! An echo program's screen: the newest of what it said and heard.

use hoplab_sim::apps::{EchoEvent, EchoScreen};
use yew::prelude::*;

use super::lines::{Line, lines};
use hoplab_words::programs::echo;
use hoplab_words::{Lang, screens as words};

pub fn echo(lang: Lang, screen: &EchoScreen) -> Html {
    let told = screen.lines.iter().map(|line| {
        let text = echo::line(lang, &line.event);
        let bad = matches!(
            line.event,
            EchoEvent::Silence { .. }
                | EchoEvent::Failed { .. }
                | EchoEvent::Heard { same: false, .. }
        );
        Line {
            at: Some(line.at),
            text,
            bad,
            verbatim: false,
        }
    });
    html! {
        <>
            if let Some(trouble) = screen.trouble {
                <p class="program-state bad">{ hoplab_words::programs::client_error(lang, trouble) }</p>
            } else {
                { lines(words::lines(lang), lang, told) }
            }
        </>
    }
}
