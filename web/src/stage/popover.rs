//! Opening, placing and closing the card, and the focus meanwhile.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::cards::CardView;
use super::focus::{focus, inspector};
use super::{Msg, Stage, roll};
use crate::act::{Act, Selection, Tab};
use crate::browser::document;
use crate::hands;

impl Stage {
    pub(super) fn open_card(&mut self, ctx: &Context<Self>, selection: Selection) -> bool {
        let focused = document().and_then(|document| document.active_element());
        let in_card = |element: &Element| element.closest(".card").is_ok_and(|card| card.is_some());
        if !focused.as_ref().is_some_and(in_card) {
            self.came_from = focused;
        }
        if self.open == Selection::Nothing {
            self.scrolled = web_sys::window().and_then(|window| window.scroll_y().ok());
            self.leave_room();
        }
        if self.open != selection {
            self.direction = None;
        }
        self.open = selection;
        self.opened = true;
        self.hover = None;
        if ctx.props().page.selection != selection {
            ctx.props().on.emit(Act::Select(selection));
        }
        true
    }

    pub(super) fn close_card(&mut self) -> bool {
        if self.open == Selection::Nothing {
            return false;
        }
        self.open = Selection::Nothing;
        // A sheet has scrolled the page.
        self.back_to = self
            .scrolled
            .take()
            .filter(|_| self.engine.geometry.is_compact());
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

    /// Whether there is a card now.
    pub(super) fn has_card(&self) -> bool {
        matches!(
            self.open,
            Selection::Node(_) | Selection::Link(_) | Selection::Packet(_)
        )
    }

    /// Tells the style how much lies under the map: with it the map makes room for a card, so that a card covers
    /// nothing of the map. On a wide stage that is what there is when no card is open, whose place the card takes; on
    /// a narrow one the sheet itself, which lies over the page.
    pub(super) fn set_under(&self, pixels: f64) {
        if let Some(stage) = self.stage() {
            let stage: &HtmlElement = stage.unchecked_ref();
            let under = hoplab_units::fixed(pixels, 2) + "px";
            let _ = stage.style().set_property("--under", &under);
        }
    }

    fn stage(&self) -> Option<Element> {
        self.root.cast::<Element>()?.parent_element()
    }

    /// What lies under the map while no card is open.
    fn leave_room(&self) {
        if let (Some(stage), Some(map)) = (self.stage(), self.root.cast::<Element>()) {
            let height = |it: &Element| it.get_bounding_client_rect().height();
            self.set_under((height(&stage) - height(&map)).max(0.0));
        }
    }

    /// Brings a card that was opened into sight: of a sheet the whole map above it, else the card under the map.
    pub(super) fn show_card(&self) {
        let (Some(card), Some(map), Some(window)) = (
            self.card.cast::<HtmlElement>(),
            self.root.cast::<HtmlElement>(),
            web_sys::window(),
        ) else {
            return;
        };
        if !self.engine.geometry.is_compact() {
            hands::bring_into_view(&card);
            return;
        }
        // To the top, as far as the page can be scrolled: it grows shorter with the map.
        for _ in 0..2 {
            let map = map.get_bounding_client_rect();
            if map.top() < 0.0 || map.bottom() > card.get_bounding_client_rect().top() {
                window.scroll_by_with_x_and_y(0.0, map.top());
            }
            self.fit_over_sheet();
        }
    }

    /// Where the card is a sheet over the page, gives the map the room over it.
    pub(super) fn fit_over_sheet(&self) {
        if let (Some(card), Some(map)) = (
            self.card.cast::<HtmlElement>(),
            self.root.cast::<HtmlElement>(),
        ) && self.engine.geometry.is_compact()
        {
            let top = map.get_bounding_client_rect().top().max(0.0);
            self.set_under(f64::from(card.offset_height()) + top);
        }
    }

    pub(super) fn card(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        CardView {
            lab: &ctx.props().lab,
            page: &ctx.props().page,
            drawn: &self.engine.drawn,
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
            hoplab_units::fixed(hover.at.x, 0),
            hoplab_units::fixed(hover.at.y, 0)
        );
        html! { <div class={classes!("tip", side)} {style} aria-hidden="true">{ &hover.text }</div> }
    }

    pub(super) fn roll(&self, ctx: &Context<Self>) -> Html {
        roll::RollView {
            page: &ctx.props().page,
            drawn: &self.engine.drawn,
            scene: &self.engine.scene,
            current: self.current,
            focused: ctx.link().callback(Msg::Focused),
            pressed: ctx.link().callback(Msg::Packet),
            moved: ctx.link().callback(Msg::Moved),
        }
        .html()
    }
}
