//! The web: pages with pictures over kept connections, and what a browser says when they do not come.

mod common;

use core::net::Ipv4Addr;

use common::*;
use hoplab_sim::apps::*;
use hoplab_sim::*;
use hoplab_tcp::Failure;
use hoplab_units::{Share, Span, Time};

const HTTP: u16 = 80;

fn server() -> WebServerSpec {
    WebServerSpec {
        name: None,
        port: HTTP,
        title: "Hello & welcome".into(),
        text: "One.\n\nTwo.".into(),
        idle: Span::from_secs(5),
    }
}

fn browser(path: &str) -> ProgramSpec {
    ProgramSpec::Browser(BrowserSpec {
        name: None,
        to: Target::Address(SERVER_ADDRESS),
        port: HTTP,
        path: path.into(),
    })
}

fn internet(seed: u64, servers: Vec<ProgramSpec>, clients: Vec<ProgramSpec>) -> WorldSpec {
    let mut spec = diamond(seed);
    for (node, programs) in [(SERVER, servers), (CLIENT, clients)] {
        if let Role::Host(host) = &mut spec.nodes[node.index()].role {
            host.programs = programs;
        }
    }
    spec
}

fn world(clients: Vec<ProgramSpec>) -> World {
    World::new(&internet(
        1,
        vec![ProgramSpec::WebServer(server())],
        clients,
    ))
}

/// What the browsers show, in the order they were started.
fn browsers(world: &World) -> Vec<BrowserScreen> {
    let browser = |app: AppSnapshot| match app.screen {
        Screen::Browser(screen) => Some(screen),
        _ => None,
    };
    world.apps().into_iter().filter_map(browser).collect()
}

fn browser_of(world: &World) -> BrowserScreen {
    browsers(world).remove(0)
}

fn server_of(world: &World) -> WebServerScreen {
    let server = |app: AppSnapshot| match app.screen {
        Screen::WebServer(screen) => Some(screen),
        _ => None,
    };
    world
        .apps()
        .into_iter()
        .find_map(server)
        .expect("a server runs")
}

fn statuses(screen: &BrowserScreen) -> Vec<u16> {
    let status = |fetch: &Fetch| fetch.status.as_ref().map_or(0, |(status, _)| *status);
    screen.fetches.iter().map(status).collect()
}

fn told(world: &World, fits: impl Fn(&WebEvent) -> bool) -> usize {
    count(world, |kind| match kind {
        EventKind::App(app) => matches!(&**app, AppEvent::Web(event) if fits(event)),
        _ => false,
    })
}

fn type_line(text: &str) -> Command {
    Command::Type {
        node: CLIENT,
        program: ProgramId(0),
        text: text.into(),
    }
}

fn assert_whole(screen: &BrowserScreen) {
    assert_eq!(screen.state, BrowserState::Done);
    assert_eq!(statuses(screen), [200, 200]);
    let picture = screen.picture("/picture").expect("the page has a picture");
    assert_eq!(picture.content_type, PICTURE_TYPE);
    assert_eq!(&picture.body[..], picture::message());
}

#[test]
fn a_page_and_its_picture_come_over_one_connection_that_the_server_closes_later() {
    let mut world = world(vec![browser("/")]);
    run(&mut world, 3_000);
    let screen = browser_of(&world);
    assert_whole(&screen);
    let page = screen.page().expect("it has a page");
    assert_eq!(title(&page.body).as_deref(), Some("Hello & welcome"));
    assert_eq!(blocks(&page.body)[1], Block::Text("One.".into()));
    assert_eq!(screen.connection.map(|line| line.requests), Some(2));
    assert_eq!(server_of(&world).log.len(), 2);
    assert_eq!(
        told(&world, |event| matches!(
            event,
            WebEvent::Requested { earlier: 1, .. }
        )),
        1
    );
    // The times of a request follow one another; the second needed no handshake.
    let times = page.times;
    let order = [
        Some(times.begun),
        times.connected,
        times.sent,
        times.first_byte,
        times.done,
    ];
    assert!(order.iter().all(Option::is_some) && order.is_sorted());
    assert_eq!(screen.fetches[1].times.connected, None);
    run(&mut world, 9_000);
    assert_eq!(
        browser_of(&world).connection,
        None,
        "nothing was asked for 5 s"
    );
    assert_eq!(
        told(&world, |event| matches!(event, WebEvent::IdleClosed { .. })),
        1
    );
    assert!(server_of(&world).visitors.is_empty());
}

