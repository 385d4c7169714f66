//! The names of the views that share a place.

use super::Lang;
use crate::act::Tab;

texts! {
    /// What all of them are.
    views: "Views of what is selected", "고른 것을 보는 탭";
    /// Ends the selection.
    unselect: "Clear", "선택 해제";
}

/// A tab.
pub const fn name(lang: Lang, tab: Tab) -> &'static str {
    match tab {
        Tab::Inspector => super::inspect::title(lang),
        Tab::Stack => super::stack::title(lang),
        Tab::Ports => super::ports::title(lang),
        Tab::Dns => super::dns::title(lang),
    }
}
