//! What those who take part in a lookup are called.

use std::net::Ipv4Addr;

use hoplab_sim::apps::AppKind;
use hoplab_sim::{NodeId, ProgramSummary};

use crate::page::Page;
use hoplab_explain::At;
use hoplab_explain::lookups::account::Party;
use hoplab_explain::lookups::{Lookups, Resolver};
use hoplab_words::{dns as words, programs};

/// The names of a run's hosts and programs.
#[derive(Clone, Copy)]
pub struct PartyNames<'a> {
    page: &'a Page,
    lookups: At<&'a Lookups>,
}

impl<'a> PartyNames<'a> {
    /// The names of this moment.
    pub fn new(page: &'a Page, lookups: At<&'a Lookups>) -> PartyNames<'a> {
        PartyNames { page, lookups }
    }

    /// Whether a resolver is a host's own.
    pub fn is_stub(&self, resolver: Resolver) -> bool {
        is_stub(self.lookups.program_of(resolver))
    }

    /// A resolver: a host's own by the host and what it is, another by its host.
    pub fn resolver(&self, resolver: Resolver) -> String {
        let node = self.page.node_name(resolver.0);
        match self.is_stub(resolver) {
            true => format!("{node} ({})", words::stub(self.page.lang)),
            false => node.to_owned(),
        }
    }

    /// Somebody in an account.
    pub fn party(&self, party: &Party) -> String {
        match party {
            Party::Program(node, program) => match self.lookups.program_of((*node, *program)) {
                Some(summary) => programs::program_name(self.page.lang, summary),
                None => self.page.node_name(*node).to_owned(),
            },
            Party::Resolver(node, program) => self.resolver((*node, *program)),
            Party::Server(address, name) => {
                self.server(*address, name.as_ref().map(ToString::to_string))
            }
        }
    }

    /// Who has an address: the host on the map, or else the name that is known, or the address itself.
    pub fn server(&self, address: Ipv4Addr, name: Option<String>) -> String {
        match self.node_at(address) {
            Some(node) => self.page.node_name(node).to_owned(),
            None => name.unwrap_or_else(|| address.to_string()),
        }
    }

    /// The one host with this address.
    fn node_at(&self, address: Ipv4Addr) -> Option<NodeId> {
        let mut with = self
            .page
            .nodes
            .iter()
            .filter(|node| node.address == address);
        match (with.next(), with.next()) {
            (Some(node), None) => Some(node.id),
            _ => None,
        }
    }
}

/// Whether a program is a host's own resolver.
pub fn is_stub(program: Option<&ProgramSummary>) -> bool {
    matches!(program, Some(ProgramSummary::App(app)) if app.kind == AppKind::Stub)
}
