//! The few things asked of the browser outside any component.

use wasm_bindgen::JsValue;
use web_sys::{Document, Storage};

use crate::act::Theme;
use hoplab_words::Lang;

/// Milliseconds by the browser's clock, for measuring how long work took. It never decides what a run is.
pub fn now_ms() -> f64 {
    let performance = web_sys::window().and_then(|window| window.performance());
    performance.map_or(0.0, |performance| performance.now())
}

/// The document.
pub fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Hands a panic's message to `boot.js`, whose recovery panel lives outside what has just died.
pub fn tell_of_panic(message: &str) {
    tell("hoplab-panic", message);
}

/// Asks `boot.js` for what the page says in a language: it answers by [`LANG_IS_THERE`], or tells the person that it
/// could not be loaded.
pub fn ask_for(lang: Lang) {
    tell("hoplab-ask-language", lang.tag());
}

/// The event that brings the tag of a language that was asked for.
pub const LANG_IS_THERE: &str = "hoplab-language";

/// Tells `boot.js` something.
fn tell(event: &str, detail: &str) {
    let init = web_sys::CustomEventInit::new();
    init.set_detail(&JsValue::from_str(detail));
    if let (Some(window), Ok(event)) = (
        web_sys::window(),
        web_sys::CustomEvent::new_with_event_init_dict(event, &init),
    ) {
        // It refuses nothing.
        let _ = window.dispatch_event(&event);
    }
}

/// The browser's store; a sandboxed frame has none.
fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

fn kept(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

fn keep(key: &str, value: &str) {
    if let Some(storage) = storage() {
        // A full or forbidden store only means that the choice is not remembered.
        let _ = storage.set_item(key, value);
    }
}

/// The language chosen before, else the browser's: `boot-early.js` has found it out, and `boot.js` has loaded it.
pub fn preferred_lang() -> Lang {
    let root = document().and_then(|document| document.document_element());
    root.and_then(|root| root.get_attribute("lang"))
        .and_then(|tag| Lang::of_tag(&tag))
        .unwrap_or_default()
}

/// Puts a language into the document and remembers it.
pub fn set_lang(lang: Lang, title: &str, remember: bool) {
    if let Some(document) = document() {
        document.set_title(title);
        if let Some(root) = document.document_element() {
            let _ = root.set_attribute("lang", lang.tag());
        }
    }
    if remember {
        keep("hoplab.lang", lang.tag());
    }
}

/// The theme chosen before.
pub fn preferred_theme() -> Theme {
    match kept("hoplab.theme").as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::Auto,
    }
}

/// Puts a theme into the document and remembers it.
pub fn set_theme(theme: Theme, remember: bool) {
    let name = match theme {
        Theme::Auto => "",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let _ = match name {
            "" => root.remove_attribute("data-theme"),
            name => root.set_attribute("data-theme", name),
        };
    }
    if remember {
        keep("hoplab.theme", name);
    }
}

/// Whether a media query holds now.
pub fn matches(query: &str) -> bool {
    let query = || web_sys::window()?.match_media(query).ok()?;
    query().is_some_and(|query| query.matches())
}

/// Whether the person asked the system for less motion.
pub fn reduced_motion() -> bool {
    matches("(prefers-reduced-motion: reduce)")
}

/// The page's address without query and fragment.
pub fn base_url() -> String {
    let location = web_sys::window().map(|window| window.location());
    let url = location.and_then(|location| {
        Some(format!(
            "{}{}",
            location.origin().ok()?,
            location.pathname().ok()?
        ))
    });
    url.unwrap_or_default()
}

/// Puts a link into the address bar without loading anything or adding to the history.
pub fn replace_address(url: &str) {
    let history = web_sys::window().and_then(|window| window.history().ok());
    if let Some(history) = history {
        // The entry stays the one it was, whose run is kept under its state.
        let state = history.state().unwrap_or(JsValue::NULL);
        // Refused in some frames: then the address just stays as it is.
        let _ = history.replace_state_with_url(&state, "", Some(url));
    }
}

/// Opens an address in a new tab; whether that was allowed, which it is not in every frame.
pub fn open_tab(url: &str) -> bool {
    let opened = web_sys::window().and_then(|window| {
        let opened = window.open_with_url_and_target(url, "_blank");
        opened.ok().flatten()
    });
    if let Some(opened) = &opened {
        // What is opened need not know who opened it. (`noopener` would do that too, but then nobody learns whether
        // it was opened at all.)
        let _ = opened.set_opener(&JsValue::NULL);
    }
    opened.is_some()
}

/// Puts a text on the clipboard; the promise fails where the browser refuses. `None`: outside a secure context there
/// is no clipboard at all.
pub fn copy(text: &str) -> Option<js_sys::Promise> {
    let navigator = web_sys::window()?.navigator();
    let clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into());
    clipboard.ok().filter(|it| !it.is_undefined())?;
    Some(navigator.clipboard().write_text(text))
}

/// Reads a file as text and hands it on.
pub fn read_file(file: &web_sys::File, then: yew::Callback<String>) {
    let text = wasm_bindgen_futures::JsFuture::from(file.text());
    wasm_bindgen_futures::spawn_local(async move {
        // What is not text comes with what stands for what it is not.
        if let Some(text) = text.await.ok().and_then(|text| text.as_string()) {
            then.emit(text);
        }
    });
}

/// Brings the element with this id into view and gives it the focus, unless something in it has it already.
pub fn reveal(id: &str) {
    use wasm_bindgen::JsCast;
    let Some(document) = document() else { return };
    let Some(element) = document.get_element_by_id(id) else {
        return;
    };
    let focused = document.active_element();
    if element.contains(focused.as_deref()) {
        return;
    }
    element.scroll_into_view();
    if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
        let _ = element.focus();
    }
}

/// Gives the element with this id the focus.
pub fn focus(id: &str) {
    use wasm_bindgen::JsCast;
    let element = document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) =
        element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
    {
        // One that cannot take it leaves it where it is.
        let _ = element.focus();
    }
}
