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
    #[rustfmt::skip] // a table
    pub const fn of(self, lang: Lang) -> &'static str {
        let (en, ko) = match self {
            Text::Log => ("Log", "기록"),
            Text::Filters => ("What the log shows", "기록에 표시할 것"),
            Text::EveryHop => ("Every hop", "모든 홉"),
            Text::Earlier => ("Earlier", "이전 기록 보기"),
            Text::NoLines => ("Nothing to show yet. Send something, or show more above.", "아직 보여 줄 기록이 없어요. 무언가 보내거나 위에서 표시할 것을 더 켜 보세요."),
            Text::Why => ("Why?", "왜?"),
            Text::Because => ("because", "원인:"),
        };
        lang.pick(en, ko)
    }
}
