//! [`Warning`]: what in a scenario is allowed and hardly meant.

use core::fmt;

use crate::model::{Node, Scenario};

/// The most nodes that one warning names.
const MOST_NAMED: usize = 5;

/// Something that is allowed, but probably a mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// Nodes that no link leads to: nothing gets there or away.
    NoLink {
        /// The first of them, each as the field it is: `nodes[2] ("server")`.
        nodes: Vec<String>,
        /// How many there are besides.
        more: usize,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Warning::NoLink { nodes, more } = self;
        f.write_str(&nodes.join(", "))?;
        match more {
            0 => {}
            1 => f.write_str(" and one more")?,
            more => write!(f, " and {more} more")?,
        }
        let there = if nodes.len() + more == 1 {
            "it"
        } else {
            "them"
        };
        write!(
            f,
            ": no link leads to {there}, so no packet gets there or away: add one to \"links\""
        )
    }
}

impl Scenario {
    /// What in it is allowed and hardly meant.
    pub fn warnings(&self) -> Vec<Warning> {
        let linked = |id: &str| self.links.iter().any(|link| link.a == id || link.b == id);
        let nodes = self.nodes.iter().enumerate();
        let alone = nodes.filter(|(_, node)| !linked(&node.id));
        let field = |(i, node): (usize, &Node)| format!("nodes[{i}] (\"{}\")", node.id);
        let mut nodes: Vec<String> = alone.map(field).collect();
        let more = nodes.len().saturating_sub(MOST_NAMED);
        nodes.truncate(MOST_NAMED);
        if nodes.is_empty() {
            return Vec::new();
        }
        vec![Warning::NoLink { nodes, more }]
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
            told[0].starts_with("nodes[2] (\"c\"): no link leads to it,"),
            "{told:?}"
        );
    }

    #[test]
    fn however_many_nodes_no_link_leads_to_it_is_one_sentence_of_a_few_names() {
        let told = |count: u8| {
            let address = |i: u8| core::net::Ipv4Addr::new(192, 0, 2, i);
            let nodes = (1..=count).map(|i| Node::host(&format!("h{i}"), address(i)));
            let scenario = Scenario::new("alone", nodes.collect(), Vec::new());
            let told: Vec<String> = scenario
                .warnings()
                .iter()
                .map(ToString::to_string)
                .collect();
            assert_eq!(told.len(), 1, "{told:?}");
            told.concat()
        };
        let two = told(2);
        assert!(
            two.starts_with("nodes[0] (\"h1\"), nodes[1] (\"h2\"): no link leads to them,"),
            "{two}"
        );
        assert!(told(6).contains("nodes[4] (\"h5\") and one more: no link"));
        let all = told(200);
        assert!(all.contains("nodes[4] (\"h5\") and 195 more: no link"));
        assert!(!all.contains("h6"), "{all}");
    }

    #[test]
    fn the_library_has_nothing_to_warn_of() {
        for entry in library::all() {
            assert_eq!(entry.scenario().warnings(), [], "{}", entry.name);
        }
    }
}
