//! The ports view: a host's sockets as `ss` lists them, how a packet finds the one program it is for, and what
//! the numbers of ports are for.

mod demux;
mod picture;
pub mod ranges;
pub mod rows;
mod table;

use std::rc::Rc;

use hoplab_scenario::Scenario;
use hoplab_sim::{NodeId, NodeSnapshot};
use yew::prelude::*;

use super::{PanelProps, connections, target_value};
use crate::act::Selection;
use crate::page::Page;
use hoplab_explain::At;
use hoplab_explain::sockets::Sockets;
use hoplab_words::Lang;
use hoplab_words::ports as words;

/// A host that was chosen, and what was selected then: another selection may lead to another host.
#[derive(Clone, PartialEq)]
struct Choice {
    node: NodeId,
    selection: Selection,
    scenario: Rc<Scenario>,
}

/// The ports view.
#[component]
pub fn PortsPanel(props: &PanelProps) -> Html {
    let PanelProps { lab, page, on } = props;
    let lang = page.lang;
    let chosen = use_state(|| None::<Choice>);
    let shown = use_mut_ref(|| None::<Choice>);
    let Ok(lab) = lab.try_borrow() else {
        return html! {};
    };
    let (world, sockets) = (lab.world(), lab.sockets());
    let sockets = sockets.by_ref();
    let here = |choice: &Option<Choice>| {
        let here = choice.as_ref();
        here.filter(|choice| Rc::ptr_eq(&choice.scenario, &page.scenario))
            .cloned()
    };
    let busy = |node: NodeId| world.sockets(node).len();
    let before = here(&shown.borrow());
    let Some(node) = host(page, sockets, here(&chosen), before, busy) else {
        return html! {};
    };
    *shown.borrow_mut() = Some(Choice {
        node,
        selection: page.selection,
        scenario: page.scenario.clone(),
    });
    let choose = {
        let (chosen, selection) = (chosen.clone(), page.selection);
        let scenario = page.scenario.clone();
        Callback::from(move |node| {
            chosen.set(Some(Choice {
                node,
                selection,
                scenario: scenario.clone(),
            }));
        })
    };
    let rows = rows::rows(page, world, sockets, node);
    // A row that is a connection's can be looked into; by itself the panel would push the table away.
    let of_row = match page.selection {
        Selection::Socket(..) => lab.connection_of(page.selection),
        _ => None,
    };
    let inside = of_row.map(|end| connections::card(page, &lab, end, on));
    html! {
        <section class="inspector ports" aria-labelledby="ports-title">
            <h2 class="unseen" id="ports-title">{ words::title(lang) }</h2>
            { chooser(page, node, |node| (busy(node), rows::closed(page, sockets, node)), choose) }
            { table::table(page, node, &rows, on) }
            <>{ for inside }</>
            { demux::demux(page, sockets, node, on) }
            { ranges::ranges(lang, &rows) }
        </section>
    }
}

fn hosts(page: &Page) -> impl Iterator<Item = &NodeSnapshot> {
    page.nodes.iter().filter(|node| node.is_host)
}

/// Which host is shown: the one that is chosen or that the selection names, else the one that was shown, else the
/// one with most sockets.
fn host(
    page: &Page,
    sockets: At<&Sockets>,
    chosen: Option<Choice>,
    shown: Option<Choice>,
    busy: impl Fn(NodeId) -> usize,
) -> Option<NodeId> {
    let named = named_host(page, sockets);
    let asked = chosen.filter(|choice| named.is_none() || choice.selection == page.selection);
    let asked = asked.map(|choice| choice.node).or(named);
    // At the same number the later one: scenarios list who serves after who asks.
    let busiest = || {
        hosts(page)
            .map(|node| node.id)
            .max_by_key(|node| busy(*node))
    };
    asked.or(shown.map(|choice| choice.node)).or_else(busiest)
}

fn named_host(page: &Page, sockets: At<&Sockets>) -> Option<NodeId> {
    let node = match page.selection {
        Selection::Node(node) | Selection::Socket(node, _) => node,
        Selection::Packet(packet) => sockets.arrival(packet)?.node,
        _ => return None,
    };
    hosts(page).any(|host| host.id == node).then_some(node)
}

fn chooser(
    page: &Page,
    shown: NodeId,
    open_and_closed: impl Fn(NodeId) -> (usize, usize),
    choose: Callback<NodeId>,
) -> Html {
    let lang: Lang = page.lang;
    let onchange = Callback::from(move |event: Event| {
        if let Ok(node) = target_value(&event).parse() {
            choose.emit(NodeId(node));
        }
    });
    let name = |node: &NodeSnapshot| {
        let (open, closed) = open_and_closed(node.id);
        words::host_choice(lang, &node.name, open, closed)
    };
    html! {
        <label class="field ports-host">
            <span>{ words::host(lang) }</span>
            <select {onchange}>
                { for hosts(page).map(|node| html! {
                    <option value={node.id.0.to_string()} selected={node.id == shown}>
                        { name(node) }
                    </option>
                }) }
            </select>
        </label>
    }
}
