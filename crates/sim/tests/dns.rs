//! Names on a small internet: servers, resolvers, caches, and what happens when one of them does not answer.

mod common;

use common::*;
use hoplab_dns::{DnsEventKind, FailWhy, Name, RecordSpec, Wildcard, WildcardEffect};
use hoplab_sim::apps::{
    AppEvent, ClientError, DnsServerEvent, DnsServerSpec, EchoEvent, LookupError, LookupEvent,
    Screen,
};
use hoplab_sim::*;
use hoplab_units::Share;

fn zone() -> DnsServerSpec {
    serde_json::from_str(
        r#"{ "zones": [ { "origin": "example.com", "records": [
            { "name": "@", "ns": "ns1" },
            { "name": "ns1", "a": "198.51.100.80" },
            { "name": "www", "a": "198.51.100.80", "ttl": 60 } ] } ] }"#,
    )
    .expect("it is a zone")
}

fn set(name: &str, address: &str) -> Command {
    Command::SetRecord {
        node: SERVER,
        zone: "example.com".parse::<Name>().unwrap(),
        record: Box::new(RecordSpec {
            name: name.into(),
            a: vec![address.parse().unwrap()],
            ..RecordSpec::default()
        }),
    }
}

fn records_of(world: &World, name: &str) -> Vec<String> {
    let Screen::DnsServer(screen) = &world.apps()[0].screen else {
        panic!("it is a name server");
    };
    let records = screen.zones[0].records.iter();
    let of = records.filter(|record| record.name.to_string().starts_with(name));
    of.map(|record| record.data.to_string()).collect()
}

#[test]
fn a_record_can_be_changed_while_the_world_runs() {
    let mut spec = diamond(1);
    if let Role::Host(host) = &mut spec.nodes[SERVER.index()].role {
        host.programs = vec![ProgramSpec::DnsServer(zone())];
    }
    let mut world = World::new(&spec);
    run(&mut world, 1);
    assert_eq!(records_of(&world, "www"), ["198.51.100.80"]);
    world.apply(set("www", "203.0.113.9")).unwrap();
    assert_eq!(records_of(&world, "www"), ["203.0.113.9"]);
    let mut none = set("www", "203.0.113.9");
    if let Command::SetRecord { record, .. } = &mut none {
        record.a.clear();
    }
    world.apply(none).unwrap();
    assert_eq!(records_of(&world, "www"), [""; 0]);
}

#[test]
fn a_change_that_breaks_the_zone_or_meets_none_is_refused_and_changes_nothing() {
    let mut spec = diamond(1);
    if let Role::Host(host) = &mut spec.nodes[SERVER.index()].role {
        host.programs = vec![ProgramSpec::DnsServer(zone())];
    }
    let mut world = World::new(&spec);
    run(&mut world, 1);
    let mut elsewhere = set("www", "203.0.113.9");
    if let Command::SetRecord { zone, .. } = &mut elsewhere {
        *zone = "example.org".parse().unwrap();
    }
    assert_eq!(world.apply(elsewhere), Err(Refusal::NoSuchZone));
    let mut orphan = set("ns1", "203.0.113.9");
    if let Command::SetRecord { record, .. } = &mut orphan {
        record.a.clear();
    }
    assert_eq!(world.apply(orphan), Err(Refusal::BadRecord));
    assert_eq!(records_of(&world, "ns1"), ["198.51.100.80"]);
}

/// The server is a name server and an echo server, and the client asks it for names.
fn named(seed: u64) -> World {
    let mut spec = diamond(seed);
    if let Role::Host(host) = &mut spec.nodes[CLIENT.index()].role {
        host.resolvers = vec![SERVER_ADDRESS];
    }
    if let Role::Host(host) = &mut spec.nodes[SERVER.index()].role {
        let echo = r#"{ "echo": {} }"#;
        host.programs = vec![
            ProgramSpec::DnsServer(zone()),
            serde_json::from_str(echo).unwrap(),
        ];
    }
    World::new(&spec)
}

