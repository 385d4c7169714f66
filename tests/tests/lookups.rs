//! Names under loss and change, over many seeds: a lost packet costs a lookup time and nothing else, and nobody is
//! given an address whose time is over.

use std::net::Ipv4Addr;

use hoplab_dns::{DnsEventKind, Name, RecordSpec};
use hoplab_explain::run;
use hoplab_replay::Recording;
use hoplab_scenario::{Program, Scenario, library};
use hoplab_sim::apps::{AppEvent, BrowserState, LookupError, LookupEvent, Screen};
use hoplab_sim::{
    AppSnapshot, Command, DropReason, EventKind, NodeId, PacketAction, PacketId, Timed, TraceEvent,
    World,
};
use hoplab_tests::{Random, is_full, sweep};
use hoplab_units::{Share, Span, Time};

const DNS: u16 = 53;

fn play(recording: &Recording, until: Time) -> World {
    run(recording, until, 1_000_000).unwrap().0
}

fn app(event: &TraceEvent) -> Option<&AppEvent> {
    match &event.kind {
        EventKind::App(app) => Some(app),
        _ => None,
    }
}

/// The packets that carry DNS, and when they were sent.
fn dns_packets(world: &World) -> Vec<(Time, PacketId)> {
    let is_dns = |event: &TraceEvent| match &event.kind {
        EventKind::Originated { packet, frame, .. } => {
            let summary = frame.summary()?;
            let either = summary.src_port == Some(DNS) || summary.dst_port == Some(DNS);
            either.then_some((event.at, *packet))
        }
        _ => None,
    };
    world.trace().iter().filter_map(is_dns).collect()
}

fn recording(name: &str) -> Recording {
    Recording::new(library::find(name).unwrap())
}

/// How many lookups succeeded, and how many pages are there whole.
fn found_and_loaded(world: &World) -> (usize, usize) {
    let found = |app: &&AppEvent| matches!(app, AppEvent::Lookup(LookupEvent::Found { .. }));
    let loaded = |app: &AppSnapshot| matches!(&app.screen, Screen::Browser(screen) if screen.state == BrowserState::Done);
    (
        world.trace().iter().filter_map(app).filter(found).count(),
        world.apps().iter().filter(|app| loaded(app)).count(),
    )
}

#[test]
fn a_lookup_succeeds_whichever_single_dns_packet_is_lost() {
    let base = recording("first-lookup");
    let packets = dns_packets(&play(&base, base.scenario.until));
    // Client and resolver, resolver and three servers: a question and an answer each.
    assert_eq!(packets.len(), 8);
    for (at, packet) in packets {
        let mut lossy = base.clone();
        let action = PacketAction::Kill;
        let command = Command::SetPacket { packet, action };
        lossy.commands.push(Timed { at, command });
        let world = play(&lossy, Time::from_secs(30));
        let killed = |event: &&TraceEvent| matches!(event.kind, EventKind::Dropped { packet: it, why: DropReason::Killed, .. } if it == packet);
        assert_eq!(world.trace().iter().filter(killed).count(), 1, "{packet:?}");
        assert_eq!(found_and_loaded(&world), (1, 1), "{packet:?} sent at {at}");
    }
}

#[test]
fn a_lookup_of_which_two_packets_are_lost_succeeds_or_its_program_is_told() {
    let base = recording("first-lookup");
    let (mut found, mut tries) = (0, 0);
    let firsts = dns_packets(&play(&base, base.scenario.until));
    let firsts_len = firsts.len();
    for (at, packet) in firsts {
        let mut once = base.clone();
        let action = PacketAction::Kill;
        let command = Command::SetPacket { packet, action };
        once.commands.push(Timed { at, command });
        let after_it = dns_packets(&play(&once, Time::from_secs(30)));
        for (later, second) in after_it.into_iter().filter(|(when, _)| *when > at) {
            let mut twice = once.clone();
            let command = Command::SetPacket {
                packet: second,
                action,
            };
            twice.commands.push(Timed { at: later, command });
            let world = play(&twice, Time::from_secs(60));
            let told = |app: &AppEvent| matches!(app, AppEvent::Lookup(LookupEvent::Failed { .. }));
            let told = world
                .trace()
                .iter()
                .filter_map(app)
                .filter(|it| told(it))
                .count();
            match found_and_loaded(&world) {
                (1, 1) => found += 1,
                nothing => assert_eq!((nothing, told), ((0, 0), 1), "{packet:?} and {second:?}"),
            }
            tries += 1;
        }
    }
    // Of each exchange two tries at most are made: it fails for whom query or answer is lost of both, and for no
    // one else.
    assert_eq!(tries - found, firsts_len * 2, "{found} of {tries}");
}

