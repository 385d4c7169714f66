//! What a scenario's file calls its nodes and links: the names that machines get.

use hoplab_sim::{Direction, LinkId, NodeId, WorldSpec};

/// The names of one world.
#[derive(Clone, Copy)]
pub struct Ids<'a> {
    spec: &'a WorldSpec,
}

impl<'a> Ids<'a> {
    /// The names that `spec` gives.
    pub fn new(spec: &'a WorldSpec) -> Ids<'a> {
        Ids { spec }
    }

    /// A node's name, or its number where there is no such node.
    pub fn node(self, id: NodeId) -> String {
        match self.spec.nodes.get(id.index()) {
            Some(node) => node.name.clone(),
            None => id.to_string(),
        }
    }

    /// A link's name, or its number where there is no such link.
    pub fn link(self, id: LinkId) -> String {
        match self.spec.links.get(id.index()) {
            Some(link) => link.name.clone(),
            None => id.to_string(),
        }
    }

    /// The ends of one direction of a link: whence and whither.
    pub fn ends(self, id: LinkId, direction: Direction) -> Option<(NodeId, NodeId)> {
        let link = self.spec.links.get(id.index())?;
        Some(match direction {
            Direction::AToB => (link.a, link.b),
            Direction::BToA => (link.b, link.a),
        })
    }
}
