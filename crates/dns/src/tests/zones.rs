//! Zones as they are written, checked, changed, and asked.

use proptest::prelude::*;

use super::*;
use crate::{Over, RecordData, RecordSpec, SoaSpec, Zone};

const EXAMPLE: &str = r#"{"origin": "example.com", "records": [
    {"name": "@", "ns": ["ns1", "ns.other.net."], "a": "198.51.100.80"},
    {"name": "ns1", "a": "198.51.100.53"},
    {"name": "www", "a": ["198.51.100.80", "198.51.100.81"], "ttl": 60},
    {"name": "blog", "cname": "www"},
    {"name": "shop", "cname": "shop.example.net."},
    {"name": "old", "cname": "gone.example.com"},
    {"name": "round", "cname": "about"},
    {"name": "about", "cname": "round"},
    {"name": "a.deep", "a": "198.51.100.90"},
    {"name": "sub", "ns": "ns.sub"},
    {"name": "ns.sub", "a": "203.0.113.53"}
]}"#;

fn refused(json: &str) -> String {
    let spec: ZoneSpec = serde_json::from_str(json).unwrap();
    Zone::new(&spec).unwrap_err().to_string()
}

#[test]
fn a_zone_reads_back_as_it_is_written() {
    let spec: ZoneSpec = serde_json::from_str(EXAMPLE).unwrap();
    let again: ZoneSpec = serde_json::from_str(&serde_json::to_string(&spec).unwrap()).unwrap();
    assert_eq!(spec, again);
}

#[test]
fn a_name_that_has_an_address_is_answered_with_authority() {
    let answer = ask(&authority(&[EXAMPLE]), "WWW.example.com", RecordType::A);
    assert!(answer.qr && answer.aa && !answer.ra);
    let expected = [
        "WWW.example.com. 60 IN A 198.51.100.80",
        "WWW.example.com. 60 IN A 198.51.100.81",
    ];
    assert_eq!(lines(&answer.answers), expected);
}

#[test]
fn a_cname_is_followed_within_the_zone_and_not_beyond() {
    let server = authority(&[EXAMPLE]);
    let within = ask(&server, "blog.example.com", RecordType::A);
    assert_eq!(within.answers.len(), 3);
    assert_eq!(
        within.answers[0].to_string(),
        "blog.example.com. 300 IN CNAME www.example.com."
    );
    let beyond = ask(&server, "shop.example.com", RecordType::A);
    assert_eq!(beyond.answers.len(), 1);
    assert_eq!((beyond.rcode, beyond.aa), (Rcode::NoError, true));
    let itself = ask(&server, "blog.example.com", RecordType::Cname);
    assert_eq!(itself.answers.len(), 1);
    let nowhere = ask(&server, "old.example.com", RecordType::A);
    assert_eq!(nowhere.rcode, Rcode::NxDomain);
    assert_eq!(nowhere.answers.len(), 1);
    let round = ask(&server, "round.example.com", RecordType::A);
    assert_eq!(told(&round).1.len(), 2, "a circle ends");
}

#[test]
fn what_is_not_there_is_told_with_the_soa_that_says_for_how_long() {
    let server = authority(&[EXAMPLE]);
    let soa = "example.com. 60 IN SOA ns1.example.com. hostmaster.example.com. 1 3600 600 86400 60";
    let no_name = ask(&server, "nix.example.com", RecordType::A);
    assert_eq!((no_name.rcode, no_name.aa), (Rcode::NxDomain, true));
    assert_eq!(lines(&no_name.authority), [soa]);
    let no_data = ask(&server, "www.example.com", RecordType::Ns);
    assert_eq!(no_data.rcode, Rcode::NoError);
    assert!(no_data.answers.is_empty());
    assert_eq!(lines(&no_data.authority), [soa]);
    let between = ask(&server, "deep.example.com", RecordType::A);
    assert_eq!(between.rcode, Rcode::NoError, "there are names below it");
}

