//! A slider with its number and unit. It speaks only when let go: each position on the way would
//! be a command of its own in the recording.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::stage::scale::{POSITIONS, Scale, plain};
use hoplab_words::stage::with_unit;

/// What a dial is given.
#[derive(Properties, PartialEq)]
pub struct DialProps {
    /// What it sets.
    pub label: AttrValue,
    /// The unit of its numbers.
    pub unit: AttrValue,
    /// The value it has now.
    pub value: f64,
    /// How its way is divided.
    pub scale: Scale,
    /// Told of a new value.
    pub set: Callback<f64>,
}

/// A slider, a number and a unit.
#[component]
pub fn Dial(props: &DialProps) -> Html {
    // While it is dragged the slider shows this and not the world's value.
    let draft = use_state(|| None::<f64>);
    let scale = props.scale;
    let shown = draft.unwrap_or(props.value);
    let oninput = {
        let draft = draft.clone();
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            draft.set(Some(scale.value(input.value_as_number())));
        })
    };
    let onchange = {
        let (draft, set) = (draft.clone(), props.set.clone());
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            draft.set(None);
            set.emit(scale.value(input.value_as_number()));
        })
    };
    // The same for what is being typed: a new picture of the world must not write over it.
    let typing = use_state(|| None::<String>);
    let on_type = {
        let typing = typing.clone();
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            typing.set(Some(input.value()));
        })
    };
    let on_typed = {
        let (typing, set) = (typing.clone(), props.set.clone());
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            typing.set(None);
            if let Some(new) = scale.typed(&input.value()) {
                set.emit(new);
            }
        })
    };
    let on_leave = {
        let typing = typing.clone();
        Callback::from(move |_: FocusEvent| typing.set(None))
    };
    let number = typing.as_ref().cloned().unwrap_or_else(|| plain(shown));
    let spoken = with_unit(&plain(shown), &props.unit);
    html! {
        <div class="dial">
            <label>
                <span>{ &props.label }</span>
                <input type="range" min="0" max={POSITIONS.to_string()} step="1"
                    value={scale.position(shown).to_string()} aria-valuetext={spoken}
                    {oninput} {onchange} />
            </label>
            <span class="dial-number">
                <input type="text" inputmode="decimal" aria-label={format!("{} ({})", props.label, props.unit)}
                    value={number} oninput={on_type} onchange={on_typed} onblur={on_leave} />
                <span aria-hidden="true">{ &props.unit }</span>
            </span>
        </div>
    }
}
