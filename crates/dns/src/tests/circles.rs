//! Every way in which a resolution can go in circles: each is seen where it first closes.

use core::net::Ipv4Addr;

use hoplab_units::Span;

use super::net::{Net, ROOT};
use super::*;
use crate::{
    DnsEvent, DnsEventKind as Kind, FailWhy, Recursive, RecursiveConfig, Resolution, Stub,
    StubConfig,
};

const NS_1: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 53);
const NS_2: Ipv4Addr = Ipv4Addr::new(203, 0, 114, 53);

/// A root that delegates `example` and `other` as it is told, and what is in those two zones.
fn net(root: &str, example: &str, other: &str) -> Net {
    let zone = |origin: &str, ns: &str, more: &str| {
        format!(
            r#"{{"origin": "{origin}", "records": [{{"name": "@", "ns": "{ns}"}}{}{more}]}}"#,
            if more.is_empty() { "" } else { "," }
        )
    };
    let root = zone(
        ".",
        "a.root",
        &format!(r#"{{"name": "a.root", "a": "198.41.0.4"}}, {root}"#),
    );
    Net::new(vec![
        (ROOT, authority(&[&root])),
        (
            NS_1,
            authority(&[&zone("example", "ns.elsewhere.", example)]),
        ),
        (NS_2, authority(&[&zone("other", "ns.elsewhere.", other)])),
    ])
}

/// Both zones with glue.
const PLAIN: &str = r#"
    {"name": "example", "ns": "ns1.example"}, {"name": "ns1.example", "a": "203.0.113.53"},
    {"name": "other", "ns": "ns1.other"}, {"name": "ns1.other", "a": "203.0.114.53"}"#;

/// The reason for which each question of a lookup failed, in order.
fn failures(events: &[DnsEvent]) -> Vec<FailWhy> {
    let failed = events.iter().filter_map(|event| match &event.kind {
        Kind::Failed { why, .. } => Some(why.clone()),
        _ => None,
    });
    failed.collect()
}

/// Asks for a name, which must end in SERVFAIL: with how many queries, and why, in words.
fn fails(net: &mut Net, resolver: &mut Recursive, text: &str) -> (usize, String) {
    let began = net.now;
    let (answer, events) = net.ask(resolver, text);
    assert_eq!(told(&answer), (Rcode::ServFail, vec![]), "{text}");
    let queries = net.sent.len();
    let most = Span::from_millis(20 * queries as u64);
    assert!(net.now.since(began) <= most, "nothing is waited for");
    let failed = failures(&events);
    (queries, failed.last().expect("it says why").to_string())
}

#[test]
fn a_chain_of_cnames_ends_where_it_returns_to_a_name_it_had_also_with_a_ttl_of_0() {
    for ttl in [0, 60] {
        let example = format!(
            r#"{{"name": "self", "cname": "self", "ttl": {ttl}}},
               {{"name": "a", "cname": "b", "ttl": {ttl}}}, {{"name": "b", "cname": "a", "ttl": {ttl}}},
               {{"name": "in", "cname": "one", "ttl": {ttl}}}, {{"name": "one", "cname": "two", "ttl": {ttl}}},
               {{"name": "two", "cname": "three", "ttl": {ttl}}}, {{"name": "three", "cname": "one", "ttl": {ttl}}},
               {{"name": "*.wild", "cname": "x.wild", "ttl": {ttl}}},
               {{"name": "far", "cname": "back.other.", "ttl": {ttl}}}"#
        );
        let other = format!(r#"{{"name": "back", "cname": "far.example.", "ttl": {ttl}}}"#);
        let chain = |names: &str| {
            let back = names.rsplit(" -> ").next().unwrap_or_default();
            format!("the chain of CNAMEs returns to {back} ({names})")
        };
        let expected = [
            ("self.example", 2, "self.example -> self.example"),
            ("a.example", 2, "a.example -> b.example -> a.example"),
            (
                "in.example",
                2,
                "one.example -> two.example -> three.example -> one.example",
            ),
            ("y.wild.example", 2, "x.wild.example -> x.wild.example"),
            // The third query goes to the root, for the other zone; the fourth and last to its server.
            ("far.example", 4, "far.example -> back.other -> far.example"),
        ];
        for (asked, queries, names) in expected {
            let mut net = net(PLAIN, &example, &other);
            let mut resolver = Net::recursive();
            let first = fails(&mut net, &mut resolver, asked);
            assert_eq!(first, (queries, chain(names)), "TTL {ttl}");
            let (again, why) = fails(&mut net, &mut resolver, asked);
            assert_eq!(why, chain(names), "TTL {ttl}, once more");
            // With the delegations known: nobody is asked if the chain is, else each server once.
            let each_once = if asked == "far.example" { 2 } else { 1 };
            let most = if ttl == 0 { each_once } else { 0 };
            assert_eq!(again, most, "{asked}, TTL {ttl}, once more");
        }
    }
}

#[test]
fn each_cname_of_a_circle_is_told_once() {
    let example = r#"{"name": "a", "cname": "b", "ttl": 0}, {"name": "b", "cname": "a", "ttl": 0}"#;
    let (_, events) = net(PLAIN, example, "").ask(&mut Net::recursive(), "a.example");
    let followed = events.iter().filter_map(|event| match &event.kind {
        Kind::CnameFollowed { from, to } => Some(format!("{from} {to}")),
        _ => None,
    });
    let followed: Vec<String> = followed.collect();
    assert_eq!(followed, ["a.example b.example", "b.example a.example"]);
}

#[test]
fn a_chain_that_is_only_long_still_ends_at_the_bound_and_says_so() {
    // Each zone's server stops at its own zone: thirteen names and no circle.
    let links = |own: &str, other: &str, shift: usize| {
        let link = |place: usize| {
            let to = place + shift;
            format!(r#"{{"name": "{own}{place}", "cname": "{other}{to}.{other}."}}"#)
        };
        (0..20).map(link).collect::<Vec<_>>().join(",")
    };
    let (example, other) = (links("example", "other", 0), links("other", "example", 1));
    let mut net = net(PLAIN, &example, &other);
    let (answer, events) = net.ask(&mut Net::recursive(), "example0.example");
    assert_eq!(answer.rcode, Rcode::ServFail);
    assert_eq!(failures(&events), [FailWhy::TooManyCnames]);
}

#[test]
fn servers_whose_addresses_only_they_could_tell_each_other_are_seen_at_once() {
    for ttl in [0, 300] {
        let root = format!(
            r#"{{"name": "example", "ns": "ns.other", "ttl": {ttl}}},
               {{"name": "other", "ns": "ns.example", "ttl": {ttl}}}"#
        );
        let mut net = net(&root, "", "");
        let mut resolver = Net::recursive();
        let names = "ns.other -> ns.example -> ns.other";
        let circle = format!("the search for a server's address returns to ns.other ({names})");
        let (queries, why) = fails(&mut net, &mut resolver, "www.example");
        assert_eq!((queries, &why), (2, &circle), "TTL {ttl}");
        // Remembered servers may have got their addresses since: the zone above is asked once, for each.
        let (queries, why) = fails(&mut net, &mut resolver, "www.example");
        assert_eq!(why, circle, "TTL {ttl}, once more");
        assert!(queries <= 2, "TTL {ttl}: {queries} queries");
    }
}

#[test]
fn a_circle_of_several_zones_is_named_in_full() {
    let root: Vec<String> = (0..6)
        .map(|place| format!(r#"{{"name": "z{place}", "ns": "ns.z{}"}}"#, (place + 1) % 6))
        .collect();
    let mut net = net(&root.join(","), "", "");
    let (queries, why) = fails(&mut net, &mut Net::recursive(), "www.z0");
    let names = "ns.z1 -> ns.z2 -> ns.z3 -> ns.z4 -> ns.z5 -> ns.z0 -> ns.z1";
    let circle = format!("the search for a server's address returns to ns.z1 ({names})");
    assert_eq!((queries, why), (6, circle));
}

#[test]
fn a_circle_is_told_where_it_closed_and_at_the_end_and_not_at_each_step_between() {
    let root =
        (0..4).map(|place| format!(r#"{{"name": "z{place}", "ns": "ns.z{}"}}"#, (place + 1) % 4));
    let root: Vec<String> = root.collect();
    let mut net = net(&root.join(","), "", "");
    let (_, events) = net.ask(&mut Net::recursive(), "www.z0");
    let told = failures(&events);
    let is_circle = |why: &FailWhy| matches!(why, FailWhy::ServerCircle { .. });
    let circles: Vec<bool> = told.iter().map(is_circle).collect();
    let mut expected = vec![false; told.len()];
    expected[0] = true;
    expected[told.len() - 1] = true;
    assert!(told.len() > 2);
    assert_eq!(circles, expected, "{told:?}");
    // At the end it is said to be known already: whoever reads both need not read the same twice.
    let known = events.iter().filter_map(|event| match &event.kind {
        Kind::Failed { is_told, .. } => Some(*is_told),
        _ => None,
    });
    expected[0] = false;
    assert_eq!(known.collect::<Vec<bool>>(), expected);
}

#[test]
fn a_server_whose_name_is_an_alias_into_the_zone_it_serves_is_sought_once() {
    for ttl in [0, 300] {
        let root = format!(
            r#"{{"name": "example", "ns": "ns.other", "ttl": {ttl}}},
               {{"name": "other", "ns": "ns1.other"}}, {{"name": "ns1.other", "a": "203.0.114.53"}}"#
        );
        let other = format!(r#"{{"name": "ns", "cname": "x.example.", "ttl": {ttl}}}"#);
        let mut net = net(&root, "", &other);
        let mut resolver = Net::recursive();
        let names = "ns.other -> x.example -> ns.other";
        let circle = format!("the search for a server's address returns to ns.other ({names})");
        let (queries, why) = fails(&mut net, &mut resolver, "www.example");
        // The root for example, the root for other, and other's server.
        assert_eq!((queries, &why), (3, &circle), "TTL {ttl}");
        let sought = net.sent.iter().filter(|(.., asked)| asked == "ns.other A");
        assert_eq!(sought.count(), 2, "at the root and at other's server");
        assert_eq!(fails(&mut net, &mut resolver, "www.example").1, circle);
    }
}

#[test]
fn a_circle_of_servers_is_no_circle_where_one_of_them_can_be_found() {
    let root = r#"{"name": "example", "ns": ["ns.other", "ns1.example"]},
        {"name": "ns1.example", "a": "203.0.113.53"}, {"name": "other", "ns": "ns.example"}"#;
    let example = r#"{"name": "www", "a": "198.51.100.80"}"#;
    let mut net = net(root, example, "");
    let mut resolver = Net::recursive();
    let (rcode, _) = net.told(&mut resolver, "www.example");
    assert_eq!(rcode, Rcode::NoError);
    // The glue is over before the delegation is: it is asked for again, at the zone above.
    let root = r#"{"name": "example", "ns": "ns1.example"}, {"name": "ns1.example", "a": "203.0.113.53", "ttl": 5}"#;
    let mut net = self::net(root, example, "");
    let mut resolver = Net::recursive();
    net.told(&mut resolver, "www.example");
    net.now += Span::from_secs(10);
    let (rcode, _) = net.told(&mut resolver, "nix.example");
    assert_eq!((rcode, net.asked()), (Rcode::NxDomain, vec![ROOT, NS_1]));
}

#[test]
fn a_cname_circle_at_a_servers_name_is_why_its_zone_cannot_be_asked() {
    let root = r#"{"name": "example", "ns": "ns.other"},
        {"name": "other", "ns": "ns1.other"}, {"name": "ns1.other", "a": "203.0.114.53"}"#;
    let other = r#"{"name": "ns", "cname": "ns2"}, {"name": "ns2", "cname": "ns"}"#;
    let (_, why) = fails(
        &mut net(root, "", other),
        &mut Net::recursive(),
        "www.example",
    );
    let names = "ns.other -> ns2.other -> ns.other";
    assert_eq!(
        why,
        format!("the chain of CNAMEs returns to ns.other ({names})")
    );
}

#[test]
fn a_server_within_its_own_zone_without_glue_could_only_be_asked_of_itself() {
    let mut net = net(PLAIN, r#"{"name": "www", "a": "198.51.100.80"}"#, "");
    net.tampering = Some((ROOT, |message| message.additional.clear()));
    let (queries, why) = fails(&mut net, &mut Net::recursive(), "www.example");
    assert_eq!(queries, 1);
    let expected = "the address of ns1.example, a server of example, could only be asked of itself: \
                    no glue came along";
    assert_eq!(why, expected);
}

#[test]
fn servers_that_refer_up_or_to_themselves_are_asked_once() {
    for to in [".", "example"] {
        let mut net = net(PLAIN, "", "");
        net.tampering = Some((
            NS_1,
            match to {
                "." => |message| refer(message, "."),
                _ => |message| refer(message, "example"),
            },
        ));
        let (queries, why) = fails(&mut net, &mut Net::recursive(), "www.example");
        let to: Name = to.parse().unwrap();
        let expected = format!("the servers of example refer back to those of {to}");
        assert_eq!((queries, why), (2, expected));
    }
}

/// Makes a referral of an answer.
fn refer(message: &mut Message, to: &str) {
    message.answers.clear();
    message.aa = false;
    message.rcode = Rcode::NoError;
    let server = crate::RecordData::Ns(name("ns1.example"));
    message.authority = vec![Record::new(name(to), 300, server)];
}

#[test]
fn a_resolver_never_asks_itself() {
    let mut net = net(PLAIN, "", "");
    let config = RecursiveConfig {
        own_address: Some(NS_1),
        ..Net::recursive().config().clone()
    };
    let mut resolver = Recursive::new(config);
    let (queries, why) = fails(&mut net, &mut resolver, "www.example");
    assert_eq!(queries, 1);
    assert_eq!(why, "ns1.example is this resolver itself");
}

#[test]
fn too_deep_a_search_for_servers_says_so_and_not_that_it_is_a_circle() {
    let link = |place| format!(r#"{{"name": "z{place}", "ns": "ns.z{}"}}"#, place + 1);
    let mut zones: Vec<String> = (0..9).map(link).collect();
    zones.push(r#"{"name": "z9", "ns": "a.z9"}, {"name": "a.z9", "a": "203.0.113.53"}"#.to_owned());
    let mut net = net(&zones.join(","), "", "");
    let (answer, events) = net.ask(&mut Net::recursive(), "www.z0");
    assert_eq!(answer.rcode, Rcode::ServFail);
    assert_eq!(failures(&events).last(), Some(&FailWhy::TooDeep));
}

#[test]
fn a_stub_sees_a_chain_that_returns_whoever_tells_it() {
    for ttl in [0, 60] {
        let example = format!(
            r#"{{"name": "self", "cname": "self", "ttl": {ttl}}},
               {{"name": "far", "cname": "back.other.", "ttl": {ttl}}}"#
        );
        let other = format!(r#"{{"name": "back", "cname": "far.example.", "ttl": {ttl}}}"#);
        let mut net = net(PLAIN, &example, &other);
        // One server has both zones and stops at their bounds.
        let specs = [&example, &other].into_iter().zip(["example", "other"]);
        let specs: Vec<String> = specs
            .map(|(records, origin)| {
                format!(
                    r#"{{"origin": "{origin}", "records": [{{"name": "@", "ns": "ns.elsewhere."}}, {records}]}}"#
                )
            })
            .collect();
        let both: Vec<&str> = specs.iter().map(String::as_str).collect();
        net.servers = vec![(NS_1, authority(&both))];
        for (asked, queries) in [("self.example", 1), ("far.example", 2)] {
            let mut stub = Stub::new(StubConfig::new(vec![NS_1]));
            for (round, most) in [queries, if ttl == 0 { queries } else { 0 }]
                .iter()
                .enumerate()
            {
                net.sent.clear();
                stub.resolve(net.now, 0, Question::address_of(name(asked)));
                let (answers, events) = net.run_stub(&mut stub);
                let failed = Resolution::ServFail(Rcode::ServFail);
                assert_eq!(answers[0].resolution, failed, "{asked}");
                assert_eq!(net.sent.len(), *most, "{asked}, TTL {ttl}, round {round}");
                let why = failures(&events);
                let [FailWhy::CnameCircle { names }] = &why[..] else {
                    panic!("{asked}: {why:?}")
                };
                assert_eq!(names.first(), names.last());
            }
        }
    }
}
