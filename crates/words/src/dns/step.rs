//! The sentence of each step of a lookup.

use crate::Lang;
use crate::dns::back;
use hoplab_dns::{FailWhy, Name, Over, Question, RecordData};
use hoplab_explain::lookups::account::What;

said! { dns::step =>
    /// What happens in a step. `from`, `to`: the names of who does it and with whom; `recursive`: whoever is asked is
    /// to find out the whole answer.
    sentence(from: &str, to: &str, what: &What, recursive: bool) -> String;
    /// Why a resolver gives up, where it is no way that leads back.
    failed(why: &FailWhy) -> String;
    /// A query to somebody who is to find out.
    asks_recursively(from: &str, to: &str, question: &Question) -> String;
    /// A query to a server of the root.
    asks_of_the_root(from: &str, to: &str, question: &Question) -> String;
    /// A query to a server of a zone.
    asks_of_zone(from: &str, to: &str, zone: &Name, question: &Question) -> String;
    /// Begins what is tried again.
    try_number(attempt: u8) -> String;
    /// Ends what goes over TCP for once.
    over_tcp;
}

/// Why a resolver gives up.
pub fn fail(lang: Lang, why: &FailWhy) -> String {
    back(lang, why).unwrap_or_else(|| failed(lang, why))
}

/// What a query asks of whom.
pub(crate) fn asks(lang: Lang, (from, to): (&str, &str), what: &What, recursive: bool) -> String {
    let What::Asks {
        question,
        attempt,
        over,
        zone,
        ..
    } = what
    else {
        return String::new();
    };
    let mut text = match attempt {
        1 => String::new(),
        again => try_number(lang, *again),
    };
    text += &match (recursive, zone.is_root()) {
        (true, _) => asks_recursively(lang, from, to, question),
        (false, true) => asks_of_the_root(lang, from, to, question),
        (false, false) => asks_of_zone(lang, from, to, zone, question),
    };
    if *over == Over::Tcp {
        text += over_tcp(lang);
    }
    text
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
