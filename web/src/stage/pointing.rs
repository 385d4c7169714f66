//! Pointers and keys: what a press, a hovering pointer or an arrow key means.

use hoplab_sim::PacketId;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::focus::focus_by_id;
use super::geometry::Point;
use super::{Hover, Msg, Stage, drawn, roll};
use crate::act::{Act, Selection};
use crate::page::Page;
use hoplab_words::stage as words;

/// How far from a packet a press on the ground may be: by a mouse, and by a finger.
const REACH: f64 = 12.0;
const TOUCH_REACH: f64 = 22.0;
/// How far from a packet a press on its link may be. Less than [`super::geometry::LANE_OFFSET`]: a press on
/// the middle of a busy link is still one on the link.
const LINK_REACH: f64 = 8.5;

impl Stage {
    fn on_stage(&self, x: f64, y: f64) -> Option<Point> {
        let rect = self.root.cast::<HtmlElement>()?.get_bounding_client_rect();
        Some(Point {
            x: x - rect.left(),
            y: y - rect.top(),
        })
    }

    /// A press on a link may be meant for a packet on it; a press on a node is meant for the node.
    pub(super) fn on_pressed(
        &mut self,
        ctx: &Context<Self>,
        selection: Selection,
        pointer: Option<(f64, f64)>,
    ) -> bool {
        let packet = match (selection, pointer) {
            (Selection::Link(_), Some((x, y))) => self
                .on_stage(x, y)
                .and_then(|point| self.engine.packet_at(point, LINK_REACH)),
            _ => None,
        };
        self.open_card(ctx, packet.map_or(selection, Selection::Packet))
    }

    pub(super) fn on_ground(&mut self, ctx: &Context<Self>, x: f64, y: f64, touch: bool) -> bool {
        let reach = if touch { TOUCH_REACH } else { REACH };
        let packet = self
            .on_stage(x, y)
            .and_then(|point| self.engine.packet_at(point, reach));
        if let Some(packet) = packet {
            return self.open_card(ctx, Selection::Packet(packet));
        }
        if ctx.props().page.selection != Selection::Nothing {
            ctx.props().on.emit(Act::Select(Selection::Nothing));
        }
        self.close_card()
    }

    pub(super) fn on_over(&mut self, ctx: &Context<Self>, pointer: Option<(f64, f64)>) -> bool {
        let hover = pointer.and_then(|(x, y)| {
            let at = self.on_stage(x, y)?;
            if self.engine.geometry.is_on_node(at) {
                return None;
            }
            let packet = self.engine.packet_at(at, REACH)?;
            let text = self.tip_text(&ctx.props().page, packet)?;
            Some(Hover { packet, at, text })
        });
        // Following the pointer over one packet is not worth a rendering.
        let same = match (&self.hover, &hover) {
            (Some(old), Some(new)) => old.packet == new.packet && old.at.distance(new.at) < 4.0,
            (None, None) => true,
            _ => false,
        };
        if !same {
            self.hover = hover;
        }
        !same
    }

    fn tip_text(&self, page: &Page, packet: PacketId) -> Option<String> {
        let facts = self.engine.drawn.facts(packet)?;
        let title = words::packet_title(
            page.lang,
            facts.look,
            &roll::cargo(page, facts),
            roll::marks(facts),
        );
        match facts.end.map(|end| end.how) {
            Some(drawn::End::Dropped(why)) => {
                Some(format!("{title}, {}", words::lost(page.lang, why)))
            }
            _ => Some(title),
        }
    }

    pub(super) fn on_moved(&mut self, by: isize) -> bool {
        let order = roll::order(&self.engine.scene);
        let here = self
            .current
            .and_then(|current| order.iter().position(|p| *p == current));
        let next = here
            .unwrap_or(0)
            .saturating_add_signed(by)
            .min(order.len().saturating_sub(1));
        self.current = order.get(next).copied();
        if let Some(packet) = self.current {
            focus_by_id(&roll::button_id(packet));
        }
        true
    }
}

/// Escape puts the card away.
pub(super) fn on_key(event: KeyboardEvent) -> Option<Msg> {
    (event.key() == "Escape").then_some(Msg::Close)
}

/// A mouse that rests or moves with no button held hovers; a finger does not.
pub(super) fn on_pointer(event: PointerEvent) -> Option<Msg> {
    let hovers = event.pointer_type() == "mouse" && event.buttons() == 0;
    hovers.then(|| {
        Msg::Over(Some((
            f64::from(event.client_x()),
            f64::from(event.client_y()),
        )))
    })
}
