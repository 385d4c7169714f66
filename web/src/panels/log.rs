//! The log (being written).

use super::PanelProps;
use yew::prelude::*;

/// The log.
#[component]
pub fn LogPanel(_props: &PanelProps) -> Html {
    html! {}
}
