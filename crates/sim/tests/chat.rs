//! Chat: lines of text that reach everybody, whatever the network does to their packets.

mod common;

use common::*;
use hoplab_sim::apps::{
    AppEvent, ChatClientSpec, ChatEvent, ChatScreen, ChatServerSpec, ChatState, ClientError,
    Dismissal, Screen, Target, TimedLine,
};
use hoplab_sim::*;
use hoplab_tcp::Failure;
use hoplab_units::{Share, Span};

const CHAT: u16 = 4242;
/// A second client, beside r2.
const OTHER: NodeId = NodeId(6);

fn server() -> ProgramSpec {
    ProgramSpec::ChatServer(ChatServerSpec {
        name: None,
        port: CHAT,
    })
}

fn client(nick: &str, lines: &[(u64, &str)]) -> ProgramSpec {
    let line = |(millis, text): &(u64, &str)| TimedLine {
        after: Span::from_millis(*millis),
        text: (*text).to_owned(),
    };
    ProgramSpec::ChatClient(ChatClientSpec {
        name: None,
        nick: nick.into(),
        to: Target::Address(SERVER_ADDRESS),
        port: CHAT,
        lines: lines.iter().map(line).collect(),
    })
}

fn programs(spec: &mut WorldSpec, node: NodeId, programs: Vec<ProgramSpec>) {
    if let Role::Host(host) = &mut spec.nodes[node.index()].role {
        host.programs = programs;
    }
}

/// The diamond with one more host, the chat server on the server.
fn internet(seed: u64) -> WorldSpec {
    let mut spec = diamond(seed);
    let address = core::net::Ipv4Addr::new(203, 0, 113, 7);
    spec.nodes.push(host("other", address, Vec::new()));
    spec.links.push(link(2, 6));
    programs(&mut spec, SERVER, vec![server()]);
    spec
}

/// What a client has on its screen.
fn screen(world: &World, node: NodeId) -> ChatScreen {
    let chat = |app: AppSnapshot| match app.screen {
        Screen::Chat(screen) if app.node == node => Some(screen),
        _ => None,
    };
    world
        .apps()
        .into_iter()
        .find_map(chat)
        .expect("a client runs there")
}

/// What a client heard others say.
fn heard(world: &World, node: NodeId) -> Vec<String> {
    let said = |line: &hoplab_sim::apps::ChatLine| match &line.event {
        ChatEvent::Heard { nick, text } => Some(format!("{nick}: {text}")),
        _ => None,
    };
    screen(world, node).lines.iter().filter_map(said).collect()
}

fn type_line(node: NodeId, text: &str) -> Command {
    Command::Type {
        node,
        program: ProgramId(0),
        text: text.into(),
    }
}

#[test]
fn what_one_says_the_others_hear_and_who_comes_and_goes_is_told() {
    let mut spec = internet(1);
    programs(&mut spec, CLIENT, vec![client("mina", &[(500, "hello")])]);
    programs(&mut spec, OTHER, vec![client("joon", &[])]);
    let mut world = World::new(&spec);
    run(&mut world, 1_000);
    assert_eq!(heard(&world, OTHER), ["mina: hello"]);
    assert_eq!(
        heard(&world, CLIENT),
        [""; 0],
        "nobody hears their own line"
    );
    world.apply(type_line(OTHER, "hello, mina")).unwrap();
    run(&mut world, 2_000);
    assert_eq!(heard(&world, CLIENT), ["joon: hello, mina"]);
    let stop = Command::Stop {
        node: OTHER,
        program: ProgramId(0),
    };
    world.apply(stop).unwrap();
    run(&mut world, 3_000);
    let left = ChatEvent::Left {
        nick: "joon".into(),
    };
    assert_eq!(
        screen(&world, CLIENT).lines.last().map(|line| &line.event),
        Some(&left)
    );
}

