//! The card of what was pressed on the map: its state, and what can be done to it.

mod dial;
mod link;
mod node;
mod packet;

use hoplab_sim::{Command, Direction};
use yew::prelude::*;

use super::drawn::Drawn;
use super::scene::Scene;
use crate::act::{Act, Selection};
use crate::lab::SharedLab;
use crate::page::Page;
use hoplab_words::stage::Word;

/// What a card is made of.
pub struct CardView<'a> {
    /// The run.
    pub lab: &'a SharedLab,
    /// The state of the page.
    pub page: &'a Page,
    /// What is known of packets.
    pub drawn: &'a Drawn,
    /// Where packets are.
    pub scene: &'a Scene,
    /// Whose card it is.
    pub of: Selection,
    /// A sheet at the bottom of the window and not a card under the map.
    pub sheet: bool,
    /// The direction of a link that its sliders set.
    pub direction: Option<Direction>,
    /// The card's element.
    pub node: NodeRef,
    /// Where to send what is done.
    pub on: Callback<Act>,
    /// Closes the card.
    pub close: Callback<()>,
    /// Chooses the direction that sliders set.
    pub turn: Callback<Option<Direction>>,
    /// Told when the card became larger or smaller.
    pub grown: Callback<()>,
    /// Shows the thing in the inspector.
    pub details: Callback<()>,
}

impl CardView<'_> {
    /// The card; nothing where nothing is selected that has one.
    pub fn html(&self) -> Html {
        let (title, body) = match self.of {
            Selection::Link(id) => match self.page.links.get(id.index()) {
                Some(link) => self.link(link),
                None => return html! {},
            },
            Selection::Node(id) => match self.page.nodes.get(id.index()) {
                Some(node) => self.node_card(node),
                None => return html! {},
            },
            Selection::Packet(packet) => self.packet(packet),
            Selection::Nothing
            | Selection::Event(_)
            | Selection::Connection(_)
            | Selection::Socket(..) => return html! {},
        };
        let class = classes!("card", self.sheet.then_some("sheet"));
        let close = self.close.reform(|_: MouseEvent| ());
        html! {
            <section {class} role="dialog" aria-labelledby="card-title" tabindex="-1"
                ref={self.node.clone()}>
                <header>
                    <h2 id="card-title">{ title }</h2>
                    <button type="button" class="card-close" onclick={close}
                        aria-label={Word::Close.text(self.page.lang)}>
                        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
                            <path d="M3 3l10 10M3 13 13 3" />
                        </svg>
                    </button>
                </header>
                <div class="card-body">{ body }</div>
            </section>
        }
    }

    fn word(&self, word: Word) -> &'static str {
        word.text(self.page.lang)
    }

    /// A button that issues a command.
    fn button(&self, class: &'static str, word: Word, command: Command) -> Html {
        let onclick = self
            .on
            .reform(move |_: MouseEvent| Act::Issue(command.clone()));
        html! { <button type="button" {class} {onclick}>{ self.word(word) }</button> }
    }

    fn details_button(&self, word: Word) -> Html {
        if super::focus::inspector().is_none() {
            return html! {};
        }
        let onclick = self.details.reform(|_: MouseEvent| ());
        html! { <button type="button" class="card-quiet" {onclick}>{ self.word(word) }</button> }
    }
}
