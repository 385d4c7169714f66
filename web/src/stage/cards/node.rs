//! The card of a node: switch it off and on, and what it is doing.

use hoplab_sim::{Command, NodeChange, NodeId, NodeSnapshot, SocketRow};
use hoplab_units::Share;
use yew::prelude::*;

use super::CardView;
use super::dial::Dial;
use crate::act::Act;
use crate::program_list::program_list;
use crate::stage::scale::Scale;
use hoplab_words::stage as words;
use hoplab_words::stage::Word;

const PERCENT: Scale = Scale::Even {
    min: 0.0,
    max: 50.0,
    step: 0.5,
};
/// Sockets and programs that a card lists; the inspector has them all.
const MOST_SOCKETS: usize = 4;

impl CardView<'_> {
    /// Title and body of a node's card.
    // Not inlined: a first visit opens a link's card and no other.
    #[inline(never)]
    pub(super) fn node_card(&self, node: &NodeSnapshot) -> (String, Html) {
        let set = |change| Command::SetNode {
            node: node.id,
            change,
        };
        let primary = if node.up {
            self.button("card-danger", Word::DoCrash, set(NodeChange::Crash))
        } else {
            self.button(
                "card-primary",
                Word::DoRestoreNode,
                set(NodeChange::Restore),
            )
        };
        let role = if node.is_host {
            Word::Host
        } else {
            Word::Router
        };
        let id = node.id;
        let corruption = self.on.reform(move |percent: f64| {
            let change =
                NodeChange::MemoryCorruption(Share::from_ppm((percent * 1e4).round() as u32));
            Act::Issue(Command::SetNode { node: id, change })
        });
        let body = html! {
            <>
                <p class="card-now">
                    { format!("{} · {}", self.word(role), node.address) }
                    if !node.up { <strong>{ format!(" · {}", self.word(Word::Off)) }</strong> }
                </p>
                <div class="card-row">{ primary }{ self.details_button(Word::Details) }</div>
                { self.doing(node) }
                if node.is_host && node.up { { self.programs(node) } }
                { self.switch(node.id, Word::Icmp, node.icmp, NodeChange::Icmp) }
                if !node.is_host {
                    { self.switch(node.id, Word::Spray, node.spray, NodeChange::Spray) }
                }
                <Dial label={self.word(Word::MemoryCorruption)} unit="%"
                    value={f64::from(node.memory_corruption.ppm()) / 1e4} scale={PERCENT}
                    set={corruption} />
            </>
        };
        (self.page.node_name(node.id).to_owned(), body)
    }

    fn switch(&self, node: NodeId, word: Word, on: bool, change: fn(bool) -> NodeChange) -> Html {
        let onchange = self.on.reform(move |_: Event| {
            Act::Issue(Command::SetNode {
                node,
                change: change(!on),
            })
        });
        html! {
            <label class="switch">
                <input type="checkbox" checked={on} {onchange} />
                <span>{ self.word(word) }</span>
            </label>
        }
    }

    fn programs(&self, node: &NodeSnapshot) -> Html {
        let Ok(lab) = self.lab.try_borrow() else {
            return html! {};
        };
        let mut rows = lab.world().programs(node.id);
        rows.retain(|row| row.ended.is_none());
        let (lang, host) = (self.page.lang, self.page.node_name(node.id));
        program_list(lang, (node.id, host), &rows, MOST_SOCKETS, &self.on)
    }

    fn doing(&self, node: &NodeSnapshot) -> Html {
        let Ok(lab) = self.lab.try_borrow() else {
            return html! {};
        };
        if !node.is_host {
            let count = lab.world().routes(node.id).len();
            return html! { <p class="card-now">{ words::routes(self.page.lang, count) }</p> };
        }
        let sockets = lab.world().sockets(node.id);
        if sockets.is_empty() {
            let text = format!(
                "{}: {}",
                self.word(Word::Sockets),
                self.word(Word::NoSockets)
            );
            return html! { <p class="card-now">{ text }</p> };
        }
        html! {
            <ul class="card-sockets" aria-label={self.word(Word::Sockets)}>
                <>{ for sockets.iter().take(MOST_SOCKETS).map(|row| html! { <li key={row.id.0}>{ socket(row) }</li> }) }</>
                if sockets.len() > MOST_SOCKETS {
                    <li>{ words::and_more(self.page.lang, sockets.len() - MOST_SOCKETS) }</li>
                }
            </ul>
        }
    }
}

/// `TCP :80 ← 10.0.0.2:49152 ESTABLISHED`
fn socket(row: &SocketRow) -> String {
    let mut text = row.protocol.as_str().to_ascii_uppercase();
    if row.local.port() != 0 {
        text += &format!(" :{}", row.local.port());
    }
    if let Some(remote) = row.remote {
        text += &format!(" ↔ {remote}");
    }
    if let Some(state) = row.state {
        text += &format!(" {state}");
    }
    text
}
