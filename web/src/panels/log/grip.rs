//! When the log follows its newest line, and when it stays where it is under a hand.

use web_sys::{Element, PointerEvent};
use yew::NodeRef;

/// A reader this near to the end, in pixels, follows it.
const NEAR_END: i32 = 24;
/// A mouse that moved over the list so many milliseconds ago is still on its way to something in it.
const AIMS_FOR_MS: f64 = 1_500.0;

/// What is known of the reader.
pub struct Grip {
    /// The end of the list is looked at.
    following: bool,
    /// A finger or button is down on the list.
    pressed: bool,
    /// When a mouse last moved over it.
    moved: f64,
}

impl Default for Grip {
    fn default() -> Grip {
        Grip {
            following: true,
            pressed: false,
            moved: f64::NEG_INFINITY,
        }
    }
}

impl Grip {
    /// Takes note of a pointer over the list.
    pub fn pointer(&mut self, event: &PointerEvent) {
        match event.type_().as_str() {
            "pointerdown" => self.pressed = true,
            "pointermove" => {}
            _ => self.pressed = false,
        }
        // A button that was let go of outside was not told of here.
        self.pressed &= event.buttons() != 0;
        if event.pointer_type() == "mouse" {
            self.moved = js_sys::Date::now();
        }
    }

    /// The list was scrolled, by whomever.
    pub fn scrolled(&mut self, list: &NodeRef) {
        if let Some(list) = list.cast::<Element>() {
            let left = list.scroll_height() - list.client_height() - list.scroll_top();
            self.following = left <= NEAR_END;
        }
    }

    /// The reader wants to see something else than the end.
    pub fn leave(&mut self) {
        self.following = false;
    }

    /// Whether nothing in the list may move: somebody reads in it, presses or aims at something in it, or has the
    /// focus there by keyboard.
    pub fn holds(&self, list: &NodeRef) -> bool {
        let by_key = || {
            let focused = list
                .cast::<Element>()
                .and_then(|list| list.query_selector(":focus-visible").ok()?);
            focused.is_some()
        };
        let aims = js_sys::Date::now() - self.moved < AIMS_FOR_MS;
        !self.following || self.pressed || aims || by_key()
    }

    /// Shows the end of the list, unless it is held.
    pub fn follow(&self, list: &NodeRef) {
        if !self.holds(list)
            && let Some(list) = list.cast::<Element>()
        {
            list.set_scroll_top(list.scroll_height());
        }
    }
}