fn echo_by_name(name: &str) -> Command {
    let program = format!(r#"{{ "echo-client": {{ "to": "{name}", "transport": "udp" }} }}"#);
    Command::Start {
        node: CLIENT,
        program: serde_json::from_str(&program).unwrap(),
    }
}

fn heard(world: &World) -> usize {
    count(world, |kind| {
        matches!(kind, EventKind::App(app)
            if matches!(&**app, AppEvent::Echo(EchoEvent::Heard { same: true, .. })))
    })
}

fn dns(world: &World, fits: impl Fn(&DnsEventKind) -> bool) -> usize {
    count(
        world,
        |kind| matches!(kind, EventKind::App(app) if matches!(&**app, AppEvent::Dns(event) if fits(&event.kind))),
    )
}

#[test]
fn a_program_connects_by_name_and_the_second_time_from_the_cache_until_the_ttl_is_over() {
    let mut world = named(1);
    let queries = |world: &World| dns(world, |kind| matches!(kind, DnsEventKind::QuerySent { .. }));
    for (at, asked, echoes) in [(1, 1, 1), (30_000, 1, 2), (70_000, 2, 3)] {
        run(&mut world, at);
        world.apply(echo_by_name("www.example.com")).unwrap();
        run(&mut world, at + 3_000);
        assert_eq!(
            (queries(&world), heard(&world)),
            (asked, echoes),
            "at {at} ms"
        );
    }
}

#[test]
fn a_lookup_whose_first_query_is_lost_still_succeeds() {
    let mut world = named(1);
    world.apply(set_link(0, LinkChange::Cut)).unwrap();
    world.apply(echo_by_name("www.example.com")).unwrap();
    run(&mut world, 500);
    world.apply(set_link(0, LinkChange::Restore)).unwrap();
    run(&mut world, 6_000);
    assert_eq!(
        dns(&world, |kind| matches!(
            kind,
            DnsEventKind::AskedAgain { .. }
        )),
        1
    );
    assert_eq!(heard(&world), 1);
}

#[test]
fn a_name_that_is_not_there_is_asked_once_and_then_known_not_to_be() {
    let mut world = named(1);
    for at in [1, 2_000] {
        run(&mut world, at);
        world.apply(echo_by_name("nowhere.example.com")).unwrap();
    }
    run(&mut world, 4_000);
    let failed = |kind: &EventKind| {
        matches!(kind, EventKind::App(app) if matches!(&**app,
            AppEvent::Lookup(LookupEvent::Failed { error: LookupError::NoSuchName, .. })))
    };
    assert_eq!(count(&world, failed), 2);
    assert_eq!(
        dns(&world, |kind| matches!(
            kind,
            DnsEventKind::QuerySent { .. }
        )),
        1
    );
    world.apply(Command::FlushDns { node: CLIENT }).unwrap();
    world.apply(echo_by_name("nowhere.example.com")).unwrap();
    run(&mut world, 6_000);
    assert_eq!(
        dns(&world, |kind| matches!(
            kind,
            DnsEventKind::QuerySent { .. }
        )),
        2
    );
}

#[test]
fn the_cause_of_a_query_is_the_decision_to_send_it_and_that_leads_back_to_the_user() {
    let mut world = named(1);
    let start = world.apply(echo_by_name("www.example.com")).unwrap();
    run(&mut world, 1_000);
    let to_port_53 = |event: &&TraceEvent| {
        matches!(&event.kind, EventKind::Originated { frame, .. }
            if frame.summary().is_some_and(|it| it.dst_port == Some(53)))
    };
    let query = world.trace().iter().find(to_port_53).expect("it asks");
    let cause = world.trace().get(query.cause.unwrap()).unwrap();
    assert!(
        matches!(&cause.kind, EventKind::App(app) if matches!(&**app,
        AppEvent::Dns(event) if matches!(event.kind, DnsEventKind::QuerySent { .. })))
    );
    let mut first = query;
    while let Some(cause) = first.cause.and_then(|cause| world.trace().get(cause)) {
        first = cause;
    }
    assert_eq!(first.id, start);
}

const RESOLVER: NodeId = NodeId(6);

/// Beside the server, which is authoritative for example.com, hang a resolver, a root server and one of com.
fn tree(seed: u64) -> World {
    let mut spec = diamond(seed);
    let program = |text: &str| serde_json::from_str::<ProgramSpec>(text).expect(text);
    let resolver = program(
        r#"{ "resolver": { "roots": [ { "name": "a.root", "address": "203.0.113.1" } ] } }"#,
    );
    let root = program(
        r#"{ "dns-server": { "zones": [ { "origin": ".", "records": [
            { "name": "@", "ns": "a.root." }, { "name": "a.root.", "a": "203.0.113.1" },
            { "name": "com.", "ns": "a.com." }, { "name": "a.com.", "a": "203.0.114.1" } ] } ] } }"#,
    );
    let com = program(
        r#"{ "dns-server": { "zones": [ { "origin": "com", "records": [
            { "name": "@", "ns": "a.com." }, { "name": "a.com.", "a": "203.0.114.1" },
            { "name": "example", "ns": "ns1.example.com." },
            { "name": "ns1.example", "a": "198.51.100.80" } ] } ] } }"#,
    );
    for (index, (name, address, program)) in [
        ("resolver", [192, 0, 3, 53], resolver),
        ("root", [203, 0, 113, 1], root),
        ("com", [203, 0, 114, 1], com),
    ]
    .into_iter()
    .enumerate()
    {
        spec.nodes.push(host(name, address.into(), vec![program]));
        spec.links.push(link(4, 6 + index as u16));
    }
    if let Role::Host(host) = &mut spec.nodes[CLIENT.index()].role {
        host.resolvers = vec![[192, 0, 3, 53].into()];
    }
    if let Role::Host(host) = &mut spec.nodes[SERVER.index()].role {
        host.programs = vec![ProgramSpec::DnsServer(zone()), program(r#"{ "echo": {} }"#)];
    }
    World::new(&spec)
}

fn sent_by(world: &World, node: NodeId) -> usize {
    let sends = |event: &&TraceEvent| {
        event.place.node() == Some(node)
            && matches!(&event.kind, EventKind::App(app) if matches!(&**app,
                AppEvent::Dns(event) if matches!(event.kind, DnsEventKind::QuerySent { .. })))
    };
    world.trace().iter().filter(sends).count()
}

#[test]
fn a_first_lookup_goes_from_the_root_down_and_a_second_is_answered_by_the_cache() {
    let mut world = tree(1);
    world.apply(echo_by_name("www.example.com")).unwrap();
    run(&mut world, 3_000);
    assert_eq!((sent_by(&world, CLIENT), sent_by(&world, RESOLVER)), (1, 3));
    assert_eq!(heard(&world), 1);
    world.apply(Command::FlushDns { node: CLIENT }).unwrap();
    world.apply(echo_by_name("www.example.com")).unwrap();
    run(&mut world, 6_000);
    assert_eq!((sent_by(&world, CLIENT), sent_by(&world, RESOLVER)), (2, 3));
    assert_eq!(heard(&world), 2);
}

#[test]
fn an_unknown_name_costs_one_way_down_and_then_nothing() {
    let mut world = tree(1);
    for at in [1, 3_000] {
        run(&mut world, at);
        world.apply(echo_by_name("nowhere.example.com")).unwrap();
    }
    run(&mut world, 6_000);
    assert_eq!((sent_by(&world, CLIENT), sent_by(&world, RESOLVER)), (1, 3));
}

#[test]
fn a_stale_address_is_used_until_its_ttl_is_over_and_not_a_second_longer() {
    let mut world = tree(1);
    world.apply(echo_by_name("www.example.com")).unwrap();
    run(&mut world, 3_000);
    world.apply(set("www", "203.0.113.200")).unwrap();
    for (at, moved) in [(30_000, false), (59_000, false), (62_000, true)] {
        run(&mut world, at);
        world.apply(echo_by_name("www.example.com")).unwrap();
        run(&mut world, at + 900);
        let last = world
            .trace()
            .iter()
            .rev()
            .find_map(|event| match &event.kind {
                EventKind::App(app) => match &**app {
                    AppEvent::Lookup(LookupEvent::Found { addresses, .. }) => Some(addresses[0]),
                    _ => None,
                },
                _ => None,
            });
        assert_eq!(last == Some([203, 0, 113, 200].into()), moved, "at {at} ms");
    }
}

#[test]
fn with_every_line_losing_packets_a_lookup_still_ends() {
    for seed in 0..20 {
        let mut world = tree(seed);
        for link in 0..9 {
            let loss = LinkChange::Loss(Share::from_percent(10));
            world.apply(set_link(link, loss)).unwrap();
        }
        world.apply(echo_by_name("www.example.com")).unwrap();
        run(&mut world, 60_000);
        let ended = |kind: &EventKind| {
            matches!(kind, EventKind::App(app) if matches!(&**app,
                AppEvent::Lookup(LookupEvent::Found { .. } | LookupEvent::Failed { .. })))
        };
        assert_eq!(count(&world, ended), 1, "seed {seed}");
    }
}

#[test]
fn an_answer_made_from_a_wildcard_is_told_with_the_query_as_its_cause() {
    let mut world = named(1);
    let mut wildcard = set("*", "198.51.100.80");
    if let Command::SetRecord { record, .. } = &mut wildcard {
        record.ttl = Some(0);
    }
    run(&mut world, 1);
    world.apply(wildcard).unwrap();
    world.apply(echo_by_name("anything.example.com")).unwrap();
    world.apply(echo_by_name("x.www.example.com")).unwrap();
    run(&mut world, 3_000);
    assert_eq!(heard(&world), 1);
    let told: Vec<(&TraceEvent, &Wildcard)> = world
        .trace()
        .iter()
        .filter_map(|event| match &event.kind {
            EventKind::App(app) => match &**app {
                AppEvent::DnsServer(DnsServerEvent::Wildcard { of, .. }) => Some((event, of)),
                _ => None,
            },
            _ => None,
        })
        .collect();
    let name = |text: &str| Name::parse_in(text, &Name::root()).unwrap();
    let of = |asked: &str, effect| Wildcard {
        name: name(asked),
        wildcard: name("*.example.com"),
        effect,
    };
    // From the one it makes the records of a name there is none of; the other it does not use.
    let expected = [
        of("anything.example.com", WildcardEffect::Synthesized),
        of(
            "x.www.example.com",
            WildcardEffect::Blocked(name("www.example.com")),
        ),
    ];
    assert!(told.iter().map(|(_, of)| *of).eq(&expected), "{told:?}");
    let cause = told[0].0.cause.and_then(|id| world.trace().get(id));
    assert!(matches!(
        cause.map(|cause| &cause.kind),
        Some(EventKind::Accepted { .. })
    ));
    // What answers comes of it.
    let answered = world
        .trace()
        .iter()
        .find(|event| event.cause == Some(told[0].0.id));
    assert!(answered.is_some());
    assert!(world.apply(set("*.*", "203.0.113.9")).is_ok());
    let mut delegation = set("*", "203.0.113.9");
    if let Command::SetRecord { record, .. } = &mut delegation {
        record.a.clear();
        record.ns = vec!["ns1".into()];
    }
    assert_eq!(world.apply(delegation), Err(Refusal::BadRecord));
}

#[test]
fn a_resolver_whose_root_server_is_itself_asks_nobody_and_says_so() {
    let mut spec = diamond(1);
    let resolver =
        r#"{ "resolver": { "roots": [ { "name": "a.root", "address": "198.51.100.80" } ] } }"#;
    if let Role::Host(host) = &mut spec.nodes[CLIENT.index()].role {
        host.resolvers = vec![SERVER_ADDRESS];
    }
    if let Role::Host(host) = &mut spec.nodes[SERVER.index()].role {
        host.programs = vec![serde_json::from_str(resolver).unwrap()];
    }
    let mut world = World::new(&spec);
    world.apply(echo_by_name("www.example.com")).unwrap();
    run(&mut world, 1_000);
    let itself = |kind: &DnsEventKind| {
        matches!(
            kind,
            DnsEventKind::Failed {
                why: FailWhy::AsksItself { .. },
                ..
            }
        )
    };
    assert_eq!(dns(&world, itself), 1);
    let sent = |kind: &DnsEventKind| matches!(kind, DnsEventKind::QuerySent { .. });
    assert_eq!(dns(&world, sent), 1, "only the stub's");
}

#[test]
fn resolvers_that_take_each_other_for_root_servers_end_at_once() {
    let mut spec = diamond(1);
    let resolver = |other: &str| {
        let text = format!(
            r#"{{ "resolver": {{ "roots": [ {{ "name": "a.root", "address": "{other}" }} ] }} }}"#
        );
        vec![serde_json::from_str(&text).unwrap()]
    };
    for (node, other) in [(CLIENT, "198.51.100.80"), (SERVER, "192.0.2.10")] {
        if let Role::Host(host) = &mut spec.nodes[node.index()].role {
            host.resolvers = vec![SERVER_ADDRESS];
            host.programs = resolver(other);
        }
    }
    let mut world = World::new(&spec);
    world.apply(echo_by_name("www.example.com")).unwrap();
    run(&mut world, 1_000);
    let sent = |kind: &DnsEventKind| matches!(kind, DnsEventKind::QuerySent { .. });
    assert_eq!(
        dns(&world, sent),
        2,
        "who is asked without recursion wanted asks nobody"
    );
    let refused = |kind: &DnsEventKind| {
        matches!(
            kind,
            DnsEventKind::Failed {
                why: FailWhy::Error(_),
                ..
            }
        )
    };
    assert!(dns(&world, refused) >= 1);
}

#[test]
fn an_echo_client_whose_server_has_no_address_says_so_on_its_screen() {
    let mut world = named(1);
    run(&mut world, 1);
    world.apply(echo_by_name("nobody.example.com")).unwrap();
    run(&mut world, 1_000);
    let screen = world.apps().into_iter().find_map(|app| match app.screen {
        Screen::Echo(screen) if app.node == CLIENT => Some(screen),
        _ => None,
    });
    let screen = screen.unwrap();
    assert_eq!(
        screen.trouble,
        Some(ClientError::Lookup(LookupError::NoSuchName))
    );
    assert!(screen.lines.is_empty());
}
