//! Ways that lead nowhere, and what wildcards do: said alike in the log and in the DNS view, without the last full stop.

use crate::dns::way::{circle, zone_name};
use crate::en::LANG;
use hoplab_dns::{FailWhy, Wildcard, WildcardEffect};

pub fn back(why: &FailWhy) -> Option<String> {
    let text = match why {
        FailWhy::CnameCircle { names } => {
            let (to, chain) = circle(names);
            format!("the chain of CNAMEs returns to {to} ({chain})")
        }
        FailWhy::ServerCircle { names } => {
            let (to, chain) = circle(names);
            format!("the search for a name server's address returns to {to} ({chain})")
        }
        FailWhy::NoGlue { zone, server } => format!(
            "only {server} itself could tell its address: the referral to {zone} came without glue"
        ),
        FailWhy::RefersBack { zone, to } if zone == to => {
            format!("the servers of {zone} refer to themselves")
        }
        FailWhy::RefersBack { zone, to } => {
            let up = zone_name(LANG, to);
            format!("the servers of {zone} refer back up to those of {up}")
        }
        FailWhy::AsksItself { server } => {
            format!("it would have to ask itself: {server} has its own address")
        }
        _ => return None,
    };
    Some(text)
}

pub fn only_way(why: &FailWhy) -> String {
    match why {
        FailWhy::CnameCircle { names } | FailWhy::ServerCircle { names } => {
            let (to, _) = circle(names);
            format!("there is no other way than the one back to {to}")
        }
        _ => "there is no other way".to_owned(),
    }
}

texts! {
    root_zone: "the root zone";
}

pub fn wildcard(who: &str, of: &Wildcard) -> String {
    let (name, wildcard) = (of.name.to_string(), of.wildcard.to_string());
    let unused = format!("{who} does not use the wildcard {wildcard}");

    match &of.effect {
        WildcardEffect::Synthesized => {
            format!("{who} has no {name}, so it makes the records from the wildcard {wildcard}")
        }
        WildcardEffect::NoSuchType => {
            format!("{who} has no {name}, and the wildcard {wildcard} has no such record")
        }
        WildcardEffect::NameExists => format!("{unused}: {name} itself exists"),
        WildcardEffect::Blocked(by) if *by == of.wildcard => {
            format!("{unused} for {name}: it does not cover names below itself")
        }
        WildcardEffect::Blocked(by) => format!("{unused} for {name}: {by} exists between them"),
        WildcardEffect::Delegated(cut) => {
            format!("{unused} for {name}: from {cut} on it is another zone")
        }
    }
}
