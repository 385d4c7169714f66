//! The game: what is newest counts, and what is lost is not missed.

mod common;

use common::*;
use hoplab_sim::apps::{
    AppEvent, ClientError, GAME_HEIGHT, GAME_PLAYERS, GAME_WIDTH, GameClientSpec, GameEvent,
    GameScreen, GameServerScreen, GameServerSpec, GameState, LeaveReason, Screen, Target,
};
use hoplab_sim::*;
use hoplab_units::{Share, Span};

const GAME: u16 = 11_220;

fn arena(seed: u64) -> WorldSpec {
    let mut spec = diamond(seed);
    if let Role::Host(host) = &mut spec.nodes[SERVER.index()].role {
        host.programs = vec![ProgramSpec::GameServer(GameServerSpec {
            name: None,
            port: GAME,
            tick: Span::from_millis(50),
        })];
    }
    spec
}

fn play(seconds: u64) -> Command {
    Command::Start {
        node: CLIENT,
        program: Box::new(ProgramSpec::GameClient(GameClientSpec {
            name: None,
            to: Target::Address(SERVER_ADDRESS),
            port: GAME,
            tick: Span::from_millis(50),
            duration: Span::from_secs(seconds),
        })),
    }
}

fn events(world: &World, node: NodeId) -> Vec<GameEvent> {
    let of = |event: &TraceEvent| match &event.kind {
        EventKind::App(app) if event.place.node() == Some(node) => match &**app {
            AppEvent::Game(event) => Some(event.clone()),
            _ => None,
        },
        _ => None,
    };
    world.trace().iter().filter_map(of).collect()
}

fn screens(world: &World) -> Vec<GameScreen> {
    let of = |app: AppSnapshot| match app.screen {
        Screen::Game(screen) => Some(screen),
        _ => None,
    };
    world.apps().into_iter().filter_map(of).collect()
}

fn server(world: &World) -> GameServerScreen {
    let of = |app: AppSnapshot| match app.screen {
        Screen::GameServer(screen) => Some(screen),
        _ => None,
    };
    world.apps().into_iter().find_map(of).unwrap()
}

fn started(spec: &WorldSpec, players: usize, seconds: u64) -> World {
    let mut world = World::new(spec);
    run(&mut world, 1);
    for _ in 0..players {
        world.apply(play(seconds)).unwrap();
    }
    world
}

#[test]
fn players_see_each_other_where_the_server_has_them_a_moment_ago() {
    let mut world = started(&arena(1), 3, 5);
    run(&mut world, 2_000);
    let seats = server(&world).seats;
    assert_eq!(seats.len(), 3);
    for screen in screens(&world) {
        assert_eq!(
            (screen.state, screen.players.len()),
            (GameState::Playing, 3)
        );
        for (seen, seat) in screen.players.iter().zip(&seats) {
            assert_eq!(seen.player, seat.at.player);
            assert!(seen.x < GAME_WIDTH && seen.y < GAME_HEIGHT);
            let off = seen.x.abs_diff(seat.at.x) + seen.y.abs_diff(seat.at.y);
            assert!(off <= 1, "one state is on its way: {seen:?} {seat:?}");
        }
        // 20.4 ms each way, and no time that the server kept the input.
        let rtt = screen.rtt.unwrap();
        assert!(
            (Span::from_millis(40)..Span::from_millis(43)).contains(&rtt),
            "{rtt}"
        );
    }
}

#[test]
fn players_move() {
    let mut world = started(&arena(1), 1, 5);
    run(&mut world, 1_000);
    let before = server(&world).seats[0].at;
    run(&mut world, 1_300);
    assert_ne!(server(&world).seats[0].at, before);
}

#[test]
fn who_has_played_enough_says_goodbye_and_the_server_rests() {
    let mut world = started(&arena(1), 1, 2);
    run(&mut world, 3_000);
    let GameEvent::Over { inputs, states } = events(&world, CLIENT).pop().unwrap() else {
        panic!("it is over")
    };
    assert_eq!(inputs, 40);
    assert_eq!((states.lost, states.stale, states.duplicates), (0, 0, 0));
    assert!((36..=40).contains(&states.received), "{states:?}");
    let GameEvent::PlayerLeft { why, inputs, .. } = events(&world, SERVER).pop().unwrap() else {
        panic!("it left")
    };
    assert_eq!(
        (why, inputs.received, inputs.lost),
        (LeaveReason::Goodbye, 40, 0)
    );
    assert!(server(&world).seats.is_empty() && world.is_quiet());
}

