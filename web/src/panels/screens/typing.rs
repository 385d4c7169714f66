//! A line to type into a program: an address, a command, something to say.

use hoplab_sim::{Command, NodeId, Payload, ProgramId};
use yew::prelude::*;

use crate::act::Act;
use crate::panels::target_value;
use hoplab_words::{Lang, programs as words};

/// Where the line goes, and what it is.
#[derive(Properties, PartialEq)]
pub struct TypeProps {
    /// The host.
    pub node: NodeId,
    /// The program there.
    pub program: ProgramId,
    /// What is to be typed.
    pub label: &'static str,
    /// What stands in the field until somebody types, and again whenever it changes.
    #[prop_or_default]
    pub value: String,
    /// What the button says.
    #[prop_or_default]
    pub button: Option<&'static str>,
    pub lang: Lang,
    pub on: Callback<Act>,
}

/// A field and its button.
#[component]
pub fn TypeLine(props: &TypeProps) -> Html {
    let text = use_state(|| props.value.clone());
    {
        let text = text.clone();
        use_effect_with(props.value.clone(), move |value| text.set(value.clone()));
    }
    let onsubmit = {
        let (text, on, given) = (text.clone(), props.on.clone(), props.value.clone());
        let (node, program) = (props.node, props.program);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let typed = text.trim().to_owned();
            if typed.is_empty() {
                return;
            }
            // One that is too long is refused: it stays, to be shortened.
            if typed.len() <= Payload::MAX_TEXT_BYTES {
                text.set(given.clone());
            }
            let command = Command::Type {
                node,
                program,
                text: typed,
            };
            on.emit(Act::Run(command));
        })
    };
    let oninput = Callback::from({
        let text = text.clone();
        move |event: InputEvent| text.set(target_value(&event))
    });
    html! {
        <form class="type-line" {onsubmit}>
            <label class="field"><span class="unseen">{ props.label }</span>
                <input type="text" dir="auto" value={(*text).clone()} {oninput} placeholder={props.label}
                    autocomplete="off" spellcheck="false" />
            </label>
            <button type="submit" class="button">{ props.button.unwrap_or(words::enter(props.lang)) }</button>
        </form>
    }
}
