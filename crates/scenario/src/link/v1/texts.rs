//! Texts of a scenario in the compact form, which had a place for English and Korean and for no other language.
//! **Frozen**, as all of the form is.
//!
//! Those two stand in it as ever: a [`Pair`]. What else there is goes with the tags of its languages, for the head of a
//! scenario in a variant of its own, for a node's label behind the state (`more`).

use crate::texts::Words;

/// The English and the Korean text.
pub(super) type Pair = (String, String);
/// Tags and texts, in the order of the file. A text for every language has an empty tag.
pub(super) type Tagged = Vec<(String, String)>;

/// A text in English and Korean. One for every language has nothing where the Korean one would be, which no text in
/// Korean is.
pub(super) fn write_pair(words: &Words) -> Option<Pair> {
    let mut texts = words.texts();
    match (texts.next()?, texts.next(), texts.next()) {
        (("", text), None, None) => Some((text.to_owned(), String::new())),
        (("en", en), Some(("ko", ko)), None) => Some((en.to_owned(), ko.to_owned())),
        _ => None,
    }
}

pub(super) fn read_pair(en: String, ko: String) -> Words {
    match ko.is_empty() {
        true => Words::everywhere(en),
        false => Words::tagged([("en", en), ("ko", ko)]),
    }
}

pub(super) fn write_tagged(words: &Words) -> Tagged {
    let texts = words.texts();
    texts
        .map(|(tag, text)| (tag.to_owned(), text.to_owned()))
        .collect()
}

pub(super) fn read_tagged(tagged: Tagged) -> Words {
    Words::tagged(tagged)
}