#[test]
fn losses_are_counted_on_both_sides_and_stop_nobody() {
    let mut spec = arena(5);
    spec.links[5].loss = Share::from_percent(10);
    let mut world = started(&spec, 1, 10);
    run(&mut world, 12_000);
    let dead = drops(&world, DropReason::RandomLoss) as u32;
    let GameEvent::Over { states, .. } = events(&world, CLIENT).pop().unwrap() else {
        panic!("it is over")
    };
    let Some(GameEvent::PlayerLeft { inputs, .. }) = events(&world, SERVER).pop() else {
        panic!("it left")
    };
    let counted = states.lost + inputs.lost;
    assert!(
        counted <= dead && dead - counted < 4,
        "{counted} of {dead}: the last ones nobody misses"
    );
    assert!(counted > 20);
    let missing = events(&world, CLIENT)
        .into_iter()
        .filter_map(|event| match event {
            GameEvent::StateMissing { missing, .. } => Some(missing),
            _ => None,
        });
    assert_eq!(missing.sum::<u32>(), states.lost);
    let gap = |event: &GameEvent| matches!(event, GameEvent::Silence);
    assert!(
        !events(&world, CLIENT).iter().any(gap),
        "nothing waits for what is lost"
    );
}

#[test]
fn what_is_overtaken_is_thrown_away() {
    let mut spec = arena(2);
    spec.links[5].jitter = Span::from_millis(120);
    let mut world = started(&spec, 1, 5);
    let mut newest = 0;
    for millis in (0..5_000).step_by(10) {
        run(&mut world, millis);
        let tick = screens(&world)[0].tick.unwrap_or(0);
        assert!(tick >= newest, "the picture never goes back");
        newest = tick;
    }
    run(&mut world, 7_000);
    let Some(GameEvent::Over { states, .. }) = events(&world, CLIENT).pop() else {
        panic!("it is over")
    };
    assert!(states.stale > 5 && states.lost <= 2, "{states:?}");
    let stale = |event: &&GameEvent| matches!(event, GameEvent::StaleState { tick, newest } if tick < newest);
    let told = events(&world, CLIENT).iter().filter(stale).count();
    assert_eq!(told as u32, states.stale);
    let stale = |event: &GameEvent| matches!(event, GameEvent::StaleInput { .. });
    assert!(events(&world, SERVER).iter().any(stale));
}

#[test]
fn what_comes_twice_is_used_once() {
    let mut spec = arena(1);
    spec.links[5].duplication = Share::from_percent(100);
    let mut world = started(&spec, 1, 2);
    run(&mut world, 4_000);
    let Some(GameEvent::Over { states, .. }) = events(&world, CLIENT).pop() else {
        panic!("it is over")
    };
    assert_eq!(states.stale + states.lost, 0, "{states:?}");
    assert!(states.duplicates >= states.received / 2 - 1, "{states:?}");
}

#[test]
fn nobody_at_the_port_ends_the_game_with_the_error_that_udp_gives() {
    let mut world = started(&diamond(1), 1, 5);
    run(&mut world, 1_000);
    let error = SocketError::PortUnreachable;
    assert_eq!(events(&world, CLIENT), [GameEvent::Failed { error }]);
    assert_eq!(screens(&world)[0].trouble, Some(ClientError::Socket(error)));
    assert!(world.programs(CLIENT)[0].ended.is_some());
}

#[test]
fn a_player_whose_host_dies_is_dropped_after_a_while() {
    let mut world = started(&arena(1), 1, 5);
    run(&mut world, 1_000);
    world.apply(set_node(CLIENT, NodeChange::Crash)).unwrap();
    run(&mut world, 2_500);
    assert_eq!(server(&world).seats.len(), 1, "it may come back");
    run(&mut world, 4_000);
    let why = LeaveReason::Silence;
    let left = |event: &GameEvent| matches!(event, GameEvent::PlayerLeft { why: told, .. } if *told == why);
    assert!(events(&world, SERVER).iter().any(left));
    assert!(server(&world).seats.is_empty() && world.is_quiet());
}

