//! Lookups as the trace tells of them, on scenarios about names.

use hoplab_dns::RecordSpec;
use hoplab_replay::{Player, Recording};
use hoplab_scenario::library;
use hoplab_sim::apps::Screen;
use hoplab_sim::{LinkChange, LinkId, World};
use hoplab_units::Share;

use super::account::{AnswerKind, LookupStep, Party, What};
use super::*;
use crate::Reading;
use crate::check::as_of_is_what_was_known;

fn play(name: &str) -> Player {
    let scenario = library::find(name).expect("it is in the library");
    let until = scenario.until;
    let mut player = Player::new(Recording::new(scenario)).expect("the library is valid");
    player.seek(until);
    player
}

fn read(world: &World) -> Lookups {
    let mut reading = Reading::<Lookups>::default();
    while reading.read(world.trace()) {}
    reading.table().clone()
}

/// As of whatever was read.
fn now(lookups: &Lookups) -> At<&Lookups> {
    At::new(lookups, EventId(u64::MAX))
}

fn outcomes(lookups: At<&Lookups>, number: Number) -> Vec<AnswerKind> {
    let steps = lookups.account(number);
    let outcome = |step: LookupStep| match step.what {
        What::Answers { outcome, .. } => Some(outcome),
        _ => None,
    };
    steps.into_iter().filter_map(outcome).collect()
}

#[test]
fn a_lookup_is_told_from_the_program_down_to_the_last_server_and_back() {
    let player = play("first-lookup");
    let lookups = read(player.world());
    let lookups = now(&lookups);
    let begun: Vec<Lookup<'_>> = lookups.begun().collect();
    assert_eq!(
        begun.len(),
        1,
        "the resolver's lookup is part of the client's"
    );
    let steps = lookups.account(begun[0].number);
    assert!(matches!(
        (&steps[0].from, &steps[0].what),
        (Party::Program(..), What::Needs(_))
    ));
    assert!(
        matches!(steps.last().map(|step| &step.what), Some(What::Tells(found)) if found.len() == 1)
    );
    assert!(steps.is_sorted_by_key(|step| step.event));
    let zone = |name: &str| AnswerKind::Referral(name.parse().unwrap());
    let address = AnswerKind::Answer(vec![hoplab_dns::RecordData::A([198, 51, 100, 80].into())]);
    assert_eq!(
        outcomes(lookups, begun[0].number),
        [zone("com"), zone("example.com"), address.clone(), address]
    );
}

#[test]
fn every_question_and_answer_has_its_packet() {
    let player = play("first-lookup");
    let lookups = read(player.world());
    let lookups = now(&lookups);
    let number = lookups.begun().next().unwrap().number;
    let mut packets = Vec::new();
    for step in lookups.account(number) {
        if matches!(step.what, What::Asks { .. } | What::Answers { .. }) {
            let packet = step.packet.expect("a packet carries it");
            assert!(!packets.contains(&packet), "each its own");
            let (of, _) = lookups.of_packet(packet).expect("it is known whose it is");
            assert_eq!(lookups.root_of(of), number);
            packets.push(packet);
        }
    }
    assert_eq!(packets.len(), 8, "four questions, four answers");
    for lookup in lookups.newest() {
        for query in lookup.queries() {
            let (message, _) = query.says().unwrap();
            assert_eq!(message.id, query.id);
        }
    }
}

#[test]
fn dig_prints_the_way_down_and_nothing_for_what_came_from_a_cache() {
    let player = play("cached");
    let lookups = read(player.world());
    let lookups = now(&lookups);
    let mut begun: Vec<Lookup<'_>> = lookups.begun().collect();
    begun.reverse();
    let text = lookups
        .dig(begun[0].number)
        .expect("it went down from the root");
    let servers: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with(";; Received"))
        .collect();
    assert_eq!(servers.len(), 3);
    assert!(servers[0].contains("a.root-servers.net") && servers[2].contains("ns1.example.com"));
    assert!(
        text.contains("www.example.com.\t4\tIN\tA\t198.51.100.80"),
        "{text}"
    );
    assert_eq!(lookups.dig(begun[1].number), None);
}

