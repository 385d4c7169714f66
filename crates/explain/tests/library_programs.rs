//! The scenarios about programs and ports show what their texts say.

use hoplab_explain::run;
use hoplab_replay::Recording;
use hoplab_scenario::library;
use hoplab_sim::apps::{
    AppEvent, BrowserScreen, BrowserState, ClientError, EchoEvent, PingEvent, Probe, QuoteEvent,
    ReceivingScreen, Screen, TraceEnd, VideoEvent,
};
use hoplab_sim::{
    EventKind, NodeId, ProgramSummary, SocketError, SocketProtocol, Transport, World,
};
use hoplab_tcp::Failure;
use hoplab_units::Time;

fn until(name: &str, transport: Transport, until: Time) -> World {
    let scenario = library::find(name).expect("it is in the library");
    let recording = Recording {
        transport,
        ..Recording::new(scenario)
    };
    run(&recording, until, u64::MAX).expect("it is valid").0
}

fn whole(name: &str) -> World {
    let scenario = library::find(name).expect("it is in the library");
    until(name, scenario.transport, scenario.until)
}

fn node(world: &World, name: &str) -> NodeId {
    let nodes = &world.spec().nodes;
    let place = nodes.iter().position(|node| node.name == name);
    NodeId(place.expect("there is such a node") as u16)
}

/// What programs told, with their names.
fn told(world: &World) -> Vec<AppEvent> {
    let app = |event: &hoplab_sim::TraceEvent| match &event.kind {
        EventKind::App(app) => Some((**app).clone()),
        _ => None,
    };
    world.trace().iter().filter_map(app).collect()
}

/// The screen of the program that a person calls so, or of the first of this kind.
fn screen(world: &World, wanted: &str) -> Screen {
    let is_wanted = |summary: &ProgramSummary| match summary {
        ProgramSummary::App(app) => {
            app.name.as_deref() == Some(wanted) || app.kind.as_str() == wanted
        }
        _ => false,
    };
    let apps = world.apps();
    let found = apps.into_iter().find(|app| is_wanted(&app.program.summary));
    found.expect("it has a screen").screen
}

fn browser(world: &World, name: &str) -> BrowserScreen {
    match screen(world, name) {
        Screen::Browser(screen) => screen,
        other => panic!("{name} is no browser: {other:?}"),
    }
}

fn echo(world: &World, name: &str) -> Vec<EchoEvent> {
    match screen(world, name) {
        Screen::Echo(screen) => screen.lines.into_iter().map(|line| line.event).collect(),
        other => panic!("{name} is no echo program: {other:?}"),
    }
}

#[test]
fn a_closed_port_refuses_a_connection_by_rst_and_reports_a_datagram_by_icmp() {
    let world = whole("closed-port");
    let refused = SocketError::Tcp(Failure::Refused);
    assert_eq!(
        echo(&world, "echo · TCP → 70"),
        [EchoEvent::Failed { error: refused }]
    );
    let unreachable = EchoEvent::Failed {
        error: SocketError::PortUnreachable,
    };
    assert_eq!(
        echo(&world, "echo · UDP → 70"),
        [EchoEvent::Said { number: 1 }, unreachable]
    );
    for name in ["echo · TCP → 7", "echo · UDP → 7"] {
        let heard = echo(&world, name);
        let last = heard.last().expect("it said something");
        assert!(
            matches!(last, EchoEvent::Heard { same: true, .. }),
            "{name}: {heard:?}"
        );
    }
}

#[test]
fn two_tabs_have_two_ports_of_their_own_and_each_shows_its_own_page() {
    let world = until("ephemeral-ports", Transport::Tcp, Time::from_millis(900));
    let (one, other) = (browser(&world, "www ①"), browser(&world, "www ②"));
    let ends = |tab: &BrowserScreen| tab.connection.expect("it is connected");
    assert_eq!(
        ends(&one).remote,
        ends(&other).remote,
        "one server, one port"
    );
    assert_eq!(ends(&one).local.ip(), ends(&other).local.ip(), "one client");
    let ports = [ends(&one).local.port(), ends(&other).local.port()];
    assert_ne!(ports[0], ports[1]);
    assert!(ports.iter().all(|port| *port >= 49_152), "{ports:?}");
    let paths = [&one, &other].map(|tab| tab.page().expect("it is here").target.clone());
    assert_eq!(paths, ["/", "/about"]);
    assert_eq!(
        [one.state, other.state],
        [BrowserState::Done, BrowserState::Done]
    );
}

#[test]
fn three_programs_run_at_once_and_none_gets_what_is_another_s() {
    let midst = until("three-programs", Transport::Udp, Time::from_millis(600));
    let client = node(&midst, "client");
    let sockets = midst.sockets(client);
    let to = |port: u16| {
        sockets
            .iter()
            .find(|row| row.remote.is_some_and(|far| far.port() == port))
    };
    assert_eq!(to(80).map(|row| row.protocol), Some(SocketProtocol::Tcp));
    assert_eq!(
        to(11_220).map(|row| row.protocol),
        Some(SocketProtocol::Udp)
    );
    assert_eq!(
        to(32_202).map(|row| row.protocol),
        Some(SocketProtocol::Udp)
    );

    let world = whole("three-programs");
    assert_eq!(browser(&world, "browser").state, BrowserState::Done);
    let Screen::Game(game) = screen(&world, "game-client") else {
        panic!("the game has a screen");
    };
    assert!(
        game.player.is_some() && game.states.received > 20,
        "{game:?}"
    );
    let mut calls = Vec::new();
    for app in world.apps() {
        if let Screen::Video(video) = app.screen {
            calls.push(video.receiving.expect("it shows the other side"));
        }
    }
    assert_eq!(calls.len(), 2);
    for call in calls {
        assert_eq!(
            call.totals.smoothness_per_mille(),
            Some(1000),
            "{:?}",
            call.totals
        );
    }
}

