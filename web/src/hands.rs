//! Hands on the page: whether a finger is down, whether the focus came by pointer or by key, and where the focus
//! goes when what had it is no more.

use std::cell::RefCell;

use gloo_events::{EventListener, EventListenerOptions, EventListenerPhase};
use gloo_timers::callback::Timeout;
use hoplab_sim::EventId;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    Element, Event, FocusOptions, HtmlElement, KeyboardEvent, MutationObserver,
    MutationObserverInit, Node, ScrollIntoViewOptions, ScrollLogicalPosition,
};
use yew::Callback;

use crate::act::Act;
use crate::browser::document;

/// While a finger is down the panels are not drawn anew, so that nothing moves away under it; at most so many
/// milliseconds, since a slider or a scrolling page is held for longer.
const HELD_FOR_MS: f64 = 1_000.0;

#[derive(Default)]
struct State {
    /// Since when a finger or button is down.
    pressed: Option<f64>,
    /// It went down on a slider.
    on_slider: bool,
    /// A drawing was put off meanwhile.
    put_off: bool,
    /// What has the focus got it by a pointer.
    by_pointer: bool,
    /// Space was taken as a key of the page when it went down.
    space_taken: bool,
    /// What has the focus, and all it is in.
    focused: Vec<Element>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

fn with<T>(change: impl FnOnce(&mut State) -> T) -> T {
    STATE.with_borrow_mut(change)
}

/// Whether the panels have to wait with what time brought: a finger is down. They are told when it is up.
pub fn put_off() -> bool {
    with(|state| {
        let now = js_sys::Date::now();
        let held = state.pressed.is_some_and(|since| now - since < HELD_FOR_MS);
        state.put_off |= held;
        held
    })
}

/// Whether a finger that is down holds a slider: nothing else is under it that could move away.
pub fn on_slider() -> bool {
    with(|state| state.pressed.is_some() && state.on_slider)
}

/// Whether what has the focus was pressed by a pointer: then Space is not meant for it.
pub fn by_pointer() -> bool {
    with(|state| state.by_pointer)
}

/// What watches hands, for as long as it is kept.
pub struct Hands {
    _listeners: Vec<EventListener>,
    _observer: Option<(MutationObserver, Closure<dyn FnMut()>)>,
}

impl Hands {
    /// Watches the page.
    pub fn new(on: &Callback<Act>) -> Hands {
        Hands {
            _listeners: listeners(on),
            _observer: watch_for_loss(),
        }
    }
}

fn listeners(on: &Callback<Act>) -> Vec<EventListener> {
    let Some(window) = web_sys::window() else {
        return Vec::new();
    };
    // Before anything else hears of it, and free to keep the browser from acting on it.
    let early = EventListenerOptions {
        phase: EventListenerPhase::Capture,
        passive: false,
    };
    let listen = |name: &'static str, heard: fn(&Event)| {
        EventListener::new_with_options(&window, name, early, heard)
    };
    let lifted = |name: &'static str| {
        let on = on.clone();
        EventListener::new_with_options(&window, name, early, move |_| {
            let put_off = with(|state| {
                state.pressed = None;
                core::mem::take(&mut state.put_off)
            });
            if put_off {
                // After the click that comes of it.
                let on = on.clone();
                Timeout::new(0, move || on.emit(Act::Ticked)).forget();
            }
        })
    };
    vec![
        listen("pointerdown", |event| {
            let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
            let is_slider = |it: Element| it.matches("input[type=range]").unwrap_or(false);
            with(|state| {
                state.pressed = Some(js_sys::Date::now());
                state.on_slider = target.is_some_and(is_slider);
                state.by_pointer = true;
            });
        }),
        lifted("pointerup"),
        lifted("pointercancel"),
        listen("keydown", key_down),
        listen("keyup", |event| {
            let space = event
                .dyn_ref::<KeyboardEvent>()
                .is_some_and(|event| event.key() == " ");
            // Some browsers press a button when Space comes up, whoever took it when it went down.
            if space && with(|state| core::mem::take(&mut state.space_taken)) {
                event.prevent_default();
            }
        }),
        listen("focusin", |event| {
            let target = event
                .target()
                .and_then(|target| target.dyn_into::<Element>().ok());
            let chain =
                core::iter::successors(target, |element| element.parent_element()).collect();
            with(|state| state.focused = chain);
        }),
    ]
}