#[test]
fn korean_cut_anywhere_by_tiny_segments_and_lost_ones_arrives_unharmed() {
    let lines = [
        "안녕하세요, 여러분!",
        "패킷이 글자 한가운데서 잘려도 괜찮아요.",
        "그럼 이만 🙂",
    ];
    let mut spec = internet(7);
    // 28 bytes of data a segment at most: most lines are cut, some within a letter.
    for link in &mut spec.links {
        link.mtu = 68;
        link.loss = Share::from_percent(5);
    }
    let timed: Vec<(u64, &str)> = lines
        .iter()
        .enumerate()
        .map(|(at, line)| (1000 + at as u64, *line))
        .collect();
    programs(&mut spec, CLIENT, vec![client("미나", &timed)]);
    programs(&mut spec, OTHER, vec![client("준", &[])]);
    let mut world = World::new(&spec);
    run(&mut world, 30_000);
    assert!(
        drops(&world, DropReason::RandomLoss) > 0,
        "the lines are bad"
    );
    let expected = lines.map(|line| format!("미나: {line}"));
    assert_eq!(heard(&world, OTHER), expected);
    let mut again = World::new(&spec);
    run(&mut again, 30_000);
    assert_eq!(
        world.trace().hash(),
        again.trace().hash(),
        "the same seed tells the same story"
    );
}

#[test]
fn a_name_that_is_taken_is_refused_with_the_reason() {
    let mut spec = internet(1);
    programs(&mut spec, CLIENT, vec![client("mina", &[])]);
    programs(&mut spec, OTHER, vec![client("mina", &[])]);
    let mut world = World::new(&spec);
    run(&mut world, 2_000);
    let late = [CLIENT, OTHER]
        .map(|node| screen(&world, node))
        .into_iter()
        .find(|screen| screen.state != ChatState::In)
        .expect("one of them is out");
    assert_eq!(late.state, ChatState::Out(ClientError::Refused));
    let text = "this name is taken".to_owned();
    assert!(
        late.lines
            .iter()
            .any(|line| line.event == ChatEvent::Told { text: text.clone() })
    );
}

#[test]
fn where_nobody_listens_the_client_says_that_it_was_refused() {
    let mut spec = internet(1);
    programs(&mut spec, SERVER, Vec::new());
    programs(&mut spec, CLIENT, vec![client("mina", &[(0, "hello?")])]);
    let mut world = World::new(&spec);
    run(&mut world, 2_000);
    let error = ClientError::Socket(SocketError::Tcp(Failure::Refused));
    assert_eq!(screen(&world, CLIENT).state, ChatState::Out(error));
    assert!(
        world.apply(type_line(CLIENT, "still there?")).is_err(),
        "it is over"
    );
}

#[test]
fn a_crashed_server_resets_who_speaks_to_it_after_it_is_back() {
    let mut spec = internet(1);
    programs(
        &mut spec,
        CLIENT,
        vec![client("mina", &[(6_000, "anyone?")])],
    );
    let mut world = World::new(&spec);
    run(&mut world, 2_000);
    world.apply(set_node(SERVER, NodeChange::Crash)).unwrap();
    run(&mut world, 3_000);
    world.apply(set_node(SERVER, NodeChange::Restore)).unwrap();
    run(&mut world, 5_000);
    assert_eq!(
        screen(&world, CLIENT).state,
        ChatState::In,
        "it knows of nothing"
    );
    run(&mut world, 8_000);
    let error = ClientError::Socket(SocketError::Tcp(Failure::Reset));
    assert_eq!(screen(&world, CLIENT).state, ChatState::Out(error));
}

#[test]
fn one_behind_a_cut_line_loses_nothing_and_holds_up_nobody() {
    let mut spec = internet(3);
    let lines: Vec<(u64, &str)> = (0..20).map(|at| (1_000 + at * 100, "tick")).collect();
    programs(
        &mut spec,
        CLIENT,
        vec![client("mina", &lines), client("yuna", &[])],
    );
    programs(&mut spec, OTHER, vec![client("joon", &[])]);
    let mut world = World::new(&spec);
    run(&mut world, 1_500);
    world.apply(set_link(6, LinkChange::Cut)).unwrap();
    run(&mut world, 4_000);
    let yuna = |event: &TraceEvent| {
        matches!(&event.kind, EventKind::App(app)
        if event.place == Place::Program(CLIENT, ProgramId(1))
            && matches!(&**app, AppEvent::Chat(ChatEvent::Heard { .. })))
    };
    let count = |world: &World| world.trace().iter().filter(|event| yuna(event)).count();
    assert_eq!(count(&world), 20);
    assert!(heard(&world, OTHER).len() < 20);
    world.apply(set_link(6, LinkChange::Restore)).unwrap();
    run(&mut world, 20_000);
    assert_eq!(
        heard(&world, OTHER).len(),
        20,
        "TCP sent again what the cut took"
    );
}

