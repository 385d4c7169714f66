//! The library's scenarios about files and chat show what their texts say, and what the library offers to start
//! can be started.

use hoplab_explain::run;
use hoplab_replay::Recording;
use hoplab_scenario::{Scenario, library};
use hoplab_sim::apps::*;
use hoplab_sim::*;
use hoplab_units::{Span, Time};

fn recording(name: &str) -> Recording {
    Recording::new(library::find(name).unwrap())
}

fn play(recording: &Recording) -> World {
    let until = recording.scenario.until;
    run(recording, until, u64::MAX).unwrap().0
}

/// The command that starts the program that the scenario offers at this place.
fn launch(scenario: &Scenario, index: usize, at: Time) -> Timed {
    let launch = &scenario.launches[index];
    let is_it = |node: &hoplab_scenario::Node| node.id == launch.node;
    let node = NodeId(scenario.nodes.iter().position(is_it).unwrap() as u16);
    let program = Box::new(launch.program.clone());
    let command = Command::Start { node, program };
    Timed { at, command }
}

/// The story, and behind it one of the programs that the page offers to start.
fn play_with_launch(name: &str, index: usize) -> World {
    let mut recording = recording(name);
    let until = recording.scenario.until;
    (recording.commands).push(launch(&recording.scenario, index, until));
    run(&recording, until + Span::from_secs(60), u64::MAX)
        .unwrap()
        .0
}

fn ftp_client(world: &World) -> FtpClientScreen {
    let of = |app: AppSnapshot| match app.screen {
        Screen::FtpClient(screen) => Some(screen),
        _ => None,
    };
    world.apps().into_iter().filter_map(of).next_back().unwrap()
}

fn chats(world: &World) -> Vec<ChatScreen> {
    let of = |app: AppSnapshot| match app.screen {
        Screen::Chat(screen) => Some(screen),
        _ => None,
    };
    world.apps().into_iter().filter_map(of).collect()
}

/// The code of each reply.
fn codes(screen: &FtpClientScreen) -> Vec<u16> {
    let replies = screen.lines.iter().filter(|line| line.by_server);
    replies
        .map(|line| line.text[..3].parse().unwrap())
        .collect()
}

/// The ports of the other side to which connections were opened, in order.
fn connected_to(world: &World) -> Vec<u16> {
    let of = |event: &TraceEvent| match &event.kind {
        EventKind::SocketOpened {
            remote: Some(remote),
            ..
        } if !matches!(event.place.node(), Some(node) if world.spec().nodes[node.index()].name == "server") => {
            Some(remote.port())
        }
        _ => None,
    };
    world.trace().iter().filter_map(of).collect()
}

#[test]
fn every_program_that_a_scenario_offers_to_start_can_be_started() {
    for entry in library::all() {
        let scenario = entry.scenario();
        for index in 0..scenario.launches.len() {
            let mut recording = Recording::new(scenario.clone());
            (recording.commands).push(launch(&scenario, index, scenario.until));
            let until = scenario.until + Span::from_secs(2);
            let (world, _) = run(&recording, until, 200_000).unwrap();
            let refused = |event: &TraceEvent| match &event.kind {
                EventKind::CommandRefused { why, .. } => Some(*why),
                _ => None,
            };
            let refused: Vec<Refusal> = world.trace().iter().filter_map(refused).collect();
            assert_eq!(refused, [], "{}, launch {index}", entry.name);
        }
    }
}

#[test]
fn ftp_talks_on_port_21_and_the_picture_comes_over_the_port_that_pasv_named() {
    let world = play(&recording("ftp-two-connections"));
    let screen = ftp_client(&world);
    assert_eq!(screen.state, FtpState::Over);
    assert_eq!(codes(&screen), [220, 331, 230, 200, 227, 150, 226, 221]);
    let transfer = screen.transfer.as_ref().unwrap();
    assert_eq!(&transfer.data[..], picture::message());

    let port = transfer.remote.port();
    let named = format!("(198,51,100,80,{},{})", port / 256, port % 256);
    assert!(screen.lines.iter().any(|line| line.text.contains(&named)));
    assert_eq!(connected_to(&world), [21, port]);
}

#[test]
fn ftp_name_and_password_can_be_read_on_the_line_between_the_routers() {
    let world = play(&recording("ftp-two-connections"));
    let readable = |text: &[u8]| {
        world.trace().iter().any(|event| match &event.kind {
            EventKind::Transmitted { frame, .. } => {
                let on_the_line_between = event.place.link() == Some(LinkId(1));
                on_the_line_between && frame.to_vec().windows(text.len()).any(|it| it == text)
            }
            _ => false,
        })
    };
    assert!(readable(b"USER mina\r\n") && readable(b"PASS sunflower\r\n"));
}

