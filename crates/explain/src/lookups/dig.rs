//! What `dig +trace` prints: the answers on the way down from the root, as text.

use core::ops::Deref;

use hoplab_dns::{DnsEvent, DnsEventKind, LookupId, StepId, dig_trace};

use super::{Lookup, Lookups, Number, ResolverEvent};
use crate::At;

/// How many resolvers are looked for behind each other.
const LONGEST_CHAIN: usize = 8;

impl<R: Deref<Target = Lookups>> At<R> {
    /// What `dig +trace` would have printed for a lookup: the answers that the resolver got on its way down. `None`: no
    /// server was asked, since the answer came from a cache or nobody answered.
    pub fn dig(&self, number: Number) -> Option<String> {
        let on_the_way = |happened: &&ResolverEvent| {
            let is_answer = matches!(happened.kind, DnsEventKind::AnswerReceived { .. });
            is_answer && happened.step == StepId(0)
        };
        let answers = self.resolving(number)?.events.iter().filter(on_the_way);
        let answers: Vec<DnsEvent> = answers
            .map(|happened| DnsEvent {
                lookup: LookupId(0),
                step: happened.step,
                kind: happened.kind.clone(),
            })
            .collect();
        (!answers.is_empty()).then(|| dig_trace(&mut answers.iter()))
    }

    /// The lookup that went down from the root for this one: itself, or a resolver's that served it.
    fn resolving(&self, number: Number) -> Option<Lookup<'_>> {
        let mut lookup = self.lookup(number)?;
        for _ in 0..LONGEST_CHAIN {
            let mut served = lookup.queries().filter_map(|query| query.served_by);
            match served.next_back().and_then(|number| self.lookup(number)) {
                Some(other) if other.number != lookup.number => lookup = other,
                _ => break,
            }
        }
        Some(lookup)
    }
}