#[test]
fn a_moment_that_was_rewound_to_is_told_as_it_was_and_the_end_again_as_the_end() {
    let mut player = play("cached");
    let lookups = read(player.world());
    let whole = now(&lookups).newest().count();
    player.seek(Time::from_millis(1));
    let here = At::new(&lookups, EventId(player.world().trace().len()));
    assert_eq!(here.newest().count(), 1);
    player.seek(Time::from_secs(60));
    let here = At::new(&lookups, EventId(player.world().trace().len()));
    assert_eq!(here.newest().count(), whole);
}

#[test]
fn what_a_cache_took_in_is_known_until_shortly_after_it_ran_out() {
    let player = play("no-such-name");
    let lookups = read(player.world());
    let lookups = now(&lookups);
    let stub = lookups.begun().last().unwrap().resolver;
    let name: Name = "wwww.example.com".parse().unwrap();
    let kept = lookups
        .kept(&(stub, name.clone(), None))
        .expect("it was told that there is none");
    assert_eq!(kept.ttl, 4);
    let over = |now| lookups.expired(stub, now, Span::from_secs(2)).count();
    assert_eq!(over(kept.expires + Span::from_secs(1)), 1);
    assert_eq!(over(kept.expires + Span::from_secs(3)), 0);
}

#[test]
fn what_a_host_learns_after_its_crash_is_not_taken_for_the_end_of_a_lookup_before_it() {
    let scenario = library::find("first-lookup").expect("it is in the library");
    let mut player = Player::new(Recording::new(scenario)).expect("the library is valid");
    player.seek(Time::from_millis(5));
    let given = |event: &TraceEvent| match &event.kind {
        EventKind::Command { command, .. } => Some(command.clone()),
        _ => None,
    };
    let browse = player.world().trace().iter().find_map(given).unwrap();
    let (node, crash) = (NodeId(0), player.world().now());
    for change in [NodeChange::Crash, NodeChange::Restore] {
        player.issue(Command::SetNode { node, change }).unwrap();
    }
    player.issue(browse).unwrap();
    player.seek(Time::from_millis(3_000));
    let world = player.into_world();
    let lookups = read(&world);
    let lookups = now(&lookups);
    let of_host: Vec<Lookup<'_>> = lookups.begun().filter(|it| it.resolver.0 == node).collect();
    let [later, earlier] = of_host[..] else {
        panic!("it looked the name up twice");
    };
    // Numbers began again: only the causes tell the two apart.
    assert_eq!(earlier.resolver, later.resolver);
    assert_eq!((earlier.ended, earlier.told), (Some(crash), None));
    let told = later.told.map(|told| told.result.is_ok());
    assert_eq!(told, Some(true));
}

#[test]
fn what_a_wildcard_did_is_a_step_of_the_lookup_between_question_and_answer() {
    let mut scenario = library::find("first-lookup").expect("it is in the library");
    for program in scenario
        .nodes
        .iter_mut()
        .flat_map(|node| &mut node.programs)
    {
        let hoplab_scenario::Program::DnsServer(server) = program else {
            continue;
        };
        let zones = server.zones.iter_mut().flat_map(|zone| &mut zone.records);
        for record in zones.filter(|record| record.name == "www") {
            record.name = "*".to_owned();
        }
    }
    let until = scenario.until;
    let mut player = Player::new(Recording::new(scenario)).expect("it is valid");
    player.seek(until);
    let lookups = read(player.world());
    let lookups = now(&lookups);
    let number = lookups.begun().next().unwrap().number;
    let steps = lookups.account(number);
    let place = |fits: &dyn Fn(&What) -> bool| steps.iter().position(|step| fits(&step.what));
    let wildcard = place(&|what| matches!(what, What::Wildcard(_))).expect("it is told");
    let What::Wildcard(of) = &steps[wildcard].what else {
        unreachable!("it was just found");
    };
    assert_eq!(of.wildcard.to_string(), "*.example.com");
    assert!(matches!(steps[wildcard - 1].what, What::Asks { .. }));
    assert!(matches!(steps[wildcard + 1].what, What::Answers { .. }));
    assert_eq!(of.name.to_string(), "www.example.com");
    assert_eq!(of.effect, hoplab_dns::WildcardEffect::Synthesized);
}

