//! A modal dialog: the browser's own, which keeps the focus inside, closes by Escape and gives the
//! focus back.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use hoplab_words::Lang;

/// What a dialog is.
#[derive(Properties, PartialEq)]
pub struct DialogProps {
    /// Its heading.
    pub title: &'static str,
    /// The page's language.
    pub lang: Lang,
    /// Its own class.
    #[prop_or_default]
    pub class: &'static str,
    /// Called when it is closed.
    pub close: Callback<()>,
    /// What is in it.
    pub children: Html,
}

/// A modal dialog, open as long as it is there.
#[component]
pub fn Dialog(props: &DialogProps) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with((), move |()| {
            if let Some(dialog) = node.cast::<HtmlDialogElement>() {
                // Fails only if it is open already.
                let _ = dialog.show_modal();
            }
        });
    }
    let close = {
        let node = node.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(dialog) = node.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        })
    };
    let onclose = props.close.reform(|_: Event| ());
    html! {
        <dialog ref={node} class={classes!("dialog", props.class)} aria-labelledby="dialog-title" {onclose}>
            <div class="panel-head">
                <h2 id="dialog-title">{ props.title }</h2>
                <button type="button" class="button button-quiet" onclick={close}>{ props.lang.close() }</button>
            </div>
            { props.children.clone() }
        </dialog>
    }
}
