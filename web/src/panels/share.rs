//! The share dialog: the link of what is on the page, and files.

use std::rc::Rc;

use hoplab_scenario::link::LinkError;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, HtmlAnchorElement, HtmlInputElement, HtmlTextAreaElement, Url};
use yew::prelude::*;

use super::dialog::Dialog;
use crate::act::Act;
use hoplab_words::{self as words, Lang};

/// A link longer than this can be cut off by programs that pass it on.
const LONG: usize = 1_800;
/// A link longer than this should be a file.
const TOO_LONG: usize = 2_000;

/// What is on the page, to be passed on.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared {
    /// The link, unless there is more on the page than fits into one.
    pub link: Result<String, LinkError>,
    /// The text of a file that holds the same.
    pub file: Result<String, LinkError>,
    /// What stands behind `?` in the address of an embedding.
    pub embedding: String,
    /// Whether a new tab was to be opened, and was not allowed.
    pub no_new_tab: bool,
}

impl Default for Shared {
    fn default() -> Shared {
        Shared {
            link: Ok(String::new()),
            file: Ok(String::new()),
            embedding: String::new(),
            no_new_tab: false,
        }
    }
}

/// What the share dialog needs.
#[derive(Properties, PartialEq)]
pub struct ShareProps {
    /// The page's language.
    pub lang: Lang,
    /// What it passes on.
    pub shared: Rc<Shared>,
    /// The scenario's name, for the file's.
    pub name: String,
    /// What there is to say of a file that was given here.
    pub notice: Html,
    /// Closes it.
    pub close: Callback<()>,
    /// Where to send what a person does.
    pub on: Callback<Act>,
}

/// The share dialog.
#[component]
pub fn ShareDialog(props: &ShareProps) -> Html {
    let lang = props.lang;
    let shared = &props.shared;
    let length = shared.link.as_ref().map(|link| link.chars().count());
    html! {
        <Dialog title={lang.share_title()} {lang} close={props.close.clone()} class="share">
            { props.notice.clone() }
            if shared.no_new_tab {
                <p class="warn" role="alert">{ lang.no_new_tab() }</p>
            }
            <p>{ lang.share_text() }</p>
            { match &shared.link {
                Ok(link) => html! { <LinkField {lang} link={link.clone()} name={lang.share_title()} length=true /> },
                Err(error) => html! { <p class="warn">{ words::does_not_fit(lang, error) }</p> },
            } }
            <div class="share-files">
                { save_button(props, length.is_ok_and(|length| length <= TOO_LONG)) }
                <label class="button">
                    { lang.open_file() }
                    <input class="unseen" type="file" accept=".txt,.json,application/json,text/plain" onchange={open_file(&props.on)} />
                </label>
            </div>
            if let Err(error) = &shared.file {
                <p class="warn">{ words::file_does_not_fit(lang, error) }</p>
            }
            if let Ok(link) = &shared.link {
                <details class="share-embed">
                    <summary>{ lang.embed_code() }</summary>
                    <LinkField {lang} link={embedding(link, &shared.embedding)} name={lang.embed_html()} length=false />
                    <LinkField {lang} link={embedded(link, &shared.embedding)} name={lang.embed_address()} length=false />
                </details>
            }
        </Dialog>
    }
}

/// What the field of the link needs.
#[derive(Properties, PartialEq)]
struct LinkProps {
    lang: Lang,
    link: String,
    name: &'static str,
    /// Whether its length is told.
    length: bool,
}

/// A text to be copied; of a link, its length, and what may become of one of that length.
#[component]
fn LinkField(props: &LinkProps) -> Html {
    let lang = props.lang;
    let field = use_node_ref();
    let said = use_state(|| "");
    let copy = {
        let (field, said, link) = (field.clone(), said.clone(), props.link.clone());
        Callback::from(move |_: MouseEvent| copy_link(lang, &field, said.clone(), link.clone()))
    };
    let length = props.link.chars().count();
    html! {
        <>
            <div class="share-link">
                if !props.length {
                    <span class="share-name">{ props.name }</span>
                }
                if props.length {
                    <input ref={field} type="text" readonly=true value={props.link.clone()} aria-label={props.name} />
                } else {
                    <textarea ref={field} readonly=true rows="3" value={props.link.clone()} aria-label={props.name} />
                }
                <button type="button" class={classes!("button", props.length.then_some("button-main"))} onclick={copy}
                    aria-label={(!props.length).then(|| format!("{}: {}", lang.copy(), props.name))}>{ lang.copy() }</button>
            </div>
            if props.length {
                <p class="figure quiet">{ words::link_length(lang, length) }</p>
            }
            if !props.length {
            } else if length > TOO_LONG {
                <p class="warn">{ lang.link_too_long() }</p>
            } else if length > LONG {
                <p class="warn">{ lang.link_long() }</p>
            }
            <p role="status">{ *said }</p>
        </>
    }
}