/// Scenarios of the library in which names are looked up.
const STORIES: [&str; 5] = [
    "first-lookup",
    "cached",
    "no-such-name",
    "resolver-down",
    "stale-record",
];

/// Each of them as it is, and with trouble of several sorts; and one in which a cache has to forget.
fn every_story() -> impl Iterator<Item = (String, Player)> {
    let stories = STORIES.into_iter().flat_map(|name| {
        let plain = (name.to_owned(), play(name));
        let troubled = (1..=6).map(move |seed| (format!("{name}, {seed}"), troubled(name, seed)));
        core::iter::once(plain).chain(troubled)
    });
    stories.chain(core::iter::once(("forgetful".to_owned(), forgetful())))
}

fn ping(node: NodeId, name: &str) -> Command {
    let program = format!(r#"{{ "ping": {{ "to": "{name}.example.com", "count": 1 }} }}"#);
    let program = serde_json::from_str(&program).expect("it is a program");
    Command::Start { node, program }
}

/// Of the name server's own address the resolver remembers glue. The server itself then says something else, and that
/// nobody may remember it.
fn forgetful() -> Player {
    let mut player = play("cached");
    player.seek(Time::from_millis(700));
    let spec = player.world().spec().nodes.iter();
    let place = spec.clone().position(|node| node.name == "ns1");
    let node = NodeId(place.expect("it has a name server") as u16);
    let zone = "example.com".parse().expect("it is a name");
    let record = Box::new(RecordSpec {
        name: "ns1".to_owned(),
        a: vec![player.world().node(node).expect("it is there").address],
        ttl: Some(0),
        ..RecordSpec::default()
    });
    player
        .issue(Command::SetRecord { node, zone, record })
        .expect("it has the zone");
    player.issue(ping(NodeId(0), "ns1")).expect("it is sent");
    player.seek(Time::from_secs(12));
    player
}

/// A story into which somebody keeps interfering: lines that lose, double and delay, caches flushed, records changed,
/// hosts switched off, and names looked up, some of them twice in one moment.
fn troubled(name: &str, seed: u64) -> Player {
    let mut scenario = library::find(name).expect("it is in the library");
    scenario.seed = seed;
    let until = scenario.until;
    let (nodes, links) = (scenario.nodes.len() as u64, scenario.links.len() as u64);
    let asks: Vec<NodeId> = (0..nodes as u16)
        .map(NodeId)
        .filter(|node| !scenario.nodes[node.index()].resolvers.is_empty())
        .collect();
    let mut player = Player::new(Recording::new(scenario)).expect("the library is valid");
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut draw = |most: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) % most
    };
    let names = ["www", "wwww", "shop", "ns1", "nobody.www"];
    let part = until.since(Time::ZERO).as_nanos() / 24;
    for place in 0..24 {
        player.seek(Time::from_nanos(place * part + draw(part)));
        let node = NodeId(draw(nodes) as u16);
        let share = |percent: u64| Share::from_percent(percent as u32);
        let change = match draw(3) {
            0 => LinkChange::Loss(share(draw(25))),
            1 => LinkChange::Duplication(share(draw(60))),
            _ => LinkChange::Jitter(Span::from_millis(draw(60))),
        };
        let record = RecordSpec {
            name: names[draw(4) as usize].to_owned(),
            a: match draw(3) {
                0 => Vec::new(),
                last => vec![[198, 51, 100, 79 + last as u8].into()],
            },
            ttl: Some(draw(3) as u32),
            ..RecordSpec::default()
        };
        let zone: Name = "example.com".parse().expect("it is a name");
        let commands = match draw(8) {
            3 => (0..nodes as u16)
                .map(|node| Command::SetRecord {
                    node: NodeId(node),
                    zone: zone.clone(),
                    record: Box::new(record.clone()),
                })
                .collect(),
            0 => vec![Command::FlushDns { node }],
            1 => vec![Command::SetNode {
                node,
                change: NodeChange::Crash,
            }],
            2 => vec![Command::SetLink {
                link: LinkId(draw(links) as u16),
                direction: None,
                change,
            }],
            _ => {
                let name = names[draw(5) as usize];
                let node = asks[draw(asks.len() as u64) as usize];
                let start = ping(node, name);
                vec![start; 1 + draw(2) as usize]
            }
        };
        for command in commands {
            // Who is off can do nothing, and only one knows the zone.
            let _ = player.issue(command);
        }
        if draw(2) == 0 {
            for node in (0..nodes as u16).map(NodeId) {
                let change = NodeChange::Restore;
                let _ = player.issue(Command::SetNode { node, change });
            }
        }
    }
    player.seek(until + Span::from_secs(10));
    player
}

