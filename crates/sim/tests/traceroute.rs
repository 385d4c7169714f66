//! traceroute: a row a hop, and stars where nobody says anything.

mod common;

use core::net::Ipv4Addr;

use common::*;
use hoplab_sim::apps::{
    AppEvent, Probe, Screen, Target, TraceEnd, TraceHop, TracerouteEvent, TracerouteScreen,
    TracerouteSpec,
};
use hoplab_sim::*;
use hoplab_units::{Share, Span};

fn traceroute(change: impl FnOnce(&mut TracerouteSpec)) -> Command {
    let mut spec = TracerouteSpec::new(Target::Address(SERVER_ADDRESS));
    change(&mut spec);
    Command::Start {
        node: CLIENT,
        program: Box::new(ProgramSpec::Traceroute(spec)),
    }
}

fn played(spec: &WorldSpec, command: Command, millis: u64) -> World {
    let mut world = World::new(spec);
    run(&mut world, 1);
    world.apply(command).unwrap();
    run(&mut world, millis);
    world
}

fn screen(world: &World) -> TracerouteScreen {
    match world.apps().into_iter().map(|app| app.screen).next() {
        Some(Screen::Traceroute(screen)) => screen,
        other => panic!("{other:?}"),
    }
}

/// Who answered each row, every address once, sorted.
fn who(screen: &TracerouteScreen) -> Vec<Vec<Ipv4Addr>> {
    let row = |hop: &TraceHop| {
        let answers = hop.probes.iter().filter_map(|probe| probe.answer());
        let mut all: Vec<Ipv4Addr> = answers.map(|(from, _)| from).collect();
        all.sort();
        all.dedup();
        all
    };
    screen.hops.iter().map(row).collect()
}

fn routers(numbers: &[u8]) -> Vec<Ipv4Addr> {
    let address = |number: &u8| Ipv4Addr::new(10, 0, 0, *number);
    numbers.iter().map(address).collect()
}

fn rows(world: &World) -> Vec<String> {
    let text = |event: &TraceEvent| match &event.kind {
        EventKind::App(app) => match &**app {
            AppEvent::Traceroute(row @ TracerouteEvent::Hop(_)) => Some(row.to_string()),
            _ => None,
        },
        _ => None,
    };
    world.trace().iter().filter_map(text).collect()
}

#[test]
fn every_router_on_the_way_has_its_row_and_the_destination_the_last() {
    let world = played(&diamond(1), traceroute(|_| {}), 2_000);
    let screen = screen(&world);
    let expected = [
        routers(&[1]),
        routers(&[2]),
        routers(&[4]),
        vec![SERVER_ADDRESS],
    ];
    assert_eq!(who(&screen), expected);
    assert_eq!((screen.complete, screen.end), (4, Some(TraceEnd::Reached)));
    let reached = |probe: &Probe| matches!(probe, Probe::Reached { .. });
    assert!(screen.hops[3].probes.iter().all(reached));
    let rows = rows(&world);
    assert!(rows[0].starts_with(" 1  10.0.0.1  10."), "{rows:?}");
    assert_eq!(rows[0].matches("10.0.0.1").count(), 1);
    assert_eq!(rows[0].matches(" ms").count(), 3);
    assert!(world.programs(CLIENT)[0].ended.is_some() && world.is_quiet());
}

#[test]
fn farther_hops_take_longer() {
    let world = played(&diamond(1), traceroute(|_| {}), 2_000);
    let first = |hop: &TraceHop| hop.probes[0].answer().map(|(_, after)| after).unwrap();
    let times: Vec<Span> = screen(&world).hops.iter().map(first).collect();
    assert!(
        times
            .windows(2)
            .all(|pair| pair[0] + Span::from_millis(9) < pair[1]),
        "{times:?}"
    );
}

#[test]
fn a_router_that_sends_no_icmp_is_a_row_of_stars_and_the_way_goes_on() {
    let mut spec = diamond(1);
    spec.nodes[2].icmp = false;
    let world = played(&spec, traceroute(|_| {}), 3_000);
    assert_eq!(rows(&world)[1], " 2  * * *");
    assert_eq!(screen(&world).end, Some(TraceEnd::Reached));
}