/// An address that the name had, until when, and for how long it could be remembered.
struct Once {
    address: Ipv4Addr,
    from: Time,
    to: Time,
    ttl: u32,
}

fn node(scenario: &Scenario, name: &str) -> NodeId {
    let is_it = |node: &hoplab_scenario::Node| node.id == name;
    NodeId(scenario.nodes.iter().position(is_it).unwrap() as u16)
}

/// How long the stories of changing records go on.
const LONG: Time = Time::from_secs(40);

/// A story in which `www.example.com` moves from address to address, now and then to none, while somebody asks for
/// it again and again, on lines that lose packets.
fn moving(seed: u64) -> (Recording, Vec<Once>) {
    let mut random = Random::new(seed);
    let mut scenario = library::find("first-lookup").unwrap();
    for link in &mut scenario.links {
        link.loss = Share::from_percent(random.below(6) as u32);
        link.delay = Span::from_millis(random.between(1, 60));
    }
    let ttl = random.between(0, 6) as u32;
    for program in scenario
        .nodes
        .iter_mut()
        .flat_map(|node| &mut node.programs)
    {
        let Program::DnsServer(server) = program else {
            continue;
        };
        for zone in &mut server.zones {
            zone.soa.minimum = 2;
            for record in zone
                .records
                .iter_mut()
                .filter(|record| record.name == "www")
            {
                record.ttl = Some(ttl);
            }
        }
    }
    let (client, ns1) = (node(&scenario, "client"), node(&scenario, "ns1"));
    let mut recording = Recording::new(scenario);
    recording.seed = seed;
    let mut all = vec![Once {
        address: Ipv4Addr::new(198, 51, 100, 80),
        from: Time::ZERO,
        to: LONG,
        ttl,
    }];
    let mut now = Time::ZERO;
    for number in 0.. {
        now += Span::from_millis(random.between(100, 5000));
        if now >= LONG {
            break;
        }
        if let Some(last) = all.last_mut() {
            last.to = last.to.min(now);
        }
        let mut record = RecordSpec {
            name: "www".into(),
            ..RecordSpec::default()
        };
        if random.below(5) > 0 {
            let (address, ttl) = (
                Ipv4Addr::new(198, 51, 100, 100 + number),
                random.between(0, 6) as u32,
            );
            record.a = vec![address];
            record.ttl = Some(ttl);
            let (from, to) = (now, LONG);
            all.push(Once {
                address,
                from,
                to,
                ttl,
            });
        }
        let zone: Name = "example.com".parse().unwrap();
        let record = Box::new(record);
        let command = Command::SetRecord {
            node: ns1,
            zone,
            record,
        };
        recording.commands.push(Timed { at: now, command });
    }
    let ask = r#"{ "echo-client": { "to": "www.example.com", "transport": "udp" } }"#;
    let mut now = Time::ZERO;
    while now < LONG {
        now += Span::from_millis(random.between(50, 1500));
        let program = Box::new(serde_json::from_str(ask).unwrap());
        let command = Command::Start {
            node: client,
            program,
        };
        recording.commands.push(Timed { at: now, command });
    }
    recording.commands.sort_by_key(|timed| timed.at);
    (recording, all)
}