/// All that can be asked of a moment.
fn asked(at: At<&Lookups>, world: &World, now: Time) -> Vec<String> {
    let mut said = Vec::new();
    for lookup in at.newest() {
        let Lookup {
            number,
            resolver,
            question,
            event,
            asker,
            events,
            ended,
            told,
            ..
        } = lookup;
        said.push(format!(
            "{number:?} {resolver:?} {question} {event} {} {asker:?} {events:?} {ended:?} {told:?}",
            lookup.at
        ));
        said.extend(lookup.queries().map(|query| format!("{query:?}")));
        said.push(format!("{:?}", at.account(number)));
        said.push(format!("{:?} {:?}", at.dig(number), at.root_of(number)));
    }
    let begun: Vec<Number> = at.begun().map(|lookup| lookup.number).collect();
    said.push(format!("{begun:?}"));
    let all = (0..world.spec().nodes.len()).map(|index| NodeId(index as u16));
    let nodes: Vec<_> = all.filter_map(|node| world.node(node)).collect();
    for packet in (0..world.trace().len()).map(PacketId) {
        if let Some(asking) = at.asking(&nodes, packet) {
            said.push(format!("{packet:?} {asking:?} {:?}", at.of_packet(packet)));
        }
    }
    for app in world.apps() {
        let of = (app.node, app.program.id);
        said.push(format!("{of:?} {:?}", at.program_of(of)));
        let expired = at.expired(of, now, Span::from_secs(3));
        said.extend(expired.map(|entry| format!("{entry:?}")));
        said.extend(at.held(of, now).map(|entry| format!("{entry:?}")));
    }
    said
}

#[test]
fn as_of_a_moment_is_what_was_known_then_and_what_is_cut_was_never_read() {
    for (what, player) in every_story() {
        let world = player.world();
        as_of_is_what_was_known(&what, world.trace(), 25, |at, event| {
            asked(at, world, event.at)
        });
    }
}

