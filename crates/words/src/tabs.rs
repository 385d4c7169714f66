//! The names of the views that share a place.

use super::Lang;

texts! {
    /// What all of them are.
    views: "Views of what is selected", "고른 것을 보는 탭";
    /// Ends the selection.
    unselect: "Clear", "선택 해제";
}
