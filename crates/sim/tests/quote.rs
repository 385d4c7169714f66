//! The quote of the day: connect, read, closed; or a datagram, and another.

mod common;

use common::*;
use hoplab_sim::apps::{
    AppEvent, ClientError, QuoteClientSpec, QuoteEvent, QuoteScreen, QuoteServerSpec, Screen,
    Target,
};
use hoplab_sim::*;
use hoplab_units::{Share, Span};

const QUOTE: u16 = 17;

fn server(quotes: &[&str]) -> ProgramSpec {
    ProgramSpec::QuoteServer(QuoteServerSpec {
        name: None,
        port: QUOTE,
        quotes: quotes.iter().map(|&quote| quote.to_owned()).collect(),
    })
}

fn world(programs: Vec<ProgramSpec>) -> World {
    let mut spec = diamond(1);
    if let Role::Host(host) = &mut spec.nodes[SERVER.index()].role {
        host.programs = programs;
    }
    World::new(&spec)
}

fn client(transport: Transport) -> ProgramSpec {
    ProgramSpec::QuoteClient(QuoteClientSpec {
        name: None,
        to: Target::Address(SERVER_ADDRESS),
        port: QUOTE,
        transport: Some(transport),
        tries: 3,
    })
}

fn ask(world: &mut World, transport: Transport) {
    let program = Box::new(client(transport));
    let node = CLIENT;
    world.apply(Command::Start { node, program }).unwrap();
}

fn screens(world: &World, of: NodeId) -> Vec<QuoteScreen> {
    let apps = world.apps().into_iter().filter(|app| app.node == of);
    apps.filter_map(|app| match app.screen {
        Screen::Quote(screen) => Some(screen),
        _ => None,
    })
    .collect()
}

fn events(world: &World, of: NodeId) -> Vec<QuoteEvent> {
    let event = |event: &TraceEvent| match &event.kind {
        EventKind::App(app) if event.place.node() == Some(of) => match &**app {
            AppEvent::Quote(event) => Some(event.clone()),
            _ => None,
        },
        _ => None,
    };
    world.trace().iter().filter_map(event).collect()
}

#[test]
fn each_who_asks_gets_the_next_quote_over_either_transport() {
    let mut world = world(vec![server(&["one", "two", "three"])]);
    for (round, transport) in [
        Transport::Tcp,
        Transport::Udp,
        Transport::Udp,
        Transport::Tcp,
    ]
    .into_iter()
    .enumerate()
    {
        ask(&mut world, transport);
        run(&mut world, 1_000 * (round as u64 + 1));
    }
    let heard: Vec<_> = screens(&world, CLIENT)
        .into_iter()
        .map(|screen| screen.quote.unwrap())
        .collect();
    assert_eq!(heard, ["one", "two", "three", "one"]);
    assert!(world.programs(CLIENT).iter().all(|it| it.ended.is_some()));
}

#[test]
fn over_tcp_connecting_asks_and_the_server_closes_first() {
    let mut world = world(vec![server(&["one"])]);
    ask(&mut world, Transport::Tcp);
    run(&mut world, 1_000);
    let states = |of| -> Vec<_> {
        let sockets = world.sockets(of).into_iter();
        sockets.filter_map(|socket| socket.state).collect()
    };
    // Who closes first waits, so that nothing late is taken for the next connection's (RFC 9293 section 3.3.2).
    assert!(states(SERVER).contains(&hoplab_tcp::State::TimeWait));
    assert!(states(CLIENT).is_empty());
}

#[test]
fn a_lost_answer_is_noticed_by_waiting_and_the_quote_in_it_is_gone() {
    let mut world = world(vec![server(&["one", "two"])]);
    let loses = |share| Command::SetLink {
        link: LinkId(0),
        direction: Some(Direction::BToA),
        change: LinkChange::Loss(share),
    };
    world.apply(loses(Share::ALWAYS)).unwrap();
    ask(&mut world, Transport::Udp);
    run(&mut world, 500);
    world.apply(loses(Share::NEVER)).unwrap();
    run(&mut world, 2_000);
    let given = events(&world, SERVER).len();
    let [first, silence, second, heard] = &events(&world, CLIENT)[..] else {
        panic!("{:?}", events(&world, CLIENT));
    };
    let asked = |attempt| QuoteEvent::Asked {
        attempt,
        transport: Transport::Udp,
    };
    assert_eq!((first, second), (&asked(1), &asked(2)));
    assert_eq!(silence, &QuoteEvent::Silence { attempt: 1 });
    let QuoteEvent::Heard { text, after } = heard else {
        panic!("{heard:?}");
    };
    assert_eq!((&**text, given), ("two", 2));
    assert!(*after > Span::from_secs(1));
}

