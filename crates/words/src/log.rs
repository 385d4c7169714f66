//! The words around the log that the command line prints, and what it warns of.

use hoplab_sim::Refusal;

use crate::story::{Names, changes};
use crate::{Lang, refused};

said! { log =>
    /// Above the log: its beginning is missing.
    older_gone(events: u64) -> String;
    /// A command was not carried out: when, what it does where it is, and why not.
    not_done(at: &str, done: &str, why: &str) -> String;
}

/// A command was not carried out.
pub fn warning(
    lang: Lang,
    names: Names<'_>,
    at: &str,
    command: &hoplab_sim::Command,
    why: Refusal,
) -> String {
    let done = changes::done(lang, names, command);
    not_done(lang, at, &done, refused(lang, why).trim_end_matches('.'))
}
