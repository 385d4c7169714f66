//! Ways past everything, for those who go through the page by Tab: seen only while they have the focus.

use yew::prelude::*;

use crate::browser;
use hoplab_words::Lang;

/// The links.
pub fn links(lang: Lang) -> Html {
    let to = [
        ("play-toggle", lang.skip_to_play()),
        ("map", lang.skip_to_map()),
        ("log", lang.skip_to_log()),
        ("inspector", lang.skip_to_inspector()),
    ];
    html! {
        <nav class="skip" aria-label={lang.skip_links()}>
            { for to.into_iter().map(|(id, text)| {
                // The page's own address says what is shown: it must not become another one.
                let go = Callback::from(move |event: MouseEvent| {
                    event.prevent_default();
                    browser::reveal(id);
                });
                html! { <a key={id} href={format!("#{id}")} onclick={go}>{ text }</a> }
            }) }
        </nav>
    }
}
