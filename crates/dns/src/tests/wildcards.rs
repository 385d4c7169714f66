//! Wildcards, statement by statement of RFC 4592; `tests/rfcs.md` says which test is for which.

use super::net::{Net, ROOT};
use super::*;
use crate::{RecordData, RecordSpec, Wildcard, WildcardEffect, Zone, ZoneError};

/// The zone of RFC 4592 §2.2.1 with the types that there are here: an address stands for TXT and MX, a CNAME for nothing.
const RFC_4592: &str = r#"{"origin": "example", "ttl": 3600, "soa": {"minimum": 900}, "records": [
    {"name": "@", "ns": ["ns.example.com.", "ns.example.net."]},
    {"name": "*", "a": "192.0.2.99"},
    {"name": "sub.*", "a": "192.0.2.98"},
    {"name": "host1", "cname": "elsewhere.invalid."},
    {"name": "_ssh._tcp.host1", "a": "192.0.2.22"},
    {"name": "_ssh._tcp.host2", "a": "192.0.2.23"},
    {"name": "subdel", "ns": ["ns.example.com.", "ns.example.net."]}
]}"#;

/// A server's answer, and what it tells of wildcards.
fn ask_telling(server: &Authority, question: &str, rtype: RecordType) -> (Message, Vec<Wildcard>) {
    let question = Question::new(name(question), rtype);
    let mut told = Vec::new();
    let answer = server.answer_telling(&Message::query(7, question, false), &mut told);
    (answer, told)
}

fn effects(told: Vec<Wildcard>) -> Vec<(String, WildcardEffect)> {
    let effect = |told: Wildcard| (told.wildcard.to_string(), told.effect);
    told.into_iter().map(effect).collect()
}

/// What is asked for as an address: the code, the records, and what became of which wildcard.
fn outcome(
    server: &Authority,
    question: &str,
) -> (Rcode, Vec<String>, Vec<(String, WildcardEffect)>) {
    let (answer, told) = ask_telling(server, question, RecordType::A);
    (answer.rcode, lines(&answer.answers), effects(told))
}

fn zone(records: &str) -> String {
    format!(
        r#"{{"origin": "example", "ttl": 60, "records": [{{"name": "@", "ns": "ns.other."}}, {records}]}}"#
    )
}

fn server(records: &str) -> Authority {
    authority(&[&zone(records)])
}

fn refused(records: &str) -> ZoneError {
    Zone::new(&serde_json::from_str(&zone(records)).unwrap()).unwrap_err()
}

#[test]
fn a_name_that_does_not_exist_is_answered_from_the_wildcard_and_owns_the_records() {
    let server = authority(&[RFC_4592]);
    for asked in [
        "host3.example",
        "foo.bar.example",
        "_telnet._tcp.host3.Example",
    ] {
        let (answer, told) = ask_telling(&server, asked, RecordType::A);
        assert_eq!((answer.rcode, answer.aa), (Rcode::NoError, true));
        // The owner is the name that was asked for, the TTL the wildcard's.
        let expected = format!("{asked}. 3600 IN A 192.0.2.99");
        assert_eq!(lines(&answer.answers), [expected]);
        let wildcard = Wildcard {
            name: name(asked),
            wildcard: name("*.example"),
            effect: WildcardEffect::Synthesized,
        };
        assert_eq!(told, [wildcard]);
    }
}

#[test]
fn a_wildcard_without_the_type_asked_for_is_no_error_and_no_data() {
    let server = authority(&[RFC_4592]);
    let (answer, told) = ask_telling(&server, "host3.example", RecordType::Cname);
    assert_eq!((answer.rcode, answer.aa), (Rcode::NoError, true));
    assert!(answer.answers.is_empty());
    let soa = lines(&answer.authority);
    assert!(soa[0].starts_with("example. 900 IN SOA"), "{soa:?}");
    let expected = ("*.example".to_owned(), WildcardEffect::NoSuchType);
    assert_eq!(effects(told), [expected]);
}

