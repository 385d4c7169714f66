//! FTP: a dialogue over one connection, the file over another, whatever happens to either.

mod common;

use common::*;
use hoplab_sim::apps::*;
use hoplab_sim::*;
use hoplab_tcp::{Failure, State as TcpState};
use hoplab_units::{Share, Time};

const FTP: u16 = 21;

fn server() -> FtpServerSpec {
    FtpServerSpec {
        name: None,
        port: FTP,
        user: "anonymous".into(),
        password: String::new(),
        text: "Hi.\nBye.".into(),
    }
}

fn client(file: Option<&str>) -> FtpClientSpec {
    FtpClientSpec {
        name: None,
        to: Target::Address(SERVER_ADDRESS),
        port: FTP,
        user: "anonymous".into(),
        password: "guest@".into(),
        file: file.map(str::to_owned),
    }
}

fn internet(seed: u64, server: FtpServerSpec, clients: Vec<FtpClientSpec>) -> WorldSpec {
    let mut spec = diamond(seed);
    let clients = clients.into_iter().map(ProgramSpec::FtpClient).collect();
    for (node, programs) in [
        (SERVER, vec![ProgramSpec::FtpServer(server)]),
        (CLIENT, clients),
    ] {
        if let Role::Host(host) = &mut spec.nodes[node.index()].role {
            host.programs = programs;
        }
    }
    spec
}

fn world(clients: Vec<FtpClientSpec>) -> World {
    World::new(&internet(1, server(), clients))
}

fn clients(world: &World) -> Vec<FtpClientScreen> {
    let client = |app: AppSnapshot| match app.screen {
        Screen::FtpClient(screen) => Some(screen),
        _ => None,
    };
    world.apps().into_iter().filter_map(client).collect()
}

fn client_of(world: &World) -> FtpClientScreen {
    clients(world).remove(0)
}

fn server_of(world: &World) -> FtpServerScreen {
    let server = |app: AppSnapshot| match app.screen {
        Screen::FtpServer(screen) => Some(screen),
        _ => None,
    };
    world
        .apps()
        .into_iter()
        .find_map(server)
        .expect("a server runs")
}

/// The codes of the replies so far, in order.
fn codes(screen: &FtpClientScreen) -> Vec<u16> {
    let replies = screen.lines.iter().filter(|line| line.by_server);
    replies
        .filter_map(|line| line.text.get(..3)?.parse().ok())
        .collect()
}

fn type_line(world: &mut World, text: &str) {
    let command = Command::Type {
        node: CLIENT,
        program: ProgramId(0),
        text: text.into(),
    };
    world.apply(command).unwrap();
}

fn assert_whole(screen: &FtpClientScreen) {
    assert_eq!(screen.state, FtpState::Over);
    assert_eq!(codes(screen), [220, 331, 230, 200, 227, 150, 226, 221]);
    let transfer = screen.transfer.as_ref().expect("it fetched a file");
    assert!(transfer.done.is_some() && transfer.error.is_none());
    assert_eq!(&transfer.data[..], picture::message());
}

/// When an event of the clients or the server fits for the first time.
fn first(world: &World, fits: impl Fn(&FtpEvent) -> bool) -> Option<Time> {
    let fits = |event: &&TraceEvent| match &event.kind {
        EventKind::App(app) => matches!(&**app, AppEvent::Ftp(event) if fits(event)),
        _ => false,
    };
    world.trace().iter().find(fits).map(|event| event.at)
}

#[test]
fn a_file_comes_over_a_connection_of_its_own_to_the_port_that_pasv_named() {
    let mut world = world(vec![client(Some("picture"))]);
    run(&mut world, 5_000);
    let screen = client_of(&world);
    assert_whole(&screen);
    let transfer = screen.transfer.expect("it fetched a file");
    let (p1, p2) = (transfer.remote.port() / 256, transfer.remote.port() % 256);
    let named = format!("(198,51,100,80,{p1},{p2})");
    assert!(
        screen.lines.iter().any(|line| line.text.contains(&named)),
        "{named}"
    );
    assert!(transfer.remote.port() >= 32_768, "an ephemeral port");
    // Nothing is left of it at the server but the port it listens on.
    assert!(server_of(&world).sessions.is_empty());
    let listening = world
        .sockets(SERVER)
        .into_iter()
        .filter(|row| row.remote.is_none());
    assert_eq!(
        listening.map(|row| row.local.port()).collect::<Vec<_>>(),
        [FTP]
    );
}

