//! Resolvers in trouble: clients that go, that ask nonsense, or that do not read.

mod common;

use common::*;
use hoplab_sim::apps::{AppEvent, LookupError, LookupEvent, ResolverScreen, Screen};
use hoplab_sim::*;
use hoplab_units::{Span, Time};

const RESOLVER: NodeId = NodeId(6);
const OTHER: NodeId = NodeId(7);
const RESOLVER_ADDRESS: [u8; 4] = [192, 0, 3, 53];

fn program(json: &str) -> ProgramSpec {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

/// The server knows all names, and is half a second away from the resolver that two clients ask.
fn far_root() -> WorldSpec {
    let mut spec = diamond(1);
    let resolver = r#"{ "resolver": { "roots": [
        { "name": "a.root", "address": "198.51.100.80" } ] } }"#;
    let root = r#"{ "dns-server": { "zones": [ { "origin": ".", "records": [
        { "name": "@", "ns": "a.root." }, { "name": "a.root.", "a": "198.51.100.80" },
        { "name": "one.", "a": "198.51.100.80" },
        { "name": "two.", "a": "198.51.100.80" } ] } ] } }"#;
    let resolver = vec![program(resolver)];
    let more = [
        host("resolver", RESOLVER_ADDRESS.into(), resolver),
        host("other", [192, 0, 4, 10].into(), Vec::new()),
    ];
    for (place, node) in more.into_iter().enumerate() {
        spec.nodes.push(node);
        spec.links.push(link(1, 6 + place as u16));
    }
    spec.links[5].delay = Span::from_millis(250);
    for node in [CLIENT, OTHER] {
        if let Role::Host(host) = &mut spec.nodes[node.index()].role {
            host.resolvers = vec![RESOLVER_ADDRESS.into()];
        }
    }
    if let Role::Host(host) = &mut spec.nodes[SERVER.index()].role {
        host.programs = vec![program(root)];
    }
    spec
}

fn ping(node: NodeId, name: &str) -> Command {
    Command::Start {
        node,
        program: Box::new(program(&format!(
            r#"{{ "ping": {{ "to": "{name}", "count": 1 }} }}"#
        ))),
    }
}

/// The first program of a host with name servers is its stub resolver.
fn stop_stub(node: NodeId) -> Command {
    let program = ProgramId(0);
    Command::Stop { node, program }
}

/// When a program of a host learnt what became of its name, and what.
fn told(world: &World, node: NodeId) -> Vec<(Time, Option<LookupError>)> {
    let of = |event: &TraceEvent| match &event.kind {
        EventKind::App(app) if event.place.node() == Some(node) => match &**app {
            AppEvent::Lookup(LookupEvent::Found { .. }) => Some((event.at, None)),
            AppEvent::Lookup(LookupEvent::Failed { error, .. }) => Some((event.at, Some(*error))),
            _ => None,
        },
        _ => None,
    };
    world.trace().iter().filter_map(of).collect()
}