#[test]
fn ftp_a_wrong_password_opens_no_second_connection_and_a_missing_file_does() {
    let told = [
        (1, ClientError::FileRefused, 550, 2),
        (2, ClientError::LoginRefused, 530, 1),
    ];
    for (index, error, code, connections) in told {
        let world = play_with_launch("ftp-two-connections", index);
        let screen = ftp_client(&world);
        assert_eq!(screen.state, FtpState::Failed(error));
        assert!(codes(&screen).contains(&code), "{:?}", screen.lines);
        // Those of the story come first.
        assert_eq!(connected_to(&world).len(), 2 + connections, "{error:?}");
    }
}

#[test]
fn ftp_a_client_without_a_file_stays_logged_in_and_waits_for_what_is_typed() {
    let mut recording = recording("ftp-two-connections");
    let until = recording.scenario.until;
    (recording.commands).push(launch(&recording.scenario, 3, until));
    for (after, text) in [(2, "ls"), (4, "get hello.txt"), (6, "QUIT")] {
        let command = Command::Type {
            node: NodeId(0),
            program: ProgramId(1),
            text: text.into(),
        };
        let at = until + Span::from_secs(after);
        recording.commands.push(Timed { at, command });
    }
    let (world, _) = run(&recording, until + Span::from_secs(9), u64::MAX).unwrap();
    let screen = ftp_client(&world);
    assert_eq!(screen.state, FtpState::Over, "{:?}", screen.lines);
    let file = String::from_utf8(screen.transfer.unwrap().data.to_vec()).unwrap();
    assert!(file.starts_with("Two connections:") && file.contains("하나는 명령"));
}

/// What a person heard from the others, and when.
fn heard(screen: &ChatScreen) -> Vec<(Time, &str, &str)> {
    let lines = screen.lines.iter();
    lines
        .filter_map(|line| match &line.event {
            ChatEvent::Heard { nick, text } => Some((line.at, &nick[..], &text[..])),
            _ => None,
        })
        .collect()
}

/// What a person said, and when.
fn said(screen: &ChatScreen) -> Vec<(Time, &str)> {
    let lines = screen.lines.iter();
    lines
        .filter_map(|line| match &line.event {
            ChatEvent::Said { text } => Some((line.at, &text[..])),
            _ => None,
        })
        .collect()
}

#[test]
fn chat_everybody_hears_each_line_of_the_others_once_whole_and_in_order() {
    let chats = chats(&play(&recording("chat")));
    assert_eq!(chats.len(), 3);
    for listener in &chats {
        assert_eq!(listener.state, ChatState::In, "{}", listener.nick);
        for speaker in chats.iter().filter(|one| one.nick != listener.nick) {
            let said: Vec<&str> = said(speaker).into_iter().map(|(_, text)| text).collect();
            let heard: Vec<&str> = heard(listener)
                .into_iter()
                .filter(|(_, nick, _)| *nick == speaker.nick)
                .map(|(_, _, text)| text)
                .collect();
            assert!(!said.is_empty());
            assert_eq!(heard, said, "{} hears {}", listener.nick, speaker.nick);
        }
    }
}

#[test]
fn chat_what_passes_the_cut_line_arrives_after_it_is_whole_again() {
    let world = play(&recording("chat"));
    let chats = chats(&world);
    let of = |nick: &str| chats.iter().find(|one| one.nick == nick).unwrap();
    let (cut, whole) = (Time::from_millis(600), Time::from_millis(1200));
    let late = |screen: &ChatScreen, from: &str| {
        let heard = heard(screen);
        let late = heard
            .iter()
            .filter(|(at, nick, _)| *nick == from && *at > whole);
        late.count()
    };
    let jun = of("준");
    assert!(heard(jun).iter().all(|(at, ..)| *at < cut || *at > whole));
    assert_eq!((late(jun, "미나"), late(jun, "Anna")), (2, 1));
    // Jun said his line while the line was cut, and nobody else was kept waiting.
    assert!(said(jun).iter().all(|(at, _)| (cut..whole).contains(at)));
    assert_eq!((late(of("미나"), "준"), late(of("Anna"), "준")), (1, 1));
    assert_eq!((late(of("미나"), "Anna"), late(of("Anna"), "미나")), (0, 0));
    // No program was told of the cut.
    let told = |event: &TraceEvent| matches!(event.kind, EventKind::SocketError { .. });
    assert!(!world.trace().iter().any(told));
}

#[test]
fn chat_a_name_that_is_taken_is_refused_and_another_one_is_let_in() {
    let world = play_with_launch("chat", 1);
    let double = |screen: &ChatScreen| screen.state == ChatState::Out(ClientError::Refused);
    assert_eq!(chats(&world).iter().filter(|one| double(one)).count(), 1);

    let world = play_with_launch("chat", 0);
    let jun = chats(&world).into_iter().find(|one| one.nick == "준");
    assert!(
        heard(&jun.unwrap())
            .iter()
            .any(|(_, _, text)| *text == "이건 내 전화기야.")
    );
}
