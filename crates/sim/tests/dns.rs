//! Names on a small internet: servers, resolvers, caches, and what happens when one of them does not answer.

mod common;

use common::*;
use hoplab_dns::{DnsEventKind, Name, RecordSpec};
use hoplab_sim::apps::{AppEvent, DnsServerSpec, EchoEvent, LookupError, LookupEvent, Screen};
use hoplab_sim::*;

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
