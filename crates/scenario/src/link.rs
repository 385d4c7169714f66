//! The text of a link: everything that the page needs to come back to the same moment.
//!
//! `1d.<base64url>.<crc>`, put after `#s=`. `1` is the form's version: 1 is the compact form of `v1`, and
//! what that has no place for goes into 2, the open form of `v2`. `d` is deflate over it; `j` is plain JSON, for scripts that make links (see `plain`). The six
//! hex digits at the end are the low 24 bits of the CRC-32 of all text before their dot, so that a
//! link that lost its tail or was altered is told apart from one that says something else.
//! Every form ever released stays readable.
//!
//! Texts change on their way through chats, mails and notes. Since the CRC proves what is read, the
//! decoder mends first and refuses then: see `repair`. A run that is too long for a link goes into a file: see [`mod@file`].

pub(crate) mod clean;
mod envelope;
pub mod file;
mod plain;
mod repair;
mod v1;
mod v2;

use hoplab_sim::{EventId, LinkId, NodeId, PacketId, SocketId, Timed, Transport};
use hoplab_units::Time;
use serde::{Deserialize, Serialize};

use crate::error::{Counted, Problem, ScenarioError};
use crate::library::UnknownScenario;
use crate::model::Scenario;
use crate::texts::LanguageTag;
use crate::validate::{NamedIds, check_time};
pub use plain::encode_json;
pub use repair::looks_like_a_link;

/// The longest text of a link that is read, in bytes.
pub const MAX_TEXT_BYTES: usize = 16 * 1024;
/// The most that a link's content may inflate to, in bytes.
pub const MAX_CONTENT_BYTES: usize = 64 * 1024;
/// The most commands a link may carry.
pub const MAX_COMMANDS: usize = 4_000;

/// What a link holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkState {
    /// The scenario, whole: the library may change, and a link must not.
    pub scenario: Scenario,
    /// What the world is switched to from the start, whatever the scenario says.
    pub transport: Transport,
    /// Where all randomness comes from, whatever the scenario says.
    pub seed: u64,
    /// What the user did, in order of time.
    pub commands: Vec<Timed>,
    /// The moment that is shown.
    pub cursor: Time,
    /// How it is shown.
    pub view: View,
}

/// How the page shows a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct View {
    /// Microseconds of the run that pass in one second; a million is real time.
    pub speed: Option<u32>,
    /// What is selected.
    pub selected: Option<Selected>,
    /// The language of the page. One that the page does not speak asks for nothing.
    pub lang: Option<LanguageTag>,
}

/// Something that can be selected in all views.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Selected {
    /// A node.
    Node(NodeId),
    /// A link.
    Link(LinkId),
    /// A packet.
    Packet(PacketId),
    /// A moment: an event of the trace.
    Event(EventId),
    /// A connection, by the socket that one of its hosts has for it.
    Connection(NodeId, SocketId),
    /// Any socket of a host.
    Socket(NodeId, SocketId),
}

/// Why a link could not be read. The page has words of its own for each.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// The text does not begin as a link does.
    #[error("this is not a Hoplab link: it should begin with 1d., 2d. or 1j.")]
    NotALink,
    /// The end is missing.
    #[error("the end of this link is missing: copy the whole link again")]
    CutOff,
    /// A character was changed on the way.
    #[error("this link was changed on its way: copy it again from where it came from")]
    Damaged,
    /// A newer program made it.
    #[error(
        "this link was made by a newer Hoplab (form {found}; this one reads forms 1 and 2): reload the page to update it"
    )]
    NewerVersion {
        /// The version of its form.
        found: u32,
    },
    /// There is more in it than any link has.
    #[error("this link has too many {what}: the most is {most}")]
    TooLong {
        /// Of what.
        what: Counted,
        /// The most.
        most: usize,
    },
    /// It is whole, but what is in it makes no sense.
    #[error("this link is whole but cannot be read: {detail}")]
    Unreadable {
        /// What the reader says.
        detail: String,
    },
    /// It names a scenario that is not in the library.
    #[error("{0}")]
    UnknownScenario(UnknownScenario),
    /// Its scenario or its commands cannot be.
    #[error("this link's scenario cannot be used: {0}")]
    Invalid(ScenarioError),
}

impl LinkState {
    /// The beginning of a scenario, with nothing done yet; or, of one that a run was saved to, that run.
    pub fn new(mut scenario: Scenario) -> LinkState {
        let saved = scenario.saved.take();
        let state = LinkState {
            transport: scenario.transport,
            seed: scenario.seed,
            scenario,
            commands: Vec::new(),
            cursor: Time::ZERO,
            view: View::default(),
        };
        match saved {
            Some(saved) => state.with_saved(saved),
            None => state,
        }
    }

    /// The text of the link.
    ///
    /// # Errors
    /// If there is more in the state than [`LinkState::decode`] takes, or something it would refuse. What does not fit
    /// goes into a file: [`LinkState::to_file`].
    pub fn encode(&self) -> Result<String, LinkError> {
        self.check(MAX_COMMANDS)?;
        let (version, content) = match v1::write(self) {
            Some(content) => (1, content),
            None => (2, v2::write(self)),
        };
        if content.len() > MAX_CONTENT_BYTES {
            return Err(envelope::TOO_MUCH);
        }
        let text = envelope::close(version, 'd', &envelope::deflate(&content));
        if text.len() > MAX_TEXT_BYTES {
            return Err(repair::TOO_LONG);
        }
        Ok(text)
    }

    /// Reads a link from the text that it came in: with `#s=` or without, a whole address, with something before and
    /// behind it, with what its journey put into it. What it gives can be played: the scenario and the commands have
    /// been checked.
    ///
    /// # Errors
    /// By cause; never a panic, whatever the text.
    pub fn decode(text: &str) -> Result<LinkState, LinkError> {
        let state = match repair::open(text)? {
            (1, 'd', packed) => v1::read(&envelope::inflate(&packed)?)?,
            (2, 'd', packed) => v2::read(&envelope::inflate(&packed)?)?,
            (1, 'j', json) => plain::read(&json)?,
            _ => return Err(LinkError::NotALink),
        };
        state.check(MAX_COMMANDS)?;
        Ok(state)
    }

    /// Checks the scenario, and that the commands are about things it has.
    fn check(&self, most_commands: usize) -> Result<(), LinkError> {
        if self.commands.len() > most_commands {
            return Err(LinkError::TooLong {
                what: Counted::Commands,
                most: most_commands,
            });
        }
        match self.scenario.to_spec() {
            Err(ScenarioError {
                problem: Problem::TooMany { what, most, .. },
                ..
            }) => {
                return Err(LinkError::TooLong { what, most });
            }
            checked => checked.map_err(LinkError::Invalid)?,
        };
        let names = NamedIds::of(&self.scenario).map_err(LinkError::Invalid)?;
        for (i, timed) in self.commands.iter().enumerate() {
            let path = format!("commands[{i}]");
            check_time(&format!("{path}.at"), timed.at).map_err(LinkError::Invalid)?;
            names
                .command(&path, &timed.command)
                .map_err(LinkError::Invalid)?;
        }
        check_time("cursor", self.cursor).map_err(LinkError::Invalid)
    }
}
