//! The run of a history entry, kept in the browser's storage, so that Back, a reload and coming back restore it.
//!
//! Each entry of the tab's history has a number in its state; the run that was on the page there is kept as the text of
//! its link under that number, in the storage of this tab. Where there is none, as in a sandboxed frame, nothing is kept and
//! nothing else changes.

use std::cell::Cell;

use hoplab_scenario::link::LinkState;
use hoplab_units::Time;
use web_sys::{History, Storage};

use crate::act::Tab;

/// How many runs of a tab are kept; the oldest goes first.
const MOST: u32 = 12;
/// The longest text of a run that is kept, in bytes: a storage holds a few megabytes in all.
const MOST_BYTES: usize = 256 * 1024;
/// What keys begin with.
const KEY: &str = "hoplab.run.";
/// What the keys of the views that were open begin with.
const TAB_KEY: &str = "hoplab.tab.";
/// The key of the highest number given so far.
const LAST: &str = "hoplab.last-run";

fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

fn history() -> Option<History> {
    web_sys::window()?.history().ok()
}

fn key(entry: u32) -> String {
    format!("{KEY}{entry}")
}

fn tab_key(entry: u32) -> String {
    format!("{TAB_KEY}{entry}")
}

/// The number of the history entry that is shown, if it was given one.
pub fn entry() -> Option<u32> {
    let state = history()?.state().ok()?;
    let number = state.as_f64().filter(|number| *number >= 1.0)?;
    Some(number as u32)
}

/// Gives the history entry that is shown a number of its own.
pub fn number_entry() {
    if let Some(history) = history() {
        // Refused in some frames: then nothing of it is kept.
        let _ = history.replace_state(&next_number().into(), "");
    }
}

/// Adds an entry to the history, with this address.
pub fn new_entry(url: &str) {
    if let Some(history) = history() {
        let _ = history.push_state_with_url(&next_number().into(), "", Some(url));
    }
}

/// Numbers go on where they were in this tab; without storage, from one.
fn next_number() -> u32 {
    thread_local! {
        static HERE: Cell<u32> = const { Cell::new(0) };
    }
    let storage = storage();
    let last = storage.as_ref().and_then(|it| it.get_item(LAST).ok()?);
    let last = last.and_then(|last| last.parse::<u32>().ok()).unwrap_or(0);
    let number = last.max(HERE.get()).saturating_add(1);
    HERE.set(number);
    if let Some(storage) = storage {
        let _ = storage.set_item(LAST, &number.to_string());
        if let Some(oldest) = number.checked_sub(MOST) {
            let _ = storage.remove_item(&key(oldest));
            let _ = storage.remove_item(&tab_key(oldest));
        }
    }
    number
}

/// Keeps a run as that of a history entry, and which view was open. A run in which nothing was done and no time has
/// passed is what the address opens anyway.
pub fn keep(entry: u32, state: &LinkState, tab: Tab) {
    let Some(storage) = storage() else { return };
    let _ = storage.set_item(&tab_key(entry), tab.id());
    if state.commands.is_empty() && state.cursor == Time::ZERO {
        let _ = storage.remove_item(&key(entry));
        return;
    }
    let text = state.encode().or_else(|_| state.to_file());
    // A copy of less than what was done would be worse than none.
    let kept = match text.ok().filter(|text| text.len() <= MOST_BYTES) {
        Some(text) => storage.set_item(&key(entry), &text).is_ok(),
        None => false,
    };
    if !kept {
        let _ = storage.remove_item(&key(entry));
    }
}

/// The run that was kept of the history entry that is shown.
pub fn kept() -> Option<String> {
    storage()?.get_item(&key(entry()?)).ok()?
}

/// The view that was open at the history entry that is shown.
pub fn kept_tab() -> Option<Tab> {
    Tab::of_id(&storage()?.get_item(&tab_key(entry()?)).ok()??)
}