#[test]
fn lossy_lines_change_when_things_come_but_not_what() {
    for seed in 0..10 {
        let mut spec = internet(
            seed,
            vec![ProgramSpec::WebServer(server())],
            vec![browser("/")],
        );
        for link in &mut spec.links {
            link.loss = Share::from_percent(5);
        }
        let (mut world, mut again) = (World::new(&spec), World::new(&spec));
        run(&mut world, 60_000);
        run(&mut again, 60_000);
        assert!(drops(&world, DropReason::RandomLoss) > 0);
        assert_whole(&browser_of(&world));
        assert_eq!(world.trace().hash(), again.trace().hash());
    }
}

#[test]
fn a_page_that_is_not_there_is_shown_as_the_server_tells_it() {
    let mut world = world(vec![browser("/nothing")]);
    run(&mut world, 2_000);
    let screen = browser_of(&world);
    assert_eq!(
        (screen.state, statuses(&screen)),
        (BrowserState::Done, vec![404])
    );
    let page = screen.page().expect("the server's page about it");
    assert_eq!(blocks(&page.body)[0], Block::Heading("Not Found".into()));
}

#[test]
fn a_page_that_has_moved_is_followed_over_the_same_connection() {
    let mut world = world(vec![browser("/home")]);
    run(&mut world, 3_000);
    let screen = browser_of(&world);
    assert_eq!(statuses(&screen), [301, 200, 200]);
    assert_eq!(screen.address, "198.51.100.80/");
    assert_eq!(screen.fetches[0].what, Content::Redirection);
    assert_eq!(screen.connection.map(|line| line.requests), Some(3));
}

#[test]
fn a_request_that_crosses_the_servers_goodbye_is_asked_again_over_a_new_connection() {
    let closed = |event: &TraceEvent| match &event.kind {
        EventKind::App(app) => matches!(&**app, AppEvent::Web(WebEvent::IdleClosed { .. })),
        _ => false,
    };
    let mut first = world(vec![browser("/")]);
    run(&mut first, 9_000);
    let at = first
        .trace()
        .iter()
        .find(|event| closed(event))
        .expect("it was idle")
        .at;
    let mut world = world(vec![browser("/")]);
    // The way from one to the other takes more than 20 ms.
    let before = Time::from_nanos(at.as_nanos() - 10_000_000);
    assert_eq!(world.run_until(before, u32::MAX), Progress::Reached);
    world.apply(type_line("reload")).unwrap();
    run(&mut world, 9_000);
    assert_eq!(
        told(&world, |event| matches!(event, WebEvent::AsksAgain { .. })),
        1
    );
    assert_whole(&browser_of(&world));
}

#[test]
fn two_tabs_are_told_apart_by_their_ports() {
    let mut world = world(vec![browser("/"), browser("/")]);
    run(&mut world, 3_000);
    let tabs = browsers(&world);
    tabs.iter().for_each(assert_whole);
    let ports: Vec<_> = tabs
        .iter()
        .map(|tab| tab.connection.map(|line| line.local.port()))
        .collect();
    assert!(ports[0].is_some() && ports[1].is_some() && ports[0] != ports[1]);
    assert_eq!(server_of(&world).visitors.len(), 2);
}

#[test]
fn what_is_typed_leads_on_and_a_kept_connection_is_used_again() {
    let mut world = world(vec![browser("/")]);
    run(&mut world, 2_000);
    world.apply(type_line("/about")).unwrap();
    run(&mut world, 3_000);
    let screen = browser_of(&world);
    assert_eq!(
        (screen.address.as_str(), statuses(&screen)),
        ("198.51.100.80/about", vec![200])
    );
    assert_eq!(screen.connection.map(|line| line.requests), Some(3));
    // The server closes it meanwhile: a new one is opened.
    run(&mut world, 12_000);
    world.apply(type_line("reload")).unwrap();
    run(&mut world, 13_000);
    assert_eq!(
        browser_of(&world).connection.map(|line| line.requests),
        Some(1)
    );
    world.apply(type_line("https://198.51.100.80/")).unwrap();
    run(&mut world, 13_001);
    let error = ClientError::BadAddress;
    assert_eq!(browser_of(&world).state, BrowserState::Failed(error));
    world
        .apply(type_line("http://198.51.100.80:8080/"))
        .unwrap();
    run(&mut world, 14_000);
    let error = ClientError::Socket(SocketError::Tcp(Failure::Refused));
    assert_eq!(browser_of(&world).state, BrowserState::Failed(error));
}

