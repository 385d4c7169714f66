//! ping: what comes back, what does not, and who says why.

mod common;

use core::net::Ipv4Addr;

use common::*;
use hoplab_sim::apps::{
    AppEvent, PingEvent, PingLine, PingScreen, PingSpec, PingTotals, Screen, Target,
};
use hoplab_sim::*;
use hoplab_units::{Share, Span, Time};

const R1: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 1);

fn ping(change: impl FnOnce(&mut PingSpec)) -> Command {
    let mut spec = PingSpec::new(Target::Address(SERVER_ADDRESS));
    change(&mut spec);
    Command::Start {
        node: CLIENT,
        program: Box::new(ProgramSpec::Ping(spec)),
    }
}

fn played(spec: &WorldSpec, command: Command, millis: u64) -> World {
    let mut world = World::new(spec);
    run(&mut world, 1);
    world.apply(command).unwrap();
    run(&mut world, millis);
    world
}

fn screen(world: &World) -> PingScreen {
    match world.apps().into_iter().map(|app| app.screen).next() {
        Some(Screen::Ping(screen)) => screen,
        other => panic!("{other:?}"),
    }
}

fn totals(world: &World) -> PingTotals {
    let screen = screen(world);
    assert!(screen.done, "{screen:?}");
    screen.totals
}

fn printed(world: &World) -> Vec<String> {
    let text = |event: &TraceEvent| match &event.kind {
        EventKind::App(app) => match &**app {
            AppEvent::Ping(event) => Some(event.to_string()),
            _ => None,
        },
        _ => None,
    };
    world.trace().iter().filter_map(text).collect()
}

#[test]
fn it_prints_what_ping_prints() {
    let mut spec = diamond(1);
    spec.links.truncate(1);
    spec.nodes.truncate(2);
    let world = played(&spec, ping(|ping| ping.to = Target::Address(R1)), 2_000);
    // 98 bytes of frame and 24 around it take 97.6 µs, and 5 ms each way.
    let reply = "64 bytes from 10.0.0.1: icmp_seq=4 ttl=64 time=10.195 ms";
    let printed = printed(&world);
    assert_eq!(printed[0], "PING 10.0.0.1 56(84) bytes of data");
    assert_eq!(printed[4], reply);
    assert_eq!(
        printed[5],
        "4 packets transmitted, 4 received, 0% packet loss, \
         rtt min/avg/max/mdev = 10.195/10.195/10.195/0.000 ms"
    );
    assert_eq!(printed.len(), 6);
    assert!(world.programs(CLIENT)[0].ended.is_some() && world.is_quiet());
}

#[test]
fn every_router_on_the_way_back_takes_one_from_the_ttl() {
    let world = played(&diamond(1), ping(|_| {}), 3_000);
    let ttl = |line: &PingLine| {
        matches!(
            line.event,
            PingEvent::Reply {
                ttl: 61,
                bytes: 64,
                ..
            }
        )
    };
    assert_eq!(
        screen(&world).lines.iter().filter(|line| ttl(line)).count(),
        4
    );
}

#[test]
fn what_is_lost_is_counted_and_the_others_are_answered() {
    let mut spec = diamond(7);
    spec.links[0].loss = Share::from_ppm(200_000);
    let command = ping(|ping| {
        ping.count = 100;
        ping.interval = Span::from_millis(50);
    });
    let world = played(&spec, command, 10_000);
    let totals = totals(&world);
    let dead = drops(&world, DropReason::RandomLoss) as u16;
    assert_eq!((totals.sent, totals.received), (100, 100 - dead));
    assert!((20..50).contains(&dead), "both ways at a fifth: {dead}");
    assert_eq!(totals.loss_per_mille(), dead * 10);
    let silent = |line: &&PingLine| matches!(line.event, PingEvent::TimedOut { .. });
    let lines = screen(&world).lines;
    assert_eq!(lines.len(), PingScreen::MAX_LINES);
    assert!(lines.iter().filter(silent).count() > 10);
}

