//! The echo programs: the shortest way through programs, sockets and both transports.

mod common;

use core::net::Ipv4Addr;

use common::*;
use hoplab_sim::apps::{AppEvent, EchoClientSpec, EchoEvent, EchoSpec, Screen, Target};
use hoplab_sim::*;

const ECHO: u16 = 7;

fn world(programs: Vec<ProgramSpec>) -> World {
    let mut spec = diamond(1);
    if let Role::Host(host) = &mut spec.nodes[SERVER.index()].role {
        host.programs = programs;
    }
    World::new(&spec)
}

fn server(port: u16) -> ProgramSpec {
    ProgramSpec::Echo(EchoSpec { name: None, port })
}

fn client(transport: Transport, count: u16) -> Command {
    Command::Start {
        node: CLIENT,
        program: Box::new(ProgramSpec::EchoClient(EchoClientSpec {
            name: None,
            to: Target::Address(SERVER_ADDRESS),
            port: ECHO,
            transport: Some(transport),
            text: "Hello?".into(),
            count,
        })),
    }
}

fn events(world: &World) -> Vec<EchoEvent> {
    let of = |event: &TraceEvent| match &event.kind {
        EventKind::App(app) if event.place.node() == Some(CLIENT) => match &**app {
            AppEvent::Echo(event) => Some(event.clone()),
            _ => None,
        },
        _ => None,
    };
    world.trace().iter().filter_map(of).collect()
}

#[test]
fn every_line_is_heard_again_unchanged_over_both_transports() {
    for transport in [Transport::Udp, Transport::Tcp] {
        let mut world = world(vec![server(ECHO)]);
        world.apply(client(transport, 3)).unwrap();
        run(&mut world, 3_000);
        let heard = |event: &&EchoEvent| matches!(event, EchoEvent::Heard { same: true, .. });
        assert_eq!(
            events(&world).iter().filter(heard).count(),
            3,
            "{transport:?}"
        );
        let [client] = &world.programs(CLIENT)[..] else {
            panic!("one program was started");
        };
        assert!(client.ended.is_some(), "it is done");
        assert!(world.apps().iter().any(|app| matches!(&app.screen,
            Screen::Echo(screen) if app.node == CLIENT && screen.lines.len() == 6)));
    }
}

#[test]
fn a_closed_port_reaches_the_program_as_the_error_its_transport_gives() {
    for (transport, expected) in [
        (Transport::Udp, SocketError::PortUnreachable),
        (
            Transport::Tcp,
            SocketError::Tcp(hoplab_tcp::Failure::Refused),
        ),
    ] {
        let mut world = world(Vec::new());
        world.apply(client(transport, 1)).unwrap();
        run(&mut world, 3_000);
        let error = EchoEvent::Failed { error: expected };
        assert_eq!(events(&world).last(), Some(&error), "{transport:?}");
    }
}

#[test]
fn the_second_program_on_a_port_is_told_that_the_address_is_in_use() {
    let mut world = world(vec![server(ECHO), server(ECHO)]);
    run(&mut world, 1);
    let error = SocketError::AddressInUse;
    let told = |kind: &EventKind| *kind == EventKind::SocketError { error };
    assert_eq!(count(&world, told), 1);
    let ended: Vec<bool> = (world.programs(SERVER).iter())
        .map(|program| program.ended.is_some())
        .collect();
    assert_eq!(ended, [false, true]);
}

#[test]
fn a_stopped_program_leaves_its_port_and_is_told_of_nothing_more() {
    let mut world = world(vec![server(ECHO)]);
    run(&mut world, 1);
    let stop = Command::Stop {
        node: SERVER,
        program: ProgramId(0),
    };
    world.apply(stop.clone()).unwrap();
    assert!(world.sockets(SERVER).is_empty());
    assert_eq!(world.apply(stop), Err(Refusal::NoSuchProgram));
    world.apply(client(Transport::Udp, 1)).unwrap();
    run(&mut world, 1_000);
    assert_eq!(drops(&world, DropReason::NoSocket { ports: true }), 1);
}

#[test]
fn a_name_leads_nowhere_on_a_host_that_knows_no_name_server() {
    let mut world = world(vec![server(ECHO)]);
    let mut command = client(Transport::Udp, 1);
    if let Command::Start { program, .. } = &mut command
        && let ProgramSpec::EchoClient(spec) = &mut **program
    {
        spec.to = Target::Name("echo.example".into());
    }
    world.apply(command).unwrap();
    run(&mut world, 1_000);
    let failed = |kind: &EventKind| matches!(kind, EventKind::App(app) if matches!(&**app, AppEvent::Lookup(_)));
    assert_eq!(count(&world, failed), 1);
    assert!(world.programs(CLIENT)[0].ended.is_some());
}

#[test]
fn a_program_that_cannot_be_is_refused() {
    let mut world = world(Vec::new());
    let mut command = client(Transport::Udp, 1);
    if let Command::Start { program, .. } = &mut command
        && let ProgramSpec::EchoClient(spec) = &mut **program
    {
        spec.to = Target::Address(Ipv4Addr::BROADCAST);
    }
    assert_eq!(world.apply(command), Err(Refusal::BadProgram));
}

#[test]
fn who_sends_on_to_a_program_that_was_stopped_is_told_by_a_reset() {
    let viewer = ProgramSpec::Viewer {
        name: "viewer".into(),
        port: PORT,
        read_rate: Some(hoplab_units::Rate::from_bits_per_sec(80_000)),
        reply: None,
    };
    let mut world = world(vec![viewer]);
    world
        .apply(send(Transport::Tcp, Payload::Bulk(1_000_000)))
        .unwrap();
    run(&mut world, 500);
    let stop = Command::Stop {
        node: SERVER,
        program: ProgramId(0),
    };
    world.apply(stop).unwrap();
    run(&mut world, 2_000);
    let failed = |kind: &EventKind| {
        let error = SocketError::Tcp(hoplab_tcp::Failure::Reset);
        matches!(kind, EventKind::TransferFailed { error: why, .. } if *why == error)
    };
    assert_eq!(count(&world, failed), 1);
}
