//! The focus: to what it goes, without the page being scrolled.

use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement};

use crate::browser::document;

/// The inspector, where the page has one: small embeddings have none.
pub(super) fn inspector() -> Option<Element> {
    document()?
        .query_selector("#inspector, .bench-inspector")
        .ok()?
}

/// Gives an element the focus and leaves the page where it is scrolled to.
pub(super) fn focus(element: &Element) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    // The map's buttons are SVG, whose elements have the same method without being HTML. One that
    // cannot take the focus leaves it where it is.
    let _ = element
        .unchecked_ref::<HtmlElement>()
        .focus_with_options(&options);
}

/// Gives the element with this id the focus and leaves the page where it is scrolled to.
pub(super) fn focus_by_id(id: &str) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
        focus(&element);
    }
}
