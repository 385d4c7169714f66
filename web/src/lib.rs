//! Hoplab's page.
//!
//! [`lab`] is the run and its playhead, [`app`] the page, [`stage`] the map, [`panels`] what is
//! around it.

pub mod act;
pub mod address;
pub mod app;
pub mod browser;
pub mod compare;
pub mod delivery;
pub mod hands;
pub mod held;
pub mod kept;
pub mod lab;
mod letters;
pub mod lookahead;
pub mod notice;
pub mod number;
pub mod opening;
pub mod pace;
pub mod page;
pub mod panels;
pub mod program_list;
pub mod programs;
pub mod seeking;
pub mod spoken;
pub mod stage;

use wasm_bindgen::prelude::*;

/// Starts the page: called once by the wasm-bindgen glue when the module has loaded.
#[wasm_bindgen(start)]
pub fn start() {
    // By way of Yew: its renderer puts a hook of its own over one that was set without it.
    yew::set_custom_panic_hook(Box::new(|info| browser::tell_of_panic(&info.to_string())));
    let root = browser::document()
        .and_then(|document| document.get_element_by_id("app"))
        .expect("index.html has an element with the id `app`");
    yew::Renderer::<app::App>::with_root(root).render();
}

/// Panics on purpose, so that tests can see the page survive it.
#[wasm_bindgen]
pub fn panic_on_purpose() {
    panic!("somebody asked for a panic");
}

/// The hash of a library scenario's trace at a moment, for comparing it with the native one.
///
/// # Errors
/// If there is no such scenario or transport.
#[wasm_bindgen]
pub fn trace_hash(
    scenario: &str,
    transport: &str,
    seed: u64,
    until_ms: u32,
) -> Result<String, JsError> {
    use hoplab_units::Time;
    let transport = hoplab_sim::Transport::ALL
        .into_iter()
        .find(|known| known.as_str() == transport)
        .ok_or_else(|| JsError::new("transport must be ip, udp or tcp"))?;
    let scenario = hoplab_scenario::library::find(scenario)?;
    let recording = hoplab_replay::Recording {
        transport,
        seed,
        ..hoplab_replay::Recording::new(scenario)
    };
    let until = Time::from_millis(u64::from(until_ms));
    let world = hoplab_explain::run_to_end(&recording, until, u64::MAX)?;
    Ok(hoplab_explain::hash(&world).to_string())
}