#[test]
fn a_packet_that_comes_twice_is_marked_and_counted_once() {
    let mut spec = diamond(1);
    spec.links[5].duplication = Share::from_ppm(1_000_000);
    let world = played(&spec, ping(|_| {}), 3_000);
    let totals = totals(&world);
    assert_eq!((totals.sent, totals.received), (4, 4));
    // Each request arrives twice, each answer to it twice again; those to the last come when ping is gone.
    assert_eq!(totals.duplicates, 9);
    let marked = printed(&world)
        .iter()
        .filter(|line| line.ends_with("(DUP!)"))
        .count();
    assert_eq!(marked, 9);
}

#[test]
fn a_ttl_too_small_is_reported_by_the_router_where_it_ran_out() {
    let world = played(&diamond(1), ping(|ping| ping.ttl = 2), 3_000);
    let printed = printed(&world);
    assert_eq!(printed[1], "From 10.0.0.2 icmp_seq=1 Time to live exceeded");
    let totals = totals(&world);
    assert_eq!((totals.received, totals.errors), (0, 4));
    assert!(printed[5].ends_with("4 packets transmitted, 0 received, +4 errors, 100% packet loss"));
}

#[test]
fn an_address_nobody_has_is_reported_by_the_last_router() {
    let absent = Ipv4Addr::new(198, 51, 100, 99);
    let world = played(
        &diamond(1),
        ping(|ping| ping.to = Target::Address(absent)),
        3_000,
    );
    assert_eq!(
        printed(&world)[1],
        "From 10.0.0.4 icmp_seq=1 Destination Host Unreachable"
    );
    let nowhere = Ipv4Addr::new(203, 0, 113, 1);
    let world = played(
        &diamond(1),
        ping(|ping| ping.to = Target::Address(nowhere)),
        3_000,
    );
    assert_eq!(
        printed(&world)[1],
        "From 10.0.0.1 icmp_seq=1 Destination Net Unreachable"
    );
}

#[test]
fn a_host_that_does_not_answer_pings_looks_like_one_that_is_off() {
    let mut quiet = diamond(1);
    quiet.nodes[SERVER.index()].icmp = false;
    let mut off = diamond(1);
    off.nodes[SERVER.index()].up = false;
    for spec in [quiet, off] {
        let world = played(&spec, ping(|_| {}), 3_000);
        let totals = totals(&world);
        assert_eq!((totals.received, totals.errors), (0, 0));
        assert_eq!(totals.times, None);
    }
}

#[test]
fn an_answer_that_comes_after_its_time_is_late_and_counts() {
    let command = ping(|ping| {
        ping.count = 2;
        ping.timeout = Span::from_millis(20);
        ping.interval = Span::from_millis(100);
    });
    let world = played(&diamond(1), command, 3_000);
    let totals = totals(&world);
    // The second is given up while ping is still there only for its time: then it ends.
    assert_eq!((totals.sent, totals.received, totals.late), (2, 1, 1));
    assert!(printed(&world).iter().any(|line| line.ends_with("(late)")));
}

#[test]
fn a_cut_on_the_way_is_healed_by_new_routes_and_one_at_home_stops_it_at_once() {
    let mut world = World::new(&diamond(1));
    run(&mut world, 1);
    let count = |ping: &mut PingSpec| ping.count = 20;
    world.apply(ping(count)).unwrap();
    run(&mut world, 1_000);
    let change = LinkChange::Cut;
    world.apply(set_link(1, change)).unwrap();
    world.apply(set_link(3, change)).unwrap();
    run(&mut world, 9_000);
    let through = totals(&world);
    assert!(through.received >= 19, "{through:?}");

    let mut world = World::new(&diamond(1));
    run(&mut world, 1);
    world.apply(ping(count)).unwrap();
    run(&mut world, 1_000);
    world.apply(set_link(0, LinkChange::Cut)).unwrap();
    run(&mut world, 9_000);
    let stuck = totals(&world);
    assert!(stuck.received < 10 && stuck.errors >= 10, "{stuck:?}");
    assert!(
        printed(&world)
            .iter()
            .any(|line| line.contains("Network is unreachable"))
    );
}

