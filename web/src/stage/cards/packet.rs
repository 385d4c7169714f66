//! The card of a packet: what it is, where it is or how it ended, and what can be done to it.

use core::net::SocketAddrV4;

use hoplab_sim::{Command, NodeId, PacketAction, PacketId};
use hoplab_units::{Span, Time};
use yew::prelude::*;

use super::CardView;
use crate::act::Act;
use crate::stage::drawn::{End, Facts, Spot};
use crate::stage::figures;
use crate::stage::roll;
use hoplab_explain::look::Shape;
use hoplab_words::stage as words;
use hoplab_words::stage::Word;

/// How long the card's button holds a packet up.
const HOLD_UP: Span = Span::from_millis(50);

impl CardView<'_> {
    /// Title and body of a packet's card.
    // Not inlined: a first visit opens a link's card and no other.
    #[inline(never)]
    pub(super) fn packet(&self, packet: PacketId) -> (String, Html) {
        let Some(facts) = self.drawn.facts(packet) else {
            let body = html! { <p>{ self.word(Word::Forgotten) }</p> };
            return (packet.to_string(), body);
        };
        let lang = self.page.lang;
        let title = words::packet_title(
            lang,
            facts.look,
            &roll::cargo(self.page, facts),
            roll::marks(facts),
        );
        let body = html! {
            <>
                <p>{ self.sentence(facts) }</p>
                <p class="card-now">{ self.whereabouts(packet, facts) }</p>
                if facts.end.is_none() {
                    { self.tampering(packet) }
                }
                <div class="card-row">
                    { self.details_button(Word::OpenPacket) }
                    { self.pause_button() }
                </div>
            </>
        };
        (title, body)
    }

    fn sentence(&self, facts: &Facts) -> String {
        let lang = self.page.lang;
        let has_ports = facts.from.port() != 0 || facts.to.port() != 0;
        let without_number = words::kind(lang, facts.look);
        words::packet_sentence(
            lang,
            &words::PacketLine {
                kind: without_number,
                from: &self.end_name(facts.from),
                to: &self.end_name(facts.to),
                ports: has_ports.then(|| (facts.from.port(), facts.to.port())),
                payload: if facts.look.shape == Shape::Data {
                    facts.payload_len
                } else {
                    0
                },
                frame: facts.frame_len,
                ttl: facts.ttl,
            },
        )
    }

    fn end_name(&self, end: SocketAddrV4) -> String {
        roll::host_name(self.page, *end.ip())
    }

    /// Where it is, or its fate.
    fn whereabouts(&self, packet: PacketId, facts: &Facts) -> String {
        let lang = self.page.lang;
        let at = |time: Time| figures::span(time.since(Time::ZERO));
        let node = |node: NodeId| self.page.node_name(node).to_owned();
        match facts.end.map(|end| (end.how, end.spot, end.at)) {
            Some((End::Dropped(why), spot, time)) => {
                let place = match spot {
                    Spot::Channel { link, .. } => {
                        words::link_title(lang, &self.page.link_name(link))
                    }
                    Spot::Node(id) => node(id),
                };
                words::dropped(lang, &place, &at(time), why)
            }
            Some((End::Accepted(_), Spot::Node(id), time)) => {
                let has_mail = facts.fields.is_none_or(|fields| fields.has_mail());
                words::accepted(lang, &node(id), &at(time), has_mail)
            }
            Some((End::Consumed(why), Spot::Node(id), time)) => {
                let asks = facts.fields.is_some_and(|fields| fields.asks_echo());
                words::consumed(lang, &node(id), &at(time), why, asks)
            }
            Some((_, Spot::Channel { link, .. }, _)) => {
                words::on_link(lang, &self.page.link_name(link))
            }
            None => match self.scene.find(packet) {
                Some((link, ..)) => words::on_link(lang, &self.page.link_name(link)),
                None => self.word(Word::Waiting).to_owned(),
            },
        }
    }

    fn tampering(&self, packet: PacketId) -> Html {
        let act = |action| Command::SetPacket { packet, action };
        html! {
            <div class="card-grid">
                { self.button("card-danger", Word::DoKill, act(PacketAction::Kill)) }
                { self.button("card-quiet", Word::DoCorrupt, act(PacketAction::Corrupt)) }
                { self.button("card-quiet", Word::DoDelay, act(PacketAction::Delay(HOLD_UP))) }
                { self.button("card-quiet", Word::DoDuplicate, act(PacketAction::Duplicate)) }
            </div>
        }
    }

    fn pause_button(&self) -> Html {
        let (word, act) = match self.page.playing {
            true => (Word::DoPause, Act::Pause),
            false => (Word::DoPlay, Act::Play),
        };
        let onclick = self.on.reform(move |_: MouseEvent| act.clone());
        html! { <button type="button" class="card-quiet" {onclick}>{ self.word(word) }</button> }
    }
}
