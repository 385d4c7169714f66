//! The inspector: what is selected, taken apart.

pub(super) mod bytes;
mod chain;
mod frame;
mod hex;
mod link;
mod node;
mod packet;
mod run;
mod socket;
mod sum;
mod switches;

use hoplab_explain::Moment;
use yew::prelude::*;

use super::{PanelProps, connections};
use crate::act::Selection;
use hoplab_words::inspect as words;
use hoplab_words::story::Known;

/// The inspector.
#[component]
pub fn InspectorPanel(props: &PanelProps) -> Html {
    let PanelProps { lab, page, on } = props;
    let lang = page.lang;
    let body = match lab.try_borrow() {
        Err(_) => html! {},
        Ok(lab) => {
            let world = lab.world();
            let packets = lab.packets();
            let moment = Moment::new(lab.events(), &packets);
            match page.selection {
                Selection::Nothing => html! {
                    <>
                        <p class="quiet">{ words::nothing(lang) }</p>
                        { connections::list(page, &lab, None, on) }
                    </>
                },
                Selection::Node(id) => {
                    let switches = |node| switches::switches(page, node, on);
                    let tcp = html! {
                        <>
                            { connections::list(page, &lab, Some(id), on) }
                            <>{ for page.nodes.get(id.index()).map(switches) }</>
                        </>
                    };
                    node::node(page, world, id, tcp, on)
                }
                Selection::Link(id) => link::link(page, world, id),
                Selection::Packet(id) => packet::packet(page, moment, id, on),
                Selection::Event(id) => {
                    let sockets = lab.sockets_so_far();
                    chain::event(page, moment, Known::new(moment, &sockets), id, on)
                }
                Selection::Connection(_) => connections::list(page, &lab, None, on),
                Selection::Socket(node, id) => {
                    socket::socket(page, world, lab.sockets().by_ref(), (node, id), on)
                }
            }
        }
    };
    let connection = match (lab.try_borrow(), page.selection) {
        (Ok(lab), Selection::Packet(_) | Selection::Event(_) | Selection::Socket(..)) => {
            let end = lab.connection_of(page.selection);
            end.map_or_else(Html::default, |end| connections::card(page, &lab, end, on))
        }
        _ => html! {},
    };
    html! {
        <section class="inspector" aria-labelledby="inspector-title">
            <h2 class="unseen" id="inspector-title">{ words::title(lang) }</h2>
            { connection }
            { body }
            if page.selection == Selection::Nothing {
                <run::RunDetails ..props.clone() />
            }
        </section>
    }
}