#[test]
fn a_cut_line_is_a_silence_and_the_game_goes_on_after_it() {
    let mut world = started(&arena(1), 1, 6);
    run(&mut world, 1_000);
    world.apply(set_link(5, LinkChange::Cut)).unwrap();
    run(&mut world, 2_000);
    assert_eq!(screens(&world)[0].state, GameState::Silent);
    world.apply(set_link(5, LinkChange::Restore)).unwrap();
    run(&mut world, 4_000);
    assert_eq!(screens(&world)[0].state, GameState::Playing);
    let told = events(&world, CLIENT);
    let heard = |event: &GameEvent| matches!(event, GameEvent::HeardAgain { after } if *after > Span::from_millis(900));
    assert!(
        told.contains(&GameEvent::Silence) && told.iter().any(heard),
        "{told:?}"
    );
}

#[test]
fn a_server_that_was_off_counts_from_the_beginning_and_is_followed() {
    let mut world = started(&arena(1), 1, 8);
    run(&mut world, 3_000);
    world.apply(set_node(SERVER, NodeChange::Crash)).unwrap();
    world.apply(set_node(SERVER, NodeChange::Restore)).unwrap();
    run(&mut world, 5_000);
    let screen = &screens(&world)[0];
    assert_eq!(screen.state, GameState::Playing);
    assert!(screen.tick.unwrap() < 45, "{:?}", screen.tick);
}

#[test]
fn a_full_game_turns_the_next_one_away() {
    let mut world = started(&arena(1), GAME_PLAYERS + 1, 3);
    run(&mut world, 1_000);
    assert_eq!(server(&world).seats.len(), GAME_PLAYERS);
    let away = |event: &&GameEvent| matches!(event, GameEvent::TurnedAway { .. });
    assert!(events(&world, SERVER).iter().filter(away).count() >= 1);
    assert_eq!(
        events(&world, CLIENT)
            .iter()
            .filter(|event| **event == GameEvent::Full)
            .count(),
        1
    );
    run(&mut world, 5_000);
    assert!(server(&world).seats.is_empty());
}

#[test]
fn the_same_seed_plays_the_same_game_and_another_a_different_one() {
    let hash = |seed| {
        let mut world = started(&arena(seed), 2, 2);
        run(&mut world, 3_000);
        world.trace().hash()
    };
    assert_eq!(hash(1), hash(1));
    assert_ne!(hash(1), hash(2));
}

#[test]
fn players_that_are_gone_without_a_word_keep_nobody_out_of_a_full_game() {
    for back_after in [100, 1_600] {
        let mut world = started(&arena(1), GAME_PLAYERS, 30);
        run(&mut world, 1_000);
        world.apply(set_node(CLIENT, NodeChange::Crash)).unwrap();
        world.apply(set_node(CLIENT, NodeChange::Restore)).unwrap();
        run(&mut world, 1_000 + back_after);
        world.apply(play(5)).unwrap();
        run(&mut world, 1_200 + back_after);
        let waits = screens(&world)[0].state == GameState::TurnedAway;
        assert_eq!(waits, back_after < 1_000, "{:?}", screens(&world)[0]);
        run(&mut world, 5_000);
        assert_eq!(screens(&world)[0].state, GameState::Playing);
    }
}

#[test]
fn who_is_turned_away_asks_again_a_few_times_and_then_says_that_it_was_refused() {
    let mut world = started(&arena(1), GAME_PLAYERS + 1, 60);
    run(&mut world, 20_000);
    let told = events(&world, CLIENT);
    let waits: Vec<Span> = (told.iter())
        .filter_map(|event| match event {
            GameEvent::AsksAgain { after } => Some(*after),
            _ => None,
        })
        .collect();
    assert_eq!(waits, [1, 2, 4].map(Span::from_secs));
    let full = told.iter().filter(|event| **event == GameEvent::Full);
    assert_eq!(full.count(), 4);
    let away = |screen: &&GameScreen| screen.trouble.is_some();
    let screens = screens(&world);
    let away: Vec<&GameScreen> = screens.iter().filter(away).collect();
    assert_eq!(away.len(), 1);
    assert_eq!(away[0].trouble, Some(ClientError::Refused));
}
