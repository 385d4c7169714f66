//! Programs that meet what they do not expect: clients of other protocols, and bytes of none.

mod common;

use common::*;
use hoplab_sim::apps::*;
use hoplab_sim::*;

/// Where each server listens: web, FTP, chat, echo, and a viewer, which says nothing.
const PORTS: [u16; 5] = [80, 21, 4242, 7, PORT];

fn spec_of(json: &str) -> ProgramSpec {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

fn internet(clients: Vec<ProgramSpec>) -> World {
    let mut spec = diamond(1);
    let servers = [
        r#"{"web-server": {}}"#,
        r#"{"ftp-server": {}}"#,
        r#"{"chat-server": {}}"#,
        r#"{"echo": {}}"#,
    ];
    let mut servers: Vec<_> = servers.into_iter().map(spec_of).collect();
    servers.push(viewer("viewer", PORT));
    for (node, programs) in [(SERVER, servers), (CLIENT, clients)] {
        if let Role::Host(host) = &mut spec.nodes[node.index()].role {
            host.programs = programs;
        }
    }
    World::new(&spec)
}

/// How far each client is, in a word.
fn ends(world: &World) -> Vec<&'static str> {
    let end = |app: AppSnapshot| match app.screen {
        Screen::Browser(screen) => Some(match screen.state {
            BrowserState::Done => "done",
            BrowserState::Failed(_) => "failed",
            _ => "waits",
        }),
        Screen::FtpClient(screen) => Some(match screen.state {
            FtpState::Over => "done",
            FtpState::Failed(_) => "failed",
            _ => "waits",
        }),
        Screen::Chat(screen) => Some(match screen.state {
            ChatState::In => "done",
            ChatState::Out(_) => "failed",
            _ => "waits",
        }),
        _ => None,
    };
    world.apps().into_iter().filter_map(end).collect()
}

#[test]
fn a_client_at_the_wrong_port_gives_up_and_says_so() {
    for (place, port) in PORTS.into_iter().enumerate() {
        let to = format!(r#""to": "{SERVER_ADDRESS}", "port": {port}"#);
        let mut world = internet(vec![
            spec_of(&format!(r#"{{"browser": {{{to}}}}}"#)),
            spec_of(&format!(r#"{{"ftp-client": {{{to}, "file": "picture"}}}}"#)),
            spec_of(&format!(r#"{{"chat-client": {{{to}, "nick": "mina"}}}}"#)),
        ]);
        run(&mut world, 120_000);
        let ends = ends(&world);
        for (client, end) in ends.iter().enumerate() {
            let expected = match (client, place) {
                (client, place) if client == place => "done",
                _ => "failed",
            };
            assert_eq!(*end, expected, "client {client} at port {port}");
        }
    }
}

#[test]
fn whatever_comes_a_server_serves_the_next_client() {
    // Bytes drawn from words that servers nearly understand.
    let words = [
        "GET ",
        "/ ",
        "HTTP/1.1\r\n",
        "Host: a\r\n",
        "Content-Length: 5\r\n",
        "Transfer-Encoding: chunked\r\n",
        "\r\n",
        "\n",
        "USER anonymous\r\n",
        "PASS x\r\n",
        "PASV\r\n",
        "RETR picture\r\n",
        "LIST\r\n",
        "QUIT\r\n",
        "mina",
        ": ",
        "* ",
        "! ",
        "가",
        "\u{0}",
        "\u{7f}",
        "ffffffff\r\n",
    ];
    let mut draw = 1u32;
    for round in 0..60 {
        let mut text = String::new();
        while text.len() < 20 + round * 5 {
            draw = draw.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            text.push_str(words[(draw >> 16) as usize % words.len()]);
        }
        let stranger = |port: &u16| {
            ProgramSpec::EchoClient(EchoClientSpec {
                name: None,
                to: Target::Address(SERVER_ADDRESS),
                port: *port,
                transport: Some(Transport::Tcp),
                text: text.clone(),
                count: 3,
            })
        };
        let mut world = internet(PORTS.iter().map(stranger).collect());
        run(&mut world, 3_000);
        let to = format!(r#""to": "{SERVER_ADDRESS}""#);
        for client in [
            format!(r#"{{"browser": {{{to}}}}}"#),
            format!(r#"{{"ftp-client": {{{to}, "file": "picture"}}}}"#),
            format!(r#"{{"chat-client": {{{to}, "nick": "someone-else"}}}}"#),
        ] {
            let program = Box::new(spec_of(&client));
            let node = CLIENT;
            world.apply(Command::Start { node, program }).unwrap();
        }
        run(&mut world, 30_000);
        assert_eq!(ends(&world), ["done"; 3], "after {text:?}");
    }
}