#[test]
fn nobody_is_given_an_address_longer_after_it_was_removed_than_its_ttl_allows() {
    let seeds = if is_full() { 0..5_000 } else { 0..200 };
    let [found, stale, failed] = sweep(seeds, |seed| {
        let (recording, all) = moving(seed);
        let world = play(&recording, LONG);
        let (mut found, mut stale, mut failed) = (0, 0, 0);
        for event in world.trace().iter() {
            match app(event) {
                Some(AppEvent::Lookup(LookupEvent::Found { addresses, .. })) => {
                    let [address] = addresses[..] else {
                        panic!("seed {seed}: {addresses:?}");
                    };
                    let once = all.iter().find(|once| once.address == address);
                    let once = once.expect("the name had this address once");
                    // What was on its way when the record changed is no older than a second.
                    let latest = once.to + Span::from_secs(u64::from(once.ttl) + 1);
                    assert!(
                        (once.from..=latest).contains(&event.at),
                        "seed {seed}: {address} at {}, gone since {}, TTL {}",
                        event.at,
                        once.to,
                        once.ttl
                    );
                    found += 1;
                    stale += u64::from(event.at > once.to);
                }
                Some(AppEvent::Lookup(LookupEvent::Failed { .. })) => failed += 1,
                _ => {}
            }
        }
        [found, stale, failed]
    });
    // There was something to be wrong about.
    assert!(
        found > 4_000 && stale > 400 && failed > 200,
        "{found} {stale} {failed}"
    );
}

/// A small internet: a client, its resolver, a root server, and a server each for `example` and `other`. What is in
/// the zones beside their servers is given, and what the client looks up, at one time a second.
fn internet(root: &str, example: &str, other: &str, names: &[&str]) -> World {
    let hosts = [
        ("client", "192.0.2.10", String::new()),
        (
            "resolver",
            "198.18.0.53",
            r#"{ "resolver": { "roots": [ { "name": "a.root", "address": "198.18.1.53" } ] } }"#
                .to_owned(),
        ),
        (
            "root",
            "198.18.1.53",
            server(".", "a.root", "198.18.1.53", root),
        ),
        (
            "ns1",
            "203.0.113.53",
            server("example", "ns1", "203.0.113.53", example),
        ),
        (
            "ns2",
            "203.0.114.53",
            server("other", "ns1", "203.0.114.53", other),
        ),
        ("web", "198.51.100.80", String::new()),
    ];
    let mut nodes = r#"{ "id": "r1", "address": "10.0.0.1" }"#.to_owned();
    let mut links = String::new();
    for (id, address, program) in &hosts {
        nodes += &format!(
            r#", {{ "id": "{id}", "role": "host", "address": "{address}", "resolvers": [{}], "programs": [{program}] }}"#,
            if *id == "client" {
                "\"198.18.0.53\""
            } else {
                ""
            }
        );
        let comma = if links.is_empty() { "" } else { ", " };
        links +=
            &format!(r#"{comma}{{ "a": "{id}", "b": "r1", "rate": "10Mbit/s", "delay": "5ms" }}"#);
    }
    let starts: Vec<String> = names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            format!(
                r#"{{ "at": "{at}s", "command": {{ "start": {{ "node": "client", "program": {{ "ping": {{ "to": "{name}", "count": 1 }} }} }} }} }}"#
            )
        })
        .collect();
    let text = format!(
        r#"{{ "schema": 1, "nodes": [{nodes}], "links": [{links}], "script": [{}], "until": "30s" }}"#,
        starts.join(", ")
    );
    let scenario = Scenario::from_json(&text).unwrap();
    play(&Recording::new(scenario), Time::from_secs(30))
}

fn server(origin: &str, ns: &str, address: &str, more: &str) -> String {
    let comma = if more.is_empty() { "" } else { ", " };
    format!(
        r#"{{ "dns-server": {{ "zones": [ {{ "origin": "{origin}", "records": [
            {{ "name": "@", "ns": "{ns}" }}, {{ "name": "{ns}", "a": "{address}" }}{comma}{more} ] }} ] }} }}"#
    )
}

const DELEGATIONS: &str = r#"
    { "name": "example", "ns": "ns1.example" }, { "name": "ns1.example", "a": "203.0.113.53" },
    { "name": "other", "ns": "ns1.other" }, { "name": "ns1.other", "a": "203.0.114.53" }"#;

/// What programs were told of the names they asked for, in order.
fn told(world: &World) -> Vec<Result<String, LookupError>> {
    let of = |app: &AppEvent| match app {
        AppEvent::Lookup(LookupEvent::Found { addresses, .. }) => {
            Some(Ok(addresses[0].to_string()))
        }
        AppEvent::Lookup(LookupEvent::Failed { error, .. }) => Some(Err(*error)),
        _ => None,
    };
    world
        .trace()
        .iter()
        .filter_map(app)
        .filter_map(of)
        .collect()
}

