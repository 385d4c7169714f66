//! [`DnsCauses`]: what each event of a lookup was caused by, while others go on beside it.
//!
//! A resolver tells what it decided in one list for all its lookups. What comes next in that list is not what comes
//! of what stands before it: every question of every lookup has a chain of its own.

use hoplab_dns::{DnsEvent, DnsEventKind, FailWhy, LookupId, StepId};
use hoplab_units::VecMap;

use crate::ids::EventId;

/// The last event of every question of the lookups under way.
#[derive(Clone, Debug, Default)]
pub(crate) struct DnsCauses {
    lookups: VecMap<LookupId, Lookup>,
    /// Lookups that are over: kept until their answers are given.
    over: Vec<LookupId>,
}

#[derive(Clone, Debug, Default)]
struct Lookup {
    /// The lookup whose answer it waits for.
    joins: Option<LookupId>,
    steps: VecMap<StepId, QuestionChain>,
}

#[derive(Clone, Copy, Debug)]
struct QuestionChain {
    parent: Option<StepId>,
    last: EventId,
}

/// What an event changes about the causes of those after it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    pub(crate) lookup: LookupId,
    pub(crate) step: StepId,
    turn: Turn,
}

#[derive(Clone, Copy, Debug)]
enum Turn {
    Begins(Option<StepId>),
    Joins(LookupId),
    GoesOn,
    Ends,
}

impl Mark {
    pub(crate) fn of(event: &DnsEvent) -> Mark {
        let turn = match event.kind {
            DnsEventKind::StepStarted { parent, .. } => Turn::Begins(parent),
            DnsEventKind::Joined { other } => Turn::Joins(other),
            DnsEventKind::Resolved { .. } | DnsEventKind::Failed { .. } => Turn::Ends,
            _ => Turn::GoesOn,
        };
        Mark {
            lookup: event.lookup,
            step: event.step,
            turn,
        }
    }
}

impl DnsCauses {
    /// The most lookups remembered: more than a resolver has under way. Past it the oldest go.
    const MAX_LOOKUPS: usize = 1024;

    /// What an event comes of; `input`: what made the resolver run.
    pub(crate) fn of(&self, event: &DnsEvent, input: Option<EventId>) -> Option<EventId> {
        let own = || self.last(event.lookup, event.step);
        let known = match &event.kind {
            DnsEventKind::StepStarted { parent: None, .. }
            | DnsEventKind::ClientJoined { .. }
            | DnsEventKind::AnswerReceived { .. }
            | DnsEventKind::Unreachable { .. }
            | DnsEventKind::WrongAnswerIgnored { .. } => input,
            DnsEventKind::StepStarted {
                parent: Some(parent),
                ..
            } => self.last(event.lookup, *parent),
            // It may be another of its questions that would have been one query too many.
            DnsEventKind::Failed {
                why: FailWhy::TooManyQueries,
                ..
            } => self.newest(event.lookup),
            _ => own(),
        };
        known.or(input)
    }

    /// An event was recorded.
    pub(crate) fn note(&mut self, mark: Mark, event: EventId) {
        let lookup = self
            .lookups
            .get_or_insert_with(mark.lookup, Lookup::default);
        let known = lookup.steps.get(&mark.step);
        let mut parent = known.and_then(|step| step.parent);
        match mark.turn {
            Turn::Begins(of) => parent = of,
            Turn::Joins(other) => lookup.joins = Some(other),
            Turn::GoesOn => {}
            Turn::Ends => match parent {
                // What needed the answer goes on from it.
                Some(of) => {
                    if let Some(step) = lookup.steps.get_mut(&of) {
                        step.last = event;
                    }
                }
                None => self.over.push(mark.lookup),
            },
        }
        let step = QuestionChain {
            parent,
            last: event,
        };
        lookup.steps.insert(mark.step, step);
        if self.lookups.len() > DnsCauses::MAX_LOOKUPS {
            self.lookups.pop_first();
        }
    }

    fn last(&self, lookup: LookupId, step: StepId) -> Option<EventId> {
        let step = self.lookups.get(&lookup)?.steps.get(&step)?;
        Some(step.last)
    }

    fn newest(&self, lookup: LookupId) -> Option<EventId> {
        let steps = self.lookups.get(&lookup)?.steps.values();
        steps.map(|step| step.last).max()
    }

    /// What ended a lookup: its own last event, or that of the one whose answer is its answer too.
    pub(crate) fn of_answer(&self, lookup: LookupId) -> Option<EventId> {
        let joins = self.lookups.get(&lookup)?.joins;
        self.last(joins.unwrap_or(lookup), StepId(0))
    }

    /// What a query's socket is closed for.
    pub(crate) fn of_closing(&self, lookup: LookupId, step: StepId) -> Option<EventId> {
        match self.over.contains(&lookup) {
            true => self.of_answer(lookup),
            false => self.last(lookup, step),
        }
    }

    /// The answers of lookups that are over were given.
    pub(crate) fn forget_over(&mut self) {
        for lookup in core::mem::take(&mut self.over) {
            self.lookups.remove(&lookup);
            let joined = self.lookups.iter();
            let joined = joined.filter(|(_, other)| other.joins == Some(lookup));
            let joined: Vec<LookupId> = joined.map(|(id, _)| *id).collect();
            for id in joined {
                self.lookups.remove(&id);
            }
        }
    }
}
