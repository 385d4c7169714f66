//! What is wrong with a scenario, in the page's words. English is what the scenario's own error says.

use hoplab_scenario::{ScenarioError, Warning};

pub fn scenario_error(error: &ScenarioError) -> String {
    error.to_string()
}

pub fn warning(warning: &Warning) -> String {
    warning.to_string()
}

pub fn no_scenario() -> String {
    let text = "This file holds no scenario. A scenario file is JSON and begins with {; a text file with a Hoplab link in it does too.";
    text.to_owned()
}
