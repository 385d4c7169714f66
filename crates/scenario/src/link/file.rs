//! A run in a file, for what is too long to be a link: JSON of the shape that plain links have, `scenario` and all.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{LinkError, LinkState, plain};

/// The longest file of a run that is read, in bytes.
pub const MAX_FILE_BYTES: usize = 16 * 1024 * 1024;
/// The most commands that a file may carry.
pub const MAX_FILE_COMMANDS: usize = 40_000;

const TOO_LONG: LinkError = LinkError::TooLong {
    what: "bytes",
    most: MAX_FILE_BYTES,
};

/// Whether this text is a run and not a scenario alone: a run has a scenario inside.
pub fn is_run(text: &str) -> bool {
    #[derive(Deserialize)]
    struct Run {
        #[serde(rename = "scenario")]
        _scenario: IgnoredAny,
    }
    text.trim_start().starts_with('{') && serde_json::from_str::<Run>(text).is_ok()
}

impl LinkState {
    /// The text of a file that holds this state.
    ///
    /// # Errors
    /// If there is more in the state than [`LinkState::from_file`] takes, or something it would refuse.
    pub fn to_file(&self) -> Result<String, LinkError> {
        self.check(MAX_FILE_COMMANDS)?;
        let text = plain::write(self)?;
        if text.len() > MAX_FILE_BYTES {
            return Err(TOO_LONG);
        }
        Ok(text)
    }

    /// Reads the text of a run's file. What it gives can be played, as with [`LinkState::decode`].
    ///
    /// # Errors
    /// Names the field.
    pub fn from_file(text: &str) -> Result<LinkState, LinkError> {
        if text.len() > MAX_FILE_BYTES {
            return Err(TOO_LONG);
        }
        let state = plain::read(text.trim_start_matches('\u{feff}').as_bytes())?;
        state.check(MAX_FILE_COMMANDS)?;
        Ok(state)
    }
}