#[test]
fn a_router_without_icmp_is_a_star_and_a_silent_host_is_not_a_dead_one() {
    let world = whole("icmp-off");
    let Screen::Traceroute(trace) = screen(&world, "traceroute") else {
        panic!("traceroute has a screen");
    };
    assert_eq!(trace.end, Some(TraceEnd::Reached));
    let stars: Vec<u8> = trace
        .hops
        .iter()
        .filter(|hop| hop.probes.iter().all(|probe| *probe == Probe::Silent))
        .map(|hop| hop.ttl)
        .collect();
    assert_eq!((trace.hops.len(), stars), (4, vec![2]));
    let Screen::Ping(ping) = screen(&world, "ping") else {
        panic!("ping has a screen");
    };
    assert_eq!((ping.totals.sent, ping.totals.received), (2, 0));
    let silence = |event: &AppEvent| matches!(event, AppEvent::Ping(PingEvent::TimedOut { .. }));
    assert_eq!(
        told(&world).iter().filter(|event| silence(event)).count(),
        2
    );
    assert_eq!(browser(&world, "browser").state, BrowserState::Done);
}

fn players(world: &World) -> [ReceivingScreen; 2] {
    let player = |host: &str| {
        let host = node(world, host);
        let app = world.apps().into_iter().find(|app| app.node == host);
        match app.map(|app| app.screen) {
            Some(Screen::Video(video)) => video.receiving.expect("it is a player"),
            other => panic!("no player: {other:?}"),
        }
    };
    [player("udp-screen"), player("tcp-screen")]
}

#[test]
fn one_bad_line_leaves_holes_in_the_video_over_udp_and_halts_it_over_tcp() {
    let world = whole("live-video");
    let [udp, tcp] = players(&world).map(|player| player.totals);
    assert!(udp.damaged + udp.lost > 0 && udp.stalls == 0, "{udp:?}");
    assert!(tcp.stalls > 0 && tcp.damaged + tcp.lost == 0, "{tcp:?}");
    // 4 s of 25 frames a second. Over TCP every one of them is shown in the end.
    assert_eq!(tcp.shown, 100, "{tcp:?}");
    let resumed = |event: &AppEvent| matches!(event, AppEvent::Video(VideoEvent::Resumed { .. }));
    assert!(told(&world).iter().any(resumed));
}

#[test]
fn a_better_line_makes_both_videos_smooth() {
    let mut scenario = library::find("live-video").expect("it is in the library");
    for link in &mut scenario.links {
        link.loss = hoplab_units::Share::NEVER;
    }
    let end = scenario.until;
    let (world, _) = run(&Recording::new(scenario), end, u64::MAX).expect("it is valid");
    for player in players(&world) {
        assert_eq!(
            player.totals.smoothness_per_mille(),
            Some(1000),
            "{:?}",
            player.totals
        );
    }
}

#[test]
fn quote_a_quote_is_had_over_either_transport_and_the_one_that_is_lost_is_gone() {
    let world = whole("quote");
    let screen = |name: &str| match screen(&world, name) {
        Screen::Quote(screen) => screen,
        other => panic!("{name} has another screen: {other:?}"),
    };
    let had = ["quote · TCP", "quote · UDP ①", "quote · UDP ②"]
        .map(|name| screen(name).quote.expect("it got one"));
    let server = screen("quote-server");
    assert_eq!(server.lines.len(), 4, "one more than clients got");
    assert_eq!(server.quote.as_ref(), Some(&had[2]));
    let is_new = |(place, quote): (usize, &String)| !had[..place].contains(quote);
    assert!(had.iter().enumerate().all(is_new));
    let silences = |name| {
        let lines = screen(name).lines.into_iter();
        lines
            .filter(|line| matches!(line.event, QuoteEvent::Silence { .. }))
            .count()
    };
    assert_eq!(
        ["quote · TCP", "quote · UDP ①", "quote · UDP ②"].map(silences),
        [0, 0, 1]
    );
}

#[test]
fn whatever_the_page_offers_to_start_can_be_started() {
    for entry in library::all() {
        let scenario = entry.scenario();
        let until = scenario.until;
        let (world, _) =
            run(&Recording::new(scenario.clone()), until, u64::MAX).expect("it is valid");
        for launch in &scenario.launches {
            let mut world = world.clone();
            let node = node(&world, &launch.node);
            let program = Box::new(launch.program.clone());
            let started = world.apply(hoplab_sim::Command::Start { node, program });
            started.unwrap_or_else(|why| panic!("{}: {why:?}", entry.name));
            world.run_until(until + hoplab_units::Span::from_secs(20), u32::MAX);
            let failed = told(&world).iter().any(is_defeat);
            // A port that nobody waits at, and a name that is not there, are the point of these.
            let fails = ["closed-port", "no-such-name"].contains(&entry.name);
            assert!(!failed || fails, "{}", entry.name);
        }
    }
}

/// Whether a program did not get what it wanted, for another reason than the network it is in.
fn is_defeat(event: &AppEvent) -> bool {
    match event {
        AppEvent::Echo(EchoEvent::Failed { .. }) => true,
        AppEvent::Web(hoplab_sim::apps::WebEvent::Failed { error, .. }) => {
            !matches!(error, ClientError::Silence)
        }
        _ => false,
    }
}
