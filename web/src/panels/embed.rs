//! What only an embedding does: it sleeps while it cannot be seen.

use wasm_bindgen::prelude::*;
use web_sys::{IntersectionObserver, IntersectionObserverEntry};
use yew::Callback;

use crate::act::Act;
use crate::browser;

/// Tells when the page comes into view and when it leaves.
pub struct SeenObserver {
    observer: Option<IntersectionObserver>,
    _told: Closure<dyn FnMut(js_sys::Array)>,
}

impl SeenObserver {
    /// Observes the page and sends [`Act::Awake`].
    pub fn new(on: Callback<Act>) -> SeenObserver {
        let told = Closure::new(move |entries: js_sys::Array| {
            let last = entries
                .iter()
                .last()
                .and_then(|e| e.dyn_into::<IntersectionObserverEntry>().ok());
            if let Some(entry) = last {
                on.emit(Act::Awake(entry.is_intersecting()));
            }
        });
        let observer = IntersectionObserver::new(told.as_ref().unchecked_ref()).ok();
        let root = browser::document().and_then(|document| document.get_element_by_id("app"));
        if let (Some(observer), Some(root)) = (&observer, root) {
            observer.observe(&root);
        }
        SeenObserver {
            observer,
            _told: told,
        }
    }
}

impl Drop for SeenObserver {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}
