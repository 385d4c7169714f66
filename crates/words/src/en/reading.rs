//! The words of the log that are not sentences about events.

use crate::reading::Text;

#[rustfmt::skip] // a table
pub fn text(text: Text) -> &'static str {

    (match text {
Text::Log => "Log",
Text::Filters => "What the log shows",
Text::EveryHop => "Every hop",
Text::Earlier => "Earlier",
Text::NoLines => "Nothing to show yet. Send something, or show more above.",
Text::Why => "Why?",
Text::Because => "because",
}) as _
}
