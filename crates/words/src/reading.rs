//! The words of the log that are not sentences about events.

use super::Lang;

/// A text with nothing to fill in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each text says itself what it is")]
pub enum Text {
    Log,
    Filters,
    EveryHop,
    Earlier,
    NoLines,
    Why,
    Because,
}

impl Text {
    /// The text in a language.
    pub fn of(self, lang: Lang) -> &'static str {
        text(lang, self)
    }
}

said! { reading =>
    /// One of the log's own texts.
    text(text: Text) -> &'static str;
}