#[test]
fn going_elsewhere_in_the_middle_of_a_page_resets_the_connection() {
    let mut world = world(vec![browser("/")]);
    run(&mut world, 100);
    assert_ne!(browser_of(&world).state, BrowserState::Done);
    world.apply(type_line("/about")).unwrap();
    run(&mut world, 3_000);
    let screen = browser_of(&world);
    assert_eq!(
        (screen.state, statuses(&screen)),
        (BrowserState::Done, vec![200])
    );
    assert_eq!(
        screen.connection.map(|line| line.requests),
        Some(1),
        "over a new one"
    );
    assert_eq!(
        server_of(&world).visitors.len(),
        1,
        "the server has heard of it"
    );
}

#[test]
fn without_keeping_connections_each_request_has_its_own() {
    let mut spec = server();
    spec.idle = Span::ZERO;
    let spec = internet(1, vec![ProgramSpec::WebServer(spec)], vec![browser("/")]);
    let mut world = World::new(&spec);
    run(&mut world, 3_000);
    let screen = browser_of(&world);
    assert_whole(&screen);
    assert_eq!(screen.connection, None);
    assert_eq!(
        told(&world, |event| matches!(
            event,
            WebEvent::Requested { earlier: 0, .. }
        )),
        2
    );
}

#[test]
fn a_closed_port_and_a_missing_host_are_told_as_what_they_are() {
    let mut world = World::new(&internet(1, Vec::new(), vec![browser("/")]));
    run(&mut world, 2_000);
    let error = ClientError::Socket(SocketError::Tcp(Failure::Refused));
    assert_eq!(browser_of(&world).state, BrowserState::Failed(error));
    world.apply(type_line("www.example.com")).unwrap();
    run(&mut world, 2_001);
    let error = ClientError::Lookup(LookupError::NoResolver);
    assert_eq!(browser_of(&world).state, BrowserState::Failed(error));
    world.apply(type_line("198.51.100.99/")).unwrap();
    run(&mut world, 20_000);
    // That the host is unreachable may pass (RFC 1122 section 4.2.3.9): TCP goes on trying, the browser not for ever.
    assert_eq!(browser_of(&world).state, BrowserState::Connecting);
    run(&mut world, 40_000);
    assert_eq!(
        browser_of(&world).state,
        BrowserState::Failed(ClientError::Silence)
    );
    // It gives up because of what it last did, not of what it did when it was started.
    let trace = world.trace();
    let given_up = |event: &&TraceEvent| {
        matches!(&event.kind, EventKind::App(app)
            if matches!(&**app, AppEvent::Web(WebEvent::Failed { error: ClientError::Silence, .. })))
    };
    let given_up = trace.iter().find(given_up).expect("it says so");
    let by = trace.get(given_up.cause.unwrap()).unwrap();
    assert_eq!(by.at, Time::from_millis(2_001));
}

#[test]
fn behind_a_cut_line_the_browser_gives_up_by_its_own_clock_or_by_tcps() {
    let mut spec = internet(
        1,
        vec![ProgramSpec::WebServer(server())],
        vec![browser("/")],
    );
    spec.links[5].up = false;
    spec.nodes.iter_mut().for_each(|node| node.icmp = false);
    let mut world = World::new(&spec);
    run(&mut world, 29_000);
    assert_eq!(browser_of(&world).state, BrowserState::Connecting);
    run(&mut world, 31_000);
    assert_eq!(
        browser_of(&world).state,
        BrowserState::Failed(ClientError::Silence)
    );
    if let Role::Host(host) = &mut spec.nodes[CLIENT.index()].role {
        host.tcp.syn_retries = 1;
    }
    let mut world = World::new(&spec);
    run(&mut world, 10_000);
    let state = browser_of(&world).state;
    assert!(
        matches!(
            state,
            BrowserState::Failed(ClientError::Socket(SocketError::Tcp(
                Failure::TimedOut { .. }
            )))
        ),
        "{state:?}"
    );
}

#[test]
fn a_server_that_crashes_within_a_picture_leaves_half_of_it() {
    let mut world = world(vec![browser("/")]);
    run(&mut world, 140);
    let before = browser_of(&world);
    let half = before
        .picture("/picture")
        .map_or(0, |picture| picture.body.len());
    assert!(half > 0 && half < picture::BYTES, "{half}");
    world.apply(set_node(SERVER, NodeChange::Crash)).unwrap();
    run(&mut world, 60_000);
    let screen = browser_of(&world);
    let picture = screen.picture("/picture").expect("it was asked for");
    assert!(picture.body.len() < picture::BYTES);
    assert_eq!(picture.error, Some(ClientError::Silence));
    assert_eq!(screen.state, BrowserState::Done, "the page itself is here");
}

