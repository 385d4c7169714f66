//! The library's scenarios about names show what their texts say, event by event.

use std::net::Ipv4Addr;

use hoplab_dns::{DnsEventKind, Message, Rcode, Record, RecordData};
use hoplab_explain::run;
use hoplab_replay::Recording;
use hoplab_scenario::{Scenario, library};
use hoplab_sim::apps::{AppEvent, LookupError, LookupEvent, WebEvent};
use hoplab_sim::{
    Command, EventId, EventKind, NodeId, Origin, PacketAction, PacketId, Timed, TraceEvent, World,
};
use hoplab_units::{Share, Span, Time};

const OLD: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 80);
const NEW: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 180);

fn play(name: &str) -> World {
    play_scenario(library::find(name).unwrap())
}

fn play_scenario(scenario: Scenario) -> World {
    let recording = Recording::new(scenario);
    run(&recording, recording.scenario.until, u64::MAX)
        .unwrap()
        .0
}

fn node(world: &World, name: &str) -> NodeId {
    let named = |node: &hoplab_sim::NodeSpec| node.name == name;
    NodeId(world.spec().nodes.iter().position(named).unwrap() as u16)
}

fn app(event: &TraceEvent) -> Option<&AppEvent> {
    match &event.kind {
        EventKind::App(app) => Some(app),
        _ => None,
    }
}

/// What the resolver of one node decided, and when.
fn dns<'w>(world: &'w World, name: &str) -> Vec<(Time, &'w DnsEventKind)> {
    let node = node(world, name);
    let of = |event: &'w TraceEvent| match app(event)? {
        AppEvent::Dns(dns) if event.place.node() == Some(node) => Some((event.at, &dns.kind)),
        _ => None,
    };
    world.trace().iter().filter_map(of).collect()
}

/// Whom the resolver of one node asked.
fn asked(world: &World, name: &str) -> Vec<Ipv4Addr> {
    let server = |(_, kind): (Time, &DnsEventKind)| match kind {
        DnsEventKind::QuerySent { server, .. } => Some(*server),
        _ => None,
    };
    dns(world, name).into_iter().filter_map(server).collect()
}

/// What programs were told, in order.
fn told(world: &World) -> Vec<Result<Ipv4Addr, LookupError>> {
    let of = |event: &TraceEvent| match app(event)? {
        AppEvent::Lookup(LookupEvent::Found { addresses, .. }) => Some(Ok(addresses[0])),
        AppEvent::Lookup(LookupEvent::Failed { error, .. }) => Some(Err(*error)),
        _ => None,
    };
    world.trace().iter().filter_map(of).collect()
}

/// How many pages browsers got whole.
fn pages(world: &World) -> usize {
    let whole =
        |event: &&TraceEvent| matches!(app(event), Some(AppEvent::Web(WebEvent::PageWhole { .. })));
    world.trace().iter().filter(whole).count()
}

/// Packets to or from port 53 that were made between two moments.
fn dns_packets(world: &World, from: Time, to: Time) -> usize {
    let is_dns = |event: &&TraceEvent| match &event.kind {
        EventKind::Originated { frame, .. } if event.at >= from && event.at < to => {
            let summary = frame.summary().unwrap();
            summary.src_port == Some(53) || summary.dst_port == Some(53)
        }
        _ => false,
    };
    world.trace().iter().filter(is_dns).count()
}

fn address(world: &World, name: &str) -> Ipv4Addr {
    world.spec().nodes[node(world, name).index()].address
}

fn at(millis: u64) -> Time {
    Time::from_millis(millis)
}

#[test]
fn first_lookup_the_way_leads_from_the_root_over_com_to_the_name_server_and_back() {
    let world = play("first-lookup");
    let way = ["root", "com", "ns1"].map(|name| address(&world, name));
    assert_eq!(asked(&world, "client"), [address(&world, "resolver")]);
    assert_eq!(asked(&world, "resolver"), way);
    let zones: Vec<String> = dns(&world, "resolver")
        .into_iter()
        .filter_map(|(_, kind)| match kind {
            DnsEventKind::ReferralReceived { zone, .. } => Some(zone.to_string()),
            _ => None,
        })
        .collect();
    assert_eq!(zones, ["com", "example.com"]);
    assert_eq!(told(&world), [Ok(OLD)]);
    assert_eq!(pages(&world), 1);
    assert_eq!(
        dns_packets(&world, at(0), Time::NEVER),
        8,
        "four questions, four answers"
    );
}

#[test]
fn first_lookup_no_packet_goes_to_the_web_server_before_its_address_is_known() {
    let world = play("first-lookup");
    let mut known = None;
    let mut first = None;
    for event in world.trace().iter() {
        match &event.kind {
            EventKind::App(app)
                if matches!(&**app, AppEvent::Lookup(LookupEvent::Found { .. })) =>
            {
                known = known.or(Some(event.id));
            }
            EventKind::Originated { frame, .. } if frame.summary().unwrap().dst == OLD => {
                first = first.or(Some(event.id));
            }
            _ => {}
        }
    }
    assert!(known.unwrap() < first.unwrap());
}

