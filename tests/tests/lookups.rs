//! Names under loss and change, over many seeds: a lost packet costs a lookup time and nothing else, and nobody is
//! given an address whose time is over.

use std::net::Ipv4Addr;

use hoplab_dns::{Name, RecordSpec};
use hoplab_replay::{Recording, run};
use hoplab_scenario::{Program, Scenario, library};
use hoplab_sim::apps::{AppEvent, BrowserState, LookupEvent, Screen};
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
