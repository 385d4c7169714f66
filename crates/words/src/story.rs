//! What happens in the world, told in plain sentences: for the log, the inspector and readers of
//! screens. Sentences end without a full stop; [`narrate`] makes a line of one, [`short`] the few
//! words that stand behind "because".

pub mod changes;
pub(crate) mod names;
pub(crate) mod packets;
pub(crate) mod sorting;
pub mod tcp;

#[cfg(test)]
mod tests;
use hoplab_sim::TraceEvent;
use hoplab_units::Time;
pub use names::{Known, Label, Names};
pub use packets::{drop_short, drop_why};
pub use sorting::{topic_class, topic_name};

/// A moment in seconds with four digits after the point.
pub fn clock(at: Time) -> String {
    let tenths_of_millis = at.as_nanos() / 100_000;
    format!(
        "{}.{:04} s",
        tenths_of_millis / 10_000,
        tenths_of_millis % 10_000
    )
}

said! { story =>
    /// What happened, as one sentence.
    narrate(names: Names<'_>, event: &TraceEvent) -> String;
    /// An event as the cause of another, in a few words, to stand behind "because" or "원인:".
    short(names: Names<'_>, event: &TraceEvent) -> String;
}

/// English sentences begin with a capital; a node's own name stays as a person wrote it.
pub(crate) fn capital(text: &str, names: Names<'_>, event: &TraceEvent) -> String {
    let node = event.place.node().map(|node| names.node(node));
    if node.is_some_and(|name| text.starts_with(name)) {
        return text.to_owned();
    }
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => core::iter::once(first.to_ascii_uppercase())
            .chain(letters)
            .collect(),
        None => String::new(),
    }
}

pub(crate) fn who<'a>(names: Names<'a>, event: &TraceEvent) -> &'a str {
    event.place.node().map_or("?", |node| names.node(node))
}
