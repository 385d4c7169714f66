//! The panel of a TCP connection: both ends side by side, what is under way between them, and how the
//! congestion window moved.

mod diagram;
mod end;
mod plot;
mod sequence;

use core::net::SocketAddrV4;

use hoplab_tcp::TcpSnapshot;
use yew::prelude::*;

use super::{PanelProps, target_value};
use crate::act::{Act, Selection};
use crate::lab::Lab;
use crate::page::Page;
use hoplab_explain::connections::{Connections, End, EndId, Pair};
use hoplab_words::Lang;
use hoplab_words::connection as words;

/// The panel of the connection that the page names.
#[component]
pub fn ConnectionPanel(props: &PanelProps) -> Html {
    let PanelProps { lab, page, on } = props;
    let lang = page.lang;
    let absolute = use_state(|| false);
    let choices = use_state(plot::Choices::default);
    let Ok(lab) = lab.try_borrow() else {
        return html! {};
    };
    let connections = &*lab.connections();
    let Some(pair) = page.connection.and_then(|end| connections.pair(end)) else {
        return html! {};
    };
    let view = View::new(page, &lab, pair);
    let toggle = {
        let absolute = absolute.clone();
        Callback::from(move |_: Event| absolute.set(!*absolute))
    };
    let close = on.reform(|_: MouseEvent| Act::CloseConnection);
    html! {
        <section class="connection" aria-labelledby="connection-title">
            { arrowheads() }
            <div class="panel-head">
                <h2 id="connection-title">{ words::title(lang) }</h2>
                { chooser(page, connections, pair, on) }
                <button type="button" class="button button-quiet" onclick={close}>{ words::close(lang) }</button>
            </div>
            if !view.begun() { <p class="quiet">{ words::not_yet(lang) }</p> }
            <div class="conn-ends">
                { end::end(&view, pair.client, view.client.as_ref(), true, on) }
                if let Some(server) = view.server_end() {
                    { end::end(&view, server, view.server.as_ref(), false, on) }
                } else {
                    <section class="conn-end"><p class="quiet">{ words::nobody(lang) }</p></section>
                }
            </div>
            if view.client.is_some() || view.server.is_some() {
            <section class="conn-sequence" aria-labelledby="conn-sequence-title">
                <div class="panel-head">
                    <h3 id="conn-sequence-title">{ words::sequence(lang) }</h3>
                    <label class="check" title={words::relative_means(lang)}>
                        <input type="checkbox" checked={*absolute} onchange={toggle} />
                        <span>{ words::absolute(lang) }</span>
                    </label>
                </div>
                { sequence::directions(&view, *absolute) }
            </section>
            }
            { plot::plot(&view, connections, &choices, on) }
        </section>
    }
}

/// A connection at the present moment.
struct View<'a> {
    page: &'a Page,
    lab: &'a Lab,
    pair: Pair<'a>,
    /// What its ends say of themselves, while they have a socket.
    client: Option<TcpSnapshot>,
    server: Option<TcpSnapshot>,
    /// What lies before this event has happened.
    until: u64,
    /// The segment in the packet that is selected.
    lit: Option<hoplab_explain::connections::Segment>,
}

impl<'a> View<'a> {
    fn new(page: &'a Page, lab: &'a Lab, pair: Pair<'a>) -> View<'a> {
        let inside = |end: &End| lab.world().connection_at(end.id.node, end.id.socket);
        let lit = match page.selection {
            Selection::Packet(packet) => lab.connections().segment(packet),
            _ => None,
        };
        View {
            page,
            lab,
            pair,
            client: inside(pair.client),
            server: pair.server.and_then(inside),
            until: lab.here().0,
            lit,
        }
    }
    fn lang(&self) -> Lang {
        self.page.lang
    }
    fn begun(&self) -> bool {
        self.pair.client.opened.0 < self.until
    }
    /// The other end, once there is one.
    fn server_end(&self) -> Option<&'a End> {
        self.pair.server.filter(|end| end.opened.0 < self.until)
    }
    fn name(&self, end: &End) -> &'a str {
        self.page.node_name(end.id.node)
    }
}

/// The ends of the arrows in the diagrams, which both share.
fn arrowheads() -> Html {
    let head = |id: &'static str| {
        html! {
            <marker {id} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto">
                <path d="M0 0 8 4 0 8z" />
            </marker>
        }
    };
    html! {
        <svg class="unseen" width="0" height="0" aria-hidden="true"><defs>
            { head("conn-arrow") }{ head("conn-arrow-taken") }
        </defs></svg>
    }
}

/// What a connection is called: both ends by name and port.
pub(super) fn title(page: &Page, end: &End) -> String {
    let name = |address: SocketAddrV4| {
        let mut with = page
            .nodes
            .iter()
            .filter(|node| node.address == *address.ip());
        match (with.next(), with.next()) {
            (Some(node), None) => node.name.clone(),
            _ => address.ip().to_string(),
        }
    };
    let client = page.node_name(end.id.node);
    words::ends(
        client,
        end.local.port(),
        &name(end.remote),
        end.remote.port(),
    )
}

/// The field in which one of several connections is chosen.
fn chooser(page: &Page, connections: &Connections, pair: Pair<'_>, on: &Callback<Act>) -> Html {
    let until = page.trace_len;
    let mut all: Vec<(EndId, String)> = connections
        .until(until)
        .map(|pair| (pair.client.id, title(page, pair.client)))
        .collect();
    if !all.iter().any(|(id, _)| *id == pair.client.id) {
        all.push((pair.client.id, title(page, pair.client)));
    }
    if all.len() == 1 {
        return html! { <span class="figure">{ title(page, pair.client) }</span> };
    }
    let ids: Vec<EndId> = all.iter().map(|(id, _)| *id).collect();
    let onchange = on.reform(move |event: Event| {
        let chosen = target_value(&event).parse::<usize>().ok();
        let id = chosen.and_then(|place| ids.get(place)).copied();
        Act::Select(id.map_or(Selection::Nothing, Selection::Connection))
    });
    html! {
        <label class="field conn-choose">
            <span>{ words::choose(page.lang) }</span>
            <select {onchange}>
                { for all.into_iter().enumerate().map(|(place, (id, title))| html! {
                    <option value={place.to_string()} selected={id == pair.client.id}>{ title }</option>
                }) }
            </select>
        </label>
    }
}
