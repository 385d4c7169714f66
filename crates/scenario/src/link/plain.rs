//! The plain form `1j` for scripts that make links. Its content is JSON:
//!
//! ```json
//! { "scenario": "broken-line",
//!   "transport": "udp", "seed": 7, "cursor": "310ms",
//!   "commands": [ { "at": "100ms", "command": { "set-link": { "link": "r1-r2", "change": "cut" } } } ],
//!   "view": { "lang": "ko" } }
//! ```
//! `scenario` is a name from the library or a whole scenario as in a file; all else may be left out. A link that only names
//! its scenario opens what the library has under that name today; one that holds it whole stays as it was.
//! In Python: `body = "1j." + base64.urlsafe_b64encode(json).rstrip("=")`, then
//! `body + ".%06x" % (zlib.crc32(body) & 0xffffff)`.

use hoplab_sim::Transport;
use hoplab_units::Time;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{LinkError, LinkState, View, envelope};
use crate::codec;
use crate::json::explain;
use crate::library;
use crate::model::{Scenario, ScriptLine};
use crate::validate::NamedIds;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Plain<S> {
    scenario: S,
    #[serde(skip_serializing_if = "Option::is_none")]
    transport: Option<Transport>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<u64>,
    #[serde(default)]
    cursor: Time,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    commands: Vec<ScriptLine>,
    #[serde(default)]
    view: View,
}

/// Wraps JSON of the shape above into the text of a link, unread.
pub fn encode_json(json: &str) -> String {
    envelope::close(1, 'j', json.as_bytes())
}

/// Writes a state as JSON of the shape above, by the names of its nodes and links.
///
/// # Errors
/// If a command is about what the scenario does not have.
#[cfg(test)]
pub(super) fn write(state: &LinkState) -> Result<String, LinkError> {
    let names = NamedIds::of(&state.scenario).map_err(LinkError::Invalid)?;
    let mut commands = Vec::with_capacity(state.commands.len());
    for (i, timed) in state.commands.iter().enumerate() {
        let line = names.by_name(&format!("commands[{i}]"), timed);
        commands.push(line.map_err(LinkError::Invalid)?);
    }
    let form = Plain {
        scenario: serde_json::to_value(&state.scenario).unwrap_or_default(),
        transport: Some(state.transport),
        seed: Some(state.seed),
        cursor: state.cursor,
        commands,
        view: state.view.clone(),
    };
    // These types hold nothing that JSON could refuse.
    Ok(serde_json::to_string_pretty(&form).unwrap_or_default())
}

/// A part of a text with everything before it blanked out: what is wrong in it is then found on the line and column
/// where it stands in the whole.
fn in_its_place(whole: &str, part: &str) -> String {
    let at = (part.as_ptr() as usize).wrapping_sub(whole.as_ptr() as usize);
    let before = whole.get(..at).unwrap_or_default();
    let blank = before.chars().map(|c| if c == '\n' { c } else { ' ' });
    blank.chain(part.chars()).collect()
}

/// Reads the JSON of a link or a file.
pub(super) fn read(content: &[u8]) -> Result<LinkState, LinkError> {
    let text = core::str::from_utf8(content).map_err(|_| LinkError::Unreadable {
        detail: "its content is not UTF-8".to_owned(),
    })?;
    let plain: Plain<&RawValue> =
        codec::read(text).map_err(|error| LinkError::Invalid(explain(text, &error)))?;
    let own = plain.scenario.get();
    let scenario = match codec::read::<String>(own) {
        Ok(name) => library::find(&name).map_err(LinkError::UnknownScenario)?,
        Err(_) => Scenario::from_json_of_any_length(&in_its_place(text, own))
            .map_err(LinkError::Invalid)?,
    };
    let names = NamedIds::of(&scenario).map_err(LinkError::Invalid)?;
    let mut commands = Vec::with_capacity(plain.commands.len());
    for (i, line) in plain.commands.iter().enumerate() {
        let timed = names
            .line(&format!("commands[{i}]"), line)
            .map_err(LinkError::Invalid)?;
        commands.push(timed);
    }
    // A person's list may be in any order; a recording is in order of time.
    hoplab_units::insertion_sort(&mut commands, |a, b| a.at < b.at);
    let transport = plain.transport.unwrap_or(scenario.transport);
    let seed = plain.seed.unwrap_or(scenario.seed);
    Ok(LinkState {
        transport,
        seed,
        commands,
        cursor: plain.cursor,
        view: plain.view,
        scenario,
    })
}
