//! The names of the views that share a place.

texts! {
    views: "Views of what is selected";
    unselect: "Clear";
}
