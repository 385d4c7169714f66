//! What the page has to say about something that did not go as asked. `panels/notice.rs` shows it.

use hoplab_scenario::Warning;
use hoplab_scenario::parameters::Remark;
use hoplab_scenario::query::QueryError;
use hoplab_words::OpenError;

/// Something the page has to say.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// Something could not be opened.
    CouldNotOpen {
        /// Why not.
        error: OpenError,
        /// The text that was given.
        given: String,
        /// Whether the first scenario is shown instead; otherwise what was there stays.
        instead: bool,
    },
    /// A command was refused.
    Refused(hoplab_sim::Refusal),
    /// What was opened is allowed and hardly meant.
    Warned(Vec<Warning>),
    /// What was asked for is there, but not all of the address does what was meant.
    Address {
        /// What chose the run, and was mended.
        mended: Vec<QueryError>,
        /// The rest.
        remarks: Vec<Remark>,
        /// The scenario that is shown.
        scenario: String,
    },
}
