//! The poster: a large play button over a page that is to begin only when somebody wants it to.

use std::rc::Rc;

use yew::prelude::*;

use crate::act::Act;
use crate::page::Page;
use hoplab_words as words;

/// What the poster needs.
#[derive(Properties, PartialEq)]
pub struct PosterProps {
    /// The page as it stands.
    pub page: Rc<Page>,
    /// Where to send what a person does.
    pub on: Callback<Act>,
}

/// The poster.
#[component]
pub fn Poster(props: &PosterProps) -> Html {
    let lang = props.page.lang;
    let play = props.on.reform(|_: MouseEvent| Act::Play);
    html! {
        <div class="poster">
            <button type="button" class="button button-main poster-play" onclick={play}>
                <svg viewBox="0 0 20 20" width="40" height="40" aria-hidden="true"><path d="M6 4v12l10-6z" fill="currentColor" /></svg>
                <span>{ lang.play() }</span>
            </button>
            <p>{ words::scenario_title(lang, &props.page.scenario) }</p>
        </div>
    }
}
