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
use hoplab_words::story::Book;

/// The inspector.
#[component]
pub fn InspectorPanel(props: &PanelProps) -> Html {
    let PanelProps { lab, shot, on } = props;
    let lang = shot.lang;
    let body = match lab.try_borrow() {
        Err(_) => html! {},
        Ok(lab) => {
            let world = lab.world();
            let packets = lab.packets();
            let moment = Moment::new(lab.events(), &packets);
            match shot.selection {
                Selection::Nothing => html! {
                    <>
                        <p class="quiet">{ words::nothing(lang) }</p>
                        { connections::list(shot, &lab, None, on) }
                    </>
                },
                Selection::Node(id) => {
                    let switches = |node| switches::switches(shot, node, on);
                    let tcp = html! {
                        <>
                            { connections::list(shot, &lab, Some(id), on) }
                            <>{ for shot.nodes.get(id.index()).map(switches) }</>
                        </>
                    };
                    node::node(shot, world, id, tcp, on)
                }
                Selection::Link(id) => link::link(shot, world, id),
                Selection::Packet(id) => packet::packet(shot, moment, id, on),
                Selection::Event(id) => {
                    let sockets = lab.sockets_so_far();
                    chain::event(shot, moment, Book::new(moment, &sockets), id, on)
                }
                Selection::Connection(_) => connections::list(shot, &lab, None, on),
                Selection::Socket(node, id) => {
                    socket::socket(shot, world, lab.sockets().by_ref(), (node, id), on)
                }
            }
        }
    };
    let connection = match (lab.try_borrow(), shot.selection) {
        (Ok(lab), Selection::Packet(_) | Selection::Event(_) | Selection::Socket(..)) => {
            let end = lab.connection_of(shot.selection);
            end.map_or_else(Html::default, |end| connections::card(shot, &lab, end, on))
        }
        _ => html! {},
    };
    html! {
        <section class="inspector" aria-labelledby="inspector-title">
            <h2 class="unseen" id="inspector-title">{ words::title(lang) }</h2>
            { connection }
            { body }
            if shot.selection == Selection::Nothing {
                <run::RunDetails ..props.clone() />
            }
        </section>
    }
}
