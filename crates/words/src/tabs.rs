//! The names of the views that share a place.

said! { tabs =>
    /// What all of them are.
    views;
    /// Ends the selection.
    unselect;
}
