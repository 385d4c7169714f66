//! What stands on programs' screens, in words.

texts! {
    nothing: "아직 아무것도 없어요.";
    lines: "화면 내용";
}
