//! Names on a small internet: servers, resolvers, caches, and what happens when one of them does not answer.

mod common;

use common::*;
use hoplab_dns::{Name, RecordSpec};
use hoplab_sim::apps::{DnsServerSpec, Screen};
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
