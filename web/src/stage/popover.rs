//! Opening, placing and closing the card, and the focus meanwhile.

use hoplab_sim::{LinkId, NodeId};
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement};
use yew::prelude::*;

use super::cards::CardView;
use super::geometry::{Rect, Size};
use super::{Msg, Stage, place, roll, scene};
use crate::act::{Act, Selection, Tab};
use crate::number;

impl Stage {
    pub(super) fn open_card(&mut self, ctx: &Context<Self>, selection: Selection) -> bool {
        if self.open == Selection::Nothing {
            self.came_from = document().and_then(|document| document.active_element());
        }
        if self.open != selection {
            self.direction = None;
        }
        self.open = selection;
        self.opened = true;
        self.hover = None;
        if ctx.props().shot.selection != selection {
            ctx.props().on.emit(Act::Select(selection));
        }
        true
    }

    pub(super) fn close_card(&mut self) -> bool {
        if self.open == Selection::Nothing {
            return false;
        }
        self.open = Selection::Nothing;
        match self
            .came_from
            .take()
            .filter(|element| element.is_connected())
        {
            Some(element) => focus(&element),
            None => {
                if let Some(root) = self.root.cast::<HtmlElement>() {
                    focus(&root);
                }
            }
        }
        true
    }

    pub(super) fn on_details(&mut self, ctx: &Context<Self>) -> bool {
        let selection = self.open;
        self.open = Selection::Nothing;
        ctx.props().on.emit(Act::Select(selection));
        ctx.props().on.emit(Act::ShowTab(Tab::Inspector));
        if let Some(inspector) = inspector() {
            inspector.scroll_into_view();
            focus(&inspector);
        }
        true
    }

    /// What the card speaks of, as a rectangle that it must not cover.
    fn thing(&self) -> Option<Rect> {
        let geometry = &self.engine.geometry;
        match self.open {
            Selection::Node(node) => {
                let rect = geometry.node_box(node)?;
                // With its two lines of label.
                Some(Rect {
                    x: rect.x - 20.0,
                    width: rect.width + 40.0,
                    height: rect.height + 36.0,
                    ..rect
                })
            }
            Selection::Link(link) => {
                let line = geometry.line(link)?;
                Some(Rect::around(line.from, line.to, 20.0))
            }
            Selection::Packet(packet) => match self.engine.scene.find(packet) {
                Some((link, ..)) => {
                    let line = geometry.line(link)?;
                    Some(Rect::around(line.from, line.to, 20.0))
                }
                None => {
                    let end = self.engine.cast.facts(packet)?.end?;
                    let point = scene::point_of(geometry, end.spot, 0)?;
                    Some(Rect::around(point, point, 40.0))
                }
            },
            Selection::Nothing
            | Selection::Event(_)
            | Selection::Connection(_)
            | Selection::Socket(..) => None,
        }
    }

    /// What a card should rather not cover either: the nodes and links.
    fn others(&self) -> Vec<Rect> {
        let geometry = &self.engine.geometry;
        let mut others: Vec<Rect> = (0..)
            .map_while(|node| geometry.node_box(NodeId(node)))
            .collect();
        // And the links: spots along each, so that the way that packets go stays to be seen.
        for line in (0..).map_while(|link| geometry.line(LinkId(link))) {
            let spots = (1..10).map(|tenth| line.at(f64::from(tenth) / 10.0));
            others.extend(spots.map(|spot| Rect::around(spot, spot, 6.0)));
        }
        others
    }

    pub(super) fn place_card(&self) {
        let (Some(card), Some(root)) = (
            self.card.cast::<HtmlElement>(),
            self.root.cast::<HtmlElement>(),
        ) else {
            return;
        };
        let style = card.style();
        if self.engine.geometry.is_compact() {
            let _ = style.remove_property("left");
            let _ = style.remove_property("top");
            self.scroll_clear_of(&card, &root);
        } else {
            let size = Size {
                width: f64::from(card.offset_width()),
                height: f64::from(card.offset_height()),
            };
            let nowhere = Rect {
                x: 0.0,
                y: 0.0,
                width: 0.0,
                height: 0.0,
            };
            let corner = place::place_card(
                self.thing().unwrap_or(nowhere),
                &self.others(),
                size,
                self.engine.geometry.size(),
            );
            let _ = style.set_property("left", &(number::fixed(corner.x, 0) + "px"));
            let _ = style.set_property("top", &(number::fixed(corner.y, 0) + "px"));
        }
    }

    /// Scrolls the page so that the bottom sheet does not lie over what it speaks of.
    fn scroll_clear_of(&self, card: &HtmlElement, root: &HtmlElement) {
        let (Some(thing), Some(window)) = (self.thing(), web_sys::window()) else {
            return;
        };
        let bottom = root.get_bounding_client_rect().top() + thing.y + thing.height;
        let over = bottom + 12.0 - card.get_bounding_client_rect().top();
        if over > 0.0 {
            window.scroll_by_with_x_and_y(0.0, over);
        }
    }

    pub(super) fn card(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        CardView {
            lab: &ctx.props().lab,
            shot: &ctx.props().shot,
            cast: &self.engine.cast,
            scene: &self.engine.scene,
            of: self.open,
            sheet: self.engine.geometry.is_compact(),
            direction: self.direction,
            node: self.card.clone(),
            on: ctx.props().on.clone(),
            close: link.callback(|()| Msg::Close),
            turn: link.callback(Msg::Turn),
            grown: link.callback(|()| Msg::Grown),
            details: link.callback(|()| Msg::Details),
        }
        .html()
    }

    pub(super) fn tip(&self) -> Html {
        let Some(hover) = &self.hover else {
            return html! {};
        };
        let size = self.engine.geometry.size();
        let side = if hover.at.x > size.width * 0.6 {
            "left"
        } else {
            "right"
        };
        let style = format!(
            "left: {}px; top: {}px",
            number::fixed(hover.at.x, 0),
            number::fixed(hover.at.y, 0)
        );
        html! { <div class={classes!("tip", side)} {style} aria-hidden="true">{ &hover.text }</div> }
    }

    pub(super) fn roll(&self, ctx: &Context<Self>) -> Html {
        roll::RollView {
            shot: &ctx.props().shot,
            cast: &self.engine.cast,
            scene: &self.engine.scene,
            current: self.current,
            focused: ctx.link().callback(Msg::Focused),
            pressed: ctx.link().callback(Msg::Packet),
            moved: ctx.link().callback(Msg::Moved),
        }
        .html()
    }
}

/// The inspector, where the page has one: small embeddings have none.
pub(super) fn inspector() -> Option<Element> {
    document()?
        .query_selector("#inspector, .bench-inspector")
        .ok()?
}

fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}

/// Gives an element the focus and leaves the page where it is scrolled to.
pub(super) fn focus(element: &Element) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    // The map's buttons are SVG, whose elements have the same method without being HTML. One that
    // cannot take the focus leaves it where it is.
    let _ = element
        .unchecked_ref::<HtmlElement>()
        .focus_with_options(&options);
}

pub(super) fn focus_by_id(id: &str) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
        focus(&element);
    }
}