fn key_down(event: &Event) {
    let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
        return;
    };
    let key = event.key();
    if key == "Tab" {
        with(|state| state.by_pointer = false);
    }
    // A key that is held down presses once: messages would be sent by the dozen.
    if event.repeat() && key == "Enter" {
        event.prevent_default();
    }
}

/// Takes note that the page took this key for itself.
pub fn took(event: &KeyboardEvent) {
    if event.key() == " " {
        with(|state| state.space_taken = true);
    }
}

/// Watches for the loss of what has the focus: that it is taken out of the page or can no longer be used.
fn watch_for_loss() -> Option<(MutationObserver, Closure<dyn FnMut()>)> {
    let look = Closure::<dyn FnMut()>::new(mend);
    let observer = MutationObserver::new(look.as_ref().unchecked_ref()).ok()?;
    let what = MutationObserverInit::new();
    what.set_child_list(true);
    what.set_subtree(true);
    what.set_attribute_filter(&js_sys::Array::of1(&"disabled".into()));
    let root = document()?.get_element_by_id("app")?;
    observer.observe_with_options(&root, &what).ok()?;
    Some((observer, look))
}

/// Where the focus fell to nothing, gives it to the nearest thing around that is still there.
fn mend() {
    let Some(document) = document() else { return };
    let nobody = match document.active_element() {
        None => true,
        Some(active) => active.tag_name() == "BODY",
    };
    // What was blurred in peace had the focus, and is still there and of use.
    let lost = |state: &State| {
        state
            .focused
            .first()
            .is_some_and(|element| !element.is_connected() || element.has_attribute("disabled"))
    };
    if !nobody || !with(|state| lost(state)) {
        return;
    }
    let chain = with(|state| core::mem::take(&mut state.focused));
    let around = chain.iter().skip(1).find(|element| element.is_connected());
    if let Some(element) = around.and_then(|element| element.closest("[tabindex]").ok().flatten()) {
        focus(&element);
    }
}

/// Gives an element the focus and leaves the page where it is scrolled to.
pub fn focus(element: &Element) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    // The map's buttons are SVG, whose elements have the same method without being HTML.
    let _ = element
        .unchecked_ref::<HtmlElement>()
        .focus_with_options(&options);
}

/// What has the focus, unless nothing has.
pub fn focused() -> Option<Element> {
    let active = document()?.active_element()?;
    (active.tag_name() != "BODY").then_some(active)
}

/// Whether the focus is in the element with this id.
pub fn is_in(id: &str) -> bool {
    let element = document().and_then(|document| document.get_element_by_id(id));
    element.is_some_and(|element| {
        element.contains(
            focused()
                .as_ref()
                .map(|focused| focused.unchecked_ref::<Node>()),
        )
    })
}

/// Whether a button has the focus that was reached by key.
pub fn on_button_by_key() -> bool {
    !by_pointer() && focused().is_some_and(|element| element.tag_name() == "BUTTON")
}

/// Scrolls no further than it takes for an element to be seen.
pub fn bring_into_view(element: &Element) {
    let how = ScrollIntoViewOptions::new();
    how.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&how);
}

/// Brings what was asked for into view and gives it the focus.
pub fn show(id: &str) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element {
        focus(&element);
        bring_into_view(&element);
    }
}

/// Gives the focus back to where it was asked why an event happened.
pub fn go_back(element: Option<&Element>, event: EventId) {
    let asked = element.filter(|element| element.is_connected()).cloned();
    let by_id = || document()?.get_element_by_id(&why_id(event));
    let log = || document()?.get_element_by_id("log");
    if let Some(element) = asked.or_else(by_id).or_else(log) {
        bring_into_view(&element);
        focus(&element);
    }
}

/// The id of the button that asks why an event happened.
pub fn why_id(event: EventId) -> String {
    format!("why-{}", event.0)
}

/// Leaves the text box that has the focus, for what it is in.
pub fn leave_field(field: &Element) {
    let around = field
        .parent_element()
        .and_then(|parent| parent.closest("[tabindex]").ok().flatten());
    match around {
        Some(around) => focus(&around),
        None => {
            let _ = field.unchecked_ref::<HtmlElement>().blur();
        }
    }
}