#[test]
fn a_name_that_exists_blocks_the_wildcard_also_with_other_records_or_none() {
    let server = authority(&[RFC_4592]);
    let blocked = |effect| vec![("*.example".to_owned(), effect)];
    // It has another type, and none of the wildcard's.
    let (answer, told) = ask_telling(&server, "sub.*.example", RecordType::Ns);
    assert_eq!(told_of(&answer), (Rcode::NoError, 0, true));
    assert_eq!(effects(told), blocked(WildcardEffect::NameExists));
    // An empty non-terminal: it exists by the names below it (§2.2.2).
    for asked in ["_tcp.host1.example", "host2.example", "_tcp.host2.example"] {
        let (answer, told) = ask_telling(&server, asked, RecordType::A);
        assert_eq!(told_of(&answer), (Rcode::NoError, 0, true), "{asked}");
        assert_eq!(effects(told), blocked(WildcardEffect::NameExists));
    }
    // What lies below a name that exists has that for its closest encloser, and there is no search for another source.
    for (asked, encloser) in [
        ("_telnet._tcp.host1.example", "_tcp.host1.example"),
        ("_dns._udp.host2.example", "host2.example"),
        ("x.host1.example", "host1.example"),
    ] {
        let (answer, told) = ask_telling(&server, asked, RecordType::A);
        assert_eq!(told_of(&answer), (Rcode::NxDomain, 0, true), "{asked}");
        let expected = WildcardEffect::Blocked(name(encloser));
        assert_eq!(effects(told), blocked(expected));
    }
}

/// Code, how many records answer, and whether the zone's SOA record is there.
fn told_of(answer: &Message) -> (Rcode, usize, bool) {
    let is_soa = |record: &Record| matches!(record.data, RecordData::Soa(_));
    (
        answer.rcode,
        answer.answers.len(),
        answer.authority.iter().any(is_soa),
    )
}

#[test]
fn a_delegation_ends_the_wildcard() {
    let server = authority(&[RFC_4592]);
    for asked in [
        "host.subdel.example",
        "subdel.example",
        "a.b.subdel.example",
    ] {
        let (answer, told) = ask_telling(&server, asked, RecordType::A);
        assert!(!answer.aa && answer.answers.is_empty(), "{asked}");
        assert!(lines(&answer.authority)[0].starts_with("subdel.example. 3600 IN NS"));
        let cut = name("subdel.example");
        let expected = ("*.example".to_owned(), WildcardEffect::Delegated(cut));
        assert_eq!(effects(told), [expected]);
    }
    // A wildcard that is written below the cut stands in another zone's part: it answers nothing here.
    let below = self::server(
        r#"{"name": "sub", "ns": "ns.sub"}, {"name": "ns.sub", "a": "192.0.2.53"}, {"name": "*.sub", "a": "192.0.2.1"}"#,
    );
    let answer = ask(&below, "x.sub.example", RecordType::A);
    assert!(!answer.aa && answer.answers.is_empty());
    let glue = ["ns.sub.example. 60 IN A 192.0.2.53"];
    assert_eq!(lines(&answer.additional), glue);
}

#[test]
fn asked_for_by_its_own_name_a_wildcard_is_a_name_as_any_other() {
    let server = authority(&[RFC_4592]);
    let itself = outcome(&server, "*.example");
    let record = "*.example. 3600 IN A 192.0.2.99".to_owned();
    assert_eq!(itself, (Rcode::NoError, vec![record], vec![]));
    // It blocks itself: what lies below it has the wildcard for its closest encloser.
    let blocked = WildcardEffect::Blocked(name("*.example"));
    let expected = vec![("*.example".to_owned(), blocked)];
    let below = outcome(&server, "ghost.*.example");
    assert_eq!(below, (Rcode::NxDomain, vec![], expected));
    let sub = outcome(&server, "sub.*.example");
    let record = "sub.*.example. 3600 IN A 192.0.2.98".to_owned();
    assert_eq!(sub, (Rcode::NoError, vec![record], vec![]));
}

#[test]
fn only_a_label_that_is_nothing_but_an_asterisk_makes_a_wildcard_and_only_in_front() {
    let server = server(
        r#"{"name": "the*", "a": "192.0.2.1"}, {"name": "**", "a": "192.0.2.2"}, {"name": "a.*.b", "a": "192.0.2.3"}"#,
    );
    for asked in ["then.example", "xx.example", "a.x.b.example"] {
        let expected = (Rcode::NxDomain, vec![], vec![]);
        let (rcode, records, told) = outcome(&server, asked);
        // That *.b exists as an empty non-terminal is another test's.
        let told: Vec<_> = match asked {
            "a.x.b.example" => continue,
            _ => told,
        };
        assert_eq!((rcode, records, told), expected, "{asked}");
    }
    for asked in ["the*.example", "**.example", "a.*.b.example"] {
        assert_eq!(outcome(&server, asked).1.len(), 1, "{asked}");
    }
    assert!(name("*.b").is_wildcard() && !name("a.*").is_wildcard());
    assert!(name("\\*.b").is_wildcard(), "the label's byte decides");
    assert!(!name("*a.b").has_asterisk() && name("a.*.b").has_asterisk());
}

