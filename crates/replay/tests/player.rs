//! A recording plays the same however one moves about in it.

use hoplab_explain::{RunOutcome, run, run_to_end};
use hoplab_replay::{Player, Recording};
use hoplab_scenario::library;
use hoplab_scenario::link::LinkState;
use hoplab_sim::{
    Command, EventKind, LinkChange, LinkId, NodeChange, NodeId, PacketAction, Payload, Progress,
    Refusal, Send, Timed, Transport, World,
};
use hoplab_units::{Share, Span, Time};
use proptest::prelude::*;

const PLENTY: u32 = u32::MAX;
const END: Time = Time::from_millis(1_200);

fn recording(transport: Transport) -> Recording {
    Recording {
        transport,
        ..Recording::new(library::find("broken-line").unwrap())
    }
}

fn player(transport: Transport) -> Player {
    Player::new(recording(transport)).unwrap()
}

fn hash(world: &World) -> String {
    world.trace().hash().to_string()
}

fn set_loss(link: u16, percent: u32) -> Command {
    let change = LinkChange::Loss(Share::from_percent(percent));
    Command::SetLink {
        link: LinkId(link),
        direction: None,
        change,
    }
}

fn cut(link: u16) -> Command {
    Command::SetLink {
        link: LinkId(link),
        direction: None,
        change: LinkChange::Cut,
    }
}

/// A run in which the user did something now and then.
fn live_run(transport: Transport) -> Player {
    let mut player = player(transport);
    player.advance_to(Time::from_millis(40), PLENTY);
    player.issue(set_loss(4, 20)).unwrap();
    for _ in 0..25 {
        assert!(player.step());
    }
    player
        .issue(Command::SetNode {
            node: NodeId(4),
            change: NodeChange::Crash,
        })
        .unwrap();
    player
        .issue(Command::SetNode {
            node: NodeId(4),
            change: NodeChange::Restore,
        })
        .unwrap();
    player.advance_to(Time::from_nanos(301_234_567), 37);
    player.advance_to(Time::from_nanos(301_234_567), PLENTY);
    player.issue(set_loss(0, 3)).unwrap();
    player.advance_to(END, PLENTY);
    player
}

#[test]
fn a_recording_replays_to_the_same_trace_as_the_live_run() {
    for transport in Transport::ALL {
        let live = live_run(transport);
        assert_eq!(live.recording().commands.len(), 4);
        let world = run_to_end(live.recording(), END, u64::MAX).unwrap();
        assert_eq!(hash(&world), hash(live.world()), "{transport:?}");
    }
}

#[test]
fn a_link_carries_the_run_to_another_player() {
    let live = live_run(Transport::Tcp);
    let Recording {
        scenario,
        transport,
        seed,
        commands,
    } = live.recording().clone();
    let state = LinkState {
        transport,
        seed,
        commands,
        cursor: END,
        ..LinkState::new(scenario)
    };
    let read = LinkState::decode(&state.encode().unwrap()).unwrap();
    let mut other = Player::new(Recording::from(read)).unwrap();
    other.seek(END);
    assert_eq!(hash(other.world()), hash(live.world()));
}

#[test]
fn small_steps_and_small_budgets_lead_to_the_same_trace() {
    let expected = live_run(Transport::Tcp);
    let mut stepped = Player::new(expected.recording().clone()).unwrap();
    while stepped.next_moment().is_some_and(|at| at <= END) {
        stepped.step();
    }
    stepped.seek(END);
    assert_eq!(
        hash(stepped.world()),
        hash(expected.world()),
        "event by event"
    );

    let mut budgeted = Player::new(expected.recording().clone()).unwrap();
    while budgeted.advance_to(END, 3) == hoplab_sim::Progress::BudgetSpent {}
    assert_eq!(
        hash(budgeted.world()),
        hash(expected.world()),
        "three at a time"
    );
}

#[test]
fn seeking_back_and_forth_comes_to_the_same_moments() {
    let mut player = live_run(Transport::Tcp);
    let end = hash(player.world());
    let mut seen = Vec::new();
    for millis in [700, 20, 0, 350, 41, 1_199] {
        let time = Time::from_millis(millis);
        player.seek(time);
        assert_eq!(player.now(), time);
        let fresh = run_to_end(player.recording(), time, u64::MAX).unwrap();
        assert_eq!(hash(player.world()), hash(&fresh), "{millis} ms");
        seen.push(hash(player.world()));
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 6, "six different moments");
    player.seek(END);
    assert_eq!(hash(player.world()), end);
    assert_eq!(
        player.recording().commands.len(),
        4,
        "looking about changes nothing"
    );
}

