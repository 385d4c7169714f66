//! The inspector (being written).

use super::PanelProps;
use yew::prelude::*;

/// The inspector.
#[component]
pub fn InspectorPanel(_props: &PanelProps) -> Html {
    html! {}
}
