//! The sentence of each step of a lookup.

use hoplab_dns::{FailWhy, RecordData};
use hoplab_explain::lookups::account::What;

said! { dns::step =>
    /// What happens in a step. `from`, `to`: the names of who does it and with whom; `recursive`: whoever is asked is
    /// to find out the whole answer.
    sentence(from: &str, to: &str, what: &What, recursive: bool) -> String;
    /// Why a lookup failed, said alike in the log, without the full stop.
    fail(why: &FailWhy) -> String;
}

/// One after the other, with commas; records' names without the dot at their end.
pub(crate) fn list(data: &[impl ListItem]) -> String {
    let items: Vec<String> = data.iter().map(ListItem::text).collect();
    items.join(", ")
}

pub(crate) trait ListItem {
    fn text(&self) -> String;
}

impl ListItem for std::net::Ipv4Addr {
    fn text(&self) -> String {
        self.to_string()
    }
}

impl ListItem for RecordData {
    fn text(&self) -> String {
        match self {
            RecordData::Ns(name) | RecordData::Cname(name) => name.to_string(),
            other => other.to_string(),
        }
    }
}