#[test]
fn a_wildcard_may_be_an_empty_non_terminal_and_then_there_is_no_data() {
    let server =
        server(r#"{"name": "sub.*.b", "a": "192.0.2.3"}, {"name": "*", "a": "192.0.2.9"}"#);
    // *.b exists, for there is a name below it: it is the source of synthesis, and has nothing.
    let (answer, told) = ask_telling(&server, "x.b.example", RecordType::A);
    assert_eq!(told_of(&answer), (Rcode::NoError, 0, true));
    let expected = ("*.b.example".to_owned(), WildcardEffect::NoSuchType);
    assert_eq!(effects(told), [expected]);
    let (answer, _) = ask_telling(&server, "*.b.example", RecordType::A);
    assert_eq!(told_of(&answer), (Rcode::NoError, 0, true));
}

#[test]
fn the_closest_encloser_may_be_a_wildcard_and_wildcards_may_be_nested() {
    let server = server(r#"{"name": "*", "a": "192.0.2.1"}, {"name": "*.*", "a": "192.0.2.2"}"#);
    let address = |asked: &str| {
        outcome(&server, asked).1[0]
            .rsplit(' ')
            .next()
            .map(str::to_owned)
    };
    assert_eq!(address("x.example").as_deref(), Some("192.0.2.1"));
    assert_eq!(address("x.y.example").as_deref(), Some("192.0.2.1"));
    assert_eq!(address("x.*.example").as_deref(), Some("192.0.2.2"));
    assert_eq!(address("*.*.example").as_deref(), Some("192.0.2.2"));
    assert!(
        outcome(&server, "x.*.*.example").1.is_empty(),
        "its own subdomain"
    );
}

#[test]
fn a_cname_at_a_wildcard_is_given_to_the_name_and_followed() {
    let server = server(
        r#"{"name": "*.a", "cname": "www"}, {"name": "www", "a": "192.0.2.80"},
           {"name": "*.b", "cname": "x.c"}, {"name": "*.c", "a": "192.0.2.81"},
           {"name": "*.out", "cname": "www.other."}, {"name": "*.gone", "cname": "nobody.www.example."},
           {"name": "*.self", "cname": "x.self"}"#,
    );
    let cname = "q.a.example. 60 IN CNAME www.example.".to_owned();
    let address = "www.example. 60 IN A 192.0.2.80".to_owned();
    let synthesized = |wildcard: &str| (wildcard.to_owned(), WildcardEffect::Synthesized);
    assert_eq!(
        outcome(&server, "q.a.example"),
        (
            Rcode::NoError,
            vec![cname.clone(), address],
            vec![synthesized("*.a.example")]
        )
    );
    // Asked for itself it is not followed.
    let (itself, _) = ask_telling(&server, "q.a.example", RecordType::Cname);
    assert_eq!(lines(&itself.answers), [cname]);
    // From one wildcard to another.
    let (_, records, told) = outcome(&server, "q.b.example");
    assert_eq!(
        records,
        [
            "q.b.example. 60 IN CNAME x.c.example.",
            "x.c.example. 60 IN A 192.0.2.81"
        ]
    );
    assert_eq!(
        told,
        [synthesized("*.b.example"), synthesized("*.c.example")]
    );
    let (rcode, records, _) = outcome(&server, "q.out.example");
    assert_eq!((rcode, records.len()), (Rcode::NoError, 1));
    // The code is that of the last name (RFC 6604 §3).
    let (rcode, records, _) = outcome(&server, "q.gone.example");
    assert_eq!((rcode, records.len()), (Rcode::NxDomain, 1));
    let (rcode, records, told) = outcome(&server, "q.self.example");
    assert_eq!((rcode, records.len()), (Rcode::NoError, 2), "a circle ends");
    assert_eq!(told.len(), 2, "{told:?}");
}

#[test]
fn a_question_for_whatever_there_is_gets_all_the_wildcard_has() {
    let server = authority(&[RFC_4592]);
    let (answer, _) = ask_telling(&server, "x.example", RecordType::Other(255));
    assert_eq!(lines(&answer.answers), ["x.example. 3600 IN A 192.0.2.99"]);
}

#[test]
fn a_zone_that_begins_at_a_wildcard_is_a_zone_as_any_other() {
    let apex = r#"{"origin": "*.example", "records": [
        {"name": "@", "ns": "ns1.example.com."}, {"name": "www", "a": "192.0.2.80"}]}"#;
    let server = authority(&[apex]);
    let www = ask(&server, "www.*.example", RecordType::A);
    assert_eq!(lines(&www.answers), ["www.*.example. 300 IN A 192.0.2.80"]);
    let soa = ask(&server, "*.example", RecordType::Soa);
    assert_eq!(soa.answers.len(), 1);
    assert_eq!(
        ask(&server, "x.example", RecordType::Soa).rcode,
        Rcode::Refused
    );
    assert_eq!(
        ask(&server, "x.*.example", RecordType::A).rcode,
        Rcode::NxDomain
    );
}

