//! Lines as in a terminal: the newest at the bottom, older ones by scrolling.

use hoplab_units::Time;
use yew::prelude::*;

use hoplab_words::{Lang, screens as words, story};

/// Lines that are drawn; a program may remember more.
const MOST: usize = 24;

/// One line.
pub struct Line {
    /// When, if that is told.
    pub at: Option<Time>,
    /// What.
    pub text: String,
    /// Whether it tells of something that went wrong.
    pub bad: bool,
    /// Whether it says the same in every language: what was on the wire, or what such a program prints anywhere.
    pub verbatim: bool,
}

/// The newest of these lines, under a name for those who do not see where they stand.
pub fn lines(name: &'static str, lang: Lang, all: impl ExactSizeIterator<Item = Line>) -> Html {
    let older = all.len().saturating_sub(MOST);
    if all.len() == 0 {
        return html! { <p class="quiet">{ words::nothing(lang) }</p> };
    }
    html! {
        <ol class="terminal" tabindex="0" aria-label={name}>
            { for all.enumerate().skip(older).map(|(place, line)| html! {
                <li key={place} class={classes!(line.bad.then_some("bad"))} translate={line.verbatim.then_some("no")}>
                    if let Some(at) = line.at { <span class="terminal-at">{ story::clock(at) }</span> }
                    { line.text }
                </li>
            }) }
        </ol>
    }
}

/// A short list under its name, or what is said where there is nothing.
pub fn list(
    name: &'static str,
    nothing: &'static str,
    all: impl ExactSizeIterator<Item = String>,
) -> Html {
    if all.len() == 0 {
        return html! { <p class="quiet">{ nothing }</p> };
    }
    html! {
        <>
            <p class="program-note">{ name }</p>
            <ul class="program-rows" aria-label={name}>{ for all.take(MOST).enumerate().map(|(place, row)| html! { <li key={place}>{ row }</li> }) }</ul>
        </>
    }
}
