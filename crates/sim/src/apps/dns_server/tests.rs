//! What a name server keeps of its connections.

use hoplab_units::Time;

use super::*;
use crate::apps::AnyProgram;
use crate::common::{CLIENT, SERVER, diamond, run, send};
use crate::{Command, NodeChange, Payload, ProgramSpec, Role, Transport, World};

fn world() -> World {
    let mut spec = diamond(1);
    let server = r#"{ "dns-server": { "zones": [ { "origin": ".", "records": [
        { "name": "@", "ns": "a.root." }, { "name": "a.root.", "a": "198.51.100.80" } ] } ] } }"#;
    let server: ProgramSpec = serde_json::from_str(server).expect("it is a server");
    if let Role::Host(host) = &mut spec.nodes[SERVER.index()].role {
        host.programs = vec![server];
    }
    World::new(&spec)
}

fn sends(text: &str) -> Command {
    let mut command = send(Transport::Tcp, Payload::Text(text.to_owned()));
    if let Command::Send(send) = &mut command {
        send.port = DNS_PORT;
    }
    command
}

fn kept(world: &World) -> usize {
    let host = world.host(SERVER).expect("a host");
    match host.programs[0].program.as_ref() {
        Some(AnyProgram::DnsServer(server)) => server.streams.len(),
        other => panic!("{other:?}"),
    }
}

/// For the address of the root: length, header, question.
const QUERY: &str = "\0\x11id\x01\0\0\x01\0\0\0\0\0\0\0\0\x01\0\x01";

#[test]
fn who_asks_and_closes_is_answered_and_leaves_nothing_behind() {
    for text in [QUERY.to_owned(), QUERY.repeat(100), format!("{QUERY}\0")] {
        let mut world = world();
        world.apply(sends(&text)).expect("it is sent");
        run(&mut world, 5_000);
        assert_eq!(kept(&world), 0, "{text:?}");
        run(&mut world, 200_000);
        assert_eq!(world.sockets(SERVER).len(), 2, "{text:?}");
        assert!(world.is_quiet());
    }
}

#[test]
fn a_client_that_vanishes_in_the_middle_of_a_question_is_given_up() {
    let mut world = world();
    // Its last segments do not get there: no end of the stream comes.
    world.apply(sends(&QUERY.repeat(200))).expect("it is sent");
    while kept(&world) == 0 {
        assert!(world.step());
    }
    let change = NodeChange::Crash;
    world
        .apply(Command::SetNode {
            node: CLIENT,
            change,
        })
        .expect("it is switched off");
    let began = world.now().since(Time::ZERO).as_nanos() / 1_000_000;
    run(&mut world, began + 15_000);
    assert_eq!(kept(&world), 0);
    run(&mut world, began + 3_000_000);
    assert_eq!(world.sockets(SERVER).len(), 2);
    assert!(world.is_quiet());
}