#[test]
fn synthesis_stays_within_the_zone_that_is_nearest_to_the_name() {
    let parent = zone(r#"{"name": "*", "a": "192.0.2.9"}, {"name": "alias", "cname": "x.sub"}"#);
    let child = r#"{"origin": "sub.example", "records": [
        {"name": "@", "ns": "ns.other."}, {"name": "www", "a": "192.0.2.80"}]}"#;
    // The child is at the same server, and its delegation was forgotten.
    let server = authority(&[&parent, child]);
    assert_eq!(outcome(&server, "x.sub.example").0, Rcode::NxDomain);
    assert_eq!(outcome(&server, "y.example").1.len(), 1);
    let alias = outcome(&server, "alias.example");
    assert_eq!(alias.1, ["alias.example. 60 IN CNAME x.sub.example."]);
}

#[test]
fn a_zone_may_not_begin_another_at_a_wildcard_nor_call_a_server_by_an_asterisk() {
    let delegation = refused(r#"{"name": "*", "ns": "ns.other."}"#).to_string();
    assert_eq!(
        delegation,
        "zone example: *.example cannot have an \"ns\": what a wildcard that begins another zone would mean is \
         undefined (RFC 4592)"
    );
    let server = refused(r#"{"name": "sub", "ns": "*.other."}"#).to_string();
    assert!(
        server.contains("a name server cannot be called *.other"),
        "{server}"
    );
    // What a CNAME leads to is an asterisk and nothing more (§2.3).
    let literal =
        self::server(r#"{"name": "a", "cname": "*.b"}, {"name": "*.b", "a": "192.0.2.1"}"#);
    let answer = ask(&literal, "a.example", RecordType::A);
    assert_eq!(lines(&answer.answers)[1], "*.b.example. 60 IN A 192.0.2.1");
}

#[test]
fn a_name_servers_address_may_come_from_a_wildcard() {
    let zone = r#"{"origin": "example", "records": [
        {"name": "@", "ns": "ns1"}, {"name": "*", "a": "192.0.2.53"}]}"#;
    let answer = ask(&authority(&[zone]), "example", RecordType::Ns);
    let address = ["ns1.example. 300 IN A 192.0.2.53"];
    assert_eq!(lines(&answer.additional), address);
}

#[test]
fn a_wildcard_can_be_added_changed_and_removed_while_the_server_runs() {
    let mut server = server(r#"{"name": "www", "a": "192.0.2.80"}"#);
    let zone = |server: &mut Authority, record: &str| {
        let record: RecordSpec = serde_json::from_str(record).unwrap();
        let zone = server.zone_of_mut(&name("x.example")).unwrap();
        zone.change(&record)
    };
    assert_eq!(outcome(&server, "x.example").0, Rcode::NxDomain);
    zone(&mut server, r#"{"name": "*", "a": "192.0.2.1"}"#).unwrap();
    assert_eq!(
        outcome(&server, "x.example").1,
        ["x.example. 60 IN A 192.0.2.1"]
    );
    zone(&mut server, r#"{"name": "*", "a": "192.0.2.2", "ttl": 5}"#).unwrap();
    assert_eq!(
        outcome(&server, "x.example").1,
        ["x.example. 5 IN A 192.0.2.2"]
    );
    assert!(zone(&mut server, r#"{"name": "*", "ns": "ns.other."}"#).is_err());
    let wildcard = name("*.example");
    let zone = server.zone_of_mut(&wildcard).unwrap();
    assert_eq!(zone.remove(&wildcard, RecordType::A), Ok(true));
    assert_eq!(outcome(&server, "x.example").0, Rcode::NxDomain);
}

#[test]
fn a_resolver_remembers_what_was_made_from_a_wildcard_under_the_name_alone() {
    let root = r#"{"origin": ".", "records": [
        {"name": "@", "ns": "a.root"}, {"name": "a.root", "a": "198.41.0.4"}, {"name": "*.wild", "a": "192.0.2.1"}]}"#;
    let mut net = Net::new(vec![(ROOT, authority(&[root]))]);
    let mut resolver = Net::recursive();
    for (asked, queries) in [("x.wild", 1), ("X.wild", 0), ("y.wild", 1), ("*.wild", 1)] {
        let (rcode, records) = net.told(&mut resolver, asked);
        assert_eq!((rcode, records.len()), (Rcode::NoError, 1));
        assert_eq!(net.sent.len(), queries, "{asked}");
    }
}
