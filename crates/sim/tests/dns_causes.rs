//! What events of lookups come of, when several are under way at once.

mod common;

use common::*;
use hoplab_dns::{DnsEvent, DnsEventKind, Name};
use hoplab_sim::apps::{AppEvent, LookupEvent};
use hoplab_sim::*;
use hoplab_units::Share;

/// A client whose name server is also the server, which knows two names.
fn named() -> World {
    let mut spec = diamond(1);
    if let Role::Host(host) = &mut spec.nodes[CLIENT.index()].role {
        host.resolvers = vec![SERVER_ADDRESS];
    }
    if let Role::Host(host) = &mut spec.nodes[SERVER.index()].role {
        let zone = r#"{ "dns-server": { "zones": [ { "origin": "example.com", "records": [
            { "name": "@", "ns": "ns1" },
            { "name": "ns1", "a": "198.51.100.80" },
            { "name": "www", "a": "198.51.100.80", "ttl": 60 } ] } ] } }"#;
        host.programs = vec![serde_json::from_str(zone).unwrap()];
    }
    World::new(&spec)
}

const NAMES: [&str; 2] = ["www.example.com", "ns1.example.com"];

fn look_up(world: &mut World, name: &str) {
    let program = format!(r#"{{ "echo-client": {{ "to": "{name}", "transport": "udp" }} }}"#);
    let program = serde_json::from_str(&program).unwrap();
    let node = CLIENT;
    world.apply(Command::Start { node, program }).unwrap();
}

fn app(event: &TraceEvent) -> Option<&AppEvent> {
    match &event.kind {
        EventKind::App(app) => Some(app),
        _ => None,
    }
}

fn decided(event: &TraceEvent) -> Option<&DnsEvent> {
    match app(event)? {
        AppEvent::Dns(event) => Some(event),
        _ => None,
    }
}

fn cause<'w>(world: &'w World, event: &TraceEvent) -> Option<&'w TraceEvent> {
    world.trace().get(event.cause?)
}

/// The name that a program asked for at the beginning of an event's chain of causes.
fn asked_for(world: &World, event: &TraceEvent) -> Option<Name> {
    let mut at = event;
    loop {
        if let Some(AppEvent::Lookup(LookupEvent::Asked { name })) = app(at) {
            return name.parse().ok();
        }
        at = cause(world, at)?;
    }
}

/// Both names are looked up over a line that loses everything, the second so much later, until both were given up.
fn given_up(apart: u64) -> World {
    let mut world = named();
    let deaf = LinkChange::Loss(Share::from_percent(100));
    world.apply(set_link(0, deaf)).unwrap();
    for (name, at) in NAMES.iter().zip([100, 100 + apart]) {
        run(&mut world, at);
        look_up(&mut world, name);
    }
    run(&mut world, 20_000);
    world
}

#[test]
fn each_query_of_two_lookups_that_time_out_together_leads_to_its_own_programs_question() {
    for apart in [0, 500] {
        let world = given_up(apart);
        let mut seen = [0, 0];
        for event in world.trace().iter() {
            let Some(DnsEventKind::QuerySent { question, .. }) = decided(event).map(|it| &it.kind)
            else {
                continue;
            };
            assert_eq!(asked_for(&world, event).as_ref(), Some(&question.name));
            let own = |name: &&str| name.parse::<Name>().ok().as_ref() == Some(&question.name);
            seen[NAMES.iter().position(own).unwrap()] += 1;
            // The packet comes of this query, not of the other.
            let packet = world.trace().iter().find(|packet| {
                packet.cause == Some(event.id)
                    && matches!(packet.kind, EventKind::Originated { .. })
            });
            assert!(packet.is_some(), "{event:?}");
        }
        assert_eq!(seen, [2, 2], "{apart} ms apart");
    }
}

#[test]
fn a_query_times_out_because_it_was_sent_and_what_follows_comes_of_that() {
    for apart in [0, 500] {
        let world = given_up(apart);
        let mut timed_out = 0;
        for event in world.trace().iter() {
            match decided(event).map(|it| (it.lookup, &it.kind)) {
                Some((_, DnsEventKind::TimedOut { key, .. })) => {
                    timed_out += 1;
                    let by = cause(&world, event).and_then(decided).unwrap();
                    assert!(
                        matches!(&by.kind, DnsEventKind::QuerySent { key: sent, .. } if sent == key),
                        "{by:?}"
                    );
                }
                Some((lookup, DnsEventKind::AskedAgain { .. } | DnsEventKind::Failed { .. })) => {
                    let by = cause(&world, event).and_then(decided).unwrap();
                    assert!(matches!(by.kind, DnsEventKind::TimedOut { .. }), "{by:?}");
                    assert_eq!(by.lookup, lookup);
                }
                _ => {}
            }
        }
        assert_eq!(timed_out, 4, "{apart} ms apart");
    }
}

#[test]
fn what_a_program_is_told_comes_of_its_own_lookup() {
    let failed = given_up(0);
    let mut found = named();
    for name in NAMES {
        look_up(&mut found, name);
    }
    run(&mut found, 2_000);
    for world in [failed, found] {
        let mut told = 0;
        for event in world.trace().iter() {
            if let Some(AppEvent::Lookup(
                LookupEvent::Found { name, .. } | LookupEvent::Failed { name, .. },
            )) = app(event)
            {
                told += 1;
                assert_eq!(asked_for(&world, event), name.parse().ok());
            }
        }
        assert_eq!(told, 2);
    }
}

#[test]
fn who_joins_a_lookup_is_told_because_of_its_answer() {
    let mut world = named();
    for _ in 0..2 {
        look_up(&mut world, NAMES[0]);
    }
    run(&mut world, 2_000);
    let found = |event: &&TraceEvent| {
        matches!(
            app(event),
            Some(AppEvent::Lookup(LookupEvent::Found { .. }))
        )
    };
    let told: Vec<&TraceEvent> = world.trace().iter().filter(found).collect();
    assert_eq!(told.len(), 2);
    for event in told {
        let by = cause(&world, event).and_then(decided).unwrap();
        assert!(
            matches!(by.kind, DnsEventKind::Resolved { .. }),
            "{event:?}"
        );
    }
}
