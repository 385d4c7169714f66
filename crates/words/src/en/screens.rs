//! What stands on programs' screens, in words.

texts! {
    nothing: "Nothing yet.";
    lines: "What it shows";
}
