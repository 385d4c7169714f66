//! Circles in the search for name servers' addresses: each is seen where it first closes.

use super::Lookup;
use super::step::{Step, ZoneServer};
use crate::event::FailWhy;
use crate::name::Name;
use crate::record::RecordType;

/// A step, the one it serves, and so on.
pub(super) fn steps_up(lookup: &Lookup, step: usize) -> impl Iterator<Item = &Step> {
    let places = core::iter::successors(Some(step), |step| lookup.steps[*step].parent);
    places.map(|place| &lookup.steps[place])
}

/// Whether a server's address can be looked for at all: not where the way to it leads through itself.
pub(super) fn can_find(lookup: &Lookup, step: usize, zone: &Name, server: &ZoneServer) -> bool {
    !server.name.is_in(zone) && circle_to(lookup, step, &server.name).is_none()
}

/// Whether the zone above has named this one's servers on the way to a step.
pub(super) fn was_referred(lookup: &Lookup, step: usize, zone: &Name) -> bool {
    steps_up(lookup, step).any(|of| of.is_referred && of.zone == *zone)
}

/// Why none of a zone's servers can be asked, whose addresses are not known and were not looked for: a circle, or
/// missing glue.
pub(super) fn why_unusable(
    lookup: &Lookup,
    step: usize,
    zone: &Name,
    servers: &[ZoneServer],
) -> Option<FailWhy> {
    let unknown = || {
        let servers = servers.iter();
        servers.filter(|server| !server.used && server.addresses.is_empty())
    };
    let circle = unknown().find_map(|server| circle_to(lookup, step, &server.name));
    if let Some(names) = circle {
        return Some(FailWhy::ServerCircle { names });
    }
    let server = unknown().find(|server| server.name.is_in(zone))?;
    Some(FailWhy::NoGlue {
        zone: zone.clone(),
        server: server.name.clone(),
    })
}

/// If the address of this name is being looked for on the way to a step: the name, what is asked for to find it, and so
/// on, and it again.
fn circle_to(lookup: &Lookup, step: usize, name: &Name) -> Option<Vec<Name>> {
    let mut steps: Vec<&Step> = steps_up(lookup, step).collect();
    let from = steps.iter().position(|of| {
        let mut names = names_of(of);
        of.question.rtype == RecordType::A && names.any(|asked| asked == name)
    })?;
    steps.truncate(from + 1);
    let names = steps.into_iter().rev().flat_map(names_of);
    let names = names.skip_while(|asked| *asked != name).chain([name]);
    Some(names.cloned().collect())
}

/// What a step has asked for: the name it began with, and those that CNAMEs led to.
fn names_of(step: &Step) -> impl Iterator<Item = &Name> {
    step.aliases.owners().chain([&step.question.name])
}