#[test]
fn a_lost_segment_is_sent_again_and_no_quote_is_skipped() {
    let mut world = world(vec![server(&["one", "two"])]);
    ask(&mut world, Transport::Tcp);
    // The handshake is through; the quote is not.
    run(&mut world, 55);
    world
        .apply(set_link(0, LinkChange::Loss(Share::ALWAYS)))
        .unwrap();
    run(&mut world, 500);
    world
        .apply(set_link(0, LinkChange::Loss(Share::NEVER)))
        .unwrap();
    run(&mut world, 20_000);
    assert_eq!(screens(&world, CLIENT)[0].quote.as_deref(), Some("one"));
    assert_eq!(events(&world, SERVER).len(), 1);
}

#[test]
fn after_the_last_try_it_gives_up() {
    let mut world = world(vec![server(&["one"])]);
    world
        .apply(set_link(5, LinkChange::Loss(Share::ALWAYS)))
        .unwrap();
    ask(&mut world, Transport::Udp);
    ask(&mut world, Transport::Tcp);
    run(&mut world, 40_000);
    for screen in screens(&world, CLIENT) {
        assert_eq!(screen.trouble, Some(ClientError::Silence));
        assert_eq!(screen.quote, None);
    }
    let told = events(&world, CLIENT);
    let silences = |event: &&QuoteEvent| matches!(event, QuoteEvent::Silence { .. });
    assert_eq!(told.iter().filter(silences).count(), 3);
}

#[test]
fn where_nobody_has_quotes_the_client_is_told_as_its_transport_tells_it() {
    for (transport, error) in [
        (Transport::Udp, SocketError::PortUnreachable),
        (
            Transport::Tcp,
            SocketError::Tcp(hoplab_tcp::Failure::Refused),
        ),
    ] {
        let mut world = world(Vec::new());
        ask(&mut world, transport);
        run(&mut world, 1_000);
        let error = ClientError::Socket(error);
        assert_eq!(screens(&world, CLIENT)[0].trouble, Some(error));
        let last = events(&world, CLIENT).pop();
        assert_eq!(last, Some(QuoteEvent::Failed { error }));
    }
}

#[test]
fn a_server_on_a_small_send_buffer_gives_all_of_a_long_quote() {
    let long = "x".repeat(511);
    let mut spec = diamond(1);
    if let Role::Host(host) = &mut spec.nodes[SERVER.index()].role {
        host.programs = vec![server(&[&long])];
        host.tcp.send_buffer = 256;
    }
    let mut world = World::new(&spec);
    ask(&mut world, Transport::Tcp);
    run(&mut world, 3_000);
    assert_eq!(screens(&world, CLIENT)[0].quote, Some(long));
}

#[test]
fn quotes_are_as_the_rfc_says() {
    let field = |spec: ProgramSpec| spec.check().map_err(|defect| defect.field);
    assert_eq!(field(server(&["one\r\ntwo"])), Ok(()));
    assert_eq!(field(server(&[&"x".repeat(512)])), Err("quotes"));
    assert_eq!(field(server(&[""])), Err("quotes"));
    assert_eq!(field(server(&["a\u{7}"])), Err("quotes"));
    assert_eq!(field(server(&[])), Err("quotes"));
    let named = |text| serde_json::from_str::<ProgramSpec>(text).unwrap();
    assert_eq!(field(named(r#"{ "quote-server": {} }"#)), Ok(()));
    let none = r#"{ "quote-client": { "to": "192.0.2.1", "tries": 0 } }"#;
    assert_eq!(field(named(none)), Err("tries"));
}
