//! Ways that lead nowhere, and what wildcards do: said alike in the log and in the DNS view, without the last full stop.

use hoplab_dns::Name;

texts! {
    root_zone: "the root zone";
    no_other_way: "there is no other way";
}

pub fn chain_returns(to: &str, chain: &str) -> String {
    format!("the chain of CNAMEs returns to {to} ({chain})")
}

pub fn search_returns(to: &str, chain: &str) -> String {
    format!("the search for a name server's address returns to {to} ({chain})")
}

pub fn no_glue(zone: &Name, server: &Name) -> String {
    format!("only {server} itself could tell its address: the referral to {zone} came without glue")
}

pub fn refers_to_itself(zone: &Name) -> String {
    format!("the servers of {zone} refer to themselves")
}

pub fn refers_back(zone: &Name, up: &str) -> String {
    format!("the servers of {zone} refer back up to those of {up}")
}

pub fn asks_itself(server: &Name) -> String {
    format!("it would have to ask itself: {server} has its own address")
}

pub fn only_way_back(to: &str) -> String {
    format!("there is no other way than the one back to {to}")
}

pub fn synthesized(who: &str, name: &str, wildcard: &str) -> String {
    format!("{who} has no {name}, so it makes the records from the wildcard {wildcard}")
}

pub fn no_such_type(who: &str, name: &str, wildcard: &str) -> String {
    format!("{who} has no {name}, and the wildcard {wildcard} has no such record")
}

pub fn name_exists(who: &str, name: &str, wildcard: &str) -> String {
    format!("{who} does not use the wildcard {wildcard}: {name} itself exists")
}

pub fn below_itself(who: &str, name: &str, wildcard: &str) -> String {
    format!(
        "{who} does not use the wildcard {wildcard} for {name}: it does not cover names below itself"
    )
}

pub fn blocked(who: &str, name: &str, wildcard: &str, by: &str) -> String {
    format!("{who} does not use the wildcard {wildcard} for {name}: {by} exists between them")
}

pub fn delegated(who: &str, name: &str, wildcard: &str, cut: &str) -> String {
    format!(
        "{who} does not use the wildcard {wildcard} for {name}: from {cut} on it is another zone"
    )
}