#[test]
fn where_the_destination_says_nothing_either_it_goes_on_to_the_most_hops() {
    let mut spec = diamond(1);
    for node in &mut spec.nodes {
        node.icmp = false;
    }
    let world = played(&spec, traceroute(|trace| trace.max_hops = 8), 9_000);
    let screen = screen(&world);
    assert_eq!((screen.complete, screen.end), (8, Some(TraceEnd::MaxHops)));
    assert_eq!(
        rows(&world)
            .iter()
            .filter(|row| row.ends_with("  * * *"))
            .count(),
        8
    );
}

#[test]
fn a_router_that_sprays_shows_several_addresses_in_the_row_behind_it() {
    let mut spec = diamond(1);
    spec.nodes[1].role = Role::Router(RouterSpec { spray: true });
    let world = played(&spec, traceroute(|_| {}), 3_000);
    assert_eq!(who(&screen(&world))[1], routers(&[2, 3]));
    assert!(rows(&world)[1].contains("10.0.0.2") && rows(&world)[1].contains("10.0.0.3"));
}

#[test]
fn a_route_that_changes_on_the_way_shows_in_one_row() {
    let mut world = World::new(&diamond(1));
    run(&mut world, 1);
    world.apply(traceroute(|trace| trace.probes = 10)).unwrap();
    // The first of ten requests to the second hop leave after 100 ms.
    run(&mut world, 60);
    world.apply(set_link(1, LinkChange::Cut)).unwrap();
    run(&mut world, 5_000);
    let screen = screen(&world);
    assert_eq!(screen.end, Some(TraceEnd::Reached));
    let row = &screen.hops[1].probes;
    assert!(row.contains(&Probe::Silent), "{row:?}");
    assert_eq!(who(&screen)[1], routers(&[3]), "{row:?}");
    assert_eq!(who(&screen)[2], routers(&[4]));
}

#[test]
fn the_way_to_an_address_that_nobody_has_ends_at_the_router_that_says_so() {
    let absent = Target::Address(Ipv4Addr::new(198, 51, 100, 99));
    let world = played(&diamond(1), traceroute(|trace| trace.to = absent), 3_000);
    let screen = screen(&world);
    assert_eq!(screen.end, Some(TraceEnd::Undelivered));
    assert_eq!(who(&screen).last(), Some(&routers(&[4])));
    assert!(
        rows(&world).last().unwrap().contains(" ms !H"),
        "{:?}",
        rows(&world)
    );
}

#[test]
fn lost_requests_are_stars_in_rows_that_others_fill() {
    let mut spec = diamond(3);
    spec.links[0].loss = Share::from_ppm(300_000);
    let world = played(&spec, traceroute(|trace| trace.probes = 5), 9_000);
    let screen = screen(&world);
    assert_eq!(screen.end, Some(TraceEnd::Reached));
    let all = screen.hops.iter().flat_map(|hop| &hop.probes);
    let silent = all.filter(|probe| **probe == Probe::Silent).count();
    assert!((1..19).contains(&silent), "{silent} of 20");
    assert_eq!(who(&screen)[1], routers(&[2]));
}

#[test]
fn a_cut_at_home_ends_it() {
    let mut world = World::new(&diamond(1));
    run(&mut world, 1);
    world.apply(set_link(0, LinkChange::Cut)).unwrap();
    world.apply(traceroute(|_| {})).unwrap();
    run(&mut world, 1_000);
    let error = SocketError::NoRoute;
    let failed = AppEvent::Traceroute(TracerouteEvent::Failed { error });
    assert_eq!(
        count(&world, |kind| *kind
            == EventKind::App(Box::new(failed.clone()))),
        1
    );
    assert!(world.programs(CLIENT)[0].ended.is_some());
}

#[test]
fn the_same_seed_finds_the_same_and_another_does_not() {
    let hash = |seed| {
        let mut spec = diamond(seed);
        spec.links[0].loss = Share::from_ppm(300_000);
        played(&spec, traceroute(|_| {}), 9_000).trace().hash()
    };
    assert_eq!(hash(1), hash(1));
    assert_ne!(hash(1), hash(2));
}

#[test]
fn settings_that_cannot_be_are_refused() {
    let bad: [fn(&mut TracerouteSpec); 3] = [
        |trace| trace.max_hops = 0,
        |trace| trace.probes = 11,
        |trace| trace.timeout = Span::ZERO,
    ];
    let mut world = World::new(&diamond(1));
    for change in bad {
        assert_eq!(world.apply(traceroute(change)), Err(Refusal::BadProgram));
    }
}
