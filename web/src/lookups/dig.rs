//! What `dig +trace` prints: the answers on the way down from the root, as text.

use std::fmt::Write;

use hoplab_dns::{DnsEventKind, Message, Record, StepId};

use super::{Lookup, Lookups, Number};

/// What `dig +trace` would have printed for a lookup: the answers that the resolver got on its way down. `None`: no
/// server was asked, since the answer came from a cache or nobody answered.
pub fn trace(lookups: &Lookups, number: Number) -> Option<String> {
    let resolving = resolving(lookups, number)?;
    let question = &resolving.question;
    let mut text = format!(
        "; <<>> dig +trace <<>> {} {}\n;; global options: +cmd\n",
        question.name, question.rtype
    );
    let mut answers = 0;
    for deed in resolving.deeds.iter().filter(|deed| deed.step == StepId(0)) {
        let DnsEventKind::AnswerReceived { server, server_name, took, message, .. } = &deed.kind else {
            continue;
        };
        let Ok(parsed) = Message::parse(message) else {
            continue;
        };
        answers += 1;
        write_records(&mut text, &parsed);
        let name = server_name.as_ref().map_or_else(|| server.to_string(), |name| format!("{name:#}"));
        let millis = took.as_nanos() / 1_000_000;
        let bytes = message.len();
        let _ = writeln!(text, ";; Received {bytes} bytes from {server}#53({name}) in {millis} ms\n");
    }
    (answers > 0).then_some(text)
}

/// The lookup that went down from the root for this one: itself, or a resolver's that served it.
fn resolving(lookups: &Lookups, number: Number) -> Option<&Lookup> {
    let mut lookup = lookups.get(number)?;
    for _ in 0..8 {
        let served = lookup.queries.iter().filter_map(|query| query.served_by).next_back();
        match served.and_then(|number| lookups.get(number)) {
            Some(other) if other.number != lookup.number => lookup = other,
            _ => break,
        }
    }
    Some(lookup)
}

/// As `dig` does: what answers, or else who knows more.
fn write_records(text: &mut String, message: &Message) {
    let records = match message.answers.is_empty() {
        true => &message.authority,
        false => &message.answers,
    };
    let width = records.iter().map(|record| name_of(record).len()).max().unwrap_or(0);
    for record in records {
        let name = name_of(record);
        let _ = writeln!(
            text,
            "{name:<width$}  {:>6}  IN  {:<5}  {}",
            record.ttl,
            record.rtype().to_string(),
            record.data
        );
    }
}

fn name_of(record: &Record) -> String {
    format!("{:#}", record.name)
}