fn resolver(world: &World) -> ResolverScreen {
    let of = |app: &AppSnapshot| app.node == RESOLVER;
    match world.apps().into_iter().find(of).map(|app| app.screen) {
        Some(Screen::Resolver(screen)) => screen,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_no_query_leaves_nobody_waiting() {
    let mut world = World::new(&far_root());
    // One has no room for a header, the other has the bit of a response set.
    for text in ["x", "xx\u{80}\u{80} and what looks like a response"] {
        let mut nonsense = send(Transport::Udp, Payload::Text(text.to_owned()));
        if let Command::Send(send) = &mut nonsense {
            send.to = RESOLVER_ADDRESS.into();
            send.port = 53;
        }
        world.apply(nonsense).unwrap();
    }
    run(&mut world, 3_000);
    assert_eq!(resolver(&world).waiting, 0);
    world.apply(ping(OTHER, "one")).unwrap();
    run(&mut world, 6_000);
    assert!(matches!(told(&world, OTHER)[..], [(_, None)]));
}

#[test]
fn whoever_waits_for_a_stub_that_is_stopped_is_told_and_so_is_whoever_asks_later() {
    let mut world = World::new(&far_root());
    world.apply(ping(CLIENT, "one")).unwrap();
    run(&mut world, 100);
    world.apply(stop_stub(CLIENT)).unwrap();
    run(&mut world, 200);
    world.apply(ping(CLIENT, "one")).unwrap();
    run(&mut world, 3_000);
    let none = Some(LookupError::NoResolver);
    let at = Time::from_millis;
    assert_eq!(told(&world, CLIENT), [(at(100), none), (at(200), none)]);
    let programs = world.programs(CLIENT);
    assert!(programs.iter().all(|program| program.ended.is_some()));
}

#[test]
fn a_program_that_is_over_learns_no_address() {
    let mut world = World::new(&far_root());
    world.apply(ping(CLIENT, "one")).unwrap();
    run(&mut world, 100);
    let program = ProgramId(1);
    world
        .apply(Command::Stop {
            node: CLIENT,
            program,
        })
        .unwrap();
    run(&mut world, 3_000);
    assert_eq!(told(&world, CLIENT), []);
}

#[test]
fn that_no_name_server_can_be_reached_is_another_answer_than_that_none_answered() {
    let mut closed = far_root();
    if let Role::Host(host) = &mut closed.nodes[RESOLVER.index()].role {
        host.programs.clear();
    }
    let mut off = closed.clone();
    off.nodes[RESOLVER.index()].up = false;
    off.nodes[1].icmp = false;
    let expected = [LookupError::Unreachable, LookupError::TimedOut];
    for (spec, error) in [closed, off].iter().zip(expected) {
        let mut world = World::new(spec);
        world.apply(ping(CLIENT, "one")).unwrap();
        run(&mut world, 60_000);
        assert!(
            matches!(told(&world, CLIENT)[..], [(_, Some(found))] if found == error),
            "{error:?}"
        );
    }
}

#[test]
fn a_name_server_reads_on_only_when_its_answers_are_out_and_answers_all_in_the_end() {
    let mut spec = far_root();
    if let Role::Host(host) = &mut spec.nodes[SERVER.index()].role {
        host.tcp.send_buffer = 2048;
    }
    let mut world = World::new(&spec);
    // For the address of the root, with recursion: length, header, question.
    let query = "\0\x11id\x01\0\0\x01\0\0\0\0\0\0\0\0\x01\0\x01";
    let mut queries = send(Transport::Tcp, Payload::Text(query.repeat(200)));
    if let Command::Send(send) = &mut queries {
        send.port = 53;
    }
    world.apply(queries).unwrap();
    let mut unread = 0;
    for at in 1..1_000 {
        run(&mut world, at * 20);
        let rows = world.sockets(SERVER);
        unread = rows
            .iter()
            .map(|row| row.receive_queue)
            .fold(unread, u32::max);
    }
    let answered = |kind: &EventKind| matches!(kind, EventKind::App(app) if matches!(&**app, AppEvent::DnsServer(_)));
    assert_eq!(count(&world, answered), 200);
    assert!(unread > 500, "what is asked waits: {unread}");
    assert!(world.is_quiet());
}

#[test]
fn a_client_that_has_gone_does_not_cost_the_others_their_answers() {
    let mut world = World::new(&far_root());
    world.apply(ping(CLIENT, "one")).unwrap();
    run(&mut world, 100);
    world.apply(stop_stub(CLIENT)).unwrap();
    run(&mut world, 400);
    world.apply(ping(OTHER, "two")).unwrap();
    run(&mut world, 3_000);
    let unheard = |kind: &EventKind| {
        matches!(
            kind,
            EventKind::Consumed {
                why: ConsumeReason::IcmpIgnored,
                ..
            }
        )
    };
    assert_eq!(count(&world, unheard), 1, "no socket of one client alone");
    let told = told(&world, OTHER);
    assert!(
        matches!(told[..], [(at, None)] if at < Time::from_millis(1_500)),
        "by the first query: {told:?}"
    );
    assert_eq!(resolver(&world).waiting, 0);
}
