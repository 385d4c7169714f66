//! Lookups as the trace tells of them, on scenarios about names.

use hoplab_replay::{Player, Recording};
use hoplab_scenario::library;
use hoplab_sim::World;

use super::account::{Outcome, Party, What};
use super::*;
use crate::Reading;

fn play(name: &str) -> Player {
    let scenario = library::find(name).expect("it is in the library");
    let until = scenario.until;
    let mut player = Player::new(Recording::new(scenario)).expect("the library is valid");
    player.seek(until);
    player
}

fn read(world: &World) -> Lookups {
    Reading::whole(Lookups::default(), world.trace())
}

/// As of whatever was read.
fn now(lookups: &Lookups) -> At<&Lookups> {
    At::new(lookups, EventId(u64::MAX))
}

fn outcomes(lookups: At<&Lookups>, number: Number) -> Vec<Outcome> {
    let steps = account::of(lookups, number);
    let outcome = |step: account::Step| match step.what {
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
    let begun: Vec<LookupAt<'_>> = lookups.begun().collect();
    assert_eq!(
        begun.len(),
        1,
        "the resolver's lookup is part of the client's"
    );
    let steps = account::of(lookups, begun[0].number);
    assert!(matches!(
        (&steps[0].from, &steps[0].what),
        (Party::Program(..), What::Needs(_))
    ));
    assert!(
        matches!(steps.last().map(|step| &step.what), Some(What::Tells(found)) if found.len() == 1)
    );
    assert!(steps.is_sorted_by_key(|step| step.event));
    let zone = |name: &str| Outcome::Referral(name.parse().unwrap());
    let address = Outcome::Answer(vec![hoplab_dns::RecordData::A([198, 51, 100, 80].into())]);
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
    for step in account::of(lookups, number) {
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
            let (message, _) = lookup
                .message_of(Events::of(player.world()), query.key)
                .unwrap();
            assert_eq!(message.id, query.id);
        }
    }
}

#[test]
fn dig_prints_the_way_down_and_nothing_for_what_came_from_a_cache() {
    let player = play("cached");
    let lookups = read(player.world());
    let lookups = now(&lookups);
    let mut begun: Vec<LookupAt<'_>> = lookups.begun().collect();
    begun.reverse();
    let text = dig::trace(&lookups, begun[0].number).expect("it went down from the root");
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
    assert_eq!(dig::trace(&lookups, begun[1].number), None);
}

#[test]
fn a_moment_that_was_rewound_to_is_told_as_it_was_though_more_has_been_read() {
    let mut player = play("cached");
    let lookups = read(player.world());
    let whole = now(&lookups).newest().count();
    player.seek(Time::from_millis(1));
    let here = At::new(&lookups, player.here());
    assert_eq!(here.newest().count(), 1);
    player.seek(Time::from_secs(60));
    let here = At::new(&lookups, player.here());
    assert_eq!(here.newest().count(), whole);
}

/// All that can be asked.
fn asked(at: At<&Lookups>, time: Time) -> String {
    let mut told = String::new();
    for lookup in at.newest() {
        let number = lookup.number;
        told += &format!("{number:?} {:?} {:?}\n", at.root_of(number), lookup.ended());
        told += &format!(
            "{:?}\n{:?}\n",
            account::of(at, number),
            dig::trace(&at, number)
        );
        for query in lookup.queries() {
            told += &format!("{:?} {:?}\n", query.packet(), query.reply());
            for packet in query.packet().into_iter().chain(query.reply()) {
                told += &format!("{:?}\n", at.of_packet(packet));
            }
        }
        let expired: Vec<_> = at
            .expired(lookup.resolver, time, Span::from_secs(2))
            .collect();
        told += &format!("{expired:?} {:?}\n", at.what_is(lookup.resolver));
    }
    told + &format!("{}", at.begun().count())
}

#[test]
fn as_of_a_moment_is_what_was_known_then_and_what_is_cut_was_never_read() {
    for name in [
        "first-lookup",
        "cached",
        "no-such-name",
        "resolver-down",
        "stale-record",
        "chat",
    ] {
        let player = play(name);
        let world = player.world();
        let whole = read(world);
        let len = world.trace().len();
        let mut fresh = Lookups::default();
        for event in world.trace().iter() {
            let from = event.id;
            if from.0 % (len / 40 + 1) == 3 {
                let then = asked(At::new(&whole, from), event.at);
                assert_eq!(then, asked(now(&fresh), event.at), "{name} before {from}");
                let mut cut = whole.clone();
                cut.cut(from);
                assert_eq!(cut, fresh, "{name} cut before {from}");
                let after = world.trace().since(from);
                after.for_each(|event| cut.note(event, world.trace()));
                assert_eq!(cut, whole, "{name} grown again from {from}");
            }
            fresh.note(event, world.trace());
        }
    }
}

#[test]
fn what_a_cache_is_told_to_hold_is_what_it_holds() {
    let mut compared = 0;
    for name in ["first-lookup", "cached", "no-such-name", "stale-record"] {
        let mut player = play(name);
        let lookups = read(player.world());
        let end = player.now();
        for part in 1..40 {
            player.seek(Time::from_nanos(end.as_nanos() / 40 * part));
            let at = At::new(&lookups, player.here());
            for app in player.world().apps() {
                let resolver = (app.node, app.program.id);
                let hoplab_sim::apps::Screen::Resolver(screen) = &app.screen else {
                    continue;
                };
                for row in &screen.cache.rows {
                    let entry = (resolver, row.name.clone(), row.rtype);
                    let kept = at.kept(&entry).expect("the cache has it");
                    assert_eq!(kept.expires, row.expires, "{name}: {entry:?}");
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 50, "{compared} entries were compared");
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
    let of_host: Vec<LookupAt<'_>> = lookups.begun().filter(|it| it.resolver.0 == node).collect();
    let [later, earlier] = of_host[..] else {
        panic!("it looked the name up twice");
    };
    // Numbers began again: only the causes tell the two apart.
    assert_eq!(earlier.resolver, later.resolver);
    assert_eq!((earlier.ended(), earlier.told()), (Some(crash), None));
    let told = later.told().map(|(_, _, result)| result.is_ok());
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
    let steps = account::of(lookups, number);
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
