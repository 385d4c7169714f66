//! The way from the root down, and everything that can be in it.

use core::net::Ipv4Addr;

use hoplab_units::Span;
use proptest::prelude::*;

use super::net::{CLIENT, EXAMPLE_1, EXAMPLE_2, HOSTER, Net, ROOT, TLD, has};
use super::*;
use crate::{
    Asker, DnsEventKind as Kind, FailWhy, NextWhy, Over, RecordData, Recursive, RecursiveConfig,
    StepId, WrongWhy,
};

const WWW: &str = "www.example.com. 300 IN A 198.51.100.80";

#[test]
fn a_first_lookup_goes_from_the_root_down_and_the_next_starts_where_it_knows() {
    let (mut net, mut resolver) = (Net::internet(), Net::recursive());
    let (answer, events) = net.ask(&mut resolver, "www.example.com");
    assert_eq!(told(&answer), (Rcode::NoError, vec![WWW.to_owned()]));
    assert_eq!(net.asked(), [ROOT, TLD, EXAMPLE_1]);
    let zones: Vec<String> = events
        .iter()
        .filter_map(|event| match &event.kind {
            Kind::QuerySent { zone, .. } => Some(zone.to_string()),
            _ => None,
        })
        .collect();
    assert_eq!(zones, [".", "com", "example.com"]);
    assert_eq!(
        net.ask(&mut resolver, "blog.example.com").0.answers.len(),
        2
    );
    assert_eq!(net.asked(), [EXAMPLE_1]);
    net.told(&mut resolver, "www.glueless.com");
    assert_eq!(net.asked()[0], TLD, "com is known, glueless.com is not");
}

#[test]
fn what_is_cached_is_answered_at_once_with_its_ttl_counted_down_and_asked_again_at_its_end() {
    let (mut net, mut resolver) = (Net::internet(), Net::recursive());
    net.told(&mut resolver, "www.example.com");
    net.now += Span::from_millis(9_500);
    let (_, lines) = net.told(&mut resolver, "www.example.com");
    assert_eq!(lines, ["www.example.com. 290 IN A 198.51.100.80"]);
    assert!(net.sent.is_empty());
    net.now += Span::from_secs(291);
    let (answer, events) = net.ask(&mut resolver, "www.example.com");
    assert_eq!(lines_of(&answer), [WWW]);
    assert!(has(&events, |kind| matches!(kind, Kind::Expired { .. })));
}

fn lines_of(answer: &Message) -> Vec<String> {
    lines(&answer.answers)
}

