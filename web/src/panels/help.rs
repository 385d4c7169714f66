//! The keys, and the list of them.

use hoplab_sim::Transport;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use super::dialog::Dialog;
use crate::act::Act;
use crate::hands;
use hoplab_words::Lang;

/// What the list of keys needs.
#[derive(Properties, PartialEq)]
pub struct HelpProps {
    /// The page's language.
    pub lang: Lang,
    /// Closes it.
    pub close: Callback<()>,
}

/// The list of keys.
#[component]
pub fn HelpDialog(props: &HelpProps) -> Html {
    let lang = props.lang;
    let rows = [
        (lang.space_bar(), lang.key_space()),
        ("→ .", lang.key_right()),
        ("←", lang.key_left()),
        ("Home", lang.key_home()),
        ("1 2 3", lang.key_digits()),
        ("Esc", lang.key_escape()),
    ];
    html! {
        <Dialog title={lang.keys_title()} {lang} close={props.close.clone()}>
            <dl class="keys">
                { for rows.into_iter().map(|(key, what)| html! { <><dt><kbd>{ key }</kbd></dt><dd>{ what }</dd></> }) }
            </dl>
        </Dialog>
    }
}

/// What a key does, unless it is meant for what has the focus.
pub fn act_of_key(event: &KeyboardEvent) -> Option<Act> {
    if event.ctrl_key() || event.meta_key() || event.alt_key() || event.default_prevented() {
        return None;
    }
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let inside = |selector: &str| {
        target
            .as_ref()
            .and_then(|target| target.closest(selector).ok().flatten())
            .is_some()
    };
    let key = event.key();
    if inside("dialog") {
        return None;
    }
    if key == "Escape" && inside(TEXT_BOXES) {
        // Out of the box, and nothing else.
        if let Some(field) = &target {
            hands::leave_field(field);
        }
        return None;
    }
    if inside(TEXT_BOXES) {
        return None;
    }
    if key == " " {
        return takes_space(&inside).then_some(Act::Toggle);
    }
    // A field or a list has its own use for keys that move; a box that scrolls, too.
    let moves = key.starts_with("Arrow") || key == "Home" || key == "End";
    let own = "input, select, summary, [role=tablist], [role=log], .table-box, .terminal, pre";
    if inside(own) && (moves || inside("select")) && key != "Escape" {
        return None;
    }
    match key.as_str() {
        "." | "ArrowRight" => Some(Act::StepEvent),
        "ArrowLeft" | "," => Some(Act::StepBack),
        "Home" => Some(Act::Restart),
        "1" => Some(Act::SetTransport(Transport::Ip)),
        "2" => Some(Act::SetTransport(Transport::Udp)),
        "3" => Some(Act::SetTransport(Transport::Tcp)),
        "Escape" if !inside("dialog") => Some(Act::Escape),
        _ => None,
    }
}

/// Where text is written.
const TEXT_BOXES: &str =
    "textarea, input:not([type=range], [type=checkbox], [type=radio], [type=file])";

/// Whether Space is the page's: a slider has no use for it, and what was pressed by a pointer only happens to have the
/// focus. What was reached by key is pressed by it.
fn takes_space(inside: &impl Fn(&str) -> bool) -> bool {
    let pressed = "button, a, summary, select, input, [role=button]";
    inside("[type=range]") || !inside(pressed) || hands::by_pointer()
}