#[test]
fn lossy_lines_change_when_things_come_but_not_what() {
    for seed in 0..10 {
        let mut spec = internet(seed, server(), vec![client(Some("picture"))]);
        for link in &mut spec.links {
            link.loss = Share::from_percent(5);
        }
        let (mut world, mut again) = (World::new(&spec), World::new(&spec));
        run(&mut world, 120_000);
        run(&mut again, 120_000);
        assert!(drops(&world, DropReason::RandomLoss) > 0);
        assert_whole(&client_of(&world));
        assert_eq!(world.trace().hash(), again.trace().hash());
    }
}

#[test]
fn three_clients_at_once_get_a_data_port_each() {
    let mut world = world(vec![
        client(Some("picture")),
        client(Some("picture")),
        client(Some("picture")),
    ]);
    run(&mut world, 280);
    let mut ports: Vec<_> = server_of(&world)
        .sessions
        .iter()
        .map(|row| row.data_port)
        .collect();
    ports.dedup();
    assert!(
        ports.len() == 3 && ports.iter().all(Option::is_some),
        "{ports:?}"
    );
    run(&mut world, 10_000);
    clients(&world).iter().for_each(assert_whole);
}

#[test]
fn a_wrong_password_keeps_out_and_the_password_can_be_read_on_the_way() {
    let mut own = server();
    own.user = "mina".into();
    own.password = "sesame".into();
    let mut wrong = client(Some("picture"));
    wrong.user = "mina".into();
    wrong.password = "open?".into();
    let mut right = wrong.clone();
    right.password = "sesame".into();
    let mut world = World::new(&internet(1, own, vec![wrong, right]));
    run(&mut world, 5_000);
    let screens = clients(&world);
    assert_eq!(
        screens[0].state,
        FtpState::Failed(ClientError::LoginRefused)
    );
    assert_eq!(codes(&screens[0]), [220, 331, 530, 221]);
    assert_whole(&screens[1]);
    let readable = |kind: &EventKind| {
        kind.frame().is_some_and(|frame| {
            frame
                .to_vec()
                .windows(11)
                .any(|bytes| bytes == b"PASS sesame")
        })
    };
    assert!(count(&world, readable) > 0);
}

#[test]
fn a_missing_file_is_550_and_the_session_goes_on() {
    let mut world = world(vec![client(Some("nothing"))]);
    run(&mut world, 5_000);
    let screen = client_of(&world);
    assert_eq!(screen.state, FtpState::Failed(ClientError::FileRefused));
    assert_eq!(codes(&screen), [220, 331, 230, 200, 227, 550, 221]);
    assert_eq!(
        screen.transfer.and_then(|transfer| transfer.error),
        Some(ClientError::FileRefused)
    );
}

#[test]
fn what_is_typed_goes_out_as_it_is_and_is_answered_by_its_code() {
    let mut world = world(vec![client(None)]);
    run(&mut world, 1_000);
    assert_eq!(client_of(&world).state, FtpState::Ready);
    let mut at = 1_000;
    for (text, code) in [
        ("PWD", 257),
        ("syst", 215),
        ("NOOP", 200),
        ("MKD x", 502),
        ("HELLO there", 500),
        ("RETR", 501),
        ("RETR picture", 425),
        ("LIST", 425),
        ("TYPE E", 504),
        ("USER mina", 331),
        ("PWD", 530),
        ("PASS x", 530),
        ("PASS x", 503),
        ("USER anonymous", 331),
        ("PASS x", 230),
    ] {
        type_line(&mut world, text);
        at += 500;
        run(&mut world, at);
        assert_eq!(codes(&client_of(&world)).last(), Some(&code), "{text}");
    }
    type_line(&mut world, "ls");
    run(&mut world, at + 1_000);
    let listing = client_of(&world).transfer.expect("a listing").data;
    assert_eq!(String::from_utf8_lossy(&listing).lines().count(), 3);
    type_line(&mut world, "get hello.txt");
    run(&mut world, at + 2_000);
    let file = client_of(&world).transfer.expect("a file");
    assert_eq!(
        (&file.data[..], file.command.as_str()),
        (&b"Hi.\r\nBye.\r\n"[..], "RETR hello.txt")
    );
    type_line(&mut world, "QUIT");
    run(&mut world, at + 3_000);
    assert_eq!(client_of(&world).state, FtpState::Over);
}