#[test]
fn a_request_too_long_for_a_link_is_reported_with_the_length_that_fits() {
    let mut spec = diamond(1);
    spec.links[5].mtu = 576;
    let world = played(&spec, ping(|ping| ping.bytes = 1000), 3_000);
    assert_eq!(
        printed(&world)[1],
        "From 10.0.0.4 icmp_seq=1 Frag needed and DF set (mtu = 576)"
    );
}

#[test]
fn two_pings_at_once_get_their_own_answers() {
    let mut world = World::new(&diamond(1));
    run(&mut world, 1);
    world.apply(ping(|_| {})).unwrap();
    world.apply(ping(|ping| ping.count = 2)).unwrap();
    run(&mut world, 3_000);
    let of = |app: AppSnapshot| match app.screen {
        Screen::Ping(screen) => (screen.totals.received, screen.totals.duplicates),
        other => panic!("{other:?}"),
    };
    let received: Vec<_> = world.apps().into_iter().map(of).collect();
    assert_eq!(received, [(4, 0), (2, 0)]);
}

#[test]
fn an_answer_to_an_earlier_ping_is_not_taken_for_one_to_a_later() {
    let alone = played(&diamond(1), ping(|ping| ping.count = 1), 3_000);
    let mut world = World::new(&diamond(1));
    run(&mut world, 1);
    let impatient = ping(|ping| {
        ping.count = 1;
        ping.timeout = Span::from_millis(10);
    });
    world.apply(impatient).unwrap();
    run(&mut world, 20);
    world.apply(ping(|ping| ping.count = 1)).unwrap();
    run(&mut world, 3_000);
    let of = |app: AppSnapshot| match app.screen {
        Screen::Ping(screen) => screen.totals,
        other => panic!("{other:?}"),
    };
    let both: Vec<PingTotals> = world.apps().into_iter().map(of).collect();
    assert_eq!((both[0].received, both[1].received), (0, 1));
    assert_eq!(both[1].times, totals(&alone).times);
}

#[test]
fn identifiers_go_on_over_a_crash() {
    let mut world = World::new(&diamond(1));
    run(&mut world, 1);
    world.apply(ping(|_| {})).unwrap();
    run(&mut world, 100);
    for change in [NodeChange::Crash, NodeChange::Restore] {
        world.apply(set_node(CLIENT, change)).unwrap();
    }
    world.apply(ping(|_| {})).unwrap();
    let id = |event: &TraceEvent| match &event.kind {
        EventKind::SocketOpened { local, .. } if event.place.node() == Some(CLIENT) => {
            Some(local.port())
        }
        _ => None,
    };
    let ids: Vec<u16> = world.trace().iter().filter_map(id).collect();
    assert_eq!(ids, [1, 2]);
}

#[test]
fn a_host_that_is_switched_off_while_it_pings_ends_quietly() {
    let mut world = World::new(&diamond(1));
    run(&mut world, 1);
    world.apply(ping(|_| {})).unwrap();
    run(&mut world, 300);
    world.apply(set_node(CLIENT, NodeChange::Crash)).unwrap();
    run(&mut world, 3_000);
    assert!(world.programs(CLIENT).is_empty() && world.is_quiet());
    assert!(world.now() >= Time::from_secs(3));
}

#[test]
fn the_same_seed_pings_the_same_and_another_does_not() {
    let hash = |seed| {
        let mut spec = diamond(seed);
        spec.links[0].loss = Share::from_ppm(300_000);
        played(&spec, ping(|ping| ping.count = 20), 9_000)
            .trace()
            .hash()
    };
    assert_eq!(hash(1), hash(1));
    assert_ne!(hash(1), hash(2));
}

#[test]
fn settings_that_cannot_be_are_refused() {
    let bad: [fn(&mut PingSpec); 5] = [
        |ping| ping.count = 0,
        |ping| ping.bytes = 1473,
        |ping| ping.ttl = 0,
        |ping| ping.interval = Span::from_millis(1),
        |ping| ping.to = Target::Address(Ipv4Addr::BROADCAST),
    ];
    let mut world = World::new(&diamond(1));
    for change in bad {
        assert_eq!(world.apply(ping(change)), Err(Refusal::BadProgram));
    }
}
