//! What an answer says to a question, as far as its server can be believed.

use hoplab_units::{Span, Time};

use crate::event::{DnsEventKind, FailWhy};
use crate::message::{Message, Question};
use crate::name::Name;
use crate::record::{Record, RecordData, RecordType};

/// The most CNAMEs followed for one question.
pub(crate) const MAX_CNAMES: usize = 12;

/// The way from a name along CNAMEs to records.
pub(crate) struct Reading {
    /// The CNAMEs on the way.
    pub(crate) aliases: Vec<Record>,
    /// The records of the type asked for at its end.
    pub(crate) records: Vec<Record>,
    /// The name at its end.
    pub(crate) name: Name,
    /// The SOA record of the zone in which there is nothing.
    pub(crate) soa: Option<Record>,
}

/// Follows the answer from the name that was asked for. What is not in `zone`, or not on the way, is
/// not believed: a server may only speak of its own.
pub(crate) fn read(message: &Message, question: &Question, zone: &Name) -> Reading {
    let mut name = question.name.clone();
    let mut aliases: Vec<Record> = Vec::new();
    let mut records = Vec::new();
    while aliases.len() <= MAX_CNAMES && name.is_in(zone) {
        records = set_of(&message.answers, &name, question.rtype);
        if !records.is_empty() {
            break;
        }
        let alias = set_of(&message.answers, &name, RecordType::Cname);
        let Some(Record {
            data: RecordData::Cname(target),
            ..
        }) = alias.first()
        else {
            break;
        };
        let target = target.clone();
        aliases.extend(alias.into_iter().take(1));
        if aliases.iter().any(|alias| alias.name == target) {
            // A circle: whoever goes on from here sees it.
            name = target;
            break;
        }
        name = target;
    }
    let soa = message.authority.iter().find(|record| {
        let is_soa = record.rtype() == RecordType::Soa;
        is_soa && record.name.is_in(zone) && name.is_in(&record.name)
    });
    Reading {
        aliases,
        records,
        name,
        soa: soa.cloned(),
    }
}

/// What is told of each CNAME that is followed.
pub(crate) fn told_of(aliases: &[Record]) -> impl Iterator<Item = DnsEventKind> {
    aliases.iter().filter_map(|alias| match &alias.data {
        RecordData::Cname(to) => Some(DnsEventKind::CnameFollowed {
            from: alias.name.clone(),
            to: to.clone(),
        }),
        _ => None,
    })
}

/// Records that are kept for a while before they are handed on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Aging {
    kept: Vec<(Record, Time)>,
}

impl Aging {
    /// Keeps records that were told, or found in the cache, at this moment.
    pub(crate) fn keep(&mut self, now: Time, records: Vec<Record>) {
        for record in records {
            let expires = now + Span::from_secs(record.ttl.into());
            self.kept.push((record, expires));
        }
    }
    /// The names that led on to others, in order.
    pub(crate) fn owners(&self) -> impl Iterator<Item = &Name> {
        self.kept.iter().map(|(record, _)| &record.name)
    }
    /// If the chain has led on from this name already: the names from there on, and it again.
    pub(crate) fn circle_to(&self, name: &Name) -> Option<Vec<Name>> {
        let from = self.owners().position(|owner| owner == name)?;
        let names = self.owners().skip(from).chain([name]);
        Some(names.cloned().collect())
    }
    /// Why a chain that has come to this name is not followed any further, if it is not.
    pub(crate) fn ends_at(&self, name: &Name) -> Option<FailWhy> {
        match self.circle_to(name) {
            Some(names) => Some(FailWhy::CnameCircle { names }),
            None => (self.kept.len() > MAX_CNAMES).then_some(FailWhy::TooManyCnames),
        }
    }
    /// The records, with what is left of their TTLs by now.
    pub(crate) fn at(&self, now: Time) -> Vec<Record> {
        let aged = self.kept.iter().map(|(record, expires)| {
            let left = expires.since(now).as_nanos() / 1_000_000_000;
            Record::new(record.name.clone(), left as u32, record.data.clone())
        });
        aged.collect()
    }
}

/// The records of one name and type among others.
pub(crate) fn set_of(records: &[Record], name: &Name, rtype: RecordType) -> Vec<Record> {
    let of = records
        .iter()
        .filter(|record| record.rtype() == rtype && record.name == *name);
    of.cloned().collect()
}
