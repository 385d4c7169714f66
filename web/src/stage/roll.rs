//! The packets under way as a list of hidden buttons: the drawn stage for those who use a keyboard
//! or a screen reader. While time runs, only their number is told; while it stands still, every
//! packet is a button, and the one with the focus is ringed on the canvas.

use core::net::Ipv4Addr;

use hoplab_sim::PacketId;
use hoplab_wire::tcp::Flags;
use yew::prelude::*;

use super::drawn::{Cargo, Drawn, Facts};
use super::scene::Scene;
use crate::page::Page;
use hoplab_explain::look::Shape;
use hoplab_words::Lang;
use hoplab_words::stage as words;
use hoplab_words::story::Known;

/// The most buttons in the list: nobody would step through more.
const MOST: usize = 60;

/// What is remarkable about a packet, for its title.
pub fn marks(facts: &Facts) -> words::Marks {
    words::Marks {
        resend: facts.resend,
        copy: facts.copy,
        corrupted: facts.corrupted,
        fin: facts.look.shape == Shape::Data
            && facts
                .segment
                .is_some_and(|(flags, _)| flags.0 & Flags::FIN.0 != 0),
    }
}

/// What a packet carries, for its title.
pub fn cargo<'a>(page: &Page, facts: &'a Facts) -> words::Carried<'a> {
    match &facts.cargo {
        Cargo::Piece(chunk) => {
            let names = page.names(Known::default());
            words::Carried::Piece(names.carried(page.lang, chunk.transfer, chunk.index))
        }
        Cargo::Segment(number) => words::Carried::Segment(*number),
        Cargo::Text(text) => words::Carried::Text(text),
        Cargo::Nothing | Cargo::Bytes => words::Carried::Nothing,
    }
}

/// The name of the one host or router with this address; the address where there are several or
/// none, since then nobody can know which is meant.
pub fn host_name(page: &Page, address: Ipv4Addr) -> String {
    let mut with = page.nodes.iter().filter(|node| node.address == address);
    match (with.next(), with.next()) {
        (Some(node), None) => page.node_name(node.id).to_owned(),
        _ => address.to_string(),
    }
}

/// The whole name of a packet: `TCP data #12, 1024 bytes, from client to server, on link r1–r3`.
pub fn packet_name(page: &Page, facts: &Facts, link: &str) -> String {
    let lang = page.lang;
    let title = words::packet_title(lang, facts.look, &cargo(page, facts), marks(facts));
    let (from, to) = (
        host_name(page, *facts.from.ip()),
        host_name(page, *facts.to.ip()),
    );
    let way = words::packet_way(lang, u32::from(facts.payload_len), &from, &to);
    format!("{title}, {way}, {}", words::on_link(lang, link))
}

/// What the list is made of.
pub struct RollView<'a> {
    /// The state of the page.
    pub page: &'a Page,
    /// What is known of packets.
    pub drawn: &'a Drawn,
    /// Where they are.
    pub scene: &'a Scene,
    /// The one in the tab order.
    pub current: Option<PacketId>,
    /// Told when one gets or loses the focus.
    pub focused: Callback<Option<PacketId>>,
    /// Told when one is pressed.
    pub pressed: Callback<PacketId>,
    /// Told of arrow keys: how far to go.
    pub moved: Callback<isize>,
}

/// The packets in the order of the list: lane by lane.
pub fn order(scene: &Scene) -> Vec<PacketId> {
    scene
        .lanes()
        .flat_map(|(_, _, packets)| packets.iter().map(|moving| moving.packet))
        .take(MOST)
        .collect()
}

/// The id of a packet's hidden button.
pub fn button_id(packet: PacketId) -> String {
    format!("map-packet-{}", packet.0)
}

impl RollView<'_> {
    /// The list.
    pub fn html(&self) -> Html {
        let lang: Lang = self.page.lang;
        let total = self.scene.total();
        let heading = words::under_way(lang, total);
        if self.page.playing {
            return html! { <p class="unseen">{ heading }</p> };
        }
        let order = order(self.scene);
        let current = self
            .current
            .filter(|packet| order.contains(packet))
            .or(order.first().copied());
        html! {
            <div class="unseen" role="group" tabindex="-1" aria-label={heading.clone()}>
                <p>{ heading }</p>
                <ul>
                    { for order.iter().map(|packet| self.item(*packet, current == Some(*packet))) }
                </ul>
                if total > order.len() {
                    <p>{ words::and_more(lang, total - order.len()) }</p>
                }
            </div>
        }
    }

    fn item(&self, packet: PacketId, current: bool) -> Html {
        let (Some(facts), Some((link, ..))) = (self.drawn.facts(packet), self.scene.find(packet))
        else {
            return html! {};
        };
        let name = packet_name(self.page, facts, &self.page.link_name(link));
        let moved = self.moved.clone();
        let onkeydown = Callback::from(move |event: KeyboardEvent| {
            let by = match event.key().as_str() {
                "ArrowRight" | "ArrowDown" => 1,
                "ArrowLeft" | "ArrowUp" => -1,
                "Home" => isize::MIN,
                "End" => isize::MAX,
                _ => return,
            };
            event.prevent_default();
            event.stop_propagation();
            moved.emit(by);
        });
        html! {
            <li key={packet.0}>
                <button type="button" id={button_id(packet)} tabindex={if current { "0" } else { "-1" }}
                    onfocus={self.focused.reform(move |_| Some(packet))}
                    onblur={self.focused.reform(|_| None)}
                    onclick={self.pressed.reform(move |event: MouseEvent| { event.stop_propagation(); packet })}
                    {onkeydown}>{ name }</button>
            </li>
        }
    }
}