#[test]
fn a_data_port_that_nobody_opens_ends_with_425() {
    let mut spec = internet(1, server(), Vec::new());
    // An echo client says anything: here all commands at once, as no client of ours would.
    let rude = ProgramSpec::EchoClient(EchoClientSpec {
        name: None,
        to: Target::Address(SERVER_ADDRESS),
        port: FTP,
        transport: Some(Transport::Tcp),
        text: "USER anonymous\r\nPASS x\r\nPASV\r\nRETR picture\r\nNOOP\r\n".into(),
        count: 1000,
    });
    if let Role::Host(host) = &mut spec.nodes[CLIENT.index()].role {
        host.programs = vec![rude];
    }
    let mut world = World::new(&spec);
    run(&mut world, 5_000);
    let waiting = server_of(&world).sessions[0].sending.clone();
    assert_eq!(waiting, Some(("picture".to_owned(), 0, 65_536)));
    run(&mut world, 15_000);
    let nobody = |event: &FtpEvent| matches!(event, FtpEvent::DataFailed { error: None, .. });
    assert!(first(&world, nobody).is_some());
    let said = |words: &'static [u8]| {
        move |kind: &EventKind| {
            let frame = kind.frame().map(Frame::to_vec).unwrap_or_default();
            frame.windows(words.len()).any(|bytes| bytes == words)
        }
    };
    assert!(count(&world, said(b"425 Nobody")) > 0);
}

#[test]
fn a_session_without_a_word_for_a_minute_is_closed_and_its_data_port_with_it() {
    let mut world = world(vec![client(None)]);
    run(&mut world, 1_000);
    type_line(&mut world, "PASV");
    run(&mut world, 1_025);
    let port = server_of(&world).sessions[0].data_port.expect("it waits");
    run(&mut world, 65_000);
    assert!(first(&world, |event| matches!(event, FtpEvent::IdleClosed { .. })).is_some());
    assert_eq!(codes(&client_of(&world)).last(), Some(&421));
    // What the data connection leaves behind is TIME-WAIT.
    let rows = world
        .sockets(SERVER)
        .into_iter()
        .filter(|row| row.local.port() == port);
    let states: Vec<_> = rows.map(|row| row.state).collect();
    assert_eq!(states, [Some(TcpState::TimeWait)]);
}

#[test]
fn a_client_that_resets_the_data_connection_gets_426() {
    let mut world = world(vec![client(Some("picture"))]);
    let at = run_until_received(&mut world);
    // Power off and on: the new client's host answers the old connection's segments with RST.
    world.apply(set_node(CLIENT, NodeChange::Crash)).unwrap();
    world.apply(set_node(CLIENT, NodeChange::Restore)).unwrap();
    run(&mut world, at + 10_000);
    let failed = |event: &FtpEvent| {
        matches!(
            event,
            FtpEvent::DataFailed {
                error: Some(SocketError::Tcp(Failure::Reset)),
                ..
            }
        )
    };
    assert!(first(&world, failed).is_some());
    assert_whole(&client_of(&world));
}

/// Until the file is on its way; returns when that is, in milliseconds.
fn run_until_sending(world: &mut World) -> u64 {
    let sending = |world: &World| {
        server_of(world)
            .sessions
            .iter()
            .any(|row| row.sending.is_some())
    };
    let mut at = 0;
    loop {
        at += 1;
        run(world, at);
        if sending(world) {
            return at;
        }
    }
}