#[test]
fn what_another_zone_holds_is_referred_to_with_glue() {
    let referral = ask(&authority(&[EXAMPLE]), "www.sub.example.com", RecordType::A);
    assert!(!referral.aa && referral.answers.is_empty());
    assert_eq!(referral.rcode, Rcode::NoError);
    assert_eq!(
        lines(&referral.authority),
        ["sub.example.com. 300 IN NS ns.sub.example.com."]
    );
    assert_eq!(
        lines(&referral.additional),
        ["ns.sub.example.com. 300 IN A 203.0.113.53"]
    );
}

#[test]
fn foreign_names_other_kinds_and_unreadable_questions_are_refused_each_in_its_way() {
    let server = authority(&[EXAMPLE]);
    let answer = |query: &Message| server.answer(query).rcode;
    let query = Message::query(1, Question::address_of(name("www.other.net")), false);
    assert_eq!(answer(&query), Rcode::Refused);
    assert_eq!(
        answer(&Message {
            opcode: 4,
            ..query.clone()
        }),
        Rcode::NotImp
    );
    assert_eq!(
        answer(&Message {
            question: None,
            ..query.clone()
        }),
        Rcode::FormErr
    );
    let bytes = query.to_bytes(None);
    let cut = server.answer_bytes(&bytes[..20], crate::Over::Udp).unwrap();
    let cut = Message::parse(&cut).unwrap();
    assert_eq!((cut.id, cut.qr, cut.rcode), (1, true, Rcode::FormErr));
    let answer = query.reply().to_bytes(None);
    assert_eq!(server.answer_bytes(&answer, crate::Over::Udp), None);
}

#[test]
fn the_deepest_zone_of_a_server_answers() {
    let com = r#"{"origin": "com", "records": [
        {"name": "@", "ns": "a.gtld.net."},
        {"name": "example", "ns": "ns1.example"},
        {"name": "ns1.example", "a": "198.51.100.53"}
    ]}"#;
    let server = authority(&[com, EXAMPLE]);
    let answer = ask(&server, "www.example.com", RecordType::A);
    assert!(answer.aa && answer.answers.len() == 2);
}