#[test]
fn one_that_never_takes_what_the_others_say_is_dismissed() {
    let mut spec = internet(3);
    let long = "x".repeat(500);
    // More than TCP's send buffer and the server's own patience hold.
    let lines: Vec<(u64, &str)> = (0..100)
        .map(|at| (1_000 + at * 20, long.as_str()))
        .collect();
    programs(
        &mut spec,
        CLIENT,
        vec![client("mina", &lines), client("yuna", &lines)],
    );
    programs(&mut spec, OTHER, vec![client("joon", &[])]);
    let mut world = World::new(&spec);
    run(&mut world, 900);
    world.apply(set_link(6, LinkChange::Cut)).unwrap();
    run(&mut world, 6_000);
    let dismissed = |kind: &EventKind| {
        matches!(kind, EventKind::App(app)
        if matches!(&**app, AppEvent::Chat(ChatEvent::Dismissed { nick, .. }) if nick == "joon"))
    };
    assert_eq!(count(&world, dismissed), 1);
    let left = ChatEvent::Left {
        nick: "joon".into(),
    };
    assert!(
        screen(&world, CLIENT)
            .lines
            .iter()
            .any(|line| line.event == left)
    );
}

#[test]
fn one_that_is_not_let_in_for_long_gives_up() {
    let mut spec = internet(1);
    programs(&mut spec, CLIENT, vec![client("mina", &[])]);
    let mut world = World::new(&spec);
    let mut at = 1;
    run(&mut world, at);
    while screen(&world, CLIENT).state != ChatState::Joining {
        at += 1;
        run(&mut world, at);
    }
    // Its name is on the way to a server that is no more.
    let change = NodeChange::Crash;
    let node = SERVER;
    world.apply(Command::SetNode { node, change }).unwrap();
    run(&mut world, at + 29_000);
    assert_eq!(screen(&world, CLIENT).state, ChatState::Joining);
    run(&mut world, at + 31_000);
    let silence = ChatState::Out(ClientError::Silence);
    assert_eq!(screen(&world, CLIENT).state, silence);
}

#[test]
fn settings_with_which_nobody_could_chat_are_refused() {
    let check = |change: &dyn Fn(&mut ChatClientSpec)| {
        let ProgramSpec::ChatClient(mut spec) = client("mina", &[(0, "hi")]) else {
            unreachable!("it is a chat client");
        };
        change(&mut spec);
        ProgramSpec::ChatClient(spec)
            .check()
            .map_err(|defect| defect.field)
    };
    assert_eq!(check(&|_| {}), Ok(()));
    for nick in [
        "",
        "a b",
        "a:b",
        "*a",
        "!a",
        "a\n",
        "가나다라마바사아자차카",
    ] {
        assert_eq!(
            check(&|spec| spec.nick = nick.into()),
            Err("nick"),
            "{nick:?}"
        );
    }
    assert_eq!(check(&|spec| spec.port = 0), Err("port"));
    let day = Span::from_secs(24 * 60 * 60);
    assert_eq!(check(&|spec| spec.lines[0].after = day), Ok(()));
    let longer = day + Span::from_millis(1);
    assert_eq!(check(&|spec| spec.lines[0].after = longer), Err("lines"));
    assert_eq!(
        check(&|spec| spec.lines[0].text = String::new()),
        Err("lines")
    );
    assert_eq!(
        check(&|spec| spec.lines[0].text = "a\nb".into()),
        Err("lines")
    );
}

#[test]
fn chat_leaves_nagle_to_its_host() {
    // As most chat programs do: lines typed quickly after each other travel together.
    let mut spec = internet(1);
    programs(&mut spec, CLIENT, vec![client("mina", &[(500, "hello")])]);
    let mut world = World::new(&spec);
    run(&mut world, 1_000);
    let nagles = world.connections().into_iter().map(|each| each.tcp.nagle);
    assert!(nagles.eq([Nagle::Minshall; 2]));
}

