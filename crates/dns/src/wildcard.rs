//! Wildcards (RFC 4592): which node of a zone answers for a name, and what a wildcard had to do with it.

use serde::Serialize;

use crate::name::Name;
use crate::zone::Zone;

/// Where in a zone's tree the way down to a name ends (RFC 1034 §4.3.2 step 3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    /// At the name itself (part a). It may have no records, if names below it have some (RFC 4592 §2.2.2).
    Here,
    /// Where another zone begins (part b).
    Delegated(Name),
    /// The name does not exist; this wildcard right below its closest encloser does, the one source that records
    /// may be made from (part c; RFC 4592 §3.3.1).
    Source(Name),
    /// Neither exists (part c).
    Missing {
        /// The deepest name that exists on the way.
        encloser: Name,
    },
}

/// What a wildcard had to do with what a zone says of a name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Wildcard {
    /// The name that was looked for.
    pub name: Name,
    /// The wildcard above it.
    pub wildcard: Name,
    /// What came of it.
    pub effect: WildcardEffect,
}

/// What came of a wildcard.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WildcardEffect {
    /// The name does not exist: its records were made from the wildcard's.
    Synthesized,
    /// The name does not exist, and the wildcard has no record of the type asked for.
    NoSuchType,
    /// The name itself exists, with other records or with names below it: no wildcard applies.
    NameExists,
    /// This name exists between the two, or is the wildcard itself: it blocks the wildcard (RFC 4592 §2.2.1).
    Blocked(Name),
    /// Another zone begins at this name: the wildcard ends there.
    Delegated(Name),
}

impl Zone {
    /// Where the way down to a name of this zone ends.
    pub(crate) fn node_of(&self, name: &Name) -> Node {
        if let Some(cut) = self.cut_above(name) {
            return Node::Delegated(cut);
        }
        let mut on_the_way = name.and_parents();
        let encloser = on_the_way.find(|name| self.has_name(name));
        let encloser = encloser.unwrap_or_else(|| self.origin().clone());
        if encloser == *name {
            return Node::Here;
        }
        match encloser.wildcard_below() {
            Some(source) if self.has_name(&source) => Node::Source(source),
            _ => Node::Missing { encloser },
        }
    }

    /// Tells of the wildcard that made an answer, or that one may wonder about because it did not.
    pub(crate) fn tell_of_wildcard(
        &self,
        name: &Name,
        node: &Node,
        is_answered: bool,
        told: &mut Vec<Wildcard>,
    ) {
        let above = || self.wildcard_above(name);
        let of = match node {
            Node::Here if is_answered => None,
            Node::Here => above().map(|wildcard| (wildcard, WildcardEffect::NameExists)),
            Node::Source(source) if is_answered => {
                Some((source.clone(), WildcardEffect::Synthesized))
            }
            Node::Source(source) => Some((source.clone(), WildcardEffect::NoSuchType)),
            Node::Missing { encloser } => {
                above().map(|wildcard| (wildcard, WildcardEffect::Blocked(encloser.clone())))
            }
            Node::Delegated(cut) => {
                above().map(|wildcard| (wildcard, WildcardEffect::Delegated(cut.clone())))
            }
        };
        let Some((wildcard, effect)) = of else {
            return;
        };
        let new = Wildcard {
            name: name.clone(),
            wildcard,
            effect,
        };
        if !told.contains(&new) {
            told.push(new);
        }
    }

    /// The nearest wildcard with records above a name, whether it applies or not.
    fn wildcard_above(&self, name: &Name) -> Option<Name> {
        let above = name.and_parents().skip(1);
        let above = above.take_while(|above| above.is_in(self.origin()));
        let mut wildcards = above.filter_map(|above| above.wildcard_below());
        wildcards.find(|wildcard| wildcard != name && self.has_records(wildcard))
    }
}
