//! What `dig +trace` prints, with a button that copies it.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

use crate::browser;
use hoplab_words::Lang;
use hoplab_words::dns as words;

/// What [`DigText`] shows.
#[derive(Properties, PartialEq)]
pub(super) struct DigProps {
    /// The words' language.
    pub lang: Lang,
    /// The text, if there is any.
    pub text: Option<String>,
}

/// The text of `dig +trace`.
#[component]
pub(super) fn DigText(props: &DigProps) -> Html {
    let lang = props.lang;
    let said = use_state(|| "");
    {
        // What was said of another text is not true of this one.
        let said = said.clone();
        use_effect_with(props.text.clone(), move |_| said.set(""));
    }
    let copy = {
        let (said, text) = (said.clone(), props.text.clone().unwrap_or_default());
        Callback::from(move |_: MouseEvent| {
            let said = said.clone();
            let Some(copying) = browser::copy(&text) else {
                return said.set(words::copy_failed(lang));
            };
            spawn_local(async move {
                said.set(match JsFuture::from(copying).await {
                    Ok(_) => words::copied(lang),
                    Err(_) => words::copy_failed(lang),
                });
            });
        })
    };
    html! {
        <details class="dns-part">
            <summary><h3>{ words::dig(lang) }</h3></summary>
            if let Some(text) = &props.text {
                <p class="quiet">{ words::dig_means(lang) }</p>
                <pre class="dns-dig" translate="no" tabindex="0" aria-label={words::dig(lang)}>{ text }</pre>
                <button type="button" class="button" onclick={copy}>{ words::copy(lang) }</button>
                <p role="status">{ *said }</p>
            } else {
                <p class="quiet">{ words::dig_nothing(lang) }</p>
            }
        </details>
    }
}
