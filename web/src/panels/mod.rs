//! The panels around the map. Each is given a [`Shot`] to show and sends an [`Act`] for what a
//! person does.

pub mod compare;
pub mod connection;
pub mod dialog;
pub mod dns;
pub mod embed;
pub mod header;
pub mod help;
pub mod inspector;
pub mod launch;
pub mod log;
pub mod notice;
pub mod playbar;
pub mod ports;
pub mod poster;
pub mod programs;
pub mod receiver;
pub mod screens;
pub mod sendbar;
pub mod share;
pub mod stack;
pub mod start;
pub mod tabs;

use std::rc::Rc;

use yew::prelude::*;

use crate::act::Act;
use crate::lab::SharedLab;
use crate::shot::Shot;

/// What every panel gets. A panel is drawn again when the shot is another one.
#[derive(Clone, Properties, PartialEq)]
pub struct PanelProps {
    /// The run, for what is too large to be in every shot: borrowed while drawing, never longer.
    pub lab: SharedLab,
    /// What to show.
    pub shot: Rc<Shot>,
    /// Where to send what a person does.
    pub on: Callback<Act>,
}

/// The value of the field an event comes from; empty if it comes from none.
pub(crate) fn target_value(event: &web_sys::Event) -> String {
    use wasm_bindgen::JsCast;
    let Some(target) = event.target() else {
        return String::new();
    };
    if let Some(input) = target.dyn_ref::<web_sys::HtmlInputElement>() {
        return input.value();
    }
    target
        .dyn_ref::<web_sys::HtmlSelectElement>()
        .map(|select| select.value())
        .unwrap_or_default()
}