/// Saves the run as a file. Where the link will do, that is the second choice.
fn save_button(props: &ShareProps, second: bool) -> Html {
    let save = {
        let (shared, name) = (props.shared.clone(), props.name.clone());
        Callback::from(move |_: MouseEvent| {
            if let Ok(text) = &shared.file {
                save_file(&format!("hoplab-{name}.json"), text);
            }
        })
    };
    let class = if second {
        "button"
    } else {
        "button button-main"
    };
    let disabled = props.shared.file.is_err();
    html! { <button type="button" {class} {disabled} onclick={save}>{ props.lang.save_file() }</button> }
}

/// The code that puts the page of this link into another one.
fn embedding(link: &str, query: &str) -> String {
    format!(
        "<iframe src=\"{}\" width=\"100%\" height=\"560\" title=\"Hoplab\" loading=\"lazy\"></iframe>",
        embedded(link, query).replace('&', "&amp;")
    )
}

/// The address of the same page as a part of another one: what the link's own address asks for beside its run only
/// concerns a whole page.
fn embedded(link: &str, query: &str) -> String {
    let (before, hash) = link.split_once('#').unwrap_or((link, ""));
    let base = before.split('?').next().unwrap_or_default();
    format!("{base}?{query}#{hash}")
}

/// Copies by the browser's clipboard; where that is refused, selects the link to be copied by hand.
fn copy_link(lang: Lang, field: &NodeRef, said: UseStateHandle<&'static str>, link: String) {
    let field = field.clone();
    let by_hand = move |said: &UseStateHandle<&'static str>| {
        if let Some(field) = field.cast::<HtmlInputElement>() {
            field.select();
        } else if let Some(field) = field.cast::<HtmlTextAreaElement>() {
            field.select();
        }
        said.set(lang.copy_by_hand());
    };
    let Some(copying) = crate::browser::copy(&link) else {
        return by_hand(&said);
    };
    spawn_local(async move {
        match JsFuture::from(copying).await {
            Ok(_) => said.set(lang.copied()),
            Err(_) => by_hand(&said),
        }
    });
}

fn save_file(name: &str, text: &str) {
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let Ok(blob) = Blob::new_with_str_sequence(&parts) else {
        return;
    };
    let Ok(url) = Url::create_object_url_with_blob(&blob) else {
        return;
    };
    let anchor = crate::browser::document().and_then(|document| document.create_element("a").ok());
    if let Some(anchor) = anchor.and_then(|anchor| anchor.dyn_into::<HtmlAnchorElement>().ok()) {
        anchor.set_href(&url);
        anchor.set_download(name);
        anchor.click();
    }
    let _ = Url::revoke_object_url(&url);
}

fn open_file(on: &Callback<Act>) -> Callback<Event> {
    let on = on.clone();
    Callback::from(move |event: Event| {
        let input = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(input) = input else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            crate::browser::read_file(&file, on.reform(Act::OpenFile));
        }
        // Or the same file, mended, would be no change.
        input.set_value("");
    })
}

#[cfg(test)]
mod tests {
    use super::{embedded, embedding};

    #[test]
    fn the_embedded_address_keeps_the_hash_and_has_an_embeddings_query() {
        for link in [
            "https://a/b/#s=1",
            "https://a/b/?tab=dns#s=1",
            "https://a/b/?#s=1",
        ] {
            let address = embedded(link, "embed=1&lang=ko");
            assert_eq!(address, "https://a/b/?embed=1&lang=ko#s=1");
            let code = embedding(link, "embed=1&lang=ko");
            assert!(
                code.contains("src=\"https://a/b/?embed=1&amp;lang=ko#s=1\""),
                "{code}"
            );
        }
    }
}
