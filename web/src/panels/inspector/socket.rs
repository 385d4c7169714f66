//! A socket: whose it is, what it is bound to, what waits in it, and why it was opened and closed.

use hoplab_sim::{EventId, NodeId, SocketId, World};
use yew::prelude::*;

use crate::act::{Act, Selection};
use crate::page::Page;
use crate::panels::ports::rows;
use hoplab_explain::At;
use hoplab_explain::sockets::Sockets;
use hoplab_explain::sockets::matching::Sort;
use hoplab_words::inspect;
use hoplab_words::ports as words;
use hoplab_words::story;

/// Everything about a socket.
// Not inlined: a first visit selects nothing, so this stays out of the first module.
#[inline(never)]
pub fn socket(
    page: &Page,
    world: &World,
    sockets: At<&Sockets>,
    (node, socket): (NodeId, SocketId),
    on: &Callback<Act>,
) -> Html {
    let lang = page.lang;
    let Some(life) = sockets.life(node, socket) else {
        return html! { <p class="quiet">{ words::not_now(lang) }</p> };
    };
    let open = world.sockets(node).into_iter().find(|row| row.id == socket);
    let state = match &open {
        Some(row) => rows::state(life.key, row.state),
        None => words::closed(lang),
    };
    let why = |event: EventId, text: &'static str| {
        let ask = on.reform(move |_: MouseEvent| Act::Select(Selection::Event(event)));
        html! { <button type="button" class="button" onclick={ask}>{ text }</button> }
    };
    let row = |name: &'static str, value: String| {
        html! { <div><dt>{ name }</dt><dd class="figure">{ value }</dd></div> }
    };
    let title = words::socket_of(lang, life.key.protocol.as_str(), page.node_name(node));
    html! {
        <>
            <h3>{ title }</h3>
            <dl class="facts">
                { row(words::program(lang), rows::program_name(lang, sockets, &life)) }
                { row(inspect::state(lang), match life.key.sort() {
                    Sort::Connected if open.is_some() => words::only_fixed(lang, state),
                    _ => state.to_owned(),
                }) }
                { row(inspect::local(lang), rows::local(lang, life.key)) }
                { row(inspect::remote(lang), rows::peer(lang, life.key)) }
                if let Some(open) = &open {
                    { row(inspect::receive_queue(lang), inspect::bytes_count(lang, open.receive_queue as usize)) }
                    { row(inspect::send_queue(lang), inspect::bytes_count(lang, open.send_queue as usize)) }
                }
                { row(words::taken(lang), words::amount(lang, life.packets, life.bytes)) }
                { row(words::opened(lang), story::clock(life.opened_at)) }
                if let Some((_, at)) = life.closed { { row(words::closed_at(lang), story::clock(at)) } }
            </dl>
            <p class="ports-why">
                { why(life.opened, words::why_opened(lang)) }
                if let Some((event, _)) = life.closed { { why(event, words::why_closed(lang)) } }
            </p>
        </>
    }
}