#[test]
fn a_server_that_is_back_at_once_resets_the_connection_it_no_longer_knows() {
    let mut world = world(vec![browser("/")]);
    run(&mut world, 140);
    world.apply(set_node(SERVER, NodeChange::Crash)).unwrap();
    world.apply(set_node(SERVER, NodeChange::Restore)).unwrap();
    run(&mut world, 10_000);
    let screen = browser_of(&world);
    let error = ClientError::Socket(SocketError::Tcp(Failure::Reset));
    assert_eq!(
        screen.fetches.last().and_then(|fetch| fetch.error),
        Some(error)
    );
    world.apply(type_line("reload")).unwrap();
    run(&mut world, 15_000);
    assert_whole(&browser_of(&world));
}

#[test]
fn a_stopped_browser_closes_and_a_stopped_server_refuses() {
    let mut world = world(vec![browser("/")]);
    run(&mut world, 2_000);
    let stop = |node| Command::Stop {
        node,
        program: ProgramId(0),
    };
    world.apply(stop(SERVER)).unwrap();
    run(&mut world, 3_000);
    assert_eq!(browser_of(&world).connection, None);
    world.apply(type_line("reload")).unwrap();
    run(&mut world, 4_000);
    let error = ClientError::Socket(SocketError::Tcp(Failure::Refused));
    assert_eq!(browser_of(&world).state, BrowserState::Failed(error));
    world.apply(stop(CLIENT)).unwrap();
    run(&mut world, 5_000);
    assert!(world.programs(CLIENT)[0].ended.is_some());
}

#[test]
fn a_second_server_on_the_port_is_told_that_it_is_in_use() {
    let server = ProgramSpec::WebServer(server());
    let mut world = World::new(&internet(1, vec![server.clone(), server], Vec::new()));
    run(&mut world, 1);
    let failed: Vec<_> = world
        .apps()
        .into_iter()
        .map(|app| match app.screen {
            Screen::WebServer(screen) => screen.failed,
            _ => None,
        })
        .collect();
    assert_eq!(failed, [None, Some(SocketError::AddressInUse)]);
}

