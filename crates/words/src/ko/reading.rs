//! The words of the log that are not sentences about events.

use crate::reading::Text;

#[rustfmt::skip] // a table
pub fn text(text: Text) -> &'static str {

    (match text {
Text::Log => "기록",
Text::Filters => "기록에 표시할 것",
Text::EveryHop => "모든 홉",
Text::Earlier => "이전 기록 보기",
Text::NoLines => "아직 보여 줄 기록이 없어요. 무언가 보내거나 위에서 표시할 것을 더 켜 보세요.",
Text::Why => "왜?",
Text::Because => "원인:",
}) as _
}
