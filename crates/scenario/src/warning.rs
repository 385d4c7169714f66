//! [`Warning`]: what in a scenario is allowed and hardly meant.

use core::fmt;

use crate::model::{Node, Scenario};

/// Something that is allowed, but probably a mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// A node that no link leads to: nothing gets there or away.
    NoLink {
        /// Which field, as in `nodes[2] ("server")`.
        path: String,
        /// The node's name.
        node: String,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Warning::NoLink { path, node } = self;
        write!(
            f,
            "{path}: no link leads to \"{node}\", so no packet gets there or away: add one to \"links\""
        )
    }
}

impl Scenario {
    /// What in it is allowed and hardly meant, of at most the first ten nodes.
    pub fn warnings(&self) -> Vec<Warning> {
        let linked = |id: &str| self.links.iter().any(|link| link.a == id || link.b == id);
        let nodes = self.nodes.iter().enumerate();
        let alone = nodes.filter(|(_, node)| !linked(&node.id));
        let warning = |(i, node): (usize, &Node)| Warning::NoLink {
            path: format!("nodes[{i}] (\"{}\")", node.id),
            node: node.id.clone(),
        };
        alone.map(warning).take(10).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library;

    #[test]
    fn a_node_that_no_link_leads_to_is_warned_of() {
        let text = r#"{"nodes":[{"id":"a","address":"192.0.2.1"},{"id":"b","address":"192.0.2.2"},
            {"id":"c","role":"host","address":"192.0.2.3"}],"links":[{"a":"a","b":"b"}]}"#;
        let scenario = Scenario::from_json(text).unwrap();
        assert!(scenario.to_spec().is_ok());
        let told: Vec<String> = scenario
            .warnings()
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(told.len(), 1);
        assert!(
            told[0].starts_with("nodes[2] (\"c\"): no link leads to \"c\""),
            "{told:?}"
        );
        for entry in library::all() {
            assert_eq!(entry.scenario().warnings(), [], "{}", entry.name);
        }
    }
}