#[test]
fn what_is_no_request_is_answered_with_its_status_and_the_connection_closed() {
    // An echo client says anything: here the words of a request.
    for (text, status) in [
        ("GET / HTTP/1.1\r\n\r\n", 400),
        ("GET nowhere HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi",
            405,
        ),
        ("BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501),
        ("GET / HTTP/3.0\r\nHost: a\r\n\r\n", 505),
        ("Hello, server! How are you?\r\n\r\n", 400),
        ("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", 200),
        ("GET http://a/about HTTP/1.0\r\n\r\n", 200),
    ] {
        let client = ProgramSpec::EchoClient(EchoClientSpec {
            name: None,
            to: Target::Address(SERVER_ADDRESS),
            port: HTTP,
            transport: Some(Transport::Tcp),
            text: text.into(),
            count: 1,
        });
        let mut world = world(vec![client]);
        run(&mut world, 2_000);
        let log = server_of(&world).log;
        assert_eq!(
            log.iter().map(|line| line.status).collect::<Vec<_>>(),
            [status],
            "{text:?}"
        );
    }
}

#[test]
fn settings_that_make_no_sense_are_refused_by_the_fields_name() {
    let field = |spec: ProgramSpec| spec.check().map_err(|defect| defect.field);
    let web = |change: &dyn Fn(&mut WebServerSpec)| {
        let mut spec = server();
        change(&mut spec);
        field(ProgramSpec::WebServer(spec))
    };
    assert_eq!(web(&|_| {}), Ok(()));
    assert_eq!(web(&|spec| spec.title.clear()), Err("title"));
    assert_eq!(web(&|spec| spec.text = "x".repeat(5000)), Err("text"));
    assert_eq!(web(&|spec| spec.idle = Span::from_secs(4000)), Err("idle"));
    assert_eq!(web(&|spec| spec.port = 0), Err("port"));
    assert_eq!(field(browser("about")), Err("path"));
    let nobody = BrowserSpec {
        name: None,
        to: Target::Address(Ipv4Addr::BROADCAST),
        port: HTTP,
        path: "/".into(),
    };
    assert_eq!(field(ProgramSpec::Browser(nobody)), Err("to"));
    let read =
        serde_json::from_str::<ProgramSpec>(r#"{"browser": {"to": "www.example.com", "tab": 1}}"#);
    assert!(read.is_err(), "an unknown field is a mistake");
    let read = serde_json::from_str::<ProgramSpec>(r#"{"web-server": {}}"#).unwrap();
    assert!(matches!(
        read,
        ProgramSpec::WebServer(WebServerSpec { port: 80, .. })
    ));
}

#[test]
fn browser_and_server_set_tcp_nodelay_and_the_trace_and_the_sockets_say_so() {
    let mut world = world(vec![browser("/")]);
    run(&mut world, 500);
    let nagles: Vec<_> = (world.connections().iter())
        .map(|connection| (connection.node, connection.tcp.nagle))
        .collect();
    assert_eq!(nagles, [(CLIENT, Nagle::Off), (SERVER, Nagle::Off)]);
    let said = world.trace().iter().filter(|event| {
        let off = hoplab_tcp::TcpEvent::NagleSet { nagle: Nagle::Off };
        event.kind == EventKind::Tcp(off) && event.cause.is_some()
    });
    assert_eq!(said.count(), 2);
}

#[test]
fn no_end_of_a_response_waits_whatever_the_hosts_say_of_nagle() {
    for nagle in [Nagle::Minshall, Nagle::Rfc896] {
        let mut spec = internet(
            1,
            vec![ProgramSpec::WebServer(server())],
            vec![browser("/")],
        );
        for node in [CLIENT, SERVER] {
            if let Role::Host(host) = &mut spec.nodes[node.index()].role {
                host.tcp.nagle = nagle;
            }
        }
        let mut world = World::new(&spec);
        run(&mut world, 2_000);
        let held = |event: &&TraceEvent| {
            matches!(
                event.kind,
                EventKind::Tcp(hoplab_tcp::TcpEvent::NagleHeld { .. })
            )
        };
        assert_eq!(world.trace().iter().filter(held).count(), 0, "{nagle:?}");
    }
}

#[test]
fn the_server_reads_requests_of_every_form_that_rfc_9112_allows_and_refuses_the_others() {
    let post = "POST / HTTP/1.1\r\nHost: a\r\n";
    for (text, expected) in [
        (
            "GET http://a/picture HTTP/1.1\r\nHost: b\r\n\r\n",
            &[200][..],
        ),
        (
            "GET HTTP://a?x=/nowhere HTTP/1.1\r\nhOsT: b\r\n\r\n",
            &[200],
        ),
        ("\r\n\r\nGET / HTTP/1.0\n\n", &[200]),
        (
            "GET / HTTP/1.1\nHost:a\n\nGET / HTTP/1.9\r\nHost: a\r\n\r\n",
            &[200, 200],
        ),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n z\r\n\r\n", &[400]),
        ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", &[400]),
        ("GET / HTTP/1.1\r\n\r\n", &[400]),
        ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", &[505]),
        ("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", &[405]),
        ("BREW / HTTP/1.1\r\nHost: a\r\n\r\n", &[501]),
        (
            &format!(
                "{post}Content-Length: 2\r\nContent-Length: 2\r\n\r\nokGET / HTTP/1.0\r\n\r\n"
            ),
            &[405, 200],
        ),
        (
            &format!("{post}Content-Length: 2\r\nContent-Length: 3\r\n\r\nok"),
            &[400],
        ),
        (
            &format!("{post}Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n"),
            &[400],
        ),
        (
            &format!(
                "{post}transfer-encoding: CHUNKED\r\n\r\n2;x=\"y\"\r\nok\r\n0;z\r\nT: u\r\n\r\nGET / HTTP/1.0\r\n\r\n"
            ),
            &[405, 200],
        ),
        (&format!("{post}Transfer-Encoding: gzip\r\n\r\n"), &[501]),
    ] {
        let mut world = world(Vec::new());
        let Command::Send(mut send) = send(Transport::Tcp, Payload::Text(text.to_owned())) else {
            panic!("it sends")
        };
        send.port = HTTP;
        world.apply(Command::Send(send)).unwrap();
        run(&mut world, 3_000);
        let statuses: Vec<u16> = server_of(&world)
            .log
            .iter()
            .map(|line| line.status)
            .collect();
        assert_eq!(statuses, expected, "{text:?}");
    }
}

#[test]
fn who_expects_to_be_told_to_go_on_with_its_body_is_told() {
    let mut world = world(Vec::new());
    let text = "PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nok";
    let Command::Send(mut send) = send(Transport::Tcp, Payload::Text(text.to_owned())) else {
        panic!("it sends")
    };
    send.port = HTTP;
    world.apply(Command::Send(send)).unwrap();
    run(&mut world, 3_000);
    let inbox = &world.viewers()[0].inbox[0];
    let bytes = inbox.content.to_vec();
    let answer = String::from_utf8_lossy(&bytes);
    let after = answer
        .strip_prefix("HTTP/1.1 100 Continue\r\n\r\n")
        .expect(&answer);
    assert!(after.starts_with("HTTP/1.1 405 "), "{after}");
}
