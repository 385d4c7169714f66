//! A host or router: address, cards, routes, sockets.

use core::net::SocketAddrV4;

use hoplab_sim::{NodeId, NodeSnapshot, Route, SocketProtocol, SocketRow, World};
use yew::prelude::*;

use crate::act::Act;
use crate::page::Page;
use crate::program_list::program_list;
use hoplab_words::inspect as words;
use hoplab_words::stage::Word;
use hoplab_words::{Lang, ports, programs};

/// Programs listed, those that are over included.
const MOST_PROGRAMS: usize = 24;

/// Everything about a node; after its facts what there is to its TCP.
// Not inlined: a first visit selects nothing, so this stays out of the first module.
#[inline(never)]
pub fn node(page: &Page, world: &World, id: NodeId, tcp: Html, on: &Callback<Act>) -> Html {
    let lang = page.lang;
    let Some(node) = page.nodes.get(id.index()) else {
        return html! { <p class="quiet">{ words::forgotten(lang) }</p> };
    };
    let role = if node.is_host {
        Word::Host
    } else {
        Word::Router
    };
    html! {
        <>
            <h3>{ format!("{} ({})", node.name, role.text(lang)) }</h3>
            { facts(lang, node) }
            { tcp }
            { interfaces(page, node) }
            { routes(page, &world.routes(id)) }
            if node.is_host { { programs(page, world, node, on) } }
            if node.is_host { { sockets(lang, &world.sockets(id)) } }
        </>
    }
}

fn programs(page: &Page, world: &World, node: &NodeSnapshot, on: &Callback<Act>) -> Html {
    let lang = page.lang;
    let rows = world.programs(node.id);
    html! {
        <section aria-label={programs::programs(lang)}>
            <h3>{ programs::programs(lang) }</h3>
            { program_list(lang, (node.id, &node.name), &rows, MOST_PROGRAMS, on) }
        </section>
    }
}

fn facts(lang: Lang, node: &NodeSnapshot) -> Html {
    let on_off = |on: bool| if on { words::on } else { words::off }(lang);
    html! {
        <dl class="facts">
            <div><dt>{ words::address(lang) }</dt><dd class="figure">{ node.address.to_string() }</dd></div>
            <div><dt>{ words::state(lang) }</dt><dd class={classes!((!node.up).then_some("bad"))}>{ on_off(node.up) }</dd></div>
            <div><dt>{ Word::Icmp.text(lang) }</dt><dd>{ on_off(node.icmp) }</dd></div>
            <div><dt>{ Word::MemoryCorruption.text(lang) }</dt><dd class="figure">{ node.memory_corruption.to_string() }</dd></div>
            if !node.is_host {
                <div><dt>{ Word::Spray.text(lang) }</dt><dd>{ on_off(node.spray) }</dd></div>
            }
        </dl>
    }
}

/// The head of a table's column.
struct Column {
    name: &'static str,
    /// For a name that does not explain itself.
    meaning: Option<&'static str>,
    /// Whether numbers stand below it.
    number: bool,
}

impl Column {
    const fn text(name: &'static str) -> Column {
        Column {
            name,
            meaning: None,
            number: false,
        }
    }
    const fn number(name: &'static str, meaning: Option<&'static str>) -> Column {
        Column {
            name,
            meaning,
            number: true,
        }
    }
}

/// A table in a box of its own, which scrolls where the page's column is too narrow for it.
fn table(caption: &str, columns: &[Column], rows: Html) -> Html {
    html! {
        <div class="table-box" role="region" tabindex="0" aria-label={caption.to_owned()}>
            <table class="table">
                <caption>{ caption }</caption>
                <thead><tr>
                    { for columns.iter().map(|Column { name, meaning, number }| html! {
                        <th scope="col" class={number.then_some("number")}>
                            if let Some(meaning) = meaning { <abbr title={*meaning}>{ name }</abbr> } else { { name } }
                        </th>
                    }) }
                </tr></thead>
                <tbody>{ rows }</tbody>
            </table>
        </div>
    }
}

fn interfaces(page: &Page, node: &NodeSnapshot) -> Html {
    let lang = page.lang;
    let rows = node.interfaces.iter().map(|(link, mac, other)| {
        html! {
            <tr key={link.0}>
                <th scope="row">{ page.link_name(*link) }</th>
                <td class="code" translate="no">{ breakable(&mac.to_string()) }</td>
                <td>{ page.node_name(*other) }</td>
            </tr>
        }
    });
    let columns = [
        Column::text(words::link(lang)),
        Column::text(words::mac(lang)),
        Column::text(words::neighbour(lang)),
    ];
    table(words::cards(lang), &columns, rows.collect())
}

fn routes(page: &Page, routes: &[Route]) -> Html {
    let lang = page.lang;
    if routes.is_empty() {
        return html! { <p class="quiet">{ words::no_routes(lang) }</p> };
    }
    let hops = |route: &Route| match route.hops.is_empty() {
        true => words::itself(lang).to_owned(),
        false => {
            let names = route.hops.iter().map(|(_, node)| page.node_name(*node));
            names.collect::<Vec<&str>>().join(", ")
        }
    };
    let rows = routes.iter().map(|route| {
        html! {
            <tr key={route.prefix.to_string()}>
                <th scope="row" class="code" translate="no">{ route.prefix.to_string() }</th>
                <td>{ hops(route) }</td>
                <td class="number">{ route.cost }</td>
            </tr>
        }
    });
    let columns = [
        Column::text(words::prefix(lang)),
        Column::text(words::next_hop(lang)),
        Column::number(words::cost(lang), None),
    ];
    table(words::routes(lang), &columns, rows.collect())
}

fn sockets(lang: Lang, sockets: &[SocketRow]) -> Html {
    if sockets.is_empty() {
        return html! { <p class="quiet">{ words::no_sockets(lang) }</p> };
    }
    let columns = [
        Column::text(words::protocol_column(lang)),
        Column::text(words::state(lang)),
        Column::number(
            words::receive_queue(lang),
            Some(words::receive_queue_means(lang)),
        ),
        Column::number(words::send_queue(lang), Some(words::send_queue_means(lang))),
        Column::text(words::local(lang)),
        Column::text(words::remote(lang)),
    ];
    table(
        words::sockets(lang),
        &columns,
        sockets.iter().map(|row| socket(lang, row)).collect(),
    )
}

/// An address that may go on in a new line behind each colon: a narrow column cuts nothing off.
fn breakable(address: &str) -> Html {
    let parts = address.split_inclusive(':');
    html! { <>{ for parts.map(|part| html! { <>{ part }<wbr /></> }) }</> }
}

fn socket(lang: Lang, row: &SocketRow) -> Html {
    // As `ss` writes what is not bound: raw IP has no ports, a listener no other side.
    let end = |end: SocketAddrV4| match end.port() {
        0 => format!("{}:*", end.ip()),
        _ => end.to_string(),
    };
    html! {
        <tr key={row.id.0}>
            <th scope="row">{ hoplab_words::programs::protocol(row.protocol) }</th>
            <td class="code" translate="no">{ row.state.map_or_else(|| "–".to_owned(), |state| state.to_string()) }</td>
            <td class="number">{ row.receive_queue }</td>
            <td class="number">{ row.send_queue }</td>
            <td class="code" translate="no">{ match row.protocol {
                SocketProtocol::Icmp => breakable(&ports::identified(lang, *row.local.ip(), row.local.port())),
                _ => breakable(&end(row.local)),
            } }</td>
            <td class="code" translate="no">{ breakable(&row.remote.map_or_else(|| "*:*".to_owned(), end)) }</td>
        </tr>
    }
}