#[test]
fn a_command_in_the_past_begins_another_run_and_says_what_it_drops() {
    let mut player = live_run(Transport::Udp);
    player.seek(Time::from_millis(200));
    let future = player.future_commands().to_vec();
    assert_eq!(future.len(), 1);
    player.issue(cut(8)).unwrap();
    assert_eq!(player.take_dropped(), future);
    assert_eq!(player.take_dropped(), []);
    assert_eq!(player.recording().commands.len(), 4);
    assert_eq!(player.recording().commands[3].at, Time::from_millis(200));

    player.advance_to(END, PLENTY);
    let world = run_to_end(player.recording(), END, u64::MAX).unwrap();
    assert_eq!(hash(player.world()), hash(&world));
    player.seek(Time::from_millis(100));
    player.seek(END);
    assert_eq!(
        hash(player.world()),
        hash(&world),
        "no checkpoint of the old run is left"
    );
}

#[test]
fn a_refused_command_changes_nothing() {
    let mut player = live_run(Transport::Udp);
    player.seek(Time::from_millis(200));
    let (before, commands) = (hash(player.world()), player.recording().commands.clone());
    assert_eq!(player.issue(cut(99)), Err(Refusal::NoSuchLink));
    assert_eq!(hash(player.world()), before);
    assert_eq!(
        player.recording().commands,
        commands,
        "the future is still there"
    );
}

#[test]
fn commands_of_one_moment_keep_their_order() {
    let at = Time::from_millis(50);
    let order = [cut(1), set_loss(1, 7), set_loss(1, 9)];
    let mut recording = recording(Transport::Udp);
    recording.commands = order
        .iter()
        .cloned()
        .map(|command| Timed { at, command })
        .collect();
    let world = run_to_end(&recording, at, u64::MAX).unwrap();
    let carried_out: Vec<&Command> = world
        .trace()
        .iter()
        .filter_map(|event| match &event.kind {
            EventKind::Command {
                command,
                scripted: false,
            } => Some(command),
            _ => None,
        })
        .collect();
    assert_eq!(carried_out, order.iter().collect::<Vec<_>>());
}

#[test]
fn a_step_stops_at_a_command_and_not_beyond() {
    let mut recording = recording(Transport::Udp);
    let at = Time::from_micros(1_234);
    recording.commands = vec![Timed {
        at,
        command: set_loss(0, 1),
    }];
    let mut player = Player::new(recording).unwrap();
    while player.future_commands().len() == 1 {
        assert!(player.step());
        assert!(player.now() <= at);
    }
    assert_eq!(player.now(), at);
}

#[test]
fn restarting_plays_the_same_run_again() {
    let mut player = live_run(Transport::Tcp);
    let end = hash(player.world());
    player.restart();
    assert_eq!(player.now(), Time::ZERO);
    assert_eq!(player.future_commands().len(), 4);
    player.advance_to(END, PLENTY);
    assert_eq!(hash(player.world()), end);
}

#[test]
fn the_same_story_over_another_transport_keeps_what_was_done_to_links() {
    let mut player = live_run(Transport::Tcp);
    player.seek(Time::from_millis(400));
    while player.world().in_flight().next().is_none() {
        assert!(player.step(), "something is sent again after the break");
    }
    let packet = player.world().in_flight().next().unwrap().packet;
    let kill = Command::SetPacket {
        packet,
        action: PacketAction::Kill,
    };
    player.issue(kill.clone()).unwrap();
    player.restart_with(Transport::Udp).unwrap();
    assert_eq!(player.now(), Time::ZERO);
    assert_eq!(player.recording().transport, Transport::Udp);
    assert_eq!(player.world().transport(), Transport::Udp);
    assert_eq!(player.recording().commands.len(), 4);
    let dropped: Vec<Command> = player
        .take_dropped()
        .into_iter()
        .map(|timed| timed.command)
        .collect();
    assert_eq!(dropped, [kill], "that packet is another one now");
}

#[test]
fn a_finished_run_says_so() {
    let mut player = player(Transport::Udp);
    assert!(!player.is_finished());
    while player.step() {}
    assert!(player.is_finished() && player.is_quiet());
    assert_eq!(player.next_moment(), None);
}

#[test]
fn checkpoints_are_kept_along_a_long_run_but_not_without_bound() {
    let mut player = player(Transport::Udp);
    let burst = Command::Send(Send {
        from: NodeId(0),
        to: [198, 51, 100, 80].into(),
        port: 32202,
        payload: Payload::Picture,
        transport: Some(Transport::Udp),
        interval: Some(Span::from_millis(5)),
        close: hoplab_sim::Closing::AtOnce,
    });
    for round in 0..60u64 {
        player.advance_to(Time::from_millis(round * 330), PLENTY);
        player.issue(burst.clone()).unwrap();
    }
    let end = Time::from_secs(25);
    player.advance_to(end, PLENTY);
    let events = player.world().trace().len();
    assert!(events > 20_000, "a long run: {events}");
    assert!(
        (4..=66).contains(&player.checkpoint_count()),
        "{}",
        player.checkpoint_count()
    );
    let there = hash(player.world());
    player.seek(Time::from_secs(11));
    player.seek(end);
    assert_eq!(hash(player.world()), there);
}

