//! The socket table.

use core::net::SocketAddrV4;

use hoplab_explain::sockets::PortRange;
use hoplab_sim::{NodeId, SocketProtocol};
use yew::prelude::*;

use super::ranges::mark;
use super::rows::{Line, local};
use crate::act::{Act, Selection};
use crate::page::Page;
use hoplab_words::Lang;
use hoplab_words::inspect;
use hoplab_words::ports as words;

/// The columns: name and meaning.
fn columns(lang: Lang) -> [(&'static str, &'static str); 7] {
    [
        (words::netid(lang), words::netid_means(lang)),
        (words::state(lang), words::state_means(lang)),
        (
            inspect::receive_queue(lang),
            inspect::receive_queue_means(lang),
        ),
        (inspect::send_queue(lang), inspect::send_queue_means(lang)),
        (words::local(lang), words::local_means(lang)),
        (words::peer(lang), words::peer_means(lang)),
        (words::process(lang), words::process_means(lang)),
    ]
}

/// A host's sockets. Roles are given: where the column is narrow the style lays each row out in two lines, and a
/// table that is laid out otherwise is none to some browsers.
pub fn table(page: &Page, node: NodeId, rows: &[Line], on: &Callback<Act>) -> Html {
    let lang = page.lang;
    let columns = columns(lang);
    html! {
        <>
            <p class="quiet">{ words::sockets_means(lang) }</p>
            <table class="table ports-table" role="table">
                <caption>{ words::caption(lang, page.node_name(node)) }</caption>
                <thead role="rowgroup"><tr role="row">
                    { for columns.iter().enumerate().map(|(place, (name, _))| html! {
                        <th scope="col" role="columnheader" class={classes!(is_number(place).then_some("number"))}
                            aria-describedby={meaning_id(place)}>{ *name }</th>
                    }) }
                </tr></thead>
                <tbody role="rowgroup">
                    { for rows.iter().map(|line| row(page, node, line, on)) }
                </tbody>
            </table>
            if rows.is_empty() {
                <p class="quiet">{ words::no_sockets(lang) }</p>
            } else {
                <p class="quiet ports-note">{ words::select_means(lang) }</p>
            }
            <details class="ports-columns">
                <summary>{ words::columns(lang) }</summary>
                <dl>
                    { for columns.iter().enumerate().map(|(place, (name, means))| html! {
                        <div><dt>{ *name }</dt><dd id={meaning_id(place)}>{ *means }</dd></div>
                    }) }
                </dl>
            </details>
        </>
    }
}

const fn is_number(place: usize) -> bool {
    matches!(place, 2 | 3)
}

fn meaning_id(place: usize) -> String {
    format!("ports-column-{place}")
}

fn row(page: &Page, node: NodeId, line: &Line, on: &Callback<Act>) -> Html {
    let lang = page.lang;
    let selection = Selection::Socket(node, line.socket);
    let selected = page.selection == selection;
    let act = Act::Select(if selected {
        Selection::Nothing
    } else {
        selection
    });
    let choose = on.reform(move |_: MouseEvent| act.clone());
    let class = classes!(
        selected.then_some("ports-selected"),
        line.closed.then_some("ports-closed"),
    );
    let name = words::select_row(lang, &line.read_out(lang), line.closed);
    let state = if line.closed {
        words::closed(lang)
    } else {
        line.state
    };
    html! {
        <tr key={line.socket.0} role="row" {class} onclick={choose}>
            <th scope="row" role="rowheader">
                <button type="button" class={classes!("ports-choose", "chip", format!("chip-{}", chip(line.key.protocol)))}
                    translate="no" aria-pressed={selected.to_string()} aria-label={name}>{ line.key.protocol.as_str() }</button>
            </th>
            <td role="cell" class="code ports-state" translate={(!line.closed).then_some("no")}>{ state }</td>
            <td role="cell" class="number ports-queue" data-name={inspect::receive_queue(lang)}>{ line.receive_queue }</td>
            <td role="cell" class="number ports-queue" data-name={inspect::send_queue(lang)}>{ line.send_queue }</td>
            <td role="cell" class="code ports-local">{ match line.key.protocol {
                // An identifier is no port, and of no range.
                SocketProtocol::Icmp => html! { local(lang, line.key) },
                _ => end(lang, line.key.local),
            } }</td>
            <td role="cell" class="code ports-peer">
                { match line.key.remote {
                    Some(remote) => end(lang, remote),
                    None => html! { words::anyone(lang) },
                } }
            </td>
            <td role="cell" class="ports-program">{ line.program.clone() }</td>
        </tr>
    }
}

/// The colour of a protocol.
fn chip(protocol: SocketProtocol) -> &'static str {
    match protocol {
        SocketProtocol::Tcp => "tcp",
        SocketProtocol::Udp => "udp",
        SocketProtocol::Icmp => "icmp",
        SocketProtocol::Raw => "ip",
    }
}

/// An address with its port, and what range that is from.
fn end(lang: Lang, end: SocketAddrV4) -> Html {
    let port = end.port();
    if port == 0 {
        return html! { format!("{}:*", end.ip()) };
    }
    html! {
        <>
            { format!("{}:", end.ip()) }<wbr />
            <span class="port-number"><b>{ port }</b>{ mark(lang, PortRange::of(port)) }</span>
            if let Some(service) = inspect::service(lang, port) { <span class="port-service">{ service }</span> }
        </>
    }
}
