//! A chat on its screens: what was said, a field to say more, and who is there.

use hoplab_sim::AppSnapshot;
use hoplab_sim::apps::{ChatEvent, ChatLine, ChatScreen, ChatServerScreen, ChatState};
use yew::prelude::*;

use super::lines::{Line, lines, list};
use super::typing::TypeLine;
use crate::act::Act;
use hoplab_words::programs::chat as words;
use hoplab_words::{self as all, Lang, screens};

pub fn chat(lang: Lang, app: &AppSnapshot, screen: &ChatScreen, on: &Callback<Act>) -> Html {
    let out = matches!(screen.state, ChatState::Out(_));
    let can_speak = app.program.ended.is_none() && screen.state == ChatState::In;
    html! {
        <>
            <p class={classes!("program-state", out.then_some("bad"))}>
                { words::state(lang, &screen.nick, screen.state) }
            </p>
            { lines(screens::lines(lang), lang, screen.lines.iter().map(|line| spoken(lang, &screen.nick, line))) }
            if can_speak {
                <TypeLine node={app.node} program={app.program.id} label={words::say(lang)} button={words::send(lang)}
                    {lang} on={on.clone()} />
            }
        </>
    }
}

pub fn chat_server(lang: Lang, screen: &ChatServerScreen) -> Html {
    let members = screen
        .members
        .iter()
        .map(|member| words::member(lang, member));
    html! {
        <>
            if let Some(error) = screen.failed {
                <p class="bad">{ all::socket_error(lang, error) }</p>
            }
            { list(words::members(lang), words::nobody(lang), members) }
            { lines(screens::lines(lang), lang, screen.lines.iter().map(|line| spoken(lang, "", line))) }
        </>
    }
}

/// A line of a chat; `nick`: who sits before this screen.
fn spoken(lang: Lang, nick: &str, line: &ChatLine) -> Line {
    let text = match &line.event {
        ChatEvent::Said { text } => format!("{nick}: {text}"),
        ChatEvent::Heard { nick, text } => format!("{nick}: {text}"),
        event => format!("* {}", words::event(lang, event).unwrap_or_default()),
    };
    let bad = matches!(
        line.event,
        ChatEvent::Failed { .. } | ChatEvent::Dismissed { .. }
    );
    Line {
        at: Some(line.at),
        text,
        bad,
        verbatim: matches!(line.event, ChatEvent::Said { .. } | ChatEvent::Heard { .. }),
    }
}
