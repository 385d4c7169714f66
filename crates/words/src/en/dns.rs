//! The words of the DNS view.

pub mod step;
pub mod way;

use hoplab_dns::{Name, Rank, RecordType};
use hoplab_explain::lookups::account::{AnswerKind, What};
use hoplab_sim::PacketId;
use hoplab_units::count;

texts! {
    title: "DNS";
    lookups: "Lookups";
    which: "Lookup";
    nothing: "No name has been looked up yet. Once a program connects by name, every question and answer between the host, the resolver and the name servers is listed here.";
    no_dns: "No host in this scenario asks a name server, so programs connect by address.";
    press_play: "Press Play, or start a program that uses a name.";
    steps: "Step by step";
    tree: "Questions and answers as a tree";
    dig: "Like dig +trace";
    dig_means: "dig +trace first prints the list of root servers, then asks from the root down. This has its form, from the root's answer on: the answers that the resolver got on that way.";
    dig_nothing: "Nothing yet: no name server has answered in this lookup. An answer from a cache leaves no trace.";
    copy: "Copy the text";
    copied: "Copied.";
    copy_failed: "The browser does not let the page copy. Select the text and press Ctrl+C.";
    caches: "Caches";
    cache_empty: "Nothing is remembered.";
    flush: "Flush";
    name: "Name";
    rtype: "Type";
    data: "Data";
    ttl_left: "TTL left";
    ttl_means: "For how many seconds more it may be used. At 0 it is forgotten and has to be asked for again.";
    trust_means: "What comes from a zone's own server replaces what only came along with a referral (RFC 2181).";
    no_such_name: "no such name";
    no_such_record: "no such record";
    any_type: "any";
    soon: "expires soon";
    expired: "expired";
    records: "Records at the name servers";
    records_means: "Change a record while the simulation runs: caches keep the old one until its TTL has run out.";
    no_servers: "No name server runs here.";
    ttl: "TTL";
    change: "Change";
    change_title: "Change an address";
    field_name: "Name";
    field_address: "Address";
    field_ttl: "TTL in seconds";
    remove: "Remove the name";
    bad_address: "That is no IPv4 address, such as 198.51.100.80.";
    bad_ttl: "A TTL is a whole number of seconds.";
    section_question: "Question";
    section_answer: "Answer";
    section_authority: "Authority";
    section_additional: "Additional";
    section_empty: "empty";
    query_message: "Query message";
    reply_message: "Response message";
    no_packet: "no packet yet";
    under_way: "under way";
    in_host: "within the host";
    no_answer: "no answer";
    waiting: "waiting for an answer";
    map_asks: "asks";
    map_answers: "answers";
    stub: "stub resolver";
    stub_cache: "stub resolver's cache";
    resolver_cache: "recursive resolver's cache";
    under_a_second: "under 1 s";
}

pub fn badge(what: &What) -> &'static str {
    match what {
        What::Needs(_) => "asks",
        What::FromCache { negative: true, .. } => "from the cache: none",
        What::FromCache { .. } => "from the cache",
        What::Expired(_) => "expired",
        What::Joined => "joined",
        What::Asks { attempt: 1, .. } => "query",
        What::Asks { .. } => "query again",
        What::Answers { outcome, .. } => outcome_badge(outcome),
        What::Follows { .. } => "CNAME",
        What::Wildcard(_) => "wildcard",
        What::AlsoNeeds(_) => "also needed",
        What::TimedOut => "timed out",
        What::Unreachable(_) => "unreachable",
        What::Ignores(_) => "ignored",
        What::Disbelieves { .. } => "not believed",
        What::Fails(_) | What::FailsSo(_) => "given up",
        What::Tells(_) => "address",
        What::TellsNot(_) => "no address",
    }
}

pub fn outcome_badge(outcome: &AnswerKind) -> &'static str {
    use hoplab_dns::Rcode;
    match outcome {
        AnswerKind::Answer(_) => "answer",
        AnswerKind::Alias(_) => "alias (CNAME)",
        AnswerKind::Referral(_) => "referral",
        AnswerKind::NoSuchName => "NXDOMAIN",
        AnswerKind::NoData => "no record",
        AnswerKind::Truncated => "truncated",
        AnswerKind::Error(Rcode::ServFail) => "SERVFAIL",
        AnswerKind::Error(Rcode::Refused) => "REFUSED",
        AnswerKind::Error(_) => "error",
        AnswerKind::Unreadable => "unreadable",
    }
}

/// How much an entry can be trusted.
fn rank(rank: Rank) -> &'static str {
    match rank {
        Rank::Additional => "glue",
        Rank::Referral => "referral",
        Rank::Answer => "answer",
        Rank::AuthoritativeAnswer => "authoritative",
    }
}

pub fn told_by(who: &str, trust: Rank) -> String {
    let trust = rank(trust);
    format!("{trust}, from {who}")
}

pub fn choice(question: &str, at: &str, who: &str) -> String {
    format!("{question} at {at}, by {who}")
}

pub fn seconds(seconds: u32) -> String {
    format!("{seconds} s")
}

pub fn flush_of(node: &str) -> String {
    format!("Flush the cache of {node}")
}

pub fn step_number(number: usize) -> String {
    format!("Step {number}")
}

pub fn packet(packet: u64, bytes: usize) -> String {
    format!(
        "packet {}, {}",
        PacketId(packet),
        count(bytes as u64, "byte")
    )
}

pub fn rtype_means(rtype: RecordType) -> Option<&'static str> {
    Some(match rtype {
        RecordType::A => "an IPv4 address",
        RecordType::Ns => "a name server of the zone",
        RecordType::Cname => "the name this one is an alias for",
        RecordType::Soa => "the beginning of a zone, with its serial number",
        RecordType::Other(_) => return None,
    })
}

pub fn try_scenario(title: &str) -> String {
    format!("Open the scenario “{title}”")
}

pub fn root_at(node: &str) -> String {
    format!("{node}: the root zone")
}

pub fn other_zone_at(zone: &Name, node: &str) -> String {
    format!("{node}: zone {zone}")
}

pub fn from_memory(took: &str) -> String {
    format!("No message on any link, {took}")
}

pub fn queries_in_all(queries: usize, took: &str) -> String {
    match queries {
        1 => format!("1 query, {took} in all"),
        queries => format!("{queries} queries, {took} in all"),
    }
}

pub fn queries_so_far(queries: usize) -> String {
    match queries {
        1 => "1 query so far".to_owned(),
        queries => format!("{queries} queries so far"),
    }
}
