//! The bar that shows a [`Notice`].

use yew::prelude::*;

use crate::act::Act;
use crate::notice::Notice;
use hoplab_words::{self as words, Lang};

/// A notice.
#[derive(Properties, PartialEq)]
pub struct NoticeProps {
    /// What it says.
    pub notice: Notice,
    /// The page's language.
    pub lang: Lang,
    /// Where to send what a person does.
    pub on: Callback<Act>,
}

/// The notice, until it is put away.
#[component]
pub fn NoticeBar(props: &NoticeProps) -> Html {
    let lang = props.lang;
    let close = props.on.reform(|_: MouseEvent| Act::DismissNotice);
    let said = match &props.notice {
        Notice::Warned(warnings) => html! {
            <>{ for warnings.iter().map(|it| html! { <p>{ words::refusals::warning(lang, it) }</p> }) }</>
        },
        Notice::Address {
            mended,
            remarks,
            scenario,
        } => html! {
            <>
                <>{ for mended.iter().map(|error| html! { <p>{ words::mended(lang, error, scenario) }</p> }) }</>
                <>{ for remarks.iter().map(|remark| html! { <p>{ words::remark(lang, remark) }</p> }) }</>
            </>
        },
        Notice::Refused(why) => html! { <p>{ words::refused(lang, *why) }</p> },
        Notice::CouldNotOpen {
            error,
            given,
            instead,
        } => html! {
            <>
                <p><b>{ lang.could_not_open() }</b>{ ". " }{ words::open_error(lang, error) }
                    if *instead { { " " }{ lang.opened_instead() } }</p>
                if !given.is_empty() {
                    <details>
                        <summary>{ lang.what_was_given() }</summary>
                        <textarea readonly=true rows="3" value={given.clone()} aria-label={lang.what_was_given()} />
                    </details>
                }
            </>
        },
    };
    html! {
        <div class="notice" role="alert">
            <div>{ said }</div>
            <button type="button" class="button button-quiet" onclick={close}>{ lang.close() }</button>
        </div>
    }
}