#[test]
fn a_moved_server_is_not_noticed_before_the_ttl_ends() {
    let (mut net, mut resolver) = (Net::internet(), Net::recursive());
    net.told(&mut resolver, "www.example.com");
    for (_, server) in &mut net.servers {
        if let Some(zone) = server.zone_mut(&name("example.com")) {
            let moved = serde_json::from_str(r#"{"name": "www", "a": "203.0.113.7"}"#).unwrap();
            zone.change(&moved).unwrap();
        }
    }
    let (_, stale) = net.told(&mut resolver, "www.example.com");
    assert!(stale[0].ends_with("198.51.100.80"));
    net.now += Span::from_secs(300);
    let (_, fresh) = net.told(&mut resolver, "www.example.com");
    assert!(fresh[0].ends_with("203.0.113.7"));
}

#[test]
fn a_lost_query_is_asked_again() {
    let (mut net, mut resolver) = (Net::internet(), Net::recursive());
    net.losing.push((ROOT, 1));
    let (answer, events) = net.ask(&mut resolver, "www.example.com");
    assert_eq!(lines_of(&answer), [WWW]);
    assert_eq!(net.asked(), [ROOT, ROOT, TLD, EXAMPLE_1]);
    assert!(has(
        &events,
        |kind| matches!(kind, Kind::TimedOut { server, .. } if *server == ROOT)
    ));
    assert!(has(&events, |kind| matches!(kind, Kind::AskedAgain { .. })));
}

#[test]
fn a_server_that_is_down_or_closed_or_cannot_help_is_passed_over_for_the_next_of_its_zone() {
    type Break = fn(&mut Net);
    let breaks: [(Break, NextWhy); 5] = [
        (|net| net.dead.push(EXAMPLE_1), NextWhy::TimedOut),
        (|net| net.closed.push(EXAMPLE_1), NextWhy::Unreachable),
        (
            |net| net.tampering = Some((EXAMPLE_1, |message| message.rcode = Rcode::ServFail)),
            NextWhy::Error(Rcode::ServFail),
        ),
        (
            // It refers back up, as servers do that have lost their zone.
            |net| {
                net.tampering = Some((EXAMPLE_1, |message| {
                    message.answers.clear();
                    message.aa = false;
                    let data = RecordData::Ns("a.gtld.net".parse().unwrap());
                    let up = Record::new("com".parse().unwrap(), 300, data);
                    message.authority = vec![up];
                }));
            },
            NextWhy::RefersBack("com".parse().unwrap()),
        ),
        (
            // It neither has an answer nor knows who has.
            |net| {
                net.tampering = Some((EXAMPLE_1, |message| {
                    message.answers.clear();
                    message.aa = false;
                }));
            },
            NextWhy::Lame,
        ),
    ];
    for (breaks, expected) in breaks {
        let (mut net, mut resolver) = (Net::internet(), Net::recursive());
        breaks(&mut net);
        let (answer, events) = net.ask(&mut resolver, "www.example.com");
        assert_eq!(lines_of(&answer), [WWW]);
        assert_eq!(net.asked(), [ROOT, TLD, EXAMPLE_1, EXAMPLE_2]);
        assert!(has(&events, |kind| {
            matches!(kind, Kind::NextServer { server, why } if *server == EXAMPLE_2 && *why == expected)
        }));
    }
}

#[test]
fn when_all_servers_of_a_zone_are_down_the_client_is_told_servfail() {
    let (mut net, mut resolver) = (Net::internet(), Net::recursive());
    net.dead = vec![EXAMPLE_1, EXAMPLE_2];
    let (answer, events) = net.ask(&mut resolver, "www.example.com");
    assert_eq!(told(&answer), (Rcode::ServFail, vec![]));
    let asked = net.asked();
    assert_eq!(
        asked[2..],
        [EXAMPLE_1, EXAMPLE_2, EXAMPLE_1, EXAMPLE_2],
        "each twice, in turn"
    );
    let failed = Kind::Failed {
        why: FailWhy::Timeout,
        is_told: false,
    };
    assert!(has(&events, |kind| *kind == failed));
}

#[test]
fn a_name_server_without_glue_is_looked_up_first_as_a_step_of_its_own() {
    let (mut net, mut resolver) = (Net::internet(), Net::recursive());
    let (answer, events) = net.ask(&mut resolver, "www.glueless.com");
    assert_eq!(
        lines_of(&answer),
        ["www.glueless.com. 300 IN A 203.0.113.80"]
    );
    let child = events.iter().find_map(|event| match &event.kind {
        Kind::StepStarted {
            parent: Some(parent),
            asker: None,
            question,
        } => Some((event.step, *parent, question.to_string())),
        _ => None,
    });
    let expected = (StepId(1), StepId(0), "ns1.hoster.net A".to_owned());
    assert_eq!(child, Some(expected));
}

#[test]
fn a_cname_is_followed_into_another_zone() {
    let (mut net, mut resolver) = (Net::internet(), Net::recursive());
    let (answer, _) = net.ask(&mut resolver, "far.example.com");
    assert_eq!(
        lines_of(&answer),
        [
            // A tenth of a second has passed since this was heard; what is left is rounded down.
            "far.example.com. 299 IN CNAME www.glueless.com.",
            "www.glueless.com. 300 IN A 203.0.113.80"
        ]
    );
}

#[test]
fn cnames_in_a_circle_and_servers_that_need_each_other_end_in_servfail() {
    for (asked, most) in [
        ("round.example.com", 40),
        ("www.loop-a.com", 10),
        ("www.nowhere.com", 10),
    ] {
        let (mut net, mut resolver) = (Net::internet(), Net::recursive());
        let (answer, _) = net.ask(&mut resolver, asked);
        assert_eq!(told(&answer), (Rcode::ServFail, vec![]), "{asked}");
        assert!(
            net.sent.len() <= most,
            "{asked}: {} queries",
            net.sent.len()
        );
    }
}

#[test]
fn a_lookup_is_printed_as_dig_trace_does() {
    let (mut net, mut resolver) = (Net::internet(), Net::recursive());
    let (_, events) = net.ask(&mut resolver, "www.example.com");
    let expected = "\
com.\t\t\t300\tIN\tNS\ta.gtld.net.
;; Received 73 bytes from 198.41.0.4#53(a.root-servers.net) in 20 ms

example.com.\t\t300\tIN\tNS\tns1.example.com.
example.com.\t\t300\tIN\tNS\tns2.example.com.
;; Received 101 bytes from 192.5.6.30#53(a.gtld.net) in 20 ms

www.example.com.\t300\tIN\tA\t198.51.100.80
;; Received 49 bytes from 198.51.100.53#53(ns1.example.com) in 20 ms

";
    assert_eq!(crate::dig_trace(&mut events.iter()), expected);
}

#[test]
fn a_lookup_sends_no_more_queries_than_it_may() {
    let mut net = Net::internet();
    let config = RecursiveConfig {
        max_queries: 2,
        ..Net::recursive().config().clone()
    };
    let (answer, events) = net.ask(&mut Recursive::new(config), "www.example.com");
    assert_eq!((answer.rcode, net.sent.len()), (Rcode::ServFail, 2));
    let failed = Kind::Failed {
        why: FailWhy::TooManyQueries,
        is_told: false,
    };
    assert!(has(&events, |kind| *kind == failed));
}

#[test]
fn what_is_not_there_is_remembered_as_long_as_the_soa_says() {
    let (mut net, mut resolver) = (Net::internet(), Net::recursive());
    let (answer, _) = net.ask(&mut resolver, "nix.example.com");
    assert_eq!(answer.rcode, Rcode::NxDomain);
    assert!(lines(&answer.authority)[0].starts_with("example.com. 30 IN SOA"));
    net.now += Span::from_millis(29_900);
    let (answer, events) = net.ask(&mut resolver, "nix.example.com");
    assert!(net.sent.is_empty() && answer.rcode == Rcode::NxDomain);
    assert!(lines(&answer.authority)[0].starts_with("example.com. 0 IN SOA"));
    let negative = |kind: &Kind| {
        matches!(
            kind,
            Kind::CacheHit {
                is_negative: true,
                ..
            }
        )
    };
    assert!(has(&events, negative));
    net.now += Span::from_millis(100);
    assert_eq!(
        net.told(&mut resolver, "nix.example.com").0,
        Rcode::NxDomain
    );
    assert_eq!(net.asked(), [EXAMPLE_1]);
}

#[test]
fn an_answer_too_long_for_a_datagram_is_fetched_over_tcp() {
    let (mut net, mut resolver) = (Net::internet(), Net::recursive());
    let (answer, events) = net.ask(&mut resolver, "many.example.com");
    assert_eq!(answer.answers.len(), 40);
    let over: Vec<Over> = net.sent.iter().map(|(_, over, _)| *over).collect();
    assert_eq!(over, [Over::Udp, Over::Udp, Over::Udp, Over::Tcp]);
    assert!(has(&events, |kind| matches!(
        kind,
        Kind::TruncatedSoTcp { .. }
    )));
    // A client over UDP is told so in turn.
    let query = Message::query(5, Question::address_of(name("many.example.com")), true);
    resolver.handle_query(net.now, 2, CLIENT, &query.to_bytes(None), Over::Udp);
    let reply = Message::parse(&resolver.poll_answer().unwrap().bytes).unwrap();
    assert!(reply.tc && reply.answers.is_empty());
}

#[test]
fn what_a_server_says_of_others_is_not_believed() {
    let (mut net, mut resolver) = (Net::internet(), Net::recursive());
    net.tampering = Some((HOSTER, |message| {
        let address = RecordData::A(Ipv4Addr::new(6, 6, 6, 6));
        let poison = Record::new("www.example.com".parse().unwrap(), 9_999, address.clone());
        message.answers.push(poison.clone());
        message.additional.push(poison);
        let server = Record::new("a.gtld.net".parse().unwrap(), 9_999, address);
        message.additional.push(server);
        let data = RecordData::Ns("ns.evil.net".parse().unwrap());
        let zone = Record::new("com".parse().unwrap(), 9_999, data);
        message.authority.push(zone);
    }));
    let (_, events) = net.ask(&mut resolver, "www.glueless.com");
    assert!(has(&events, |kind| {
        matches!(kind, Kind::NotBelieved { name: of, .. } if *of == name("www.example.com"))
    }));
    let known = resolver.cache().snapshot(net.now).rows;
    let evil = RecordData::A(Ipv4Addr::new(6, 6, 6, 6));
    assert!(known.iter().all(|row| !row.data.contains(&evil)));
    assert_eq!(net.told(&mut resolver, "www.example.com").1, [WWW]);
}

#[test]
fn an_answer_with_another_id_question_or_sender_is_ignored() {
    let (mut net, mut resolver) = (Net::internet(), Net::recursive());
    let query = Message::query(5, Question::address_of(name("www.example.com")), true);
    resolver.handle_query(net.now, 1, CLIENT, &query.to_bytes(None), Over::Udp);
    let sent = resolver.poll_transmit(net.now, &mut || 77).unwrap();
    let asked = Message::parse(&sent.bytes).unwrap();
    let good = net.servers[0].1.answer(&asked);
    let other_question = Question::address_of(name("www.example.net"));
    let wrong = [
        (
            WrongWhy::OtherId,
            Message {
                id: 78,
                ..good.clone()
            }
            .to_bytes(None),
        ),
        (
            WrongWhy::OtherQuestion,
            Message {
                question: Some(other_question),
                ..good.clone()
            }
            .to_bytes(None),
        ),
        (WrongWhy::NotAnAnswer, sent.bytes.clone()),
        (WrongWhy::Unreadable, vec![1, 2, 3]),
    ];
    let reason = |resolver: &mut Recursive| {
        let events = core::iter::from_fn(|| resolver.poll_event());
        let reason = events.filter_map(|event| match event.kind {
            Kind::WrongAnswerIgnored { why, .. } => Some(why),
            _ => None,
        });
        reason.last()
    };
    for (why, bytes) in wrong {
        resolver.handle_response(net.now, sent.key, ROOT, &bytes);
        assert_eq!(reason(&mut resolver), Some(why));
    }
    resolver.handle_response(net.now, sent.key, TLD, &good.to_bytes(None));
    assert_eq!(reason(&mut resolver), Some(WrongWhy::OtherServer));
    assert!(resolver.is_waiting(sent.key));
    resolver.handle_response(net.now, sent.key, ROOT, &good.to_bytes(None));
    assert!(!resolver.is_waiting(sent.key), "now it is answered");
    assert_eq!(net.run(&mut resolver).0.len(), 1);
}

#[test]
fn clients_that_ask_the_same_share_one_lookup() {
    let (mut net, mut resolver) = (Net::internet(), Net::recursive());
    for client in 0..5 {
        let question = Question::address_of(name("www.example.com"));
        let query = Message::query(client as u16, question, true);
        resolver.handle_query(net.now, client, CLIENT, &query.to_bytes(None), Over::Udp);
    }
    let (answers, events) = net.run(&mut resolver);
    let who = |event: &crate::DnsEvent| match event.kind {
        Kind::StepStarted { asker, .. } => asker,
        Kind::ClientJoined { asker } => Some(asker),
        _ => None,
    };
    let asked: Vec<Asker> = events.iter().filter_map(who).collect();
    let by = |id| Asker::Query {
        from: CLIENT,
        over: Over::Udp,
        id,
    };
    assert_eq!(asked, [by(0), by(1), by(2), by(3), by(4)]);
    let clients: Vec<u64> = answers.iter().map(|answer| answer.client).collect();
    assert_eq!(clients, [0, 1, 2, 3, 4]);
    assert_eq!(net.sent.len(), 3);
    for answer in answers {
        let message = Message::parse(&answer.bytes).unwrap();
        assert_eq!(u64::from(message.id), answer.client);
    }
}

#[test]
fn a_record_that_may_not_be_remembered_is_answered_and_asked_for_anew() {
    let (mut net, mut resolver) = (Net::internet(), Net::recursive());
    for _ in 0..2 {
        let (_, lines) = net.told(&mut resolver, "brief.example.com");
        assert_eq!(lines, ["brief.example.com. 0 IN A 198.51.100.81"]);
        assert_eq!(net.asked().last(), Some(&EXAMPLE_1));
    }
}

#[test]
fn who_does_not_want_recursion_is_refused_and_who_cannot_be_read_is_told() {
    let mut resolver = Net::recursive();
    let query = Message::query(5, Question::address_of(name("www.example.com")), false);
    let bytes = query.to_bytes(None);
    let now = hoplab_units::Time::ZERO;
    for (bytes, expected) in [(&bytes[..], Rcode::Refused), (&bytes[..15], Rcode::FormErr)] {
        assert!(resolver.handle_query(now, 1, CLIENT, bytes, Over::Udp));
        let reply = Message::parse(&resolver.poll_answer().unwrap().bytes).unwrap();
        assert_eq!((reply.id, reply.rcode), (5, expected));
    }
    for bytes in [&query.reply().to_bytes(None)[..], &[5; 3]] {
        assert!(!resolver.handle_query(now, 1, CLIENT, bytes, Over::Udp));
    }
    assert_eq!(resolver.poll_answer(), None);
}

#[test]
fn one_client_too_many_for_a_lookup_is_told_at_once_and_the_others_wait_on() {
    let (mut net, mut resolver) = (Net::internet(), Net::recursive());
    let most = Recursive::MAX_CLIENTS as u64;
    for client in 0..=most {
        let question = Question::address_of(name("www.example.com"));
        let query = Message::query(client as u16, question, true);
        let bytes = query.to_bytes(None);
        assert!(resolver.handle_query(net.now, client, CLIENT, &bytes, Over::Udp));
    }
    let told = resolver.poll_answer().expect("it is told");
    let reply = Message::parse(&told.bytes).unwrap();
    assert_eq!((told.client, reply.rcode), (most, Rcode::ServFail));
    assert_eq!(resolver.poll_answer(), None);
    let (answers, _) = net.run(&mut resolver);
    assert!(answers.iter().map(|answer| answer.client).eq(0..most));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Over seeds of loss and waiting: what is answered comes from the zone and never outlives it.
    #[test]
    fn an_answer_is_never_older_than_its_ttl(
        steps in prop::collection::vec((0..5_usize, 0..400_000_u64, 0..2_u32, any::<bool>()), 1..20),
    ) {
        let (mut net, mut resolver) = (Net::internet(), Net::recursive());
        // Every change of the record: from when it holds.
        let mut history = vec![(hoplab_units::Time::ZERO, Ipv4Addr::new(198, 51, 100, 80))];
        for (server, wait, losing, moves) in steps {
            net.now += Span::from_millis(wait);
            let to = net.servers[server].0;
            net.losing = vec![(to, losing)];
            if moves {
                let last = history.len() as u8;
                let address = Ipv4Addr::new(203, 0, 113, last);
                history.push((net.now, address));
                for (_, server) in &mut net.servers {
                    if let Some(zone) = server.zone_mut(&name("example.com")) {
                        let data = vec![RecordData::A(address)];
                        zone.set(name("www.example.com"), RecordType::A, data, 300).unwrap();
                    }
                }
            }
            let (answer, _) = net.ask(&mut resolver, "www.example.com");
            prop_assert_eq!(answer.rcode, Rcode::NoError);
            let record = &answer.answers[0];
            let RecordData::A(address) = record.data else { panic!("no address") };
            let ended = history.iter().position(|(_, held)| *held == address).unwrap() + 1;
            // Whoever remembers it for its TTL must not do so longer than 300 s past its end.
            if let Some((end, _)) = history.get(ended) {
                let until = net.now + Span::from_secs(record.ttl.into());
                prop_assert!(until <= *end + Span::from_secs(300));
            }
        }
    }

    #[test]
    fn no_bytes_from_anyone_make_a_resolver_panic_or_hang(
        bytes in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..80), 0..10),
        messages in prop::collection::vec(super::messages::any_message(), 1..10),
    ) {
        let (mut net, mut resolver) = (Net::internet(), Net::recursive());
        let query = Message::query(5, Question::address_of(name("www.example.com")), true);
        resolver.handle_query(net.now, 1, CLIENT, &query.to_bytes(None), Over::Udp);
        for mut message in messages {
            let Some(sent) = resolver.poll_transmit(net.now, &mut || 1) else { break };
            for bytes in &bytes {
                resolver.handle_response(net.now, sent.key, sent.to, bytes);
                resolver.handle_query(net.now, 3, CLIENT, bytes, Over::Udp);
            }
            message.id = sent.id;
            message.qr = true;
            message.question = Message::parse(&sent.bytes).unwrap().question;
            resolver.handle_response(net.now, sent.key, sent.to, &message.to_bytes(None));
        }
        net.run(&mut resolver);
    }
}