#[test]
fn a_cache_holds_what_the_world_says_it_holds() {
    let (mut seen, mut nothing, mut driven_out) = (0, 0, 0);
    for (what, player) in every_story() {
        let whole = read(player.world());
        let drives_out = |event: &&TraceEvent| matches!(app(event), Some(AppEvent::Dns(dns)) if matches!(dns.kind, DnsEventKind::DrivenOut { .. }));
        driven_out += player.world().trace().iter().filter(drives_out).count();
        let (until, commands) = (player.world().now(), player.recording().clone());
        let mut player = Player::new(commands).expect("it was played");
        let part = until.since(Time::ZERO).as_nanos() / 150;
        for at in (0..150).map(|place| Time::from_nanos(place * part + place * place)) {
            player.seek(at);
            let world = player.world();
            let told = At::new(&whole, EventId(world.trace().len()));
            for app in world.apps() {
                let Screen::Resolver(screen) = &app.screen else {
                    continue;
                };
                if app.program.ended.is_some() {
                    continue;
                }
                let resolver = (app.node, app.program.id);
                let has: Vec<_> = screen
                    .cache
                    .rows
                    .iter()
                    .map(|row| ((resolver, row.name.clone(), row.rtype), row.expires))
                    .collect();
                let held: Vec<_> = told
                    .held(resolver, world.now())
                    .map(|(entry, kept)| (entry.clone(), kept.expires))
                    .collect();
                assert_eq!(held, has, "{what} at {at}: {resolver:?}");
                seen += has.len();
                nothing += screen
                    .cache
                    .rows
                    .iter()
                    .filter(|row| row.data.is_empty())
                    .count();
            }
        }
    }
    assert!(
        seen > 5_000 && nothing > 200 && driven_out > 0,
        "{seen} {nothing} {driven_out}"
    );
}

fn app(event: &TraceEvent) -> Option<&AppEvent> {
    match &event.kind {
        EventKind::App(app) => Some(app),
        _ => None,
    }
}

/// The first decision of a resolver among an event's causes, and whose it is.
fn decision(trace: &Trace, event: EventId) -> Option<(Resolver, &DnsEvent)> {
    trace
        .causes(event)
        .find_map(|event| match (app(event)?, event.place) {
            (AppEvent::Dns(dns), Place::Program(node, program)) => Some(((node, program), dns)),
            _ => None,
        })
}

#[test]
fn who_asked_is_who_stands_behind_it_in_the_engines_causes() {
    let (mut programs, mut queries) = (0, 0);
    for (what, player) in every_story() {
        let trace = player.world().trace();
        let whole = read(player.world());
        for lookup in now(&whole).newest() {
            let mut causes = trace.causes(lookup.event);
            match lookup.asker {
                Asker::Program { program, event, .. } => {
                    let asked = causes.find(|event| {
                        matches!(
                            app(event),
                            Some(AppEvent::Lookup(LookupEvent::Asked { .. }))
                        )
                    });
                    let asked = asked.expect("a program asked");
                    assert_eq!((asked.id, asked.at), (event, lookup.at), "{what}");
                    assert_eq!(asked.place, Place::Program(lookup.resolver.0, program));
                    programs += 1;
                }
                Asker::Query { lookup: of, key } => {
                    let came = causes.find_map(|event| match event.kind {
                        EventKind::Accepted { packet, .. } => Some(packet),
                        _ => None,
                    });
                    let here = At::new(&whole, lookup.event);
                    let carried = here.of_packet(came.expect("a packet came"));
                    assert_eq!(carried, Some((of, key)), "{what}");
                    queries += 1;
                }
                Asker::Unknown => panic!("{what}: nobody asked {:?}", lookup.question),
            }
        }
    }
    assert!(programs > 300 && queries > 150, "{programs} {queries}");
}

