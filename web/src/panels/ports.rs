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
use crate::shot::Shot;
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
    let PanelProps { lab, shot, on } = props;
    let lang = shot.lang;
    let chosen = use_state(|| None::<Choice>);
    let shown = use_mut_ref(|| None::<Choice>);
    let Ok(lab) = lab.try_borrow() else {
        return html! {};
    };
    let (world, sockets) = (lab.world(), lab.sockets());
    let sockets = sockets.by_ref();
    let here = |choice: &Option<Choice>| {
        let here = choice.as_ref();
        here.filter(|choice| Rc::ptr_eq(&choice.scenario, &shot.scenario))
            .cloned()
    };
    let busy = |node: NodeId| world.sockets(node).len();
    let before = here(&shown.borrow());
    let Some(node) = host(shot, sockets, here(&chosen), before, busy) else {
        return html! {};
    };
    *shown.borrow_mut() = Some(Choice {
        node,
        selection: shot.selection,
        scenario: shot.scenario.clone(),
    });
    let choose = {
        let (chosen, selection) = (chosen.clone(), shot.selection);
        let scenario = shot.scenario.clone();
        Callback::from(move |node| {
            chosen.set(Some(Choice {
                node,
                selection,
                scenario: scenario.clone(),
            }));
        })
    };
    let rows = rows::rows(shot, world, sockets, node);
    // A row that is a connection's can be looked into; by itself the panel would push the table away.
    let of_row = match shot.selection {
        Selection::Socket(..) => lab.connection_of(shot.selection),
        _ => None,
    };
    let inside = of_row.map(|end| connections::card(shot, &lab, end, on));
    html! {
        <section class="inspector ports" aria-labelledby="ports-title">
            <h2 class="unseen" id="ports-title">{ words::title(lang) }</h2>
            { chooser(shot, node, |node| (busy(node), rows::closed(shot, sockets, node)), choose) }
            { table::table(shot, node, &rows, on) }
            <>{ for inside }</>
            { demux::demux(shot, sockets, node, on) }
            { ranges::ranges(lang, &rows) }
        </section>
    }
}

fn hosts(shot: &Shot) -> impl Iterator<Item = &NodeSnapshot> {
    shot.nodes.iter().filter(|node| node.is_host)
}

/// Which host is shown: the one that is chosen or that the selection names, else the one that was shown, else the
/// one with most sockets.
fn host(
    shot: &Shot,
    sockets: At<&Sockets>,
    chosen: Option<Choice>,
    shown: Option<Choice>,
    busy: impl Fn(NodeId) -> usize,
) -> Option<NodeId> {
    let named = named_host(shot, sockets);
    let asked = chosen.filter(|choice| named.is_none() || choice.selection == shot.selection);
    let asked = asked.map(|choice| choice.node).or(named);
    // At the same number the later one: scenarios list who serves after who asks.
    let busiest = || {
        hosts(shot)
            .map(|node| node.id)
            .max_by_key(|node| busy(*node))
    };
    asked.or(shown.map(|choice| choice.node)).or_else(busiest)
}

fn named_host(shot: &Shot, sockets: At<&Sockets>) -> Option<NodeId> {
    let node = match shot.selection {
        Selection::Node(node) | Selection::Socket(node, _) => node,
        Selection::Packet(packet) => sockets.arrival(packet)?.node,
        _ => return None,
    };
    hosts(shot).any(|host| host.id == node).then_some(node)
}

fn chooser(
    shot: &Shot,
    shown: NodeId,
    open_and_closed: impl Fn(NodeId) -> (usize, usize),
    choose: Callback<NodeId>,
) -> Html {
    let lang: Lang = shot.lang;
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
                { for hosts(shot).map(|node| html! {
                    <option value={node.id.0.to_string()} selected={node.id == shown}>
                        { name(node) }
                    </option>
                }) }
            </select>
        </label>
    }
}