#[test]
fn what_is_wrong_with_a_zone_is_said_in_words_that_help() {
    let wrong = |records: &str| {
        refused(&format!(
            r#"{{"origin": "example.com", "records": [{records}]}}"#
        ))
    };
    let ns = r#"{"name": "@", "ns": "ns1"}, {"name": "ns1", "a": "198.51.100.53"}"#;
    assert_eq!(
        wrong(""),
        r#"zone example.com: it needs a name server: {"name": "@", "ns": "ns1"}"#
    );
    assert_eq!(
        wrong(r#"{"name": "@", "ns": "ns.other.net"}"#),
        "zone example.com: example.com is served by ns.other.net.example.com, whose address is missing: \
         add an \"a\", or write \"ns.other.net.\" with a dot at its end"
    );
    assert_eq!(
        wrong(&format!(
            r#"{ns}, {{"name": "shop", "cname": "www.other.net"}}"#
        )),
        "zone example.com: shop.example.com leads to www.other.net.example.com, which is not there, \
         or write \"www.other.net.\" with a dot at its end"
    );
    assert_eq!(
        wrong(&format!(
            r#"{ns}, {{"name": "www", "cname": "ns1", "a": "198.51.100.80"}}"#
        )),
        "zone example.com: www.example.com has a CNAME, so it can have no other record"
    );
    assert_eq!(
        wrong(&format!(
            r#"{ns}, {{"name": "sub", "ns": "ns.sub"}}, {{"name": "ns.sub", "cname": "ns1"}}"#
        )),
        "zone example.com: ns.sub.example.com is below sub.example.com, which is another zone's: \
         only addresses may stand here"
    );
    assert!(wrong(r#"{"name": "www"}"#).ends_with(r#"needs "a", "ns" or "cname""#));
    assert!(
        wrong(&format!(
            r#"{ns}, {{"name": "www.other.net.", "a": "198.51.100.80"}}"#
        ))
        .ends_with("www.other.net is not in it")
    );
    let read = |json: &str| {
        let error = serde_json::from_str::<ZoneSpec>(json).unwrap_err();
        error.to_string()
    };
    let address = read(r#"{"origin": "a", "records": [{"name": "@", "a": "1.2.3"}]}"#);
    assert!(address.starts_with("\"1.2.3\" is not an IPv4 address such as"));
    let field = read(r#"{"origin": "a", "records": [{"name": "@", "aaaa": "::1"}]}"#);
    assert!(field.starts_with("unknown field `aaaa`"));
}

#[test]
fn a_record_can_be_changed_while_the_server_runs_and_the_serial_grows() {
    let mut server = authority(&[EXAMPLE]);
    let zone = server.zone_of_mut(&name("www.example.com")).unwrap();
    let moved = serde_json::from_str(r#"{"name": "www", "a": "203.0.113.7"}"#).unwrap();
    zone.change(&moved).unwrap();
    let RecordData::Soa(soa) = zone.soa().data else {
        panic!("no SOA")
    };
    assert_eq!(soa.serial, 2);
    assert_eq!(
        lines(&zone.set_of(&name("www.example.com"), RecordType::A)),
        ["www.example.com. 300 IN A 203.0.113.7"]
    );
    let before = zone.clone();
    let origin = zone.origin().clone();
    assert!(zone.remove(&origin, RecordType::Ns).is_err());
    assert!(
        zone.remove(&name("ns1.example.com"), RecordType::A)
            .is_err()
    );
    let alias = vec![RecordData::Cname(origin.clone())];
    assert!(
        zone.set(name("www.example.com"), RecordType::Cname, alias, 1)
            .is_err()
    );
    assert_eq!(*zone, before, "what is refused changes nothing");
    assert_eq!(
        zone.remove(&name("www.example.com"), RecordType::A),
        Ok(true)
    );
    let gone = ask(&server, "www.example.com", RecordType::A);
    assert_eq!(gone.rcode, Rcode::NxDomain);
}

/// Zones of whatever records, in an order of names that overlap.
fn any_zone() -> impl Strategy<Value = ZoneSpec> {
    let names = ["@", "a", "b", "c.b", "d.c.b", "w\\.x", "other.net."];
    let name = prop::sample::select(names.to_vec()).prop_map(str::to_owned);
    let addresses = prop::collection::vec(any::<u32>().prop_map(core::net::Ipv4Addr::from), 0..50);
    let servers = prop::collection::vec(name.clone(), 0..2);
    let record = (name.clone(), addresses, servers, prop::option::of(name));
    let record = record.prop_map(|(name, a, ns, cname)| RecordSpec {
        name,
        a,
        ns,
        cname,
        ttl: None,
    });
    prop::collection::vec(record, 0..6).prop_map(|mut records| {
        let ns = vec!["ns.other.net.".to_owned()];
        let name = "@".to_owned();
        records.push(RecordSpec {
            name,
            ns,
            ..RecordSpec::default()
        });
        ZoneSpec {
            origin: name_of_zone(),
            ttl: 60,
            soa: SoaSpec::default(),
            records,
        }
    })
}

fn name_of_zone() -> Name {
    name("example.com")
}

proptest! {
    #[test]
    fn whatever_a_zone_holds_its_answers_are_messages_that_fit(
        spec in any_zone(),
        below in prop::collection::vec(prop::sample::select(vec!["a", "b", "c", "d", "w\\.x"]), 0..4),
        code in prop::sample::select(vec![1_u16, 2, 5, 6, 28, 255]),
    ) {
        let Ok(server) = Authority::new(&[spec]) else {
            // Not a zone, which is told and not a panic.
            return Ok(());
        };
        let text = below.iter().map(|label| format!("{label}.")).collect::<String>();
        let question = Question::new(name(&format!("{text}example.com")), RecordType::from_code(code));
        let query = Message::query(1, question, false);
        let answer = server.answer(&query);
        let whole = server.answer_bytes(&query.to_bytes(None), Over::Tcp).unwrap();
        prop_assert_eq!(Message::parse(&whole), Ok(answer));
        let datagram = server.answer_bytes(&query.to_bytes(None), Over::Udp).unwrap();
        prop_assert!(datagram.len() <= Message::MAX_UDP_BYTES);
        let fitted = Message::parse(&datagram).unwrap();
        prop_assert!(fitted.tc || fitted.answers == Message::parse(&whole).unwrap().answers);
    }
}
