//! A browser's screen: the page as far as it has come, drawn from the bytes that arrived. They are read into plain
//! pieces and never handed to the real browser.

use hoplab_sim::apps::{Block, BrowserScreen, BrowserState, Fetch, PICTURE_TYPE, blocks, title};
use hoplab_sim::{AppSnapshot, Command};
use yew::prelude::*;

use super::picture::picture_so_far;
use super::typing::TypeLine;
use crate::act::Act;
use hoplab_words::programs::web as words;
use hoplab_words::{Lang, quoted};

/// Pieces of a page that are drawn.
const MOST_BLOCKS: usize = 60;
/// The longest page that is drawn, in bytes.
const MOST_BYTES: usize = 64 * 1024;

pub fn browser(lang: Lang, app: &AppSnapshot, screen: &BrowserScreen, on: &Callback<Act>) -> Html {
    let failed = matches!(screen.state, BrowserState::Failed(_));
    html! {
        <div class="browser">
            if app.program.ended.is_none() {
                <TypeLine node={app.node} program={app.program.id} label={words::address(lang)}
                    value={screen.address.clone()} button={words::go(lang)} {lang} on={on.clone()} />
            } else {
                <p class="browser-address">{ screen.address.clone() }</p>
            }
            <div class="browser-page" role="group" aria-label={words::page(lang)} tabindex="0">
                { page(lang, app, screen, on) }
            </div>
            <p class={classes!("program-state", failed.then_some("bad"))}>{ words::state(lang, screen.state) }</p>
            if let Some(connection) = &screen.connection {
                <p class="program-note code">{ words::connection(lang, connection) }</p>
            }
            if !screen.fetches.is_empty() {
                <ol class="fetches" aria-label={words::requests(lang)}>
                    { for screen.fetches.iter().enumerate().map(|(place, fetch)| one_fetch(lang, place, fetch)) }
                </ol>
            }
        </div>
    }
}

fn one_fetch(lang: Lang, place: usize, fetch: &Fetch) -> Html {
    let timings = words::timings(lang, fetch);
    let bad = fetch.error.is_some() || fetch.status.as_ref().is_some_and(|(code, _)| *code >= 400);
    html! {
        <li key={place}>
            <span class={classes!(bad.then_some("bad"))}>{ words::fetch(lang, fetch) }</span>
            if !timings.is_empty() { <span class="fetch-times">{ timings }</span> }
        </li>
    }
}

fn page(lang: Lang, app: &AppSnapshot, screen: &BrowserScreen, on: &Callback<Act>) -> Html {
    let Some(fetch) = screen.page() else {
        return html! { <p class="quiet">{ words::blank(lang) }</p> };
    };
    if fetch.content_type == PICTURE_TYPE {
        return picture_so_far(
            &fetch.body,
            words::loaded(lang, fetch.body.len(), fetch.length),
        );
    }
    let body = &fetch.body[..fetch.body.len().min(MOST_BYTES)];
    let title = title(body);
    let blocks = blocks(body);
    html! {
        <>
            if let Some(title) = title { <p class="browser-title" translate="no">{ title }</p> }
            if blocks.is_empty() { <p class="quiet">{ words::blank(lang) }</p> }
            <>{ for blocks.iter().take(MOST_BLOCKS).enumerate().map(|(place, block)| html! { <div key={place} class="page-block">{ one_block(lang, app, screen, block, on) }</div> }) }</>
        </>
    }
}

fn one_block(
    lang: Lang,
    app: &AppSnapshot,
    screen: &BrowserScreen,
    block: &Block,
    on: &Callback<Act>,
) -> Html {
    match block {
        Block::Heading(text) => {
            html! { <p class="page-heading" translate="no" role="heading" aria-level="4">{ text }</p> }
        }
        Block::Text(text) => html! { <p translate="no">{ text }</p> },
        Block::Link { href, text } if app.program.ended.is_some() => {
            html! { <p class="page-link" translate="no" title={href.clone()}>{ text }</p> }
        }
        Block::Link { href, text } => {
            let command = Command::Type {
                node: app.node,
                program: app.program.id,
                text: address_of(&screen.address, href),
            };
            let go = on.reform(move |_: MouseEvent| Act::Run(command.clone()));
            html! { <p><button type="button" class="page-link" translate="no" onclick={go} title={href.clone()}>{ text }</button></p> }
        }
        Block::Picture { src, alt } => match screen.picture(src) {
            Some(fetch) if !fetch.body.is_empty() => {
                let here = words::loaded(lang, fetch.body.len(), fetch.length);
                picture_so_far(&fetch.body, format!("{}: {here}", quoted(alt)))
            }
            _ => {
                html! { <p class="page-hole">{ format!("{}: {}", quoted(alt), words::no_picture(lang)) }</p> }
            }
        },
    }
}

/// Where a link leads from a page at this address.
fn address_of(page: &str, href: &str) -> String {
    if !href.starts_with('/') {
        return href.to_owned();
    }
    let host = page.split('/').next().unwrap_or_default();
    format!("{host}{href}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_elsewhere_on_the_same_server_or_to_another() {
        assert_eq!(address_of("www.example.com/about", "/"), "www.example.com/");
        assert_eq!(address_of("192.0.2.1:8080", "/a/b"), "192.0.2.1:8080/a/b");
        let other = "http://other.example/";
        assert_eq!(address_of("www.example.com", other), other);
    }
}
