//! The names of the views that share a place.

texts! {
    views: "고른 것을 보는 탭";
    unselect: "선택 해제";
}