fn nicks(world: &World) -> Vec<String> {
    let server = world.apps().into_iter().find_map(|app| match app.screen {
        Screen::ChatServer(screen) => Some(screen),
        _ => None,
    });
    let members = server.unwrap().members;
    members.into_iter().filter_map(|one| one.nick).collect()
}

fn dismissals(world: &World) -> Vec<Dismissal> {
    let of = |event: &TraceEvent| match &event.kind {
        EventKind::App(app) => match &**app {
            AppEvent::Chat(ChatEvent::Dismissed { why, .. }) => Some(*why),
            _ => None,
        },
        _ => None,
    };
    world.trace().iter().filter_map(of).collect()
}

#[test]
fn one_whose_host_was_switched_off_and_on_gets_its_name_back() {
    let mut spec = internet(1);
    programs(&mut spec, CLIENT, vec![client("mina", &[(1_000, "back")])]);
    programs(&mut spec, OTHER, vec![client("joon", &[])]);
    let mut world = World::new(&spec);
    run(&mut world, 5_000);
    world.apply(set_node(CLIENT, NodeChange::Crash)).unwrap();
    run(&mut world, 6_000);
    world.apply(set_node(CLIENT, NodeChange::Restore)).unwrap();
    run(&mut world, 9_000);
    // The old connection is reset by the host, which knows it no more, as soon as something is sent over it.
    assert_eq!(screen(&world, CLIENT).state, ChatState::In);
    assert_eq!(nicks(&world), ["joon", "mina"]);
    assert_eq!(dismissals(&world), []);
    let heard = &screen(&world, OTHER).lines;
    let mina = |event: &ChatEvent| match event {
        ChatEvent::Left { nick } | ChatEvent::Joined { nick } if nick == "mina" => true,
        ChatEvent::Heard { nick, .. } => nick == "mina",
        _ => false,
    };
    let told: Vec<&ChatEvent> = (heard.iter().map(|line| &line.event))
        .filter(|event| mina(event))
        .collect();
    assert!(
        matches!(
            told[told.len() - 3..],
            [
                ChatEvent::Left { .. },
                ChatEvent::Joined { .. },
                ChatEvent::Heard { .. }
            ]
        ),
        "{told:?}"
    );
}

#[test]
fn of_two_that_ask_for_the_name_of_one_that_is_gone_the_first_keeps_it() {
    let mut spec = internet(1);
    programs(&mut spec, CLIENT, vec![client("mina", &[])]);
    let mut world = World::new(&spec);
    run(&mut world, 2_000);
    world.apply(set_node(CLIENT, NodeChange::Crash)).unwrap();
    for line in ["it is me", "no, me"] {
        let program = Box::new(client("mina", &[(0, line)]));
        let node = OTHER;
        world.apply(Command::Start { node, program }).unwrap();
    }
    run(&mut world, 20_000);
    assert_eq!(nicks(&world), ["mina"]);
    let told = [Dismissal::Gone, Dismissal::NameTaken];
    assert_eq!(dismissals(&world), told);
}

#[test]
fn one_that_is_gone_without_a_word_makes_room_for_its_name_after_a_while() {
    let mut spec = internet(1);
    programs(&mut spec, CLIENT, vec![client("mina", &[])]);
    let mut world = World::new(&spec);
    run(&mut world, 2_000);
    world.apply(set_node(CLIENT, NodeChange::Crash)).unwrap();
    let program = Box::new(client("mina", &[(0, "it is me")]));
    let node = OTHER;
    world.apply(Command::Start { node, program }).unwrap();
    run(&mut world, 4_000);
    assert_eq!(screen(&world, OTHER).state, ChatState::Joining, "it waits");
    run(&mut world, 6_000);
    assert_eq!(screen(&world, OTHER).state, ChatState::In);
    assert_eq!(nicks(&world), ["mina"]);
    assert_eq!(dismissals(&world), [Dismissal::Gone]);
}
