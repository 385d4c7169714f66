//! The words of the DNS view.

pub(crate) mod step;
pub(crate) mod way;
use crate::Lang;
use hoplab_dns::{Name, Rank, RecordType};
use hoplab_explain::lookups::account::{AnswerKind, What};
use hoplab_units::Span;
pub use step::{fail, sentence};
pub use way::{back, only_way, wildcard, zone_name};

said! { dns =>
    /// The view's name.
    title;
    /// The lookups of the run.
    lookups;
    /// The field in which a lookup is chosen.
    which;
    /// No name was looked up.
    nothing;
    /// Where no host of the run knows a resolver.
    no_dns;
    /// What to do when a lookup can come about.
    press_play;
    /// The heading of the steps.
    steps;
    /// The heading of the tree.
    tree;
    /// The heading of dig's text.
    dig;
    /// What dig does.
    dig_means;
    /// There is nothing dig could print.
    dig_nothing;
    /// Copies dig's text.
    copy;
    /// It was copied.
    copied;
    /// The browser refused to copy.
    copy_failed;
    /// The heading of the caches.
    caches;
    /// An empty cache.
    cache_empty;
    /// Forgets what a cache holds.
    flush;
    /// A column: the name.
    name;
    /// A column: the type.
    rtype;
    /// A column: the data.
    data;
    /// A column: how long it is remembered.
    ttl_left;
    /// What the column means.
    ttl_means;
    /// What the two words about an entry's source mean.
    trust_means;
    /// What there is not.
    no_such_name;
    /// What a name has not.
    no_such_record;
    /// Any type, of a name that does not exist.
    any_type;
    /// It will be over soon.
    soon;
    /// It is over.
    expired;
    /// The heading of the name servers.
    records;
    /// What to do with them.
    records_means;
    /// No name server runs.
    no_servers;
    /// A column: for how long it may be remembered.
    ttl;
    /// The button of a change.
    change;
    /// The form's heading.
    change_title;
    /// The field of the name.
    field_name;
    /// The field of the address.
    field_address;
    /// The field of the TTL.
    field_ttl;
    /// Removes a name.
    remove;
    /// What was typed is no address.
    bad_address;
    /// What was typed is no TTL.
    bad_ttl;
    /// The question of a message.
    section_question;
    /// The answer of a message.
    section_answer;
    /// The authority section.
    section_authority;
    /// The additional section.
    section_additional;
    /// A section with no records.
    section_empty;
    /// The question's message.
    query_message;
    /// The answer's message.
    reply_message;
    /// The packet is none that is known.
    no_packet;
    /// A lookup is not over.
    under_way;
    /// Within the host.
    in_host;
    /// Nobody answered in time.
    no_answer;
    /// Nobody answered yet.
    waiting;
    /// On the map: this host asks that one.
    map_asks;
    /// On the map: this host answers that one.
    map_answers;
    /// A host's own resolver.
    stub;
    /// What a stub resolver is.
    stub_cache;
    /// A recursive resolver's.
    resolver_cache;
    /// How a lookup came out, in a word or two.
    badge(what: &What) -> &'static str;
    /// What an answer is, in a word or two.
    outcome_badge(outcome: &AnswerKind) -> &'static str;
    /// Who told an entry of a cache, and how much that can be trusted.
    told_by(who: &str, trust: Rank) -> String;
    /// A lookup in the list to choose from. The name comes first: where the list is narrow, the rest is cut off.
    choice(question: &str, at: &str, who: &str) -> String;
    /// So many seconds.
    seconds(seconds: u32) -> String;
    /// The accessible name of a button that empties a cache.
    flush_of(node: &str) -> String;
    /// A step of the list for those who cannot see its number.
    step_number(number: usize) -> String;
    /// The packet of a message.
    packet(packet: u64, bytes: usize) -> String;
    /// What a type of record is, where the reader rests.
    rtype_means(rtype: RecordType) -> Option<&'static str>;
    /// Opens a scenario that shows a lookup, by its title.
    try_scenario(title: &str) -> String;
    /// What is left of a TTL in its last second.
    under_a_second;
    /// A server of the root.
    root_at(node: &str) -> String;
    /// A server of another zone.
    other_zone_at(zone: &Name, node: &str) -> String;
    /// A lookup that asked nobody, and how long it took.
    from_memory(took: &str) -> String;
    /// How many queries a lookup took, and how long.
    queries_in_all(queries: usize, took: &str) -> String;
    /// How many queries a lookup has taken so far.
    queries_so_far(queries: usize) -> String;
}

/// How much of an entry's time is left. An entry whose seconds are counted as 0 may still be used for a moment.
pub fn time_left(lang: Lang, left: Span) -> String {
    match u32::try_from(left.as_nanos() / 1_000_000_000) {
        Ok(0) => under_a_second(lang).to_owned(),
        whole => seconds(lang, whole.unwrap_or(u32::MAX)),
    }
}

/// A zone and the server that has it.
pub fn zone_at(lang: Lang, zone: &Name, node: &str) -> String {
    match zone.is_root() {
        true => root_at(lang, node),
        false => other_zone_at(lang, zone, node),
    }
}

/// What a lookup cost: how many queries, and how long it took if it is over.
pub fn summary(lang: Lang, queries: usize, took: Option<&str>) -> String {
    match (queries, took) {
        (0, Some(took)) => from_memory(lang, took),
        (queries, Some(took)) => queries_in_all(lang, queries, took),
        (queries, None) => queries_so_far(lang, queries),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_that_may_still_be_used_never_has_no_time_left() {
        let told = |ms| time_left(Lang::En, Span::from_millis(ms));
        assert_eq!(told(999), "under 1 s");
        assert_eq!(told(1_000), "1 s");
        assert_eq!(told(59_900), "59 s");
    }

    #[test]
    fn records_made_from_a_wildcard_are_told_with_the_name_that_is_missing() {
        let name = |text: &str| text.parse().expect("it is a name");
        let what = What::Wildcard(hoplab_dns::Wildcard {
            name: name("www.example.com"),
            wildcard: name("*.example.com"),
            effect: hoplab_dns::WildcardEffect::Synthesized,
        });
        let said = |lang| sentence(lang, "ns1", "", &what, false);
        assert_eq!(
            said(Lang::En),
            "ns1 has no www.example.com, so it makes the records from the wildcard *.example.com."
        );
        assert_eq!(
            said(Lang::Ko),
            "ns1에 www.example.com이 없어서 와일드카드 *.example.com의 레코드로 답을 만들어요."
        );
    }
}