/// Until some of the file is here; returns when that is.
fn run_until_received(world: &mut World) -> u64 {
    let mut at = run_until_sending(world);
    while received(world) == 0 {
        at += 1;
        run(world, at);
    }
    at
}

fn received(world: &World) -> usize {
    client_of(world)
        .transfer
        .map_or(0, |transfer| transfer.data.len())
}

#[test]
fn a_server_that_crashes_within_a_file_leaves_half_of_it() {
    let mut world = world(vec![client(Some("picture"))]);
    let at = run_until_received(&mut world);
    world.apply(set_node(SERVER, NodeChange::Crash)).unwrap();
    run(&mut world, at + 60_000);
    let screen = client_of(&world);
    assert_eq!(screen.state, FtpState::Failed(ClientError::Silence));
    assert!((1..picture::BYTES).contains(&received(&world)));
    assert_eq!(
        screen.transfer.and_then(|transfer| transfer.error),
        Some(ClientError::Silence)
    );
}

#[test]
fn a_data_port_that_is_closed_by_then_is_told_as_refused() {
    let mut world = world(vec![client(Some("picture"))]);
    let mut at = 0;
    while first(&world, |event| {
        matches!(event, FtpEvent::WaitsForData { .. })
    })
    .is_none()
    {
        at += 1;
        run(&mut world, at);
    }
    // The server starts again before the client opens the data connection: the port is nobody's.
    world.apply(set_node(SERVER, NodeChange::Crash)).unwrap();
    world.apply(set_node(SERVER, NodeChange::Restore)).unwrap();
    run(&mut world, at + 10_000);
    let screen = client_of(&world);
    let refused = ClientError::Socket(SocketError::Tcp(Failure::Refused));
    assert_eq!(
        screen.transfer.and_then(|transfer| transfer.error),
        Some(refused)
    );
    // Nor does the server know of the session any more.
    let reset = ClientError::Socket(SocketError::Tcp(Failure::Reset));
    assert_eq!(screen.state, FtpState::Failed(reset));
}

#[test]
fn a_line_that_is_cut_for_a_while_only_makes_the_file_late() {
    let mut world = world(vec![client(Some("picture"))]);
    let at = run_until_sending(&mut world);
    world.apply(set_link(5, LinkChange::Cut)).unwrap();
    run(&mut world, at + 3_000);
    world.apply(set_link(5, LinkChange::Restore)).unwrap();
    run(&mut world, at + 30_000);
    assert_whole(&client_of(&world));
}

#[test]
fn where_nobody_listens_the_client_says_that_it_was_refused() {
    let mut other = client(Some("picture"));
    other.port = 2121;
    let mut world = world(vec![other]);
    run(&mut world, 2_000);
    let error = ClientError::Socket(SocketError::Tcp(Failure::Refused));
    assert_eq!(client_of(&world).state, FtpState::Failed(error));
    assert!(world.programs(CLIENT)[0].ended.is_some());
}

#[test]
fn settings_that_make_no_sense_are_refused_by_the_fields_name() {
    let field = |spec: ProgramSpec| spec.check().map_err(|defect| defect.field);
    let mut spec = client(Some(""));
    assert_eq!(field(ProgramSpec::FtpClient(spec.clone())), Err("file"));
    spec.file = None;
    assert_eq!(field(ProgramSpec::FtpClient(spec.clone())), Ok(()));
    spec.user = "x".repeat(101);
    assert_eq!(field(ProgramSpec::FtpClient(spec)), Err("user"));
    let mut spec = server();
    spec.text = "x".repeat(5000);
    assert_eq!(field(ProgramSpec::FtpServer(spec)), Err("text"));
    let read = serde_json::from_str::<ProgramSpec>(r#"{"ftp-client": {"to": "ftp.example.com"}}"#)
        .unwrap();
    assert!(matches!(
        read,
        ProgramSpec::FtpClient(FtpClientSpec {
            port: 21,
            file: None,
            ..
        })
    ));
    assert!(serde_json::from_str::<ProgramSpec>(r#"{"ftp-server": {"files": []}}"#).is_err());
}
