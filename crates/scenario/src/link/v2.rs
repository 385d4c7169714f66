//! The open form, version 2: what the compact form of version 1 has no place for. **Frozen**: links in this form
//! are in course notes and chats.
//!
//! JSON, in the words of a scenario file, which every later program has to read anyway; deflate makes of it what
//! positional bytes would have been. Nodes and links of the user's commands go by their place in the scenario.

use hoplab_sim::{Timed, Transport};
use hoplab_units::Time;
use serde::{Deserialize, Serialize};

use super::{LinkError, LinkState, View};
use crate::codec;
use crate::library;
use crate::model::Scenario;
use crate::texts::Words;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct State {
    scenario: Scenario,
    /// Which of title, text and hint are the library's: they are shown, and change nothing that happens.
    #[serde(default, skip_serializing_if = "is_none")]
    words: [bool; 3],
    /// Absent: the scenario's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    transport: Option<Transport>,
    /// Absent: the scenario's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seed: Option<u64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    commands: Vec<Timed>,
    #[serde(default)]
    cursor: Time,
    #[serde(default)]
    view: View,
}

fn is_none(words: &[bool; 3]) -> bool {
    *words == [false; 3]
}

/// The library's words for a scenario of this name.
fn library_words(name: &str) -> [Option<Words>; 3] {
    let entry = library::entry(name);
    let words = |text: fn(&library::Entry) -> library::Text| Some(text(entry?).to_words());
    [
        words(|it| it.title),
        words(|it| it.text()),
        words(|it| it.hint()),
    ]
}

fn words_of(scenario: &mut Scenario) -> [&mut Option<Words>; 3] {
    [&mut scenario.title, &mut scenario.text, &mut scenario.hint]
}

/// Writes a state in this form.
pub(super) fn write(state: &LinkState) -> Vec<u8> {
    let mut scenario = state.scenario.clone();
    let mut words = [false; 3];
    let known = library_words(&scenario.name);
    for ((own, known), words) in words_of(&mut scenario)
        .into_iter()
        .zip(known)
        .zip(&mut words)
    {
        if own.is_some() && *own == known {
            (*own, *words) = (None, true);
        }
    }
    let form = State {
        words,
        transport: (state.transport != scenario.transport).then_some(state.transport),
        seed: (state.seed != scenario.seed).then_some(state.seed),
        commands: state.commands.clone(),
        cursor: state.cursor,
        view: state.view.clone(),
        scenario,
    };
    codec::write(&form).into_bytes()
}

/// Reads what [`write`] wrote.
pub(super) fn read(content: &[u8]) -> Result<LinkState, LinkError> {
    let unreadable = |detail: String| LinkError::Unreadable { detail };
    let text = core::str::from_utf8(content).map_err(|error| unreadable(error.to_string()))?;
    let form: State = codec::read(text).map_err(|error| unreadable(error.to_string()))?;
    let mut scenario = form.scenario;
    let known = library_words(&scenario.name);
    for ((own, known), words) in words_of(&mut scenario)
        .into_iter()
        .zip(known)
        .zip(form.words)
    {
        if words {
            *own = known;
        }
    }
    Ok(LinkState {
        transport: form.transport.unwrap_or(scenario.transport),
        seed: form.seed.unwrap_or(scenario.seed),
        commands: form.commands,
        cursor: form.cursor,
        view: form.view,
        scenario,
    })
}