#[test]
fn cached_the_second_time_no_packet_the_neighbour_two_and_after_the_ttl_only_the_last_server() {
    let world = play("cached");
    let in_between = |from, to| dns_packets(&world, at(from), at(to));
    assert_eq!(in_between(0, 600), 8);
    assert_eq!(in_between(600, 1_200), 0);
    assert_eq!(in_between(1_200, 5_000), 2);
    assert_eq!(in_between(5_000, 6_000), 4);
    let resolver = address(&world, "resolver");
    assert_eq!(asked(&world, "client"), [resolver, resolver]);
    assert_eq!(asked(&world, "neighbour"), [resolver]);
    assert_eq!(
        asked(&world, "resolver").last(),
        Some(&address(&world, "ns1"))
    );
    assert_eq!(asked(&world, "resolver").len(), 4);
    assert_eq!(told(&world), [Ok(OLD); 4]);
    let answered = |event: &&TraceEvent| match &event.kind {
        EventKind::Originated { why, .. } => matches!(why, Origin::EchoReply { .. }),
        _ => false,
    };
    assert_eq!(world.trace().iter().filter(answered).count(), 4);
    let over = |name| {
        let events = dns(&world, name);
        let over = events
            .iter()
            .filter(|(_, kind)| matches!(kind, DnsEventKind::Expired { .. }));
        over.map(|(at, _)| *at).collect::<Vec<Time>>()
    };
    assert_eq!(over("client"), [at(5_000)]);
    assert_eq!(over("resolver").len(), 1);
}

#[test]
fn stale_record_the_old_address_is_used_until_the_ttl_is_over_and_then_the_new_one() {
    let world = play("stale-record");
    assert_eq!(told(&world), [Ok(OLD), Ok(OLD), Ok(NEW)]);
    assert_eq!(pages(&world), 2, "the second browser waits in vain");
    let changed = world.trace().iter().find(|event| {
        matches!(
            app(event),
            Some(AppEvent::DnsServer(
                hoplab_sim::apps::DnsServerEvent::Changed { .. }
            ))
        )
    });
    assert_eq!(changed.unwrap().at, at(1_000));
}

#[test]
fn no_such_name_is_remembered_and_asked_for_again_only_after_its_time() {
    let world = play("no-such-name");
    let none = Err(LookupError::NoSuchName);
    assert_eq!(told(&world), [none, none, Ok(OLD), none]);
    assert_eq!(dns_packets(&world, at(600), at(1_400)), 0);
    let negative: Vec<u32> = dns(&world, "client")
        .into_iter()
        .filter_map(|(_, kind)| match kind {
            DnsEventKind::NegativelyCached {
                rtype: None, ttl, ..
            } => Some(*ttl),
            _ => None,
        })
        .collect();
    assert_eq!(negative, [4, 4]);
    let hits = dns(&world, "client");
    let hits = hits.iter().filter(|(_, kind)| {
        matches!(
            kind,
            DnsEventKind::CacheHit {
                is_negative: true,
                ..
            }
        )
    });
    assert_eq!(hits.count(), 1);
    let says_so = dns(&world, "resolver")
        .into_iter()
        .any(|(_, kind)| match kind {
            DnsEventKind::AnswerReceived {
                rcode: Rcode::NxDomain,
                message,
                ..
            } => Message::parse(message).unwrap().aa,
            _ => false,
        });
    assert!(says_so, "the zone's own server says so");
}

#[test]
fn resolver_down_the_second_is_asked_after_two_seconds_and_the_first_again_once_it_is_back() {
    let world = play("resolver-down");
    let [first, second] = ["resolver", "resolver2"].map(|name| address(&world, name));
    assert_eq!(asked(&world, "client"), [first, second, first]);
    let timed_out: Vec<Time> = dns(&world, "client")
        .into_iter()
        .filter(|(_, kind)| matches!(kind, DnsEventKind::TimedOut { .. }))
        .map(|(at, _)| at)
        .collect();
    assert_eq!(timed_out, [at(2_000)]);
    assert_eq!(told(&world), [Ok(OLD); 2]);
    assert_eq!(pages(&world), 2);
}

#[test]
fn resolver_down_with_both_off_the_program_is_told_that_nobody_answered() {
    let mut scenario = library::find("resolver-down").unwrap();
    for name in ["resolver", "resolver2"] {
        let node = scenario.nodes.iter_mut().find(|node| node.id == name);
        node.unwrap().up = false;
    }
    scenario.script.truncate(1);
    scenario.until = Time::from_secs(20);
    let world = play_scenario(scenario);
    let [first, second] = ["resolver", "resolver2"].map(|name| address(&world, name));
    assert_eq!(asked(&world, "client"), [first, second, first, second]);
    assert_eq!(told(&world), [Err(LookupError::TimedOut)]);
}

