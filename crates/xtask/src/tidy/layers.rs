//! Which crate may know which: arrows between layers point one way (crates/ARCHITECTURE.md).

pub mod page;
mod paths;

use anyhow::{Context, Result};
use serde_json::Value;

/// Each crate with those of ours it may depend on. Tests and this tool may know them all.
const LAYERS: [(&str, &[&str]); 12] = [
    ("hoplab-units", &[]),
    ("hoplab-wire", &["hoplab-units"]),
    ("hoplab-tcp", &["hoplab-units", "hoplab-wire"]),
    ("hoplab-dns", &["hoplab-units"]),
    (
        "hoplab-sim",
        &["hoplab-units", "hoplab-wire", "hoplab-tcp", "hoplab-dns"],
    ),
    (
        "hoplab-scenario",
        &[
            "hoplab-units",
            "hoplab-wire",
            "hoplab-tcp",
            "hoplab-dns",
            "hoplab-sim",
        ],
    ),
    (
        "hoplab-replay",
        &[
            "hoplab-units",
            "hoplab-wire",
            "hoplab-tcp",
            "hoplab-dns",
            "hoplab-sim",
            "hoplab-scenario",
        ],
    ),
    (
        "hoplab-explain",
        &[
            "hoplab-units",
            "hoplab-wire",
            "hoplab-tcp",
            "hoplab-dns",
            "hoplab-sim",
            "hoplab-scenario",
            "hoplab-replay",
        ],
    ),
    (
        "hoplab-words",
        &[
            "hoplab-units",
            "hoplab-wire",
            "hoplab-tcp",
            "hoplab-dns",
            "hoplab-sim",
            "hoplab-scenario",
            "hoplab-replay",
            "hoplab-explain",
        ],
    ),
    (
        "hoplab-capture",
        &[
            "hoplab-units",
            "hoplab-wire",
            "hoplab-tcp",
            "hoplab-dns",
            "hoplab-sim",
            "hoplab-words",
        ],
    ),
    ("hoplab-cli", EVERY_ENGINE_CRATE),
    ("hoplab-web", EVERY_ENGINE_CRATE),
];

const EVERY_ENGINE_CRATE: &[&str] = &[
    "hoplab-units",
    "hoplab-wire",
    "hoplab-tcp",
    "hoplab-dns",
    "hoplab-sim",
    "hoplab-scenario",
    "hoplab-replay",
    "hoplab-explain",
    "hoplab-words",
    "hoplab-capture",
];

/// The page must never name a type of these: it sees packets only through our own.
const PACKET_LIBRARIES: [&str; 4] = ["etherparse", "smoltcp", "pcap-file", "domain"];

/// Every arrow against the layers, in the words of `cargo metadata`'s answer.
pub fn problems(metadata: &Value) -> Result<Vec<String>> {
    let packages = metadata["packages"]
        .as_array()
        .context("cargo metadata lists no packages")?;
    let mut problems = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        if matches!(name, "xtask" | "hoplab-tests" | "hoplab-bench") {
            continue;
        }
        let Some((_, allowed)) = LAYERS.iter().find(|(layer, _)| *layer == name) else {
            problems.push(format!(
                "{name}: not in the layers; add it to tidy/layers.rs"
            ));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            // What only tests use is not part of the crate.
            if dependency["kind"] == "dev" {
                continue;
            }
            let other = dependency["name"].as_str().unwrap_or_default();
            if other.starts_with("hoplab-") && !allowed.contains(&other) {
                problems.push(format!("{name}: must not depend on {other}"));
            }
            if name == "hoplab-web" && PACKET_LIBRARIES.contains(&other) {
                problems.push(format!("{name}: must not name a packet library ({other})"));
            }
        }
    }
    Ok(problems)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn one(name: &str, dependency: &str, kind: Option<&str>) -> Vec<String> {
        let dependency = json!({ "name": dependency, "kind": kind });
        let package = json!({ "name": name, "dependencies": [dependency] });
        problems(&json!({ "packages": [package] })).unwrap()
    }

    #[test]
    fn an_arrow_with_the_layers_passes_and_one_against_them_does_not() {
        assert!(one("hoplab-sim", "hoplab-wire", None).is_empty());
        assert_eq!(one("hoplab-wire", "hoplab-sim", None).len(), 1);
        assert_eq!(one("hoplab-capture", "hoplab-replay", None).len(), 1);
    }

    #[test]
    fn tests_may_look_upwards() {
        assert!(one("hoplab-wire", "hoplab-sim", Some("dev")).is_empty());
    }

    #[test]
    fn the_page_may_not_name_a_packet_library() {
        assert_eq!(one("hoplab-web", "etherparse", None).len(), 1);
        assert!(one("hoplab-wire", "etherparse", None).is_empty());
    }

    #[test]
    fn an_unknown_crate_must_be_given_its_layer() {
        assert_eq!(one("hoplab-new", "serde", None).len(), 1);
    }
}