#[test]
fn a_summary_is_one_json_object_of_the_known_shape() {
    let (world, outcome) = run(&recording(Transport::Tcp), Time::from_secs(3), u64::MAX).unwrap();
    assert_eq!(
        outcome,
        RunOutcome::of(&recording(Transport::Tcp), &world),
        "counted on the way or after"
    );
    let json = serde_json::to_value(&outcome).unwrap();
    assert_eq!(json["scenario"], "broken-line");
    assert_eq!(json["transport"], "tcp");
    assert_eq!(json["virtual_seconds"], 3.0);
    assert_eq!(json["hash"].as_str().map(str::len), Some(16));
    assert_eq!(json["transfers"][0]["sent_bytes"], 65_536);
    assert_eq!(json["transfers"][0]["failure"], serde_json::Value::Null);
    assert!(
        json["resends"].as_u64() > Some(0),
        "the cut cost segments: {json}"
    );
    assert!(json["packets_lost"].as_u64() < json["packets_sent"].as_u64());
}

#[test]
fn a_run_stops_at_the_most_events() {
    let (world, _) = run(&recording(Transport::Udp), Time::from_secs(3), 500).unwrap();
    assert!(world.trace().len() >= 500 && world.now() <= Time::from_secs(3));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever one does with a player, a fresh run of its recording gives the same trace.
    #[test]
    fn however_one_moves_about_the_recording_tells_it_all(
        moves in proptest::collection::vec((0u8..5, 0u64..600, 0u16..9), 1..14),
        tcp in any::<bool>(),
    ) {
        let mut player = player(if tcp { Transport::Tcp } else { Transport::Ip });
        for (kind, millis, link) in moves {
            match kind {
                0 => player.seek(Time::from_millis(millis)),
                1 => { player.advance_to(Time::from_millis(millis), millis as u32); }
                2 => { player.step(); }
                3 => { let _ = player.issue(set_loss(link, millis as u32 % 100)); }
                _ => { let _ = player.issue(cut(link)); }
            }
        }
        player.seek(END);
        let fresh = run_to_end(player.recording(), END, u64::MAX).unwrap();
        prop_assert_eq!(hash(player.world()), hash(&fresh));
    }
}

/// Thousands of commands may stand at one moment, and a slice must end all the same.
#[test]
fn a_slice_ends_however_many_commands_stand_at_one_moment() {
    let mut recording = Recording::new(library::find("first-message").unwrap());
    let at = Time::from_millis(3);
    recording.commands = (0..2_000)
        .map(|_| Timed {
            at,
            command: cut(0),
        })
        .collect();
    let mut whole = Player::new(recording.clone()).unwrap();
    whole.seek(at);
    let mut sliced = Player::new(recording).unwrap();
    let mut slices = 1;
    while sliced.advance_to(at, 200) == Progress::BudgetSpent {
        slices += 1;
    }
    assert!(slices >= 2_000 / 10, "{slices}");
    assert_eq!(sliced.world().trace().hash(), whole.world().trace().hash());
}

#[test]
fn a_run_in_slices_of_any_size_is_the_same_run() {
    let mut whole = player(Transport::Tcp);
    whole.seek(END);
    for slice in [1, 7, 1_000, 6_000] {
        let mut sliced = player(Transport::Tcp);
        while sliced.advance_to(END, slice) == Progress::BudgetSpent {}
        assert_eq!(sliced.now(), END);
        assert_eq!(
            sliced.world().trace().hash(),
            whole.world().trace().hash(),
            "{slice}"
        );
    }
}

#[test]
fn what_is_played_ahead_is_the_same_and_the_playhead_stays() {
    let mut first = player(Transport::Tcp);
    first.seek(Time::from_millis(100));
    first.issue(set_loss(4, 20)).unwrap();
    let (here, before) = (first.here(), hash(first.world()));
    let mut other = first.clone();
    while first.look_ahead(END, 37) == Progress::BudgetSpent {}
    assert_eq!(
        (first.now(), first.here()),
        (Time::from_millis(100), here),
        "only the furthest moment has moved"
    );
    assert_eq!(hash(first.world()), before);
    assert_eq!(first.furthest().now(), END);
    other.seek(END);
    assert_eq!(first.trace().hash(), other.world().trace().hash());
    first.seek(END);
    assert_eq!(hash(first.world()), hash(other.world()));
}

#[test]
fn who_only_plays_on_keeps_nothing_to_go_back_to_and_can_begin_again() {
    let mut player = Player::onward(recording(Transport::Tcp)).unwrap();
    player.seek(END);
    let end = hash(player.world());
    assert_eq!(player.checkpoint_count(), 1);
    player.seek(Time::from_millis(100));
    player.seek(END);
    assert_eq!(hash(player.world()), end);
}
