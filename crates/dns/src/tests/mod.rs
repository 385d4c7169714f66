//! What the parts do together, each file one of them.

mod caching;
mod circles;
mod messages;
mod net;
mod recursion;
mod stubs;
mod wildcards;
mod zones;

use crate::{Authority, Message, Name, Question, Rcode, Record, RecordType, ZoneSpec};

/// A name that is known to be one.
fn name(text: &str) -> Name {
    text.parse().unwrap()
}

/// A server of zones written as in a scenario's file.
fn authority(zones: &[&str]) -> Authority {
    let specs: Vec<ZoneSpec> = zones
        .iter()
        .map(|zone| serde_json::from_str(zone).unwrap())
        .collect();
    Authority::new(&specs).unwrap()
}

/// What a server says to a question: code, AA, and each section's records as lines.
fn ask(authority: &Authority, question: &str, rtype: RecordType) -> Message {
    let question = Question::new(name(question), rtype);
    authority.answer(&Message::query(7, question, false))
}

fn lines(records: &[Record]) -> Vec<String> {
    records.iter().map(Record::to_string).collect()
}

/// An answer in one line a record, with the code first.
fn told(message: &Message) -> (Rcode, Vec<String>) {
    (message.rcode, lines(&message.answers))
}