fn dns(app: &AppEvent) -> Option<&DnsEventKind> {
    match app {
        AppEvent::Dns(dns) => Some(&dns.kind),
        _ => None,
    }
}

/// What the resolver did: how many queries it sent, and every reason for giving up.
fn queries_and_reasons(world: &World) -> (usize, Vec<String>) {
    let resolver = world
        .spec()
        .nodes
        .iter()
        .position(|node| node.name == "resolver");
    let of_resolver =
        |event: &&TraceEvent| event.place.node().map(|node| usize::from(node.0)) == resolver;
    let events = world.trace().iter().filter(of_resolver);
    let (mut queries, mut reasons) = (0, Vec::new());
    for kind in events.filter_map(app).filter_map(dns) {
        match kind {
            DnsEventKind::QuerySent { .. } => queries += 1,
            DnsEventKind::Failed { why, .. } => reasons.push(why.to_string()),
            _ => {}
        }
    }
    (queries, reasons)
}

#[test]
fn wildcards_answer_names_that_do_not_exist_and_no_others() {
    let example = r#"{ "name": "www", "a": "198.51.100.80" }, { "name": "*", "a": "198.51.100.80" },
        { "name": "*.d", "a": "198.51.100.81" }, { "name": "r.c.d", "a": "198.51.100.82" },
        { "name": "*.alias", "cname": "www" }"#;
    let names = [
        "anything.example",
        "x.d.example",
        "something.r.c.d.example",
        "*.example",
        "c.d.example",
        "x.alias.example",
    ];
    let world = internet(DELEGATIONS, example, "", &names);
    let found = |address: &str| Ok(address.to_owned());
    assert_eq!(
        told(&world),
        [
            found("198.51.100.80"),
            found("198.51.100.81"),
            Err(LookupError::NoSuchName),
            found("198.51.100.80"),
            Err(LookupError::NoAddress),
            found("198.51.100.80"),
        ]
    );
}

#[test]
fn circles_of_cnames_cost_one_query_a_server_and_say_where_they_return() {
    for ttl in [0, 60] {
        let example = format!(
            r#"{{ "name": "loop", "cname": "loop", "ttl": {ttl} }}, {{ "name": "far", "cname": "back.other.", "ttl": {ttl} }},
               {{ "name": "*.wild", "cname": "x.wild", "ttl": {ttl} }}"#
        );
        let other = format!(r#"{{ "name": "back", "cname": "far.example.", "ttl": {ttl} }}"#);
        for (name, queries, circle) in [
            ("loop.example", 2, "loop.example -> loop.example"),
            ("far.example", 4, "far.example -> back.other -> far.example"),
            ("y.wild.example", 2, "x.wild.example -> x.wild.example"),
        ] {
            let world = internet(DELEGATIONS, &example, &other, &[name]);
            assert_eq!(told(&world), [Err(LookupError::ServerFailure)]);
            let back = circle.rsplit(" -> ").next().unwrap_or_default();
            let reason = format!("the chain of CNAMEs returns to {back} ({circle})");
            assert_eq!(
                queries_and_reasons(&world),
                (queries, vec![reason]),
                "TTL {ttl}"
            );
        }
    }
}

#[test]
fn a_name_server_whose_name_is_an_alias_into_its_own_zone_is_sought_once() {
    let root = r#"{ "name": "example", "ns": "ns.other" }, { "name": "other", "ns": "ns1.other" },
        { "name": "ns1.other", "a": "203.0.114.53" }"#;
    let other = r#"{ "name": "ns", "cname": "x.example." }"#;
    let world = internet(root, "", other, &["www.example"]);
    assert_eq!(told(&world), [Err(LookupError::ServerFailure)]);
    let circle =
        "the search for a server's address returns to ns.other (ns.other -> x.example -> ns.other)";
    // The server's name could not be found, and so neither could the name that was asked for.
    let reasons = vec![circle.to_owned(); 2];
    assert_eq!(queries_and_reasons(&world), (3, reasons));
}
