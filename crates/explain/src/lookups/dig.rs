//! What `dig +trace` prints: the answers on the way down from the root, as text.

use hoplab_dns::{DnsEvent, DnsEventKind, LookupId, StepId, dig_trace};

use super::{Deed, LookupAt, Lookups, Number};
use crate::At;

/// What `dig +trace` would have printed for a lookup: the answers that the resolver got on its way down. `None`: no
/// server was asked, since the answer came from a cache or nobody answered.
pub fn trace(lookups: &At<&Lookups>, number: Number) -> Option<String> {
    let resolving = resolving(lookups, number)?;
    let on_the_way = |deed: &&Deed| {
        let is_answer = matches!(deed.kind, DnsEventKind::AnswerReceived { .. });
        is_answer && deed.step == StepId(0)
    };
    let answers = resolving.deeds().iter().filter(on_the_way);
    let answers: Vec<DnsEvent> = answers
        .map(|deed| DnsEvent {
            lookup: LookupId(0),
            step: deed.step,
            kind: deed.kind.clone(),
        })
        .collect();
    (!answers.is_empty()).then(|| dig_trace(&mut answers.iter()))
}

/// The lookup that went down from the root for this one: itself, or a resolver's that served it.
fn resolving<'a>(lookups: &'a At<&Lookups>, number: Number) -> Option<LookupAt<'a>> {
    let mut lookup = lookups.get(number)?;
    for _ in 0..8 {
        let served = lookup
            .queries()
            .filter_map(|query| query.served_by())
            .last();
        match served.and_then(|number| lookups.get(number)) {
            Some(other) if other.number != lookup.number => lookup = other,
            _ => break,
        }
    }
    Some(lookup)
}
