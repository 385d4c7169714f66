//! Scenarios: what a world is made of and what happens in it, as people write it.
//!
//! A [`Scenario`] is read from JSON with [`Scenario::from_json`], checked and turned into what the
//! simulator takes with [`Scenario::check`] (a link's, with [`Scenario::to_spec`]). [`library`] holds the ones that come with Hoplab.
//! [`link`] packs a scenario, its seed and the user's commands into the text of a link, and
//! [`query`] reads the short form that a person can type. [`mod@file`] tells what a file holds, [`Words`] how a text
//! stands in it in several languages.

mod addresses;
mod closest;
mod codec;
mod error;
pub mod file;
mod json;
mod json_problem;
pub mod library;
pub mod link;
mod model;
pub mod parameters;
mod place;
mod program_text;
pub mod query;
mod texts;
mod validate;
mod warning;

pub use error::{Counted, Problem, Reserved, ScenarioError};
pub use hoplab_tcp::Config as TcpConfig;
pub use json_problem::{Expected, Found, JsonProblem, JsonProblemKind};
pub use model::{Launch, Link, Node, Program, Role, Saved, Scenario, ScriptLine};
pub use program_text::{Setting, program_of};
pub use texts::{LanguageTag, Words, nearest};
pub use warning::Warning;