#[test]
fn questions_and_answers_are_in_the_packets_that_the_engine_made_for_them() {
    let (mut asked, mut answered, mut served) = (0, 0, 0);
    for (what, player) in every_story() {
        let trace = player.world().trace();
        let whole = read(player.world());
        // The event that made a packet, or the one that it is a copy of.
        let made = |mut packet: PacketId| {
            trace
                .iter()
                .rev()
                .find(|event| match event.kind {
                    EventKind::Originated { packet: of, .. } => of == packet,
                    EventKind::Duplicated {
                        packet: of, copy, ..
                    } if copy == packet => {
                        packet = of;
                        false
                    }
                    _ => false,
                })
                .expect("it was made")
                .id
        };
        for lookup in now(&whole).newest() {
            for query in lookup.queries() {
                let Some(packet) = query.packet else { continue };
                let (by, dns) = decision(trace, made(packet)).expect("a resolver sent it");
                assert_eq!(by, lookup.resolver, "{what}");
                assert!(
                    matches!(dns.kind, DnsEventKind::QuerySent { key, .. } if key == query.key)
                );
                asked += 1;
                let Some(reply) = query.reply else { continue };
                let sent = made(reply);
                let is_taken = lookup.events.iter().any(|happened| {
                    matches!(happened.kind, DnsEventKind::AnswerReceived { key, .. } if key == query.key)
                });
                let then = At::new(&whole, sent);
                let then = then.lookup(lookup.number);
                let then = then.and_then(|it| it.query(query.key));
                let serves = match is_taken {
                    true => query.served_by,
                    false => then.and_then(|query| query.served_by),
                };
                let serves = serves.and_then(|number| whole.record(number));
                let server = decision(trace, sent).filter(|(by, _)| by.0 != lookup.resolver.0);
                assert_eq!(
                    serves.map(|record| (record.resolver, record.id)),
                    server.map(|(by, dns)| (by, dns.lookup)),
                    "{what}: {}",
                    lookup.question
                );
                served += usize::from(serves.is_some());
            }
            for happened in lookup.events {
                let DnsEventKind::AnswerReceived { key, .. } = happened.kind else {
                    continue;
                };
                let came = trace
                    .causes(happened.event)
                    .find_map(|event| match event.kind {
                        EventKind::Accepted { packet, .. } => Some(packet),
                        _ => None,
                    });
                let carried = came.and_then(|packet| now(&whole).of_packet(packet));
                assert_eq!(carried, Some((lookup.number, key)), "{what}");
                let reply = lookup.query(key).and_then(|query| query.reply);
                assert_eq!(reply, came, "{what}");
                answered += 1;
            }
        }
    }
    assert!(
        asked > 500 && answered > 300 && served > 100,
        "{asked} {answered} {served}"
    );
}

#[test]
fn what_a_program_is_told_is_the_end_of_its_own_lookup() {
    let mut joined = 0;
    for (what, player) in every_story() {
        let trace = player.world().trace();
        let whole = read(player.world());
        let mut told = Vec::new();
        for lookup in now(&whole).newest() {
            let (Some(end), Asker::Program { program, .. }) = (lookup.told, lookup.asker) else {
                continue;
            };
            let event = trace.get(end.event).expect("it is kept");
            assert_eq!(
                event.place,
                Place::Program(lookup.resolver.0, program),
                "{what}"
            );
            let Some(AppEvent::Lookup(
                LookupEvent::Found { name, .. } | LookupEvent::Failed { name, .. },
            )) = app(event)
            else {
                panic!("{what}: {event:?}");
            };
            assert_eq!(name.parse().as_ref(), Ok(&lookup.question.name), "{what}");
            if let Some((by, dns)) = decision(trace, event.id) {
                let joins = lookup
                    .events
                    .iter()
                    .find_map(|happened| match happened.kind {
                        DnsEventKind::Joined { other } => Some(other),
                        _ => None,
                    });
                let own = whole.record(lookup.number).expect("it is kept").id;
                assert_eq!(
                    (by, dns.lookup),
                    (lookup.resolver, joins.unwrap_or(own)),
                    "{what}"
                );
                joined += usize::from(joins.is_some());
            }
            told.push(end.event);
        }
        told.sort();
        let of_lookups = trace.iter().filter(|event| {
            matches!(
                app(event),
                Some(AppEvent::Lookup(
                    LookupEvent::Found {
                        lookup: Some(_),
                        ..
                    } | LookupEvent::Failed {
                        lookup: Some(_),
                        ..
                    },
                ))
            )
        });
        let all: Vec<EventId> = of_lookups.map(|event| event.id).collect();
        assert_eq!(told, all, "{what}: each was told once");
    }
    assert!(joined > 10, "{joined}");
}