#[test]
fn a_lookup_whose_first_query_is_lost_still_succeeds() {
    let scenario = library::find("first-lookup").unwrap();
    let until = Time::from_secs(10);
    // Each of the four questions and four answers in turn.
    for lost in 0..8 {
        let recording = Recording::new(scenario.clone());
        let mut world = World::new(&recording.scenario.to_spec().unwrap());
        let (mut seen, mut read) = (0, 0);
        while world.now() < until && world.step() {
            let made: Vec<PacketId> = world
                .trace()
                .since(EventId(read))
                .filter_map(sent)
                .collect();
            read = world.trace().len();
            for packet in made {
                if seen == lost {
                    let action = PacketAction::Kill;
                    world.apply(Command::SetPacket { packet, action }).unwrap();
                }
                seen += 1;
            }
        }
        assert!(seen > 8, "packet {lost} was lost, so some are sent again");
        assert_eq!(told(&world), [Ok(OLD)], "packet {lost} lost");
        assert_eq!(pages(&world), 1, "packet {lost} lost");
    }
}

/// The packet to or from port 53 that goes onto its first line.
fn sent(event: &TraceEvent) -> Option<PacketId> {
    let EventKind::Transmitted { packet, frame, .. } = &event.kind else {
        return None;
    };
    let summary = frame.summary()?;
    let is_dns = summary.src_port == Some(53) || summary.dst_port == Some(53);
    (is_dns && summary.ttl == 64).then_some(*packet)
}

/// Over many seeds and lines that lose, double and delay.
#[test]
fn no_program_is_ever_given_an_address_past_its_ttl() {
    let (mut given, mut passed_on) = (0, 0);
    for seed in 0..60 {
        let mut scenario = library::find("stale-record").unwrap();
        scenario.seed = seed;
        for (place, link) in scenario.links.iter_mut().enumerate() {
            let bad = (seed as usize + place) % 3;
            link.loss = Share::from_percent([0, 5, 15][bad]);
            link.duplication = Share::from_percent([0, 20, 5][bad]);
            link.jitter = Span::from_millis([0, 40, 300][bad]);
        }
        let starts = |line: &Timed<String, String>| matches!(line.command, Command::Start { .. });
        scenario.script.retain(|line| !starts(line));
        scenario.script.extend((0..40).map(|place| Timed {
            at: Time::from_millis(place * 331),
            command: Command::Start {
                node: "client".to_owned(),
                program: serde_json::from_str(ECHO_BY_NAME).unwrap(),
            },
        }));
        scenario.until = Time::from_secs(20);
        let world = play_scenario(scenario);
        given += check_given(&world, seed);
        passed_on += check_passed_on(&world, seed);
    }
    assert!(given > 1_000, "only {given} addresses were given");
    assert!(passed_on > 200, "only {passed_on} addresses were passed on");
}

/// A program that needs little more than an address.
const ECHO_BY_NAME: &str = r#"{ "echo-client": { "to": "www.example.com", "transport": "udp" } }"#;

/// An address that a resolver was told at a moment, for so long.
type Told = (Time, Ipv4Addr, Span);

fn addresses(at: Time, message: &[u8]) -> Vec<Told> {
    let message = Message::parse(message).unwrap();
    let address = |record: &Record| match record.data {
        RecordData::A(address) => Some((at, address, Span::from_secs(record.ttl.into()))),
        _ => None,
    };
    message.answers.iter().filter_map(address).collect()
}

/// What the resolver of one node was told.
fn told_to(world: &World, name: &str) -> Vec<Told> {
    let told = |(at, kind): (Time, &DnsEventKind)| match kind {
        DnsEventKind::AnswerReceived { message, .. } => addresses(at, message),
        _ => Vec::new(),
    };
    dns(world, name).into_iter().flat_map(told).collect()
}

/// Every address that a program got, its host's resolver was told so short a time before that it still holds.
/// Says how many those were.
fn check_given(world: &World, seed: u64) -> usize {
    let told = told_to(world, "client");
    let mut given = 0;
    for event in world.trace().iter() {
        let Some(AppEvent::Lookup(LookupEvent::Found { addresses, .. })) = app(event) else {
            continue;
        };
        for address in addresses {
            given += 1;
            let holds = told.iter().any(|(at, of, ttl)| {
                of == address && *at <= event.at && (*at == event.at || event.at.since(*at) < *ttl)
            });
            assert!(holds, "seed {seed}: {address} at {:?}", event.at);
        }
    }
    given
}

/// No address that the recursive resolver passes on holds longer than it holds for itself. Says how many those were.
fn check_passed_on(world: &World, seed: u64) -> usize {
    let told = told_to(world, "resolver");
    let resolver = node(world, "resolver");
    let mut passed_on = 0;
    for event in world.trace().iter() {
        let EventKind::Originated { frame, .. } = &event.kind else {
            continue;
        };
        let summary = frame.summary().unwrap();
        if event.place.node() != Some(resolver) || summary.src_port != Some(53) {
            continue;
        }
        let payload = frame.ip_payload();
        let message = &payload[payload.len() - usize::from(summary.payload_len)..];
        for (at, address, ttl) in addresses(event.at, message) {
            passed_on += 1;
            let holds = told.iter().any(|(since, of, good)| {
                *of == address && *since <= at && at + ttl <= *since + *good
            });
            assert!(holds, "seed {seed}: {address} for {ttl} at {at:?}");
        }
    }
    passed_on
}
