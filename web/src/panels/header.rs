//! The header: name, scenario picker, language, theme, share; under it the scenario's story.

use hoplab_scenario::library;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::{PanelProps, target_value};
use crate::act::{Act, Theme};
use crate::browser;
use hoplab_words::{self as words, Lang};

/// The header and the story.
#[component]
pub fn Header(props: &PanelProps) -> Html {
    let PanelProps { page, on, .. } = props;
    let lang = page.lang;
    // On a small screen the map comes first; the story is one tap away.
    let roomy = use_memo((), |()| {
        browser::matches("(min-width: 1100px) and (min-height: 800px)")
    });
    // Once a person has picked from it, a list shows what it is told to and no longer what its options say.
    let list = use_node_ref();
    {
        // After each time it is drawn, and not only when the name is another one: of two that follow each other at once
        // the first is never told.
        let (list, name) = (list.clone(), page.scenario.name.clone());
        use_effect(move || {
            let list = list.cast::<HtmlSelectElement>();
            if let Some(list) = list.filter(|list| list.value() != name) {
                list.set_value(&name);
            }
        });
    }
    let act = |act: Act| on.reform(move |_: MouseEvent| act.clone());
    html! {
        <header class="head">
            <div class="head-bar">
                <h1 class="head-name">{ "Hoplab" }<span class="head-tag">{ lang.tagline() }</span></h1>
                { picker(props, &list) }
                <div class="head-tools">
                    <div class="segments" role="group" aria-label={lang.language()}>
                        <>{ for Lang::ALL.iter().rev().map(|it| language(lang, *it, it.name(), on)) }</>
                    </div>
                    { theme(props) }
                    <button type="button" class="button" onclick={act(Act::Share)}>{ lang.share() }</button>
                    <button type="button" class="button button-quiet" onclick={act(Act::Help)}
                        aria-label={lang.help()} title={lang.help()}>{ "?" }</button>
                </div>
            </div>
            <div class="story">
                <details class="story-more" open={*roomy}>
                    <summary><h2>{ words::scenario_title(lang, &page.scenario) }</h2></summary>
                    <p>{ words::scenario_text(lang, &page.scenario) }</p>
                </details>
                { hint(props) }
            </div>
        </header>
    }
}

fn hint(props: &PanelProps) -> Html {
    let lang = props.page.lang;
    match words::scenario_hint(lang, &props.page.scenario) {
        hint if hint.is_empty() => html! {},
        hint => html! { <p class="hint"><b>{ lang.try_this() }</b>{ " " }{ hint }</p> },
    }
}

fn picker(props: &PanelProps, list: &NodeRef) -> Html {
    let PanelProps { page, on, .. } = props;
    let current = page.scenario.name.as_str();
    let known = library::entry(current).is_some();
    let onchange = on.reform(|event: Event| Act::OpenScenario(target_value(&event)));
    html! {
        <label class="field head-scenario">
            <span>{ page.lang.scenario() }</span>
            <select ref={list.clone()} {onchange}>
                if !known {
                    <option value={current.to_owned()} selected=true>
                        { words::scenario_title(page.lang, &page.scenario) }
                    </option>
                }
                <>{ for library::all().iter().map(|entry| {
                    let title = words::entry_title(page.lang, entry);
                    html! { <option value={entry.name} selected={entry.name == current}>{ title }</option> }
                }) }</>
            </select>
        </label>
    }
}

fn language(current: Lang, lang: Lang, name: &'static str, on: &Callback<Act>) -> Html {
    let onclick = on.reform(move |_: MouseEvent| Act::AskLang(lang));
    html! {
        <button type="button" lang={lang.tag()} aria-pressed={(current == lang).to_string()} {onclick}>
            { name }
        </button>
    }
}

fn theme(props: &PanelProps) -> Html {
    let PanelProps { page, on, .. } = props;
    let (name, next) = match page.theme {
        Theme::Auto => (page.lang.theme_auto(), Theme::Light),
        Theme::Light => (page.lang.theme_light(), Theme::Dark),
        Theme::Dark => (page.lang.theme_dark(), Theme::Auto),
    };
    let onclick = on.reform(move |_: MouseEvent| Act::SetTheme(next));
    html! {
        <button type="button" class="button button-quiet" {onclick}
            aria-label={format!("{}: {name}", page.lang.theme())}>{ name }</button>
    }
}
