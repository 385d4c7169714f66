//! The TCP connections of a host or of the whole run, and the one that a packet or an event belongs to: each a
//! button that opens its panel.

use hoplab_sim::NodeId;
use yew::prelude::*;

use super::connection::title;
use crate::act::{Act, Selection};
use crate::lab::Lab;
use crate::page::Page;
use hoplab_explain::connections::{End, EndId, Pair};
use hoplab_words::connection as words;

/// Connections listed; older ones can be chosen in the panel.
const MOST: usize = 12;

/// The connections that one host takes part in, or all; the newest first. Nothing where there never was one.
pub fn list(page: &Page, lab: &Lab, node: Option<NodeId>, on: &Callback<Act>) -> Html {
    let lang = page.lang;
    let takes_part =
        |pair: &Pair<'_>| node.is_none_or(|node| pair.ends().any(|end| end.id.node == node));
    let connections = lab.connections();
    let all = connections.until(page.trace_len);
    let mut newest = all.rev().filter(takes_part).take(MOST).peekable();
    if newest.peek().is_none() {
        return html! {};
    }
    html! {
        <section class="conn-list" aria-label={words::connections(lang)}>
            <h3>{ words::connections(lang) }</h3>
            <ul>{ for newest.map(|pair| html! { <li key={format!("{}-{}", pair.client.id.node.0, pair.client.id.socket.0)}>{ button(page, pair, on) }</li> }) }</ul>
        </section>
    }
}

/// The connection that what is selected belongs to.
// Not inlined: a first visit selects nothing, so this stays out of the first module.
#[inline(never)]
pub fn card(page: &Page, lab: &Lab, id: EndId, on: &Callback<Act>) -> Html {
    let connections = lab.connections();
    let Some(pair) = connections.pair(id) else {
        return html! {};
    };
    html! {
        <section class="conn-list" aria-label={words::title(page.lang)}>
            <h3>{ words::title(page.lang) }</h3>
            { button(page, pair, on) }
        </section>
    }
}

fn button(page: &Page, pair: Pair<'_>, on: &Callback<Act>) -> Html {
    let lang = page.lang;
    let until = page.trace_len;
    let id = pair.client.id;
    let open = on.reform(move |_: MouseEvent| Act::Select(Selection::Connection(id)));
    let title = title(page, pair.client);
    let server = pair.server.filter(|end| end.opened.0 < until);
    let state = |end: &End| match end.lost(until) {
        Some(_) => words::lost_short(lang),
        None => end.state(until).name(),
    };
    let states = match server {
        Some(server) => format!("{} | {}", state(pair.client), state(server)),
        None => state(pair.client).to_owned(),
    };
    let shown = page
        .connection
        .is_some_and(|open| pair.ends().any(|end| end.id == open));
    html! {
        <button type="button" class="conn-open" onclick={open} aria-current={shown.then_some("true")}
            aria-label={format!("{}: {states}", words::open_this(lang, &title))}>
            <span class="figure">{ title }</span>
            <span class="conn-states">{ states }</span>
            <span class="conn-go" aria-hidden="true">{ words::open(lang) }</span>
        </button>
    }
}
